using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Review;

/// <summary>What reviewers see and decide, through the site as it ships.</summary>
[Trait("Also", "PostgreSQL")]
public sealed class ReviewTests : IAsyncLifetime
{
    private const string Neutrality = "/ukraine/positions.csv?parties=russia&issues=neutrality";

    private readonly PeaceTrackerApp app = new();
    private TestAccount editor = null!, reviewer = null!, other = null!;
    private HttpClient browser = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        editor = await app.Services.AddAccountAsync(["Editor"]);
        reviewer = await app.Services.AddAccountAsync(["Reviewer"]);
        other = await app.Services.AddAccountAsync(["Reviewer"]);
        browser = await app.SignInAsync(reviewer);
    }

    public ValueTask DisposeAsync()
    {
        browser.Dispose();
        return app.DisposeAsync();
    }

    [Fact]
    public async Task The_queue_lists_the_oldest_first_and_keeps_own_items_apart()
    {
        var first = await app.Services.SubmitAsync(editor, new() { Summary = "The first one." });
        app.Clock.Advance(TimeSpan.FromHours(2));
        var own = await app.Services.SubmitAsync(reviewer, new() { Summary = "One's own.", Information = 5 });
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        // The session has ended meanwhile.
        using var browser = await app.SignInAsync(reviewer);
        var page = await browser.GetPageAsync("/ukraine/review");
        Assert.Contains("2 statements wait", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        var items = page.QuerySelectorAll("ol.queue > li").Select(item => item.Words()).ToList();
        Assert.Contains("The first one.", items[0], StringComparison.Ordinal);
        Assert.Contains("Waits 2 hours. By Person", items[0], StringComparison.Ordinal);
        Assert.Contains("You wrote it: somebody else publishes it.", items[1], StringComparison.Ordinal);
        Assert.Contains("Information graded 5", items[1], StringComparison.Ordinal);
        Assert.Single(page.QuerySelectorAll("[data-item]"));
        Assert.Equal("2 hours", Fact(page, "Longest wait"));

        Assert.Equal([own], await NumbersAsync(browser, "/ukraine/review?show=warnings"));
        Assert.Equal([first], await NumbersAsync(browser, $"/ukraine/review?editor={editor.Id}&party=russia&issue=neutrality"));
        Assert.Empty(await NumbersAsync(browser, "/ukraine/review?party=ukraine"));
        Assert.Contains("the slug of a party", (await browser.GetPageAsync("/ukraine/review?party=atlantis", 400)).QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_says_what_would_change_by_the_rule_and_the_passage_in_its_text()
    {
        const string text = "The spokesman took questions.\n\nOn alliances he said: neutrality may be talked about, and nothing is settled. He went on.\n\nThen he left.";
        var number = await app.Services.SubmitAsync(editor, new() { Quote = "neutrality may be talked about, and nothing is settled", Text = text, Note = "He was asked twice." });
        var page = await browser.GetPageAsync($"/ukraine/review/{number}");
        var effect = page.QuerySelector(".effects .moved")!.Words();
        // The record has No. 4 of August 2025: anonymous sources, step 3 or 4.
        Assert.Contains("The matrix cell Russia \u00d7 Neutrality goes from Neutral with guarantees", effect, StringComparison.Ordinal);
        Assert.Contains("(3 to 4, ambiguous) to Neutrality open to talks (2).", effect, StringComparison.Ordinal);
        Assert.Contains("1 step towards Free choice of alliances", effect, StringComparison.Ordinal);
        Assert.Contains("No. 4 then counts until 19 November 2026.", effect, StringComparison.Ordinal);
        Assert.Equal("neutrality may be talked about, and nothing is settled", page.QuerySelector(".text mark")!.TextContent);
        Assert.Equal(["The spokesman took questions.", "Then he left."], page.QuerySelectorAll(".text .around").Select(paragraph => paragraph.TextContent));
        Assert.Contains("He was asked twice.", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        // What it says comes to pass.
        using var answer = await browser.PostFormAsync($"/ukraine/review/{number}", [], $"form[action$='/{number}/approve']");
        Assert.Contains(",2,2,4,Neutrality open to talks,", await CsvAsync(Neutrality), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changes_nothing_says_by_which_clause()
    {
        var number = await app.Services.SubmitAsync(editor, new() { MadeOn = "2025-01-10" });
        var page = await browser.GetPageAsync($"/ukraine/review/{number}");
        Assert.Null(page.QuerySelector(".effects .moved"));
        var effect = page.QuerySelector(".effects")!.Words();
        Assert.Contains("Nothing changes in the matrix cell Russia \u00d7 Neutrality", effect, StringComparison.Ordinal);
        Assert.Contains("The newest day wins. In favour of No. 4.", effect, StringComparison.Ordinal);
        // From then to the next statement on record, of 16 May 2025, the past reads otherwise.
        Assert.Contains("From 10 January 2025 to 15 May 2025 it reads Neutrality open to talks (2)", effect, StringComparison.Ordinal);
        Assert.Contains("No text of this source is kept", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_approved_is_public_at_the_next_request_and_not_before_it()
    {
        var number = await app.Services.SubmitAsync(editor);
        var before = app.Clock.GetUtcNow();
        Assert.DoesNotContain("Neutrality open to talks", await CsvAsync(Neutrality), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using var answer = await browser.PostFormAsync($"/ukraine/review/{number}", [], $"form[action$='/{number}/approve']");
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Contains("Neutrality open to talks", await CsvAsync(Neutrality), StringComparison.Ordinal);
        Assert.DoesNotContain("Neutrality open to talks", await CsvAsync($"{Neutrality}&known={before.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}"), StringComparison.Ordinal);
        using var anyone = app.Visitor();
        var matrix = await anyone.GetPageAsync("/ukraine/positions?parties=russia&issues=neutrality");
        Assert.Contains("Neutrality open to talks", matrix.QuerySelector(".matrix")!.Words(), StringComparison.Ordinal);
        // No name and no pseudonym of the desk is there.
        var statement = (await anyone.GetPageAsync($"/ukraine/statements/{number}")).DocumentElement.OuterHtml;
        Assert.DoesNotContain("Person ", statement, StringComparison.Ordinal);
        Assert.DoesNotContain("/review/", statement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_decides_on_what_they_wrote()
    {
        var number = await app.Services.SubmitAsync(reviewer);
        var page = await browser.GetPageAsync($"/ukraine/review/{number}");
        Assert.Empty(page.QuerySelectorAll("main form[action*='/approve'], main form[action*='/return'], main form[action*='/hold']"));
        Assert.Contains("You wrote it: somebody else publishes it.", page.QuerySelector(".decide")!.Words(), StringComparison.Ordinal);
        var another = await app.Services.SubmitAsync(editor);
        foreach (var action in new[] { "approve", "return", "hold", "release" })
        {
            // The form of an item that is not one's own, sent to the address of one's own.
            var form = (await browser.GetPageAsync($"/ukraine/review/{another}")).QuerySelector<IHtmlFormElement>($"form[action$='/{(action == "release" ? "approve" : action)}']")!;
            using var answer = await SendToAsync(browser, $"/ukraine/review/{number}/{action}", form, new() { ["reason"] = "step", ["text"] = "Words." });
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("You wrote it", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        Assert.Equal("InReview", await StatusAsync(number));
    }

    [Fact]
    public async Task A_return_wants_a_reason_keeps_what_was_typed_and_is_counted()
    {
        var number = await app.Services.SubmitAsync(editor);
        var form = $"form[action$='/{number}/return']";
        using var without = await this.browser.PostFormAsync($"/ukraine/review/{number}", new() { ["reason"] = "", ["text"] = "She spoke of observers." }, form);
        var page = await ReadAsync(without, 422);
        Assert.Equal("Choose why it goes back", page.QuerySelector(".problems a[href='#reason']")!.Words());
        Assert.StartsWith("Error: ", page.Title, StringComparison.Ordinal);
        Assert.Equal("She spoke of observers.", page.QuerySelector<IHtmlTextAreaElement>("#text")!.Value);
        Assert.Equal("true", page.QuerySelector("#reason")!.GetAttribute("aria-invalid"));
        using var bare = await this.browser.PostFormAsync($"/ukraine/review/{number}", new() { ["reason"] = "other", ["text"] = " " }, form);
        Assert.Equal("Say what is to be changed", (await ReadAsync(bare, 422)).QuerySelector(".problems a[href='#text']")!.Words());

        app.Clock.Advance(TimeSpan.FromHours(3));
        // The session has ended meanwhile.
        using var browser = await app.SignInAsync(reviewer);
        using var answer = await browser.PostFormAsync($"/ukraine/review/{number}", new() { ["reason"] = "step", ["text"] = "She spoke of observers." }, form);
        var next = await browser.GetPageAsync(answer.Headers.Location!.OriginalString);
        Assert.Contains($"Returned No. {number} to its editor.", next.QuerySelector("[role=status]")!.Words(), StringComparison.Ordinal);
        Assert.Equal(("Returned", "The words do not carry the step: She spoke of observers."), (await StatusAsync(number), (await OpenAsync(number))!.ReturnReason));
        Assert.Contains("1 of 1 (100 per cent) The words do not carry the step: 1", Fact(next, "Returned"), StringComparison.Ordinal);
        Assert.Contains("3 hours (median of the last 1 decisions)", Fact(next, "From sending to decision"), StringComparison.Ordinal);
        Assert.Contains($"Statement {number} is not in review", (await browser.GetPageAsync($"/ukraine/review/{number}", 404)).QuerySelector("h1")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_on_hold_says_why_and_is_not_the_next_item()
    {
        var first = await app.Services.SubmitAsync(editor);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await app.Services.SubmitAsync(editor);
        using var without = await browser.PostFormAsync($"/ukraine/review/{first}", new() { ["text"] = "" }, $"form[action$='/{first}/hold']");
        Assert.Equal("Say what it waits for", (await ReadAsync(without, 422)).QuerySelector(".problems a[href='#hold']")!.Words());
        using var answer = await browser.PostFormAsync($"/ukraine/review/{first}", new() { ["text"] = "The transcript." }, $"form[action$='/{first}/hold']");
        Assert.Equal($"/ukraine/review/{second}?done={first}#item", answer.Headers.Location!.OriginalString);
        Assert.Null((await browser.GetPageAsync($"/ukraine/review/{second}")).QuerySelector("[data-key=k]"));
        Assert.Contains("On hold: The transcript.", (await browser.GetPageAsync("/ukraine/review?show=held")).QuerySelector("ol.queue")!.Words(), StringComparison.Ordinal);
        using var release = await browser.PostFormAsync($"/ukraine/review/{first}", [], $"form[action$='/{first}/release']");
        Assert.Null((await OpenAsync(first))!.HoldReason);
        Assert.NotNull((await browser.GetPageAsync($"/ukraine/review/{second}")).QuerySelector("[data-key=k]"));
    }

    [Fact]
    public async Task A_decision_on_what_was_changed_meanwhile_is_not_taken_and_loses_nothing()
    {
        var number = await app.Services.SubmitAsync(editor);
        var form = (await browser.GetPageAsync($"/ukraine/review/{number}")).QuerySelector<IHtmlFormElement>($"form[action$='/{number}/return']")!;
        var approve = (await browser.GetPageAsync($"/ukraine/review/{number}")).QuerySelector<IHtmlFormElement>($"form[action$='/{number}/approve']")!;
        using var third = await app.SignInAsync(other);
        using var held = await third.PostFormAsync($"/ukraine/review/{number}", new() { ["text"] = "A moment." }, $"form[action$='/{number}/hold']");

        using var answer = await SendToAsync(browser, $"/ukraine/review/{number}/return", form, new() { ["reason"] = "quote", ["text"] = "Not her words." });
        var page = await ReadAsync(answer, 409);
        Assert.Contains("This changed after you opened it", page.QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
        Assert.Equal("Not her words.", page.QuerySelector<IHtmlTextAreaElement>("#text")!.Value);
        Assert.Equal("quote", page.QuerySelector<IHtmlSelectElement>("#reason")!.Value);
        using var approved = await SendToAsync(browser, $"/ukraine/review/{number}/approve", approve, []);
        Assert.Equal(HttpStatusCode.Conflict, approved.StatusCode);
        Assert.Equal("InReview", await StatusAsync(number));

        using var now = await third.PostFormAsync($"/ukraine/review/{number}", [], $"form[action$='/{number}/approve']");
        using var late = await SendToAsync(browser, $"/ukraine/review/{number}/approve", page.QuerySelector<IHtmlFormElement>("form[action$='/approve']")!, []);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("is not in review", (await ReadAsync(late, 409)).QuerySelector("h1")!.Words(), StringComparison.Ordinal);
        using var returned = await SendToAsync(browser, $"/ukraine/review/{number}/return", form, new() { ["reason"] = "quote", ["text"] = "Not her words." });
        Assert.Contains("Not her words.", (await ReadAsync(returned, 409)).QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_on_one_revision_is_none_on_the_next()
    {
        var number = await app.Services.SubmitAsync(editor);
        var approve = (await browser.GetPageAsync($"/ukraine/review/{number}")).QuerySelector<IHtmlFormElement>($"form[action$='/{number}/approve']")!;
        await app.Services.PublishAsync(other, number);
        // The further revision has been saved and sent as often as the first one had.
        await app.Services.AmendAsync(editor, number, "A word was missing.", new() { Summary = "Words that this reviewer never saw." });
        using var late = await SendToAsync(browser, $"/ukraine/review/{number}/approve", approve, []);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal("InReview", await StatusAsync(number));
        using var visitor = app.Visitor();
        Assert.DoesNotContain("never saw", (await visitor.GetPageAsync($"/ukraine/statements/{number}")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approval_sent_twice_has_one_effect_and_leads_to_the_same_place()
    {
        var number = await app.Services.SubmitAsync(editor);
        var form = (await browser.GetPageAsync($"/ukraine/review/{number}")).QuerySelector<IHtmlFormElement>($"form[action$='/{number}/approve']")!;
        using var once = await SendToAsync(browser, $"/ukraine/review/{number}/approve", form, []);
        using var twice = await SendToAsync(browser, $"/ukraine/review/{number}/approve", form, []);
        Assert.Equal(once.Headers.Location, twice.Headers.Location);
        Assert.Equal(HttpStatusCode.SeeOther, twice.StatusCode);
    }

    [Fact]
    public async Task An_approval_can_be_undone_by_its_reviewer_for_ten_minutes()
    {
        var number = await app.Services.SubmitAsync(editor);
        using var approved = await browser.PostFormAsync($"/ukraine/review/{number}", [], $"form[action$='/{number}/approve']");
        var next = approved.Headers.Location!.OriginalString;
        var undo = (await browser.GetPageAsync(next)).QuerySelector<IHtmlFormElement>("form[action='/ukraine/review/undo']")!;
        Assert.Contains($"Approved No. {number}.", (await browser.GetPageAsync(next)).QuerySelector("[role=status]")!.Words(), StringComparison.Ordinal);
        // Somebody else is not offered it, and is refused.
        using var third = await app.SignInAsync(other);
        Assert.Null((await third.GetPageAsync(next)).QuerySelector("[role=status]"));
        var second = await app.Services.SubmitAsync(editor);
        using var refused = await SendToAsync(third, "/ukraine/review/undo", (await third.GetPageAsync($"/ukraine/review/{second}")).QuerySelector<IHtmlFormElement>("form[action$='/approve']")!, new() { ["item[]"] = undo.QuerySelector<IHtmlInputElement>("[name='item[]']")!.Value });
        Assert.Contains("You are not the one who approved", (await ReadAsync(refused, 409)).QuerySelector("main")!.Words(), StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromMinutes(9));
        using var undone = await SendToAsync(browser, "/ukraine/review/undo", undo, []);
        Assert.Equal($"/ukraine/review/{number}?done={number}#item", undone.Headers.Location!.OriginalString);
        var page = await browser.GetPageAsync($"/ukraine/review/{number}?done={number}");
        Assert.Contains($"Taken back: No. {number} waits for review again.", page.QuerySelector("[role=status]")!.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Neutrality open to talks", await CsvAsync(Neutrality), StringComparison.Ordinal);
        // What readers saw in between stays on its page.
        using var anyone = app.Visitor();
        Assert.Contains("Taken back", (await anyone.GetPageAsync($"/ukraine/statements/{number}/history")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_ten_minutes_or_once_somebody_built_on_it_an_approval_stays()
    {
        var number = await app.Services.SubmitAsync(editor);
        using var approved = await browser.PostFormAsync($"/ukraine/review/{number}", [], $"form[action$='/{number}/approve']");
        var next = approved.Headers.Location!.OriginalString;
        var undo = (await browser.GetPageAsync(next)).QuerySelector<IHtmlFormElement>("form[action='/ukraine/review/undo']")!;
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Services.AmendAsync(editor, number, "A word was missing.", new() { Summary = "Amended words." });
        using var built = await SendToAsync(browser, "/ukraine/review/undo", undo, []);
        Assert.Contains("Somebody has built on", (await ReadAsync(built, 409)).QuerySelector("main")!.Words(), StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromMinutes(9));
        using var late = await SendToAsync(browser, "/ukraine/review/undo", undo, []);
        Assert.Contains("more than 10 minutes ago", (await ReadAsync(late, 409)).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Null((await browser.GetPageAsync(next)).QuerySelector("form[action='/ukraine/review/undo']"));
        Assert.Contains("Neutrality open to talks", await CsvAsync(Neutrality), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_amendment_is_shown_beside_what_is_public_and_names_its_fields_in_the_queue()
    {
        var number = await app.Services.SubmitAsync(editor);
        await app.Services.PublishAsync(other, number);
        await app.Services.AmendAsync(editor, number, "A word was missing.", new() { Summary = "Says that neutrality may well be discussed.", Step = 1 });
        var item = (await browser.GetPageAsync("/ukraine/review")).QuerySelector("ol.queue > li")!.Words();
        Assert.Contains("Amendment of: Summary, Codings.", item, StringComparison.Ordinal);
        var page = await browser.GetPageAsync($"/ukraine/review/{number}");
        Assert.Contains("A word was missing.", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Contains("well", page.QuerySelectorAll(".changed ins").Select(word => word.Words()));
        // The evidence of the old revision is gone with it.
        Assert.Contains("goes from Neutrality open to talks (2) to Free choice of alliances (1).", page.QuerySelector(".effects .moved")!.Words(), StringComparison.Ordinal);
        Assert.Equal($"/ukraine/review/{number}?diff=inline#difference", page.QuerySelector("[data-key=d]")!.GetAttribute("href"));
        Assert.NotNull((await browser.GetPageAsync($"/ukraine/review/{number}?diff=inline")).QuerySelector(".changed ins, .changed td"));
    }

    [Fact]
    public async Task A_batch_lists_exactly_what_it_approves_and_takes_all_or_none_and_all_back()
    {
        var numbers = new List<int>();
        foreach (var step in new[] { 1, 2, 3 })
            numbers.Add(await app.Services.SubmitAsync(editor, new() { Step = step, MadeOn = $"2026-11-{10 + step}", Summary = $"Words {step}." }));
        var aside = await app.Services.SubmitAsync(editor, new() { Source = 2 });
        var address = (await browser.GetPageAsync("/ukraine/review")).QuerySelector("a[href*='/batch?']")!.GetAttribute("href")!;
        var page = await browser.GetPageAsync(address);
        Assert.Equal(numbers.Select(number => $"No. {number}"), page.QuerySelectorAll("article h2 .small").Select(mark => mark.Words()));
        Assert.Equal(3, page.QuerySelectorAll("article .coded li").Length);
        // Together they end on the step of the newest.
        Assert.Contains("to Neutral with guarantees (3).", page.QuerySelector(".effects .moved")!.Words(), StringComparison.Ordinal);
        var form = page.QuerySelector<IHtmlFormElement>("form[action='/ukraine/review/batch']")!;

        using var third = await app.SignInAsync(other);
        using var held = await third.PostFormAsync($"/ukraine/review/{numbers[1]}", new() { ["text"] = "A moment." }, "form[action$='/hold']");
        using var stale = await SendToAsync(browser, "/ukraine/review/batch", form, []);
        Assert.Contains("The list has changed", (await ReadAsync(stale, 409)).QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
        Assert.Equal(["InReview", "InReview", "InReview"], [await StatusAsync(numbers[0]), await StatusAsync(numbers[1]), await StatusAsync(numbers[2])]);
        using var released = await third.PostFormAsync($"/ukraine/review/{numbers[1]}", [], "form[action$='/release']");

        using var answer = await browser.PostFormAsync(address, [], "form[action='/ukraine/review/batch']");
        Assert.Equal(["Published", "Published", "Published", "InReview"], [await StatusAsync(numbers[0]), await StatusAsync(numbers[1]), await StatusAsync(numbers[2]), await StatusAsync(aside)]);
        var next = answer.Headers.Location!.OriginalString;
        Assert.StartsWith($"/ukraine/review/{aside}?", next, StringComparison.Ordinal);
        Assert.Contains($"Approved No. {numbers[0]}, No. {numbers[1]} and No. {numbers[2]}.", (await browser.GetPageAsync(next)).QuerySelector("[role=status]")!.Words(), StringComparison.Ordinal);
        using var undone = await browser.PostFormAsync(next, [], "form[action='/ukraine/review/undo']");
        Assert.Equal(["InReview", "InReview", "InReview"], [await StatusAsync(numbers[0]), await StatusAsync(numbers[1]), await StatusAsync(numbers[2])]);
    }

    [Fact]
    public async Task A_second_reading_wants_a_third_person_and_makes_the_position_disputed()
    {
        var number = await app.Services.SubmitAsync(editor);
        using var empty = await browser.PostFormAsync($"/ukraine/review/{number}/dispute", []);
        Assert.Equal(["#step", "#reason"], (await ReadAsync(empty, 422)).QuerySelectorAll(".problems a").Select(link => link.GetAttribute("href")));
        using var same = await browser.PostFormAsync($"/ukraine/review/{number}/dispute", new() { ["step"] = "2", ["reason"] = "Why not." });
        Assert.Contains("It is read that way already", (await ReadAsync(same, 422)).QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
        using var sent = await browser.PostFormAsync($"/ukraine/review/{number}/dispute", new() { ["step"] = "3", ["reason"] = "He named guarantees in the same breath." });
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);

        var own = await browser.GetPageAsync($"/ukraine/review/{number}");
        Assert.Contains("You wrote it", own.QuerySelector(".decide")!.Words(), StringComparison.Ordinal);
        using var third = await app.SignInAsync(other);
        var page = await third.GetPageAsync($"/ukraine/review/{number}");
        Assert.Contains("to disputed: Neutrality open to talks (2) or Neutral with guarantees (3)", page.QuerySelector(".effects .moved")!.Words(), StringComparison.Ordinal);
        using var approved = await third.PostFormAsync($"/ukraine/review/{number}", [], "form[action$='/approve']");
        Assert.Contains(",disputed,2,3,", await CsvAsync(Neutrality), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_published_statement_is_disputed_by_an_amendment_that_somebody_else_approves()
    {
        var number = await app.Services.SubmitAsync(editor);
        await app.Services.PublishAsync(other, number);
        using var sent = await browser.PostFormAsync($"/ukraine/review/{number}/dispute", new() { ["step"] = "3", ["reason"] = "He named guarantees." });
        // Nothing is public yet, and who read it so does not approve it.
        Assert.Contains(",stated,2,2,", await CsvAsync(Neutrality), StringComparison.Ordinal);
        Assert.Contains("You wrote it", (await browser.GetPageAsync($"/ukraine/review/{number}")).QuerySelector(".decide")!.Words(), StringComparison.Ordinal);
        // While it waits it cannot be disputed by its own reader again.
        Assert.Contains("You wrote it", (await browser.GetPageAsync($"/ukraine/review/{number}/dispute", 403)).QuerySelector("h1")!.Words(), StringComparison.Ordinal);
        using var third = await app.SignInAsync(other);
        using var approved = await third.PostFormAsync($"/ukraine/review/{number}", [], "form[action$='/approve']");
        Assert.Contains(",disputed,2,3,", await CsvAsync(Neutrality), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_is_withdrawn_at_once_and_somebody_else_confirms_it()
    {
        using var anyone = app.Visitor();
        using var empty = await browser.PostFormAsync("/ukraine/review/1296/withdraw", new() { ["reason"] = " " });
        Assert.Equal("Say why it is withdrawn: readers will see it", (await ReadAsync(empty, 422)).QuerySelector(".problems a")!.Words());
        using var sent = await browser.PostFormAsync("/ukraine/review/1296/withdraw", new() { ["reason"] = "The paper took its report back." });
        Assert.Equal("/ukraine/review?done=1296#item", sent.Headers.Location!.OriginalString);
        Assert.Contains("The paper took its report back.", (await anyone.GetPageAsync("/ukraine/statements/1296")).QuerySelector("main .note")!.Words(), StringComparison.Ordinal);

        var mine = await browser.GetPageAsync("/ukraine/review?done=1296");
        Assert.Contains("You withdrew it", mine.QuerySelector("#withdrawn + ul")!.Words(), StringComparison.Ordinal);
        Assert.Null(mine.QuerySelector("form[action$='/withdrawal']"));
        using var third = await app.SignInAsync(other);
        var theirs = (await third.GetPageAsync("/ukraine/review")).QuerySelector<IHtmlFormElement>("form[action$='/withdrawal']")!;
        var number = await app.Services.SubmitAsync(editor);
        using var alone = await SendToAsync(browser, "/ukraine/review/1296/withdrawal", (await browser.GetPageAsync($"/ukraine/review/{number}")).QuerySelector<IHtmlFormElement>("form[action$='/approve']")!, new() { ["decision"] = "confirm", ["version"] = theirs.QuerySelector<IHtmlInputElement>("[name=version]")!.Value });
        Assert.Equal(HttpStatusCode.Forbidden, alone.StatusCode);
        using var confirmed = await SendToAsync(third, "/ukraine/review/1296/withdrawal", theirs, new() { ["decision"] = "confirm" });
        Assert.Equal(HttpStatusCode.SeeOther, confirmed.StatusCode);
        Assert.Null((await third.GetPageAsync("/ukraine/review")).QuerySelector("#withdrawn"));
    }

    [Theory]
    [InlineData(2_001, "2,000 letters at most")]
    [InlineData(0, "U+202E as character 4")]
    public async Task A_reason_that_readers_could_not_read_is_refused_and_given_back(int length, string said)
    {
        var reason = length > 0 ? new string('w', length) : "Bad\u202Eyrotsih";
        foreach (var (page, form, field) in new[] { ("/ukraine/review/36/withdraw", "main form[method=post]", "reason"), ("/ukraine/review/1142/dispute", "main form[method=post]", "reason") })
        {
            using var refused = await browser.PostFormAsync(page, new() { [field] = reason }, form);
            var answer = await ReadAsync(refused, 422);
            Assert.Contains(said, answer.QuerySelector("main")!.Words(), StringComparison.Ordinal);
            Assert.Equal(reason, answer.QuerySelector<IHtmlTextAreaElement>("#reason")!.Value);
        }
    }

    [Fact]
    public async Task A_withdrawal_that_is_not_confirmed_puts_the_statement_back_as_it_was()
    {
        using var sent = await browser.PostFormAsync("/ukraine/review/1296/withdraw", new() { ["reason"] = "By mistake." });
        Assert.DoesNotContain("\n1296,", await CsvAsync("/ukraine/statements.csv"), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using var third = await app.SignInAsync(other);
        using var back = await third.PostFormAsync("/ukraine/review", new() { ["decision"] = "put-back" }, "form[action='/ukraine/review/1296/withdrawal']");
        Assert.Contains("\n1296,", await CsvAsync("/ukraine/statements.csv"), StringComparison.Ordinal);
        using var anyone = app.Visitor();
        Assert.Null((await anyone.GetPageAsync("/ukraine/statements/1296")).QuerySelector("h1 del"));
    }

    [Fact]
    public async Task What_was_withdrawn_can_be_restored_through_review_and_by_nothing_less()
    {
        using var sent = await browser.PostFormAsync("/ukraine/review/1296/withdraw", new() { ["reason"] = "The paper took its report back." });
        using var third = await app.SignInAsync(other);
        using var confirmed = await third.PostFormAsync("/ukraine/review", new() { ["decision"] = "confirm" }, "form[action='/ukraine/review/1296/withdrawal']");
        using var author = await app.SignInAsync(editor);
        var link = (await author.GetPageAsync("/ukraine/desk/statements/1296/history")).QuerySelector("main a[href*='/amend?from=']")!.GetAttribute("href")!;
        Assert.Contains("was withdrawn. Nobody sees this before a reviewer accepts it", (await author.GetPageAsync(link)).QuerySelector("main .lead")!.Words(), StringComparison.Ordinal);
        using var again = await author.PostFormAsync(link, new() { ["amend-reason"] = "The report stands after all.", ["go"] = "submit" }, "#statement");
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.DoesNotContain("\n1296,", await CsvAsync("/ukraine/statements.csv"), StringComparison.Ordinal);
        using var approved = await third.PostFormAsync("/ukraine/review/1296", [], "form[action$='/1296/approve']");
        Assert.Contains("\n1296,", await CsvAsync("/ukraine/statements.csv"), StringComparison.Ordinal);
        using var anyone = app.Visitor();
        Assert.Null((await anyone.GetPageAsync("/ukraine/statements/1296")).QuerySelector("h1 del"));
        // What happened in between stays on record.
        Assert.Contains("The paper took its report back.", (await anyone.GetPageAsync("/ukraine/statements/1296/history")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        await using var scope = app.Services.CreateAsyncScope();
        Assert.Empty((await scope.ServiceProvider.GetRequiredService<StoreCheck>().RunAsync(null, null, Cancellation)).Faults);
    }

    [Fact]
    public async Task Withdrawing_asks_who_is_there_when_that_was_proved_long_ago()
    {
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        using var answer = await browser.GetAsync(new Uri("/ukraine/review/1296/withdraw", UriKind.Relative), Cancellation);
        Assert.StartsWith("/account/confirm", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_desk_tells_the_whole_history_with_names_and_readers_are_told_none()
    {
        var number = await app.Services.SubmitAsync(editor);
        using var returned = await browser.PostFormAsync($"/ukraine/review/{number}", new() { ["reason"] = "step", ["text"] = "She spoke of observers." }, "form[action$='/return']");
        await app.Services.WriteAsync(editor, async (db, desk, process, changes) =>
        {
            var open = (await desk.OpenAsync(process, number, default))!;
            open.Submit(changes.At);
            changes.Note(open, "submit", "ukraine");
            return number;
        });
        using var approved = await browser.PostFormAsync($"/ukraine/review/{number}", [], "form[action$='/approve']");
        using var desk = await app.SignInAsync(editor);
        var page = await desk.GetPageAsync($"/ukraine/desk/statements/{number}/history");
        var told = page.QuerySelectorAll("#log + ol li").Select(line => line.Words()).ToList();
        Assert.Equal(4, told.Count);
        Assert.Matches("^Person [0-9]+ approved revision 1 on 25 November 2026 at 12:00 UTC$", told[0]);
        Assert.Matches("^Person [0-9]+ returned revision 1 on .*: The words do not carry the step: She spoke of observers.$", told[2]);
        Assert.Contains("published", page.QuerySelector("table")!.Words(), StringComparison.Ordinal);
        Assert.Contains($"/ukraine/desk/statements/{number}/amend", page.QuerySelector("table a")!.GetAttribute("href"), StringComparison.Ordinal);
        using var anyone = app.Visitor();
        using var closed = await anyone.GetAsync(new Uri($"/ukraine/desk/statements/{number}/history", UriKind.Relative), Cancellation);
        Assert.StartsWith("/account/sign-in", closed.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.DoesNotContain("Person", (await anyone.GetPageAsync($"/ukraine/statements/{number}/history")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_two_states_of_a_statement_can_be_compared()
    {
        var number = await app.Services.SubmitAsync(editor);
        await app.Services.PublishAsync(reviewer, number);
        await app.Services.AmendAsync(editor, number, "A word.", new() { Summary = "Says that neutrality may well be discussed." });
        using var desk = await app.SignInAsync(editor);
        var page = await desk.GetPageAsync($"/ukraine/desk/statements/{number}/history");
        var entries = page.QuerySelectorAll<IHtmlOptionElement>("#from option").Select(option => option.Value).ToList();
        Assert.Equal(3, entries.Count);
        var compared = await desk.GetPageAsync($"/ukraine/desk/statements/{number}/history?from={entries[0]}&to={entries[2]}");
        Assert.Equal(["Summary"], compared.QuerySelectorAll(".changed tbody th").Select(field => field.Words()));
        Assert.Equal("well", compared.QuerySelector(".changed ins")!.Words());
        Assert.Contains("No field reads otherwise.", (await desk.GetPageAsync($"/ukraine/desk/statements/{number}/history?from={entries[0]}&to={entries[1]}")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Contains("the number of an entry of this statement", (await desk.GetPageAsync($"/ukraine/desk/statements/{number}/history?from=99999999", 400)).QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_a_statement_offers_its_acts_to_reviewers_alone()
    {
        using var anyone = app.Visitor();
        using var desk = await app.SignInAsync(editor);
        Assert.DoesNotContain("/ukraine/review/1296/", (await anyone.GetPageAsync("/ukraine/statements/1296")).DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("/ukraine/review/1296/", (await desk.GetPageAsync("/ukraine/statements/1296")).DocumentElement.OuterHtml, StringComparison.Ordinal);
        var page = await browser.GetPageAsync("/ukraine/statements/1296");
        Assert.NotNull(page.QuerySelector("main a[href='/ukraine/review/1296/withdraw']"));
        Assert.NotNull(page.QuerySelector("main a[href='/ukraine/review/1296/dispute']"));
    }

    [Fact]
    public async Task After_all_of_this_the_store_is_whole()
    {
        var number = await app.Services.SubmitAsync(editor);
        using var approved = await browser.PostFormAsync($"/ukraine/review/{number}", [], "form[action$='/approve']");
        using var undone = await browser.PostFormAsync(approved.Headers.Location!.OriginalString, [], "form[action='/ukraine/review/undo']");
        using var disputed = await browser.PostFormAsync($"/ukraine/review/{number}/dispute", new() { ["step"] = "3", ["reason"] = "He named guarantees." });
        using var third = await app.SignInAsync(other);
        using var again = await third.PostFormAsync($"/ukraine/review/{number}", [], "form[action$='/approve']");
        using var withdrawn = await browser.PostFormAsync($"/ukraine/review/{number}/withdraw", new() { ["reason"] = "A trial." });
        using var back = await third.PostFormAsync("/ukraine/review", new() { ["decision"] = "confirm" }, $"form[action='/ukraine/review/{number}/withdrawal']");
        Assert.All([approved, undone, disputed, again, withdrawn, back], answer => Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode));
        await using var scope = app.Services.CreateAsyncScope();
        var verdict = await scope.ServiceProvider.GetRequiredService<StoreCheck>().RunAsync(null, null, Cancellation);
        Assert.Empty(verdict.Faults);
        Assert.True(verdict.Records > 500 && verdict.Codings > 600, "The check looked at hardly anything.");
    }

    private static async Task<List<int>> NumbersAsync(HttpClient browser, string address) =>
        [.. (await browser.GetPageAsync(address)).QuerySelectorAll("ol.queue h3 .small").Select(mark => int.Parse(mark.Words()[4..], System.Globalization.CultureInfo.InvariantCulture))];

    private async Task<string> CsvAsync(string address)
    {
        using var anyone = app.Visitor();
        return await anyone.GetStringAsync(new Uri(address, UriKind.Relative), Cancellation);
    }

    private static Task<HttpResponseMessage> SendToAsync(HttpClient client, string address, IHtmlFormElement form, Dictionary<string, string> fields)
    {
        form.SetAttribute("action", address);
        return client.SendFormAsync(form, fields);
    }

    private static string Fact(IDocument page, string term) => page.QuerySelectorAll("dt").Single(item => item.Words() == term).NextElementSibling!.Words();

    private static async Task<IDocument> ReadAsync(HttpResponseMessage answer, int status)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(content => content.Content(html));
    }

    private async Task<string> StatusAsync(int number)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var process = await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Processes.Select(row => row.Id).SingleAsync(Cancellation);
        return (await scope.ServiceProvider.GetRequiredService<DeskStatements>().RevisionsAsync(process, number, Cancellation))[^1].Status.ToString();
    }

    private async Task<PeaceTracker.Domain.Statements.Statement?> OpenAsync(int number)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var process = await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Processes.Select(row => row.Id).SingleAsync(Cancellation);
        return await scope.ServiceProvider.GetRequiredService<DeskStatements>().OpenAsync(process, number, Cancellation);
    }
}
