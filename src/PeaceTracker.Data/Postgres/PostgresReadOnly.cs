using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PeaceTracker.Data.Postgres;

/// <summary>While the store is closed to changes, transactions of a connection may not write. The driver takes it back when the connection goes back to its pool.</summary>
internal sealed class PostgresReadOnly(ReadOnlyMark closed) : DbConnectionInterceptor
{
    private const string Forbid = "SET default_transaction_read_only = on";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (!closed.IsSet)
            return;
        using var command = connection.CreateCommand();
        command.CommandText = Forbid;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (!closed.IsSet)
            return;
        await using var command = connection.CreateCommand();
        command.CommandText = Forbid;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
