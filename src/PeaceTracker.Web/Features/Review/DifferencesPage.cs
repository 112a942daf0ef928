using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Review;

/// <summary>A pair that waits.</summary>
/// <param name="Own">The one who looks wrote it, so that somebody else decides.</param>
public sealed record DifferenceRow(PairedClauses Pair, string EditorName, bool Own, string Age)
{
    public int Id => Pair.Row.Id;
}

/// <summary>Pairs of two texts by one editor: they can be approved together.</summary>
public sealed record DifferenceGroup(TextPair Texts, int Editor, string EditorName, bool Own, IReadOnlyList<DifferenceRow> Rows)
{
    public string Batch(string process) => FormattableString.Invariant($"/{process}/review/differences/batch?first={Texts.First.Slug}&second={Texts.Second.Slug}&editor={Editor}");
}

/// <param name="Groups">The longest waiting first.</param>
/// <param name="Told">What was just done, in words.</param>
/// <param name="Undo">"id:version" of what can still be taken back.</param>
public sealed record DifferencesModel(string Process, IReadOnlyList<DifferenceGroup> Groups, string? Told, IReadOnlyList<string> Undo)
{
    public int Count => Groups.Sum(group => group.Rows.Count);
}

/// <summary>A pair with what a decision needs.</summary>
/// <param name="InTheWay">What is public and would give way to it.</param>
/// <param name="NotPublic">Numbers of clauses that have to be public before.</param>
public sealed record DifferenceModel(
    ProcessContents Contents, DifferenceRow Item, IReadOnlyList<PairedClauses> InTheWay, IReadOnlyList<int> NotPublic, int? Previous, int? Next, string? Told, IReadOnlyList<string> Undo)
{
    public string Process => Contents.Process.Slug;

    public string Address => FormattableString.Invariant($"/{Process}/review/differences/{Item.Id}");

    public bool Stale { get; init; }

    /// <summary>What was sent with a decision that could not be taken.</summary>
    public string? Text { get; init; }
}

/// <param name="Waiting">Pairs that cannot be approved yet: a clause of theirs is not public.</param>
/// <param name="Stale">The list was another one when the form was opened.</param>
public sealed record DifferenceBatchModel(ProcessContents Contents, DifferenceGroup Group, IReadOnlyList<(DifferenceRow Row, IReadOnlyList<PairedClauses> InTheWay)> Ready, IReadOnlyList<DifferenceRow> Waiting, bool Stale);

/// <summary>What is said of clauses beside each other and waits for a second person.</summary>
public sealed class DifferencesPage(DeskDifferences differences, PairReader pairs, AccountNames names, TimeProvider clock)
{
    /// <summary>Everything that waits, the longest waiting first.</summary>
    public async Task<List<DifferenceRow>> WaitingAsync(ProcessContents contents, int account, CancellationToken cancellation) =>
        await RowsAsync(contents, await differences.InReview(contents.Process.Id).AsNoTracking().ToListAsync(cancellation), account, cancellation);

    public async Task<DifferencesModel> LoadAsync(ProcessContents contents, string? done, int account, CancellationToken cancellation)
    {
        var rows = await WaitingAsync(contents, account, cancellation);
        var (told, undo) = await ToldAsync(contents, done, account, cancellation);
        return new(contents.Process.Slug, Groups(rows), told, undo);
    }

    /// <returns>Null when it does not wait.</returns>
    public async Task<DifferenceModel?> ItemAsync(ProcessContents contents, int id, string? done, int account, CancellationToken cancellation)
    {
        var rows = await WaitingAsync(contents, account, cancellation);
        if (rows.Find(row => row.Id == id) is not { } item)
            return null;
        var others = rows.Where(row => !row.Own || row.Id == id).ToList();
        var at = others.IndexOf(item);
        var (told, undo) = await ToldAsync(contents, done, account, cancellation);
        return new(
            contents, item, await InTheWayAsync(contents, item, cancellation), await differences.NotPublicAsync(item.Pair.Row, cancellation),
            at > 0 ? others[at - 1].Id : null, at + 1 < others.Count ? others[at + 1].Id : null, told, undo);
    }

    /// <returns>Null when nothing of these texts and this editor waits, or it is one's own.</returns>
    public async Task<DifferenceBatchModel?> BatchAsync(ProcessContents contents, string? first, string? second, int editor, bool stale, int account, CancellationToken cancellation)
    {
        var group = Groups(await WaitingAsync(contents, account, cancellation)).FirstOrDefault(one => (one.Texts.First.Slug, one.Texts.Second.Slug, one.Editor) == (first, second, editor));
        if (group is null || group.Own)
            return null;
        var ready = new List<(DifferenceRow, IReadOnlyList<PairedClauses>)>();
        var waiting = new List<DifferenceRow>();
        foreach (var row in group.Rows)
        {
            if ((await differences.NotPublicAsync(row.Pair.Row, cancellation)).Count > 0)
                waiting.Add(row);
            else
                ready.Add((row, await InTheWayAsync(contents, row, cancellation)));
        }

        return new(contents, group, ready, waiting, stale);
    }

    /// <summary>Where to go on after a decision: to the next that one may decide on, else to the list.</summary>
    /// <param name="decided">Ids of what was decided.</param>
    public async Task<string> NextAsync(ProcessContents contents, IReadOnlyCollection<int> decided, (DateTimeOffset? At, int Id) from, int account, CancellationToken cancellation)
    {
        // What was just decided is no longer in review where it is saved already, and is left out where it is not.
        var others = await differences.InReview(contents.Process.Id).AsNoTracking().Where(row => row.Editor != account && !decided.Contains(row.Id)).Select(row => new { row.Id, row.SubmittedAt }).ToListAsync(cancellation);
        var next = others.Find(row => row.SubmittedAt > from.At || (row.SubmittedAt == from.At && row.Id > from.Id)) ?? others.FirstOrDefault();
        var done = string.Join(',', decided);
        return next is null ? $"/{contents.Process.Slug}/review/differences?done={done}#item" : FormattableString.Invariant($"/{contents.Process.Slug}/review/differences/{next.Id}?done={done}#item");
    }

    private async Task<IReadOnlyList<PairedClauses>> InTheWayAsync(ProcessContents contents, DifferenceRow row, CancellationToken cancellation) =>
        await pairs.OfAsync(contents.Process.Id, await differences.InTheWayAsync(row.Pair.Row, cancellation), cancellation);

    private async Task<List<DifferenceRow>> RowsAsync(ProcessContents contents, List<ClauseDifference> rows, int account, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var name = await names.ByIdAsync(rows.Select(row => row.Editor), cancellation);
        return [.. (await pairs.OfAsync(contents.Process.Id, rows, cancellation)).Select(pair => new DifferenceRow(
            pair, pair.Row.Editor is { } editor ? name.GetValueOrDefault(editor, "somebody") : "the researched record", pair.Row.IsBy(account), Ages.InWords(now - (pair.Row.SubmittedAt ?? now))))];
    }

    private static List<DifferenceGroup> Groups(List<DifferenceRow> rows) =>
    [
        .. rows.GroupBy(row => (row.Pair.Texts.First.Slug, row.Pair.Texts.Second.Slug, Editor: row.Pair.Row.Editor ?? 0))
            .Select(group => new DifferenceGroup(
                group.First().Pair.Texts, group.Key.Editor, group.First().EditorName, group.First().Own,
                [.. group.OrderBy(row => (row.Pair.Clause.Proposal == row.Pair.Texts.Second.Slug, 0)).ThenBy(row => (row.Pair.Clause.Clause, row.Pair.Clause.Number), ClausePlace.Order)])),
    ];

    /// <summary>What the one who looks has just decided, and what of it can still be taken back.</summary>
    private async Task<(string? Told, IReadOnlyList<string> Undo)> ToldAsync(ProcessContents contents, string? done, int account, CancellationToken cancellation)
    {
        var ids = (done ?? "").Split(',').Select(text => int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).Distinct().Take(500).ToList();
        if (ids.Count == 0)
            return (null, []);
        var rows = await differences.All(contents.Process.Id).AsNoTracking().Where(row => ids.Contains(row.Id) && row.Reviewer == account).OrderBy(row => row.Id).ToListAsync(cancellation);
        var told = string.Join(" ", (await pairs.OfAsync(contents.Process.Id, rows, cancellation)).GroupBy(pair => pair.Row.Status).Select(group =>
            (group.Key switch
            {
                StatementStatus.Returned => "Returned to its editor",
                StatementStatus.Withdrawn => "Taken out",
                StatementStatus.Undone => "Taken back, and in review again",
                _ => "Approved",
            }) + (group.Count() > 3 ? FormattableString.Invariant($": {group.Count()} pairs.") : $": {string.Join("; ", group.Select(pair => pair.Name))}.")));
        var limit = clock.GetUtcNow() - DoneReader.UndoFor;
        return (told.Length == 0 ? null : told, [.. rows.Where(row => row.Status == StatementStatus.Published && row.PublishedAt >= limit).Select(row => FormattableString.Invariant($"{row.Id}:{row.Version}"))]);
    }
}
