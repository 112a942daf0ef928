using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace PeaceTracker.Data.Sqlite;

/// <summary>The model on SQLite, with what differs there: instants are stored as UTC ticks, because SQLite cannot order by offset.</summary>
public sealed class SqlitePeaceTrackerDbContext(DbContextOptions<SqlitePeaceTrackerDbContext> options) : PeaceTrackerDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
    }

    private sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(
        instant => instant.UtcTicks,
        ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}

/// <summary>Lets <c>dotnet ef</c> make migrations without a host.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqlitePeaceTrackerDbContext>
{
    public SqlitePeaceTrackerDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlitePeaceTrackerDbContext>().UseSqlite("Data Source=design-time.db").Options);
}
