using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Reference;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;
using FormConflict = PeaceTracker.Web.Writing.Conflict;

namespace PeaceTracker.Web.Features.Admin;

/// <summary>A step as it is and as it would be.</summary>
/// <param name="Before">Null for a new step.</param>
/// <param name="After">Null for one that would go.</param>
public sealed record StepDifference(Step? Before, Step? After, int Codings)
{
    public IReadOnlyList<(WordsIn In, string Text)> Label => WordRuns.Between(Before?.Label ?? "", After?.Label ?? "");

    public IReadOnlyList<(WordsIn In, string Text)> Definition => WordRuns.Between(Before?.Definition ?? "", After?.Definition ?? "");
}

/// <param name="Uses">Use of each step, the first pole first.</param>
/// <param name="Preview">What would change; null while nothing was asked.</param>
/// <param name="Next">Number of the codebook version a change would make.</param>
/// <param name="Earlier">How the scale read under earlier versions, the newest first, with the version from which it held.</param>
public sealed record ScaleForm(
    string Slug, Issue Issue, int Version, IReadOnlyList<StepUse> Uses, IReadOnlyList<Input> Inputs, IReadOnlyDictionary<string, string> Values,
    IReadOnlyList<StepDifference>? Preview, int Next, IReadOnlyList<ScaleVersion> Earlier)
{
    public string Address => $"/{Slug}/admin/issues/{Issue.Slug}/scale";
}

/// <summary>The scale of an issue: how its steps read, as a new version of the codebook.</summary>
[Authorize(Policies.Admin)]
[Authorize(Policies.Fresh)]
public sealed class ScaleController(PeaceTrackerDbContext db, Ledger ledger) : Controller
{
    private const string Page = "/Features/Admin/Scale.cshtml", First = "first", Last = "last", Note = "note";

    [HttpGet("/{process}/admin/issues/{issue}/scale")]
    public async Task<IActionResult> Show(string process, string issue, CancellationToken cancellation) =>
        await FindAsync(process, issue, cancellation) is { } found
            ? View(Page, await FormAsync(process, found, found.Version, Stored(found), null, cancellation))
            : Missing(process, issue);

    [Repeatable("It shows what would change and writes nothing.")]
    [HttpPost("/{process}/admin/issues/{issue}/scale/preview")]
    public async Task<IActionResult> Preview(string process, string issue, [FromForm] int version, CancellationToken cancellation)
    {
        if (await FindAsync(process, issue, cancellation) is not { } found)
            return Missing(process, issue);
        var typed = new Typed(Inputs(found), await Request.ReadFormAsync(cancellation));
        if (found.Version != version)
            return await StaleAsync(process, found, version, typed, cancellation);
        var uses = await db.UseOfStepsAsync(found, cancellation);
        var change = Read(typed, found, uses);
        return typed.Problems.Count > 0
            ? await RefusedAsync(process, found, typed, cancellation)
            : View(Page, await FormAsync(process, found, version, typed.Values, Differences(change, uses), cancellation));
    }

    [HttpPost("/{process}/admin/issues/{issue}/scale")]
    public async Task<IActionResult> Save(string process, string issue, [FromForm] int version, CancellationToken cancellation)
    {
        if (await FindAsync(process, issue, cancellation) is not { } found)
            return Missing(process, issue);
        var form = await Request.ReadFormAsync(cancellation);
        var typed = new Typed(Inputs(found), form);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var row = await db.Issues.SingleOrDefaultAsync(one => one.Slug == issue, cancellation) ?? throw new StaleFormException();
                row.Expect(version);
                typed = new(Inputs(row), form);
                var change = Read(typed, row, await db.UseOfStepsAsync(row, cancellation));
                if (typed.Problems.Count > 0)
                    throw new RefusedException(typed.Problems);
                db.Entry(row).Property(one => one.Scale).CurrentValue = new Scale(change.NewSteps);
                var note = typed.Text(Note);
                changes.Note(await db.AddCodebookVersionAsync(changes.At, note, row, cancellation), "add", "", note);
                changes.Note(row, "change", "", note);
                return $"/{process}/admin/issues/{issue}/scale";
            });
        }
        catch (RefusedException)
        {
            return await RefusedAsync(process, found, typed, cancellation);
        }
        catch (StaleFormException)
        {
            return await FindAsync(process, issue, cancellation) is { } now ? await StaleAsync(process, now, version, typed, cancellation) : Missing(process, issue);
        }
    }

    private static List<Input> Inputs(Issue issue)
    {
        List<Input> inputs = [.. Step(First, "New step before the first", null)];
        foreach (var step in issue.Scale.Steps)
        {
            inputs.AddRange(Step(FormattableString.Invariant($"step-{step.Rank}"), FormattableString.Invariant($"Step {step.Rank}"), null));
            inputs.Add(new(FormattableString.Invariant($"step-{step.Rank}-out"), "Take this step out", InputKind.Tick) { Group = FormattableString.Invariant($"Step {step.Rank}") });
        }

        inputs.AddRange(Step(Last, "New step after the last", "Leave it empty for none."));
        inputs.Add(new(Note, "What changes in the codebook, and why", InputKind.Text) { Hint = "Readers see it on the page of the scales." });
        return inputs;

        static Input[] Step(string name, string group, string? hint) =>
        [
            new(name + "-label", "Label") { Group = group, Hint = hint },
            new(name + "-definition", "Definition", InputKind.Text) { Group = group },
        ];
    }

    private static Dictionary<string, string> Stored(Issue issue) => issue.Scale.Steps
        .SelectMany(step => new[] { (FormattableString.Invariant($"step-{step.Rank}-label"), step.Label), (FormattableString.Invariant($"step-{step.Rank}-definition"), step.Definition) })
        .ToDictionary();

    /// <summary>The change that was typed; what is wrong with it is among the problems.</summary>
    private static ScaleChange Read(Typed typed, Issue issue, IReadOnlyList<StepUse> uses)
    {
        var steps = new List<ChangedStep>();
        Add(First, null);
        foreach (var step in issue.Scale.Steps)
        {
            if (!typed.Ticked(FormattableString.Invariant($"step-{step.Rank}-out")))
                Add(FormattableString.Invariant($"step-{step.Rank}"), step.Rank);
        }

        Add(Last, null);
        var change = new ScaleChange(issue.Scale, steps);
        foreach (var moved in change.Moved([.. uses.Select(use => use.Codings)]))
        {
            var codings = FormattableString.Invariant($"{moved.Codings} {(moved.Codings == 1 ? "coding names" : "codings name")} step {moved.Rank}, \"{issue.Scale[moved.Rank].Label}\"");
            if (moved.To is null)
                typed.Refuse(FormattableString.Invariant($"step-{moved.Rank}-out"), $"{codings}: it cannot be taken out");
            else
                typed.Refuse(steps[0].From is null ? First + "-label" : FormattableString.Invariant($"step-{moved.Rank}-label"), FormattableString.Invariant($"{codings}: it would become step {moved.To}, and codings keep the number of their step"));
        }

        if (steps.Count < 2)
            typed.Refuse("step-1-out", "A scale has two steps or more");
        if (typed.Text(Note).Length == 0)
            typed.Problem(Note, "a note for readers");
        if (typed.Problems.Count == 0 && !change.IsChange)
            typed.Refuse("", "Nothing differs from the scale as it is");
        return change;

        void Add(string name, int? from)
        {
            var (label, definition) = (typed.Text(name + "-label"), typed.Text(name + "-definition"));
            if (from is null && label.Length + definition.Length == 0)
                return;
            typed.Judge(ReferenceRules.OfStep(new(1, label, definition)), field => $"{name}-{field}");
            steps.Add(new(from, label, definition));
        }
    }

    private static List<StepDifference> Differences(ScaleChange change, IReadOnlyList<StepUse> uses)
    {
        var steps = change.NewSteps;
        return
        [
            .. change.Steps.Select((changed, index) => new StepDifference(changed.From is { } rank ? change.Now[rank] : null, steps[index], changed.From is { } from ? uses[from - 1].Codings : 0)),
            .. change.Now.Steps.Where(step => change.Steps.All(changed => changed.From != step.Rank)).Select(step => new StepDifference(step, null, uses[step.Rank - 1].Codings)),
        ];
    }

    private async Task<ScaleForm> FormAsync(string process, Issue issue, int version, IReadOnlyDictionary<string, string> values, IReadOnlyList<StepDifference>? preview, CancellationToken cancellation) => new(
        process, issue, version, await db.UseOfStepsAsync(issue, cancellation), Inputs(issue), values, preview, await db.CurrentCodebookAsync(cancellation) + 1,
        await db.ScaleVersions.AsNoTracking().Where(row => row.Issue == issue.Slug).OrderByDescending(row => row.Codebook).Skip(1).ToListAsync(cancellation));

    private async Task<IActionResult> RefusedAsync(string process, Issue issue, Typed typed, CancellationToken cancellation)
    {
        foreach (var (field, message) in typed.Problems)
            ModelState.AddModelError(field, message);
        return this.Again(Page, await FormAsync(process, issue, issue.Version, typed.Values, null, cancellation));
    }

    private async Task<IActionResult> StaleAsync(string process, Issue now, int version, Typed typed, CancellationToken cancellation)
    {
        var theirs = Stored(now);
        // A step has no other name than its place, which others of them change: the scale is one.
        var before = await db.AtVersionAsync(now, "", version, cancellation) is { } then ? Stored(then) : null;
        var between = FormConflict.Between(typed.Values, theirs, before, name => name.StartsWith("step-", StringComparison.Ordinal) ? "steps" : name);
        ViewData[FormConflict.Key] = between;
        var merged = typed.Values.Where(pair => !between.Taken.Contains(pair.Key)).Concat(theirs.Where(pair => between.Taken.Contains(pair.Key))).ToDictionary();
        var answer = View(Page, await FormAsync(process, now, now.Version, merged, null, cancellation));
        answer.StatusCode = StatusCodes.Status409Conflict;
        return answer;
    }

    private async Task<Issue?> FindAsync(string process, string issue, CancellationToken cancellation) =>
        await db.Processes.AnyAsync(row => row.Slug == process, cancellation) ? await db.Issues.AsNoTracking().SingleOrDefaultAsync(row => row.Slug == issue, cancellation) : null;

    private ActionResult Missing(string process, string issue) =>
        Fault.NotFound("issue", issue, [new("All issues", $"/{process}/admin/issues")]).ToResult(HttpContext);
}
