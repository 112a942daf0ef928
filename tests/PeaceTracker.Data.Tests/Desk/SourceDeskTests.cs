using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Sources;

namespace PeaceTracker.Data.Tests.Desk;

/// <summary>Sources, and what rests on them, in a real store.</summary>
public sealed class SourceDeskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_source_with_an_address_is_found_by_it_and_a_store_from_before_is_filled_when_it_is_brought_up()
    {
        using var store = await Store.WithRealSeedsAsync();
        var with = await store.Db.Sources.CountAsync(row => row.Address != null, Cancellation);
        Assert.True(with > 200);
        Assert.Equal(with, await store.Db.Sources.CountAsync(row => row.NormalAddress != null && row.NormalAddress.StartsWith("https://"), Cancellation));
        var versions = await store.Db.Sources.SumAsync(row => row.Version, Cancellation);
        await store.Db.Sources.ExecuteUpdateAsync(set => set.SetProperty(row => row.NormalAddress, (string?)null), Cancellation);
        Assert.Empty(await store.Service<SourceDesk>().AtAddressAsync(1, "https://balitahub.com/read/x", Cancellation));
        await SourceDesk.FillNormalAddressesAsync(store.Db, Cancellation);
        Assert.Equal(with, await store.Db.Sources.CountAsync(row => row.NormalAddress != null, Cancellation));
        // It is no change of the record.
        Assert.Equal(versions, await store.Db.Sources.SumAsync(row => row.Version, Cancellation));
        var first = await store.Db.Sources.AsNoTracking().SingleAsync(row => row.Number == 1, Cancellation);
        Assert.Equal(1, Assert.Single(await store.Service<SourceDesk>().AtAddressAsync(first.ProcessId, first.Address!.Replace("https://", "http://www.") + "?utm_source=a", Cancellation)).Number);
    }

    [Theory]
    // The article most statements rest on, and the report it and others copy.
    [InlineData(1, 'A', new[] { 901 })]
    [InlineData(1, 'E', new int[0])]
    [InlineData(901, 'C', new[] { 10 })]
    public async Task A_changed_grade_or_descent_leaves_the_projection_as_a_rebuild_would(int number, char grade, int[] derivedFrom)
    {
        using var store = await Store.WithRealSeedsAsync();
        var before = store.Dump("PublishedCodings");
        var old = await store.Service<SourceDesk>().FindAsync(1, number, Cancellation);
        var fresh = Like(old!, grade, derivedFrom);
        var effect = await store.Service<SourceDesk>().EffectAsync(fresh, Cancellation);
        Assert.Equal(before, store.Dump("PublishedCodings"));
        await store.Service<Ledger>().WriteAsync(new(null, "test"), null, async changes =>
        {
            var source = (await store.Service<SourceDesk>().FindAsync(1, number, Cancellation))!;
            await store.Service<SourceDesk>().ChangeAsync(source, fresh, changes.At, Cancellation);
            changes.Note(source, "change", "ukraine");
            return "/";
        }, Cancellation);
        var changed = store.Dump("PublishedCodings");
        Assert.NotEqual(before, changed);
        // What was said beforehand is what became of it.
        Assert.Equal(Rows(before).Except(Rows(changed)).Count(), effect.Count);
        await Projection.RebuildAsync(store.Db, Cancellation);
        Assert.Equal(store.Dump("PublishedCodings"), changed);
        Assert.Equal(old!.Version + 1, (await store.Db.Sources.AsNoTracking().SingleAsync(row => row.Number == number, Cancellation)).Version);
        Assert.Empty(await store.Service<RevisionLog>().VerifyAsync(Cancellation));

        static string[] Rows(string dump) => dump.Split('\n');
    }

    [Fact]
    public async Task A_circle_is_refused_and_nothing_is_written()
    {
        using var store = await Store.WithRealSeedsAsync();
        var before = store.Dump();
        // 1 derives from 901.
        var fresh = Like((await store.Service<SourceDesk>().FindAsync(1, 901, Cancellation))!, 'B', [1]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Service<Ledger>().WriteAsync(new(null, "test"), null, async changes =>
        {
            await store.Service<SourceDesk>().ChangeAsync((await store.Service<SourceDesk>().FindAsync(1, 901, Cancellation))!, fresh, changes.At, Cancellation);
            return "/";
        }, Cancellation));
        Assert.Equal(before, store.Dump());
    }

    [Fact]
    public async Task What_a_public_source_newly_derives_from_is_public_with_it_and_so_is_its_publisher()
    {
        using var store = await Store.WithRealSeedsAsync();
        var desk = store.Service<SourceDesk>();
        await store.Service<Ledger>().WriteAsync(new(null, "test"), null, async changes =>
        {
            var publisher = new Publisher { ProcessId = 1, Slug = "unseen", Name = "Unseen", Kind = "agency", Grade = 'B', Reason = "It is." };
            await desk.AddAsync(publisher, Cancellation);
            desk.Add(new() { ProcessId = 1, Number = await desk.NextNumberAsync(1, Cancellation), PublisherId = publisher.Id, Title = "The first report", Kind = "report", Grade = 'B' });
            return "/";
        }, Cancellation);
        Assert.Null(await store.Db.Sources.SingleOrDefaultAsync(row => row.Number == DeskStatements.FirstNumber, Cancellation));
        await store.Service<Ledger>().WriteAsync(new(null, "test"), null, async changes =>
        {
            var source = (await desk.FindAsync(1, 901, Cancellation))!;
            await desk.ChangeAsync(source, Like(source, source.Grade, [DeskStatements.FirstNumber]), changes.At, Cancellation);
            return "/";
        }, Cancellation);
        var shown = await store.Db.Sources.Include(row => row.Publisher).SingleAsync(row => row.Number == DeskStatements.FirstNumber, Cancellation);
        Assert.NotNull(shown.Publisher!.PublishedAt);
    }

    private static Source Like(Source source, char grade, int[] derivedFrom) => new()
    {
        ProcessId = source.ProcessId,
        Number = source.Number,
        PublisherId = source.PublisherId,
        Title = source.Title,
        TitleDescribed = source.TitleDescribed,
        Author = source.Author,
        Date = source.Date,
        Address = source.Address,
        ArchiveAddress = source.ArchiveAddress,
        Language = source.Language,
        Kind = source.Kind,
        Grade = grade,
        Notes = source.Notes,
        DerivedFrom = [.. derivedFrom],
    };
}
