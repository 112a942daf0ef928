using System.Data.Common;
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

    [Fact]
    [Trait(Store.Only, Store.Sqlite)]
    public async Task Published_codings_lie_in_the_order_of_their_key()
    {
        using var store = Store.Empty();
        await store.SetUpAsync();
        var sql = await store.Db.Database.SqlQueryRaw<string>("SELECT sql AS Value FROM sqlite_master WHERE name = 'PublishedCodings'").SingleAsync(TestContext.Current.CancellationToken);
        Assert.EndsWith("WITHOUT ROWID", sql.TrimEnd(), StringComparison.Ordinal);
        // What a hand may forget: the table must have the columns of the model, no more and no fewer.
        var columns = await store.Db.Database.SqlQueryRaw<string>("SELECT name AS Value FROM pragma_table_info('PublishedCodings')").ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(store.Db.Model.FindEntityType(typeof(PublishedCoding))!.GetProperties().Select(property => property.Name).Order(), columns.Order());
    }

    [Fact]
    public async Task A_row_cannot_point_at_a_row_that_is_not_there()
    {
        using var store = Store.Empty();
        await store.SetUpAsync();
        var error = await Assert.ThrowsAnyAsync<DbException>(() => store.Db.Database.ExecuteSqlRawAsync(
            "INSERT INTO \"Office\" (\"PersonId\", \"Title\") VALUES (12345, 'Nobody')", TestContext.Current.CancellationToken));
        Assert.Contains("foreign key", error.Message, StringComparison.OrdinalIgnoreCase);
    }
}
