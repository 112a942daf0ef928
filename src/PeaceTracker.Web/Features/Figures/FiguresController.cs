using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Figures;

/// <summary>Reported shares of land held.</summary>
[AllowAnonymous]
public sealed class FiguresController : Controller
{
    [Takes("q")]
    [Gives<FiguresModel>]
    [HttpGet("/{process}/figures")]
    [HttpGet("/{process}/figures.{format:files(table)}")]
    public async Task<IActionResult> Index(View view, string? q, [FromServices] FiguresPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view.Taking(("q", q)), cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(model.View, model, model.TakeAway);
    }
}
