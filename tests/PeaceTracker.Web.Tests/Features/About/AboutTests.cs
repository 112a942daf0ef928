using System.Text.Json;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.About;

/// <summary>The pages about the site say what the rule, the codebook and the record say.</summary>
public sealed class AboutTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    [Fact]
    public async Task The_method_page_prints_every_clause_in_the_order_of_application()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/about/method");
        var printed = page.QuerySelectorAll("ol.clauses li").Select(item => item.Words()).ToList();
        Assert.Equal(Enum.GetValues<RuleClause>().Select(clause => $"{Clauses.Name(clause)}: {Clauses.Text(clause)}"), printed);
    }

    [Fact]
    public async Task The_method_page_prints_every_state_channel_response_and_grade()
    {
        using var client = app.Visitor();
        var words = (await client.GetPageAsync("/ukraine/about/method")).Body!.Words();
        // The closed lists as the codebook has them: ten states, eight channels, eight responses.
        string[] expected =
        [
            "stated", "reported", "inferred", "conditional", "ambiguous", "disputed", "Silent", "Declined to answer", "Not applicable", "No statement found",
            "official document", "legal document", "joint statement", "on the record", "leaked document", "report", "unnamed sources", "analyst",
            "accepted", "accepted in principle", "accepted in part", "counter-proposed", "rejected", "no response yet", "withdrawn", "denied",
            "completely reliable source", "unreliable source", "confirmed by others", "improbable", "truth cannot be judged",
        ];
        Assert.All(expected, text => Assert.Contains(text, words, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<PositionState>(), state => Assert.Contains(Clauses.Of(state).Meaning, words, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<Channel>(), channel => Assert.Contains(Words.Of(channel).Meaning, words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_method_page_names_every_shared_parameter()
    {
        using var client = app.Visitor();
        var words = (await client.GetPageAsync("/ukraine/about/method")).Body!.Words();
        Assert.All(["date", "since", "known", "parties", "issues", "state", "evidence"], name => Assert.Contains(name, words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_scales_page_defines_every_step_of_every_issue()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/about/scales");
        // seeds/codebook: 19 issues with 80 steps.
        Assert.Equal(19, page.QuerySelectorAll("table.steps").Length);
        Assert.Equal(80, page.QuerySelectorAll("table.steps tbody tr").Length);
        Assert.Contains("Barred in law", page.Body!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_data_page_counts_what_the_seeds_hold()
    {
        using var answer = await JsonAsync("/ukraine/about/data.json");
        var counts = answer.RootElement.GetProperty("counts").EnumerateArray().ToDictionary(row => row.GetProperty("what").GetString()!, row => row.GetProperty("count").GetInt32());
        Assert.Equal(Rows("statements.csv"), counts["statements"]);
        Assert.Equal(Rows("codings.csv"), counts["codings"]);
        Assert.Equal(Rows("sources.csv"), counts["sources"]);
        Assert.Equal(Rows("proposals.csv"), counts["proposals"]);
        Assert.Equal(Rows("events.csv"), counts["events"]);
        Assert.Equal(Rows("codings.csv"), answer.RootElement.GetProperty("codings_by_issue").EnumerateArray().Sum(row => row.GetProperty("with_step").GetInt32() + row.GetProperty("without_step").GetInt32()));
    }

    [Fact]
    public async Task The_data_page_counts_steps_by_issue_as_the_codebook_does()
    {
        // The last table of docs/codebook.md: issue, regional, steps, codings with and without a step, statements with and without a step.
        var document = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "codebook.md"), TestContext.Current.CancellationToken);
        var expected = document
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 9 && cells[1].StartsWith('`'))
            .Select(cells => $"{cells[1].Trim('`')} {cells[4]} {cells[5]} {cells[6]} {cells[7]}");
        using var answer = await JsonAsync("/ukraine/about/data.json");
        Assert.Equal(expected, answer.RootElement.GetProperty("codings_by_issue").EnumerateArray().Select(row => string.Join(
            ' ', new[] { "issue", "with_step", "without_step", "statements_with_step", "statements_without_step" }.Select(name => row.GetProperty(name).ToString()))));
    }

    [Fact]
    public async Task Nothing_is_counted_before_it_was_known()
    {
        using var answer = await JsonAsync("/ukraine/about/data.json?known=2026-11-24");
        Assert.Equal(0, answer.RootElement.GetProperty("counts").EnumerateArray().Single(row => row.GetProperty("what").GetString() == "statements").GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task The_data_page_names_the_licence_the_limits_and_a_permanent_link()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/about/data?date=2025-08-31");
        Assert.Equal("https://creativecommons.org/licenses/by/4.0/", page.QuerySelector("a[rel=license]")!.GetAttribute("href"));
        var words = page.Body!.Words();
        Assert.Contains("excerpts", words, StringComparison.Ordinal);
        Assert.Contains("March to May 2026", words, StringComparison.Ordinal);
        Assert.Equal("/ukraine/positions?date=2025-08-31&known=2026-11-25T12:00:00Z", page.QuerySelector("blockquote a")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("/ukraine/statements/3", "O12")]
    [InlineData("/ukraine/events/constitution-vote-2019", "K18")]
    public async Task A_code_in_a_note_leads_to_what_it_stands_for(string address, string code)
    {
        using var client = app.Visitor();
        var link = (await client.GetPageAsync(address)).QuerySelectorAll("main a").First(item => item.TextContent == code).GetAttribute("href")!;
        Assert.Equal($"/ukraine/about/data#{code}", link);
        var page = await client.GetPageAsync("/ukraine/about/data");
        Assert.StartsWith(code + " ", page.QuerySelector("#" + code)!.Words(), StringComparison.Ordinal);
        // The research found 23 conflicts and 15 oddities.
        Assert.Equal(38, page.QuerySelectorAll(".codes li").Length);
    }

    [Fact]
    public async Task The_accessibility_page_has_the_keys_and_the_limits()
    {
        using var client = app.Visitor();
        var words = (await client.GetPageAsync("/ukraine/about/accessibility")).Body!.Words();
        Assert.Contains("arrow keys", words, StringComparison.Ordinal);
        Assert.Contains("Known limits", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ukraine/about/method?date=2025-13-01")]
    [InlineData("/ukraine/about/scales?issues=teritory")]
    public async Task A_wrong_parameter_is_refused_in_words(string address)
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync(address, 400);
        Assert.NotEmpty(page.QuerySelectorAll(".faults li"));
    }

    private async Task<JsonDocument> JsonAsync(string address)
    {
        using var client = app.Visitor();
        return JsonDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));
    }

    private static int Rows(string file)
    {
        using var text = new StreamReader(Path.Combine(Repository.Root, "seeds", "ukraine", file));
        using var csv = new CsvHelper.CsvParser(text, System.Globalization.CultureInfo.InvariantCulture);
        var rows = -1;
        while (csv.Read())
            rows++;
        return rows;
    }
}
