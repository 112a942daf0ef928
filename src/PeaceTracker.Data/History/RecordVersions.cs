using Microsoft.EntityFrameworkCore;
using PeaceTracker.Domain.History;

namespace PeaceTracker.Data.History;

/// <summary>Records as they were.</summary>
public static class RecordVersions
{
    /// <summary>
    /// A record as it read at one of its versions, by the revision log: without the keys of the store, and not to be written. Null when the
    /// log has no such version, or has two under this key, as after a record was removed and added anew.
    /// </summary>
    /// <param name="now">The record as it is, whichever version that is.</param>
    /// <param name="process">Slug of its process; "" for what belongs to all.</param>
    public static async Task<T?> AtVersionAsync<T>(this PeaceTrackerDbContext db, T now, string process, int version, CancellationToken cancellation)
        where T : class, IVersioned
    {
        var (kind, key) = Snapshots.Name(now, process);
        // Most of the others are left in the store.
        var written = FormattableString.Invariant($"\"Version\":{version}");
        var snapshots = await db.Revisions.AsNoTracking().Where(entry => entry.Kind == kind && entry.Key == key && entry.Snapshot.Contains(written)).Select(entry => entry.Snapshot).Distinct().ToListAsync(cancellation);
        var found = snapshots.Select(snapshot => Snapshots.Read(snapshot, now.GetType())).OfType<T>().Where(record => record.Version == version).ToList();
        return found is [var one] ? one : null;
    }
}
