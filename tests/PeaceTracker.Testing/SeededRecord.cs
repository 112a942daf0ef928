using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeaceTracker.Data;
using PeaceTracker.Data.History;

namespace PeaceTracker.Testing;

/// <summary>The store as a first start with the real seeds leaves it: made once for all tests of a run, by what makes it at a start, and copied for each.</summary>
public static class SeededRecord
{
    private static readonly Lazy<Task<string>> File = new(MakeFileAsync);
    private static readonly Lazy<Task<(string Connection, string Folder)>> Database = new(MakeDatabaseAsync);

    public static string Seeds { get; } = Path.Combine(Repository.Root, "seeds");

    /// <summary>A copy in a new file of SQLite, with the key of its log beside it.</summary>
    public static void CopyTo(string file)
    {
        var made = File.Value.GetAwaiter().GetResult();
        System.IO.File.Copy(made, file);
        CopyKey(Path.GetDirectoryName(made)!, Path.GetDirectoryName(file)!);
    }

    /// <summary>A copy in a new database of PostgreSQL: how it is reached.</summary>
    /// <param name="folder">Where the key of its log is to lie.</param>
    public static async Task<string> CopyAsync(string folder)
    {
        var made = await Database.Value;
        CopyKey(made.Folder, folder);
        return await PostgresServer.NewAsync(made.Connection);
    }

    private static void CopyKey(string from, string to) => System.IO.File.Copy(Path.Combine(from, RevisionKey.FileName), Path.Combine(to, RevisionKey.FileName));

    private static async Task<string> MakeFileAsync()
    {
        var folder = Folder();
        var file = Path.Combine(folder, "seeded.db");
        await SetUpAsync(new() { File = file, Seeds = Seeds }, folder);
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        // All of it into the file that is copied.
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync();
        return file;
    }

    private static async Task<(string Connection, string Folder)> MakeDatabaseAsync()
    {
        var (folder, connection) = (Folder(), await PostgresServer.NewAsync());
        await SetUpAsync(new() { Provider = DatabaseOptions.Postgres, Connection = connection, File = Path.Combine(folder, "seeded.db"), Seeds = Seeds }, folder);
        return (connection, folder);
    }

    private static async Task SetUpAsync(DatabaseOptions options, string folder)
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(new FakeTimeProvider(PeaceTrackerApp.Start)).AddPeaceTrackerData(options, folder).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RunAsync(CancellationToken.None);
    }

    private static string Folder()
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-seeded-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
