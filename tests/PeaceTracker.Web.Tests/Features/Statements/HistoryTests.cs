using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Statements;

/// <summary>What readers see of a statement that was amended or withdrawn. Statements 36 and 1296 are of the seeds; 25 November 2026 is their publication.</summary>
public sealed class HistoryTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private static readonly Actor Editor = new(501, "e501"), Reviewer = new(502, "r502");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_statement_never_changed_has_one_revision()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/statements/38/history");
        Assert.Contains("It reads as it was first published", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        Assert.Single(page.QuerySelectorAll("#view article"));
        await client.GetPageAsync("/ukraine/statements/999999/history", 404);
    }

    [Fact]
    public async Task An_amended_statement_shows_its_new_words_and_the_history_says_what_changed_and_why()
    {
        using var client = app.Visitor();
        var before = app.Clock.GetUtcNow();
        var old = (await client.GetPageAsync("/ukraine/statements/36")).QuerySelector(".lead")!.Words();
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await AmendAsync(36, "A figure was wrong.", "Amended for the test: " + old);

        var page = await client.GetPageAsync("/ukraine/statements/36");
        Assert.StartsWith("Amended for the test", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        Assert.Contains("revision 2", page.QuerySelector(".facts")!.Words(), StringComparison.Ordinal);
        Assert.Equal(old, (await client.GetPageAsync($"/ukraine/statements/36?known={Stamp(before)}")).QuerySelector(".lead")!.Words());

        var history = await client.GetPageAsync("/ukraine/statements/36/history");
        var newest = history.QuerySelectorAll("#view article")[0];
        Assert.Contains("Why: A figure was wrong.", newest.Words(), StringComparison.Ordinal);
        Assert.Equal(["Summary"], newest.QuerySelectorAll("tbody th").Select(cell => cell.Words()));
        Assert.Contains("Amended for the test", newest.QuerySelector("tbody")!.Words(), StringComparison.Ordinal);
        Assert.Single((await client.GetPageAsync($"/ukraine/statements/36/history?known={Stamp(before)}")).QuerySelectorAll("#view article"));
        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri("/ukraine/statements/36/history.json", UriKind.Relative), Cancellation));
        Assert.Equal([1, 2], file.RootElement.GetProperty("revisions").EnumerateArray().Select(row => row.GetProperty("revision").GetInt32()));
        var change = file.RootElement.GetProperty("field_changes").EnumerateArray().Single(row => row.GetProperty("revision").GetInt32() == 2);
        Assert.Equal(("Summary", old), (change.GetProperty("field").GetString(), change.GetProperty("before").GetString()));
    }

    [Fact]
    public async Task A_withdrawn_statement_keeps_its_page_with_the_reason_and_is_in_no_list()
    {
        using var client = app.Visitor();
        var before = app.Clock.GetUtcNow();
        Assert.Contains("\n1296,", await CsvAsync(client, "/ukraine/statements.csv"), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await WriteAsync(Reviewer, async (desk, process, changes) =>
        {
            var statement = (await desk.PublishedAsync(process, 1296, Cancellation))!;
            await desk.WithdrawAsync(statement, changes, Reviewer.Account!.Value, "The source took it back.", Cancellation);
        });

        var page = await client.GetPageAsync("/ukraine/statements/1296");
        Assert.NotNull(page.QuerySelector("h1 del"));
        Assert.Contains("The source took it back.", page.QuerySelector("main .note")!.Words(), StringComparison.Ordinal);
        // What it was coded as is still told.
        Assert.NotEmpty(page.QuerySelectorAll("#view table tbody tr"));
        Assert.DoesNotContain("\n1296,", await CsvAsync(client, "/ukraine/statements.csv"), StringComparison.Ordinal);
        Assert.Contains("\n1296,", await CsvAsync(client, $"/ukraine/statements.csv?known={Stamp(before)}"), StringComparison.Ordinal);
        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri("/ukraine/statements/1296.json", UriKind.Relative), Cancellation));
        Assert.Equal("The source took it back.", file.RootElement.GetProperty("statements")[0].GetProperty("withdraw_reason").GetString());
        Assert.Null((await client.GetPageAsync($"/ukraine/statements/1296?known={Stamp(before)}")).QuerySelector("h1 del"));
        var history = await client.GetPageAsync("/ukraine/statements/1296/history");
        Assert.Contains("Withdrawn", history.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawal_is_among_the_changes_with_its_reason_by_number_and_from_the_instant_on()
    {
        using var client = app.Visitor();
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        var before = app.Clock.GetUtcNow();
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        string party = "", issue = "";
        await WriteAsync(Reviewer, async (desk, process, changes) =>
        {
            var statement = (await desk.PublishedAsync(process, 1290, Cancellation))!;
            party = statement.Parties[0];
            issue = statement.Codings[0].Issue;
            await desk.WithdrawAsync(statement, changes, Reviewer.Account!.Value, "The agency <corrected> itself.", Cancellation);
        });

        foreach (var filter in (string[])["", $"?parties={party}", $"?issues={issue}", $"?parties={party}&issues={issue}"])
        {
            var item = Assert.Single((await client.GetPageAsync("/ukraine/changes" + filter)).QuerySelectorAll("#withdrawn + ul li"), row => row.Words().Contains("1290", StringComparison.Ordinal));
            Assert.StartsWith("Statement 1290 withdrawn on 25 November 2026", item.Words(), StringComparison.Ordinal);
            Assert.EndsWith(": The agency <corrected> itself.", item.Words(), StringComparison.Ordinal);
            // Who withdrew is not public.
            Assert.DoesNotContain(Reviewer.Pseudonym, item.InnerHtml, StringComparison.Ordinal);
        }

        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri("/ukraine/changes.json", UriKind.Relative), Cancellation));
        var row = Assert.Single(file.RootElement.GetProperty("withdrawn").EnumerateArray(), item => item.GetProperty("statement").GetInt32() == 1290);
        Assert.Equal((1, "The agency <corrected> itself."), (row.GetProperty("revision").GetInt32(), row.GetProperty("reason").GetString()));
        var feed = System.Xml.Linq.XDocument.Parse(await client.GetStringAsync(new Uri("/ukraine/changes.atom", UriKind.Relative), Cancellation));
        var entry = Assert.Single(feed.Root!.Elements(), element => element.Value.Contains("Statement 1290 withdrawn", StringComparison.Ordinal));
        Assert.Contains("The agency <corrected> itself.", entry.Value, StringComparison.Ordinal);

        foreach (var kind in (string[])["", ".json", ".atom"])
            Assert.DoesNotContain("The agency", await client.GetStringAsync(new Uri($"/ukraine/changes{kind}?known={Stamp(before)}", UriKind.Relative), Cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain("1290 withdrawn", await client.GetStringAsync(new Uri("/ukraine/changes?date=2026-11-24", UriKind.Relative), Cancellation), StringComparison.Ordinal);
    }

    private Task AmendAsync(int number, string reason, string summary) => WriteAsync(Editor, async (desk, process, changes) =>
    {
        var published = (await desk.PublishedAsync(process, number, Cancellation))!;
        var amendment = published.Amendment(2, Editor.Account, reason);
        desk.Add(amendment);
        var fresh = published.Amendment(2, Editor.Account, reason);
        typeof(Statement).GetProperty(nameof(Statement.Summary))!.SetValue(fresh, summary);
        desk.Replace(amendment, fresh);
        amendment.Submit(changes.At);
        await desk.PublishAsync(amendment, changes, Reviewer.Account!.Value, null, Cancellation);
    });

    private async Task WriteAsync(Actor actor, Func<DeskStatements, int, ChangeSet, Task> work)
    {
        using var scope = app.Services.CreateScope();
        var process = await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Processes.Select(row => row.Id).SingleAsync(Cancellation);
        await scope.ServiceProvider.GetRequiredService<Ledger>().WriteAsync(actor, null, async changes =>
        {
            await work(scope.ServiceProvider.GetRequiredService<DeskStatements>(), process, changes);
            return "/";
        }, Cancellation);
    }

    private static string Stamp(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static Task<string> CsvAsync(HttpClient client, string address) => client.GetStringAsync(new Uri(address, UriKind.Relative), Cancellation);
}
