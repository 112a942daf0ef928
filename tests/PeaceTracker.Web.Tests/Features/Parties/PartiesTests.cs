using System.Text.Json;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Parties;

/// <summary>Expected values come from the researched record and from the issue of the first release.</summary>
public sealed class PartiesTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    [Fact]
    public async Task Parties_are_listed_in_alphabetical_order()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/parties");
        var names = page.QuerySelectorAll("#view tbody th a").Select(link => link.Words()).ToList();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Contains("Russia", names);
        Assert.Contains("Ukraine", names);
    }

    [Fact]
    public async Task Page_and_files_of_the_list_agree()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/parties");
        using var file = await JsonAsync("/ukraine/parties.json");
        var parties = file.RootElement.GetProperty("parties").EnumerateArray().ToList();
        Assert.Equal(parties.Select(row => row.GetProperty("name").GetString()), page.QuerySelectorAll("#view tbody th a").Select(link => link.Words()));
        var csv = await client.GetStringAsync(new Uri("/ukraine/parties.csv", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.All(parties, row => Assert.Contains($"\n{row.GetProperty("party").GetString()},", csv, StringComparison.Ordinal));
    }

    [Theory]
    // The issue: the moves in Kherson and Zaporizhzhia between 30 June 2024 and 31 August 2025 are named.
    [InlineData("Territory: Kherson")]
    [InlineData("Territory: Zaporizhzhia")]
    public async Task Russia_is_shown_to_have_moved_in_the_south_between_June_2024_and_August_2025(string row)
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/parties/russia?date=2025-08-31&since=2024-06-30");
        var cells = page.QuerySelectorAll("#view tbody tr").Single(line => line.QuerySelector("th a")!.Words() == row).QuerySelectorAll("td");
        Assert.Contains("Divided at the front", cells[0].Words(), StringComparison.Ordinal);
        Assert.Contains("2 steps towards Ukraine's control restored", cells[0].Words(), StringComparison.Ordinal);
        Assert.Equal("Aug 2025 (uncertain) before: Whole region under Russian control", cells[1].Words());
    }

    [Theory]
    // Record: A064, among the newest of Russia by the end of August 2025, is of "2025-08?".
    [InlineData("2025-08-31", "Russia", "Aug 2025 (uncertain)", "2025-08?", "2025-08-01", "2025-08-31")]
    // Record: B455 and B456, the newest of Russia by the end of June 2026, are of "2026-06-05~".
    [InlineData("2026-06-30", "Russia", "about 5 Jun 2026", "2026-06-05~", "2026-06-05", "2026-06-05")]
    public async Task The_last_statement_of_a_party_has_the_date_its_source_gives(string date, string name, string words, string edtf, string earliest, string last)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync($"/ukraine/parties?date={date}");
        Assert.Equal(words, page.QuerySelectorAll("#view tbody tr").Single(row => row.QuerySelector("th a")!.Words() == name).Children[^1].Words());
        using var file = await JsonAsync($"/ukraine/parties.json?date={date}");
        var party = file.RootElement.GetProperty("parties").EnumerateArray().Single(row => row.GetProperty("name").GetString() == name);
        Assert.Contains(edtf, party.GetProperty("last_statement_edtf").EnumerateArray().Select(item => item.GetString()));
        Assert.Equal((earliest, last), (party.GetProperty("last_statement_earliest").GetString(), party.GetProperty("last_statement").GetString()));
    }

    [Fact]
    public async Task A_party_without_a_seat_or_a_statement_has_each_kind_of_absence_listed_apart()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/parties/nato");
        var headings = page.QuerySelectorAll("#view h3").Select(heading => heading.Words()).ToList();
        // NATO has no part in membership of the European Union.
        Assert.Contains("Not applicable", headings);
        Assert.Contains("No statement found", headings);
    }

    [Fact]
    public async Task A_party_shows_its_other_names_and_who_speaks_for_it()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/parties/ukraine");
        Assert.Contains("Україна", page.QuerySelector(".facts")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Volodymyr Zelenskyy, President of Ukraine", page.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("a[href='/ukraine/statements?parties=ukraine']"));
    }

    [Fact]
    public async Task A_party_says_which_statement_of_it_is_the_newest()
    {
        using var client = app.Visitor();
        // Record B120: NATO's declaration of Vilnius, 11 July 2023, is the newest of NATO by the end of that year.
        using var file = await JsonAsync("/ukraine/statements.json?party=nato&date=2023-12-31");
        var newest = file.RootElement.GetProperty("statements")[0];
        var page = await client.GetPageAsync("/ukraine/parties/nato?date=2023-12-31");
        Assert.Contains(FormattableString.Invariant($"No. {newest.GetProperty("statement").GetInt32()}, said 11 July 2023"), page.QuerySelector(".newest")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_two_parties_have_the_same_letters_and_no_coalition_those_of_a_state()
    {
        using var file = await JsonAsync("/ukraine/parties.json");
        var parties = file.RootElement.GetProperty("parties").EnumerateArray().Select(row => (Kind: row.GetProperty("kind").GetString(), Letters: row.GetProperty("monogram").GetString()!)).ToList();
        Assert.Equal(parties.Count, parties.DistinctBy(party => party.Letters).Count());
        Assert.All(parties.Where(party => party.Kind == "coalition"), party => Assert.InRange(party.Letters.Length, 3, 4));
    }

    [Fact]
    public async Task The_file_of_a_party_holds_the_cells_of_the_matrix()
    {
        using var party = await JsonAsync("/ukraine/parties/russia.json?date=2025-08-31");
        using var matrix = await JsonAsync("/ukraine/positions.json?date=2025-08-31&parties=russia");
        Assert.Equal(
            matrix.RootElement.GetProperty("positions").EnumerateArray().Select(row => row.GetRawText()),
            party.RootElement.GetProperty("positions").EnumerateArray().Select(row => row.GetRawText()));
    }

    [Theory]
    [InlineData("rusia", "russia")]
    [InlineData("Росия", "russia")]
    [InlineData("ukrain", "ukraine")]
    public async Task A_misspelt_party_is_answered_with_the_nearest_one_in_any_script(string asked, string meant)
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync($"/ukraine/parties/{Uri.EscapeDataString(asked)}", 404);
        Assert.Equal($"/ukraine/parties/{meant}", page.QuerySelector("main li a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Nothing_is_shown_that_was_not_published_at_the_instant_asked_for()
    {
        using var list = await JsonAsync("/ukraine/parties.json?known=2026-11-24");
        Assert.All(list.RootElement.GetProperty("parties").EnumerateArray(), row => Assert.Equal(0, row.GetProperty("statements").GetInt32()));
        using var party = await JsonAsync("/ukraine/parties/russia.json?known=2026-11-24");
        Assert.All(party.RootElement.GetProperty("positions").EnumerateArray(), row => Assert.Equal("no-statement", row.GetProperty("state").GetString()));
    }

    private async Task<JsonDocument> JsonAsync(string address)
    {
        using var client = app.Visitor();
        return JsonDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_speaks_for_a_party_is_shown_with_the_days_they_spoke_and_never_before()
    {
        // Record: B004, Poroshenko as president on 19 February 2019; nothing of Zelenskyy before.
        using var client = app.Visitor();
        using var now = await client.GetPageAsync("/ukraine/parties/ukraine");
        var voices = now.QuerySelectorAll("h2").Single(title => title.Words() == "Who speaks for it").NextElementSibling!.QuerySelectorAll("li").Select(item => item.Words()).ToList();
        Assert.Contains(voices, voice => voice.StartsWith("Volodymyr Zelenskyy, President of Ukraine", StringComparison.Ordinal) && voice.Contains(" statements, ", StringComparison.Ordinal));
        using var early = await client.GetPageAsync("/ukraine/parties/ukraine?date=2019-03-01");
        Assert.Contains("Petro Poroshenko, President of Ukraine 1 statement, 19 Feb 2019", early.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Zelenskyy, President", early.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
    }
}
