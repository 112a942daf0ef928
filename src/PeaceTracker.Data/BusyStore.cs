using Microsoft.Data.Sqlite;
using Npgsql;

namespace PeaceTracker.Data;

/// <summary>The store is held by somebody else, such as a backup or a tool, for longer than a request waits, or cannot be reached just now.</summary>
public static class BusyStore
{
    // SQLITE_BUSY and SQLITE_LOCKED, https://sqlite.org/rescode.html.
    private const int Busy = 5, Locked = 6;

    /// <summary>An error says so, or one it was caused by.</summary>
    public static bool IsCauseOf(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is SqliteException { SqliteErrorCode: Busy or Locked } or NpgsqlException { IsTransient: true })
                return true;
        }

        return false;
    }
}
