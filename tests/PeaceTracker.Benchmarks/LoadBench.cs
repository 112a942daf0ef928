using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using PeaceTracker.Testing;

namespace PeaceTracker.Benchmarks;

/// <summary>What was answered to requests that came when they were due, whatever became of earlier ones.</summary>
/// <param name="Rate">Requests a second that were sent.</param>
/// <param name="Reads">Status and milliseconds of each that read.</param>
/// <param name="Writes">The same of each that wrote.</param>
/// <param name="Lost">Drafts that were acknowledged and that the store does not have afterwards.</param>
internal sealed record LoadFigures(double Rate, IReadOnlyList<Answered> Reads, IReadOnlyList<Answered> Writes, int Lost)
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
/// <param name="Back">Seconds after the last was answered until a page took no longer than twice what it took before.</param>
internal sealed record OverloadFigures(double Peak, double Sent, double Good, IReadOnlyList<double> Refused, IReadOnlyList<double> Made, int Others, double Back);

/// <summary>The built site in a process of its own, on the record of the seeds, under load that lasts and load that is too much; the generator runs on the same machine.</summary>
internal static class LoadBench
{
    /// <summary>Statements taken from each source, as from an article.</summary>
    private const int OfEachSource = 30;

    private const int WritesOfTen = 1;

    /// <summary>No status: the connection ended before the answer.</summary>
    private const HttpStatusCode BrokenOff = 0;

    /// <summary>Readers at a steady rate of whom one in ten writes, and then writers alone.</summary>
    public static async Task<(LoadFigures Mixed, LoadFigures Writing)> RunAsync(double mixed, double writing, TimeSpan length)
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-bench-");
        try
        {
            var database = Path.Combine(folder.FullName, "load.db");
            await using var site = await SiteProcess.StartAsync(database);
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
                    catch (HttpRequestException)
                    {
                        return BrokenOff;
                    }
                });
                var writes = answers.Where((_, index) => index % 10 < writesOfTen).ToList();
                var (was, acknowledged) = (before, writes.Count(answer => answer.Status == HttpStatusCode.Created));
                before = await DraftsAsync();
                return new(rate, [.. answers.Where((_, index) => index % 10 >= writesOfTen)], writes, acknowledged - (before - was));
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

    /// <summary>Three times as many pages as the site can make, none of which is kept. Sent by <c>hey</c>: a generator in .NET would want more of the processors than the site has left it.</summary>
    /// <param name="warm">The runtime compiles for a minute what is used often.</param>
    public static async Task<OverloadFigures> OverloadAsync(TimeSpan warm, TimeSpan length)
    {
        const int AtOnce = 16;
        var folder = Directory.CreateTempSubdirectory("peacetracker-bench-");
        try
        {
            await using var site = await SiteProcess.StartAsync(Path.Combine(folder.FullName, "overload.db"), settings: new Dictionary<string, string> { ["Cache:Megabytes"] = "0", ["Limits:Waiting"] = "64" });
            using var reader = Reader(site);
            var page = new Uri(reader.BaseAddress!, "/ukraine/positions?date=2022-05-05");
            await Wrk.DriveAsync([.. Steadily(warm), page.ToString()]);
            var peak = await Wrk.DriveAsync([.. Steadily(length), page.ToString()]);
            var alone = new List<double>();
            for (var index = 0; index < 50; index++)
                alone.Add(await OneAsync());

            var answers = await Hey.DriveAsync(page, 3 * peak, length);
            var ended = Stopwatch.GetTimestamp();
            while (await OneAsync() > 2 * Measuring.Median(alone))
                Proof.Demand(Stopwatch.GetElapsedTime(ended) < TimeSpan.FromMinutes(2), "the site is not back to normal within two minutes");
            var back = Stopwatch.GetElapsedTime(ended).TotalSeconds;
            var (made, refused) = (Of(HttpStatusCode.OK), Of(HttpStatusCode.ServiceUnavailable));
            var seconds = answers.Max(answer => answer.Ended);
            return new(peak, answers.Count / length.TotalSeconds, made.Count / seconds, refused, made, answers.Count - made.Count - refused.Count, back);

            List<double> Of(HttpStatusCode status) => [.. answers.Where(answer => answer.Status == status).Select(answer => answer.Milliseconds)];

            async Task<double> OneAsync()
            {
                var sent = Stopwatch.GetTimestamp();
                using var answer = await reader.GetAsync(page);
                answer.EnsureSuccessStatusCode();
                return Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        static string[] Steadily(TimeSpan length) => ["-t", "1", "-c", AtOnce.ToString(CultureInfo.InvariantCulture), "-d", length.TotalSeconds.ToString(CultureInfo.InvariantCulture) + "s", "-H", "Accept-Encoding: br"];
    }

    /// <summary>As a browser asks; connections that were not used for a while are given up before the site does, or what is written could meet its end.</summary>
    private static HttpClient Reader(SiteProcess site) => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20) })
    {
        BaseAddress = site.Client.BaseAddress,
        Timeout = TimeSpan.FromMinutes(2),
        DefaultRequestHeaders = { { "Accept-Encoding", "br" } },
    };
}
