using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Desk;

/// <summary>
/// The desk's door to what is said of clauses beside each other: every revision, whatever its status. What the public sees comes through
/// <see cref="PublishedStatements.PublishedDifferences"/>. All writing happens inside <see cref="Ledger.WriteAsync"/>.
/// </summary>
public sealed class DeskDifferences(PeaceTrackerDbContext db)
{
    private static readonly IReadOnlyList<StatementStatus> Open = [StatementStatus.Draft, StatementStatus.InReview, StatementStatus.Returned];

    private static readonly IReadOnlyList<StatementStatus> Live = [.. Open, StatementStatus.Published];

    public IQueryable<ClauseDifference> All(int process) => db.ClauseDifferences.IgnoreQueryFilters().Where(row => row.ProcessId == process);

    /// <summary>Those that are being worked on or wait for review.</summary>
    public IQueryable<ClauseDifference> BeingWorkedOn(int process) => All(process).Where(row => Open.Contains(row.Status));

    /// <summary>Those, and what is public.</summary>
    public IQueryable<ClauseDifference> Shown(int process) => All(process).Where(row => Live.Contains(row.Status));

    /// <summary>What waits for review, the longest waiting first.</summary>
    public IOrderedQueryable<ClauseDifference> InReview(int process) =>
        All(process).Where(row => row.Status == StatementStatus.InReview).OrderBy(row => row.SubmittedAt).ThenBy(row => row.Id);

    public Task<ClauseDifference?> FindAsync(int process, int id, CancellationToken cancellation) => All(process).SingleOrDefaultAsync(row => row.Id == id, cancellation);

    /// <summary>The row as it read at a version; null when that is not known.</summary>
    public Task<ClauseDifference?> AtVersionAsync(ClauseDifference row, string process, int version, CancellationToken cancellation) => db.AtVersionAsync(row, process, version, cancellation);

    /// <summary>A text, public or not, with what it comes from; null when there is none of this name.</summary>
    public Task<Proposal?> TextAsync(int process, string slug, CancellationToken cancellation) =>
        Texts(process).SingleOrDefaultAsync(row => row.Slug == slug, cancellation);

    /// <summary>Every text, public or not, with what it comes from.</summary>
    public IQueryable<Proposal> Texts(int process) => db.Proposals.IgnoreQueryFilters().AsNoTracking().Include(row => row.Lineage).Where(row => row.ProcessId == process);

    /// <summary>The clauses of texts in the order of each, public or not: of each the newest revision, without those that are over.</summary>
    public async Task<List<Statement>> ClausesAsync(int process, IReadOnlyCollection<string> texts, CancellationToken cancellation) =>
        InOrder(await DeskStatements.WithDetails(db.Statements.AsNoTracking()).Where(row => row.ProcessId == process && row.Proposal != null && texts.Contains(row.Proposal) && !DeskStatements.Over.Contains(row.Status)).ToListAsync(cancellation));

    /// <summary>Numbers of the clauses of every text that has some.</summary>
    public async Task<Dictionary<string, List<int>>> ClauseNumbersAsync(int process, CancellationToken cancellation) =>
        (await db.Statements.Where(row => row.ProcessId == process && string.Compare(row.Proposal, "") > 0 && !DeskStatements.Over.Contains(row.Status)).Select(row => new { row.Proposal, row.Number }).Distinct().ToListAsync(cancellation))
            .GroupBy(row => row.Proposal!).ToDictionary(group => group.Key, group => group.Select(row => row.Number).ToList());

    /// <summary>The clauses of these numbers, likewise; of what is over the newest revision.</summary>
    public async Task<Dictionary<int, Statement>> ClausesAsync(int process, IEnumerable<int> numbers, CancellationToken cancellation)
    {
        var wanted = numbers.Distinct().ToList();
        var rows = await DeskStatements.WithDetails(db.Statements.AsNoTracking()).Where(row => row.ProcessId == process && wanted.Contains(row.Number)).ToListAsync(cancellation);
        return rows.GroupBy(row => row.Number).ToDictionary(group => group.Key, group => group.MaxBy(row => row.Revision)!);
    }

    private static List<Statement> InOrder(List<Statement> rows) =>
        [.. rows.GroupBy(row => row.Number).Select(group => group.MaxBy(row => row.Revision)!).OrderBy(row => (row.Clause, row.Number), ClausePlace.Order)];

    /// <summary>What is public or being worked on between two texts, the oldest first. Of a pair that is being corrected both.</summary>
    /// <param name="first">Slug of one text, with its clauses.</param>
    public async Task<List<ClauseDifference>> BetweenAsync(int process, (string Slug, IReadOnlyCollection<int> Clauses) first, (string Slug, IReadOnlyCollection<int> Clauses) second, CancellationToken cancellation)
    {
        var (one, other) = (first.Clauses, second.Clauses);
        return await Shown(process)
            .Where(row => (one.Contains(row.Base) && (other.Contains(row.Other ?? 0) || row.Against == second.Slug))
                || (other.Contains(row.Base) && (one.Contains(row.Other ?? 0) || row.Against == first.Slug)))
            .OrderBy(row => row.Id).ToListAsync(cancellation);
    }

    /// <summary>The number a further revision of what is said of this pair has.</summary>
    public async Task<int> NextRevisionAsync(ClauseDifference pair, CancellationToken cancellation) =>
        1 + (await All(pair.ProcessId).Where(row => row.Base == pair.Base && row.Other == pair.Other && row.Against == pair.Against).MaxAsync(row => (int?)row.Revision, cancellation) ?? 0);

    /// <summary>Adds a draft as the next revision of what is said of its pair, and saves it, so that it has its number.</summary>
    public async Task<ClauseDifference> AddAsync(ClauseDifference draft, CancellationToken cancellation)
    {
        var revision = await NextRevisionAsync(draft, cancellation);
        var row = revision == draft.Revision ? draft : draft.Correction(revision, draft.Editor, draft.Ends);
        db.Add(row);
        await db.SaveChangesAsync(cancellation);
        return row;
    }

    /// <summary>Removes a draft; the log keeps what it said.</summary>
    /// <exception cref="InvalidOperationException">It is or was public.</exception>
    public void Discard(ClauseDifference open)
    {
        if (!open.IsOpen)
            throw new InvalidOperationException("What was published is never deleted: a correction takes its place.");
        db.Remove(open);
    }

    /// <summary>
    /// What is public and would give way to this: what was said of the pair before; of a clause that gets a counterpart, that it has none; of
    /// one that has none, its pairs with that text.
    /// </summary>
    public async Task<List<ClauseDifference>> InTheWayAsync(ClauseDifference row, CancellationToken cancellation)
    {
        int[] clauses = row.Other is { } second ? [row.Base, second] : [row.Base];
        var near = await All(row.ProcessId)
            .Where(one => one.Status == StatementStatus.Published && one.Id != row.Id && (clauses.Contains(one.Base) || clauses.Contains(one.Other ?? 0)))
            .OrderBy(one => one.Id).ToListAsync(cancellation);
        if (near.Count == 0)
            return near;
        var texts = (await ClausesAsync(row.ProcessId, near.Append(row).SelectMany(one => new[] { one.Base, one.Other ?? one.Base }), cancellation)).ToDictionary(pair => pair.Key, pair => pair.Value.Proposal);
        return [.. near.Where(one => one.SameAs(row) || (!row.Ends && (Denies(one, row) || Denies(row, one))))];

        // One says of a clause that it has no counterpart in a text, and the other gives it one there.
        bool Denies(ClauseDifference none, ClauseDifference pair) =>
            none.Against is { } text && pair.Other is { } other
            && ((pair.Base == none.Base && texts.GetValueOrDefault(other) == text) || (other == none.Base && texts.GetValueOrDefault(pair.Base) == text));
    }

    /// <summary>Clauses of it that are not public yet: it waits for them, since readers would see nothing of it.</summary>
    public async Task<List<int>> NotPublicAsync(ClauseDifference row, CancellationToken cancellation)
    {
        int[] clauses = row.Other is { } second ? [row.Base, second] : [row.Base];
        var known = await db.Statements.Where(one => one.ProcessId == row.ProcessId && clauses.Contains(one.Number) && one.Status == StatementStatus.Published).Select(one => one.Number).ToListAsync(cancellation);
        return [.. clauses.Except(known)];
    }

    /// <summary>Makes it public in the place of what it contradicts, and notes all of them.</summary>
    /// <param name="by">Id of the account that agrees.</param>
    /// <exception cref="InvalidOperationException">It is not in review, or the one who agrees wrote it.</exception>
    public async Task PublishAsync(ClauseDifference row, ChangeSet changes, string process, int by, CancellationToken cancellation, string action = DeskStatements.Publication)
    {
        foreach (var before in await InTheWayAsync(row, cancellation))
        {
            if (row.Ends)
                before.Withdraw(changes.At);
            else
                before.GiveWay(changes.At);
            changes.Note(before, row.Ends ? DeskStatements.Withdrawal : "give way", process, row.Ends ? row.Note : null);
        }

        row.Publish(changes.At, by);
        changes.Note(row, action, process);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>
    /// Undoes a publication: what was said waits for review again, and what was public before goes on as if it had never stopped. That it
    /// was seen stays on record, so it becomes a further revision.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is not public, or somebody built on it.</exception>
    public async Task<ClauseDifference> TakeBackAsync(ClauseDifference published, ChangeSet changes, string process, string reason, CancellationToken cancellation)
    {
        if (await BuiltOnAsync(published, cancellation))
            throw new InvalidOperationException("Somebody built on it: there is a newer revision.");
        var at = published.PublishedAt;
        var before = await All(published.ProcessId)
            .Where(row => row.Status == StatementStatus.Amended && row.PublishedTo == at && (row.Base == published.Base || row.Other == published.Base || row.Base == published.Other || (row.Other != null && row.Other == published.Other)))
            .ToListAsync(cancellation);
        published.Undo(changes.At);
        changes.Note(published, DeskStatements.Undoing, process, reason);
        await db.SaveChangesAsync(cancellation);
        foreach (var row in before)
        {
            row.Resume();
            await db.SaveChangesAsync(cancellation);
            changes.Note(row, "put back", process, reason);
        }

        var open = published.Correction(await NextRevisionAsync(published, cancellation), published.Editor);
        open.Submit(published.SubmittedAt ?? changes.At);
        db.Add(open);
        await db.SaveChangesAsync(cancellation);
        changes.Note(open, "take back", process, reason);
        return open;
    }

    /// <summary>There is a newer revision of what is said of the pair.</summary>
    public Task<bool> BuiltOnAsync(ClauseDifference row, CancellationToken cancellation) =>
        All(row.ProcessId).AnyAsync(newer => newer.Base == row.Base && newer.Other == row.Other && newer.Against == row.Against && newer.Revision > row.Revision, cancellation);
}
