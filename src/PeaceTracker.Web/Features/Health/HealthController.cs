using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data;
using PeaceTracker.Web.Hosting;

namespace PeaceTracker.Web.Features.Health;

/// <summary>For a proxy or a watchdog: does the program run, and should it be sent anybody?</summary>
[AllowAnonymous]
[ResponseCache(NoStore = true)]
public sealed class HealthController(StoreHealth store, Drain drain) : Controller
{
    /// <summary>Asks nothing of anything: whoever gets no answer may start the program anew.</summary>
    [HttpGet("/health/live")]
    public IActionResult Live() => Content("alive");

    [HttpGet("/health/ready")]
    public async Task<IActionResult> Ready(CancellationToken cancellation)
    {
        var problem = drain.HasBegun ? "it is about to stop" : await store.AskAsync(cancellation);
        Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return Content(problem is null ? "ready" : $"not ready: {problem}");
    }
}
