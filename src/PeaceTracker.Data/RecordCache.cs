using System.Collections.Concurrent;

namespace PeaceTracker.Data;

/// <summary>
/// Keeps what nearly every page and form reads of the record: parties, issues, people, numbers of sources. It is read again after any change that the
/// public can see (<see cref="PublicVersion"/>), whoever makes it. With PostgreSQL nothing is kept.
/// </summary>
public sealed class RecordCache(PublicVersion version, DatabaseOptions options)
{
    private readonly ConcurrentDictionary<string, (string Version, object Value)> kept = new(StringComparer.Ordinal);

    /// <param name="key">What is read. There are few: all of them are kept.</param>
    /// <param name="read">Gives what nobody changes, because many have it at once; null is not kept.</param>
    public async Task<T?> ReadAsync<T>(PeaceTrackerDbContext db, string key, Func<Task<T?>> read)
        where T : class
    {
        // A change sees what it has written itself. With PostgreSQL there are other instances, whose changes the version tells ten milliseconds late, and standbys that are behind it.
        if (!options.IsFile || db.Database.CurrentTransaction is not null || version.Current is not { } now)
            return await read();
        if (kept.TryGetValue(key, out var found) && found.Version == now)
            return (T)found.Value;
        // The version was asked for first: what is written meanwhile is read again, and never kept under a newer one.
        if (await read() is not { } value)
            return null;
        kept[key] = (now, value);
        return value;
    }
}
