using Microsoft.EntityFrameworkCore;

namespace PeaceTracker.Data.Tests;

public class ProjectionTests
{
    [Fact]
    public async Task Rebuilding_gives_the_rows_that_publication_wrote_whatever_became_of_them()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var store = await Store.WithRealSeedsAsync();
        var written = store.Dump("PublishedCodings");
        Assert.Equal(await store.Db.Set<PeaceTracker.Domain.Statements.Coding>().CountAsync(cancellation), await store.Db.PublishedCodings.CountAsync(cancellation));
        await Projection.RebuildAsync(store.Db, cancellation);
        Assert.Equal(written, store.Dump("PublishedCodings"));

        await store.Db.Database.ExecuteSqlRawAsync("DELETE FROM \"PublishedCodings\" WHERE \"Id\" % 3 = 0; UPDATE \"PublishedCodings\" SET \"Day\" = \"Day\" + 1, \"Copied\" = 9 WHERE \"Id\" % 2 = 0", cancellation);
        Assert.NotEqual(written, store.Dump("PublishedCodings"));
        await Projection.RebuildAsync(store.Db, cancellation);
        Assert.Equal(written, store.Dump("PublishedCodings"));
    }
}
