using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;
using PeaceTracker.Web.Tests.Features.Desk;

namespace PeaceTracker.Web.Tests.Features.Histories;

/// <summary>What became of sources, proposals and reference data, told to those who may change them, and how it once read put back into the form.</summary>
public sealed class RecordHistoryTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string Proposal = "us-28-points-november-2025";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_source_that_was_changed_twice_has_two_sentences_with_what_stood_before_and_after()
    {
        var (one, first) = await PersonAsync(Roles.Editor);
        var (other, second) = await PersonAsync(Roles.Editor);
        var source = await app.Services.AddSourceAsync();
        var form = $"/ukraine/desk/sources/{source}/edit";
        const string notes = "The ministry put the whole of it on its page on the same evening, in two languages.";
        await SaveAsync(first, form, new() { ["title"] = "A briefing at noon", ["date"] = "19 Nov 2026", ["notes"] = notes });
        await SaveAsync(second, form, new() { ["kind"] = "official-document", ["notes"] = notes.Replace("two", "three", StringComparison.Ordinal) });

        var page = await second.GetPageAsync($"/ukraine/desk/sources/{source}/history");
        Assert.Equal(
            [
                $"{other.Name} changed kind of source and notes on 25 November 2026 at 12:00 UTC.",
                $"{one.Name} changed title, date of publication and notes on 25 November 2026 at 12:00 UTC.",
                "The researched record had it like this, before anybody changed it here.",
            ],
            Sentences(page));
        var entries = Entries(page);
        Assert.Equal([("Kind of source", "transcript", "official document"), ("Notes", notes, notes.Replace("two", "three", StringComparison.Ordinal))], Rows(entries[0]));
        Assert.Equal(("two", "three"), (entries[0].QuerySelector("tr:last-child del")!.Words(), entries[0].QuerySelector("tr:last-child ins")!.Words()));
        Assert.Equal(
            [("Title", $"Briefing {source}", "A briefing at noon"), ("Date of publication", "20 November 2026 (2026-11-20)", "19 November 2026 (2026-11-19)"), ("Notes", "(empty)", notes)],
            Rows(entries[1]));
        // How it read at first is folded.
        Assert.Equal($"Briefing {source}", entries[2].QuerySelector("details dd")!.Words());

        // In one text words alone are struck out; what is short stands whole.
        var inline = await second.GetPageAsync($"/ukraine/desk/sources/{source}/history?diff=inline");
        Assert.Single(Entries(inline)[0].QuerySelectorAll("tr:last-child td"));
        Assert.Equal(("two", "three"), (Entries(inline)[0].QuerySelector("del")!.Words(), Entries(inline)[0].QuerySelector("ins")!.Words()));
        // The form leads to it.
        Assert.Contains($"/ukraine/desk/sources/{source}/history", Links(await first.GetPageAsync(form)));
    }

    [Fact]
    public async Task What_it_once_said_is_put_into_the_form_and_written_only_when_that_is_saved()
    {
        var (_, editor) = await PersonAsync(Roles.Editor);
        var source = await app.Services.AddSourceAsync();
        var (edit, history) = ($"/ukraine/desk/sources/{source}/edit", $"/ukraine/desk/sources/{source}/history");
        await SaveAsync(editor, edit, new() { ["title"] = "A second title", ["author"] = "A. Author" });
        await SaveAsync(editor, edit, new() { ["title"] = "A third title" });

        var page = await editor.GetPageAsync(history);
        // How it reads now is not offered.
        Assert.Equal([false, true, true], Entries(page).Select(entry => Restore(entry) is not null));
        var restored = await editor.GetPageAsync(Restore(Entries(page)[2])!);
        Assert.Equal("Filled in with how it read in the researched record. Nothing is changed until you save it.", restored.QuerySelector("form [role=status]")!.Words());
        var form = restored.QuerySelector<IHtmlFormElement>("main form[method=post]")!;
        Assert.Equal(($"Briefing {source}", ""), (Value(form, "title"), Value(form, "author")));
        Assert.Equal(3, Sentences(await editor.GetPageAsync(history)).Count);

        var late = (await editor.GetPageAsync(Restore(Entries(page)[1])!)).QuerySelector<IHtmlFormElement>("main form[method=post]")!;
        Assert.Equal(("A second title", "A. Author"), (Value(late, "title"), Value(late, "author")));
        using var saved = await editor.SendFormAsync(form, []);
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        var after = await editor.GetPageAsync(history);
        Assert.Equal([("Title", "A third title", $"Briefing {source}"), ("Author", "A. Author", "(empty)")], Rows(Entries(after)[0]));
        Assert.Equal(4, Entries(after).Count);

        // The form that was filled in before that save is no newer for it.
        using var stale = await editor.SendFormAsync(late, []);
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal(4, Sentences(await editor.GetPageAsync(history)).Count);
    }

    [Fact]
    public async Task A_renamed_party_tells_name_and_reason_and_no_slug_where_the_form_has_words()
    {
        var (person, admin) = await PersonAsync(Roles.Admin);
        await SaveAsync(admin, "/ukraine/admin/parties/turkiye", new() { ["name"] = "Republic of Türkiye", ["why"] = "Its own name." });
        await SaveAsync(admin, "/ukraine/admin/parties/turkiye", new() { ["members"] = "united-states", ["kind"] = "organisation" });

        var page = await admin.GetPageAsync("/ukraine/admin/parties/turkiye/history");
        Assert.Equal(
            [
                $"{person.Name} changed kind and members on 25 November 2026 at 12:00 UTC.",
                $"{person.Name} changed name on 25 November 2026 at 12:00 UTC.",
                "The researched record had it like this, before anybody changed it here.",
            ],
            Sentences(page));
        Assert.Equal([("Kind", "state", "organisation"), ("Members", "(empty)", "United States")], Rows(Entries(page)[0]));
        Assert.Contains("Why: Its own name.", Entries(page)[1].Words(), StringComparison.Ordinal);
        Assert.Equal("Republic of Türkiye", Assert.Single(Rows(Entries(page)[1])).After);
        Assert.Contains("/ukraine/admin/parties/turkiye/history", Links(await admin.GetPageAsync("/ukraine/admin/parties/turkiye")));

        var restored = await admin.GetPageAsync(Restore(Entries(page)[1])!);
        var form = restored.QuerySelector<IHtmlFormElement>("main form[method=post]")!;
        Assert.Equal("Republic of Türkiye", Value(form, "name"));
        Assert.Equal("state", form.QuerySelector<IHtmlSelectElement>("#kind")!.Value);
        Assert.DoesNotContain(form.QuerySelectorAll<IHtmlInputElement>("[name=members]"), box => box.IsChecked);
        using var saved = await admin.SendFormAsync(form, new() { ["why"] = "That was wrong." });
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        var after = await admin.GetPageAsync("/ukraine/admin/parties/turkiye/history");
        Assert.Equal([("Kind", "organisation", "state"), ("Members", "United States", "(empty)")], Rows(Entries(after)[0]));
        Assert.Contains("Why: That was wrong.", Entries(after)[0].Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_office_an_event_an_issue_and_the_settings_tell_their_fields_in_the_words_of_their_forms()
    {
        var (_, admin) = await PersonAsync(Roles.Admin);
        var page = await ChangedAsync("people/vladimir-putin", new() { ["office-1-to"] = "20 Aug 2025" });
        var (label, before, after) = Assert.Single(Rows(Entries(page)[0]));
        Assert.Equal("Offices", label);
        Assert.Contains("speaks for: Russia", before, StringComparison.Ordinal);
        Assert.DoesNotContain("to: 20 August 2025", before, StringComparison.Ordinal);
        Assert.Contains("to: 20 August 2025 (2025-08-20)", after, StringComparison.Ordinal);

        page = await ChangedAsync("events/alaska-summit", new() { ["date"] = "about 16 Aug 2025" });
        Assert.Equal(("Date", "15 August 2025 (2025-08-15)", "about 16 August 2025 (2025-08-16~)"), Assert.Single(Rows(Entries(page)[0])));

        page = await ChangedAsync("issues/nato-membership", new() { ["regional"] = "yes" });
        Assert.Equal(("Coded region by region", "no", "yes"), Assert.Single(Rows(Entries(page)[0])));
        Assert.Contains("1. ", Entries(page)[1].QuerySelector("details")!.Words(), StringComparison.Ordinal);

        page = await ChangedAsync("settings", new() { ["old-after"] = "100" });
        var row = Assert.Single(Rows(Entries(page)[0]));
        Assert.Equal(("Days after which a position is called old", "100"), (row.Label, row.After));
        var form = (await admin.GetPageAsync(Restore(Entries(page)[1])!)).QuerySelector<IHtmlFormElement>("main form[method=post]")!;
        Assert.Equal(row.Before, Value(form, "old-after"));

        async Task<IDocument> ChangedAsync(string record, Dictionary<string, string> fields)
        {
            await SaveAsync(admin, $"/ukraine/admin/{record}", fields);
            return await admin.GetPageAsync($"/ukraine/admin/{record}/history");
        }
    }

    [Fact]
    public async Task What_was_removed_says_so_and_is_added_again_from_how_it_read()
    {
        var (person, admin) = await PersonAsync(Roles.Admin);
        await SaveAsync(admin, "/ukraine/admin/issues/new", new()
        {
            ["title"] = "The moon",
            ["slug"] = "moon",
            ["question"] = "Whose is it?",
            ["group"] = "sky",
            ["order"] = "99",
            ["step-1-label"] = "Ours alone",
            ["step-1-definition"] = "Ours.",
            ["step-2-label"] = "Theirs alone",
            ["step-2-definition"] = "Theirs.",
        });
        await SaveAsync(admin, "/ukraine/admin/issues/moon/remove", new() { ["why"] = "Nobody asks." });

        var page = await admin.GetPageAsync("/ukraine/admin/issues/moon/history");
        Assert.Contains("It was removed.", page.QuerySelector("main .note")!.Words(), StringComparison.Ordinal);
        Assert.Equal([$"{person.Name} removed it on 25 November 2026 at 12:00 UTC.", $"{person.Name} entered it on 25 November 2026 at 12:00 UTC."], Sentences(page));
        Assert.Contains("Why: Nobody asks.", Entries(page)[0].Words(), StringComparison.Ordinal);
        // Its own page leads there.
        Assert.Contains("/ukraine/admin/issues/moon/history", Links(await admin.GetPageAsync("/ukraine/admin/issues/moon", 404)));

        var again = await admin.GetPageAsync(Restore(Entries(page)[1])!);
        var form = again.QuerySelector<IHtmlFormElement>("main form[method=post]")!;
        Assert.Equal(("The moon", "moon", "Theirs alone"), (Value(form, "title"), Value(form, "slug"), Value(form, "step-2-label")));
        using var saved = await admin.SendFormAsync(form, []);
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Equal(3, Sentences(await admin.GetPageAsync("/ukraine/admin/issues/moon/history")).Count);
        await admin.GetPageAsync("/ukraine/admin/issues/moon");
    }

    [Fact]
    public async Task A_merged_source_says_into_what_and_that_it_was_undone()
    {
        var (person, admin) = await PersonAsync(Roles.Admin);
        var (_, reviewer) = await PersonAsync(Roles.Reviewer);
        await SaveAsync(admin, "/ukraine/admin/merges?merged=235&kept=233", new() { ["why"] = "One page, entered twice." });

        var page = await reviewer.GetPageAsync("/ukraine/desk/sources/235/history");
        Assert.Contains("it goes under No. 233", page.QuerySelector("main .note")!.Words(), StringComparison.Ordinal);
        Assert.Equal($"{person.Name} merged it into No. 233 on 25 November 2026 at 12:00 UTC.", Sentences(page)[0]);
        Assert.Contains("Why: One page, entered twice.", Entries(page)[0].Words(), StringComparison.Ordinal);

        using var undone = await admin.PostFormAsync("/ukraine/admin/merges", [], "main table form");
        Assert.Equal(HttpStatusCode.SeeOther, undone.StatusCode);
        page = await reviewer.GetPageAsync("/ukraine/desk/sources/235/history");
        Assert.Equal($"{person.Name} undid that it was merged into No. 233 on 25 November 2026 at 12:00 UTC.", Sentences(page)[0]);
        Assert.Null(page.QuerySelector("main .note"));
    }

    [Fact]
    public async Task A_proposal_tells_what_became_of_its_description_and_of_its_clauses_in_public()
    {
        var (person, reviewer) = await PersonAsync(Roles.Reviewer);
        var writer = await app.Services.AddAccountAsync([Roles.Editor]);
        var clause = await app.Services.WriteAsync(writer, async (_, desk, process, changes) =>
        {
            var number = await desk.All(process).Where(row => row.Proposal == Proposal && row.Clause == "7" && row.Status == StatementStatus.Published).Select(row => row.Number).SingleAsync(Cancellation);
            var published = (await desk.PublishedAsync(process, number, Cancellation))!;
            var amendment = published.Amendment(published.Revision + 1, writer.Id, "Words were missing.");
            typeof(Statement).GetProperty(nameof(Statement.Summary))!.SetValue(amendment, published.Summary + " It says so twice.");
            desk.Add(amendment);
            amendment.Submit(changes.At);
            changes.Note(amendment, "amend", "ukraine", "Words were missing.");
            return number;
        });
        await app.Services.PublishAsync(await app.Services.AddAccountAsync([Roles.Reviewer]), clause);
        await SaveAsync(reviewer, $"/ukraine/desk/proposals/{Proposal}", new() { ["title"] = "The 28 points", ["provenance"] = "reported" });

        var page = await reviewer.GetPageAsync($"/ukraine/desk/proposals/{Proposal}/history");
        Assert.Equal($"{person.Name} changed title and how the text became known on 25 November 2026 at 12:00 UTC.", Sentences(page)[0]);
        Assert.Equal([("Title", "US draft of 28 points", "The 28 points"), ("How the text became known", "leaked", "reported in words")], Rows(Entries(page)[0]));
        Assert.Matches(FormattableString.Invariant($@"^Person [0-9]+ approved a change of clause 7 \(No. {clause}\) on 25 November 2026 at 12:00 UTC\.$"), Sentences(page)[2]);
        Assert.Contains("Why: Words were missing.", Entries(page)[2].Words(), StringComparison.Ordinal);
        Assert.Equal("It says so twice.", Entries(page)[2].QuerySelector("ins")!.Words());
        Assert.Contains($"/ukraine/desk/statements/{clause}/history", Links(page));
        Assert.Contains($"/ukraine/review/{clause}/withdraw", Links(page));
        Assert.Contains($"/ukraine/desk/proposals/{Proposal}/history", Links(await reviewer.GetPageAsync($"/ukraine/desk/proposals/{Proposal}")));

        var form = (await reviewer.GetPageAsync(Restore(Entries(page)[1])!)).QuerySelector<IHtmlFormElement>("main form.entry")!;
        Assert.Equal("US draft of 28 points", Value(form, "title"));
        using var saved = await reviewer.SendFormAsync(form, []);
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Equal([("Title", "The 28 points", "US draft of 28 points"), ("How the text became known", "reported in words", "leaked")], Rows(Entries(await reviewer.GetPageAsync($"/ukraine/desk/proposals/{Proposal}/history"))[0]));
    }

    [Fact]
    public async Task Names_stay_with_those_who_may_change_the_record()
    {
        var (person, reviewer) = await PersonAsync(Roles.Reviewer);
        var (_, editor) = await PersonAsync(Roles.Editor);
        var (_, admin) = await PersonAsync(Roles.Admin);
        using var reader = app.Visitor();
        await SaveAsync(reviewer, "/ukraine/desk/sources/12/edit", new() { ["notes"] = "Seen again." });

        Assert.Contains(person.Name, (await reviewer.GetPageAsync("/ukraine/desk/sources/12/history")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        // What is public is restored by reviewers; an editor reads why.
        var page = await editor.GetPageAsync("/ukraine/desk/sources/12/history");
        Assert.Null(Restore(Entries(page)[1]));
        Assert.Contains("so a reviewer restores what it said", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        var locked = await editor.GetPageAsync(Restore(Entries(await reviewer.GetPageAsync("/ukraine/desk/sources/12/history"))[1])!);
        Assert.Null(locked.QuerySelector("main form"));

        foreach (var (client, address) in new[] { (admin, "/ukraine/desk/sources/12/history"), (admin, $"/ukraine/desk/proposals/{Proposal}/history"), (editor, "/ukraine/admin/parties/russia/history"), (reviewer, "/ukraine/admin/settings/history") })
            Assert.DoesNotContain(person.Name, (await client.GetPageAsync(address, 403)).Body!.TextContent, StringComparison.Ordinal);
        foreach (var address in new[] { "/ukraine/desk/sources/12/history", "/ukraine/admin/parties/russia/history" })
        {
            using var answer = await reader.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
            Assert.StartsWith("/account/sign-in", answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
        }

        foreach (var address in new[] { "/ukraine/sources/12", "/ukraine/sources/12.json", "/ukraine/sources/12.csv", "/ukraine/sources", "/ukraine/changes", "/ukraine/changes.atom" })
            Assert.DoesNotContain(person.Name, await reader.GetStringAsync(new Uri(address, UriKind.Relative), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_changed_says_so_and_what_is_not_there_has_a_way_on()
    {
        var (_, admin) = await PersonAsync(Roles.Admin);
        var (_, editor) = await PersonAsync(Roles.Editor);
        var page = await admin.GetPageAsync("/ukraine/admin/publishers/balita-hub/history");
        Assert.Empty(Entries(page));
        Assert.Contains("It reads as the researched record brought it: nobody has changed it here.", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);

        Assert.Contains("/ukraine/admin/parties", Links(await admin.GetPageAsync("/ukraine/admin/parties/ruritania/history", 404)));
        Assert.Contains("/ukraine/admin/parties", Links(await admin.GetPageAsync("/ukraine/admin/partys/russia/history", 404)));
        Assert.Contains("/ukraine/desk", Links(await editor.GetPageAsync("/ukraine/desk/sources/99999/history", 404)));
        Assert.Contains("/ukraine/desk/proposals", Links(await editor.GetPageAsync("/ukraine/desk/proposals/no-such/history", 404)));
        // An entry of another record restores nothing.
        var source = await app.Services.AddSourceAsync();
        Assert.Contains($"/ukraine/desk/sources/{source}/history", Links(await editor.GetPageAsync($"/ukraine/desk/sources/{source}/edit?from=1", 400)));
        Assert.Contains("/ukraine/admin/parties/russia/history", Links(await admin.GetPageAsync("/ukraine/admin/parties/russia?from=1", 400)));
        Assert.Contains("/ukraine/admin/parties", Links(await admin.GetPageAsync("/ukraine/admin/parties/new?from=1", 400)));
        Assert.Contains("/ukraine/admin/settings/history", Links(await admin.GetPageAsync("/ukraine/admin/settings?from=999999", 400)));
    }

    [Fact]
    public async Task A_text_that_was_pasted_is_told_among_the_changes_of_its_source()
    {
        var (person, editor) = await PersonAsync(Roles.Editor);
        var source = await app.Services.AddSourceAsync();
        await SaveAsync(editor, $"/ukraine/desk/sources/{source}/texts/new", new() { ["text"] = DeskSamples.Text + "\n\nA line was added.", ["reason"] = "The ministry printed a line more." });
        await SaveAsync(editor, $"/ukraine/desk/sources/{source}/edit", new() { ["title"] = "A title" });
        var page = await editor.GetPageAsync($"/ukraine/desk/sources/{source}/history");
        Assert.Equal($"{person.Name} changed title on 25 November 2026 at 12:00 UTC.", Sentences(page)[0]);
        Assert.Contains($"{person.Name} pasted text 2 on 25 November 2026 at 12:00 UTC.", Sentences(page));
        Assert.Contains($"/ukraine/desk/sources/{source}/texts/2", Links(page));
    }

    [Fact]
    public async Task A_source_tells_when_readers_first_saw_it_and_what_keeps_it_in_public()
    {
        var (_, editor) = await PersonAsync(Roles.Editor);
        var (writer, approver) = (await app.Services.AddAccountAsync([Roles.Editor]), await app.Services.AddAccountAsync([Roles.Reviewer]));
        var source = await app.Services.AddSourceAsync();
        var history = $"/ukraine/desk/sources/{source}/history";
        Assert.Contains("Readers do not see it: no statement from it has been approved. No statement names it.", (await editor.GetPageAsync(history)).QuerySelector("section[aria-labelledby=rests]")!.Words(), StringComparison.Ordinal);
        var number = await app.Services.SubmitAsync(writer, new() { Source = source });
        Assert.Contains($"Being worked on No. {number}", (await editor.GetPageAsync(history)).QuerySelector("section[aria-labelledby=rests]")!.Words(), StringComparison.Ordinal);
        await app.Services.PublishAsync(approver, number);

        var page = await editor.GetPageAsync(history);
        Assert.Matches(@"^Person [0-9]+ made it public on 25 November 2026 at 12:00 UTC, by approving the first statement that rests on it\.$", Sentences(page)[0]);
        Assert.Contains($"Public No. {number}", page.QuerySelector("section[aria-labelledby=rests]")!.Words(), StringComparison.Ordinal);
        // Only reviewers withdraw.
        Assert.DoesNotContain($"/ukraine/review/{number}/withdraw", Links(page));
        using var reviewer = await app.SignInAsync(Roles.Reviewer);
        Assert.Contains($"/ukraine/review/{number}/withdraw", Links(await reviewer.GetPageAsync(history)));
    }

    private static List<IElement> Entries(IDocument page) => [.. page.QuerySelectorAll("ol.revisions > li")];

    private static List<string> Sentences(IDocument page) => [.. page.QuerySelectorAll("ol.revisions > li > h3").Select(title => title.Words())];

    private static List<(string Label, string Before, string After)> Rows(IElement entry) =>
        [.. entry.QuerySelectorAll("table tbody tr").Select(row => (row.QuerySelector("th")!.Words(), row.QuerySelectorAll("td")[0].Words(), row.QuerySelectorAll("td")[1].Words()))];

    private static string? Restore(IElement entry) => entry.QuerySelectorAll("a").FirstOrDefault(link => link.Words().StartsWith("Restore", StringComparison.Ordinal))?.GetAttribute("href");

    private static List<string> Links(IDocument page) => [.. page.QuerySelectorAll("main a[href]").Select(link => link.GetAttribute("href")!)];

    private static string Value(IHtmlFormElement form, string name) => form.Elements.First(element => element.GetAttribute("name") == name) switch
    {
        IHtmlInputElement input => input.Value,
        IHtmlTextAreaElement text => text.Value,
        var other => throw new InvalidOperationException(other.TagName),
    };

    [Theory]
    [InlineData("/ukraine/desk/sources/12/edit", "notes", "main form[method=post]")]
    [InlineData("/ukraine/desk/proposals/us-28-points-november-2025", "title", "main form.entry")]
    [InlineData("/ukraine/admin/parties/turkiye", "name", "main form[method=post]")]
    [InlineData("/ukraine/admin/merges?merged=235&kept=233", "why", "main form[method=post]")]
    public async Task What_readers_see_is_changed_with_a_reason_and_what_was_typed_stays_until_there_is_one(string page, string field, string form)
    {
        using var person = await app.SignInAsync("Reviewer", "Admin");
        using var answer = await person.PostFormAsync(page, new() { [field] = "Words of somebody", ["why"] = " " }, form);
        Assert.Equal(422, (int)answer.StatusCode);
        var again = await DeskApp.ReadAsync(answer);
        Assert.Contains("Say why it is changed", again.QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
        if (field != "why")
            Assert.Equal("Words of somebody", again.QuerySelector<IHtmlInputElement>($"#{field}")?.Value ?? again.QuerySelector<IHtmlTextAreaElement>($"#{field}")!.Value.Trim());
    }

    private static async Task SaveAsync(HttpClient client, string page, Dictionary<string, string> fields)
    {
        using var answer = await client.PostFormAsync(page, fields);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    private async Task<((int Id, string Name) Person, HttpClient Client)> PersonAsync(string role)
    {
        var account = await app.Services.AddAccountAsync([role]);
        await using var scope = app.Services.CreateAsyncScope();
        var name = await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Users.Where(row => row.Id == account.Id).Select(row => row.Name).SingleAsync(Cancellation);
        return ((account.Id, name), await app.SignInAsync(account));
    }
}
