using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace PeaceTracker.Data.Sqlite;

/// <summary>
/// One prepared statement for each kind of row. Parameters are bound by their place, since a command of ADO.NET looks each up by its name for
/// every row, which takes longer than to write it.
/// </summary>
internal sealed class SqliteRowWriter(PeaceTrackerDbContext db) : RowWriter(db)
{
    private readonly PeaceTrackerDbContext db = db;
    private readonly sqlite3 connection = ((SqliteConnection)db.Database.GetDbConnection()).Handle!;
    private readonly Dictionary<Type, (sqlite3_stmt Statement, IReadOnlyList<Column> Columns)> prepared = [];

    public override void Write<T>(T row, params ReadOnlySpan<(string Property, object Value)> keys)
    {
        if (!prepared.TryGetValue(typeof(T), out var insertion))
        {
            var (sql, columns) = Insertion<T>(_ => "?");
            Demand(raw.sqlite3_prepare_v2(connection, sql, out var made));
            prepared[typeof(T)] = insertion = (made, columns);
        }

        var statement = insertion.Statement;
        for (var at = 0; at < insertion.Columns.Count; at++)
            Demand(Bind(statement, at + 1, insertion.Columns[at].Of(row, keys)));
        var result = raw.sqlite3_step(statement);
        if (result != raw.SQLITE_DONE)
        {
            raw.sqlite3_reset(statement);
            Demand(result);
        }

        Demand(raw.sqlite3_reset(statement));
    }

    public override void Finish()
    {
    }

    public override int Highest<T>()
    {
        var table = db.Model.FindEntityType(typeof(T))!.GetTableName()!;
        return db.Database.SqlQuery<int>($"SELECT COALESCE(MAX(seq), 0) AS Value FROM sqlite_sequence WHERE name = {table}").Single();
    }

    public override void Dispose()
    {
        foreach (var (statement, _) in prepared.Values)
            statement.Dispose();
    }

    // As Microsoft.Data.Sqlite writes each type.
    private static int Bind(sqlite3_stmt statement, int place, object? value) => value switch
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
}
