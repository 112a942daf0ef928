using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.History;
using PeaceTracker.Testing;

namespace PeaceTracker.Benchmarks;

/// <summary>A generated store on a PostgreSQL of its own, with the built site on it in a process of its own. What the log would say of it is left out.</summary>
internal sealed class PostgresStore : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("peacetracker-bench-");
    private PostgresProgram server = null!;
    private SiteProcess site = null!;

    public HttpClient Client => site.Client;

    public static async Task<PostgresStore> StartAsync(GeneratedStore store)
    {
        var made = new PostgresStore();
        // A server for such a store gets memory; while it is filled, the log on disk is not waited for.
        made.server = await PostgresProgram.NewAsync("shared_buffers=2GB", "synchronous_commit=off", "max_wal_size=8GB");
        const string database = "generated";
        await made.server.AskAsync("postgres", "CREATE DATABASE " + database);
        var settings = new DatabaseOptions { Provider = DatabaseOptions.Postgres, Connection = made.server.To(database), File = Path.Combine(made.folder.FullName, "key.db"), Seeds = "" };
        var services = new ServiceCollection();
        services.AddPeaceTrackerData(settings, Repository.Root);
        await using (var provider = services.BuildServiceProvider())
        await using (var to = provider.CreateAsyncScope())
        await using (var from = store.Scope())
        {
            var (source, target) = (from.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>(), to.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>());
            await target.Database.MigrateAsync();
            await using var look = await StoreLook.BeginAsync(source, CancellationToken.None);
            await using var transaction = await target.Database.BeginTransactionAsync();
            await StoreCopy.RowsAsync(source, target, (_, _) => { }, CancellationToken.None);
            await transaction.CommitAsync();
        }

        await made.server.AskAsync(database, "VACUUM ANALYZE");
        made.site = await SiteProcess.StartAsync(settings.File, GeneratedStore.Slug, seeds: "", settings: new Dictionary<string, string>
        {
            ["Database:Provider"] = settings.Provider,
            ["Database:Connection"] = settings.Connection,
        });
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        if (site is not null)
            await site.DisposeAsync();
        await server.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
