using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Desk;

/// <summary>Several people and windows on one statement: one is first, and nobody loses a word.</summary>
[Trait("Also", "PostgreSQL")]
public sealed partial class TwoAtOnceTests(DeskApp app) : IClassFixture<DeskApp>
{
    [Fact]
    public async Task Who_is_second_sees_both_and_what_was_typed_and_sending_again_is_a_decision()
    {
        var source = await app.Services.AddSourceAsync();
        using var made = await DeskApp.PostAsync(app.Editor, source, DeskApp.Coded());
        var number = DeskApp.Saved(made);
        var first = await FormAsync(app.Editor, number);
        var second = await FormAsync(app.Editor, number);
        using var done = await app.Editor.SendFormAsync(first, new() { ["summary"] = "Words of the first.", ["go"] = "save" });
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);

        using var late = await app.Editor.SendFormAsync(second, new() { ["summary"] = "Words of the second.", ["party"] = "russia", ["go"] = "save" });
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var page = await DeskApp.ReadAsync(late);
        Assert.Contains("This was changed meanwhile", page.QuerySelector("#statement .problems")!.Words(), StringComparison.Ordinal);
        Assert.Equal("Words of the second.", page.QuerySelector<IHtmlTextAreaElement>("#summary")!.Value);
        Assert.Equal("russia", page.QuerySelector<IHtmlSelectElement>("#party")!.Value);
        var theirs = page.QuerySelectorAll(".theirs").Select(one => one.Words()).ToList();
        Assert.Contains("Theirs: Words of the first.", theirs);
        // The party they never touched: see MergeTests.
        Assert.Single(theirs);
        Assert.Equal("Words of the first.", (await app.OnlyAsync(number)).Summary);

        using var again = await app.Editor.SendFormAsync(page.QuerySelector<IHtmlFormElement>("form#statement")!, new() { ["go"] = "save" });
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.Equal("Words of the second.", (await app.OnlyAsync(number)).Summary);
    }

    [Fact]
    public async Task The_number_of_a_draft_that_was_thrown_away_is_given_to_no_other_and_what_was_typed_for_it_comes_back()
    {
        var source = await app.Services.AddSourceAsync();
        using var made = await DeskApp.PostAsync(app.Editor, source, DeskApp.Coded());
        var number = DeskApp.Saved(made);
        var open = await FormAsync(app.Editor, number);
        using var discarded = await app.Editor.PostFormAsync($"/ukraine/desk/statements/{number}", [], $"form[action='/ukraine/desk/statements/{number}/discard']");
        using var another = await DeskApp.PostAsync(app.Editor, source, DeskApp.Coded());
        var next = DeskApp.Saved(another);
        Assert.NotEqual(number, next);

        using var late = await app.Editor.SendFormAsync(open, new() { ["summary"] = "Words for the one that is gone.", ["go"] = "save" });
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
        var page = await DeskApp.ReadAsync(late);
        Assert.Contains("Words for the one that is gone.", page.QuerySelector("main table")!.Words(), StringComparison.Ordinal);
        Assert.Equal("Ukraine keeps the course of its constitution.", (await app.OnlyAsync(next)).Summary);
    }

    [Fact]
    public async Task What_comes_again_after_going_back_leads_where_it_led_although_it_is_kept_elsewhere()
    {
        var source = await app.Services.AddSourceAsync();
        var form = (await app.Editor.GetPageAsync($"/ukraine/desk/sources/{source}")).QuerySelector<IHtmlFormElement>("form#statement")!;
        using var first = await app.Editor.SendFormAsync(form, new(DeskApp.Coded()) { ["autosave"] = "7", ["autosave-version"] = "2" });
        using var again = await app.Editor.SendFormAsync(form, new(DeskApp.Coded()) { ["autosave"] = "", ["autosave-version"] = "" });
        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        Assert.Equal((first.StatusCode, first.Headers.Location), (again.StatusCode, again.Headers.Location));

        // Other words under the same key are not written, and are given back.
        using var other = await app.Editor.SendFormAsync(form, new(DeskApp.Coded()) { ["summary"] = "Words of another sending." });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Contains("Words of another sending.", (await DeskApp.ReadAsync(other)).QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    /// <summary>
    /// Fifty people, twenty rounds: a thousand sendings. They are reviewers, who may change a statement of another that waits for review. A
    /// thousand rounds are run at the door they all go through, in <c>ManyAtOnceTests</c> of the store, and here with <c>ROUNDS=1000</c>, which takes ten minutes.
    /// </summary>
    [Fact]
    public async Task Of_fifty_browsers_on_one_statement_one_is_first_in_each_round_and_every_other_gets_its_text_back()
    {
        const int people = 50;
        var rounds = int.Parse(Environment.GetEnvironmentVariable("ROUNDS") ?? "20", CultureInfo.InvariantCulture);
        var source = await app.Services.AddSourceAsync();
        using var made = await DeskApp.PostAsync(app.Editor, source, DeskApp.Coded());
        var number = DeskApp.Saved(made);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var desk = scope.ServiceProvider.GetRequiredService<DeskStatements>();
            await scope.ServiceProvider.GetRequiredService<Ledger>().WriteAsync(new((await app.OnlyAsync(number)).Editor, "tester"), null, async changes =>
            {
                (await desk.OpenAsync(1, number, TestContext.Current.CancellationToken))!.Submit(changes.At);
                return "/";
            }, TestContext.Current.CancellationToken);
        }

        var clients = new List<HttpClient>();
        for (var person = 0; person < people; person++)
            clients.Add(await app.SignInAsync("Reviewer"));

        // Each browser opens the form once; afterwards it goes on with the one it gets back, as a person would.
        var page = await clients[0].GetPageAsync($"/ukraine/desk/statements/{number}");
        var fields = new ConcurrentDictionary<int, Dictionary<string, string>>();
        await Parallel.ForAsync(0, clients.Count, TestContext.Current.CancellationToken, async (client, _) => fields[client] = Fields(await FormAsync(clients[client], number)));
        for (var round = 0; round < rounds; round++)
        {
            var version = (await app.OnlyAsync(number)).Version;
            var texts = Enumerable.Range(0, clients.Count).Select(client => FormattableString.Invariant($"Round {round}, browser {client}: <words> & more.")).ToList();
            var answers = await Task.WhenAll(clients.Select(async (client, index) =>
            {
                var sent = new Dictionary<string, string>(fields[index])
                {
                    ["summary"] = texts[index],
                    ["version"] = version.ToString(CultureInfo.InvariantCulture),
                    ["once"] = FormattableString.Invariant($"{round:x16}{index:x16}"),
                    ["go"] = "save",
                };
                using var answer = await client.PostAsync(new Uri($"/ukraine/desk/statements/{number}", UriKind.Relative), new FormUrlEncodedContent(sent), TestContext.Current.CancellationToken);
                return (answer.StatusCode, Body: await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            }));
            var winners = Enumerable.Range(0, clients.Count).Where(index => answers[index].StatusCode == HttpStatusCode.SeeOther).ToList();
            var winner = Assert.Single(winners);
            var now = await app.OnlyAsync(number);
            Assert.Equal((texts[winner], version + 1), (now.Summary, now.Version));
            for (var index = 0; index < clients.Count; index++)
            {
                if (index == winner)
                    continue;
                Assert.Equal(HttpStatusCode.Conflict, answers[index].StatusCode);
                Assert.Equal(texts[index], Summary(answers[index].Body));
                Assert.Contains(WebUtility.HtmlEncode(texts[winner]), answers[index].Body, StringComparison.Ordinal);
            }
        }

        Assert.NotNull(page.QuerySelector("#statement"));
        foreach (var client in clients)
            client.Dispose();
    }

    private static string Summary(string html) => WebUtility.HtmlDecode(SummaryField().Match(html).Groups[1].Value);

    private static async Task<IHtmlFormElement> FormAsync(HttpClient client, int number) => (await client.GetPageAsync($"/ukraine/desk/statements/{number}")).QuerySelector<IHtmlFormElement>("form#statement")!;

    internal static Dictionary<string, string> Fields(IHtmlFormElement form)
    {
        var fields = new Dictionary<string, string>();
        foreach (var element in form.Elements)
        {
            if (element.GetAttribute("name") is not { } name)
                continue;
            if (element is IHtmlInputElement { Type: "radio" or "checkbox" } box)
            {
                if (box.IsChecked)
                    fields[name] = box.Value;
            }
            else if (element is IHtmlInputElement input)
            {
                fields[name] = input.Value;
            }
            else if (element is IHtmlSelectElement select)
            {
                fields[name] = select.Value ?? "";
            }
            else if (element is IHtmlTextAreaElement area)
            {
                fields[name] = area.Value;
            }
        }

        return fields;
    }

    [GeneratedRegex("<textarea id=\"summary\"[^>]*>\r?\n?([^<]*)</textarea>")]
    private static partial Regex SummaryField();
}

/// <summary>What is typed and not sent.</summary>
public sealed class AutosaveTests(DeskApp app) : IClassFixture<DeskApp>
{
    [Fact]
    public async Task What_is_typed_is_kept_for_its_person_alone_offered_again_and_gone_when_the_form_was_sent()
    {
        var source = await app.Services.AddSourceAsync();
        var form = (await app.Editor.GetPageAsync($"/ukraine/desk/sources/{source}")).QuerySelector<IHtmlFormElement>("form#statement")!;
        var kept = await SaveAsync(app.Editor, form, source, new() { ["summary"] = "Half a sente" });
        Assert.Equal("saved", kept.Done);

        var home = await app.Editor.GetPageAsync("/ukraine/desk");
        var resume = Assert.Single(home.QuerySelectorAll($"main a[href='/ukraine/desk/sources/{source}?resume={kept.Id}']"));
        var page = await app.Editor.GetPageAsync(resume.GetAttribute("href")!);
        Assert.Equal("Half a sente", page.QuerySelector<IHtmlTextAreaElement>("#summary")!.Value);
        Assert.Empty((await app.Other.GetPageAsync("/ukraine/desk")).QuerySelectorAll("a[href*='resume=']"));
        await app.Other.GetPageAsync($"/ukraine/desk/sources/{source}?resume={kept.Id}", 404);

        var sent = page.QuerySelector<IHtmlFormElement>("form#statement")!;
        using var answer = await app.Editor.SendFormAsync(sent, DeskApp.Coded());
        DeskApp.Saved(answer);
        Assert.Empty((await app.Editor.GetPageAsync("/ukraine/desk")).QuerySelectorAll($"a[href*='resume={kept.Id}']"));
        // What comes late of a form that was sent is not kept again.
        Assert.Equal("sent", (await SaveAsync(app.Editor, sent, source, new() { ["summary"] = "Late" })).Done);
    }

    [Fact]
    public async Task Two_windows_never_write_over_each_other()
    {
        var source = await app.Services.AddSourceAsync();
        var form = (await app.Editor.GetPageAsync($"/ukraine/desk/sources/{source}")).QuerySelector<IHtmlFormElement>("form#statement")!;
        var first = await SaveAsync(app.Editor, form, source, new() { ["summary"] = "First" });
        var seen = first with { };
        var newer = await SaveAsync(app.Editor, form, source, new() { ["summary"] = "First, newer", ["autosave"] = first.Id, ["autosave-version"] = first.Version });
        Assert.Equal((first.Id, "saved"), (newer.Id, newer.Done));
        // The other window has seen the older one.
        var other = (await app.Editor.GetPageAsync($"/ukraine/desk/sources/{source}?resume={first.Id}")).QuerySelector<IHtmlFormElement>("form#statement")!;
        var beside = await SaveAsync(app.Editor, other, source, new() { ["summary"] = "Second", ["autosave"] = seen.Id, ["autosave-version"] = seen.Version });
        Assert.Equal("beside", beside.Done);
        Assert.NotEqual(first.Id, beside.Id);
        foreach (var (id, text) in new[] { (first.Id, "First, newer"), (beside.Id, "Second") })
            Assert.Equal(text, (await app.Editor.GetPageAsync($"/ukraine/desk/sources/{source}?resume={id}")).QuerySelector<IHtmlTextAreaElement>("#summary")!.Value);
        var offered = await app.Editor.GetPageAsync($"/ukraine/desk/sources/{source}");
        Assert.Equal(2, offered.QuerySelectorAll(".told a[href*='resume=']").Length);
    }

    [Fact]
    public async Task Two_savings_of_one_window_that_cross_are_one()
    {
        var source = await app.Services.AddSourceAsync();
        var form = (await app.Editor.GetPageAsync($"/ukraine/desk/sources/{source}")).QuerySelector<IHtmlFormElement>("form#statement")!;
        var first = await SaveAsync(app.Editor, form, source, new() { ["summary"] = "First" });
        // The window is left before the answer to the first is there.
        var second = await SaveAsync(app.Editor, form, source, new() { ["summary"] = "First and more" });
        Assert.Equal((first.Id, "saved"), (second.Id, second.Done));
        // Or goes on to its next page while a later one is under way.
        Assert.Equal((first.Id, "saved"), await SaveAsync(app.Editor, form, source, new() { ["summary"] = "First and more", ["autosave"] = first.Id, ["autosave-version"] = first.Version }) is var third ? (third.Id, third.Done) : default);
        var other = (await app.Editor.GetPageAsync($"/ukraine/desk/sources/{source}")).QuerySelector<IHtmlFormElement>("form#statement")!;
        Assert.NotEqual(first.Id, (await SaveAsync(app.Editor, other, source, new() { ["summary"] = "Another window" })).Id);
        Assert.Equal("First and more", (await app.Editor.GetPageAsync($"/ukraine/desk/sources/{source}?resume={first.Id}")).QuerySelector<IHtmlTextAreaElement>("#summary")!.Value);
    }

    private sealed record Kept(string Done, string Id, string Version);

    private static async Task<Kept> SaveAsync(HttpClient client, IHtmlFormElement form, int source, Dictionary<string, string> fields)
    {
        var sent = TwoAtOnceTests.Fields(form);
        sent["form"] = $"/ukraine/desk/sources/{source}";
        foreach (var (name, value) in fields)
            sent[name] = value;
        using var answer = await client.PostAsync(new Uri("/ukraine/desk/autosave", UriKind.Relative), new FormUrlEncodedContent(sent), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        return new(json.GetProperty("done").GetString()!, json.GetProperty("id").ToString(), json.GetProperty("version").ToString());
    }
}
