using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Writing;

/// <summary>Sends drafts to review together: those on which nothing is left to ask. The others stay.</summary>
public sealed class DraftsToReview(DeskStatements desk, StatementForms forms)
{
    /// <summary>As many as one import brings.</summary>
    private const int Most = 2_000;

    /// <summary>Number and version of each draft that can go, by the rule of the form.</summary>
    public async Task<IReadOnlyDictionary<int, int>> ReadyAsync(ProcessContents contents, IQueryable<Statement> drafts, CancellationToken cancellation)
    {
        var ready = new Dictionary<int, int>();
        await foreach (var (draft, left) in JudgeAsync(contents, drafts, Most, cancellation))
        {
            if (left.Count == 0)
                ready[draft.Number] = draft.Version;
        }

        return ready;
    }

    /// <summary>What is left to mend or to answer on drafts, by their number, as sentences of the form; empty for those that can go.</summary>
    /// <param name="most">As many drafts are looked at, the lowest numbers first.</param>
    public async Task<IReadOnlyDictionary<int, IReadOnlyList<string>>> LeftAsync(ProcessContents contents, IQueryable<Statement> drafts, int most, CancellationToken cancellation)
    {
        var all = new Dictionary<int, IReadOnlyList<string>>();
        await foreach (var (draft, left) in JudgeAsync(contents, drafts, most, cancellation))
            all[draft.Number] = left;
        return all;
    }

    private async IAsyncEnumerable<(Statement Draft, IReadOnlyList<string> Left)> JudgeAsync(
        ProcessContents contents, IQueryable<Statement> drafts, int most, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = await DeskStatements.WithDetails(drafts.AsNoTracking()).OrderBy(row => row.Number).Take(most).ToListAsync(cancellation);
        foreach (var group in rows.GroupBy(row => row.Citations[0].Source))
        {
            if (await forms.ReadAsync(contents, group.Key, cancellation) is not { } around)
                continue;
            foreach (var draft in group)
            {
                var form = StatementForm.From(contents, draft, around.People);
                var before = draft.Revision > 1 ? await desk.PublishedAsync(contents.Process.Id, draft.Number, cancellation) : null;
                var found = await forms.CheckAsync(around, form, draft, before, cancellation);
                yield return (draft, [.. found.Problems.Concat(StatementForms.Unanswered(form, found)).Select(problem => problem.Text)]);
            }
        }
    }

    /// <summary>Sends them; how many went. Call it inside the work of the ledger.</summary>
    public async Task<int> SendAsync(ProcessContents contents, IReadOnlyDictionary<int, int> ready, ChangeSet changes, CancellationToken cancellation)
    {
        var sent = 0;
        foreach (var (draft, version) in ready)
        {
            // Changed or taken away while it was looked at: it stays for the next time.
            if (await desk.OpenAsync(contents.Process.Id, draft, cancellation) is not { Status: StatementStatus.Draft } open || open.Version != version)
                continue;
            open.Submit(changes.At);
            changes.Note(open, "submit", contents.Process.Slug);
            sent++;
        }

        return sent;
    }

    /// <summary>What became of it, for the page.</summary>
    public static string InWords(int sent) => sent switch
    {
        0 => "Nothing was sent: open the drafts, something is left to answer.",
        1 => "One statement was sent to review.",
        _ => FormattableString.Invariant($"{sent} statements were sent to review."),
    };
}
