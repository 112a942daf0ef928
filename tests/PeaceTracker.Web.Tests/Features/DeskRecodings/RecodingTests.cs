using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.DeskRecodings;

/// <summary>cases.md E 40: recode whatever the filter shows, seen before it happens; C 31: every bulk action is one reversible change set.</summary>
public sealed class RecodingTests : IAsyncLifetime
{
    private const string New = "/ukraine/desk/recodings/new";

    /// <summary>As the codebook words the steps of neutrality.</summary>
    private const string Step2 = "Neutrality open to talks", Step3 = "Neutral with guarantees";

    private readonly PeaceTrackerApp app = new();
    private TestAccount me = null!, reviewer = null!;
    private HttpClient editor = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        me = await app.Services.AddAccountAsync(["Editor"]);
        reviewer = await app.Services.AddAccountAsync(["Reviewer"]);
        editor = await app.SignInAsync(me);
    }

    public async ValueTask DisposeAsync()
    {
        editor.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task What_the_filter_shows_is_changed_together_seen_before_and_thrown_away_as_one()
    {
        var (first, second, other) = (await PublishAsync(new() { Summary = "Says that the quagga accord may be discussed.", Step = 2 }), await PublishAsync(new() { Summary = "Repeats the quagga accord.", Step = 2, MadeOn = "2026-11-19" }), await PublishAsync(new() { Summary = "Speaks of another thing.", Step = 2, MadeOn = "2026-11-18" }));
        var third = await PublishAsync(new() { Summary = "The quagga accord is refused.", Step = 1, MadeOn = "2026-11-17" });
        var entries = await EntriesAsync();

        // The list leads here with its filters.
        var list = await editor.GetPageAsync("/ukraine/statements?q=quagga&issue=neutrality");
        var link = list.QuerySelectorAll<IHtmlAnchorElement>("main a").Single(one => one.TextContent == "Change all of these").GetAttribute("href")!;
        Assert.Equal($"{New}?issue=neutrality&q=quagga", link);
        var page = await editor.GetPageAsync(link);
        Assert.Equal("3 statements: issue: Neutrality, with the words quagga.", page.QuerySelector(".lead")!.Words());
        page = await editor.GetPageAsync($"{link}&field=step");
        Assert.Equal(["Choose", "step 2 (2)", "step 1 (1)"], page.QuerySelectorAll("#from option").Select(option => option.Words()));

        page = await editor.GetPageAsync($"{link}&field=step&from=2&to=3");
        Assert.Equal("2 statements would change", page.QuerySelector("#changes")!.Words());
        Assert.Equal([first, second], page.QuerySelectorAll("article h3 a").Select(one => int.Parse(one.TextContent["No. ".Length..], CultureInfo.InvariantCulture)));
        var row = page.QuerySelectorAll("article")[0].QuerySelectorAll("tbody tr").Single();
        Assert.Equal("Codings", row.QuerySelector("th")!.Words());
        Assert.Contains("Neutrality open to talks", string.Join(' ', row.QuerySelectorAll("del").Select(one => one.Words())), StringComparison.Ordinal);
        Assert.Contains("Neutral with guarantees", string.Join(' ', row.QuerySelectorAll("ins").Select(one => one.Words())), StringComparison.Ordinal);
        Assert.Equal(entries, await EntriesAsync());

        var address = await ConfirmAsync(page, "The scale was refined.");
        var done = await editor.GetPageAsync(address);
        Assert.Equal("Step: step 2 becomes step 3", done.QuerySelector(".lead")!.Words());
        foreach (var number in new[] { first, second })
        {
            var revisions = await RevisionsAsync(number);
            Assert.Equal([StatementStatus.Published, StatementStatus.Draft], revisions.Select(revision => revision.Status));
            Assert.Equal([2, 3], revisions.Select(revision => Assert.Single(revision.Codings).StepFrom!.Value));
            Assert.Equal("The scale was refined.", revisions[1].AmendReason);
            Assert.Equal(me.Id, revisions[1].Editor);
        }

        Assert.Single(await RevisionsAsync(third));
        Assert.Single(await RevisionsAsync(other));
        // Readers see what they saw.
        using (var visitor = app.Visitor())
            Assert.Equal(3, (await visitor.GetPageAsync("/ukraine/statements?q=quagga&issue=neutrality")).QuerySelectorAll("main article").Length);

        using var undone = await editor.PostFormAsync(address, [], "form[action$='/undo']");
        Assert.Equal($"{address}?told=undone", undone.Headers.Location!.OriginalString);
        foreach (var number in new[] { first, second })
            Assert.Equal(StatementStatus.Published, Assert.Single(await RevisionsAsync(number)).Status);
        // Each was noted as it came and as it went.
        Assert.Equal(entries + 4, await EntriesAsync());
        Assert.DoesNotContain("undo", (await editor.GetPageAsync(address)).QuerySelector("main")!.InnerHtml.Split("Undone")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_amendments_go_through_review_and_what_was_decided_is_not_thrown_away()
    {
        var (first, second) = (await PublishAsync(new() { Summary = "The dodo clause stands." }), await PublishAsync(new() { Summary = "The dodo clause falls.", MadeOn = "2026-11-12" }));
        var address = await ConfirmAsync(await editor.GetPageAsync($"{New}?q=dodo&field=channel&from=on-record&to=joint-statement"), "Both sides signed it.");
        using (var sent = await editor.PostFormAsync(address, [], "form[action$='/submit']"))
            Assert.StartsWith($"{address}?sent=", sent.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var waiting = (await RevisionsAsync(first))[1].Status == StatementStatus.InReview ? first : second;
        // Whatever was asked of the other, one alone can be sent by its form.
        Assert.Equal(StatementStatus.InReview, (await RevisionsAsync(waiting))[1].Status);
        await app.Services.PublishAsync(reviewer, waiting);
        using var undone = await editor.PostFormAsync(address, [], "form[action$='/undo']");
        Assert.Equal(HttpStatusCode.SeeOther, undone.StatusCode);
        var kept = await RevisionsAsync(waiting);
        Assert.Equal([StatementStatus.Amended, StatementStatus.Published], kept.Select(row => row.Status));
        Assert.Equal(Channel.JointStatement, kept[1].Channel);
        Assert.Single(await RevisionsAsync(waiting == first ? second : first));
    }

    [Fact]
    public async Task Of_a_statement_with_several_codings_only_those_in_the_list_are_changed()
    {
        Statement mixed;
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var rows = await DeskStatements.WithDetails(scope.ServiceProvider.GetRequiredService<DeskStatements>().All(1).AsNoTracking().Where(row => row.Status == StatementStatus.Published)).ToListAsync(Cancellation);
            mixed = rows.First(row => row.Codings.Count(coding => coding.State == CodingState.Stated && coding.StepFrom == 1 && coding.Region is null) > 1
                && row.Codings.Select(coding => (coding.Party, coding.Issue)).Distinct().Count() == row.Codings.Count && row.Codings.TrueForAll(coding => coding.Party == row.Codings[0].Party));
        }

        var issue = mixed.Codings.First(coding => coding.State == CodingState.Stated && coding.StepFrom == 1 && coding.Region is null).Issue;
        var page = await editor.GetPageAsync($"{New}?issue={issue}&party={mixed.Codings[0].Party}&since={mixed.Day.AddDays(-1):yyyy-MM-dd}&date={mixed.Day:yyyy-MM-dd}&field=step&from=1&to=2");
        await ConfirmAsync(page, "Read again.");
        var amended = (await RevisionsAsync(mixed.Number))[^1];
        foreach (var coding in mixed.Codings)
            Assert.Equal(coding.Issue == issue ? 2 : coding.StepFrom, amended.Codings.Single(one => one.Issue == coding.Issue).StepFrom);
    }

    [Fact]
    public async Task What_would_be_wrong_or_is_being_worked_on_is_said_and_stays()
    {
        var (free, open) = (await PublishAsync(new() { Summary = "On the thylacine plan." }), await PublishAsync(new() { Summary = "On the thylacine plan again.", MadeOn = "2026-11-12" }));
        await app.Services.AmendAsync(me, open, "A word.", new() { Summary = "On the thylacine plan, mended.", MadeOn = "2026-11-12" });
        var page = await editor.GetPageAsync($"{New}?q=thylacine&field=step&from=2&to=4");
        Assert.Equal("1 statement would change", page.QuerySelector("#changes")!.Words());
        Assert.Contains($"No. {open}", page.QuerySelectorAll("ul.work li").Single().Words(), StringComparison.Ordinal);
        Assert.Contains("It is being worked on already.", page.QuerySelectorAll("ul.work li").Single().Words(), StringComparison.Ordinal);

        // A conclusion needs a reason of its own, which many cannot share unseen.
        page = await editor.GetPageAsync($"{New}?q=thylacine&field=basis&from=stated&to=inferred");
        Assert.Equal("Nothing would change", page.QuerySelector("#changes")!.Words());
        Assert.Contains(page.QuerySelectorAll("ul.work li"), line => line.Words().Contains("Say why you conclude this step", StringComparison.Ordinal));
        Assert.Null(page.QuerySelector("main form[method=post]"));
        Assert.Single(await RevisionsAsync(free));
    }

    [Fact]
    public async Task Without_a_reason_or_after_a_change_nothing_is_written_and_nothing_typed_is_lost()
    {
        var number = await PublishAsync(new() { Summary = "On the moa plan." });
        var address = $"{New}?q=moa&field=confidence&from=(empty)&to=low";
        using (var empty = await editor.PostFormAsync(address, new() { ["reason"] = " " }))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
            var again = await empty.Content.ReadAsStringAsync(Cancellation);
            Assert.Contains("Say why", again, StringComparison.Ordinal);
            Assert.Contains("1 statement would change", again, StringComparison.Ordinal);
        }

        using (var longer = await editor.PostFormAsync(address, new() { ["reason"] = new string('x', 601) }))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, longer.StatusCode);
            Assert.Contains(new string('x', 601), await longer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        var form = await editor.FormAsync(address);
        var second = await PublishAsync(new() { Summary = "On the moa plan too.", MadeOn = "2026-11-12" });
        using var stale = await editor.SendFormAsync(form, new() { ["reason"] = "Hardly heard." });
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Single(await RevisionsAsync(number));
        Assert.Single(await RevisionsAsync(second));

        // The same form twice has its effect once.
        form = await editor.FormAsync(address);
        using var once = await editor.SendFormAsync(form, new() { ["reason"] = "Hardly heard." });
        using var twice = await editor.SendFormAsync(form, new() { ["reason"] = "Hardly heard." });
        Assert.Equal(once.Headers.Location, twice.Headers.Location);
        Assert.Equal(2, (await RevisionsAsync(number)).Count);
        Assert.Equal("low", (await RevisionsAsync(number))[1].Confidence);
    }

    [Fact]
    public async Task A_flag_is_added_and_another_replaced_and_a_composed_summary_follows_its_coding()
    {
        var number = await PublishAsync(new() { Summary = "On the auk plan." });
        await ConfirmAsync(await editor.GetPageAsync($"{New}?q=auk&field=flags&from=(empty)&to=unsupported"), "Nothing bears it out.");
        Assert.Equal(["unsupported"], (await RevisionsAsync(number))[1].Flags);

        // Not a word of its own: it says what the coding says, then and now.
        number = await PublishAsync(new() { Summary = $"Russia on Neutrality: {Step2}.", MadeOn = "2026-11-02" });
        var (mine, own) = (number, await PublishAsync(new() { Summary = "A sentence somebody wrote.", MadeOn = "2026-11-02" }));
        await ConfirmAsync(await editor.GetPageAsync($"{New}?issue=neutrality&party=russia&since=2026-11-01&date=2026-11-02&field=step&from=2&to=3"), "Read again.");
        Assert.Equal($"Russia on Neutrality: {Step3}.", (await RevisionsAsync(mine))[1].Summary);
        Assert.Equal("A sentence somebody wrote.", (await RevisionsAsync(own))[1].Summary);
    }

    [Theory]
    [InlineData("?field=quote", 400)]
    [InlineData("?field=channel&from=nothing-of-the-kind&to=report", 200)]
    [InlineData("?issue=nonsense", 400)]
    [InlineData("?q=zzzzqqq&field=channel", 200)]
    [InlineData("?field=step&from=1&to=99", 200)]
    [InlineData("?field=event&from=(empty)&to=no-such-event", 200)]
    [InlineData("?field=speaker&from=(empty)&to=\"';--", 200)]
    public async Task Nonsense_is_answered_in_words_and_changes_nothing(string query, int status)
    {
        var page = await editor.GetPageAsync(New + query, status);
        Assert.NotEmpty(page.QuerySelector("h1")!.Words());
    }

    [Fact]
    public async Task More_than_500_are_not_changed_together()
    {
        var page = await editor.GetPageAsync(New + "?field=channel&from=report&to=analyst");
        Assert.StartsWith("More than 500 statements", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("main form"));
    }

    [Fact]
    public async Task A_recoding_is_its_makers_alone()
    {
        await PublishAsync(new() { Summary = "On the kakapo plan." });
        var address = await ConfirmAsync(await editor.GetPageAsync($"{New}?q=kakapo&field=confidence&from=(empty)&to=low"), "Hardly heard.");
        using var other = await app.SignInAsync("Editor");
        await other.GetPageAsync(address, 404);
        Assert.Contains("Confidence: nothing becomes low", (await editor.GetPageAsync("/ukraine/desk/recodings")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Contains("1 draft of yours", (await editor.GetPageAsync("/ukraine/desk")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Change all of these", (await app.Visitor().GetPageAsync("/ukraine/statements?q=kakapo")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    private async Task<string> ConfirmAsync(IDocument page, string reason)
    {
        using var answer = await editor.SendFormAsync(page.QuerySelector<IHtmlFormElement>("main form[method=post]")!, new() { ["reason"] = reason });
        var location = answer.Headers.Location?.OriginalString ?? await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.EndsWith("?told=done", location, StringComparison.Ordinal);
        return location[..location.IndexOf('?', StringComparison.Ordinal)];
    }

    private async Task<int> PublishAsync(Draft draft) => await app.Services.PublishAsync(reviewer, await app.Services.SubmitAsync(me, draft));

    private async Task<List<Statement>> RevisionsAsync(int number)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DeskStatements>().RevisionsAsync(1, number, Cancellation);
    }

    private async Task<long> EntriesAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Revisions.LongCountAsync(Cancellation);
    }
}
