using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PeaceTracker.Data.Sqlite;

/// <summary>
/// Settings SQLite keeps per connection; WAL is kept in the file and set at start. A commit survives a power cut (WAL with synchronous
/// FULL); a busy writer is waited for; nothing may point at a row that is not there; the pages of a large matrix stay at hand (8 MB a
/// connection at most, and only what was read); what many rows put off (see <see cref="SqliteProvider.BeforeManyAsync"/>) is not put off by the next;
/// a store that is closed to changes takes none.
/// </summary>
internal sealed class SqlitePragmas(ReadOnlyMark closed) : DbConnectionInterceptor
{
    /// <summary>For a store that something else holds, such as a backup; the library goes on trying on its own for as long as a command may take.</summary>
    public const int SecondsToWait = 5;

    private const string Pragmas = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 1000; PRAGMA query_only = ";

    private string All => Pragmas + (closed.IsSet ? "ON" : "OFF");

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = All;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = All;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
