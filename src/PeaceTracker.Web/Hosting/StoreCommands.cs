using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Search;
using PeaceTracker.Data.Seeding;

namespace PeaceTracker.Web.Hosting;

/// <summary><c>migrate</c>, <c>seed</c> and <c>rebuild</c>: what a start of the site does to the store, by itself. Each is one transaction and may be run again.</summary>
internal static class StoreCommands
{
    /// <inheritdoc cref="VerifyCommand.Of"/>
    public static Command Migrate(Option<bool> json, Action<object> write)
    {
        var role = new Option<string?>("--grant-to") { Description = "A role of the server of PostgreSQL for the site: it gets what the site needs, and nothing more." };
        var command = new Command("migrate", "Brings the store to the form this program needs; a new one is made. Exit code 0 done, 1 not done.") { role };
        command.Does(async (given, cancellation) =>
        {
            await using var app = Commands.Build("", settings: ["--Database:Migrate=true"]);
            await using var scope = app.Services.CreateAsyncScope();
            var services = scope.ServiceProvider;
            Directory.CreateDirectory(Path.GetDirectoryName(services.GetRequiredService<DatabaseOptions>().File)!);
            var applied = (await services.GetRequiredService<PeaceTrackerDbContext>().Database.GetPendingMigrationsAsync(cancellation)).ToList();
            await services.GetRequiredService<DatabaseSetup>().RunAsync(cancellation, given.GetValue(role));
            if (given.GetValue(json))
                write(new { applied, grantedTo = given.GetValue(role) });
            else
                Console.Out.WriteLine(applied.Count == 0 ? "The store is as it has to be. Nothing was done." : $"Applied: {string.Join(", ", applied)}.");
            if (!given.GetValue(json) && given.GetValue(role) is { } granted)
                Console.Out.WriteLine($"The role {granted} may read and write what the site reads and writes.");
            return 0;
        });
        return command;
    }

    /// <inheritdoc cref="VerifyCommand.Of"/>
    public static Command Seed(Option<bool> json, Action<object> write)
    {
        var folder = new Option<string?>("--folder") { Description = "The folder of the seeds; else the one of the settings." };
        var command = new Command("seed", "Reads the seeds into the store, all or nothing; seeds that were read before change nothing. Exit code 0 done, 1 not done.") { folder };
        command.Does(async (given, cancellation) =>
        {
            await using var app = Commands.Build(given.GetValue(folder) is { } path ? Path.GetFullPath(path) : null);
            var from = app.Services.GetRequiredService<DatabaseOptions>().Seeds;
            if (from.Length == 0 || !Directory.Exists(from))
                return Commands.Refuse(from.Length == 0 ? "The settings name no folder of seeds. Name one with --folder." : $"There is no folder {from}.", given.GetValue(json) ? write : null);
            app.Services.GetRequiredService<ReadOnlyMark>().Demand();
            await using var scope = app.Services.CreateAsyncScope();
            try
            {
                var read = await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RunAsync(cancellation);
                if (given.GetValue(json))
                    write(new { folder = from, read });
                else
                    Console.Out.WriteLine(read ? $"The seeds of {from} are in the store." : "These seeds are in the store already. Nothing was done.");
                return 0;
            }
            catch (SeedException error)
            {
                return Commands.Refuse(error.Message, given.GetValue(json) ? write : null);
            }
        });
        return command;
    }

    /// <inheritdoc cref="VerifyCommand.Of"/>
    public static Command Rebuild(Option<bool> json, Func<CancellationToken, Task<WebApplication>> open, Action<object> write)
    {
        var command = new Command("rebuild", "Makes anew what is computed from the record: the rows of the matrix and the words that are searched. Exit code 0 done, 1 not done, 130 stopped; then all is as before.");
        command.Does(async (given, cancellation) =>
        {
            await using var app = await open(cancellation);
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
            using var progress = new ProgressLine(scope.ServiceProvider.GetRequiredService<TimeProvider>());
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            var codings = await Projection.RebuildAsync(db, cancellation);
            var found = await SearchIndex.RebuildAsync(db, made => progress.Tell("Words of records", made, 0), cancellation);
            await transaction.CommitAsync(cancellation);
            if (given.GetValue(json))
                write(new { codings, found });
            else
                Console.Out.WriteLine(FormattableString.Invariant($"Made anew: {codings:#,0} rows of the matrix, and the words by which {found:#,0} statements and sources are found."));
            return 0;
        });
        return command;
    }
}
