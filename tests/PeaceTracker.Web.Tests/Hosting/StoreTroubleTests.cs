using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.History;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>The store is not where the settings say, or cannot be used: the site and every command say so in words, and end with 1.</summary>
public sealed class StoreTroubleTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    /// <summary>Of a server that is not there: nothing listens on the first port.</summary>
    private const string Nowhere = "Host=127.0.0.1;Port=1;Database=peacetracker;Username=peacetracker";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData]
    [InlineData("verify")]
    [InlineData("migrate")]
    [InlineData("rebuild")]
    [InlineData("seed")]
    [InlineData("user", "list")]
    [InlineData("copy-to")]
    [InlineData("export", "/ukraine/positions.csv", "--out", "never.csv")]
    public async Task A_server_that_cannot_be_reached(params string[] arguments)
    {
        // There is one to copy.
        await app.Services.AddAccountAsync(["Editor"]);
        await SaysAsync("The server that Database:Connection names cannot be reached.", new() { ["Database:Provider"] = "PostgreSQL", ["Database:Connection"] = Nowhere, ["Database:File"] = app.DatabaseFile }, arguments);
    }

    [Theory]
    [InlineData]
    [InlineData("verify")]
    public async Task A_server_that_lets_nobody_in_by_that_name(params string[] arguments)
    {
        var connection = await PostgresServer.NewAsync();
        try
        {
            await SaysAsync("The server that Database:Connection names refuses: role \"nobody\" does not exist.", new() { ["Database:Provider"] = "PostgreSQL", ["Database:Connection"] = $"{connection};Username=nobody" }, arguments);
        }
        finally
        {
            await PostgresServer.DropAsync(connection);
        }
    }

    [Theory]
    [InlineData]
    [InlineData("verify")]
    [InlineData("migrate")]
    public async Task A_file_that_is_no_store(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-trouble-");
        try
        {
            var file = Path.Combine(folder.FullName, "letter.db");
            await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("Dear Sir or Madam, ", 500)), Cancellation);
            await SaysAsync("The file that Database:File names cannot be used.", new() { ["Database:File"] = file }, arguments);
            await SaysAsync("The file that Database:File names cannot be used.", new() { ["Database:File"] = folder.FullName }, arguments);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData]
    [InlineData("verify")]
    public async Task A_log_without_its_key(params string[] arguments)
    {
        await app.Services.SaveAsync(await app.Services.AddAccountAsync(["Editor"]), new());
        await OnCopyAsync(file => SaysAsync($"{Path.Combine(Path.GetDirectoryName(file)!, RevisionKey.FileName)} is missing", new() { ["Database:File"] = file }, arguments));
    }

    [Theory]
    [InlineData]
    [InlineData("verify")]
    [InlineData("migrate")]
    [InlineData("backup", "--out", "never")]
    public async Task A_store_of_a_newer_version(params string[] arguments) => await OnCopyAsync(async file =>
    {
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync(Cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_Later', '99.0.0')";
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        await SaysAsync("by a newer version of the program, which this one would damage", new() { ["Database:File"] = file }, arguments);
    });

    [Fact]
    public async Task A_file_that_another_site_serves()
    {
        await app.Services.AddAccountAsync(["Editor"]);
        await SaysAsync($"Another site serves the store {app.DatabaseFile}.", new() { ["Database:File"] = app.DatabaseFile });
    }

    [Theory]
    [InlineData("Backup:Hours", "0", "The settings Backup:Hours (0)")]
    [InlineData("Backup:Keep", "-1", "Backup:Keep (-1)")]
    public async Task Backups_that_cannot_be(string setting, string value, string said) =>
        await OnCopyAsync(file => SaysAsync(said, new() { ["Database:File"] = file, ["Backup:Folder"] = "due", [setting] = value }));

    [Theory]
    [InlineData("Hots=127.0.0.1", "")]
    [InlineData("Host=0.0.0.0", " At 0.0.0.0 a server listens, and none is reached: name the address it has, such as 127.0.0.1.")]
    [InlineData("Host=127.0.0.1,0.0.0.0:5432", " At 0.0.0.0:5432 a server listens")]
    [InlineData("Host=[::]:5432", " At [::]:5432 a server listens")]
    public async Task A_connection_with_a_slip_of_the_pen(string connection, string more) =>
        await SaysAsync($"The setting Database:Connection cannot be read.{more}", new() { ["Database:Provider"] = "PostgreSQL", ["Database:Connection"] = connection });

    /// <summary>As when a letter of the file has changed, which nobody finds who looks how the file is built.</summary>
    [Theory]
    [InlineData("\"Channel\" = 'LeakedDocment'")]
    [InlineData("\"Day\" = '2025-13-01'")]
    [InlineData("\"MadeOn\" = '2025-1x'")]
    [InlineData("\"Flags\" = '[\"'")]
    [InlineData("\"Parties\" = '[\"ukraine'", "?parties=ukraine")]
    [InlineData("\"PublishedAt\" = -1")]
    public async Task A_row_that_cannot_be_read(string change, string asked = "")
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-trouble-");
        try
        {
            var file = Path.Combine(folder.FullName, "copy.db");
            SeededRecord.CopyTo(file);
            await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
            {
                await connection.OpenAsync(Cancellation);
                await using var command = connection.CreateCommand();
                command.CommandText = $"UPDATE \"Statements\" SET {change} WHERE \"Number\" = 36";
                Assert.NotEqual(0, await command.ExecuteNonQueryAsync(Cancellation));
            }

            await using (var damaged = new PeaceTrackerApp { Settings = new Dictionary<string, string> { ["Database:File"] = file, ["Database:Seeds"] = "" } })
            {
                using var client = damaged.Visitor();
                using var answer = await client.GetAsync(new Uri($"/ukraine/statements.json{asked}", UriKind.Relative), Cancellation);
                Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                Assert.Contains("The store cannot be used", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
            }

            var (code, said) = await ProgramRun.OfAsync(new Dictionary<string, string> { ["Database:File"] = file, ["Database:Seeds"] = "" }, ["export", $"/ukraine/statements.json{asked}", "--out", $"{file}.json"], Cancellation);
            Assert.True(code == 1, said);
            Assert.Contains("A row of the store cannot be read.", said, StringComparison.Ordinal);
            Assert.DoesNotContain("Unhandled", said, StringComparison.Ordinal);
            Assert.False(File.Exists($"{file}.json"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>On the store in a file of its own, without its key beside it.</summary>
    private async Task OnCopyAsync(Func<string, Task> look)
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-trouble-");
        try
        {
            var file = Path.Combine(folder.FullName, "copy.db");
            await using (var scope = app.Services.CreateAsyncScope())
                await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Database.ExecuteSqlAsync($"VACUUM INTO {file}", Cancellation);
            await look(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task SaysAsync(string words, Dictionary<string, string> settings, params string[] arguments)
    {
        // Without a word of where the seeds are they would be looked for beside the tests.
        var all = new Dictionary<string, string>(settings) { ["Urls"] = "http://127.0.0.1:0", ["Database:Seeds"] = Path.Combine(Repository.Root, "seeds") };
        var (code, said) = await ProgramRun.OfAsync(all, arguments, Cancellation);
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", said, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }
}
