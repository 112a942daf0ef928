using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PeaceTracker.Testing;

namespace PeaceTracker.Benchmarks;

/// <summary>Requests a second of one address.</summary>
/// <param name="Bare">A Kestrel that does nothing but send the same bytes.</param>
/// <param name="Kept">The site.</param>
/// <param name="Publishing">The site, while another program publishes a statement every second.</param>
internal sealed record HotFigures(string Address, string Packing, long Bytes, double Bare, double Kept, double Publishing)
{
    public double OfBare => Kept / Bare;

    public double OfKept => Publishing / Kept;
}

/// <summary>
/// The site as it is built, in a process of its own, beside a Kestrel that sends the same bytes: driven by <c>wrk</c> over loopback, in turns.
/// The record is that of the seeds.
/// </summary>
internal static class HotBench
{
    private const int Connections = 16;

    /// <returns>The figures, and milliseconds from a publication to the first answer that has it, each.</returns>
    public static async Task<(IReadOnlyList<HotFigures> Figures, IReadOnlyList<double> Seen)> RunAsync(int rounds, int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-bench-");
        try
        {
            var database = Path.Combine(folder.FullName, "hot.db");
            await using var site = await SiteProcess.StartAsync(database);
            await using var writer = await PageBench.MakeAsync(database);
            var (editor, reviewer) = (await writer.Services.AddAccountAsync(["Editor"]), await writer.Services.AddAccountAsync(["Reviewer"]));
            var (figures, seen) = (new List<HotFigures>(), new List<double>());
            foreach (var (address, packing) in new[] { ("/ukraine/positions", "br"), ("/ukraine/positions", "identity"), ("/ukraine/positions.json", "gzip"), ("/ukraine/statements/3", "br") })
            {
                var (file, bytes) = await SaveAsync(site.Client, address, packing, folder.FullName);
                await using var bare = await BareProcess.StartAsync(file, packing);
                var times = new List<double>[3];
                for (var kind = 0; kind < times.Length; kind++)
                    times[kind] = [];
                // One round to warm up.
                for (var round = -1; round < rounds; round++)
                {
                    var alone = await DriveAsync(new Uri(bare.Address, "/"), packing, seconds);
                    var kept = await DriveAsync(new Uri(site.Client.BaseAddress!, address), packing, seconds);
                    using var over = new CancellationTokenSource();
                    var publishing = PublishAsync(writer.Services, editor, reviewer, site.Client, round < 0 ? [] : seen, over.Token);
                    var busy = await DriveAsync(new Uri(site.Client.BaseAddress!, address), packing, seconds);
                    await over.CancelAsync();
                    await publishing;
                    if (round < 0)
                        continue;
                    times[0].Add(alone);
                    times[1].Add(kept);
                    times[2].Add(busy);
                }

                figures.Add(new(address, packing, bytes, Measuring.Median(times[0]), Measuring.Median(times[1]), Measuring.Median(times[2])));
            }

            return (figures, seen);
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A Kestrel that sends a file, until it is stopped.</summary>
    public static async Task ServeAsync(string file, string packing)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        var body = await File.ReadAllBytesAsync(file);
        app.Run(http =>
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            if (packing != "identity")
                http.Response.Headers.ContentEncoding = packing;
            http.Response.ContentLength = body.Length;
            return http.Response.Body.WriteAsync(body).AsTask();
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await app.WaitForShutdownAsync();
    }

    /// <summary>Publishes once a second, and looks when the site shows it.</summary>
    private static async Task PublishAsync(IServiceProvider services, TestAccount editor, TestAccount reviewer, HttpClient client, List<double> seen, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var number = await services.PublishAsync(reviewer, await services.SubmitAsync(editor));
            var published = Stopwatch.GetTimestamp();
            var address = new Uri(FormattableString.Invariant($"/ukraine/statements/{number}.json"), UriKind.Relative);
            for (var shown = false; !shown;)
            {
                using var answer = await client.GetAsync(address, CancellationToken.None);
                shown = answer.StatusCode == HttpStatusCode.OK;
            }

            seen.Add(Stopwatch.GetElapsedTime(published).TotalMilliseconds);
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(1), over);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task<(string File, long Bytes)> SaveAsync(HttpClient client, string address, string packing, string folder)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept-Encoding", packing);
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        Proof.Demand(packing == "identity" || answer.Content.Headers.ContentEncoding.Single() == packing, $"{address} is not packed as {packing}");
        var file = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        await File.WriteAllBytesAsync(file, bytes);
        return (file, bytes.LongLength);
    }

    /// <summary>Requests a second.</summary>
    private static Task<double> DriveAsync(Uri address, string packing, int seconds)
    {
        return Wrk.DriveAsync("-t", "1", "-c", Text(Connections), "-d", Text(seconds) + "s", "-H", "Accept-Encoding: " + packing, address.ToString());

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>This program with <see cref="ServeAsync"/>, in a process of its own.</summary>
    private sealed class BareProcess : IAsyncDisposable
    {
        private readonly Process process;

        private BareProcess(Process process, string address) => (this.process, Address) = (process, new(address));

        public Uri Address { get; }

        public static async Task<BareProcess> StartAsync(string file, string packing)
        {
            var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(HotBench).Assembly.Location, "--bare", file, packing]) { RedirectStandardOutput = true })!;
            return new(process, await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The bare server did not start."));
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
