using System.Diagnostics;
using System.Net;
using PeaceTracker.Testing;

namespace PeaceTracker.Benchmarks;

/// <summary>Answers to requests that came when they were due.</summary>
/// <param name="Rate">Requests a second that were sent.</param>
/// <param name="Times">Milliseconds of each from when it was due to the last byte of its answer.</param>
internal sealed record OpenFigures(double Rate, IReadOnlyList<double> Times)
{
    public double Median => Measuring.Percentile(Times, 0.5);

    public double Late => Measuring.Percentile(Times, 0.99);

    public double Latest => Times.Max();
}

/// <summary>How one request was answered.</summary>
/// <param name="Status">0 where the connection ended before the answer.</param>
/// <param name="Milliseconds">From when it was due to the last byte of its answer.</param>
internal readonly record struct Answered(HttpStatusCode Status, double Milliseconds)
{
    public bool IsError => Status is >= HttpStatusCode.BadRequest or < HttpStatusCode.OK;
}

/// <summary>
/// Readers who do not wait for each other: requests are sent at a steady rate, however long earlier ones take, and time counts from when one was
/// due. <c>wrk</c> sends the next only after an answer, so that a pause of the site keeps it from asking, and is seen once and not by all who
/// would have come meanwhile.
/// </summary>
internal static class OpenLoop
{
    /// <summary>So many addresses of a hundred are asked for by everybody; the rest nobody has asked for.</summary>
    private const int HotOfHundred = 90, Hot = 100;

    private static readonly DateOnly FirstDay = new(2022, 3, 1);

    /// <summary>The site as it is built, on the record of the seeds, at one rate after the other.</summary>
    public static async Task<IReadOnlyList<OpenFigures>> RunAsync(IReadOnlyList<double> rates, TimeSpan length)
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-bench-");
        try
        {
            await using var site = await SiteProcess.StartAsync(Path.Combine(folder.FullName, "open.db"));
            var (figures, addresses) = (new List<OpenFigures>(), Addresses());
            // Once to warm up.
            foreach (var rate in rates.Prepend(rates[0]))
                figures.Add(await DriveAsync(site.Client.BaseAddress!, addresses, rate, length));
            return figures[1..];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Matrices by their place: nine of ten of one of a hundred days, the others of a day and a filter that only every 6,400th of them asks for.</summary>
    public static Func<int, string> Addresses()
    {
        var cold = 0;
        return index => index % 100 < HotOfHundred ? Day(index % Hot) : Day(Hot + (cold % 1600)) + FormattableString.Invariant($"&minEvidence={1 + cold++ / 1600 % 4}");

        static string Day(int day) => $"/ukraine/positions?date={FirstDay.AddDays(day):yyyy-MM-dd}";
    }

    public static async Task<OpenFigures> DriveAsync(Uri site, Func<int, string> address, double rate, TimeSpan length, string? host = null)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = site, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        client.DefaultRequestHeaders.Host = host;
        var answers = await SendAsync(rate, length, async index =>
        {
            using var answer = await client.GetAsync(new Uri(address(index), UriKind.Relative));
            return answer.EnsureSuccessStatusCode().StatusCode;
        });
        return new(rate, [.. answers.Select(answer => answer.Milliseconds)]);
    }

    /// <summary>Sends one after the other when it is due.</summary>
    /// <param name="send">By its place from 0; ends when the answer is there.</param>
    /// <returns>In the order in which they were due.</returns>
    public static async Task<IReadOnlyList<Answered>> SendAsync(double rate, TimeSpan length, Func<int, Task<HttpStatusCode>> send)
    {
        var sent = new List<Task<Answered>>();
        var started = Stopwatch.GetTimestamp();
        for (var index = 0; index < rate * length.TotalSeconds; index++)
        {
            var due = TimeSpan.FromSeconds(index / rate);
            while (Stopwatch.GetElapsedTime(started) < due)
                await Task.Delay(1);
            sent.Add(OneAsync(index, due));
        }

        return await Task.WhenAll(sent);

        async Task<Answered> OneAsync(int index, TimeSpan due) => new(await send(index), (Stopwatch.GetElapsedTime(started) - due).TotalMilliseconds);
    }
}
