using System.Net;
using Microsoft.Data.Sqlite;
using PeaceTracker.Testing;

namespace PeaceTracker.FaultTests;

/// <summary>
/// The disk is full, fails or is slow (<c>disk.c</c>), or another program holds the store, while eight programs write: readers notice nothing, nothing that was
/// acknowledged is lost, and writing goes on without a new start.
/// </summary>
public sealed class DiskTests
{
    private static readonly string[] Pages = ["/ukraine/positions", "/ukraine/statements?q=ceasefire", "/ukraine/statements/36", "/ukraine/positions.json"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Who_writes_to_a_full_disk_is_told_so_and_goes_on_when_there_is_room() => BefallAsync("full", HttpStatusCode.InsufficientStorage);

    [Fact]
    public Task What_could_not_be_flushed_is_not_acknowledged() => BefallAsync("failing", HttpStatusCode.ServiceUnavailable);

    [Fact]
    public Task A_slow_disk_makes_writers_wait() => BefallAsync("slow", HttpStatusCode.Created);

    [Fact]
    public async Task Who_writes_while_another_program_holds_the_store_is_asked_to_come_again()
    {
        await using var store = await WrittenStore.MakeAsync();
        await using var site = await SiteProcess.StartAsync(store.File, settings: new Dictionary<string, string> { ["Cache:Megabytes"] = "0" });
        var writing = store.WriteAsync(site.Client, Cancellation);
        for (var round = 0; round < Math.Max(1, Rounds.Wanted / 6); round++)
        {
            await store.UntilAsync(store.Acknowledged + 8, Cancellation);
            await using (var other = new SqliteConnection($"Data Source={store.File};Pooling=False"))
            {
                await other.OpenAsync(Cancellation);
                await using var transaction = other.BeginTransaction(deferred: false);
                await store.UntilAsync(HttpStatusCode.ServiceUnavailable, 1, Cancellation);
                await ReadAsync(site);
            }

            await store.UntilAsync(store.Acknowledged + 8, Cancellation);
        }

        site.Kill();
        Assert.Empty(await writing);
        Assert.Empty(await store.FaultsAsync(store.File, Cancellation));
    }

    /// <param name="told">What who writes is answered meanwhile.</param>
    private static async Task BefallAsync(string fault, HttpStatusCode told)
    {
        await using var store = await WrittenStore.MakeAsync();
        var shim = await Shim.CompileAsync("disk", store.Folder, Cancellation);
        var faults = Directory.CreateDirectory(Path.Combine(store.Folder, "faults")).FullName;
        await using var site = await SiteProcess.StartAsync(store.File, settings: new Dictionary<string, string> { ["LD_PRELOAD"] = shim, ["DISK_FAULTS"] = faults, ["Cache:Megabytes"] = "0" });
        var writing = store.WriteAsync(site.Client, Cancellation);
        for (var round = 0; round < Math.Max(2, Rounds.Wanted / 3); round++)
        {
            await store.UntilAsync(store.Acknowledged + 8, Cancellation);
            await File.WriteAllTextAsync(Path.Combine(faults, fault), "", Cancellation);
            await store.UntilAsync(told, 8, Cancellation);
            await ReadAsync(site);
            File.Delete(Path.Combine(faults, fault));
            await store.UntilAsync(store.Acknowledged + 8, Cancellation);
        }

        // What lies on the disk is all there is of it.
        site.Kill();
        Assert.DoesNotContain(await writing, status => status != told);
        Assert.Empty(await store.FaultsAsync(store.File, Cancellation));
    }

    private static async Task ReadAsync(SiteProcess site)
    {
        foreach (var page in Pages)
        {
            using var answer = await site.Client.GetAsync(new Uri(page, UriKind.Relative), Cancellation);
            Assert.Equal((page, HttpStatusCode.OK), (page, answer.StatusCode));
        }
    }
}
