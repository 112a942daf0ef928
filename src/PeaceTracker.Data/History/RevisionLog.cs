using System.Data.Common;
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
    internal async Task AppendAsync(IEnumerable<RevisionEntry> entries, string actor, DateTimeOffset at, CancellationToken cancellation)
    {
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("An entry of the log is written with the change it tells of, in one transaction.");
        var head = await db.RevisionHeads.SingleOrDefaultAsync(cancellation);
        var (count, last) = head is null ? (0, RevisionChain.Beginning) : (head.Count, head.Last);
        var before = count;
        using var rows = db.Provider.WriteRows();
        foreach (var entry in entries)
        {
            cancellation.ThrowIfCancellationRequested();
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
            rows.Write(revision);
            last = revision.Seal;
        }

        rows.Finish();
        if (count == before)
            return;
        var sealedHead = RevisionChain.Head(count, last, key.Bytes);
        if (head is null)
            db.Add(new RevisionHeadRow { Count = sealedHead.Count, Last = sealedHead.Last, Seal = sealedHead.Seal });
        else
            (head.Count, head.Last, head.Seal) = (sealedHead.Count, sealedHead.Last, sealedHead.Seal);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>How far the log goes, as the store says; null when it has not begun.</summary>
    public async Task<RevisionHead?> HeadAsync(CancellationToken cancellation) =>
        await db.RevisionHeads.AsNoTracking().SingleOrDefaultAsync(cancellation) is { } head ? new(head.Count, head.Last, head.Seal) : null;

    /// <summary>Everything wrong in the log; empty when it is whole.</summary>
    public async Task<List<RevisionFault>> VerifyAsync(CancellationToken cancellation) => [.. (await CheckAsync(null, null, cancellation)).Faults];

    /// <summary>Checks every entry and the head. Reads the log as a stream: any length, little memory.</summary>
    /// <param name="noted">Number and seal of the last entry as somebody noted them down elsewhere: the log must still have that entry. Null without.</param>
    /// <param name="progress">Is told now and then how many entries have been looked at.</param>
    public async Task<LogVerdict> CheckAsync((long Count, string Seal)? noted, Action<long>? progress, CancellationToken cancellation)
    {
        // One look at head and entries: what is written meanwhile must not look like a fault.
        await using var look = await StoreLook.BeginAsync(db, cancellation);
        var head = await HeadAsync(cancellation);
        long count = 0;
        string? sealThen = null;
        var faults = RevisionChain.Verify(Entries(), head, key.Bytes).ToList();
        if (noted is { } mark && (mark.Count < 1 || sealThen != mark.Seal))
            faults.Add(new(mark.Count, FormattableString.Invariant($"Entry {mark.Count} is not the one that was noted down: the log was cut, or made anew.")));
        return new(count, head, faults);

        IEnumerable<Revision> Entries()
        {
            const int often = 1000;
            foreach (var entry in db.Revisions.AsNoTracking().OrderBy(row => row.Number))
            {
                cancellation.ThrowIfCancellationRequested();
                if (++count % often == 0)
                    progress?.Invoke(count);
                if (entry.Number == noted?.Count)
                    sealThen = entry.Seal;
                yield return entry;
            }
        }
    }
}

/// <summary>One look at the store: everything read until it ends is of one moment, and nobody who writes waits for it.</summary>
internal sealed class StoreLook : IAsyncDisposable
{
    private readonly PeaceTrackerDbContext? db;
    private readonly DbTransaction? transaction;

    private StoreLook(PeaceTrackerDbContext? db, DbTransaction? transaction) => (this.db, this.transaction) = (db, transaction);

    public static async Task<StoreLook> BeginAsync(PeaceTrackerDbContext db, CancellationToken cancellation)
    {
        // Whoever began one has a look of their own.
        if (db.Database.CurrentTransaction is not null)
            return new(null, null);
        await db.Database.OpenConnectionAsync(cancellation);
        var transaction = await db.Provider.LookAsync(cancellation);
        await db.Database.UseTransactionAsync(transaction, cancellation);
        return new(db, transaction);
    }

    public async ValueTask DisposeAsync()
    {
        if (db is null || transaction is null)
            return;
        await db.Database.UseTransactionAsync(null);
        await transaction.DisposeAsync();
        await db.Database.CloseConnectionAsync();
    }
}
