using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace PeaceTracker.Testing;

/// <summary>The built site in a process of its own.</summary>
public sealed class SiteProcess : IAsyncDisposable
{
    // A failover alone is told by thousands of lines.
    private const int MostSaid = 40_000;

    private readonly Process process;
    private readonly ConcurrentQueue<string> said;

    private SiteProcess(Process process, HttpClient client, ConcurrentQueue<string> said) => (this.process, Client, this.said) = (process, client, said);

    public HttpClient Client { get; }

    /// <summary>From the start to the first page.</summary>
    public double Seconds { get; private init; }

    /// <summary>What it wrote of late, for who looks for why something failed.</summary>
    public string Said => string.Join('\n', said);

    /// <summary>Resident memory now.</summary>
    public double Megabytes => Status("VmRSS:");

    /// <summary>How long a processor worked for it so far.</summary>
    public TimeSpan ProcessorTime => process.TotalProcessorTime;

    /// <summary>How long the processors of this machine worked for anything so far: <c>/proc/stat</c>, in hundredths of a second.</summary>
    public static TimeSpan ProcessorTimeOfAll
    {
        get
        {
            // user, nice, system, idle, iowait, irq, softirq, steal: https://man7.org/linux/man-pages/man5/proc_stat.5.html
            var counts = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(count => long.Parse(count, CultureInfo.InvariantCulture)).ToList();
            return TimeSpan.FromSeconds((counts[0] + counts[1] + counts[2] + counts[5] + counts[6]) / 100.0);
        }
    }

    /// <summary>Resident memory at its highest so far.</summary>
    public double PeakMegabytes => Status("VmHWM:");

    /// <param name="process">Slug of the process whose page is waited for.</param>
    /// <param name="seeds">Folder of the seeds; null for those of the repository, "" for none.</param>
    /// <param name="settings">Other settings than the usual ones, by their whole name.</param>
    public static async Task<SiteProcess> StartAsync(string database, string process = "ukraine", string? seeds = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var address = FormattableString.Invariant($"http://127.0.0.1:{PostgresProgram.FreePort()}");
        var start = new ProcessStartInfo("dotnet", [ProgramRun.Built])
        {
            WorkingDirectory = ProgramRun.Project,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Database__File"] = database;
        if (seeds is not null)
            start.Environment["Database__Seeds"] = seeds;
        foreach (var (name, value) in UsualSettings.All.Concat(settings ?? new Dictionary<string, string>()))
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["Urls"] = address;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var started = Stopwatch.GetTimestamp();
        var site = Process.Start(start)!;
        var said = new ConcurrentQueue<string>();
        site.OutputDataReceived += Keep;
        site.ErrorDataReceived += Keep;
        site.BeginOutputReadLine();
        site.BeginErrorReadLine();
        var client = new HttpClient { BaseAddress = new(address), Timeout = TimeSpan.FromMinutes(5) };
        try
        {
            return new(site, client, said) { Seconds = await FirstPageAsync(client, site, process, started) };
        }
        catch
        {
            await new SiteProcess(site, client, said).DisposeAsync();
            throw;
        }

        void Keep(object sender, DataReceivedEventArgs line)
        {
            said.Enqueue(line.Data ?? "");
            while (said.Count > MostSaid)
                said.TryDequeue(out _);
        }
    }

    /// <summary>At once, whatever it is at (kill -9).</summary>
    public void Kill() => process.Kill();

    /// <summary>Asks it to stop, as a system does (SIGTERM).</summary>
    public Task TerminateAsync() => SignalAsync("-TERM");

    /// <summary>Holds all of it at whatever it is at (SIGSTOP); from then on its files stand still.</summary>
    public async Task HoldAsync()
    {
        await SignalAsync("-STOP");
        while (!Directory.GetDirectories(FormattableString.Invariant($"/proc/{process.Id}/task")).All(IsStopped))
            await Task.Delay(1);

        // A thread ends the call it is in before it stops; its state stands behind its name, which is free text: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
        static bool IsStopped(string thread)
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(thread, "stat"));
                return stat[stat.LastIndexOf(')') + 2] == 'T';
            }
            catch (IOException)
            {
                // It ended in between: all are looked at again.
                return false;
            }
        }
    }

    /// <summary>Lets it go on.</summary>
    public Task GoOnAsync() => SignalAsync("-CONT");

    /// <summary>Its exit code, when it has ended.</summary>
    public async Task<int> EndedAsync(CancellationToken cancellation)
    {
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
            Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task<double> FirstPageAsync(HttpClient client, Process process, string slug, long started)
    {
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(2))
        {
            if (process.HasExited)
                throw new InvalidOperationException(FormattableString.Invariant($"The site stopped with code {process.ExitCode} before its first page."));
            try
            {
                using var response = await client.GetAsync(new Uri($"/{slug}/positions", UriKind.Relative));
                if (response.IsSuccessStatusCode)
                {
                    await response.Content.ReadAsByteArrayAsync();
                    return Stopwatch.GetElapsedTime(started).TotalSeconds;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(20);
        }

        throw new TimeoutException("No page within two minutes.");
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private double Status(string name)
    {
        var line = File.ReadLines(FormattableString.Invariant($"/proc/{process.Id}/status")).First(text => text.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }
}
