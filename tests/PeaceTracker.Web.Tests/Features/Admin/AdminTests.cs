using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Admin;

/// <summary>Parties, people, issues, regions, events, publishers and the settings, each test on a site of its own.</summary>
public sealed class AdminTests : IAsyncLifetime
{
    private readonly PeaceTrackerApp app = new();
    private HttpClient admin = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Kind, a key of the record with that many dependants at least, and words for what hangs on it.</summary>
    public static TheoryData<string, string, string> Held => new()
    {
        { "parties", "russia", "statements" }, { "people", "vladimir-putin", "statements" }, { "issues", "nato-membership", "codings" }, { "regions", "UA-14", "codings" },
        { "events", "alaska-summit", "statements" }, { "publishers", "balita-hub", "1 source" },
    };

    /// <summary>Kind, the fields of a new record, and the name of one with other words for it.</summary>
    public static TheoryData<string, string, string> Added => new()
    {
        { "parties", "name=Ruritania;slug=ruritania;monogram=RUR;kind=state", "name=Kingdom of Ruritania" },
        { "people", "name=Rudolf;slug=rudolf;office-1-title=King;office-1-from=2024;office-1-party=russia;office-1-source=1", "office-1-title=King of Ruritania" },
        { "issues", "title=The moon;slug=moon;question=Whose is it?;group=sky;order=99;step-1-label=Ours;step-1-definition=Ours.;step-2-label=Theirs;step-2-definition=Theirs.", "title=Moon" },
        { "regions", "name=Streslau;slug=streslau;name_uk=Стрельсау;iso=UA-99;code=STR;kind=city;row=6;column=1", "name=New Streslau" },
        { "events", "title=Coronation;slug=coronation;date=about 20 Aug 2025;kind=other;summary=A crown (K1).;sources=1 2", "date=21 Aug 2025" },
        { "publishers", "name=Gazette;slug=gazette;kind=newspaper;grade=C;reason=New.", "grade=D" },
    };

    [Theory]
    [InlineData("parties", "name=Kingdomofruritaniaandallthatbelongstoitwithoutaspacewithinitsname;slug=ruritania;monogram=RUR;kind=state", "/ukraine/parties/ruritania")]
    [InlineData("events", "title=俄羅斯與烏克蘭就停火監督與交換戰俘以及糧食出口走廊和核電站安全等問題在第三國舉行的第一輪直接會談的公報全文;slug=talks;date=about 20 Aug 2025;kind=other;summary=A talk (K1).;sources=1", "/ukraine/events/talks")]
    public async Task A_name_without_a_space_has_its_pages(string kind, string fields, string page)
    {
        using var added = await admin.PostFormAsync($"/ukraine/admin/{kind}/new", Fields(fields));
        Assert.Equal(HttpStatusCode.SeeOther, added.StatusCode);
        using var reader = app.Visitor();
        await reader.GetPageAsync(page);
        await admin.GetPageAsync($"/ukraine/admin/{kind}/{page.Split('/')[^1]}");
    }

    [Fact]
    public async Task A_name_longer_than_any_list_can_show_is_refused()
    {
        using var refused = await admin.PostFormAsync("/ukraine/admin/parties/russia", new() { ["name"] = new string('R', 301) });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("300 characters at most, and these are 301", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync() => admin = await app.SignInAsync(Roles.Admin);

    public ValueTask DisposeAsync()
    {
        admin.Dispose();
        return app.DisposeAsync();
    }

    [Fact]
    public async Task The_index_counts_what_there_is_and_leads_there()
    {
        var page = await admin.GetPageAsync("/ukraine/admin");
        var parties = (await (await app.CreateClient().GetAsync(new Uri("/ukraine/parties.csv", UriKind.Relative), Cancellation)).Content.ReadAsStringAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1;
        Assert.Equal($"Parties: {parties}", page.QuerySelector("a[href='/ukraine/admin/parties']")!.Words());
        foreach (var link in page.QuerySelectorAll("main dl a[href^='/ukraine/']"))
            await admin.GetPageAsync(link.GetAttribute("href")!);
        await admin.GetPageAsync("/nowhere/admin", 404);
        await admin.GetPageAsync("/ukraine/admin/partys", 404);
        await admin.GetPageAsync("/ukraine/admin/parties/ruritania", 404);
    }

    [Theory]
    [MemberData(nameof(Added))]
    public async Task A_record_is_added_changed_and_removed_and_the_log_and_the_projection_follow(string kind, string fields, string change)
    {
        var form = Fields(fields);
        var key = form.GetValueOrDefault("iso", form["slug"]);
        using var added = await admin.PostFormAsync($"/ukraine/admin/{kind}/new", form);
        Assert.Equal($"/ukraine/admin/{kind}?saved={key}", added.Headers.Location?.OriginalString);
        Assert.StartsWith("Saved: ", (await admin.GetPageAsync(added.Headers.Location!.OriginalString)).QuerySelector("[role=status]")!.Words(), StringComparison.Ordinal);
        await AssertProjectionAsync();

        // What was typed is what the form shows again.
        var shown = await admin.GetPageAsync($"/ukraine/admin/{kind}/{key}");
        foreach (var (name, text) in form.Where(pair => pair.Key is not "date" && !pair.Key.StartsWith("step-", StringComparison.Ordinal)))
            Assert.Equal(text, Value(shown, name));

        // Sent as it is, nothing changes.
        var count = await LogAsync();
        using var same = await admin.PostFormAsync($"/ukraine/admin/{kind}/{key}", []);
        Assert.Equal(HttpStatusCode.SeeOther, same.StatusCode);
        Assert.Equal(count, await LogAsync());

        using var changed = await admin.PostFormAsync($"/ukraine/admin/{kind}/{key}", new(Fields(change)) { ["why"] = "A better word." });
        Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);
        Assert.Equal(Fields(change).Values.Single() is var now && change.StartsWith("date=", StringComparison.Ordinal) ? "2025-08-21" : now, Value(await admin.GetPageAsync($"/ukraine/admin/{kind}/{key}"), Fields(change).Keys.Single()));
        await AssertProjectionAsync();

        using var removed = await admin.PostFormAsync($"/ukraine/admin/{kind}/{key}/remove", new() { ["why"] = "Not needed." });
        Assert.Equal($"/ukraine/admin/{kind}", removed.Headers.Location?.OriginalString);
        await admin.GetPageAsync($"/ukraine/admin/{kind}/{key}", 404);
        await AssertProjectionAsync();
        Assert.Equal([("add", null), ("change", "A better word."), ("remove", "Not needed.")], await EntriesAsync(kind == "issues" ? key : $"ukraine/{key}"));
    }

    [Theory]
    [MemberData(nameof(Held))]
    public async Task What_evidence_hangs_on_is_not_removed_and_the_page_says_what_hangs(string kind, string key, string words)
    {
        var asked = await admin.GetPageAsync($"/ukraine/admin/{kind}/{key}/remove");
        Assert.Null(asked.QuerySelector("main form"));
        var form = await admin.FormAsync($"/ukraine/admin/{kind}/{key}");
        var before = await StateAsync();
        form.SetAttribute("action", $"/ukraine/admin/{kind}/{key}/remove");
        using var answer = await admin.SendFormAsync(form, []);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("cannot be removed", text, StringComparison.Ordinal);
        Assert.Contains(words, asked.QuerySelector(".hanging")!.Words(), StringComparison.Ordinal);
        Assert.Equal(before, await StateAsync());
        // Each leads to where it stands.
        foreach (var link in asked.QuerySelectorAll(".hanging a").Take(3))
            await admin.GetPageAsync(link.GetAttribute("href")!);
    }

    [Theory]
    [MemberData(nameof(Held))]
    public async Task A_slug_with_evidence_stays(string kind, string key, string _)
    {
        var field = kind == "regions" ? "iso" : "slug";
        using var answer = await admin.PostFormAsync($"/ukraine/admin/{kind}/{key}", new() { [field] = kind == "regions" ? "UA-98" : "another-name" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("something hangs on this", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        await admin.GetPageAsync($"/ukraine/admin/{kind}/{key}");
    }

    [Fact]
    public async Task A_slug_without_evidence_changes()
    {
        using var added = await admin.PostFormAsync("/ukraine/admin/parties/new", Fields("name=Ruritania;slug=ruritania;monogram=RUR;kind=state"));
        using var renamed = await admin.PostFormAsync("/ukraine/admin/parties/ruritania", new() { ["slug"] = "kingdom-of-ruritania" });
        Assert.Equal("/ukraine/admin/parties?saved=kingdom-of-ruritania", renamed.Headers.Location?.OriginalString);
        await admin.GetPageAsync("/ukraine/admin/parties/ruritania", 404);
        Assert.Equal([("add", null), ("remove", "It was wrong.")], await EntriesAsync("ukraine/ruritania"));
        using var taken = await admin.PostFormAsync("/ukraine/admin/parties/kingdom-of-ruritania", new() { ["slug"] = "russia" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, taken.StatusCode);
    }

    [Fact]
    public async Task A_renamed_party_is_seen_on_the_matrix_at_the_next_request()
    {
        using var reader = app.CreateClient();
        Assert.Contains("Russia", (await reader.GetPageAsync("/ukraine/positions")).QuerySelector(".matrix thead")!.Words(), StringComparison.Ordinal);
        using var answer = await admin.PostFormAsync("/ukraine/admin/parties/russia", new() { ["name"] = "Russian Federation" });
        Assert.Contains("Russian Federation", (await reader.GetPageAsync("/ukraine/positions")).QuerySelector(".matrix thead")!.Words(), StringComparison.Ordinal);
        // How it read before stands in the log, as the seeds brought it.
        Assert.Equal([("seeds", null), ("change", "It was wrong.")], await EntriesAsync("ukraine/russia", "party"));
    }

    [Theory]
    [InlineData("parties", "name=;slug=Bad Slug;monogram=X;kind=", "name slug monogram kind")]
    [InlineData("parties", "name=Two;slug=russia;monogram=RUR;kind=state", "slug")]
    [InlineData("parties", "name=Two;slug=two;monogram=RU;kind=state", "monogram")]
    [InlineData("parties", "name=Two;slug=two;monogram=TWO;kind=empire", "kind")]
    [InlineData("parties", "name=Two\u202Eowt;slug=two;monogram=TWO;kind=state", "name")]
    [InlineData("people", "name=Rudolf;slug=rudolf;office-2-title=;office-2-from=soon;office-2-source=99999", "office-2-from office-2-title office-2-source")]
    [InlineData("people", "name=Another;slug=another;wikidata=Q3874799", "wikidata")]
    [InlineData("people", "name=Another;slug=another;wikidata=Q159", "wikidata")]
    [InlineData("parties", "name=Two;slug=two;monogram=TWO;kind=state;wikidata=Q159", "wikidata")]
    [InlineData("people", "name=Rudolf;slug=rudolf;office-1-title=Envoy;office-1-from=0001;office-1-to=9999", "office-1-from office-1-to")]
    [InlineData("events", "title=Ball;slug=ball;date=9999-12-31;kind=other;summary=See.;sources=1", "date")]
    [InlineData("events", "title=Ball;slug=ball;date=0001-01-01;kind=other;summary=See.;sources=1", "date")]
    [InlineData("events", "title=Ball;slug=ball;date=20/08/25;kind=other;summary=See K99.;sources=1 x", "date sources summary")]
    [InlineData("events", "title=Ball;slug=ball;date=from 2025, end open;kind=other;summary=See.;sources=", "date")]
    [InlineData("regions", "name=Streslau;slug=donetsk;name_uk=С;iso=UA-99;code=DON;kind=city;row=3;column=8", "slug code column")]
    [InlineData("publishers", "name=Gazette;slug=gazette;kind=newspaper;grade=G;reason=", "grade reason")]
    [InlineData("issues", "title=Moon;slug=moon;question=;group=sky;order=one;step-1-label=Ours;step-1-definition=", "question order step-1-definition step-1-label")]
    public async Task What_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(string kind, string fields, string wrong)
    {
        var before = await StateAsync();
        var form = Fields(fields);
        using var answer = await admin.PostFormAsync($"/ukraine/admin/{kind}/new", form);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await AngleSharp.BrowsingContext.New(AngleSharp.Configuration.Default).OpenAsync(async content => content.Content(await answer.Content.ReadAsStringAsync(Cancellation)), Cancellation);
        Assert.StartsWith("Error: ", page.Title, StringComparison.Ordinal);
        Assert.Equal(wrong.Split(' ').Order(), page.QuerySelectorAll(".problems a").Select(link => link.GetAttribute("href")![1..]).Distinct().Order());
        foreach (var name in wrong.Split(' '))
            Assert.Equal("true", page.GetElementById(name)!.GetAttribute("aria-invalid"));
        foreach (var (name, text) in form.Where(pair => pair.Key is not "kind" and not "grade"))
            Assert.Equal(text, Value(page, name));
        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task Two_who_change_one_record_see_each_others_words_and_nothing_is_lost()
    {
        using var other = await app.SignInAsync(Roles.Admin);
        var mine = await admin.FormAsync("/ukraine/admin/parties/russia");
        using var first = await other.PostFormAsync("/ukraine/admin/parties/russia", new() { ["name"] = "Russian Federation", ["aliases"] = "Россия" });
        using var second = await admin.SendFormAsync(mine, new() { ["aliases"] = "Moscow\nKremlin", ["monogram"] = "RF" });
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        var page = await AngleSharp.BrowsingContext.New(AngleSharp.Configuration.Default).OpenAsync(async content => content.Content(await second.Content.ReadAsStringAsync(Cancellation)), Cancellation);
        Assert.Equal(["Aliases"], page.QuerySelectorAll(".clashes th a").Select(link => link.Words()));
        // The name they alone changed is taken over.
        Assert.Equal(["Name"], page.QuerySelectorAll("table.changed:not(.clashes) tbody th").Select(cell => cell.Words()));
        Assert.Equal(("Russian Federation", "RF"), (Value(page, "name"), Value(page, "monogram")));
        Assert.Equal("Moscow\nKremlin", Value(page, "aliases"));
        Assert.Contains("Theirs: Россия", page.QuerySelector("main form")!.Words(), StringComparison.Ordinal);
        // Sent again, it is a decision.
        using var third = await admin.SendFormAsync(page.QuerySelector<IHtmlFormElement>("main form")!, []);
        Assert.Equal(HttpStatusCode.SeeOther, third.StatusCode);
        var now = await admin.GetPageAsync("/ukraine/admin/parties/russia");
        Assert.Equal(("Russian Federation", "Moscow\nKremlin"), (Value(now, "name"), Value(now, "aliases")));
    }

    [Fact]
    public async Task Parts_and_boxes_that_another_one_changed_alone_are_taken_over()
    {
        using var other = await app.SignInAsync(Roles.Admin);
        var page = "/ukraine/admin/people/sergei-lavrov";
        var mine = await admin.FormAsync(page);
        using var first = await other.PostFormAsync(page, new() { ["office-1-from"] = "2004-03", ["office-2-title"] = "Permanent Representative", ["office-2-party"] = "russia" });
        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        using var second = await admin.SendFormAsync(mine, new() { ["aliases"] = "Lavrov" });
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        var merged = await AngleSharp.BrowsingContext.New(AngleSharp.Configuration.Default).OpenAsync(async content => content.Content(await second.Content.ReadAsStringAsync(Cancellation)), Cancellation);
        Assert.Empty(merged.QuerySelectorAll(".clashes, .theirs"));
        Assert.Contains("Office 2 party | (empty) | Russia", merged.QuerySelectorAll("table.changed tbody tr").Select(row => string.Join(" | ", row.QuerySelectorAll("th, td").Select(cell => cell.Words()))));
        Assert.Equal(("2004-03", "Permanent Representative", "russia", "Lavrov"), (Value(merged, "office-1-from"), Value(merged, "office-2-title"), Value(merged, "office-2-party"), Value(merged, "aliases")));

        // Of one office both changed, each in another field, nothing is put together unasked.
        var late = await admin.FormAsync(page);
        using var changed = await other.PostFormAsync(page, new() { ["office-1-to"] = "2030" });
        Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);
        using var refused = await admin.SendFormAsync(late, new() { ["office-1-from"] = "2005" });
        var shown = await AngleSharp.BrowsingContext.New(AngleSharp.Configuration.Default).OpenAsync(async content => content.Content(await refused.Content.ReadAsStringAsync(Cancellation)), Cancellation);
        Assert.Equal(["Office 1 to"], shown.QuerySelectorAll(".clashes th a").Select(link => link.Words()));
        Assert.Equal(("2005", ""), (Value(shown, "office-1-from"), Value(shown, "office-1-to")));
    }

    [Fact]
    public async Task What_was_removed_meanwhile_can_be_added_again_with_what_was_typed()
    {
        using var added = await admin.PostFormAsync("/ukraine/admin/parties/new", Fields("name=Ruritania;slug=ruritania;monogram=RUR;kind=state"));
        var form = await admin.FormAsync("/ukraine/admin/parties/ruritania");
        using var removed = await admin.PostFormAsync("/ukraine/admin/parties/ruritania/remove", []);
        using var answer = await admin.SendFormAsync(form, new() { ["name"] = "Kingdom" });
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var page = await AngleSharp.BrowsingContext.New(AngleSharp.Configuration.Default).OpenAsync(async content => content.Content(await answer.Content.ReadAsStringAsync(Cancellation)), Cancellation);
        using var again = await admin.SendFormAsync(page.QuerySelector<IHtmlFormElement>("main form")!, []);
        Assert.Equal("/ukraine/admin/parties?saved=ruritania", again.Headers.Location?.OriginalString);
        Assert.Equal("Kingdom", Value(await admin.GetPageAsync("/ukraine/admin/parties/ruritania"), "name"));
    }

    [Fact]
    public async Task An_office_that_statements_name_stays_and_others_come_and_go()
    {
        var offices = (await admin.GetPageAsync("/ukraine/admin/people/vladimir-putin")).QuerySelectorAll<IHtmlInputElement>("input[name$='-title']").Select(input => input.Value).ToList();
        Assert.Equal(["President of Russia", "", ""], offices);
        using var renamed = await admin.PostFormAsync("/ukraine/admin/people/vladimir-putin", new() { ["office-1-title"] = "Head of state" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, renamed.StatusCode);
        Assert.Contains("statements name Vladimir Putin as &quot;President of Russia&quot;", await renamed.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var second = await admin.PostFormAsync("/ukraine/admin/people/vladimir-putin", new() { ["office-3-title"] = "Prime minister", ["office-3-from"] = "2008-05", ["office-3-to"] = "2012-05" });
        Assert.Equal(HttpStatusCode.SeeOther, second.StatusCode);
        var now = await admin.GetPageAsync("/ukraine/admin/people/vladimir-putin");
        Assert.Equal(("Prime minister", "2012-05"), (Value(now, "office-2-title"), Value(now, "office-2-to")));
        using var third = await admin.PostFormAsync("/ukraine/admin/people/vladimir-putin", new() { ["office-2-title"] = "", ["office-2-from"] = "", ["office-2-to"] = "" });
        Assert.Equal("", Value(await admin.GetPageAsync("/ukraine/admin/people/vladimir-putin"), "office-2-title"));
        Assert.Equal([("seeds", null), ("change", "It was wrong."), ("change", "It was wrong.")], await EntriesAsync("ukraine/vladimir-putin"));
    }

    [Fact]
    public async Task Settings_are_seen_in_public_and_a_missing_seat_comes_and_goes()
    {
        using var reader = app.CreateClient();
        var before = await admin.GetPageAsync("/ukraine/admin/settings");
        Assert.Equal("nato", Value(before, "seat-1-party"));
        using var wrong = await admin.PostFormAsync("/ukraine/admin/settings", new() { ["pair-2"] = "russia", ["old-after"] = "0", ["searched"] = "", ["seat-4-party"] = "france" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using var answer = await admin.PostFormAsync("/ukraine/admin/settings", new()
        {
            ["title"] = "Talks on Ukraine",
            ["old-after"] = "90",
            ["searched"] = "Nov 2026",
            ["seat-4-party"] = "france",
            ["seat-4-issue"] = "neutrality",
            ["seat-4-reason"] = "For the test.",
        });
        Assert.Equal("/ukraine/admin/settings?saved=ukraine", answer.Headers.Location?.OriginalString);
        Assert.Contains("not applicable", (await reader.GetPageAsync("/ukraine/positions/france/neutrality")).QuerySelector("main")!.Words(), StringComparison.OrdinalIgnoreCase);
        using var gone = await admin.PostFormAsync("/ukraine/admin/settings", new() { ["seat-4-party"] = "", ["seat-4-issue"] = "", ["seat-4-reason"] = "" });
        Assert.DoesNotContain("For the test.", (await reader.GetPageAsync("/ukraine/positions/france/neutrality")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Equal([("seeds", null), ("change", "It was wrong."), ("change", "It was wrong.")], await EntriesAsync("ukraine", "process"));
        await AssertProjectionAsync();
    }

    [Theory]
    [InlineData("searched", "9999-12-31", "a date not after today")]
    [InlineData("searched", "26 Nov 2026", "a date not after today")]
    [InlineData("searched", "0001", "a date from 1900 to 2100")]
    [InlineData("old-after", "2147483647", "a whole number of days from 1 to 36,500")]
    [InlineData("old-after", "36501", "a whole number of days from 1 to 36,500")]
    [InlineData("old-after", "99999999999999999999", "a whole number")]
    public async Task Days_and_numbers_beyond_all_sense_are_refused_in_the_settings_and_pages_go_on(string field, string typed, string expected)
    {
        var before = await StateAsync();
        using var answer = await admin.PostFormAsync("/ukraine/admin/settings", new() { [field] = typed });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await AngleSharp.BrowsingContext.New(AngleSharp.Configuration.Default).OpenAsync(async content => content.Content(await answer.Content.ReadAsStringAsync(Cancellation)), Cancellation);
        Assert.Contains(expected, page.QuerySelector($".problems a[href='#{field}']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(typed, Value(page, field));
        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task A_position_may_stay_new_for_a_hundred_years_and_its_chart_is_drawn()
    {
        using var answer = await admin.PostFormAsync("/ukraine/admin/settings", new() { ["old-after"] = "36500" });
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        using var reader = app.CreateClient();
        await reader.GetPageAsync("/ukraine/issues/nato-membership");
        await reader.GetPageAsync("/ukraine/positions");
    }

    [Fact]
    public async Task A_record_keeps_its_own_item_when_it_is_changed()
    {
        using var answer = await admin.PostFormAsync("/ukraine/admin/people/volodymyr-zelenskyy", new() { ["aliases"] = "Zelenskyy" });
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Fact]
    public async Task An_issue_coded_by_region_stays_so()
    {
        var form = await admin.FormAsync("/ukraine/admin/issues/territory");
        form.QuerySelector("#regional")!.Remove();
        using var answer = await admin.SendFormAsync(form, []);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("it stays coded region by region", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_issue_and_its_end_are_versions_of_the_codebook()
    {
        using var added = await admin.PostFormAsync("/ukraine/admin/issues/new", Fields("title=The moon;slug=moon;question=Whose is it?;group=sky;order=99;step-1-label=Ours;step-1-definition=Ours.;step-3-label=Theirs;step-3-definition=Theirs."));
        Assert.Equal(HttpStatusCode.SeeOther, added.StatusCode);
        using var reader = app.CreateClient();
        var page = await reader.GetPageAsync("/ukraine/about/scales");
        Assert.Contains("New issue: The moon.", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Equal(["1", "2"], page.QuerySelectorAll("[aria-labelledby=moon] tbody td:first-child").Select(cell => cell.Words()));
        using var removed = await admin.PostFormAsync("/ukraine/admin/issues/moon/remove", []);
        Assert.Contains("Issue taken out: The moon.", (await reader.GetPageAsync("/ukraine/about/scales")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_sets_the_fields_it_has_and_no_others()
    {
        var form = await admin.FormAsync("/ukraine/admin/parties/russia");
        using var answer = await admin.SendFormAsync(form, new() { ["name"] = "Russian Federation", ["Id"] = "999", ["ProcessId"] = "2", ["process"] = "2", ["PublishedAt"] = "2" });
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        var party = await db.Parties.SingleAsync(row => row.Slug == "russia", Cancellation);
        Assert.Equal((1, 2), (party.ProcessId, party.Version));
    }

    private static Dictionary<string, string> Fields(string text) => text.Split(';').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    private static string Value(IDocument page, string name) => page.GetElementById(name) switch
    {
        IHtmlInputElement input => input.Value,
        IHtmlSelectElement select => select.Value ?? "",
        IHtmlTextAreaElement text => text.Value.ReplaceLineEndings("\n"),
        _ => throw new InvalidOperationException($"There is no field {name}."),
    };

    private async Task<List<(string Action, string? Reason)>> EntriesAsync(string key, string? kind = null)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        return [.. (await db.Revisions.AsNoTracking().Where(row => row.Key == key && (kind == null || row.Kind == kind)).OrderBy(row => row.Number).ToListAsync(Cancellation)).Select(row => (row.Action, row.Reason))];
    }

    private async Task<int> LogAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Revisions.CountAsync(Cancellation);
    }

    /// <summary>How many changes there were of what admins keep.</summary>
    private async Task<(int, int, int, int)> StateAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        return (await db.Revisions.CountAsync(Cancellation), await db.Parties.CountAsync(Cancellation), await db.People.CountAsync(Cancellation), await db.Issues.CountAsync(Cancellation));
    }

    private Task AssertProjectionAsync() => ProjectionCheck.AssertAsync(app);
}

/// <summary>What stands in the projection is what a rebuilding from the statements gives.</summary>
internal static class ProjectionCheck
{
    public static async Task AssertAsync(PeaceTrackerApp app)
    {
        var written = Rows(app);
        Assert.NotEmpty(written);
        await using var scope = app.Services.CreateAsyncScope();
        await Projection.RebuildAsync(scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>(), TestContext.Current.CancellationToken);
        Assert.Equal(written, Rows(app));
    }

    private static List<string> Rows(PeaceTrackerApp app)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={app.DatabaseFile}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM PublishedCodings ORDER BY Id";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        var values = new object[reader.FieldCount];
        while (reader.Read())
        {
            reader.GetValues(values);
            rows.Add(string.Join('|', values));
        }

        return rows;
    }
}
