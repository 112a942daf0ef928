using System.Diagnostics;
using System.Globalization;

namespace PeaceTracker.Benchmarks;

/// <summary>The generator of load.</summary>
internal static class Wrk
{
    /// <summary>Requests a second, all of which were answered well.</summary>
    public static async Task<double> DriveAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Proof.Demand(process.ExitCode == 0 && !output.Contains("Non-2xx", StringComparison.Ordinal) && !output.Contains("Socket errors", StringComparison.Ordinal), "wrk: " + output);
        var line = output.Split('\n').Single(text => text.StartsWith("Requests/sec:", StringComparison.Ordinal));
        return double.Parse(line.Split(':')[1], CultureInfo.InvariantCulture);
    }
}
