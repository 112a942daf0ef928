using System.Diagnostics;
using System.Globalization;
using System.Net;
using PeaceTracker.Testing;

namespace PeaceTracker.Benchmarks;

/// <summary>What a cluster did under load.</summary>
/// <param name="Direct">Kept answers a second of one instance, at 100 addresses in turns.</param>
/// <param name="Edge">The same through nginx, while a statement is published every ten seconds.</param>
/// <param name="Hits">Share of what nginx answered without asking an instance.</param>
/// <param name="Origin">Requests a second that reached the instances meanwhile.</param>
/// <param name="OneCold">Pages a second that nobody has asked for, of one instance alone.</param>
/// <param name="TwoCold">The same of two together.</param>
/// <param name="OneBusy">Processors that one instance, asked alone, kept busy.</param>
/// <param name="RestBusy">Those that the rest kept busy meanwhile: the database, and the generator of load.</param>
/// <param name="Seen">Milliseconds from a publication to the first answer of an instance that has it, each, while both are asked for as much as they answer.</param>
/// <param name="SeenSteadily">The same while <see cref="ClusterBench.Steady"/> readers a second come, of all instances together.</param>
internal sealed record ClusterFigures(double Direct, double Edge, double Hits, double Origin, double OneCold, double TwoCold, double OneBusy, double RestBusy, IReadOnlyList<double> Seen, IReadOnlyList<double> SeenSteadily);

/// <summary>PostgreSQL with a standby, Redis, two instances of the built site and nginx, all on this machine, driven by <c>wrk</c>. The record is that of the seeds.</summary>
internal static class ClusterBench
{
    private const int Hot = 100;
    private const int Connections = 16;

    public const int Steady = 400;

    /// <summary>Days whose matrix is asked for, and pages that a round does not ask for all of.</summary>
    private const int Days = 1700, MostPages = 1000;

    private static readonly DateOnly FirstDay = new(2022, 3, 1);

    public static async Task<ClusterFigures> RunAsync(int rounds, int seconds, int spike)
    {
        await using var cluster = new Cluster { LogsTheEdge = true };
        await cluster.StartAllAsync();
        var folder = Directory.CreateTempSubdirectory("peacetracker-bench-");
        try
        {
            var (editor, reviewer) = (await cluster.Inside.Services.AddAccountAsync(["Editor"]), await cluster.Inside.Services.AddAccountAsync(["Reviewer"]));
            var hot = await ScriptAsync(folder, "hot", $"n = (n + 1) % {Hot}; return wrk.format('GET', days(n))");
            var (one, two, edge) = (cluster.One.Client.BaseAddress!, cluster.Two.Client.BaseAddress!, cluster.Edge.BaseAddress!);

            // A spike of 100 hot addresses, and a publication every ten seconds.
            await DriveAsync(one, hot, seconds);
            await DriveAsync(edge, hot, seconds);
            var direct = new List<double>();
            for (var round = 0; round < rounds; round++)
                direct.Add(await DriveAsync(one, hot, seconds));
            await Task.Delay(TimeSpan.FromSeconds(2));
            var before = File.ReadLines(cluster.EdgeLog).Count();
            double atEdge;
            using (var over = new CancellationTokenSource())
            {
                var publishing = EveryAsync(TimeSpan.FromSeconds(10), async () => await cluster.Inside.Services.PublishAsync(reviewer, await cluster.Inside.Services.SubmitAsync(editor)), over.Token);
                atEdge = await DriveAsync(edge, hot, spike);
                await over.CancelAsync();
                await publishing;
            }

            await Task.Delay(TimeSpan.FromSeconds(2));
            var states = File.ReadLines(cluster.EdgeLog).Skip(before).GroupBy(state => state).ToDictionary(group => group.Key, group => group.Count());
            var all = states.Values.Sum();
            var asked = all - states.GetValueOrDefault("HIT") - states.GetValueOrDefault("STALE") - states.GetValueOrDefault("UPDATING");

            // Pages nobody has asked for: another day or least evidence each time.
            var (oneCold, twoCold, busy, rest) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
            for (var round = -1; round < rounds; round++)
            {
                var clock = Stopwatch.GetTimestamp();
                var (own, whole) = (cluster.One.ProcessorTime, SiteProcess.ProcessorTimeOfAll);
                var alone = await DriveAsync(one, await ColdAsync(folder, 3 * round + 3), seconds);
                var (worked, elapsed) = ((cluster.One.ProcessorTime - own).TotalSeconds, Stopwatch.GetElapsedTime(clock).TotalSeconds);
                var others = (SiteProcess.ProcessorTimeOfAll - whole).TotalSeconds - worked;
                var script = await ColdAsync(folder, 3 * round + 4);
                var other = await ColdAsync(folder, 3 * round + 5);
                var both = (await Task.WhenAll(DriveAsync(one, script, seconds, Connections / 2), DriveAsync(two, other, seconds, Connections / 2))).Sum();
                if (round < 0)
                    continue;
                oneCold.Add(alone);
                twoCold.Add(both);
                busy.Add(worked / elapsed);
                rest.Add(others / elapsed);
            }

            // While everybody asks them for the matrix as fast as they answer, and while readers come at a steady rate.
            var matrix = await ScriptAsync(folder, "matrix", "return wrk.format('GET', '/ukraine/positions')");
            var seen = await SeenAsync(() => Task.WhenAll(DriveAsync(one, matrix, spike, Connections / 2), DriveAsync(two, matrix, spike, Connections / 2)));
            var seenSteadily = await SeenAsync(() => Task.WhenAll(new[] { one, two }.Select(site => OpenLoop.DriveAsync(site, _ => "/ukraine/positions", Steady / 2.0, TimeSpan.FromSeconds(spike), Cluster.Host))));

            return new(Measuring.Median(direct), atEdge, 1 - (double)asked / all, asked / (double)spike, Measuring.Median(oneCold), Measuring.Median(twoCold), Measuring.Median(busy), Measuring.Median(rest), seen, seenSteadily);

            // Until both instances show what a third program publishes every second.
            async Task<IReadOnlyList<double>> SeenAsync(Func<Task> load)
            {
                var times = new List<double>();
                using var over = new CancellationTokenSource();
                var watching = EveryAsync(TimeSpan.FromSeconds(1), async () =>
                {
                    var number = await cluster.Inside.Services.PublishAsync(reviewer, await cluster.Inside.Services.SubmitAsync(editor));
                    var published = Stopwatch.GetTimestamp();
                    times.AddRange(await Task.WhenAll(new[] { cluster.One.Client, cluster.Two.Client }.Select(async site =>
                    {
                        for (; ; )
                        {
                            using var answer = await site.GetAsync(new Uri(FormattableString.Invariant($"/ukraine/statements/{number}.json"), UriKind.Relative));
                            if (answer.StatusCode == HttpStatusCode.OK)
                                return Stopwatch.GetElapsedTime(published).TotalMilliseconds;
                        }
                    })));
                }, over.Token);
                await load();
                await over.CancelAsync();
                await watching;
                return times;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Pages that no other round asks for.</summary>
    private static Task<string> ColdAsync(DirectoryInfo folder, int round) => ScriptAsync(
        folder, FormattableString.Invariant($"cold{round}"), FormattableString.Invariant($"n = n + 1; local m = n + {round * MostPages}; return wrk.format('GET', days(m) .. '&minEvidence=' .. (1 + math.floor(m / {Days})))"));

    /// <summary>What <c>wrk</c> asks for; the address of day n of the matrix is <c>days(n)</c>.</summary>
    private static async Task<string> ScriptAsync(DirectoryInfo folder, string name, string request)
    {
        var file = Path.Combine(folder.FullName, name + ".lua");
        await File.WriteAllTextAsync(file, FormattableString.Invariant($$"""
            local n = 0
            local first = {{(FirstDay.ToDateTime(default) - DateTime.UnixEpoch).TotalSeconds:0}}
            wrk.headers["Accept-Encoding"] = "br"
            wrk.headers["Host"] = "{{Cluster.Host}}"
            local function days(n) return "/ukraine/positions?date=" .. os.date("!%Y-%m-%d", first + 86400 * (n % {{Days}})) end
            request = function() {{request}} end
            """));
        return file;
    }

    private static async Task EveryAsync(TimeSpan pause, Func<Task> work, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await work();
            await Task.WhenAny(Task.Delay(pause, over));
        }
    }

    /// <remarks>A reader waits longer than the two seconds after which <c>wrk</c> counts an answer as lost.</remarks>
    private static Task<double> DriveAsync(Uri site, string script, int seconds, int connections = Connections) =>
        Wrk.DriveAsync("--timeout", "10s", "-t", "1", "-c", connections.ToString(CultureInfo.InvariantCulture), "-d", seconds.ToString(CultureInfo.InvariantCulture) + "s", "-s", script, site.ToString());
}
