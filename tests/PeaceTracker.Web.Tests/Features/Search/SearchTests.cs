using System.Text.Json;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Time;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Search;

[Trait("Also", "PostgreSQL")]
public sealed class SearchTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<JsonElement> FoundAsync(string text, string more = "")
    {
        using var client = app.Visitor();
        return JsonDocument.Parse(await client.GetStringAsync($"/ukraine/search.json?q={Uri.EscapeDataString(text)}{more}", Cancellation)).RootElement;
    }

    private static Dictionary<string, int> Counts(JsonElement found) => found.GetProperty("found_counts").EnumerateArray().ToDictionary(row => row.GetProperty("kind").GetString()!, row => row.GetProperty("found").GetInt32());

    private static List<string> Names(JsonElement found, params string[] kinds) => [.. found.GetProperty("found").EnumerateArray().Where(row => kinds.Contains(row.GetProperty("kind").GetString())).Select(row => row.GetProperty("name").GetString()!)];

    [Theory]
    [InlineData("Zelensky")]
    [InlineData("Zelenskyy")]
    [InlineData("Зеленський")]
    [InlineData("Зеленский")]
    [InlineData("зеленського")]
    public async Task Every_spelling_finds_the_same_everywhere(string name)
    {
        var (found, other) = (await FoundAsync(name), await FoundAsync("Zelenskiy"));
        Assert.Equal(Counts(other), Counts(found));
        Assert.Equal(["volodymyr-zelenskyy"], Names(found, "people"));
        // Record: "Zelenskyy's open letter to Putin" of June 2026 is a proposal and an event.
        Assert.Contains(found.GetProperty("found").EnumerateArray(), row => row.GetProperty("kind").GetString() == "proposals" && row.GetProperty("title").GetString() == "Zelenskyy's open letter to Putin");
        // Record: 36 is his answer of August 2025.
        using var client = app.Visitor();
        var list = JsonDocument.Parse(await client.GetStringAsync($"/ukraine/statements.json?q={Uri.EscapeDataString(name)}", Cancellation)).RootElement.GetProperty("statements");
        Assert.Contains(list.EnumerateArray(), row => row.GetProperty("statement").GetInt32() == 36);
    }

    /// <summary>Users of other tools got an error or the opposite of what they looked for from each of these.</summary>
    [Theory]
    [InlineData("28-point")]
    [InlineData("Minsk-2")]
    [InlineData("2022-03-29")]
    [InlineData("O'Brien")]
    [InlineData("\"")]
    [InlineData("*")]
    [InlineData("(")]
    [InlineData("")]
    [InlineData("park.")]
    [InlineData("2026-12-15")]
    [InlineData("ADR-016")]
    [InlineData("a'b")]
    [InlineData("NEAR(a b) OR AND NOT")]
    [InlineData("Summary:x ^y {a b}:c")]
    [InlineData("\0\u2028’")]
    public async Task Any_text_can_be_looked_for_on_every_page_that_takes_words(string text)
    {
        using var client = app.Visitor();
        foreach (var address in new[] { "search", "search.json", "search.csv", "statements", "statements.csv", "sources", "proposals", "events", "parties", "issues" })
        {
            using var answer = await client.GetAsync($"/ukraine/{address}?q={Uri.EscapeDataString(text)}", Cancellation);
            Assert.True(answer.IsSuccessStatusCode, $"{address} answers {(int)answer.StatusCode} to {text}");
        }
    }

    [Theory]
    [InlineData("28-point", "28 point")]
    [InlineData("Minsk-2", "Minsk 2")]
    [InlineData("on-record", "record on")]
    public async Task A_hyphen_joins_and_never_excludes(string joined, string apart)
    {
        using var client = app.Visitor();
        async Task<HashSet<int>> NumbersAsync(string text) =>
            [.. JsonDocument.Parse(await client.GetStringAsync($"/ukraine/statements.json?q={Uri.EscapeDataString(text)}", Cancellation)).RootElement.GetProperty("statements").EnumerateArray().Select(row => row.GetProperty("statement").GetInt32())];
        Assert.Subset(await NumbersAsync(apart), await NumbersAsync(joined));
    }

    [Fact]
    public async Task A_minus_takes_away_exactly_what_has_the_word()
    {
        var (all, with, without) = (await FoundAsync("neutrality"), await FoundAsync("neutrality nato"), await FoundAsync("neutrality -nato"));
        Assert.True(Counts(with)["statements"] > 0 && Counts(without)["statements"] > 0);
        Assert.Equal(Counts(all)["statements"], Counts(with)["statements"] + Counts(without)["statements"]);
        Assert.Empty(Names(with, "statements", "clauses").Intersect(Names(without, "statements", "clauses")));
    }

    [Theory]
    // Record: the communique was handed over at the Istanbul round on 29 March 2022.
    [InlineData("2022-03-29", "istanbul-communique-2022")]
    [InlineData("2022-03", "istanbul-communique-2022")]
    [InlineData("2022 communique", "istanbul-communique-2022")]
    public async Task A_date_also_finds_what_was_said_then(string text, string proposal) => Assert.Contains(proposal, Names(await FoundAsync(text), "proposals"));

    [Theory]
    [InlineData("date=2022-03", "as_of", "2022-03-31")]
    [InlineData("date=2022", "as_of", "2022-12-31")]
    // The clock stands in November 2026.
    [InlineData("date=2026-11", "as_of", "2026-11-25")]
    [InlineData("since=2022-03", "since", "2022-03-01")]
    [InlineData("since=2022", "since", "2022-01-01")]
    [InlineData("known=2026-11", "known", "2026-11-25T23:59:59.999Z")]
    public async Task A_month_or_a_year_may_stand_for_a_day(string query, string field, string value)
    {
        using var client = app.Visitor();
        foreach (var address in new[] { "positions", "statements", "changes", "distance", "events", "search" })
        {
            var json = JsonDocument.Parse(await client.GetStringAsync($"/ukraine/{address}.json?{query}", Cancellation)).RootElement;
            Assert.Equal(value, json.GetProperty(field).GetString());
        }
    }

    [Theory]
    [InlineData("Donbas", "Донбас")]
    [InlineData("Dmytro", "Дмитро")]
    [InlineData("Kharkiv", "Харків")]
    [InlineData("Luhansk", "Луганськ")]
    public async Task Statements_are_found_from_either_script(string latin, string cyrillic)
    {
        using var client = app.Visitor();
        async Task<List<int>> NumbersAsync(string words) => [.. JsonDocument.Parse(await client.GetStringAsync($"/ukraine/statements.json?q={Uri.EscapeDataString(words)}", Cancellation)).RootElement.GetProperty("statements").EnumerateArray().Select(row => row.GetProperty("statement").GetInt32())];
        var found = await NumbersAsync(latin);
        Assert.NotEmpty(found);
        Assert.Equal(found, await NumbersAsync(cyrillic));
    }

    [Theory]
    [InlineData("sources", "number", "1", "Balita")]
    [InlineData("proposals", "proposal", "istanbul-communique-2022", "communique")]
    [InlineData("events", "event", "alaska-summit", "Alaska")]
    [InlineData("parties", "party", "turkiye", "Турция")]
    [InlineData("issues", "issue", "nato-membership", "membership")]
    [InlineData("statements", "statement", "36", "withdrawing")]
    [InlineData("responses", "proposal", "istanbul-communique-2022", "communique")]
    [InlineData("figures", "record", "B304", "Trump")]
    public async Task Every_list_can_be_narrowed_by_words(string list, string column, string name, string words)
    {
        using var client = app.Visitor();
        var all = await NamesAsync("");
        var found = await NamesAsync($"?q={Uri.EscapeDataString(words)}");
        Assert.Contains(name, found);
        Assert.Subset(all, found);
        Assert.True(found.Count < all.Count);
        Assert.Empty(await NamesAsync("?q=quetzalcoatl"));

        async Task<HashSet<string>> NamesAsync(string query) =>
            [.. JsonDocument.Parse(await client.GetStringAsync($"/ukraine/{list}.json{query}", Cancellation)).RootElement.GetProperty(list == "responses" ? "answers" : list).EnumerateArray().Select(row => row.GetProperty(column).ToString())];
    }

    [Fact]
    public async Task The_page_shows_groups_with_counts_marks_what_was_found_and_leads_on()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/search?q=neutrality");
        var counts = Counts(await FoundAsync("neutrality"));
        Assert.Contains($"{counts["statements"]} statements, {counts["clauses"]} of them clauses of proposals", page.QuerySelector("[role=status]")!.Words(), StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll("mark"));
        Assert.All(page.QuerySelectorAll("mark"), mark => Assert.StartsWith("neutral", mark.TextContent, StringComparison.OrdinalIgnoreCase));
        var links = page.QuerySelectorAll(".counts a").ToList();
        Assert.Equal(["issue", "party", "year"], links.Select(link => link.GetAttribute("data-facet")).Distinct().Order());
        foreach (var link in links)
        {
            var narrowed = await client.GetPageAsync(link.GetAttribute("href")!);
            Assert.Contains($"{link.ParentElement!.QuerySelector("span")!.TextContent} statement", narrowed.QuerySelector("[role=status]")!.Words(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Relevance_shows_the_same_statements_those_first_that_have_the_words_most_often()
    {
        using var client = app.Visitor();
        async Task<List<int>> NumbersAsync(string order) =>
            [.. JsonDocument.Parse(await client.GetStringAsync($"/ukraine/statements.json?q=neutrality&order={order}&limit=1000", Cancellation)).RootElement.GetProperty("statements").EnumerateArray().Select(row => row.GetProperty("statement").GetInt32())];
        var (newest, relevance) = (await NumbersAsync("newest"), await NumbersAsync("relevance"));
        Assert.Equal(newest.Order(), relevance.Order());
        Assert.NotEqual(newest, relevance);
    }

    [Fact]
    public async Task Words_too_long_to_look_for_are_refused_and_given_back()
    {
        using var client = app.Visitor();
        foreach (var list in new[] { "search", "statements", "sources", "proposals", "events", "parties", "issues" })
        {
            using var answer = await client.GetAsync($"/ukraine/{list}?q={new string('x', 201)}", Cancellation);
            Assert.Equal(400, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task Signs_alone_narrow_no_list_and_the_page_says_so()
    {
        using var client = app.Visitor();
        foreach (var list in new[] { "proposals", "events", "parties", "issues", "statements" })
        {
            var view = (await client.GetPageAsync($"/ukraine/{list}?q=*")).QuerySelector("main")!.Words();
            Assert.Contains("There is no word to look for in", view, StringComparison.Ordinal);
            Assert.DoesNotContain("Only what has the words", view, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("search?q=nato&date=tomorrow", "search?q=nato")]
    [InlineData("statements?q=nato&party=russia&known=soon", "statements?party=russia&q=nato")]
    [InlineData("sources?q=reuters&date=2025-02-30", "sources?q=reuters")]
    public async Task What_a_page_was_asked_is_kept_where_another_part_of_the_address_is_mended(string address, string mended)
    {
        using var client = app.Visitor();
        using var answer = await client.GetAsync($"/ukraine/{address}", Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"href=\"/ukraine/{mended.Replace("&", "&amp;", StringComparison.Ordinal)}\"", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_process_is_searched_without_being_named()
    {
        using var client = app.Visitor();
        using var answer = await client.GetAsync("/search?q=nato", Cancellation);
        Assert.Equal("/ukraine/search?q=nato", answer.Headers.Location?.OriginalString);
    }
}

public sealed class SearchAfterPublicationTests
{
    [Fact]
    public async Task Every_process_is_searched_where_there_are_several()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var app = new PeaceTrackerApp();
        using var client = app.Visitor();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
            db.Add(new PeaceProcess
            {
                Slug = "ruritania",
                Title = "Ruritania",
                Summary = "Talks.",
                PrincipalPair = [],
                DefaultParties = [],
                OldAfterDays = 180,
                LastSearched = EdtfDate.Parse("2026-01-01"),
                LicenceName = "CC0",
                LicenceAddress = "https://creativecommons.org/publicdomain/zero/1.0/",
            });
            await db.SaveChangesAsync(cancellation);
        }

        var page = await client.GetPageAsync("/search?q=nato");
        var links = page.QuerySelectorAll("section a").ToDictionary(link => link.GetAttribute("href")!, link => link.Words());
        Assert.StartsWith("0 statements and ", links["/ruritania/search?q=nato"], StringComparison.Ordinal);
        Assert.DoesNotMatch("^0 statements", links["/ukraine/search?q=nato"]);
        // A day and an instant mean the same as in one process.
        var then = await client.GetPageAsync("/search?q=nato&date=2015-01-31&known=2026-11-25");
        var counted = await client.GetPageAsync("/ukraine/search?q=nato&date=2015-01-31&known=2026-11-25");
        var link = then.QuerySelector("section a[href^='/ukraine/']")!;
        Assert.Equal("/ukraine/search?date=2015-01-31&known=2026-11-25&q=nato", link.GetAttribute("href"));
        Assert.NotEqual(links["/ukraine/search?q=nato"], link.Words());
        Assert.Equal(2, then.QuerySelectorAll("form input[type=hidden]").Length);
        Assert.Contains("31 January 2015", then.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(link.Words().Split(' ')[0], counted.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var wrong = await client.GetAsync("/search?q=nato&date=tomorrow", cancellation);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("href=\"/search?q=nato\"", await wrong.Content.ReadAsStringAsync(cancellation), StringComparison.Ordinal);
        using var nothing = await client.GetAsync("/search?q=%2A", cancellation);
        Assert.True(nothing.IsSuccessStatusCode);
    }

    /// <summary>Found from its publication on, not before and not after it was withdrawn; as it was known, for ever.</summary>
    [Fact]
    public async Task What_is_published_is_found_at_the_next_request_and_what_is_withdrawn_is_not()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var app = new PeaceTrackerApp();
        using var client = app.Visitor();
        var (editor, reviewer) = (await app.Services.AddAccountAsync(["Editor"]), await app.Services.AddAccountAsync(["Reviewer"]));
        async Task<List<int>> FoundAsync(string more = "") =>
            [.. JsonDocument.Parse(await client.GetStringAsync($"/ukraine/statements.json?q=quetzalcoatl{more}", cancellation)).RootElement.GetProperty("statements").EnumerateArray().Select(row => row.GetProperty("statement").GetInt32())];
        var number = await app.Services.SubmitAsync(editor, new() { Summary = "Quetzalcoatl is to guarantee it." });
        Assert.Empty(await FoundAsync());
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var before = app.Clock.GetUtcNow();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Services.PublishAsync(reviewer, number);
        Assert.Equal([number], await FoundAsync());
        Assert.Empty(await FoundAsync($"&known={before:yyyy-MM-dd'T'HH:mm:ss'Z'}"));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var shown = app.Clock.GetUtcNow();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Services.WriteAsync(reviewer, async (_, desk, process, changes) =>
        {
            await desk.WithdrawAsync((await desk.PublishedAsync(process, number, cancellation))!, changes, reviewer.Id, "By mistake.", cancellation);
            return number;
        });
        Assert.Empty(await FoundAsync());
        Assert.Equal([number], await FoundAsync($"&known={shown:yyyy-MM-dd'T'HH:mm:ss'Z'}"));
    }
}
