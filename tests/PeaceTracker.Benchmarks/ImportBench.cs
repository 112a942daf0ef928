using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Testing;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing.Importing;

namespace PeaceTracker.Benchmarks;

/// <summary>What an import took.</summary>
/// <param name="Check">Seconds in which everything is looked at; nobody waits for that.</param>
/// <param name="Write">Seconds in which all rows are written and sealed.</param>
/// <param name="Sqlite">Seconds of <c>sqlite3 .import</c> of the same file into a table of text without any rule.</param>
/// <param name="Inserts">Seconds in which the same tool inserts the rows they became into the same tables with their indexes, in a store of their own.</param>
/// <param name="Wait">The longest time in seconds that another editor waited for a draft to be saved.</param>
/// <param name="Saved">Drafts others saved meanwhile.</param>
/// <param name="Peak">Resident memory at its highest in MB, of the site, the importing and this program together.</param>
internal sealed record ImportFigures(int Rows, double Check, double Write, double Sqlite, double Inserts, double Wait, int Saved, double Peak)
{
    public double Ratio => (Check + Write) / Sqlite;

    public double OfInserts => (Check + Write) / Inserts;
}

/// <summary>An import of many rows on the real seeds, with everything the page does, beside what a plain table costs.</summary>
internal static class ImportBench
{
    public static async Task<ImportFigures> RunAsync(int rows)
    {
        await using var app = await ServedApp.StartAsync();
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        var other = await app.Services.AddAccountAsync(["Editor"]);
        // Everything runs once before, as on a site that has been up for a while.
        await BringInAsync(app.Services, editor, await ManyRows.OfAsync(app.Services, 500));
        var table = await ManyRows.OfAsync(app.Services, rows, from: 500);
        var (waits, done) = (new List<double>(), false);
        var writing = Task.Run(async () =>
        {
            for (var saved = 0; !Volatile.Read(ref done); saved++)
            {
                var started = Stopwatch.GetTimestamp();
                await app.Services.SaveAsync(other, new() { Summary = FormattableString.Invariant($"Saved meanwhile, {saved}."), MadeOn = "2026-11-19" });
                waits.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                await Task.Delay(200);
            }
        });
        var (check, write, import) = await BringInAsync(app.Services, editor, table);
        Volatile.Write(ref done, true);
        await writing;
        await ProveAsync(app.Services, rows + 500 + waits.Count);
        var folder = Directory.CreateTempSubdirectory("peacetracker-bench-");
        try
        {
            var file = Path.Combine(folder.FullName, "rows.csv");
            await File.WriteAllTextAsync(file, table);
            // The better of two: the first finds the file cold.
            var sqlite = Math.Min(Sqlite(folder.FullName, file, 1), Sqlite(folder.FullName, file, 2));
            var store = app.Services.GetRequiredService<DatabaseOptions>().File;
            var inserts = Math.Min(Inserts(folder.FullName, store, import, 1), Inserts(folder.FullName, store, import, 2));
            return new(rows, check, write, sqlite, inserts, waits.Max(), waits.Count, Peak());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>As the command does it.</summary>
    private static async Task<(double Check, double Write, int Import)> BringInAsync(IServiceProvider services, TestAccount editor, string csv)
    {
        await using var scope = services.CreateAsyncScope();
        var (checks, imports, ledger) = (scope.ServiceProvider.GetRequiredService<ImportChecks>(), scope.ServiceProvider.GetRequiredService<Imports>(), scope.ServiceProvider.GetRequiredService<Ledger>());
        var contents = (await scope.ServiceProvider.GetRequiredService<ProcessReader>().ReadAsync("ukraine", default))!;
        var pseudonym = await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Users.Where(row => row.Id == editor.Id).Select(row => row.Pseudonym).SingleAsync();
        var started = Stopwatch.GetTimestamp();
        var text = TableText.Read(Encoding.UTF8.GetBytes(csv), null, out _)!;
        var table = TableRows.Read(text.Text, null, TableRows.MostByCommand);
        var check = await checks.BeginAsync(text, table, ImportChoices.Guess(table.Headings), default);
        await checks.GoOnAsync(contents, check, null, null, default);
        var checkTime = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Proof.Demand(!check.WithProblems.Any() && !check.Same.Any(), $"rows are wrong: {check.WithProblems.FirstOrDefault()?.Problems[0]}");
        started = Stopwatch.GetTimestamp();
        var import = new Import { ProcessId = contents.Process.Id, Account = editor.Id, FileName = "rows.csv", Content = [], Sha256 = Guid.NewGuid().ToString("N"), Choices = "", At = PeaceTrackerApp.Start };
        for (var written = false; !written;)
        {
            Proof.Demand(await checks.IsCurrentAsync(contents, check, inTurn: false, default), "the check cannot be brought up to date");
            await ledger.WriteAsync(new(editor.Id, pseudonym), null, async changes =>
            {
                if (!await checks.IsCurrentAsync(contents, check, inTurn: true, default))
                    return "";
                await imports.AddAsync(import, default);
                await checks.BringInAsync(contents, import, check, [.. check.Rows.Where(row => row.IsReady || row.IsNear)], changes, null, default);
                written = true;
                return "";
            }, default);
        }

        return (checkTime, Stopwatch.GetElapsedTime(started).TotalSeconds, import.Id);
    }

    private static async Task ProveAsync(IServiceProvider services, int drafts)
    {
        await using var scope = services.CreateAsyncScope();
        var verdict = await scope.ServiceProvider.GetRequiredService<StoreCheck>().RunAsync(null, null, default);
        Proof.Demand(verdict.IsWhole, "the store is not whole: " + (verdict.Faults is [var fault, ..] ? fault.What : ""));
        var found = await scope.ServiceProvider.GetRequiredService<DeskStatements>().All(1).CountAsync(row => row.Number >= DeskStatements.FirstNumber);
        Proof.Demand(found == drafts, string.Create(CultureInfo.InvariantCulture, $"there are {found} drafts and not {drafts}"));
    }

    private static double Peak()
    {
        using var own = Process.GetCurrentProcess();
        return own.PeakWorkingSet64 / 1e6;
    }

    /// <summary>A table of text without any rule, from the file itself.</summary>
    private static double Sqlite(string folder, string file, int time) => Tool(Path.Combine(folder, FormattableString.Invariant($"{time}.db")), ".mode csv", $".import {file} rows");

    /// <summary>What the rows became, into empty tables with the same columns and indexes.</summary>
    private static double Inserts(string folder, string store, int import, int time)
    {
        var own = Path.Combine(folder, FormattableString.Invariant($"same-{time}.db"));
        var (attach, mine) = ($"ATTACH '{store}' AS w;", FormattableString.Invariant($"SELECT StatementId FROM w.ImportedStatement WHERE ImportId = {import}"));
        string[] tables = ["Statements", "Citation", "Coding", "ImportedStatement", "Revisions"];
        using (var db = new SqliteConnection($"Data Source={own};Pooling=False"))
        {
            db.Open();
            using var command = db.CreateCommand();
            command.CommandText = attach;
            command.ExecuteNonQuery();
            command.CommandText = $"SELECT sql FROM w.sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL AND tbl_name IN ('{string.Join("', '", tables)}') ORDER BY type DESC";
            var made = new List<string>();
            using (var reader = command.ExecuteReader())
            {
                while (reader.Read())
                    made.Add(reader.GetString(0));
            }

            foreach (var sql in made)
            {
                command.CommandText = sql;
                command.ExecuteNonQuery();
            }
        }

        return Tool(
            own, attach, "BEGIN;", $"INSERT INTO Statements SELECT * FROM w.Statements WHERE Id IN ({mine});", $"INSERT INTO Citation SELECT * FROM w.Citation WHERE StatementId IN ({mine});",
            $"INSERT INTO Coding SELECT * FROM w.Coding WHERE StatementId IN ({mine});", FormattableString.Invariant($"INSERT INTO ImportedStatement SELECT * FROM w.ImportedStatement WHERE ImportId = {import};"),
            FormattableString.Invariant($"INSERT INTO Revisions SELECT * FROM w.Revisions WHERE Action = 'draft' AND Reason LIKE '% of import {import}.';"), "COMMIT;");
    }

    private static double Tool(string db, params string[] commands)
    {
        var start = new ProcessStartInfo("sqlite3", [db, .. commands]) { RedirectStandardError = true };
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Proof.Demand(process.ExitCode == 0 && error.Length == 0, "sqlite3: " + error);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
