using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Home;

/// <summary>Addresses that only go elsewhere, with whatever the query asks: the start page and that of a process, and pages about the site without a process.</summary>
[AllowAnonymous]
public sealed class HomeController : Controller
{
    [HttpGet("/")]
    public async Task<IActionResult> Index([FromServices] ProcessReader processes, CancellationToken cancellation)
    {
        var all = await processes.AllAsync(cancellation);
        return all.Count == 1 ? Redirect($"/{all[0].Slug}/positions{Request.QueryString}") : View(all);
    }

    [HttpGet("/about")]
    [HttpGet("/about/{topic}")]
    public async Task<IActionResult> About([FromServices] ProcessReader processes, CancellationToken cancellation)
    {
        var all = await processes.AllAsync(cancellation);
        return all.Count == 1 ? Redirect($"/{all[0].Slug}{Request.Path.ToUriComponent()}{Request.QueryString}") : View(nameof(Index), all);
    }

    [HttpGet("/{process}")]
    public IActionResult Process(View view) => Redirect($"/{view.Slug}/positions{Request.QueryString}");
}
