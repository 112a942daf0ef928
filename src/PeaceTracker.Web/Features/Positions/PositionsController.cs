using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Positions;

/// <summary>The matrix, and the working behind each of its cells.</summary>
public sealed class PositionsController : Controller
{
    [HttpGet("/{process}/positions")]
    [HttpGet("/{process}/positions.{format:regex(^(json|csv)$)}")]
    public async Task<IActionResult> Index(View view, string? regions, [FromServices] PositionsPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, regions, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(model.View, model, model.TakeAway);
    }

    [HttpGet("/{process}/positions/{party}/{issue}")]
    [HttpGet("/{process}/positions/{party}/{issue}.{format:regex(^(json|csv)$)}")]
    public async Task<IActionResult> Show(View view, string party, string issue, string? region, [FromServices] WorkingPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, party, issue, region, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(model.View, model, model.TakeAway);
    }
}
