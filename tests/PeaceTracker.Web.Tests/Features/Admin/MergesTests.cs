using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Admin;

/// <summary>Merging two sources of the record and undoing it, by the page.</summary>
public sealed class MergesTests : IAsyncLifetime
{
    private readonly PeaceTrackerApp app = new();
    private HttpClient admin = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => admin = await app.SignInAsync(Roles.Admin);

    public ValueTask DisposeAsync()
    {
        admin.Dispose();
        return app.DisposeAsync();
    }

    [Fact]
    public async Task A_merge_is_shown_before_it_is_made_said_on_both_pages_and_undone()
    {
        using var reader = app.CreateClient();
        var before = await reader.GetStringAsync(new Uri("/ukraine/events/nato-bucharest-summit-2008.json", UriKind.Relative), Cancellation);
        var plan = await admin.GetPageAsync("/ukraine/admin/merges?merged=235&kept=233");
        Assert.Contains("event nato-bucharest-summit-2008", plan.QuerySelector(".facts")!.Words(), StringComparison.Ordinal);
        using var merged = await admin.SendFormAsync(plan.QuerySelector<IHtmlFormElement>("main form[method=post]")!, new() { ["why"] = "One page, entered twice." });
        Assert.Equal("/ukraine/admin/merges", merged.Headers.Location?.OriginalString);

        Assert.Contains("Merged into No. 233", (await reader.GetPageAsync("/ukraine/sources/235")).QuerySelector("main .note")!.Words(), StringComparison.Ordinal);
        Assert.Contains("cited as No. 235", (await reader.GetPageAsync("/ukraine/sources/233")).QuerySelector("main .note")!.Words(), StringComparison.Ordinal);
        Assert.Contains("\"merged_into\":233", (await reader.GetStringAsync(new Uri("/ukraine/sources/235.json", UriKind.Relative), Cancellation)).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("/sources/235", (await reader.GetPageAsync("/ukraine/events/nato-bucharest-summit-2008")).QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);
        await ProjectionCheck.AssertAsync(app);
        // Every public page that rests on either still answers.
        foreach (var link in (await reader.GetPageAsync("/ukraine/sources/235")).QuerySelectorAll("main a[href*='/statements/']").Select(link => link.GetAttribute("href")!).Distinct().Take(3))
            await reader.GetPageAsync(link);

        var list = await admin.GetPageAsync("/ukraine/admin/merges");
        Assert.Contains("One page, entered twice.", list.QuerySelector("main table")!.Words(), StringComparison.Ordinal);
        using var undone = await admin.SendFormAsync(list.QuerySelector<IHtmlFormElement>("main table form")!, []);
        Assert.Equal("/ukraine/admin/merges?left=0", undone.Headers.Location?.OriginalString);
        Assert.Contains("Everything is as it was before.", (await admin.GetPageAsync("/ukraine/admin/merges?left=0")).QuerySelector("[role=status]")!.Words(), StringComparison.Ordinal);
        Assert.Equal(before, await reader.GetStringAsync(new Uri("/ukraine/events/nato-bucharest-summit-2008.json", UriKind.Relative), Cancellation));
        await ProjectionCheck.AssertAsync(app);
    }

    [Fact]
    public async Task From_a_merged_source_no_new_statement_is_taken_and_it_is_no_further_source_of_one()
    {
        var plan = await admin.GetPageAsync("/ukraine/admin/merges?merged=235&kept=233");
        using var merged = await admin.SendFormAsync(plan.QuerySelector<IHtmlFormElement>("main form[method=post]")!, new() { ["why"] = "One page, entered twice." });
        using var editor = await app.SignInAsync(await app.Services.AddAccountAsync(["Editor"]));
        var bench = await editor.GetPageAsync("/ukraine/desk/sources/235");
        Assert.Contains("it goes under No. 233", bench.QuerySelector("main .note")!.Words(), StringComparison.Ordinal);
        Dictionary<string, string> coded = new() { ["party"] = "russia", ["issue"] = "neutrality", ["step"] = "2", ["said"] = "20 Nov 2026", ["summary"] = "Says that neutrality may be discussed.", ["quote"] = "Neutrality may be discussed." };
        using var refused = await editor.SendFormAsync(bench.QuerySelector<IHtmlFormElement>("#statement")!, coded);
        Assert.Equal(422, (int)refused.StatusCode);
        Assert.Contains("goes under No. 233: take the statement from that one", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        coded["source-2"] = "235";
        using var cited = await editor.SendFormAsync((await editor.GetPageAsync("/ukraine/desk/sources/233")).QuerySelector<IHtmlFormElement>("#statement")!, coded);
        Assert.Equal(422, (int)cited.StatusCode);
        Assert.Contains("Source No. 235 was merged and goes under No. 233. Give that number", await cited.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", "233", "merged")]
    [InlineData("99999", "233", "merged")]
    [InlineData("235", "", "kept")]
    [InlineData("235", "235", "kept")]
    public async Task What_cannot_be_merged_is_refused_at_its_field(string merged, string kept, string field)
    {
        var page = await admin.GetPageAsync($"/ukraine/admin/merges?merged={merged}&kept={kept}", 422);
        Assert.NotNull(page.QuerySelector($".problems a[href='#{field}']"));
        Assert.Equal(merged, page.QuerySelector<IHtmlInputElement>("#merged")!.Value);
    }

    [Fact]
    public async Task A_source_changed_since_the_plan_is_planned_again()
    {
        var plan = await admin.FormAsync("/ukraine/admin/merges?merged=235&kept=233");
        using var first = await admin.PostFormAsync("/ukraine/admin/merges?merged=233&kept=234", []);
        using var second = await admin.SendFormAsync(plan, []);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains("merged into No. 234 already", await second.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
