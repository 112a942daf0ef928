using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using NpgsqlTypes;
using PeaceTracker.Data.Search;

namespace PeaceTracker.Data.Postgres;

/// <summary>The model on PostgreSQL.</summary>
public sealed class PostgresPeaceTrackerDbContext : PeaceTrackerDbContext
{
    /// <summary>What words are found by, made by the store itself from what is kept of them.</summary>
    internal const string Vector = "Vector";

    public PostgresPeaceTrackerDbContext(DbContextOptions<PostgresPeaceTrackerDbContext> options)
        : base(options) => Provider = new PostgresProvider(this);

    internal override IProvider Provider { get; }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<StatementWords>(words =>
        {
            words.Property<NpgsqlTsVector>(Vector).HasComputedColumnSql(Keys("Summary", "Quote", "Translation", "Notes", "Facets"), stored: true);
            words.HasIndex(Vector).HasMethod("gin");
            words.HasIndex(row => new { row.Day, row.StatementId });
        });
        builder.Entity<SourceWords>(words =>
        {
            words.Property<NpgsqlTsVector>(Vector).HasComputedColumnSql(Keys("Title", "Names", "Notes"), stored: true);
            words.HasIndex(Vector).HasMethod("gin");
        });
        foreach (var property in builder.Model.GetEntityTypes().Where(type => !type.IsMappedToJson()).SelectMany(type => type.GetProperties()))
        {
            // In the order of the letters' numbers, as SQLite has it, whatever language the server speaks.
            if (!property.IsPrimitiveCollection && (property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType) == typeof(string))
                property.SetCollation("C");
        }

        // Between texts stands what nobody can look for, so that no phrase goes from one into the next.
        static string Keys(params string[] columns) => $"peacetracker_keys({string.Join(" || ' : ' || ", columns.Select(column => $"\"{column}\""))})";
    }
}

/// <summary>Lets <c>dotnet ef</c> make migrations without a host.</summary>
internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresPeaceTrackerDbContext>
{
    public PostgresPeaceTrackerDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresPeaceTrackerDbContext>().UseNpgsql("Host=design-time").Options);
}
