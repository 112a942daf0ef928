using System.Text.Json;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Proposals;

/// <summary>Expected values come from the researched record: its proposals P01 to P35 and the rows beside each case.</summary>
public sealed class ProposalsTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string TwentyEight = "/ukraine/proposals/us-28-points-november-2025";

    [Fact]
    public async Task All_35_proposals_of_the_record_are_listed_newest_first()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/proposals");
        var rows = page.QuerySelectorAll("#view tbody tr");
        Assert.Equal(35, rows.Length);
        // P34, 4 June 2026, is the newest; P01, 17 December 2021, the oldest.
        Assert.Contains("4 Jun 2026", rows[0].Words(), StringComparison.Ordinal);
        Assert.Contains("17 Dec 2021", rows[^1].Words(), StringComparison.Ordinal);
        using var file = await JsonAsync("/ukraine/proposals.json");
        Assert.Equal(rows.Select(row => row.QuerySelector("th a")!.GetAttribute("href")), Rows(file, "proposals").Select(row => $"/ukraine/proposals/{row.GetProperty("proposal").GetString()}"));
    }

    [Fact]
    public async Task A_proposal_counts_from_the_last_day_its_date_allows()
    {
        // P14: the idea of a NATO umbrella, 29 November 2024.
        Assert.DoesNotContain("nato-umbrella-idea-2024", await SlugsAsync("?date=2024-11-28"));
        Assert.Contains("nato-umbrella-idea-2024", await SlugsAsync("?date=2024-11-29"));
        using var client = app.Visitor();
        Assert.Contains("No proposal is recorded by this day", (await client.GetPageAsync("/ukraine/proposals?date=2000-01-01")).QuerySelector("#view")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parties_leave_the_proposals_put_forward_by_or_put_to_them()
    {
        var slugs = await SlugsAsync("?parties=nato");
        // P01 asks for agreements with the United States and NATO; P13 and P14 ask NATO for an invitation; P24 binds NATO.
        Assert.Equal(["nato-umbrella-idea-2024", "russian-draft-treaties-2021", "russian-terms-august-2025", "victory-plan-2024"], slugs.Order(StringComparer.Ordinal));
        Assert.Contains("chinese-position-paper-2023", await SlugsAsync("?parties=china"));
    }

    [Fact]
    public async Task Proposals_are_narrowed_to_missing_answers_and_to_what_is_new()
    {
        // P07: Russia rejected the formula (B084), and nobody else was asked.
        Assert.DoesNotContain("ukrainian-peace-formula-2022", await SlugsAsync("?state=no-answer"));
        Assert.Contains("russian-terms-august-2025", await SlugsAsync("?state=no-answer&date=2025-08-31"));
        // B454 and B455 speak of P34 in June 2026; of the proposals of 2022 nobody speaks after 2025.
        var fresh = await SlugsAsync("?since=2026-01-31&state=changed");
        Assert.Equal(["zelenskyy-open-letter-2026"], fresh);
    }

    [Theory]
    [InlineData("state=disputed")]
    [InlineData("after=nothing")]
    [InlineData("limit=0")]
    [InlineData("proposal=us-28-points-november-2025")]
    public async Task What_the_list_does_not_understand_is_refused(string query)
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync($"/ukraine/proposals?{query}", 400);
        Assert.NotEmpty(page.QuerySelectorAll("main a"));
    }

    [Fact]
    public async Task Parts_of_the_list_make_up_the_whole()
    {
        var whole = await SlugsAsync("");
        var first = await SlugsAsync("?limit=20");
        var second = await SlugsAsync($"?limit=20&after={first[^1]}");
        Assert.Equal(whole, first.Concat(second));
    }

    [Fact]
    public async Task Clauses_of_the_28_points_stand_in_the_order_of_the_text_each_at_its_address()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync(TwentyEight);
        var anchors = page.QuerySelectorAll("section.clause").Select(clause => clause.Id!).ToList();
        // Points 1 to 28 with 20a to 20c and 21a to 21d; point 21 has no words of its own in the record.
        string[] expected = [.. Enumerable.Range(1, 20).Select(point => $"c{point}"), "c20a", "c20b", "c20c", "c21a", "c21b", "c21c", "c21d", .. Enumerable.Range(22, 7).Select(point => $"c{point}")];
        Assert.Equal(expected, anchors);
    }

    [Fact]
    public async Task Clause_7_of_the_28_points_is_the_constitutional_ban_on_NATO_membership()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync(TwentyEight);
        var clause = page.QuerySelector("#c7")!;
        // B323: Ukraine writes into its constitution that it will not join NATO; a leaked document.
        Assert.Equal("Clause 7", clause.QuerySelector("h3")!.Words());
        Assert.NotNull(clause.QuerySelector("a[href='/ukraine/issues/nato-membership']"));
        Assert.NotNull(clause.QuerySelector("a[href='/ukraine/statements/1323']"));
        Assert.Contains("leaked document", clause.Words(), StringComparison.Ordinal);
        // Point 6: the army is held to 600,000.
        Assert.Contains("600,000", page.QuerySelector("#c6")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_answered_one_clause_stands_at_the_clause()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync(TwentyEight);
        // B364: the draft of the three keeps point 1.
        var answer = page.QuerySelector("#c1 .strip")!;
        Assert.Contains("France, Germany and United Kingdom: accepted", answer.Words(), StringComparison.Ordinal);
        Assert.NotNull(answer.QuerySelector("a[href='/ukraine/statements/1364']"));
        Assert.Null(page.QuerySelector("#c28 .strip"));
        // B364 to B377: each point of the draft of the three names the point of the US text that it answers; 21 is there in four parts.
        foreach (var (clause, statement) in new[] { ("c6", 1369), ("c7", 1370), ("c8", 1371), ("c9", 1372), ("c11", 1374), ("c12", 1375), ("c21a", 1377), ("c21b", 1377), ("c21c", 1377), ("c21d", 1377) })
            Assert.NotNull(page.QuerySelector($"#{clause} .strip a[href='/ukraine/statements/{statement}']"));
        // The address that the answer to point 21 leads to.
        Assert.NotNull(page.QuerySelector("#c21"));
    }

    [Fact]
    public async Task Every_clause_of_the_draft_of_the_three_answers_its_twin_and_all_of_them_the_whole()
    {
        using var file = await JsonAsync("/ukraine/statements.json?proposal=e3-counter-draft-november-2025");
        var clauses = Rows(file, "statements").Where(row => row.GetProperty("proposal").GetString() == "e3-counter-draft-november-2025").ToList();
        // B364 to B378.
        Assert.Equal(15, clauses.Count);
        Assert.All(clauses, row => Assert.Equal(row.GetProperty("clause").GetString(), row.GetProperty("responds_to_clause").GetString()));
        Assert.DoesNotContain(clauses, row => row.GetProperty("clause").GetString()!.StartsWith("point", StringComparison.Ordinal));
        using var answers = await JsonAsync($"{TwentyEight}.json");
        var answer = Rows(answers, "answers").Single(row => row.GetProperty("party").GetString() == "germany");
        Assert.Equal(("counter-proposed", false), (answer.GetProperty("in_words").GetString(), answer.GetProperty("to_clauses_only").GetBoolean()));
    }

    [Theory]
    // P27 of 20 November 2025. B354, B356: Zelenskyy speaks of it; B357, B358, B363: Putin and Lavrov do. No kind of answer is coded.
    [InlineData("2025-11-30", "ukraine", "spoke", 10)]
    [InlineData("2025-11-30", "russia", "spoke", 10)]
    // Before anybody spoke: the day it became known (B354 is of that evening).
    [InlineData("2025-11-20", "russia", "no-response-yet", 0)]
    [InlineData("2025-11-22", "united-kingdom", "nothing-on-record", null)]
    // B364 to B378: the counter-draft of 23 November.
    [InlineData("2025-11-23", "united-kingdom", "answered", null)]
    // B414 to B430: the 20 points of 24 December are Ukraine's counter-proposal; Russia still has none coded after 41 days.
    [InlineData("2025-12-23", "ukraine", "spoke", 33)]
    [InlineData("2025-12-24", "ukraine", "answered", null)]
    [InlineData("2025-12-31", "ukraine", "answered", null)]
    [InlineData("2025-12-31", "russia", "spoke", 41)]
    public async Task Who_had_answered_the_28_points(string date, string party, string answer, int? days)
    {
        using var file = await JsonAsync($"{TwentyEight}.json?date={date}");
        var row = Rows(file, "answers").SingleOrDefault(row => row.GetProperty("party").GetString() == party);
        if (answer == "nothing-on-record")
        {
            Assert.Equal(JsonValueKind.Undefined, row.ValueKind);
            return;
        }

        Assert.Equal(answer, row.GetProperty("answer").GetString());
        Assert.Equal(days, row.GetProperty("days").ValueKind == JsonValueKind.Null ? null : row.GetProperty("days").GetInt32());
    }

    [Fact]
    public async Task The_page_says_in_words_who_is_missing_and_leads_to_them()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync($"{TwentyEight}?date=2025-11-30");
        // B356, B358: both had spoken.
        Assert.Null(page.QuerySelector(".chips a[href*='state=no-answer']"));
        Assert.Contains("2 of 2 asked: on record about it, no answer coded.", page.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
        page = await client.GetPageAsync($"{TwentyEight}?date=2025-12-31");
        Assert.Contains("1 of 2 asked: on record about it, no answer coded.", page.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
        var list = await client.GetPageAsync("/ukraine/proposals?date=2025-12-31");
        Assert.Contains("1 of 2 on record, no answer coded", list.QuerySelectorAll("tbody tr").Single(row => row.QuerySelector("a[href*='us-28-points']") is not null).Words(), StringComparison.Ordinal);
        // A039, A040: neither the White House nor NATO had responded to the terms of August 2025; a third, Ukraine, had refused (B286).
        var terms = await client.GetPageAsync("/ukraine/proposals/russian-terms-august-2025?date=2025-08-31");
        var chip = terms.QuerySelector(".chips a[href*='state=no-answer']")!;
        Assert.Equal("2 of 3 asked: no response yet", chip.Words());
        Assert.Equal("/ukraine/responses?date=2025-08-31&proposal=russian-terms-august-2025&state=no-answer", chip.GetAttribute("href"));
        var strip = page.QuerySelectorAll("#answers ~ .strip > li").Select(item => item.Words()).ToList();
        // B407: Lavrov on 11 December. A party on record was not silent, so no days are counted.
        Assert.Contains(strip, words => words.StartsWith("Russia: on record about it, no answer coded", StringComparison.Ordinal) && words.Contains("11 Dec 2025", StringComparison.Ordinal) && !words.Contains(" days", StringComparison.Ordinal));
        Assert.Contains(strip, words => words.StartsWith("Ukraine: counter-proposed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lineage_leads_to_what_came_before_and_after_by_the_date()
    {
        using var client = app.Visitor();
        // P28 answers P27; P32 of 24 December is younger than the day looked at.
        var page = await client.GetPageAsync($"{TwentyEight}?date=2025-11-30");
        var tree = page.QuerySelectorAll(".tree > li > a").Select(link => link.GetAttribute("href")!.Split('?')[0]).ToList();
        Assert.Contains("/ukraine/proposals/e3-counter-draft-november-2025", tree);
        Assert.DoesNotContain("/ukraine/proposals/twenty-points-december-2025", tree);
        page = await client.GetPageAsync("/ukraine/proposals/e3-counter-draft-november-2025");
        Assert.StartsWith("counter-draft to US draft of 28 points", page.QuerySelector(".tree")!.Words(), StringComparison.Ordinal);
        using var file = await JsonAsync("/ukraine/proposals/e3-counter-draft-november-2025.json");
        var line = Rows(file, "lineage").Single();
        Assert.Equal(("e3-counter-draft-november-2025", "us-28-points-november-2025"), (line.GetProperty("proposal").GetString(), line.GetProperty("from").GetString()));
    }

    [Fact]
    public async Task The_Istanbul_communique_was_put_to_Russia_which_confirmed_that_it_had_it()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/proposals/istanbul-communique-2022?date=2022-03-31");
        var facts = page.QuerySelector(".facts")!.Words();
        Assert.Contains("29 March 2022", facts, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector(".facts a[href^='/ukraine/parties/russia']"));
        // B043: Medinsky confirms that the proposals were received; no answer.
        Assert.Contains("Russia: on record about it, no answer coded", page.QuerySelector(".strip")!.Words(), StringComparison.Ordinal);
        Assert.Contains("29 Mar 2022", page.QuerySelector(".strip")!.Words(), StringComparison.Ordinal);
        // B035, point 4: no military alliance.
        Assert.NotNull(page.QuerySelector("#c4 a[href^='/ukraine/issues/nato-membership']"));
        // A clause whose place is not known stands last, under the number of its statement.
        var anchors = page.QuerySelectorAll("section.clause").Select(clause => clause.Id!).ToList();
        Assert.Equal(anchors.OrderBy(anchor => anchor[0] == 's'), anchors);
    }

    [Fact]
    public async Task What_is_told_of_a_text_stands_apart_from_its_clauses()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/proposals/russian-terms-august-2025");
        Assert.Equal("Said about this text", page.QuerySelector("#about")!.Words());
        // A006: where the account comes from; A013, A032: how it is described; B287, B288: what Witkoff says of it on CNN.
        foreach (var number in new[] { 6, 13, 32, 1287, 1288 })
        {
            Assert.Null(page.QuerySelector($"#s{number}"));
            Assert.NotNull(page.QuerySelector($"#about ~ .card a[href='/ukraine/statements/{number}']"));
        }

        // The rows of P24 without these five: A002 to A005, A018, A020, A024, A026, A027, A029 to A031, A059 to A061, B277 to B282, B289.
        Assert.Equal("22 clauses on record", page.QuerySelector("#clauses")!.Words());
        Assert.DoesNotContain("as told by", page.QuerySelector("#s2")!.Words(), StringComparison.Ordinal);
        using var file = await JsonAsync("/ukraine/proposals/russian-terms-august-2025.json");
        Assert.Equal([6, 13, 32, 1287, 1288], Rows(file, "said_about").Select(row => row.GetProperty("statement").GetInt32()).Order());
        var statement = await client.GetPageAsync("/ukraine/statements/1287");
        Assert.NotNull(statement.QuerySelector(".facts a[href='/ukraine/proposals/russian-terms-august-2025#about']"));
    }

    [Theory]
    // A062, A063: the article of 2025 looks back on the communique.
    [InlineData("istanbul-communique-2022", new[] { 62, 63 })]
    // B256: Zelenskyy on the use of the talks; B159: the host's release.
    [InlineData("ukrainian-framework-june-2025", new[] { 1256 })]
    [InlineData("buergenstock-communique-2024", new[] { 1159 })]
    // B013: Ryabkov on when and where talks could start.
    [InlineData("russian-draft-treaties-2021", new[] { 1013 })]
    [InlineData("us-28-points-november-2025", new int[0])]
    public async Task Remarks_on_a_text_are_no_clauses_of_it(string proposal, int[] remarks)
    {
        using var file = await JsonAsync($"/ukraine/proposals/{proposal}.json");
        Assert.Equal(remarks, Rows(file, "said_about").Select(row => row.GetProperty("statement").GetInt32()).Order());
        Assert.Empty(Rows(file, "proposal_clauses").Select(row => row.GetProperty("statement").GetInt32()).Intersect(remarks));
    }

    [Fact]
    public async Task A_joint_clause_has_one_chip_with_the_names_of_all_whose_it_is()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/proposals/e3-counter-draft-november-2025");
        // B370.
        var line = Assert.Single(page.QuerySelectorAll("#c7 .stepline"));
        Assert.Contains("France, Germany, United Kingdom", line.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clause_that_takes_no_step_has_the_tag_of_its_issue()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync(TwentyEight);
        // B321, point 5: guarantees that can be relied on.
        var line = page.QuerySelector("#c5 .stepline")!;
        Assert.Contains("no step coded", line.Words(), StringComparison.Ordinal);
        Assert.NotNull(line.QuerySelector("a[href='/ukraine/issues/security-guarantees']"));
    }

    [Fact]
    public async Task Phones_have_a_card_a_proposal_that_says_the_same()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/proposals");
        Assert.Equal(
            page.QuerySelectorAll("#view tbody tr").Select(row => (row.QuerySelector("th a")!.GetAttribute("href"), row.Children[4].Words())),
            page.QuerySelectorAll(".phone section").Select(card => (card.QuerySelector("h3 a")!.GetAttribute("href"), card.QuerySelector("dd")!.Words())));
    }

    [Fact]
    public async Task A_statement_leads_to_its_clause_and_to_what_it_answers()
    {
        using var client = app.Visitor();
        // B364 is point 1 of the draft of the three, and answers point 1 of the 28 points.
        var page = await client.GetPageAsync("/ukraine/statements/1364");
        Assert.NotNull(page.QuerySelector(".facts a[href='/ukraine/proposals/e3-counter-draft-november-2025#c1']"));
        Assert.NotNull(page.QuerySelector(".facts a[href='/ukraine/proposals/us-28-points-november-2025#c1']"));
        var list = await client.GetPageAsync("/ukraine/statements?proposal=e3-counter-draft-november-2025");
        Assert.NotNull(list.QuerySelector(".card a[href='/ukraine/proposals/e3-counter-draft-november-2025#c1']"));
    }

    [Fact]
    public async Task An_event_leads_to_the_proposals_of_its_days()
    {
        using var file = await JsonAsync("/ukraine/events/alaska-summit.json");
        // 15 August 2025: P24 alone.
        Assert.Equal(["russian-terms-august-2025"], Rows(file, "proposals_near").Select(row => row.GetProperty("proposal").GetString()));
        using var client = app.Visitor();
        Assert.NotNull((await client.GetPageAsync("/ukraine/events/alaska-summit")).QuerySelector("a[href='/ukraine/proposals/russian-terms-august-2025']"));
    }

    [Fact]
    public async Task A_proposal_that_is_not_there_or_not_yet_is_said_so()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/proposals/us-28-points", 404);
        Assert.NotNull(page.QuerySelector("a[href='/ukraine/proposals/us-28-points-november-2025']"));
        page = await client.GetPageAsync($"{TwentyEight}?date=2025-11-19", 404);
        Assert.NotNull(page.QuerySelector("a[href*='date=2025-11-20']"));
    }

    [Fact]
    public async Task Page_and_file_of_a_proposal_hold_the_same_clauses()
    {
        using var client = app.Visitor();
        foreach (var slug in await SlugsAsync(""))
        {
            var page = await client.GetPageAsync($"/ukraine/proposals/{slug}");
            using var file = await JsonAsync($"/ukraine/proposals/{slug}.json");
            Assert.Equal(page.QuerySelectorAll("section.clause").Select(clause => clause.Id), Rows(file, "proposal_clauses").Select(row => row.GetProperty("anchor").GetString()).Distinct());
            Assert.Equal(page.QuerySelectorAll("section.clause .card").Length, Rows(file, "proposal_clauses").Count);
        }
    }

    private async Task<List<string>> SlugsAsync(string query)
    {
        using var file = await JsonAsync($"/ukraine/proposals.json{query}");
        return [.. Rows(file, "proposals").Select(row => row.GetProperty("proposal").GetString()!)];
    }

    private static List<JsonElement> Rows(JsonDocument file, string schema) => [.. file.RootElement.GetProperty(schema).EnumerateArray()];

    private async Task<JsonDocument> JsonAsync(string address)
    {
        using var client = app.Visitor();
        return JsonDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));
    }
}
