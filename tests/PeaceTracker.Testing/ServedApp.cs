using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeaceTracker.Web.Hosting;

namespace PeaceTracker.Testing;

/// <summary>The site on a real port of this machine, for what only a browser or a socket can tell. Nothing is replaced but the clock.</summary>
public sealed class ServedApp : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("peacetracker-").FullName;
    private readonly WebApplication app;

    private ServedApp(string seeds)
    {
        var file = Path.Combine(folder, "test.db");
        if (seeds == SeededRecord.Seeds)
            SeededRecord.CopyTo(file);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Its name finds the static files, its environment is the one visitors get.
            ApplicationName = "PeaceTracker.Web",
            EnvironmentName = "Production",
            ContentRootPath = Path.Combine(Repository.Root, "src", "PeaceTracker.Web"),
            Args =
            [
                "--Urls=http://127.0.0.1:0",
                $"--Database:File={file}",
                $"--Database:Seeds={seeds}",
                "--Serilog:MinimumLevel:Default=Warning",
                .. UsualSettings.ManySignIns.Select(setting => $"--{setting.Key}={setting.Value}"),
            ],
        });
        builder.Services.AddSingleton<TimeProvider>(Clock);
        app = builder.AddPeaceTracker().Build();
    }

    public FakeTimeProvider Clock { get; } = new(PeaceTrackerApp.Start);

    public IServiceProvider Services => app.Services;

    /// <summary>Scheme, host and port, without a slash at the end. By name: browsers keep passkeys for names only.</summary>
    public string Address => app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <param name="seeds">Folder of the seeds; the real ones when null, none when empty.</param>
    public static async Task<ServedApp> StartAsync(string? seeds = null)
    {
        var served = new ServedApp(seeds ?? SeededRecord.Seeds);
        await served.app.UsePeaceTrackerAsync();
        await served.app.StartAsync();
        return served;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
