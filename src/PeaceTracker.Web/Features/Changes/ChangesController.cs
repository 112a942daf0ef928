using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Changes;

/// <summary>What moved and what was published since a day, as a page, as files and as a feed.</summary>
[AllowAnonymous]
public sealed class ChangesController : Controller
{
    [WithoutEffect("state")]
    [Gives<ChangesModel>]
    [HttpGet("/{process}/changes")]
    [HttpGet("/{process}/changes.{format:files(table,feed,cite)}")]
    public async Task<IActionResult> Index(View view, [FromServices] ChangesPage page, CancellationToken cancellation)
    {
        var model = await page.LoadAsync(view, cancellation);
        return this.Answer(model.View, model, model.TakeAway);
    }
}
