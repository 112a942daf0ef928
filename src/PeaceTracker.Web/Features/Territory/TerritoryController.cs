using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Embedding;
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
    [Embeddable]
    [HttpGet("/{process}/territory")]
    [HttpGet("/{process}/territory.{format:files(table,picture,cite)}")]
    public async Task<IActionResult> Index(View view, string? proposal, string? with, [FromServices] TerritoryPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, proposal, with, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(model.View, model, model.TakeAway);
    }

    [WithoutEffect("since", "issues", "state")]
    [Gives<RegionModel>]
    [HttpGet("/{process}/territory/{region}")]
    [HttpGet("/{process}/territory/{region}.{format:files(table,cite)}")]
    public async Task<IActionResult> Show(View view, string region, [FromServices] RegionPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, region, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(view, model, model.TakeAway);
    }
}
