using System.CommandLine;
using PeaceTracker.Data;

namespace PeaceTracker.Web.Hosting;

/// <summary><c>backup</c> and <c>restore</c>: a whole copy of the store that is known to be one, and back again.</summary>
internal static class BackupCommands
{
    /// <inheritdoc cref="VerifyCommand.Of"/>
    public static Command Backup(Option<bool> json, Func<CancellationToken, Task<WebApplication>> open, Action<object> write)
    {
        var folder = new Option<string>("--out") { Description = "The folder in which the backup gets a folder of its own; made where it is not there.", Required = true };
        var keep = new Option<int?>("--keep") { Description = "Leaves so many of the newest backups in the folder and removes older ones, when this one is done." };
        keep.Validators.Add(given =>
        {
            if (given.GetValue(keep) is < 1)
                given.AddError("--keep takes a number from 1.");
        });
        var command = new Command("backup", "Copies the store as of one moment, checks the copy as verify does, and only then gives it its name. The site may run. Exit code 0 done, 1 not done, 130 stopped; then there is no new backup.") { folder, keep };
        command.Does(async (given, cancellation) =>
        {
            await using var app = await open(cancellation);
            await using var scope = app.Services.CreateAsyncScope();
            using var progress = new ProgressLine(app.Services.GetRequiredService<TimeProvider>());
            var (made, manifest) = await scope.ServiceProvider.GetRequiredService<Backups>().TakeAsync(Path.GetFullPath(given.GetRequiredValue(folder)), given.GetValue(keep), (doing, done) => progress.Tell(doing, done, 0), cancellation);
            if (given.GetValue(json))
            {
                write(new { folder = made, manifest });
            }
            else
            {
                Console.Out.WriteLine(FormattableString.Invariant($"{made}: {manifest.Bytes:#,0} bytes, verified: {manifest.Entries:#,0} entries of the log, {manifest.Records:#,0} records, {manifest.Codings:#,0} rows of the matrix."));
                Console.Out.WriteLine($"The key of the log is not in it ({app.Services.GetRequiredService<DatabaseOptions>().Key}, fingerprint {manifest.Key}): keep a copy of it in another place. It never changes.");
            }

            return 0;
        });
        return command;
    }

    /// <inheritdoc cref="VerifyCommand.Of"/>
    public static Command Restore(Option<bool> json, Action<object> write)
    {
        var folder = new Argument<string>("folder") { Description = "The folder of one backup." };
        var key = new Option<string?>("--key") { Description = "The key of its log, which is put where the settings say; needed where it does not lie there." };
        var command = new Command("restore", "Puts a backup where the settings say the store is, and where there is none, after checking it as verify does. The site must not run. Exit code 0 done, 1 not done, 130 stopped; then there is no store.") { folder, key };
        command.Does(async (given, cancellation) =>
        {
            await using var app = Commands.Build("", settings: ["--Database:Migrate=true"]);
            app.Services.GetRequiredService<ReadOnlyMark>().Lift();
            using var progress = new ProgressLine(app.Services.GetRequiredService<TimeProvider>());
            try
            {
                var manifest = await Backups.RestoreAsync(
                    Path.GetFullPath(given.GetRequiredValue(folder)), given.GetValue(key) is { } file ? Path.GetFullPath(file) : null, app.Services, (doing, done) => progress.Tell(doing, done, 0), cancellation);
                var options = app.Services.GetRequiredService<DatabaseOptions>();
                if (given.GetValue(json))
                    write(new { provider = options.Provider, manifest });
                else
                    Console.Out.WriteLine(FormattableString.Invariant($"The store is as it was on {manifest.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: {manifest.Entries:#,0} entries of the log, {manifest.Records:#,0} records. Everybody has to sign in again. Accounts, passwords, passkeys and tokens are as they were then: take away again what was taken away since."));
                return 0;
            }
            catch (StoreCopyException error)
            {
                return Commands.Refuse(error.Message, given.GetValue(json) ? write : null);
            }
        });
        return command;
    }
}
