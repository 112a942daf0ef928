using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace PeaceTracker.Testing;

/// <summary>
/// The site as it ships, on a database of its own in a temporary folder, at a fixed moment. Nothing is replaced but the clock.
/// </summary>
public class PeaceTrackerApp : WebApplicationFactory<Program>
{
    /// <summary>The moment every test starts at: the real seeds are published by then.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("peacetracker-").FullName;

    private string? connection;

    public FakeTimeProvider Clock { get; } = new(Start);

    /// <summary>The seeds to start with; the real ones unless set before the first request.</summary>
    public string Seeds { get; init; } = SeededRecord.Seeds;

    /// <summary>The first start is part of the test: it finds no store.</summary>
    public bool FromNothing { get; init; }

    /// <summary>Settings other than the usual ones, by their whole name.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public string DatabaseFile => Path.Combine(folder, "test.db");

    /// <summary>How its database is reached; empty on SQLite.</summary>
    private string Connection => connection ??= !PostgresServer.IsWanted ? "" : (IsCopied ? SeededRecord.CopyAsync(folder) : PostgresServer.NewAsync()).GetAwaiter().GetResult();

    private bool IsCopied => !FromNothing && Seeds == SeededRecord.Seeds && !Settings.Keys.Any(name => name.StartsWith("Database:", StringComparison.Ordinal));

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseContentRoot(Path.Combine(Repository.Root, "src", "PeaceTracker.Web"));
        if (PostgresServer.IsWanted)
        {
            builder.UseSetting("Database:Provider", "PostgreSQL");
            builder.UseSetting("Database:Connection", Connection);
        }

        else if (IsCopied && !File.Exists(DatabaseFile))
        {
            SeededRecord.CopyTo(DatabaseFile);
        }

        builder.UseSetting("Database:File", DatabaseFile);
        builder.UseSetting("Database:Seeds", Seeds);
        builder.UseSetting("Serilog:MinimumLevel:Default", "Warning");
        foreach (var (name, value) in UsualSettings.ManySignIns.Concat(Settings))
            builder.UseSetting(name, value);
        builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)));
    }

    /// <summary>A client that shows redirects instead of following them.</summary>
    public HttpClient Visitor() => CreateClient(new() { AllowAutoRedirect = false });

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (connection is { Length: > 0 })
            PostgresServer.DropAsync(connection).GetAwaiter().GetResult();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>Where the checkout is.</summary>
public static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "PeaceTracker.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("PeaceTracker.sln is in no folder above the tests."));
}
