using System.Text.Json;
using PeaceTracker.Testing;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Tests.Features.Compare;

/// <summary>Expected values come from the rows of the researched record named beside them.</summary>
public sealed class CompareTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string November = "us-28-points-november-2025,e3-counter-draft-november-2025";
    private const string April = "us-paper-april-2025,ukrainian-european-paper-april-2025";
    private const string Russian = "russian-terms-june-2024,russian-terms-august-2025";

    [Theory]
    // B319, B366: NATO expected not to expand; the point is deleted.
    [InlineData("nato-enlargement", "", "3", 3, 3, "3", 2, 2)]
    // B322, B369: 600,000; 800,000.
    [InlineData("force-limits", "", "6", 3, 3, "6", 2, 2)]
    // B323, B370: barred in the constitution; consensus that does not exist.
    [InlineData("nato-membership", "", "7", 6, 6, "7", 3, 3)]
    // B324, B371; B325, B372 are on foreign troops too (aircraft in Poland) and take no step.
    [InlineData("foreign-troops", "", "8;9", 4, 4, "8;9", 2, 4)]
    // B326, B373; B321, B368 promise guarantees without a kind; by B347 a breach of point 22 ends the guarantees.
    [InlineData("security-guarantees", "", "5;10;22", 2, 2, "5;10", 2, 2)]
    // B327, B374.
    [InlineData("eu-membership", "", "11", 2, 2, "11", 2, 2)]
    // B330, B376.
    [InlineData("frozen-assets", "", "14", 2, 2, "14", 1, 1)]
    // B351, B378.
    [InlineData("accountability", "", "26", 4, 4, "26", 1, 3)]
    // B326, B329: points 10 and 13; the counter-draft has neither on record.
    [InlineData("sanctions", "", "10;13", 2, 3, null, null, null)]
    // B335, B337, B349, B350, B353: only in the US draft.
    [InlineData("nuclear-plant", "", "19", 3, 3, null, null, null)]
    // B336 and B338, on tolerance and on schooling, take no step.
    [InlineData("language-church", "", "20;20a;20b", 2, 2, null, null, null)]
    [InlineData("prisoners-children", "", "24", 1, 1, null, null, null)]
    [InlineData("elections", "", "25", 3, 3, null, null, null)]
    [InlineData("ceasefire", "", "28", 3, 4, null, null, null)]
    // B340 to B346, B377.
    [InlineData("territory", "UA-43", "21a", 5, 5, null, null, null)]
    [InlineData("territory", "UA-09", "21a", 5, 5, "21", 2, 3)]
    [InlineData("territory", "UA-14", "21d", 4, 5, "21", 2, 3)]
    [InlineData("territory", "UA-65", "21b", 3, 3, "21", 2, 3)]
    [InlineData("territory", "UA-23", "21b", 3, 3, "21", 2, 3)]
    [InlineData("territory", "UA-63", "21c", 1, 1, "21", 2, 3)]
    [InlineData("territory", "UA-59", "21c", 1, 1, "21", 2, 3)]
    [InlineData("territory", "UA-12", "21c", 1, 1, "21", 2, 3)]
    // One row: the same step in each, and nothing in the other text.
    [InlineData("recognition", "UA-43", "21a;21b", 3, 3, null, null, null)]
    [InlineData("recognition", "UA-09", "21a;21b", 3, 3, null, null, null)]
    [InlineData("recognition", "UA-14", "21a;21d", 3, 4, null, null, null)]
    [InlineData("recognition", "UA-65", "21a;21b", 3, 3, null, null, null)]
    public Task The_28_points_and_the_E3_text(string issue, string region, string? one, int? from, int? to, string? other, int? otherFrom, int? otherTo) =>
        CheckAsync(November, issue, region, "clauses", one, from, to, other, otherFrom, otherTo);

    [Theory]
    [InlineData("ceasefire", "", "1197", 1, 1, "1214", 1, 1)]
    [InlineData("security-guarantees", "", "1198", 3, 3, "1216", 2, 2)]
    [InlineData("nato-membership", "", "1199", 5, 5, "1217", 3, 3)]
    [InlineData("eu-membership", "", "1200", 2, 2, "1220", 2, 2)]
    [InlineData("recognition", "UA-43", "1201", 4, 4, null, null, null)]
    [InlineData("recognition", "UA-09", "1202;1203;1204;1205", 3, 3, null, null, null)]
    [InlineData("recognition", "UA-14", "1202;1203;1204;1205", 3, 3, null, null, null)]
    [InlineData("territory", "UA-43", "1201", 5, 5, "1221", 2, 2)]
    [InlineData("territory", "UA-09", "1202", 5, 5, "1221", 2, 2)]
    [InlineData("territory", "UA-14", "1203", 3, 3, "1221", 2, 2)]
    [InlineData("territory", "UA-23", "1204", 3, 3, "1221", 2, 2)]
    [InlineData("territory", "UA-65", "1205", 3, 3, "1221", 2, 2)]
    [InlineData("territory", "UA-63", "1206", 1, 1, "1221", 2, 2)]
    // B208 and B223: Ukrainian control of the Kinburn spit, reaffirmed in the answer.
    [InlineData("territory", "UA-48", "1208", 1, 1, "1223", 1, 1)]
    [InlineData("nuclear-plant", "", "1207", 2, 2, "1222", 1, 2)]
    [InlineData("sanctions", "", "1210", 4, 4, "1225", 2, 2)]
    [InlineData("prisoners-children", "", null, null, null, "1215", 1, 1)]
    [InlineData("force-limits", "", null, null, null, "1218", 1, 1)]
    [InlineData("foreign-troops", "", null, null, null, "1219", 1, 1)]
    [InlineData("frozen-assets", "", null, null, null, "1224", 1, 1)]
    // Numbers of statements are 1000 and the number of the row: B197 to B210, B214 to B225.
    public Task The_two_papers_of_April_2025(string issue, string region, string? one, int? from, int? to, string? other, int? otherFrom, int? otherTo) =>
        CheckAsync(April, issue, region, "statements", one, from, to, other, otherFrom, otherTo);

    [Theory]
    // B136 to B139; A002, A018, A019, B277; A020, A021; A024 to A026.
    [InlineData("territory", "UA-14", "1136", 5, 5, "2;18;1277", 5, 5)]
    [InlineData("territory", "UA-09", "1136", 5, 5, "2;18", 5, 5)]
    [InlineData("territory", "UA-65", "1136", 5, 5, "20", 3, 3)]
    [InlineData("territory", "UA-23", "1136", 5, 5, "20", 3, 3)]
    [InlineData("territory", "UA-63", null, null, null, "24", 1, 1)]
    [InlineData("territory", "UA-59", null, null, null, "24", 1, 1)]
    [InlineData("territory", "UA-12", null, null, null, "26", 1, 1)]
    // B140; A003, A027.
    [InlineData("nato-membership", "", "1140", 5, 5, "3;27", 5, 5)]
    [InlineData("ceasefire", "", "1141", 4, 4, "1282", 3, 3)]
    [InlineData("neutrality", "", "1142", 3, 4, "4", 3, 4)]
    [InlineData("force-limits", "", "1143", 3, 5, "30", 2, 5)]
    [InlineData("foreign-troops", "", null, null, null, "5;31", 4, 4)]
    [InlineData("nato-enlargement", "", null, null, null, "29", 4, 4)]
    [InlineData("recognition", "UA-43", "1144", 4, 4, "1278", 4, 4)]
    [InlineData("recognition", "UA-65", "1144", 4, 4, null, null, null)]
    [InlineData("sanctions", "", "1145", 4, 4, "1279", 2, 4)]
    [InlineData("language-church", "", null, null, null, "1280", 4, 4)]
    [InlineData("security-guarantees", "", null, null, null, "1281", 2, 4)]
    public Task The_Russian_terms_of_June_2024_and_August_2025(string issue, string region, string? one, int? from, int? to, string? other, int? otherFrom, int? otherTo) =>
        CheckAsync(Russian, issue, region, "statements", one, from, to, other, otherFrom, otherTo);

    [Fact]
    public async Task Differences_are_said_in_steps_figures_and_missing_clauses()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync($"/ukraine/compare?p={November}");
        var rows = page.QuerySelectorAll(".compare tbody tr").ToDictionary(row => row.QuerySelector("th")!.Words(), row => row.Words());
        Assert.Contains("Ceiling of Ukraine's armed forces: 800,000 people; in the text compared with: 600,000 people", rows["Limits on forces"], StringComparison.Ordinal);
        Assert.Contains("1 step towards No limit", rows["Limits on forces"], StringComparison.Ordinal);
        Assert.Contains("3 steps towards Invitation or date now", rows["NATO membership"], StringComparison.Ordinal);
        Assert.Contains("no matching clause", rows["Nuclear plant"], StringComparison.Ordinal);
        // B325 and B372, point 9, on aircraft in Poland: on foreign troops, without a step.
        Assert.Contains("Clause 9", rows["Foreign troops"], StringComparison.Ordinal);
        // B347, point 22: no change of territory by force, without a region or a step.
        Assert.Contains("no step coded", rows["Territory: no region coded"], StringComparison.Ordinal);
        Assert.DoesNotContain(rows.Keys, title => title.StartsWith("No issue", StringComparison.Ordinal));
        // Points 2 and 16 of the one, point 2 of the other.
        Assert.Contains("Clause 16", rows["Topic: non-aggression"], StringComparison.Ordinal);
        // Same step, nothing noted.
        Assert.DoesNotContain("EU membership", rows.Keys);
        Assert.Contains("hidden", page.QuerySelector("[role=status]")!.Words(), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector(".compare a[href='/ukraine/proposals/e3-counter-draft-november-2025#c7']"));
        // No wording is on record, so none is compared.
        Assert.Empty(page.QuerySelectorAll("ins, del"));
        page = await client.GetPageAsync($"/ukraine/compare?p={November}&words=summaries&show=all");
        // B322 and B369 are worded alike, B340 to B346 and B377 are not.
        Assert.Contains("Our summaries, which are not the wording", page.QuerySelector(".compare")!.Words(), StringComparison.Ordinal);
        Assert.Contains("EU membership", page.QuerySelectorAll(".compare tbody th").Select(row => row.Words()));
    }

    [Theory]
    // B342, B346 (a zone, held to be Russian: steps 4 to 5), B341, B345, against B377 (talks begin at the line of contact: 2 to 3).
    [InlineData("territory", "UA-14", "1 to 3 steps towards Ukraine's control restored")]
    [InlineData("territory", "UA-09", "2 to 3 steps towards Ukraine's control restored")]
    [InlineData("territory", "UA-63", "1 to 2 steps towards Whole region under Russian control")]
    // B351: amnesty for all (4); B378: the grievances of war victims are dealt with (1 to 3).
    [InlineData("accountability", "", "1 to 3 steps towards Crimes prosecuted")]
    // B323, B370.
    [InlineData("nato-membership", "", "3 steps towards Invitation or date now")]
    public async Task Where_a_wording_allows_several_steps_the_farthest_reading_is_said_too(string issue, string region, string words)
    {
        using var file = await FileAsync($"p={November}&issues={issue}");
        var row = Rows(file).Single(row => region.Length == 0 || row.GetProperty("regions").EnumerateArray().Any(iso => iso.GetString() == region));
        Assert.Equal(words, row.GetProperty("difference_2").GetString());
        using var client = app.Visitor();
        using var page = await client.GetPageAsync($"/ukraine/compare?p={November}&issues={issue}");
        Assert.Contains(words, page.QuerySelectorAll(".differs li").Select(item => item.Words()));
    }

    [Fact]
    public async Task A_figure_that_one_text_gives_alone_is_no_other_figure()
    {
        using var file = await FileAsync($"p={November}&show=all");
        // B330 has three sums, of which B376 gives none.
        var assets = Rows(file).Single(row => row.GetProperty("title").GetString() == "Frozen assets").GetProperty("difference_2").GetString()!;
        Assert.Contains("US share of the profit: 50 per cent, only in US draft of 28 points", assets, StringComparison.Ordinal);
        Assert.DoesNotContain("no figure", assets, StringComparison.Ordinal);
        // B328, B330 pay for rebuilding with them; B375, B376 restore Ukraine and name no sum. No scale tells the two apart.
        var rebuilding = Rows(file).Single(row => row.GetProperty("title").GetString() == "Topic: reconstruction");
        Assert.Equal("not-comparable", rebuilding.GetProperty("outcome").GetString());
        Assert.Contains("Frozen assets for rebuilding: 100 billion dollars, only in US draft of 28 points", rebuilding.GetProperty("difference_2").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summaries_are_offered_for_comparison_only_where_some_are_alike()
    {
        using var client = app.Visitor();
        foreach (var pair in new[] { November, April, Russian, "us-28-points-november-2025,ukrainian-peace-formula-2022", "chinese-position-paper-2023,russian-draft-treaties-2021" })
        {
            var page = await client.GetPageAsync($"/ukraine/compare?p={pair}");
            var offered = page.QuerySelector("a[href*='words=summaries']") is not null;
            var compared = await client.GetPageAsync($"/ukraine/compare?p={pair}&words=summaries");
            Assert.Equal(offered, compared.QuerySelectorAll(".differs .small").Any(words => words.Words().StartsWith("Our summaries", StringComparison.Ordinal) && !words.Words().Contains("not compared word by word", StringComparison.Ordinal)));
        }
    }

    [Theory]
    // B322, B369: 600,000; 800,000 in peacetime. B351, B378: a full amnesty, and none.
    [InlineData(November, "Limits on forces", "600", "800")]
    // B319, B366: point 3, and its removal. B323, B370: a bar in law, and agreement that does not exist.
    [InlineData(November, "NATO enlargement", "states", "strikes out")]
    [InlineData(November, "NATO membership", "barred", "agreement")]
    [InlineData(November, "Accountability", "claims", "without")]
    // B199, B217: not pursued; not given up, without agreement among the allies. B207, B222: managed by, or with a part of, the United States.
    [InlineData(April, "NATO membership", "pursue", "give up")]
    [InlineData(April, "Nuclear plant", "manages", "involved")]
    // B142, A004: neutral, outside blocs and without nuclear weapons; neutral.
    [InlineData(Russian, "Neutrality", "blocs", "2025")]
    public async Task Summaries_of_twin_clauses_are_phrased_alike_so_that_what_differs_stands_out(string pair, string title, string struck, string added)
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync($"/ukraine/compare?p={pair}&words=summaries&show=all");
        var row = page.QuerySelectorAll(".compare tbody tr").Single(row => row.QuerySelector("th")!.Words() == title);
        Assert.Contains(struck, string.Join(' ', row.QuerySelectorAll("del").Select(words => words.Words())), StringComparison.Ordinal);
        Assert.Contains(added, string.Join(' ', row.QuerySelectorAll("ins").Select(words => words.Words())), StringComparison.Ordinal);
        // Without what is struck out it is the text of the other, to the letter.
        var wording = row.QuerySelector(".wording")!;
        foreach (var gone in wording.QuerySelectorAll("del"))
            gone.Remove();
        using var file = await FileAsync($"p={pair}&show=all");
        Assert.Equal(Rows(file).Single(line => line.GetProperty("title").GetString() == title).GetProperty("summaries_2").GetString(), wording.Words());
        // Unasked, our words are compared nowhere.
        Assert.Empty((await client.GetPageAsync($"/ukraine/compare?p={pair}&show=all")).QuerySelectorAll("ins, del"));
    }

    [Fact]
    public async Task A_clause_left_out_by_date_is_not_called_missing_from_the_text()
    {
        using var client = app.Visitor();
        // Terms dated 15 August 2025; most clauses are of "August 2025" and count from the 31st.
        var page = await client.GetPageAsync($"/ukraine/compare?p={Russian}&date=2025-08-20");
        Assert.Contains("left out by date or evidence", page.QuerySelector(".compare")!.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Putin's terms after the Alaska summit: no matching clause on record", page.QuerySelector(".compare")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_base_turns_the_direction()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync($"/ukraine/compare?p={November}&base=e3-counter-draft-november-2025&issues=force-limits");
        var row = Assert.Single(page.QuerySelectorAll(".compare tbody tr")).Words();
        Assert.Contains("1 step towards Token army, capped weapons", row, StringComparison.Ordinal);
        Assert.Contains("amount lowered", row, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p=us-paper-april-2025", 400, "2 to 4 different proposals")]
    [InlineData("p=foo", 404, "foo")]
    [InlineData("p=foo,foo", 404, "foo")]
    [InlineData("p=us-paper-april-2025,us-paper-april-2025", 400, "each proposal once")]
    [InlineData("p=a,b,c,d,e", 400, "at most 4 proposals")]
    [InlineData("p=us-paper-april-2025,us-paper-april-2026", 404, "US paper handed over in Paris")]
    [InlineData("p=us-paper-april-2025,russian-terms-june-2024&base=x", 400, "one of the proposals compared")]
    [InlineData("p=us-paper-april-2025,russian-terms-june-2024&show=some", 400, "all or differences or differ or one-text or not-comparable")]
    public async Task What_cannot_be_compared_is_said_in_words(string query, int status, string words)
    {
        using var client = app.Visitor();
        Assert.Contains(words, (await client.GetPageAsync($"/ukraine/compare?{query}", status)).QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_names_there_is_a_choice_with_the_pairs_that_come_from_each_other()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/compare");
        foreach (var pair in new[] { November, April, Russian })
            Assert.NotNull(page.QuerySelector($"a[href='/ukraine/compare?p={pair}']"));
        Assert.Equal(35, page.QuerySelectorAll("input[type=checkbox][name=p]").Length);
        // As the form sends it.
        var compared = await client.GetPageAsync("/ukraine/compare?p=us-paper-april-2025&p=russian-terms-june-2024&p=&p=");
        Assert.NotNull(compared.QuerySelector(".compare"));
    }

    [Theory]
    // B208 and B223: the Dnipro and the Kinburn spit; the first is also on land in the Mykolaiv region.
    [InlineData(April, "Topic: navigation", "1208", "1223")]
    // B209 and B224: rebuilding and compensation; the second is also on frozen assets.
    [InlineData(April, "Topic: reconstruction", "1209", "1224")]
    // B328, B330 (the assets pay for reconstruction) and B375, B376 (Ukraine is restored and paid for its damage).
    [InlineData(November, "Topic: reconstruction", "1328;1330", "1375;1376")]
    // B318, B319 (no invasions), B332 and B365, B366.
    [InlineData(November, "Topic: non-aggression", "1318;1319;1332", "1365;1366")]
    // B142: neutral, non-bloc and nuclear-free.
    [InlineData(Russian, "Topic: nuclear status", "1142", null)]
    // B143: demilitarisation and "denazification".
    [InlineData(Russian, "Topic: ideology", "1143", null)]
    public async Task A_coded_clause_stands_in_the_row_of_its_topic_too(string pair, string title, string one, string? other)
    {
        using var file = await FileAsync($"p={pair}&show=all");
        var row = Rows(file).Single(row => row.GetProperty("title").GetString() == title);
        Assert.Equal((one, other), (List(row, "statements_1"), List(row, "statements_2")));
    }

    [Fact]
    public async Task A_chip_leaves_the_clauses_that_speak_of_the_issue_and_says_what_it_hides()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync($"/ukraine/compare?p={November}&issues=security-guarantees&show=all");
        var row = Assert.Single(page.QuerySelectorAll(".compare tbody tr"));
        // B321 and B368: point 5 of both.
        Assert.NotNull(row.QuerySelector("a[href$='proposals/us-28-points-november-2025#c5']"));
        Assert.NotNull(row.QuerySelector("a[href$='proposals/e3-counter-draft-november-2025#c5']"));
        using var all = await FileAsync($"p={November}&show=all");
        var status = page.QuerySelector("[role=status]")!.Words();
        Assert.Contains($"{Rows(all).Count - 1} rows on other issues and topics hidden", status, StringComparison.Ordinal);
        Assert.DoesNotContain("No row is hidden", status, StringComparison.Ordinal);
        Assert.Contains("No row is hidden", (await client.GetPageAsync($"/ukraine/compare?p={November}&show=all")).QuerySelector("[role=status]")!.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(November)]
    [InlineData(April)]
    [InlineData(Russian)]
    public async Task Rows_are_counted_by_what_the_comparison_comes_to_and_each_count_leads_to_its_rows(string pair)
    {
        using var client = app.Visitor();
        using var file = await FileAsync($"p={pair}&show=all");
        var rows = Rows(file);
        // A row in which one text has no clause is in one text only, whatever else may hold; what both have is not.
        Assert.All(rows, row => Assert.Equal(List(row, "statements_1") is null || List(row, "statements_2") is null, row.GetProperty("outcome").GetString() == "one-text"));
        // Neither a missing clause nor what cannot be compared is a "no".
        Assert.All(rows, row => Assert.Equal(
            row.GetProperty("outcome").GetString() switch { "differ" => JsonValueKind.True, "same" => JsonValueKind.False, _ => JsonValueKind.Null },
            row.GetProperty("differs").ValueKind));
        var page = await client.GetPageAsync($"/ukraine/compare?p={pair}");
        var links = page.QuerySelectorAll("#vt a").ToList();
        Assert.Equal(3, links.Count);
        foreach (var (link, outcome) in links.Zip(["differ", "one-text", "not-comparable"]))
        {
            var count = rows.Count(row => row.GetProperty("outcome").GetString() == outcome);
            Assert.StartsWith($"{count} ", link.Words(), StringComparison.Ordinal);
            var shown = await client.GetPageAsync(link.GetAttribute("href")!);
            Assert.Equal(count, shown.QuerySelectorAll(".compare tbody tr").Length);
        }

        // Nothing stands under the heading of a difference without a word.
        Assert.All(page.QuerySelectorAll(".differs ul"), list => Assert.NotEmpty(list.QuerySelectorAll("li")));
    }

    [Fact]
    public async Task What_differs_only_perhaps_is_counted_apart()
    {
        using var client = app.Visitor();
        // The Zaporizhzhia plant in the two papers of April 2025: one wording allows the step of the other.
        var page = await client.GetPageAsync($"/ukraine/compare?p={April}");
        Assert.EndsWith("differ, 1 of them perhaps", page.QuerySelector("#vt a")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nothing_can_tell_is_not_called_a_difference()
    {
        using var file = await FileAsync($"p={November}&show=all");
        // B317 and B364: both confirm that Ukraine is sovereign; no scale, and no words of either on record.
        var row = Rows(file).Single(row => row.GetProperty("title").GetString() == "Topic: sovereignty");
        Assert.Equal("not-comparable", row.GetProperty("outcome").GetString());
        Assert.Contains("no wording on record for either", row.GetProperty("difference_2").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Four_texts_have_a_word_under_every_heading_and_no_bullet_repeats_it()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync($"/ukraine/compare?p={November},geneva-framework-november-2025,twenty-points-december-2025&show=all");
        foreach (var difference in page.QuerySelectorAll(".differs"))
        {
            var heading = difference.QuerySelector("strong")!.Words();
            Assert.NotEmpty(difference.QuerySelectorAll("li"));
            Assert.All(difference.QuerySelectorAll("li"), item => Assert.False(item.Words().StartsWith(heading + ":", StringComparison.Ordinal), item.Words()));
        }
    }

    [Fact]
    public async Task Clauses_without_a_number_are_told_apart()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync($"/ukraine/compare?p={April}&show=all");
        // B204.
        Assert.Contains("Clause unnumbered (No. 1204)", page.QuerySelector(".compare")!.Words(), StringComparison.Ordinal);
        page = await client.GetPageAsync("/ukraine/proposals/us-paper-april-2025");
        var headings = page.QuerySelectorAll("section.clause h3").Select(heading => heading.Words()).ToList();
        Assert.Equal(headings.Count, headings.Distinct().Count());
        Assert.Contains("Clause unnumbered (No. 1204)", headings);
    }

    [Fact]
    public async Task What_is_told_of_a_text_is_no_row_of_a_comparison()
    {
        using var file = await FileAsync($"p={Russian}&show=all");
        var statements = Rows(file).SelectMany(row => new[] { List(row, "statements_1"), List(row, "statements_2") }).OfType<string>().SelectMany(list => list.Split(';')).ToHashSet();
        // A006, A013, A032, B287, B288: where the account comes from, how others describe it; B146: what Putin says he once thought of.
        Assert.Empty(statements.Intersect(["6", "13", "32", "1287", "1288", "1146"]));
        Assert.Contains("2", statements);
    }

    [Fact]
    public async Task A_form_sent_without_a_tick_is_answered_in_words()
    {
        using var client = app.Visitor();
        Assert.Contains("Nothing was ticked", (await client.GetPageAsync("/ukraine/compare?p=")).QuerySelector("[role=status]")!.Words(), StringComparison.Ordinal);
        var page = await client.GetPageAsync("/ukraine/compare");
        Assert.Null(page.QuerySelector("[role=status]"));
        // What the form sends without a tick.
        var sent = string.Join('&', page.QuerySelectorAll("form[action='/ukraine/compare'] input[type=hidden]").Select(field => $"{field.GetAttribute("name")}={field.GetAttribute("value")}"));
        Assert.Contains("Nothing was ticked", (await client.GetPageAsync($"/ukraine/compare?{sent}")).QuerySelector("[role=status]")!.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Under point 21c of the draft", "In point 21 of the draft", "Under", true)]
    [InlineData("Ukraine's army is held to 600,000 people", "Ukraine's army is held to 800,000 people", "600", true)]
    [InlineData("Zones are handed back by both sides", "Talks begin at the line of contact", null, false)]
    public void Words_are_compared_only_where_the_texts_are_alike(string one, string other, string? struck, bool alike)
    {
        var difference = WordDifference.Of(Clause(one), Clause(other), summaries: false)!;
        Assert.Equal(alike, difference.Alike);
        if (struck is not null)
            Assert.Contains(struck, string.Concat(difference.Runs.Where(run => run.In == WordsIn.Base).Select(run => run.Text)).Trim(), StringComparison.Ordinal);
        Assert.Equal(one, string.Concat(difference.Runs.Where(run => run.In != WordsIn.Other).Select(run => run.Text)));
        Assert.Equal(other, string.Concat(difference.Runs.Where(run => run.In != WordsIn.Base).Select(run => run.Text)));
    }

    [Fact]
    public void No_word_is_lost_between_two_wordings()
    {
        var one = Clause("The army is capped at 600,000, and  no more.");
        var other = Clause("In peacetime the army is capped at 800,000.");
        var difference = WordDifference.Of(one, other, summaries: false)!;
        Assert.Equal(one.Quote, string.Concat(difference.Runs.Where(run => run.In != WordsIn.Other).Select(run => run.Text)));
        Assert.Equal(other.Quote, string.Concat(difference.Runs.Where(run => run.In != WordsIn.Base).Select(run => run.Text)));

    }

    private static Domain.Statements.Statement Clause(string quote) => new()
    {
        Number = 1,
        MadeOn = Domain.Time.EdtfDate.Parse("2025-01-01"),
        Channel = Domain.Statements.Channel.OnRecord,
        Summary = "",
        Quote = quote,
        QuoteLanguage = "en",
        Information = 2,
        Status = Domain.Statements.StatementStatus.Published,
    };

    private async Task<JsonDocument> FileAsync(string query)
    {
        using var client = app.Visitor();
        return JsonDocument.Parse(await client.GetStringAsync(new Uri($"/ukraine/compare.json?{query}", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    private static List<JsonElement> Rows(JsonDocument file) => [.. file.RootElement.GetProperty("comparison").EnumerateArray()];

    private static string? List(JsonElement row, string name) => row.GetProperty(name) is { ValueKind: JsonValueKind.Array } list ? string.Join(';', list.EnumerateArray().Select(item => item.ToString())) : null;

    private async Task CheckAsync(string pair, string issue, string region, string column, string? one, int? from, int? to, string? other, int? otherFrom, int? otherTo)
    {
        using var client = app.Visitor();
        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri($"/ukraine/compare.json?p={pair}&show=all&issues={issue}", UriKind.Relative), TestContext.Current.CancellationToken));
        var row = Assert.Single(file.RootElement.GetProperty("comparison").EnumerateArray(), row =>
            region.Length == 0 || row.GetProperty("regions").EnumerateArray().Any(iso => iso.GetString() == region));
        Assert.Equal((one, from, to), (List(row, $"{column}_1"), Step("step_from_1"), Step("step_to_1")));
        Assert.Equal((other, otherFrom, otherTo), (List(row, $"{column}_2"), Step("step_from_2"), Step("step_to_2")));

        int? Step(string name) => row.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
    }
}
