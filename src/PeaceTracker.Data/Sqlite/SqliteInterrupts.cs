using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PeaceTracker.Data.Sqlite;

/// <summary>
/// Breaks off reading that nobody waits for any more. The driver looks at a token before a command begins and never while it runs, and the
/// time a command may take counts for it only while the store is locked; what stops a running one is sqlite3_interrupt
/// (https://sqlite.org/c3ref/interrupt.html). The token is the one a connection was opened with, which is that of the request.
/// Only writers begin a transaction of EF Core, and what they are at is left to end.
/// </summary>
internal sealed class SqliteInterrupts : DbConnectionInterceptor, IDbTransactionInterceptor
{
    private readonly ConcurrentDictionary<DbConnection, Watch> watched = new(ReferenceEqualityComparer.Instance);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.CanBeCanceled)
            watched[connection] = new((SqliteConnection)connection, cancellationToken);
        return Task.CompletedTask;
    }

    public InterceptionResult<DbTransaction> TransactionStarting(DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result)
    {
        Leave(connection);
        return result;
    }

    public ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
    {
        Leave(connection);
        return new(result);
    }

    public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Leave(connection);
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Leave(connection);
        return new(result);
    }

    public override InterceptionResult ConnectionDisposing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Leave(connection);
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionDisposingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Leave(connection);
        return new(result);
    }

    private void Leave(DbConnection connection)
    {
        if (watched.TryRemove(connection, out var watch))
            watch.Dispose();
    }

    private sealed class Watch : IDisposable
    {
        private readonly Lock turn = new();
        private readonly SqliteConnection connection;
        private readonly CancellationTokenRegistration registration;
        private bool left;

        public Watch(SqliteConnection connection, CancellationToken cancellation)
        {
            this.connection = connection;
            registration = cancellation.UnsafeRegister(static watch => ((Watch)watch!).BreakOff(), this);
        }

        /// <summary>After this the handle goes to another request, and is left alone.</summary>
        public void Dispose()
        {
            registration.Dispose();
            lock (turn)
                left = true;
        }

        private void BreakOff()
        {
            lock (turn)
            {
                if (!left && connection.Handle is { } handle)
                    SQLitePCL.raw.sqlite3_interrupt(handle);
            }
        }
    }
}
