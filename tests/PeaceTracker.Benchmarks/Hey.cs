using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace PeaceTracker.Benchmarks;

/// <summary>The other generator of load: many readers, each of whom comes again after a while.</summary>
internal static class Hey
{
    /// <summary>Readers, so many that those who wait for an answer are no fewer who could come.</summary>
    private const int Readers = 1000;

    /// <param name="rate">Requests a second of all readers; those of the first moment come at once.</param>
    /// <returns>Status, milliseconds and when it was there, in seconds from the first that was sent, of each request that was answered.</returns>
    public static async Task<IReadOnlyList<(HttpStatusCode Status, double Milliseconds, double Ended)>> DriveAsync(Uri page, double rate, TimeSpan length)
    {
        string[] arguments = ["-z", Text(length.TotalSeconds) + "s", "-c", Text(Readers), "-q", Text(rate / Readers), "-t", "60", "-o", "csv", "-H", "Accept-Encoding: br", page.ToString()];
        using var process = Process.Start(new ProcessStartInfo("hey", arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Proof.Demand(process.ExitCode == 0, "hey: " + output);
        var rows = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToList();
        Proof.Demand(rows[0] is ["response-time", .., "status-code", "offset"], "hey gives other columns: " + string.Join(',', rows[0]));
        return [.. rows.Skip(1).Select(row => ((HttpStatusCode)int.Parse(row[^2], CultureInfo.InvariantCulture), Number(row[0]) * 1000, Number(row[^1]) + Number(row[0])))];

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

        static string Text(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);
    }
}
