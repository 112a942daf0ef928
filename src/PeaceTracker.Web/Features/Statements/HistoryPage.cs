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
        var revisions = new List<Statement>();
        foreach (var row in rows)
        {
            // The details of each as they were while it was shown.
            var shown = row.PublishedAt!.Value;
            revisions.AddRange(await db.WithDetailsAsync(db.EverPublished(process, number, view.Known).Where(one => one.Id == row.Id), shown, cancellation));
        }

        return revisions.Count == 0 ? null : new(view, number, [.. revisions.Select((row, index) => new PublishedRevision(
            row, row.PublishedTo <= view.Known, StatementFields.Between(view.Contents, index == 0 ? null : revisions[index - 1], row)))]);
    }
}

/// <param name="Ended">It is no longer shown at the instant the page is about.</param>
/// <param name="Changes">Against the revision before; of the first revision every field that is not empty.</param>
public sealed record PublishedRevision(Statement Statement, bool Ended, IReadOnlyList<FieldChange> Changes)
{
    public bool Withdrawn => Ended && Statement.Status == StatementStatus.Withdrawn;
}

/// <param name="Revisions">The first one first.</param>
public sealed record HistoryModel(View View, int Number, IReadOnlyList<PublishedRevision> Revisions)
{
    public TakeAway TakeAway => new(
        "revisions",
        ["statement", "revision", "published_at", "published_to", "withdrawn", "reason"],
        Revisions.Select(row => (IReadOnlyList<object?>)
        [
            Number, row.Statement.Revision, row.Statement.PublishedAt, row.Ended ? row.Statement.PublishedTo : null, row.Withdrawn,
            row.Withdrawn ? row.Statement.WithdrawReason : row.Statement.AmendReason,
        ]))
    {
        More =
        [
            new(
                "field_changes",
                ["statement", "revision", "field", "before", "after"],
                Revisions.SelectMany(row => row.Changes.Select(change => (IReadOnlyList<object?>)[Number, row.Statement.Revision, change.Label, change.Before, change.After]))),
        ],
    };
}
