using Npgsql;

namespace PeaceTracker.Data.Postgres;

/// <summary>Asks the server, on a connection of its own.</summary>
public sealed class PostgresPublicVersion : PublicVersion
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand newest;

    public PostgresPublicVersion(DatabaseOptions options)
        : base(TimeSpan.FromMilliseconds(10))
    {
        connection = new(new NpgsqlConnectionStringBuilder(options.Connection) { Pooling = false, CommandTimeout = 1, Timeout = 1 }.ToString());
        newest = new(Newest, connection);
        newest.Parameters.AddWithValue("last", 0L);
    }

    public override void Dispose()
    {
        newest.Dispose();
        connection.Dispose();
    }

    private protected override (long? Newest, string Seeds)? Read(long last)
    {
        if (connection.State == System.Data.ConnectionState.Closed)
            connection.Open();
        newest.Parameters[0].Value = last;
        return Of(newest);
    }

    private protected override void Forget() => connection.Close();
}
