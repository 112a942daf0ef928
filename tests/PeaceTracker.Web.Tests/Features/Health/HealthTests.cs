using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Health;

/// <summary>What a proxy or a watchdog asks.</summary>
public sealed class HealthTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_site_whose_store_cannot_be_read_lives_and_is_not_ready_and_is_again_when_it_can()
    {
        await using var app = new PeaceTrackerApp();
        using var client = app.Visitor();
        Assert.Equal((HttpStatusCode.OK, "ready"), await AskAsync(client, "/health/ready"));
        await RenameAsync(app, "Processes", "Away");
        Assert.Equal((HttpStatusCode.OK, "alive"), await AskAsync(client, "/health/live"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready: the store cannot be read"), await AskAsync(client, "/health/ready"));
        await RenameAsync(app, "Away", "Processes");
        Assert.Equal((HttpStatusCode.OK, "ready"), await AskAsync(client, "/health/ready"));
    }

    [Fact]
    public async Task A_site_that_is_told_to_stop_says_so_for_a_while_and_answers_all_the_same()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("peacetracker-test-").FullName, "site.db");
        try
        {
            SeededRecord.CopyTo(file);
            await using var site = await SiteProcess.StartAsync(file, settings: new Dictionary<string, string> { ["Shutdown:DrainSeconds"] = "15" });
            Assert.Equal((HttpStatusCode.OK, "ready"), await AskAsync(site.Client, "/health/ready"));
            await site.TerminateAsync();
            for (var look = 0; look < 100 && await AskAsync(site.Client, "/health/ready") == (HttpStatusCode.OK, "ready"); look++)
                await Task.Delay(10, Cancellation);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready: it is about to stop"), await AskAsync(site.Client, "/health/ready"));
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(site.Client, "/ukraine/positions")).Status);
            Assert.Equal(0, await site.EndedAsync(Cancellation));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [Fact]
    public async Task Admins_are_told_what_stands_behind_it_and_nobody_else()
    {
        var backups = Directory.CreateTempSubdirectory("peacetracker-test-").FullName;
        Directory.CreateDirectory(Path.Combine(backups, "peacetracker-20261125T110000Z"));
        try
        {
            await using var app = new PeaceTrackerApp { Settings = new Dictionary<string, string> { ["Backup:Folder"] = backups } };
            var admin = await app.Services.AddAccountAsync([Roles.Admin], totp: true);
            using var client = await app.SignInAsync(admin);
            var details = JsonDocument.Parse((await AskAsync(client, "/health/details")).Text).RootElement;
            Assert.Equal(JsonValueKind.Null, details.GetProperty("problem").ValueKind);
            Assert.StartsWith("PeaceTracker 1.", details.GetProperty("program").GetString(), StringComparison.Ordinal);
            Assert.Equal(PeaceTrackerApp.Start, details.GetProperty("since").GetDateTimeOffset());
            await using (var scope = app.Services.CreateAsyncScope())
                Assert.Equal(scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Database.GetMigrations().Last(), details.GetProperty("migration").GetString());
            Assert.Equal((JsonValueKind.Null, 0), (details.GetProperty("readOnly").ValueKind, details.GetProperty("writersWaiting").GetInt32()));
            Assert.Equal(new FileInfo(app.DatabaseFile).Length, details.GetProperty("storeBytes").GetInt64());
            Assert.Equal(new FileInfo(app.DatabaseFile + "-wal").Length, details.GetProperty("logBytes").GetInt64());
            Assert.True(details.GetProperty("freeBytes").GetInt64() > 0);
            // From eleven to the noon at which every test starts.
            Assert.Equal(3600, details.GetProperty("backupSeconds").GetInt64());
            Assert.True(details.GetProperty("memoryBytes").GetInt64() > 10_000_000);

            await RenameAsync(app, "Processes", "Away");
            Assert.Equal("the store cannot be read", JsonDocument.Parse((await AskAsync(client, "/health/details")).Text).RootElement.GetProperty("problem").GetString());
        }
        finally
        {
            Directory.Delete(backups, recursive: true);
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task RenameAsync(PeaceTrackerApp app, string from, string to)
    {
        await using var connection = new SqliteConnection($"Data Source={app.DatabaseFile};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $"ALTER TABLE {from} RENAME TO {to}";
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
