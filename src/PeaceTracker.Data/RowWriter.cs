using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace PeaceTracker.Data;

/// <summary>
/// Writes many new rows of one kind with one prepared statement, as EF Core would write each: table, columns and conversions are those of the
/// model, and so are the triggers and foreign keys that watch. It goes past <see cref="PeaceTrackerDbContext.SaveChangesAsync(bool, CancellationToken)"/>:
/// who uses it sees to what that does for new rows, the version of a further revision and the codebook of a coding.
/// </summary>
internal sealed class RowWriter<T> : IDisposable
    where T : class
{
    private readonly DbCommand command;
    private readonly List<Column> columns = [];

    /// <param name="db">Has a transaction running.</param>
    public RowWriter(PeaceTrackerDbContext db)
    {
        var type = db.Model.FindEntityType(typeof(T)) ?? throw new ArgumentException($"A {typeof(T).Name} is no row.");
        if (type.GetComplexProperties().Any() || type.GetNavigations().Any(navigation => navigation.TargetEntityType.IsOwned()))
            throw new ArgumentException($"A {typeof(T).Name} has parts in its row, which are not written here.");
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        var sql = db.GetService<ISqlGenerationHelper>();
        command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction() ?? throw new InvalidOperationException("Many rows are written in one transaction, or none is.");
        foreach (var property in type.GetProperties())
        {
            var mapping = property.GetRelationalTypeMapping();
            var parameter = mapping.CreateParameter(command, $"@p{columns.Count}", null, property.IsNullable);
            command.Parameters.Add(parameter);
            columns.Add(new(property, property.GetColumnName(table)!, parameter, mapping));
        }

        command.CommandText = $"INSERT INTO {sql.DelimitIdentifier(table.Name)} ({string.Join(", ", columns.Select(column => sql.DelimitIdentifier(column.Name)))}) VALUES ({string.Join(", ", columns.Select(column => column.Parameter.ParameterName))})";
        command.Prepare();
    }

    /// <summary>Writes a row.</summary>
    /// <param name="keys">Keys in the place of those the object has, by the name of the property.</param>
    public void Write(T row, params ReadOnlySpan<(string Property, object Value)> keys)
    {
        foreach (var column in columns)
        {
            object? value = null;
            foreach (var key in keys)
            {
                if (key.Property == column.Property.Name)
                    value = key.Value;
            }

            value ??= column.Property.GetGetter().GetClrValueUsingContainingEntity(row);
            column.Parameter.Value = (column.Mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;
        }

        command.ExecuteNonQuery();
    }

    public void Dispose() => command.Dispose();

    private sealed record Column(IProperty Property, string Name, DbParameter Parameter, RelationalTypeMapping Mapping);
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
