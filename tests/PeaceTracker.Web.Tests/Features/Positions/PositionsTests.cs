using System.Text.Json;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Positions;

/// <summary>What the issue of the first release asks of the matrix, with expected values from the researched record.</summary>
[Trait("Also", "PostgreSQL")]
public sealed class PositionsTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    [Theory]
    // A039: a report that nothing was answered.
    [InlineData("2025-08-31", "russian-terms-august-2025", "united-states", "no-response-yet", "", true)]
    [InlineData("2025-08-31", "russian-terms-august-2025", "united-states", "no-response-yet", "&evidence=report", true)]
    [InlineData("2025-08-31", "russian-terms-august-2025", "united-states", "no-response-yet", "&evidence=on-record", false)]
    // B286, by unnamed sources, and A034 refuse one demand and answer nothing.
    [InlineData("2025-08-31", "russian-terms-august-2025", "ukraine", "rejected", "", false)]
    // B063: an analyst on a plan that both sides rejected, in a row dated to the year.
    [InlineData("2022-12-31", "italian-plan-2022", "ukraine", "rejected", "", true)]
    [InlineData("2022-12-31", "italian-plan-2022", "ukraine", "rejected", "&evidence=report", false)]
    public async Task Answers_count_by_the_same_evidence_as_positions(string date, string proposal, string party, string response, string evidence, bool seen)
    {
        using var client = app.Visitor();
        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri($"/ukraine/positions.json?date={date}{evidence}", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(seen, file.RootElement.GetProperty("responses").EnumerateArray()
            .Any(row => (row.GetProperty("proposal").GetString(), row.GetProperty("party").GetString(), row.GetProperty("response").GetString()) == (proposal, party, response)));
    }

    [Theory]
    [InlineData("date=2025-08-31", "15 August 2025, the last round (", "since=2025-08-15")]
    [InlineData("date=2025-08-31&since=2024-06-30", "30 June 2024:", "since=2024-06-30")]
    public async Task The_overview_counts_what_changed_since_the_day_chosen_or_the_last_round(string query, string since, string comparison)
    {
        using var client = app.Visitor();
        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri($"/ukraine/positions.json?date=2025-08-31&{comparison}", UriKind.Relative), TestContext.Current.CancellationToken));
        var rows = file.RootElement.GetProperty("positions").EnumerateArray().ToList();
        using var page = await client.GetPageAsync("/ukraine/positions?" + query);
        var words = page.QuerySelector("#view [role=status]")!.Words();
        Assert.StartsWith($"{Count("moved")} of {rows.Count} positions moved since {since}", words, StringComparison.Ordinal);
        // A first statement is no move, and neither is a wording that allows the step that was held.
        Assert.Contains($" {rows.Count(row => Change(row) == "appeared" && row.GetProperty("state_then").GetString() == "no-statement")} the first statement on record is later than that.", words, StringComparison.Ordinal);
        Assert.Contains($" {Count("may-be-unchanged")} more may have moved: the wording allows several steps.", words, StringComparison.Ordinal);

        static string? Change(JsonElement row) => row.GetProperty("change").GetString();
        int Count(string change) => rows.Count(row => Change(row) == change) is var count && count > 0 ? count : throw new InvalidOperationException($"No position is {change}.");
    }

    [Theory]
    [InlineData("date=2025-08-31&since=2024-06-30&parties=nato&issues=elections", "The one position shown has not surely moved since 30 June 2024.")]
    // Record B048: none at all in the draft of 15 April 2022; B266 of 1 June 2025: no limits on troops of friendly states.
    [InlineData("date=2025-08-31&since=2024-06-30&parties=ukraine&issues=foreign-troops", "The one position shown moved since 30 June 2024: Foreign troops (Ukraine).")]
    public async Task One_position_is_not_counted(string query, string words)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/positions?" + query);
        Assert.StartsWith(words, page.QuerySelector("#view [role=status]")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Regions_without_a_statement_are_counted_and_the_unnamed_ones_are_not_one_of_them()
    {
        using var client = app.Visitor();
        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri("/ukraine/positions.json?date=2025-12-31&parties=france&issues=territory", UriKind.Relative), TestContext.Current.CancellationToken));
        var without = file.RootElement.GetProperty("positions").EnumerateArray().Where(row => row.GetProperty("state").GetString() == "no-statement").Select(row => row.GetProperty("region").GetString()).ToList();
        Assert.Contains("other", without);
        var page = await client.GetPageAsync("/ukraine/positions?date=2025-12-31&parties=france&issues=territory");
        Assert.EndsWith($"for {without.Count - 1} regions and every other", page.QuerySelector(".matrix .fold div.none")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disputed_cell_keeps_the_condition_of_its_reading()
    {
        // Record B427: a zone in the Donetsk region only with a pull-back on both sides; B425 of the same day has the front line.
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/positions?date=2025-12-31&parties=ukraine&issues=territory");
        var donetsk = page.QuerySelectorAll(".matrix .grp").Single(group => group.QuerySelectorAll("a").Any(link => link.GetAttribute("href")!.Contains("UA-14", StringComparison.Ordinal)));
        Assert.Contains("disputed (2 readings)", donetsk.Words(), StringComparison.Ordinal);
        Assert.Contains("one if: only with a pull-back on both sides", donetsk.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disputed_position_says_of_each_reading_what_it_rests_on_and_what_surely_moved()
    {
        // Record B425 (S201; S205) and B427 of 24 December 2025; before them B400 of 27 November, who cedes no land.
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/positions/ukraine/territory?region=UA-14&date=2025-12-31&since=2025-11-30");
        var readings = page.QuerySelectorAll("#view .card li").Select(item => item.Words()).ToList();
        Assert.Equal(2, readings.Count);
        Assert.StartsWith("Divided at the front (step 3), stated: No. 1425, ", readings[0], StringComparison.Ordinal);
        Assert.DoesNotContain("On condition", readings[0], StringComparison.Ordinal);
        Assert.Contains("On condition: only with a pull-back on both sides", readings[1], StringComparison.Ordinal);
        Assert.DoesNotContain("It rests on", page.QuerySelector("#view .card")!.Words(), StringComparison.Ordinal);
        Assert.Contains("1 step towards Whole region under Russian control since 30 Nov 2025", page.QuerySelector("#view .card")!.Words(), StringComparison.Ordinal);
    }

    [Theory]
    // Record: A034 rules out giving up land, which leaves steps 1 and 2; what it had said before (B117 of 16 June 2023) was step 1.
    [InlineData("territory", "UA-65", "ukraine")]
    [InlineData("territory", "other", "ukraine")]
    public async Task A_wording_that_allows_the_step_held_before_is_no_move(string issue, string region, string party)
    {
        var cell = await CellAsync("since=2024-06-30&date=2025-08-31", party, issue, region);
        Assert.Equal("may-be-unchanged", cell.GetProperty("change").GetString());
        Assert.StartsWith("may be unchanged since 30 Jun 2024", cell.GetProperty("change_in_words").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("towards", cell.GetProperty("change_in_words").GetString(), StringComparison.Ordinal);
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/positions?since=2024-06-30&date=2025-08-31&parties=ukraine&issues=territory");
        Assert.Equal("may be unchanged", page.QuerySelector(".matrix .grp .ch")!.Words());
        Assert.Null(page.QuerySelector(".matrix .grp .mv"));
    }

    [Fact]
    public async Task A_change_counted_from_a_position_that_was_old_already_says_of_when_it_was()
    {
        // Record: B048, the leaked draft of 15 April 2022, is what Ukraine last said on foreign troops by 30 June 2024.
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/positions?since=2024-06-30&date=2025-08-31&parties=ukraine&issues=foreign-troops");
        var change = page.QuerySelector(".matrix td .ch")!;
        Assert.Equal("\u2190 4 steps since 30 Jun 2024; was of 15 Apr 2022, already old", change.Words());
        Assert.EndsWith("(step 5), of 15 Apr 2022, already old", change.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_day_to_compare_with_the_overview_names_its_own_and_a_link_applies_it()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/positions?date=2025-08-31");
        Assert.Contains("since 15 August 2025, the last round (Alaska summit)", page.QuerySelector("#view [role=status]")!.Words(), StringComparison.Ordinal);
        var offer = page.QuerySelectorAll("#view .quick").Single(line => line.Words().StartsWith("To see in the table what changed, compare with:", StringComparison.Ordinal));
        using var compared = await client.GetPageAsync(offer.QuerySelectorAll("a").Single(link => link.Words() == "Alaska summit").GetAttribute("href")!);
        Assert.Equal("2025-08-15", compared.QuerySelector("#since")!.GetAttribute("value"));
        Assert.DoesNotContain("the last round", compared.QuerySelector("#view [role=status]")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_Russia_on_territory_the_regions_where_land_is_divided_come_first_and_no_step_is_folded_away()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/positions?date=2025-08-31&since=2024-06-30&parties=russia&issues=territory");
        var cell = page.QuerySelector(".matrix td.fold")!;
        // Record: A002 and A018 (Donetsk and Luhansk whole), A020 and A021 (the south at the front), A024 to A026 (Kharkiv, Sumy, Dnipropetrovsk).
        var first = cell.QuerySelectorAll(":scope > .grp").ToList();
        Assert.Equal(["UA-09", "UA-14", "UA-23", "UA-65"], first.Take(2).SelectMany(Regions).Order(StringComparer.Ordinal));
        string[] labels = ["Divided at the front", "Ukraine's control restored", "Whole region under Russian control"];
        Assert.Equal(labels, first.Select(group => group.QuerySelector(".lab")!.Words()).Distinct().Order(StringComparer.Ordinal));
        Assert.All(first, group => Assert.NotNull(group.QuerySelector("svg.trk")));
        Assert.NotNull(first.Single(group => Regions(group).Contains("UA-65")).QuerySelector("svg.trk .gh"));

        static IEnumerable<string> Regions(AngleSharp.Dom.IElement group) => group.QuerySelectorAll("a").Select(link => link.GetAttribute("href")!.Split("region=")[1].Split('&')[0]);
    }

    [Fact]
    public async Task Old_is_said_in_words_and_italic_is_left_to_inferred()
    {
        using var client = app.Visitor();
        var css = await client.GetStringAsync(new Uri("/css/site.css", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.DoesNotMatch(@"\.old \.lab[^}]*italic", css);
        using var page = await client.GetPageAsync("/ukraine/positions?date=2026-11-25&parties=russia");
        var old = page.QuerySelectorAll(".matrix .old").ToList();
        Assert.NotEmpty(old);
        Assert.All(old, cell => Assert.EndsWith(", old", cell.QuerySelector(".on")!.Words(), StringComparison.Ordinal));
        Assert.Contains(page.QuerySelectorAll(".matrix .grp .on"), item => item.Words() == "old");
    }

    [Fact]
    public async Task What_cannot_be_found_is_called_by_its_name_with_the_right_article()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/positions?issues=nonsense", 400);
        Assert.Contains("the name of an issue", page.QuerySelector(".faults")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_permanent_link_is_a_whole_address_on_paper()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/positions?date=2025-08-31");
        var link = page.QuerySelector(".take .permanent")!;
        Assert.Equal("http://localhost" + link.GetAttribute("href"), link.GetAttribute("data-address"));
    }

    [Fact]
    public async Task The_overview_leads_to_the_answers_that_are_missing()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/positions?date=2025-08-31");
        Assert.Equal("/ukraine/responses?date=2025-08-31&state=no-answer", Missing(page).GetAttribute("href"));
        // What leaves the table is no choice of what the table shows.
        Assert.DoesNotContain(page.QuerySelectorAll("#view .quick a"), item => item.GetAttribute("href")!.Contains("/responses", StringComparison.Ordinal));
        using var nato = await client.GetPageAsync("/ukraine/positions?date=2025-08-31&parties=nato");
        var link = Missing(nato);
        Assert.Equal("/ukraine/responses?date=2025-08-31&parties=nato&state=no-answer", link.GetAttribute("href"));
        using var answers = JsonDocument.Parse(await client.GetStringAsync(new Uri(link.GetAttribute("href")!.Replace("?", ".json?", StringComparison.Ordinal), UriKind.Relative), TestContext.Current.CancellationToken));
        var count = answers.RootElement.GetProperty("answers").EnumerateArray().Count(row => row.GetProperty("party").GetString() == "nato" && row.GetProperty("answer").GetString() == "no-response-yet");
        Assert.StartsWith(FormattableString.Invariant($"{count} answer"), link.Words(), StringComparison.Ordinal);

        static AngleSharp.Dom.IElement Missing(AngleSharp.Dom.IDocument page) => page.QuerySelectorAll("#view [role=status] a").Single(item => item.Words().EndsWith("to proposals missing", StringComparison.Ordinal));
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
    public async Task On_a_phone_the_issue_chosen_keeps_all_others_and_its_neighbours_in_reach()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/positions?issues=nato-membership");
        var chips = page.QuerySelectorAll(".phone .chips a").ToList();
        using var usual = await client.GetPageAsync("/ukraine/positions");
        // The codebook has 19 issues.
        Assert.Equal(19, chips.Count);
        Assert.Equal(usual.QuerySelectorAll(".phone .chips a").Select(chip => chip.Words()), chips.Select(chip => chip.Words()));
        Assert.Equal("NATO membership", Assert.Single(chips, chip => chip.GetAttribute("aria-current") == "true").Words());
        Assert.All(chips, chip => Assert.EndsWith("#one", chip.GetAttribute("href"), StringComparison.Ordinal));
        Assert.Equal("NATO membership", page.QuerySelector(".phone #one h4")!.Words());
        Assert.Equal("Previous: Territory", page.QuerySelector(".phone a[rel=prev]")!.Words());
        Assert.Equal("Next: Neutrality", page.QuerySelector(".phone a[rel=next]")!.Words());
        Assert.Null(usual.QuerySelector(".phone a[rel=prev]"));
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
