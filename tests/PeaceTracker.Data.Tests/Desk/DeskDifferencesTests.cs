using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Tests.Desk;

/// <summary>What editors say of clauses beside each other: in the store, in the log, and beside the seeds.</summary>
public sealed class DeskDifferencesTests
{
    private static readonly Actor Editor = new(7, "editor7"), Reviewer = new(8, "reviewer8");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_correction_takes_the_place_of_what_the_record_said_and_the_past_reads_as_it_was_shown()
    {
        using var store = await Store.WithRealSeedsAsync();
        var before = store.Clock.GetUtcNow();
        store.Clock.Advance(TimeSpan.FromHours(1));
        var seed = await PublicAsync(store, 1322, 1369);
        await CorrectAsync(store, seed, ["amount raised", "moved"], ends: false);
        Assert.Equal(["amount raised"], (await PublicAsync(store, 1322, 1369))!.Label);
        await ApproveAsync(store);
        Assert.Equal(["amount raised", "moved"], (await PublicAsync(store, 1322, 1369))!.Label);
        Assert.Equal(["amount raised"], (await PublicAsync(store, 1322, 1369, before))!.Label);
        Assert.Equal(seed!.Note, (await PublicAsync(store, 1322, 1369, before))!.Note);
        await WholeAsync(store);

        // Taken out after that: then and then still read as they did.
        var middle = store.Clock.GetUtcNow();
        store.Clock.Advance(TimeSpan.FromHours(1));
        await CorrectAsync(store, await PublicAsync(store, 1322, 1369), [], ends: true);
        Assert.NotNull(await PublicAsync(store, 1322, 1369));
        await ApproveAsync(store);
        Assert.Null(await PublicAsync(store, 1322, 1369));
        Assert.Equal(["amount raised", "moved"], (await PublicAsync(store, 1322, 1369, middle))!.Label);
        await WholeAsync(store);
    }

    [Fact]
    public async Task Drafts_that_were_undone_leave_a_whole_store_and_may_be_made_again()
    {
        using var store = await Store.WithRealSeedsAsync();
        var desk = store.Service<DeskDifferences>();
        for (var time = 0; time < 2; time++)
        {
            var pair = await AddAsync(store, ClauseDifference.Pair(1, 1317, 1364, 7));
            var none = await AddAsync(store, ClauseDifference.NoCounterpart(1, 1331, "e3-counter-draft-november-2025", 7));
            await WholeAsync(store);
            await store.Service<Ledger>().WriteAsync(Editor, null, async changes =>
            {
                foreach (var id in new[] { pair, none })
                {
                    var row = (await desk.FindAsync(1, id, Cancellation))!;
                    desk.Discard(row);
                    changes.Note(row, "discard", "ukraine");
                }

                return "/";
            }, Cancellation);
            await WholeAsync(store);
        }

        Assert.Empty(await desk.BeingWorkedOn(1).ToListAsync(Cancellation));
        // Behind the back of the log it is found.
        var last = await AddAsync(store, ClauseDifference.Pair(1, 1317, 1364, 7));
        await desk.All(1).Where(row => row.Id == last).ExecuteUpdateAsync(set => set.SetProperty(row => row.Note, "Slipped in."), Cancellation);
        var faults = (await store.Service<StoreCheck>().RunAsync(null, null, Cancellation)).Faults;
        Assert.Equal("Difference ukraine/1317-1364, revision 1 is not as the log last says", Assert.Single(faults).What.Split(" (")[0]);
    }

    [Fact]
    public async Task A_counterpart_takes_the_place_of_having_none_and_the_other_way_round_and_an_undo_brings_it_back()
    {
        using var store = await Store.WithRealSeedsAsync();
        var desk = store.Service<DeskDifferences>();
        const string later = "e3-counter-draft-november-2025";
        await AddAsync(store, ClauseDifference.NoCounterpart(1, 1331, later, 7), submit: true);
        await AddAsync(store, ClauseDifference.NoCounterpart(1, 1331, "us-paper-april-2025", 7), submit: true);
        await ApproveAsync(store);
        store.Clock.Advance(TimeSpan.FromMinutes(5));
        var pair = await AddAsync(store, ClauseDifference.Pair(1, 1331, 1376, 7), submit: true);
        await ApproveAsync(store);
        var shown = await store.Db.PublishedDifferences(1, store.Clock.GetUtcNow()).Where(row => row.Base == 1331).ToListAsync(Cancellation);
        // Only what it contradicts gave way.
        Assert.Equal([(null, "us-paper-april-2025"), (1376, null)], shown.OrderBy(row => row.Other).Select(row => (row.Other, row.Against)));
        store.Clock.Advance(TimeSpan.FromMinutes(5));
        await store.Service<Ledger>().WriteAsync(Reviewer, null, async changes =>
        {
            await desk.TakeBackAsync((await desk.FindAsync(1, pair, Cancellation))!, changes, "ukraine", "A slip", Cancellation);
            return "/";
        }, Cancellation);
        var again = await store.Db.PublishedDifferences(1, store.Clock.GetUtcNow()).Where(row => row.Base == 1331).ToListAsync(Cancellation);
        Assert.Equal([later, "us-paper-april-2025"], again.Select(row => row.Against).Order());
        Assert.Equal((1376, 2), (await desk.InReview(1).ToListAsync(Cancellation)).Select(row => (row.Other!.Value, row.Revision)).Single());
        await WholeAsync(store);
        // Approved once more it takes that place again, and then having none takes its place in turn.
        store.Clock.Advance(TimeSpan.FromMinutes(5));
        await ApproveAsync(store);
        await AddAsync(store, ClauseDifference.NoCounterpart(1, 1331, later, 7), submit: true);
        store.Clock.Advance(TimeSpan.FromMinutes(5));
        await ApproveAsync(store);
        Assert.Null(await PublicAsync(store, 1331, 1376));
        await WholeAsync(store);
    }

    [Fact]
    public async Task The_seeds_leave_alone_what_the_desk_made_and_bring_what_is_new()
    {
        using var seeds = new SeedCopy();
        using var store = Store.Empty(seeds.Folder);
        await store.SetUpAsync();
        await CorrectAsync(store, await PublicAsync(store, 1322, 1369), ["moved"], ends: false);
        await ApproveAsync(store);
        await AddAsync(store, ClauseDifference.Pair(1, 1317, 1364, 7));
        var desk = await store.Service<DeskDifferences>().All(1).AsNoTracking().Where(row => row.Editor != null).OrderBy(row => row.Id).Select(row => row.Id).ToListAsync(Cancellation);
        File.AppendAllText(seeds.PathOf("ukraine/clause-differences.csv"), "1321,1368,stronger verb,Reliable becomes robust.\n");
        await store.SetUpAsync();
        Assert.Equal(desk, await store.Service<DeskDifferences>().All(1).Where(row => row.Editor != null).OrderBy(row => row.Id).Select(row => row.Id).ToListAsync(Cancellation));
        Assert.Equal(["moved"], (await PublicAsync(store, 1322, 1369))!.Label);
        Assert.Equal(["stronger verb"], (await PublicAsync(store, 1321, 1368))!.Label);
        Assert.Equal(1, await store.Service<DeskDifferences>().All(1).CountAsync(row => row.Base == 1322 && row.Status == StatementStatus.Published, Cancellation));
        await WholeAsync(store);
        var before = store.Dump("ClauseDifferences");
        await store.SetUpAsync();
        Assert.Equal(before, store.Dump("ClauseDifferences"));
    }

    [Fact]
    [Trait(Store.Only, Store.Sqlite)]
    public async Task Rows_from_before_are_public_first_revisions_after_the_migration()
    {
        using var store = Store.Empty();
        var migrations = store.Db.Database.GetMigrations().ToList();
        var migrator = store.Db.GetService<IMigrator>();
        await migrator.MigrateAsync(migrations[migrations.FindIndex(name => name.EndsWith("_ClauseDifferenceLife", StringComparison.Ordinal)) - 1], Cancellation);
        var columns = await store.Db.Database.SqlQueryRaw<string>("SELECT name AS Value FROM pragma_table_info('Processes') WHERE \"notnull\" = 1").ToListAsync(Cancellation);
        var process = $"INSERT INTO Processes ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(_ => "1"))})";
        await store.Db.Database.ExecuteSqlRawAsync(process, Cancellation);
        await store.Db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO ClauseDifferences (ProcessId, Base, Other, Label, Note, PublishedAt, Version) VALUES (1, 1, 2, '["moved"]', 'Shown.', 638000000000000000, 1);
            """, Cancellation);
        await migrator.MigrateAsync(migrations[^1], Cancellation);
        var rows = await store.Service<DeskDifferences>().All(1).AsNoTracking().OrderBy(row => row.Id).ToListAsync(Cancellation);
        Assert.Equal([(1, 2, 1, StatementStatus.Published, "Shown.")], rows.Select(row => (row.Base, row.Other!.Value, row.Revision, row.Status, row.Note!)));
    }

    private static Task<ClauseDifference?> PublicAsync(Store store, int one, int other, DateTimeOffset? known = null) =>
        store.Db.PublishedDifferences(1, known ?? store.Clock.GetUtcNow()).SingleOrDefaultAsync(row => row.Base == one && row.Other == other, Cancellation);

    private static async Task<int> AddAsync(Store store, ClauseDifference draft, bool submit = false)
    {
        var id = 0;
        await store.Service<Ledger>().WriteAsync(Editor, null, async changes =>
        {
            var row = await store.Service<DeskDifferences>().AddAsync(draft, Cancellation);
            if (submit)
                row.Submit(changes.At);
            changes.Note(row, "pair", "ukraine");
            id = row.Id;
            return "/";
        }, Cancellation);
        return id;
    }

    private static async Task CorrectAsync(Store store, ClauseDifference? published, string[] labels, bool ends)
    {
        var draft = published!.Correction(published.Revision + 1, 7, ends);
        draft.Say(labels, "As the editor reads it.");
        await AddAsync(store, draft, submit: true);
    }

    /// <summary>Everything that waits.</summary>
    private static Task<Written> ApproveAsync(Store store) => store.Service<Ledger>().WriteAsync(Reviewer, null, async changes =>
    {
        var desk = store.Service<DeskDifferences>();
        foreach (var row in await desk.InReview(1).ToListAsync(Cancellation))
            await desk.PublishAsync(row, changes, "ukraine", 8, Cancellation);
        return "/";
    }, Cancellation);

    private static async Task WholeAsync(Store store) => Assert.Empty((await store.Service<StoreCheck>().RunAsync(null, null, Cancellation)).Faults);
}
