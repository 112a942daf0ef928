using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>The store is copied while it is used, and comes back as it was: on the same provider and on the other.</summary>
public sealed class BackupCommandTests : IAsyncLifetime
{
    private readonly PeaceTrackerApp app = new();

    private static readonly string[] Files = ["peacetracker.db", "manifest.json", "SHA256SUMS"];

    /// <summary>Ended by a restore.</summary>
    private static readonly string[] Ended = ["Sessions", "OneTimeTokens"];

    private readonly string folder = Directory.CreateTempSubdirectory("peacetracker-backup-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Key => Path.Combine(Path.GetDirectoryName(app.DatabaseFile)!, "revision.key");

    public ValueTask InitializeAsync()
    {
        // The site runs.
        Assert.NotNull(app.Services);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_was_backed_up_comes_back_and_nothing_that_came_after_it()
    {
        await FillAsync();
        var (code, made, manifest) = await BackupAsync();
        Assert.Equal(0, code);
        Assert.Equal(Files.Order(StringComparer.Ordinal), Directory.EnumerateFileSystemEntries(made).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.Equal(0, await OtherToolAsync("sha256sum", made, "--check", "--strict", "SHA256SUMS"));
        Assert.Equal(manifest.GetProperty("bytes").GetInt64(), new FileInfo(Path.Combine(made, "peacetracker.db")).Length);
        Assert.Equal("SQLite", manifest.GetProperty("provider").GetString());
        // Drafts and names of people are in it.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(made));
        Assert.Empty(await DifferencesAsync(app.DatabaseFile, Path.Combine(made, "peacetracker.db"), []));
        Assert.Equal(0, (await RunAsync(Store(), "verify", "--head", manifest.GetProperty("head").GetString()!)).Code);

        await app.Services.SaveAsync(await app.Services.AddAccountAsync(["Editor"]), new() { Summary = "Said after the backup." });
        var restored = Path.Combine(folder, "elsewhere", "restored.db");
        var (back, told) = await RunAsync(On(restored), "restore", made, "--key", Key);
        Assert.Equal((0, ""), (back, back == 0 ? "" : told));
        Assert.Contains("Everybody has to sign in again", told, StringComparison.Ordinal);
        Assert.Equal(["restored.db", "restored.db.lock", "revision.key"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(restored)!).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(Path.Combine(Path.GetDirectoryName(restored)!, "revision.key")));
        Assert.Empty(await DifferencesAsync(Path.Combine(made, "peacetracker.db"), restored, Ended));
        Assert.NotEmpty(await DifferencesAsync(app.DatabaseFile, restored, Ended));
        foreach (var table in Ended)
            Assert.Equal((true, 0L), (await CountAsync(app.DatabaseFile, table) > 0, await CountAsync(restored, table)));
        Assert.Equal(0, (await RunAsync(On(restored), "verify")).Code);
        await using var site = await SiteProcess.StartAsync(restored);
        Assert.Contains("Says that neutrality may be discussed.", await site.Client.GetStringAsync("/ukraine/statements?q=neutrality", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_of_PostgreSQL_is_backed_up_as_the_same_file_and_comes_back_to_either()
    {
        await FillAsync();
        var (server, other) = (await PostgresServer.NewAsync(), await PostgresServer.NewAsync());
        try
        {
            Assert.Equal(0, (await RunAsync(Store(server), "copy-to")).Code);
            var (code, made, manifest) = await BackupAsync(server);
            Assert.Equal((0, "PostgreSQL"), (code, manifest.GetProperty("provider").GetString()));
            // But for what the server keeps as JSON of its own, whose names stand in another order.
            Assert.Empty(await DifferencesAsync(app.DatabaseFile, Path.Combine(made, "peacetracker.db"), ["AspNetUserPasskeys"]));
            var restored = Path.Combine(folder, "restored.db");
            Assert.Equal(0, (await RunAsync(On(restored), "restore", made, "--key", Key)).Code);
            Assert.Equal(0, (await RunAsync(On(restored), "verify", "--head", manifest.GetProperty("head").GetString()!)).Code);
            Assert.Empty(await DifferencesAsync(Path.Combine(made, "peacetracker.db"), restored, Ended));

            var there = new Dictionary<string, string>(On(Path.Combine(folder, "key", "none.db"))) { ["Database:Provider"] = "PostgreSQL", ["Database:Connection"] = other };
            // While it is closed too: the store that is made is the one thing written.
            Assert.Equal(0, (await RunAsync(there, "read-only", "--because", "It is restored")).Code);
            var (back, told) = await RunAsync(there, "restore", made, "--key", Key);
            Assert.Equal((0, ""), (back, back == 0 ? "" : told));
            Assert.Equal(0, (await RunAsync(there, "verify", "--head", manifest.GetProperty("head").GetString()!)).Code);
            // Taken again, it is the file it was.
            Assert.Equal(0, (await RunAsync(there, "backup", "--out", Path.Combine(folder, "again"))).Code);
            Assert.Empty(await DifferencesAsync(Path.Combine(made, "peacetracker.db"), Path.Combine(Assert.Single(Directory.EnumerateDirectories(Path.Combine(folder, "again"))), "peacetracker.db"), Ended));
            var (twice, refused) = await RunAsync(there, "restore", made);
            Assert.Equal(1, twice);
            Assert.Contains("The database is not empty", refused, StringComparison.Ordinal);
        }
        finally
        {
            await PostgresServer.DropAsync(server);
            await PostgresServer.DropAsync(other);
        }
    }

    [Fact]
    public async Task A_backup_of_which_any_bit_is_another_is_refused_and_leaves_nothing()
    {
        var (_, made, _) = await BackupAsync();
        // A seed, so that a failure can be looked at.
        var random = new Random(20261129);
        foreach (var file in Files)
        {
            for (var round = 0; round < 2; round++)
            {
                var path = Path.Combine(made, file);
                var bytes = await File.ReadAllBytesAsync(path, Cancellation);
                var (at, bit) = (random.Next(bytes.Length), random.Next(8));
                bytes[at] ^= (byte)(1 << bit);
                await File.WriteAllBytesAsync(path, bytes, Cancellation);
                await RefusedAsync($"{file}, byte {at}, bit {bit}", "not as they were written", made);
                bytes[at] ^= (byte)(1 << bit);
                await File.WriteAllBytesAsync(path, bytes, Cancellation);
            }
        }

        foreach (var file in Files)
        {
            File.Move(Path.Combine(made, file), Path.Combine(folder, "away"));
            await RefusedAsync(file, $"{file} is not in it", made);
            File.Move(Path.Combine(folder, "away"), Path.Combine(made, file));
        }

        await using (var stream = new FileStream(Path.Combine(made, "peacetracker.db"), FileMode.Open))
            stream.SetLength(stream.Length - 1);
        await RefusedAsync("cut off", "not as they were written", made);
        await RefusedAsync("nothing", "is no whole backup", folder);
    }

    [Fact]
    public async Task A_backup_with_right_sums_and_other_words_is_refused_as_well()
    {
        await FillAsync();
        var (_, made, _) = await BackupAsync();
        var store = Path.Combine(made, "peacetracker.db");
        await AskAsync(store, "UPDATE Statements SET Summary = 'Other words.' WHERE Number = 36");
        await SumAsync(made);
        await RefusedAsync("other words", "The backup is not whole", made);

        (_, made, _) = await BackupAsync();
        await AskAsync(Path.Combine(made, "peacetracker.db"), "INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_Later', '99.0.0')");
        await SumAsync(made);
        await RefusedAsync("newer", "99990101000000_Later", made);

        (_, made, _) = await BackupAsync();
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(made, "manifest.json"), Cancellation))!;
        manifest["form"] = 2;
        await File.WriteAllTextAsync(Path.Combine(made, "manifest.json"), manifest.ToJsonString(), Cancellation);
        await SumAsync(made);
        await RefusedAsync("other form", "a newer one made it", made);
    }

    [Fact]
    public async Task Nothing_is_written_over_and_no_log_goes_on_with_another_key()
    {
        var (_, made, _) = await BackupAsync();
        await RefusedAsync("no key", "There is no key of the log", made, key: null);
        var other = Path.Combine(folder, "other.key");
        await File.WriteAllBytesAsync(other, RandomNumberGenerator.GetBytes(32), Cancellation);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(other, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await RefusedAsync("another key", "is not the key of this backup", made, other);

        var (running, said) = await RunAsync(Store(), "restore", made);
        Assert.Equal(1, running);
        Assert.Contains("Stop it first", said, StringComparison.Ordinal);
        foreach (var beside in new[] { "", "-wal", "-shm" })
        {
            var file = Path.Combine(folder, "there.db");
            await File.WriteAllTextAsync(file + beside, "A letter.", Cancellation);
            var (there, told) = await RunAsync(On(file), "restore", made, "--key", Key);
            Assert.Equal(1, there);
            Assert.Contains("is there already, and nothing is written over", told, StringComparison.Ordinal);
            Assert.Equal("A letter.", await File.ReadAllTextAsync(file + beside, Cancellation));
            File.Delete(file + beside);
        }
    }

    [Fact]
    public async Task No_backup_is_made_of_a_store_that_is_not_whole_and_so_many_are_left_as_one_wants()
    {
        await using var other = new PeaceTrackerApp();
        await other.Services.AmendAsync(await other.Services.AddAccountAsync(["Editor"]), 36, "A reason.", new());
        var on = On(other.DatabaseFile);
        var target = Path.Combine(folder, "kept");
        for (var time = 0; time < 3; time++)
        {
            Assert.Equal(0, (await RunAsync(on, "backup", "--out", target, "--keep", "2")).Code);
            // What others keep there is theirs.
            Directory.CreateDirectory(Path.Combine(target, "peacetracker-of-mine"));
            Directory.CreateDirectory(Path.Combine(target, FormattableString.Invariant($"peacetracker-2020010{time + 1}T000000Z.part")));
        }

        var left = Directory.EnumerateDirectories(target).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(4, left.Count);
        Assert.All(left.Take(1), name => Assert.Equal("peacetracker-20200103T000000Z.part", name));
        Assert.Equal("peacetracker-of-mine", left[^1]);

        await AskAsync(other.DatabaseFile, "UPDATE Statements SET Summary = 'Other words.' WHERE Number = 36");
        var (code, told) = await RunAsync(on, "backup", "--out", target, "--keep", "2");
        Assert.Equal(1, code);
        Assert.Contains("The store is not whole, and no backup was made of it", told, StringComparison.Ordinal);
        Assert.Contains("36", told, StringComparison.Ordinal);
        Assert.Equal(left[1..], Directory.EnumerateDirectories(target).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        using (new FileStream(Path.Combine(target, ".lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Assert.Contains("Another backup is being made", (await RunAsync(on, "backup", "--out", target)).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(on, "backup", "--out", target, "--keep", "0")).Code);
    }

    [Fact]
    public async Task A_site_makes_its_backups_when_they_are_due()
    {
        await using var other = new PeaceTrackerApp { Settings = new Dictionary<string, string> { ["Backup:Folder"] = Path.Combine(folder, "due"), ["Backup:Hours"] = "6", ["Backup:Keep"] = "2" } };
        var start = PeaceTrackerApp.Start;
        Assert.NotNull(other.Services);
        await UntilAsync([start]);
        other.Clock.Advance(TimeSpan.FromHours(5));
        other.Clock.Advance(TimeSpan.FromHours(1));
        await UntilAsync([start, start.AddHours(6)]);
        other.Clock.Advance(TimeSpan.FromHours(6));
        await UntilAsync([start.AddHours(6), start.AddHours(12)]);

        async Task UntilAsync(IReadOnlyList<DateTimeOffset> expected)
        {
            for (var look = 0; look < 600 && !Backups.In(Path.Combine(folder, "due")).Select(backup => backup.At).SequenceEqual(expected); look++)
                await Task.Delay(100, Cancellation);
            Assert.Equal(expected, Backups.In(Path.Combine(folder, "due")).Select(backup => backup.At));
        }
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private async Task FillAsync()
    {
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        using var client = await app.SignInAsync(editor);
        await app.Services.AddDeskRowsAsync(editor);
        await app.Services.AddPasskeyAsync(editor);
        await app.Services.PublishAsync(await app.Services.AddAccountAsync(["Reviewer"]), await app.Services.SubmitAsync(editor, new() { Quote = "Ми не торгуємо курсом." }));
        await app.Services.AmendAsync(editor, 36, "A reason.", new());
        Assert.Equal(0, (await RunAsync(Store(), "user", "add", "--role", "Editor", "--name", "New")).Code);
    }

    private async Task<(int Code, string Folder, JsonElement Manifest)> BackupAsync(string? server = null)
    {
        var (code, output) = await RunAsync(Store(server), "backup", "--out", Path.Combine(folder, Guid.NewGuid().ToString("N")), "--json");
        Assert.Equal((0, ""), (code, code == 0 ? "" : output));
        using var answer = JsonDocument.Parse(output);
        return (code, answer.RootElement.GetProperty("folder").GetString()!, answer.RootElement.GetProperty("manifest").Clone());
    }

    private async Task RefusedAsync(string what, string words, string backup, string? key = "")
    {
        var target = Path.Combine(folder, Guid.NewGuid().ToString("N"), "target.db");
        var (code, told) = await RunAsync(On(target), ["restore", backup, .. key is null ? Array.Empty<string>() : ["--key", key.Length == 0 ? Key : key]]);
        Assert.Equal((what, 1), (what, code));
        Assert.Contains(words, told, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", told, StringComparison.Ordinal);
        Assert.False(File.Exists(target), what);
        Assert.False(Directory.Exists(target + ".restoring"), what);
    }

    private Dictionary<string, string> Store(string? server = null)
    {
        var settings = On(app.DatabaseFile);
        if (server is not null)
            (settings["Database:Provider"], settings["Database:Connection"]) = ("PostgreSQL", server);
        return settings;
    }

    private static Dictionary<string, string> On(string file) => new() { ["Database:File"] = file };

    private static Task<(int Code, string Output)> RunAsync(Dictionary<string, string> settings, params string[] arguments) =>
        ProgramRun.OfAsync(settings, arguments, Cancellation);

    /// <summary>Rows that one of two stores has and the other has not, by SQL alone.</summary>
    /// <param name="apart">Tables that are not looked at.</param>
    private static async Task<List<string>> DifferencesAsync(string one, string other, string[] apart)
    {
        await using var connection = new SqliteConnection($"Data Source={one};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $"ATTACH '{other}' AS other";
        await command.ExecuteNonQueryAsync(Cancellation);
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%Index%' AND name NOT LIKE 'sqlite_stat%' AND name NOT LIKE '__EF%'";
        var tables = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync(Cancellation))
        {
            while (await reader.ReadAsync(Cancellation))
                tables.Add(reader.GetString(0));
        }

        Assert.InRange(tables.Count, 30, int.MaxValue);
        var differences = new List<string>();
        foreach (var table in tables.Except(apart))
        {
            command.CommandText = $"SELECT (SELECT count(*) FROM (SELECT * FROM main.\"{table}\" EXCEPT SELECT * FROM other.\"{table}\")) + (SELECT count(*) FROM (SELECT * FROM other.\"{table}\" EXCEPT SELECT * FROM main.\"{table}\"))";
            if (await command.ExecuteScalarAsync(Cancellation) is long rows and > 0)
                differences.Add(FormattableString.Invariant($"{table}: {rows}"));
        }

        return differences;
    }

    private static async Task<long> CountAsync(string file, string table)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private static async Task AskAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    /// <summary>As somebody who knows how would.</summary>
    private static async Task SumAsync(string made)
    {
        var start = new ProcessStartInfo("sha256sum", ["peacetracker.db", "manifest.json"]) { WorkingDirectory = made, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        await File.WriteAllTextAsync(Path.Combine(made, "SHA256SUMS"), await process.StandardOutput.ReadToEndAsync(Cancellation), Cancellation);
        await process.WaitForExitAsync(Cancellation);
    }

    private static async Task<int> OtherToolAsync(string tool, string at, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { WorkingDirectory = at, RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode;
    }
}
