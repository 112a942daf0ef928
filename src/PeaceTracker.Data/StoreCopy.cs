using System.Collections;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using PeaceTracker.Data.History;

namespace PeaceTracker.Data;

/// <summary>What a copy of a store came to.</summary>
/// <param name="Tables">How many tables were copied.</param>
/// <param name="Rows">How many rows, in all of them.</param>
/// <param name="Entries">How many entries the log has.</param>
/// <param name="Faults">What of the copy is not as it is in the store, or not as the log says, in sentences; empty when it is whole, and then alone it was kept.</param>
public sealed record CopyVerdict(int Tables, long Rows, long Entries, IReadOnlyList<string> Faults);

/// <summary>A store cannot be copied, and nothing of it was. The message is for the operator.</summary>
public sealed class StoreCopyException(string message) : Exception(message);

/// <summary>
/// Copies a store to one of the other provider, every row of every table as it is, and proves that both say the same: all of it as of one moment, and
/// in one transaction, so that a copy that is broken off or differs leaves nothing.
/// </summary>
public static class StoreCopy
{
    private const int Often = 10_000;

    /// <param name="from">The store that is copied; others may read and write it meanwhile.</param>
    /// <param name="to">A store of the other provider in the form this program needs, without a row.</param>
    /// <param name="progress">Is told what is being done with which table, and how many of its rows are.</param>
    /// <param name="check">Looks at the copy as <c>verify</c> does.</param>
    /// <exception cref="StoreCopyException">The database has rows, or cannot hold what the store has.</exception>
    public static async Task<CopyVerdict> RunAsync(PeaceTrackerDbContext from, PeaceTrackerDbContext to, StoreCheck check, Action<string, long> progress, CancellationToken cancellation)
    {
        await using var look = await StoreLook.BeginAsync(from, cancellation);
        await using var transaction = await to.Database.BeginTransactionAsync(cancellation);
        var (tables, rows) = await RowsAsync(from, to, progress, cancellation);
        var source = from.Model.GetRelationalModel();
        var faults = new List<string>();
        foreach (var table in tables)
        {
            var shared = source.FindTable(table.Name, table.Schema)!;
            if (await DigestAsync(from, shared, shared, progress, cancellation) != await DigestAsync(to, table, shared, progress, cancellation))
                faults.Add($"The rows of {table.Name} are not the same in both.");
        }

        var verdict = await check.RunAsync(null, (part, done) => progress($"Checking {part}", done), cancellation);
        faults.AddRange(verdict.Faults.Select(fault => $"{fault.Part}: {fault.What}"));
        if (faults.Count == 0)
            await transaction.CommitAsync(cancellation);
        return new(tables.Count, rows, verdict.Log.Count, faults);
    }

    /// <summary>Copies every row of every table and compares nothing.</summary>
    internal static async Task<(IReadOnlyList<ITable> Tables, long Rows)> RowsAsync(PeaceTrackerDbContext from, PeaceTrackerDbContext to, Action<string, long> progress, CancellationToken cancellation)
    {
        to.Database.SetCommandTimeout(0);
        await to.Provider.TakeTurnAsync(cancellation);
        var tables = InOrder([.. to.Model.GetRelationalModel().Tables]);
        // What its form brings comes from the store again.
        await to.Roles.ExecuteDeleteAsync(cancellation);
        foreach (var table in tables)
        {
            if (await CountAsync(to, table, cancellation) > 0)
                throw new StoreCopyException($"The database is not empty: {table.Name} has rows. Make a new one, and let Database:Connection name that.");
        }

        var source = from.Model.GetRelationalModel();
        var rows = 0L;
        foreach (var table in tables)
            rows += await CopyAsync(from, source.FindTable(table.Name, table.Schema)!, to, table, progress, cancellation);
        await to.Provider.CountIndexesAsync(cancellation);
        return (tables, rows);
    }

    /// <summary>What is referred to before what refers to it.</summary>
    private static List<ITable> InOrder(List<ITable> tables)
    {
        var ordered = new List<ITable>();
        while (tables.Count > 0)
        {
            var next = tables.Where(table => table.ForeignKeyConstraints.All(reference => reference.PrincipalTable == table || ordered.Contains(reference.PrincipalTable))).OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
            if (next.Count == 0)
                throw new InvalidOperationException($"Tables refer to each other in a circle: {string.Join(", ", tables.Select(table => table.Name))}.");
            ordered.AddRange(next);
            tables.RemoveAll(next.Contains);
        }

        return ordered;
    }

    /// <summary>Those that hold what was written; what the store computes is left out.</summary>
    private static List<IColumn> Columns(ITable table) => [.. table.Columns.Where(column => column.ComputedColumnSql is null).OrderBy(column => column.Name, StringComparer.Ordinal)];

    private static async Task<long> CountAsync(PeaceTrackerDbContext db, ITable table, CancellationToken cancellation)
    {
        await using var command = Command(db, $"SELECT count(*) FROM \"{table.Name}\"");
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
    }

    private static async Task<long> CopyAsync(PeaceTrackerDbContext from, ITable source, PeaceTrackerDbContext to, ITable table, Action<string, long> progress, CancellationToken cancellation)
    {
        var columns = Columns(source).Zip(Columns(table), (here, there) => (From: new Cell(here), To: new Cell(there))).ToList();
        var copied = 0L;
        try
        {
            await using var command = Command(from, $"SELECT {Names(Columns(source))} FROM \"{table.Name}\"");
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            await using (var filler = await to.Provider.FillAsync(table.Name, [.. Columns(table).Select((column, at) => (column.Name, columns[at].To.StoreType))], cancellation))
            {
                var row = new object?[columns.Count];
                while (await reader.ReadAsync(cancellation))
                {
                    for (var at = 0; at < columns.Count; at++)
                        row[at] = columns[at].To.ToStore(columns[at].From.Read(reader, at));
                    await filler.WriteAsync(row, cancellation);
                    if (++copied % Often == 0)
                        progress($"Copying {table.Name}", copied);
                }

                await filler.FinishAsync(cancellation);
            }
        }
        catch (DbException error) when (StoreTrouble.Refuses(error) is { } refusal)
        {
            throw new StoreCopyException($"A row of {table.Name} cannot be kept there: {refusal}.");
        }

        // Keys that were given are given to nothing else, also those of rows that are gone.
        if (table.PrimaryKey!.Columns is [{ Name: var key }] && await from.Provider.LastKeyAsync(table.Name, key, cancellation) is { } last)
            await to.Provider.SetLastKeyAsync(table.Name, key, last, cancellation);
        return copied;
    }

    /// <summary>Of every value of every row, as the program reads it, in the order of the key.</summary>
    /// <param name="shared">The same table in the store that is copied: by its conversions values of both are written down.</param>
    private static async Task<string> DigestAsync(PeaceTrackerDbContext db, ITable table, ITable shared, Action<string, long> progress, CancellationToken cancellation)
    {
        var columns = Columns(table).Zip(Columns(shared), (here, there) => (Here: new Cell(here), Shared: new Cell(there))).ToList();
        await using var command = Command(db, $"SELECT {Names(Columns(table))} FROM \"{table.Name}\" ORDER BY {Names(table.PrimaryKey!.Columns)}");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var line = new StringBuilder();
        for (var read = 0L; await reader.ReadAsync(cancellation);)
        {
            line.Clear();
            for (var at = 0; at < columns.Count; at++)
            {
                var text = Text(columns[at].Shared.ToStore(columns[at].Here.Read(reader, at)));
                // With its length before it, so that no two rows read alike.
                line.Append(CultureInfo.InvariantCulture, $"{text?.Length ?? -1}:{text}");
            }

            digest.AppendData(Encoding.UTF8.GetBytes(line.ToString()));
            if (++read % Often == 0)
                progress($"Comparing {table.Name}", read);
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        byte[] bytes => Convert.ToHexStringLower(bytes),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        string text => text,
        IEnumerable list => string.Join('\u001f', list.Cast<object>().Select(Text)),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string Names(IEnumerable<IColumn> columns) => string.Join(", ", columns.Select(column => $"\"{column.Name}\""));

    private static DbCommand Command(PeaceTrackerDbContext db, string sql)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        // As long as a large store takes.
        command.CommandTimeout = 0;
        return command;
    }

    /// <summary>A column as the program reads and writes it.</summary>
    private sealed class Cell
    {
        private static readonly System.Reflection.MethodInfo Value = typeof(DbDataReader).GetMethod(nameof(DbDataReader.GetFieldValue))!;

        private readonly RelationalTypeMapping? mapping;
        private readonly Func<DbDataReader, int, object> read;

        public Cell(IColumn column)
        {
            // What is kept as JSON, such as what a passkey holds, is no property: its text is its value, in whatever order its names stand.
            mapping = column.PropertyMappings.Count > 0 ? column.PropertyMappings[0].TypeMapping : null;
            StoreType = mapping?.StoreType ?? column.StoreType;
            var type = mapping?.Converter?.ProviderClrType ?? mapping?.ClrType ?? typeof(string);
            var getter = Value.MakeGenericMethod(Nullable.GetUnderlyingType(type) ?? type);
            read = (reader, at) => getter.Invoke(reader, [at])!;
        }

        public string StoreType { get; }

        /// <summary>As the program has it; null where there is nothing.</summary>
        public object? Read(DbDataReader reader, int at)
        {
            if (reader.IsDBNull(at))
                return null;
            var value = read(reader, at);
            return mapping is null ? Sorted(JsonNode.Parse((string)value)) : mapping.Converter is { } converter ? converter.ConvertFromProvider(value) : value;
        }

        public object? ToStore(object? value) => mapping?.Converter is { } converter && value is not null ? converter.ConvertToProvider(value) : value;

        private static string Sorted(JsonNode? node) => node switch
        {
            JsonObject record => "{" + string.Join(',', record.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"\"{field.Key}\":{Sorted(field.Value)}")) + "}",
            JsonArray list => "[" + string.Join(',', list.Select(Sorted)) + "]",
            null => "null",
            _ => node.ToJsonString(),
        };
    }
}
