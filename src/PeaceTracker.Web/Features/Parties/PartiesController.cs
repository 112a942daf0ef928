using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Parties;

/// <summary>The parties, and each on every issue.</summary>
[AllowAnonymous]
public sealed class PartiesController : Controller
{
    [Takes("q")]
    [Gives<PartiesModel>]
    [HttpGet("/{process}/parties")]
    [HttpGet("/{process}/parties.{format:files(table)}")]
    public async Task<IActionResult> Index(View view, string? q, [FromServices] PartiesPage page, CancellationToken cancellation)
    {
        view = view.Taking(("q", q));
        if (WordFinder.Check(view) is { } fault)
            return fault.ToResult(HttpContext);
        var model = await page.LoadAsync(view, cancellation);
        return this.Answer(view, model, model.TakeAway);
    }

    [WithoutEffect("parties")]
    [Gives<PartyModel>]
    [HttpGet("/{process}/parties/{party}")]
    [HttpGet("/{process}/parties/{party}.{format:files(table,cite)}")]
    public async Task<IActionResult> Show(View view, string party, [FromServices] PartyPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, party, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(view, model, model.TakeAway);
    }
}
