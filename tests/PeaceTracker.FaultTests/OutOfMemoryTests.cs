using System.Collections.Concurrent;
using System.Net;
using PeaceTracker.Testing;

namespace PeaceTracker.FaultTests;

/// <summary>The site has less memory than what is asked of it needs: requests fail or it ends, what was acknowledged is there, and the next start serves.</summary>
public sealed class OutOfMemoryTests
{
    /// <summary>Hexadecimal, as the runtime reads it: what it starts with fits in, and the forms it is sent do not.</summary>
    private const string Heap = "0x4400000";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_there_is_no_memory_left()
    {
        await using var store = await WrittenStore.MakeAsync();
        var hit = 0;
        var answers = new ConcurrentDictionary<string, int>();
        var said = "";
        for (var round = 1; round <= Math.Min(Rounds.Wanted, 30) / 3; round++)
        {
            var before = store.Acknowledged;
            await using (var site = await SiteProcess.StartAsync(store.File, settings: new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = Heap }))
            {
                var writing = store.WriteAsync(site.Client, Cancellation);
                await store.UntilAsync(before + 4, Cancellation);
                // Forms as long as the site takes them: each is larger than what is left.
                var form = $"name={new string('x', 20_000_000)}";
                await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
                {
                    for (var time = 0; time < 3; time++)
                    {
                        try
                        {
                            using var body = new StringContent(form, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded");
                            using var answer = await site.Client.PostAsync("/account/sign-in", body, Cancellation);
                            answers.AddOrUpdate($"{(int)answer.StatusCode}", 1, (_, before) => before + 1);
                        }
                        catch (Exception error) when (error is HttpRequestException or IOException)
                        {
                            answers.AddOrUpdate("gone", 1, (_, before) => before + 1);
                        }
                    }
                }, Cancellation)));
                site.Kill();
                // Those who wrote meanwhile were told of an error of ours at worst; nothing else.
                Assert.All(await writing, status => Assert.Equal(HttpStatusCode.InternalServerError, status));
                said = site.Said;
                hit += said.Contains("OutOfMemory", StringComparison.Ordinal) || said.Contains("Out of memory", StringComparison.Ordinal) ? 1 : 0;
            }

            Assert.Equal((round, ""), (round, string.Join('\n', await store.FaultsAsync(store.File, Cancellation))));
            Assert.Contains("Whole", await store.VerifiedAsync(store.File, Cancellation), StringComparison.Ordinal);
        }

        // Memory was what it lacked, or all of this shows nothing.
        Assert.True(hit > 0, $"{string.Join(", ", answers)}\n{said}");
        await using var again = await SiteProcess.StartAsync(store.File);
        using var page = await again.Client.GetAsync(new Uri("/ukraine/positions", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }
}
