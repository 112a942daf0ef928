using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.Benchmarks;

/// <summary>Drafts a second, each in a commit of its own that is on disk before it is acknowledged, with its entry in the log and its words in the search.</summary>
/// <param name="Writers">Who write at once.</param>
/// <param name="Late">Milliseconds within which 99 of 100 are acknowledged.</param>
/// <param name="Raw">Rows of the same length a second that SQLite takes one by one, each on disk, and nothing else.</param>
internal sealed record WriteFigures(int Writers, double PerSecond, double Median, double Late, double Raw);

/// <summary>The built site in a process of its own, on the record of the seeds; drafts come by the API, as a program sends them.</summary>
internal static class WriteBench
{
    /// <summary>From each of which a few dozen statements are taken, as from a long article.</summary>
    private const int Sources = 100;

    public static async Task<IReadOnlyList<WriteFigures>> RunAsync(TimeSpan length)
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-bench-");
        try
        {
            var database = Path.Combine(folder.FullName, "write.db");
            await using var site = await SiteProcess.StartAsync(database);
            await using var inside = await PageBench.MakeAsync(database);
            using var program = new HttpClient { BaseAddress = site.Client.BaseAddress };
            var sources = await PrepareAsync(inside.Services, program, Sources);
            var (next, figures) = (0, new List<WriteFigures>());
            await WriteAsync(4, length / 4);
            foreach (var writers in new[] { 1, 16 })
            {
                var (times, seconds) = await WriteAsync(writers, length);
                figures.Add(new(writers, times.Count / seconds, Measuring.Median(times), Measuring.Percentile(times, 0.99), await RawAsync(folder.FullName, length / 4)));
            }

            return figures;

            async Task<(List<double> Times, double Seconds)> WriteAsync(int writers, TimeSpan atMost)
            {
                var times = new ConcurrentBag<double>();
                var began = Stopwatch.GetTimestamp();
                await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
                {
                    while (Stopwatch.GetElapsedTime(began) < atMost)
                    {
                        var sent = Stopwatch.GetTimestamp();
                        var index = Interlocked.Increment(ref next);
                        using var answer = await program.PostDraftAsync(sources[index % Sources], index, CancellationToken.None);
                        Proof.Demand(answer.StatusCode == HttpStatusCode.Created, $"a draft was answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
                        times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                    }
                })));
                return ([.. times], Stopwatch.GetElapsedTime(began).TotalSeconds);
            }
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Gives a program a token by which it may write drafts.</summary>
    /// <returns>The sources it takes statements from.</returns>
    public static async Task<IReadOnlyList<int>> PrepareAsync(IServiceProvider services, HttpClient program, int count)
    {
        var sources = new List<int>();
        while (sources.Count < count)
            sources.Add(await services.AddSourceAsync(text: null));
        var editor = await services.AddAccountAsync(["Editor"]);
        await using var scope = services.CreateAsyncScope();
        program.DefaultRequestHeaders.Authorization = new("Bearer", await scope.ServiceProvider.GetRequiredService<ApiTokens>().IssueAsync(editor.Id, "A measurement", ApiToken.Drafts, TimeSpan.FromDays(1), CancellationToken.None));
        return sources;
    }

    /// <summary>In the same folder, as safe from a power cut.</summary>
    private static async Task<double> RawAsync(string folder, TimeSpan length)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, Guid.NewGuid().ToString("N"))};Pooling=False");
        await connection.OpenAsync();
        await using (var make = connection.CreateCommand())
        {
            make.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT)";
            await make.ExecuteNonQueryAsync();
        }

        await using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows (text) VALUES (@text)";
        insert.Parameters.AddWithValue("@text", new string('x', 300));
        var (began, rows) = (Stopwatch.GetTimestamp(), 0);
        for (; Stopwatch.GetElapsedTime(began) < length; rows++)
            await insert.ExecuteNonQueryAsync();
        return rows / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
