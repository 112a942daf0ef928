using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Responses;

/// <summary>Who answered which proposal, and who has not.</summary>
[AllowAnonymous]
public sealed class ResponsesController : Controller
{
    [Takes("q", "proposal", "after", "limit")]
    [Gives<ResponsesModel>]
    [HttpGet("/{process}/responses")]
    [HttpGet("/{process}/responses.{format:files(table)}")]
    public async Task<IActionResult> Index(View view, string? q, string? proposal, string? after, string? limit, [FromServices] ResponsesPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view.Taking(("q", q), ("proposal", proposal), ("after", after), ("limit", limit)), cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(model.View, model, model.TakeAway);
    }
}
