using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;

namespace PeaceTracker.Web.Features.Health;

/// <summary>For a proxy or a watchdog: does the program run, and should it be sent anybody? And for admins what stands behind the answer.</summary>
[ResponseCache(NoStore = true)]
public sealed class HealthController(StoreHealth store, Drain drain) : Controller
{
    /// <summary>Asks nothing of anything: whoever gets no answer may start the program anew.</summary>
    [AllowAnonymous]
    [HttpGet("/health/live")]
    public IActionResult Live() => Content("alive");

    [AllowAnonymous]
    [HttpGet("/health/ready")]
    public async Task<IActionResult> Ready(CancellationToken cancellation)
    {
        var problem = await ProblemAsync(cancellation);
        Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return Content(problem is null ? "ready" : $"not ready: {problem}");
    }

    /// <summary>Answers 200 whatever is wrong: who asks wants to know what.</summary>
    [Authorize(Policies.Admin)]
    [HttpGet("/health/details")]
    public async Task<IActionResult> Details([FromServices] SiteMeter meter, [FromServices] WriteGate gate, [FromServices] StoreRoom room, [FromServices] ReadOnlyMark closed, CancellationToken cancellation) => Json(new HealthDetails(
        await ProblemAsync(cancellation), FileHead.Program, meter.Began, await store.MigrationAsync(cancellation), closed.Reason, gate.Waiting, room.File, room.Log, room.Free, (long?)meter.BackupAge?.TotalSeconds, Environment.WorkingSet));

    private async Task<string?> ProblemAsync(CancellationToken cancellation) => drain.HasBegun ? "it is about to stop" : await store.AskAsync(cancellation);
}

/// <summary>What an admin sees of the running site.</summary>
/// <param name="Problem">Why nobody should be sent here; null when it is ready.</param>
/// <param name="Program">Name, version and commit.</param>
/// <param name="Since">When it started, in UTC.</param>
/// <param name="Migration">The last change of form the store had; null where the store cannot be read.</param>
/// <param name="ReadOnly">Why the store is closed to changes, empty where nobody said; null where it takes them.</param>
/// <param name="WritersWaiting">Writers that wait for their turn.</param>
/// <param name="StoreBytes">Size of the file of the store; null on PostgreSQL, as the next two.</param>
/// <param name="LogBytes">Size of its write-ahead log.</param>
/// <param name="FreeBytes">Room left on its disk.</param>
/// <param name="BackupSeconds">Age of the newest backup; null where the site makes none, or made none yet.</param>
/// <param name="MemoryBytes">Memory the program holds.</param>
public sealed record HealthDetails(
    string? Problem, string Program, DateTimeOffset Since, string? Migration, string? ReadOnly, int WritersWaiting, long? StoreBytes, long? LogBytes, long? FreeBytes, long? BackupSeconds, long MemoryBytes);
