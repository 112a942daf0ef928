using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using SQLitePCL;

namespace PeaceTracker.Data;

/// <summary>
/// Writes many new rows of one kind with one prepared statement, as EF Core would write each: table, columns and conversions are those of the
/// model, and so are the triggers and foreign keys that watch. It goes past <see cref="PeaceTrackerDbContext.SaveChangesAsync(bool, CancellationToken)"/>:
/// who uses it sees to what that does for new rows, the version of a further revision and the codebook of a coding. Parameters are bound by their
/// place, since a command of ADO.NET looks each up by its name for every row, which takes longer than to write it.
/// </summary>
internal sealed class RowWriter<T> : IDisposable
    where T : class
{
    private readonly sqlite3 connection;
    private readonly sqlite3_stmt statement;
    private readonly List<Column> columns;

    /// <param name="db">Has a transaction running.</param>
    public RowWriter(PeaceTrackerDbContext db)
    {
        var type = db.Model.FindEntityType(typeof(T)) ?? throw new ArgumentException($"A {typeof(T).Name} is no row.");
        if (type.GetComplexProperties().Any() || type.GetNavigations().Any(navigation => navigation.TargetEntityType.IsOwned()))
            throw new ArgumentException($"A {typeof(T).Name} has parts in its row, which are not written here.");
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("Many rows are written in one transaction, or none is.");
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        var sql = db.GetService<ISqlGenerationHelper>();
        connection = ((SqliteConnection)db.Database.GetDbConnection()).Handle!;
        columns = [.. type.GetProperties().Select(property => new Column(property))];
        Demand(raw.sqlite3_prepare_v2(connection, $"INSERT INTO {sql.DelimitIdentifier(table.Name)} ({string.Join(", ", columns.Select(column => sql.DelimitIdentifier(column.Property.GetColumnName(table)!)))}) VALUES ({string.Join(", ", columns.Select(_ => "?"))})", out statement));
    }

    /// <summary>Writes a row.</summary>
    /// <param name="keys">Keys in the place of those the object has, by the name of the property.</param>
    /// <exception cref="SqliteException">The store refuses it.</exception>
    public void Write(T row, params ReadOnlySpan<(string Property, object Value)> keys)
    {
        for (var at = 0; at < columns.Count; at++)
        {
            object? value = null;
            foreach (var key in keys)
            {
                if (key.Property == columns[at].Property.Name)
                    value = key.Value;
            }

            Demand(Bind(at + 1, columns[at].Stored(value ?? columns[at].Property.GetGetter().GetClrValueUsingContainingEntity(row))));
        }

        var result = raw.sqlite3_step(statement);
        if (result != raw.SQLITE_DONE)
        {
            raw.sqlite3_reset(statement);
            Demand(result);
        }

        Demand(raw.sqlite3_reset(statement));
    }

    public void Dispose() => statement.Dispose();

    // As Microsoft.Data.Sqlite writes each type.
    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, place),
        string text => raw.sqlite3_bind_text(statement, place, text),
        int number => raw.sqlite3_bind_int64(statement, place, number),
        long number => raw.sqlite3_bind_int64(statement, place, number),
        bool yes => raw.sqlite3_bind_int64(statement, place, yes ? 1 : 0),
        double number => raw.sqlite3_bind_double(statement, place, number),
        decimal number => raw.sqlite3_bind_text(statement, place, number.ToString("0.0###########################", CultureInfo.InvariantCulture)),
        byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
        DateOnly day => raw.sqlite3_bind_text(statement, place, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException($"A {value.GetType().Name} is not written here."),
    };

    private void Demand(int result) => SqliteException.ThrowExceptionForRC(result, connection);

    /// <param name="property">What is written there.</param>
    private sealed class Column(IProperty property)
    {
        private readonly ValueConverter? converter = property.GetRelationalTypeMapping().Converter;

        // A conversion asks for the name of such a value each time, and there are few of them.
        private readonly Dictionary<object, object?>? known = (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType).IsEnum ? [] : null;

        public IProperty Property => property;

        public object? Stored(object? value)
        {
            if (converter is null || value is null)
                return value;
            if (known is null)
                return converter.ConvertToProvider(value);
            if (!known.TryGetValue(value, out var stored))
                known[value] = stored = converter.ConvertToProvider(value);
            return stored;
        }
    }
}

/// <summary>Keys for rows that are written past EF Core.</summary>
internal static class RowKeys
{
    /// <summary>The highest key a row of this kind has or had; what is written with higher ones keeps the store from giving them again.</summary>
    public static int Highest<T>(this PeaceTrackerDbContext db)
        where T : class
    {
        var table = db.Model.FindEntityType(typeof(T))!.GetTableName()!;
        return db.Database.SqlQuery<int>($"SELECT COALESCE(MAX(seq), 0) AS Value FROM sqlite_sequence WHERE name = {table}").Single();
    }
}
