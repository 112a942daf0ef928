using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Files;

/// <summary>A table as CSV (RFC 4180).</summary>
internal static class CsvFile
{
    public const string ContentType = "text/csv; charset=utf-8";

    /// <summary>In the query of a CSV file: it begins with a byte order mark, without which Excel takes UTF-8 for something else.</summary>
    public const string MarkParameter = "bom";

    /// <summary>Stands before a cell that a spreadsheet would run as a formula, or that would hide one behind it.</summary>
    public const char Guard = '\'';

    /// <summary>Bytes that may wait before they are sent.</summary>
    private const int Chunk = 1 << 16;

    /// <summary>A spreadsheet would run a cell that begins so, as it stands or once it has made the letters narrow.</summary>
    public static bool StartsFormula(string cell) => cell is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\0' or '＝' or '＋' or '－' or '＠', ..];

    /// <param name="provenance">What every row ends with.</param>
    /// <param name="mark">Begins with a byte order mark.</param>
    public static async Task WriteAsync(Stream body, IReadOnlyList<(string Name, object? Value)> provenance, TakeAway takeAway, bool mark, CancellationToken cancellation)
    {
        await using var text = new StreamWriter(body, new UTF8Encoding(mark), Chunk, leaveOpen: true);
        await using var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            NewLine = "\r\n",
            // Left to itself it quotes what holds a whole line end only, and half a one ends the row too.
            ShouldQuote = field => field.Field is [' ', ..] or [.., ' '] || field.Field.AsSpan().ContainsAny(",\"\r\n"),
        }, leaveOpen: true);
        foreach (var column in takeAway.Schema.Columns.Select(column => column.Name).Concat(provenance.Select(pair => pair.Name)))
            csv.WriteField(Guarded(column));
        await csv.NextRecordAsync();
        await foreach (var row in takeAway.Read(cancellation))
        {
            foreach (var value in row.Concat(provenance.Select(pair => pair.Value)))
                csv.WriteField(value is string or System.Collections.IEnumerable ? Guarded(Text(value)) : Text(value));
            // Sends when its buffer is full, and never waits for a slow reader on a thread.
            await csv.NextRecordAsync();
        }
    }

    /// <summary>A value as one cell of text.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        bool yes => yes ? "yes" : "no",
        string text => text,
        DateOnly day => View.Iso(day),
        DateTimeOffset instant => View.Instant(instant),
        System.Collections.IEnumerable several => string.Join(';', several.Cast<object?>().Select(Text)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Guarded(string cell) => StartsFormula(cell) ? Guard + cell : cell;
}
