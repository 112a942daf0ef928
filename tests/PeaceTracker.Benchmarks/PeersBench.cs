using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using PeaceTracker.Testing;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Benchmarks;

/// <summary>The uncached list of statements and single writes, ours and those of a site written by hand with Django (<c>Peers/django_peer.py</c>), on the same record and machine, one after the other.</summary>
/// <param name="Ours">Pages a second, with all counts, of the built site that keeps no answers.</param>
/// <param name="Counted">Pages a second of Django, with the same statements and counts.</param>
/// <param name="Alone">The same without counts.</param>
/// <param name="Writes">Statements a second that Django takes, with their words in the search, each on disk: by writers at once.</param>
internal sealed record PeerFigures(double Ours, double Counted, double Alone, IReadOnlyList<(int Writers, double PerSecond, double Late)> Writes);

internal static partial class PeersBench
{
    public static async Task<PeerFigures> RunAsync(int rounds, int seconds, TimeSpan length)
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-bench-");
        try
        {
            var database = Path.Combine(folder.FullName, "site.db");
            await using var site = await SiteProcess.StartAsync(database, settings: new Dictionary<string, string> { ["Cache:Megabytes"] = "0" });
            var copy = Path.Combine(folder.FullName, "peer.db");
            Copy(database, copy);
            var (peer, client) = await StartAsync(copy);
            using (client)
            {
                try
                {
                    var ours = new Uri(site.Client.BaseAddress!, "/ukraine/statements");
                    var (counted, alone) = (new Uri(client.BaseAddress!, "/counted"), new Uri(client.BaseAddress!, "/list"));
                    // The same work: as many statements in all, and as many of them on the page.
                    var (own, other) = (await site.Client.GetStringAsync(ours), await client.GetStringAsync(counted));
                    Proof.Demand(Total().Match(own).Groups[1].Value == Total().Match(other).Groups[1].Value, "The peer counts other statements.");
                    Proof.Demand(Articles().Count(own) == Articles().Count(other), "The peer shows another number of statements.");

                    var figures = new[] { ours, counted, alone }.ToDictionary(page => page, _ => new List<double>());
                    for (var round = -1; round < rounds; round++)
                    {
                        foreach (var (page, found) in figures)
                        {
                            var rate = await Wrk.DriveAsync("-t1", "-c16", string.Create(CultureInfo.InvariantCulture, $"-d{seconds}s"), "--timeout", "10s", page.ToString());
                            if (round >= 0)
                                found.Add(rate);
                        }
                    }

                    var writes = new List<(int, double, double)>();
                    foreach (var writers in new[] { 1, 16 })
                        writes.Add(await WriteAsync(client, writers, length));
                    return new(Measuring.Median([.. figures[ours]]), Measuring.Median([.. figures[counted]]), Measuring.Median([.. figures[alone]]), writes);
                }
                finally
                {
                    peer.Kill(entireProcessTree: true);
                    await peer.WaitForExitAsync();
                    peer.Dispose();
                }
            }
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static void Copy(string from, string to)
    {
        using var source = new SqliteConnection($"Data Source={from};Pooling=False");
        using var target = new SqliteConnection($"Data Source={to};Pooling=False");
        source.Open();
        target.Open();
        source.BackupDatabase(target);
        using var mode = target.CreateCommand();
        mode.CommandText = "PRAGMA journal_mode = WAL";
        mode.ExecuteNonQuery();
    }

    private static async Task<(Process Peer, HttpClient Client)> StartAsync(string store)
    {
        var port = PostgresProgram.FreePort();
        var start = new ProcessStartInfo("gunicorn", ["--workers", "3", "--log-level", "error", "--bind", FormattableString.Invariant($"127.0.0.1:{port}"), "django_peer:application"])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "tests", "PeaceTracker.Benchmarks", "Peers"),
        };
        start.Environment["PEER_STORE"] = store;
        start.Environment["PEER_FLAGS"] = JsonSerializer.Serialize(StatementFlags.All.Select(flag => flag.Slug));
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        var peer = Process.Start(start)!;
        var client = new HttpClient { BaseAddress = new(FormattableString.Invariant($"http://127.0.0.1:{port}")), Timeout = TimeSpan.FromSeconds(30) };
        for (var began = Stopwatch.GetTimestamp(); ; await Task.Delay(100))
        {
            try
            {
                (await client.GetAsync(new Uri("/list", UriKind.Relative))).EnsureSuccessStatusCode();
                return (peer, client);
            }
            catch (HttpRequestException error) when (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30) && !peer.HasExited)
            {
                _ = error;
            }
        }
    }

    private static async Task<(int Writers, double PerSecond, double Late)> WriteAsync(HttpClient client, int writers, TimeSpan length)
    {
        var times = new ConcurrentBag<double>();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (var index = 0; Stopwatch.GetElapsedTime(began) < length; index++)
            {
                var sent = Stopwatch.GetTimestamp();
                // With its length said: the peer reads nothing that comes in parts.
                using var content = new StringContent(JsonSerializer.Serialize(new
                {
                    day = "2025-06-01",
                    source = 1,
                    party = "russia",
                    issue = "neutrality",
                    step = 1,
                    summary = FormattableString.Invariant($"Writer {writer} says for the {index}th time what it says."),
                    quote = FormattableString.Invariant($"What is said here is number {index} of those that writer {writer} takes down, word for word as it was said."),
                }), Encoding.UTF8, "application/json");
                using var answer = await client.PostAsync(new Uri("/write", UriKind.Relative), content);
                Proof.Demand(answer.StatusCode == HttpStatusCode.Created, $"The peer answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
                times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }
        })));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return (writers, times.Count / seconds, Measuring.Percentile(times, 0.99));
    }

    [GeneratedRegex("(\\d+) statements")]
    private static partial Regex Total();

    [GeneratedRegex("<article")]
    private static partial Regex Articles();
}
