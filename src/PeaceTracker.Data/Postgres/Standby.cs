using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace PeaceTracker.Data.Postgres;

/// <summary>
/// Has what a request reads done by a standby where <c>Database:Connection</c> names several hosts: one that has all the public can see, or none.
/// What somebody has just published they also find in a file.
/// </summary>
public sealed class Standby(DatabaseOptions options, PublicVersion version) : IAsyncDisposable, IDisposable
{
    /// <summary>What the services of this request read with; null where it is the primary.</summary>
    internal PostgresPeaceTrackerDbContext? Context { get; private set; }

    /// <summary>Looks for one before anything is read; where none is there, or none has all yet, reading is done where it was.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        if (!options.HasStandbys)
            return;
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(options.Connection) { TargetSessionAttributes = "prefer-standby", Timeout = 1 }.ToString());
        try
        {
            await connection.OpenAsync(cancellation);
            if (await HasAllAsync(connection, cancellation))
                Context = new((DbContextOptions<PostgresPeaceTrackerDbContext>)DataServices.OnPostgres(new DbContextOptionsBuilder<PostgresPeaceTrackerDbContext>(), connection).Options);
        }
        catch (NpgsqlException)
        {
            // The primary will do.
        }
        finally
        {
            if (Context is null)
                await connection.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Context is not null)
            await Context.DisposeAsync();
    }

    public void Dispose() => Context?.Dispose();

    private async Task<bool> HasAllAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var state = new NpgsqlCommand($"SELECT pg_is_in_recovery(), v.* FROM ({PublicVersion.Newest}) v(newest, seeds)", connection);
        state.Parameters.AddWithValue("last", 0L);
        await using var row = await state.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return row.GetBoolean(0) && PublicVersion.Text(row.IsDBNull(1) ? 0 : row.GetInt64(1), row.IsDBNull(2) ? "" : row.GetString(2)) == version.Current;
    }
}
