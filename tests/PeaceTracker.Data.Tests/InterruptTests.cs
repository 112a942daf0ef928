using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace PeaceTracker.Data.Tests;

/// <summary>Reading that nobody waits for is broken off, and writing is not.</summary>
[Trait(Store.Only, Store.Sqlite)]
public sealed class InterruptTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_query_ends_with_its_token_and_the_connection_goes_on()
    {
        using var store = await Store.WithRealSeedsAsync();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await OpenAsync(store, over, cancelAt: 1000);
        // Would count for days.
        var error = await Record.ExceptionAsync(() => store.Db.Database
            .SqlQueryRaw<long>("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000000) SELECT max(seen(i)) AS \"Value\" FROM n").SingleAsync(over.Token));
        Assert.True(StoreTrouble.WasBrokenOff(error), $"{error}");
        await store.Db.Database.CloseConnectionAsync();
        Assert.NotEqual(0, await store.Db.Statements.CountAsync(Cancellation));
    }

    [Fact]
    public async Task What_is_being_written_is_written_whole()
    {
        using var store = await Store.WithRealSeedsAsync();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await OpenAsync(store, over, cancelAt: 500);
        await using (var transaction = await store.Db.Database.BeginTransactionAsync(Cancellation))
        {
            await store.Db.Database.ExecuteSqlRawAsync("CREATE TABLE \"Written\" AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT seen(i) AS i FROM n", Cancellation);
            await transaction.CommitAsync(Cancellation);
        }

        Assert.True(over.IsCancellationRequested);
        Assert.Equal(200_000, await store.Db.Database.SqlQueryRaw<int>("SELECT count(*) AS \"Value\" FROM \"Written\"").SingleAsync(Cancellation));
    }

    /// <summary>The token is over while a command is at its rows: each is seen by a function.</summary>
    private static async Task OpenAsync(Store store, CancellationTokenSource over, int cancelAt)
    {
        await store.Db.Database.OpenConnectionAsync(over.Token);
        ((SqliteConnection)store.Db.Database.GetDbConnection()).CreateFunction("seen", (long row) =>
        {
            if (row == cancelAt)
                _ = over.CancelAsync();
            return row;
        });
    }
}
