using System.Globalization;
using System.Net;
using System.Text.Json;
using AngleSharp;
using AngleSharp.Dom;
using Microsoft.Data.Sqlite;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Audit;

/// <summary>What auditors see of the log, and whether it is whole.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private readonly PeaceTrackerApp app = new();
    private TestAccount editor = null!, reviewer = null!;
    private HttpClient auditor = null!;
    private int number;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        editor = await app.Services.AddAccountAsync(["Editor"]);
        reviewer = await app.Services.AddAccountAsync(["Reviewer"]);
        auditor = await app.SignInAsync("Auditor");
        number = await app.Services.SubmitAsync(editor);
        await app.Services.PublishAsync(reviewer, number);
        await app.Services.AmendAsync(editor, number, "A word was missing.", new() { Summary = "Amended words." });
        await app.Services.PublishAsync(reviewer, number);
    }

    public ValueTask DisposeAsync()
    {
        auditor.Dispose();
        return app.DisposeAsync();
    }

    [Fact]
    public async Task The_log_is_shown_newest_first_with_names_reasons_and_what_each_entry_changed()
    {
        var page = await auditor.GetPageAsync($"/audit?kind=statement&key=ukraine/{number}");
        var entries = page.QuerySelectorAll("ol.queue > li").Select(entry => entry.Words()).ToList();
        Assert.Equal(["publish", "give way", "amend", "publish", "submit"], page.QuerySelectorAll("ol.queue > li > p strong").Select(title => title.Words().Split(": ")[1].Split(',')[0]));
        Assert.Matches(@"^[0-9]+\. Person [0-9]+: publish", entries[0]);
        Assert.Contains("A word was missing.", entries[2], StringComparison.Ordinal);
        // An entry is put beside the one before of the same revision, the first of a revision beside the one before.
        Assert.Equal(["Codings", "Published at", "Reviewer", "Status", "Version"], Fields(page, 0).Order(StringComparer.Ordinal));
        Assert.Contains("Summary", Fields(page, 2));
        Assert.Contains("Says that neutrality may be discussed.Amended words.", page.QuerySelectorAll("ol.queue > li")[2].QuerySelector("table")!.Words(), StringComparison.Ordinal);

        static List<string> Fields(IDocument page, int entry) => [.. page.QuerySelectorAll("ol.queue > li")[entry].QuerySelectorAll("tbody th").Select(field => field.Words())];
    }

    [Fact]
    public async Task The_pages_of_the_log_give_every_entry_once()
    {
        var seen = new List<long>();
        for (var address = "/audit?action=publish"; address is not null;)
        {
            var page = await auditor.GetPageAsync(address);
            seen.AddRange(page.QuerySelectorAll("ol.queue > li").Select(entry => long.Parse(entry.Id![1..], CultureInfo.InvariantCulture)));
            address = seen.Count < 80 ? page.QuerySelector("a[rel=next]")!.GetAttribute("href")! : null;
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(seen.OrderDescending(), seen);
        Assert.Contains("the researched record", (await auditor.GetPageAsync("/audit?actor=seeds")).QuerySelector("ol.queue")!.Words(), StringComparison.Ordinal);
        Assert.Contains("No entry fits.", (await auditor.GetPageAsync("/audit?since=2026-11-26")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.NotNull((await auditor.GetPageAsync("/audit?since=2026-11-25&until=2026-11-25")).QuerySelector("ol.queue > li"));
        Assert.Contains("a day such as 2026-11-25", (await auditor.GetPageAsync("/audit?until=yesterday", 400)).QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_can_be_taken_away_whole_and_what_happened_to_accounts_as_well()
    {
        using var json = JsonDocument.Parse(await auditor.GetStringAsync(new Uri($"/audit.json?key=ukraine/{number}", UriKind.Relative), Cancellation));
        Assert.Equal(5, json.RootElement.GetProperty("revisions_log").GetArrayLength());
        var csv = await auditor.GetStringAsync(new Uri("/audit.csv?action=give way", UriKind.Relative), Cancellation);
        Assert.StartsWith("number,at,actor,action,kind,key,reason,snapshot,previous,seal\r\n", csv, StringComparison.Ordinal);
        Assert.Equal(2, csv.TrimEnd().Split("\r\n").Length);
        var accounts = await auditor.GetPageAsync("/audit/accounts");
        Assert.Contains("signed in", accounts.QuerySelector("table")!.Words(), StringComparison.Ordinal);
        Assert.Contains("signed in", await auditor.GetStringAsync(new Uri("/audit/accounts.csv", UriKind.Relative), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_log_is_called_whole_with_its_head()
    {
        Assert.Contains("No check since the site was started.", (await auditor.GetPageAsync("/audit/verify")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        using var begun = await auditor.PostFormAsync("/audit/verify", []);
        Assert.Equal((HttpStatusCode.SeeOther, "/audit/verify#result"), (begun.StatusCode, begun.Headers.Location!.OriginalString));
        var page = await CheckedAsync();
        Assert.Matches(@"^Whole: [0-9,]+ entries of the log, [0-9,]+ records, [0-9,]+ rows of the projection\. Checked on 25 November 2026 at 12:00 UTC", page.QuerySelector("#result ~ [role=status]")!.Words());
        Assert.Matches("^[0-9]+:[0-9a-f]{64}$", page.QuerySelector(".cite")!.Words());
    }

    [Fact]
    public async Task A_log_that_was_touched_says_where()
    {
        await using (var connection = new SqliteConnection($"Data Source={app.DatabaseFile}"))
        {
            connection.Open();
            foreach (var trigger in Texts(connection, "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'Revisions'"))
                Run(connection, $"DROP TRIGGER \"{trigger}\"");
            Run(connection, "UPDATE Revisions SET Actor = 'somebody' WHERE Number = 12");
        }

        using var begun = await auditor.PostFormAsync("/audit/verify", []);
        var page = await CheckedAsync();
        Assert.Contains("The store is not whole: 1 fault", page.QuerySelector("[role=alert]")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Entry 12 is not as it was written.", page.QuerySelector("[role=alert]")!.Words(), StringComparison.Ordinal);

        static List<string> Texts(SqliteConnection connection, string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var texts = new List<string>();
            while (reader.Read())
                texts.Add(reader.GetString(0));
            return texts;
        }

        static void Run(SqliteConnection connection, string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public async Task A_record_changed_past_the_log_is_found_on_the_page()
    {
        await using (var connection = new SqliteConnection($"Data Source={app.DatabaseFile}"))
        {
            await connection.OpenAsync(Cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM PublishedCodings WHERE Statement = 37";
            Assert.True(await command.ExecuteNonQueryAsync(Cancellation) > 0);
        }

        using var begun = await auditor.PostFormAsync("/audit/verify", []);
        Assert.Contains("is missing", (await CheckedAsync()).QuerySelector("[role=alert]")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_noted_before_is_held_against_the_log_and_one_that_is_none_is_asked_back()
    {
        var head = (await auditor.GetPageAsync("/audit/verify")).QuerySelector(".cite")!.Words();
        using var begun = await auditor.PostFormAsync("/audit/verify", new() { ["noted"] = $" {head} " });
        Assert.Contains("and the log still has the head that was noted down", (await CheckedAsync()).QuerySelector("#result ~ [role=status]")!.Words(), StringComparison.Ordinal);
        using var other = await auditor.PostFormAsync("/audit/verify", new() { ["noted"] = head[..^1] + (head[^1] == '0' ? '1' : '0') });
        Assert.Contains("not the one that was noted down", (await CheckedAsync()).QuerySelector("[role=alert]")!.Words(), StringComparison.Ordinal);
        using var wrong = await auditor.PostFormAsync("/audit/verify", new() { ["noted"] = "12:<b>" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var html = await wrong.Content.ReadAsStringAsync(Cancellation);
        var page = await BrowsingContext.New(Configuration.Default).OpenAsync(content => content.Content(html), Cancellation);
        Assert.Equal("12:<b>", page.QuerySelector("#noted")!.GetAttribute("value"));
        Assert.Contains("A head is a number, a colon and a seal", page.QuerySelector("#noted-problem")!.Words(), StringComparison.Ordinal);
    }

    /// <summary>The page once the check is over.</summary>
    private async Task<IDocument> CheckedAsync()
    {
        while (true)
        {
            var page = await auditor.GetPageAsync("/audit/verify");
            if (page.QuerySelector("progress") is null)
                return page;
            await Task.Delay(100, Cancellation);
        }
    }
}
