using PeaceTracker.Testing;

namespace PeaceTracker.FaultTests;

/// <summary>
/// The power goes while eight programs write: of the files only what was flushed is left (<c>powercut.c</c>). Everything that was acknowledged is
/// there. A disk that says it has written the log of the store and has not loses some of it, or the test would show nothing.
/// </summary>
public sealed class PowerCutTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_power_goes()
    {
        await using var store = await WrittenStore.MakeAsync();
        var shim = await Shim.CompileAsync("powercut", store.Folder, Cancellation);
        var random = new Random(2);
        for (var cut = 1; cut <= Rounds.Wanted; cut++)
        {
            var disk = await CutAsync(store, shim, lies: false, TimeSpan.FromMilliseconds(random.Next(0, 1500)), cut);
            Assert.Equal((cut, ""), (cut, string.Join('\n', await store.FaultsAsync(disk, Cancellation))));
            if (cut == Rounds.Wanted)
                Assert.Contains("Whole", await store.VerifiedAsync(disk, Cancellation), StringComparison.Ordinal);
            Back(store, disk);
        }

        var lost = await CutAsync(store, shim, lies: true, TimeSpan.Zero, 0);
        Assert.Contains(await store.FaultsAsync(lost, Cancellation), fault => fault.StartsWith("Lost", StringComparison.Ordinal));
    }

    private static async Task<string> CutAsync(WrittenStore store, string shim, bool lies, TimeSpan after, int cut)
    {
        var before = store.Acknowledged;
        var disk = Directory.CreateDirectory(Path.Combine(store.Folder, FormattableString.Invariant($"disk-{cut}"))).FullName;
        // What lies on the disk already is there.
        foreach (var part in new[] { "", "-wal" })
        {
            if (File.Exists(store.File + part))
                File.Copy(store.File + part, Path.Combine(disk, Path.GetFileName(store.File) + part));
        }

        await using (var site = await SiteProcess.StartAsync(store.File, settings: new Dictionary<string, string> { ["LD_PRELOAD"] = shim, ["POWERCUT_DIR"] = disk, ["POWERCUT_LIES"] = lies ? "yes" : "" }))
        {
            var writing = store.WriteAsync(site.Client, Cancellation);
            await store.UntilAsync(before + 1, Cancellation);
            await Task.Delay(after, Cancellation);
            site.Kill();
            Assert.Empty(await writing);
        }

        return Path.Combine(disk, Path.GetFileName(store.File));
    }

    /// <summary>The machine is switched on again.</summary>
    private static void Back(WrittenStore store, string disk)
    {
        foreach (var part in new[] { "", "-wal", "-shm" })
        {
            File.Delete(store.File + part);
            if (File.Exists(disk + part))
                File.Move(disk + part, store.File + part);
        }
    }
}
