using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;
using PeaceTracker.Web.Tests.Features.Desk;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Tests.Features.DeskProposals;

/// <summary>From the text of a source to a proposal whose clauses are drafts, and on to the public.</summary>
public sealed class DeskProposalsTests(DeskApp app) : IClassFixture<DeskApp>
{
    private const string New = "/ukraine/desk/proposals/new";

    private static int made;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plan_of_28_clauses_becomes_a_proposal_and_drafts_and_is_public_from_the_first_approval_on()
    {
        var source = await app.Services.AddSourceAsync(DeskSamples.Plan, date: "2025-11-21");
        var form = await CutAsync(app.Editor, source, title: "A plan of 28 points");
        // 28 clauses, two under the 13th, and what stands before them.
        Assert.Equal(31, form.QuerySelectorAll(".piece").Length);
        Assert.Equal("1", form.QuerySelector(".piece[data-depth='1']")!.GetAttribute("data-depth"));
        Assert.Contains("Not saved yet", form.Owner!.QuerySelector("#save-state")!.TextContent, StringComparison.Ordinal);

        // The last line is no clause.
        var last = Piece(form, "28");
        form = await SendAsync(app.Editor, form, new() { [$"place-{last}"] = Place(form, last, "Done in"), ["go"] = $"split-{last}" });
        form = await SendAsync(app.Editor, form, new() { ["go"] = $"out-{Piece(form, "28b")}" });
        Input(form, $"number-{Piece(form, "28a")}").Value = "28";
        // What the codebook's words suggest of the issues that these clauses are coded on in the record.
        var right = 0;
        foreach (var (number, issue) in DeskSamples.PlanIssues)
        {
            if (form.QuerySelector<IHtmlInputElement>($"[name='tag-{Piece(form, number)}'][value='{issue}']") is not { } box)
                continue;
            Assert.False(box.IsChecked);
            box.IsChecked = true;
            right++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{right} of {DeskSamples.PlanIssues.Count} issues were suggested.");
        Assert.True(right >= 14, $"{right}");
        var (limits, membership) = (Piece(form, "6"), Piece(form, "7"));
        Select(form, $"step-{limits}-force-limits").Value = "3";
        Select(form, $"step-{membership}-nato-membership").Value = "5";
        Select(form, $"to-{membership}-nato-membership").Value = "6";
        Input(form, $"why-{membership}-nato-membership").Value = "It may bind the law or only the government.";
        Input(form, $"summary-{Piece(form, "1")}").Value = "Confirms the sovereignty of Ukraine.";

        // What was suggested and not looked at is neither yes nor no.
        form = await SendAsync(app.Editor, form, new() { ["go"] = "save" }, HttpStatusCode.UnprocessableEntity);
        Assert.Contains("tick an issue it speaks of, or that none that is suggested fits", form.QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
        foreach (var none in form.QuerySelectorAll<IHtmlInputElement>("[data-none]").Where(none => none.Closest(".piece")!.QuerySelectorAll<IHtmlInputElement>("[data-tag]").All(tag => !tag.IsChecked)))
            none.IsChecked = true;
        using var answer = await app.Editor.SendFormAsync(form, new() { ["go"] = "save" });
        var address = await SavedAsync(answer, 30);
        var slug = address.Split('/')[^1];
        var proposal = await ProposalAsync(slug);
        Assert.Equal(("a-plan-of-28-points", "", null), (proposal.Slug, proposal.Record, proposal.PublishedAt));
        Assert.Equal(("2025-11-21", "leaked", "united-states", "ukraine"), (proposal.Date.Text, proposal.Provenance, Assert.Single(proposal.Proponents), Assert.Single(proposal.Addressees)));
        Assert.Equal([source], proposal.Sources);
        Assert.Equal(("us-28-points-november-2025", "revision"), (Assert.Single(proposal.Lineage).From, proposal.Lineage[0].Kind));

        var clauses = await ClausesAsync(slug);
        Assert.Equal(30, clauses.Count);
        Assert.Equal(Enumerable.Range(clauses[0].Number, 30), clauses.Select(row => row.Number));
        var text = await TextAsync(source);
        Assert.All(clauses, clause =>
        {
            Assert.Equal((StatementStatus.Draft, Channel.LeakedDocument, "2025-11-21", 2), (clause.Status, clause.Channel, clause.MadeOn.Text, clause.Information));
            Assert.Equal(["united-states"], clause.Parties);
            var citation = Assert.Single(clause.Citations);
            Assert.Equal((source, 1), (citation.Source, citation.TextNumber));
            Assert.Equal(citation.Exact, text.Substring(citation.Position!.Value, citation.Exact!.Length));
            Assert.Equal(citation.Exact, clause.Quote);
            Assert.Equal("en", clause.QuoteLanguage);
            Assert.NotEmpty(clause.Summary);
        });
        AssertNoWordLost(text, clauses, "Draft framework for the settlement\nThe parties agree as follows.", "Done in two copies.");
        Assert.Equal("Confirms the sovereignty of Ukraine.", clauses[0].Summary);
        var six = Assert.Single(clauses.Single(row => row.Clause == "6").Codings);
        Assert.Equal(("united-states", "force-limits", 3, 3, CodingState.Stated), (six.Party, six.Issue, six.StepFrom, six.StepTo, six.State));
        var seven = Assert.Single(clauses.Single(row => row.Clause == "7").Codings);
        Assert.Equal((5, 6, CodingState.Ambiguous, "It may bind the law or only the government."), (seven.StepFrom, seven.StepTo, seven.State, seven.Reason));
        // A tag without a step says what the clause speaks of.
        Assert.Equal(("elections", 0), (clauses.Single(row => row.Clause == "25").Topic, clauses.Single(row => row.Clause == "25").Codings.Count));

        // Nothing of it is public.
        using var visitor = app.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(new Uri($"/ukraine/proposals/{slug}", UriKind.Relative), Stop)).StatusCode);
        Assert.DoesNotContain(slug, await visitor.GetStringAsync(new Uri("/ukraine/proposals.json", UriKind.Relative), Stop), StringComparison.Ordinal);
        var list = await app.Editor.GetPageAsync("/ukraine/desk/proposals");
        Assert.Contains("not public. Clauses: 30 draft", list.QuerySelector($"a[href='{address}']")!.ParentElement!.Words(), StringComparison.Ordinal);

        // The two that are coded are older than what counts now, which their editor has to look at first; the others go to review.
        using var sent = await app.Editor.PostFormAsync(address, [], $"form[action='{address}/submit']");
        Assert.Equal($"{address}?sent=28", sent.Headers.Location?.OriginalString);
        Assert.Equal(["6", "7"], (await ClausesAsync(slug)).Where(clause => clause.Status != StatementStatus.InReview).Select(clause => clause.Clause));
        Assert.Null((await ProposalAsync(slug)).PublishedAt);
        await app.Services.PublishAsync(await app.Services.AddAccountAsync(["Reviewer"]), clauses[0].Number);
        Assert.NotNull((await ProposalAsync(slug)).PublishedAt);
        var open = await visitor.GetStringAsync(new Uri($"/ukraine/proposals/{slug}", UriKind.Relative), Stop);
        Assert.Contains("Confirms the sovereignty of Ukraine.", open, StringComparison.Ordinal);
        Assert.DoesNotContain("600,000", open, StringComparison.Ordinal);
        // What was written is what the log tells.
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var log = await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Revisions.Where(row => row.Key == $"ukraine/{slug}").OrderBy(row => row.Number).Select(row => row.Action).ToListAsync(Stop);
            Assert.Equal(["draft", "publish"], log);
        }

        // Now only a reviewer changes its description.
        Assert.Null((await app.Editor.GetPageAsync(address)).QuerySelector("#title"));
        Assert.NotNull((await app.Reviewer.GetPageAsync(address)).QuerySelector("#title"));
    }

    [Fact]
    public async Task The_words_of_the_codebook_find_the_issues_of_the_record()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        var issues = await db.Issues.AsNoTracking().ToListAsync(Stop);
        var suggestion = new IssueSuggestion(issues, await db.Regions.Select(row => row.Name).ToListAsync(Stop));
        var clauses = await DeskStatements.WithDetails(scope.ServiceProvider.GetRequiredService<DeskStatements>().All(1).Where(row => row.Proposal == "us-28-points-november-2025" && row.Status == StatementStatus.Published)).ToListAsync(Stop);
        var (known, found, suggested) = (0, 0, 0);
        foreach (var clause in clauses)
        {
            var coded = clause.Codings.Select(coding => coding.Issue).Concat(clause.Topics.Where(topic => issues.Exists(issue => issue.Slug == topic))).ToHashSet();
            var offered = suggestion.For(clause.Summary).Select(issue => issue.Slug).ToList();
            (known, found, suggested) = (known + coded.Count, found + offered.Count(coded.Contains), suggested + offered.Count);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{clauses.Count} clauses: {found} of {known} issues found, {suggested} suggested.");
        Assert.True(clauses.Count >= 30);
        Assert.True(found >= 0.7 * known, $"{found} of {known}");
        Assert.True(found >= 0.6 * suggested, $"{found} of {suggested} suggested");
    }

    [Fact]
    public async Task Pieces_are_joined_split_left_out_and_taken_in_and_everything_typed_stays()
    {
        var source = await app.Services.AddSourceAsync("Agreed in good faith:\n1. One is one. Two is two.\n2. Three.\n(a) Four.\n3. Five.");
        var form = await CutAsync(app.Editor, source);
        var (one, two) = (Piece(form, "1"), Piece(form, "2"));
        Input(form, $"summary-{one}").Value = "First.";
        Input(form, $"summary-{two}").Value = "Second.";
        Input(form, "title").Value = "Typed later";
        form = await SendAsync(app.Editor, form, new() { ["go"] = $"join-{two}" });
        Assert.Equal(["preamble", "1", "2a", "3"], Numbers(form));
        Assert.Equal(("First. Second.", "Typed later"), (Input(form, $"summary-{one}").Value, Input(form, "title").Value));
        Assert.Equal("One is one. Two is two.\n2. Three.", form.QuerySelector($"[data-words='{one}']")!.TextContent);

        form = await SendAsync(app.Editor, form, new() { [$"place-{one}"] = Place(form, one, "Two is"), ["go"] = $"split-{one}" });
        Assert.Equal(["preamble", "1a", "1b", "2a", "3"], Numbers(form));
        // The part that was split off is looked at.
        Assert.True(form.QuerySelector($"#piece-{Piece(form, "1b")}")!.HasAttribute("autofocus"));
        var three = Piece(form, "3");
        form = await SendAsync(app.Editor, form, new() { ["go"] = $"out-{three}" });
        Assert.NotNull(form.QuerySelector($"#piece-{three}.none"));
        form = await SendAsync(app.Editor, form, new() { ["go"] = $"in-{three}" });
        Assert.Null(form.QuerySelector($"#piece-{three}.none"));
        form = await SendAsync(app.Editor, form, new() { ["go"] = "in-0" });
        Assert.Equal("Preamble", form.QuerySelector("#piece-0 h3")!.Words());
        Assert.Null(form.QuerySelector("#piece-0.none"));
        // With a script the caret says where.
        var four = Piece(form, "2a");
        form = await SendAsync(app.Editor, form, new() { ["caret"] = "3", ["go"] = $"split-{four}" }, HttpStatusCode.UnprocessableEntity);
        Assert.Contains("cannot be split inside a word", form.QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
        Assert.Equal("First. Second.", Input(form, $"summary-{one}").Value);

        using var answer = await app.Editor.SendFormAsync(form, new() { ["go"] = "save" });
        var clauses = await ClausesAsync((await SavedAsync(answer, 5)).Split('/')[^1]);
        Assert.Equal(["preamble", "1a", "1b", "2a", "3"], clauses.Select(row => row.Clause));
        AssertNoWordLost(await TextAsync(source), clauses);
    }

    [Fact]
    public async Task A_source_without_a_text_gets_it_with_the_proposal_in_one_write()
    {
        var source = await app.Services.AddSourceAsync(null);
        using var empty = await app.Editor.SendFormAsync(await FormAsync(app.Editor, source), Described());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Contains("Found no text", (await DeskApp.ReadAsync(empty)).QuerySelector("#text-problem")!.Words(), StringComparison.Ordinal);
        var form = await SendAsync(app.Editor, await FormAsync(app.Editor, source), Described(text: "1. One\r\n2. Two"));
        Assert.Null(await TextOrNullAsync(source));
        form = await SendAsync(app.Editor, form, new() { ["go"] = "text" });
        Assert.Equal("1. One\n2. Two", form.QuerySelector<IHtmlTextAreaElement>("#text")!.Value.ReplaceLineEndings("\n"));
        form = await SendAsync(app.Editor, form, new() { ["go"] = "split" });
        using var answer = await app.Editor.SendFormAsync(form, new() { ["go"] = "save" });
        var slug = (await SavedAsync(answer, 2)).Split('/')[^1];
        Assert.Equal("1. One\n2. Two", await TextAsync(source));
        Assert.Equal([3, 10], (await ClausesAsync(slug)).Select(row => row.Citations[0].Position));
        await using var scope = app.Services.CreateAsyncScope();
        var log = await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Revisions.Where(row => row.Key == $"ukraine/{slug}" || row.Key == $"ukraine/{source}/1").Select(row => row.Kind + " " + row.Action).ToListAsync(Stop);
        Assert.Equal(["proposal draft", "text paste"], log.Order());
    }

    [Fact]
    public async Task Sending_twice_makes_one_proposal()
    {
        var form = await CutAsync(app.Editor, await app.Services.AddSourceAsync("1. One\n2. Two"), title: "Sent twice");
        using var first = await app.Editor.SendFormAsync(form, new() { ["go"] = "save" });
        using var second = await app.Editor.SendFormAsync(form, new() { ["go"] = "save" });
        Assert.Equal(await SavedAsync(first, 2), await SavedAsync(second, 2));
        Assert.Equal(2, (await ClausesAsync("sent-twice")).Count);
        // The same again in a form of its own is another proposal, with another address.
        using var third = await app.Editor.SendFormAsync(await CutAsync(app.Editor, await app.Services.AddSourceAsync("1. One"), title: "Sent twice"), new() { ["go"] = "save" });
        Assert.EndsWith("/sent-twice-2", await SavedAsync(third, 1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_of_its_field_and_its_clause_and_nothing_typed_is_lost()
    {
        var form = await CutAsync(app.Editor, await app.Services.AddSourceAsync("1. Sanctions are lifted.\n2. Two\n3. Three"));
        var (one, two) = (Piece(form, "1"), Piece(form, "2"));
        Input(form, "title").Value = " ";
        Input(form, $"number-{two}").Value = "1";
        Input(form, $"summary-{two}").Value = "Typed words.";
        Input(form, $"number-{Piece(form, "3")}").Value = "";
        form.QuerySelector<IHtmlInputElement>($"[name='tag-{one}'][value='sanctions']")!.IsChecked = true;
        Select(form, $"step-{one}-sanctions").Value = "2";
        Select(form, $"to-{one}-sanctions").Value = "3";
        form = await SendAsync(app.Editor, form, new() { ["go"] = "save" }, HttpStatusCode.UnprocessableEntity);
        var problems = form.QuerySelectorAll<IHtmlAnchorElement>(".problems a").ToDictionary(link => link.GetAttribute("href")!, link => link.Words());
        Assert.Equal(new[] { "#title", $"#number-{two}", $"#number-{Piece(form, "Clause without a number", byTitle: true)}", $"#why-{one}-sanctions" }.Order(), problems.Keys.Order());
        Assert.StartsWith("Clause 1: another clause has this number", problems[$"#number-{two}"], StringComparison.Ordinal);
        Assert.All(problems.Keys, target => Assert.NotNull(form.QuerySelector(target)));
        Assert.Equal(("Typed words.", "1", "2", "3"), (Input(form, $"summary-{two}").Value, Input(form, $"number-{two}").Value, Select(form, $"step-{one}-sanctions").Value, Select(form, $"to-{one}-sanctions").Value));
        Assert.True(form.QuerySelector(".described")!.HasAttribute("open"));
        Assert.StartsWith("Error: ", form.Owner!.Title, StringComparison.Ordinal);

        // What the form of a statement asks is asked here in the same words.
        Input(form, "title").Value = "Mended";
        Input(form, $"number-{two}").Value = "2";
        Input(form, $"number-{Piece(form, "Clause without a number", byTitle: true)}").Value = "3";
        form = await SendAsync(app.Editor, form, new() { ["go"] = "save" }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("Clause 1: Say which readings the wording allows", Assert.Single(form.QuerySelectorAll(".problems a")).Words());
        Input(form, $"why-{one}-sanctions").Value = "In stages or at once.";
        using var answer = await app.Editor.SendFormAsync(form, new() { ["go"] = "save" });
        await SavedAsync(answer, 3);
    }

    [Fact]
    public async Task A_text_newer_than_its_source_is_asked_about_before_the_work_on_its_clauses()
    {
        var source = await app.Services.AddSourceAsync("1. One\n2. Two", date: "2025-11-19");
        var form = await SendAsync(app.Editor, await FormAsync(app.Editor, source), Described(), HttpStatusCode.UnprocessableEntity);
        Assert.Contains("after the date of the source", form.QuerySelector(".problems a[href='#date']")!.Words(), StringComparison.Ordinal);
        using var answer = await app.Editor.SendFormAsync(form, new() { ["note"] = "The paper printed a draft of it a day before.", ["go"] = "save" });
        Assert.All(await ClausesAsync((await SavedAsync(answer, 2)).Split('/')[^1]), clause => Assert.Contains("a day before", clause.NoteToReviewer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_step_on_an_issue_that_nobody_ticked_is_neither_taken_nor_dropped()
    {
        var form = await CutAsync(app.Editor, await app.Services.AddSourceAsync("1. Sanctions are lifted."));
        Select(form, $"step-{Piece(form, "1")}-sanctions").Value = "2";
        form = await SendAsync(app.Editor, form, new() { ["go"] = "save" }, HttpStatusCode.UnprocessableEntity);
        Assert.Contains("a step is chosen on an issue that is not ticked", form.QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_issue_is_chosen_from_the_list_and_a_step_codes_every_proponent()
    {
        var form = await CutAsync(app.Editor, await app.Services.AddSourceAsync("1. The river is open."), title: "Of two");
        var one = Piece(form, "1");
        form = await SendAsync(app.Editor, form, new() { [$"more-{one}"] = "ceasefire", ["go"] = $"add-{one}" });
        Assert.True(form.QuerySelector<IHtmlInputElement>($"[name='tag-{one}'][value='ceasefire']")!.IsChecked);
        Select(form, $"step-{one}-ceasefire").Value = "1";
        form.QuerySelector<IHtmlInputElement>("[name='proponents'][value='russia']")!.IsChecked = true;
        using var answer = await app.Editor.SendFormAsync(form, new() { ["go"] = "save" });
        var clause = Assert.Single(await ClausesAsync((await SavedAsync(answer, 1)).Split('/')[^1]));
        Assert.Equal(["russia", "united-states"], clause.Codings.Select(coding => coding.Party).Order());
        Assert.Equal(["russia", "united-states"], clause.Parties.Order());
    }

    [Fact]
    public async Task Clauses_of_one_text_are_not_taken_for_copies_of_each_other()
    {
        var form = await CutAsync(app.Editor, await app.Services.AddSourceAsync("1. Every port opens to tankers with oil again, and sanctions end.\n2. Every port opens to tankers with gas again, and sanctions end."));
        form.QuerySelector<IHtmlInputElement>("[name='proponents'][value='united-states']")!.IsChecked = false;
        // A party of which nothing is on record there.
        form.QuerySelector<IHtmlInputElement>("[name='proponents'][value='japan']")!.IsChecked = true;
        foreach (var number in new[] { "1", "2" })
        {
            form.QuerySelector<IHtmlInputElement>($"[name='tag-{Piece(form, number)}'][value='sanctions']")!.IsChecked = true;
            Select(form, $"step-{Piece(form, number)}-sanctions").Value = "3";
        }

        using var answer = await app.Editor.SendFormAsync(form, new() { ["go"] = "save" });
        var address = await SavedAsync(answer, 2);
        using var sent = await app.Editor.PostFormAsync(address, [], $"form[action='{address}/submit']");
        Assert.Equal($"{address}?sent=2", sent.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Words_in_another_language_are_kept_as_a_draft_without_their_translation_and_do_not_go_to_review_so()
    {
        var form = await CutAsync(app.Editor, await app.Services.AddSourceAsync("1. Сторони припиняють вогонь.\n2. Вибори.", "uk"));
        form.QuerySelector<IHtmlTextAreaElement>($"#translation-{Piece(form, "2")}")!.Value = "Elections.";
        using var answer = await app.Editor.SendFormAsync(form, new() { ["go"] = "save" });
        var address = await SavedAsync(answer, 2);
        var clauses = await ClausesAsync(address.Split('/')[^1]);
        Assert.Equal([("uk", null), ("uk", "Elections.")], clauses.Select(row => (row.QuoteLanguage, row.QuoteTranslation)));
        using var sent = await app.Editor.PostFormAsync(address, [], $"form[action='{address}/submit']");
        Assert.Equal($"{address}?sent=1", sent.Headers.Location?.OriginalString);
        using var refused = await app.Editor.PostFormAsync($"/ukraine/desk/statements/{clauses[0].Number}", new() { ["go"] = "submit" }, "form#statement");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    [Fact]
    public async Task Only_the_fields_of_the_form_are_taken()
    {
        var form = await CutAsync(app.Editor, await app.Services.AddSourceAsync("1. One"), title: "Posted over");
        using var answer = await app.Editor.SendFormAsync(form, new()
        {
            ["go"] = "save",
            ["slug"] = "mine",
            ["Record"] = "X1",
            ["PublishedAt"] = "2026-01-01",
            ["Status"] = "Published",
            ["status"] = "published",
            ["Editor"] = "1",
            ["flags"] = "contradicted",
            ["event"] = "alaska-summit",
            ["responds-to"] = "us-28-points-november-2025",
            [$"tag-{Piece(form, "1")}"] = "",
            ["paragraph"] = "para 9",
            ["Number"] = "1",
        });
        var slug = (await SavedAsync(answer, 1)).Split('/')[^1];
        var (proposal, clause) = (await ProposalAsync(slug), Assert.Single(await ClausesAsync(slug)));
        Assert.Equal(("posted-over", "", null), (proposal.Slug, proposal.Record, proposal.PublishedAt));
        Assert.Equal((StatementStatus.Draft, null, null), (clause.Status, clause.Event, clause.RespondsTo));
        Assert.Empty(clause.Flags);
        Assert.True(clause.Number >= DeskStatements.FirstNumber);
    }

    [Theory]
    [InlineData("pieces", "0-0-0c 500-500-0c")]
    [InlineData("pieces", "5-5-0c")]
    [InlineData("pieces", "nonsense")]
    public async Task Places_that_do_not_fit_the_text_are_cut_anew(string name, string value)
    {
        var form = await CutAsync(app.Editor, await app.Services.AddSourceAsync("1. One\n2. Two"));
        form = await SendAsync(app.Editor, form, new() { [name] = value, ["go"] = "save" }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["1", "2"], Numbers(form));
    }

    [Fact]
    public async Task A_tag_that_is_no_issue_is_refused_in_words()
    {
        var form = await CutAsync(app.Editor, await app.Services.AddSourceAsync("1. One"));
        form = await SendAsync(app.Editor, form, new() { [$"tag-{Piece(form, "1")}"] = "no-such-issue", ["go"] = "save" }, HttpStatusCode.UnprocessableEntity);
        Assert.Contains("Clause 1", form.QuerySelector(".problems")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_words_twice_have_each_their_place()
    {
        var form = await CutAsync(app.Editor, await app.Services.AddSourceAsync("1. To be agreed.\n2. To be agreed.\n3. To be agreed. And more."));
        using var answer = await app.Editor.SendFormAsync(form, new() { ["go"] = "save" });
        var clauses = await ClausesAsync((await SavedAsync(answer, 3)).Split('/')[^1]);
        Assert.Equal([3, 20, 37], clauses.Select(row => row.Citations[0].Position));
    }

    [Fact]
    public async Task A_text_that_was_corrected_meanwhile_is_cut_anew_and_what_was_typed_goes_with_the_numbers()
    {
        var source = await app.Services.AddSourceAsync("1. One\n2. Two");
        var form = await CutAsync(app.Editor, source);
        Input(form, $"summary-{Piece(form, "2")}").Value = "Kept.";
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
            db.Add(new Domain.Sources.SourceText { ProcessId = 1, Source = source, Number = 2, Text = "A line before.\n1. One\n2. Two", Sha256 = Domain.Sources.SourceText.Hash("A line before.\n1. One\n2. Two"), At = PeaceTrackerApp.Start, Editor = 1, Reason = "-" });
            await db.SaveChangesAsync(Stop);
        }

        form = await SendAsync(app.Editor, form, new() { ["go"] = "save" }, HttpStatusCode.Conflict);
        Assert.Equal(["preamble", "1", "2"], Numbers(form));
        Assert.Equal("Kept.", Input(form, $"summary-{Piece(form, "2")}").Value);
        using var answer = await app.Editor.SendFormAsync(form, new() { ["go"] = "save" });
        var clauses = await ClausesAsync((await SavedAsync(answer, 2)).Split('/')[^1]);
        Assert.Equal([2, 2], clauses.Select(row => row.Citations[0].TextNumber));
    }

    [Fact]
    public async Task Hostile_texts_are_answered_in_words()
    {
        var lines = string.Join('\n', Enumerable.Range(1, 10_000).Select(line => $"Line {line}"));
        Assert.Contains("10000 clauses", await RefusedAsync(lines), StringComparison.Ordinal);
        Assert.Contains("200,000 at most", await RefusedAsync(new string('x', 1_000_000)), StringComparison.Ordinal);
        Assert.Contains("U+0001", await RefusedAsync("1. One\u0001"), StringComparison.Ordinal);
        Assert.Contains("Found no text", await RefusedAsync(" \u200b\n"), StringComparison.Ordinal);

        // Only numbers: nothing is a clause.
        var form = await SendAsync(app.Editor, await FormAsync(app.Editor, await app.Services.AddSourceAsync(null)), Described(text: "1.\n2.\n3."));
        form = await SendAsync(app.Editor, form, new() { ["go"] = "save" }, HttpStatusCode.UnprocessableEntity);
        Assert.Contains("No clause is left", form.QuerySelector(".problems")!.Words(), StringComparison.Ordinal);

        // No numbering, words from right to left, letters with marks, signs of two halves.
        const string odd = "<script>alert(1)</script> שלום עולם.\n\nCafe\u0301 \u202Eabc\u202C 😀 done.\n\n\"--' OR 1=1";
        form = await SendAsync(app.Editor, await FormAsync(app.Editor, await app.Services.AddSourceAsync(null)), Described(text: odd, title: "שלום"));
        Assert.Equal(["1", "2", "3"], Numbers(form));
        Assert.Contains("no numbering", form.QuerySelector(".warn")!.Words(), StringComparison.Ordinal);
        var two = Piece(form, "2");
        form = await SendAsync(app.Editor, form, new() { ["caret"] = "4", ["go"] = $"split-{two}" }, HttpStatusCode.UnprocessableEntity);
        using var answer = await app.Editor.SendFormAsync(form, new() { ["go"] = "save" });
        var address = await SavedAsync(answer, 3);
        Assert.Matches("/proposal-2025-11-21(-[0-9]+)?$", address);
        AssertNoWordLost(odd, await ClausesAsync(address.Split('/')[^1]));

        async Task<string> RefusedAsync(string text)
        {
            using var answer = await app.Editor.SendFormAsync(await FormAsync(app.Editor, await app.Services.AddSourceAsync(null)), Described(text: text));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var page = await DeskApp.ReadAsync(answer);
            Assert.NotNull(page.QuerySelector("#text"));
            return page.QuerySelector("#text-problem")!.Words();
        }
    }

    [Fact]
    public async Task As_many_clauses_as_a_form_can_have_are_kept()
    {
        var text = string.Join('\n', Enumerable.Range(1, 200).Select(number => $"{number}. Sanctions, elections and security guarantees of clause {number}."));
        var form = await CutAsync(app.Editor, await app.Services.AddSourceAsync(text));
        foreach (var none in form.QuerySelectorAll<IHtmlInputElement>("[data-none]"))
            none.IsChecked = true;
        using var answer = await app.Editor.SendFormAsync(form, new() { ["go"] = "save" });
        Assert.Equal(200, (await ClausesAsync((await SavedAsync(answer, 200)).Split('/')[^1])).Count);
    }

    [Fact]
    public async Task What_is_typed_and_not_sent_is_kept_for_its_account_and_gone_once_it_is_sent()
    {
        var source = await app.Services.AddSourceAsync("1. The one\n\n2. The other");
        var form = await CutAsync(app.Editor, source, title: "Kept while it is typed");
        Input(form, $"summary-{Piece(form, "2")}").Value = "Says the other.";
        var kept = await KeepAsync(app.Editor, form);
        Assert.Contains($"Resume: Proposal from source No. {source}", (await app.Editor.GetPageAsync("/ukraine/desk")).Body!.Words(), StringComparison.Ordinal);
        Assert.Contains($"{New}?source={source}&resume={kept}", (await app.Editor.GetPageAsync($"{New}?source={source}")).QuerySelectorAll(".told a").Select(link => link.GetAttribute("href")));
        await app.Other.GetPageAsync($"{New}?source={source}&resume={kept}", 404);

        var resumed = (await app.Editor.GetPageAsync($"{New}?source={source}&resume={kept}")).QuerySelector<IHtmlFormElement>("#entry")!;
        Assert.Equal("Kept while it is typed", Input(resumed, "title").Value);
        Assert.Equal("Says the other.", Input(resumed, $"summary-{Piece(resumed, "2")}").Value);
        // A step takes it along, and what is kept afterwards is the same row.
        resumed = await SendAsync(app.Editor, resumed, new() { ["go"] = $"out-{Piece(resumed, "1")}" });
        Assert.Equal(kept, await KeepAsync(app.Editor, resumed));
        foreach (var none in resumed.QuerySelectorAll<IHtmlInputElement>("[data-none]"))
            none.IsChecked = true;
        using var answer = await app.Editor.SendFormAsync(resumed, new() { ["go"] = "save" });
        await SavedAsync(answer, 1);
        await app.Editor.GetPageAsync($"{New}?source={source}&resume={kept}", 404);
        Assert.DoesNotContain($"Resume: Proposal from source No. {source}", (await app.Editor.GetPageAsync("/ukraine/desk")).Body!.Words(), StringComparison.Ordinal);

        static async Task<string> KeepAsync(HttpClient client, IHtmlFormElement form)
        {
            var action = form.GetAttribute("action");
            form.SetAttribute("action", form.GetAttribute("data-autosave"));
            using var answer = await client.SendFormAsync(form, new() { ["form"] = form.GetAttribute("data-form")! });
            form.SetAttribute("action", action);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;
            (Input(form, "autosave").Value, Input(form, "autosave-version").Value) = (json.GetProperty("id").ToString(), json.GetProperty("version").ToString());
            return json.GetProperty("id").ToString();
        }
    }

    [Fact]
    public async Task A_description_is_changed_by_whoever_was_first_and_the_other_sees_both()
    {
        using var answer = await app.Editor.SendFormAsync(await CutAsync(app.Editor, await app.Services.AddSourceAsync("1. One"), title: "To be described"), new() { ["go"] = "save" });
        var address = await SavedAsync(answer, 1);
        var (one, other) = (await DescriptionAsync(app.Editor), await DescriptionAsync(app.Other));
        using var first = await app.Editor.SendFormAsync(one, new() { ["summary"] = "Theirs.", ["from-1"] = "", ["kind-1"] = "" });
        Assert.Equal(address, first.Headers.Location?.OriginalString);
        var changed = await ProposalAsync("to-be-described");
        Assert.Equal(("Theirs.", 2), (changed.Summary, changed.Version));
        Assert.Empty(changed.Lineage);
        using var second = await app.Other.SendFormAsync(other, new() { ["summary"] = "Mine." });
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        var page = await DeskApp.ReadAsync(second);
        Assert.Equal("Mine.", page.QuerySelector("#summary")!.TextContent.Trim());
        Assert.Contains("Theirs.", page.QuerySelector(".theirs")!.Words(), StringComparison.Ordinal);
        // The line of descent they alone took out.
        Assert.Equal("From, 1", Assert.Single(page.QuerySelectorAll("table.changed:not(.clashes) tbody th")).Words());
        Assert.Equal("", page.QuerySelector<IHtmlSelectElement>("#from-1")!.Value);
        // It does not come from itself.
        using var circle = await app.Editor.SendFormAsync(await DescriptionAsync(app.Editor), new() { ["from-1"] = "to-be-described", ["kind-1"] = "draft" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, circle.StatusCode);

        async Task<IHtmlFormElement> DescriptionAsync(HttpClient client) => (await client.GetPageAsync(address)).QuerySelector<IHtmlFormElement>($"form[action='{address}']")!;
    }

    [Fact]
    public async Task A_source_leads_to_the_form_and_what_is_not_there_is_said()
    {
        var source = await app.Services.AddSourceAsync("1. One");
        Assert.NotNull((await app.Editor.GetPageAsync($"/ukraine/desk/sources/{source}")).QuerySelector($"a[href='{New}?source={source}']"));
        Assert.NotNull((await app.Editor.GetPageAsync(New)).QuerySelector($"a[href='{New}?source={source}']"));
        foreach (var address in new[] { $"{New}?source=999999", $"{New}?source=x", "/ukraine/desk/proposals/nothing" })
            Assert.Equal(HttpStatusCode.NotFound, (await app.Editor.GetAsync(new Uri(address, UriKind.Relative), Stop)).StatusCode);
        // The researched record is there too, and its proposals are changed by reviewers.
        var page = await app.Editor.GetPageAsync("/ukraine/desk/proposals/us-28-points-november-2025");
        Assert.Null(page.QuerySelector("#title"));
        Assert.Equal("1", page.QuerySelectorAll(".piece").First(piece => piece.QuerySelector("h3")!.Words().StartsWith("Clause 20a", StringComparison.Ordinal)).GetAttribute("data-depth"));
        using var refused = await app.Editor.PostAsync(new Uri("/ukraine/desk/proposals/us-28-points-november-2025", UriKind.Relative), new FormUrlEncodedContent(
            [new("form-token", (await app.Editor.GetPageAsync("/account")).QuerySelector<IHtmlInputElement>("input[name='form-token']")!.Value), new(OnceFilter.Field, OnceFilter.NewKey()), new("title", "Mine")]), Stop);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static Dictionary<string, string> Described(string? text = null, string? title = null)
    {
        var fields = new Dictionary<string, string>
        {
            ["title"] = title ?? $"A proposal {Interlocked.Increment(ref made)}",
            ["date"] = "21 Nov 2025",
            ["proponents"] = "united-states",
            ["addressees"] = "ukraine",
            ["addressees-reason"] = "The text says so.",
            ["provenance"] = "leaked",
            ["summary"] = "A plan for a settlement.",
            ["from-1"] = "us-28-points-november-2025",
            ["kind-1"] = "revision",
            ["go"] = "split",
        };
        if (text is not null)
            fields["text"] = text;
        return fields;
    }

    private static async Task<IHtmlFormElement> FormAsync(HttpClient client, int source) => (await client.GetPageAsync($"{New}?source={source}")).QuerySelector<IHtmlFormElement>("#entry")!;

    private static async Task<IHtmlFormElement> CutAsync(HttpClient client, int source, string? title = null) => await SendAsync(client, await FormAsync(client, source), Described(title: title));

    private static async Task<IHtmlFormElement> SendAsync(HttpClient client, IHtmlFormElement form, Dictionary<string, string> fields, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await client.SendFormAsync(form, fields);
        var page = await DeskApp.ReadAsync(answer);
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {page.QuerySelector(".problems")?.Words() ?? page.Body!.Words()[..Math.Min(2_000, page.Body!.Words().Length)]}");
        return page.QuerySelector<IHtmlFormElement>("#entry")!;
    }

    private static IHtmlInputElement Input(IElement form, string name) => form.QuerySelector<IHtmlInputElement>($"[name='{name}']") ?? throw new InvalidOperationException($"There is no field {name}.");

    private static IHtmlSelectElement Select(IElement form, string name) => form.QuerySelector<IHtmlSelectElement>($"select[name='{name}']") ?? throw new InvalidOperationException($"There is no list {name}.");

    /// <summary>Place where the piece with a number begins.</summary>
    private static string Piece(IElement form, string number, bool byTitle = false) =>
        form.QuerySelectorAll(".piece").First(piece => byTitle ? piece.QuerySelector("h3")!.Words() == number : NumberOf(piece) == number).Id!["piece-".Length..];

    private static string NumberOf(IElement piece) => Input(piece, $"number-{piece.Id!["piece-".Length..]}").Value;

    private static IEnumerable<string> Numbers(IElement form) => form.QuerySelectorAll(".piece").Select(NumberOf);

    /// <summary>The place in a piece at which words begin, as its list offers it.</summary>
    private static string Place(IElement form, string piece, string words) => Select(form, $"place-{piece}").Options.First(option => option.Text.StartsWith(words, StringComparison.Ordinal)).Value;

    private static async Task<string> SavedAsync(HttpResponseMessage answer, int clauses)
    {
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, $"{answer.StatusCode}: {(await DeskApp.ReadAsync(answer)).QuerySelector(".problems")?.Words()}");
        var parts = answer.Headers.Location!.OriginalString.Split("?saved=");
        Assert.Equal(clauses, int.Parse(parts[1], CultureInfo.InvariantCulture));
        return parts[0];
    }

    /// <summary>Everything of the text but its numbers is in the clauses or in what is named, once and in order.</summary>
    private static void AssertNoWordLost(string text, IReadOnlyList<Statement> clauses, params string[] others)
    {
        var parts = clauses.Select(clause => (Start: clause.Citations[0].Position!.Value, Words: clause.Citations[0].Exact!)).Concat(others.Select(other => (text.IndexOf(other, StringComparison.Ordinal), other))).OrderBy(part => part.Item1).ToList();
        var at = 0;
        foreach (var (start, words) in parts)
        {
            Assert.Equal(words, text.Substring(start, words.Length));
            Assert.Matches(@"^\s*(\(?[0-9]{0,2}[a-z]?[.)])?\s*(\(?[a-z]\))?\s*$", text[at..start]);
            at = start + words.Length;
        }

        Assert.Equal("", text[at..].Trim());
    }

    private async Task<Proposal> ProposalAsync(string slug)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ProposalDesk>().FindAsync(1, slug, Stop))!;
    }

    private async Task<List<Statement>> ClausesAsync(string slug)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await DeskStatements.WithDetails(scope.ServiceProvider.GetRequiredService<ProposalDesk>().Clauses(1).Where(row => row.Proposal == slug)).OrderBy(row => row.Number).ToListAsync(Stop);
    }

    private async Task<string> TextAsync(int source) => (await TextOrNullAsync(source))!;

    private async Task<string?> TextOrNullAsync(int source)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<SourceDesk>().TextAsync(1, source, null, Stop))?.Text;
    }
}
