using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Search;

/// <summary>Looks for words in everything: what was said, where it stands, and who and what the record names.</summary>
[AllowAnonymous]
public sealed class SearchController : Controller
{
    /// <summary>In every process; while there is one, the search of that.</summary>
    [Takes("q", "date", "known")]
    [HttpGet("/search")]
    public async Task<IActionResult> All(string? q, [FromServices] ProcessReader processes, [FromServices] SearchPage page, [FromServices] TimeProvider clock, CancellationToken cancellation)
    {
        var all = await processes.AllAsync(cancellation);
        if (all.Count == 1)
            return Redirect($"/{all[0].Slug}/search{Request.QueryString}");
        var models = new List<SearchModel>();
        foreach (var process in all)
        {
            var contents = (await processes.ReadAsync(process.Slug, cancellation))!;
            if (ViewBinder.Read(contents, Request.Query, clock.GetUtcNow(), "/search", out var wrong) is not { } view)
                return wrong!.ToResult(HttpContext);
            var (model, fault) = await page.LoadAsync(view.Taking(("q", q)), cancellation);
            if (model is null)
                return fault!.ToResult(HttpContext);
            models.Add(model);
        }

        return View(models);
    }

    [WithoutEffect("since", "parties", "issues", "state")]
    [Takes("q")]
    [Gives<SearchModel>]
    [HttpGet("/{process}/search")]
    [HttpGet("/{process}/search.{format:files(table)}")]
    public async Task<IActionResult> Index(View view, string? q, [FromServices] SearchPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view.Taking(("q", q)), cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(model.View, model, model.TakeAway);
    }
}
