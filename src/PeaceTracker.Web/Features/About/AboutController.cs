using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.About;

/// <summary>How positions are worked out, on which scales, from which data, and for whom the site works.</summary>
[AllowAnonymous]
public sealed class AboutController : Controller
{
    /// <summary>Goes to the method, the first of the pages about the site.</summary>
    [HttpGet("/{process}/about")]
    public IActionResult Index(View view) => Redirect($"/{view.Slug}/about/method{Request.QueryString}");

    [WithoutEffect("parties", "issues", "state")]
    [Gives<MethodModel>]
    [HttpGet("/{process}/about/method")]
    [HttpGet("/{process}/about/method.{format:files(table)}")]
    public async Task<IActionResult> Method(View view, [FromServices] AgreementReader agreement, CancellationToken cancellation)
    {
        var model = new MethodModel(view, await agreement.ReadAsync(view.Contents, view.Known, cancellation));
        return this.Answer(view, model, model.TakeAway);
    }

    [WithoutEffect("parties", "state")]
    [Gives<ScalesModel>]
    [HttpGet("/{process}/about/scales")]
    [HttpGet("/{process}/about/scales.{format:files(table)}")]
    public async Task<IActionResult> Scales(View view, [FromServices] ScalesPage page, CancellationToken cancellation)
    {
        var model = await page.LoadAsync(view, cancellation);
        return this.Answer(view, model, model.TakeAway);
    }

    [WithoutEffect("parties", "state")]
    [Gives<DataModel>]
    [HttpGet("/{process}/about/data")]
    [HttpGet("/{process}/about/data.{format:files(table)}")]
    public async Task<IActionResult> Data(View view, [FromServices] DataPage page, CancellationToken cancellation)
    {
        var model = await page.LoadAsync(view, cancellation);
        return this.Answer(view, model, model.TakeAway);
    }

    [WithoutEffect("parties", "issues", "state")]
    [Gives<AccessibilityModel>]
    [HttpGet("/{process}/about/accessibility")]
    [HttpGet("/{process}/about/accessibility.{format:files(table)}")]
    public IActionResult Accessibility(View view)
    {
        var model = new AccessibilityModel(view);
        return this.Answer(view, model, model.TakeAway);
    }

    [WithoutEffect("parties", "issues", "state")]
    [Gives<MapsModel>]
    [HttpGet("/{process}/about/maps")]
    [HttpGet("/{process}/about/maps.{format:files(table)}")]
    public IActionResult Maps(View view)
    {
        var model = new MapsModel(view);
        return this.Answer(view, model, model.TakeAway);
    }
}
