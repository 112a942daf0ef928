using System.Globalization;
using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;
using PeaceTracker.Web.Tests.Features.Desk;
using static PeaceTracker.Web.Tests.Features.DeskImports.ImportSteps;

namespace PeaceTracker.Web.Tests.Features.DeskImports;

/// <summary>A table from the file to the drafts, and back.</summary>
public sealed class ImportTests(DeskApp app) : IClassFixture<DeskApp>, IAsyncLifetime
{

    /// <summary>Of an account of its own for each test: tables that wait are counted.</summary>
    private HttpClient editor = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => editor = await app.SignInAsync("Editor");

    public ValueTask DisposeAsync()
    {
        editor.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Nothing_is_written_before_it_is_confirmed_and_then_all_of_it_or_nothing()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        var rows = Enumerable.Range(1, 20).Select(number => Row(source, $"2026-11-{number:00}", number is 3 or 5 or 9 ? "Türkei" : "Russia", issue: "elections", quote: $"Words number {number}")).ToList();
        rows[6] = rows[6].Replace("2026-11-07", "03/04/25", StringComparison.Ordinal);
        var address = await GiveAsync(editor, [Heading, .. rows]);
        await ColumnsAsync(editor, address);
        var before = await CountAsync();

        var page = await editor.GetPageAsync(address);
        Assert.Contains("16 ready, 4 rows with problems, 0 possible duplicates, 0 written", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        // One repair for three rows, the most rows first; the place is offered that is most like it.
        var repairs = page.QuerySelectorAll("form[action$=repairs] li");
        Assert.Equal(2, repairs.Length);
        Assert.StartsWith("3 rows, party: found \"Türkei\"", repairs[0].Words(), StringComparison.Ordinal);
        Assert.Contains("In rows 4, 6, 10.", repairs[0].Words(), StringComparison.Ordinal);
        Assert.Equal("turkiye", repairs[0].QuerySelector("optgroup[label='Most like it'] option")!.GetAttribute("value"));
        Assert.StartsWith("Row 8, said on: found \"03/04/25\"", repairs[1].Words(), StringComparison.Ordinal);
        Assert.Contains("2025-04-03", repairs[1].Words(), StringComparison.Ordinal);
        Assert.Equal(before, await CountAsync());

        await RepairAsync(editor, address, ("party", "turkiye"), ("said", "3 Apr 2025"));
        page = await editor.GetPageAsync(address);
        Assert.Contains("20 ready, 0 rows with problems", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        Assert.Equal(before, await CountAsync());

        using var done = await editor.PostFormAsync(address, new() { ["mark"] = page.QuerySelector("input[name=mark]")!.GetAttribute("value")! });
        Assert.Equal($"{address}?told=done", done.Headers.Location!.OriginalString);
        var drafts = await FromAsync(source);
        Assert.Equal(20, drafts.Count);
        Assert.All(drafts, draft => Assert.Equal((StatementStatus.Draft, 1), (draft.Status, draft.Revision)));
        Assert.Equal(["turkiye"], drafts.Single(draft => draft.Quote == "Words number 3").Parties);
        Assert.Equal(new DateOnly(2025, 4, 3), drafts.Single(draft => draft.Quote == "Words number 7").Day);
        // At the desk they are one work, and not twenty lines.
        var desk = await editor.GetPageAsync("/ukraine/desk");
        Assert.Contains("20 drafts of yours", desk.QuerySelector($"a[href='{address}']")!.ParentElement!.Words(), StringComparison.Ordinal);
        Assert.Empty(desk.QuerySelectorAll($"a[href='/ukraine/desk/statements/{drafts[0].Number}']"));
        Assert.Contains("20 statements", (await editor.GetPageAsync(address)).QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        // Every one is in the log like any other draft, and the public sees none.
        await using var scope = app.Services.CreateAsyncScope();
        var keys = drafts.Select(draft => string.Create(CultureInfo.InvariantCulture, $"ukraine/{draft.Number}")).ToList();
        var entries = await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Revisions.Where(entry => keys.Contains(entry.Key)).ToListAsync(Cancellation);
        Assert.Equal(20, entries.Count(entry => entry is { Kind: "statement", Action: "draft" }));
        using var visitor = app.Visitor();
        await visitor.GetPageAsync($"/ukraine/statements/{drafts[0].Number}", 404);
    }

    [Fact]
    public async Task What_is_left_wrong_is_left_out_and_can_be_taken_away_and_brought_again()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        var address = await GiveAsync(editor, [Heading, Row(source, "2026-11-02", "India", quote: "Right words"), Row(source, "someday", "India", quote: "=Wrong words"), $"{source},2026-11-03,India"]);
        await ColumnsAsync(editor, address);
        var page = await editor.GetPageAsync(address);
        Assert.Contains("1 ready, 2 rows with problems", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        await ConfirmAsync(editor, address);
        Assert.Single(await FromAsync(source));
        var rejected = await editor.GetStringAsync(new Uri($"{address}/rejected.csv", UriKind.Relative), Cancellation);
        var lines = rejected.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal($"{Heading},row,error", lines[0]);
        Assert.Equal(3, lines.Length);
        Assert.Contains(",3,", lines[1], StringComparison.Ordinal);
        Assert.Contains("someday", lines[1], StringComparison.Ordinal);
        Assert.Contains("Found 3 cells, and the heading has 12", lines[2], StringComparison.Ordinal);
        // Mended in the file: its further columns are left out, and the words are as they were.
        var again = await GiveAsync(editor, [lines[0], lines[1].Replace("someday", "2026-11-05", StringComparison.Ordinal)]);
        await ColumnsAsync(editor, again);
        await ConfirmAsync(editor, again);
        Assert.Equal(["=Wrong words", "Right words"], (await FromAsync(source)).Select(row => row.Quote).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_same_file_twice_creates_nothing_nor_does_the_same_row_in_another_file()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        string[] file = [Heading, Row(source, "2026-11-02", "Russia", quote: "Said once"), Row(source, "2026-11-02", "Russia", quote: "Said once"), Row(source, "2026-11-03", "none", "none", "none", "No step, no party", notes: "n", summary: "Somebody says nothing of an issue.")];
        var address = await GiveAsync(editor, file);
        await ColumnsAsync(editor, address);
        // The very same file again is the same table, while it waits and when it is done.
        Assert.Equal(address, await GiveAsync(editor, file, columns: false));
        var page = await editor.GetPageAsync(address);
        Assert.Contains("Row 3 says what row 2 says.", page.Body!.Words(), StringComparison.Ordinal);
        await ConfirmAsync(editor, address);
        var count = (await FromAsync(source)).Count;
        Assert.Equal($"{address}?told=again", await GiveAsync(editor, file, columns: false));
        Assert.Equal($"{ImportsPage}?told=again", await GiveAsync(app.Other, file, columns: false));
        Assert.Equal(count, (await FromAsync(source)).Count);

        var other = await GiveAsync(editor, [Heading, file[1], Row(source, "2026-11-04", "Ukraine", quote: "Said by another")]);
        await ColumnsAsync(editor, other);
        page = await editor.GetPageAsync(other);
        Assert.Contains("1 ready", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        Assert.Contains("1 said already", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        await ConfirmAsync(editor, other);
        Assert.Equal(count + 1, (await FromAsync(source)).Count);
    }

    [Fact]
    public async Task An_import_is_undone_as_one_until_a_reviewer_decides()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        string[] file = [Heading, .. Enumerable.Range(1, 4).Select(number => Row(source, $"2026-10-{number:00}", "Russia", issue: "elections", quote: $"To be undone {number}"))];
        var address = await GiveAsync(editor, file);
        await ColumnsAsync(editor, address);
        await ConfirmAsync(editor, address);
        var numbers = (await FromAsync(source)).Select(row => row.Number).ToList();
        Assert.Equal(4, numbers.Count);
        // The newest is discarded by hand: its number is given to no other, and a new statement is none of the import's.
        using (var gone = await editor.PostFormAsync($"/ukraine/desk/statements/{numbers.Max()}", [], "form[action$=discard]"))
            Assert.Equal(HttpStatusCode.SeeOther, gone.StatusCode);
        var mine = await app.Services.SubmitAsync(await app.Services.AddAccountAsync(["Editor"]));
        Assert.Equal(numbers.Max() + 1, mine);
        using (var undone = await editor.PostFormAsync(address, [], "form[action$=undo]"))
            Assert.Equal($"{address}?told=undone", undone.Headers.Location!.OriginalString);
        Assert.Empty(await FromAsync(source));
        Assert.Equal(StatementStatus.InReview, (await app.OnlyAsync(mine)).Status);
        // Undone, the same file can be brought in again.
        var again = await GiveAsync(editor, file);
        await ColumnsAsync(editor, again);
        await ConfirmAsync(editor, again);
        Assert.Equal(4, (await FromAsync(source)).Count);
    }

    [Fact]
    public async Task What_a_reviewer_published_stays_when_the_rest_is_undone()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        // Three that are not alike: of those that are, each would be asked about.
        string[] quotes = ["Reviewed by somebody else", "Kept for another day", "The ballots are to be counted in public"];
        var address = await GiveAsync(editor, [Heading, .. quotes.Select((quote, index) => Row(source, $"2026-09-{10 * (index + 1):00}", "Ukraine", issue: "elections", quote: quote))]);
        await ColumnsAsync(editor, address);
        await ConfirmAsync(editor, address);
        using (var sent = await editor.PostFormAsync(address, [], "form[action$=submit]"))
            Assert.StartsWith($"{address}?sent=", sent.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var first = (await FromAsync(source)).First(row => row.Status == StatementStatus.InReview);
        await app.Services.PublishAsync(await app.Services.AddAccountAsync(["Reviewer"]), first.Number);
        var page = await editor.GetPageAsync(address);
        Assert.Contains("Undo: throw 2 statements away", page.Body!.Words(), StringComparison.Ordinal);
        Assert.Contains("1 statement was decided on by a reviewer and stays", page.Body!.Words(), StringComparison.Ordinal);
        using (var undone = await editor.PostFormAsync(address, [], "form[action$=undo]"))
            Assert.Equal(HttpStatusCode.SeeOther, undone.StatusCode);
        Assert.Equal([first.Number], (await FromAsync(source)).Select(row => row.Number));
    }

    [Theory]
    [InlineData("29 березня 2022", "2022-03-29")]
    [InlineData("29 марта 2022", "2022-03-29")]
    [InlineData("29 mars 2022", "2022-03-29")]
    [InlineData("29. März 2022", "2022-03-29")]
    [InlineData("29 March 2022", "2022-03-29")]
    [InlineData("01.03.2018", "2018-03-01")]
    [InlineData("11/8/2020", null)]
    [InlineData("someday", null)]
    [InlineData("", null)]
    [InlineData("2022", "2022")]
    [InlineData("2022-03", "2022-03")]
    public async Task Dates_are_read_in_any_language_and_refused_when_they_can_be_read_in_two_ways(string typed, string? expected)
    {
        var source = await app.Services.AddSourceAsync(text: null);
        var address = await GiveAsync(editor, [Heading, Row(source, typed, "Russia", quote: $"Said {typed}, perhaps")]);
        await ColumnsAsync(editor, address);
        var lead = (await editor.GetPageAsync(address)).QuerySelector(".lead")!.Words();
        if (expected is null)
        {
            Assert.Contains("0 ready, 1 row with problems", lead, StringComparison.Ordinal);
            return;
        }

        // The record has something said on that day, so it may be asked whether it is the same.
        Assert.Contains("0 rows with problems", lead, StringComparison.Ordinal);
        await ConfirmAsync(editor, address, all: true);
        Assert.Equal(expected, Assert.Single(await FromAsync(source)).MadeOn.Text);
    }

    [Fact]
    public async Task A_file_in_windows_1251_with_semicolons_reads_as_it_was_written()
    {
        var source = await app.Services.AddSourceAsync(text: null, language: "uk");
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = $"source;made_on;Party;Issue;Step;Channel;Information;Quotation;Language;English\r\n{source};29 березня 2022;Україна;NATO membership;2;on the record;2;\"Ми не торгуємо курсом; і крапка\";uk;\"We do not trade the course; full stop\"\r\n";
        var address = await GiveFileAsync(editor, "заяви.csv", Encoding.GetEncoding("windows-1251").GetBytes(text));
        var page = await editor.GetPageAsync($"{address}/columns");
        Assert.Contains("заяви.csv", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Windows-1251", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Ми не торгуємо курсом; і крапка", page.Body!.Words(), StringComparison.Ordinal);
        Assert.Equal("guessed", Row(page, "made_on").QuerySelector("td:last-child")!.Words());
        Assert.Equal("found", Row(page, "Party").QuerySelector("td:last-child")!.Words());
        await ColumnsAsync(editor, address);
        await ConfirmAsync(editor, address, all: true);
        var draft = Assert.Single(await FromAsync(source));
        Assert.Equal(("Ми не торгуємо курсом; і крапка", "uk", "We do not trade the course; full stop"), (draft.Quote, draft.QuoteLanguage, draft.QuoteTranslation));
        Assert.Equal(("ukraine", "nato-membership", 2, CodingState.Stated), (draft.Codings[0].Party, draft.Codings[0].Issue, draft.Codings[0].StepFrom, draft.Codings[0].State));

        static IElement Row(IDocument page, string heading) => page.QuerySelectorAll("tbody tr").Single(row => row.QuerySelector("th")!.Words() == heading);
    }

    [Fact]
    public async Task The_wrong_encoding_can_be_put_right_before_anything_else()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        var address = await GiveFileAsync(editor, "a.csv", Encoding.UTF8.GetBytes($"{Heading}\n{Row(source, "2026-11-01", "Україна", quote: "Слово")}\n"));
        using (var again = await editor.PostFormAsync($"{address}/columns", new() { ["encoding"] = "windows-1251" }))
            Assert.Equal($"{address}/columns", again.Headers.Location!.OriginalString);
        Assert.Contains("РЎР»РѕРІРѕ", (await editor.GetPageAsync($"{address}/columns")).Body!.TextContent, StringComparison.Ordinal);
        using (var back = await editor.PostFormAsync($"{address}/columns", new() { ["encoding"] = "utf-8" }))
            Assert.Equal($"{address}/columns", back.Headers.Location!.OriginalString);
        await ColumnsAsync(editor, address);
        Assert.Contains("1 ready", (await editor.GetPageAsync(address)).QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_needed_column_that_is_missing_can_be_the_same_in_every_row()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        var address = await GiveAsync(editor, ["said,party,issue,step,quote", "2026-11-02,Brazil,neutrality,2,Same for all"]);
        var form = await editor.FormAsync($"{address}/columns");
        using (var missing = await editor.SendFormAsync(form, []))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, missing.StatusCode);
            var text = await missing.Content.ReadAsStringAsync(Cancellation);
            Assert.Contains("Source: choose its column, or give what it is in every row", text, StringComparison.Ordinal);
        }

        await ColumnsAsync(editor, address, new() { ["same-source"] = source.ToString(CultureInfo.InvariantCulture), ["same-channel"] = "on-record", ["same-information"] = "2" });
        await ConfirmAsync(editor, address);
        Assert.Equal("Same for all", Assert.Single(await FromAsync(source)).Quote);
    }

    [Fact]
    public async Task Every_state_of_the_example_becomes_what_it_says()
    {
        var example = await editor.GetStringAsync(new Uri($"{ImportsPage}/example.csv", UriKind.Relative), Cancellation);
        var address = await GiveAsync(editor, [example.TrimEnd()]);
        await ColumnsAsync(editor, address);
        var page = await editor.GetPageAsync(address);
        Assert.Contains("0 rows with problems", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        await ConfirmAsync(editor, address, all: true);
        await using var scope = app.Services.CreateAsyncScope();
        var id = int.Parse(address.Split('/')[^1], CultureInfo.InvariantCulture);
        var rows = await scope.ServiceProvider.GetRequiredService<Imports>().StatementsAsync(id, Cancellation);
        var states = new List<CodingState>();
        foreach (var (_, statement) in rows)
            states.Add(Assert.Single((await app.OnlyAsync(statement.Number)).Codings).State);
        Assert.Equal(Enum.GetValues<CodingState>().Order(), states.Order());
    }

    [Fact]
    public async Task Words_that_are_not_in_the_text_of_the_source_are_refused_and_mended_in_place()
    {
        var source = await app.Services.AddSourceAsync();
        var address = await GiveAsync(editor, [Heading, Row(source, "2026-11-20", "Ukraine", "nato-membership", "2", "We do not trade the curse", paragraph: "para 3")]);
        await ColumnsAsync(editor, address);
        var page = await editor.GetPageAsync(address);
        Assert.Contains("Row 2, passage: found \"We do not trade the curse\"", page.Body!.Words(), StringComparison.Ordinal);
        await RepairAsync(editor, address, ("quote", "We do not trade the course set out in our constitution"));
        await ConfirmAsync(editor, address);
        var citation = Assert.Single(Assert.Single(await FromAsync(source)).Citations);
        Assert.Equal(("We do not trade the course set out in our constitution", 1), (citation.Exact, citation.TextNumber));
    }

    [Fact]
    public async Task What_is_wrong_in_one_row_alone_is_mended_there_alone()
    {
        var (old, late) = (await app.Services.AddSourceAsync(text: null, date: "2025-02-01"), await app.Services.AddSourceAsync(text: null));
        // The same day is after the one source and before the other.
        var address = await GiveAsync(editor, [Heading, Row(old, "2025-03-04", "Japan", "elections", quote: "Before it was printed"), Row(late, "2025-03-04", "Japan", "elections", quote: "Long ago"), Row(late, "2025-03-05", "", "elections", quote: "Of nobody"), Row(late, "2025-03-06", "none", "elections", "2", "Of none")]);
        await ColumnsAsync(editor, address);
        var page = await editor.GetPageAsync(address);
        Assert.Contains("1 ready, 3 rows with problems", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        await RepairAsync(editor, address, ("said", "2025-01-04"), ("party", "canada"));
        await ConfirmAsync(editor, address, all: true);
        Assert.Equal("2025-01-04", Assert.Single(await FromAsync(old)).MadeOn.Text);
        var others = await FromAsync(late);
        Assert.Equal(["2025-03-04", "2025-03-05", "2025-03-06"], others.Select(row => row.MadeOn.Text).Order(StringComparer.Ordinal));
        // A party for the row that has none gives no second coding to those that have one.
        Assert.All(others, row => Assert.Single(row.Codings));
        Assert.Equal(["canada", "canada", "japan"], others.Select(row => row.Codings[0].Party).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_coding_of_a_row_is_dropped_and_no_grade_guessed()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        var address = await GiveAsync(editor,
        [
            Heading + ",party-2,issue-2,step-2,condition-2,party-3,issue-3,step-3",
            Row(source, "2025-05-01", "China", "elections", quote: "With a gap") + ",,,,,Italy,ceasefire,1",
            Row(source, "2025-05-02", "China", "elections", quote: "With a condition alone") + ",,,,if asked,,,",
            Row(source, "2025-05-03", "China", "elections", quote: "With two codings") + ",Italy,ceasefire,1,,,,",
            Row(source, "2025-05-04", "China", "elections", quote: "Grade x6").Replace("on-record,2", "on-record,x6", StringComparison.Ordinal) + ",,,,,,,",
            Row(source, "2025-05-05", "China", "elections", quote: "Grade B3").Replace("on-record,2", "on-record,B3", StringComparison.Ordinal) + ",,,,,,,",
            Row(source, "2025-05-06", "China", "elections", "3-2", quote: "Two steps the wrong way round") + ",,,,,,,",
        ]);
        await ColumnsAsync(editor, address);
        var page = await editor.GetPageAsync(address);
        Assert.Contains("2 ready, 4 rows with problems", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        var repairs = page.QuerySelectorAll("form[action$=repairs] li").Select(item => item.Words()).ToList();
        Assert.Contains(repairs, words => words.StartsWith("Row 2, party, 2: empty", StringComparison.Ordinal));
        Assert.Contains(repairs, words => words.StartsWith("Row 5, information: found \"x6\"", StringComparison.Ordinal));
        Assert.Contains(repairs, words => words.StartsWith("Row 7, step: found \"3-2\"", StringComparison.Ordinal) && words.Contains("the lower first", StringComparison.Ordinal));
        await ConfirmAsync(editor, address);
        var drafts = await FromAsync(source);
        Assert.Equal([2, 1], drafts.Select(row => row.Codings.Count));
        Assert.Equal([2, 3], drafts.Select(row => row.Information));
    }

    [Fact]
    public async Task Repairs_are_listed_taken_back_and_stay_in_their_row()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        var address = await GiveAsync(editor, [Heading, Row(source, "", "Mexico", "elections", quote: "First without a day"), Row(source, "", "Türkei", "elections", quote: "Second without a day"), Row(source, "2025-06-07", "Mexico", "sanctions", quote: "A flag of no list").Replace(",en,", ",en,", StringComparison.Ordinal)]);
        await ColumnsAsync(editor, address);
        // A day that cannot be read either stays a matter of its row.
        var form = (await editor.GetPageAsync(address)).QuerySelector<IHtmlFormElement>("form[action$=repairs]")!;
        var first = form.QuerySelectorAll<IHtmlInputElement>("input[name$=-field]").First(field => field.Value == "said").Name!.Replace("-field", "-text", StringComparison.Ordinal);
        using (await editor.SendFormAsync(form, new() { [first] = "sometime" }))
            form = (await editor.GetPageAsync(address)).QuerySelectorAll<IHtmlFormElement>("form[action$=repairs]").Last();
        first = form.QuerySelectorAll<IHtmlInputElement>("input[name$=-text]").First(text => text.Value == "sometime").Name!;
        using (await editor.SendFormAsync(form, new() { [first] = "2025-06-05" }))
            Assert.Contains("2 ready, 1 row with problems", (await editor.GetPageAsync(address)).QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        await RepairAsync(editor, address, ("party", "turkiye"), ("said", "2025-06-06"));
        var page = await editor.GetPageAsync(address);
        Assert.Contains("3 ready", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        Assert.Contains("\"Türkei\" is read as \"Türkiye\"", page.Body!.Words(), StringComparison.Ordinal);
        // Taken back, it is as the file has it.
        var back = page.QuerySelectorAll<IHtmlFormElement>("form[action$=repairs]").First();
        back.QuerySelectorAll<IHtmlInputElement>("[name=take-back]").Single(box => box.Value.StartsWith("party", StringComparison.Ordinal)).IsChecked = true;
        using (await editor.SendFormAsync(back, []))
            Assert.Contains("2 ready, 1 row with problems", (await editor.GetPageAsync(address)).QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_words_from_two_sources_are_two_rows_of_which_one_waits_for_a_tick()
    {
        var (one, other) = (await app.Services.AddSourceAsync(text: null), await app.Services.AddSourceAsync(text: null));
        var address = await GiveAsync(editor, [Heading, Row(one, "2025-04-11", "Thailand", "elections", quote: "Elections are a matter of the people"), Row(other, "2025-04-11", "Thailand", "elections", quote: "Elections are a matter of the people.")]);
        await ColumnsAsync(editor, address);
        var page = await editor.GetPageAsync(address);
        Assert.Contains("1 ready, 0 rows with problems, 1 possible duplicate", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Row 2: Its words are nearly the same.", page.Body!.Words(), StringComparison.Ordinal);
        await ConfirmAsync(editor, address, all: true);
        Assert.Single(await FromAsync(one));
        Assert.Single(await FromAsync(other));
    }

    [Fact]
    public async Task What_a_reviewer_returned_is_not_undone_and_what_changed_meanwhile_stops_it()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        var address = await GiveAsync(editor, [Heading, Row(source, "2025-07-10", "Brazil", "elections", quote: "To be returned"), Row(source, "2025-07-20", "Brazil", "elections", quote: "To be left alone")]);
        await ColumnsAsync(editor, address);
        await ConfirmAsync(editor, address, all: true);
        var drafts = await FromAsync(source);
        var undo = (await editor.GetPageAsync(address)).QuerySelector<IHtmlFormElement>("form[action$=undo]")!;
        using (var edited = await editor.PostFormAsync($"/ukraine/desk/statements/{drafts[1].Number}", new() { ["notes"] = "Written by hand." }, "form#statement"))
            Assert.Equal(HttpStatusCode.SeeOther, edited.StatusCode);
        using (var stale = await editor.SendFormAsync(undo, []))
            Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal(2, (await FromAsync(source)).Count);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
            await db.Database.ExecuteSqlAsync($"UPDATE \"Statements\" SET \"ReturnReason\" = 'Name the page.' WHERE \"Id\" = {drafts[0].Id}", Cancellation);
        }

        using (var undone = await editor.PostFormAsync(address, [], "form[action$=undo]"))
            Assert.Equal($"{address}?told=undone", undone.Headers.Location!.OriginalString);
        Assert.Equal([drafts[0].Number], (await FromAsync(source)).Select(row => row.Number));
    }

    [Theory]
    [InlineData("a.csv", "PK\u0003\u0004", "Its name ends in .csv, but it is a workbook or another packed file")]
    [InlineData("a.xlsx", "party\nRussia", "Its name ends in .xlsx, but it is not such a file. Save it anew as .xlsx, or give it the right ending, such as .csv")]
    [InlineData("a.exe", "party\nRussia", "Its name ends in .exe. Tables are taken as .csv, .tsv, .txt")]
    [InlineData("a.csv.exe", "party\nRussia", "Its name ends in .exe")]
    [InlineData("table", "party\nRussia", "Its name has no ending")]
    [InlineData("A.CSV", "party\nRussia", null)]
    [InlineData("a.b.tsv", "party\nRussia", null)]
    public async Task A_file_whose_name_says_another_thing_than_it_is_is_refused(string name, string content, string? told)
    {
        var form = await editor.FormAsync(ImportsPage);
        using var body = new MultipartFormDataContent();
        foreach (var input in form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]"))
            body.Add(new StringContent(input.Value), input.Name!);
        body.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", name);
        using var answer = await editor.PostAsync(new Uri(ImportsPage, UriKind.Relative), body, Cancellation);
        Assert.Equal(told is null ? HttpStatusCode.SeeOther : HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        if (told is not null)
            Assert.Contains(told, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_with_another_file_under_its_key_is_refused()
    {
        var form = await editor.FormAsync(ImportsPage);
        foreach (var (content, expected) in new[] { ("party\nRussia", HttpStatusCode.SeeOther), ("party\nUkraine", HttpStatusCode.UnprocessableEntity) })
        {
            using var body = new MultipartFormDataContent();
            foreach (var input in form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]"))
                body.Add(new StringContent(input.Value), input.Name!);
            body.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", "a.csv");
            using var answer = await editor.PostAsync(new Uri(ImportsPage, UriKind.Relative), body, Cancellation);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_likely_duplicate_waits_for_a_tick_and_is_asked_about_before_review()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        var first = await GiveAsync(editor, [Heading, Row(source, "2026-08-20", "Italy", "elections", "2", "We want elections to be held soon")]);
        await ColumnsAsync(editor, first);
        await ConfirmAsync(editor, first);
        var other = await app.Services.AddSourceAsync(text: null);
        var second = await GiveAsync(editor, [Heading, Row(other, "2026-08-20", "Italy", "elections", "2", "We want the elections to be held soon")]);
        await ColumnsAsync(editor, second);
        var page = await editor.GetPageAsync(second);
        Assert.Contains("0 ready, 0 rows with problems, 1 possible duplicate", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Its words are nearly the same.", page.Body!.Words(), StringComparison.Ordinal);
        await ConfirmAsync(editor, second, all: true);
        Assert.Single(await FromAsync(other));
        // Not sent with the rest: somebody has to say whether it is a copy.
        using var sent = await editor.PostFormAsync(second, [], "form[action$=submit]");
        Assert.Equal($"{second}?sent=0", sent.Headers.Location!.OriginalString);
        // The page after it says which and why, and does not go on saying it.
        var original = (await FromAsync(source)).Single().Number;
        var after = (await editor.GetPageAsync($"{second}?sent=0")).QuerySelector("ul.work > li")!.Words();
        Assert.Contains($"It looks like No. {original}. Add it there as a further source, or say how it differs.", after, StringComparison.Ordinal);
        Assert.DoesNotContain("It looks like", (await editor.GetPageAsync(second)).Body!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_confirmed_is_what_was_shown()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        var address = await GiveAsync(editor, [Heading, Row(source, "2026-07-20", "Germany", "elections", "2", "Shown as ready, then on record")]);
        await ColumnsAsync(editor, address);
        var form = (await editor.GetPageAsync(address)).QuerySelector<IHtmlFormElement>("form[action$=confirm]")!;
        // Somebody else enters the same meanwhile.
        var theirs = await GiveAsync(app.Other, [Heading + ",clause", Row(source, "2026-07-20", "Germany", "elections", "2", "Shown as ready, then on record") + ","]);
        await ColumnsAsync(app.Other, theirs);
        await ConfirmAsync(app.Other, theirs);
        using var answer = await editor.SendFormAsync(form, []);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Single(await FromAsync(source));
    }

    [Fact]
    public async Task A_table_belongs_to_its_account_alone()
    {
        var source = await app.Services.AddSourceAsync(text: null);
        var address = await GiveAsync(editor, [Heading, Row(source, "2026-07-21", "Germany", quote: "Nobody else's")]);
        foreach (var page in (string[])["", "/columns", "/rejected.csv"])
            await app.Other.GetPageAsync(address + page, 404);
        using var gone = await editor.PostFormAsync(address + "/columns", [], "form[action$=discard]");
        Assert.Equal($"{ImportsPage}?told=discarded", gone.Headers.Location!.OriginalString);
        await editor.GetPageAsync(address, 404);
    }

    [Theory]
    [InlineData("", "Choose a file, or paste cells")]
    [InlineData("   \n ", "Choose a file, or paste cells")]
    public async Task Without_a_table_it_is_asked_for(string pasted, string said)
    {
        using var answer = await editor.PostFormAsync(ImportsPage, new() { ["pasted"] = pasted });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a,b\n1,2,3\n\"\n")]
    [InlineData("source,source\n1,2")]
    [InlineData("<script>alert(1)</script>,party\nx,y")]
    public async Task Nonsense_is_answered_in_words(string pasted)
    {
        using var given = await editor.PostFormAsync(ImportsPage, new() { ["pasted"] = pasted });
        Assert.Equal(HttpStatusCode.SeeOther, given.StatusCode);
        var address = given.Headers.Location!.OriginalString;
        var page = await editor.GetPageAsync(address);
        using var columns = await editor.SendFormAsync(page.QuerySelector<IHtmlFormElement>("main form[action$=columns]")!, []);
        Assert.True(columns.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.SeeOther, $"{(int)columns.StatusCode}");
    }

    private async Task<int> CountAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DeskStatements>().All(1).CountAsync(Cancellation);
    }

    private Task<List<Statement>> FromAsync(int source) => app.FromAsync(source);
}
