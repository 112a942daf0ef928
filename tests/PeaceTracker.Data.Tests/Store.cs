using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using PeaceTracker.Data.History;
using PeaceTracker.Data.Seeding;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;
using PeaceTracker.Testing;

namespace PeaceTracker.Data.Tests;

/// <summary>A store in a temporary folder, registered and set up as the site does it.</summary>
public sealed class Store : IDisposable
{
    /// <summary>Trait of a test that is about one provider, and its value.</summary>
    public const string Only = "Only", Sqlite = "SQLite";

    public static readonly string RealSeeds = SeededRecord.Seeds;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("peacetracker-");
    private readonly ServiceProvider services;
    private readonly IServiceScope scope;

    /// <param name="copied">It is as the real seeds leave it.</param>
    private Store(string seeds, bool copied = false)
    {
        Connection = !PostgresServer.IsWanted ? "" : (copied ? SeededRecord.CopyAsync(folder.FullName) : PostgresServer.NewAsync()).GetAwaiter().GetResult();
        if (copied && !PostgresServer.IsWanted)
            SeededRecord.CopyTo(File);
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddPeaceTrackerData(new() { Provider = PostgresServer.IsWanted ? DatabaseOptions.Postgres : DatabaseOptions.Sqlite, File = "store.db", Connection = Connection, Seeds = seeds }, folder.FullName)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        scope = services.CreateScope();
    }

    /// <summary>Commands after which the revision log can be written to by anybody.</summary>
    public string[] UnguardLog { get; } = PostgresServer.IsWanted
        ? ["DROP TRIGGER \"Revisions_change\" ON \"Revisions\"", "DROP TRIGGER \"Revisions_truncate\" ON \"Revisions\""]
        : ["DROP TRIGGER Revisions_UPDATE", "DROP TRIGGER Revisions_DELETE"];

    /// <summary>A command after which rows of the running transaction may refer to what is not there.</summary>
    public string LetBreak { get; } = PostgresServer.IsWanted ? "SET LOCAL session_replication_role = replica" : "PRAGMA defer_foreign_keys = ON";

    /// <summary>How the database is reached; empty on SQLite.</summary>
    public string Connection { get; }

    public PeaceTrackerDbContext Db => scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();

    public PositionReader Reader => scope.ServiceProvider.GetRequiredService<PositionReader>();

    internal SeedImport Import => new(Db, Service<RevisionLog>(), Clock);

    public FakeTimeProvider Clock { get; } = new(PeaceTrackerApp.Start);

    public string File => Path.Combine(folder.FullName, "store.db");

    public T Service<T>() where T : notnull => scope.ServiceProvider.GetRequiredService<T>();

    /// <summary>A scope of its own, as each request has one.</summary>
    public IServiceScope Scope() => services.CreateScope();

    public static Store Empty(string seeds = "") => new(seeds);

    public static async Task<Store> WithRealSeedsAsync()
    {
        var store = new Store(RealSeeds, copied: true);
        await store.SetUpAsync();
        return store;
    }

    public Task SetUpAsync() => scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RunAsync(TestContext.Current.CancellationToken);

    /// <summary>Every row of every table (or of one), as text, in the order of its key.</summary>
    /// <param name="without">A column that is left out wherever there is one.</param>
    public string Dump(string? only = null, string? without = null)
    {
        using DbConnection connection = PostgresServer.IsWanted ? new NpgsqlConnection(Connection) : new SqliteConnection($"Data Source={Path.Combine(folder.FullName, "store.db")}");
        connection.Open();
        var tables = only is null ? Lines(connection, PostgresServer.IsWanted ? "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name" : "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") : [only];
        var dump = new StringBuilder();
        foreach (var table in tables)
        {
            var columns = string.Join(", ", Lines(connection, PostgresServer.IsWanted ? $"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' AND is_generated = 'NEVER' ORDER BY ordinal_position" : $"SELECT name FROM pragma_table_info('{table}')").Where(name => name != without).Select(name => $"\"{name}\""));
            dump.Append("== ").AppendLine(table).AppendJoin('\n', Lines(connection, $"SELECT {columns} FROM \"{table}\" ORDER BY 1, 2")).AppendLine();
        }

        return dump.ToString();
    }

    /// <summary>Adds a statement with one coding, written by nobody's rules: the tests want the wrong ones too.</summary>
    internal void Add(
        PeaceProcess process, int number, string made, Channel channel, int information, StatementStatus status, DateTimeOffset? published,
        int[] sources, Coding coding)
    {
        var date = EdtfDate.Parse(made);
        var statement = new Statement
        {
            ProcessId = process.Id,
            Number = number,
            Parties = [coding.Party],
            MadeOn = date,
            Earliest = date.Earliest!.Value,
            Day = date.Latest!.Value,
            Channel = channel,
            Summary = "A statement of the tests.",
            Information = information,
            Status = status,
            PublishedAt = published,
            PublishedTo = coding.RecordedTo,
            Citations = [.. sources.Select((source, index) => new Citation { ProcessId = process.Id, Order = index, Source = source })],
            Codings = [coding],
        };
        Db.Add(statement);
    }

    public void Dispose()
    {
        scope.Dispose();
        services.Dispose();
        SqliteConnection.ClearAllPools();
        if (PostgresServer.IsWanted)
            PostgresServer.DropAsync(Connection).GetAwaiter().GetResult();
        folder.Delete(recursive: true);
    }

    private static List<string> Lines(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        var values = new object[reader.FieldCount];
        while (reader.Read())
        {
            reader.GetValues(values);
            lines.Add(string.Join('|', values.Select(value => value is Array list ? $"[{string.Join(',', list.Cast<object>())}]" : Convert.ToString(value, CultureInfo.InvariantCulture))));
        }

        return lines;
    }
}

/// <summary>The real seeds in one store, for tests that only read.</summary>
public sealed class SeededStore : IAsyncLifetime
{
    public Store Store { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Store = await Store.WithRealSeedsAsync();

    public ValueTask DisposeAsync()
    {
        Store.Dispose();
        return ValueTask.CompletedTask;
    }
}
