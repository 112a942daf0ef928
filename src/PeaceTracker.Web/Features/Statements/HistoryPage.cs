using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Statements;

/// <summary>What became of a statement since it was first published: its revisions, and what each changed.</summary>
public sealed class HistoryPage(PeaceTrackerDbContext db)
{
    /// <returns>Null when nothing of that number had been published by then.</returns>
    public async Task<HistoryModel?> LoadAsync(View view, int number, CancellationToken cancellation)
    {
        var process = view.Contents.Process.Id;
        var rows = await db.EverPublished(process, number, view.Known).ToListAsync(cancellation);
        var revisions = new List<PublishedRevision>();
        Statement? before = null;
        foreach (var row in rows)
        {
            if (row.Status == StatementStatus.Undone)
            {
                if (row.PublishedTo <= view.Known)
                    revisions.Add(new(row, true, []));
                continue;
            }

            // The details of each as they were while it was shown.
            var shown = row.PublishedAt!.Value;
            var statement = (await db.WithDetailsAsync(db.EverPublished(process, number, view.Known).Where(one => one.Id == row.Id), shown, cancellation)).Single();
            revisions.Add(new(statement, row.PublishedTo <= view.Known, StatementFields.Between(view.Contents, before, statement)) { Before = before });
            before = statement;
        }

        return revisions.Count == 0 ? null : new(view, number, revisions);
    }
}

/// <param name="Ended">It is no longer shown at the instant the page is about.</param>
/// <param name="Changes">Against the approved revision before; of the first one every field that is not empty; none of an undone one.</param>
public sealed record PublishedRevision(Statement Statement, bool Ended, IReadOnlyList<FieldChange> Changes)
{
    public bool Withdrawn => Ended && Statement.Status == StatementStatus.Withdrawn;

    /// <summary>Its approval was taken back: only that and when it was shown may be told.</summary>
    public bool Undone => Statement.Status == StatementStatus.Undone;

    /// <summary>The approved revision before; null for the first.</summary>
    public Statement? Before { get; init; }
}

/// <param name="Revisions">The first one first.</param>
public sealed record HistoryModel(View View, int Number, IReadOnlyList<PublishedRevision> Revisions) : ITables
{
    /// <summary>What became of it, in one sentence.</summary>
    public string Lead
    {
        get
        {
            var approved = Revisions.Count(row => !row.Undone);
            return Revisions[^1] switch
            {
                _ when approved == 0 => "Shown by mistake and taken back; nothing of it is public.",
                { Withdrawn: true } => "Withdrawn.",
                _ when approved == 1 => "It reads as it was first published.",
                _ when approved == 2 => "Changed once since it was first published.",
                _ => FormattableString.Invariant($"Changed {approved - 1} times since it was first published."),
            };
        }
    }

    private static readonly Schema Revised = new("revisions", ["statement: whole", "revision: whole", "published_at: instant", "published_to: instant", "withdrawn: yes/no", "undone: yes/no", "reason"]);

    private static readonly Schema FieldChanges = new("field_changes", ["statement: whole", "revision: whole", "field", "before", "after"]);

    public static IReadOnlyList<Schema> Tables => [Revised, FieldChanges];

    public TakeAway TakeAway => new(
        Revised,
        Revisions.Select(row => (IReadOnlyList<object?>)
        [
            Number, row.Statement.Revision, row.Statement.PublishedAt, row.Ended ? row.Statement.PublishedTo : null, row.Withdrawn, row.Undone,
            row.Withdrawn || row.Undone ? row.Statement.WithdrawReason : row.Statement.AmendReason,
        ]))
    {
        More =
        [
            new(
                FieldChanges,
                Revisions.SelectMany(row => row.Changes.Select(change => (IReadOnlyList<object?>)[Number, row.Statement.Revision, change.Label, change.Before, change.After]))),
        ],
    };
}
