using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeaceTracker.Data;
using PeaceTracker.Testing;
using PeaceTracker.Web.Hosting;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>What is on another machine is reached by TLS alone, and has to show that it is the one, unless somebody decided otherwise.</summary>
public sealed class OtherMachineTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("peacetracker-other-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("Host=db.example;Database=x", SslMode.VerifyFull)]
    [InlineData("Host=192.0.2.7:5433;Database=x", SslMode.VerifyFull)]
    [InlineData("Host=127.0.0.1:5432,db.example:5432;Database=x", SslMode.VerifyFull)]
    [InlineData("Host=localhost.example;Database=x", SslMode.VerifyFull)]
    [InlineData("Host=[2001:db8::1]:5432;Database=x", SslMode.VerifyFull)]
    [InlineData("Host=db.example;Database=x;SSL Mode=Require", SslMode.Require)]
    [InlineData("Host=db.example;Database=x;SslMode=Disable", SslMode.Disable)]
    [InlineData("Host=localhost;Database=x", SslMode.Prefer)]
    [InlineData("Host=127.0.0.1:5432,127.0.0.2:5433;Database=x", SslMode.Prefer)]
    [InlineData("Host=[::1]:5432;Database=x", SslMode.Prefer)]
    [InlineData("Host=::1;Database=x", SslMode.Prefer)]
    [InlineData("Host=/run/postgresql;Database=x", SslMode.Prefer)]
    public void A_server_of_PostgreSQL_elsewhere_has_to_show_its_certificate(string connection, SslMode expected)
    {
        var options = new DatabaseOptions { Provider = DatabaseOptions.Postgres, Connection = connection };
        new ServiceCollection().AddPeaceTrackerData(options, folder);
        Assert.Equal(expected, new NpgsqlConnectionStringBuilder(options.Connection).SslMode);
    }

    [Theory]
    [InlineData("Host=127.0.0.1:5432,127.0.0.2:5432;Database=x", 1, "prefer-primary")]
    [InlineData("Host=127.0.0.1:5432,127.0.0.2:5432;Database=x;Host Recheck Seconds=7;Target Session Attributes=primary", 7, "primary")]
    public void Which_of_several_servers_is_the_primary_is_asked_each_second_unless_the_settings_say_otherwise(string connection, int seconds, string asked)
    {
        var options = new DatabaseOptions { Provider = DatabaseOptions.Postgres, Connection = connection };
        new ServiceCollection().AddPeaceTrackerData(options, folder);
        var reached = new NpgsqlConnectionStringBuilder(options.Connection);
        Assert.Equal((seconds, asked), (reached.HostRecheckSeconds, reached.TargetSessionAttributes));
    }

    [Theory]
    [InlineData("cache.example:6379", true)]
    [InlineData("127.0.0.1:6379,cache.example:6379", true)]
    [InlineData("192.0.2.7:6379,password=x", true)]
    [InlineData("cache.example:6379,ssl=false", false)]
    [InlineData("cache.example:6379,ssl=true", true)]
    [InlineData("cache.example:6379, SSL = false", false)]
    [InlineData("cache.example:6379,password=ssl=false", true)]
    [InlineData("cache.example:6379,name=myssl=1", true)]
    [InlineData("127.0.0.1:6379", false)]
    [InlineData("localhost:6379", false)]
    [InlineData("[::1]:6379", false)]
    public void A_Redis_elsewhere_is_reached_by_TLS(string connection, bool tls) => Assert.Equal(tls, Redis.Parse(connection).Ssl);

    /// <summary>By the mode in which servers elsewhere are reached; what the tests may use is here.</summary>
    [Fact]
    public async Task A_server_without_a_certificate_with_that_of_another_and_with_one_nobody_vouches_for_is_not_used()
    {
        await MakeCertificateAsync("other", "other.example");
        await MakeCertificateAsync("right", "127.0.0.1");
        // Each of these is refused for a reason of its own.
        await using (var plain = await PostgresProgram.NewAsync("fsync=off"))
            await RefusedAsync(plain, "");
        await using (var other = await ServerAsync("other"))
            await RefusedAsync(other, Root("other"));
        await using var right = await ServerAsync("right");
        await RefusedAsync(right, "");
        await RefusedAsync(right, Root("other"));
        var (code, said) = await MigrateAsync(right, Root("right"));
        Assert.True(code == 0, said);
        Assert.Equal("True", await right.AskAsync("store", "SELECT count(*) > 40 FROM information_schema.tables WHERE table_schema = 'public'"));

        string Root(string name) => $"Root Certificate={Path.Combine(folder, name)}.crt";
    }

    private async Task RefusedAsync(PostgresProgram server, string root)
    {
        var (code, said) = await MigrateAsync(server, root);
        Assert.True(code == 1, said);
        Assert.Contains("The server that Database:Connection names cannot be reached", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Said)> MigrateAsync(PostgresProgram server, string root)
    {
        if (await server.AskAsync("postgres", "SELECT 1 FROM pg_database WHERE datname = 'store'") is null)
            await server.AskAsync("postgres", "CREATE DATABASE store");
        return await ProgramRun.OfAsync(
            new Dictionary<string, string>
            {
                ["Database:Provider"] = "PostgreSQL",
                ["Database:Connection"] = FormattableString.Invariant($"Host=127.0.0.1;Port={server.Port};Username=peacetracker;Database=store;SSL Mode=VerifyFull;{root}"),
                ["Database:File"] = Path.Combine(folder, "store.db"),
            },
            ["migrate"], Cancellation);
    }

    /// <summary>The server reads its key as another user than this program runs as.</summary>
    private Task<PostgresProgram> ServerAsync(string name) => PostgresProgram.NewAsync("fsync=off", "ssl=on", $"ssl_cert_file={Path.Combine(folder, name)}.crt", $"ssl_key_file={Path.Combine(folder, name)}.key");

    private async Task MakeCertificateAsync(string name, string host)
    {
        var subject = char.IsAsciiDigit(host[0]) ? $"IP:{host}" : $"DNS:{host}";
        await RunAsync("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", $"/CN={host}", "-addext", $"subjectAltName={subject}", "-keyout", Path.Combine(folder, name) + ".key", "-out", Path.Combine(folder, name) + ".crt");
        if (Environment.UserName == "root")
        {
            await RunAsync("chmod", "755", folder);
            await RunAsync("chown", "postgres", Path.Combine(folder, name) + ".key");
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, await error);
    }
}
