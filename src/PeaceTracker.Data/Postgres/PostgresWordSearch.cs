using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PeaceTracker.Data.Search;
using PeaceTracker.Domain.Search;

namespace PeaceTracker.Data.Postgres;

/// <summary>Full text search of PostgreSQL (https://www.postgresql.org/docs/15/textsearch.html), over the keys of words as they are: it takes nothing apart and knows no language.</summary>
internal sealed class PostgresWordSearch(PeaceTrackerDbContext db, TimeProvider clock, int small) : IWordSearch
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(2);

    /// <remarks>
    /// It goes back by spans of quarters, each twice as long as the one before: a rare word is asked for few times, and of a common one the newest
    /// are found in the first. Whether a span is walked through by day or looked up by word the server judges by what it has counted.
    /// </remarks>
    public async Task<WordsFound> StatementsAsync(
        SearchQuery query, Spellings spellings, IReadOnlyList<string> facets, DateOnly since, DateOnly until, int enough, TimeSpan budget, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        try
        {
            var connection = (NpgsqlConnection)db.Database.GetDbConnection();
            // Of a small store everything is looked at: on a machine that has just started even that takes its time.
            if (budget != TimeSpan.MaxValue && (await MaxAsync(connection, "SELECT max(\"StatementId\") FROM \"StatementWords\" WHERE \"StatementId\" < $1", int.MaxValue, cancellation) ?? 0) <= small)
                budget = TimeSpan.MaxValue;
            var began = clock.GetTimestamp();
            var wanted = Expression(query, spellings, facets);
            var found = new List<int>();
            var end = until.DayNumber;
            DateOnly? looked = null;
            for (var quarters = 1; await MaxAsync(connection, "SELECT max(\"Day\") FROM \"StatementWords\" WHERE \"Day\" <= $1", end, cancellation) is { } next && next >= since.DayNumber; quarters *= 2)
            {
                var left = budget - clock.GetElapsedTime(began);
                if (looked is not null && left <= TimeSpan.Zero)
                    return new(found, looked);
                var newest = SearchQuarter.Of(DateOnly.FromDayNumber(next));
                var start = Math.Max(quarters > newest ? 0 : SearchQuarter.FirstDay(newest - quarters + 1).DayNumber, since.DayNumber);
                try
                {
                    using var watch = looked is null || budget == TimeSpan.MaxValue ? new CancellationTokenSource() : new CancellationTokenSource(left > Shortest ? left : Shortest, clock);
                    using var both = CancellationTokenSource.CreateLinkedTokenSource(watch.Token, cancellation);
                    var rows = await ReadAsync(connection, wanted, start, next, enough - found.Count, both.Token);
                    found.AddRange(rows.Select(row => row.Statement));
                    // What is found is whole days, so that whoever goes on knows where.
                    if (found.Count >= enough && rows.Count > 0 && rows[^1].Day > since.DayNumber)
                        return new(found, DateOnly.FromDayNumber(rows[^1].Day));
                }
                catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
                {
                    return new(found, looked);
                }

                end = start - 1;
                looked = DateOnly.FromDayNumber(start);
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
        // Only what is excluded: there is no row that has nothing else.
        if (query.Terms.All(term => term.Excluded))
            return [];
        await db.Database.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = new NpgsqlCommand(
                "SELECT \"SourceId\" FROM \"SourceWords\" WHERE \"Vector\" @@ $1::tsquery AND \"SourceId\" < $2 ORDER BY \"SourceId\" DESC LIMIT $3", (NpgsqlConnection)db.Database.GetDbConnection());
            command.Parameters.Add(new() { Value = Expression(query, spellings, []) });
            command.Parameters.Add(new() { Value = below });
            command.Parameters.Add(new() { Value = most });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var ids = new List<int>();
            while (await reader.ReadAsync(cancellation))
                ids.Add(reader.GetInt32(0));
            return ids;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task<int?> MaxAsync(NpgsqlConnection connection, string sql, int limit, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = limit });
        return await command.ExecuteScalarAsync(cancellation) as int?;
    }

    /// <returns>The newest rows in whole days, newest first: as many as wanted, and what else there is of the last day.</returns>
    private static async Task<List<(int Statement, int Day)>> ReadAsync(NpgsqlConnection connection, string wanted, int first, int last, int most, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT \"StatementId\", \"Day\" FROM \"StatementWords\" WHERE \"Vector\" @@ $1::tsquery AND \"Day\" >= $2 AND \"Day\" <= $3 ORDER BY \"Day\" DESC FETCH FIRST $4 ROWS WITH TIES", connection);
        command.Parameters.Add(new() { Value = wanted });
        command.Parameters.Add(new() { Value = first });
        command.Parameters.Add(new() { Value = last });
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<(int Statement, int Day)>();
        while (await reader.ReadAsync(cancellation))
            rows.Add((reader.GetInt32(0), reader.GetInt32(1)));
        rows.Sort((left, right) => (right.Day, right.Statement).CompareTo((left.Day, left.Statement)));
        return rows;
    }

    /// <summary>
    /// The query in the language of <c>tsquery</c>. Every word is a key of small letters and digits, every facet a name from the record, and each
    /// stands in quotation marks: nothing that was typed can mean anything but itself.
    /// </summary>
    internal static string Expression(SearchQuery query, Spellings spellings, IEnumerable<string> facets)
    {
        var wanted = new StringBuilder(string.Join(" & ", query.Terms.Where(term => !term.Excluded).Select(Of).Concat(facets.Select(Facet))));
        // Something has to be there before anything can be left out.
        if (wanted.Length == 0)
            wanted.Append(Facet(StatementWords.Any));
        foreach (var term in query.Terms.Where(term => term.Excluded))
            wanted.Append(" & !").Append(Of(term));
        return wanted.ToString();

        string Of(SearchTerm term)
        {
            var ways = spellings.Of(term).Select(Phrase).Concat(spellings.Speakers(term).Select(slug => Facet($"speaker:{slug}"))).ToList();
            if (term.Beginning is { Length: > 0 } beginning)
                ways.Add(Phrase([.. term.Keys.SkipLast(1), beginning]) + ":*");
            if (term.Said is { } said)
                ways.Add(Facet($"{(said.IsDay ? "day" : said.Text.Length > "yyyy".Length ? "month" : "year")}:{said.Text}"));
            return $"({string.Join(" | ", ways.Select(way => $"({way})"))})";
        }

        static string Phrase(IEnumerable<string> keys) => string.Join(" <-> ", keys.SelectMany(key => key.Split(' ')).Select(Quoted));

        static string Facet(string name) => Quoted(StatementWords.FacetMark + name);

        static string Quoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
