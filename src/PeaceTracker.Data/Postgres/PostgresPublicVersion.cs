using System.Data;
using System.Diagnostics;
using Npgsql;

namespace PeaceTracker.Data.Postgres;

/// <summary>Asks the server, on a connection of its own.</summary>
public sealed class PostgresPublicVersion : PublicVersion
{
    private static readonly TimeSpan AskForPrimary = TimeSpan.FromSeconds(1);

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand newest;
    private readonly NpgsqlCommand follows;

    /// <summary>Since when a standby is asked for want of a primary, of which there may be one by now; null where the primary is asked.</summary>
    private long? sinceStandby;

    public PostgresPublicVersion(DatabaseOptions options)
        : base(TimeSpan.FromMilliseconds(10))
    {
        connection = new(new NpgsqlConnectionStringBuilder(options.Connection) { Pooling = false, CommandTimeout = 1, Timeout = 1 }.ToString());
        newest = new(Newest, connection);
        newest.Parameters.AddWithValue("last", 0L);
        follows = new("SELECT pg_is_in_recovery()", connection);
    }

    public override void Dispose()
    {
        newest.Dispose();
        follows.Dispose();
        connection.Dispose();
    }

    private protected override (long? Newest, string Seeds)? Read(long last)
    {
        // A standby may hear late of what the primary has, or never.
        if (sinceStandby is { } since && Stopwatch.GetElapsedTime(since) > AskForPrimary)
            connection.Close();
        if (connection.State == ConnectionState.Closed)
        {
            connection.Open();
            sinceStandby = (bool)follows.ExecuteScalar()! ? Stopwatch.GetTimestamp() : null;
        }

        newest.Parameters[0].Value = last;
        return Of(newest);
    }

    private protected override void Forget() => connection.Close();
}
