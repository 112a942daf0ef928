using System.Diagnostics;
using PeaceTracker.Data;
using PeaceTracker.Testing;

namespace PeaceTracker.Benchmarks;

/// <summary>The bars of the site, measured and printed as a table.</summary>
internal static class Ratios
{
    public const double MostAgainstPlainSql = 2;
    public const double MostAgainstSmallStore = 1.3;
    public const double MostIdleMegabytes = 200;
    public const double MostSecondsOfFirstStart = 60;
    public const double MostSecondsOfSecondStart = 3;
    public const double MostMillisecondsBetweenRefusals = 5;
    public const double MostMillisecondsWhileGuessed = 250;
    public const double MostSecondsOfVerify = 60;
    public const double MostMillisecondsOfSearch = 50;
    public const double MostMemoryOfMoreRows = 1.25;
    public const double LeastOfBareKestrel = 0.85;
    public const double LeastWhilePublishing = 0.8;
    public const double MostMillisecondsToBeSeen = 100;
    public const double MostMillisecondsToWrite = 50;
    public const double LeastOfTwoInstances = 1.5;
    public const double MostErrorsUnderLoad = 0.0001;
    public const double MostMillisecondsUnderLoad = 100;
    public const double MostMillisecondsOfTheLateUnderLoad = 250;
    public const double MostMillisecondsOfAnyWrite = 1000;
    public const double MostMillisecondsToRefuse = 50;
    public const double LeastOfPeakUnderOverload = 0.8;
    public const double MostSecondsToBeBack = 10;

    /// <returns>True when every bar holds.</returns>
    public static async Task<bool> HotAsync(int rounds, int seconds)
    {
        var (figures, seen) = await HotBench.RunAsync(rounds, seconds);
        Console.WriteLine();
        Console.WriteLine("| kept answer | packed | bytes | bare Kestrel, requests/s | site | of that | while published every second | of that |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var row in figures)
            Console.WriteLine(FormattableString.Invariant($"| {row.Address} | {row.Packing} | {row.Bytes:N0} | {row.Bare:N0} | {row.Kept:N0} | {row.OfBare:0.00} (bar {LeastOfBareKestrel}) | {row.Publishing:N0} | {row.OfKept:0.00} (bar {LeastWhilePublishing}) |"));
        var late = Measuring.Percentile(seen, 0.99);
        Console.WriteLine(FormattableString.Invariant($"Of {seen.Count} publications by another program, 99 of 100 were seen within {late:0.0} ms (bar {MostMillisecondsToBeSeen})."));
        return figures.All(row => row.OfBare >= LeastOfBareKestrel && row.OfKept >= LeastWhilePublishing) && late <= MostMillisecondsToBeSeen;
    }

    /// <returns>True when every bar holds.</returns>
    public static async Task<bool> ClusterAsync(int rounds, int seconds, int spike)
    {
        var of = await ClusterBench.RunAsync(rounds, seconds, spike);
        var (late, lateSteadily) = (Measuring.Percentile(of.Seen, 0.99), Measuring.Percentile(of.SeenSteadily, 0.99));
        Console.WriteLine();
        Console.WriteLine("| primary, standby, Redis, two instances and nginx on one machine | |");
        Console.WriteLine("| --- | ---: |");
        Console.WriteLine(FormattableString.Invariant($"| 100 hot addresses, one instance, requests/s | {of.Direct:N0} |"));
        Console.WriteLine(FormattableString.Invariant($"| through nginx, a publication every 10 s, requests/s | {of.Edge:N0} |"));
        Console.WriteLine(FormattableString.Invariant($"| of these answered by nginx alone | {of.Hits:P2} |"));
        Console.WriteLine(FormattableString.Invariant($"| requests/s that reached the instances | {of.Origin:0.0} |"));
        Console.WriteLine(FormattableString.Invariant($"| pages nobody asked for, one instance, requests/s | {of.OneCold:0.0} |"));
        Console.WriteLine(FormattableString.Invariant($"| two instances | {of.TwoCold:0.0}, {of.TwoCold / of.OneCold:0.00} times (bar {LeastOfTwoInstances}) |"));
        Console.WriteLine(FormattableString.Invariant($"| processors that one instance kept busy, and all else meanwhile | {of.OneBusy:0.00} and {of.RestBusy:0.00} of {Environment.ProcessorCount} |"));
        Console.WriteLine(FormattableString.Invariant($"| of {of.Seen.Count} looks for a publication under load, 99 of 100 saw it within | {late:0.0} ms (bar {MostMillisecondsToBeSeen}) |"));
        Console.WriteLine(FormattableString.Invariant($"| of {of.SeenSteadily.Count} while {ClusterBench.Steady} readers a second come | {lateSteadily:0.0} ms |"));
        // With no processor left for a second instance there is nothing it could do faster.
        var isFull = of.OneBusy + of.RestBusy >= 0.9 * Environment.ProcessorCount;
        return (of.TwoCold / of.OneCold >= LeastOfTwoInstances || isFull) && late <= MostMillisecondsToBeSeen;
    }

    /// <summary>Readers who come at a steady rate and do not wait for each other. It has no bar.</summary>
    public static async Task OpenAsync(TimeSpan length, params double[] rates)
    {
        var figures = await OpenLoop.RunAsync(rates, length);
        Console.WriteLine();
        Console.WriteLine("| readers a second, one of ten for a matrix nobody has asked for | median, ms | 99 of 100 within, ms | the last, ms | 99 of 100, of that at the lowest rate |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: |");
        foreach (var row in figures)
            Console.WriteLine(FormattableString.Invariant($"| {row.Rate:N0} | {row.Median:0.0} | {row.Late:0.0} | {row.Latest:0.0} | {row.Late / figures[0].Late:0.0} |"));
    }

    /// <summary>Load that lasts, and load that is too much.</summary>
    /// <returns>True when every bar holds.</returns>
    public static async Task<bool> LoadAsync(double mixed, double writing, TimeSpan length, TimeSpan overload)
    {
        var (readers, writers) = await LoadBench.RunAsync(mixed, writing, length);
        Console.WriteLine();
        Console.WriteLine(FormattableString.Invariant($"| {length.TotalMinutes:0.#} minutes of | requests | errors (bar {MostErrorsUnderLoad:P2}) | half, ms | 95 of 100 | 99 of 100 | the last | lost |"));
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        Line($"{mixed:0} requests a second, nine of ten read", [.. readers.Reads, .. readers.Writes], $" (bar {MostMillisecondsUnderLoad})", $" (bar {MostMillisecondsOfTheLateUnderLoad})", "", readers.Lost);
        Line("of these what was written", readers.Writes, "", "", "", readers.Lost);
        Line($"{writing:0} drafts a second", writers.Writes, "", $" (bar {MostMillisecondsOfTheLateUnderLoad})", $" (bar {MostMillisecondsOfAnyWrite})", writers.Lost);
        var of = await LoadBench.OverloadAsync(4 * overload, overload);
        var refused = of.Refused.Count == 0 ? 0 : Measuring.Percentile(of.Refused, 0.99);
        Console.WriteLine();
        Console.WriteLine("| three times as many pages as can be made, none kept | |");
        Console.WriteLine("| --- | ---: |");
        Console.WriteLine(FormattableString.Invariant($"| made a second for those who wait for each other | {of.Peak:0} |"));
        Console.WriteLine(FormattableString.Invariant($"| asked for a second | {of.Sent:0} |"));
        Console.WriteLine(FormattableString.Invariant($"| made a second, and of the first | {of.Good:0}, {of.Good / of.Peak:0.00} (bar {LeastOfPeakUnderOverload}) |"));
        Console.WriteLine(FormattableString.Invariant($"| half, 99 of 100 of these within, ms | {Measuring.Percentile(of.Made, 0.5):0}, {Measuring.Percentile(of.Made, 0.99):0} |"));
        Console.WriteLine(FormattableString.Invariant($"| turned away | {of.Refused.Count} |"));
        Console.WriteLine(FormattableString.Invariant($"| 99 of 100 of these within, ms | {refused:0} (bar {MostMillisecondsToRefuse}) |"));
        Console.WriteLine(FormattableString.Invariant($"| answered with anything else | {of.Others} |"));
        Console.WriteLine(FormattableString.Invariant($"| back to normal after, s | {of.Back:0.0} (bar {MostSecondsToBeBack}) |"));
        return Holds(readers, Measuring.Percentile([.. readers.Reads.Concat(readers.Writes).Select(answer => answer.Milliseconds)], 0.95) <= MostMillisecondsUnderLoad)
            && Holds(writers, writers.Writes.Max(answer => answer.Milliseconds) <= MostMillisecondsOfAnyWrite)
            && of.Good / of.Peak >= LeastOfPeakUnderOverload && refused <= MostMillisecondsToRefuse && of.Others == 0 && of.Back <= MostSecondsToBeBack;

        static bool Holds(LoadFigures figures, bool rest) => rest && figures.Lost == 0 && figures.Errors <= MostErrorsUnderLoad
            && Measuring.Percentile([.. figures.Reads.Concat(figures.Writes).Select(answer => answer.Milliseconds)], 0.99) <= MostMillisecondsOfTheLateUnderLoad;

        static void Line(string name, IReadOnlyList<Answered> answers, string ofNinetyFive, string ofNinetyNine, string ofLast, int lost)
        {
            var times = answers.Select(answer => answer.Milliseconds).ToList();
            var errors = answers.Count(answer => answer.IsError);
            Console.WriteLine(FormattableString.Invariant(
                $"| {name} | {answers.Count:N0} | {errors} | {Measuring.Percentile(times, 0.5):0.0} | {Measuring.Percentile(times, 0.95):0.0}{ofNinetyFive} | {Measuring.Percentile(times, 0.99):0.0}{ofNinetyNine} | {times.Max():0.0}{ofLast} | {lost} |"));
        }
    }

    /// <returns>True when every bar holds.</returns>
    public static async Task<bool> PeersAsync(int rounds, int seconds, TimeSpan length)
    {
        var of = await PeersBench.RunAsync(rounds, seconds, length);
        var ours = await WriteBench.RunAsync(length);
        Console.WriteLine();
        Console.WriteLine("| beside a site written by hand with Django | ours | Django | of that |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
        Console.WriteLine(FormattableString.Invariant($"| list of statements with its counts, nothing kept, pages/s | {of.Ours:N0} | {of.Counted:N0} | {of.Ours / of.Counted:0.00} (bar {LeastOfPeerList}) |"));
        Console.WriteLine(FormattableString.Invariant($"| the same beside a list without any count | {of.Ours:N0} | {of.Alone:N0} | {of.Ours / of.Alone:0.00} |"));
        foreach (var (writers, rate, late) in of.Writes)
        {
            var own = ours.Single(row => row.Writers == writers);
            Console.WriteLine(FormattableString.Invariant($"| single writes on disk, {writers} at once, a second | {own.PerSecond:N0} | {rate:N0} | {own.PerSecond / rate:0.00} (bar {LeastOfPeerWrites}) |"));
            Console.WriteLine(FormattableString.Invariant($"| 99 of 100 of these within, ms | {own.Late:0.0} | {late:0.0} | |"));
        }

        return of.Ours / of.Counted >= LeastOfPeerList && of.Writes.All(row => ours.Single(own => own.Writers == row.Writers).PerSecond / row.PerSecond >= LeastOfPeerWrites);
    }

    private const double LeastOfPeerList = 3, LeastOfPeerWrites = 2;

    /// <returns>True when every bar holds.</returns>
    public static async Task<bool> WriteAsync(TimeSpan length)
    {
        var figures = await WriteBench.RunAsync(length);
        Console.WriteLine();
        Console.WriteLine("| drafts by the API, each on disk, in the log and in the search | a second | median, ms | 99 of 100, ms | SQLite alone, rows a second | of that |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var row in figures)
            Console.WriteLine(FormattableString.Invariant($"| {row.Writers} at once | {row.PerSecond:N0} | {row.Median:0.0} | {row.Late:0.0} (bar {MostMillisecondsToWrite}) | {row.Raw:N0} | {row.PerSecond / row.Raw:0.00} |"));
        return figures.All(row => row.Late <= MostMillisecondsToWrite);
    }

    /// <returns>True when every bar holds.</returns>
    public static async Task<bool> RunAsync(int rounds, TimeSpan atMost, params int[] sizes)
    {
        var held = true;
        var stores = new List<GeneratedStore>();
        foreach (var size in sizes)
            stores.Add(await GeneratedStore.OpenAsync(size));
        var largeStore = stores[^1];
        var plain = new PlainSql(largeStore, GeneratedStore.Cells);
        foreach (var line in plain.Plan(PlainSql.Newest))
            Console.WriteLine($"  plan: {line}");
        plain.Dispose();

        Console.WriteLine();
        Console.WriteLine("| Matrix data | codings | ours, ms | plain in one, ms | plain one by one, ms | rows | ours / plain | ours / ours small | the same for each row, where there are more |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (name, cells) in new[] { ("12 x 16 cells", GeneratedStore.Cells), ("with 27 regions of two issues", GeneratedStore.CellsWithRegions) })
        {
            var plains = stores.ConvertAll(store => new PlainSql(store, cells));
            var day = 0;
            // Everything runs twice a round, the count of days as well.
            DateOnly Day() => GeneratedStore.Days[day / 2 % GeneratedStore.Days.Count];
            var medians = await Measuring.MediansAsync(
                rounds, atMost, true,
                [
                    .. stores.Zip(plains).SelectMany(pair => new Func<Task>[]
                    {
                        () => StoreBenchmarks.MatrixAsync(pair.First, cells, Day()),
                        () => Done(pair.Second.Together(Day())),
                        () => Done(pair.Second.OneByOne(Day())),
                    }),
                    () => Done(day++),
                ]);
            foreach (var any in GeneratedStore.Days)
                Proof.Demand(plains[^1].Together(any) == plains[^1].OneByOne(any), "the two plain forms read different rows");
            var rows = plains.ConvertAll(one => one.OneByOne(GeneratedStore.LastDay).Rows);
            for (var at = 0; at < sizes.Length; at++)
            {
                var (ours, together, oneByOne) = (medians[3 * at], medians[3 * at + 1], medians[3 * at + 2]);
                var againstPlain = ours / Math.Min(together, oneByOne);
                var againstSmall = ours / medians[0];
                // A place that is thin in the small store returns fewer rows there: time may grow with what is returned, never with what is
                // stored. Where the small store returns no fewer, this is the plain ratio.
                var againstSmallByRow = againstSmall * Math.Min(1, (double)rows[0] / rows[at]);
                held &= at == 0 || (againstPlain <= MostAgainstPlainSql && againstSmallByRow <= MostAgainstSmallStore);
                Console.WriteLine(FormattableString.Invariant($"| {name} | {sizes[at]:N0} | {ours:0.00} | {together:0.00} | {oneByOne:0.00} | {rows[at]} | ")
                    + (at == 0 ? FormattableString.Invariant($"{againstPlain:0.00} | | |") : FormattableString.Invariant($"{againstPlain:0.00} (bar {MostAgainstPlainSql}) | {againstSmall:0.00} | {againstSmallByRow:0.00} (bar {MostAgainstSmallStore}) |")));
            }

            plains.ForEach(one => one.Dispose());
        }

        Console.WriteLine();
        Console.WriteLine("| From the store | codings | median, ms |");
        Console.WriteLine("| --- | ---: | ---: |");
        foreach (var codings in sizes.Distinct())
        {
            var benchmarks = new StoreBenchmarks { Codings = codings };
            await benchmarks.SetupAsync();
            var medians = await Measuring.MediansAsync(
                rounds, atMost, benchmarks.CellWithWorkingAsync, () => Done(benchmarks.RuleOnly()), benchmarks.StatementListAsync, benchmarks.NamedRegionsAsync);
            foreach (var (name, median) in ((string[])["busiest cell with working and history", "rule alone on that cell", "50 statements of the list", "named regions of an issue"]).Zip(medians))
                Console.WriteLine(FormattableString.Invariant($"| {name} | {codings:N0} | {median:0.00} |"));
            await benchmarks.CleanupAsync();
        }

        Console.WriteLine();
        Console.WriteLine("| Proposals | codings | ours, ms | plain, ms | rows | ours / plain |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        {
            var proposals = new ProposalBench(largeStore);
            var medians = await Measuring.MediansAsync(
                rounds, atMost, true, proposals.ClausesAsync, () => Done(proposals.PlainClauses()), proposals.AnswersAsync, () => Done(proposals.PlainAnswers()));
            foreach (var (name, ours, theirs, rows) in new[] { ("two of 28 clauses to compare", medians[0], medians[1], proposals.PlainClauses()), ("answers of 12 parties to all", medians[2], medians[3], proposals.PlainAnswers()) })
            {
                held &= ours / theirs <= MostAgainstPlainSql;
                Console.WriteLine(FormattableString.Invariant($"| {name} | {sizes[^1]:N0} | {ours:0.00} | {theirs:0.00} | {rows:N0} | {ours / theirs:0.00} (bar {MostAgainstPlainSql}) |"));
            }
        }

        Console.WriteLine();
        Console.WriteLine("| Page over loopback, nothing cached | codings | median, ms | bytes |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
        foreach (var (codings, store) in sizes.Zip(stores).DistinctBy(pair => pair.First))
        {
            foreach (var (name, median, bytes) in await PageBench.RunAsync(store, rounds, atMost))
                Console.WriteLine(FormattableString.Invariant($"| {name} | {codings:N0} | {(median is { } time ? FormattableString.Invariant($"{time:0.0}") : "no such page")} | {bytes:N0} |"));
        }

        held &= await GuessingAsync(rounds < 10 ? 20 : 200, 2 * atMost);
        held &= await SiteAsync(TimeSpan.FromSeconds(10));
        held &= await VerifyAsync(sizes[^1]);
        foreach (var store in stores)
            await store.DisposeAsync();
        Console.WriteLine();
        Console.WriteLine(held ? "Every bar holds." : "A bar is missed.");
        return held;
    }

    private const double MostAgainstSqliteImport = 20;

    /// <summary>Start and memory of the site in a process of its own.</summary>
    public static async Task<bool> SiteAsync(TimeSpan idle)
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-bench-");
        try
        {
            var database = Path.Combine(folder.FullName, "site.db");
            var (first, memory) = await SecondsAsync(idle);
            var (second, _) = await SecondsAsync(TimeSpan.Zero);
            Console.WriteLine();
            Console.WriteLine("| The site with the real seeds | |");
            Console.WriteLine("| --- | ---: |");
            Console.WriteLine(FormattableString.Invariant($"| first start to first page, seeding included | {first:0.0} s (bar {MostSecondsOfFirstStart}) |"));
            Console.WriteLine(FormattableString.Invariant($"| second start to first page | {second:0.0} s (bar {MostSecondsOfSecondStart}) |"));
            Console.WriteLine(FormattableString.Invariant($"| memory when idle after seeding (VmRSS) | {memory:0} MB (bar {MostIdleMegabytes}) |"));
            return memory <= MostIdleMegabytes && first <= MostSecondsOfFirstStart && second <= MostSecondsOfSecondStart;

            async Task<(double Seconds, double Memory)> SecondsAsync(TimeSpan pause)
            {
                await using var site = await SiteProcess.StartAsync(database);
                await Task.Delay(pause);
                return (site.Seconds, site.Megabytes);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What those who guess passwords learn from the time of a refusal, and what they cost readers.</summary>
    /// <param name="tries">With names somebody has, and as many with names nobody has.</param>
    /// <param name="time">To guess for.</param>
    public static async Task<bool> GuessingAsync(int tries, TimeSpan time)
    {
        await using var bench = await SignInBench.StartAsync();
        var (known, unknown) = await bench.RefusalsAsync(tries);
        // Those side by side in time, so that a change of the machine's speed falls on both.
        var apart = Math.Abs(Measuring.Median([.. known.Zip(unknown, (one, other) => one - other)]));
        var (somebody, nobody) = (Measuring.Median(known), Measuring.Median(unknown));
        var quiet = Measuring.Percentile((await bench.ReadAsync(time / 2, guessing: false)).Pages, 0.99);
        var (pages, guesses) = await bench.ReadAsync(time, guessing: true);
        var guessed = Measuring.Percentile(pages, 0.99);
        Console.WriteLine();
        Console.WriteLine("| Guessing passwords | | |");
        Console.WriteLine("| --- | ---: | ---: |");
        Console.WriteLine(FormattableString.Invariant($"| median refusal, {known.Count} of each, of a name somebody has and of one nobody has | {somebody:0.0} ms, {nobody:0.0} ms | {apart:0.0} ms apart in pairs (bar {MostMillisecondsBetweenRefusals}), ratio {somebody / nobody:0.000} |"));
        Console.WriteLine(FormattableString.Invariant($"| 99th percentile of {pages.Count} pages while {guesses.Values.Sum() / time.TotalSeconds:0} passwords a second are guessed, and without | {guessed:0} ms (bar {MostMillisecondsWhileGuessed}), {quiet:0} ms | ratio {guessed / quiet:0.0} |"));
        Console.WriteLine($"| answers to the {guesses.Values.Sum()} guesses | {string.Join(", ", guesses.OrderBy(pair => pair.Key).Select(pair => FormattableString.Invariant($"{(int)pair.Key}: {pair.Value}")))} | |");
        return apart <= MostMillisecondsBetweenRefusals && guessed <= MostMillisecondsWhileGuessed;
    }

    /// <summary>Searches in a store of so many codings, three quarters as many statements.</summary>
    public static async Task<bool> SearchAsync(int codings, int rounds, TimeSpan atMost)
    {
        await using var store = await GeneratedStore.OpenAsync(codings);
        await using var app = await PageBench.StartAsync(store);
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()), Timeout = TimeSpan.FromMinutes(2) };
        var held = await SearchAsync(DatabaseOptions.Sqlite, store.Statements, client, rounds, atMost);
        await app.StopAsync();
        return held;
    }

    /// <summary>The same on PostgreSQL.</summary>
    public static async Task<bool> SearchOnPostgresAsync(int codings, int rounds, TimeSpan atMost)
    {
        await using var store = await GeneratedStore.OpenAsync(codings);
        var started = Stopwatch.GetTimestamp();
        await using var copy = await PostgresStore.StartAsync(store);
        Console.WriteLine(FormattableString.Invariant($"Copied to PostgreSQL in {Stopwatch.GetElapsedTime(started).TotalMinutes:0.0} min"));
        return await SearchAsync(DatabaseOptions.Postgres, store.Statements, copy.Client, rounds, atMost);
    }

    private static async Task<bool> SearchAsync(string provider, long statements, HttpClient client, int rounds, TimeSpan atMost)
    {
        var results = await SearchBench.RunAsync(client, rounds, atMost);
        Console.WriteLine();
        Console.WriteLine(FormattableString.Invariant($"| search on {provider}, {statements:N0} statements, 95 of 100 answer within | everything, ms (bar {MostMillisecondsOfSearch}) | statements of a party, ms |"));
        Console.WriteLine("| --- | ---: | ---: |");
        foreach (var (name, page, list) in results)
            Console.WriteLine(FormattableString.Invariant($"| {name} | {page:0.0} | {list:0.0} |"));
        return results.All(result => result.Page <= MostMillisecondsOfSearch);
    }

    /// <summary>The check of a store with so many entries in its log.</summary>
    public static async Task<bool> VerifyAsync(int entries)
    {
        var (log, whole, worked, megabytes) = await VerifyBench.RunAsync(entries);
        Console.WriteLine();
        Console.WriteLine(FormattableString.Invariant($"| verify, {entries:N0} entries in the log, a store of {megabytes:N0} MB | |"));
        Console.WriteLine("| --- | ---: |");
        Console.WriteLine(FormattableString.Invariant($"| every entry of the log and its head | {log.TotalSeconds:0.0} s |"));
        Console.WriteLine(FormattableString.Invariant($"| all of it: file, log, records, projection | {whole.TotalSeconds:0.0} s (bar {MostSecondsOfVerify}), the processor worked {worked.TotalSeconds:0.0} s |"));
        return whole.TotalSeconds <= MostSecondsOfVerify;
    }

    /// <summary>Imports of many rows against <c>sqlite3 .import</c> of the same file.</summary>
    public static async Task<bool> ImportAsync(params int[] sizes)
    {
        var held = true;
        Console.WriteLine();
        Console.WriteLine("| import, rows | checked, s | written, s | rows a second | sqlite3 .import of the file, s | of that | sqlite3 inserting what they became, s | of that | longest wait of another editor, s | memory at most, MB |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var rows in sizes)
        {
            var found = await ImportBench.RunAsync(rows);
            held &= found.Ratio <= MostAgainstSqliteImport;
            Console.WriteLine(FormattableString.Invariant(
                $"| {rows:N0} | {found.Check:0.00} | {found.Write:0.00} | {rows / (found.Check + found.Write):N0} | {found.Sqlite:0.000} | {found.Ratio:0.0} (bar {MostAgainstSqliteImport}) | {found.Inserts:0.000} | {found.OfInserts:0.0} | {found.Wait:0.00} ({found.Saved} drafts) | {found.Peak:0} |"));
        }

        return held;
    }

    /// <summary>Whole lists taken away: with ten times the statements the memory is the same.</summary>
    public static async Task<bool> ExportAsync(int small, int large)
    {
        var held = true;
        await using var smallStore = await GeneratedStore.OpenAsync(small);
        await using var largeStore = await GeneratedStore.OpenAsync(large);
        Console.WriteLine();
        Console.WriteLine("| all statements as | statements | seconds | MB of the file | memory before, MB | memory at most, MB | of that with few |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var format in ExportBench.Formats)
        {
            var few = await ExportBench.RunAsync(smallStore, format);
            var many = await ExportBench.RunAsync(largeStore, format);
            var ratio = many.Peak / few.Peak;
            held &= ratio <= MostMemoryOfMoreRows;
            Console.WriteLine(FormattableString.Invariant($"| {few.Format} | {few.Statements:N0} | {few.Seconds:0.0} | {few.Bytes / 1e6:0} | {few.Megabytes:0} | {few.Peak:0} | |"));
            Console.WriteLine(FormattableString.Invariant($"| {many.Format} | {many.Statements:N0} | {many.Seconds:0.0} | {many.Bytes / 1e6:0} | {many.Megabytes:0} | {many.Peak:0} | {ratio:0.00} (bar {MostMemoryOfMoreRows}) |"));
        }

        return held;
    }

    private static Task<T> Done<T>(T result) => Task.FromResult(result);
}
