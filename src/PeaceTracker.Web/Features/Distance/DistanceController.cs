using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Charts.GapChart;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Distance;

/// <summary>How far apart two or more parties are, issue by issue.</summary>
[AllowAnonymous]
public sealed class DistanceController : Controller
{
    [Takes("a", "b", "sort")]
    [Gives<DistanceModel>]
    [HttpGet("/{process}/distance")]
    [HttpGet("/{process}/distance.{format:files(table,picture)}")]
    public async Task<IActionResult> Index(View view, string? a, string? b, string? sort, [FromServices] DistancePage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, a, b, sort, cancellation);
        if (model is null)
            return fault!.ToResult(HttpContext);
        if (model.View.Format != "svg")
            return this.Answer(model.View, model, model.TakeAway);
        var drawing = ViewComponent(typeof(GapChartViewComponent), new { chart = model.Drawing($"{Request.Scheme}://{Request.Host}") });
        drawing.ContentType = "image/svg+xml; charset=utf-8";
        return drawing;
    }
}
