using BenchmarkDotNet.Attributes;
using PeaceTracker.Data;
using PeaceTracker.Domain.Positions;

namespace PeaceTracker.Benchmarks;

/// <summary>What pages ask of the store and of the rule, each with a context of its own as in a request.</summary>
[InProcess]
[MemoryDiagnoser]
public class StoreBenchmarks
{
    private const int PageSize = 50;
    private GeneratedStore store = null!;
    private List<Evidence> evidence = null!;

    [Params(10_000, 1_000_000)]
    public int Codings { get; set; }

    private static DateOnly Day => GeneratedStore.Days[1];

    [GlobalSetup]
    public async Task SetupAsync()
    {
        store = await GeneratedStore.OpenAsync(Codings);
        evidence = await CellAsync();
    }

    [GlobalCleanup]
    public async Task CleanupAsync() => await store.DisposeAsync();

    /// <summary>12 parties on 16 issues as of a day.</summary>
    [Benchmark]
    public async Task<int> MatrixAsync() => (await MatrixAsync(store, GeneratedStore.Cells, Day)).Count;

    /// <summary>The same with the 27 regions of two issues.</summary>
    [Benchmark]
    public async Task<int> MatrixWithRegionsAsync() => (await MatrixAsync(store, GeneratedStore.CellsWithRegions, Day)).Count;

    /// <summary>The busiest cell from the store with everything considered, and its history.</summary>
    [Benchmark]
    public async Task<int> CellWithWorkingAsync()
    {
        var all = await CellAsync();
        return Rule(all).Working.Count + PositionRule.History(Question, all, GeneratedStore.OldAfterDays).Count;
    }

    /// <summary>The rule alone on the evidence of that cell.</summary>
    [Benchmark]
    public int RuleOnly() => Rule(evidence).Working.Count;

    [Benchmark]
    public async Task<int> StatementListAsync() => await store.ReadAsync(async (_, db) =>
        (await db.WithDetailsAsync(
            db.Published(1, GeneratedStore.Known).Where(row => row.Day <= Day).OrderByDescending(row => row.Day).ThenByDescending(row => row.Number).Take(PageSize),
            GeneratedStore.Known,
            default)).Count);

    [Benchmark]
    public async Task<int> NamedRegionsAsync() => await store.ReadAsync(async (positions, _) =>
        (await positions.NamedRegionsAsync(1, GeneratedStore.Known, default)).Count);

    internal static Task<Dictionary<CellKey, Position>> MatrixAsync(GeneratedStore store, IReadOnlyList<CellKey> cells, DateOnly day) =>
        store.ReadAsync((positions, _) => positions.PositionsAsync(
            cells, day, GeneratedStore.Known, EvidenceFilter.All, GeneratedStore.OldAfterDays, GeneratedStore.RegionIso, default));

    private static PositionQuestion Question => new(Day, GeneratedStore.Known, EvidenceFilter.All);

    private static Position Rule(List<Evidence> evidence) => PositionRule.Derive(Question, evidence, GeneratedStore.OldAfterDays);

    /// <summary>Issue 3 is the busiest one that is not regional.</summary>
    private Task<List<Evidence>> CellAsync() => store.ReadAsync(async (positions, _) =>
        (await positions.EvidenceAsync([1], 3, Day, GeneratedStore.Known, GeneratedStore.RegionIso, default))[1]);
}
