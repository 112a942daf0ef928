using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.Review;

/// <summary>
/// A second reading of what is in review or published: both stand, and the position is disputed. Who adds it has written of the statement,
/// so that a third person publishes (ADR 0026).
/// </summary>
[Authorize(Policies.Review)]
public sealed class DisputeController(ProcessReader processes, DeskStatements desk, Ledger ledger, QueuePage queue) : Controller
{
    private const string Page = "/Features/Review/Dispute.cshtml";

    [Takes("coding")]
    [HttpGet("/{process}/review/{number:int}/dispute")]
    public async Task<IActionResult> Index(string process, int number, [FromQuery] int? coding, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        return await ShowAsync(contents, number, new(0, coding, null, null), 200, cancellation);
    }

    [HttpPost("/{process}/review/{number:int}/dispute")]
    public async Task<IActionResult> Index(string process, int number, [FromForm] DisputeForm form, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        var (statement, fault) = await FindAsync(contents, number, cancellation);
        if (statement is null)
            return fault!.ToResult(HttpContext);
        var read = statement.Codings.FirstOrDefault(one => one.Id == form.Coding);
        if (read is null)
            ModelState.AddModelError("coding", "Choose which coding you read otherwise");
        var second = read is null ? null : Reading(contents, statement, read, form);
        if (read is not null && second is null)
            ModelState.AddModelError("step", "Choose the step you read, or say that the party is silent or declined");
        else if (second is not null && statement.Codings.Exists(one => (one.Party, one.Issue, one.Region) == (second.Party, second.Issue, second.Region) && one.Steps == second.Steps && (second.Steps is not null || one.State == second.State)))
            ModelState.AddModelError("step", "It is read that way already: choose another step, or go back");
        if (Reasons.Problem(form.Reason, "Say why the words can be read that way") is { } problem)
            ModelState.AddModelError("reason", problem);
        if (!ModelState.IsValid)
            return await ShowAsync(contents, number, form, 422, cancellation);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var me = User.AccountId();
                var reason = form.Reason!.Trim();
                var target = await desk.OpenAsync(contents.Process.Id, number, cancellation);
                if (target is not null)
                {
                    if (target.Status != StatementStatus.InReview || target.IsBy(me))
                        throw new StaleFormException();
                    target.Expect(form.Version);
                }
                else
                {
                    var published = await desk.PublishedAsync(contents.Process.Id, number, cancellation) ?? throw new StaleFormException();
                    published.Expect(form.Version);
                    target = published.Amendment((await desk.RevisionsAsync(contents.Process.Id, number, cancellation))[^1].Revision + 1, me, $"Second reading: {reason}");
                    desk.Add(target);
                    target.Submit(changes.At);
                }

                target.Dispute(second!);
                changes.Note(target, "second reading", contents.Process.Slug, reason);
                return await queue.NextAsync(contents, QueueFilter.All, target, number.ToString(CultureInfo.InvariantCulture), me, cancellation);
            });
        }
        catch (StaleFormException)
        {
            return await ShowAsync(contents, number, form, 409, cancellation);
        }
    }

    /// <summary>The reading a form names; null when it names no step of the scale.</summary>
    private Coding? Reading(ProcessContents contents, Statement statement, Coding read, DisputeForm form)
    {
        var state = form.Step switch { "silent" => CodingState.Silent, "declined" => CodingState.Declined, _ => CodingState.Stated };
        int? step = state == CodingState.Stated && int.TryParse(form.Step, NumberStyles.None, CultureInfo.InvariantCulture, out var rank) && rank >= 1 && rank <= contents.Issue(read.Issue).Scale.Count ? rank : null;
        return state == CodingState.Stated && step is null ? null : new()
        {
            ProcessId = statement.ProcessId,
            Party = read.Party,
            Issue = read.Issue,
            Region = read.Region,
            StepFrom = step,
            StepTo = step,
            State = state,
            Reason = string.IsNullOrWhiteSpace(form.Reason) ? null : form.Reason.Trim(),
            Codebook = read.Codebook,
            Coder = User.AccountId(),
        };
    }

    /// <summary>What can be disputed: the revision in review, or else what is published.</summary>
    private async Task<(Statement? Statement, Fault? Fault)> FindAsync(ProcessContents contents, int number, CancellationToken cancellation)
    {
        var queueLink = new Suggestion("Go to the queue", $"/{contents.Process.Slug}/review");
        var open = await desk.OpenAsync(contents.Process.Id, number, cancellation);
        if (open is not null and not { Status: StatementStatus.InReview })
            return (null, new(409, FormattableString.Invariant($"Statement {number} is being amended"), "An editor is working on it: a second reading can be added once it is sent to review, or has been decided.") { Suggestions = [queueLink] });
        var statement = open ?? await desk.PublishedAsync(contents.Process.Id, number, cancellation);
        if (statement is null || statement.Codings.Count == 0)
            return (null, new(404, FormattableString.Invariant($"There is nothing to dispute of statement {number}"), statement is null ? "It is neither in review nor published." : "It puts no party on a step of an issue.") { Suggestions = [queueLink] });
        return statement.IsBy(User.AccountId())
            ? (null, new(403, "You wrote it", "Whoever wrote a statement, or a reading of it, amends it instead of disputing it.") { Suggestions = [new("Amend it", FormattableString.Invariant($"/{contents.Process.Slug}/desk/statements/{number}/amend")), queueLink] })
            : (statement, null);
    }

    private async Task<IActionResult> ShowAsync(ProcessContents contents, int number, DisputeForm form, int status, CancellationToken cancellation)
    {
        var (statement, fault) = await FindAsync(contents, number, cancellation);
        if (statement is null)
            return fault!.ToResult(HttpContext);
        var coding = statement.Codings.FirstOrDefault(one => one.Id == form.Coding) ?? statement.Codings[0];
        var answer = View(Page, new DisputeModel(contents, statement, coding, form, status == 409));
        answer.StatusCode = status;
        return answer;
    }
}

/// <param name="Coding">Id of the coding that is read otherwise.</param>
/// <param name="Step">Rank of the step, "silent" or "declined".</param>
public sealed record DisputeForm(int Version, int? Coding, string? Step, string? Reason);

/// <param name="Stale">The statement was changed after the form was opened.</param>
public sealed record DisputeModel(ProcessContents Contents, Statement Statement, Coding Coding, DisputeForm Form, bool Stale);
