using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.Review;

/// <summary>A second person decides on what an editor said of clauses beside each other (ADR 0025).</summary>
[Authorize(Policies.Review)]
public sealed class DifferencesController(ProcessReader processes, DeskDifferences differences, DifferencesPage page, Ledger ledger) : Controller
{
    private const string ListView = "/Features/Review/Differences.cshtml";
    private const string ItemView = "/Features/Review/Difference.cshtml";
    private const string BatchView = "/Features/Review/DifferenceBatch.cshtml";

    [Takes("done")]
    [HttpGet("/{process}/review/differences")]
    public async Task<IActionResult> Index([FromRoute] string process, [FromQuery] string? done, CancellationToken cancellation) =>
        await processes.ReadAsync(process, cancellation) is { } contents ? View(ListView, await page.LoadAsync(contents, done, User.AccountId(), cancellation)) : NotFound();

    [Takes("done")]
    [HttpGet("/{process}/review/differences/{difference:int}")]
    public async Task<IActionResult> Item([FromRoute] string process, [FromRoute] int difference, [FromQuery] string? done, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        return await page.ItemAsync(contents, difference, done, User.AccountId(), cancellation) is { } model ? View(ItemView, model) : Gone(process, 404);
    }

    [HttpPost("/{process}/review/differences/{difference:int}/approve")]
    public Task<IActionResult> Approve([FromRoute] string process, [FromRoute] int difference, [FromForm] DifferenceForm form, CancellationToken cancellation) =>
        DecideAsync(process, difference, form, (changes, row) => differences.PublishAsync(row, changes, process, User.AccountId(), cancellation), approves: true, cancellation);

    [HttpPost("/{process}/review/differences/{difference:int}/return")]
    public Task<IActionResult> Return([FromRoute] string process, [FromRoute] int difference, [FromForm] DifferenceForm form, CancellationToken cancellation)
    {
        if (Reasons.Problem(form.Text, "Say what is to be changed") is { } problem)
            ModelState.AddModelError("text", problem);
        return DecideAsync(process, difference, form, (changes, row) =>
        {
            row.Return(form.Text!.Trim(), User.AccountId());
            changes.Note(row, ReturnReasons.Action, process, form.Text.Trim());
            return Task.CompletedTask;
        }, approves: false, cancellation);
    }

    [Takes("first", "second", "editor")]
    [HttpGet("/{process}/review/differences/batch")]
    public async Task<IActionResult> Batch([FromRoute] string process, [FromQuery] string? first, [FromQuery] string? second, [FromQuery] int editor, CancellationToken cancellation) =>
        await processes.ReadAsync(process, cancellation) is { } contents ? await BatchAsync(contents, first, second, editor, stale: false, cancellation) : NotFound();

    /// <summary>All of the list or none: what was added or changed since it was shown is not approved with it.</summary>
    [HttpPost("/{process}/review/differences/batch")]
    public async Task<IActionResult> Batch([FromRoute] string process, [FromForm] DifferenceBatchForm form, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        var wanted = Pairs(form.Item);
        if (wanted.Count == 0)
            return await BatchAsync(contents, form.First, form.Second, form.Editor, stale: true, cancellation);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                ClauseDifference? last = null;
                foreach (var (id, version) in wanted)
                {
                    last = await ToDecideAsync(contents, id, version, approves: true, cancellation);
                    await differences.PublishAsync(last, changes, process, User.AccountId(), cancellation);
                }

                return await page.NextAsync(contents, [.. wanted.Select(pair => pair.Id)], (last!.SubmittedAt, last.Id), User.AccountId(), cancellation);
            });
        }
        catch (Exception error) when (error is StaleFormException or NotInReviewException or NotPublicException)
        {
            return await BatchAsync(contents, form.First, form.Second, form.Editor, stale: true, cancellation);
        }
        catch (OwnException)
        {
            return Own(process);
        }
    }

    /// <summary>Takes one's own approvals back: one, or all of a batch.</summary>
    [HttpPost("/{process}/review/differences/undo")]
    public async Task<IActionResult> Undo([FromRoute] string process, [FromForm] UndoForm form, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        var wanted = Pairs(form.Item);
        if (wanted.Count == 0)
            return Refuse(process, 400, "Nothing was named to take back", "Go back to the page and use its button.");
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                foreach (var (id, version) in wanted)
                {
                    var published = await differences.FindAsync(contents.Process.Id, id, cancellation);
                    if (published is not { Status: StatementStatus.Published } || published.Reviewer != User.AccountId())
                        throw new UndoRefusedException("You are not the one who approved what is public now.");
                    if (changes.At - published.PublishedAt!.Value > DoneReader.UndoFor)
                        throw new UndoRefusedException($"It was approved more than {DoneReader.UndoFor.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} minutes ago. A correction changes it now.");
                    if (published.Version != version || await differences.BuiltOnAsync(published, cancellation))
                        throw new UndoRefusedException("Somebody has built on it since: there is a newer revision.");
                    await differences.TakeBackAsync(published, changes, process, "The person who had approved it took that back.", cancellation);
                }

                return $"/{process}/review/differences?done={string.Join(',', wanted.Select(pair => pair.Id))}#item";
            });
        }
        catch (UndoRefusedException refused)
        {
            return Refuse(process, 409, "It cannot be taken back any more", refused.Message + " Nothing was changed.");
        }
    }

    private async Task<IActionResult> DecideAsync(string process, int id, DifferenceForm form, Func<ChangeSet, ClauseDifference, Task> decide, bool approves, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        if (!ModelState.IsValid)
            return await AgainAsync(contents, id, form, 422, cancellation);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var row = await ToDecideAsync(contents, id, form.Version, approves, cancellation);
                await decide(changes, row);
                return await page.NextAsync(contents, [id], (row.SubmittedAt, row.Id), User.AccountId(), cancellation);
            });
        }
        catch (StaleFormException)
        {
            return await AgainAsync(contents, id, form, 409, cancellation);
        }
        catch (NotInReviewException)
        {
            return await GoneAsync(contents, id, cancellation);
        }
        catch (NotPublicException)
        {
            return Refuse(process, 409, "A clause of this is not public yet", "Readers would see nothing of it. Decide on the clause first.");
        }
        catch (OwnException)
        {
            return Own(process);
        }
    }

    private async Task<ClauseDifference> ToDecideAsync(ProcessContents contents, int id, int version, bool approves, CancellationToken cancellation)
    {
        if (await differences.FindAsync(contents.Process.Id, id, cancellation) is not { Status: StatementStatus.InReview } row)
            throw new NotInReviewException();
        if (row.IsBy(User.AccountId()))
            throw new OwnException();
        row.Expect(version);
        return approves && (await differences.NotPublicAsync(row, cancellation)).Count > 0 ? throw new NotPublicException() : row;
    }

    private async Task<IActionResult> AgainAsync(ProcessContents contents, int id, DifferenceForm form, int status, CancellationToken cancellation)
    {
        if (await page.ItemAsync(contents, id, null, User.AccountId(), cancellation) is not { } model)
            return await GoneAsync(contents, id, cancellation);
        if (model.Item.Own)
            return Own(contents.Process.Slug);
        var answer = this.Again(ItemView, model with { Text = form.Text, Stale = status == 409 });
        answer.StatusCode = status;
        return answer;
    }

    private async Task<IActionResult> BatchAsync(ProcessContents contents, string? first, string? second, int editor, bool stale, CancellationToken cancellation)
    {
        if (await page.BatchAsync(contents, first, second, editor, stale, User.AccountId(), cancellation) is not { } model)
            return Refuse(contents.Process.Slug, stale ? 409 : 404, "Nothing of these texts and this editor waits", "It was decided on meanwhile, or it is yours.");
        var answer = View(BatchView, model);
        answer.StatusCode = stale ? 409 : 200;
        return answer;
    }

    private async Task<ActionResult> GoneAsync(ProcessContents contents, int id, CancellationToken cancellation) =>
        Gone(contents.Process.Slug, await differences.FindAsync(contents.Process.Id, id, cancellation) is null ? 404 : 409);

    private ActionResult Gone(string process, int status) => Refuse(process, status, "This pair is not in review", status == 409 ? "It was decided or taken back meanwhile. Nothing of yours was written." : "It was decided or taken back, or there is none of that number.");

    private ActionResult Own(string process) => Refuse(process, 403, "You wrote it: somebody else decides", "Nobody decides on what they wrote themselves. It stays in the list for the others.");

    private ActionResult Refuse(string process, int status, string title, string detail) =>
        new Fault(status, title, detail) { Suggestions = [new("Go to the pairs that wait", $"/{process}/review/differences")] }.ToResult(HttpContext);

    /// <summary>"17:3" as id and version, each id once, in order.</summary>
    private static List<(int Id, int Version)> Pairs(IEnumerable<string>? items) =>
    [
        .. (items ?? []).Select(item => item.Split(':') is [var id, var version] && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var one) && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var other) ? (one, other) : (0, 0))
            .Where(pair => pair.Item1 > 0).DistinctBy(pair => pair.Item1).OrderBy(pair => pair.Item1),
    ];

    private sealed class NotInReviewException : Exception;

    private sealed class NotPublicException : Exception;

    private sealed class OwnException : Exception;

    private sealed class UndoRefusedException(string message) : Exception(message);
}

/// <param name="Version">Of the pair as it was shown.</param>
/// <param name="Text">Why it goes back.</param>
public sealed record DifferenceForm(int Version, string? Text);

/// <param name="Item">"id:version" of each pair that was listed.</param>
public sealed record DifferenceBatchForm(string? First, string? Second, int Editor, IReadOnlyList<string>? Item);
