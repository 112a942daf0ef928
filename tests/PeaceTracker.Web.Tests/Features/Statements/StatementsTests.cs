using System.Globalization;
using System.Text.Json;
using AngleSharp.Dom;
using CsvHelper;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Statements;

/// <summary>The list of statements and their pages, with expected values from the researched record and the seeds people review.</summary>
[Trait("Also", "PostgreSQL")]
public sealed class StatementsTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    [Fact]
    public async Task The_page_names_the_feed_of_its_search_and_keeps_a_partial_date_as_it_was_typed()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/statements?party=russia&date=2025-11&limit=20");
        Assert.Equal("/ukraine/statements.atom?date=2025-11&party=russia", page.QuerySelector("link[rel=alternate][type='application/atom+xml']")!.GetAttribute("href"));
        Assert.Equal(("text", "2025-11"), (page.QuerySelector("#date")!.GetAttribute("type"), page.QuerySelector("#date")!.GetAttribute("value")));
        using var feed = await client.GetAsync("/ukraine/statements.atom?date=2025-11&party=russia", TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, feed.StatusCode);
    }

    [Fact]
    public async Task No_two_statements_of_a_list_have_the_same_title()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/statements?party=russia&issue=territory");
        var titles = page.QuerySelectorAll("article h3").Select(title => title.Words()).ToList();
        Assert.True(titles.Count > 10);
        Assert.Equal(titles.Count, titles.Distinct().Count());
        // Record A003, seed paragraph 1: the article gives no day.
        page = await client.GetPageAsync("/ukraine/statements/3");
        Assert.Equal("Russia on NATO membership, Aug 2025 (uncertain), No. 3", page.QuerySelector("h1")!.Words());
        Assert.StartsWith("No. 3: Russia on NATO membership", page.Title, StringComparison.Ordinal);
        Assert.Contains("25 November 2026 at 00:00 UTC", page.QuerySelector(".facts")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Walking_the_pages_gives_every_statement_once_newest_first()
    {
        var walked = await WalkAsync("");
        Assert.Equal(SeededNumbers(), walked.Select(Number).Order());
        var places = walked.Select(row => (Day: row.GetProperty("day").GetString()!, Number: Number(row))).ToList();
        Assert.Equal(places.OrderByDescending(place => place.Day, StringComparer.Ordinal).ThenByDescending(place => place.Number), places);
    }

    [Theory]
    // Record: A014-A017 and B136-B139 are the speech of 14 June 2024.
    [InlineData("party=russia&issue=territory&region=UA-14&year=2024", 1136, true)]
    [InlineData("proposal=russian-terms-june-2024", 1136, true)]
    [InlineData("q=administrative", 1136, true)]
    [InlineData("q=ADMINISTRATIVE", 1136, true)]
    [InlineData("date=2024-06-13", 1136, false)]
    [InlineData("date=2024-06-14", 1136, true)]
    [InlineData("evidence=official-document", 1136, false)]
    [InlineData("evidence=on-record,grade-2", 1136, true)]
    [InlineData("party=ukraine", 1136, false)]
    // Record: B321, point 5 of the 28 points, is on security guarantees and takes no step.
    [InlineData("issue=security-guarantees", 1321, true)]
    [InlineData("issues=security-guarantees,territory&party=united-states", 1321, true)]
    [InlineData("issue=security-guarantees&parties=united-states", 1321, true)]
    [InlineData("issue=security-guarantees&party=russia", 1321, false)]
    [InlineData("issue=territory", 1321, false)]
    [InlineData("issue=territory&issues=security-guarantees", 1321, false)]
    [InlineData("issue=security-guarantees&state=stated", 1321, false)]
    [InlineData("issue=territory&region=UA-14", 1347, false)]
    // Record: B347, point 22, no change of territory by force; a breach ends the guarantees.
    [InlineData("issue=territory", 1347, true)]
    [InlineData("issues=security-guarantees", 1347, true)]
    // Record: A006 tells where the account of P24 comes from.
    [InlineData("proposal=russian-terms-august-2025", 6, true)]
    [InlineData("state=silent", 1136, false)]
    // Record: A036 is Zelenskyy's refusal, in altered words, of the terms of August 2025.
    [InlineData("flag=altered-quote&response=rejected", 36, false)]
    [InlineData("proposal=russian-terms-august-2025&flag=altered-quote", 36, true)]
    [InlineData("flag=altered-quote&channel=on-record&grade=3", 36, true)]
    [InlineData("parties=ukraine,russia", 36, true)]
    [InlineData("q=withdrawing%20from", 36, true)]
    [InlineData("q=%25withdrawing", 36, true)]
    [InlineData("q=%22from%20withdrawing%22", 36, false)]
    [InlineData("q=withdrawing%20-east", 36, false)]
    public async Task A_filter_keeps_what_fits(string query, int number, bool kept) =>
        Assert.Equal(kept, (await WalkAsync(query)).Select(Number).Contains(number));

    [Theory]
    [InlineData("")]
    [InlineData("party=ukraine")]
    [InlineData("issue=nato-membership&evidence=on-record")]
    [InlineData("q=neutrality&party=ukraine")]
    public async Task A_facet_counts_what_its_link_shows(string query)
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync($"/ukraine/statements?{query}");
        var links = page.QuerySelectorAll(".counts a").ToList();
        Assert.Contains(links, link => link.GetAttribute("data-facet") == "party");
        Assert.Contains(links, link => link.GetAttribute("data-facet") == "flag");
        foreach (var link in links.Where(link => link.GetAttribute("aria-current") is null))
        {
            var narrowed = await client.GetPageAsync(link.GetAttribute("href")!);
            Assert.Equal(int.Parse(link.ParentElement!.QuerySelector("span")!.TextContent, CultureInfo.InvariantCulture), Total(narrowed));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("party=ukraine")]
    [InlineData("q=ukraine")]
    public async Task A_file_holds_every_statement_of_the_filter_and_a_limit_makes_parts(string query)
    {
        using var client = app.Visitor();
        using var whole = await JsonAsync(client, $"/ukraine/statements.json?{query}");
        var all = whole.RootElement.GetProperty("statements").EnumerateArray().Select(Number).ToList();
        Assert.Equal(Total(await client.GetPageAsync($"/ukraine/statements?{query}")), all.Count);
        Assert.True(all.Count > 25);
        Assert.Equal(JsonValueKind.Null, whole.RootElement.GetProperty("next").ValueKind);
        // The other lists of the file are as long as the first.
        Assert.Subset(all.ToHashSet(), whole.RootElement.GetProperty("codings").EnumerateArray().Select(Number).ToHashSet());
        Assert.Equal(all.ToHashSet(), whole.RootElement.GetProperty("citations").EnumerateArray().Select(Number).ToHashSet());
        using var part = await JsonAsync(client, $"/ukraine/statements.json?{query}&limit=7");
        Assert.Equal(all.Take(7), part.RootElement.GetProperty("statements").EnumerateArray().Select(Number));
        Assert.Contains("limit=7", part.RootElement.GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.Equal(all, (await WalkAsync($"{query}&limit=40")).Select(Number));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("all")]
    public async Task A_limit_that_is_none_is_refused(string limit)
    {
        using var client = app.Visitor();
        foreach (var list in new[] { "statements", "sources" })
        {
            using var page = await client.GetPageAsync($"/ukraine/{list}?limit={limit}", 400);
            Assert.Contains("a number of rows from 1 to 1000", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        }
    }

    [Theory]
    // Record A003 (three unnamed sources), B323 (a leaked draft), B136 (a speech).
    [InlineData(3, "reported", "stated")]
    [InlineData(1323, "reported", "stated")]
    [InlineData(1136, "stated", "stated")]
    // B399: a leaked paper whose wording allows several steps.
    [InlineData(1399, "ambiguous, reported", "ambiguous")]
    public async Task What_the_party_did_not_say_itself_is_called_reported_and_files_keep_the_coding(int number, string shown, string coded)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(FormattableString.Invariant($"/ukraine/statements/{number}"));
        Assert.All(page.QuerySelectorAll("#view .stepline"), line => Assert.EndsWith(", " + shown, line.Words(), StringComparison.Ordinal));
        var row = page.QuerySelector("[aria-label=Codings] tbody tr")!.Words();
        Assert.Contains(" " + shown + " ", row, StringComparison.Ordinal);
        Assert.Equal(shown != coded, row.Contains($"Coded as {coded}; reported, because the words are not the party's own.", StringComparison.Ordinal));
        using var file = JsonDocument.Parse(await client.GetStringAsync(new Uri(FormattableString.Invariant($"/ukraine/statements/{number}.json"), UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(coded, file.RootElement.GetProperty("codings")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Beside_an_altered_quotation_stands_that_it_is_not_authentic()
    {
        // Oddity O4 of the record: paragraph 8 of the article words what Zelenskyy said otherwise.
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/statements/36");
        Assert.Contains("Altered quotation, not authentic as worded", page.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_calls_a_claim_of_unnamed_sources_reported()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/statements?channel=anonymous-sources&issue=nato-membership");
        var lines = page.QuerySelectorAll("article .stepline").Select(line => line.Words()).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.True(line.EndsWith("reported", StringComparison.Ordinal) && !line.Contains("stated", StringComparison.Ordinal), line));
    }

    [Theory]
    // B236 and B251: the memorandum that Russia handed over in Istanbul, retold by TASS and The Moscow Times and copied from RT, is one paper.
    [InlineData(1236, "one independent origin")]
    [InlineData(1251, "one independent origin")]
    [InlineData(1237, "one independent origin")]
    [InlineData(1248, "one independent origin")]
    [InlineData(1254, "one independent origin")]
    // B090, the twelve points of the Chinese ministry; B156, the communique of the Swiss summit.
    [InlineData(1090, "one independent origin")]
    [InlineData(1156, "one independent origin")]
    // B263: Reuters and Suspilne each published the Ukrainian framework. B275: two reports of one speech.
    [InlineData(1263, "2 independent origins")]
    [InlineData(1275, "2 independent origins")]
    public async Task Accounts_of_one_paper_are_one_origin_and_independent_reports_are_not(int number, string origins)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(FormattableString.Invariant($"/ukraine/statements/{number}"));
        Assert.Contains($"It rests on {origins}:", page.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_filter_in_force_can_be_removed()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/statements?party=ukraine&year=2025");
        var current = page.QuerySelector(".counts a[data-facet=party][aria-current]")!;
        Assert.Equal("/ukraine/statements?year=2025", current.GetAttribute("href"));
    }

    [Fact]
    public async Task Nothing_found_says_what_to_remove()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/statements?q=zzzz&party=ukraine");
        Assert.Contains("No statement fits", page.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll("#view a"), link => link.GetAttribute("href") == "/ukraine/statements?party=ukraine");
    }

    [Fact]
    public async Task An_altered_quotation_is_flagged_and_the_authentic_wording_is_in_the_notes()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/statements/36");
        Assert.NotNull(page.QuerySelector("[data-flag=altered-quote]"));
        Assert.Contains("If we're talking about simply withdrawing from the east, we cannot do that", page.QuerySelector(".notes")!.Words(), StringComparison.Ordinal);
        Assert.Equal("en", page.QuerySelector("blockquote")!.GetAttribute("lang"));
    }

    [Fact]
    public async Task The_speech_of_June_2024_carries_its_rows_of_the_record_and_leads_to_the_working()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/statements/1136");
        var words = page.QuerySelector("#view")!.Words();
        foreach (var record in new[] { "A014", "A015", "A016", "A017" })
            Assert.Contains(record, words, StringComparison.Ordinal);
        Assert.Contains("Vladimir Putin, President of Russia", words, StringComparison.Ordinal);
        var working = page.QuerySelectorAll("a").Select(link => link.GetAttribute("href")).Single(href => href == "/ukraine/positions/russia/territory?date=2024-06-14&region=UA-14");
        await client.GetPageAsync(working!);
    }

    [Theory]
    [InlineData("/ukraine/statements?after=nonsense", 400, "/ukraine/statements")]
    [InlineData("/ukraine/statements?after=!!", 400, "/ukraine/statements")]
    [InlineData("/ukraine/statements?party=ukrane", 400, "/ukraine/statements?party=ukraine")]
    [InlineData("/ukraine/statements?grade=7&q=east", 400, "/ukraine/statements?q=east")]
    [InlineData("/ukraine/statements?year=20x5", 400, "/ukraine/statements")]
    [InlineData("/ukraine/statements?state=disputed", 400, "/ukraine/statements")]
    [InlineData("/ukraine/statements/999999", 404, "/ukraine/statements")]
    [InlineData("/ukraine/statements/abc", 404, "/")]
    [InlineData("/ukraine/statements/36?known=2026-11-01", 404, "/ukraine/statements/36")]
    public async Task Nonsense_is_answered_in_words_with_something_that_works(string address, int status, string offer)
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync(address, status);
        Assert.Contains(page.QuerySelectorAll("main a"), link => link.GetAttribute("href") == offer);
    }

    [Theory]
    [InlineData("/ukraine/statements", "?party=ukraine")]
    [InlineData("/ukraine/statements/1136", "")]
    public async Task The_files_agree_with_each_other(string path, string query)
    {
        using var client = app.Visitor();
        using var json = await JsonAsync(client, $"{path}.json{query}");
        var rows = json.RootElement.GetProperty("statements").EnumerateArray().ToList();
        using var csv = new CsvReader(new StringReader(await TextAsync(client, $"{path}.csv{query}")), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        foreach (var row in rows)
        {
            Assert.True(csv.Read());
            foreach (var name in new[] { "made_on", "day", "channel", "grade", "summary" })
                Assert.Equal(row.GetProperty(name).GetString(), csv.GetField(name));
            Assert.Equal(Number(row), csv.GetField<int>("statement"));
        }

        Assert.False(csv.Read());
    }

    private static int Number(JsonElement row) => row.GetProperty("statement").GetInt32();

    private static int Total(IDocument page) => int.Parse(page.QuerySelector("[role=status]")!.Words().Split(' ')[0], CultureInfo.InvariantCulture);

    private static IEnumerable<int> SeededNumbers()
    {
        using var csv = new CsvReader(new StreamReader(Path.Combine(Repository.Root, "seeds", "ukraine", "statements.csv")), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var numbers = new List<int>();
        while (csv.Read())
            numbers.Add(csv.GetField<int>("number"));
        return numbers.Order();
    }

    private async Task<List<JsonElement>> WalkAsync(string query)
    {
        using var client = app.Visitor();
        var rows = new List<JsonElement>();
        for (var address = $"/ukraine/statements.json?{query}"; address is not null;)
        {
            using var json = await JsonAsync(client, address);
            rows.AddRange(json.RootElement.GetProperty("statements").EnumerateArray().Select(row => row.Clone()));
            address = json.RootElement.GetProperty("next").GetString() is { } next ? new Uri(next).PathAndQuery : null;
        }

        return rows;
    }

    internal static async Task<JsonDocument> JsonAsync(HttpClient client, string address) => JsonDocument.Parse(await TextAsync(client, address));

    internal static Task<string> TextAsync(HttpClient client, string address) =>
        client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
}

/// <summary>What is not published is nowhere; on a store of its own because it writes to it.</summary>
public sealed class UnpublishedStatementsTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string Secret = "Xyzzy";

    [Fact]
    public async Task A_draft_appears_on_no_page_list_facet_or_file()
    {
        using var client = app.Visitor();
        var before = await client.GetPageAsync("/ukraine/statements");
        await AddAsync(900001, StatementStatus.Draft, Secret);
        foreach (var address in new[] { "", ".json", ".csv" })
        {
            Assert.DoesNotContain(Secret, await StatementsTests.TextAsync(client, $"/ukraine/statements{address}?year=2026"), StringComparison.Ordinal);
            Assert.Equal(404, (int)(await client.GetAsync(new Uri($"/ukraine/statements/900001{address}", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        }

        foreach (var address in new[] { "/ukraine/positions", "/ukraine/positions.json", "/ukraine/positions/ukraine/nato-membership" })
            Assert.DoesNotContain(Secret, await StatementsTests.TextAsync(client, address), StringComparison.Ordinal);
        var after = await client.GetPageAsync("/ukraine/statements");
        Assert.Equal(before.QuerySelector(".narrow")!.Words(), after.QuerySelector(".narrow")!.Words());
        Assert.Equal(before.QuerySelector("[role=status]")!.Words(), after.QuerySelector("[role=status]")!.Words());
    }

    [Fact]
    public async Task A_text_that_begins_like_a_formula_is_neutralised_in_csv()
    {
        using var client = app.Visitor();
        await client.GetPageAsync("/ukraine/statements");
        await AddAsync(900002, StatementStatus.Published, "=1+1");
        var csv = await StatementsTests.TextAsync(client, "/ukraine/statements/900002.csv");
        Assert.Contains("'=1+1", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",=1+1", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("\"=1+1", csv, StringComparison.Ordinal);
    }

    private async Task AddAsync(int number, StatementStatus status, string summary)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        var process = db.Processes.Single(row => row.Slug == "ukraine");
        var day = new DateOnly(2026, 1, 5);
        db.Add(new Statement
        {
            ProcessId = process.Id,
            Number = number,
            Parties = ["ukraine"],
            MadeOn = EdtfDate.On(day),
            Earliest = day,
            Day = day,
            Channel = Channel.OnRecord,
            Summary = summary,
            Information = 3,
            Flags = ["contradicted"],
            Status = status,
            // A draft may carry an instant from a mistake: the status alone must keep it back.
            PublishedAt = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero),
            Citations = [new() { ProcessId = process.Id, Source = 1 }],
            Codings = [new() { ProcessId = process.Id, Party = "ukraine", Issue = "nato-membership", StepFrom = 1, StepTo = 1, State = CodingState.Stated }],
        });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
