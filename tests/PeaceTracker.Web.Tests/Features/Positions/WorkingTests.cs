using System.Text.Json;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Positions;

/// <summary>The page that works one position out.</summary>
[Trait("Also", "PostgreSQL")]
public sealed class WorkingTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string Kherson = "/ukraine/positions/russia/territory?region=UA-65&date=2025-08-31&since=2024-06-30";

    [Fact]
    public async Task Every_statement_considered_is_shown_with_what_became_of_it()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(Kherson);
        var rows = page.QuerySelectorAll("[aria-label='Statements considered'] tbody tr").Select(row => row.Words()).ToList();
        // Record A020/A021 decides; B136-B139 of June 2024 is set aside because it is older.
        Assert.Contains(rows, row => row.StartsWith("No. 20 ", StringComparison.Ordinal) && row.EndsWith("Decides", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("No. 1136 ", StringComparison.Ordinal) && row.Contains("Set aside: newest day, for No. 20", StringComparison.Ordinal));
        Assert.Contains("2 steps towards Ukraine's control restored", page.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_of_unnamed_sources_is_called_reported_and_the_file_keeps_the_coding()
    {
        using var client = app.Visitor();
        const string nato = "/ukraine/positions/russia/nato-membership?date=2025-08-31";
        using var page = await client.GetPageAsync(nato);
        // Record A003: unnamed sources; B140: the speech of June 2024.
        var rows = page.QuerySelectorAll("[aria-label='Statements considered'] tbody tr").ToDictionary(row => row.QuerySelector("th a")!.Words(), row => row.Children[2].QuerySelector(".small")!.Words());
        Assert.Equal("reported", rows["No. 3"]);
        Assert.Equal("stated", rows["No. 1140"]);
        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri(nato.Replace("?", ".json?", StringComparison.Ordinal), UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal("stated", file.RootElement.GetProperty("working").EnumerateArray().Single(row => row.GetProperty("statement").GetInt32() == 3).GetProperty("coding_state").GetString());
    }

    [Fact]
    public async Task Its_files_and_permanent_link_keep_the_region()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(Kherson);
        foreach (var link in page.QuerySelectorAll(".take a").Select(link => link.GetAttribute("href")!))
        {
            Assert.Contains("region=UA-65", link, StringComparison.Ordinal);
            using var answer = await client.GetAsync(new Uri(link, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, link);
        }

        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri(Kherson.Replace("?", ".json?", StringComparison.Ordinal), UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal([20], file.RootElement.GetProperty("working").EnumerateArray().Where(row => row.GetProperty("decides").GetBoolean()).Select(row => row.GetProperty("statement").GetInt32()));
        Assert.Contains("region=UA-65", file.RootElement.GetProperty("permalink").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deciding_date_that_is_uncertain_is_said_in_a_sentence_with_what_may_be_later()
    {
        using var client = app.Visitor();
        const string troops = "/ukraine/positions/russia/foreign-troops?date=2025-08-31";
        using var page = await client.GetPageAsync(troops);
        // A005 and A031 are of "2025-08?"; B294 (statement 1294) is Lavrov's of 21 August.
        Assert.Contains(
            "date is uncertain (August 2025); it counts from the latest day that it allows, 31 August 2025, and so displaces what may have been said after it: on record on 21 Aug 2025: No foreign troops at all (No. 1294).",
            page.QuerySelector("#view .card")!.Words(), StringComparison.Ordinal);
        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri(troops.Replace("?", ".json?", StringComparison.Ordinal), UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal([1294], file.RootElement.GetProperty("working").EnumerateArray().Where(row => row.GetProperty("possibly_later").GetBoolean()).Select(row => row.GetProperty("statement").GetInt32()));
        using var earlier = await client.GetPageAsync("/ukraine/positions/russia/foreign-troops?date=2025-08-30");
        Assert.DoesNotContain("uncertain", earlier.QuerySelector("#view .card")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_that_decides_is_said_with_the_day_it_counts_from()
    {
        using var client = app.Visitor();
        // A003 and A027 are of "2025-08?".
        using var page = await client.GetPageAsync("/ukraine/positions/russia/nato-membership?date=2025-08-31");
        var words = page.QuerySelector("#view .card")!.Words();
        Assert.Contains("Decided by evidence of August 2025 (uncertain), which counts from 31 August 2025.", words, StringComparison.Ordinal);
        Assert.Contains("Held without a break since August 2025 (uncertain), which counts from 31 August 2025.", words, StringComparison.Ordinal);
        Assert.StartsWith("August 2025 (uncertain), which counts from 31 August 2025: ", page.QuerySelector("ol[reversed] li")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_region_the_party_is_shown_in_every_region_and_the_files_agree()
    {
        const string query = "?date=2025-08-31";
        using var client = app.Visitor();
        using var page = await client.GetPageAsync($"/ukraine/positions/russia/territory{query}");
        var links = page.QuerySelectorAll("#view tbody th a").Select(link => link.GetAttribute("href")!).ToList();
        // Record: A002 and A018-A021 name Donetsk, Luhansk, Kherson and Zaporizhzhia.
        foreach (var region in new[] { "UA-14", "UA-09", "UA-65", "UA-23", "other" })
            Assert.Contains($"/ukraine/positions/russia/territory{query}&region={region}", links);
        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri($"/ukraine/positions/russia/territory.json{query}", UriKind.Relative), TestContext.Current.CancellationToken));
        var rows = file.RootElement.GetProperty("positions").EnumerateArray().ToList();
        Assert.Equal(links.Select(link => link.Split("region=")[1]), rows.Select(row => row.GetProperty("region").GetString()));
        Assert.Equal(5, rows.Single(row => row.GetProperty("region").GetString() == "UA-14").GetProperty("step_from").GetInt32());
        var csv = await client.GetStringAsync(new Uri($"/ukraine/positions/russia/territory.csv{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(rows.Count + 1, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    // Nothing was published before 25 November 2026; on neutrality much is recorded since, so that Brazil's empty cell there is a finding.
    [InlineData("/ukraine/positions/brazil/neutrality?known=2026-11-24", true)]
    [InlineData("/ukraine/positions/brazil/neutrality", false)]
    [InlineData("/ukraine/positions?parties=brazil&issues=neutrality&known=2026-11-24", true)]
    [InlineData("/ukraine/positions?parties=brazil&issues=neutrality", false)]
    [InlineData("/ukraine/issues/neutrality?parties=brazil&known=2026-11-24", true)]
    [InlineData("/ukraine/issues/neutrality?parties=brazil", false)]
    [InlineData("/ukraine/parties/brazil?issues=neutrality&known=2026-11-24", true)]
    [InlineData("/ukraine/parties/brazil?issues=neutrality", false)]
    public async Task An_empty_place_on_an_issue_nobody_has_collected_is_called_so(string address, bool notCollected)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address);
        // The list of states in the form is no finding.
        var words = string.Join(' ', page.QuerySelectorAll("main > .note, #view").Select(part => part.Words()));
        Assert.Equal(notCollected, words.Contains("Not collected yet", StringComparison.Ordinal));
        Assert.Equal(!notCollected, words.Contains("No statement found", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_state_of_a_place_not_collected_stays_no_statement()
    {
        using var client = app.Visitor();
        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri("/ukraine/positions.json?known=2026-11-24&parties=brazil", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.All(file.RootElement.GetProperty("positions").EnumerateArray(), cell => Assert.Contains(cell.GetProperty("state").GetString(), new[] { "no-statement", "not-applicable" }));
    }

    [Theory]
    [InlineData("/ukraine/positions/rusia/territory", 404)]
    [InlineData("/ukraine/positions/russia/teritory", 404)]
    [InlineData("/ukraine/positions/russia/territory?region=UA-99", 400)]
    [InlineData("/ukraine/positions/russia/neutrality?region=UA-65", 400)]
    [InlineData("/ukraine/positions/russia/neutrality?region=other", 400)]
    public async Task What_is_not_there_is_said_with_a_link_that_works(string address, int status)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address, status);
        var link = page.QuerySelector("main li a")!.GetAttribute("href")!;
        using var answer = await client.GetAsync(new Uri(link, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, link);
    }
}
