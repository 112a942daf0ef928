using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;
using PeaceTracker.Web.Tests.Architecture;
using PeaceTracker.Web.Tests.Features.Desk;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>While the store is closed to changes everything can be read as before, nothing is written, and afterwards work goes on.</summary>
public sealed class ReadOnlyTests : IAsyncLifetime
{
    private const string Why = "It moves to another machine until 18:00 UTC";

    private readonly PeaceTrackerApp app = new();
    private readonly string folder = Directory.CreateTempSubdirectory("peacetracker-read-only-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ReadOnlyMark Mark => app.Services.GetRequiredService<ReadOnlyMark>();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_address_is_read_as_before_every_form_is_refused_and_no_byte_is_written()
    {
        var everybody = await app.Services.AddAccountAsync([.. Roles.All], totp: true);
        using var client = await app.SignInAsync(everybody);
        using var visitor = app.Browser();
        var lines = AuthorizationTests.Lines().Where(line => line.Who is not ["token"]).ToList();
        var before = new Dictionary<string, int>();
        foreach (var line in lines.Where(line => line.Method == "GET"))
            before[line.Template] = await StatusAsync(client, line.Template);

        Mark.Set(Why);
        // Else the session is written for having been seen.
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        var (file, log) = (Hash(""), Hash("-wal"));
        var wrong = new List<string>();
        foreach (var line in lines)
        {
            if (line.Method == "GET")
            {
                if (await StatusAsync(client, line.Template) is var status && status != before[line.Template])
                    wrong.Add($"{line.Name}: {status} and not {before[line.Template]}");
                continue;
            }

            foreach (var sender in new[] { client, visitor })
            {
                using var form = new FormUrlEncodedContent([new("summary", "Typed while it was closed.")]);
                using var answer = await sender.PostAsync(new Uri(AuthorizationTests.Address(line.Template), UriKind.Relative), form, Cancellation);
                var text = await answer.Content.ReadAsStringAsync(Cancellation);
                if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || answer.Headers.RetryAfter?.Delta is null || !text.Contains(Why, StringComparison.Ordinal) || !text.Contains("is still in the form", StringComparison.Ordinal))
                    wrong.Add($"{line.Name}: {(int)answer.StatusCode} {text}");
            }
        }

        Assert.Empty(wrong);
        Assert.Equal((file, log), (Hash(""), Hash("-wal")));

        Mark.Remove();
        using var saved = await client.PostFormAsync("/account", [], "form[action='/account/sign-out']");
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
    }

    [Fact]
    public async Task A_form_that_was_open_is_taken_when_changes_are_taken_again()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        using var editor = await app.SignInAsync(account);
        using var visitor = app.Browser();
        var source = await app.Services.AddSourceAsync();
        var form = (await editor.GetPageAsync($"/ukraine/desk/sources/{source}")).QuerySelector<IHtmlFormElement>("form#statement")!;
        Assert.DoesNotContain(Why, (await editor.GetPageAsync("/ukraine/desk")).Body!.TextContent, StringComparison.Ordinal);

        Mark.Set(Why);
        using (var refused = await editor.SendFormAsync(form, DeskApp.Coded()))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Contains("Sign out", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        Assert.Contains(Why, (await editor.GetPageAsync("/ukraine/desk")).QuerySelector("[role=status].note")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(Why, (await visitor.GetPageAsync("/account/sign-in")).QuerySelector("[role=status].note")!.TextContent, StringComparison.Ordinal);
        // Readers can change nothing in any case, and their pages are kept.
        Assert.DoesNotContain(Why, (await visitor.GetPageAsync("/ukraine/positions")).Body!.TextContent, StringComparison.Ordinal);
        using (var ready = await visitor.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancellation))
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

        Mark.Remove();
        using var taken = await editor.SendFormAsync(form, DeskApp.Coded());
        Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
    }

    /// <summary>What would slip past the program is refused by the store itself.</summary>
    [Fact]
    [Trait("Also", "PostgreSQL")]
    public async Task The_store_itself_refuses_to_be_written_to()
    {
        Mark.Set("");
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
            var error = await Assert.ThrowsAnyAsync<Exception>(() => db.Processes.ExecuteUpdateAsync(row => row.SetProperty(one => one.Title, "Another"), Cancellation));
            Assert.True(StoreTrouble.IsReadOnly(error), error.Message);
            var begun = await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
                await db.Sessions.ExecuteDeleteAsync(Cancellation);
            });
            Assert.True(StoreTrouble.IsReadOnly(begun), begun.Message);
        }

        Mark.Remove();
        await using var later = app.Services.CreateAsyncScope();
        Assert.Equal(0, await later.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Sessions.ExecuteDeleteAsync(Cancellation));
    }

    [Fact]
    public async Task The_command_closes_and_opens_the_store_and_what_reads_it_works_meanwhile()
    {
        Assert.NotNull(app.Services);
        Assert.Equal((0, false, null), await ToldAsync());
        Assert.Equal((0, true, Why), await ToldAsync("--because", Why));
        Assert.Equal((0, true, Why), await ToldAsync());
        Assert.True(Mark.IsSet);
        string[][] refused = [["user", "add", "--admin", "--name", "Somebody"], ["rebuild"], ["seed", "--folder", SeededRecord.Seeds]];
        foreach (var command in refused)
        {
            var (code, said) = await RunAsync(command);
            Assert.Equal((string.Join(' ', command), 1), (string.Join(' ', command), code));
            Assert.Contains($"closed to changes ({Why}). The command read-only --off opens it.", said, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await RunAsync("verify")).Code);
        Assert.Equal(0, (await RunAsync("user", "list")).Code);
        Assert.Equal(0, (await RunAsync("backup", "--out", folder)).Code);
        Assert.Single(Backups.In(folder));
        Assert.Equal((0, false, null), await ToldAsync("--off"));
        Assert.Equal((0, false, null), await ToldAsync("--off"));
        Assert.False(Mark.IsSet);
        foreach (var wrong in new[] { new[] { "--because", "" }, ["--because", new string('x', ReadOnlyMark.LongestReason + 1)], ["--because", "two\nlines"], ["--because", Why, "--off"] })
            Assert.Equal((string.Join(' ', wrong), 1), (string.Join(' ', wrong), (await RunAsync(["read-only", .. wrong])).Code));
        Assert.False(Mark.IsSet);
    }

    /// <summary>A site that is started meanwhile serves what there is, also where its seeds have changed.</summary>
    [Fact]
    public async Task A_site_starts_on_a_closed_store_and_needs_nothing_written()
    {
        var file = Path.Combine(folder, "site.db");
        SeededRecord.CopyTo(file);
        var seeds = Path.Combine(folder, "seeds");
        CopySeeds(seeds);
        await File.AppendAllTextAsync(Path.Combine(seeds, "codebook", "versions.csv"), "\n", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, ReadOnlyMark.FileName), Why + "\n", Cancellation);
        await using var site = await SiteProcess.StartAsync(file, settings: new Dictionary<string, string> { ["Database:Seeds"] = seeds });
        using var answer = await site.Client.GetAsync(new Uri("/ukraine/positions", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("not read while the store is closed to changes", site.Said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "setup-token")));
    }

    private static void CopySeeds(string to)
    {
        foreach (var path in Directory.EnumerateFiles(SeededRecord.Seeds, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(SeededRecord.Seeds, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
    }

    private static async Task<int> StatusAsync(HttpClient client, string template)
    {
        using var answer = await client.GetAsync(new Uri(AuthorizationTests.Address(template), UriKind.Relative), Cancellation);
        return (int)answer.StatusCode;
    }

    private string Hash(string ending)
    {
        using var file = new FileStream(app.DatabaseFile + ending, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Convert.ToHexString(SHA256.HashData(file));
    }

    private async Task<(int Code, bool ReadOnly, string? Reason)> ToldAsync(params string[] arguments)
    {
        var (code, output) = await RunAsync(["read-only", .. arguments, "--json"]);
        var answer = JsonDocument.Parse(output).RootElement;
        return (code, answer.GetProperty("readOnly").GetBoolean(), answer.GetProperty("reason").GetString());
    }

    private Task<(int Code, string Output)> RunAsync(params string[] arguments) =>
        ProgramRun.OfAsync(new Dictionary<string, string> { ["Database:File"] = app.DatabaseFile, ["Database:Seeds"] = "" }, arguments, Cancellation);
}
