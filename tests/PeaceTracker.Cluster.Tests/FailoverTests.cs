using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeaceTracker.Data;
using PeaceTracker.Testing;

namespace PeaceTracker.Cluster.Tests;

/// <summary>The primary is killed while people read and write: nothing that was acknowledged is lost, and reading goes on.</summary>
public sealed class FailoverTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private readonly Testing.Cluster cluster = running.Cluster;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_is_there_after_the_standby_took_over_and_reading_never_stopped()
    {
        var source = await cluster.Inside.Services.AddSourceAsync(text: null);
        var programs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => cluster.ProgramAsync(cluster.Edge)));
        var acknowledged = new ConcurrentDictionary<int, int>();
        var refused = new ConcurrentBag<HttpStatusCode>();
        var read = new ConcurrentBag<(string Address, HttpStatusCode Status)>();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var writers = programs.Select((program, writer) => Task.Run(async () =>
        {
            // Each sends the same until it is acknowledged.
            for (var index = writer; !over.IsCancellationRequested || !acknowledged.ContainsKey(index);)
            {
                using var answer = await program.PostDraftAsync(source, index, Cancellation);
                if (answer.StatusCode == HttpStatusCode.Created)
                {
                    acknowledged[index] = int.Parse(answer.Headers.Location!.OriginalString.Split('/')[^1], CultureInfo.InvariantCulture);
                    if (!over.IsCancellationRequested)
                        index += programs.Length;
                }
                else
                {
                    refused.Add(answer.StatusCode);
                    await Task.Delay(20, Cancellation);
                }
            }
        }, Cancellation)).ToList();
        var readers = Enumerable.Range(0, 3).Select(reader => Task.Run(async () =>
        {
            for (var index = 0; !over.IsCancellationRequested; index++)
            {
                // Pages nobody has asked for, kept ones, and what is never kept.
                var address = (index % 3) switch
                {
                    0 => $"/ukraine/positions?date={new DateOnly(2022, 3, 1).AddDays(reader * 500 + index):yyyy-MM-dd}",
                    1 => "/ukraine/positions",
                    _ => "/ukraine/statements?q=neutrality",
                };
                using var answer = await cluster.Edge.GetAsync(address, Cancellation);
                read.Add((address, answer.StatusCode));
            }
        }, Cancellation)).ToList();

        await RunningCluster.UntilAsync(() => acknowledged.Count >= 40);
        await cluster.Primary.KillAsync();
        var reached = read.Count;
        // While there is no primary nothing is written, and reading goes on.
        await RunningCluster.UntilAsync(() => read.Count > reached + 60);
        var atTheKill = acknowledged.Count;
        await cluster.Standby.AskAsync("postgres", "SELECT pg_promote()");
        await RunningCluster.UntilAsync(() => acknowledged.Count > atTheKill + 40);
        await over.CancelAsync();
        await Task.WhenAll([.. writers, .. readers]);

        // Never a lie about what happened: done, or send it again.
        Assert.NotEmpty(refused);
        Assert.True(refused.All(status => status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway), $"{string.Join(", ", refused.Distinct())}. {cluster.SaidOfErrors}");
        var missed = read.Where(one => one.Status != HttpStatusCode.OK).ToList();
        Assert.True(missed.Count == 0, $"{missed.Count} of {read.Count} could not be read: {string.Join(", ", missed.Take(5))}. {cluster.SaidOfErrors}");
        // This process had connections to the primary too.
        NpgsqlConnection.ClearAllPools();
        await using var scope = cluster.Inside.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        var there = await db.Revisions.AsNoTracking().Where(entry => entry.Action == "draft").Select(entry => entry.Key).ToListAsync(Cancellation);
        Assert.Equal(acknowledged.Count, acknowledged.Values.Distinct().Count());
        // And nothing twice: what was sent again because nobody knew is there once.
        Assert.Equal(acknowledged.Values.Select(number => FormattableString.Invariant($"ukraine/{number}")).Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
        Assert.Contains("Whole", await cluster.RunAsync("verify"), StringComparison.Ordinal);
    }
}
