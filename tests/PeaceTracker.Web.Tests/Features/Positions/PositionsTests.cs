using System.Text.Json;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Positions;

/// <summary>What the issue of the first release asks of the matrix, with expected values from the researched record.</summary>
public sealed class PositionsTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    [Theory]
    // Record: B212 is Ukraine's refusal by unnamed sources (No. 1286); A006 and A029 are reports that nothing was answered.
    [InlineData("", true, true)]
    [InlineData("&evidence=report", false, true)]
    [InlineData("&evidence=on-record", false, false)]
    public async Task Answers_count_by_the_same_evidence_as_positions(string evidence, bool byUnnamedSources, bool byReport)
    {
        using var client = app.Visitor();
        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri("/ukraine/positions.json?date=2025-08-31" + evidence, UriKind.Relative), TestContext.Current.CancellationToken));
        var answers = file.RootElement.GetProperty("responses").EnumerateArray()
            .Where(row => row.GetProperty("proposal").GetString() == "russian-terms-august-2025")
            .Select(row => (row.GetProperty("party").GetString(), row.GetProperty("response").GetString()))
            .ToList();
        Assert.Equal(byUnnamedSources, answers.Contains(("ukraine", "rejected")));
        Assert.Equal(byReport, answers.Contains(("united-states", "no-response-yet")));
    }

    [Theory]
    [InlineData("date=2025-08-31", "15 August 2025 (", "since=2025-08-15")]
    [InlineData("date=2025-08-31&since=2024-06-30", "30 June 2024:", "since=2024-06-30")]
    public async Task The_overview_counts_what_changed_since_the_day_chosen_or_the_last_round(string query, string since, string comparison)
    {
        using var client = app.Visitor();
        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri($"/ukraine/positions.json?date=2025-08-31&{comparison}", UriKind.Relative), TestContext.Current.CancellationToken));
        var rows = file.RootElement.GetProperty("positions").EnumerateArray().ToList();
        var changed = rows.Count(row => row.GetProperty("change").GetString() != "none");
        Assert.NotEqual(0, changed);
        using var page = await client.GetPageAsync("/ukraine/positions?" + query);
        Assert.StartsWith($"{changed} of {rows.Count} positions changed since {since}", page.QuerySelector("#view [role=status]")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_overview_leads_to_the_answers_that_are_missing()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/positions?date=2025-08-31");
        var link = page.QuerySelectorAll("#view .quick a").Single(item => item.Words().StartsWith("answers missing", StringComparison.Ordinal));
        Assert.Equal("/ukraine/responses?date=2025-08-31&state=no-answer", link.GetAttribute("href"));
    }

    [Theory]
    // Record: A002, A018-A021 (15 August 2025 terms as reported): Donbas in full, the south frozen at the front.
    [InlineData("UA-14", 5)]
    [InlineData("UA-09", 5)]
    [InlineData("UA-65", 3)]
    [InlineData("UA-23", 3)]
    public async Task Russia_on_territory_in_August_2025(string region, int step)
    {
        var cell = await CellAsync("date=2025-08-31", "russia", "territory", region);
        Assert.Equal("reported", cell.GetProperty("state").GetString());
        Assert.Equal(step, cell.GetProperty("step_from").GetInt32());
        Assert.Equal(step, cell.GetProperty("step_to").GetInt32());
    }

    [Theory]
    // Record: B136-B139 (speech of 14 June 2024): withdrawal from the four regions within their administrative borders.
    [InlineData("UA-14")]
    [InlineData("UA-09")]
    [InlineData("UA-65")]
    [InlineData("UA-23")]
    public async Task Russia_on_territory_in_June_2024(string region)
    {
        var cell = await CellAsync("date=2024-06-30", "russia", "territory", region);
        Assert.Equal("stated", cell.GetProperty("state").GetString());
        Assert.Equal(5, cell.GetProperty("step_from").GetInt32());
        Assert.Equal("2024-06-14", cell.GetProperty("stated_on").GetString());
    }

    [Theory]
    // Record: A003 and A027 (no NATO, form not said), A004 ("remain neutral" and no more), A005 and A031 (no Western troops).
    [InlineData("nato-membership", 5, 5, "reported")]
    [InlineData("neutrality", 3, 4, "ambiguous")]
    [InlineData("foreign-troops", 4, 4, "reported")]
    public async Task Russia_on_alliances_and_troops_in_August_2025(string issue, int from, int to, string state)
    {
        var cell = await CellAsync("date=2025-08-31", "russia", issue);
        Assert.Equal(state, cell.GetProperty("state").GetString());
        Assert.Equal(from, cell.GetProperty("step_from").GetInt32());
        Assert.Equal(to, cell.GetProperty("step_to").GetInt32());
        Assert.True(cell.GetProperty("reported").GetBoolean());
    }

    [Fact]
    public async Task A_month_is_shown_as_a_month_and_the_file_says_from_which_day_it_counts()
    {
        // Record: A003 and A027, statements 3 and 27, are of "2025-08?".
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/positions?date=2025-08-31&parties=russia&issues=nato-membership");
        var shown = page.QuerySelector(".matrix td")!;
        Assert.Equal("Aug 2025 (uncertain)", shown.QuerySelector(".on")!.Words());
        Assert.Contains("statement dated August 2025 (uncertain)", shown.Words(), StringComparison.Ordinal);
        var cell = await CellAsync("date=2025-08-31", "russia", "nato-membership");
        Assert.Equal([3, 27], cell.GetProperty("statements").EnumerateArray().Select(item => item.GetInt32()));
        Assert.Equal(["2025-08?", "2025-08?"], cell.GetProperty("stated_edtf").EnumerateArray().Select(item => item.GetString()));
        Assert.Equal(("2025-08-01", "2025-08-31"), (cell.GetProperty("stated_earliest").GetString(), cell.GetProperty("stated_on").GetString()));
        var csv = await client.GetStringAsync(new Uri("/ukraine/positions.csv?date=2025-08-31&parties=russia&issues=nato-membership", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains(",2025-08?;2025-08?,2025-08-01,", csv, StringComparison.Ordinal);
    }

    [Theory]
    // A day that is about right is shown as such wherever its position is: Record B404 is of "2025-12-10~".
    [InlineData("/ukraine/positions?date=2025-12-10&parties=united-states&issues=eu-membership", ".matrix .on")]
    [InlineData("/ukraine/issues/eu-membership?date=2025-12-10&parties=united-states", "#positions + .scroll .on")]
    [InlineData("/ukraine/parties/united-states?date=2025-12-10&issues=eu-membership", "#view td .on")]
    public async Task About_a_day_stays_about_a_day(string address, string place)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address);
        Assert.Equal("about 10 Dec 2025", page.QuerySelector(place)!.Words());
    }

    [Theory]
    // Record: A034 (no land is given up, any of it; whether control returns under the settlement or later is not said).
    [InlineData("UA-14")]
    [InlineData("UA-65")]
    [InlineData("other")]
    public async Task Ukraine_on_territory_in_August_2025(string region)
    {
        var cell = await CellAsync("date=2025-08-31", "ukraine", "territory", region);
        Assert.Equal(1, cell.GetProperty("step_from").GetInt32());
        Assert.Equal(2, cell.GetProperty("step_to").GetInt32());
    }

    [Fact]
    public async Task Neutrality_asked_for_in_the_same_words_is_no_move()
    {
        var cell = await CellAsync("since=2024-06-30&date=2025-08-31", "russia", "neutrality");
        Assert.Equal("none", cell.GetProperty("change").GetString());
    }

    [Theory]
    [InlineData("/ukraine/positions?date=0001-01-01")]
    [InlineData("/ukraine/positions?date=2025-08-31&since=0001-01-01")]
    [InlineData("/ukraine/positions?date=9999-12-31")]
    [InlineData("/ukraine/issues/territory?date=0001-01-01")]
    [InlineData("/ukraine/issues/territory?from=0001-01-01&to=9999-12-31")]
    [InlineData("/ukraine/statements?date=0001-01-01")]
    public async Task Days_beyond_any_record_are_refused_with_a_link_that_works(string address)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address, 400);
        using var answer = await client.GetAsync(new Uri(page.QuerySelector("main li a")!.GetAttribute("href")!, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("/ukraine/positions?date=1900-01-01", 200)]
    [InlineData("/ukraine/issues/territory.svg?date=1900-01-01", 200)]
    [InlineData("/ukraine/statements.csv", 200)]
    [InlineData("/nowhere", 404)]
    public async Task HEAD_is_answered_as_GET_without_the_body(string address, int status)
    {
        using var client = app.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(address, UriKind.Relative));
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Regions_with_one_position_share_a_line_and_each_leads_to_its_working()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/positions?date=2025-08-31&since=2024-06-30");
        var row = page.QuerySelectorAll(".matrix tbody tr").Single(item => item.QuerySelector("th a")!.TextContent == "Territory");
        var column = page.QuerySelectorAll(".matrix thead th").ToList().FindIndex(cell => cell.Words().EndsWith("Russia", StringComparison.Ordinal));
        var south = row.Children[column].QuerySelectorAll(".grp").Single(group => group.QuerySelector(".lab")!.Words() == "Divided at the front");
        // Record: A018 to A021, against B136 to B139.
        Assert.Equal(["UA-23", "UA-65"], south.QuerySelectorAll("a").Select(link => link.GetAttribute("href")!.Split("region=")[1].Split('&')[0]).Order(StringComparer.Ordinal));
        Assert.Equal("\u2190 2 steps", south.QuerySelector(".ch")!.Words());
        Assert.Contains("2 steps towards Ukraine's control restored since 30 Jun 2024", south.QuerySelector(".ch")!.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_regions_can_be_asked_for_and_are_in_every_file()
    {
        using var client = app.Visitor();
        var folded = await client.GetPageAsync("/ukraine/positions?date=2025-08-31");
        Assert.Equal(19, folded.QuerySelectorAll(".matrix tbody tr").Length);
        var page = await client.GetPageAsync(folded.QuerySelector("a.unfold")!.GetAttribute("href")!);
        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri("/ukraine/positions.json?date=2025-08-31", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(file.RootElement.GetProperty("positions").GetArrayLength(), page.QuerySelectorAll(".matrix tbody td").Length);
        // The poles of an issue stand once.
        Assert.Equal(19, page.QuerySelectorAll(".matrix .poles").Length);
    }

    [Fact]
    public async Task Another_value_for_regions_is_refused_with_what_would_be_right()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/positions?regions=some", 400);
        Assert.Contains("some", page.QuerySelector(".faults")!.Words(), StringComparison.Ordinal);
        foreach (var link in page.QuerySelectorAll("main li a"))
            await client.GetPageAsync(link.GetAttribute("href")!);
    }

    private async Task<JsonElement> CellAsync(string query, string party, string issue, string region = "")
    {
        using var client = app.Visitor();
        using var document = JsonDocument.Parse(await client.GetStringAsync(new Uri($"/ukraine/positions.json?{query}", UriKind.Relative), TestContext.Current.CancellationToken));
        return document.RootElement.GetProperty("positions").EnumerateArray()
            .Single(cell => cell.GetProperty("party").GetString() == party && cell.GetProperty("issue").GetString() == issue && cell.GetProperty("region").GetString() == region)
            .Clone();
    }
}
