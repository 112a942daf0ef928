using System.Text.Json;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Territory;

/// <summary>Expected letters and clauses come from the words of the researched record.</summary>
public sealed class TerritoryTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string Us28 = "us-28-points-november-2025";

    [Theory]
    // B340 to B346: 21a de facto Russian; 21b frozen, which means de facto recognition along the line; 21c gives up other agreed territory,
    // by an editor's note Kharkiv, Sumy and Dnipropetrovsk; 21d a demilitarised zone in Donetsk, counted internationally as Russian.
    [InlineData(Us28, "UA-43", "D", "21a", "1340")]
    [InlineData(Us28, "UA-40", "D", "21a", "1340")]
    [InlineData(Us28, "UA-09", "D", "21a", "1341")]
    [InlineData(Us28, "UA-14", "Z/D/J", "21a;21d", "1342;1346")]
    [InlineData(Us28, "UA-65", "F", "21b", "1343")]
    [InlineData(Us28, "UA-23", "F", "21b", "1343")]
    [InlineData(Us28, "UA-63", "R", "21c", "1345")]
    [InlineData(Us28, "UA-59", "R", "21c", "1345")]
    [InlineData(Us28, "UA-12", "R", "21c", "1345")]
    [InlineData(Us28, "UA-46", "-", "", "")]
    // B039 and B040: Crimea to be negotiated for 15 years, Donetsk and Luhansk left to a meeting of the presidents.
    [InlineData("istanbul-communique-2022", "UA-43", "L", "", "1039")]
    [InlineData("istanbul-communique-2022", "UA-40", "L", "", "1039")]
    [InlineData("istanbul-communique-2022", "UA-14", "L", "", "1040")]
    [InlineData("istanbul-communique-2022", "UA-09", "L", "", "1040")]
    [InlineData("istanbul-communique-2022", "UA-23", "-", "", "")]
    // B201 to B208: de jure Crimea, de facto Luhansk and the held parts of the others, the held part of Kharkiv back, the Kinburn spit.
    [InlineData("us-paper-april-2025", "UA-43", "J", "", "1201")]
    [InlineData("us-paper-april-2025", "UA-09", "D", "", "1202")]
    [InlineData("us-paper-april-2025", "UA-14", "F", "", "1203")]
    [InlineData("us-paper-april-2025", "UA-23", "F", "", "1204")]
    [InlineData("us-paper-april-2025", "UA-65", "F", "", "1205")]
    [InlineData("us-paper-april-2025", "UA-63", "R", "", "1206")]
    [InlineData("us-paper-april-2025", "UA-48", "R", "", "1208")]
    [InlineData("us-paper-april-2025", "UA-59", "-", "", "")]
    // B144: Crimea and the four regions to be recognised as Russian. Of Kharkiv the terms say nothing.
    [InlineData("russian-terms-june-2024", "UA-43", "J", "", "1144")]
    [InlineData("russian-terms-june-2024", "UA-14", "J", "", "1144")]
    [InlineData("russian-terms-june-2024", "UA-09", "J", "", "1144")]
    [InlineData("russian-terms-june-2024", "UA-65", "J", "", "1144")]
    [InlineData("russian-terms-june-2024", "UA-23", "J", "", "1144")]
    [InlineData("russian-terms-june-2024", "UA-63", "-", "", "")]
    // A002, A018, A019: the whole Donbas, with no word on law.
    [InlineData("russian-terms-august-2025", "UA-14", "W", "", "2;18;1277")]
    // B077, B078, B083: all of Ukraine, no region named.
    [InlineData("ukrainian-peace-formula-2022", "UA-46", "R", "5;6", "1077;1078;1083")]
    public async Task A_region_has_the_letter_and_the_clauses_of_the_record(string proposal, string region, string letters, string clauses, string statements)
    {
        using var file = await JsonAsync($"/ukraine/territory.json?proposal={proposal}");
        var row = file.RootElement.GetProperty("territory").EnumerateArray().Single(row => row.GetProperty("region").GetString() == region);
        Assert.Equal(letters, row.GetProperty("letters").GetString());
        Assert.Equal(clauses, string.Join(';', row.GetProperty("clauses").EnumerateArray().Select(item => item.GetString())));
        Assert.Equal(statements, string.Join(';', row.GetProperty("statements").EnumerateArray().Select(item => item.GetInt32())));
    }

    [Fact]
    public async Task Tile_table_and_clause_say_the_same()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync($"/ukraine/territory?proposal={Us28}");
        var tiles = page.QuerySelectorAll(".tiles a.tile");
        Assert.Equal(27, tiles.Length);
        Assert.Contains("Zaporizhzhia: divided, frozen at the line of contact", page.QuerySelector(".tiles a[href*='zaporizhzhia']")!.Words(), StringComparison.Ordinal);
        Assert.Contains("clause 21b", page.QuerySelector(".tiles a[href*='zaporizhzhia']")!.Words(), StringComparison.Ordinal);
        var row = page.QuerySelectorAll("#view tbody tr").Single(row => row.QuerySelector("th")!.Words() == "Zaporizhzhia");
        Assert.NotNull(row.QuerySelector($"a[href='/ukraine/proposals/{Us28}#c21b']"));
        Assert.NotNull(row.QuerySelector("a[href='/ukraine/statements/1343']"));
        Assert.Equal(27, page.QuerySelectorAll("#view tbody tr").Length);
        Assert.Contains("They imply no opinion of PeaceTracker", page.QuerySelector("#view .note")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Crimea (Autonomous Republic)", page.QuerySelector("#view table")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Sevastopol (city)", page.QuerySelector("#view table")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_status_covers_is_said_beside_it_but_not_what_was_only_concluded()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/territory?proposal=russian-terms-june-2024");
        // B136 to B139: troops leave the four regions; B144: they and Crimea are to be recognised as Russian.
        foreach (var region in new[] { "Donetsk", "Luhansk", "Kherson", "Zaporizhzhia" })
            Assert.Contains("also said: Ukrainian forces withdraw, whole region under Russian control, clause unnumbered (No. 1136)", Row(region), StringComparison.Ordinal);
        Assert.DoesNotContain("also said", Row("Crimea (Autonomous Republic)"), StringComparison.Ordinal);

        // A018 and A019 ask for the same withdrawal in August 2025: it is not new there.
        var two = await client.GetPageAsync("/ukraine/territory?proposal=russian-terms-june-2024&with=russian-terms-august-2025");
        var donetsk = two.QuerySelectorAll(".differences li").Single(item => item.QuerySelector("a")!.Words() == "Donetsk").Words();
        Assert.Contains("recognised in law as Russian or independent (also said: Ukrainian forces withdraw, whole region under Russian control)", donetsk, StringComparison.Ordinal);

        string Row(string region) => page.QuerySelectorAll("#view tbody tr").Single(row => row.QuerySelector("th")!.Words() == region).Words();
    }

    [Fact]
    public async Task Of_two_texts_the_tiles_that_differ_are_marked_and_listed()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync($"/ukraine/territory?proposal={Us28},us-paper-april-2025");
        string[] differing = ["crimea", "dnipropetrovsk", "donetsk", "mykolaiv", "sevastopol", "sumy"];
        Assert.Equal(differing, page.QuerySelectorAll(".differences a").Select(link => link.GetAttribute("href")!.Split('/')[^1]));
        Assert.All(page.QuerySelectorAll(".tiles"), grid =>
            Assert.Equal(differing, grid.QuerySelectorAll(".differs a").Select(link => link.GetAttribute("href")!.Split('/')[^1]).Order(StringComparer.Ordinal)));
        var form = await client.GetPageAsync($"/ukraine/territory?proposal={Us28}&with=us-paper-april-2025");
        Assert.Equal(page.QuerySelector("#view .differences")!.Words(), form.QuerySelector("#view .differences")!.Words());
    }

    [Fact]
    public async Task An_older_wording_of_one_text_steps_back_when_a_later_one_is_there()
    {
        // B046: Crimea Russian in law in the text of 17 March 2022; B055: outside the treaty in the draft of 15 April.
        using var file = await JsonAsync("/ukraine/territory.json?proposal=draft-neutrality-treaty-2022");
        var row = file.RootElement.GetProperty("territory").EnumerateArray().Single(row => row.GetProperty("region").GetString() == "UA-43");
        Assert.Equal("L", row.GetProperty("letters").GetString());
        Assert.Contains(file.RootElement.GetProperty("territory_working").EnumerateArray(), item => item.GetProperty("statement").GetInt32() == 1046 && !item.GetProperty("decides").GetBoolean());
    }

    [Fact]
    public async Task Control_is_shown_as_reported_with_its_share_source_and_age()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/territory?date=2025-09-30");
        // A022: one figure for Donetsk and Luhansk together, not for each.
        var tile = page.QuerySelector(".tiles a[href*='luhansk']")!.Words();
        Assert.Contains("(F)", tile, StringComparison.Ordinal);
        Assert.Contains("88 per cent of Donetsk and Luhansk together reported as held by Russia", tile, StringComparison.Ordinal);
        Assert.DoesNotContain("old", tile, StringComparison.Ordinal);
        Assert.Contains(", old", (await client.GetPageAsync("/ukraine/territory")).QuerySelector(".tiles a[href*='luhansk']")!.Words(), StringComparison.Ordinal);
        Assert.Contains("no figure on record", page.QuerySelector(".tiles a[href*='kharkiv']")!.Words(), StringComparison.Ordinal);
        var before = await client.GetPageAsync("/ukraine/territory?date=2025-08-30");
        Assert.All(before.QuerySelectorAll(".tiles a b"), letter => Assert.Equal("-", letter.Words()));
    }

    [Theory]
    // B304: Trump, about 17 October 2025; B393: the report of an interview of 4 December 2025. Sources contradict each other (K5).
    [InlineData("territory?date=2025-11-01", "78 per cent of Donetsk and Luhansk together", "K5")]
    [InlineData("territory?date=2025-12-31", "85 per cent of Donetsk and Luhansk together", "K5")]
    [InlineData("territory/donetsk?date=2025-12-31", "85 per cent of Donetsk and Luhansk together", "K5")]
    // The article adds the word "combined" (O10).
    [InlineData("territory/zaporizhzhia?date=2025-09-30", "73 per cent of Kherson and Zaporizhzhia together", "O10")]
    public async Task The_newest_share_stands_with_what_is_doubtful_of_it(string address, string share, string doubt)
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync($"/ukraine/{address}");
        var row = page.QuerySelectorAll("#view table tbody tr").First(row => row.Words().Contains(share, StringComparison.Ordinal));
        Assert.Equal(doubt, row.QuerySelector($"a[href*='about/data'][href$='#{doubt}']")!.Words());
    }

    [Fact]
    public async Task A_region_stands_under_every_text_newest_first()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/territory/kherson?date=2025-12-31");
        var texts = page.QuerySelector("#view table")!.QuerySelectorAll("tbody th > a").Select(link => link.GetAttribute("href")!.Split('/', '?')[3]).ToList();
        Assert.Equal(["twenty-points-december-2025", "us-four-documents-december-2025", "e3-counter-draft-november-2025", Us28], texts.Take(4));
        Assert.Contains("73 per cent of Kherson and Zaporizhzhia together", page.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("a[href*='positions/russia/territory'][href*='region=UA-65']"));
    }

    [Fact]
    public async Task A_place_without_a_number_is_named_as_the_text_names_it()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/territory/donetsk");
        // B061: the third step of the Italian plan of May 2022.
        var link = page.QuerySelector("a[href='/ukraine/proposals/italian-plan-2022#cthird']")!;
        Assert.Equal("third step", link.Words());
        Assert.Equal("clause 21b", (await client.GetPageAsync("/ukraine/territory/kherson")).QuerySelector($"#view table a[href='/ukraine/proposals/{Us28}#c21b']")!.Words());
    }

    [Fact]
    public async Task The_picture_stands_alone()
    {
        using var client = app.Visitor();
        var svg = await client.GetStringAsync(new Uri($"/ukraine/territory.svg?proposal={Us28}", UriKind.Relative), TestContext.Current.CancellationToken);
        var picture = System.Xml.Linq.XDocument.Parse(svg);
        Assert.Equal("svg", picture.Root!.Name.LocalName);
        Assert.Contains("CC BY 4.0", svg, StringComparison.Ordinal);
        Assert.Contains("Z/D/J", svg, StringComparison.Ordinal);
        Assert.Contains("Source: PeaceTracker", svg, StringComparison.Ordinal);
        Assert.Contains("imply no opinion", svg, StringComparison.Ordinal);
        // Nothing is cut at its edge: at 12 px no letter is wider than 7 on average.
        var width = int.Parse(picture.Root.Attribute("width")!.Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.All(picture.Descendants().Where(element => element.Name.LocalName == "text" && element.Attribute("x")!.Value == "12"), text => Assert.InRange(text.Value.Length, 0, (width - 12) / 6.9));
    }

    [Theory]
    [InlineData("/ukraine/territory?proposal=us-28-points", 404, "us-28-points-november-2025")]
    [InlineData("/ukraine/territory?proposal=us-28-points-november-2025&date=2025-01-01", 404, "2025-11-20")]
    [InlineData("/ukraine/territory?proposal=us-28-points-november-2025,us-paper-april-2025,istanbul-communique-2022", 400, "us-28-points-november-2025,us-paper-april-2025")]
    [InlineData("/ukraine/territory?proposal=us-28-points-november-2025&with=us-28-points-november-2025", 400, "/ukraine/territory?proposal=us-28-points-november-2025")]
    [InlineData("/ukraine/territory?proposal=e3-counter-draft-november-2025,e3-counter-draft-november-2025", 400, "proposal=e3-counter-draft-november-2025,us-28-points-november-2025")]
    [InlineData("/ukraine/territory/donesk", 404, "territory/donetsk")]
    [InlineData("/ukraine/territory/donetsk?proposal=x", 400, "/ukraine/territory/donetsk")]
    public async Task What_cannot_be_shown_is_refused_with_what_can(string address, int status, string offered)
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync(address, status);
        Assert.Contains(page.QuerySelectorAll("main a"), link => link.GetAttribute("href")!.Contains(offered, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Evidence_and_knowledge_count()
    {
        // The draft is a leaked document, published here on 25 November 2026.
        foreach (var query in new[] { "evidence=on-record", "known=2026-11-24" })
        {
            using var file = await JsonAsync($"/ukraine/territory.json?proposal={Us28}&{query}");
            Assert.All(file.RootElement.GetProperty("territory").EnumerateArray(), row => Assert.Equal("-", row.GetProperty("letters").GetString()));
        }
    }

    private async Task<JsonDocument> JsonAsync(string address)
    {
        using var client = app.Visitor();
        return JsonDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));
    }
}
