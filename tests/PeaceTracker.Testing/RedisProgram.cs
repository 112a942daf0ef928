using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace PeaceTracker.Testing;

/// <summary>A Redis on loopback that keeps nothing on disk.</summary>
public sealed class RedisProgram : IAsyncDisposable
{
    private Process process;

    private RedisProgram(int port, Process process) => (Port, this.process) = (port, process);

    public int Port { get; }

    public static async Task<RedisProgram> StartAsync()
    {
        var port = PostgresProgram.FreePort();
        return new(port, await StartAsync(port));
    }

    /// <summary>Of all it holds.</summary>
    public async Task<List<string>> NamesAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(FormattableString.Invariant($"127.0.0.1:{Port}"));
        var names = new List<string>();
        await foreach (var name in connection.GetServer("127.0.0.1", Port).KeysAsync())
            names.Add(name.ToString());
        return names;
    }

    public async Task FlushAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(FormattableString.Invariant($"127.0.0.1:{Port},allowAdmin=true"));
        await connection.GetServer("127.0.0.1", Port).FlushAllDatabasesAsync();
    }

    /// <summary>It takes what is sent and answers nothing.</summary>
    public Task StopAsync() => SignalAsync("-STOP");

    public Task ContinueAsync() => SignalAsync("-CONT");

    public async Task KillAsync()
    {
        await SignalAsync("-KILL");
        await process.WaitForExitAsync();
    }

    /// <summary>After it was killed, on the same port.</summary>
    public async Task StartAgainAsync()
    {
        process.Dispose();
        process = await StartAsync(Port);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private static async Task<Process> StartAsync(int port)
    {
        var process = Process.Start(new ProcessStartInfo("redis-server", ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", Path.GetTempPath()]) { RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        for (var tries = 0; ; tries++)
        {
            try
            {
                await using var connection = await ConnectionMultiplexer.ConnectAsync(FormattableString.Invariant($"127.0.0.1:{port}"));
                return process;
            }
            catch (RedisConnectionException) when (tries < 50 && !process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
