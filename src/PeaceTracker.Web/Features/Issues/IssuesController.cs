using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Embedding;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Issues;

/// <summary>The issues, and one issue over time.</summary>
[AllowAnonymous]
public sealed class IssuesController : Controller
{
    [Takes("q")]
    [Gives<IssuesModel>]
    [HttpGet("/{process}/issues")]
    [HttpGet("/{process}/issues.{format:files(table)}")]
    public async Task<IActionResult> Index(View view, string? q, [FromServices] IssuesPage page, CancellationToken cancellation)
    {
        view = view.Taking(("q", q));
        if (WordFinder.Check(view) is { } fault)
            return fault.ToResult(HttpContext);
        var model = await page.LoadAsync(view, cancellation);
        return this.Answer(view, model, model.TakeAway);
    }

    [Takes("region", "from", "to")]
    [WithoutEffect("issues", "state")]
    [Gives<IssueModel>]
    [Embeddable]
    [HttpGet("/{process}/issues/{issue}")]
    [HttpGet("/{process}/issues/{issue}.{format:files(table,picture,cite)}")]
    public async Task<IActionResult> Show(View view, string issue, string? region, string? from, string? to, [FromServices] IssuePage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, issue, region, from, to, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(model.View, model, model.TakeAway);
    }
}
