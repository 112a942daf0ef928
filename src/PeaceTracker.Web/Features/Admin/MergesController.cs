using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.Admin;

/// <param name="Merged">As typed.</param>
/// <param name="Kept">As typed.</param>
/// <param name="Plan">What the merge would do; null while nothing was asked or it cannot be done.</param>
/// <param name="Merges">The newest first, with why each cannot be undone, or null.</param>
public sealed record MergesModel(string Slug, string Merged, string Kept, MergePlan? Plan, IReadOnlyList<(SourceMerge Merge, string? Obstacle)> Merges, int? Left);

/// <summary>Sources of two numbers that are one, and undoing that.</summary>
[Authorize(Policies.Admin)]
[Authorize(Policies.Fresh)]
public sealed class MergesController(PeaceTrackerDbContext db, SourceMerges merges, Ledger ledger) : Controller
{
    private const string Page = "/Features/Admin/Merges.cshtml";

    [Takes("merged", "kept", "left")]
    [HttpGet("/{process}/admin/merges")]
    public async Task<IActionResult> Show(string process, string? merged, string? kept, int? left, CancellationToken cancellation)
    {
        if (await IdAsync(process, cancellation) is not { } id)
            return AdminController.NoProcess(process).ToResult(HttpContext);
        if (merged is null && kept is null)
            return View(Page, await ModelAsync(process, id, "", "", null, left, cancellation));
        return await PlannedAsync(process, id, merged ?? "", kept ?? "", cancellation);
    }

    /// <param name="version">Of the source that is merged, as the plan showed it.</param>
    /// <param name="keptVersion">Of the one that is kept.</param>
    [HttpPost("/{process}/admin/merges")]
    public async Task<IActionResult> Merge(
        string process, [FromForm] int merged, [FromForm] int kept, [FromForm] int version, [FromForm(Name = "kept-version")] int keptVersion, [FromForm] string? why, CancellationToken cancellation)
    {
        if (await IdAsync(process, cancellation) is not { } id)
            return AdminController.NoProcess(process).ToResult(HttpContext);
        var reason = this.Asked(why, live: true);
        if (!ModelState.IsValid)
        {
            var asked = await PlannedAsync(process, id, merged.ToString(CultureInfo.InvariantCulture), kept.ToString(CultureInfo.InvariantCulture), cancellation);
            asked.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return asked;
        }

        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var plan = await merges.PlanAsync(id, merged, kept, cancellation) ?? throw new StaleFormException();
                plan.Merged.Expect(version);
                plan.Kept.Expect(keptVersion);
                if (plan.Problems.Count > 0)
                    throw new StaleFormException();
                await merges.MergeAsync(id, process, merged, kept, reason, changes, cancellation);
                return $"/{process}/admin/merges";
            });
        }
        catch (StaleFormException)
        {
            ModelState.AddModelError("", "Somebody changed one of these sources meanwhile: look at it again before you merge them");
            var answer = await PlannedAsync(process, id, merged.ToString(CultureInfo.InvariantCulture), kept.ToString(CultureInfo.InvariantCulture), cancellation);
            answer.StatusCode = StatusCodes.Status409Conflict;
            return answer;
        }
    }

    [HttpPost("/{process}/admin/merges/{merge:int}/undo")]
    public async Task<IActionResult> Undo(string process, int merge, [FromForm] string? why, CancellationToken cancellation)
    {
        if (await IdAsync(process, cancellation) is not { } id)
            return AdminController.NoProcess(process).ToResult(HttpContext);
        if (await db.SourceMerges.AsNoTracking().SingleOrDefaultAsync(row => row.ProcessId == id && row.Id == merge, cancellation) is null)
            return Fault.NotFound("merge", merge.ToString(CultureInfo.InvariantCulture), [new("All merges", $"/{process}/admin/merges")]).ToResult(HttpContext);
        var reason = this.Asked(why, live: false);
        if (!ModelState.IsValid)
            return this.Again(Page, await ModelAsync(process, id, "", "", null, null, cancellation));
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var row = await db.SourceMerges.SingleAsync(one => one.Id == merge, cancellation);
                var left = await merges.UndoAsync(row, process, reason, changes, cancellation);
                return FormattableString.Invariant($"/{process}/admin/merges?left={left}");
            });
        }
        catch (InvalidOperationException obstacle)
        {
            ModelState.AddModelError("", obstacle.Message);
            var answer = View(Page, await ModelAsync(process, id, "", "", null, null, cancellation));
            answer.StatusCode = StatusCodes.Status409Conflict;
            return answer;
        }
    }

    private async Task<ViewResult> PlannedAsync(string process, int id, string merged, string kept, CancellationToken cancellation)
    {
        var numbers = new List<int>();
        foreach (var (field, text) in new[] { ("merged", merged), ("kept", kept) })
        {
            if (int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                numbers.Add(number);
            else
                ModelState.AddModelError(field, $"Found \"{text}\", expected the number of a source");
        }

        MergePlan? plan = null;
        if (numbers.Count == 2)
        {
            plan = await merges.PlanAsync(id, numbers[0], numbers[1], cancellation);
            foreach (var (field, number) in new[] { ("merged", numbers[0]), ("kept", numbers[1]) })
            {
                if (plan is null && !await db.Sources.IgnoreQueryFilters().AnyAsync(row => row.ProcessId == id && row.Number == number, cancellation))
                    ModelState.AddModelError(field, FormattableString.Invariant($"There is no source No. {number}"));
            }

            foreach (var problem in plan?.Problems ?? [])
                ModelState.AddModelError("kept", problem);
        }

        var model = await ModelAsync(process, id, merged, kept, plan is { Problems.Count: 0 } ? plan : null, null, cancellation);
        return ModelState.IsValid ? View(Page, model) : this.Again(Page, model);
    }

    private async Task<MergesModel> ModelAsync(string process, int id, string merged, string kept, MergePlan? plan, int? left, CancellationToken cancellation)
    {
        var rows = new List<(SourceMerge, string?)>();
        foreach (var row in await db.SourceMerges.AsNoTracking().Where(row => row.ProcessId == id).OrderByDescending(row => row.Id).ToListAsync(cancellation))
            rows.Add((row, await merges.ObstacleAsync(row, cancellation)));
        return new(process, merged, kept, plan, rows, left);
    }

    private async Task<int?> IdAsync(string process, CancellationToken cancellation) =>
        await db.Processes.Where(row => row.Slug == process).Select(row => (int?)row.Id).SingleOrDefaultAsync(cancellation);
}
