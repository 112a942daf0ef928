using System.Text.Json.Nodes;
using PeaceTracker.Testing;
using static PeaceTracker.Web.Tests.Features.DeskImports.ImportSteps;

namespace PeaceTracker.Web.Tests.Features.Search;

/// <summary>Words are looked for in every list, at the desk too, where nothing is public yet; and clauses by themselves.</summary>
public sealed class DeskSearchTests : IAsyncLifetime
{
    private readonly PeaceTrackerApp app = new();
    private TestAccount editor = null!;
    private HttpClient desk = null!, review = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        editor = await app.Services.AddAccountAsync(["Editor"]);
        desk = await app.SignInAsync(editor);
        review = await app.SignInAsync("Reviewer");
    }

    public ValueTask DisposeAsync()
    {
        desk.Dispose();
        review.Dispose();
        return app.DisposeAsync();
    }

    [Theory]
    [InlineData("Zelensky", true, false)]
    [InlineData("Zelenskyy", true, false)]
    [InlineData("Зеленський", true, false)]
    [InlineData("Зеленский", true, false)]
    [InlineData("-zelensky", false, true)]
    [InlineData("\"good neighbours\"", false, true)]
    [InlineData("neutrality zelensky", true, false)]
    [InlineData("2026-11", true, true)]
    [InlineData("2026-10", false, false)]
    [InlineData("zebra", false, false)]
    public async Task The_queue_and_the_desk_find_what_was_never_public_by_any_spelling(string words, bool first, bool second)
    {
        foreach (var sent in new[] { true, false })
        {
            var one = new Draft { Summary = "Зеленський speaks of a pause.", Note = "note" };
            var other = new Draft { Summary = "Good neighbours are wished for.", Issue = "elections" };
            var (a, b) = sent ? (await app.Services.SubmitAsync(editor, one), await app.Services.SubmitAsync(editor, other)) : (await app.Services.SaveAsync(editor, one), await app.Services.SaveAsync(editor, other));
            var page = await (sent ? review : desk).GetPageAsync($"/ukraine/{(sent ? "review" : "desk")}?q={Uri.EscapeDataString(words)}");
            var main = page.QuerySelector("main")!.Words();
            Assert.Equal((first, second), (main.Contains($"No. {a}", StringComparison.Ordinal), main.Contains($"No. {b}", StringComparison.Ordinal)));
            Assert.Equal(words, page.QuerySelector("main input[name=q]")!.GetAttribute("value"));
            // The next item after a decision is one of those found.
            if (sent && first)
                Assert.Contains("q=", page.QuerySelector("ol.queue a[data-item]")!.GetAttribute("href"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/ukraine/desk/imports", "tetrapod", "tetrapod.csv", "second.csv")]
    [InlineData("/ukraine/desk/proposals", "28-point", "28", "Istanbul")]
    public async Task Tables_and_proposals_are_found_by_their_names(string list, string words, string found, string not)
    {
        foreach (var name in new[] { "tetrapod.csv", "second.csv" })
            await GiveFileAsync(desk, name, System.Text.Encoding.UTF8.GetBytes($"{Heading}\n{Row(1, "2026-11-20", "ukraine", quote: name)}\n"));
        var all = (await desk.GetPageAsync(list)).QuerySelector("ul.work")!.Words();
        Assert.All(new[] { found, not }, one => Assert.Contains(one, all, StringComparison.Ordinal));
        var lines = (await desk.GetPageAsync($"{list}?q={words}")).QuerySelectorAll("ul.work > li").Select(line => line.Words()).ToList();
        Assert.NotEmpty(lines);
        Assert.Contains(lines, line => line.Contains(found, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains(not, StringComparison.Ordinal));
        Assert.Empty((await desk.GetPageAsync($"{list}?q=zzzqqq")).QuerySelectorAll("ul.work > li"));
    }

    [Theory]
    [InlineData("28-point")]
    [InlineData("Minsk-2")]
    [InlineData("2022-03-29")]
    [InlineData("O'Brien")]
    [InlineData("\"")]
    [InlineData("*")]
    [InlineData("(")]
    [InlineData("")]
    public async Task Any_text_can_be_looked_for_and_one_too_long_is_refused(string words)
    {
        foreach (var list in new[] { "/ukraine/desk", "/ukraine/desk/imports", "/ukraine/desk/proposals" })
        {
            await desk.GetPageAsync($"{list}?q={Uri.EscapeDataString(words)}");
            var refused = await desk.GetPageAsync($"{list}?q={new string('x', 201)}", 400);
            Assert.Contains("201 characters", refused.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        }

        await review.GetPageAsync($"/ukraine/review?q={Uri.EscapeDataString(words)}");
        await review.GetPageAsync($"/ukraine/review?q={new string('x', 201)}", 400);
    }

    [Theory]
    [InlineData("Donbas", "Донбас")]
    [InlineData("Dmytro", "Дмитро")]
    [InlineData("Odesa", "Одеса")]
    [InlineData("Poltava", "Полтава")]
    [InlineData("Chernihiv", "Чернігів")]
    [InlineData("Zaporizhzhia", "Запоріжжя")]
    [InlineData("Luhansk", "Луганськ")]
    [InlineData("Kharkiv", "Харків")]
    public async Task A_name_is_found_from_either_script_whatever_endings_are_taken_off(string latin, string cyrillic)
    {
        var (first, second) = (await app.Services.SubmitAsync(editor, new() { Summary = $"They met in {latin} again." }), await app.Services.SubmitAsync(editor, new() { Summary = $"Вони були: {cyrillic}.", Issue = "elections" }));
        foreach (var words in new[] { latin, cyrillic })
        {
            var main = (await review.GetPageAsync($"/ukraine/review?q={Uri.EscapeDataString(words)}")).QuerySelector("main")!.Words();
            Assert.Equal((words, true, true), (words, main.Contains($"No. {first}", StringComparison.Ordinal), main.Contains($"No. {second}", StringComparison.Ordinal)));
            Assert.DoesNotContain($"No. {first}", (await review.GetPageAsync($"/ukraine/review?q=-{Uri.EscapeDataString(words)}")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_put_in_order_by_its_words_is_walked_to_its_end_and_files_have_the_same_order()
    {
        using var visitor = app.Visitor();
        async Task<JsonObject> JsonAsync(string address) => JsonNode.Parse(await visitor.GetStringAsync(new Uri(address, UriKind.Relative), Cancellation))!.AsObject();
        static List<int> Numbers(JsonObject file) => [.. file["statements"]!.AsArray().Select(row => (int)row!["statement"]!)];
        const string asked = "/ukraine/statements.json?q=the&order=relevance";
        var whole = Numbers(await JsonAsync(asked));
        Assert.Equal(200, whole.Count);
        var walked = new List<int>();
        for (var address = asked + "&limit=33"; address is not null;)
        {
            var part = await JsonAsync(address);
            walked.AddRange(Numbers(part));
            address = part["next"] is { } next ? new Uri((string)next!).PathAndQuery : null;
        }

        Assert.Equal(whole, walked);
        using var page = await visitor.GetPageAsync("/ukraine/statements?q=the&order=relevance");
        Assert.Equal(whole.Take(25), page.QuerySelectorAll("main article h3 a, main article h2 a").Select(link => int.Parse(link.GetAttribute("href")!.Split('/')[^1].Split('?')[0], System.Globalization.CultureInfo.InvariantCulture)).Distinct().Where(whole.Contains).Take(25));
        Assert.Contains("The newest 200 of them are put in this order", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("a[rel=next]"));
    }

    /// <summary>cases.md B 24: no row is skipped or comes twice while rows are added.</summary>
    [Fact]
    public async Task A_list_walked_while_statements_are_published_skips_and_repeats_none()
    {
        using var visitor = app.Visitor();
        var reviewer = await app.Services.AddAccountAsync(["Reviewer"]);
        async Task<JsonObject> JsonAsync(string address) => JsonNode.Parse(await visitor.GetStringAsync(new Uri(address, UriKind.Relative), Cancellation))!.AsObject();
        static IEnumerable<int> Numbers(JsonObject file) => file["statements"]!.AsArray().Select(row => (int)row!["statement"]!);
        var before = Numbers(await JsonAsync("/api/v1/ukraine/statements")).ToList();
        var (walked, added) = (new List<int>(), new List<int>());
        for (var address = "/api/v1/ukraine/statements?limit=40"; address is not null;)
        {
            var part = await JsonAsync(address);
            walked.AddRange(Numbers(part));
            address = part["next"] is { } next ? new Uri((string)next!).PathAndQuery : null;
            // One newer than all, one between.
            foreach (var day in new[] { "2026-11-20", "2024-06-14" })
                added.Add(await app.Services.PublishAsync(reviewer, await app.Services.SubmitAsync(editor, new() { MadeOn = day, Summary = $"Added meanwhile, {added.Count}." })));
        }

        Assert.Equal(before, walked.Except(added));
        Assert.Equal(walked.Count, walked.Distinct().Count());
    }

    [Fact]
    public async Task Clauses_are_found_by_themselves()
    {
        using var visitor = app.Visitor();
        var all = await StatementsAsync("q=sanctions");
        var clauses = await StatementsAsync("q=sanctions&proposal=any");
        Assert.NotEmpty(clauses);
        Assert.Equal(all.Where(row => row["proposal"] is not null).Select(row => (int)row["statement"]!), clauses.Select(row => (int)row["statement"]!));
        Assert.True(clauses.Count < all.Count);
        // The search leads there.
        using var page = await visitor.GetPageAsync("/ukraine/search?q=sanctions");
        Assert.Contains(page.QuerySelectorAll("main a"), link => link.GetAttribute("href") == "/ukraine/statements?proposal=any&q=sanctions" && link.Words() == $"{clauses.Count} of them clauses of proposals");

        async Task<List<JsonObject>> StatementsAsync(string query) =>
            [.. JsonNode.Parse(await visitor.GetStringAsync(new Uri($"/ukraine/statements.json?{query}", UriKind.Relative), Cancellation))!["statements"]!.AsArray().Select(row => row!.AsObject())];
    }
}
