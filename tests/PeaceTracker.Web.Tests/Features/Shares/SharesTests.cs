using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Shares;

/// <summary>
/// Case G 50, dna#278: the matrix before aggregation, and "40 % against, 60 % for". Case E 41, dna#16: leave out actors below n statements.
/// What is right is counted again from the statements themselves.
/// </summary>
public sealed class SharesTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private sealed record Coded(int Statement, DateOnly Day, string Party, string Issue, string? Region, int? From, int? To, string State, string Channel);

    [Theory]
    [InlineData("")]
    [InlineData("&since=2024-06-30")]
    [InlineData("&evidence=on-record")]
    [InlineData("&parties=china,russia,ukraine&issues=territory,neutrality")]
    public async Task Shares_are_those_of_the_statements(string query)
    {
        using var client = app.Visitor();
        var codings = await CodingsAsync(client, query);
        var given = Given(query);
        var rows = (await JsonAsync(client, $"/ukraine/shares.json?date=2025-08-31{query}"))["shares"]!.AsArray();
        Assert.NotEmpty(rows);
        var all = await PartiesAsync(client, given);
        var expected = new List<string>();
        foreach (var issue in codings.Where(row => all.Contains(row.Party)).GroupBy(row => row.Issue))
        {
            foreach (var party in all.Append(null))
            {
                var said = issue.Where(row => party is null || row.Party == party).ToList();
                var of = said.Select(row => row.Statement).Distinct().Count();
                expected.AddRange(said.GroupBy(row => row.From is null ? row.State : $"{row.From}-{row.To}")
                    .Select(same => string.Create(CultureInfo.InvariantCulture, $"{issue.Key} {party} {same.Key} {same.Select(row => row.Statement).Distinct().Count()} {of}")));
            }
        }

        Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Select(row => $"{row!["issue"]} {row["party"]} {(row["step_from"] is null ? row["state"] : $"{row["step_from"]}-{row["step_to"]}")} {row["statements"]} {row["of"]}").Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Equal(Math.Round(100m * (int)row!["statements"]! / (int)row["of"]!, 1), (decimal)row["per_cent"]!));
    }

    [Fact]
    public async Task Every_coding_is_in_the_table_before_anything_is_derived()
    {
        using var client = app.Visitor();
        var codings = await CodingsAsync(client, "&parties=russia,ukraine");
        using var csv = new CsvParser(new StringReader(await client.GetStringAsync(new Uri("/ukraine/shares/codings.csv?date=2025-08-31&parties=russia,ukraine", UriKind.Relative), Cancellation)), CultureInfo.InvariantCulture);
        Assert.True(csv.Read());
        var columns = csv.Record!.ToList();
        var rows = new List<string>();
        while (csv.Read())
            rows.Add(string.Join(' ', new[] { "statement", "day", "party", "issue", "region", "step_from", "step_to", "state", "channel" }.Select(column => csv.Record![columns.IndexOf(column)])));
        Assert.True(rows.Count > 200);
        Assert.Equal(
            codings.Where(row => row.Party is "russia" or "ukraine").Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Statement} {row.Day:yyyy-MM-dd} {row.Party} {row.Issue} {row.Region} {row.From} {row.To} {row.State} {row.Channel}")).Order(StringComparer.Ordinal),
            rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_parts_of_the_list_are_the_list()
    {
        using var client = app.Visitor();
        const string asked = "/api/v1/ukraine/shares/codings?date=2025-08-31&parties=russia,ukraine";
        var whole = (await JsonAsync(client, asked))["codings_counted"]!.AsArray().Select(row => row!.ToJsonString()).ToList();
        var (parts, pages) = (new List<string>(), 0);
        for (var address = $"{asked}&limit=97"; address is not null; pages++)
        {
            var part = await JsonAsync(client, address);
            var rows = part["codings_counted"]!.AsArray();
            Assert.InRange(rows.Count, 1, 97);
            parts.AddRange(rows.Select(row => row!.ToJsonString()));
            address = part["next"]?.GetValue<string>() is { } next ? new Uri(next).PathAndQuery : null;
        }

        Assert.True(pages > 2);
        Assert.Equal(whole, parts);
        // The pages are the same list, 200 each.
        using var page = await client.GetPageAsync(asked["/api/v1".Length..]);
        Assert.Equal(Math.Min(200, whole.Count), page.QuerySelectorAll("tbody tr").Length);
        using var second = await client.GetPageAsync(page.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal(Math.Min(200, whole.Count - 200), second.QuerySelectorAll("tbody tr").Length);
        foreach (var wrong in new[] { "after=zz", "after=MS4x", "after=%00", "limit=0", "limit=1001", "limit=all" })
            await client.GetPageAsync($"/ukraine/shares/codings?{wrong}", 400);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(1000)]
    public async Task Parties_of_whom_less_is_on_record_are_left_out_and_named(int least)
    {
        using var client = app.Visitor();
        var codings = await CodingsAsync(client, "&parties=china,france,russia,ukraine,united-states,turkiye");
        var asked = new[] { "china", "france", "russia", "turkiye", "ukraine", "united-states" };
        var counts = asked.ToDictionary(party => party, party => codings.Where(row => row.Party == party).Select(row => row.Statement).Distinct().Count());
        var kept = asked.Where(party => counts[party] >= least).ToList();
        var address = $"/ukraine/positions?date=2025-08-31&parties={string.Join(',', asked)}&minEvidence={least}";
        using var page = await client.GetPageAsync(address);
        var words = page.QuerySelector("#view")!.Words();
        foreach (var party in asked.Except(kept))
            Assert.Contains($"({counts[party]})", words, StringComparison.Ordinal);
        Assert.Equal(kept.Count < asked.Length, words.Contains("Left out, with fewer than", StringComparison.Ordinal));
        var rows = (await JsonAsync(client, address.Replace("positions?", "positions.json?", StringComparison.Ordinal)))["positions"]!.AsArray();
        Assert.Equal(kept, rows.Select(row => (string)row!["party"]!).Distinct().Order(StringComparer.Ordinal));
        // The file and the page go on saying what was asked.
        Assert.Contains($"minEvidence={least}", page.QuerySelector("a.permanent")!.GetAttribute("href")!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("-3")]
    [InlineData("five")]
    [InlineData("2.5")]
    public async Task A_number_that_is_none_is_refused(string given)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync($"/ukraine/positions?minEvidence={given}", 400);
        Assert.Contains("a number of statements from 1 to 1000", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    /// <summary>The codings of all statements up to the end of August 2025, read from the list of statements.</summary>
    private static async Task<List<Coded>> CodingsAsync(HttpClient client, string query)
    {
        var given = Given(query);
        var kept = string.Concat(given.Where(pair => pair.Key is "evidence").Select(pair => $"&{pair.Key}={pair.Value}"));
        var file = await JsonAsync(client, $"/ukraine/statements.json?date=2025-08-31{kept}");
        var statements = file["statements"]!.AsArray().ToDictionary(row => (int)row!["statement"]!, row => (Day: DateOnly.Parse((string)row!["day"]!, CultureInfo.InvariantCulture), Channel: (string)row["channel"]!));
        var since = given.TryGetValue("since", out var day) ? DateOnly.Parse(day, CultureInfo.InvariantCulture) : DateOnly.MinValue;
        var issues = given.GetValueOrDefault("issues")?.Split(',');
        return [.. file["codings"]!.AsArray()
            .Select(row => new Coded((int)row!["statement"]!, statements[(int)row["statement"]!].Day, (string)row["party"]!, (string)row["issue"]!, (string?)row["region"], (int?)row["step_from"], (int?)row["step_to"], (string)row["state"]!, statements[(int)row["statement"]!].Channel))
            .Where(row => row.Day > since && issues?.Contains(row.Issue) != false)];
    }

    private static Dictionary<string, string> Given(string query) => query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>The parties asked for, or those the matrix shows first.</summary>
    private static async Task<List<string>> PartiesAsync(HttpClient client, Dictionary<string, string> given) => given.TryGetValue("parties", out var parties)
        ? [.. parties.Split(',')]
        : [.. (await JsonAsync(client, "/ukraine/positions.json?date=2025-08-31"))["positions"]!.AsArray().Select(row => (string)row!["party"]!).Distinct()];

    private static async Task<JsonObject> JsonAsync(HttpClient client, string address) => JsonNode.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), Cancellation))!.AsObject();
}
