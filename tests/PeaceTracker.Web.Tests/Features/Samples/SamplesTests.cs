using System.Globalization;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Codebook;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Tests.Features.Desk;

namespace PeaceTracker.Web.Tests.Features.Samples;

/// <summary>Blind double coding from the drawing to the figure on the method page.</summary>
public sealed class SamplesTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sample_is_drawn_coded_blind_compared_and_its_agreement_is_public()
    {
        using var visitor = app.Visitor();
        Assert.Contains("Not computable yet", (await visitor.GetPageAsync("/ukraine/about/method")).QuerySelector("#agreement + p")!.Words(), StringComparison.Ordinal);

        var editor = await app.Services.AddAccountAsync(["Editor"]);
        using var second = await app.SignInAsync(editor);
        using var other = await app.SignInAsync("Editor");
        using var reviewer = await app.SignInAsync("Reviewer");
        using var drawn = await reviewer.PostFormAsync("/ukraine/desk/samples", new() { ["size"] = "6", ["coder"] = editor.Id.ToString(CultureInfo.InvariantCulture) });
        Assert.Equal("/ukraine/desk/samples", drawn.Headers.Location!.OriginalString);
        var page = await second.GetPageAsync("/ukraine/desk/samples");
        var address = page.QuerySelector("#samples ~ div a")!.GetAttribute("href")!;
        var number = int.Parse(address.Split('/')[^1], CultureInfo.InvariantCulture);

        // Who is to code it is told at the desk, and nobody else.
        Assert.Contains($"Sample {number} waits for your coding: 0 of", (await second.GetPageAsync("/ukraine/desk")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("waits for your coding", (await other.GetPageAsync("/ukraine/desk")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.NotNull((await reviewer.GetPageAsync("/ukraine/review")).QuerySelector("main a[href='/ukraine/desk/samples']"));

        // Nobody else codes it, and nobody compares it before it is done.
        await other.GetPageAsync(address, 404);
        await reviewer.GetPageAsync(address, 404);
        await reviewer.GetPageAsync(address + "/adjudication", 404);

        var units = await UnitsAsync(number);
        Assert.Equal(6, units.Select(unit => unit.Statement.Number).Distinct().Count());
        foreach (var unit in units)
        {
            var form = await second.GetPageAsync(address);
            Assert.Contains($"({unit.Unit.Order} of {units.Count})", form.QuerySelector("#words")!.Words(), StringComparison.Ordinal);
            // Blind: no step is chosen, and our wording is not shown beside the words themselves.
            Assert.Empty(form.QuerySelectorAll("input[checked]"));
            if (unit.Statement.Quote is not null)
                Assert.DoesNotContain(unit.Statement.Summary, form.Body!.Words(), StringComparison.Ordinal);
            // The first unit is coded otherwise than before, by one step; all others alike.
            var scale = form.QuerySelectorAll("input[name=step]").Count(input => int.TryParse(input.GetAttribute("value"), out _));
            var fields = new Dictionary<string, string> { ["channel"] = Words.Of(unit.Statement.Channel).Slug, ["step"] = unit.First.StepFrom?.ToString(CultureInfo.InvariantCulture) ?? Words.Of(unit.First.State).Slug };
            if (unit.First.Steps is { IsOneStep: false } range)
                fields["to"] = range.To.ToString(CultureInfo.InvariantCulture);
            if (unit.Unit.Order == 1)
            {
                fields["step"] = unit.First.StepFrom == 1 ? "2" : "1";
                fields["to"] = "";
                Assert.True(scale >= 2);
            }

            var older = form.QuerySelector<IHtmlFormElement>("main form[method=post]")!;
            using var saved = await second.PostFormAsync(address, fields);
            Assert.Equal(303, (int)saved.StatusCode);
            if (unit.Unit.Order > 1)
                continue;

            // What another window answered meanwhile is not written over unseen, and what was chosen stays chosen.
            using var late = await second.SendFormAsync(older, new() { ["step"] = "silent", ["channel"] = fields["channel"] });
            Assert.Equal(409, (int)late.StatusCode);
            var newer = await DeskApp.ReadAsync(late);
            Assert.Contains($"in another window meanwhile: {fields["step"]}, {fields["channel"]}", newer.QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
            Assert.NotNull(newer.QuerySelector("#step-silent[checked]"));
            Assert.Equal(fields["step"], (await UnitsAsync(number))[0].Unit.StepFrom!.Value.ToString(CultureInfo.InvariantCulture));
        }

        Assert.Contains("done", (await second.GetPageAsync("/ukraine/desk/samples")).QuerySelector("#samples ~ div")!.Words(), StringComparison.Ordinal);
        await second.GetPageAsync(address + "/adjudication", 403);
        var compared = await reviewer.GetPageAsync(address + "/adjudication");
        Assert.Single(compared.QuerySelectorAll("article"));
        using var refused = await reviewer.PostFormAsync(address + "/adjudication", new() { ["reason"] = "" });
        Assert.Equal(422, (int)refused.StatusCode);
        using var decided = await reviewer.PostFormAsync(address + "/adjudication", new() { ["decision"] = "FirstStands", ["reason"] = "The words name the step." });
        Assert.Equal(303, (int)decided.StatusCode);
        Assert.Contains("The first coding stands. The words name the step.", (await reviewer.GetPageAsync(address + "/adjudication")).QuerySelector("article")!.Words(), StringComparison.Ordinal);

        // Who looked at it before that is told, and decides anew or not.
        using var another = await app.SignInAsync("Reviewer");
        var theirs = (await another.GetPageAsync(address + "/adjudication")).QuerySelector<IHtmlFormElement>("article form")!;
        theirs.QuerySelector<IHtmlInputElement>("[name=seen]")!.Value = "";
        theirs.QuerySelector<IHtmlInputElement>("[value=SecondIsRight]")!.IsChecked = true;
        using var conflict = await another.SendFormAsync(theirs, new() { ["reason"] = "They name another." });
        Assert.Equal(409, (int)conflict.StatusCode);
        var both = await conflict.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("The first coding stands. The words name the step.", both, StringComparison.Ordinal);
        Assert.Contains("They name another.", both, StringComparison.Ordinal);
        Assert.Contains("The first coding stands.", (await reviewer.GetPageAsync(address + "/adjudication")).QuerySelector("article")!.Words(), StringComparison.Ordinal);

        // All of it is in the log, and what is changed past it is found.
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var check = scope.ServiceProvider.GetRequiredService<StoreCheck>();
            Assert.Empty((await check.RunAsync(null, null, Cancellation)).Faults);
            var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
            var id = units[0].Unit.Id;
            await db.CodingSamples.SelectMany(row => row.Units).Where(unit => unit.Id == id).ExecuteUpdateAsync(set => set.SetProperty(unit => unit.StepFrom, unit => unit.StepFrom + 1), Cancellation);
            Assert.Contains($"ukraine/{number}", Assert.Single((await check.RunAsync(null, null, Cancellation)).Faults).ToString(), StringComparison.Ordinal);
            await db.CodingSamples.SelectMany(row => row.Units).Where(unit => unit.Id == id).ExecuteUpdateAsync(set => set.SetProperty(unit => unit.StepFrom, unit => unit.StepFrom - 1), Cancellation);
        }

        // The published coding is as it was.
        Assert.Equal(units[0].First.StepFrom, (await UnitsAsync(number))[0].First.StepFrom);
        using var method = JsonDocument.Parse(await visitor.GetStringAsync(new Uri("/ukraine/about/method.json", UriKind.Relative), Cancellation));
        var issue = method.RootElement.GetProperty("agreement").EnumerateArray().Single(row => row.GetProperty("issue").GetString() == units[0].First.Issue);
        Assert.Equal(units.Count(unit => unit.First.Issue == units[0].First.Issue), issue.GetProperty("units").GetInt32());
        Assert.NotNull((await visitor.GetPageAsync("/ukraine/about/method")).QuerySelector("#agreement ~ div table"));
        // No name of anybody.
        Assert.DoesNotContain("Person", (await visitor.GetPageAsync("/ukraine/about/method")).QuerySelector("#agreement ~ div")!.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("201", true)]
    [InlineData("many", true)]
    [InlineData("5", false)]
    public async Task What_cannot_be_drawn_is_said_and_what_was_typed_stays(string size, bool coder)
    {
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        using var reviewer = await app.SignInAsync("Reviewer");
        using var answer = await reviewer.PostFormAsync("/ukraine/desk/samples", new() { ["size"] = size, ["coder"] = coder ? editor.Id.ToString(CultureInfo.InvariantCulture) : "" });
        Assert.Equal(422, (int)answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("There is a problem", html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{size}\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_draws_the_same_statements_and_never_those_of_the_second_coder()
    {
        using var scope = app.Services.CreateScope();
        var samples = scope.ServiceProvider.GetRequiredService<CodingSamples>();
        var process = await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Processes.Select(row => row.Id).SingleAsync(Cancellation);
        var one = await samples.DrawAsync(process, 10, 77, 1, 42, PeaceTrackerApp.Start, Cancellation);
        var same = await samples.DrawAsync(process, 10, 77, 1, 42, PeaceTrackerApp.Start, Cancellation);
        var other = await samples.DrawAsync(process, 10, 77, 1, 43, PeaceTrackerApp.Start, Cancellation);
        Assert.Equal(one!.Units.Select(unit => unit.CodingId), same!.Units.Select(unit => unit.CodingId));
        Assert.NotEqual(one.Units.Select(unit => unit.CodingId), other!.Units.Select(unit => unit.CodingId));
    }

    [Fact]
    public async Task Agreement_by_issue_is_what_the_published_example_gives()
    {
        // Krippendorff's example C (2011): four coders, ordinal 0.815. Each unit is here a pair of codings, so only two coders are compared: example B, nominal 0.692, as channels.
        var contents = await ContentsAsync();
        const string first = "112243335441", second = "212223335444";
        var units = first.Zip(second).Select((pair, index) => new DoubleCoded(
            "neutrality", null, 2, pair.First - '0', pair.Second - '0', CodingState.Stated, CodingState.Stated, index, (Channel)(pair.First - '0'), (Channel)(pair.Second - '0'))).ToList();
        var agreement = AgreementReader.Of(contents, units);
        Assert.Equal("0.692", agreement.Channel.ToWords());
        var issue = Assert.Single(agreement.Issues);
        // Ordinal, of the same twelve pairs, worked out by hand from Krippendorff's formulas; Cohen's kappa: nine of twelve alike, 0.20833 of them by chance.
        Assert.Equal("0.598", issue.Alpha.ToWords());
        Assert.Equal(12, issue.Units);
        Assert.Equal(75, issue.PerCent);
        Assert.Equal("0.684", Assert.Single(issue.Pairs).Kappa.ToWords());
    }

    [Fact]
    public async Task No_variation_and_nothing_to_compare_are_said_as_such()
    {
        var contents = await ContentsAsync();
        var same = Enumerable.Range(0, 5).Select(index => new DoubleCoded("neutrality", null, 2, 4, 4, CodingState.Stated, CodingState.Stated, index, Channel.OnRecord, Channel.OnRecord)).ToList();
        Assert.StartsWith("no variation", AgreementReader.Of(contents, same).Issues.Single().Alpha.ToWords(), StringComparison.Ordinal);
        var silent = new DoubleCoded("neutrality", null, 2, 4, null, CodingState.Stated, CodingState.Silent, 1, Channel.OnRecord, Channel.OnRecord);
        var one = AgreementReader.Of(contents, [silent]).Issues.Single();
        Assert.StartsWith("not computable", one.Alpha.ToWords(), StringComparison.Ordinal);
        Assert.Equal(1, one.OneStepOnly);
    }

    private async Task<ProcessContents> ContentsAsync()
    {
        using var scope = app.Services.CreateScope();
        return (await scope.ServiceProvider.GetRequiredService<ProcessReader>().ReadAsync("ukraine", Cancellation))!;
    }

    private async Task<List<DrawnUnit>> UnitsAsync(int number)
    {
        using var scope = app.Services.CreateScope();
        var samples = scope.ServiceProvider.GetRequiredService<CodingSamples>();
        var process = await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Processes.Select(row => row.Id).SingleAsync(Cancellation);
        return await samples.UnitsAsync((await samples.FindAsync(process, number, Cancellation))!, Cancellation);
    }
}
