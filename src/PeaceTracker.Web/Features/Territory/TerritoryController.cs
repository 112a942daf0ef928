using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Charts.TileGrid;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Territory;

/// <summary>What texts give each region, and what is reported of its control.</summary>
[AllowAnonymous]
public sealed class TerritoryController : Controller
{
    [Takes("proposal", "with")]
    [WithoutEffect("since", "parties", "issues", "state")]
    [Gives<TerritoryModel>]
    [Gives<ReportedFigures>]
    [HttpGet("/{process}/territory")]
    [HttpGet("/{process}/territory.{format:files(table,picture)}")]
    public async Task<IActionResult> Index(View view, string? proposal, string? with, [FromServices] TerritoryPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, proposal, with, cancellation);
        if (model is null)
            return fault!.ToResult(HttpContext);
        if (model.View.Format != "svg")
            return this.Answer(model.View, model, model.TakeAway);
        var drawing = ViewComponent(typeof(TileGridViewComponent), new { picture = model.Picture($"{Request.Scheme}://{Request.Host}") });
        drawing.ContentType = "image/svg+xml; charset=utf-8";
        return drawing;
    }

    [WithoutEffect("since", "issues", "state")]
    [Gives<RegionModel>]
    [HttpGet("/{process}/territory/{region}")]
    [HttpGet("/{process}/territory/{region}.{format:files(table)}")]
    public async Task<IActionResult> Show(View view, string region, [FromServices] RegionPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, region, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(view, model, model.TakeAway);
    }
}
