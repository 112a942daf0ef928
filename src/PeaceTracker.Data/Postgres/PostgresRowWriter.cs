using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace PeaceTracker.Data.Postgres;

/// <summary>Sends rows of all kinds many at a time, in the order they came: what a row refers to is there before it.</summary>
internal sealed class PostgresRowWriter(PeaceTrackerDbContext db) : RowWriter(db)
{
    /// <summary>Rows that are sent together.</summary>
    private const int Together = 1000;

    private readonly PeaceTrackerDbContext db = db;
    private readonly NpgsqlBatch batch = new((NpgsqlConnection)db.Database.GetDbConnection());
    private readonly Dictionary<Type, (string Sql, IReadOnlyList<Column> Columns)> known = [];
    private readonly Dictionary<Type, (string Table, int Highest)> keys = [];

    public override void Write<T>(T row, params ReadOnlySpan<(string Property, object Value)> keys)
    {
        if (!known.TryGetValue(typeof(T), out var insertion))
            known[typeof(T)] = insertion = Insertion<T>(place => FormattableString.Invariant($"${place}"));
        var command = new NpgsqlBatchCommand(insertion.Sql);
        foreach (var column in insertion.Columns)
        {
            // Types are those of the columns, also of what is not there.
            var parameter = new NpgsqlParameter { Value = column.Of(row, keys) ?? DBNull.Value };
            if (parameter.Value is DBNull)
                parameter.DataTypeName = column.Property.GetRelationalTypeMapping().StoreTypeNameBase;
            command.Parameters.Add(parameter);
        }

        foreach (var (property, value) in keys)
        {
            if (property == "Id" && this.keys.TryGetValue(typeof(T), out var key))
                this.keys[typeof(T)] = (key.Table, Math.Max(key.Highest, (int)value));
        }

        batch.BatchCommands.Add(command);
        if (batch.BatchCommands.Count >= Together)
            Send();
    }

    public override void Finish()
    {
        Send();
        foreach (var (table, highest) in keys.Values.Where(key => key.Highest > 0))
            db.Database.ExecuteSql($"SELECT setval(pg_get_serial_sequence({table}, 'Id'), {highest})");
    }

    public override int Highest<T>()
    {
        var table = $"\"{db.Model.FindEntityType(typeof(T))!.GetTableName()}\"";
        var highest = (int)db.Database.SqlQuery<long>($"SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence({table}, 'Id')::regclass), 0) AS \"Value\"").Single();
        keys[typeof(T)] = (table, highest);
        return highest;
    }

    public override void Dispose() => batch.Dispose();

    private void Send()
    {
        if (batch.BatchCommands.Count == 0)
            return;
        batch.Transaction = (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        batch.ExecuteNonQuery();
        batch.BatchCommands.Clear();
    }
}
