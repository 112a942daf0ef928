using System.Text.Json;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests;

/// <summary>
/// The chains of change that the researched record names, at the dates of its rows. The expected steps are read off the words of the
/// rows and the definitions of the codebook. Ids of the rows stand beside each case.
/// </summary>
public sealed class RecordTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string Donetsk = "UA-14", Luhansk = "UA-09", Kherson = "UA-65", Zaporizhzhia = "UA-23";

    [Theory]
    // B002: the course towards membership goes into the constitution, without a date: the path is kept open.
    [InlineData("2019-02-07", "stated", 2)]
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
    // B390: "the territories they hold"; sources differ on which, so that nobody is moved.
    [InlineData("2025-11-27", "", 5, 3)]
    // B406: against the freeze in the south, as ISW reads it.
    [InlineData("2025-12-11", "", 5, 5)]
    // B445: Ukrainian forces must leave the Donbas.
    [InlineData("2026-01-23", "", 5, 5)]
    public async Task Russia_on_territory(string date, string state, int donbas, int south)
    {
        foreach (var region in new[] { Donetsk, Luhansk })
            await CheckAsync(date, "russia", "territory", region, state, donbas);
        foreach (var region in new[] { Kherson, Zaporizhzhia })
            await CheckAsync(date, "russia", "territory", region, state, south);
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
        // The first pole of the scale is Ukraine's control restored.
        var pole = File.ReadLines(Path.Combine(Repository.Root, "seeds", "codebook", "steps.csv")).First(line => line.StartsWith("territory,1,", StringComparison.Ordinal)).Split(',')[2].Trim('"');
        Assert.StartsWith($"2 steps towards {pole} since", cell.GetProperty("change_in_words").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Donetsk)]
    [InlineData(Luhansk)]
    public async Task In_the_Donbas_nothing_moved_since_June_2024(string region) =>
        Assert.Equal("none", (await CellAsync("since=2024-06-30&date=2025-08-31", "russia", "territory", region)).GetProperty("change").GetString());

    /// <param name="state">Empty when the case is about the step alone.</param>
    private async Task CheckAsync(string date, string party, string issue, string region, string state, int? step)
    {
        var cell = await CellAsync($"date={date}", party, issue, region);
        var found = $"{date} {party} {issue} {region}: {cell.GetProperty("state")} {cell.GetProperty("step_from")} to {cell.GetProperty("step_to")} by statements {cell.GetProperty("statements")}";
        Assert.True(state.Length == 0 || cell.GetProperty("state").GetString() == state, found);
        Assert.True(Step("step_from") == step && Step("step_to") == step, found);

        int? Step(string name) => cell.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
    }

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
