using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace PeaceTracker.Data;

/// <summary>The store went away while a change was committed: it may have been written or not. The same sending has its effect once, so that it can be sent again.</summary>
public sealed class UnsureException(Exception cause) : Exception("The store went away while a change was committed.", cause);

/// <summary>The store went away in the midst of a change, of which nothing was written.</summary>
internal sealed class StoreGoneException(Exception cause) : Exception("The store went away in the midst of a change.", cause);

/// <summary>The store is not built as it has to be; the message says where, and what to do.</summary>
public sealed class StoreDamagedException(string message) : Exception(message);

/// <summary>What is wrong with the store, where it is nothing that the program did.</summary>
public static class StoreTrouble
{
    // https://sqlite.org/rescode.html
    private const int Any = 1, Busy = 5, Locked = 6, ReadOnly = 8, Interrupted = 9, Disk = 10, Damaged = 11, Full = 13, CannotOpen = 14, Constraint = 19, NoStore = 26;

    /// <summary>Marks, in its <see cref="Exception.Data"/>, what a query failed by at a row.</summary>
    private const string AtRow = "PeaceTracker.Row";

    internal const string WhatToDo = "What to do stands in docs/operations.md, \"When the disk fails\".";

    /// <summary>
    /// Marks what a query failed by at a row, for <see cref="Says"/>: a name that is in no list, a day that is none, a list that does not end. Each kind of
    /// value fails in a way of its own, and only here do all of them come by.
    /// </summary>
    internal static void MarkRow(EventData failed)
    {
        if (failed is IErrorEventData { Exception: { } error and not OperationCanceledException })
            error.Data[AtRow] = true;
    }

    /// <summary>The store is held by somebody else, such as a backup or a tool, for longer than a request waits, or cannot be reached just now.</summary>
    public static bool Passes(Exception? error) => Find(error, one => one is StoreGoneException or SqliteException { SqliteErrorCode: Busy or Locked } or PostgresException { IsTransient: true }
        // What no server said is of the way to it. The driver itself takes "no suitable host" for lasting.
        or (NpgsqlException and not PostgresException)
        // A server that goes down, and one that only follows another.
        or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.ReadOnlySqlTransaction }) is not null;

    /// <summary>The server went away; if it was told to commit, nobody knows whether it did.</summary>
    internal static bool LeavesUnsure(Exception error) => error is NpgsqlException and (not PostgresException or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown });

    /// <summary>What whoever runs the program has to know, in sentences; null where the error is another.</summary>
    public static string? Says(Exception? error) => Find(error, one => one is SqliteException or NpgsqlException || one.Data.Contains(AtRow)) switch
    {
        SqliteException { SqliteErrorCode: Busy or Locked } => "The store is held by another program for longer than this one waits.",
        SqliteException { SqliteErrorCode: ReadOnly or Disk or Damaged or Full or CannotOpen or NoStore } file => $"The file that Database:File names cannot be used. {file.Message} {WhatToDo}",
        // Who may come in, which database there is, what one may do in it, and whether it is ready: https://www.postgresql.org/docs/15/errcodes-appendix.html
        PostgresException server when server.SqlState is ['2', '8', ..] or ['5', '3', ..] or ['5', '7', ..] or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege =>
            $"The server that Database:Connection names refuses: {server.MessageText}.",
        PostgresException => null,
        NpgsqlException => $"The server that Database:Connection names cannot be reached. {error!.GetBaseException().Message}",
        SqliteException { SqliteErrorCode: Any } list when list.Message.Contains("malformed JSON", StringComparison.Ordinal) => $"A row of the store cannot be read. {list.Message} {WhatToDo}",
        null or SqliteException => null,
        { } row => $"A row of the store cannot be read. {row.Message} {WhatToDo}",
    };

    /// <summary>Reading failed as it does when it is broken off: whether somebody did is for the caller to know.</summary>
    public static bool WasBrokenOff(Exception? error) => Find(error, one => one is OperationCanceledException or SqliteException { SqliteErrorCode: Interrupted }
        // The first command of a connection that names an index of words opens it, and what is broken off there fails in these words instead of saying so.
        || (one is SqliteException { SqliteErrorCode: Any } opening && opening.Message.Contains("vtable constructor failed", StringComparison.Ordinal))) is not null;

    /// <summary>The store itself refused to be written to.</summary>
    public static bool IsReadOnly(Exception? error) => Find(error, one => one is SqliteException { SqliteErrorCode: ReadOnly } or PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction }) is not null;

    /// <summary>There is no room left to write.</summary>
    public static bool IsFull(Exception? error) => Find(error, one => one is SqliteException { SqliteErrorCode: Full } or PostgresException { SqlState: PostgresErrorCodes.DiskFull }) is not null;

    /// <summary>Why a row cannot be kept; null where the error is another.</summary>
    internal static string? Refuses(Exception error) => error switch
    {
        PostgresException server => server.MessageText,
        SqliteException { SqliteErrorCode: Constraint } row => row.Message,
        _ => null,
    };

    private static Exception? Find(Exception? error, Func<Exception, bool> wanted)
    {
        while (error is not null && !wanted(error))
            error = error.InnerException;
        return error;
    }
}
