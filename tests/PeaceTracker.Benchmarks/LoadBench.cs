using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using PeaceTracker.Testing;
using PeaceTracker.Web.Hosting;

namespace PeaceTracker.Benchmarks;

/// <summary>What was answered to requests that came when they were due, whatever became of earlier ones.</summary>
/// <param name="Reads">Status and milliseconds of each that read.</param>
/// <param name="Writes">The same of each that wrote.</param>
/// <param name="Lost">Drafts that were acknowledged and that the store does not have afterwards.</param>
internal sealed record LoadFigures(IReadOnlyList<Answered> Reads, IReadOnlyList<Answered> Writes, int Lost)
{
    /// <summary>Share of all that were answered with an error.</summary>
    public double Errors => Reads.Concat(Writes).Count(answer => answer.IsError) / (double)(Reads.Count + Writes.Count);
}

/// <summary>What was answered to three times what the site can do.</summary>
/// <param name="Peak">Pages a second that it makes for readers who wait for each other.</param>
/// <param name="Sent">Pages a second that were asked for.</param>
/// <param name="Good">Pages a second that were made all the same.</param>
/// <param name="Refused">Milliseconds of each that was turned away.</param>
/// <param name="Made">Milliseconds of each that was made.</param>
/// <param name="Others">Answered with anything else.</param>
/// <param name="Back">Seconds after the last was sent until a page took no longer than twice what it took before.</param>
internal sealed record OverloadFigures(double Peak, double Sent, double Good, IReadOnlyList<double> Refused, IReadOnlyList<double> Made, int Others, double Back);

/// <summary>The built site in a process of its own, on the record of the seeds, under load that lasts and load that is too much; the generator runs on the same machine.</summary>
internal static class LoadBench
{
    /// <summary>Statements taken from each source, as from an article.</summary>
    private const int OfEachSource = 30;

    private const int WritesOfTen = 1;

    /// <summary>Readers who wait for each other.</summary>
    private const int AtOnce = 16;

    /// <summary>No status: the connection or the patience of two minutes ended before the answer.</summary>
    private const HttpStatusCode BrokenOff = 0;

    /// <summary>As they are without settings, and not as tests have them.</summary>
    private static readonly IReadOnlyDictionary<string, string> Limits = new Dictionary<string, string>
    {
        ["Limits:Waiting"] = FormattableString.Invariant($"{new LimitOptions().Waiting}"),
        ["Limits:EachVisitor"] = FormattableString.Invariant($"{new LimitOptions().EachVisitor}"),
    };

    /// <summary>Readers at a steady rate of whom one in ten writes, and then writers alone.</summary>
    public static async Task<(LoadFigures Mixed, LoadFigures Writing)> RunAsync(double mixed, double writing, TimeSpan length)
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-bench-");
        try
        {
            var database = Path.Combine(folder.FullName, "load.db");
            await using var site = await SiteProcess.StartAsync(database, settings: Limits);
            await using var inside = await PageBench.MakeAsync(database);
            using var program = Reader(site);
            var sources = await WriteBench.PrepareAsync(inside.Services, program, (int)Math.Ceiling(((mixed * WritesOfTen / 10) + writing) * length.TotalSeconds / OfEachSource));
            using var reader = Reader(site);
            var (draft, addresses) = (0, OpenLoop.Addresses());
            var before = await DraftsAsync();
            // Once to warm up.
            await OneAsync(Math.Min(mixed, 50), WritesOfTen, TimeSpan.FromSeconds(Math.Min(10, length.TotalSeconds)));
            return (await OneAsync(mixed, WritesOfTen, length), await OneAsync(writing, 10, length));

            async Task<LoadFigures> OneAsync(double rate, int writesOfTen, TimeSpan length)
            {
                var answers = await OpenLoop.SendAsync(rate, length, async index =>
                {
                    try
                    {
                        using var answer = index % 10 < writesOfTen
                            ? await WriteAsync(Interlocked.Increment(ref draft))
                            : await reader.GetAsync(new Uri(addresses(index), UriKind.Relative));
                        return answer.StatusCode;
                    }
                    catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
                    {
                        return BrokenOff;
                    }
                });
                var writes = answers.Where((_, index) => index % 10 < writesOfTen).ToList();
                var (was, acknowledged) = (before, writes.Count(answer => answer.Status == HttpStatusCode.Created));
                before = await DraftsAsync();
                return new([.. answers.Where((_, index) => index % 10 >= writesOfTen)], writes, acknowledged - (before - was));
            }

            Task<HttpResponseMessage> WriteAsync(int number) => program.PostDraftAsync(sources[number % sources.Count], number, CancellationToken.None);

            async Task<int> DraftsAsync()
            {
                await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
                await connection.OpenAsync();
                await using var count = connection.CreateCommand();
                count.CommandText = """SELECT count(*) FROM "Statements" """;
                return Convert.ToInt32(await count.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
            }
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Three times as many pages as the site can make, none of which is kept.</summary>
    /// <param name="warm">The runtime compiles for a minute what is used often.</param>
    public static async Task<OverloadFigures> OverloadAsync(TimeSpan warm, TimeSpan length)
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-bench-");
        try
        {
            await using var site = await SiteProcess.StartAsync(Path.Combine(folder.FullName, "overload.db"), settings: new Dictionary<string, string>(Limits) { ["Cache:Megabytes"] = "0" });
            using var reader = Reader(site);
            var page = new Uri("/ukraine/positions?date=2022-05-05", UriKind.Relative);
            await PeakAsync(warm);
            var peak = await PeakAsync(length);
            var alone = new List<double>();
            for (var index = 0; index < 50; index++)
                alone.Add(await OneAsync());

            var began = Stopwatch.GetTimestamp();
            var answers = await OpenLoop.SendAsync(3 * peak, length, async _ => await AskAsync());
            var (ended, seconds) = (Stopwatch.GetTimestamp(), Stopwatch.GetElapsedTime(began).TotalSeconds);
            while (await OneAsync() > 2 * Measuring.Median(alone))
                Proof.Demand(Stopwatch.GetElapsedTime(ended) < TimeSpan.FromMinutes(2), "the site is not back to normal within two minutes");
            var (made, refused) = (Of(HttpStatusCode.OK), Of(HttpStatusCode.ServiceUnavailable));
            return new(peak, 3 * peak, made.Count / seconds, refused, made, answers.Count - made.Count - refused.Count, Stopwatch.GetElapsedTime(began).TotalSeconds - length.TotalSeconds);

            List<double> Of(HttpStatusCode status) => [.. answers.Where(answer => answer.Status == status).Select(answer => answer.Milliseconds)];

            async Task<HttpStatusCode> AskAsync()
            {
                try
                {
                    using var answer = await reader.GetAsync(page);
                    return answer.StatusCode;
                }
                catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
                {
                    return BrokenOff;
                }
            }

            async Task<double> OneAsync()
            {
                var sent = Stopwatch.GetTimestamp();
                Proof.Demand(await AskAsync() == HttpStatusCode.OK, "a page that was asked for alone was not made");
                return Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
            }

            // Readers who ask for the next page when they have one.
            async Task<double> PeakAsync(TimeSpan length)
            {
                var (made, started) = (0, Stopwatch.GetTimestamp());
                await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
                {
                    while (Stopwatch.GetElapsedTime(started) < length)
                    {
                        Proof.Demand(await AskAsync() == HttpStatusCode.OK, "a page was not made for one of few readers");
                        Interlocked.Increment(ref made);
                    }
                })));
                return made / Stopwatch.GetElapsedTime(started).TotalSeconds;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>As a browser asks; connections that were not used for a while are given up before the site does, or what is written could meet its end.</summary>
    private static HttpClient Reader(SiteProcess site) => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20) })
    {
        BaseAddress = site.Client.BaseAddress,
        Timeout = TimeSpan.FromMinutes(2),
        DefaultRequestHeaders = { { "Accept-Encoding", "br" } },
    };
}
