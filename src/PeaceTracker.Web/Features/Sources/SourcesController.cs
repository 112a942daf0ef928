using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Sources;

/// <summary>Where everything comes from: the list of sources, and each with what was taken from it.</summary>
[AllowAnonymous]
public sealed class SourcesController : Controller
{
    [Takes("q", "kind", "grade", "language", "statements", "after", "limit")]
    [Gives<SourcesModel>]
    [HttpGet("/{process}/sources")]
    [HttpGet("/{process}/sources.{format:files(table)}")]
    public async Task<IActionResult> Index(View view, [FromQuery] SourceChoice choice, [FromServices] SourcesPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, choice, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(model.View, model, model.TakeAway);
    }

    [WithoutEffect("parties", "issues", "state")]
    [Gives<SourceModel>]
    [HttpGet("/{process}/sources/{number}")]
    [HttpGet("/{process}/sources/{number}.{format:files(table)}")]
    public async Task<IActionResult> Show(View view, string number, [FromServices] SourcePage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, number, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(view, model, model.TakeAway);
    }
}
