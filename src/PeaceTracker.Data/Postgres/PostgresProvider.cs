using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using PeaceTracker.Data.Search;

namespace PeaceTracker.Data.Postgres;

/// <inheritdoc cref="IProvider"/>
internal sealed class PostgresProvider(PeaceTrackerDbContext db) : IProvider
{
    /// <summary>The advisory lock of whoever writes; any number that nothing else in the database uses.</summary>
    private const long Turn = 0x5045414345;

    public Task OpenAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task CountIndexesAsync(CancellationToken cancellation) => db.Database.ExecuteSqlRawAsync("ANALYZE", cancellation);

    public Task TakeTurnAsync(CancellationToken cancellation) => db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Turn})", cancellation);

    public async Task<DbTransaction> LookAsync(CancellationToken cancellation) => await db.Database.GetDbConnection().BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);

    public Task BeforeManyAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task AfterManyAsync() => Task.CompletedTask;

    public RowWriter WriteRows() => new PostgresRowWriter(db);

    public async Task<TableFiller> FillAsync(string table, IReadOnlyList<(string Name, string StoreType)> columns, CancellationToken cancellation)
    {
        var copy = $"COPY \"{table}\" ({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))}) FROM STDIN (FORMAT BINARY)";
        var importer = await ((NpgsqlConnection)db.Database.GetDbConnection()).BeginBinaryImportAsync(copy, cancellation);
        // The server looks at references when all rows are there, and that takes longer than a request may.
        importer.Timeout = TimeSpan.Zero;
        return new Filler(importer, [.. columns.Select(column => column.StoreType)]);
    }

    public async Task<long?> LastKeyAsync(string table, string key, CancellationToken cancellation) =>
        await LinesAsync($"SELECT coalesce(pg_get_serial_sequence('\"{table}\"', '{key}'), '')", cancellation) is [{ Length: > 0 } sequence]
        && await LinesAsync($"SELECT last_value::text FROM {sequence} WHERE is_called", cancellation) is [var last]
            ? long.Parse(last, CultureInfo.InvariantCulture) : null;

    public Task SetLastKeyAsync(string table, string key, long last, CancellationToken cancellation) =>
        db.Database.ExecuteSqlAsync($"SELECT setval(pg_get_serial_sequence({'"' + table + '"'}, {key}), {last})", cancellation);

    public Task<bool> WriteFileAsync(string file, CancellationToken cancellation) => Task.FromResult(false);

    /// <remarks>All of it is one command, and so one transaction: https://www.postgresql.org/docs/15/protocol-flow.html</remarks>
    public async Task GrantAsync(string role, CancellationToken cancellation)
    {
        var name = '"' + role.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
        await db.Database.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText =
                $"""
                REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name};
                GRANT USAGE ON SCHEMA public TO {name};
                GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name};
                GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name};
                REVOKE UPDATE, DELETE ON "Revisions", "AccountEvents" FROM {name};
                REVOKE INSERT, UPDATE, DELETE ON "__EFMigrationsHistory" FROM {name};
                """;
            await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UndefinedObject)
        {
            throw new DatabaseOptionsException($"The server has no role {role}. Make it with CREATE ROLE first.");
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <remarks>A lock of the server goes with the connection of whoever holds it.</remarks>
    public Task<IDisposable?> BeginMigrationAsync(CancellationToken cancellation) => Task.FromResult<IDisposable?>(null);

    /// <remarks>Pages are checked by the server as it reads them, where its cluster was made with checksums. References can be broken by who may switch them off.</remarks>
    public Task<IReadOnlyList<string>> FirstDamagesAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);

    public async IAsyncEnumerable<string> DamagesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var constraint in await LinesAsync("SELECT conrelid::regclass::text || '.' || conname FROM pg_constraint WHERE NOT convalidated", cancellation))
            yield return $"What {constraint} demands was not looked at for all rows.";
        foreach (var index in await LinesAsync("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid OR NOT indisready", cancellation))
            yield return $"The index {index} is not whole. REINDEX makes it anew.";
        foreach (var trigger in await LinesAsync("SELECT tgrelid::regclass::text || '.' || tgname FROM pg_trigger WHERE tgenabled NOT IN ('O', 'A')", cancellation))
            yield return $"The trigger {trigger} is switched off, so that what it guards can be broken.";
        foreach (var reference in db.Model.GetRelationalModel().Tables.SelectMany(table => table.ForeignKeyConstraints))
        {
            var broken = await LinesAsync(
                $"""
                SELECT count(*)::text FROM "{reference.Table.Name}" r WHERE ({Columns("r", reference.Columns)}) IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM "{reference.PrincipalTable.Name}" p WHERE ({Columns("p", reference.PrincipalColumns)}) = ({Columns("r", reference.Columns)})) HAVING count(*) > 0
                """,
                cancellation);
            if (broken is [var rows])
                yield return $"A row refers to one that is not there: {rows} of {reference.Table.Name}, by {reference.Name}.";
        }

        static string Columns(string row, IEnumerable<IColumn> columns) => string.Join(", ", columns.Select(column => $"{row}.\"{column.Name}\""));
    }

    public string Elements(string parameter) => $"(SELECT (n - 1)::int AS key, value FROM jsonb_array_elements({parameter}::jsonb) WITH ORDINALITY e(value, n))";

    public string Part(string element, int part) => string.Create(CultureInfo.InvariantCulture, $"({element} ->> {part})::int");

    /// <remarks>The smallest of numbers passes over what is nothing.</remarks>
    public string Smaller(string one, string other) => $"CASE WHEN {other} IS NULL OR {one} IS NULL THEN NULL ELSE least({one}, {other}) END";

    public IWordSearch Words(TimeProvider clock, int small) => new PostgresWordSearch(db, clock, small);

    private async Task<List<string>> LinesAsync(string sql, CancellationToken cancellation)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var lines = new List<string>();
        while (await reader.ReadAsync(cancellation))
            lines.Add(reader.GetString(0));
        return lines;
    }

    private sealed class Filler(NpgsqlBinaryImporter importer, IReadOnlyList<string> storeTypes) : TableFiller
    {
        public override async Task WriteAsync(IReadOnlyList<object?> row, CancellationToken cancellation)
        {
            await importer.StartRowAsync(cancellation);
            for (var at = 0; at < row.Count; at++)
            {
                if (row[at] is { } value)
                    await importer.WriteAsync(value, storeTypes[at], cancellation);
                else
                    await importer.WriteNullAsync(cancellation);
            }
        }

        public override async Task FinishAsync(CancellationToken cancellation) => await importer.CompleteAsync(cancellation);

        public override ValueTask DisposeAsync() => importer.DisposeAsync();
    }
}
