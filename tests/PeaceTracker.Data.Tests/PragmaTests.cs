using Microsoft.EntityFrameworkCore;

namespace PeaceTracker.Data.Tests;

[Trait(Store.Only, Store.Sqlite)]
public class PragmaTests
{
    [Fact]
    public async Task A_connection_is_in_WAL_mode_with_full_synchronisation_and_foreign_keys()
    {
        using var store = Store.Empty();
        await store.SetUpAsync();
        await store.Db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        Assert.Equal("wal", await PragmaAsync(store, "journal_mode"));
        // 2 is FULL: a commit is on the disk when it returns.
        Assert.Equal(2L, await PragmaAsync(store, "synchronous"));
        Assert.Equal(1L, await PragmaAsync(store, "foreign_keys"));
        Assert.Equal(5000L, await PragmaAsync(store, "busy_timeout"));
        Assert.Equal(1000L, await PragmaAsync(store, "wal_autocheckpoint"));
    }

    [Fact]
    public async Task What_one_use_of_a_connection_put_off_is_not_put_off_by_the_next()
    {
        using var store = Store.Empty();
        await store.SetUpAsync();
        await store.Db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await store.Db.Database.ExecuteSqlRawAsync("PRAGMA wal_autocheckpoint = 0", TestContext.Current.CancellationToken);
        await store.Db.Database.CloseConnectionAsync();
        await store.Db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1000L, await PragmaAsync(store, "wal_autocheckpoint"));
    }

    private static async Task<object?> PragmaAsync(Store store, string name)
    {
        await using var command = store.Db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
