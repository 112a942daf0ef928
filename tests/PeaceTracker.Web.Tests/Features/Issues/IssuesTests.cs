using System.Text.Json;
using System.Xml.Linq;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Issues;

/// <summary>The issue pages, with expected values from the researched record.</summary>
public sealed class IssuesTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    [Fact]
    public async Task The_list_names_every_issue_with_its_question_and_both_poles()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/issues?date=2025-08-31");
        var row = page.QuerySelectorAll("table.issues tbody tr").Single(item => item.QuerySelector("th a")!.TextContent == "NATO membership");
        Assert.Contains("Does Ukraine join NATO?", row.Words(), StringComparison.Ordinal);
        Assert.Contains("Invitation or date now", row.Words(), StringComparison.Ordinal);
        Assert.Contains("Barred in law", row.Words(), StringComparison.Ordinal);
        Assert.Equal(19, page.QuerySelectorAll("table.issues tbody tr").Length);
    }

    [Fact]
    public async Task The_list_as_a_file_says_the_same_as_the_page()
    {
        using var json = await JsonAsync("/ukraine/issues.json?date=2025-08-31");
        var nato = json.RootElement.GetProperty("issues").EnumerateArray().Single(item => item.GetProperty("issue").GetString() == "nato-membership");
        Assert.Equal(6, nato.GetProperty("steps_of").GetInt32());
        // Record: seed paragraph 7, Ukraine keeps to its right to seek membership: the path is kept open.
        Assert.Contains("ukraine", nato.GetProperty("spread")[1].GetString(), StringComparison.Ordinal);
        var csv = await TextAsync("/ukraine/issues.csv?date=2025-08-31");
        Assert.Equal(json.RootElement.GetProperty("issues").GetArrayLength(), csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1);
    }

    // The chain of the record for Ukraine on NATO: constitution, Istanbul outline and draft, compact, application, counter-paper of April
    // 2025, seed paragraph 7, the offer to trade it, the 20 points that leave it out. Invitation now (October and November 2024) and the
    // framework paper of June 2025 repeat what was held.
    private static readonly (string Date, string To, string Change, int Statement)[] UkraineOnNato =
    [
        ("24 Dec 2025", "Silent", "no step any more", 1430),
        ("14 Dec 2025", "Given up by declaration (step 5, conditional)", "3 steps towards Barred in law", 1409),
        ("August 2025 (uncertain)", "Path kept open (step 2, reported)", "1 step towards Invitation or date now", 37),
        ("23 Apr 2025", "Undecided, not renounced (step 3, reported)", "2 steps towards Barred in law", 1217),
        ("30 Sep 2022", "Invitation or date now (step 1)", "1 step towards Invitation or date now", 1069),
        ("13 Sep 2022", "Path kept open (step 2)", "4 steps towards Invitation or date now", 1065),
        ("15 Apr 2022", "Barred in law (step 6, reported)", "may be unchanged", 1047),
        ("29 Mar 2022", "Given up by declaration, or Barred in law (step 5 to 6, ambiguous)", "3 steps towards Barred in law", 1035),
        ("7 Feb 2019", "Path kept open (step 2)", "new", 1002),
    ];

    [Fact]
    public async Task Ukraine_on_NATO_moves_as_the_record_says()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/issues/nato-membership?parties=ukraine");
        var rows = page.QuerySelectorAll(".wide tbody tr").Select(row => (
            Date: row.Children[0].Words(), To: row.Children[3].Words(), Change: row.Children[4].Words(), Statement: row.Children[5].Words())).ToList();
        Assert.Equal(UkraineOnNato.Select(item => (item.Date, item.To, item.Change)), rows.Select(item => (item.Date, item.To, item.Change)));
        Assert.All(UkraineOnNato.Zip(rows), pair => Assert.Contains($"No. {pair.First.Statement}", pair.Second.Statement, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_party_that_may_stand_on_several_steps_is_counted_on_none_of_them()
    {
        // Record B399: the wording of December 2025 allows of the United States steps 3 to 6 on NATO membership.
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/issues?issues=nato-membership");
        var row = page.QuerySelector("table.issues tbody tr")!;
        Assert.All(row.QuerySelectorAll(".spread li"), item => Assert.DoesNotContain("United States", item.Words(), StringComparison.Ordinal));
        Assert.Contains("United States: 3 to 6, one of them", row.Words(), StringComparison.Ordinal);
        using var file = await JsonAsync("/ukraine/issues.json?issues=nato-membership");
        var nato = file.RootElement.GetProperty("issues")[0];
        Assert.DoesNotContain(nato.GetProperty("spread_of_one_step").EnumerateArray(), text => text.GetString()!.Contains("united-states", StringComparison.Ordinal));
        Assert.Equal(["united-states: 3 to 6, one of them"], nato.GetProperty("spread_open").EnumerateArray().Select(item => item.GetString()).Where(text => text!.StartsWith("united-states", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_date_without_a_day_gets_none_in_table_phone_list_and_chart()
    {
        using var client = app.Visitor();
        // Record: B001, the declaration of Bucharest, is of "2008-04"; A003 and A027 are of "2025-08?".
        using var page = await client.GetPageAsync("/ukraine/issues/nato-membership?parties=nato,russia&date=2025-08-31&from=2008-01-01");
        Assert.Equal("April 2008", page.QuerySelectorAll(".wide tbody tr").Last(row => row.QuerySelector("th")!.Words() == "NATO").Children[0].Words());
        Assert.StartsWith("April 2008: Path kept open", page.QuerySelectorAll(".moves li").Select(item => item.Words()).Single(words => words.Contains("2008", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.StartsWith("NATO, April 2008: ", page.QuerySelector("svg.steps a[data-st='1001']")!.GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.StartsWith("Russia, August 2025 (uncertain): ", page.QuerySelector("svg.steps a[data-st='3']")!.GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Contains("Aug 2025 (uncertain)", page.QuerySelector("#positions + .scroll .s-reported .on")!.Words(), StringComparison.Ordinal);
        using var file = await JsonAsync("/ukraine/issues/nato-membership.json?parties=russia&date=2025-08-31");
        var newest = file.RootElement.GetProperty("changes")[0];
        Assert.Equal(("2025-08-31", "2025-08-01"), (newest.GetProperty("date").GetString(), newest.GetProperty("earliest").GetString()));
        Assert.Equal(["2025-08?", "2025-08?"], newest.GetProperty("made_on").EnumerateArray().Select(item => item.GetString()));
        using var list = await client.GetPageAsync("/ukraine/issues?date=2025-08-31&issues=nato-membership&parties=russia");
        Assert.Equal("Newest position: Aug 2025 (uncertain), Russia", list.QuerySelector("table.issues tbody td:last-child")!.Words());
    }

    [Fact]
    public async Task Every_change_has_a_mark_in_the_chart_that_leads_to_its_statement()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/issues/nato-membership?parties=ukraine&from=2019-01-01");
        Assert.All(UkraineOnNato, item => Assert.Single(page.QuerySelectorAll($"svg.steps a[data-st='{item.Statement}']")));
        Assert.All(page.QuerySelectorAll("svg.steps a.mark"), mark =>
        {
            Assert.StartsWith($"/ukraine/statements/{mark.GetAttribute("data-st")}", mark.GetAttribute("href"), StringComparison.Ordinal);
            Assert.StartsWith("Ukraine, ", mark.GetAttribute("aria-label"), StringComparison.Ordinal);
            Assert.NotNull(mark.GetAttribute("data-x"));
        });
        Assert.Contains("1 of 1 parties shown moved on NATO membership, last Ukraine on 14 December 2025", page.QuerySelector("#vt")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_carries_the_words_the_source_and_the_grade_of_its_statements()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/issues/nato-membership?parties=ukraine&from=2019-01-01");
        Assert.All(UkraineOnNato, item => Assert.Contains("Grade: ", page.QuerySelector($".wide [data-words='{item.Statement}']")!.Words(), StringComparison.Ordinal));
        // Record B002: the amendment of 7 February 2019, read at RFE/RL and at Interfax-Ukraine.
        var words = page.QuerySelector(".wide [data-words='1002']")!.Words();
        Assert.Contains("7 February 2019, legal document", words, StringComparison.Ordinal);
        Assert.Contains("Source: RFE/RL, 7 Feb 2019 and 1 more.", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ukraine/issues/nato-membership.svg")]
    [InlineData("/ukraine/issues/territory.svg?region=UA-14&date=2025-08-31&from=2024-01-01")]
    public async Task The_drawing_as_a_file_is_well_formed_and_says_where_it_comes_from(string address)
    {
        using var client = app.Visitor();
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("image/svg+xml", response.Content.Headers.ContentType?.MediaType);
        var svg = XDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Root!;
        Assert.Equal("http://www.w3.org/2000/svg", svg.Name.NamespaceName);
        var words = string.Join('\n', svg.Descendants().Where(item => item.Name.LocalName == "text").Select(item => item.Value));
        Assert.Contains("CC BY 4.0", words, StringComparison.Ordinal);
        Assert.Contains("As of 20", words, StringComparison.Ordinal);
        Assert.Contains("known at 2026-11-25T", words, StringComparison.Ordinal);
        Assert.Contains("http://localhost/ukraine/issues/", words, StringComparison.Ordinal);
        Assert.All(svg.Descendants().Where(item => item.Name.LocalName == "a"), mark => Assert.StartsWith(
            mark.Attribute("class")!.Value == "mark" ? "http://localhost/ukraine/statements/" : "http://localhost/ukraine/", mark.Attribute("href")!.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(svg.Descendants(), item => item.Attribute("style") is not null);
    }

    [Fact]
    public async Task The_two_files_hold_the_changes_of_the_page()
    {
        using var json = await JsonAsync("/ukraine/issues/nato-membership.json?parties=ukraine");
        var changes = json.RootElement.GetProperty("changes").EnumerateArray().ToList();
        Assert.Equal(UkraineOnNato.Select(item => item.Change), changes.Select(item => item.GetProperty("change").GetString()));
        var csv = (await TextAsync("/ukraine/issues/nato-membership.csv?parties=ukraine")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(changes.Select(item => item.GetProperty("date").GetString()), csv.Skip(1).Select(line => line.Split(',')[0]));
        Assert.Equal(6, json.RootElement.GetProperty("scale").GetArrayLength());
    }

    [Fact]
    public async Task A_regional_issue_shows_a_row_a_region_and_draws_the_region_asked_for()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/issues/territory?region=UA-65&date=2025-08-31");
        Assert.Equal("UA-65", page.QuerySelector("select[name=region] option[selected]")!.GetAttribute("value"));
        var rows = page.QuerySelectorAll("table.stand tbody tr").ToList();
        Assert.Equal("Every other region", rows[^1].QuerySelector("th")!.Words());
        var kherson = rows.Single(row => row.QuerySelector("th")!.Words() == "Kherson");
        // Record: A020, A021: the south divided at the front.
        Assert.Contains("Divided at the front", kherson.Words(), StringComparison.Ordinal);
        Assert.Contains("(Kherson)", page.QuerySelector("#vt")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_permanent_link_and_the_files_repeat_region_and_days()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/issues/territory?region=UA-65&from=2024-01-01&to=2025-08-31");
        Assert.All(page.QuerySelectorAll(".take a"), link =>
        {
            Assert.Contains("region=UA-65", link.GetAttribute("href"), StringComparison.Ordinal);
            Assert.Contains("from=2024-01-01", link.GetAttribute("href"), StringComparison.Ordinal);
            Assert.Contains("to=2025-08-31", link.GetAttribute("href"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task The_chart_shows_the_last_24_months_and_the_table_all_changes_unless_days_are_asked_for()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/issues/nato-membership?parties=ukraine&date=2026-01-31");
        Assert.StartsWith("31 January 2024 to 31 January 2026.", page.QuerySelector("#view [role=status]")!.Words(), StringComparison.Ordinal);
        // What nobody asked for is not in the form either: without scripts it would be asked for from then on.
        Assert.Null(page.QuerySelector("#from")!.GetAttribute("value"));
        Assert.Null(page.QuerySelector("#to")!.GetAttribute("value"));
        // The application of 30 September 2022 is in the table and not in the drawing.
        Assert.Empty(page.QuerySelectorAll("svg.steps a[data-st='1069']"));
        Assert.NotEmpty(page.QuerySelectorAll(".wide a[data-st='1069']"));
        Assert.Equal("24 months", page.QuerySelector(".quick a[aria-current]")!.Words());
        var all = page.QuerySelectorAll(".quick a").Single(link => link.Words() == "all").GetAttribute("href")!;
        Assert.NotEmpty((await client.GetPageAsync(all)).QuerySelectorAll("svg.steps a[data-st='1069']"));
    }

    [Fact]
    public async Task Who_moved_is_counted_from_the_day_compared_with_and_who_said_nothing_is_not_said_to_stand_still()
    {
        using var client = app.Visitor();
        // Record: Ukraine offered permanent neutrality on 29 March 2022 (B035); seed paragraph 7 has it free to choose its alliances.
        using var page = await client.GetPageAsync("/ukraine/issues/neutrality?date=2025-08-31&since=2022-04-01");
        Assert.Equal("1 of 6 parties shown moved on Neutrality since 1 April 2022", page.QuerySelector("#vt")!.Words());
        var words = page.QuerySelector("#view [role=status]")!.Words();
        Assert.StartsWith("1 April 2022 to 31 August 2025. Moved: Ukraine.", words, StringComparison.Ordinal);
        Assert.EndsWith("No statement found: European states, France, NATO, United States.", words, StringComparison.Ordinal);
        Assert.Contains("since 1 Apr 2022", page.QuerySelector("#positions ~ .scroll tbody")!.Words(), StringComparison.Ordinal);
        // The drawing reaches back as far as the comparison.
        Assert.NotEmpty(page.QuerySelectorAll("svg.steps a[data-st='1066']"));
    }

    [Fact]
    public async Task A_region_no_coding_names_moves_with_every_other_region()
    {
        using var client = app.Visitor();
        // Record A034 of August 2025 rules out giving up land, which leaves steps 1 and 2; before it B117 has step 1.
        using var kyiv = await client.GetPageAsync("/ukraine/issues/territory?region=UA-32&date=2025-12-31");
        using var others = await client.GetPageAsync("/ukraine/issues/territory?region=other&date=2025-12-31");
        var words = kyiv.QuerySelector("#view [role=status]")!.Words();
        Assert.Contains("May have moved or not, as a wording allows several steps: Ukraine.", words, StringComparison.Ordinal);
        Assert.Equal(others.QuerySelector("#view [role=status]")!.Words(), words);
        Assert.Equal(others.QuerySelectorAll("#view .events li").Length, kyiv.QuerySelectorAll("#view .events li").Length);
        Assert.NotEmpty(kyiv.QuerySelectorAll("#view .events li"));
    }

    [Fact]
    public async Task A_chart_of_a_time_in_which_nothing_was_said_begins_with_the_newest_statement_before()
    {
        using var client = app.Visitor();
        // Record B002 to B004: the constitution of 7 and 19 February 2019; nothing more on NATO membership by Ukraine until 2022.
        var page = await client.GetPageAsync("/ukraine/issues/nato-membership?parties=ukraine&date=2021-10-31");
        Assert.Matches("^[0-9]+ January 2019 to 31 October 2021\\.", page.QuerySelector("#view [role=status]")!.Words());
    }

    [Fact]
    public async Task Every_event_letter_in_the_chart_is_a_link()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/issues/territory?region=UA-14&date=2025-08-31");
        var letters = page.QuerySelectorAll("svg.steps a.event").ToList();
        Assert.NotEmpty(letters);
        Assert.All(letters, letter => Assert.Matches("^/ukraine/events/|#events$", letter.GetAttribute("href")!));
        Assert.NotNull(page.QuerySelector("#events"));
        Assert.NotNull(page.QuerySelector("main a[href^='/ukraine/figures']"));
    }

    [Fact]
    public async Task The_days_limit_the_changes_shown()
    {
        using var json = await JsonAsync("/ukraine/issues/nato-membership.json?parties=ukraine&from=2025-01-01&to=2025-11-30");
        Assert.Equal([37, 1217], json.RootElement.GetProperty("changes").EnumerateArray().Select(item => item.GetProperty("statements")[0].GetInt32()));
    }

    [Theory]
    [InlineData("/ukraine/issues/territory?region=UA-99", "UA-99")]
    [InlineData("/ukraine/issues/nato-membership?region=UA-14", "UA-14")]
    [InlineData("/ukraine/issues/nato-membership?from=yesterday", "yesterday")]
    [InlineData("/ukraine/issues/nato-membership?to=2025-13-01", "2025-13-01")]
    [InlineData("/ukraine/issues/nato-membership?from=2025-08-01&to=2025-07-01", "2025-08-01")]
    [InlineData("/ukraine/issues/nato-membership?to=2030-01-01", "2030-01-01")]
    public async Task What_cannot_be_drawn_is_said_with_a_way_out(string address, string found)
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync(address, 400);
        Assert.Contains(found, page.QuerySelector(".faults")!.Words(), StringComparison.Ordinal);
        foreach (var link in page.QuerySelectorAll("main li a"))
            await client.GetPageAsync(link.GetAttribute("href")!);
    }

    [Theory]
    [InlineData("nato-memberships")]
    [InlineData("nato")]
    [InlineData("natto")]
    public async Task An_unknown_issue_names_the_nearest_ones(string asked)
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync($"/ukraine/issues/{asked}", 404);
        Assert.Contains(page.QuerySelectorAll("main li a"), link => link.GetAttribute("href") == "/ukraine/issues/nato-membership");
    }

    [Fact]
    public async Task Of_regions_with_as_many_codings_the_first_by_name_is_drawn()
    {
        using var client = app.Visitor();
        // What is asked for Crimea is coded on Sevastopol as well.
        var page = await client.GetPageAsync("/ukraine/issues/recognition");
        Assert.Equal("UA-43", page.QuerySelector("#region option[selected]")!.GetAttribute("value"));
    }

    private async Task<string> TextAsync(string address)
    {
        using var client = app.Visitor();
        return await client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
    }

    private async Task<JsonDocument> JsonAsync(string address) => JsonDocument.Parse(await TextAsync(address));
}
