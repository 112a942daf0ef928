using System.CommandLine;
using Npgsql;
using PeaceTracker.Data;
using PeaceTracker.Data.History;

namespace PeaceTracker.Web.Hosting;

/// <summary><c>copy-to</c>: the store of SQLite, as it is, into an empty database of PostgreSQL, and the proof that both are one.</summary>
internal static class CopyCommand
{
    /// <inheritdoc cref="VerifyCommand.Of"/>
    /// <summary>Faults that are named: a store without its log has one for each record.</summary>
    private const int Named = 20;

    public static Command Of(Option<bool> json, Action<object> write)
    {
        var command = new Command("copy-to", "Copies the store of Database:File to the empty database of PostgreSQL that Database:Connection names, and compares every value of both. Exit code 0 done, 1 not done, 130 stopped; then the database has no row.");
        command.Does(async (given, cancellation) =>
        {
            var answer = given.GetValue(json) ? write : null;
            await using var from = Commands.Build("", settings: [$"--Database:Provider={DatabaseOptions.Sqlite}"]);
            var file = from.Services.GetRequiredService<DatabaseOptions>().File;
            if (!File.Exists(file))
                return Commands.Refuse($"There is no store {file} to copy. The setting Database:File names it.", answer);
            await using var to = Commands.Build("", settings: [$"--Database:Provider={DatabaseOptions.Postgres}", "--Database:Migrate=true"]);
            to.Services.GetRequiredService<ReadOnlyMark>().Lift();
            await using var source = from.Services.CreateAsyncScope();
            await source.ServiceProvider.GetRequiredService<DatabaseSetup>().RunAsync(cancellation);
            await using var target = to.Services.CreateAsyncScope();
            await target.ServiceProvider.GetRequiredService<DatabaseSetup>().RunAsync(cancellation);
            using var progress = new ProgressLine(to.Services.GetRequiredService<TimeProvider>());
            try
            {
                var copy = await StoreCopy.RunAsync(
                    source.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>(),
                    target.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>(),
                    target.ServiceProvider.GetRequiredService<StoreCheck>(),
                    (doing, done) => progress.Tell(doing, done, 0),
                    cancellation);
                if (copy.Faults.Count > 0)
                {
                    var more = copy.Faults.Count > Named ? FormattableString.Invariant($" The first {Named} of {copy.Faults.Count:#,0} faults:") : "";
                    return Commands.Refuse($"The copy is not whole, and was not kept.{more}\n{string.Join('\n', copy.Faults.Take(Named))}\n`verify` says whether the store itself is.", answer);
                }

                var database = new NpgsqlConnectionStringBuilder(to.Services.GetRequiredService<DatabaseOptions>().Connection).Database;
                if (answer is not null)
                    answer(new { database, tables = copy.Tables, rows = copy.Rows, entries = copy.Entries });
                else
                    Console.Out.WriteLine(FormattableString.Invariant($"Copied to the database {database}: {copy.Rows:#,0} rows of {copy.Tables} tables, with {copy.Entries:#,0} entries of the log. Every value of both is the same, and the copy is whole. From now on let Database:Provider say {DatabaseOptions.Postgres}; the key of the log stays where it is."));
                return 0;
            }
            catch (StoreCopyException error)
            {
                return Commands.Refuse(error.Message, answer);
            }
        });
        return command;
    }
}
