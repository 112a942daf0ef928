using System.Text.Json;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Figures;

/// <summary>Expected values come from the researched record.</summary>
public sealed class FiguresTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    [Theory]
    // A022: about 88 per cent of Donbas; A023: about 73 per cent of Kherson and Zaporizhzhia taken together.
    [InlineData("A022", 88, "UA-14 UA-09", "US and open-source assessments")]
    [InlineData("A023", 73, "UA-65 UA-23", "US and open-source assessments")]
    // Later shares of Donbas that differ (K5).
    [InlineData("B304", 78, "UA-14 UA-09", "Donald Trump")]
    [InlineData("B393", 85, "UA-14 UA-09", "the report that quotes the interview")]
    public async Task The_shares_on_record_are_there_as_the_record_gives_them(string record, int share, string regions, string by)
    {
        using var client = app.Visitor();
        using var file = await JsonAsync("/ukraine/figures.json");
        var figure = file.RootElement.GetProperty("figures").EnumerateArray().Single(row => row.GetProperty("record").GetString() == record);
        Assert.Equal(share, figure.GetProperty("share_low").GetInt32());
        Assert.Equal(share, figure.GetProperty("share_high").GetInt32());
        Assert.Equal("russia", figure.GetProperty("held_by").GetString());
        Assert.Equal(by, figure.GetProperty("attributed_to").GetString());
        Assert.Equal(regions.Split(' ').Order(StringComparer.Ordinal), figure.GetProperty("regions").EnumerateArray().Select(region => region.GetString()!).Order(StringComparer.Ordinal));
        var page = await client.GetPageAsync("/ukraine/figures");
        Assert.Contains(FormattableString.Invariant($"{share} per cent"), page.QuerySelectorAll("#view tbody th").Select(cell => cell.Words()));
    }

    [Fact]
    public async Task Page_and_files_agree()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/figures");
        using var file = await JsonAsync("/ukraine/figures.json");
        var figures = file.RootElement.GetProperty("figures").EnumerateArray().ToList();
        Assert.Equal(figures.Select(row => row.GetProperty("share").GetString()), page.QuerySelectorAll("#view tbody th").Select(cell => cell.Words()));
        var csv = await client.GetStringAsync(new Uri("/ukraine/figures.csv", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.All(figures, row => Assert.Contains($"\n{row.GetProperty("record").GetString()},", csv, StringComparison.Ordinal));
    }

    [Theory]
    // Published on 25 November 2026; said in August 2025; reported by the article, not on the record.
    [InlineData("known=2026-11-24")]
    [InlineData("date=2025-07-31")]
    [InlineData("evidence=on-record&date=2025-09-30")]
    public async Task A_figure_is_shown_only_where_its_statement_is(string query)
    {
        using var file = await JsonAsync($"/ukraine/figures.json?{query}");
        Assert.Empty(file.RootElement.GetProperty("figures").EnumerateArray());
    }

    private async Task<JsonDocument> JsonAsync(string address)
    {
        using var client = app.Visitor();
        return JsonDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));
    }
}
