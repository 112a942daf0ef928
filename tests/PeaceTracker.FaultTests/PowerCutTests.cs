using PeaceTracker.Testing;

namespace PeaceTracker.FaultTests;

/// <summary>
/// The power goes while eight programs write: of the files only what was flushed is left (<c>powercut.c</c>). Everything that was acknowledged is
/// there. A disk that says it has written the log of the store and has not loses some of it, or the test would show nothing.
/// </summary>
/// <remarks>What a cut would leave is also looked at while the programs go on: the site is held, and its disk as it is at that moment is copied.</remarks>
public sealed class PowerCutTests
{
    // Of each start, the last of which is followed by another start on what is left.
    private const int Cuts = 9;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_power_goes()
    {
        await using var store = await WrittenStore.MakeAsync();
        var shim = await Shim.CompileAsync("powercut", store.Folder, Cancellation);
        var random = new Random(2);
        for (var start = 1; start <= Rounds.Wanted; start++)
        {
            var disk = await CutAsync(store, shim, lies: false, random, start);
            Assert.Equal((start, ""), (start, string.Join('\n', await store.FaultsAsync(disk, Cancellation))));
            if (start == Rounds.Wanted)
                Assert.Contains("Whole", await store.VerifiedAsync(disk, Cancellation), StringComparison.Ordinal);
            Back(store, disk);
        }

        var lost = await CutAsync(store, shim, lies: true, random, 0);
        Assert.Contains(await store.FaultsAsync(lost, Cancellation), fault => fault.StartsWith("Lost", StringComparison.Ordinal));
    }

    private static async Task<string> CutAsync(WrittenStore store, string shim, bool lies, Random random, int start)
    {
        var before = store.Acknowledged;
        var disk = Directory.CreateDirectory(Path.Combine(store.Folder, FormattableString.Invariant($"disk-{start}"))).FullName;
        var file = Path.Combine(disk, Path.GetFileName(store.File));
        // What lies on the disk already is there.
        Copy(store.File, file);
        await using (var site = await SiteProcess.StartAsync(store.File, settings: new Dictionary<string, string> { ["LD_PRELOAD"] = shim, ["POWERCUT_DIR"] = disk, ["POWERCUT_LIES"] = lies ? "yes" : "" }))
        {
            var writing = store.WriteAsync(site.Client, Cancellation);
            await store.UntilAsync(before + 1, Cancellation);
            for (var cut = 1; cut < Cuts && !lies; cut++)
            {
                await Task.Delay(random.Next(0, 300), Cancellation);
                await site.HoldAsync();
                var image = Path.Combine(store.Folder, "image.db");
                Copy(file, image);
                // Whatever was acknowledged by now was acknowledged before the site was held.
                Assert.Equal((start, cut, ""), (start, cut, string.Join('\n', await store.FaultsAsync(image, Cancellation))));
                Remove(image);
                await site.GoOnAsync();
            }

            site.Kill();
            Assert.Empty(await writing);
        }

        return file;
    }

    private static void Copy(string file, string to)
    {
        foreach (var part in new[] { "", "-wal" })
        {
            if (File.Exists(file + part))
                File.Copy(file + part, to + part);
        }
    }

    private static void Remove(string file)
    {
        foreach (var part in new[] { "", "-wal", "-shm" })
            File.Delete(file + part);
    }

    /// <summary>The machine is switched on again.</summary>
    private static void Back(WrittenStore store, string disk)
    {
        Remove(store.File);
        foreach (var part in new[] { "", "-wal", "-shm" })
        {
            if (File.Exists(disk + part))
                File.Move(disk + part, store.File + part);
        }
    }
}
