using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace PeaceTracker.Web.Writing.Importing;

/// <summary>A row of a table.</summary>
/// <param name="Number">As a spreadsheet counts: the heading is row 1.</param>
/// <param name="Problem">Why its cells cannot be told apart, and how to mend it; null when they can.</param>
public sealed record TableRow(int Number, IReadOnlyList<string> Cells, string? Problem);

/// <summary>A table of text as rows and cells (RFC 4180, and with other separators).</summary>
/// <param name="Problem">Why it cannot be read at all; null when it can.</param>
public sealed record TableRows(IReadOnlyList<string> Headings, IReadOnlyList<TableRow> Rows, string Separator, string? Problem)
{
    /// <summary>Rows without their heading that one import may have.</summary>
    public const int Most = 2_000;

    /// <summary>Rows that the command takes at once.</summary>
    public const int MostByCommand = 200_000;

    /// <summary>Separators that are offered: name to words; the first that splits the heading most counts where none is chosen.</summary>
    public static readonly IReadOnlyList<(string Name, string Words)> Separators = [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "vertical bar")];

    // In files from here a cell that a spreadsheet would run has this before it (TakeAway), and it is taken away again. In other files it is part of the words.
    private const char Escape = '\'';

    /// <param name="most">Rows it may have.</param>
    public static TableRows Read(string text, string? separator, int most = Most)
    {
        separator ??= Separators.Select(one => one.Name).MaxBy(name => First(text, name).Length)!;
        var headings = First(text, separator);
        if (headings.All(string.IsNullOrWhiteSpace))
            return new([], [], separator, "The first row is empty. Give every column a heading in the first row");
        var ours = headings is [.., "row", "error"] || headings.Contains("schema_version");
        var rows = new List<TableRow>();
        string? bad = null;
        using var parser = Parser(text, separator, () => bad = "A quotation mark stands in the middle of a cell. Put the whole cell between quotation marks, and write a mark inside it twice");
        parser.Read();
        for (bad = null; parser.Read(); bad = null)
        {
            var cells = parser.Record!.Select(cell => ours ? Plain(cell) : cell).ToArray();
            if (cells.All(string.IsNullOrWhiteSpace))
                continue;
            if (rows.Count == most)
                return new(headings, [], separator, string.Create(CultureInfo.InvariantCulture, $"The table has more than {most:#,0} rows. Bring it in in parts"));
            if (bad is not null && parser.RawRecord.TrimEnd('\r', '\n').Count(letter => letter == '\n') is > 0 and var lines)
                bad = FormattableString.Invariant($"A quotation mark that is opened here is not closed, and {lines} further {(lines == 1 ? "line was" : "lines were")} read as part of this row. Close it behind its cell, or take it out");
            rows.Add(new(parser.Row, cells, bad
                ?? (cells.Length == headings.Length ? null
                    : FormattableString.Invariant($"Found {cells.Length} cells, and the heading has {headings.Length}. {(cells.Length > headings.Length ? "Put cells with a separator or a line break in them between quotation marks" : "Write a separator for every cell, empty ones too")}"))
                ?? (Array.FindIndex(cells, cell => cell.Contains('\0', StringComparison.Ordinal)) is >= 0 and var at ? $"The cell of {headings[at]} has a character U+0000 in it, which is no letter. Take it out" : null)));
        }

        return new(headings, rows, separator, rows.Count == 0 ? "The table has a heading and no row. Choose a file with at least one row" : null);
    }

    private static string[] First(string text, string separator)
    {
        using var parser = Parser(text, separator, () => { });
        return parser.Read() ? [.. parser.Record!.Select(heading => heading.Trim())] : [];
    }

    // Empty lines are counted, so that the numbers are those a spreadsheet shows.
    private static CsvParser Parser(string text, string separator, Action bad) => new(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
    {
        Delimiter = separator,
        IgnoreBlankLines = false,
        BadDataFound = _ => bad(),
    });

    private static string Plain(string cell) => cell is [Escape, '=' or '+' or '-' or '@' or '\t' or '\r', ..] ? cell[1..] : cell;
}
