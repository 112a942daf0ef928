using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.History;

namespace PeaceTracker.Data.Tests;

[Trait(Store.Only, Store.Sqlite)]
public sealed class RecordCacheTests(SeededStore seeded) : IClassFixture<SeededStore>
{
    private int reads;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Store Store => seeded.Store;

    [Fact]
    public async Task What_was_read_is_kept_until_something_changes_that_the_public_can_see_and_a_change_sees_its_own()
    {
        var before = await NameAsync(Store.Db);
        Assert.Equal((before, 1), (await NameAsync(Store.Db), reads));
        await WriteAsync(async (db, changes) => changes.Note(await db.Statements.FirstAsync(Cancellation), "draft", "ukraine"));
        Assert.Equal((before, 1), (await NameAsync(Store.Db), reads));
        await WriteAsync(async (db, changes) =>
        {
            var party = await db.Parties.OrderBy(row => row.Id).FirstAsync(Cancellation);
            db.Entry(party).Property(row => row.Name).CurrentValue = "Another name";
            await db.SaveChangesAsync(Cancellation);
            changes.Note(party, "change", "ukraine");
            Assert.Equal(("Another name", 2), (await NameAsync(db), reads));
            // Nobody else does before it is done.
            using var scope = Store.Scope();
            Assert.Equal((before, 2), (await NameAsync(scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>()), reads));
        });
        Assert.Equal(("Another name", 3), (await NameAsync(Store.Db), reads));
        Assert.Equal(("Another name", 3), (await NameAsync(Store.Db), reads));
    }

    [Fact]
    public async Task What_is_not_there_is_not_kept()
    {
        for (var time = 1; time <= 2; time++)
        {
            Assert.Null(await Store.Service<RecordCache>().ReadAsync<string>(Store.Db, "nobody", async () =>
            {
                reads++;
                return await Store.Db.Parties.Where(row => row.Slug == "nobody").Select(row => row.Name).SingleOrDefaultAsync(Cancellation);
            }));
            Assert.Equal(time, reads);
        }
    }

    private async Task<string> NameAsync(PeaceTrackerDbContext db) => (await Store.Service<RecordCache>().ReadAsync<string>(db, "a name", async () =>
    {
        reads++;
        return await db.Parties.AsNoTracking().OrderBy(row => row.Id).Select(row => row.Name).FirstAsync(Cancellation);
    }))!;

    private async Task WriteAsync(Func<PeaceTrackerDbContext, ChangeSet, Task> work)
    {
        using var scope = Store.Scope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        await scope.ServiceProvider.GetRequiredService<Ledger>().WriteAsync(new(null, "operator"), null, async changes =>
        {
            await work(db, changes);
            return "/";
        }, Cancellation);
    }
}
