using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Desk;

public sealed class AmendTests(DeskApp app) : IClassFixture<DeskApp>
{
    /// <summary>What a further revision differs in by being one.</summary>
    private static readonly string[] Life = ["Version", "Revision", "Status", "PublishedAt", "PublishedTo", "Editor", "Reviewer", "AmendReason", "SubmittedAt", "RecordedFrom", "RecordedTo"];

    [Fact]
    public async Task Every_statement_of_the_record_sent_back_unchanged_differs_in_its_reason_and_in_nothing_else()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var numbers = await scope.ServiceProvider.GetRequiredService<DeskStatements>().All(1).Where(row => row.Status == StatementStatus.Published && row.Number < DeskStatements.FirstNumber).Select(row => row.Number).Distinct().ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(505, numbers.Count);
        var wrong = new List<string>();
        foreach (var number in numbers)
        {
            using var answer = await app.Editor.PostFormAsync($"/ukraine/desk/statements/{number}/amend", new() { ["amend-reason"] = "Sent back as it is.", ["go"] = "submit" }, "form#statement");
            if (answer.StatusCode != HttpStatusCode.SeeOther)
            {
                wrong.Add($"{number}: {(int)answer.StatusCode} {(await DeskApp.ReadAsync(answer)).QuerySelector(".problems")?.Words()}");
                continue;
            }

            var revisions = await app.RevisionsAsync(number);
            if (revisions is not [var published, { Status: StatementStatus.InReview, AmendReason: "Sent back as it is." } amended])
                wrong.Add($"{number}: {revisions.Count} revisions");
            else if (Content(published) != Content(amended))
                wrong.Add($"{number}:\n{Content(published)}\n{Content(amended)}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(10)));
    }

    [Fact]
    public async Task A_statement_with_several_codings_shows_each_and_takes_a_change_of_one()
    {
        await using var own = new PeaceTrackerApp();
        using var editor = await own.SignInAsync("Editor");
        var before = await PublishedAsync(own, number => number.Codings.Select(coding => (coding.Party, coding.Issue, coding.StepFrom)).Distinct().Count() > 2);
        var form = (await editor.GetPageAsync($"/ukraine/desk/statements/{before.Number}/amend")).QuerySelector<IHtmlFormElement>("form#statement")!;
        Assert.True(form.QuerySelectorAll(".coding").Length > 2);
        using var answer = await editor.SendFormAsync(form, new() { ["amend-reason"] = "The condition was left out.", ["condition-2"] = "the other side agrees", ["basis-2"] = "stated", ["go"] = "save" });
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var after = (await RevisionsAsync(own, before.Number))[1];
        Assert.Equal(before.Codings.Count, after.Codings.Count);
        Assert.Equal(before.Codings.Select(coding => coding.Record), after.Codings.Select(coding => coding.Record));
        var changed = after.Codings.Where(coding => coding.Condition == "the other side agrees").ToList();
        Assert.NotEmpty(changed);
        Assert.True(changed.Count < after.Codings.Count);
    }

    [Fact]
    public async Task Without_a_reason_nothing_is_amended_and_what_was_typed_comes_back()
    {
        await using var own = new PeaceTrackerApp();
        using var editor = await own.SignInAsync("Editor");
        using var answer = await editor.PostFormAsync("/ukraine/desk/statements/36/amend", new() { ["summary"] = "Mended words.", ["amend-reason"] = "", ["go"] = "submit" }, "form#statement");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await DeskApp.ReadAsync(answer);
        Assert.Contains("Say why it is changed", page.QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
        Assert.Equal("Mended words.", page.QuerySelector<IHtmlTextAreaElement>("#summary")!.Value);
        Assert.Single(await RevisionsAsync(own, 36));

        using var done = await editor.SendFormAsync(page.QuerySelector<IHtmlFormElement>("form#statement")!, new() { ["amend-reason"] = "A typing error.", ["go"] = "submit" });
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        // Readers see nothing of it before somebody else has agreed.
        using var reader = own.Visitor();
        Assert.DoesNotContain("Mended words.", await reader.GetStringAsync(new Uri("/ukraine/statements/36", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // While one amendment is open there is no second: its editor gets it, others see who has it.
        using var again = await editor.GetAsync(new Uri("/ukraine/desk/statements/36/amend", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("/ukraine/desk/statements/36", again.Headers.Location!.OriginalString);
        using var other = await own.SignInAsync("Editor");
        var seen = await other.GetPageAsync("/ukraine/desk/statements/36/amend");
        Assert.Null(seen.QuerySelector("form#statement"));
        Assert.Contains("in review, by Person", seen.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_revision_fills_the_form_in_again()
    {
        await using var own = new PeaceTrackerApp();
        using var editor = await own.SignInAsync("Editor");
        var first = (await RevisionsAsync(own, 36))[0];
        using var sent = await editor.PostFormAsync("/ukraine/desk/statements/36/amend", new() { ["summary"] = "Other words.", ["amend-reason"] = "Clearer.", ["go"] = "submit" }, "form#statement");
        await using (var scope = own.Services.CreateAsyncScope())
        {
            var reviewer = await own.Services.AddAccountAsync(["Reviewer"]);
            var desk = scope.ServiceProvider.GetRequiredService<DeskStatements>();
            await scope.ServiceProvider.GetRequiredService<Ledger>().WriteAsync(new(reviewer.Id, "tester"), null, async changes =>
            {
                var open = (await desk.OpenAsync(1, 36, TestContext.Current.CancellationToken))!;
                await desk.PublishAsync(open, changes, reviewer.Id, null, TestContext.Current.CancellationToken);
                return "/";
            }, TestContext.Current.CancellationToken);
        }

        var page = await editor.GetPageAsync("/ukraine/desk/statements/36/amend?from=1");
        Assert.Equal(first.Summary, page.QuerySelector<IHtmlTextAreaElement>("#summary")!.Value);
        Assert.StartsWith("Back to revision 1", page.QuerySelector<IHtmlInputElement>("#amend-reason")!.Value, StringComparison.Ordinal);
        await editor.GetPageAsync("/ukraine/desk/statements/36/amend?from=7", 404);
    }

    [Fact]
    public async Task Only_who_may_amend_sees_the_link()
    {
        using var reader = app.Browser();
        Assert.Empty((await reader.GetPageAsync("/ukraine/statements/40")).QuerySelectorAll("a[href*='/desk/']"));
        using var auditor = await app.SignInAsync("Auditor");
        Assert.Empty((await auditor.GetPageAsync("/ukraine/statements/40")).QuerySelectorAll("main a[href*='/desk/']"));
        Assert.Single((await app.Editor.GetPageAsync("/ukraine/statements/40")).QuerySelectorAll("a[href='/ukraine/desk/statements/40/amend']"));
    }

    private static async Task<List<Statement>> RevisionsAsync(PeaceTrackerApp own, int number)
    {
        await using var scope = own.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DeskStatements>().RevisionsAsync(1, number, TestContext.Current.CancellationToken);
    }

    private static async Task<Statement> PublishedAsync(PeaceTrackerApp own, Func<Statement, bool> which)
    {
        await using var scope = own.Services.CreateAsyncScope();
        return (await DeskStatements.WithDetails(scope.ServiceProvider.GetRequiredService<DeskStatements>().All(1)).OrderBy(row => row.Number).ToListAsync(TestContext.Current.CancellationToken)).First(which);
    }

    private static string Content(Statement statement)
    {
        var json = JsonNode.Parse(Snapshots.Of(statement))!.AsObject();
        Strip(json);
        foreach (var coding in json["Codings"]?.AsArray() ?? [])
            Strip(coding!.AsObject());
        return json.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

        static void Strip(JsonObject of)
        {
            foreach (var name in Life)
                of.Remove(name);
        }
    }
}
