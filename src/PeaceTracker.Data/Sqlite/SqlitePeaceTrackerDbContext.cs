using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace PeaceTracker.Data.Sqlite;

/// <summary>The model on SQLite.</summary>
public sealed class SqlitePeaceTrackerDbContext : PeaceTrackerDbContext
{
    public SqlitePeaceTrackerDbContext(DbContextOptions<SqlitePeaceTrackerDbContext> options)
        : base(options) => Provider = new SqliteProvider(this);

    internal override IProvider Provider { get; }
}

/// <summary>Lets <c>dotnet ef</c> make migrations without a host.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqlitePeaceTrackerDbContext>
{
    public SqlitePeaceTrackerDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlitePeaceTrackerDbContext>().UseSqlite("Data Source=design-time.db").Options);
}
