using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.Accounts;

namespace PeaceTracker.Testing;

/// <summary>
/// What docs/operations.md calls several instances, on loopback: a primary and a standby of PostgreSQL, Redis, two instances of the built site, and
/// nginx before them with the file of the documentation.
/// </summary>
public sealed class Cluster : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("peacetracker-cluster-").FullName;
    private Process? nginx;

    /// <summary>What people type, whichever instance answers them.</summary>
    public const string Host = "peace.example";

    public PostgresProgram Primary { get; private set; } = null!;

    public PostgresProgram Standby { get; private set; } = null!;

    public RedisProgram Redis { get; private set; } = null!;

    public SiteProcess One { get; private set; } = null!;

    public SiteProcess Two { get; private set; } = null!;

    /// <summary>A visitor of nginx.</summary>
    public HttpClient Edge { get; private set; } = null!;

    /// <summary>A third program on the same database, in this process, by which tests make accounts and publish.</summary>
    public PeaceTrackerApp Inside { get; private set; } = null!;

    /// <summary>Which errors the instances wrote of late, and how often, for who looks for why something failed.</summary>
    public string SaidOfErrors => string.Join('\n', $"{One.Said}\n{Two.Said}".Split('\n').Where(line => line.Contains("Exception: ", StringComparison.Ordinal) || line.Contains("Exception (0x", StringComparison.Ordinal))
        .CountBy(line => line.Trim()).OrderBy(pair => pair.Value).Take(30).Select(pair => FormattableString.Invariant($"{pair.Value} times {pair.Key}")));

    private string Key => Path.Combine(folder, "peacetracker.db");

    private string Connection => FormattableString.Invariant($"Host=127.0.0.1:{Primary.Port},127.0.0.1:{Standby.Port};Database=peacetracker;Username=peacetracker");

    /// <summary>Nginx writes down how it came by each answer, a word a line.</summary>
    public bool LogsTheEdge { get; init; }

    public string EdgeLog => Path.Combine(folder, "edge.log");

    public async Task StartAllAsync()
    {
        // A commit is acknowledged when the standby has it on disk, so that none is lost with the primary.
        Primary = await PostgresProgram.NewAsync("synchronous_standby_names=*");
        // Nobody follows yet: what is made now need not wait.
        await Primary.AskAsync("postgres", "ALTER SYSTEM SET synchronous_commit = local");
        await Primary.AskAsync("postgres", "SELECT pg_reload_conf()");
        await Primary.AskAsync("postgres", "CREATE DATABASE peacetracker");
        Standby = await Primary.StandbyAsync("synchronous_standby_names=", "wal_retrieve_retry_interval=500ms");
        await Primary.AskAsync("postgres", "ALTER SYSTEM RESET synchronous_commit");
        await Primary.AskAsync("postgres", "SELECT pg_reload_conf()");
        Redis = await RedisProgram.StartAsync();
        // The form of the store is a step of its own, before any instance starts.
        await RunAsync("migrate");
        await RunAsync("seed", "--folder", Path.Combine(Repository.Root, "seeds"));
        One = await StartAsync();
        Two = await StartAsync();
        Inside = new() { Seeds = "", Settings = new Dictionary<string, string>(Settings()) { ["Redis:Connection"] = "" } };
        Edge = await StartEdgeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Inside is not null)
            await Inside.DisposeAsync();
        if (nginx is not null)
        {
            using (var kill = Process.Start("kill", ["-TERM", nginx.Id.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync();
            await nginx.WaitForExitAsync();
            nginx.Dispose();
        }

        Edge?.Dispose();
        foreach (var part in new IAsyncDisposable?[] { One, Two, Redis, Standby, Primary })
        {
            if (part is not null)
                await part.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>An instance with the settings of all.</summary>
    /// <param name="other">Settings it has of its own.</param>
    public async Task<SiteProcess> StartAsync(Dictionary<string, string>? other = null)
    {
        var settings = Settings();
        foreach (var (name, value) in other ?? [])
            settings[name] = value;
        var site = await SiteProcess.StartAsync(Key, seeds: "", settings: settings);
        site.Client.DefaultRequestHeaders.Host = Host;
        return site;
    }

    /// <summary>A program of a fresh editor, which writes drafts at one of the instances or at nginx.</summary>
    public async Task<HttpClient> ProgramAsync(HttpClient at)
    {
        var editor = await Inside.Services.AddAccountAsync(["Editor"]);
        await using var scope = Inside.Services.CreateAsyncScope();
        var token = await scope.ServiceProvider.GetRequiredService<ApiTokens>().IssueAsync(editor.Id, "A test", ApiToken.Drafts, TimeSpan.FromDays(30), CancellationToken.None);
        var client = new HttpClient { BaseAddress = at.BaseAddress };
        (client.DefaultRequestHeaders.Host, client.DefaultRequestHeaders.Authorization) = (Host, new("Bearer", token));
        return client;
    }

    /// <summary>Runs a command of the built site on the store of the cluster.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (code, said) = await ProgramRun.OfAsync(Settings(), arguments, CancellationToken.None);
        return code == 0 ? said : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {code}: {said}");
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["Database:Provider"] = "PostgreSQL",
        ["Database:Connection"] = Connection,
        ["Database:File"] = Key,
        ["Database:Migrate"] = "false",
        ["Redis:Connection"] = FormattableString.Invariant($"127.0.0.1:{Redis.Port}"),
        ["Proxy"] = "127.0.0.1",
    };

    private async Task<HttpClient> StartEdgeAsync()
    {
        var port = PostgresProgram.FreePort();
        var cache = Directory.CreateDirectory(Path.Combine(folder, "cache")).FullName;
        var file = Path.Combine(folder, "nginx.conf");
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operations", "nginx.conf"));
        foreach (var (found, own) in new[]
        {
            ("/run/nginx.pid", Path.Combine(folder, "nginx.pid")),
            ("/var/log/nginx/error.log", Path.Combine(folder, "error.log")),
            ("/var/cache/nginx/peacetracker", cache),
            ("127.0.0.1:5080", One.Client.BaseAddress!.Authority),
            ("127.0.0.1:5081", Two.Client.BaseAddress!.Authority),
            ("listen 80;", FormattableString.Invariant($"listen 127.0.0.1:{port};")),
        })
        {
            if (!text.Contains(found, StringComparison.Ordinal))
                throw new InvalidOperationException($"The sample for nginx has no {found}.");
            text = text.Replace(found, own, StringComparison.Ordinal);
        }

        if (LogsTheEdge)
            text = text.Replace("access_log off;", $"log_format state '$upstream_cache_status';\n    access_log {EdgeLog} state buffer=64k flush=1s;", StringComparison.Ordinal);
        // Its workers have to be able to write here.
        await File.WriteAllTextAsync(file, (Environment.UserName == "root" ? "user root;\n" : "") + text);
        nginx = Process.Start(new ProcessStartInfo("/usr/sbin/nginx", ["-p", folder, "-c", file, "-g", "daemon off;"]) { RedirectStandardError = true })!;
        var error = nginx.StandardError.ReadToEndAsync();
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new(FormattableString.Invariant($"http://127.0.0.1:{port}")) };
        client.DefaultRequestHeaders.Host = Host;
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/ukraine", UriKind.Relative));
                return client;
            }
            catch (HttpRequestException) when (tries < 100 && !nginx.HasExited)
            {
                await Task.Delay(50);
            }
            catch (HttpRequestException) when (nginx.HasExited)
            {
                throw new InvalidOperationException(await error);
            }
        }
    }
}
