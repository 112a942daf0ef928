using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;

namespace PeaceTracker.Benchmarks;

/// <summary>How long the check of a store takes whose log is long: the real seeds, and statement after statement written down as it reads.</summary>
internal static class VerifyBench
{
    /// <returns>The time of the log alone, the time of all that <c>verify</c> does and what of it the processor worked, and how large the store is.</returns>
    public static async Task<(TimeSpan Log, TimeSpan Whole, TimeSpan Worked, double Megabytes)> RunAsync(int entries)
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-bench-");
        try
        {
            var file = Path.Combine(folder.FullName, "store.db");
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddSingleton<TimeProvider>(new FakeTimeProvider(PeaceTrackerApp.Start));
            services.AddPeaceTrackerData(new() { File = file, Seeds = Path.Combine(Repository.Root, "seeds") }, Repository.Root);
            await using var provider = services.BuildServiceProvider();
            await using (var scope = provider.CreateAsyncScope())
            {
                await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RunAsync(default);
                await FillAsync(scope.ServiceProvider, file, entries);
            }

            await using var checking = provider.CreateAsyncScope();
            var started = Stopwatch.GetTimestamp();
            var log = await checking.ServiceProvider.GetRequiredService<RevisionLog>().CheckAsync(null, null, default);
            var logTime = Stopwatch.GetElapsedTime(started);
            var worked = Environment.CpuUsage.TotalTime;
            started = Stopwatch.GetTimestamp();
            var whole = await checking.ServiceProvider.GetRequiredService<StoreCheck>().RunAsync(null, null, default);
            var wholeTime = Stopwatch.GetElapsedTime(started);
            worked = Environment.CpuUsage.TotalTime - worked;
            Proof.Demand(log.Faults.Count == 0 && whole.Faults.Count == 0, "the store is not whole");
            Proof.Demand(log.Head?.Count >= entries, "the log is shorter than it should be");
            return (logTime, wholeTime, worked, new FileInfo(file).Length / 1e6);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Written past EF Core, which would take minutes; the check tells whether it is right.</summary>
    private static async Task FillAsync(IServiceProvider services, string file, int entries)
    {
        var (db, key) = (services.GetRequiredService<PeaceTrackerDbContext>(), services.GetRequiredService<RevisionKey>().Bytes);
        var written = (await DeskStatements.WithDetails(db.Set<Statement>().AsNoTracking()).OrderBy(row => row.Id).ToListAsync())
            .ConvertAll(row => (Name: Snapshots.Name(row, "ukraine"), Snapshot: Snapshots.Of(row)));
        var head = (await services.GetRequiredService<RevisionLog>().HeadAsync(default))!;
        var (number, last) = (head.Count, head.Last);
        await using var connection = new SqliteConnection($"Data Source={file}");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO Revisions (Number, At, Actor, Action, Kind, Key, Snapshot, Previous, Seal) VALUES ($Number, $At, 'benchmark', 'edit', $Kind, $Key, $Snapshot, $Previous, $Seal)";
        string[] names = ["$Number", "$At", "$Kind", "$Key", "$Snapshot", "$Previous", "$Seal"];
        foreach (var name in names)
            insert.Parameters.Add(new SqliteParameter(name, null));
        for (var index = 0; index < entries; index++)
        {
            var one = written[index % written.Count];
            var entry = RevisionChain.Sealed(
                new() { Number = ++number, At = PeaceTrackerApp.Start, Actor = "benchmark", Action = "edit", Kind = one.Name.Kind, Key = one.Name.Key, Snapshot = one.Snapshot, Previous = last, Seal = "" }, key);
            object[] values = [entry.Number, entry.At.UtcTicks, entry.Kind, entry.Key, entry.Snapshot, entry.Previous, entry.Seal];
            for (var field = 0; field < values.Length; field++)
                insert.Parameters[field].Value = values[field];
            await insert.ExecuteNonQueryAsync();
            last = entry.Seal;
        }

        var now = RevisionChain.Head(number, last, key);
        await using var update = connection.CreateCommand();
        update.CommandText = "UPDATE RevisionHead SET Count = $Count, Last = $Last, Seal = $Seal";
        update.Parameters.AddWithValue("$Count", now.Count);
        update.Parameters.AddWithValue("$Last", now.Last);
        update.Parameters.AddWithValue("$Seal", now.Seal);
        await update.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }
}
