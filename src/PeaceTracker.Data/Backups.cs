using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.History;

namespace PeaceTracker.Data;

/// <summary>A backup cannot be made or used, and nothing was changed. The message is for the operator.</summary>
public sealed class BackupException(string message) : Exception(message);

/// <summary>What a backup says of itself, as JSON in <c>manifest.json</c>.</summary>
/// <param name="Form">Which form of this file it is; 1.</param>
/// <param name="MadeAt">When it was begun, in UTC.</param>
/// <param name="Provider">Who kept the data: one of the values of <see cref="DatabaseOptions.Provider"/>.</param>
/// <param name="Migration">The last change of form the store had.</param>
/// <param name="Bytes">Size of the store.</param>
/// <param name="Entries">Entries of the revision log.</param>
/// <param name="Head">Number and seal of its last entry, as <c>verify --head</c> takes them; null where nobody has changed anything.</param>
/// <param name="Records">Records that were checked against the log.</param>
/// <param name="Codings">Rows of the matrix.</param>
/// <param name="Key">Fingerprint of the key that seals the log, which is no part of the backup.</param>
public sealed record BackupManifest(int Form, DateTimeOffset MadeAt, string Provider, string Migration, long Bytes, long Entries, string? Head, int Records, int Codings, string Key);

/// <summary>
/// Whole copies of the store as of one moment, each in a folder of its own: the store as a file of SQLite, whichever provider keeps it, what it says of
/// itself, and checksums of both as <c>sha256sum --check</c> reads them. A backup that is not whole is never left under a name that says it is.
/// </summary>
public sealed class Backups(PeaceTrackerDbContext db, DatabaseOptions options, RevisionKey key, TimeProvider clock)
{
    /// <summary>The files of a backup.</summary>
    public const string Store = "peacetracker.db", Manifest = "manifest.json", Sums = "SHA256SUMS";

    private const string Prefix = "peacetracker-", Stamp = "yyyyMMdd'T'HHmmss'Z'", Unfinished = ".part";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>When the backups in a folder were made, oldest first, with their folders.</summary>
    public static IReadOnlyList<(DateTimeOffset At, string Folder)> In(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateDirectories(folder, Prefix + "*")
            .Select(path => (Is: DateTimeOffset.TryParseExact(Path.GetFileName(path)[Prefix.Length..], Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at), At: at, path))
            .Where(backup => backup.Is).Select(backup => (backup.At, backup.path)).OrderBy(backup => backup.At),
    ];

    /// <summary>Makes one, checks it as <c>verify</c> does, and only then gives it its name. Others read and write meanwhile.</summary>
    /// <param name="folder">Where the folder of the backup is made; made where it is not there.</param>
    /// <param name="keep">Backups that are left there when it is done, the newest; null for all.</param>
    /// <param name="progress">Is told what is being done, and how far it is.</param>
    /// <returns>Its folder, and what it says of itself.</returns>
    /// <exception cref="BackupException">Another backup is being made there, or the store is not whole: then the message says what is wrong with it.</exception>
    public async Task<(string Folder, BackupManifest Manifest)> TakeAsync(string folder, int? keep, Action<string, long> progress, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        using var alone = FileLock.TryTake(Path.Combine(folder, ".lock")) ?? throw new BackupException($"Another backup is being made in {folder}.");
        // Left by one that was killed.
        foreach (var left in Directory.EnumerateDirectories(folder, Prefix + "*" + Unfinished))
            Directory.Delete(left, recursive: true);
        var at = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        var made = Path.Combine(folder, Prefix + at.ToString(Stamp, CultureInfo.InvariantCulture));
        if (Directory.Exists(made))
            throw new BackupException($"There is a backup of this second already: {made}.");
        var unfinished = made + Unfinished;
        CreatePrivate(unfinished);
        try
        {
            var file = Path.Combine(unfinished, Store);
            progress("Copying the store", 0);
            if (!await db.Provider.WriteFileAsync(file, cancellation))
                await CopyRowsAsync(file, progress, cancellation);
            var (verdict, migration) = await CheckAsync(file, progress, cancellation);
            if (!verdict.IsWhole)
                throw new BackupException(Faults("The store is not whole, and no backup was made of it. `verify` says the same of the store itself.", verdict));
            var head = verdict.Log.Head is { } last ? FormattableString.Invariant($"{last.Count}:{last.Last}") : null;
            var manifest = new BackupManifest(1, at, options.IsFile ? DatabaseOptions.Sqlite : DatabaseOptions.Postgres, migration, new FileInfo(file).Length, verdict.Log.Count, head, verdict.Records, verdict.Codings, key.Fingerprint);
            await File.WriteAllTextAsync(Path.Combine(unfinished, Manifest), JsonSerializer.Serialize(manifest, Json) + "\n", cancellation);
            await File.WriteAllTextAsync(Path.Combine(unfinished, Sums), await SumsAsync(unfinished, progress, cancellation), cancellation);
            foreach (var part in new[] { Store, Manifest, Sums })
                DurableFiles.Flush(Path.Combine(unfinished, part));
            DurableFiles.Flush(unfinished);
            Directory.Move(unfinished, made);
            DurableFiles.Flush(folder);
            foreach (var (_, old) in In(folder).SkipLast(keep ?? int.MaxValue))
                Directory.Delete(old, recursive: true);
            return (made, manifest);
        }
        catch when (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
            throw;
        }
    }

    /// <summary>
    /// Puts a backup where the settings say the store is, and where there is none: the file of SQLite, or an empty database of PostgreSQL. It is brought
    /// to the form this program needs and checked beforehand. Sessions and one-time links of its time end; accounts, passwords, passkeys and tokens are as they were.
    /// </summary>
    /// <param name="folder">The folder of the backup.</param>
    /// <param name="keyFile">The key of its log, which is put where the settings say; null where it lies there already.</param>
    /// <exception cref="BackupException">It is not whole, or there is something where it would go.</exception>
    public static async Task<BackupManifest> RestoreAsync(string folder, string? keyFile, IServiceProvider site, Action<string, long> progress, CancellationToken cancellation)
    {
        var options = site.GetRequiredService<DatabaseOptions>();
        var manifest = await ReadAsync(folder, progress, cancellation);
        Directory.CreateDirectory(Path.GetDirectoryName(options.File)!);
        using var alone = FileLock.TryTake(options.File + ".lock") ?? throw new BackupException($"A site serves {options.File}. Stop it first.");
        if (options.IsFile && Beside(options.File).FirstOrDefault(File.Exists) is { } there)
            throw new BackupException($"{there} is there already, and nothing is written over. Move all of {string.Join(", ", Beside(options.File).Select(Path.GetFileName))} away together, or let Database:File name another file.");
        await PutKeyAsync(keyFile, options, manifest, cancellation);
        var temporary = Path.Combine(Path.GetDirectoryName(options.File)!, Path.GetFileName(options.File) + ".restoring");
        if (Directory.Exists(temporary))
            Directory.Delete(temporary, recursive: true);
        CreatePrivate(temporary);
        try
        {
            var file = Path.Combine(temporary, Store);
            File.Copy(Path.Combine(folder, Store), file);
            await using (var copy = On(file, options.Key, site.GetRequiredService<TimeProvider>()))
            {
                await using var scope = copy.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RunAsync(cancellation);
                var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
                await db.Sessions.ExecuteDeleteAsync(cancellation);
                await db.OneTimeTokens.ExecuteDeleteAsync(cancellation);
                var verdict = await scope.ServiceProvider.GetRequiredService<StoreCheck>().RunAsync(RevisionHead.Read(manifest.Head), (part, done) => progress($"Checking {part}", done), cancellation);
                if (!verdict.IsWhole)
                    throw new BackupException(Faults("The backup is not whole, and was not restored.", verdict));
                if (!options.IsFile)
                    await CopyToServerAsync(db, site, progress, cancellation);
            }

            if (options.IsFile)
            {
                // One file that stands by itself.
                await CloseAsync(file, cancellation);
                DurableFiles.Flush(file);
                PrivateFile.Make(file);
                File.Move(file, options.File);
            }

            DurableFiles.Flush(Path.GetDirectoryName(options.File)!);
            return manifest;
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>What a backup says of itself, when its files are as they were written.</summary>
    /// <exception cref="BackupException">They are not, or it is none.</exception>
    private static async Task<BackupManifest> ReadAsync(string folder, Action<string, long> progress, CancellationToken cancellation)
    {
        foreach (var part in new[] { Store, Manifest, Sums })
        {
            if (!File.Exists(Path.Combine(folder, part)))
                throw new BackupException($"{folder} is no whole backup: {part} is not in it.");
        }

        if (await File.ReadAllTextAsync(Path.Combine(folder, Sums), cancellation) != await SumsAsync(folder, progress, cancellation))
            throw new BackupException($"The files in {folder} are not as they were written: {Sums} says otherwise. Take another backup.");
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllTextAsync(Path.Combine(folder, Manifest), cancellation), Json);
            return manifest is { Form: 1 } ? manifest : throw new BackupException($"{Manifest} in {folder} is of a form that this program does not know: a newer one made it.");
        }
        catch (JsonException error)
        {
            throw new BackupException($"{Manifest} in {folder} cannot be read: {error.Message}");
        }
    }

    private static async Task PutKeyAsync(string? keyFile, DatabaseOptions options, BackupManifest manifest, CancellationToken cancellation)
    {
        var from = keyFile ?? options.Key;
        if (!File.Exists(from))
            throw new BackupException($"There is no key of the log in {from}. Name the copy you keep with --key: without it nothing could be written to the store, and nobody could tell whether it is whole.");
        var key = new RevisionKey(new() { Key = from });
        if (key.Fingerprint != manifest.Key)
            throw new BackupException($"{from} is not the key of this backup: its fingerprint is {key.Fingerprint}, and has to be {manifest.Key}.");
        if (!File.Exists(options.Key))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(options.Key)!);
            RevisionKey.Write(options.Key, key.Bytes);
        }
        else if (!(await File.ReadAllBytesAsync(options.Key, cancellation)).SequenceEqual(key.Bytes))
        {
            throw new BackupException($"{options.Key} is there already, and another key. Move it away: it belongs to another store.");
        }
    }

    private static async Task CopyToServerAsync(PeaceTrackerDbContext from, IServiceProvider site, Action<string, long> progress, CancellationToken cancellation)
    {
        await using var scope = site.CreateAsyncScope();
        var to = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RunAsync(cancellation);
        var copy = await StoreCopy.RunAsync(from, to, scope.ServiceProvider.GetRequiredService<StoreCheck>(), progress, cancellation);
        if (copy.Faults.Count > 0)
            throw new BackupException($"What came into the database is not what the backup says, and was not kept. {copy.Faults[0]}");
    }

    /// <summary>A store of PostgreSQL becomes a file: each value of both is compared.</summary>
    private async Task CopyRowsAsync(string file, Action<string, long> progress, CancellationToken cancellation)
    {
        await using (var copy = On(file, options.Key, clock))
        {
            await using var scope = copy.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().RunAsync(cancellation);
            var made = await StoreCopy.RunAsync(db, scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>(), scope.ServiceProvider.GetRequiredService<StoreCheck>(), progress, cancellation);
            if (made.Faults.Count > 0)
                throw new BackupException($"No backup was made: {made.Faults[0]}");
        }

        await CloseAsync(file, cancellation);
    }

    /// <returns>What was found, and the last change of form the store had.</returns>
    private async Task<(StoreVerdict Verdict, string Migration)> CheckAsync(string file, Action<string, long> progress, CancellationToken cancellation)
    {
        await using var copy = On(file, options.Key, clock);
        await using var scope = copy.CreateAsyncScope();
        var verdict = await scope.ServiceProvider.GetRequiredService<StoreCheck>().RunAsync(null, (part, done) => progress($"Checking {part}", done), cancellation);
        return (verdict, (await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Database.GetAppliedMigrationsAsync(cancellation)).Last());
    }

    private static ServiceProvider On(string file, string key, TimeProvider clock) => new ServiceCollection().AddLogging().AddSingleton(clock)
        .AddPeaceTrackerData(new() { File = file, Key = key, Seeds = "", Pooled = false }, "/").BuildServiceProvider();

    /// <summary>Moves what stands in the log beside the file into it, and leaves it alone.</summary>
    private static async Task CloseAsync(string file, CancellationToken cancellation)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = DELETE";
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<string> SumsAsync(string folder, Action<string, long> progress, CancellationToken cancellation)
    {
        var lines = "";
        foreach (var part in new[] { Store, Manifest })
        {
            progress($"Reading {part}", 0);
            await using var stream = File.OpenRead(Path.Combine(folder, part));
            lines += $"{Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation))}  {part}\n";
        }

        return lines;
    }

    /// <summary>The store holds drafts, and names of those who work on the record.</summary>
    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    internal static string[] Beside(string file) => [file, file + "-wal", file + "-shm"];

    private static string Faults(string words, StoreVerdict verdict) => words + "\n" + string.Join('\n', verdict.Faults.Take(20).Select(fault => $"{fault.Part}: {fault.What}"));
}
