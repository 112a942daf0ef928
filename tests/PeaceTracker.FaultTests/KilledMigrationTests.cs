using Microsoft.Data.Sqlite;
using PeaceTracker.Testing;

namespace PeaceTracker.FaultTests;

/// <summary>The program is killed while it brings a store to its form: it is brought there by the next start, without a hand, and to the same form.</summary>
public sealed class KilledMigrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_migration_that_was_killed_is_ended_by_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-fault-").FullName;
        try
        {
            var whole = Path.Combine(folder, "whole.db");
            Assert.Equal(0, (await ProgramRun.OfAsync(On(whole), ["migrate"], Cancellation)).Code);
            var expected = await FormAsync(whole);
            Assert.InRange(expected.Count, 50, int.MaxValue);
            var migrations = await AppliedAsync(whole);
            Assert.InRange(migrations, 2, int.MaxValue);
            var killed = 0;
            for (var round = 0; round < Rounds.Wanted; round++)
            {
                var file = Path.Combine(folder, FormattableString.Invariant($"killed-{round}.db"));
                using (var process = ProgramRun.Start(On(file), ["migrate"]))
                {
                    var said = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
                    // Each time one migration further, as far as it gets meanwhile.
                    while (!process.HasExited && await AppliedAsync(file) <= round * (migrations - 1) / Rounds.Wanted)
                        await Task.Delay(2, Cancellation);
                    killed += process.HasExited ? 0 : 1;
                    process.Kill();
                    await process.WaitForExitAsync(Cancellation);
                    await Task.WhenAll(said.Item1, said.Item2);
                }

                var (code, told) = await ProgramRun.OfAsync(On(file), ["migrate"], Cancellation);
                Assert.Equal((round, 0, ""), (round, code, code == 0 ? "" : told));
                Assert.Equal(expected, await FormAsync(file));
            }

            Assert.InRange(killed, Rounds.Wanted / 2, Rounds.Wanted);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>EF Core keeps others away by a row, and waits for ever for whoever left one behind.</summary>
    [Fact]
    public async Task A_row_that_says_somebody_migrates_keeps_nobody_out_when_nobody_does()
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-fault-").FullName;
        try
        {
            var file = Path.Combine(folder, "left.db");
            await LinesAsync(file, "CREATE TABLE __EFMigrationsLock (Id INTEGER NOT NULL PRIMARY KEY, Timestamp TEXT NOT NULL); INSERT INTO __EFMigrationsLock VALUES (1, '2026-11-29 12:00:00+00:00')");
            Assert.Equal(0, (await ProgramRun.OfAsync(On(file), ["migrate"], Cancellation)).Code);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dictionary<string, string> On(string file) => new() { ["Database:File"] = file };

    private static async Task<int> AppliedAsync(string file)
    {
        try
        {
            return File.Exists(file) && await LinesAsync(file, "SELECT 1 FROM sqlite_master WHERE name = '__EFMigrationsHistory'") is [_]
                ? (await LinesAsync(file, "SELECT MigrationId FROM __EFMigrationsHistory")).Count : 0;
        }
        catch (SqliteException)
        {
            // Held, or hardly begun.
            return 0;
        }
    }

    /// <summary>Every table, index, view and trigger as it was declared.</summary>
    private static Task<List<string>> FormAsync(string file) => LinesAsync(file, "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY 1");

    private static async Task<List<string>> LinesAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var lines = new List<string>();
        while (await reader.ReadAsync(Cancellation))
            lines.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        return lines;
    }
}
