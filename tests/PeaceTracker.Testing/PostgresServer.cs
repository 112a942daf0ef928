using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PeaceTracker.Testing;

/// <summary>
/// A PostgreSQL of its own for the tests of one run, on loopback, with its files in a temporary folder: started when it is first asked for, and
/// stopped with the run. What it has to outlive is nothing, so it waits for no disk.
/// </summary>
public static class PostgresServer
{
    private static readonly Lazy<Task<Running>> Server = new(StartAsync);
    private static int databases;

    /// <summary>The variable of the environment that has stores made on PostgreSQL.</summary>
    public static bool IsWanted { get; } = Environment.GetEnvironmentVariable("PEACETRACKER_TEST_STORE") == "PostgreSQL";

    /// <summary>A new database, without a table: how it is reached.</summary>
    public static async Task<string> NewAsync()
    {
        var server = await Server.Value;
        var name = FormattableString.Invariant($"test_{Interlocked.Increment(ref databases)}");
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        return server.To(name);
    }

    /// <summary>Removes a database, whoever is connected.</summary>
    public static async Task DropAsync(string connection)
    {
        await using (var pool = new NpgsqlConnection(connection))
            NpgsqlConnection.ClearPool(pool);
        await ExecuteAsync(await Server.Value, $"DROP DATABASE {new NpgsqlConnectionStringBuilder(connection).Database} WITH (FORCE)");
    }

    private static async Task ExecuteAsync(Running server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.To("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<Running> StartAsync()
    {
        var programs = Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => folder, StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin")).First();
        var folder = Directory.CreateTempSubdirectory("peacetracker-postgres-").FullName;
        // It refuses to run as root.
        var asRoot = Environment.UserName == "root";
        if (asRoot)
            await RunAsync("chown", "postgres", folder);
        var data = Path.Combine(folder, "data");
        await RunAsync(Own("initdb"), [.. Arguments("initdb"), "--pgdata", data, "--username", "peacetracker", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]);
        var port = FreePort();
        string[] settings = ["-D", data, "-p", FormattableString.Invariant($"{port}"), "-k", folder, "-h", "127.0.0.1", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=300", "-c", "log_min_messages=fatal", "-c", "log_min_error_statement=panic"];
        var process = Process.Start(new ProcessStartInfo(Own("postgres"), [.. Arguments("postgres"), .. settings]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var running = new Running(port);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            using (process)
            {
                // SIGQUIT: at once, nothing is to be kept.
                Process.Start("kill", ["-QUIT", File.ReadLines(Path.Combine(data, "postmaster.pid")).First()]).WaitForExit();
                process.WaitForExit(TimeSpan.FromSeconds(10));
            }

            Directory.Delete(folder, recursive: true);
        };
        for (var tries = 0; ; tries++)
        {
            try
            {
                await ExecuteAsync(running, "SELECT 1");
                return running;
            }
            catch (NpgsqlException) when (tries < 100 && !process.HasExited)
            {
                await Task.Delay(100);
            }
        }

        string Own(string program) => asRoot ? "runuser" : Path.Combine(programs, program);

        string[] Arguments(string program) => asRoot ? ["-u", "postgres", "--", Path.Combine(programs, program)] : [];
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {await output}{await error}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record Running(int Port)
    {
        public string To(string database) => FormattableString.Invariant($"Host=127.0.0.1;Port={Port};Username=peacetracker;Database={database};Include Error Detail=true");
    }
}
