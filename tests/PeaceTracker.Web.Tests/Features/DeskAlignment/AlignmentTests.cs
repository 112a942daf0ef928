using System.Globalization;
using System.Net;
using System.Text.Json;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.DeskAlignment;

/// <summary>The US draft of 28 points and the changes the European three made to it, aligned at the desk and approved by a second person.</summary>
public sealed class AlignmentTests : IAsyncLifetime
{
    private const string Draft = "us-28-points-november-2025";
    private const string Counter = "e3-counter-draft-november-2025";
    private const string Desk = $"/ukraine/desk/alignment/{Draft}/{Counter}";
    private const string Rows = "/ukraine/desk/alignment/differences";
    private const string Review = "/ukraine/review/differences";
    private const string Compare = $"p={Draft},{Counter}&show=all";

    /// <summary>Clause 1 of both: neither is coded, both speak of sovereignty.</summary>
    private const int First = 1317, FirstCounter = 1364;

    private readonly PeaceTrackerApp app = new();
    private TestAccount editor = null!, reviewer = null!;
    private HttpClient desk = null!, review = null!, reader = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        editor = await app.Services.AddAccountAsync(["Editor"]);
        reviewer = await app.Services.AddAccountAsync(["Reviewer"]);
        desk = await app.SignInAsync(editor);
        review = await app.SignInAsync(reviewer);
        reader = app.Visitor();
    }

    public ValueTask DisposeAsync()
    {
        foreach (var client in new[] { desk, review, reader })
            client.Dispose();
        return app.DisposeAsync();
    }

    [Fact]
    public async Task Two_texts_are_aligned_clause_by_clause_sent_approved_by_another_and_public_only_then()
    {
        var before = await PublicAsync();
        var (accepted, said, steps) = (0, 0, 0);
        var page = await desk.GetPageAsync(Desk);
        Assert.Contains("7 of 36 clauses of the first done, 7 of 15 of the second.", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        for (; page.QuerySelector("#item")!.Words() != "Something is said of every clause"; steps++)
        {
            Assert.True(steps < 60, "It comes to no end.");
            // What is true stands in the record: the counter-draft has the numbers of the draft.
            var clause = Clause(page.QuerySelector<IHtmlInputElement>("form[action$='/none'] [name=clause]")!.Value);
            var suggestion = page;
            while (suggestion.QuerySelector<IHtmlInputElement>("[name=counterpart]") is { } proposed && !await SameAsync(clause, Clause(proposed.Value)))
                suggestion = await desk.GetPageAsync(suggestion.QuerySelector("a[data-key=n]")!.GetAttribute("href")!.Split('#')[0]);
            if (suggestion.QuerySelector("[name=counterpart]") is null)
            {
                page = await FollowAsync(desk, await desk.SendFormAsync((IHtmlFormElement)page.QuerySelector("form[action$='/none']")!, []));
                said++;
                continue;
            }

            var labels = await FollowAsync(desk, await desk.SendFormAsync((IHtmlFormElement)suggestion.QuerySelector("form[action$='/pair']")!, []));
            page = await FollowAsync(desk, await desk.SendFormAsync((IHtmlFormElement)labels.QuerySelector("#labels")!, clause == First ? new() { ["label"] = "stronger verb", ["note"] = "Zqnote: confirmed again." } : []));
            accepted++;
        }

        // 15 places of the counter-draft, of which 7 were paired by the record; 21 stands against five statements, one of them picked first.
        Assert.True(accepted >= 8 && said >= 13, $"{accepted} accepted, {said} without a counterpart");
        Assert.Contains("36 of 36 clauses of the first done, 15 of 15 of the second.", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Equal(before, await PublicAsync());

        page = await FollowAsync(desk, await desk.PostFormAsync(Desk, [], "form[action$='/submit']"));
        Assert.Contains($"{accepted + said} pairs were sent to review.", page.QuerySelector("#done")!.Words(), StringComparison.Ordinal);
        Assert.Equal(before, await PublicAsync());

        var queue = await review.GetPageAsync("/ukraine/review");
        Assert.Contains($"{accepted + said} pairs of clauses beside each other wait too.", queue.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        var earlier = app.Clock.GetUtcNow();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        var list = await review.GetPageAsync(Review);
        var batch = list.QuerySelectorAll("main a").Single(link => link.Words().StartsWith("approve all", StringComparison.Ordinal)).GetAttribute("href")!;
        var listed = await review.GetPageAsync(batch);
        Assert.Equal(accepted + said, listed.QuerySelectorAll("article").Length);
        Assert.Contains("Zqnote: confirmed again.", listed.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        var done = await FollowAsync(review, await review.PostFormAsync(batch, [], "form[action$='/batch']"));
        Assert.Contains($"Approved: {accepted + said} pairs.", done.QuerySelector("#done")!.Words(), StringComparison.Ordinal);

        var now = await PublicAsync();
        Assert.NotEqual(before, now);
        Assert.Contains("stronger verb", now, StringComparison.Ordinal);
        Assert.Contains("Zqnote: confirmed again.", now, StringComparison.Ordinal);
        Assert.Contains("no counterpart, as an editor found", now, StringComparison.Ordinal);
        Assert.DoesNotContain("Person ", now, StringComparison.Ordinal);
        Assert.DoesNotContain("Zqnote", await PublicAsync($"&known={earlier.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}"), StringComparison.Ordinal);
        await WholeAsync();

        // Everything taken back at once is as if nothing had been approved, and waits again.
        await FollowAsync(review, await review.SendFormAsync((IHtmlFormElement)done.QuerySelector("#done form")!, []));
        Assert.Equal(before, await PublicAsync());
        Assert.Equal(accepted + said, (await review.GetPageAsync(Review)).QuerySelectorAll("ol.queue > li").Length);
        await WholeAsync();

        int Clause(string number) => int.Parse(number, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_comparison_shows_labels_from_either_side_and_files_say_the_same_as_the_page()
    {
        await PairAsync(First, FirstCounter, ["stronger verb"], "Confirmed again.");
        await NoneAsync(1328);
        await ApproveAllAsync();
        var row = await RowAsync($"/ukraine/compare?{Compare}", "Topic: sovereignty");
        Assert.Contains("stronger verb Confirmed again.", row, StringComparison.Ordinal);
        var other = await RowAsync($"/ukraine/compare?{Compare}&base={Counter}", "Topic: sovereignty");
        Assert.Contains("weaker verb Confirmed again.", other, StringComparison.Ordinal);
        // Clause 12 shares its topic with others, so that its row has a clause in either text.
        Assert.Contains("removed clause 12: no counterpart", await RowAsync($"/ukraine/compare?{Compare}", "Topic: reconstruction"), StringComparison.Ordinal);
        Assert.Contains("added clause 12: no counterpart", await RowAsync($"/ukraine/compare?{Compare}&base={Counter}", "Topic: reconstruction"), StringComparison.Ordinal);
        foreach (var (compared, label, none) in new[] { (Draft, "stronger verb", "removed"), (Counter, "weaker verb", "added") })
        {
            using var json = JsonDocument.Parse(await reader.GetStringAsync(new Uri($"/ukraine/compare.json?{Compare}&base={compared}", UriKind.Relative), Cancellation));
            var rows = json.RootElement.GetProperty("comparison").EnumerateArray().ToDictionary(one => one.GetProperty("title").GetString()!, one => one);
            Assert.Equal([label], rows["Topic: sovereignty"].GetProperty("labels_2").EnumerateArray().Select(one => one.GetString()));
            Assert.Equal("Confirmed again.", rows["Topic: sovereignty"].GetProperty("notes_2").GetString());
            Assert.Contains(none, rows["Topic: reconstruction"].GetProperty("labels_2").EnumerateArray().Select(one => one.GetString()));
            Assert.Contains($",{label},Confirmed again.", await reader.GetStringAsync(new Uri($"/ukraine/compare.csv?{Compare}&base={compared}", UriKind.Relative), Cancellation), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_clause_without_counterpart_is_missing_by_the_word_of_an_editor_and_no_longer_only_on_record()
    {
        // Clause 25, on elections, stands alone in its row.
        Assert.Contains("no matching clause on record", await RowAsync($"/ukraine/compare?{Compare}", "Elections"), StringComparison.Ordinal);
        await NoneAsync(1350);
        await ApproveAllAsync();
        var row = await RowAsync($"/ukraine/compare?{Compare}", "Elections");
        Assert.DoesNotContain("no matching clause on record", row, StringComparison.Ordinal);
        Assert.Contains("no counterpart, as an editor found", row, StringComparison.Ordinal);
        Assert.Contains("removed", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pair_without_a_difference_named_is_shown_and_makes_no_row_differ()
    {
        var before = await RowAsync($"/ukraine/compare?{Compare}", "Topic: sovereignty");
        await PairAsync(First, FirstCounter, [], null);
        await ApproveAllAsync();
        Assert.Equal(before + " set beside each other by an editor", await WithoutWordingAsync());
        using var json = JsonDocument.Parse(await reader.GetStringAsync(new Uri($"/ukraine/compare.json?{Compare}", UriKind.Relative), Cancellation));
        Assert.NotEqual("differ", json.RootElement.GetProperty("comparison").EnumerateArray().Single(one => one.GetProperty("topic").GetString() == "sovereignty").GetProperty("outcome").GetString());

        async Task<string> WithoutWordingAsync()
        {
            var row = await RowAsync($"/ukraine/compare?{Compare}", "Topic: sovereignty");
            const string added = "set beside each other by an editor";
            Assert.Contains(added, row, StringComparison.Ordinal);
            return row.Replace(added + " ", "", StringComparison.Ordinal).Replace(" " + added, "", StringComparison.Ordinal) + " " + added;
        }
    }

    [Fact]
    public async Task Clauses_that_share_no_issue_stand_in_a_row_of_their_own_once_they_are_paired()
    {
        // Clause 25 on elections beside clause 11 on the European Union: nobody would, and so no row has both.
        await PairAsync(1350, 1374, ["moved"], null);
        await ApproveAllAsync();
        Assert.Contains("moved", await RowAsync($"/ukraine/compare?{Compare}", "Paired by an editor: clause 25"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_decides_on_what_they_wrote()
    {
        var both = await app.Services.AddAccountAsync(["Reviewer"]);
        using var own = await app.SignInAsync(both);
        var id = await PairAsync(First, FirstCounter, [], null, own);
        await SubmitAsync(own);
        var page = await own.GetPageAsync($"{Review}/{id}");
        Assert.Contains("You wrote it: somebody else publishes it.", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form[action$='/approve']"));
        // A form of somebody else's page does not help.
        var form = (IHtmlFormElement)(await review.GetPageAsync($"{Review}/{id}")).QuerySelector("form[action$='/approve']")!;
        foreach (var (action, fields) in new[] { ("approve", new Dictionary<string, string>()), ("return", new() { ["text"] = "Mine." }) })
        {
            using var answer = await PostAsync(own, $"{Review}/{id}/{action}", new(fields) { ["version"] = Value(form, "version") });
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        using var batch = await PostAsync(own, $"{Review}/batch", new() { ["item[]"] = $"{id}:{Value(form, "version")}", ["first"] = Draft, ["second"] = Counter, ["editor"] = $"{both.Id}" });
        Assert.Equal(HttpStatusCode.Forbidden, batch.StatusCode);
        await own.GetPageAsync($"{Review}/batch?first={Draft}&second={Counter}&editor={both.Id}", 404);
        using var editing = await desk.GetAsync(new Uri(Review, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, editing.StatusCode);
        Assert.Equal(StatementStatus.InReview, (await RowsAsync()).Single(row => row.Id == id).Status);
    }

    [Fact]
    public async Task What_comes_back_says_why_at_the_desk_and_is_sent_again()
    {
        var id = await PairAsync(First, FirstCounter, ["weaker verb"], null);
        await SubmitAsync(desk);
        using (var silent = await review.PostFormAsync($"{Review}/{id}", [], "form[action$='/return']"))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.StatusCode);
        using (var returned = await review.PostFormAsync($"{Review}/{id}", new() { ["text"] = "It is stronger." }, "form[action$='/return']"))
            Assert.Equal(HttpStatusCode.SeeOther, returned.StatusCode);
        var home = await desk.GetPageAsync("/ukraine/desk");
        Assert.Contains("1 returned to you", home.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Contains("1 of yours came back", (await desk.GetPageAsync(Desk)).QuerySelector("#send")!.ParentElement!.Words(), StringComparison.Ordinal);
        var form = await desk.GetPageAsync($"{Desk}?label={id}");
        Assert.Contains("Returned: It is stronger.", form.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        await FollowAsync(desk, await PostAsync(desk, $"{Rows}/{id}", new() { ["version"] = Value((IHtmlFormElement)form.QuerySelector("#labels")!, "version"), ["label"] = "stronger verb" }));
        await SubmitAsync(desk);
        Assert.Contains("It was returned before: It is stronger.", (await review.GetPageAsync($"{Review}/{id}")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        await WholeAsync();
    }

    [Fact]
    public async Task A_form_sent_twice_has_one_effect()
    {
        var form = (IHtmlFormElement)(await desk.GetPageAsync($"{Desk}?clause={First}")).QuerySelector("form[action$='/pair']")!;
        using var one = await desk.SendFormAsync(form, []);
        using var two = await desk.SendFormAsync(form, []);
        Assert.Equal(HttpStatusCode.SeeOther, one.StatusCode);
        Assert.Equal(one.Headers.Location, two.Headers.Location);
        var row = Assert.Single(await RowsAsync(), one => one.Editor == editor.Id);
        await SubmitAsync(desk);
        var approve = (IHtmlFormElement)(await review.GetPageAsync($"{Review}/{row.Id}")).QuerySelector("form[action$='/approve']")!;
        using var first = await review.SendFormAsync(approve, []);
        using var again = await review.SendFormAsync(approve, []);
        Assert.Equal((first.StatusCode, first.Headers.Location), (again.StatusCode, again.Headers.Location));
        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        // Of another reviewer it comes too late, and is said so.
        using var other = await app.SignInAsync("Reviewer");
        using var late = await PostAsync(other, $"{Review}/{row.Id}/approve", new() { ["version"] = Value(approve, "version") });
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    [Fact]
    public async Task Of_two_windows_that_name_the_differences_the_second_is_shown_both_and_loses_nothing()
    {
        var id = await PairAsync(First, FirstCounter, [], null);
        var window = await desk.GetPageAsync($"{Desk}?label={id}");
        var form = (IHtmlFormElement)window.QuerySelector("#labels")!;
        using (var first = await desk.PostFormAsync($"{Desk}?label={id}", new() { ["label"] = "moved", ["note"] = "Theirs." }, "#labels"))
            Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        using var second = await desk.SendFormAsync(form, new() { ["label"] = "amount raised", ["note"] = "Mine." });
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        var page = await ReadAsync(second);
        Assert.True(page.QuerySelector<IHtmlInputElement>("[name=label][value='amount raised']")!.IsChecked);
        Assert.False(page.QuerySelector<IHtmlInputElement>("[name=label][value=moved]")!.IsChecked);
        Assert.Equal("Mine.", page.QuerySelector<IHtmlInputElement>("#note")!.Value);
        Assert.Equal(["Theirs: moved", "Theirs: Theirs."], page.QuerySelectorAll(".theirs").Select(one => one.Words()));
        Assert.Equal(["Differences | (empty) | moved | amount raised", "Note | (empty) | Theirs. | Mine."], page.QuerySelectorAll(".clashes tbody tr").Select(row => string.Join(" | ", row.QuerySelectorAll("th, td").Select(cell => cell.Words()))));
        Assert.Equal(["moved"], (await RowsAsync()).Single(row => row.Id == id).Label);
        // Sent once more it is a decision.
        using (var decided = await desk.SendFormAsync((IHtmlFormElement)page.QuerySelector("#labels")!, new() { ["label"] = "amount raised" }))
            Assert.Equal(HttpStatusCode.SeeOther, decided.StatusCode);
        Assert.Equal(["amount raised"], (await RowsAsync()).Single(row => row.Id == id).Label);
    }

    [Fact]
    public async Task Of_two_editors_at_one_clause_the_second_is_shown_what_the_first_said_before_both_say_something()
    {
        using var second = await app.SignInAsync("Editor");
        var form = (IHtmlFormElement)(await second.GetPageAsync($"{Desk}?clause={First}")).QuerySelector("form[action$='/none']")!;
        await PairAsync(First, FirstCounter, [], null);
        using var answer = await second.SendFormAsync(form, []);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("something said of it already", (await ReadAsync(answer)).QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
        // A further counterpart may be said, but not unseen.
        using var unseen = await PostAsync(second, $"{Desk}/pair", new() { ["clause"] = $"{First}", ["counterpart"] = "1365", ["seen"] = "" });
        Assert.Equal(HttpStatusCode.Conflict, unseen.StatusCode);
        var now = await ReadAsync(unseen);
        Assert.Contains("Something was said of this clause meanwhile", now.QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Clause 1 and clause 1: no difference named", now.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        var own = Assert.Single(await RowsAsync(), row => row.Editor is not null);
        Assert.Equal(editor.Id, own.Editor);
        // What was chosen is still there.
        var kept = now.QuerySelector<IHtmlInputElement>("[name=counterpart]")?.Value == "1365" || now.QuerySelector<IHtmlInputElement>("#number")!.Value == "2";
        Assert.True(kept);
        // And what the other one said is for the other one to change.
        using var theirs = await PostAsync(second, $"{Rows}/{own.Id}/undo", new() { ["version"] = $"{own.Version}" });
        Assert.Equal(HttpStatusCode.Forbidden, theirs.StatusCode);
    }

    [Fact]
    public async Task A_clause_may_have_several_counterparts_and_a_draft_can_be_undone()
    {
        // Clause 21 of the counter-draft speaks of what 21a to 21d say in several statements.
        await PairAsync(1340, 1377, [], null);
        using var more = await desk.PostFormAsync($"{Desk}?label={await PairAsync(1343, 1377, [], null)}", new() { ["go"] = "more" }, "#labels");
        Assert.Equal(HttpStatusCode.SeeOther, more.StatusCode);
        Assert.Contains("?clause=1343", more.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(2, (await RowsAsync()).Count(row => row.Editor == editor.Id && row.Other == 1377));
        Assert.Contains("Clause 21b and clause 21: no difference named (draft)", (await desk.GetPageAsync($"{Desk}?clause=1343")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        // Clauses 12 and 14 of either text are on reconstruction.
        await PairAsync(1330, 1376, [], null);
        Assert.Contains("Accept as a further counterpart", (await desk.GetPageAsync($"{Desk}?clause=1330")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        var told = await FollowAsync(desk, more);
        await FollowAsync(desk, await desk.SendFormAsync((IHtmlFormElement)told.QuerySelector("#done form")!, []));
        Assert.Equal([1340, 1330], (await RowsAsync()).Where(row => row.Editor == editor.Id).Select(row => row.Base));
        await WholeAsync();
    }

    [Fact]
    public async Task That_there_is_no_counterpart_is_offered_and_never_shown_before_it_is_said()
    {
        var page = await desk.GetPageAsync($"{Desk}?clause=1331&suggestion=5");
        Assert.Equal("nothing said yet", page.QuerySelector(".missing")!.Words());
        Assert.Contains("what is not said stays open", page.QuerySelector(".note")!.Words(), StringComparison.Ordinal);
        Assert.Equal("No counterpart 0", page.QuerySelector("button.main")!.Words());
        // Of a clause that has one the pair is shown.
        Assert.Null((await desk.GetPageAsync($"{Desk}?clause=1322")).QuerySelector(".missing"));
        Assert.DoesNotContain(await RowsAsync(), row => row.Editor is not null);
    }

    [Fact]
    public async Task A_clause_is_picked_by_the_number_it_has_in_its_text_or_in_the_record()
    {
        foreach (var (typed, number) in new[] { ("point 14", 1376), ("No. 1378", 1378), ("12", 1375) })
        {
            using var answer = await desk.PostFormAsync($"{Desk}?clause=1331", new() { ["number"] = typed }, "form.bar");
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.Contains(await RowsAsync(), row => row.Editor == editor.Id && row.Other == number);
        }

        using var unknown = await desk.PostFormAsync($"{Desk}?clause=1331", new() { ["number"] = "99" }, "form.bar");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
        var page = await ReadAsync(unknown);
        Assert.Equal("99", page.QuerySelector<IHtmlInputElement>("#number")!.Value);
        Assert.Contains("There is no clause of that number", page.QuerySelector("#number-problem")!.Words(), StringComparison.Ordinal);
        // From the other side: five statements stand at 21a to 21d, three of them at 21a.
        using var several = await desk.PostFormAsync($"{Desk}?clause=1377", new() { ["number"] = "21a" }, "form.bar");
        Assert.Contains("No. 1340, No. 1341, No. 1342", (await ReadAsync(several)).QuerySelector("#number-problem")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_public_is_corrected_or_taken_out_by_a_further_revision_and_another_person()
    {
        var before = app.Clock.GetUtcNow();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var seed = (await RowsAsync()).Single(row => row.Base == 1322);
        var form = $"form[action$='/differences/{seed.Id}/correct']";
        var label = await FollowAsync(desk, await desk.PostFormAsync(Desk, [], form));
        await FollowAsync(desk, await desk.SendFormAsync((IHtmlFormElement)label.QuerySelector("#labels")!, new() { ["label"] = "moved", ["note"] = "Zqcorrected." }));
        await SubmitAsync(desk);
        Assert.DoesNotContain("Zqcorrected.", await PublicAsync(), StringComparison.Ordinal);
        Assert.Contains("What gives way to it", (await review.GetPageAsync($"{Review}/{(await RowsAsync())[^1].Id}")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        await ApproveAllAsync(sent: true);
        var now = await PublicAsync();
        Assert.Contains("Zqcorrected.", now, StringComparison.Ordinal);
        Assert.DoesNotContain("600,000 becomes 800,000", now, StringComparison.Ordinal);
        Assert.Contains("600,000 becomes 800,000", await PublicAsync($"&known={before.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}"), StringComparison.Ordinal);

        var corrected = (await RowsAsync()).Single(row => row is { Base: 1322, Status: StatementStatus.Published });
        var why = await FollowAsync(desk, await desk.PostFormAsync(Desk, new() { ["ends"] = "yes" }, $"form[action$='/differences/{corrected.Id}/correct']:has([name=ends])"));
        using (var silent = await desk.SendFormAsync((IHtmlFormElement)why.QuerySelector("#labels")!, []))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.StatusCode);
        await FollowAsync(desk, await desk.PostFormAsync($"{Desk}?label={(await RowsAsync())[^1].Id}", new() { ["note"] = "Zqreason: they are two things." }, "#labels"));
        await ApproveAllAsync();
        var gone = await PublicAsync();
        Assert.DoesNotContain("Zqcorrected.", gone, StringComparison.Ordinal);
        Assert.DoesNotContain("Zqreason", gone, StringComparison.Ordinal);
        await WholeAsync();
    }

    [Fact]
    public async Task Undo_is_ones_own_and_over_after_ten_minutes()
    {
        var id = await PairAsync(First, FirstCounter, ["moved"], null);
        await ApproveAllAsync();
        var version = (await RowsAsync()).Single(row => row.Id == id).Version;
        using var other = await app.SignInAsync("Reviewer");
        using (var theirs = await PostAsync(other, $"{Review}/undo", new() { ["item[]"] = $"{id}:{version}" }))
            Assert.Equal(HttpStatusCode.Conflict, theirs.StatusCode);
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        using (var late = await PostAsync(review, $"{Review}/undo", new() { ["item[]"] = $"{id}:{version}" }))
            Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal(StatementStatus.Published, (await RowsAsync()).Single(row => row.Id == id).Status);
    }

    [Fact]
    public async Task A_pair_waits_until_its_clauses_are_public()
    {
        var hidden = await app.Services.WriteAsync(editor, async (db, statements, process, changes) =>
        {
            var clause = (await statements.PublishedAsync(process, 1378, default))!.Amendment(1, editor.Id, "");
            var number = await statements.NextNumberAsync(process, "ukraine", default);
            typeof(Statement).GetProperty(nameof(Statement.Number))!.SetValue(clause, number);
            typeof(Statement).GetProperty(nameof(Statement.Clause))!.SetValue(clause, "27");
            statements.Add(clause);
            changes.Note(clause, "draft", "ukraine");
            return number;
        });
        var id = await PairAsync(1352, hidden, ["moved"], null);
        await SubmitAsync(desk);
        var page = await review.GetPageAsync($"{Review}/{id}");
        Assert.Contains("not public", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form[action$='/approve']"));
        using var answer = await PostAsync(review, $"{Review}/{id}/approve", new() { ["version"] = "3" });
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(StatementStatus.InReview, (await RowsAsync()).Single(row => row.Id == id).Status);
        var batch = await review.GetPageAsync($"{Review}/batch?first={Draft}&second={Counter}&editor={editor.Id}");
        Assert.Contains("Not among them", batch.QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nonsense_is_answered_in_words_and_writes_nothing()
    {
        var id = await PairAsync(First, FirstCounter, [], null);
        var before = JsonSerializer.Serialize(await RowsAsync());
        foreach (var (address, fields, status) in new (string, Dictionary<string, string>, int)[]
        {
            ($"{Desk}/pair", new() { ["clause"] = "1" }, 404),
            ($"{Desk}/pair", new() { ["clause"] = "-1", ["counterpart"] = "1364" }, 404),
            ($"{Desk}/pair", new() { ["clause"] = "99999999999999999999", ["counterpart"] = "x" }, 404),
            ($"{Desk}/pair", new() { ["clause"] = "1318" }, 422),
            // A clause of the same text, and one of a third.
            ($"{Desk}/pair", new() { ["clause"] = "1318", ["counterpart"] = "1319" }, 422),
            ($"{Desk}/pair", new() { ["clause"] = "1318", ["counterpart"] = "20" }, 422),
            ($"{Desk}/pair", new() { ["clause"] = "1318", ["number"] = "<script>alert(1)</script>" + new string('9', 5000) }, 422),
            ($"{Desk}/none", new() { ["clause"] = $"{First}" }, 422),
            ($"/ukraine/desk/alignment/{Draft}/{Draft}/none", new() { ["clause"] = "1318" }, 404),
            ($"/ukraine/desk/alignment/{Draft}/nowhere/pair", new() { ["clause"] = "1318", ["counterpart"] = "1365" }, 404),
            ($"{Rows}/{id}", new() { ["version"] = "1", ["label"] = "softer" }, 422),
            ($"{Rows}/{id}", new() { ["version"] = "1", ["note"] = new string('x', ClauseDifference.LongestNote + 1) }, 422),
            ($"{Rows}/987654", new() { ["version"] = "1" }, 404),
            ($"{Rows}/{id}/correct", new() { ["version"] = "2" }, 409),
            ($"{Rows}/{id}/take-back", new() { ["version"] = "2" }, 409),
        })
        {
            using var answer = await PostAsync(desk, address, fields);
            Assert.True((int)answer.StatusCode == status, $"{address} {string.Join(", ", fields.Keys)}: {(int)answer.StatusCode}, not {status}");
            Assert.DoesNotContain("<script>alert", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        foreach (var (address, status) in new[]
        {
            ($"{Desk}?clause=abc&suggestion=-5&label=x", 200), ($"{Desk}?suggestion=2147483647", 200), ($"{Desk}?label=987654", 404), ($"{Desk}?done=1,2", 200), ($"{Desk}?wrong=1", 400),
            ($"/ukraine/desk/alignment/{Draft}/{Draft}", 404), ("/ukraine/desk/alignment?base=a&other=b", 422), ("/nowhere/desk/alignment", 404),
        })
            await desk.GetPageAsync(address, status);
        foreach (var (address, fields, status) in new (string, Dictionary<string, string>, int)[]
        {
            ($"{Review}/undo", [], 400), ($"{Review}/undo", new() { ["item[]"] = "x:y" }, 400), ($"{Review}/batch", new() { ["item[]"] = "1" }, 409), ($"{Review}/{id}/approve", new() { ["version"] = "1" }, 409),
        })
        {
            using var answer = await PostAsync(review, address, fields);
            Assert.True((int)answer.StatusCode == status, $"{address}: {(int)answer.StatusCode}, not {status}");
        }

        Assert.Equal(before, JsonSerializer.Serialize(await RowsAsync()));
    }

    [Fact]
    public async Task The_older_text_stands_first_whatever_the_order_and_texts_that_come_from_each_other_are_offered_first()
    {
        using var turned = await desk.GetAsync(new Uri($"/ukraine/desk/alignment/{Counter}/{Draft}", UriKind.Relative), Cancellation);
        Assert.Equal(Desk, turned.Headers.Location?.OriginalString);
        using var chosen = await desk.GetAsync(new Uri($"/ukraine/desk/alignment?base={Counter}&other={Draft}", UriKind.Relative), Cancellation);
        Assert.Equal(Desk, chosen.Headers.Location?.OriginalString);
        var page = await desk.GetPageAsync("/ukraine/desk/alignment");
        Assert.Equal(["Begun", "Texts that come from each other", "Any two texts"], page.QuerySelectorAll("main h2").Select(one => one.Words()));
        Assert.Contains("14 of 51 clauses done; the one is a counter-draft of the other", page.QuerySelector($"a[href='{Desk}']")!.ParentElement!.Words(), StringComparison.Ordinal);
    }

    private async Task<bool> SameAsync(int one, int other)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var clauses = await scope.ServiceProvider.GetRequiredService<DeskDifferences>().ClausesAsync(1, [one, other], Cancellation);
        return ClausePlace.Covers(clauses[one].Clause!, clauses[other].Clause!) || ClausePlace.Covers(clauses[other].Clause!, clauses[one].Clause!);
    }

    /// <summary>Everything a reader can see of the two texts, as one text.</summary>
    private async Task<string> PublicAsync(string query = "")
    {
        var all = "";
        foreach (var address in new[]
        {
            $"/ukraine/compare?{Compare}{query}", $"/ukraine/compare?{Compare}&base={Counter}{query}", $"/ukraine/compare.csv?{Compare}{query}", $"/ukraine/compare.json?{Compare}{query}",
            "/ukraine/changes.atom?since=2026-01-01", $"/ukraine/proposals/{Counter}", $"/ukraine/statements/{First}/history",
        })
        {
            using var answer = await reader.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            all += WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));
        }

        // Instants of the answer itself.
        return System.Text.RegularExpressions.Regex.Replace(all, @"2026-11-25T\d\d:\d\d:\d\d(\.\d+)?Z|25 November 2026( at|,) \d\d:\d\d|known=[^&""\s]+", "");
    }

    private async Task<string> RowAsync(string address, string title) =>
        (await reader.GetPageAsync(address)).QuerySelectorAll("table.compare tbody tr").Single(row => row.QuerySelector("th")!.Words() == title).Words();

    /// <summary>By the forms of the page; the id of the row.</summary>
    private async Task<int> PairAsync(int clause, int counterpart, string[] labels, string? note, HttpClient? by = null)
    {
        var client = by ?? desk;
        var seen = (await client.GetPageAsync($"{Desk}?clause={clause}")).QuerySelector<IHtmlInputElement>("[name=seen]")!.Value;
        using var answer = await PostAsync(client, $"{Desk}/pair", new() { ["clause"] = $"{clause}", ["counterpart"] = $"{counterpart}", ["seen"] = seen });
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var id = int.Parse(answer.Headers.Location!.OriginalString.Split("label=")[1], CultureInfo.InvariantCulture);
        using var said = await client.PostFormAsync($"{Desk}?label={id}", labels.Select(label => KeyValuePair.Create("label", label)).Append(new("note", note ?? "")).ToDictionary(), "#labels");
        Assert.Equal(HttpStatusCode.SeeOther, said.StatusCode);
        return id;
    }

    private async Task NoneAsync(int clause)
    {
        using var answer = await desk.PostFormAsync($"{Desk}?clause={clause}", [], "form[action$='/none']");
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    private static async Task SubmitAsync(HttpClient client)
    {
        using var answer = await client.PostFormAsync(Desk, [], "form[action$='/submit']");
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    private async Task ApproveAllAsync(bool sent = false)
    {
        if (!sent)
            await SubmitAsync(desk);
        using var answer = await review.PostFormAsync($"{Review}/batch?first={Draft}&second={Counter}&editor={editor.Id}", [], "form[action$='/batch']");
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    private async Task<List<ClauseDifference>> RowsAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DeskDifferences>().All(1).AsNoTracking().OrderBy(row => row.Id).ToListAsync(Cancellation);
    }

    private async Task WholeAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        Assert.Empty((await scope.ServiceProvider.GetRequiredService<StoreCheck>().RunAsync(null, null, Cancellation)).Faults);
    }

    /// <summary>Sends fields as a form that somebody made, with a token and a key of its own.</summary>
    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string address, Dictionary<string, string> fields)
    {
        var token = (await client.GetPageAsync("/account")).QuerySelector<IHtmlInputElement>("input[name='form-token']")!.Value;
        using var content = new FormUrlEncodedContent([.. fields, new("form-token", token), new(Web.Writing.OnceFilter.Field, Web.Writing.OnceFilter.NewKey())]);
        return await client.PostAsync(new Uri(address, UriKind.Relative), content, Cancellation);
    }

    private static async Task<IDocument> FollowAsync(HttpClient client, HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, $"{(int)answer.StatusCode}: {(await ReadAsync(answer)).QuerySelector("main")?.Words()}");
            return await client.GetPageAsync(answer.Headers.Location!.OriginalString.Split('#')[0]);
        }
    }

    private static async Task<IDocument> ReadAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html), Cancellation);
    }

    private static string Value(IHtmlFormElement form, string name) => form.QuerySelector<IHtmlInputElement>($"[name='{name}']")!.Value;
}
