using System.Text.Json;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests;

/// <summary>
/// The chains of change that the researched record names, at the dates of its rows. The expected steps are read off the words of the
/// rows and the definitions of the codebook. Ids of the rows stand beside each case.
/// </summary>
public sealed class RecordTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string Donetsk = "UA-14", Luhansk = "UA-09", Kherson = "UA-65", Zaporizhzhia = "UA-23", Crimea = "UA-43", Sevastopol = "UA-40", Kharkiv = "UA-63", Sumy = "UA-59", Dnipropetrovsk = "UA-12";

    [Fact]
    public async Task A_wording_that_allows_three_steps_is_not_said_to_allow_both()
    {
        using var client = app.Visitor();
        // B296: "simply withdrawing from the east" is refused, which leaves steps 1 to 3.
        var page = await client.GetPageAsync("/ukraine/positions/ukraine/territory?date=2025-08-21");
        Assert.Contains("steps 1 to 3: wording allows each", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Theory]
    // B002: the course towards membership goes into the constitution, without a date: the path is kept open.
    [InlineData("2019-02-07", "stated", 2)]
    [InlineData("2022-03-28", "stated", 2)]
    // B035: would join no military alliance, by declaration or in law, is for 29 March 2022 the case below.
    // B047 (leaked): the draft treaty of April keeps permanent neutrality and no membership.
    [InlineData("2022-04-15", "reported", 6)]
    // B065: the compact bridges the time until entry and does not replace it.
    [InlineData("2022-09-13", "stated", 2)]
    [InlineData("2022-09-29", "stated", 2)]
    // B069: applies for accelerated accession.
    [InlineData("2022-09-30", "stated", 1)]
    // B162: an unconditional invitation now.
    [InlineData("2024-10-16", "stated", 1)]
    // B171: cover at once for the land that Kyiv holds.
    [InlineData("2024-11-29", "stated", 1)]
    [InlineData("2025-04-22", "stated", 1)]
    // B217 (leaked): no consensus, not renounced.
    [InlineData("2025-04-23", "reported", 3)]
    // B263 (leaked): depends on consensus.
    [InlineData("2025-06-01", "reported", 3)]
    // A037, "2025-08?" and a paraphrase: a sovereign right to seek membership; it counts from the last day of the month.
    [InlineData("2025-08-30", "reported", 3)]
    [InlineData("2025-08-31", "reported", 2)]
    // B409: would give the bid up in exchange for guarantees.
    [InlineData("2025-12-14", "conditional", 5)]
    // B430: the 20 points leave it out.
    [InlineData("2025-12-24", "silent", null)]
    public Task Ukraine_on_NATO_membership(string date, string state, int? step) => CheckAsync(date, "ukraine", "nato-membership", "", state, step);

    [Fact]
    // B035: Ukraine would join no military alliance; the communique does not say whether a declaration (5) or a law (6) is meant.
    public Task Ukraine_on_NATO_membership_in_Istanbul_in_March_2022() => CheckAsync("2022-03-29", "ukraine", "nato-membership", "", "ambiguous", 5, 6);

    [Theory]
    // B026: prepared to discuss neutrality, if guaranteed by third parties and put to a referendum.
    [InlineData("2022-03-27", "conditional", 2)]
    // B030: would declare itself permanently neutral under international guarantees.
    [InlineData("2022-03-29", "stated", 3)]
    // B066: the security compact of September 2022 drops neutrality and is meant to lead up to NATO.
    [InlineData("2022-09-13", "inferred", 1)]
    // B262 (leaked): no neutrality imposed.
    [InlineData("2025-06-01", "reported", 1)]
    public Task Ukraine_on_neutrality(string date, string state, int? step) => CheckAsync(date, "ukraine", "neutrality", "", state, step);

    [Theory]
    // B068: four regions declared Russian and put beyond discussion.
    [InlineData("2022-09-30", "inferred", 5, 5)]
    // B136-B139: withdrawal from the four regions within their administrative borders.
    [InlineData("2024-06-14", "stated", 5, 5)]
    // B195, "2025-04~" and unnamed sources: a stop at the front; counts from the end of the month.
    [InlineData("2025-04-30", "reported", 3, 3)]
    // B234 (an account of closed talks): withdrawal from all four.
    [InlineData("2025-05-16", "reported", 5, 5)]
    // B237-B240: full withdrawal in the memorandum.
    [InlineData("2025-06-02", "stated", 5, 5)]
    // A002, A018-A021: all of Donbas, the south frozen at the front.
    [InlineData("2025-08-31", "reported", 5, 3)]
    public async Task Russia_on_territory(string date, string state, int donbas, int south)
    {
        foreach (var region in new[] { Donetsk, Luhansk })
            await CheckAsync(date, "russia", "territory", region, state, donbas);
        foreach (var region in new[] { Kherson, Zaporizhzhia })
            await CheckAsync(date, "russia", "territory", region, state, south);
    }

    [Theory]
    // B390: "the territories they hold"; sources differ on which, so that nobody is moved. Donbas as reported in October (B305), the south
    // as in the reported swap (B307).
    [InlineData("2025-11-27", "reported", 5, "conditional", 3)]
    // B393: Donbas by force or by withdrawal. B406: against the freeze in the south, as ISW reads it.
    [InlineData("2025-12-11", "stated", 5, "inferred", 5)]
    // B445: Ukrainian forces must leave the Donbas; of the south nothing new is said.
    [InlineData("2026-01-23", "stated", 5, "inferred", 5)]
    public async Task Russia_on_territory_when_Donbas_and_the_south_are_known_differently(string date, string donbasState, int donbas, string southState, int south)
    {
        foreach (var region in new[] { Donetsk, Luhansk })
            await CheckAsync(date, "russia", "territory", region, donbasState, donbas);
        foreach (var region in new[] { Kherson, Zaporizhzhia })
            await CheckAsync(date, "russia", "territory", region, southState, south);
    }

    [Fact]
    // B406 is known by ISW's reading only: it is no word of the party's own.
    public async Task What_ISW_reads_into_Lavrovs_words_does_not_count_on_the_record()
    {
        var all = await CellAsync("date=2025-12-11", "russia", "territory", Kherson);
        Assert.True(all.GetProperty("reported").GetBoolean());
        Assert.Equal([1406], Numbers(all, "statements"));
        var onRecord = await CellAsync("date=2025-12-11&evidence=on-record", "russia", "territory", Kherson);
        // B240 and B251, two sections of the memorandum of June.
        Assert.Equal([1237, 1251], Numbers(onRecord, "statements"));
    }

    [Theory]
    // B045 (leaked): Ukraine gives up all of Donbas.
    [InlineData("2022-03-17", "reported", 5, 5)]
    // B056 (leaked): parts stay under Russian control, the boundary left to the presidents.
    [InlineData("2022-04-15", "ambiguous", 2, 3)]
    public async Task Russia_on_the_Donbas_in_spring_2022(string date, string state, int from, int to)
    {
        foreach (var region in new[] { Donetsk, Luhansk })
            await CheckAsync(date, "russia", "territory", region, state, from, to);
    }

    [Theory]
    // B020: Ukraine must accept Crimea as Russian. B236: recognition in international law. Both leave Ukraine no control there, an inference.
    [InlineData("2022-03-07", Crimea)]
    [InlineData("2022-03-07", Sevastopol)]
    [InlineData("2025-06-02", Crimea)]
    [InlineData("2025-06-02", Sevastopol)]
    public async Task Russia_on_Crimea(string date, string region)
    {
        await CheckAsync(date, "russia", "territory", region, "inferred", 5);
        await CheckAsync(date, "russia", "recognition", region, region == Crimea ? "stated" : "inferred", 4);
    }

    [Theory]
    // B021, B022: independence in law; who would control the regions is not said, so that territory stays open.
    [InlineData(Donetsk)]
    [InlineData(Luhansk)]
    public async Task Russia_demands_independence_of_the_Donbas_in_March_2022(string region)
    {
        await CheckAsync("2022-03-07", "russia", "recognition", region, "stated", 4);
        await CheckAsync("2022-03-07", "russia", "territory", region, "no-statement", null);
    }

    [Theory]
    // B235: no meeting of leaders before an agreement: nothing about land. What was reported the day before (B234) stands.
    [InlineData(Donetsk)]
    [InlineData(Kherson)]
    public Task A_word_about_a_meeting_moves_nobody_on_territory(string region) => CheckAsync("2025-05-17", "russia", "territory", region, "reported", 5);

    [Theory]
    // A024, A025: smaller areas in two regions, named on 17 August (S010) and on 21 August (S004). A026: a third, on 21 August only.
    [InlineData(Kharkiv, 24, 2)]
    [InlineData(Sumy, 24, 2)]
    [InlineData(Dnipropetrovsk, 26, 1)]
    public async Task Areas_to_be_handed_back_rest_on_what_the_sources_say_of_each(string region, int statement, int origins)
    {
        await CheckAsync("2025-08-31", "russia", "territory", region, "conditional", 1);
        var cell = await CellAsync("date=2025-08-31", "russia", "territory", region);
        Assert.Equal([statement], Numbers(cell, "statements"));
        Assert.Equal(origins, cell.GetProperty("origins").GetInt32());
    }

    [Theory]
    // B027: a compromise on Donbas, not all land by force.
    [InlineData("2022-03-27", Donetsk, "inferred", 2, 2)]
    // B039: Crimea by talks for 15 years.
    [InlineData("2022-03-29", Crimea, "stated", 2, 2)]
    // B056 (leaked): parts of Donbas under Russian control, the boundary left to the presidents.
    [InlineData("2022-04-15", Donetsk, "ambiguous", 2, 3)]
    // B077, B078, B083: territorial integrity, Russian withdrawal, no compromise.
    [InlineData("2022-11-15", Donetsk, "stated", 1, 1)]
    [InlineData("2022-11-15", Crimea, "stated", 1, 1)]
    // B172: later, by diplomacy; the row has no region, so the region is an editor's choice.
    [InlineData("2024-11-29", Donetsk, "inferred", 2, 2)]
    // B221 (leaked): after a full ceasefire, from the line of control; no region either.
    [InlineData("2025-04-23", Donetsk, "inferred", 2, 2)]
    // B275: no gift of land; whether control returns now or later is not said.
    [InlineData("2025-08-09", Donetsk, "ambiguous", 1, 2)]
    [InlineData("2025-08-09", Crimea, "ambiguous", 1, 2)]
    // B286 (one source): Donbas is not given up.
    [InlineData("2025-08-16", Donetsk, "ambiguous", 1, 2)]
    // B296: not "simply withdrawing", which leaves a division at the front open too.
    [InlineData("2025-08-21", Donetsk, "ambiguous", 1, 3)]
    // A034, "2025-08?" and a paraphrase: no concessions of land.
    [InlineData("2025-08-31", Donetsk, "ambiguous", 1, 2)]
    // B308: the line of contact is where talks start; no region either.
    [InlineData("2025-10-21", Donetsk, "inferred", 2, 2)]
    // B389: no land signed away.
    [InlineData("2025-11-27", Donetsk, "ambiguous", 1, 2)]
    // B425: a freeze on the line of the day of signing. B427: in Donetsk a zone as an option of the same text.
    [InlineData("2025-12-24", Luhansk, "stated", 3, 3)]
    [InlineData("2025-12-24", Kherson, "stated", 3, 3)]
    [InlineData("2025-12-24", Donetsk, "disputed", 3, 4)]
    // B426: Russia leaves four other regions.
    [InlineData("2025-12-24", Kharkiv, "stated", 1, 1)]
    public Task Ukraine_on_territory(string date, string region, string state, int from, int to) => CheckAsync(date, "ukraine", "territory", region, state, from, to);

    [Fact]
    // B275 is an act of its own, with a source of its own (S024): the summary of the article (A034) does not count that source as its origin.
    public async Task What_the_article_sums_up_of_Zelenskyy_has_the_origin_of_the_article_only()
    {
        var cell = await CellAsync("date=2025-08-31", "ukraine", "territory", Crimea);
        Assert.Equal([34], Numbers(cell, "statements"));
        Assert.Equal(1, cell.GetProperty("origins").GetInt32());
    }

    [Theory]
    // A005, A031 ("2025-08?", unnamed) displace Lavrov's words of 21 August (B294): foreign troops absolutely unacceptable.
    [InlineData("russia", "foreign-troops", "", 1294, "date uncertain (August 2025); on record on 21 Aug 2025: No foreign troops at all")]
    // A034 ("2025-08?", a paraphrase) displaces what was published on 21 August (B296).
    [InlineData("ukraine", "territory", Donetsk, 1296, "date uncertain (August 2025); on record on 21 Aug 2025: ")]
    public async Task An_uncertain_date_names_what_it_displaces(string party, string issue, string region, int statement, string words)
    {
        var cell = await CellAsync("date=2025-08-31", party, issue, region);
        Assert.Equal([statement], Numbers(cell, "possibly_later"));
        Assert.StartsWith(words, cell.GetProperty("possibly_later_in_words").GetString(), StringComparison.Ordinal);
        // On the day itself nothing is displaced.
        var before = await CellAsync("date=2025-08-21", party, issue, region);
        Assert.Empty(Numbers(before, "possibly_later"));
        Assert.Equal(JsonValueKind.Null, before.GetProperty("possibly_later_in_words").ValueKind);
        Assert.Equal([statement], Numbers(before, "statements"));
    }

    [Theory]
    // B025: no further claims, which leaves open whether and when Russian forces leave.
    [InlineData(Kherson)]
    [InlineData(Zaporizhzhia)]
    public async Task Russia_makes_no_further_claims_in_March_2022(string region)
    {
        var cell = await CellAsync("date=2022-03-07", "russia", "territory", region);
        Assert.Equal("ambiguous", cell.GetProperty("state").GetString());
        Assert.Equal(1, cell.GetProperty("step_from").GetInt32());
        Assert.Equal(2, cell.GetProperty("step_to").GetInt32());
    }

    [Theory]
    // B307: parts of Kherson and Zaporizhzhia for all of Donetsk.
    [InlineData(Kherson, "conditional", 3)]
    [InlineData(Zaporizhzhia, "conditional", 3)]
    [InlineData(Donetsk, "reported", 5)]
    public Task Russia_reportedly_offers_a_swap_in_October_2025(string region, string state, int step) =>
        CheckAsync("2025-11-26", "russia", "territory", region, state, step);

    [Theory]
    // B001: will become members, without date or procedure; known by its month only.
    [InlineData("2008-04-30")]
    // B120: the future is in NATO, when allies agree and conditions are met.
    [InlineData("2023-07-11")]
    // B121: an irreversible path.
    [InlineData("2024-07-10")]
    // B122: the irreversible path stands.
    [InlineData("2025-06-09")]
    public Task NATO_on_Ukraines_membership(string date) => CheckAsync(date, "nato", "nato-membership", "", "stated", 2);

    [Fact]
    public Task NATO_had_not_said_so_before_the_month_was_over() => CheckAsync("2008-04-29", "nato", "nato-membership", "", "no-statement", null);

    [Theory]
    // Known from unnamed sources only in August; on the record stand the June 2025 memorandum (B237-B240) and what goes before it.
    [InlineData("territory", Kherson, 3, 5)]
    [InlineData("territory", Zaporizhzhia, 3, 5)]
    public async Task On_the_record_alone_Russia_still_holds_what_the_memorandum_says(string issue, string region, int all, int onRecord)
    {
        await CheckAsync("2025-08-31", "russia", issue, region, "reported", all);
        await CheckAsync("2025-08-31&evidence=on-record", "russia", issue, region, "stated", onRecord);
    }

    [Theory]
    // On the record: B237, B238 (June memorandum), B241 (no alliances, neutral, the form of neither said), B294 (Lavrov on 21 August on foreign troops).
    [InlineData("territory", Donetsk, 5, 5, "stated")]
    [InlineData("territory", Luhansk, 5, 5, "stated")]
    [InlineData("nato-membership", "", 5, 6, "ambiguous")]
    [InlineData("neutrality", "", 3, 4, "ambiguous")]
    [InlineData("foreign-troops", "", 5, 5, "stated")]
    public async Task What_rests_on_unnamed_sources_rests_on_other_statements_when_only_the_record_counts(string issue, string region, int from, int to, string state)
    {
        var all = await CellAsync("date=2025-08-31", "russia", issue, region);
        var onRecord = await CellAsync("date=2025-08-31&evidence=on-record", "russia", issue, region);
        Assert.True(all.GetProperty("reported").GetBoolean());
        Assert.False(onRecord.GetProperty("reported").GetBoolean());
        Assert.NotEqual(all.GetProperty("statements").ToString(), onRecord.GetProperty("statements").ToString());
        Assert.Equal(state, onRecord.GetProperty("state").GetString());
        Assert.Equal(from, onRecord.GetProperty("step_from").GetInt32());
        Assert.Equal(to, onRecord.GetProperty("step_to").GetInt32());
    }

    [Theory]
    // A039, A040: the White House and NATO had not answered when they were asked.
    [InlineData("united-states")]
    [InlineData("nato")]
    public async Task No_response_yet_to_the_August_terms(string party)
    {
        using var document = await PositionsAsync("date=2025-08-31");
        var response = document.RootElement.GetProperty("responses").EnumerateArray()
            .Single(row => row.GetProperty("party").GetString() == party && row.GetProperty("proposal").GetString() == "russian-terms-august-2025");
        Assert.Equal("no-response-yet", response.GetProperty("response").GetString());
        using var earlier = await PositionsAsync("date=2025-08-01");
        Assert.DoesNotContain(earlier.RootElement.GetProperty("responses").EnumerateArray(), row => row.GetProperty("proposal").GetString() == "russian-terms-august-2025");
    }

    [Theory]
    [InlineData(Kherson)]
    [InlineData(Zaporizhzhia)]
    public async Task Moves_in_the_south_since_June_2024_are_named_by_pole(string region)
    {
        var cell = await CellAsync("since=2024-06-30&date=2025-08-31", "russia", "territory", region);
        Assert.Equal("moved", cell.GetProperty("change").GetString());
        Assert.Equal(2, cell.GetProperty("change_steps").GetInt32());
        // Step 1 of the codebook: Ukraine's control restored, Russian forces leave.
        Assert.StartsWith("2 steps towards Ukraine's control restored since", cell.GetProperty("change_in_words").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Donetsk)]
    [InlineData(Luhansk)]
    public async Task In_the_Donbas_nothing_moved_since_June_2024(string region) =>
        Assert.Equal("none", (await CellAsync("since=2024-06-30&date=2025-08-31", "russia", "territory", region)).GetProperty("change").GetString());

    private Task CheckAsync(string date, string party, string issue, string region, string state, int? step) => CheckAsync(date, party, issue, region, state, step, step);

    private async Task CheckAsync(string date, string party, string issue, string region, string state, int? from, int? to)
    {
        var cell = await CellAsync($"date={date}", party, issue, region);
        var found = $"{date} {party} {issue} {region}: {cell.GetProperty("state")} {cell.GetProperty("step_from")} to {cell.GetProperty("step_to")} by statements {cell.GetProperty("statements")}";
        Assert.True(cell.GetProperty("state").GetString() == state, found);
        Assert.True(Step("step_from") == from && Step("step_to") == to, found);

        int? Step(string name) => cell.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
    }

    private static IEnumerable<int> Numbers(JsonElement cell, string list) => cell.GetProperty(list).EnumerateArray().Select(number => number.GetInt32());

    private async Task<JsonElement> CellAsync(string query, string party, string issue, string region)
    {
        using var document = await PositionsAsync($"{query}&issues={issue}&parties={party}");
        return document.RootElement.GetProperty("positions").EnumerateArray()
            .Single(cell => cell.GetProperty("party").GetString() == party && cell.GetProperty("issue").GetString() == issue && cell.GetProperty("region").GetString() == region)
            .Clone();
    }

    private async Task<JsonDocument> PositionsAsync(string query)
    {
        using var client = app.Visitor();
        return JsonDocument.Parse(await client.GetStringAsync(new Uri($"/ukraine/positions.json?{query}", UriKind.Relative), TestContext.Current.CancellationToken));
    }
}
