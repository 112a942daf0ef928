using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using PeaceTracker.Data.Search;
using SQLitePCL;

namespace PeaceTracker.Data.Sqlite;

/// <inheritdoc cref="IProvider"/>
internal sealed class SqliteProvider(PeaceTrackerDbContext db) : IProvider
{
    /// <summary>Bytes of a file that a start looks through: all of it is read, which from a slow disk takes minutes for gigabytes.</summary>
    private const long MostLookedThrough = 512L * 1024 * 1024;

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

    private string StoreFile => new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;

    public Task OpenAsync(CancellationToken cancellation) => db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellation);

    /// <remarks>
    /// Without counts of what its indexes hold, SQLite reads the clauses of a proposal by walking through all statements. Counted whole: a sample
    /// takes the many statements that belong to no proposal for the rule.
    /// </remarks>
    public Task CountIndexesAsync(CancellationToken cancellation) => db.Database.ExecuteSqlRawAsync("ANALYZE", cancellation);

    /// <remarks>A transaction that EF Core begins takes the lock of the writers at once.</remarks>
    public Task TakeTurnAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task<DbTransaction> LookAsync(CancellationToken cancellation) => Task.FromResult<DbTransaction>(((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true));

    /// <remarks>
    /// What is committed stands in the write-ahead log, safe from a power cut, and is moved into the file by whoever commits when the log has grown
    /// long. After very many rows that takes a second. Each opening of a connection undoes this; see <see cref="SqlitePragmas"/>.
    /// </remarks>
    public Task BeforeManyAsync(CancellationToken cancellation) => db.Database.ExecuteSqlRawAsync("PRAGMA wal_autocheckpoint = 0", cancellation);

    /// <remarks>Moves what no reader needs where it is; waits for nobody.</remarks>
    public async Task AfterManyAsync()
    {
        try
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(PASSIVE)");
        }
        catch (SqliteException)
        {
            // Whoever commits next tries again, and is told what is wrong.
        }
    }

    public RowWriter WriteRows() => new SqliteRowWriter(db);

    public async Task<TableFiller> FillAsync(string table, IReadOnlyList<(string Name, string StoreType)> columns, CancellationToken cancellation)
    {
        // Rows of one table may refer to later ones of it.
        await db.Database.ExecuteSqlRawAsync("PRAGMA defer_foreign_keys = ON", cancellation);
        return new Filler(db, table, columns);
    }

    public async Task<long?> LastKeyAsync(string table, string key, CancellationToken cancellation) =>
        (await LinesAsync($"SELECT seq FROM sqlite_sequence WHERE name = '{table}' AND seq > 0", cancellation)) is [var last] ? long.Parse(last, CultureInfo.InvariantCulture) : null;

    public async Task SetLastKeyAsync(string table, string key, long last, CancellationToken cancellation)
    {
        if (await db.Database.ExecuteSqlAsync($"UPDATE sqlite_sequence SET seq = {last} WHERE name = {table}", cancellation) == 0)
            await db.Database.ExecuteSqlAsync($"INSERT INTO sqlite_sequence (name, seq) VALUES ({table}, {last})", cancellation);
    }

    public async Task<bool> WriteFileAsync(string file, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        try
        {
            // The driver itself cannot stop a statement.
            await using var stop = cancellation.Register(() => raw.sqlite3_interrupt(((SqliteConnection)db.Database.GetDbConnection()).Handle));
            // Nothing of the store itself is written, which is for SQLite the same as if it were.
            await db.Database.ExecuteSqlRawAsync("PRAGMA query_only = OFF", cancellation);
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {file}", cancellation);
            return true;
        }
        catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(error.Message, error, cancellation);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    public Task GrantAsync(string role, CancellationToken cancellation) => throw new NotSupportedException("A file knows no roles.");

    /// <remarks>
    /// EF Core keeps others away by a row, which whoever is killed leaves behind, and then nobody ever gets in. A lock on a file goes with whoever holds
    /// it; who has it knows that a row is left over.
    /// </remarks>
    public async Task<IDisposable?> BeginMigrationAsync(CancellationToken cancellation)
    {
        var file = StoreFile + ".migrating";
        for (; ; await Task.Delay(Again, cancellation))
        {
            if (FileLock.TryTake(file) is not { } held)
                continue;
            await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS __EFMigrationsLock", cancellation);
            return held;
        }
    }

    public async Task<IReadOnlyList<string>> FirstDamagesAsync(CancellationToken cancellation)
    {
        if (new FileInfo(StoreFile).Length > MostLookedThrough)
            return [];
        try
        {
            return [.. (await db.Database.SqlQueryRaw<string>("SELECT quick_check AS \"Value\" FROM pragma_quick_check").ToListAsync(cancellation)).Where(line => line != "ok").Take(3)];
        }
        catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_ERROR)
        {
            // The words by which a table was made have changed, and say what SQLite does not know.
            return [error.Message];
        }
    }

    // What is searched, and the indexes of its words.
    private static readonly (string Table, IReadOnlyList<string> Indexes)[] SearchIndexes =
    [
        ("StatementWords", [.. Enumerable.Range(0, SearchQuarter.Tables).Select(table => FormattableString.Invariant($"StatementIndex{table}"))]),
        ("SourceWords", ["SourceIndex"]),
    ];

    public async IAsyncEnumerable<string> DamagesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // An index of words looks whether others changed it when it is read, and not when it is checked: what they merged meanwhile would be told as damage.
        foreach (var index in SearchIndexes.SelectMany(one => one.Indexes))
            await LinesAsync($"SELECT rowid FROM \"{index}\" LIMIT 1", cancellation);
        foreach (var line in await LinesAsync("PRAGMA integrity_check", cancellation))
        {
            if (line != "ok")
                yield return $"The file is damaged: {line}";
        }

        foreach (var line in await LinesAsync("PRAGMA foreign_key_check", cancellation))
            yield return $"A row refers to one that is not there (table, row, table referred to, key): {line}";

        // What stands behind the end of a list is passed over when it is read.
        foreach (var (table, column) in db.Model.GetEntityTypes().Where(type => !type.IsMappedToJson()).SelectMany(type => type.GetProperties().Where(property => property.IsPrimitiveCollection), (type, property) => (type.GetTableName(), property.GetColumnName())))
        {
            foreach (var line in await LinesAsync($"SELECT rowid FROM \"{table}\" WHERE json_valid(\"{column}\") = 0", cancellation))
                yield return $"{table}, row {line}: {column} is no list.";
        }

        foreach (var (table, indexes) in SearchIndexes)
        {
            var rows = long.Parse((await LinesAsync($"SELECT count(*) FROM {table}", cancellation))[0], CultureInfo.InvariantCulture);
            var indexed = (await LinesAsync(string.Join(" UNION ALL ", indexes.Select(index => $"SELECT count(*) FROM {index}_docsize")), cancellation)).Sum(line => long.Parse(line, CultureInfo.InvariantCulture));
            if (indexed != rows)
                yield return FormattableString.Invariant($"The index of {table} has {indexed} rows for {rows}. The command rebuild makes it anew.");
        }
    }

    public string Elements(string parameter) => $"json_each({parameter})";

    public string Part(string element, int part) => FormattableString.Invariant($"{element} ->> {part}");

    public string Smaller(string one, string other) => $"min({one}, {other})";

    public IWordSearch Words(TimeProvider clock, int small) => new SqliteWordSearch(db, clock, small);

    private async Task<List<string>> LinesAsync(string sql, CancellationToken cancellation)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var lines = new List<string>();
        while (await reader.ReadAsync(cancellation))
            lines.Add(string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(column => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))));
        return lines;
    }

    private sealed class Filler : TableFiller
    {
        private readonly SqliteCommand command;

        public Filler(PeaceTrackerDbContext db, string table, IReadOnlyList<(string Name, string StoreType)> columns)
        {
            command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
            command.Transaction = (SqliteTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
            command.CommandText = $"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))}) VALUES ({string.Join(", ", columns.Select((_, at) => FormattableString.Invariant($"$p{at}")))})";
            for (var at = 0; at < columns.Count; at++)
                command.Parameters.Add(new() { ParameterName = FormattableString.Invariant($"$p{at}") });
        }

        public override Task WriteAsync(IReadOnlyList<object?> row, CancellationToken cancellation)
        {
            for (var at = 0; at < row.Count; at++)
                command.Parameters[at].Value = row[at] ?? DBNull.Value;
            return command.ExecuteNonQueryAsync(cancellation);
        }

        public override ValueTask DisposeAsync() => command.DisposeAsync();
    }
}
