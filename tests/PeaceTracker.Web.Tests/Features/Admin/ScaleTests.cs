using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Admin;

/// <summary>A changed scale is a new version of the codebook; what was coded before keeps its version and the number of its step.</summary>
public sealed class ScaleTests : IAsyncLifetime
{
    private const string Scale = "/ukraine/admin/issues/nato-membership/scale";

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
    public async Task A_renamed_step_is_previewed_saved_as_version_2_and_seen_in_public_and_codings_keep_their_version()
    {
        using var reader = app.CreateClient();
        var old = (await reader.GetPageAsync("/ukraine/about/scales")).QuerySelector("[aria-labelledby=nato-membership] tbody th")!.Words();
        var preview = await PreviewAsync(new() { ["step-1-label"] = "Barred for ever", ["last-label"] = "Beyond", ["last-definition"] = "What goes beyond.", ["note"] = "The first pole says for how long." });
        Assert.Equal(HttpStatusCode.OK, preview.Status);
        var rows = preview.Page.QuerySelectorAll(".preview tbody tr").ToList();
        // The codebook has six.
        Assert.Equal(7, rows.Count);
        Assert.Contains("for ever", rows[0].QuerySelector("ins")!.Words(), StringComparison.Ordinal);
        Assert.NotEqual("0", rows[0].Children[3].Words());
        Assert.Equal(("7 (new)", "0"), (rows[6].Children[0].Words(), rows[6].Children[3].Words()));
        // Nothing is written yet.
        Assert.Equal(old, (await reader.GetPageAsync("/ukraine/about/scales")).QuerySelector("[aria-labelledby=nato-membership] tbody th")!.Words());

        using var saved = await admin.SendFormAsync(preview.Page.QuerySelector<IHtmlFormElement>(".preview form")!, []);
        Assert.Equal(Scale, saved.Headers.Location?.OriginalString);
        var scales = await reader.GetPageAsync("/ukraine/about/scales");
        Assert.Equal("Barred for ever", scales.QuerySelector("[aria-labelledby=nato-membership] tbody th")!.Words());
        Assert.Contains("Version 2, 25 November 2026 The first pole says for how long.", scales.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Contains(old, scales.QuerySelectorAll("details").Single(one => one.Words().StartsWith("As it read from version 1", StringComparison.Ordinal)).Words(), StringComparison.Ordinal);
        Assert.Contains("nato-membership,1,1," + old, await reader.GetStringAsync(new Uri("/ukraine/about/scales.csv", UriKind.Relative), Cancellation) + await EarlierAsync(reader), StringComparison.Ordinal);

        // Pages of what was coded before, such as statement 3, go on naming version 1.
        Assert.Contains("version 1", (await reader.GetPageAsync("/ukraine/statements/3")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        await using (var scope = app.Services.CreateAsyncScope())
            Assert.Equal(2, await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().CurrentCodebookAsync(Cancellation));
        await ProjectionCheck.AssertAsync(app);
        Assert.Equal(["From version 1 on"], (await admin.GetPageAsync(Scale)).QuerySelectorAll("h3").Select(heading => heading.Words()));
    }

    [Theory]
    [InlineData("first-label=Before;first-definition=It begins sooner.;note=Why.", "first-label", "codings keep the number of their step")]
    [InlineData("step-5-out=yes;note=Why.", "step-5-out", "it cannot be taken out")]
    [InlineData("step-1-label=;note=Why.", "step-1-label", "expected a value")]
    [InlineData("last-label=Beyond;note=Why.", "last-definition", "expected a value")]
    [InlineData("step-1-label=Other", "note", "expected a note for readers")]
    public async Task A_change_that_cannot_be_is_refused_at_its_field(string fields, string field, string words)
    {
        var answer = await PreviewAsync(fields.Split(';').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(answer.Page.QuerySelectorAll($".problems a[href='#{field}']"), link => link.Words().Contains(words, StringComparison.Ordinal));
        // How many, and where they are.
        var use = answer.Page.QuerySelectorAll("fieldset.part").Single(part => part.QuerySelector("legend")!.Words() == "Step 5").QuerySelector(".hint")!;
        Assert.Matches(@"^\d+ codings? in \d+ statements?:", use.Words());
        foreach (var link in use.QuerySelectorAll("a"))
            await admin.GetPageAsync(link.GetAttribute("href")!);
    }

    [Fact]
    public async Task Nothing_changed_is_no_version() =>
        Assert.Contains("Nothing differs", (await PreviewAsync(new() { ["note"] = "Why." })).Page.QuerySelector(".problems")!.Words(), StringComparison.Ordinal);

    [Fact]
    public async Task A_scale_without_codings_takes_steps_anywhere()
    {
        using var added = await admin.PostFormAsync("/ukraine/admin/issues/new", new()
        {
            ["title"] = "The moon",
            ["slug"] = "moon",
            ["question"] = "Whose?",
            ["group"] = "sky",
            ["order"] = "99",
            ["step-1-label"] = "Ours",
            ["step-1-definition"] = "Ours.",
            ["step-2-label"] = "Theirs",
            ["step-2-definition"] = "Theirs.",
        });
        var preview = await PreviewAsync(new() { ["first-label"] = "Before", ["first-definition"] = "Before.", ["step-2-out"] = "yes", ["note"] = "Why." }, "/ukraine/admin/issues/moon/scale");
        using var saved = await admin.SendFormAsync(preview.Page.QuerySelector<IHtmlFormElement>(".preview form")!, []);
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Equal(["Before", "Ours"], (await admin.GetPageAsync("/ukraine/admin/issues/moon/scale")).QuerySelectorAll<IHtmlInputElement>("input[name^='step-'][name$='-label']").Select(input => input.Value));
    }

    [Fact]
    public async Task A_scale_changed_meanwhile_is_shown_beside_what_was_typed()
    {
        var mine = await admin.FormAsync(Scale);
        var theirs = await PreviewAsync(new() { ["step-2-label"] = "Theirs", ["note"] = "Why." });
        using var saved = await admin.SendFormAsync(theirs.Page.QuerySelector<IHtmlFormElement>(".preview form")!, []);
        using var answer = await admin.SendFormAsync(mine, new() { ["step-2-label"] = "Mine", ["note"] = "Why not." });
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("value=\"Mine\"", text, StringComparison.Ordinal);
        Assert.Contains("Theirs: <span>Theirs</span>", text, StringComparison.Ordinal);
    }

    private static async Task<string> EarlierAsync(HttpClient reader)
    {
        using var json = System.Text.Json.JsonDocument.Parse(await reader.GetStringAsync(new Uri("/ukraine/about/scales.json", UriKind.Relative), Cancellation));
        return string.Join('\n', json.RootElement.GetProperty("earlier_steps").EnumerateArray().Select(row =>
            $"{row.GetProperty("issue").GetString()},{row.GetProperty("codebook_version").GetInt32()},{row.GetProperty("rank").GetInt32()},{row.GetProperty("label").GetString()}"));
    }

    private async Task<(HttpStatusCode Status, IDocument Page)> PreviewAsync(Dictionary<string, string> fields, string scale = Scale)
    {
        using var answer = await admin.PostFormAsync(scale, fields);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        return (answer.StatusCode, await AngleSharp.BrowsingContext.New(AngleSharp.Configuration.Default).OpenAsync(content => content.Content(html), Cancellation));
    }
}
