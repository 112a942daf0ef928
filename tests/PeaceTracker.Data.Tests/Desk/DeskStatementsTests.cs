using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Data.Tests.Desk;

/// <summary>What becomes of a statement at the desk, in the store, in the projection and in the log.</summary>
public sealed class DeskStatementsTests : IAsyncLifetime
{
    private const int Editor = 501, Reviewer = 502;

    private static readonly Actor ByEditor = new(Editor, "e501"), ByReviewer = new(Reviewer, "r502");

    private Store store = null!;
    private int process;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = await Store.WithRealSeedsAsync();
        process = await store.Db.Processes.Select(row => row.Id).SingleAsync(Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        store.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_new_statement_is_seen_from_its_publication_on_and_not_before()
    {
        var number = await DraftAsync(step: 2);
        Assert.True(number >= DeskStatements.FirstNumber);
        await SubmitAsync(number);
        Assert.Empty(await PublicAsync(number, store.Clock.GetUtcNow()));
        var before = store.Clock.GetUtcNow();
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await PublishAsync(number);
        Assert.Single(await PublicAsync(number, store.Clock.GetUtcNow()));
        Assert.Empty(await PublicAsync(number, before));
        Assert.Equal(2, (await PositionAsync(store.Clock.GetUtcNow())).Readings.Single().Steps!.Value.From);
        Assert.DoesNotContain(number, (await PositionAsync(before)).Readings.SelectMany(reading => reading.Evidence).Select(item => item.Statement));
    }

    [Fact]
    public async Task An_amendment_takes_the_place_of_what_was_published_and_both_are_seen_as_of_their_time()
    {
        var number = await DraftAsync(step: 2);
        await SubmitAsync(number);
        await PublishAsync(number);
        var first = store.Clock.GetUtcNow();
        store.Clock.Advance(TimeSpan.FromHours(1));
        await AmendAsync(number, "A word was missing.", summary: "Amended words.");
        Assert.Equal("A statement of the tests.", (await PublicAsync(number, store.Clock.GetUtcNow())).Single().Summary);
        await SubmitAsync(number);
        store.Clock.Advance(TimeSpan.FromHours(1));
        await PublishAsync(number);

        Assert.Equal("Amended words.", (await PublicAsync(number, store.Clock.GetUtcNow())).Single().Summary);
        Assert.Equal("A statement of the tests.", (await PublicAsync(number, first)).Single().Summary);
        Assert.Equal("A statement of the tests.", (await PublicAsync(number, store.Clock.GetUtcNow().AddTicks(-1))).Single().Summary);
        Assert.Equal([1, 2], await store.Db.EverPublished(process, number, store.Clock.GetUtcNow()).Select(row => row.Revision).ToListAsync(Cancellation));
        Assert.Equal([1], await store.Db.EverPublished(process, number, first).Select(row => row.Revision).ToListAsync(Cancellation));
        await AssertProjectionAsync();
    }

    [Fact]
    public async Task What_is_withdrawn_counts_no_longer_and_is_still_seen_as_of_then()
    {
        var number = await DraftAsync(step: 2);
        await SubmitAsync(number);
        await PublishAsync(number);
        var then = store.Clock.GetUtcNow();
        store.Clock.Advance(TimeSpan.FromHours(1));
        await store.Service<Ledger>().WriteAsync(ByReviewer, null, async changes =>
        {
            var statement = (await Desk.PublishedAsync(process, number, Cancellation))!;
            await Desk.WithdrawAsync(statement, changes, Reviewer, "The source took it back.", Cancellation);
            return "/";
        }, Cancellation);
        Assert.Empty(await PublicAsync(number, store.Clock.GetUtcNow()));
        Assert.Single(await PublicAsync(number, then));
        Assert.Contains(number, (await PositionAsync(then)).Readings.SelectMany(reading => reading.Evidence).Select(item => item.Statement));
        Assert.DoesNotContain(number, (await PositionAsync(store.Clock.GetUtcNow())).Readings.SelectMany(reading => reading.Evidence).Select(item => item.Statement));
        Assert.Equal("The source took it back.", (await store.Db.EverPublished(process, number, store.Clock.GetUtcNow()).SingleAsync(Cancellation)).WithdrawReason);
        await AssertProjectionAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_publication_taken_back_leaves_what_was_public_before_and_waits_for_review_again(bool amended)
    {
        var number = await DraftAsync(step: 2);
        await SubmitAsync(number);
        await PublishAsync(number);
        if (amended)
        {
            store.Clock.Advance(TimeSpan.FromMinutes(1));
            await AmendAsync(number, "A word was missing.", summary: "Amended words.");
            await SubmitAsync(number);
            await PublishAsync(number);
        }

        var published = store.Clock.GetUtcNow();
        store.Clock.Advance(TimeSpan.FromMinutes(5));
        await UndoAsync(number);

        var now = await PublicAsync(number, store.Clock.GetUtcNow());
        Assert.Equal(amended ? ["A statement of the tests."] : [], now.Select(row => row.Summary));
        // An approval that was undone counts at no instant.
        Assert.Equal(now.Select(row => row.Id), (await PublicAsync(number, published)).Select(row => row.Id));
        var waiting = await Desk.OpenAsync(process, number, Cancellation);
        Assert.Equal((StatementStatus.InReview, amended ? "Amended words." : "A statement of the tests.", Editor), (waiting!.Status, waiting.Summary, waiting.Editor));
        await AssertProjectionAsync();
    }

    [Fact]
    public async Task A_source_is_seen_with_the_first_statement_published_from_it_together_with_what_it_copies()
    {
        await store.Service<Ledger>().WriteAsync(ByEditor, null, async changes =>
        {
            var publisher = new Publisher { ProcessId = process, Slug = "new-paper", Name = "New paper", Kind = "press", Grade = 'C', Reason = "Not yet known." };
            store.Db.Add(publisher);
            await store.Db.SaveChangesAsync(Cancellation);
            store.Db.Add(new Source { ProcessId = process, Number = 20001, PublisherId = publisher.Id, Title = "Agency report", Kind = "report", Grade = 'C' });
            store.Db.Add(new Source { ProcessId = process, Number = 20002, PublisherId = publisher.Id, Title = "A copy of it", Kind = "copy", Grade = 'D', DerivedFrom = [20001] });
            return "/";
        }, Cancellation);
        var number = await DraftAsync(step: 2, source: 20002);
        await SubmitAsync(number);
        Assert.Empty(await store.Db.Sources.Where(row => row.Number > 20000).ToListAsync(Cancellation));
        Assert.Empty(await store.Db.Publishers.Where(row => row.Slug == "new-paper").ToListAsync(Cancellation));
        await PublishAsync(number);
        Assert.Equal([20001, 20002], await store.Db.Sources.Where(row => row.Number > 20000).OrderBy(row => row.Number).Select(row => row.Number).ToListAsync(Cancellation));
        Assert.Single(await store.Db.Publishers.Where(row => row.Slug == "new-paper").ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Nobody_publishes_what_they_wrote_and_nothing_is_written_then()
    {
        var number = await DraftAsync(step: 2);
        await SubmitAsync(number);
        var before = store.Dump();
        await Assert.ThrowsAsync<InvalidOperationException>(() => PublishAsync(number, ByEditor));
        Assert.Equal(before, store.Dump());
    }

    [Fact]
    public async Task What_was_published_is_neither_replaced_nor_discarded()
    {
        var statement = (await Desk.PublishedAsync(process, 1, Cancellation))!;
        Assert.Throws<InvalidOperationException>(() => Desk.Replace(statement, Fresh(1, 3, 1)));
        Assert.Throws<InvalidOperationException>(() => Desk.Discard(statement));
    }

    [Fact]
    public async Task An_open_revision_takes_new_content_and_the_row_counts_it()
    {
        var number = await DraftAsync(step: 2);
        await store.Service<Ledger>().WriteAsync(ByEditor, null, async changes =>
        {
            var open = (await Desk.OpenAsync(process, number, Cancellation))!;
            Desk.Replace(open, Fresh(number, 4, 1, "Other words."));
            changes.Note(open, "draft", "ukraine");
            return "/";
        }, Cancellation);
        var now = (await Desk.OpenAsync(process, number, Cancellation))!;
        Assert.Equal(("Other words.", 4, 2, Editor), (now.Summary, Assert.Single(now.Codings).StepFrom, now.Version, now.Editor));
    }

    [Fact]
    public async Task Every_change_has_its_entry_in_the_log_and_the_log_is_whole()
    {
        var count = await store.Db.Revisions.CountAsync(Cancellation);
        // The seeds have one a statement.
        Assert.Equal(await store.Db.Statements.CountAsync(Cancellation), count);
        var number = await DraftAsync(step: 2);
        await SubmitAsync(number);
        await PublishAsync(number);
        var entries = await store.Db.Revisions.AsNoTracking().Where(row => row.Key == FormattableString.Invariant($"ukraine/{number}")).OrderBy(row => row.Number).ToListAsync(Cancellation);
        Assert.Equal([("draft", "e501"), ("submit", "e501"), ("publish", "r502")], entries.Select(entry => (entry.Action, entry.Actor)));
        Assert.Contains("A statement of the tests.", entries[0].Snapshot, StringComparison.Ordinal);
        Assert.Contains("\"Status\":\"Published\"", entries[2].Snapshot, StringComparison.Ordinal);
        Assert.Empty(await store.Service<RevisionLog>().VerifyAsync(Cancellation));
    }

    [Fact]
    public async Task The_store_itself_refuses_to_change_or_remove_an_entry_of_the_log()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => store.Db.Database.ExecuteSqlRawAsync("UPDATE \"Revisions\" SET \"Actor\" = 'x' WHERE \"Number\" = 3", Cancellation));
        await Assert.ThrowsAnyAsync<Exception>(() => store.Db.Database.ExecuteSqlRawAsync("DELETE FROM \"Revisions\" WHERE \"Number\" = 3", Cancellation));
        Assert.Empty(await store.Service<RevisionLog>().VerifyAsync(Cancellation));
    }

    [Fact]
    public async Task The_store_itself_refuses_to_change_or_remove_what_happened_to_an_account()
    {
        var events = store.Service<AccountEvents>();
        events.Add(AccountAct.SignInRefused, account: null, by: null, "Of a name nobody has");
        events.Add(AccountAct.RolesChanged, account: null, by: null, "Editor");
        await events.SaveAsync(Cancellation);
        foreach (var change in new[] { "UPDATE \"AccountEvents\" SET \"Note\" = 'Admin'", "UPDATE \"AccountEvents\" SET \"At\" = \"At\"", "DELETE FROM \"AccountEvents\" WHERE \"Act\" = 'RolesChanged'", "DELETE FROM \"AccountEvents\"" })
            Assert.Contains("only added to", (await Assert.ThrowsAnyAsync<Exception>(() => store.Db.Database.ExecuteSqlRawAsync(change, Cancellation))).Message, StringComparison.Ordinal);
        // What is written and taken back so that both take as long.
        Assert.Equal(1, await store.Db.Database.ExecuteSqlRawAsync("DELETE FROM \"AccountEvents\" WHERE \"AccountId\" IS NULL AND \"Act\" = 'SignInRefused'", Cancellation));
        Assert.Equal(["Editor"], await store.Db.AccountEvents.Select(row => row.Note).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_form_sent_twice_has_its_effect_once_and_leads_to_the_same_place()
    {
        var request = new RequestKey("key-1", "digest");
        var effects = 0;
        Task<Written> SendAsync(RequestKey key) => store.Service<Ledger>().WriteAsync(ByEditor, key, async changes =>
        {
            effects++;
            var statement = Fresh(await Desk.NextNumberAsync(process, "ukraine", Cancellation), 2, 1);
            Desk.Add(statement);
            changes.Note(statement, "draft", "ukraine");
            return FormattableString.Invariant($"/{statement.Number}");
        }, Cancellation);

        var first = await SendAsync(request);
        var second = await SendAsync(request);
        Assert.Equal((first.Location, false, true, 1), (second.Location, first.Repeated, second.Repeated, effects));
        await Assert.ThrowsAsync<RequestReusedException>(() => SendAsync(request with { Body = "other" }));
        Assert.Equal(1, effects);
    }

    [Fact]
    public async Task Fifty_sendings_of_one_form_at_once_have_one_effect()
    {
        var request = new RequestKey("key-2", "digest");
        var written = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () =>
        {
            using var scope = store.Scope();
            var desk = scope.ServiceProvider.GetRequiredService<DeskStatements>();
            return await scope.ServiceProvider.GetRequiredService<Ledger>().WriteAsync(ByEditor, request, async changes =>
            {
                var statement = Fresh(await desk.NextNumberAsync(process, "ukraine", Cancellation), 2, 1);
                desk.Add(statement);
                changes.Note(statement, "draft", "ukraine");
                return FormattableString.Invariant($"/{statement.Number}");
            }, Cancellation);
        })));
        Assert.Single(written, one => !one.Repeated);
        Assert.Single(written.Select(one => one.Location).Distinct());
        Assert.Equal(1, await store.Db.Statements.CountAsync(row => row.Status == StatementStatus.Draft, Cancellation));
    }

    [Fact]
    public async Task A_reviewer_can_take_back_the_amendment_of_a_statement_they_had_written_themselves()
    {
        // Written by the one who later approves somebody else's amendment of it.
        var number = await DraftAsync(step: 2, by: Reviewer);
        await SubmitAsync(number);
        await PublishAsync(number, new(503, "t503"));
        await AmendAsync(number, "A word was missing.", summary: "Amended words.");
        await SubmitAsync(number);
        await PublishAsync(number);
        await UndoAsync(number);
        var revisions = await Desk.RevisionsAsync(process, number, Cancellation);
        Assert.Equal([StatementStatus.Published, StatementStatus.Undone, StatementStatus.InReview], revisions.Select(row => row.Status));
        Assert.Equal((Reviewer, 503, Editor), (revisions[0].Editor!.Value, revisions[0].Reviewer!.Value, revisions[2].Editor!.Value));
        await AssertProjectionAsync();
    }

    [Fact]
    public async Task A_second_reading_stays_its_readers_when_the_editor_saves_the_form_again()
    {
        var number = await DraftAsync(step: 2);
        await store.Service<Ledger>().WriteAsync(ByReviewer, null, async changes =>
        {
            var open = (await Desk.OpenAsync(process, number, Cancellation))!;
            open.Dispute(new() { ProcessId = process, Party = "russia", Issue = "neutrality", StepFrom = 3, StepTo = 3, State = CodingState.Stated, Coder = Reviewer, Reason = "Guarantees are named." });
            changes.Note(open, "second reading", "ukraine");
            return "/";
        }, Cancellation);
        await store.Service<Ledger>().WriteAsync(ByEditor, null, async changes =>
        {
            var open = (await Desk.OpenAsync(process, number, Cancellation))!;
            var fresh = Fresh(number, 1, 1);
            fresh.Codings.Add(new() { ProcessId = process, Party = "russia", Issue = "neutrality", StepFrom = 3, StepTo = 3, State = CodingState.Stated, Reason = "Guarantees are named." });
            Desk.Replace(open, fresh);
            changes.Note(open, "draft", "ukraine");
            return "/";
        }, Cancellation);
        Assert.Equal([(1, null), (3, Reviewer)], (await Desk.OpenAsync(process, number, Cancellation))!.Codings.Select(coding => (coding.StepFrom!.Value, coding.Coder)));
    }

    [Fact]
    public async Task An_amendment_that_is_undone_twice_leaves_the_first_words_as_if_nothing_had_been()
    {
        var number = await DraftAsync(step: 2);
        await SubmitAsync(number);
        await PublishAsync(number);
        var projected = store.Dump("PublishedCodings");
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await AmendAsync(number, "A word was missing.", summary: "Amended words.");
        await SubmitAsync(number);
        for (var round = 0; round < 2; round++)
        {
            store.Clock.Advance(TimeSpan.FromMinutes(1));
            await PublishAsync(number);
            Assert.Equal("Amended words.", (await PublicAsync(number, store.Clock.GetUtcNow())).Single().Summary);
            store.Clock.Advance(TimeSpan.FromMinutes(1));
            await UndoAsync(number);
            Assert.Equal("A statement of the tests.", (await PublicAsync(number, store.Clock.GetUtcNow())).Single().Summary);
        }

        Assert.Equal(projected, store.Dump("PublishedCodings"));
        Assert.Equal([StatementStatus.Published, StatementStatus.Undone, StatementStatus.Undone, StatementStatus.InReview], (await Desk.RevisionsAsync(process, number, Cancellation)).Select(row => row.Status));
        // The third time it stays.
        await PublishAsync(number);
        Assert.Equal("Amended words.", (await PublicAsync(number, store.Clock.GetUtcNow())).Single().Summary);
        await AssertProjectionAsync();
    }

    [Fact]
    public async Task What_became_public_with_a_publication_goes_when_it_is_undone_unless_something_else_rests_on_it()
    {
        await AddNewSourceAsync();
        var (one, other) = (await DraftAsync(step: 2, source: 20001), await DraftAsync(step: 3, source: 20001));
        await SubmitAsync(one);
        await SubmitAsync(other);
        await PublishAsync(one);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await PublishAsync(other);
        await UndoAsync(one);
        Assert.True(await store.Db.Sources.AnyAsync(row => row.Number == 20001, Cancellation));
        Assert.True(await store.Db.Publishers.AnyAsync(row => row.Slug == "new-paper", Cancellation));
        await PublishAsync(one);
        await UndoAsync(other);
        await UndoAsync(one);
        Assert.False(await store.Db.Sources.AnyAsync(row => row.Number == 20001, Cancellation));
    }

    [Fact]
    public async Task A_source_shown_for_one_statement_alone_is_hidden_again_with_it_and_shown_again_with_it()
    {
        await AddNewSourceAsync();
        var number = await DraftAsync(step: 2, source: 20001);
        await SubmitAsync(number);
        await PublishAsync(number);
        Assert.True(await store.Db.Sources.AnyAsync(row => row.Number == 20001, Cancellation));
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await UndoAsync(number);
        Assert.False(await store.Db.Sources.AnyAsync(row => row.Number == 20001, Cancellation));
        Assert.False(await store.Db.Publishers.AnyAsync(row => row.Slug == "new-paper", Cancellation));
        Assert.Equal(["publisher ukraine/new-paper", "source ukraine/20001"],
            (await store.Db.Revisions.Where(row => row.Action == "hide").Select(row => row.Kind + " " + row.Key).ToListAsync(Cancellation)).Order(StringComparer.Ordinal));
        await PublishAsync(number);
        Assert.True(await store.Db.Sources.AnyAsync(row => row.Number == 20001, Cancellation));
    }

    [Fact]
    public async Task What_becomes_public_with_a_statement_is_noted_with_it()
    {
        await AddNewSourceAsync();
        var number = await DraftAsync(step: 2, source: 20001);
        await SubmitAsync(number);
        await PublishAsync(number);
        Assert.Equal(["publisher ukraine/new-paper", "source ukraine/20001", FormattableString.Invariant($"statement ukraine/{number}")],
            (await store.Db.Revisions.Where(row => row.Action == "publish" && row.Actor == "r502").Select(row => row.Kind + " " + row.Key).ToListAsync(Cancellation)).Order(StringComparer.Ordinal));
    }

    private async Task AddNewSourceAsync() =>
        await store.Service<Ledger>().WriteAsync(ByEditor, null, async changes =>
        {
            var publisher = new Publisher { ProcessId = process, Slug = "new-paper", Name = "New Paper", Kind = "newspaper", Grade = 'C', Reason = "New." };
            store.Db.Add(publisher);
            await store.Db.SaveChangesAsync(Cancellation);
            store.Db.Add(new Source { ProcessId = process, Number = 20001, PublisherId = publisher.Id, Title = "Report", Kind = "report", Grade = 'C' });
            return "/";
        }, Cancellation);

    private DeskStatements Desk => store.Service<DeskStatements>();

    private async Task<int> DraftAsync(int step, int source = 1, int by = Editor)
    {
        var number = 0;
        await store.Service<Ledger>().WriteAsync(ByEditor, null, async changes =>
        {
            number = await Desk.NextNumberAsync(process, "ukraine", Cancellation);
            var statement = Fresh(number, step, source, by: by);
            Desk.Add(statement);
            changes.Note(statement, "draft", "ukraine");
            return "/";
        }, Cancellation);
        return number;
    }

    private Task<Written> AmendAsync(int number, string reason, string summary) => store.Service<Ledger>().WriteAsync(ByEditor, null, async changes =>
    {
        var published = (await Desk.PublishedAsync(process, number, Cancellation))!;
        var amendment = published.Amendment(published.Revision + 1, Editor, reason);
        Desk.Add(amendment);
        await store.Db.SaveChangesAsync(Cancellation);
        var fresh = Fresh(number, 2, 1, summary);
        Desk.Replace(amendment, fresh);
        changes.Note(amendment, "amend", "ukraine", reason);
        return "/";
    }, Cancellation);

    private Task<Written> SubmitAsync(int number) => store.Service<Ledger>().WriteAsync(ByEditor, null, async changes =>
    {
        var open = (await Desk.OpenAsync(process, number, Cancellation))!;
        open.Submit(changes.At);
        changes.Note(open, "submit", "ukraine");
        return "/";
    }, Cancellation);

    private Task<Written> UndoAsync(int number) => store.Service<Ledger>().WriteAsync(ByReviewer, null, async changes =>
    {
        await Desk.TakeBackAsync((await Desk.PublishedAsync(process, number, Cancellation))!, changes, Reviewer, "Pressed the wrong key.", Cancellation);
        return "/";
    }, Cancellation);

    private Task<Written> PublishAsync(int number, Actor? by = null) => store.Service<Ledger>().WriteAsync(by ?? ByReviewer, null, async changes =>
    {
        var open = (await Desk.OpenAsync(process, number, Cancellation))!;
        await Desk.PublishAsync(open, changes, (by ?? ByReviewer).Account!.Value, null, Cancellation);
        return "/";
    }, Cancellation);

    private Statement Fresh(int number, int step, int source, string summary = "A statement of the tests.", int by = Editor)
    {
        var date = EdtfDate.Parse("2026-11-20");
        return new()
        {
            ProcessId = process,
            Number = number,
            Parties = ["russia"],
            MadeOn = date,
            Earliest = date.Earliest!.Value,
            Day = date.Latest!.Value,
            Channel = Channel.OnRecord,
            Summary = summary,
            Information = 2,
            Status = StatementStatus.Draft,
            Editor = by,
            Citations = [new() { ProcessId = process, Source = source }],
            Codings = [new() { ProcessId = process, Party = "russia", Issue = "neutrality", StepFrom = step, StepTo = step, State = CodingState.Stated }],
        };
    }

    private async Task<List<Statement>> PublicAsync(int number, DateTimeOffset known) =>
        await store.Db.Published(process, known).Where(row => row.Number == number).ToListAsync(Cancellation);

    private async Task<Position> PositionAsync(DateTimeOffset known)
    {
        var party = await store.Db.Parties.Where(row => row.Slug == "russia").Select(row => row.Id).SingleAsync(Cancellation);
        var issue = await store.Db.Issues.Where(row => row.Slug == "neutrality").Select(row => row.Id).SingleAsync(Cancellation);
        var cell = new CellKey(party, issue, null);
        return (await store.Reader.PositionsAsync([cell], new(2026, 11, 25), known, EvidenceFilter.All, 180, new Dictionary<int, string>(), Cancellation))[cell];
    }

    /// <summary>What publication wrote is what a rebuilding from the statements gives.</summary>
    private async Task AssertProjectionAsync()
    {
        var written = store.Dump("PublishedCodings");
        await Projection.RebuildAsync(store.Db, Cancellation);
        Assert.Equal(written, store.Dump("PublishedCodings"));
    }
}
