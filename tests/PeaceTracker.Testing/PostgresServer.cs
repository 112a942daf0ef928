using Npgsql;

namespace PeaceTracker.Testing;

/// <summary>A PostgreSQL for the tests of one run: started when it is first asked for, and stopped with the run. What it has to outlive is nothing, so it waits for no disk.</summary>
public static class PostgresServer
{
    private static readonly Lazy<Task<PostgresProgram>> Server = new(StartAsync);
    private static readonly SemaphoreSlim Copying = new(1, 1);
    private static int databases;

    /// <summary>The variable of the environment that has stores made on PostgreSQL.</summary>
    public static bool IsWanted { get; } = Environment.GetEnvironmentVariable("PEACETRACKER_TEST_STORE") == "PostgreSQL";

    /// <summary>A new database, without a table: how it is reached.</summary>
    /// <param name="like">How one is reached that it is a copy of, and that nobody uses any more; null for none.</param>
    public static async Task<string> NewAsync(string? like = null)
    {
        var server = await Server.Value;
        var name = FormattableString.Invariant($"test_{Interlocked.Increment(ref databases)}");
        if (like is null)
        {
            await server.AskAsync("postgres", $"CREATE DATABASE {name}");
            return server.To(name);
        }

        await using (var pool = new NpgsqlConnection(like))
            NpgsqlConnection.ClearPool(pool);
        // One copy is made at a time: whoever copies is connected to what is copied.
        await Copying.WaitAsync();
        try
        {
            await server.AskAsync("postgres", $"CREATE DATABASE {name} TEMPLATE {new NpgsqlConnectionStringBuilder(like).Database}");
        }
        finally
        {
            Copying.Release();
        }

        return server.To(name);
    }

    /// <summary>Removes a database, whoever is connected.</summary>
    public static async Task DropAsync(string connection)
    {
        await using (var pool = new NpgsqlConnection(connection))
            NpgsqlConnection.ClearPool(pool);
        await (await Server.Value).AskAsync("postgres", $"DROP DATABASE {new NpgsqlConnectionStringBuilder(connection).Database} WITH (FORCE)");
    }

    private static async Task<PostgresProgram> StartAsync()
    {
        var server = await PostgresProgram.NewAsync("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return server;
    }
}
