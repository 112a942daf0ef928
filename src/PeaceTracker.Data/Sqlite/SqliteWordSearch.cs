using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Search;
using PeaceTracker.Domain.Search;

namespace PeaceTracker.Data.Sqlite;

/// <summary>Full text search of SQLite (FTS5, https://sqlite.org/fts5.html).</summary>
internal sealed class SqliteWordSearch(PeaceTrackerDbContext db, TimeProvider clock, int small) : IWordSearch
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(2);

    // A row of the index has one number and goes by it: the day times this, and the id of the revision.
    private const long DayOfRows = 1L << 32;

    public async Task<WordsFound> StatementsAsync(
        SearchQuery query, Spellings spellings, IReadOnlyList<string> facets, DateOnly since, DateOnly until, int enough, TimeSpan budget, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        try
        {
            var connection = (SqliteConnection)db.Database.GetDbConnection();
            // Of a small store everything is looked at: on a machine that has just started even that takes its time.
            if (budget != TimeSpan.MaxValue && await MaxAsync(connection, "SELECT max(StatementId) FROM StatementWords WHERE StatementId < $below", int.MaxValue, cancellation) is var newest && (newest ?? 0) <= small)
                budget = TimeSpan.MaxValue;
            var began = clock.GetTimestamp();
            var wanted = Expression(query, spellings, facets);
            var found = new List<int>();
            var (first, end) = (Row(since), Row(until) + DayOfRows);
            DateOnly? looked = null;
            for (var quarter = SearchQuarter.Of(until) + 1; await MaxAsync(connection, "SELECT max(Quarter) FROM StatementWords WHERE Quarter < $below", quarter, cancellation) is { } next && next >= SearchQuarter.Of(since);)
            {
                quarter = next;
                var left = budget - clock.GetElapsedTime(began);
                var start = Math.Max(Row(SearchQuarter.FirstDay(quarter)), first);
                var brokenOff = false;
                try
                {
                    // The first part is looked at whatever it takes, or nobody would get on; others are broken off when the time is up.
                    await using var watch = looked is null || budget == TimeSpan.MaxValue ? null
                        : clock.CreateTimer(_ => BreakOff(), null, left > Shortest ? left : Shortest, Timeout.InfiniteTimeSpan);
                    if (looked is not null && left <= TimeSpan.Zero)
                        return new(found, looked);
                    var last = await ReadAsync(connection, quarter, wanted, start, end, enough - found.Count, found, cancellation);
                    // What is found is whole days, so that whoever goes on knows where.
                    if (last is { } row && found.Count >= enough && row - row % DayOfRows > first)
                    {
                        await ReadAsync(connection, quarter, wanted, row - row % DayOfRows, row, int.MaxValue, found, cancellation);
                        return new(found, Day(row));
                    }
                }
                catch (SqliteException error) when (brokenOff && StoreTrouble.WasBrokenOff(error) && !cancellation.IsCancellationRequested)
                {
                    return new(found, looked);
                }

                end = start;
                looked = Day(start);

                void BreakOff()
                {
                    brokenOff = true;
                    SQLitePCL.raw.sqlite3_interrupt(connection.Handle);
                }
            }

            return new(found, null);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    public async Task<List<int>> SourcesAsync(SearchQuery query, Spellings spellings, int below, int most, CancellationToken cancellation)
    {
        var expression = Expression(query, spellings, []);
        // Only what is excluded: there is no row that has nothing else.
        if (query.Terms.All(term => term.Excluded))
            return [];
        await db.Database.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "SELECT rowid FROM SourceIndex WHERE SourceIndex MATCH $wanted AND rowid < $below ORDER BY rowid DESC LIMIT $most";
            Add(command, "$wanted", expression);
            Add(command, "$below", below);
            Add(command, "$most", most);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var ids = new List<int>();
            while (reader.Read())
                ids.Add(reader.GetInt32(0));
            return ids;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task<int?> MaxAsync(DbConnection connection, string sql, int below, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Add(command, "$below", below);
        return await command.ExecuteScalarAsync(cancellation) is long found ? (int)found : null;
    }

    /// <returns>Number of the last row read; null when there was none.</returns>
    private static async Task<long?> ReadAsync(
        DbConnection connection, int quarter, string wanted, long from, long before, int most, List<int> found, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        var index = FormattableString.Invariant($"StatementIndex{quarter % SearchQuarter.Tables}");
        command.CommandText = $"SELECT rowid FROM {index} WHERE {index} MATCH $wanted AND rowid >= $from AND rowid < $before ORDER BY rowid DESC LIMIT $most";
        Add(command, "$wanted", wanted);
        Add(command, "$from", from);
        Add(command, "$before", before);
        Add(command, "$most", most);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var read = new List<int>();
        long? last = null;
        while (reader.Read())
        {
            last = reader.GetInt64(0);
            read.Add((int)(last.Value % DayOfRows));
        }

        // Of a part that is broken off nothing is taken: what is found is every day from some day on.
        found.AddRange(read);
        return last;
    }

    private static long Row(DateOnly day) => day.DayNumber * DayOfRows;

    private static DateOnly Day(long row) => DateOnly.FromDayNumber((int)(row / DayOfRows));

    /// <summary>
    /// The query in the language of FTS5. Every word is a key of small letters and digits, every facet a name from the record, and each stands
    /// in quotation marks: nothing that was typed can mean anything but itself.
    /// </summary>
    internal static string Expression(SearchQuery query, Spellings spellings, IEnumerable<string> facets)
    {
        var wanted = new StringBuilder(string.Join(" AND ", query.Terms.Where(term => !term.Excluded).Select(Of).Concat(facets.Select(Facet))));
        // Something has to be there before anything can be left out.
        if (wanted.Length == 0)
            wanted.Append(Facet(StatementWords.Any));
        foreach (var term in query.Terms.Where(term => term.Excluded))
            wanted.Append(" NOT ").Append(Of(term));
        return wanted.ToString();

        string Of(SearchTerm term)
        {
            var ways = spellings.Of(term).Select(keys => Quoted(string.Join(' ', keys))).Concat(spellings.Speakers(term).Select(slug => Facet($"speaker:{slug}"))).ToList();
            if (term.Beginning is { Length: > 0 } beginning)
                ways.Add(Quoted(string.Join(' ', term.Keys.SkipLast(1).Append(beginning))) + " *");
            if (term.Said is { } said)
                ways.Add(Facet($"{(said.IsDay ? "day" : said.Text.Length > "yyyy".Length ? "month" : "year")}:{said.Text}"));
            return $"({string.Join(" OR ", ways)})";
        }

        static string Facet(string name) => Quoted(StatementWords.FacetMark + name);

        static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
