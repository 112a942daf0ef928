using System.Diagnostics;

namespace PeaceTracker.Benchmarks;

/// <summary>Searches from the site as it ships, through Kestrel over loopback, each with other words than the one before.</summary>
internal static class SearchBench
{
    // Words of every statement of the generated store are drawn from the same few, so that each is in most of them: as bad as words get.
    private static readonly string[] Common = ["talks", "line", "contact", "sides", "forces", "roads", "agreed", "watches"];

    private static readonly (string Name, Func<Random, string> Text)[] Queries =
    [
        ("common word", random => Word(random)),
        ("rare word", GeneratedStore.RareWord),
        ("word of nothing", random => FormattableString.Invariant($"nowhere{random.Next(1000)}")),
        ("three common words", random => $"{Word(random)} {Word(random)} {Word(random)}"),
        ("phrase", random => $"\"{Word(random)} {Word(random)}\""),
        ("long phrase of common words, mostly in nothing", random => $"\"{Word(random)} {Word(random)} {Word(random)} {Word(random)} {Word(random)}\""),
        ("exclusion", random => $"{Word(random)} -{Word(random)}"),
        ("exclusion of nearly everything", random => $"{GeneratedStore.RareWord(random)} -the"),
        ("beginning of a letter", random => $"{(char)('a' + random.Next(26))}*"),
        ("month and a word", random => FormattableString.Invariant($"{GeneratedStore.LastDay.AddMonths(-random.Next(1, 40)):yyyy-MM} {Word(random)}")),
    ];

    private static string Word(Random random) => Common[random.Next(Common.Length)];

    /// <summary>Milliseconds in which 95 of 100 searches answer, by kind of query: the page of all, and the list of statements narrowed to a party.</summary>
    public static async Task<IReadOnlyList<(string Name, double Page, double List)>> RunAsync(HttpClient client, int rounds, TimeSpan atMost)
    {
        var random = new Random(7);
        var results = new List<(string, double, double)>();
        foreach (var (name, text) in Queries)
            results.Add((name, await NinetyFiveAsync(text, "search.json?"), await NinetyFiveAsync(text, "statements.json?limit=25&party=party-03&")));
        return results;

        async Task<double> NinetyFiveAsync(Func<Random, string> text, string address)
        {
            var times = new List<double>();
            var started = Stopwatch.GetTimestamp();
            for (var round = -Math.Min(rounds, 10); round < rounds && (round < 5 || Stopwatch.GetElapsedTime(started) < atMost); round++)
            {
                var path = new Uri($"/{GeneratedStore.Slug}/{address}date={GeneratedStore.LastDay:yyyy-MM-dd}&q={Uri.EscapeDataString(text(random))}", UriKind.Relative);
                var start = Stopwatch.GetTimestamp();
                using var response = await client.GetAsync(path);
                response.EnsureSuccessStatusCode();
                await response.Content.ReadAsByteArrayAsync();
                if (round >= 0)
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return Measuring.Percentile(times, 0.95);
        }
    }
}
