using System.Text.Json;
using System.Xml.Linq;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Distance;

/// <summary>Expected values come from the researched record and the steps of seeds/codebook.</summary>
public sealed class DistanceTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string Alaska = "date=2025-08-31&since=2024-06-30";

    [Theory]
    // Russia: Ukraine must give up the aim, A003 and A027 (step 5). Ukraine: keeps its right to seek membership, A037 (step 2). Of six steps.
    [InlineData("nato-membership", 5, 2, 3, 5, "3 of 5 steps apart")]
    // Russia: no Western troops, A005 and A031 (step 4). Ukraine: no limit in the terms of 1 June 2025, B266 (step 1). Of five steps.
    [InlineData("foreign-troops", 4, 1, 3, 4, "3 of 4 steps apart")]
    public async Task The_gap_of_Russia_and_Ukraine_after_Alaska_follows_the_record(string issue, int russia, int ukraine, int gap, int of, string words)
    {
        using var file = await JsonAsync($"/ukraine/distance.json?date=2025-08-31&issues={issue}");
        var row = Assert.Single(file.RootElement.GetProperty("distance").EnumerateArray());
        Assert.Equal(("russia", "ukraine"), (row.GetProperty("a").GetString(), row.GetProperty("b").GetString()));
        Assert.Equal((russia, ukraine), (row.GetProperty("a_step_from").GetInt32(), row.GetProperty("b_step_from").GetInt32()));
        Assert.Equal((gap, gap, of), (row.GetProperty("gap_least").GetInt32(), row.GetProperty("gap_most").GetInt32(), row.GetProperty("gap_of").GetInt32()));
        using var client = app.Visitor();
        using var page = await client.GetPageAsync($"/ukraine/distance?date=2025-08-31&issues={issue}");
        var item = Assert.Single(page.QuerySelectorAll(".gaps li"));
        Assert.Equal(words, item.QuerySelector(".words strong")!.Words());
        Assert.Equal(2, item.QuerySelectorAll("svg a.gm").Length);
        Assert.NotNull(item.QuerySelector("svg .gap"));
    }

    [Fact]
    public async Task The_gap_before_is_named_with_the_day_compared_with()
    {
        using var client = app.Visitor();
        // On 30 June 2024 Russia asked for renunciation (B140, step 5) and Ukraine for an invitation (B069, step 1): 4 steps.
        using var page = await client.GetPageAsync($"/ukraine/distance?{Alaska}&issues=nato-membership");
        Assert.Equal("3 of 5 steps apart, was 4", page.QuerySelector(".gaps .words strong")!.Words());
        // Istanbul 2022 (B048): no foreign troops for both, so on one step until later words.
        using var troops = await client.GetPageAsync($"/ukraine/distance?{Alaska}&issues=foreign-troops");
        Assert.Equal("3 of 4 steps apart, was the same step", troops.QuerySelector(".gaps .words strong")!.Words());
    }

    [Fact]
    public async Task Regions_in_which_both_say_the_same_are_one_row_and_a_row_each_in_the_file()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync($"/ukraine/distance?{Alaska}&issues=territory");
        // A020, A021: the line stays where it is in Kherson and in Zaporizhzhia, in the whole of which Russia had claimed control.
        var south = Assert.Single(page.QuerySelectorAll(".gaps li"), item => item.QuerySelector(".what")!.Words().Contains("Kherson", StringComparison.Ordinal));
        Assert.Equal("Territory Kherson and Zaporizhzhia", south.QuerySelector(".what")!.Words());
        using var file = await JsonAsync($"/ukraine/distance.json?{Alaska}&issues=territory");
        var regions = file.RootElement.GetProperty("distance").EnumerateArray().Select(row => row.GetProperty("region").GetString()).ToList();
        Assert.Contains("UA-65", regions);
        Assert.Contains("UA-23", regions);
        Assert.Equal(regions.Count, regions.Distinct().Count());
    }

    [Fact]
    public async Task A_missing_side_has_no_gap_and_is_named_by_its_state()
    {
        // B430: the 20 points of December 2025 say nothing of membership in NATO, and nothing newer of Ukraine is on record by the end of the year.
        using var file = await JsonAsync("/ukraine/distance.json?date=2025-12-31&issues=nato-membership");
        var row = Assert.Single(file.RootElement.GetProperty("distance").EnumerateArray());
        Assert.Equal("silent", row.GetProperty("b_state").GetString());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("gap_least").ValueKind);
        Assert.Equal(JsonValueKind.Null, row.GetProperty("b_step_from").ValueKind);
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/distance?date=2025-12-31&issues=nato-membership");
        var item = Assert.Single(page.QuerySelectorAll(".gaps li"));
        Assert.Equal("no gap to state; Ukraine: Silent", item.QuerySelector(".words strong")!.Words());
        Assert.Null(item.QuerySelector("svg .gap"));
        Assert.Contains(item.QuerySelectorAll("svg a.gm.out"), mark => mark.GetAttribute("aria-label")!.StartsWith("UA: Ukraine on NATO membership: Silent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_party_without_a_seat_is_not_measured()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/distance?a=nato&b=ukraine&date=2025-08-31&issues=sanctions");
        Assert.DoesNotContain("steps apart", page.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
        Assert.Contains("NATO: Not applicable", page.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closest_and_widest_are_said_in_words_with_all_that_tie()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/distance?date=2025-08-31&issues=nato-membership,foreign-troops,eu-membership");
        var words = page.QuerySelectorAll("#view > p").Select(paragraph => paragraph.Words()).ToList();
        Assert.Contains("Widest: NATO membership (3 of 5 steps apart); Foreign troops (3 of 4 steps apart).", words);
        Assert.Contains("Closest: EU membership (same step).", words);
        Assert.Contains("an order, not a measure", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_three_parties_the_pairs_closest_and_farthest_are_named()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/distance?parties=european-states,russia,ukraine&date=2025-08-31&issues=foreign-troops,eu-membership");
        var words = page.QuerySelectorAll("#view > p").Select(paragraph => paragraph.Words()).ToList();
        Assert.Contains(words, sentence => sentence.StartsWith("Widest: ", StringComparison.Ordinal) && sentence.Contains("Russia and Ukraine", StringComparison.Ordinal) && sentence.Contains("(3 of 4 steps apart)", StringComparison.Ordinal));
        Assert.Contains(words, sentence => sentence.StartsWith("Closest: ", StringComparison.Ordinal) && sentence.Contains("EU membership, Russia and Ukraine", StringComparison.Ordinal) && sentence.Contains("(same step)", StringComparison.Ordinal));
        var troops = page.QuerySelectorAll(".gaps > li").First(row => row.QuerySelector(".what")!.Words() == "Foreign troops");
        Assert.StartsWith("Farthest apart: ", troops.QuerySelector(".words strong")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Russia and Ukraine", troops.QuerySelector(".words strong")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_are_sorted_by_gap_by_change_or_by_group()
    {
        using var client = app.Visitor();
        using var byGap = await client.GetPageAsync("/ukraine/distance?date=2025-08-31&issues=nato-membership,foreign-troops,eu-membership");
        Assert.Equal("EU membership", byGap.QuerySelectorAll(".gaps .what")[^1].Words());
        // Foreign troops went from the same step to 3, NATO membership from 4 to 3.
        using var byChange = await client.GetPageAsync($"/ukraine/distance?{Alaska}&issues=nato-membership,foreign-troops&sort=change");
        Assert.Equal(["Foreign troops", "NATO membership"], byChange.QuerySelectorAll(".gaps .what").Select(item => item.Words()));
        using var byGroup = await client.GetPageAsync("/ukraine/distance?date=2025-08-31&sort=group");
        var groups = byGroup.QuerySelectorAll(".gaps h3").Select(heading => heading.Words()).ToList();
        Assert.Contains("Security", groups);
        Assert.Equal(groups.Count, groups.Distinct().Count());
    }

    [Fact]
    public async Task Three_parties_have_strips_and_a_table_of_every_two()
    {
        using var client = app.Visitor();
        const string query = "parties=ukraine,russia,united-states&date=2025-08-31&issues=nato-membership";
        using var page = await client.GetPageAsync($"/ukraine/distance?{query}");
        Assert.Equal("How far apart: Russia, Ukraine and United States", page.QuerySelector("h1")!.Words());
        Assert.Equal(3, page.QuerySelectorAll(".gaps svg a.gm").Length);
        Assert.Null(page.QuerySelector(".gaps svg .gap"));
        Assert.Equal(
            ["Russia and Ukraine", "Russia and United States", "Ukraine and United States"],
            page.QuerySelectorAll("details tbody tr").Select(row => row.QuerySelector("td")!.Words()));
        using var file = await JsonAsync($"/ukraine/distance.json?{query}");
        Assert.Equal(3, file.RootElement.GetProperty("distance").GetArrayLength());
    }

    [Fact]
    public async Task The_table_says_the_same_as_the_chart()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/distance?date=2025-08-31");
        var drawn = page.QuerySelectorAll(".gaps .words strong").Select(item => item.Words()).ToList();
        var listed = page.QuerySelectorAll("details tbody tr").Select(row => row.QuerySelectorAll("td")[^1].Words()).ToList();
        Assert.Equal(drawn, listed.Take(drawn.Count));
        Assert.All(listed.Skip(drawn.Count), words => Assert.StartsWith("no gap to state", words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_chart_is_a_file_of_its_own_with_whole_addresses()
    {
        using var client = app.Visitor();
        using var answer = await client.GetAsync(new Uri($"/ukraine/distance.svg?{Alaska}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType!.MediaType);
        var svg = XDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var links = svg.Descendants().Where(element => element.Name.LocalName == "a").Select(link => link.Attribute("href")!.Value).ToList();
        Assert.True(links.Count > 20);
        Assert.All(links, link => Assert.StartsWith("http://localhost/ukraine/positions/", link, StringComparison.Ordinal));
        Assert.Contains("3 of 5 steps apart, was 4", svg.Root!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ukraine/distance?a=ukraine&b=france", "Ukraine and France")]
    [InlineData("/ukraine/distance", "Russia and Ukraine")]
    [InlineData("/ukraine/distance?a=ukraine", "Ukraine and Russia")]
    [InlineData("/ukraine/distance?b=russia", "Ukraine and Russia")]
    [InlineData("/ukraine/distance?parties=ukraine,france", "France and Ukraine")]
    public async Task A_pair_is_the_one_asked_for_or_filled_from_the_pair_of_the_process(string address, string names)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address);
        Assert.Equal($"How far apart: {names}", page.QuerySelector("h1")!.Words());
    }

    [Theory]
    [InlineData("a=france", "Russia stands beside it")]
    [InlineData("b=russia", "Ukraine stands beside it")]
    [InlineData("a=ukraine&b=russia", null)]
    [InlineData("", null)]
    public async Task Who_was_not_asked_for_is_named(string query, string? words)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync($"/ukraine/distance?{query}");
        var note = page.QuerySelector("#view > .note")?.Words();
        if (words is null)
            Assert.Null(note);
        else
            Assert.Contains(words, note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ukraine/distance?a=kremlin", "/ukraine/distance?a=russia")]
    [InlineData("/ukraine/distance?a=russia&b=russia", "/ukraine/distance?a=russia&b=ukraine")]
    [InlineData("/ukraine/distance?a=russia&parties=france,russia", "/ukraine/distance?a=russia")]
    [InlineData("/ukraine/distance?parties=ukraine", "/ukraine/distance?a=ukraine&b=russia")]
    [InlineData("/ukraine/distance?parties=ukraine,ukraine", "/ukraine/distance?a=ukraine&b=united-states")]
    [InlineData("/ukraine/distance?sort=width", "/ukraine/distance?sort=gap")]
    [InlineData("/ukraine/distance?sort=change&date=2025-08-31", "/ukraine/distance?date=2025-08-31&since=2024-08-31&sort=change")]
    public async Task What_cannot_be_compared_is_said_with_what_can(string address, string offer)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address, 400);
        Assert.Contains(page.QuerySelectorAll("main li a"), link => link.GetAttribute("href") == offer);
        using var right = await client.GetPageAsync(offer);
    }

    [Fact]
    public async Task State_and_evidence_narrow_the_rows()
    {
        using var file = await JsonAsync("/ukraine/distance.json?date=2025-08-31&state=conditional");
        Assert.All(file.RootElement.GetProperty("distance").EnumerateArray(), row => Assert.Contains("conditional", new[] { row.GetProperty("a_state").GetString(), row.GetProperty("b_state").GetString() }));
        // On record alone, Russia's newest word on foreign troops is that of Lavrov, B294: none at all.
        using var record = await JsonAsync("/ukraine/distance.json?date=2025-08-31&evidence=on-record&issues=foreign-troops");
        Assert.Equal(5, record.RootElement.GetProperty("distance")[0].GetProperty("a_step_from").GetInt32());
    }

    [Fact]
    public async Task Before_anything_was_published_no_gap_is_known()
    {
        using var file = await JsonAsync("/ukraine/distance.json?known=2026-11-24");
        Assert.All(file.RootElement.GetProperty("distance").EnumerateArray(), row => Assert.Equal(JsonValueKind.Null, row.GetProperty("gap_least").ValueKind));
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/distance?known=2026-11-24");
        Assert.Empty(page.QuerySelectorAll(".gaps li"));
    }

    [Fact]
    public async Task The_page_of_a_party_leads_to_its_distance_from_others()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/parties/ukraine?date=2025-08-31");
        Assert.NotNull(page.QuerySelector("a[href='/ukraine/distance?a=ukraine&b=russia&date=2025-08-31']"));
    }

    private async Task<JsonDocument> JsonAsync(string address)
    {
        using var client = app.Visitor();
        return JsonDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));
    }
}
