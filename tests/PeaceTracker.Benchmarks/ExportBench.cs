using System.Diagnostics;
using PeaceTracker.Testing;

namespace PeaceTracker.Benchmarks;

/// <summary>What the site needs to give all statements away in one file.</summary>
/// <param name="Megabytes">Resident memory before.</param>
/// <param name="Peak">Resident memory at its highest.</param>
/// <param name="Bytes">Length of the file.</param>
internal sealed record ExportFigures(string Format, long Statements, double Megabytes, double Peak, double Seconds, long Bytes);

/// <summary>Whole lists taken away from the site in a process of its own, a new one for each file, so that the memory of one is not that of another.</summary>
internal static class ExportBench
{
    public static readonly IReadOnlyList<string> Formats = ["csv", "json", "xlsx", "jsonld"];

    public static async Task<ExportFigures> RunAsync(GeneratedStore store, string format)
    {
        await using var site = await SiteProcess.StartAsync(store.File, GeneratedStore.Slug, seeds: "");
        // A short file before: the code that writes one is there, and what it holds on to.
        await ReadAsync(site, FormattableString.Invariant($"/{GeneratedStore.Slug}/statements.{format}?limit=500"));
        var before = site.Megabytes;
        var started = Stopwatch.GetTimestamp();
        var bytes = await ReadAsync(site, FormattableString.Invariant($"/{GeneratedStore.Slug}/statements.{format}"));
        return new(format, store.Statements, before, site.PeakMegabytes, Stopwatch.GetElapsedTime(started).TotalSeconds, bytes);
    }

    /// <summary>As a client that keeps nothing of it.</summary>
    private static async Task<long> ReadAsync(SiteProcess site, string address)
    {
        using var answer = await site.Client.GetAsync(new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[64 * 1024];
        long bytes = 0;
        for (int read; (read = await body.ReadAsync(buffer)) > 0;)
            bytes += read;
        return bytes;
    }
}
