using System.Globalization;
using System.Text.Json;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Statements;

/// <summary>A record that is longer than what is counted (decision 0044); the same record counted whole says what the counts must be.</summary>
public sealed class LongListTests(LongListTests.Counting app, PeaceTrackerApp whole) : IClassFixture<LongListTests.Counting>, IClassFixture<PeaceTrackerApp>
{
    private const int Counted = 100;

    public sealed class Counting : PeaceTrackerApp
    {
        public Counting() => Settings = new Dictionary<string, string> { ["Lists:Counted"] = Counted.ToString(CultureInfo.InvariantCulture) };
    }

    [Theory]
    [InlineData("")]
    [InlineData("party=ukraine")]
    [InlineData("issue=territory")]
    [InlineData("channel=on-record&evidence=on-record")]
    [InlineData("date=2024-12-31")]
    [InlineData("year=2025")]
    [InlineData("since=2026-01-31")]
    [InlineData("party=russia&issues=territory,neutrality&year=2025")]
    public async Task Counts_are_those_of_the_days_it_names_in_whole_days(string query)
    {
        // Every statement, by the day it counts from: what is counted are the newest hundred up to the last day asked for, and all else of the first of these days.
        var last = query.Contains("2024", StringComparison.Ordinal) ? "2024-12-31" : query.Contains("2025", StringComparison.Ordinal) ? "2025-12-31" : "2026-11-25";
        var days = (await ListAsync(whole, $"date={last}")).GetProperty("statements").EnumerateArray().Select(row => row.GetProperty("day").GetString()!).ToList();
        Assert.True(days.Count > Counted);
        var first = days[Counted - 1];
        var before = DateOnly.ParseExact(first, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        var facets = (await ListAsync(app, query)).GetProperty("facets").EnumerateArray().Where(NoYear).ToList();
        // Where all that can fit is of later days, all of it is counted.
        var cut = !query.Contains("since=", StringComparison.Ordinal);
        Assert.All(facets, row => Assert.Equal(cut ? first : null, row.GetProperty("looked_to").GetString()));
        var expected = (await ListAsync(whole, cut ? $"{query}&since={before}&limit=1" : query)).GetProperty("facets").EnumerateArray().Where(NoYear).ToList();
        Assert.All(expected, row => Assert.Equal(JsonValueKind.Null, row.GetProperty("looked_to").ValueKind));
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(Line), facets.Select(Line));

        // The page says how far it counted, and the list goes on behind it.
        using var client = app.Visitor();
        using var page = await client.GetPageAsync($"/ukraine/statements?{query}");
        Assert.Equal(cut, page.QuerySelector("#view p[role=status]")!.Words().Contains("back to ", StringComparison.Ordinal));
        if (!cut)
            Assert.DoesNotContain("Counted back to", page.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
        Assert.Equal(
            (await ListAsync(whole, $"{query}")).GetProperty("statements").EnumerateArray().Select(Number),
            (await ListAsync(app, $"{query}")).GetProperty("statements").EnumerateArray().Select(Number));

        static bool NoYear(JsonElement row) => row.GetProperty("facet").GetString() != "year";

        static string Line(JsonElement row) => $"{row.GetProperty("facet")} {row.GetProperty("value")}: {row.GetProperty("statements")}";
    }

    [Fact]
    public async Task The_other_years_are_offered_from_the_end_of_the_record()
    {
        var page = await ListAsync(app, "year=2022");
        var years = page.GetProperty("facets").EnumerateArray().Where(row => row.GetProperty("facet").GetString() == "year").Select(row => row.GetProperty("value").GetString()).ToList();
        Assert.Equal("2022", years[^1]);
        Assert.Contains("2026", years);
    }

    [Fact]
    public async Task Where_nothing_counted_fits_the_list_still_has_what_is_older()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/statements?proposal=istanbul-communique-2022");
        Assert.StartsWith("0 statements back to ", page.QuerySelector("#view p[role=status]")!.Words(), StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll("article"));
        Assert.DoesNotContain("No statement fits", page.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
    }

    private static int Number(JsonElement row) => row.GetProperty("statement").GetInt32();

    private static async Task<JsonElement> ListAsync(PeaceTrackerApp app, string query)
    {
        using var client = app.Visitor();
        using var list = await StatementsTests.JsonAsync(client, $"/ukraine/statements.json?{query}");
        return list.RootElement.Clone();
    }
}
