using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Proposals;

/// <summary>Documents with terms: the list, and each with its clauses and the answers to it.</summary>
[AllowAnonymous]
public sealed class ProposalsController : Controller
{
    [Takes("q", "after", "limit")]
    [Gives<ProposalsModel>]
    [HttpGet("/{process}/proposals")]
    [HttpGet("/{process}/proposals.{format:files(table)}")]
    public async Task<IActionResult> Index(View view, string? q, string? after, string? limit, [FromServices] ProposalsPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view.Taking(("q", q), ("after", after), ("limit", limit)), cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(model.View, model, model.TakeAway);
    }

    [WithoutEffect("parties", "issues", "state")]
    [Gives<ProposalModel>]
    [HttpGet("/{process}/proposals/{proposal}")]
    [HttpGet("/{process}/proposals/{proposal}.{format:files(table,cite)}")]
    public async Task<IActionResult> Show(View view, string proposal, [FromServices] ProposalPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, proposal, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(view, model, model.TakeAway);
    }
}
