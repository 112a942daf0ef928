using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Sqlite;
using PeaceTracker.Domain.Positions;

namespace PeaceTracker.Benchmarks;

/// <summary>
/// The yardstick: the newest rows of many cells read straight from SQLite, with no rule and no objects, on a connection that stays open
/// and statements that stay prepared. The whole days within the eight newest rows of a cell, or its newest day: no rule can do with less.
/// </summary>
internal sealed class PlainSql : IDisposable
{
    private const int Rows = 8;
    private const int ColumnCount = 14;
    private const int TextColumn = 12;

    private readonly SqliteConnection connection;
    private readonly SqliteCommand together;
    private readonly SqliteCommand single;
    private readonly List<(int Party, int Issue, int Region)> seeks;

    /// <summary>The very text of the reader.</summary>
    public static string Newest
    {
        get
        {
            using var db = new SqlitePeaceTrackerDbContext(new DbContextOptionsBuilder<SqlitePeaceTrackerDbContext>().UseSqlite().Options);
            return PositionReader.NewestSql(db.Provider, EvidenceFilter.All);
        }
    }

    public PlainSql(GeneratedStore store, IReadOnlyList<CellKey> cells)
    {
        seeks = [.. cells.Select(cell => (cell.Party, cell.Issue, cell.Region ?? PublishedCoding.WholeCountry)).Distinct()];
        connection = store.Open();
        using (var cache = connection.CreateCommand())
        {
            // As the site has it.
            cache.CommandText = "PRAGMA cache_size = -8000";
            cache.ExecuteNonQuery();
        }

        together = connection.CreateCommand();
        together.CommandText = Newest;
        together.Parameters.AddWithValue("@seeks", "[" + string.Join(',', seeks.Select(seek => FormattableString.Invariant($"[{seek.Party},{seek.Issue},{seek.Region},null]"))) + "]");
        single = connection.CreateCommand();
        const string where = "FROM PublishedCodings WHERE PartyId = @party AND IssueId = @issue AND RegionId = @region AND Day <= @date AND RecordedFrom <= @known AND RecordedTo > @known";
        single.CommandText =
            "SELECT Id, Day, Earliest, RecordedFrom, RecordedTo, StepFrom, StepTo, State, Channel, SourceGrade, Information, Statement, Origins, Copied " +
            $"{where} AND Day >= coalesce(min((SELECT Day {where} ORDER BY Day DESC LIMIT 1), (SELECT Day {where} ORDER BY Day DESC LIMIT 1 OFFSET @rows - 1) + 1), 0) ORDER BY Day DESC, Id DESC";
        foreach (var name in (string[])["@party", "@issue", "@region"])
            single.Parameters.AddWithValue(name, 0);
        foreach (var command in (SqliteCommand[])[together, single])
        {
            command.Parameters.AddWithValue("@date", 0);
            command.Parameters.AddWithValue("@known", GeneratedStore.Known.UtcTicks);
            command.Parameters.AddWithValue("@rows", Rows);
        }
    }

    /// <summary>All cells in one statement; the count of rows and a sum over every column, so that no read can be skipped.</summary>
    public (int Rows, long Sum) Together(DateOnly date)
    {
        together.Parameters["@date"].Value = date.DayNumber;
        var total = new Total();
        Read(together, total);
        return (total.Rows, total.Sum);
    }

    /// <summary>One prepared statement run once a cell.</summary>
    public (int Rows, long Sum) OneByOne(DateOnly date)
    {
        single.Parameters["@date"].Value = date.DayNumber;
        var total = new Total();
        foreach (var (party, issue, region) in seeks)
        {
            single.Parameters[0].Value = party;
            single.Parameters[1].Value = issue;
            single.Parameters[2].Value = region;
            Read(single, total);
        }

        return (total.Rows, total.Sum);
    }

    /// <summary>How SQLite means to find the rows.</summary>
    public IEnumerable<string> Plan(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in sql.Split('@').Skip(1).Select(rest => "@" + new string([.. rest.TakeWhile(char.IsLetter)])).Distinct())
            command.Parameters.AddWithValue(name, name == "@seeks" ? "[[1,1,0,null]]" : name == "@parties" ? "[[1]]" : 1);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return reader.GetString(3);
    }

    public void Dispose()
    {
        together.Dispose();
        single.Dispose();
        connection.Dispose();
    }

    private sealed class Total
    {
        public int Rows { get; set; }

        public long Sum { get; set; }
    }

    private static void Read(SqliteCommand command, Total total)
    {
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            total.Rows++;
            for (var column = 0; column < ColumnCount; column++)
                total.Sum += column == TextColumn ? reader.GetString(column).Length : reader.GetInt64(column);
        }
    }
}
