using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Desk;

/// <summary>What becomes of each field when two changed one statement: by them alone, by oneself alone, by both, by both in the same way.</summary>
public sealed class MergeTests(DeskApp app) : IClassFixture<DeskApp>
{
    [Fact]
    public async Task What_they_alone_changed_is_taken_over_and_said_and_what_I_alone_changed_stays_and_is_no_conflict()
    {
        var number = await DraftAsync();
        var mine = await FormAsync(number);
        var theirs = await FormAsync(number);
        Check(theirs, "information", "4");
        Check(theirs, "flags", "altered-quote");
        await FirstAsync(theirs, new() { ["summary"] = "Ukraine holds on to the course of its constitution.", ["event"] = "" });

        Check(mine, "also", "germany");
        var page = await LateAsync(mine, new() { ["notes"] = "Mine.", ["confidence"] = "low" });
        Assert.Empty(page.QuerySelectorAll(".theirs, .clashes"));
        Assert.Equal(
            ["Information | 2: probably true | 4: doubtful", "Summary | Ukraine keeps the course of its constitution. | Ukraine holds on to the course of its constitution.", "Flags | (empty) | altered quote"],
            Rows(page, "table.changed"));
        Assert.Contains("Changed by them alone, taken over", page.QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
        Assert.Equal("Ukraine holds on to the course of its constitution.", page.QuerySelector<IHtmlTextAreaElement>("#summary")!.Value);
        Assert.Equal("4", page.QuerySelector("input[name=information]:checked")!.GetAttribute("value"));
        Assert.True(Box(page, "flags", "altered-quote").IsChecked);
        Assert.True(Box(page, "also", "germany").IsChecked);
        Assert.Equal(("Mine.", "low"), (page.QuerySelector<IHtmlTextAreaElement>("#notes")!.Value, page.QuerySelector<IHtmlSelectElement>("#confidence")!.Value));

        // Sent again it is both.
        var merged = await SavedAsync(page, number);
        Assert.Equal(("Ukraine holds on to the course of its constitution.", 4, "Mine.", "low"), (merged.Summary, merged.Information, merged.Notes, merged.Confidence));
        Assert.Equal(["altered-quote"], merged.Flags);
        Assert.Equal(["germany", "ukraine"], merged.Parties.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_what_both_changed_all_three_texts_are_shown_theirs_word_by_word_and_mine_stands()
    {
        var number = await DraftAsync(summary: "Ukraine keeps the course of its constitution and asks its partners for talks on guarantees.");
        var mine = await FormAsync(number);
        var theirs = await FormAsync(number);
        Check(theirs, "information", "3");
        await FirstAsync(theirs, new() { ["summary"] = "Ukraine keeps the course of its constitution and asks its allies for talks on guarantees.", ["said"] = "19 Nov 2026", ["notes"] = "The same note." });

        Check(mine, "information", "4");
        var page = await LateAsync(mine, new() { ["summary"] = "Ukraine does not leave its course.", ["notes"] = "The same note." });
        var clashes = page.QuerySelector(".clashes")!;
        Assert.Equal(["Field", "Before", "Theirs", "Yours"], clashes.QuerySelectorAll("thead th").Select(cell => cell.Words()));
        Assert.Equal(["Information", "Summary"], clashes.QuerySelectorAll("tbody th a").Select(link => link.Words()));
        foreach (var link in clashes.QuerySelectorAll("a"))
            Assert.NotNull(page.QuerySelector(link.GetAttribute("href")!));
        var summary = clashes.QuerySelectorAll("tbody tr")[1].QuerySelectorAll("td");
        Assert.Equal("Ukraine keeps the course of its constitution and asks its partners for talks on guarantees.", summary[0].Words());
        Assert.Equal(("partners", "allies"), (summary[1].QuerySelector("del")!.TextContent, summary[1].QuerySelector("ins")!.TextContent));
        Assert.Equal("Ukraine does not leave its course.", summary[2].Words());
        Assert.Equal("Ukraine does not leave its course.", page.QuerySelector<IHtmlTextAreaElement>("#summary")!.Value);
        Assert.Equal("4", page.QuerySelector("input[name=information]:checked")!.GetAttribute("value"));
        // The day they alone changed, and the note both wrote in the same words is no question.
        Assert.Equal("2026-11-19", page.QuerySelector<IHtmlInputElement>("#said")!.Value);
        Assert.Equal(["Said on | 2026-11-20 | 2026-11-19"], Rows(page, "table.changed:not(.clashes)"));

        var merged = await SavedAsync(page, number);
        Assert.Equal(("Ukraine does not leave its course.", 4, "2026-11-19", "The same note."), (merged.Summary, merged.Information, merged.MadeOn.Text, merged.Notes));
    }

    [Fact]
    public async Task Both_in_the_same_way_is_no_conflict_and_nothing_is_taken_over()
    {
        var number = await DraftAsync();
        var mine = await FormAsync(number);
        await FirstAsync(await FormAsync(number), new() { ["summary"] = "The same words." });
        var page = await LateAsync(mine, new() { ["summary"] = "The same words." });
        Assert.Empty(page.QuerySelectorAll(".theirs, .clashes, table.changed"));
        Assert.Contains("the same in the same way", page.QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Boxes_that_both_ticked_otherwise_are_one_field_and_mine_stand()
    {
        var number = await DraftAsync();
        var (mine, theirs) = (await FormAsync(number), await FormAsync(number));
        Check(theirs, "also", "germany");
        await FirstAsync(theirs, new());
        Check(mine, "also", "france");
        var page = await LateAsync(mine, new());
        Assert.Equal(["Other parties | (empty) | Germany | France"], Rows(page, ".clashes"));
        Assert.Equal((true, false), (Box(page, "also", "france").IsChecked, Box(page, "also", "germany").IsChecked));
        Assert.Equal("Theirs: Germany", Assert.Single(page.QuerySelectorAll(".theirs")).Words());
    }

    [Fact]
    public async Task Each_coding_is_one_thing_and_another_one_is_taken_over_whole()
    {
        var number = await DraftAsync();
        await AddCodingAsync(number, "eu-membership", "1");
        var mine = await FormAsync(number);
        var theirs = await FormAsync(number);
        Check(theirs, "step-2", "2");
        await FirstAsync(theirs, new() { ["condition-2"] = "the border is open" });
        Check(mine, "step", "1");
        var page = await LateAsync(mine, new());
        Assert.Empty(page.QuerySelectorAll(".clashes"));
        Assert.Equal(["Step, 2 | 1 | 2", "Condition, 2 | (empty) | the border is open"], Rows(page, "table.changed"));
        var merged = await SavedAsync(page, number);
        Assert.Equal([("eu-membership", 2, "the border is open"), ("nato-membership", 1, null)], merged.Codings.OrderBy(row => row.Issue, StringComparer.Ordinal).Select(row => (row.Issue, row.StepFrom!.Value, row.Condition)));
    }

    [Fact]
    public async Task A_step_is_not_read_on_the_scale_of_an_issue_another_one_chose()
    {
        var number = await DraftAsync();
        var mine = await FormAsync(number);
        // The number of the step stays and means another one.
        await FirstAsync(await FormAsync(number), new() { ["issue"] = "elections" });
        Check(mine, "step", "3");
        var page = await LateAsync(mine, new());
        Assert.Equal(["Issue | NATO membership | Elections | NATO membership"], Rows(page, ".clashes"));
        Assert.Equal("nato-membership", page.QuerySelector<IHtmlSelectElement>("#issue")!.Value);
        Assert.Empty(page.QuerySelectorAll("table.changed:not(.clashes)"));
    }

    [Fact]
    public async Task Codings_and_sources_that_they_added_come_into_the_form()
    {
        var number = await DraftAsync();
        var further = await app.Services.AddSourceAsync();
        // With its entry in the log, as the desk adds it: what forms can name is read anew by that.
        await app.Services.WriteAsync(await app.Services.AddAccountAsync(["Editor"]), async (db, _, _, changes) =>
        {
            changes.Note(await db.Sources.IgnoreQueryFilters().SingleAsync(row => row.Number == further), "add", "ukraine");
            return further;
        });
        var mine = await FormAsync(number);
        await AddCodingAsync(number, "eu-membership", "1");
        await FirstAsync(await FormAsync(number), new() { ["source-2"] = Text(further), ["paragraph-2"] = "para 2" });
        var page = await LateAsync(mine, new() { ["notes"] = "Mine." });
        Assert.Empty(page.QuerySelectorAll(".clashes"));
        Assert.Equal("eu-membership", page.QuerySelector<IHtmlSelectElement>("#issue-2")!.Value);
        var merged = await SavedAsync(page, number);
        Assert.Equal(["eu-membership", "nato-membership"], merged.Codings.Select(row => row.Issue).Order(StringComparer.Ordinal));
        Assert.Equal((further, "para 2"), (merged.Citations[1].Source, merged.Citations[1].Paragraph));
    }

    [Fact]
    public async Task A_coding_they_took_out_does_not_take_mine_with_it()
    {
        var number = await DraftAsync();
        await AddCodingAsync(number, "eu-membership", "1");
        var mine = await FormAsync(number);
        var theirs = await FormAsync(number);
        // What was second is first now.
        Check(theirs, "step", "1");
        var first = new Dictionary<string, string> { ["issue"] = "eu-membership" };
        theirs.QuerySelector<IHtmlInputElement>("#drop-2")!.IsChecked = true;
        await FirstAsync(theirs, first);
        Assert.Equal(["eu-membership"], (await app.OnlyAsync(number)).Codings.Select(row => row.Issue));

        var page = await LateAsync(mine, new() { ["condition"] = "the others agree" });
        Assert.Empty(page.QuerySelectorAll("table.changed:not(.clashes)"));
        Assert.Contains("Issue | NATO membership | EU membership | NATO membership", Rows(page, ".clashes"));
        Assert.Contains("Issue, 2 | EU membership | (empty) | EU membership", Rows(page, ".clashes"));
        Assert.Equal(("nato-membership", "eu-membership"), (page.QuerySelector<IHtmlSelectElement>("#issue")!.Value, page.QuerySelector<IHtmlSelectElement>("#issue-2")!.Value));
    }

    [Fact]
    public async Task Without_the_version_it_began_from_both_texts_are_shown()
    {
        var number = await DraftAsync();
        var mine = await FormAsync(number);
        await FirstAsync(await FormAsync(number), new() { ["summary"] = "Theirs.", ["notes"] = "Theirs, too." });
        var page = await LateAsync(mine, new() { ["summary"] = "Mine.", ["version"] = "777" });
        Assert.Equal(["Field", "Theirs", "Yours"], page.QuerySelectorAll(".clashes thead th").Select(cell => cell.Words()));
        Assert.Equal(["Notes | Theirs, too. | (empty)", "Summary | Theirs. | Mine."], Rows(page, ".clashes").Order(StringComparer.Ordinal));
        Assert.Equal("", page.QuerySelector<IHtmlTextAreaElement>("#notes")!.Value);
    }

    [Fact]
    public async Task A_form_of_the_first_revision_writes_over_no_second()
    {
        var account = await app.Services.AddAccountAsync(["Editor"]);
        using var editor = await app.SignInAsync(account);
        var source = await app.Services.AddSourceAsync();
        using var made = await DeskApp.PostAsync(editor, source, DeskApp.Coded());
        var number = DeskApp.Saved(made);
        var old = await FormAsync(number, editor);
        await app.Services.WriteAsync(account, async (_, desk, process, changes) =>
        {
            var row = (await desk.OpenAsync(process, number, default))!;
            row.Submit(changes.At);
            changes.Note(row, "submit", "ukraine");
            return number;
        });
        await app.Services.PublishAsync(await app.Services.AddAccountAsync(["Reviewer"]), number);
        using var amended = await editor.PostFormAsync($"/ukraine/desk/statements/{number}/amend", new() { ["amend-reason"] = "Shorter.", ["summary"] = "Amended.", ["go"] = "save" }, "form#statement");
        Assert.Equal(HttpStatusCode.SeeOther, amended.StatusCode);
        var second = (await app.RevisionsAsync(number))[1];
        Assert.NotEqual(old.QuerySelector<IHtmlInputElement>("[name=version]")!.Value, Text(second.Version));

        using var late = await editor.SendFormAsync(old, new() { ["notes"] = "Mine.", ["go"] = "save" });
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var page = await DeskApp.ReadAsync(late);
        Assert.Contains(Rows(page, "table.changed"), row => row.EndsWith("| Amended.", StringComparison.Ordinal));
        Assert.Equal("Mine.", page.QuerySelector<IHtmlTextAreaElement>("#notes")!.Value);
        Assert.Equal("Amended.", (await app.RevisionsAsync(number))[1].Summary);
    }

    [Fact]
    public async Task A_form_that_was_sent_for_its_steps_only_is_still_one_of_the_version_it_began_from()
    {
        var number = await DraftAsync();
        var mine = await FormAsync(number);
        await FirstAsync(await FormAsync(number), new() { ["summary"] = "Theirs." });
        using var shown = await app.Editor.SendFormAsync(mine, new() { ["go"] = "show", ["notes"] = "Mine." });
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        var page = await LateAsync((await DeskApp.ReadAsync(shown)).QuerySelector<IHtmlFormElement>("form#statement")!, new());
        Assert.Equal("Theirs.", page.QuerySelector<IHtmlTextAreaElement>("#summary")!.Value);
        Assert.Equal("Mine.", page.QuerySelector<IHtmlTextAreaElement>("#notes")!.Value);
    }

    /// <summary>Whoever opens a form and sends it as it came has changed nothing of it, whatever the statement holds.</summary>
    [Fact]
    public async Task A_form_sent_as_it_came_takes_over_all_of_theirs()
    {
        var account = await app.Services.AddAccountAsync(["Editor"]);
        using var editor = await app.SignInAsync(account);
        await using var scope = app.Services.CreateAsyncScope();
        var record = await scope.ServiceProvider.GetRequiredService<DeskStatements>().All(1).AsNoTracking().Include(row => row.Citations).Include(row => row.Codings).Include(row => row.Quantities).AsSplitQuery()
            .Where(row => row.Status == StatementStatus.Published && row.Number < DeskStatements.FirstNumber).OrderBy(row => row.Number).ToListAsync(TestContext.Current.CancellationToken);
        Func<Statement, bool>[] rich =
        [
            row => row.Codings.Exists(coding => coding.Region is not null), row => row.Codings.Select(coding => coding.Issue).Distinct().Count() > 2, row => row.Citations.Count > 1, row => row.Flags.Count > 0,
            row => row.Proposal is not null, row => row.RespondsTo is not null, row => row.Codings.Count == 0, row => row.Parties.Count > 1, row => row.QuoteTranslation is not null, row => row.Topics.Count > 1,
        ];
        foreach (var number in rich.Select(of => record.First(of).Number).Distinct())
        {
            using var opened = await editor.SendFormAsync(await FormAsync(number, editor, "/amend"), new() { ["amend-reason"] = "To be merged.", ["go"] = "save" });
            Assert.Equal(HttpStatusCode.SeeOther, opened.StatusCode);
            var (mine, theirs) = (await FormAsync(number, editor), await FormAsync(number, editor));
            using var first = await editor.SendFormAsync(theirs, new() { ["notes"] = "Theirs.", ["go"] = "save" });
            Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
            using var late = await editor.SendFormAsync(mine, new() { ["go"] = "save" });
            var page = await DeskApp.ReadAsync(late);
            Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
            Assert.Empty(page.QuerySelectorAll(".clashes, .theirs"));
            Assert.EndsWith("| Theirs.", Assert.Single(Rows(page, "table.changed")), StringComparison.Ordinal);
        }
    }

    private async Task<int> DraftAsync(string? summary = null)
    {
        var fields = DeskApp.Coded();
        fields["summary"] = summary ?? fields["summary"];
        using var made = await DeskApp.PostAsync(app.Editor, await app.Services.AddSourceAsync(), fields);
        return DeskApp.Saved(made);
    }

    private async Task AddCodingAsync(int number, string issue, string step)
    {
        using var asked = await app.Editor.SendFormAsync(await FormAsync(number), new() { ["go"] = "coding" });
        var form = (await DeskApp.ReadAsync(asked)).QuerySelector<IHtmlFormElement>("form#statement")!;
        await FirstAsync(form, new() { ["party-2"] = "ukraine", ["issue-2"] = issue, ["step-2"] = step });
    }

    private async Task<IHtmlFormElement> FormAsync(int number, HttpClient? client = null, string act = "") =>
        (await (client ?? app.Editor).GetPageAsync($"/ukraine/desk/statements/{number}{act}")).QuerySelector<IHtmlFormElement>("form#statement")!;

    /// <summary>The one who is first.</summary>
    private async Task FirstAsync(IHtmlFormElement form, Dictionary<string, string> fields)
    {
        using var answer = await app.Editor.SendFormAsync(form, new(fields) { ["go"] = "save" });
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, (await DeskApp.ReadAsync(answer)).QuerySelector(".problems")?.Words());
    }

    private async Task<IDocument> LateAsync(IHtmlFormElement form, Dictionary<string, string> fields)
    {
        using var answer = await app.Editor.SendFormAsync(form, new(fields) { ["go"] = "save" });
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        return await DeskApp.ReadAsync(answer);
    }

    private async Task<Statement> SavedAsync(IDocument page, int number)
    {
        using var answer = await app.Editor.SendFormAsync(page.QuerySelector<IHtmlFormElement>("form#statement")!, new() { ["go"] = "save" });
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, (await DeskApp.ReadAsync(answer)).QuerySelector(".problems")?.Words());
        return await app.OnlyAsync(number);
    }

    private static List<string> Rows(IDocument page, string table) => [.. page.QuerySelectorAll($"{table} tbody tr").Select(row => string.Join(" | ", row.QuerySelectorAll("th, td").Select(cell => cell.Words())))];

    private static void Check(IHtmlFormElement form, string name, string value)
    {
        foreach (var box in form.QuerySelectorAll<IHtmlInputElement>($"input[name={name}]"))
            box.IsChecked = box.Value == value || (box.Type == "checkbox" && box.IsChecked);
    }

    private static IHtmlInputElement Box(IDocument page, string name, string value) => page.QuerySelector<IHtmlInputElement>($"input[name={name}][value={value}]")!;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
