using BenchmarkDotNet.Running;
using PeaceTracker.Benchmarks;

const int small = 10_000;
const int middle = 100_000;
const int large = 1_000_000;

switch (args)
{
    case ["--ratios"]:
        return await Ratios.RunAsync(rounds: 35, TimeSpan.FromSeconds(30), small, middle, large) ? 0 : 1;

    case ["--guessing"]:
        return await Ratios.GuessingAsync(tries: 200, TimeSpan.FromSeconds(60)) ? 0 : 1;

    case ["--search"]:
        return await Ratios.SearchAsync(large * 4 / 3, rounds: 200, TimeSpan.FromSeconds(20)) ? 0 : 1;

    case ["--search-on-postgresql"]:
        return await Ratios.SearchOnPostgresAsync(large * 4 / 3, rounds: 200, TimeSpan.FromSeconds(20)) ? 0 : 1;

    case ["--open"]:
        await Ratios.OpenAsync(TimeSpan.FromSeconds(15), 25, 50, 100, 200, 400);
        return 0;

    case ["--load"]:
        return await Ratios.LoadAsync(mixed: 200, writing: 100, TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(20)) ? 0 : 1;

    case ["--load", var minutes]:
        return await Ratios.LoadAsync(mixed: 200, writing: 100, TimeSpan.FromMinutes(double.Parse(minutes, System.Globalization.CultureInfo.InvariantCulture)), TimeSpan.FromSeconds(20)) ? 0 : 1;

    case ["--verify"]:
        return await Ratios.VerifyAsync(large) ? 0 : 1;

    case ["--export"]:
        return await Ratios.ExportAsync(2 * small * 4 / 3, 20 * small * 4 / 3) ? 0 : 1;

    case ["--import"]:
        return await Ratios.ImportAsync(small, 10 * small) ? 0 : 1;

    case ["--hot"]:
        return await Ratios.HotAsync(rounds: 5, seconds: 3) ? 0 : 1;

    case ["--cluster"]:
        return await Ratios.ClusterAsync(rounds: 5, seconds: 4, spike: 30) ? 0 : 1;

    case ["--write"]:
        return await Ratios.WriteAsync(TimeSpan.FromSeconds(20)) ? 0 : 1;

    case ["--peers"]:
        return await Ratios.PeersAsync(rounds: 5, seconds: 4, TimeSpan.FromSeconds(10)) ? 0 : 1;

    case ["--bare", var file, var packing]:
        await HotBench.ServeAsync(file, packing);
        return 0;

    case ["--import", var n]:
        return await Ratios.ImportAsync(int.Parse(n)) ? 0 : 1;

    // Only that everything works and that results are equal: a busy machine must not fail it.
    case ["--smoke"]:
        await using (var store = await GeneratedStore.OpenAsync(small))
        {
            await Proof.ProjectionIsTheSitesOwnAsync(store);
            foreach (var day in GeneratedStore.Days)
                await Proof.MatrixEqualsTheRuleOnEverythingAsync(store, day);
        }

        await Ratios.SearchAsync(small, rounds: 5, TimeSpan.FromSeconds(2));
        await Ratios.SearchOnPostgresAsync(small, rounds: 5, TimeSpan.FromSeconds(2));
        await Ratios.OpenAsync(TimeSpan.FromSeconds(1), 25);
        await Ratios.LoadAsync(mixed: 20, writing: 10, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));
        await Ratios.ExportAsync(small, small);
        await Ratios.ImportAsync(500);
        await Ratios.HotAsync(rounds: 1, seconds: 1);
        await Ratios.PeersAsync(rounds: 1, seconds: 1, TimeSpan.FromSeconds(2));
        await Ratios.ClusterAsync(rounds: 1, seconds: 1, spike: 2);
        await Ratios.RunAsync(rounds: 5, TimeSpan.FromSeconds(2), small, small);
        return 0;

    default:
        BenchmarkSwitcher.FromAssembly(typeof(StoreBenchmarks).Assembly).Run(args);
        return 0;
}
