using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace PeaceTracker.Data.Sqlite;

/// <summary>
/// What is committed stands in the write-ahead log, safe from a power cut, and is moved into the file by whoever commits when the log has grown
/// long. After very many rows that takes a second, so it is left to whoever wrote them, once their turn is over: others can write meanwhile.
/// </summary>
internal static class Checkpoint
{
    /// <summary>The commit of the running transaction moves nothing. Each opening of a connection undoes this; see <see cref="SqlitePragmas"/>.</summary>
    public static Task PutOffAsync(PeaceTrackerDbContext db, CancellationToken cancellation) => db.Database.ExecuteSqlRawAsync("PRAGMA wal_autocheckpoint = 0", cancellation);

    /// <summary>Moves what no reader needs where it is; waits for nobody.</summary>
    public static async Task RunAsync(PeaceTrackerDbContext db)
    {
        try
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(PASSIVE)");
        }
        catch (SqliteException)
        {
            // The change is committed and stays so; whoever commits next tries again, and is told what is wrong.
        }
    }
}
