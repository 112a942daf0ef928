using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PeaceTracker.Testing;

/// <summary>A PostgreSQL on loopback, with its files in a temporary folder, as Debian's package brings it.</summary>
public sealed class PostgresProgram : IAsyncDisposable
{
    /// <summary>It refuses to run as root.</summary>
    private static readonly bool AsRoot = Environment.UserName == "root";

    private static readonly Lazy<string> Programs = new(() =>
        Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => folder, StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin")).First());

    private readonly string folder;
    private readonly Process process;

    private PostgresProgram(string folder, Process process, int port) => (this.folder, this.process, Port) = (folder, process, port);

    public int Port { get; }

    private static string Data(string folder) => Path.Combine(folder, "data");

    /// <summary>A new one, without a database of its own.</summary>
    /// <param name="settings">Of the server, such as "fsync=off".</param>
    public static async Task<PostgresProgram> NewAsync(params IEnumerable<string> settings)
    {
        var folder = await FolderAsync();
        await RunAsync("initdb", "--pgdata", Data(folder), "--username", "peacetracker", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync");
        return await StartAsync(folder, settings);
    }

    /// <summary>A standby of this one, which follows it.</summary>
    public async Task<PostgresProgram> StandbyAsync(params IEnumerable<string> settings)
    {
        var other = await FolderAsync();
        await RunAsync("pg_basebackup", "--pgdata", Data(other), "--dbname", FormattableString.Invariant($"host=127.0.0.1 port={Port} user=peacetracker"), "--write-recovery-conf", "--wal-method", "stream", "--checkpoint", "fast", "--no-sync");
        return await StartAsync(other, settings);
    }

    /// <summary>How a database of it is reached.</summary>
    public string To(string database) => FormattableString.Invariant($"Host=127.0.0.1;Port={Port};Username=peacetracker;Database={database};Include Error Detail=true");

    public async Task<string?> AskAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(To(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (await command.ExecuteScalarAsync())?.ToString();
    }

    /// <summary>As a machine that loses its power: nothing is written any more, and nobody is told.</summary>
    public Task KillAsync() => EndAsync("-KILL");

    public async ValueTask DisposeAsync()
    {
        // At once: nothing is to be kept.
        await EndAsync("-QUIT");
        process.Dispose();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private async Task EndAsync(string signal)
    {
        var file = Path.Combine(Data(folder), "postmaster.pid");
        if (process.HasExited || !File.Exists(file))
            return;
        using (var kill = Process.Start("kill", [signal, File.ReadLines(file).First()]))
            await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await process.WaitForExitAsync(patience.Token);
    }

    private static async Task<string> FolderAsync()
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-postgres-").FullName;
        if (AsRoot)
            await FinishAsync(new("chown", ["postgres", folder]));
        return folder;
    }

    private static async Task<PostgresProgram> StartAsync(string folder, IEnumerable<string> settings)
    {
        var port = FreePort();
        string[] all = [.. settings, "log_min_messages=fatal", "log_min_error_statement=panic"];
        var process = Process.Start(Command("postgres", ["-D", Data(folder), "-p", FormattableString.Invariant($"{port}"), "-k", folder, "-h", "127.0.0.1", .. all.SelectMany(setting => new[] { "-c", setting })]))!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var server = new PostgresProgram(folder, process, port);
        for (var tries = 0; ; tries++)
        {
            try
            {
                await server.AskAsync("postgres", "SELECT 1");
                return server;
            }
            catch (NpgsqlException) when (tries < 200 && !process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    private static Task RunAsync(string program, params string[] arguments) => FinishAsync(Command(program, arguments));

    private static ProcessStartInfo Command(string program, string[] arguments)
    {
        program = Path.Combine(Programs.Value, program);
        return new(AsRoot ? "runuser" : program, AsRoot ? ["-u", "postgres", "--", program, .. arguments] : arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
    }

    private static async Task FinishAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)}: {await output}{await error}");
    }

    /// <summary>One that nothing listens on just now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
