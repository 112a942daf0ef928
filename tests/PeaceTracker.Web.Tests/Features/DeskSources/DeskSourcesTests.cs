using System.Net;
using System.Text;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.DeskSources;

/// <summary>Sources from the paste to the page where they are coded, their description, and their texts.</summary>
public sealed class DeskSourcesTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string Note = """
        Ministry gives the dates of the next round

        21 August 2025

        Delegations meet in Geneva from the first to the third of September, the ministry wrote in a note to the press.
        """;

    private const string Briefing = """
        Minister rules out a swap of land

        20 August 2025

        The minister said the country would not trade its course for a truce, whatever was offered in return for it.

        "We do not trade the course set out in our constitution," she added, and called for talks on guarantees with the partners.

        Asked about limits on troops, she declined to answer, and the briefing ended without a further word from the ministry.
        """;

    private static int made;

    [Fact]
    public async Task From_an_address_and_a_text_to_a_source_with_its_publisher_and_its_text_none_of_them_public()
    {
        using var editor = await app.SignInAsync("Editor");
        var confirm = await PasteAsync(editor, $"https://ministry.example.org/briefings/dates?utm_source=x\n\n{Note}");
        // The text names title, day and language; no source of this host is on record, so neither is its publisher.
        Assert.Equal(["Title", "Publisher", "Date", "Language", "Kind"], confirm.QuerySelectorAll(".guesses dt").Select(name => name.Words()));
        Assert.Equal("Ministry gives the dates of the next round", confirm.Value("title"));
        Assert.Equal("2025-08-21", confirm.Value("date"));
        Assert.Equal("en", confirm.Value("language"));
        var saved = await SendAsync(editor, confirm, new()
        {
            ["confirmed"] = "all",
            ["publisher"] = "new",
            ["publisher-name"] = "Ministry of Examples",
            ["publisher-kind"] = "official",
            ["publisher-grade"] = "B",
            ["publisher-reason"] = "Publishes its own words.",
        });
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Matches(@"^/ukraine/desk/sources/1\d{4}$", saved.Headers.Location!.OriginalString);
        var number = int.Parse(saved.Headers.Location.OriginalString.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);

        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        var source = await db.Sources.IgnoreQueryFilters().Include(row => row.Publisher).SingleAsync(row => row.Number == number, TestContext.Current.CancellationToken);
        Assert.Null(source.PublishedAt);
        Assert.Null(source.Publisher!.PublishedAt);
        Assert.Equal(("Ministry of Examples", "ministry-of-examples", 'B', "official"), (source.Publisher.Name, source.Publisher.Slug, source.Publisher.Grade, source.Publisher.Kind));
        Assert.Equal(('B', "article", "2025-08-21", "en"), (source.Grade, source.Kind, source.Date!.Text, source.Language));
        // What tells where an editor came from is not shown to readers.
        Assert.Equal("https://ministry.example.org/briefings/dates", source.Address);
        var text = await db.SourceTexts.SingleAsync(row => row.Source == number, TestContext.Current.CancellationToken);
        Assert.Equal((1, SourceText.Hash(text.Text)), (text.Number, text.Sha256));
        Assert.StartsWith("Ministry gives", text.Text, StringComparison.Ordinal);
        var log = await db.Revisions.Where(row => row.Key.EndsWith($"/{number}") || row.Key.EndsWith($"/{number}/1") || row.Key.EndsWith("/ministry-of-examples")).Select(row => row.Kind).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["publisher", "source", "text"], log.Order());

        using var visitor = app.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(new Uri($"/ukraine/sources/{number}", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    // The address of seed source 1, as other people paste it.
    [InlineData("https://balitahub.com/read/Putin-Proposes-Territorial-Concessions-and-Security-Guarantees-in-Ukraine-Peace-Talks")]
    [InlineData("http://www.balitahub.com/read/Putin-Proposes-Territorial-Concessions-and-Security-Guarantees-in-Ukraine-Peace-Talks/?utm_medium=social&fbclid=1#comments")]
    [InlineData("https://web.archive.org/web/20250920000000/https://balitahub.com/read/Putin-Proposes-Territorial-Concessions-and-Security-Guarantees-in-Ukraine-Peace-Talks")]
    public async Task An_address_on_record_leads_to_its_source_in_whatever_dress_it_comes(string address)
    {
        using var editor = await app.SignInAsync("Editor");
        var page = await PasteAsync(editor, address);
        Assert.Equal("/ukraine/desk/sources/1", page.QuerySelector(".told a")!.GetAttribute("href"));
        Assert.Contains("This source is on record", page.QuerySelector(".told")!.Words(), StringComparison.Ordinal);
        Assert.Equal(address, page.QuerySelector("#pasted")!.TextContent.Trim());
    }

    [Fact]
    public async Task A_source_is_found_by_the_address_of_its_copy_in_an_archive_too()
    {
        using var editor = await app.SignInAsync("Editor");
        var (number, _) = await AddSourceAsync(editor, new() { ["archive-address"] = "https://perma.example/AB12-CD34" });
        var page = await PasteAsync(editor, "perma.example/AB12-CD34");
        Assert.Equal($"/ukraine/desk/sources/{number}", page.QuerySelector(".told a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_guess_that_nobody_confirmed_is_not_saved_and_nothing_typed_is_lost()
    {
        using var editor = await app.SignInAsync("Editor");
        var confirm = await PasteAsync(editor, $"https://reuters.example/{Next()}\n{Fresh()}");
        using var refused = await SendAsync(editor, confirm, new() { ["publisher"] = "reuters", ["notes"] = "Kept & \"whole\"", ["derived-from"] = "No. 901, 77777", ["date"] = "03/04/25" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await ParseAsync(refused);
        Assert.StartsWith("Error: ", page.Title, StringComparison.Ordinal);
        var problems = page.QuerySelectorAll(".problems li a").Select(link => link.GetAttribute("href")).ToList();
        Assert.Contains("#title", problems);
        Assert.Contains("#language", problems);
        Assert.Contains("#kind", problems);
        // What was changed is no guess any more; what is wrong with it is said.
        Assert.Contains("#date", problems);
        Assert.Contains("#derived-from", problems);
        Assert.DoesNotContain("#publisher", problems);
        Assert.Contains("no source No. 77777", page.QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
        Assert.Equal(("Kept & \"whole\"", "No. 901, 77777", "03/04/25", "reuters"), (page.QuerySelector("#notes")!.TextContent.Trim(), page.Value("derived-from"), page.Value("date"), page.QuerySelector<IHtmlSelectElement>("#publisher")!.Value));
        Assert.Contains("The minister said", page.QuerySelector("#text")!.TextContent, StringComparison.Ordinal);
        using var saved = await SendAsync(editor, page, new() { ["confirmed"] = "all", ["date"] = "3 Apr 2025", ["derived-from"] = "901" });
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
    }

    [Fact]
    public async Task Letters_between_digits_are_no_words_of_a_language()
    {
        using var editor = await app.SignInAsync("Editor");
        // "de", "e" and "en" are little words of six languages; a number of a document or a checksum is made of nothing else.
        var checksums = string.Join(' ', Enumerable.Range(10, 30).Select(number => FormattableString.Invariant($"{number}de{number}e{number}en{number}")));
        var confirm = await PasteAsync(editor, $"{Fresh()}\n\n{checksums}");
        Assert.Equal("en", confirm.Value("language"));
    }

    [Fact]
    public async Task The_same_text_and_one_much_like_it_are_told_and_offered_as_what_it_derives_from()
    {
        using var editor = await app.SignInAsync("Editor");
        var words = Fresh();
        var (number, _) = await AddSourceAsync(editor, new(), text: words);
        var same = await PasteAsync(editor, words.Replace("\n", "  \r\n", StringComparison.Ordinal));
        Assert.Contains("This text is on record", same.QuerySelector(".told")!.Words(), StringComparison.Ordinal);
        Assert.Contains($"/ukraine/desk/sources/{number}", same.QuerySelectorAll(".told a").Select(link => link.GetAttribute("href")));
        Assert.Equal($"{number}", same.Value("derived-from"));
        var near = await PasteAsync(editor, words.Replace("whatever was offered", "whatever one offered", StringComparison.Ordinal));
        Assert.Contains("much like this one", near.QuerySelector(".told")!.Words(), StringComparison.Ordinal);
        Assert.Equal("copy", near.QuerySelector<IHtmlSelectElement>("#kind")!.Value);
    }

    [Fact]
    public async Task An_address_alone_is_enough_and_the_text_is_pasted_later()
    {
        using var editor = await app.SignInAsync("Editor");
        var (number, _) = await AddSourceAsync(editor, new());
        using var first = await editor.PostFormAsync($"/ukraine/desk/sources/{number}/texts/new", new() { ["text"] = Fresh() });
        Assert.Equal($"/ukraine/desk/sources/{number}/texts/1", first.Headers.Location?.OriginalString);
        var page = await editor.GetPageAsync($"/ukraine/desk/sources/{number}/texts/1");
        Assert.Equal(5, page.QuerySelectorAll(".paragraphs p").Length);
        Assert.StartsWith("3The minister said", page.QuerySelector("#p3")!.Words(), StringComparison.Ordinal);
        Assert.Matches("[0-9a-f]{64}", page.QuerySelector(".hash")!.Words());
        Assert.Contains("by Person ", page.QuerySelector(".facts")!.Words(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> BadTexts() => new()
    {
        { "", "Paste the address of a page, or a text" },
        { " \u200B\r\n ", "Found no text" },
        { "One line\nand a NUL \0 in it", "control character U+0000 in line 2" },
        { "Half a character \uFFFD in it\nand more", "U+FFFD" },
        { new string('a', SourceText.MaxLength) + " bb", "Found 2,000,003 characters. Expected 2,000,000 at most" },
    };

    [Theory]
    [MemberData(nameof(BadTexts))]
    public async Task A_text_that_cannot_be_kept_is_refused_with_words(string text, string words)
    {
        using var editor = await app.SignInAsync("Editor");
        using var answer = await PostRawAsync(editor, Encoding.UTF8.GetBytes(text));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(words, (await ParseAsync(answer)).QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_character_is_refused()
    {
        using var editor = await app.SignInAsync("Editor");
        using var answer = await PostRawAsync(editor, [.. "Some words\nand half "u8, 0xED, 0xA0, 0x80, .. " a sign"u8]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("in line 2", (await ParseAsync(answer)).QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_of_the_greatest_length_in_letters_that_take_two_bytes_is_kept_and_shown_whole()
    {
        using var editor = await app.SignInAsync("Editor");
        var (number, _) = await AddSourceAsync(editor, new());
        var paragraph = string.Concat(Enumerable.Repeat("слово ", 90)).TrimEnd();
        var text = string.Join("\n\n", Enumerable.Repeat(paragraph, 4_000))[..SourceText.MaxLength].TrimEnd();
        using var saved = await editor.PostFormAsync($"/ukraine/desk/sources/{number}/texts/new", new() { ["text"] = text });
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        var page = await editor.GetPageAsync(saved.Headers.Location!.OriginalString);
        Assert.Equal(Paragraphs.Of(text).Count, page.QuerySelectorAll(".paragraphs p").Length);
        Assert.Contains(text.Length.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), page.QuerySelector(".facts")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_change_one_source_the_second_sees_both_and_loses_nothing()
    {
        using var one = await app.SignInAsync("Editor");
        using var two = await app.SignInAsync("Editor");
        var (number, _) = await AddSourceAsync(one, new());
        var address = $"/ukraine/desk/sources/{number}/edit";
        var late = await two.GetPageAsync(address);
        using var first = await one.PostFormAsync(address, new() { ["title"] = "Theirs", ["notes"] = "The same", ["kind"] = "report", ["author"] = "Their author" });
        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        using var second = await SendAsync(two, late, new() { ["title"] = "Mine", ["notes"] = "The same", ["language"] = "fr" });
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        var page = await ParseAsync(second);
        Assert.Equal("Mine", page.Value("title"));
        Assert.Equal("Theirs: Theirs", page.QuerySelector(".theirs")!.Words());
        Assert.Single(page.QuerySelectorAll(".theirs"));
        // Kind and author they alone changed, the language only this one.
        Assert.Equal(["Author", "Kind"], page.QuerySelectorAll("table.changed:not(.clashes) tbody th").Select(cell => cell.Words()));
        Assert.Equal(("Their author", "report", "fr"), (page.Value("author"), page.QuerySelector<IHtmlSelectElement>("#kind")!.Value, page.Value("language")));
        using var again = await SendAsync(two, page, new());
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.Equal("Mine", (await two.GetPageAsync(address)).Value("title"));
    }

    [Fact]
    public async Task A_public_source_is_changed_by_reviewers_only_who_are_told_what_it_does()
    {
        using var editor = await app.SignInAsync("Editor");
        var locked = await editor.GetPageAsync("/ukraine/desk/sources/901/edit");
        Assert.Null(locked.QuerySelector("main form"));
        Assert.Contains("a reviewer changes it", locked.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        // With a token and a key of another form of the same person.
        var other = await editor.FormAsync("/ukraine/desk/sources/new");
        other.SetAttribute("action", "/ukraine/desk/sources/901/edit");
        using var forced = await editor.SendFormAsync(other, new() { ["title"] = "x" });
        Assert.Equal(HttpStatusCode.Forbidden, forced.StatusCode);

        await using var own = new PeaceTrackerApp();
        using var reviewer = await own.SignInAsync("Reviewer");
        // The article statements of the record rest on, graded E.
        using var asked = await reviewer.PostFormAsync("/ukraine/desk/sources/1/edit", new() { ["grade"] = "B" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
        var page = await ParseAsync(asked);
        Assert.Contains("published statements rest on this source or its copies", page.QuerySelector(".told")!.Words(), StringComparison.Ordinal);
        Assert.Equal("#seen", page.QuerySelector(".problems a")!.GetAttribute("href"));
        using var saved = await SendAsync(reviewer, page, new() { ["seen"] = "yes" });
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        await using var scope = own.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        Assert.Equal('B', (await db.Sources.SingleAsync(row => row.Number == 1, TestContext.Current.CancellationToken)).Grade);
    }

    [Fact]
    public async Task A_circle_of_sources_is_refused_with_its_way()
    {
        using var reviewer = await app.SignInAsync("Reviewer");
        // 1 derives from 901.
        using var answer = await reviewer.PostFormAsync("/ukraine/desk/sources/901/edit", new() { ["derived-from"] = "1" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("No. 901, which derives from No. 1, which derives from No. 901", (await ParseAsync(answer)).QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrected_text_shows_first_what_becomes_of_each_citation_and_orphans_are_found_again_by_hand()
    {
        using var editor = await app.SignInAsync("Editor");
        var (number, _) = await AddSourceAsync(editor, new(), text: """
            Two teams spoke on the land question.

            The first speaker said that her side would give up twelve percent of the land.

            The second speaker said that his side would give up twelve percent of the land.

            The day ended with a joint photograph of both.
            """);
        var first = await CiteAsync(number, "The first speaker said that her side would give up twelve percent");
        var twin = await CiteAsync(number, "give up twelve percent of the land.");
        var last = await CiteAsync(number, "joint photograph");
        var address = $"/ukraine/desk/sources/{number}/texts/new";
        // The first speaker's words are gone; the second's look the same. A paragraph stands before everything now.
        const string corrected = """
            Corrected on the next day.

            Two teams spoke on the land question.

            The second speaker said that his side would give up twelve percent of the land.

            The day ended with a joint photograph of both.
            """;
        using var noReason = await editor.PostFormAsync(address, new() { ["text"] = corrected });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, noReason.StatusCode);
        using var report = await editor.PostFormAsync(address, new() { ["text"] = corrected, ["reason"] = "The page was corrected" });
        Assert.Equal(HttpStatusCode.OK, report.StatusCode);
        var page = await ParseAsync(report);
        var rows = page.QuerySelectorAll(".told tbody tr").Select(row => row.Words()).ToList();
        Assert.Equal(3, rows.Count);
        Assert.Contains("Not found.", Assert.Single(rows, row => row.Contains($"No. {first} ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("Not found.", Assert.Single(rows, row => row.Contains($"No. {twin} ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("found again in paragraph 4", Assert.Single(rows, row => row.Contains($"No. {last} ", StringComparison.Ordinal)), StringComparison.Ordinal);
        await using (var scope = app.Services.CreateAsyncScope())
            Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().SourceTexts.CountAsync(row => row.Source == number, TestContext.Current.CancellationToken));

        // Other words than those the report is on: it is made anew.
        using var changed = await SendAsync(editor, page, new() { ["text"] = corrected + "\n\nOne more line." });
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        using var saved = await SendAsync(editor, page, new());
        Assert.Equal($"/ukraine/desk/sources/{number}/texts/2", saved.Headers.Location?.OriginalString);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var orphans = await scope.ServiceProvider.GetRequiredService<SourceDesk>().OrphansAsync(await ProcessAsync(scope), TestContext.Current.CancellationToken, number);
            Assert.Equal([first, twin], orphans.Select(orphan => orphan.Statement));
            Assert.All(orphans, orphan => Assert.Equal((2, 1), (orphan.Newest, orphan.Passage.Text)));
        }

        var text = await editor.GetPageAsync($"/ukraine/desk/sources/{number}/texts/2");
        Assert.Contains("Corrected on the next day.", text.QuerySelector(".passages ins")!.Words(), StringComparison.Ordinal);
        Assert.Contains("The first speaker", string.Join(' ', text.QuerySelectorAll(".passages del").Select(gone => gone.Words())), StringComparison.Ordinal);
        var way = text.QuerySelectorAll(".orphans a")[1].GetAttribute("href")!;
        using var wrong = await editor.PostFormAsync(way, new() { ["quote"] = "eleven percent of the land" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("not in text 2", (await ParseAsync(wrong)).QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
        using var found = await editor.PostFormAsync(way, new() { ["quote"] = "give up twelve  percent of the land" });
        Assert.Equal($"/ukraine/desk/sources/{number}/texts/2#p3", found.Headers.Location?.OriginalString);
        Assert.Equal(1, (await editor.GetPageAsync($"/ukraine/desk/sources/{number}/texts/2")).QuerySelectorAll(".orphans li").Length);

        // A further text starts from where a person found it.
        using var third = await editor.PostFormAsync(address, new() { ["text"] = "A new first line.\n\n" + corrected, ["reason"] = "A line was missing" });
        var rowsOfThird = (await ParseAsync(third)).QuerySelectorAll(".told tbody tr").Select(row => row.Words());
        Assert.Contains("moved from paragraph 3 to 4", Assert.Single(rowsOfThird, row => row.Contains($"No. {twin} ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_paste_a_text_the_second_is_told_and_keeps_what_they_typed()
    {
        using var one = await app.SignInAsync("Editor");
        using var two = await app.SignInAsync("Editor");
        var (number, _) = await AddSourceAsync(one, new());
        var address = $"/ukraine/desk/sources/{number}/texts/new";
        var late = await two.GetPageAsync(address);
        using var first = await one.PostFormAsync(address, new() { ["text"] = Fresh() });
        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        using var second = await SendAsync(two, late, new() { ["text"] = "Another text of the same page." });
        // It has become a correction, which wants a reason.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
        var page = await ParseAsync(second);
        Assert.Equal("Another text of the same page.", page.QuerySelector("#text")!.TextContent.Trim());
        using var third = await SendAsync(two, late, new() { ["text"] = "Another text of the same page.", ["reason"] = "It reads otherwise" });
        Assert.Equal(HttpStatusCode.Conflict, third.StatusCode);
        page = await ParseAsync(third);
        Assert.Contains("Somebody else pasted text 1 meanwhile", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        using var saved = await SendAsync(two, page, new());
        Assert.Equal($"/ukraine/desk/sources/{number}/texts/2", saved.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task While_fetching_is_off_there_is_no_such_address_and_no_button()
    {
        using var editor = await app.SignInAsync("Editor");
        var page = await editor.GetPageAsync("/ukraine/desk/sources/new");
        Assert.Empty(page.QuerySelectorAll("[formaction]"));
        var form = page.QuerySelector<IHtmlFormElement>("main form")!;
        form.SetAttribute("action", "/ukraine/desk/sources/new/fetch");
        using var answer = await editor.SendFormAsync(form, new() { ["pasted"] = "https://example.org/" });
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static string Next() => FormattableString.Invariant($"page-{Interlocked.Increment(ref made)}");

    /// <summary>A text unlike any other.</summary>
    private static string Fresh() => Briefing.Replace("the ministry", string.Concat(Enumerable.Range(0, 12).Select(_ => Guid.NewGuid().ToString("N")[..8] + " ")) + "of the ministry", StringComparison.Ordinal);

    private static async Task<IDocument> ParseAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(content => content.Content(html), TestContext.Current.CancellationToken);
    }

    private static async Task<IDocument> PasteAsync(HttpClient client, string pasted)
    {
        using var answer = await client.PostFormAsync("/ukraine/desk/sources/new", new() { ["pasted"] = pasted });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await ParseAsync(answer);
    }

    /// <summary>The box as a browser sends it, with these very bytes in it.</summary>
    private static async Task<HttpResponseMessage> PostRawAsync(HttpClient client, byte[] pasted)
    {
        var page = await client.GetPageAsync("/ukraine/desk/sources/new");
        using var content = new MultipartFormDataContent();
        foreach (var hidden in page.QuerySelectorAll<IHtmlInputElement>("main form input[type=hidden]"))
            content.Add(new StringContent(hidden.Value), hidden.Name!);
        content.Add(new ByteArrayContent(pasted), "pasted");
        return await client.PostAsync(new Uri("/ukraine/desk/sources/new", UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, IDocument page, Dictionary<string, string> fields) =>
        client.SendFormAsync(page.QuerySelector<IHtmlFormElement>("main form[method=post]")!, fields);

    private static async Task<(int Number, string Address)> AddSourceAsync(HttpClient client, Dictionary<string, string> fields, string? text = null)
    {
        var address = $"https://{Next()}.example.net/";
        var confirm = await PasteAsync(client, text is null ? address : $"{address}\n{text}");
        using var saved = await SendAsync(client, confirm, new(fields) { ["title"] = $"Source at {address}", ["publisher"] = "reuters", ["confirmed"] = "all", ["derived-from"] = "" });
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        return (int.Parse(saved.Headers.Location!.OriginalString.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture), address);
    }

    private static Task<int> ProcessAsync(AsyncServiceScope scope) =>
        scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Processes.Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);

    /// <summary>A draft that cites the first place of these words in the newest text of a source.</summary>
    private async Task<int> CiteAsync(int source, string words)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var process = await ProcessAsync(scope);
        var statements = scope.ServiceProvider.GetRequiredService<DeskStatements>();
        var text = (await scope.ServiceProvider.GetRequiredService<SourceDesk>().TextAsync(process, source, null, TestContext.Current.CancellationToken))!;
        Assert.True(TextAnchor.TryOf(text.Text, text.Text.IndexOf(words, StringComparison.Ordinal), words.Length, out var anchor, out var error), error);
        var number = 0;
        await scope.ServiceProvider.GetRequiredService<Ledger>().WriteAsync(new(null, "test"), null, async changes =>
        {
            number = await statements.NextNumberAsync(process, "ukraine", TestContext.Current.CancellationToken);
            var statement = new Statement
            {
                ProcessId = process,
                Number = number,
                MadeOn = EdtfDate.Parse("2025-08-20"),
                Earliest = new(2025, 8, 20),
                Day = new(2025, 8, 20),
                Channel = Channel.OnRecord,
                Summary = words,
                Information = 2,
                Status = StatementStatus.Draft,
                Citations = [new() { ProcessId = process, Source = source, TextNumber = text.Number, Exact = anchor!.Exact, Prefix = anchor.Prefix, Suffix = anchor.Suffix, Position = anchor.Start }],
            };
            statements.Add(statement);
            changes.Note(statement, "draft", "ukraine");
            return "/";
        }, TestContext.Current.CancellationToken);
        return number;
    }
}

internal static class Documents
{
    public static string Value(this IDocument page, string name) => page.QuerySelector<IHtmlInputElement>($"#{name}")!.Value;
}
