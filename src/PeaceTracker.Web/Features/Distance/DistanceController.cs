using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Embedding;
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
    [Embeddable]
    [HttpGet("/{process}/distance")]
    [HttpGet("/{process}/distance.{format:files(table,picture,network,cite)}")]
    public async Task<IActionResult> Index(View view, string? a, string? b, string? sort, [FromServices] DistancePage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, a, b, sort, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(model.View, model, model.TakeAway);
    }
}
