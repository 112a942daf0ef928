using Microsoft.EntityFrameworkCore;

namespace PeaceTracker.Data.Tests;

public class MigrationTests
{
    [Fact]
    public void The_model_has_no_change_without_a_migration()
    {
        using var store = Store.Empty();
        Assert.False(store.Db.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task An_empty_store_is_brought_up_and_a_second_time_changes_nothing()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var store = Store.Empty();
        await store.SetUpAsync();
        Assert.Equal(store.Db.Database.GetMigrations(), await store.Db.Database.GetAppliedMigrationsAsync(cancellation));
        Assert.Equal(0, await store.Db.Statements.CountAsync(cancellation));
        var before = store.Dump();
        await store.SetUpAsync();
        Assert.Equal(before, store.Dump());
    }
}
