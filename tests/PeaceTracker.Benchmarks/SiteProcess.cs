using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PeaceTracker.Testing;

namespace PeaceTracker.Benchmarks;

/// <summary>The built site in a process of its own, with the real seeds.</summary>
internal static class SiteProcess
{
    /// <summary>Seconds from start to first page, and, when asked, resident memory in MB after a while of idleness.</summary>
    public static async Task<(double Seconds, double? Memory)> StartAsync(string database, TimeSpan? idle)
    {
        var web = Path.Combine(Repository.Root, "src", "PeaceTracker.Web");
        var configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;
        var address = FormattableString.Invariant($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(web, "bin", configuration, "net10.0", "PeaceTracker.Web.dll")])
        {
            WorkingDirectory = web,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Database__File"] = database;
        start.Environment["Urls"] = address;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            using var client = new HttpClient { BaseAddress = new(address), Timeout = TimeSpan.FromSeconds(60) };
            var seconds = await FirstPageAsync(client, process, started);
            if (idle is not { } pause)
                return (seconds, null);
            await Task.Delay(pause);
            return (seconds, ResidentMegabytes(process.Id));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<double> FirstPageAsync(HttpClient client, Process process, long started)
    {
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(2))
        {
            if (process.HasExited)
                throw new InvalidOperationException(FormattableString.Invariant($"The site stopped with code {process.ExitCode} before its first page."));
            try
            {
                using var response = await client.GetAsync(new Uri("/ukraine/positions", UriKind.Relative));
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

    private static double ResidentMegabytes(int id)
    {
        var line = File.ReadLines(FormattableString.Invariant($"/proc/{id}/status")).First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
