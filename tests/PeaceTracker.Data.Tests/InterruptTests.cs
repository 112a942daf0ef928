using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace PeaceTracker.Data.Tests;

/// <summary>Reading that nobody waits for is broken off, and writing is not.</summary>
public sealed class InterruptTests
{
    /// <summary>Would count for days.</summary>
    private const string Endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000000) SELECT count(*) AS \"Value\" FROM n";

    [Fact]
    public async Task A_query_ends_with_its_token_and_the_connection_goes_on()
    {
        using var store = await Store.WithRealSeedsAsync();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        over.CancelAfter(TimeSpan.FromMilliseconds(100));
        var error = await Record.ExceptionAsync(() => store.Db.Database.SqlQueryRaw<long>(OnThisProvider(store)).SingleAsync(over.Token));
        Assert.True(StoreTrouble.WasBrokenOff(error), $"{error}");
        Assert.NotEqual(0, await store.Db.Statements.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait(Store.Only, Store.Sqlite)]
    public async Task What_is_being_written_is_written_whole()
    {
        using var store = await Store.WithRealSeedsAsync();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await store.Db.Database.OpenConnectionAsync(over.Token);
        await using (var transaction = await store.Db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            // The token is over in the midst of the command: the function is called from within.
            ((SqliteConnection)store.Db.Database.GetDbConnection()).CreateFunction("over", (long row) =>
            {
                if (row == 500)
                    over.Cancel();
                return row;
            });
            await store.Db.Database.ExecuteSqlRawAsync("CREATE TABLE \"Written\" AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT over(i) AS i FROM n", TestContext.Current.CancellationToken);
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }

        Assert.True(over.IsCancellationRequested);
        Assert.Equal(1000, await store.Db.Database.SqlQueryRaw<int>("SELECT count(*) AS \"Value\" FROM \"Written\"").SingleAsync(TestContext.Current.CancellationToken));
    }

    private static string OnThisProvider(Store store) => store.Connection.Length == 0 ? Endless : "SELECT count(*) AS \"Value\" FROM pg_sleep(1000000)";
}
