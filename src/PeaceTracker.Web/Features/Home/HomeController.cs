using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Home;

/// <summary>The start page, and the start page of a process: both go to the positions, with whatever the query asks.</summary>
public sealed class HomeController : Controller
{
    [HttpGet("/")]
    public async Task<IActionResult> Index([FromServices] ProcessReader processes, CancellationToken cancellation)
    {
        var all = await processes.AllAsync(cancellation);
        return all.Count == 1 ? Redirect($"/{all[0].Slug}/positions{Request.QueryString}") : View(all);
    }

    [HttpGet("/{process}")]
    public IActionResult Process(View view) => Redirect($"/{view.Slug}/positions{Request.QueryString}");
}
