using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Embedding;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Statements;

/// <summary>The list of statements with its filters, and each statement.</summary>
[AllowAnonymous]
public sealed class StatementsController : Controller
{
    [Takes("q", "order", "party", "issue", "region", "channel", "grade", "year", "proposal", "response", "flag", "after", "limit")]
    [Gives<StatementsModel>]
    [HttpGet("/{process}/statements")]
    [HttpGet("/{process}/statements.{format:files(table,linked,feed,cite)}")]
    public async Task<IActionResult> Index(View view, [FromServices] StatementsPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, Request.Query, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(model.View, model, model.TakeAway);
    }

    [WithoutEffect("parties", "issues", "state")]
    [Gives<StatementModel>]
    [Embeddable]
    [HttpGet("/{process}/statements/{number:int}")]
    [HttpGet("/{process}/statements/{number:int}.{format:files(table,linked,cite)}")]
    public async Task<IActionResult> Show(View view, int number, [FromServices] StatementPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, number, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(view, model, model.TakeAway);
    }

    [WithoutEffect("date", "since", "parties", "issues", "state", "evidence")]
    [Gives<HistoryModel>]
    [HttpGet("/{process}/statements/{number:int}/history")]
    [HttpGet("/{process}/statements/{number:int}/history.{format:files(table)}")]
    public async Task<IActionResult> History(View view, int number, [FromServices] HistoryPage page, [FromServices] StatementPage statements, CancellationToken cancellation)
    {
        var model = await page.LoadAsync(view, number, cancellation);
        return model is null ? (await statements.MissingAsync(view, number, cancellation)).ToResult(HttpContext) : this.Answer(view, model, model.TakeAway);
    }
}
