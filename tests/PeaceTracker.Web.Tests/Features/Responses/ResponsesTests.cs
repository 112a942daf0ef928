using System.Text.Json;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Responses;

/// <summary>Expected values come from the researched record; the rows stand beside each case.</summary>
public sealed class ResponsesTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string August = "proposal=russian-terms-august-2025";

    [Theory]
    // P24 of 15 August 2025. A039, A040: no formal response of the United States and NATO, in a month that counts from its last day.
    [InlineData("2025-08-31", "united-states", "no response yet, 16 days")]
    [InlineData("2025-08-31", "nato", "no response yet, 16 days")]
    [InlineData("2025-08-16", "nato", "no response yet, 1 day")]
    [InlineData("2025-08-15", "ukraine", "no response yet, 0 days")]
    // B286, A034, B296: Zelenskyy refuses to give up Donbas, land, or the east: one demand, and no answer to the terms as a whole.
    [InlineData("2025-08-16", "ukraine", "on record about it, no answer coded")]
    [InlineData("2025-08-31", "ukraine", "on record about it, no answer coded")]
    public async Task Answers_to_the_terms_of_August_2025(string date, string party, string words)
    {
        using var file = await JsonAsync($"/ukraine/responses.json?{August}&date={date}");
        Assert.Equal(words, Rows(file, "answers").Single(row => row.GetProperty("party").GetString() == party).GetProperty("in_words").GetString());
    }

    [Fact]
    public async Task Who_has_not_answered_is_left_alone()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync($"/ukraine/responses?{August}&date=2025-08-31&state=no-answer");
        // Zelenskyy refused one demand (B286): he was not silent, and is not among those who were.
        Assert.Equal(["Proposal", "NATO NATO", "US United States"], page.QuerySelectorAll(".answers thead th").Select(cell => cell.Words()));
        Assert.All(page.QuerySelectorAll(".answers tbody td"), cell => Assert.Contains("no response yet, 16 days", cell.Words(), StringComparison.Ordinal));
        // The observation that there was none leads to its statement.
        Assert.NotNull(page.QuerySelector(".answers td a[href^='/ukraine/statements/39']"));
        Assert.Equal("1 of 1 proposal: 2 asked, no response yet.", page.QuerySelector("[role=status]")!.Words());
    }

    [Fact]
    public async Task Who_spoke_without_an_answer_is_not_called_silent()
    {
        using var client = app.Visitor();
        // B356, B358: Zelenskyy and Putin speak of the 28 points, which were put to both.
        const string query = "proposal=us-28-points-november-2025&date=2025-11-30";
        using var page = await client.GetPageAsync($"/ukraine/responses?{query}&parties=russia,ukraine");
        Assert.Equal("1 of 1 proposal: 0 answers on record. Of those asked: 0 without a response yet, 2 on record about it without an answer that could be coded.", page.QuerySelector("[role=status]")!.Words());
        using var none = await client.GetPageAsync($"/ukraine/responses?{query}&state=no-answer");
        Assert.Contains("Everybody asked is on record here", none.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
        // Of nobody called missing is there a word on record.
        using var file = await JsonAsync("/ukraine/responses.json?state=no-answer&limit=1000");
        var missing = Rows(file, "answers").Where(row => row.GetProperty("answer").GetString() == "no-response-yet").Select(Key).ToHashSet();
        Assert.NotEmpty(missing);
        Assert.DoesNotContain(Rows(file, "said_of_proposals"), row => missing.Contains(Key(row)) && row.GetProperty("response").GetString() != "no-response-yet");
        using var all = await JsonAsync("/ukraine/responses.json?limit=1000");
        Assert.Equal(missing.Order(), Rows(all, "answers").Where(row => row.GetProperty("answer").GetString() == "no-response-yet").Select(Key).Order());
        using var overview = await client.GetPageAsync("/ukraine/positions");
        Assert.Contains($"{missing.Count} answers to proposals missing", overview.QuerySelector("#view")!.Words(), StringComparison.Ordinal);

        static (string?, string?) Key(JsonElement row) => (row.GetProperty("proposal").GetString(), row.GetProperty("party").GetString());
    }

    [Theory]
    // B196: Peskov on the report of an offer of April 2025; B433: Zelenskyy after meeting Trump on the 20 points of 24 December.
    [InlineData("reported-freeze-offer-april-2025", "russia", "22 Apr 2025", "2025-04-22", 1196)]
    [InlineData("twenty-points-december-2025", "ukraine", "28 Dec 2025", "2025-12-28", 1433)]
    public async Task A_later_remark_does_not_date_the_proposal(string proposal, string party, string words, string day, int statement)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync($"/ukraine/responses?proposal={proposal}&parties={party}");
        var cell = page.QuerySelector(".answers tbody td")!;
        var link = cell.QuerySelector("a")!;
        Assert.Equal(FormattableString.Invariant($"/ukraine/statements/{statement}"), link.GetAttribute("href"));
        Assert.StartsWith($"spoke of it {words}", link.Words(), StringComparison.Ordinal);
        Assert.StartsWith("put it forward spoke of it", cell.Words(), StringComparison.Ordinal);
        using var file = await JsonAsync($"/ukraine/responses.json?proposal={proposal}&parties={party}");
        var row = Assert.Single(Rows(file, "answers"));
        Assert.Equal(("put-forward", 0), (row.GetProperty("answer").GetString(), row.GetProperty("made_on").GetArrayLength()));
        Assert.Equal((day, statement), (row.GetProperty("spoke_on").GetString(), row.GetProperty("spoke_statement").GetInt32()));
    }

    [Fact]
    public async Task The_peace_formula_was_rejected_by_Russia()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/responses?proposal=ukrainian-peace-formula-2022&parties=russia");
        // B084: Lavrov calls the proposals unrealistic and inadequate, 15 November 2022.
        var cell = page.QuerySelector(".answers tbody td")!;
        Assert.StartsWith("rejected", cell.Words(), StringComparison.Ordinal);
        Assert.Contains("15 Nov 2022", cell.Words(), StringComparison.Ordinal);
        Assert.NotNull(cell.QuerySelector("a[href='/ukraine/statements/1084']"));
    }

    [Fact]
    public async Task A_field_without_anything_on_record_is_no_refusal()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/responses");
        // P34 is Ukraine's and was put to Russia alone; nobody else is on record on it.
        Assert.Equal(3, page.QuerySelectorAll(".answers tbody tr:first-child td").Count(cell => cell.Words() == "nothing on record"));
        Assert.All(
            page.QuerySelectorAll(".answers tbody td").Where(cell => cell.QuerySelector("a, details") is null && !cell.Words().Contains("no response yet", StringComparison.Ordinal)),
            cell => Assert.True(cell.Words() is "nothing on record" or "put it forward", cell.Words()));
        Assert.DoesNotContain(page.QuerySelectorAll(".answers td").Select(cell => cell.Words()), words => words is "no" or "none");
    }

    [Fact]
    public async Task Answers_to_clauses_are_listed_with_the_address_of_the_clause()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/responses?proposal=us-28-points-november-2025&parties=germany");
        // B364 to B378: fifteen statements; those to a point (B373: point 10) name it.
        var details = page.QuerySelector(".answers details")!;
        Assert.Equal(15, details.QuerySelectorAll("li").Length);
        Assert.NotNull(details.QuerySelector("a[href='/ukraine/proposals/us-28-points-november-2025#c10']"));
    }

    [Fact]
    public async Task Page_phone_and_file_hold_the_same_answers()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/responses?date=2025-12-31");
        using var file = await JsonAsync("/ukraine/responses.json?date=2025-12-31");
        var rows = Rows(file, "answers");
        var marks = page.QuerySelectorAll(".answers tbody td:not(:has(.strip)), .answers tbody .strip > li").Where(mark => mark.Words() != "nothing on record").ToList();
        rows.RemoveAll(row => row.GetProperty("answer").GetString() == "nothing-on-record");
        Assert.Equal(rows.Count, marks.Count);
        Assert.Equal(rows.Count, page.QuerySelectorAll(".phone dd").Length);
        foreach (var (row, mark) in rows.Zip(marks))
            Assert.Contains(row.GetProperty("in_words").GetString()!, mark.Words(), StringComparison.Ordinal);
        var parties = page.QuerySelectorAll(".answers thead a").Select(link => link.TextContent).ToList();
        Assert.Equal(parties.Order(StringComparer.Ordinal), parties);
    }

    [Fact]
    public async Task What_is_new_since_a_day_is_marked()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/responses?proposal=us-28-points-november-2025&date=2025-12-31&since=2025-11-30");
        // After 30 November spoke Russia (B406, B407) and Ukraine (B414 to B430).
        var marked = page.QuerySelectorAll(".phone dt").Where(name => name.NextElementSibling!.QuerySelector(".tag") is not null).Select(name => name.Words());
        Assert.Equal(["Russia", "Ukraine"], marked);
    }

    [Fact]
    public async Task Evidence_that_is_left_out_makes_no_answer_and_the_page_says_so()
    {
        using var client = app.Visitor();
        // B286 rests on unnamed sources.
        var page = await client.GetPageAsync($"/ukraine/responses?{August}&date=2025-08-16&evidence=on-record&parties=ukraine");
        Assert.Contains("no response yet", page.QuerySelector(".answers td")!.Words(), StringComparison.Ordinal);
        Assert.Contains("an answer by other evidence is not seen here", page.QuerySelector("[role=status]")!.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proposal=us-28-points")]
    [InlineData("proposal=us-28-points-november-2025&date=2025-11-19")]
    [InlineData("state=disputed")]
    [InlineData("party=ukraine")]
    public async Task What_the_table_does_not_understand_is_refused(string query)
    {
        using var client = app.Visitor();
        Assert.NotEmpty((await client.GetPageAsync($"/ukraine/responses?{query}", 400)).QuerySelectorAll("main a"));
    }

    private static List<JsonElement> Rows(JsonDocument file, string schema) => [.. file.RootElement.GetProperty(schema).EnumerateArray()];

    private async Task<JsonDocument> JsonAsync(string address)
    {
        using var client = app.Visitor();
        return JsonDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));
    }
}
