using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Shares;

/// <summary>What was said before positions are derived from it: how often each step, and every coding.</summary>
[AllowAnonymous]
public sealed class SharesController : Controller
{
    [WithoutEffect("state")]
    [Gives<SharesModel>]
    [HttpGet("/{process}/shares")]
    [HttpGet("/{process}/shares.{format:files(table,cite)}")]
    public async Task<IActionResult> Index(View view, [FromServices] SharesPage page, CancellationToken cancellation)
    {
        var model = await page.LoadAsync(view, cancellation);
        return this.Answer(view, model, model.TakeAway);
    }

    [Takes("after", "limit")]
    [WithoutEffect("state")]
    [Gives<CodingsModel>]
    [HttpGet("/{process}/shares/codings")]
    [HttpGet("/{process}/shares/codings.{format:files(table,cite)}")]
    public async Task<IActionResult> Codings(View view, [FromServices] SharesPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.CodingsAsync(view.Taking(("after", Request.Query["after"]), ("limit", Request.Query["limit"])), cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(model.View, model, model.TakeAway);
    }
}
