using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Data.Postgres;
using PeaceTracker.Data.Search;
using PeaceTracker.Data.Sqlite;

namespace PeaceTracker.Data;

/// <summary>Where the data live and where the seeds are; section <c>Database</c> of the settings.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>The values of <see cref="Provider"/>, whatever the case of their letters.</summary>
    public const string Sqlite = "SQLite", Postgres = "PostgreSQL";

    /// <summary>Who keeps the data: SQLite in a file, or PostgreSQL in a database of a server.</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary><see cref="Connection"/> names several servers, of which one is the primary.</summary>
    internal bool HasStandbys { get; set; }

    /// <summary>The store is a file of SQLite.</summary>
    public bool IsFile => string.Equals(Provider, Sqlite, StringComparison.OrdinalIgnoreCase);

    /// <summary>SQLite file. A relative path starts at the content root.</summary>
    public string File { get; set; } = "App_Data/peacetracker.db";

    /// <summary>The file of the key that seals the revision log; empty for <c>revision.key</c> in the folder of <see cref="File"/>. A relative path starts at the content root.</summary>
    public string Key { get; set; } = "";

    /// <summary>Connections to the file are kept open for whoever comes next; a copy is closed when it is done.</summary>
    internal bool Pooled { get; init; } = true;

    /// <summary>How PostgreSQL is reached, in the words of Npgsql (<c>Host=...;Database=...;Username=...</c>).</summary>
    public string Connection { get; set; } = "";

    /// <summary>A start brings the store to the form it needs; else it ends while that is not done, which <c>migrate</c> does.</summary>
    public bool Migrate { get; set; } = true;

    /// <summary>Folder with <c>codebook</c> and one folder a process. A relative path starts at the content root; empty seeds nothing.</summary>
    public string Seeds { get; set; } = "../../seeds";
}

/// <summary>The settings do not say where the data are; the message names the setting, and how to mend it.</summary>
public sealed class DatabaseOptionsException(string message) : Exception(message);

/// <summary>Registers the store.</summary>
public static class DataServices
{
    /// <exception cref="DatabaseOptionsException">They name no provider there is, or not how it is reached.</exception>
    public static IServiceCollection AddPeaceTrackerData(this IServiceCollection services, DatabaseOptions options, string contentRoot)
    {
        options.File = Path.GetFullPath(options.File, contentRoot);
        options.Key = options.Key.Length == 0 ? Path.Combine(Path.GetDirectoryName(options.File)!, RevisionKey.FileName) : Path.GetFullPath(options.Key, contentRoot);
        options.Seeds = options.Seeds.Length == 0 ? "" : Path.GetFullPath(options.Seeds, contentRoot);
        services.AddSingleton(options);
        var closed = new ReadOnlyMark(options);
        services.AddSingleton(closed);
        // Pooled: making a context anew costs as much as a query. A list in a query travels as one parameter: one variable an item runs into SQLite's
        // limit on crowded issues.
        if (options.IsFile)
        {
            var connection = new SqliteConnectionStringBuilder { DataSource = options.File, ForeignKeys = true, Pooling = options.Pooled, DefaultTimeout = SqlitePragmas.SecondsToWait }.ToString();
            services.AddDbContextPool<PeaceTrackerDbContext, SqlitePeaceTrackerDbContext>(builder => Common(builder)
                .UseSqlite(connection, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
                // SQLite makes a table anew to take a key from it, and that is no transaction: said in the log of every first start, it would only frighten.
                .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.NonTransactionalMigrationOperationWarning))
                .AddInterceptors(new SqlitePragmas(closed), new SqliteInterrupts()));
            services.AddSingleton<PublicVersion, SqlitePublicVersion>();
        }
        else if (!string.Equals(options.Provider, DatabaseOptions.Postgres, StringComparison.OrdinalIgnoreCase))
        {
            throw new DatabaseOptionsException($"The setting Database:Provider is \"{options.Provider}\". It has to be {DatabaseOptions.Sqlite} or {DatabaseOptions.Postgres}.");
        }
        else if (options.Connection.Trim().Length == 0)
        {
            throw new DatabaseOptionsException($"The setting Database:Provider is {DatabaseOptions.Postgres}, and Database:Connection says nothing. It has to say how the server is reached, such as \"Host=db.example;Database=peacetracker;Username=peacetracker\".");
        }
        else
        {
            (options.Connection, options.HasStandbys) = Reached(options.Connection);
            services.AddDbContextPool<PeaceTrackerDbContext, PostgresPeaceTrackerDbContext>(builder =>
            {
                OnPostgres(builder, null).UseNpgsql(options.Connection).AddInterceptors(new PostgresReadOnly(closed));
                if (options.HasStandbys)
                    builder.AddInterceptors(new AskAgain());
            });
            var pooled = services.Last(service => service.ServiceType == typeof(PeaceTrackerDbContext)).ImplementationFactory!;
            services.AddScoped<PeaceTrackerDbContext>(all => all.GetRequiredService<Standby>().Context ?? (PeaceTrackerDbContext)pooled(all));
            services.AddSingleton<PublicVersion, PostgresPublicVersion>();
        }

        services.AddSingleton<RecordCache>();
        services.AddScoped<Standby>();
        services.AddScoped<PositionReader>();
        services.AddScoped<CodingCounts>();
        services.AddScoped<DatabaseSetup>();
        services.AddSingleton<WriteGate>();
        services.AddSingleton<RevisionKey>();
        services.AddScoped<RevisionLog>();
        services.AddScoped<StoreCheck>();
        services.AddScoped<Backups>();
        services.AddSingleton<StoreRoom>();
        services.AddScoped<StoreHealth>();
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

        // As Npgsql reads them: of an address of IPv6 the last part is a port only behind brackets.
        static string WithoutPort(string host) =>
            host.Trim() is var one && one.LastIndexOf(':') is var at and > 0 && (one[at - 1] == ']' || one.IndexOf(':', StringComparison.Ordinal) == at) ? one[..at] : one;

        static (string Connection, bool HasStandbys) Reached(string connection)
        {
            try
            {
                var builder = new NpgsqlConnectionStringBuilder(connection);
                var hosts = (builder.Host ?? "").Split(',');
                if (hosts.FirstOrDefault(host => ThisMachine.IsEverywhere(WithoutPort(host))) is { } everywhere)
                    throw new DatabaseOptionsException($"The setting Database:Connection cannot be read. At {everywhere.Trim()} a server listens, and none is reached: name the address it has, such as 127.0.0.1.");
                // On its way to another machine all is encrypted, and that machine shows that it is the one, unless somebody decided otherwise.
                if (!builder.ShouldSerialize("SSL Mode") && !hosts.All(host => ThisMachine.Has(WithoutPort(host))))
                    builder.SslMode = SslMode.VerifyFull;
                if (hosts.Length == 1)
                    return (builder.ToString(), false);
                // Of several servers the primary is asked, and a standby while there is none: then nothing is written, and reading goes on. Which is
                // which is asked again each second.
                builder.TargetSessionAttributes ??= "prefer-primary";
                if (!builder.ShouldSerialize("Host Recheck Seconds"))
                    builder.HostRecheckSeconds = 1;
                return (builder.ToString(), true);
            }
            catch (ArgumentException error)
            {
                throw new DatabaseOptionsException($"The setting Database:Connection cannot be read. {error.Message}");
            }
        }
    }

    /// <param name="connection">An open one, which then belongs to the context; null where it is named otherwise.</param>
    internal static DbContextOptionsBuilder OnPostgres(DbContextOptionsBuilder builder, NpgsqlConnection? connection)
    {
        Common(builder);
        return connection is null ? builder.UseNpgsql(Lists) : builder.UseNpgsql(connection, contextOwnsConnection: true, Lists);

        static void Lists(NpgsqlDbContextOptionsBuilder postgres) => postgres.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter);
    }

    private static DbContextOptionsBuilder Common(DbContextOptionsBuilder builder) => builder
        // Identity maps more than is wanted here; leaving it out is no oversight (PeaceTrackerDbContext).
        .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.MappedEntityTypeIgnoredWarning, CoreEventId.MappedPropertyIgnoredWarning)
            // What a source is found by is kept whether it is public or not, and only ever read together with the source.
            .Ignore(CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning))
        .LogTo(static (id, _) => id == CoreEventId.QueryIterationFailed, StoreTrouble.MarkRow)
        .AddInterceptors(new KeepWords());
}
