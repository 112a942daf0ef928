using Microsoft.EntityFrameworkCore;
using PeaceTracker.Domain.History;

namespace PeaceTracker.Data.History;

/// <summary>The one row that says how far the log goes; see <see cref="RevisionHead"/>.</summary>
internal sealed class RevisionHeadRow
{
    public int Id { get; init; } = 1;

    public required long Count { get; set; }

    public required string Last { get; set; }

    public required string Seal { get; set; }
}

/// <summary>What is to be written about one record.</summary>
/// <param name="Snapshot">See <see cref="Snapshots"/>.</param>
internal sealed record RevisionEntry(string Action, string Kind, string Key, string? Reason, string Snapshot);

/// <summary>Adds to the revision log and checks it.</summary>
public sealed class RevisionLog(PeaceTrackerDbContext db, RevisionKey key)
{
    /// <summary>Adds entries to the running transaction; whoever began it commits both the change and its entry, or neither.</summary>
    internal async Task AppendAsync(IReadOnlyCollection<RevisionEntry> entries, string actor, DateTimeOffset at, CancellationToken cancellation)
    {
        if (entries.Count == 0)
            return;
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("An entry of the log is written with the change it tells of, in one transaction.");
        var head = await db.RevisionHeads.SingleOrDefaultAsync(cancellation);
        var (count, last) = head is null ? (0, RevisionChain.Beginning) : (head.Count, head.Last);
        foreach (var entry in entries)
        {
            var revision = RevisionChain.Sealed(
                new()
                {
                    Number = ++count,
                    At = at,
                    Actor = actor,
                    Action = entry.Action,
                    Kind = entry.Kind,
                    Key = entry.Key,
                    Reason = entry.Reason,
                    Snapshot = entry.Snapshot,
                    Previous = last,
                    Seal = "",
                },
                key.Bytes);
            db.Add(revision);
            last = revision.Seal;
        }

        var sealedHead = RevisionChain.Head(count, last, key.Bytes);
        if (head is null)
            db.Add(new RevisionHeadRow { Count = sealedHead.Count, Last = sealedHead.Last, Seal = sealedHead.Seal });
        else
            (head.Count, head.Last, head.Seal) = (sealedHead.Count, sealedHead.Last, sealedHead.Seal);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Everything wrong in the log; empty when it is whole. Reads it as a stream: any length, little memory.</summary>
    public async Task<List<RevisionFault>> VerifyAsync(CancellationToken cancellation)
    {
        // One look at head and entries: what is written meanwhile must not look like a fault.
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellation) : null;
        var head = await db.RevisionHeads.AsNoTracking().SingleOrDefaultAsync(cancellation);
        return [.. RevisionChain.Verify(
            db.Revisions.AsNoTracking().OrderBy(row => row.Number).AsEnumerable(),
            head is null ? null : new RevisionHead(head.Count, head.Last, head.Seal),
            key.Bytes)];
    }
}
