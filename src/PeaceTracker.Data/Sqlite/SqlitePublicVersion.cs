using Microsoft.Data.Sqlite;

namespace PeaceTracker.Data.Sqlite;

/// <summary>Asking costs less than a query: SQLite itself says whether anything was written.</summary>
public sealed class SqlitePublicVersion : PublicVersion
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand written;
    private readonly SqliteCommand newest;
    private long? counted;

    public SqlitePublicVersion(DatabaseOptions options)
        : base(TimeSpan.FromMilliseconds(1))
    {
        // A connection of its own, because what it counts are the changes of all others.
        connection = new(new SqliteConnectionStringBuilder { DataSource = options.File, Pooling = false, DefaultTimeout = 1 }.ToString());
        written = connection.CreateCommand();
        written.CommandText = "PRAGMA data_version";
        newest = connection.CreateCommand();
        newest.CommandText = Newest;
        newest.Parameters.AddWithValue("@last", 0L);
    }

    public override void Dispose()
    {
        written.Dispose();
        newest.Dispose();
        connection.Dispose();
    }

    private protected override (long? Newest, string Seeds)? Read(long last)
    {
        if (connection.State == System.Data.ConnectionState.Closed)
            connection.Open();
        // Read first: what is written meanwhile is seen the next time.
        var count = (long)written.ExecuteScalar()!;
        if (count == counted)
            return null;
        newest.Parameters[0].Value = last;
        var found = Of(newest);
        counted = count;
        return found;
    }

    private protected override void Forget() => counted = null;
}
