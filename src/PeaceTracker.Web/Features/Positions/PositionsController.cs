using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Embedding;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Positions;

/// <summary>The matrix, and the working behind each of its cells.</summary>
[AllowAnonymous]
public sealed class PositionsController : Controller
{
    [Takes("regions", PositionsPage.MinEvidence)]
    [Gives<PositionsModel>]
    [HttpGet("/{process}/positions")]
    [HttpGet("/{process}/positions.{format:files(table,network,cite)}")]
    public async Task<IActionResult> Index(View view, string? regions, string? minEvidence, [FromServices] PositionsPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, regions, minEvidence, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(model.View, model, model.TakeAway);
    }

    [Takes("region")]
    [WithoutEffect("parties", "issues", "state")]
    [Gives<WorkingModel>]
    [Gives<RegionsModel>]
    [Embeddable]
    [HttpGet("/{process}/positions/{party}/{issue}")]
    [HttpGet("/{process}/positions/{party}/{issue}.{format:files(table,cite)}")]
    public async Task<IActionResult> Show(View view, string party, string issue, string? region, [FromServices] WorkingPage page, [FromServices] RegionsPage regions, CancellationToken cancellation)
    {
        var (asked, fault) = WorkingPage.Find(view, party, issue, region);
        if (asked is null)
            return fault!.ToResult(HttpContext);
        if (asked.EveryRegion)
        {
            var all = await regions.LoadAsync(view, asked, cancellation);
            return this.Answer(view, all, all.TakeAway, "Regions");
        }

        var model = await page.LoadAsync(view, asked, cancellation);
        return this.Answer(model.View, model, model.TakeAway);
    }
}
