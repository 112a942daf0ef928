using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Data.Search;
using PeaceTracker.Data.Sqlite;

namespace PeaceTracker.Data;

/// <summary>Where the data live and where the seeds are; section <c>Database</c> of the settings.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>SQLite file. A relative path starts at the content root.</summary>
    public string File { get; set; } = "App_Data/peacetracker.db";

    /// <summary>Folder with <c>codebook</c> and one folder a process. A relative path starts at the content root; empty seeds nothing.</summary>
    public string Seeds { get; set; } = "../../seeds";
}

/// <summary>Registers the store.</summary>
public static class DataServices
{
    public static IServiceCollection AddPeaceTrackerData(this IServiceCollection services, DatabaseOptions options, string contentRoot)
    {
        options.File = Path.GetFullPath(options.File, contentRoot);
        options.Seeds = options.Seeds.Length == 0 ? "" : Path.GetFullPath(options.Seeds, contentRoot);
        services.AddSingleton(options);
        var connection = new SqliteConnectionStringBuilder { DataSource = options.File, ForeignKeys = true, Pooling = true, DefaultTimeout = SqlitePragmas.SecondsToWait }.ToString();
        // Pooled: making a context anew costs as much as a query.
        services.AddDbContextPool<PeaceTrackerDbContext, SqlitePeaceTrackerDbContext>(builder => builder
            // A list in a query travels as one parameter: one variable an item runs into SQLite's limit on crowded issues.
            .UseSqlite(connection, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
            // Identity maps more than is wanted here; leaving it out is no oversight (PeaceTrackerDbContext).
            .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.MappedEntityTypeIgnoredWarning, CoreEventId.MappedPropertyIgnoredWarning)
                // SQLite makes a table anew to take a key from it, and that is no transaction: said in the log of every first start, it would only frighten.
                .Ignore(RelationalEventId.NonTransactionalMigrationOperationWarning)
                // What a source is found by is kept whether it is public or not, and only ever read together with the source.
                .Ignore(CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning))
            .AddInterceptors(new SqlitePragmas(), new KeepWords()));
        services.AddScoped<PositionReader>();
        services.AddScoped<CodingCounts>();
        services.AddScoped<DatabaseSetup>();
        services.AddSingleton<WriteGate>();
        services.AddSingleton<PublicVersion>();
        services.AddSingleton<RevisionKey>();
        services.AddScoped<RevisionLog>();
        services.AddScoped<StoreCheck>();
        services.AddScoped<Ledger>();
        services.AddScoped<DeskStatements>();
        services.AddScoped<DeskDifferences>();
        services.AddScoped<CodingSamples>();
        services.AddScoped<NearStatements>();
        services.AddSingleton<KnownSpellings>();
        services.AddScoped<StatementSearch>();
        services.AddScoped<Autosaves>();
        services.AddScoped<Imports>();
        services.AddScoped<Recodings>();
        services.AddScoped<SourceDesk>();
        services.AddScoped<ProposalDesk>();
        services.AddScoped<SourceMerges>();
        services.AddScoped<OneTimeTokens>();
        services.AddScoped<RecoveryCodes>();
        services.AddScoped<ApiTokens>();
        services.AddScoped<AccountEvents>();
        return services;
    }
}
