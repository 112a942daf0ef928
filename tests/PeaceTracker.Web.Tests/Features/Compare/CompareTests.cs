using System.Text.Json;
using PeaceTracker.Testing;
using PeaceTracker.Web.Features.Compare;

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
    [InlineData("nato-membership", "", "point 7", 6, 6, "point 7", 3, 3)]
    // B324, B371.
    [InlineData("foreign-troops", "", "point 8", 4, 4, "point 8", 2, 4)]
    // B326, B373.
    [InlineData("security-guarantees", "", "10", 2, 2, "10", 2, 2)]
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
    [InlineData("language-church", "", "20a", 2, 2, null, null, null)]
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
    [InlineData("recognition", "UA-43", "21a", 3, 3, null, null, null)]
    [InlineData("recognition", "UA-09", "21a", 3, 3, null, null, null)]
    [InlineData("recognition", "UA-14", "21a;21d", 3, 4, null, null, null)]
    [InlineData("recognition", "UA-65", "21b", 3, 3, null, null, null)]
    public Task The_28_points_and_the_E3_text(string issue, string region, string? one, int? from, int? to, string? other, int? otherFrom, int? otherTo) =>
        CheckAsync(November, issue, region, "clauses", one, from, to, other, otherFrom, otherTo);

    [Theory]
    [InlineData("ceasefire", "", "1197", 1, 1, "1214", 1, 1)]
    [InlineData("security-guarantees", "", "1198", 3, 3, "1216", 2, 2)]
    [InlineData("nato-membership", "", "1199", 5, 5, "1217", 3, 3)]
    [InlineData("eu-membership", "", "1200", 2, 2, "1220", 2, 2)]
    [InlineData("recognition", "UA-43", "1201", 4, 4, null, null, null)]
    [InlineData("recognition", "UA-09", "1202", 3, 3, null, null, null)]
    [InlineData("recognition", "UA-14", "1203", 3, 3, null, null, null)]
    [InlineData("territory", "UA-43", "1201", 5, 5, "1221", 2, 2)]
    [InlineData("territory", "UA-09", "1202", 5, 5, "1221", 2, 2)]
    [InlineData("territory", "UA-14", "1203", 3, 3, "1221", 2, 2)]
    [InlineData("territory", "UA-23", "1204", 3, 3, "1221", 2, 2)]
    [InlineData("territory", "UA-65", "1205", 3, 3, "1221", 2, 2)]
    [InlineData("territory", "UA-63", "1206", 1, 1, "1221", 2, 2)]
    [InlineData("territory", "UA-48", "1208", 1, 1, "1221", 2, 2)]
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
        // Points 5 and 9 have neither a scale nor a topic: aligned by their number, because one text comes from the other.
        Assert.Contains("(our summary)", rows["No issue: clause 9"], StringComparison.Ordinal);
        Assert.DoesNotContain("no matching clause", rows["No issue: clause 9"], StringComparison.Ordinal);
        // Points 2 and 16 of the one, point 2 of the other.
        Assert.Contains("Clause 16", rows["Topic: non-aggression"], StringComparison.Ordinal);
        // Same step, nothing noted.
        Assert.DoesNotContain("EU membership", rows.Keys);
        Assert.Contains("hidden", page.QuerySelector("[role=status]")!.Words(), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector(".compare a[href='/ukraine/proposals/e3-counter-draft-november-2025#c7']"));
        // No wording is on record, so none is compared.
        Assert.Empty(page.QuerySelectorAll("ins, del"));
        page = await client.GetPageAsync($"/ukraine/compare?p={November}&words=summaries&show=all");
        Assert.NotEmpty(page.QuerySelectorAll("ins"));
        Assert.Contains("Our summaries, which are not the wording", page.QuerySelector(".compare")!.Words(), StringComparison.Ordinal);
        Assert.Contains("EU membership", page.QuerySelectorAll(".compare tbody th").Select(row => row.Words()));
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
    [InlineData("p=us-paper-april-2025,us-paper-april-2025", 400, "each proposal once")]
    [InlineData("p=a,b,c,d,e", 400, "at most 4 proposals")]
    [InlineData("p=us-paper-april-2025,us-paper-april-2026", 404, "US paper handed over in Paris")]
    [InlineData("p=us-paper-april-2025,russian-terms-june-2024&base=x", 400, "one of the proposals compared")]
    [InlineData("p=us-paper-april-2025,russian-terms-june-2024&show=some", 400, "all or differences")]
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
        Assert.Equal(35, page.QuerySelectorAll("input[name=p]").Length);
        // As the form sends it.
        var compared = await client.GetPageAsync("/ukraine/compare?p=us-paper-april-2025&p=russian-terms-june-2024&p=&p=");
        Assert.NotNull(compared.QuerySelector(".compare"));
    }

    [Fact]
    public void No_word_is_lost_between_two_wordings()
    {
        var one = Clause("The army is capped at 600,000, and  no more.");
        var other = Clause("In peacetime the army is capped at 800,000.");
        var difference = WordDifference.Of(one, other, summaries: false)!;
        Assert.Equal(one.Quote, string.Concat(difference.Runs.Where(run => run.In != WordsIn.Other).Select(run => run.Text)));
        Assert.Equal(other.Quote, string.Concat(difference.Runs.Where(run => run.In != WordsIn.Base).Select(run => run.Text)));

        static Domain.Statements.Statement Clause(string quote) => new()
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
    }

    private async Task CheckAsync(string pair, string issue, string region, string column, string? one, int? from, int? to, string? other, int? otherFrom, int? otherTo)
    {
        using var client = app.Visitor();
        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri($"/ukraine/compare.json?p={pair}&show=all&issues={issue}", UriKind.Relative), TestContext.Current.CancellationToken));
        var row = Assert.Single(file.RootElement.GetProperty("comparison").EnumerateArray(), row =>
            region.Length == 0 || row.GetProperty("regions").EnumerateArray().Any(iso => iso.GetString() == region));
        Assert.Equal((one, from, to), (List($"{column}_1"), Step("step_from_1"), Step("step_to_1")));
        Assert.Equal((other, otherFrom, otherTo), (List($"{column}_2"), Step("step_from_2"), Step("step_to_2")));

        string? List(string name) => row.GetProperty(name) is { ValueKind: JsonValueKind.Array } list ? string.Join(';', list.EnumerateArray().Select(item => item.ToString())) : null;
        int? Step(string name) => row.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
    }
}
