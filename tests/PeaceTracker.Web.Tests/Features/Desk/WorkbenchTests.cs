using System.Globalization;
using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Desk;

/// <summary>The desk with its editors; statements are written by the forms, as a browser without script sends them.</summary>
public sealed class DeskApp : PeaceTrackerApp, IAsyncLifetime
{
    public HttpClient Editor { get; private set; } = null!;

    public HttpClient Other { get; private set; } = null!;

    public HttpClient Reviewer { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Editor = await this.SignInAsync("Editor");
        Other = await this.SignInAsync("Editor");
        Reviewer = await this.SignInAsync("Reviewer");
    }

    public override async ValueTask DisposeAsync()
    {
        Editor.Dispose();
        Other.Dispose();
        Reviewer.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>Every revision of a statement.</summary>
    public async Task<List<Statement>> RevisionsAsync(int number)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DeskStatements>().RevisionsAsync(1, number, TestContext.Current.CancellationToken);
    }

    public async Task<Statement> OnlyAsync(int number) => Assert.Single(await RevisionsAsync(number));

    /// <summary>The form of a source, filled in.</summary>
    public static Dictionary<string, string> Coded(string quote = "We do not trade the course set out in our constitution", string paragraph = "para 3", string issue = "nato-membership", string step = "2") => new()
    {
        ["quote"] = quote,
        ["paragraph"] = paragraph,
        ["party"] = "ukraine",
        ["issue"] = issue,
        ["step"] = step,
        ["said"] = "20 Nov 2026",
        ["summary"] = "Ukraine keeps the course of its constitution.",
        ["go"] = "draft",
    };

    public static Task<HttpResponseMessage> PostAsync(HttpClient client, int source, Dictionary<string, string> fields) =>
        client.PostFormAsync($"/ukraine/desk/sources/{source}", fields, "form#statement");

    /// <summary>Number of the statement a form led to.</summary>
    public static int Saved(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(answer.Headers.Location!.OriginalString.Split('?')[1]);
        return int.Parse(query["saved"].ToString(), CultureInfo.InvariantCulture);
    }

    public static async Task<IDocument> ReadAsync(HttpResponseMessage answer) =>
        await BrowsingContext.New(Configuration.Default).OpenAsync(async content => content.Content(await answer.Content.ReadAsStringAsync()));
}

public sealed class WorkbenchTests(DeskApp app) : IClassFixture<DeskApp>
{
    [Fact]
    public async Task A_statement_is_kept_with_its_passage_as_it_stands_in_the_text()
    {
        var source = await app.Services.AddSourceAsync();
        using var answer = await DeskApp.PostAsync(app.Editor, source, DeskApp.Coded());
        var statement = await app.OnlyAsync(DeskApp.Saved(answer));
        Assert.Equal((StatementStatus.Draft, "2026-11-20", Channel.OnRecord, 2), (statement.Status, statement.MadeOn.Text, statement.Channel, statement.Information));
        Assert.True(statement.Number >= 10_001);
        Assert.Equal("We do not trade the course set out in our constitution", statement.Quote);
        var citation = Assert.Single(statement.Citations);
        Assert.Equal((source, "para 3", 1, statement.Quote), (citation.Source, citation.Paragraph, citation.TextNumber, citation.Exact));
        Assert.StartsWith("\", she added", citation.Suffix, StringComparison.Ordinal);
        Assert.EndsWith("\"", citation.Prefix, StringComparison.Ordinal);
        var coding = Assert.Single(statement.Codings);
        Assert.Equal(("ukraine", "nato-membership", 2, 2, CodingState.Stated), (coding.Party, coding.Issue, coding.StepFrom, coding.StepTo, coding.State));
        Assert.Equal(["ukraine"], statement.Parties);

        // It is marked in the text, for everybody at the desk.
        var page = await app.Other.GetPageAsync($"/ukraine/desk/sources/{source}");
        var mark = Assert.Single(page.QuerySelectorAll("mark a"));
        Assert.Equal((statement.Quote, $"/ukraine/desk/statements/{statement.Number}"), (mark.TextContent, mark.GetAttribute("href")));
    }

    [Fact]
    public async Task Words_that_are_not_in_the_text_are_refused_with_the_place_where_they_differ_and_nothing_typed_is_lost()
    {
        var source = await app.Services.AddSourceAsync();
        var fields = DeskApp.Coded("We do not trade the road set out in our constitution", "");
        fields.Remove("paragraph");
        fields["note"] = "A note <with> marks & more";
        using var answer = await DeskApp.PostAsync(app.Editor, source, fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await DeskApp.ReadAsync(answer);
        Assert.StartsWith("Error: ", page.Title!, StringComparison.Ordinal);
        var problem = page.QuerySelector("#quote-problem")!.Words();
        Assert.Contains("the same up to \"not trade the\"", problem, StringComparison.Ordinal);
        Assert.Contains("you have \"road set out\"", problem, StringComparison.Ordinal);
        Assert.Equal("There is a problem", page.QuerySelector(".problems h2")!.Words());
        Assert.Equal("#quote", page.QuerySelector(".problems a")!.GetAttribute("href"));
        var form = page.QuerySelector<IHtmlFormElement>("form#statement")!;
        Assert.Equal(fields["quote"], form.QuerySelector<IHtmlTextAreaElement>("#quote")!.Value);
        Assert.Equal(fields["note"], form.QuerySelector<IHtmlTextAreaElement>("#note")!.Value);
        Assert.Equal("2", form.QuerySelector("input[name=step]:checked")!.GetAttribute("value"));
        Assert.Equal("20 Nov 2026", form.QuerySelector<IHtmlInputElement>("#said")!.Value);
    }

    [Fact]
    public async Task Words_that_stand_twice_are_asked_about_and_the_chosen_paragraph_decides()
    {
        var source = await app.Services.AddSourceAsync();
        var fields = DeskApp.Coded();
        fields.Remove("paragraph");
        using var asked = await DeskApp.PostAsync(app.Editor, source, fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
        Assert.Contains("paragraphs 3 and 5", (await DeskApp.ReadAsync(asked)).QuerySelector(".problems")!.Words(), StringComparison.Ordinal);

        fields["paragraph"] = "para 5";
        using var answer = await DeskApp.PostAsync(app.Editor, source, fields);
        var citation = (await app.OnlyAsync(DeskApp.Saved(answer))).Citations[0];
        Assert.Equal("para 5", citation.Paragraph);
        Assert.EndsWith("said before: \"", citation.Prefix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("draft")]
    [InlineData("next")]
    public async Task Without_an_issue_a_summary_is_asked_for(string go)
    {
        // Words that no other statement has: it is asked about those that look alike.
        var words = go == "draft" ? "Of the weather nothing was said." : "She spoke of her years at sea.";
        var source = await app.Services.AddSourceAsync($"Briefing\n\n{words}");
        var fields = DeskApp.Coded(words, "para 2", issue: "none", step: "none");
        (fields["summary"], fields["go"]) = ("", go);
        using var answer = await DeskApp.PostAsync(app.Editor, source, fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Write in one sentence what was said", (await DeskApp.ReadAsync(answer)).QuerySelector("a[href='#summary']")!.Words(), StringComparison.Ordinal);
        fields["summary"] = "Ukraine speaks of nothing that has a scale.";
        using var written = await DeskApp.PostAsync(app.Editor, source, fields);
        Assert.Equal(HttpStatusCode.SeeOther, written.StatusCode);
    }

    [Theory]
    [InlineData("said", "21 Nov 2026", "after the date of the source")]
    [InlineData("said", "26 Nov 2026", "after today")]
    [InlineData("said", "11/8/2026", "2026-08-11 (day, month, year)")]
    [InlineData("said", "", "Found no date")]
    [InlineData("said", "0001-11-20", "Expected a date of 1900 or later")]
    [InlineData("said", "31 Dec 1899", "Expected a date of 1900 or later")]
    [InlineData("summary", "Says yes\u202Eon", "found U+202E as character 9")]
    [InlineData("speaker", "Sergei\u2067 Lavrov", "found U+2067 as character 7")]
    [InlineData("party", "", "Choose the party")]
    [InlineData("issue", "", "Choose the issue")]
    [InlineData("step", "", "Choose a step, or say that the party is silent or declined")]
    [InlineData("step", "9", "Choose a step, or say that the party is silent or declined")]
    [InlineData("step", "ambiguous", "Choose the two steps")]
    [InlineData("basis", "inferred", "Say why you conclude this step")]
    [InlineData("basis", "reported", "Reported follows from the channel")]
    [InlineData("channel", "", "Choose how the words reached the public")]
    [InlineData("information", "7", "Choose how likely it is")]
    [InlineData("response", "rejected", "Choose the proposal it answers")]
    [InlineData("quote", "", "")]
    public async Task What_is_wrong_is_said_at_its_field(string field, string value, string expected)
    {
        var source = await app.Services.AddSourceAsync();
        var fields = DeskApp.Coded();
        fields[field] = value;
        using var answer = await DeskApp.PostAsync(app.Editor, source, fields);
        if (expected.Length == 0)
        {
            // A paragraph without a quotation is the passage, and nobody's words are put into a mouth.
            var statement = await app.OnlyAsync(DeskApp.Saved(answer));
            Assert.Null(statement.Quote);
            Assert.EndsWith("called for talks on guarantees.", statement.Citations[0].Exact, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await DeskApp.ReadAsync(answer);
        Assert.Contains(expected, page.QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
        foreach (var link in page.QuerySelectorAll(".problems a"))
            Assert.NotNull(page.QuerySelector(link.GetAttribute("href")!));
    }

    [Fact]
    public async Task A_statement_rests_on_words()
    {
        var source = await app.Services.AddSourceAsync();
        using var answer = await DeskApp.PostAsync(app.Editor, source, DeskApp.Coded("", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await DeskApp.ReadAsync(answer);
        // The same words first in the form and at the field, which is marked.
        Assert.Equal("Select the words this statement rests on", page.QuerySelector(".problems a[href='#quote']")!.Words());
        Assert.Equal("Error: Select the words this statement rests on", page.QuerySelector("#quote-problem")!.Words());
        var quote = page.QuerySelector("#quote")!;
        Assert.Equal("true", quote.GetAttribute("aria-invalid"));
        Assert.Contains("quote-problem", quote.GetAttribute("aria-describedby")!.Split(' '));
    }

    [Theory]
    [InlineData(140, true)]
    [InlineData(141, false)]
    public async Task A_condition_has_140_characters_at_most(int length, bool fits)
    {
        var source = await app.Services.AddSourceAsync();
        var fields = DeskApp.Coded();
        fields["condition"] = new string('x', length);
        using var answer = await DeskApp.PostAsync(app.Editor, source, fields);
        if (fits)
        {
            Assert.Equal(fields["condition"], (await app.OnlyAsync(DeskApp.Saved(answer))).Codings[0].Condition);
            return;
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Found 141 characters. Expected 140 at most", (await DeskApp.ReadAsync(answer)).QuerySelector("#condition-problem")!.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20 Aug 2025", "= 20 August 2025, certain")]
    [InlineData("Aug 2025", "= some day in August 2025")]
    [InlineData("20-22 Aug 2025", "= 20 to 22 August 2025")]
    [InlineData("", "")]
    [InlineData("yesterday", "")]
    public async Task A_date_is_echoed_as_it_was_understood(string typed, string echo)
    {
        var source = await app.Services.AddSourceAsync();
        using var shown = await DeskApp.PostAsync(app.Editor, source, new(DeskApp.Coded()) { ["said"] = typed, ["go"] = "show" });
        Assert.Equal(echo, (await DeskApp.ReadAsync(shown)).QuerySelector("[data-echo]")!.Words());
    }

    [Fact]
    public async Task A_fresh_form_has_the_date_of_its_source_and_a_grade_beside_that_of_the_source_and_no_step()
    {
        var source = await app.Services.AddSourceAsync();
        var page = await app.Editor.GetPageAsync($"/ukraine/desk/sources/{source}");
        Assert.Equal("2026-11-20", page.QuerySelector<IHtmlInputElement>("#said")!.Value);
        Assert.Equal("2", page.QuerySelector("#statement [name=information]:checked")!.GetAttribute("value"));
        Assert.Equal("stated", page.QuerySelector("#statement [name=basis]:checked")!.GetAttribute("value"));
        Assert.Empty(page.QuerySelectorAll("#statement [name=step]:checked"));
        Assert.Contains("Beside it the source: usually reliable source (B)", page.QuerySelector("#information-hint")!.Words(), StringComparison.Ordinal);
    }

    /// <summary>Grade 5, older than what counts, three steps away: a draft is kept all the same, and each needs a tick before it is sent.</summary>
    [Fact]
    public async Task What_is_unusual_does_not_stand_in_the_way_of_a_draft_and_is_ticked_before_it_is_sent()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var issue = (await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Issues.ToListAsync(TestContext.Current.CancellationToken)).First(row => row.Scale.Count > 3 && !row.Regional);
        var published = await app.Services.SubmitAsync(await app.Services.AddAccountAsync(["Editor"]), new() { Party = "japan", Issue = issue.Slug, Step = 1, MadeOn = "2026-11-19" });
        await app.Services.PublishAsync(await app.Services.AddAccountAsync(["Reviewer"]), published);

        var source = await app.Services.AddSourceAsync("Briefing\n\nThe ambassador read out a list of harbours.");
        var fields = DeskApp.Coded("The ambassador read out a list of harbours.", "para 2", issue.Slug, "4");
        (fields["party"], fields["said"], fields["information"]) = ("japan", "5 Nov 2026", "5");
        using var kept = await DeskApp.PostAsync(app.Editor, source, fields);
        var number = DeskApp.Saved(kept);

        using var asked = await app.Editor.PostFormAsync($"/ukraine/desk/statements/{number}", new() { ["go"] = "submit" }, "form#statement");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
        var page = await DeskApp.ReadAsync(asked);
        var unusual = page.QuerySelectorAll<IHtmlInputElement>("input[name=checked]").ToList();
        Assert.Equal(3, unusual.Count);
        foreach (var (box, text) in unusual.Zip(["Graded 5, improbable.", $"older than No. {published} of 19 November 2026, which goes on counting", $"3 steps from No. {published}"]))
        {
            Assert.False(box.IsChecked);
            Assert.Contains(text, box.ParentElement!.Words(), StringComparison.Ordinal);
            Assert.Contains(text, page.QuerySelector($".problems a[href='#{box.Id}']")!.Words(), StringComparison.Ordinal);
        }

        foreach (var box in unusual)
            box.IsChecked = true;
        using var sent = await app.Editor.SendFormAsync(page.QuerySelector<IHtmlFormElement>("form#statement")!, new() { ["go"] = "submit" });
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Equal(StatementStatus.InReview, (await app.OnlyAsync(number)).Status);
    }

    [Fact]
    public async Task A_day_after_the_source_goes_with_a_reason_in_the_note()
    {
        var source = await app.Services.AddSourceAsync();
        var fields = DeskApp.Coded();
        fields["said"] = "21 Nov 2026";
        fields["note"] = "The page was written on the day before and says so.";
        using var answer = await DeskApp.PostAsync(app.Editor, source, fields);
        Assert.Equal(fields["note"], (await app.OnlyAsync(DeskApp.Saved(answer))).NoteToReviewer);
    }

    [Fact]
    public async Task A_quotation_in_another_language_needs_its_translation_and_keeps_the_original()
    {
        var source = await app.Services.AddSourceAsync("Перший абзац.\n\nМи не торгуємо курсом.", "uk");
        var fields = DeskApp.Coded("Ми не торгуємо курсом.", "para 2");
        using var asked = await DeskApp.PostAsync(app.Editor, source, fields);
        Assert.Contains("Translate the quotation", (await DeskApp.ReadAsync(asked)).QuerySelector("#translation-problem")!.Words(), StringComparison.Ordinal);
        fields["translation"] = "We do not trade our course.";
        using var answer = await DeskApp.PostAsync(app.Editor, source, fields);
        var statement = await app.OnlyAsync(DeskApp.Saved(answer));
        Assert.Equal(("Ми не торгуємо курсом.", "uk", "We do not trade our course."), (statement.Quote, statement.QuoteLanguage, statement.QuoteTranslation));
    }

    [Fact]
    public async Task Several_regions_are_one_coding_each_and_an_issue_without_regions_takes_none()
    {
        var source = await app.Services.AddSourceAsync();
        var form = (await app.Editor.GetPageAsync($"/ukraine/desk/sources/{source}")).QuerySelector<IHtmlFormElement>("form#statement")!;
        foreach (var iso in new[] { "UA-14", "UA-09" })
            form.QuerySelector<IHtmlInputElement>($"input[name=region][value={iso}]")!.IsChecked = true;
        using var answer = await app.Editor.SendFormAsync(form, DeskApp.Coded(issue: "territory"));
        var statement = await app.OnlyAsync(DeskApp.Saved(answer));
        Assert.Equal(["UA-09", "UA-14"], statement.Codings.Select(coding => coding.Region!).Order(StringComparer.Ordinal));

        var again = (await app.Editor.GetPageAsync($"/ukraine/desk/sources/{source}")).QuerySelector<IHtmlFormElement>("form#statement")!;
        again.QuerySelector<IHtmlInputElement>("input[name=region][value=UA-14]")!.IsChecked = true;
        using var refused = await app.Editor.SendFormAsync(again, DeskApp.Coded());
        Assert.Contains("not coded by region", (await DeskApp.ReadAsync(refused)).QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_steps_of_another_issue_are_shown_without_script_and_nothing_is_saved_or_lost()
    {
        var source = await app.Services.AddSourceAsync();
        var fields = DeskApp.Coded(issue: "elections");
        fields["go"] = "show";
        using var answer = await DeskApp.PostAsync(app.Editor, source, fields);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await DeskApp.ReadAsync(answer);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        var scale = (await db.Issues.SingleAsync(row => row.Slug == "elections", TestContext.Current.CancellationToken)).Scale;
        Assert.Contains(scale.Steps[0].Label, page.QuerySelector("form#statement [data-choices]")!.Words(), StringComparison.Ordinal);
        Assert.Equal(fields["quote"], page.QuerySelector<IHtmlTextAreaElement>("#quote")!.Value);
        Assert.Empty(page.QuerySelectorAll("mark"));
    }

    [Fact]
    public async Task Silence_is_recorded_in_three_fields_and_needs_no_passage_but_a_refusal_does()
    {
        var source = await app.Services.AddSourceAsync();
        using var answer = await app.Editor.PostFormAsync($"/ukraine/desk/sources/{source}", new() { ["party"] = "ukraine", ["issue"] = "elections", ["step"] = "silent" }, "form#quick");
        var statement = await app.OnlyAsync(DeskApp.Saved(answer));
        Assert.Equal((CodingState.Silent, null, "the whole text", "Ukraine on Elections: silent."), (statement.Codings[0].State, statement.Codings[0].StepFrom, statement.Citations[0].Paragraph, statement.Summary));
        Assert.Null(statement.Quote);

        using var refused = await app.Editor.PostFormAsync($"/ukraine/desk/sources/{source}", new() { ["party"] = "ukraine", ["issue"] = "force-limits", ["step"] = "declined" }, "form#quick");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        // The row has what was chosen in it, as the form below has.
        var again = (await DeskApp.ReadAsync(refused)).QuerySelector<IHtmlFormElement>("form#quick")!;
        Assert.Equal(("ukraine", "force-limits"), (again.QuerySelector<IHtmlSelectElement>("[name=party]")!.Value, again.QuerySelector<IHtmlSelectElement>("[name=issue]")!.Value));
        Assert.True(again.QuerySelector<IHtmlInputElement>("[value=declined]")!.IsChecked);
        using var declined = await app.Editor.PostFormAsync($"/ukraine/desk/sources/{source}", new() { ["party"] = "ukraine", ["issue"] = "force-limits", ["step"] = "declined", ["paragraph"] = "4" }, "form#quick");
        Assert.Equal("Asked about troop limits she declined to answer.", (await app.OnlyAsync(DeskApp.Saved(declined))).Citations[0].Exact);
    }

    [Fact]
    public async Task Silence_on_an_issue_of_regions_is_not_taken_for_all_of_them_unasked()
    {
        var source = await app.Services.AddSourceAsync();
        using var asked = await app.Editor.PostFormAsync($"/ukraine/desk/sources/{source}", new() { ["party"] = "russia", ["issue"] = "territory", ["step"] = "silent" }, "form#quick");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
        var page = await DeskApp.ReadAsync(asked);
        Assert.Contains("tick the regions it is about below", page.QuerySelector(".problems a[href='#region']")!.Words(), StringComparison.Ordinal);
        var form = page.QuerySelector<IHtmlFormElement>("#statement")!;
        Assert.True(page.QuerySelector("#statement .regions")!.HasAttribute("open"));
        form.QuerySelector<IHtmlInputElement>("[name=region][value=UA-14]")!.IsChecked = true;
        using var answer = await app.Editor.SendFormAsync(form, new() { ["go"] = "draft" });
        Assert.Equal("UA-14", Assert.Single((await app.OnlyAsync(DeskApp.Saved(answer))).Codings).Region);
    }

    [Fact]
    public async Task Save_next_stays_on_the_source_with_what_the_next_one_shares_and_the_composed_summary_is_shown_first()
    {
        var source = await app.Services.AddSourceAsync("Briefing\n\nWhoever gave the orders answers for them.");
        var fields = DeskApp.Coded("Whoever gave the orders answers for them.", "para 2", issue: "accountability");
        fields["summary"] = "";
        fields["go"] = "next";
        using var shown = await DeskApp.PostAsync(app.Editor, source, fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, shown.StatusCode);
        var page = await DeskApp.ReadAsync(shown);
        Assert.StartsWith("Ukraine on Accountability: ", page.QuerySelector<IHtmlTextAreaElement>("#summary")!.Value, StringComparison.Ordinal);
        // Nothing in the form is wrong, and nothing says that it is.
        Assert.Equal("Before it goes to review", page.QuerySelector(".problems h2")!.Words());
        Assert.StartsWith("To answer: ", page.Title!, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("[aria-invalid=true]"));
        Assert.DoesNotContain("Error: ", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        using var answer = await app.Editor.SendFormAsync(page.QuerySelector<IHtmlFormElement>("form#statement")!, new() { ["go"] = "next" });
        var number = DeskApp.Saved(answer);
        Assert.StartsWith($"/ukraine/desk/sources/{source}?", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var next = await app.Editor.GetPageAsync(answer.Headers.Location.OriginalString);
        Assert.Equal("ukraine", next.QuerySelector<IHtmlSelectElement>("#party")!.Value);
        Assert.Equal("accountability", next.QuerySelector<IHtmlSelectElement>("#issue")!.Value);
        Assert.Equal("20 Nov 2026", next.QuerySelector<IHtmlInputElement>("#said")!.Value);
        Assert.Equal("on-record", next.QuerySelector<IHtmlSelectElement>("#channel")!.Value);
        Assert.Equal("", next.QuerySelector<IHtmlTextAreaElement>("#quote")!.Value);
        Assert.Contains($"No. {number}", next.QuerySelector(".done")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_unusual_needs_a_tick_that_belongs_to_its_words_and_the_reviewer_reads_it()
    {
        var source = await app.Services.AddSourceAsync("Briefing\n\nEvery tongue of the land is at home in it.\n\nNo church was named by the minister.");
        var fields = DeskApp.Coded("Every tongue of the land is at home in it.", "para 2", "language-church", "1");
        fields["information"] = "5";
        fields["go"] = "next";
        using var asked = await DeskApp.PostAsync(app.Editor, source, fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
        var page = await DeskApp.ReadAsync(asked);
        var tick = page.QuerySelectorAll<IHtmlInputElement>("input[name=checked]").Single(box => box.ParentElement!.Words().StartsWith("Graded 5, improbable.", StringComparison.Ordinal));
        foreach (var box in page.QuerySelectorAll<IHtmlInputElement>("input[name=checked]"))
            box.IsChecked = true;
        using var answer = await app.Editor.SendFormAsync(page.QuerySelector<IHtmlFormElement>("form#statement")!, new() { ["go"] = "next" });
        Assert.Contains("Checked: Graded 5, improbable.", (await app.OnlyAsync(DeskApp.Saved(answer))).NoteToReviewer, StringComparison.Ordinal);

        // The tick of one text does not stand for another.
        var other = DeskApp.Coded("No church was named by the minister.", "para 3", "language-church", "1");
        other["flags"] = "altered-quote";
        other["checked"] = tick.Value;
        other["go"] = "next";
        var form = (await app.Editor.GetPageAsync($"/ukraine/desk/sources/{source}")).QuerySelector<IHtmlFormElement>("form#statement")!;
        using var still = await app.Editor.SendFormAsync(form, other);
        Assert.Contains("altered quote", (await DeskApp.ReadAsync(still)).QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_looks_like_another_statement_is_answered_with_why_or_added_to_it()
    {
        const string text = "Briefing\n\nThe union is our home and there is no other.";
        var source = await app.Services.AddSourceAsync(text);
        using var first = await DeskApp.PostAsync(app.Editor, source, DeskApp.Coded("The union is our home and there is no other.", "para 2", "eu-membership"));
        var number = DeskApp.Saved(first);
        var second = await app.Services.AddSourceAsync(text, date: "2026-11-22");
        var fields = DeskApp.Coded("The union is our home and there is no other.", "para 2", "eu-membership");
        fields["said"] = "22 Nov 2026";
        fields["go"] = "next";
        using var asked = await DeskApp.PostAsync(app.Editor, second, fields);
        var page = await DeskApp.ReadAsync(asked);
        Assert.Contains($"It looks like No. {number}", page.QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Its words are the same.", page.QuerySelector($"#near-{number}")!.Words(), StringComparison.Ordinal);

        foreach (var box in page.QuerySelectorAll<IHtmlInputElement>("input[name=checked]"))
            box.IsChecked = true;
        var form = page.QuerySelector<IHtmlFormElement>("form#statement")!;
        using var differs = await app.Editor.SendFormAsync(form, new() { ["go"] = "next", [$"differs-{number}"] = "Said again two days later." });
        var own = await app.OnlyAsync(DeskApp.Saved(differs));
        Assert.Contains($"Not the same as No. {number}: Said again two days later.", own.NoteToReviewer, StringComparison.Ordinal);

        // Added to it: the draft of the same editor gets the citation, with its passage.
        var third = await app.Services.AddSourceAsync(text, date: "2026-11-22");
        fields["attach"] = StatementNumber(number);
        var fresh = (await app.Editor.GetPageAsync($"/ukraine/desk/sources/{third}")).QuerySelector<IHtmlFormElement>("form#statement")!;
        using var added = await app.Editor.SendFormAsync(fresh, fields);
        Assert.Equal(HttpStatusCode.SeeOther, added.StatusCode);
        var citations = (await app.OnlyAsync(number)).Citations;
        Assert.Equal([source, third], citations.Select(citation => citation.Source));
        Assert.Equal(fields["quote"], citations[1].Exact);

        // Somebody else's draft is not touched.
        using var refused = await app.Other.SendFormAsync((await app.Other.GetPageAsync($"/ukraine/desk/sources/{third}")).QuerySelector<IHtmlFormElement>("form#statement")!, fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(2, (await app.OnlyAsync(number)).Citations.Count);
    }

    [Fact]
    public async Task A_published_statement_gets_a_further_source_by_an_amendment_that_waits_for_review()
    {
        var source = await app.Services.AddSourceAsync();
        var fields = DeskApp.Coded();
        fields["attach"] = "36";
        using var added = await app.Editor.SendFormAsync((await app.Editor.GetPageAsync($"/ukraine/desk/sources/{source}")).QuerySelector<IHtmlFormElement>("form#statement")!, fields);
        Assert.Equal(HttpStatusCode.SeeOther, added.StatusCode);
        var revisions = await app.RevisionsAsync(36);
        Assert.Equal([StatementStatus.Published, StatementStatus.InReview], revisions.Select(row => row.Status));
        Assert.Equal(revisions[0].Citations.Count + 1, revisions[1].Citations.Count);
        Assert.Equal(source, revisions[1].Citations[^1].Source);
        Assert.Contains($"No. {source}", revisions[1].AmendReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_statement_with_another_step_is_a_change_of_position_unless_a_reason_is_given()
    {
        // The record: the newest of Ukraine on NATO membership is No. 1430 of 24 December 2025, a draft that leaves it out.
        var source = await app.Services.AddSourceAsync();
        using var shown = await DeskApp.PostAsync(app.Editor, source, new(DeskApp.Coded(step: "3")) { ["go"] = "show" });
        var page = await DeskApp.ReadAsync(shown);
        Assert.Contains("newer than No. 1430 and changes the position from \"silent\" to step 3. No. 1430 then decides up to 19 November 2026", page.QuerySelector("#questions")!.Words(), StringComparison.Ordinal);
        Assert.True(page.QuerySelector<IHtmlInputElement>("#change")!.IsChecked);

        page.QuerySelector<IHtmlInputElement>("#change")!.IsChecked = false;
        var form = page.QuerySelector<IHtmlFormElement>("form#statement")!;
        using var asked = await app.Editor.SendFormAsync(form, new() { ["go"] = "draft" });
        Assert.Contains("Say why another answer is no change", (await DeskApp.ReadAsync(asked)).QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
        using var answer = await app.Editor.SendFormAsync(form, new() { ["go"] = "draft", ["no-change"] = "Loosely worded." });
        Assert.Contains("No change of position: Loosely worded.", (await app.OnlyAsync(DeskApp.Saved(answer))).NoteToReviewer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_own_draft_of_a_source_is_sent_to_review_at_once_and_one_with_open_questions_stays()
    {
        var source = await app.Services.AddSourceAsync();
        using var good = await DeskApp.PostAsync(app.Other, source, DeskApp.Coded(issue: "prisoners-children", step: "1"));
        var fields = DeskApp.Coded("The elections were not mentioned.", "para 6", "frozen-assets", "1");
        fields["information"] = "5";
        using var unusual = await DeskApp.PostAsync(app.Other, source, fields);
        var (sent, kept) = (DeskApp.Saved(good), DeskApp.Saved(unusual));
        // What was unusual about the first is ticked, whatever the record makes unusual of it.
        await TickAllAsync(app.Other, sent);

        using var answer = await app.Other.PostFormAsync($"/ukraine/desk/sources/{source}", [], $"form[action='/ukraine/desk/sources/{source}/submit']");
        Assert.Equal($"/ukraine/desk/sources/{source}?sent=1", answer.Headers.Location!.OriginalString);
        Assert.Equal(StatementStatus.InReview, (await app.OnlyAsync(sent)).Status);
        Assert.Equal(StatementStatus.Draft, (await app.OnlyAsync(kept)).Status);

        // Taken back, it can be changed and discarded; others can do neither.
        var read = await app.Editor.GetPageAsync($"/ukraine/desk/statements/{sent}");
        Assert.Empty(read.QuerySelectorAll("main form"));
        using var back = await app.Other.PostFormAsync("/ukraine/desk", [], $"form[action='/ukraine/desk/statements/{sent}/take-back']");
        Assert.Equal(StatementStatus.Draft, (await app.OnlyAsync(sent)).Status);
        using var gone = await app.Other.PostFormAsync($"/ukraine/desk/statements/{sent}", [], $"form[action='/ukraine/desk/statements/{sent}/discard']");
        Assert.Empty(await app.RevisionsAsync(sent));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/discard")]
    [InlineData("/submit")]
    [InlineData("/take-back")]
    public async Task The_statement_of_another_editor_is_not_changed_by_a_form_made_for_it(string act)
    {
        var source = await app.Services.AddSourceAsync();
        using var made = await DeskApp.PostAsync(app.Editor, source, DeskApp.Coded());
        var number = DeskApp.Saved(made);
        var before = await app.OnlyAsync(number);
        // A form of one's own, turned to the address of the other's statement.
        var form = (await app.Other.GetPageAsync($"/ukraine/desk/sources/{source}")).QuerySelector<IHtmlFormElement>("form#statement")!;
        form.SetAttribute("action", $"/ukraine/desk/statements/{number}{act}");
        using var refused = await app.Other.SendFormAsync(form, new(DeskApp.Coded()) { ["summary"] = "Words of somebody else.", ["version"] = before.Version.ToString(CultureInfo.InvariantCulture), ["go"] = "save" });
        Assert.InRange((int)refused.StatusCode, 400, 499);
        var after = await app.OnlyAsync(number);
        Assert.Equal((before.Summary, before.Version, before.Status), (after.Summary, after.Version, after.Status));
    }

    [Fact]
    public async Task Hidden_fields_and_names_of_columns_set_nothing()
    {
        var source = await app.Services.AddSourceAsync();
        var fields = DeskApp.Coded();
        var form = (await app.Editor.GetPageAsync($"/ukraine/desk/sources/{source}")).QuerySelector<IHtmlFormElement>("form#statement")!;
        var own = form.Elements.Select(element => element.GetAttribute("name")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in typeof(Statement).GetProperties().Concat(typeof(Coding).GetProperties()).Concat(typeof(Citation).GetProperties()).Select(property => property.Name))
        {
            if (!own.Contains(name))
                fields.TryAdd(name, "777");
        }

        using var answer = await app.Editor.SendFormAsync(form, fields);
        var statement = await app.OnlyAsync(DeskApp.Saved(answer));
        Assert.Equal((StatementStatus.Draft, 1, null, null, null), (statement.Status, statement.Revision, statement.PublishedAt, statement.Reviewer, statement.Plover));
        Assert.DoesNotContain("777", System.Text.Json.JsonSerializer.Serialize(statement.Record.Concat(statement.Flags)), StringComparison.Ordinal);
        Assert.NotEqual(777, statement.Number);
    }

    private static string StatementNumber(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task TickAllAsync(HttpClient client, int number)
    {
        using var asked = await client.PostFormAsync($"/ukraine/desk/statements/{number}", new() { ["go"] = "show" }, "form#statement");
        var page = await DeskApp.ReadAsync(asked);
        foreach (var box in page.QuerySelectorAll<IHtmlInputElement>("input[name=checked]"))
            box.IsChecked = true;
        var fields = page.QuerySelectorAll<IHtmlInputElement>("input[id^=differs-]").ToDictionary(box => box.GetAttribute("name")!, _ => "Another act of speech.");
        fields["go"] = "save";
        using var answer = await client.SendFormAsync(page.QuerySelector<IHtmlFormElement>("form#statement")!, fields);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }
}
