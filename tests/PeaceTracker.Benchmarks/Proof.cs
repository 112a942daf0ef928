using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Benchmarks;

/// <summary>What must hold before a figure means anything.</summary>
internal static class Proof
{
    /// <summary>The generated projection is what the site would have made, and dates say what their bounds say.</summary>
    public static async Task ProjectionIsTheSitesOwnAsync(GeneratedStore store)
    {
        var copy = Path.GetTempFileName();
        try
        {
            File.Copy(store.File, copy, overwrite: true);
            var services = new ServiceCollection();
            services.AddPeaceTrackerData(new() { File = copy, Seeds = "" }, Path.GetTempPath());
            await using var provider = services.BuildServiceProvider();
            await using var scope = provider.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
            var generated = await RowsAsync(db);
            foreach (var statement in await db.Set<Statement>().AsNoTracking().ToListAsync())
                Demand(statement.MadeOn.Earliest == statement.Earliest && statement.MadeOn.Latest == statement.Day, $"the bounds of {statement.MadeOn.Text} are wrong");
            await Projection.RebuildAsync(db, default);
            Demand(generated.SequenceEqual(await RowsAsync(db)), "the generated projection differs from the rebuilt one");
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            foreach (var file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(copy) + "*"))
                File.Delete(file);
        }

        static async Task<List<string>> RowsAsync(PeaceTrackerDbContext db) =>
            [.. (await db.PublishedCodings.AsNoTracking().OrderBy(row => row.Id).ToListAsync()).Select(row => System.Text.Json.JsonSerializer.Serialize(row))];
    }

    /// <summary>The few rows the matrix reads give the same positions as the rule on everything there is.</summary>
    public static async Task MatrixEqualsTheRuleOnEverythingAsync(GeneratedStore store, DateOnly day)
    {
        var matrix = await StoreBenchmarks.MatrixAsync(store, GeneratedStore.CellsWithRegions, day);
        foreach (var issue in GeneratedStore.CellsWithRegions.GroupBy(cell => cell.Issue))
        {
            var evidence = await store.ReadAsync((positions, _) => positions.EvidenceAsync(
                [.. issue.Select(cell => cell.Party).Distinct()], issue.Key, day, GeneratedStore.Known, GeneratedStore.RegionIso, default));
            foreach (var cell in issue)
            {
                var whole = PositionRule.Derive(
                    new(day, GeneratedStore.Known, EvidenceFilter.All, cell.Region is { } id ? GeneratedStore.RegionIso[id] : null), evidence[cell.Party], GeneratedStore.OldAfterDays);
                Demand(Words(matrix[cell]) == Words(whole), $"{cell} is {Words(matrix[cell])} in the matrix and {Words(whole)} by the rule");
            }
        }

        static string Words(Position position) => FormattableString.Invariant(
            $"{position.State} {position.Steps} {position.StatedOn:O} {position.Reported} {position.Old} {position.Origins} {position.DecidedBy} ") +
            string.Join('|', position.Readings.Select(reading => reading.State + ":" + string.Join(',', reading.Evidence.Select(item => item.CodingId))));
    }

    public static void Demand(bool holds, string fault)
    {
        if (!holds)
            throw new InvalidOperationException($"Not as it must be: {fault}.");
    }
}
