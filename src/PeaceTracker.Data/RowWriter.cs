using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace PeaceTracker.Data;

/// <summary>
/// Writes many new rows as EF Core would write each: table, columns and conversions are those of the model, and so are the triggers and foreign
/// keys that watch. It goes past <see cref="PeaceTrackerDbContext.SaveChangesAsync(bool, CancellationToken)"/>: who uses it sees to what that does
/// for new rows, the version of a further revision and the codebook of a coding.
/// </summary>
internal abstract class RowWriter : IDisposable
{
    private readonly PeaceTrackerDbContext db;

    /// <param name="db">Has a transaction running.</param>
    protected RowWriter(PeaceTrackerDbContext db)
    {
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("Many rows are written in one transaction, or none is.");
        this.db = db;
    }

    /// <summary>Writes a row, after all that were written before it.</summary>
    /// <param name="keys">Keys in the place of those the object has, by the name of the property.</param>
    /// <exception cref="System.Data.Common.DbException">The store refuses it, or one before it.</exception>
    public abstract void Write<T>(T row, params ReadOnlySpan<(string Property, object Value)> keys)
        where T : class;

    /// <summary>Ends the writing: whatever is not sent yet is, and keys that were given here are given by nobody else.</summary>
    public abstract void Finish();

    /// <summary>The highest key a row of this kind has or had; what is written with higher ones keeps the store from giving them again.</summary>
    public abstract int Highest<T>()
        where T : class;

    public abstract void Dispose();

    /// <summary>The command that adds a row of this kind, and its columns in the order of its parameters.</summary>
    /// <param name="parameter">What stands for the parameter at a place, from 1.</param>
    protected (string Sql, IReadOnlyList<Column> Columns) Insertion<T>(Func<int, string> parameter)
    {
        var type = db.Model.FindEntityType(typeof(T)) ?? throw new ArgumentException($"A {typeof(T).Name} is no row.");
        if (type.GetComplexProperties().Any() || type.GetNavigations().Any(navigation => navigation.TargetEntityType.IsOwned()))
            throw new ArgumentException($"A {typeof(T).Name} has parts in its row, which are not written here.");
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        var sql = db.GetService<ISqlGenerationHelper>();
        var columns = type.GetProperties().Where(property => property.GetComputedColumnSql() is null).Select(property => new Column(property)).ToList();
        return (
            $"INSERT INTO {sql.DelimitIdentifier(table.Name)} ({string.Join(", ", columns.Select(column => sql.DelimitIdentifier(column.Property.GetColumnName(table)!)))}) VALUES ({string.Join(", ", columns.Select((_, at) => parameter(at + 1)))})",
            columns);
    }

    /// <param name="property">What is written there.</param>
    protected sealed class Column(IProperty property)
    {
        private readonly ValueConverter? converter = property.GetRelationalTypeMapping().Converter;

        // A conversion asks for the name of such a value each time, and there are few of them.
        private readonly Dictionary<object, object?>? known = (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType).IsEnum ? [] : null;

        public IProperty Property => property;

        /// <summary>What is stored of a row there.</summary>
        public object? Of<T>(T row, ReadOnlySpan<(string Property, object Value)> keys)
            where T : class
        {
            foreach (var key in keys)
            {
                if (key.Property == property.Name)
                    return Stored(key.Value);
            }

            return Stored(property.GetGetter().GetClrValueUsingContainingEntity(row));
        }

        private object? Stored(object? value)
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
