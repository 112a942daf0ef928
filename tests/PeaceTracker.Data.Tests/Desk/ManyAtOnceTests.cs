using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Tests.Desk;

/// <summary>The door all writing goes through, with fifty people at it.</summary>
public sealed class ManyAtOnceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_fifty_editors_of_one_statement_one_is_first_in_each_of_a_thousand_rounds()
    {
        const int people = 50;
        const int rounds = 1_000;
        const int number = 36;
        using var store = await Store.WithRealSeedsAsync();
        // What was published is not edited: they work on an amendment of it.
        await store.Service<Ledger>().WriteAsync(new(1, "p0"), null, async changes =>
        {
            var desk = store.Service<Data.Desk.DeskStatements>();
            var amendment = (await desk.PublishedAsync((await store.Db.Processes.SingleAsync(Cancellation)).Id, number, Cancellation))!.Amendment(2, 1, "A word was missing.");
            desk.Add(amendment);
            changes.Note(amendment, "amend", "ukraine");
            return "/";
        }, Cancellation);
        var first = await store.Db.Statements.AsNoTracking().SingleAsync(row => row.Number == number && row.Status == StatementStatus.Draft, Cancellation);
        var scopes = Enumerable.Range(0, people).Select(_ => store.Scope()).ToList();
        for (var round = 0; round < rounds; round++)
        {
            // All have read the same version before any of them writes.
            var read = new List<(PeaceTrackerDbContext Db, Ledger Ledger, Statement Row, int Person)>();
            foreach (var (scope, person) in scopes.Select((scope, person) => (scope, person)))
            {
                var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
                read.Add((db, scope.ServiceProvider.GetRequiredService<Ledger>(), await db.Statements.AsNoTracking().SingleAsync(row => row.Id == first.Id, Cancellation), person));
            }

            Assert.All(read, one => Assert.Equal(first.Version + round, one.Row.Version));
            var won = await Task.WhenAll(read.Select(one => Task.Run(() => TryAsync(one.Db, one.Ledger, one.Row, one.Person, FormattableString.Invariant($"Round {round}, person {one.Person}")), Cancellation)));
            var winner = Assert.Single(Enumerable.Range(0, people), person => won[person]);
            var now = await store.Db.Statements.AsNoTracking().SingleAsync(row => row.Id == first.Id, Cancellation);
            Assert.Equal((first.Version + round + 1, FormattableString.Invariant($"Round {round}, person {winner}")), (now.Version, now.Summary));
        }

        foreach (var scope in scopes)
            scope.Dispose();
        // What lost left nothing behind: one entry a round, and the log and the store agree.
        Assert.Equal(rounds, await store.Db.Revisions.CountAsync(row => row.Action == "edit", Cancellation));
        Assert.Empty((await store.Service<StoreCheck>().RunAsync(null, null, Cancellation)).Faults);
    }

    private static async Task<bool> TryAsync(PeaceTrackerDbContext db, Ledger ledger, Statement stale, int person, string words)
    {
        try
        {
            await ledger.WriteAsync(new(person + 1, FormattableString.Invariant($"p{person}")), null, async changes =>
            {
                db.Attach(stale);
                db.Entry(stale).Property(row => row.Summary).CurrentValue = words;
                await db.SaveChangesAsync(Cancellation);
                changes.Note(await Data.Desk.DeskStatements.WithDetails(db.Statements).SingleAsync(row => row.Id == stale.Id, Cancellation), "edit", "ukraine");
                return "/";
            }, Cancellation);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }
}
