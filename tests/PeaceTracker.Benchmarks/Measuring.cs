using System.Diagnostics;

namespace PeaceTracker.Benchmarks;

/// <summary>Times things in turns, so that a busy moment of the machine falls on all of them.</summary>
internal static class Measuring
{
    /// <summary>
    /// Median milliseconds of each, after as many warm rounds, because the runtime compiles what is used often a second time; stops early,
    /// but not before 5 rounds, when the time is up. Warm rounds take a third of the time at most, and 3 rounds at least.
    /// </summary>
    public static Task<double[]> MediansAsync(int rounds, TimeSpan atMost, params Func<Task>[] measured) => MediansAsync(rounds, atMost, false, measured);

    /// <param name="twice">
    /// Each is run once more, untimed, directly before: for ratios of things that read the same pages, of which the later ones would find
    /// them in the caches of processor and connection and the first would not.
    /// </param>
    public static async Task<double[]> MediansAsync(int rounds, TimeSpan atMost, bool twice, params Func<Task>[] measured)
    {
        var times = measured.Select(_ => new List<double>()).ToArray();
        var started = Stopwatch.GetTimestamp();
        for (var round = -rounds; round < rounds && (round < 5 || Stopwatch.GetElapsedTime(started) < atMost); round++)
        {
            for (var index = 0; index < measured.Length; index++)
            {
                if (twice)
                    await measured[index]();
                var start = Stopwatch.GetTimestamp();
                await measured[index]();
                if (round >= 0)
                    times[index].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            if (round < -1 && round + rounds >= 2 && Stopwatch.GetElapsedTime(started) > atMost / 3)
                round = -1;
        }

        return [.. times.Select(Median)];
    }

    /// <summary>The smallest value that so large a share of them does not exceed (nearest rank).</summary>
    /// <param name="values">In any order, one at least.</param>
    public static double Percentile(IReadOnlyCollection<double> values, double share) => values.Order().ElementAt((int)Math.Ceiling(share * values.Count) - 1);

    public static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
