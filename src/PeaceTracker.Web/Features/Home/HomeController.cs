using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Home;

/// <summary>The start page: goes to the positions while there is one process.</summary>
public sealed class HomeController : Controller
{
    [HttpGet("/")]
    public async Task<IActionResult> Index([FromServices] ProcessReader processes, CancellationToken cancellation)
    {
        var all = await processes.AllAsync(cancellation);
        return all.Count == 1 ? Redirect($"/{all[0].Slug}/positions") : View(all);
    }
}
