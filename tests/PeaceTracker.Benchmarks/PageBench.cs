using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using PeaceTracker.Testing;
using PeaceTracker.Web.Hosting;

namespace PeaceTracker.Benchmarks;

/// <summary>Whole pages from the site as it ships, through Kestrel over loopback. Nothing is cached between two requests.</summary>
internal static class PageBench
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("matrix page", "positions"),
        ("matrix as JSON", "positions.json"),
        ("issue page", "issues/issue-03"),
        ("working of one cell", "positions/party-06/issue-10"),
        ("statement list", "statements"),
    ];

    /// <summary>Median milliseconds a page; null where the site has no such address.</summary>
    public static async Task<IReadOnlyList<(string Name, double? Median, long Bytes)>> RunAsync(GeneratedStore store, int rounds, TimeSpan atMost)
    {
        await using var app = await StartAsync(store);
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()), Timeout = TimeSpan.FromMinutes(2) };
        var results = new List<(string, double?, long)>();
        foreach (var (name, path) in Pages)
        {
            var turn = 0;
            using var first = await client.GetAsync(Next());
            if (first.StatusCode == HttpStatusCode.NotFound)
            {
                results.Add((name, null, 0));
                continue;
            }

            first.EnsureSuccessStatusCode();
            var bytes = (await first.Content.ReadAsByteArrayAsync()).LongLength;
            var medians = await Measuring.MediansAsync(rounds, atMost, async () =>
            {
                using var response = await client.GetAsync(Next());
                response.EnsureSuccessStatusCode();
                await response.Content.ReadAsByteArrayAsync();
            });
            results.Add((name, medians[0], bytes));

            // Another day each time, so that no answer can be a kept one.
            Uri Next() => new(FormattableString.Invariant(
                $"/{GeneratedStore.Slug}/{path}?date={GeneratedStore.LastDay.AddDays(-turn++):yyyy-MM-dd}&known={GeneratedStore.Known.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}"), UriKind.Relative);
        }

        await app.StopAsync();
        return results;
    }

    /// <summary>The site on a generated store, listening on a port of loopback.</summary>
    public static async Task<WebApplication> StartAsync(GeneratedStore store)
    {
        var app = await MakeAsync(store.File, seeds: "");
        await app.StartAsync();
        return app;
    }

    /// <summary>The site on a store, which does not listen yet.</summary>
    /// <param name="seeds">Folder of the seeds; null for those of the repository, "" for none.</param>
    public static async Task<WebApplication> MakeAsync(string database, string? seeds = null)
    {
        var web = Path.Combine(Repository.Root, "src", "PeaceTracker.Web");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "PeaceTracker.Web", ContentRootPath = web, EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:File"] = database,
            ["Database:Seeds"] = seeds ?? Path.Combine(Repository.Root, "seeds"),
            ["Serilog:MinimumLevel:Default"] = "Warning",
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddPeaceTracker();
        var app = builder.Build();
        await app.UsePeaceTrackerAsync();
        return app;
    }
}
