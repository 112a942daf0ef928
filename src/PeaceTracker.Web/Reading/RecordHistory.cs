using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.History;
using PeaceTracker.Web.Accounts;

namespace PeaceTracker.Web.Reading;

/// <summary>An entry of the revision log, told.</summary>
/// <param name="Entry">Its number.</param>
/// <param name="Sentence">Who did what and when; without a full stop.</param>
public sealed record ToldRevision(long Entry, string Sentence)
{
    public string? Reason { get; init; }

    /// <summary>Against how it read before; of a first state every field that is not empty.</summary>
    public IReadOnlyList<FieldChange> Changes { get; init; } = [];

    /// <summary>There is nothing before it to compare with.</summary>
    public bool IsFirst { get; init; }

    /// <summary>It was written down when its fields were others, so that only the log can show it.</summary>
    public bool Unreadable { get; init; }

    /// <summary>It reads otherwise than the record does now, and can be read.</summary>
    public bool CanRestore { get; init; }

    /// <summary>Where more is said of it, and what the link is called; null where nothing is.</summary>
    public (string Address, string Text)? More { get; init; }
}

/// <summary>What the log tells of a record, with names: for the pages of those who may change it. Statements have histories of their own.</summary>
public sealed class RecordHistory(PeaceTrackerDbContext db, AccountNames names)
{
    /// <summary>Field of a source that says under which number it goes.</summary>
    public const string MergedInto = "Merged into";

    /// <summary>Entries that are told; the audit has all.</summary>
    public const int Most = 200;

    /// <summary>Fields that a sentence names one by one.</summary>
    private const int MostNamed = 5;

    /// <summary>Newest first; empty when nobody changed it since the researched record brought it.</summary>
    /// <param name="inWords">A record of this kind as named texts, empty ones too.</param>
    public async Task<IReadOnlyList<ToldRevision>> OfAsync((string Kind, string Key) record, Func<object, IReadOnlyList<(string Label, string Text)>> inWords, CancellationToken cancellation)
    {
        // One more than is told: the oldest that is told is put beside it.
        var entries = await Of(record).OrderByDescending(row => row.Number).Take(Most + 1).ToListAsync(cancellation);
        entries.Reverse();
        var name = await names.ByActorAsync(entries.Select(row => row.Actor), cancellation);
        var states = entries.ConvertAll(row => Snapshots.ToRecord(row.Kind, row.Snapshot) is { } read ? inWords(read) : null);
        var told = new List<ToldRevision>();
        IReadOnlyList<(string Label, string Text)>? before = null;
        foreach (var (entry, state) in entries.Zip(states))
        {
            var removed = entry.Snapshot.Length == 0;
            var changes = state is null ? [] : FieldChange.Between(before ?? [], state);
            told.Add(new(entry.Number, Sentence(entry, name[entry.Actor], before is null ? [] : changes))
            {
                Reason = entry.Reason,
                Changes = changes,
                IsFirst = before is null && !removed,
                Unreadable = state is null && !removed,
                CanRestore = state is not null && (states[^1] is not { } now || FieldChange.Between(now, state).Count > 0),
            });
            before = removed ? null : state ?? before;
        }

        return [.. told.Skip(told.Count - Most).Reverse()];
    }

    /// <summary>How it read after one of its entries, and a note for the form that is filled in with that; null when it has no such entry, or none that can be read.</summary>
    public async Task<(object Row, string Note)?> AtAsync((string Kind, string Key) record, long entry, CancellationToken cancellation) =>
        await Of(record).SingleOrDefaultAsync(row => row.Number == entry, cancellation) is { } found && Snapshots.ToRecord(found.Kind, found.Snapshot) is { } row
            ? (row, $"Filled in with how it read {(found.Actor == Revision.Seeds ? "in the researched record" : $"after the change of {View.InstantInWords(found.At)}")}. Nothing is changed until you save it")
            : null;

    /// <summary>What comes last in the key of the record an entry tells of: the name it has in addresses. Null when there is no such entry.</summary>
    public async Task<string?> KeyAsync(long entry, CancellationToken cancellation) =>
        (await db.Revisions.AsNoTracking().Where(row => row.Number == entry).Select(row => row.Key).SingleOrDefaultAsync(cancellation))?.Split('/')[^1];

    /// <summary>The entries of a record.</summary>
    public IQueryable<Revision> Of((string Kind, string Key) record) => db.Revisions.AsNoTracking().Where(row => row.Kind == record.Kind && row.Key == record.Key);

    /// <param name="history">Address of the history in which the entry was to be.</param>
    public static Fault NoEntry(long entry, string history) => new(400, "There is no such entry to restore", "Nothing was filled in.")
    {
        Parts = [new("from", FormattableString.Invariant($"{entry}"), "the number of an entry of this record after which it could be read")],
        Suggestions = [new("Its history", history)],
    };

    private static string Sentence(Revision entry, string who, IReadOnlyList<FieldChange> changes)
    {
        var on = $"on {View.InstantInWords(entry.At)}";
        var merged = changes.FirstOrDefault(change => change.Label == MergedInto);
        return entry.Action switch
        {
            _ when entry.Actor == Revision.Seeds => "The researched record had it like this, before anybody changed it here",
            "add" or "draft" => $"{who} entered it {on}",
            "remove" => $"{who} removed it {on}",
            "publish" => $"{who} made it public {on}, by approving the first statement that rests on it",
            "hide" => $"{who} took it off the public pages {on}: the approval that had made it public was taken back, and nothing else public rests on it",
            "merge sources" when merged is not null => $"{who} merged it into {merged.After} {on}",
            "undo merge" when merged is not null => $"{who} undid that it was merged into {merged.Before} {on}",
            "merge sources" => $"{who} changed {Named(changes)} {on}, by merging two numbers of one source",
            "undo merge" => $"{who} changed {Named(changes)} {on}, by undoing a merge of sources",
            _ when changes.Count == 0 => $"{who} saved it {on}, and no field reads otherwise",
            _ => $"{who} changed {Named(changes)} {on}",
        };
    }

    /// <summary>"title, grade and notes".</summary>
    private static string Named(IReadOnlyList<FieldChange> changes)
    {
        var labels = changes.Select(change => char.ToLowerInvariant(change.Label[0]) + change.Label[1..]).ToList();
        return labels.Count switch
        {
            0 => "nothing that is shown here",
            1 => labels[0],
            <= MostNamed => $"{string.Join(", ", labels.Take(labels.Count - 1))} and {labels[^1]}",
            _ => FormattableString.Invariant($"{labels.Count} fields"),
        };
    }
}
