using PeaceTracker.Testing;

namespace PeaceTracker.FaultTests;

/// <summary>The site is killed (kill -9) at any moment while eight programs write: everything that was acknowledged is there, once, and the log is whole.</summary>
public sealed class KillTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_site_is_killed()
    {
        await using var store = await WrittenStore.MakeAsync();
        // A seed, so that a failure can be looked at; moments differ all the same.
        var random = new Random(1);
        var rounds = Rounds.Wanted * 5;
        for (var round = 1; round <= rounds; round++)
        {
            var before = store.Acknowledged;
            await using (var site = await SiteProcess.StartAsync(store.File))
            {
                var writing = store.WriteAsync(site.Client, Cancellation);
                await store.UntilAsync(before + 1, Cancellation);
                await Task.Delay(random.Next(0, round % 5 == 0 ? 1500 : 250), Cancellation);
                site.Kill();
                Assert.Empty(await writing);
            }

            Assert.Equal((round, ""), (round, string.Join('\n', await store.FaultsAsync(store.File, Cancellation))));
            if (round % 10 == 0 || round == rounds)
                Assert.Contains("Whole", await store.VerifiedAsync(store.File, Cancellation), StringComparison.Ordinal);
        }

        await store.ForgetLastAsync(store.File, Cancellation);
        Assert.Contains(await store.FaultsAsync(store.File, Cancellation), fault => fault.StartsWith("Lost", StringComparison.Ordinal));
    }
}
