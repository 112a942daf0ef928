using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.Review;

/// <summary>What reviewers do: decide on what editors sent, and take back what they decided themselves.</summary>
[Authorize(Policies.Review)]
public sealed class ReviewController(ProcessReader processes, DeskStatements desk, Ledger ledger, QueuePage queue, ItemPage items) : Controller
{
    [Takes("q", "party", "issue", "editor", "show", "after", "done")]
    [HttpGet("/{process}/review")]
    public async Task<IActionResult> Index(string process, [FromQuery] string? after, [FromQuery] string? done, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        return QueueFilter.Check(contents, Request.Query) is { } fault
            ? fault.ToResult(HttpContext)
            : View(await queue.LoadAsync(contents, QueueFilter.Of(Request.Query), after, done, User.AccountId(), cancellation));
    }

    [Takes("q", "party", "issue", "editor", "show", "done", "diff")]
    [HttpGet("/{process}/review/{number:int}")]
    public async Task<IActionResult> Item(string process, int number, [FromQuery] string? done, [FromQuery] string? diff, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        if (QueueFilter.Check(contents, Request.Query) is { } fault)
            return fault.ToResult(HttpContext);
        var model = await items.LoadAsync(contents, number, QueueFilter.Of(Request.Query), done, User.AccountId(), cancellation);
        return model is null ? await GoneAsync(contents, number, 404, cancellation) : View(model with { Inline = diff == "inline" });
    }

    [HttpPost("/{process}/review/{number:int}/approve")]
    public Task<IActionResult> Approve(string process, int number, [FromForm] DecisionForm form, CancellationToken cancellation) =>
        DecideAsync(process, number, form, (changes, open) => desk.PublishAsync(open, changes, User.AccountId(), null, cancellation), cancellation);

    [HttpPost("/{process}/review/{number:int}/return")]
    public Task<IActionResult> Return(string process, int number, [FromForm] DecisionForm form, CancellationToken cancellation)
    {
        if (ReturnReasons.All.All(reason => reason.Slug != form.Reason))
            ModelState.AddModelError("reason", "Choose why it goes back");
        if (Reasons.Problem(form.Text, form.Reason == ReturnReasons.Other ? "Say what is to be changed" : null) is { } problem)
            ModelState.AddModelError("text", problem);
        return DecideAsync(process, number, form, (changes, open) =>
        {
            var reason = ReturnReasons.InWords(form.Reason!, form.Text);
            open.Return(reason);
            changes.Note(open, ReturnReasons.Action, process, reason);
            return Task.CompletedTask;
        }, cancellation);
    }

    [HttpPost("/{process}/review/{number:int}/hold")]
    public Task<IActionResult> Hold(string process, int number, [FromForm] DecisionForm form, CancellationToken cancellation)
    {
        if (Reasons.Problem(form.Text, "Say what it waits for") is { } problem)
            ModelState.AddModelError("hold", problem);
        return DecideAsync(process, number, form, (changes, open) =>
        {
            open.Hold(form.Text!.Trim());
            changes.Note(open, "hold", process, form.Text.Trim());
            return Task.CompletedTask;
        }, cancellation);
    }

    [HttpPost("/{process}/review/{number:int}/release")]
    public Task<IActionResult> Release(string process, int number, [FromForm] DecisionForm form, CancellationToken cancellation) =>
        DecideAsync(process, number, form, (changes, open) =>
        {
            open.Hold(null);
            changes.Note(open, "release", process);
            return Task.CompletedTask;
        }, cancellation, stay: true);

    [Takes("source", "editor")]
    [HttpGet("/{process}/review/batch")]
    public async Task<IActionResult> Batch(string process, [FromQuery] int source, [FromQuery] int editor, [FromServices] EffectReader effects, [FromServices] AccountNames names, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        return await BatchAsync(contents, source, editor, effects, names, stale: false, cancellation);
    }

    /// <summary>All of the list or none: what was added or changed since it was shown is not approved with it.</summary>
    [HttpPost("/{process}/review/batch")]
    public async Task<IActionResult> Batch(string process, [FromForm] BatchForm form, [FromServices] EffectReader effects, [FromServices] AccountNames names, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        var wanted = Pairs(form.Item);
        if (wanted.Count == 0)
            return await BatchAsync(contents, form.Source, form.Editor, effects, names, stale: true, cancellation);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                Statement? last = null;
                foreach (var (number, version) in wanted)
                {
                    last = await ToDecideAsync(contents, number, version, cancellation);
                    await desk.PublishAsync(last, changes, User.AccountId(), null, cancellation);
                }

                return await queue.NextAsync(contents, QueueFilter.All, last!, string.Join(',', wanted.Select(pair => pair.Number)), User.AccountId(), cancellation);
            });
        }
        catch (Exception error) when (error is StaleFormException or NotInReviewException)
        {
            return await BatchAsync(contents, form.Source, form.Editor, effects, names, stale: true, cancellation);
        }
        catch (OwnStatementException)
        {
            return OwnStatement(contents);
        }
    }

    /// <summary>Takes one's own publications back: one, or all of a batch.</summary>
    [HttpPost("/{process}/review/undo")]
    public async Task<IActionResult> Undo(string process, [FromForm] UndoForm form, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        var wanted = Pairs(form.Item);
        if (wanted.Count == 0)
            return Refuse(contents, 400, "Nothing was named to take back", "Go back to the page and use its button.");
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                foreach (var (number, version) in wanted)
                {
                    var published = await desk.PublishedAsync(contents.Process.Id, number, cancellation);
                    if (published is null || published.Reviewer != User.AccountId())
                        throw new UndoRefusedException($"You are not the one who approved what is public of No. {number.ToString(CultureInfo.InvariantCulture)} now.");
                    if (changes.At - published.PublishedAt!.Value > DoneReader.UndoFor)
                        throw new UndoRefusedException($"No. {number.ToString(CultureInfo.InvariantCulture)} was approved more than {DoneReader.UndoFor.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} minutes ago. An amendment or a withdrawal changes it now.");
                    if (published.Version != version || await desk.OpenAsync(contents.Process.Id, number, cancellation) is not null)
                        throw new UndoRefusedException($"Somebody has built on No. {number.ToString(CultureInfo.InvariantCulture)} since: there is a newer revision of it.");
                    await desk.TakeBackAsync(published, changes, User.AccountId(), "The person who had approved it took that back.", cancellation);
                }

                return FormattableString.Invariant($"/{contents.Process.Slug}/review/{wanted[0].Number}?done={string.Join(',', wanted.Select(pair => pair.Number))}#item");
            });
        }
        catch (UndoRefusedException refused)
        {
            return Refuse(contents, 409, "It cannot be taken back any more", refused.Message + " Nothing was changed.");
        }
    }

    [HttpPost("/{process}/review/{number:int}/withdrawal")]
    public async Task<IActionResult> Withdrawal(string process, int number, [FromForm] WithdrawalForm form, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        var me = User.AccountId();
        if (form.Decision is not ("confirm" or "put-back"))
            return Refuse(contents, 400, "Nothing was decided", "Use one of the two buttons beside the statement: confirm, or put back.");
        if ((await desk.RevisionsAsync(contents.Process.Id, number, cancellation)).Count == 0)
            return await GoneAsync(contents, number, 404, cancellation);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var withdrawn = (await desk.RevisionsAsync(contents.Process.Id, number, cancellation)).LastOrDefault();
                if (withdrawn is not { Status: StatementStatus.Withdrawn, WithdrawalConfirmedBy: null })
                    throw new StaleFormException();
                withdrawn.Expect(form.Version);
                if (withdrawn.WithdrawnBy == me || (form.Decision == "put-back" && withdrawn.IsBy(me)))
                    throw new OwnStatementException();
                if (form.Decision == "confirm")
                {
                    withdrawn.ConfirmWithdrawal(me);
                    changes.Note(withdrawn, "confirm withdrawal", contents.Process.Slug);
                }
                else
                {
                    await desk.PutBackAsync(withdrawn, changes, me, "The withdrawal was not confirmed", cancellation);
                }

                return FormattableString.Invariant($"/{contents.Process.Slug}/review?done={number}#item");
            });
        }
        catch (StaleFormException)
        {
            return Refuse(contents, 409, "This was decided meanwhile", "Somebody else confirmed the withdrawal, or put the statement back. Nothing of yours was written.");
        }
        catch (OwnStatementException)
        {
            return Refuse(contents, 403, "This is for somebody else to do", "The person who withdrew a statement does not confirm it alone, and nobody puts back what they wrote.");
        }
    }

    /// <summary>One decision on one item: read again inside the turn, refused when it is one's own or was changed, then on to the next.</summary>
    private async Task<IActionResult> DecideAsync(string process, int number, DecisionForm form, Func<ChangeSet, Statement, Task> decide, CancellationToken cancellation, bool stay = false)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        var filter = QueueFilter.Of(form.Queue);
        if (!ModelState.IsValid)
            return await AgainAsync(contents, number, filter, form, 422, cancellation);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var open = await ToDecideAsync(contents, number, form.Version, cancellation);
                await decide(changes, open);
                return stay
                    ? filter.With(FormattableString.Invariant($"/{contents.Process.Slug}/review/{number}"), ("done", number.ToString(CultureInfo.InvariantCulture))) + "#item"
                    : await queue.NextAsync(contents, filter, open, number.ToString(CultureInfo.InvariantCulture), User.AccountId(), cancellation);
            });
        }
        catch (StaleFormException)
        {
            return await AgainAsync(contents, number, filter, form, 409, cancellation);
        }
        catch (NotInReviewException)
        {
            return await GoneAsync(contents, number, 409, cancellation);
        }
        catch (OwnStatementException)
        {
            return OwnStatement(contents);
        }
    }

    private async Task<Statement> ToDecideAsync(ProcessContents contents, int number, int version, CancellationToken cancellation)
    {
        if (await desk.OpenAsync(contents.Process.Id, number, cancellation) is not { Status: StatementStatus.InReview } open)
            throw new NotInReviewException();
        if (open.IsBy(User.AccountId()))
            throw new OwnStatementException();
        open.Expect(version);
        return open;
    }

    private async Task<IActionResult> AgainAsync(ProcessContents contents, int number, QueueFilter filter, DecisionForm form, int status, CancellationToken cancellation)
    {
        if (await items.LoadAsync(contents, number, filter, null, User.AccountId(), cancellation) is not { } model)
            return await GoneAsync(contents, number, 409, cancellation);
        var answer = this.Again(nameof(Item), model with { Form = form, Stale = status == 409 });
        answer.StatusCode = status;
        return answer;
    }

    private async Task<IActionResult> BatchAsync(ProcessContents contents, int source, int editor, EffectReader effects, AccountNames names, bool stale, CancellationToken cancellation)
    {
        var statements = await queue.BatchAsync(contents.Process.Id, source, editor, User.AccountId(), cancellation);
        if (statements.Count == 0)
            return Refuse(contents, stale ? 409 : 404, "Nothing of this source and editor waits", "It was decided on meanwhile, or it is yours.");
        var name = (await names.ByIdAsync([editor], cancellation)).GetValueOrDefault(editor, "");
        var answer = View(nameof(Batch), new BatchModel(contents, source, editor, name, statements, await effects.OfAsync(contents, statements, cancellation), stale));
        answer.StatusCode = stale ? 409 : 200;
        return answer;
    }

    private async Task<IActionResult> GoneAsync(ProcessContents contents, int number, int status, CancellationToken cancellation)
    {
        var history = FormattableString.Invariant($"/{contents.Process.Slug}/desk/statements/{number}/history");
        var last = (await desk.RevisionsAsync(contents.Process.Id, number, cancellation)).LastOrDefault();
        return new Fault(last is null ? 404 : status, FormattableString.Invariant($"Statement {number} is not in review"), last is null
            ? "There is no statement of that number."
            : $"Its newest revision is {StatusWords.Of(last.Status)}. {(status == 409 ? "Nothing of yours was written." : "")}")
        {
            Suggestions = [new("Go to the queue", $"/{contents.Process.Slug}/review"), .. last is null ? Array.Empty<Suggestion>() : [new("Its history", history)]],
        }.ToResult(HttpContext);
    }

    private ActionResult OwnStatement(ProcessContents contents) => Refuse(contents, 403, "You wrote it: somebody else decides", "Nobody decides on what they wrote themselves, or on a reading of their own. It stays in the queue for the others.");

    private ActionResult Refuse(ProcessContents contents, int status, string title, string detail) =>
        new Fault(status, title, detail) { Suggestions = [new("Go to the queue", $"/{contents.Process.Slug}/review")] }.ToResult(HttpContext);

    /// <summary>"10042:3" as number and version, each number once, in order.</summary>
    private static List<(int Number, int Version)> Pairs(IEnumerable<string>? items) =>
    [
        .. (items ?? []).Select(item => item.Split(':') is [var number, var version] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var one) && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var other) ? (one, other) : (0, 0))
            .Where(pair => pair.Item1 > 0).DistinctBy(pair => pair.Item1).OrderBy(pair => pair.Item1),
    ];

    private sealed class NotInReviewException : Exception;

    private sealed class OwnStatementException : Exception;

    private sealed class UndoRefusedException(string message) : Exception(message);
}

/// <summary>What every decision carries.</summary>
/// <param name="Version">Of the revision as it was shown.</param>
/// <param name="Queue">The filter of the queue, as the query of its address.</param>
/// <param name="Reason">Slug of a reason, where one is chosen.</param>
/// <param name="Text">Words of one's own.</param>
public sealed record DecisionForm(int Version, string? Queue, string? Reason, string? Text);

/// <param name="Item">"number:version" of each statement that was listed.</param>
public sealed record BatchForm(int Source, int Editor, IReadOnlyList<string>? Item);

/// <param name="Item">"number:version" of each statement to take back.</param>
public sealed record UndoForm(IReadOnlyList<string>? Item);

/// <param name="Decision">"confirm" or "put-back".</param>
public sealed record WithdrawalForm(int Version, string? Decision);

/// <param name="Effects">Of publishing all of them together.</param>
/// <param name="Stale">The list was another one when the form was opened.</param>
public sealed record BatchModel(ProcessContents Contents, int Source, int Editor, string EditorName, IReadOnlyList<Statement> Statements, IReadOnlyList<CellEffect> Effects, bool Stale);

/// <summary>The statuses of a revision in words.</summary>
public static class StatusWords
{
    public static string Of(StatementStatus status) => status switch
    {
        StatementStatus.Draft => "a draft",
        StatementStatus.InReview => "in review",
        StatementStatus.Returned => "with its editor again",
        StatementStatus.Published => "published",
        StatementStatus.Amended => "amended",
        StatementStatus.Withdrawn => "withdrawn",
        StatementStatus.Undone => "undone",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
