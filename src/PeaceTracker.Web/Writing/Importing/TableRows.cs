using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using PeaceTracker.Web.Files;

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

    /// <summary>The rows of a file: those it has itself, or those of its text.</summary>
    /// <param name="most">Rows it may have.</param>
    public static TableRows Read(TableText text, string? separator, int most = Most) => text.Table is not { } table ? Read(text.Text, separator, most)
        : table.Rows.Count > most ? table with { Rows = [], Problem = TooMany(most) }
        : table;

    /// <param name="most">Rows it may have.</param>
    public static TableRows Read(string text, string? separator, int most = Most)
    {
        separator ??= Splitting(text);
        var headings = First(text, separator);
        if (headings.All(string.IsNullOrWhiteSpace))
            return new([], [], separator, "The first row is empty. Give every column a heading in the first row");
        var ours = headings is [.., "row", "error"] || headings.Contains("schema_version");
        var rows = new List<TableRow>();
        string? bad = null;
        var statements = headings.Contains("schema_version") && headings.Contains("made_on");
        if (statements && !TakenAway.Cells.All(headings.Contains))
            return new(headings, [], separator, "This is a table of statements taken away from here, without their codings. Take them away anew, and bring that file as it is: it has all of them");
        using var parser = Parser(text, separator, () => bad = "A quotation mark stands in the middle of a cell. Put the whole cell between quotation marks, and write a mark inside it twice");
        parser.Read();
        for (bad = null; parser.Read(); bad = null)
        {
            var cells = parser.Record!.Select(cell => ours ? Plain(cell) : cell).ToArray();
            if (cells.All(string.IsNullOrWhiteSpace))
                continue;
            if (rows.Count == most)
                return new(headings, [], separator, TooMany(most));
            if (bad is not null && parser.RawRecord.TrimEnd('\r', '\n').Count(letter => letter == '\n') is > 0 and var lines)
                bad = FormattableString.Invariant($"A quotation mark that is opened here is not closed, and {lines} further {(lines == 1 ? "line was" : "lines were")} read as part of this row. Close it behind its cell, or take it out");
            rows.Add(new(parser.Row, cells, bad
                ?? (cells.Length == headings.Length ? null
                    : FormattableString.Invariant($"Found {cells.Length} cells, and the heading has {headings.Length}. {(cells.Length > headings.Length ? "Put cells with a separator or a line break in them between quotation marks" : "Write a separator for every cell, empty ones too")}"))
                ?? NoText(headings, cells)));
        }

        if (statements && rows.Count > 0)
            return TakenAway.Read(headings, rows, separator);
        return new(headings, rows, separator, rows.Count == 0 ? "The table has a heading and no row. Choose a file with at least one row" : null);
    }

    /// <summary>Said of a table with more rows than it may have.</summary>
    internal static string TooMany(int most) => string.Create(CultureInfo.InvariantCulture, $"The table has more than {most:#,0} rows. Bring it in in parts");

    /// <summary>What is wrong with the letters of a row; null when nothing is.</summary>
    internal static string? NoText(IReadOnlyList<string> headings, IReadOnlyList<string> cells)
    {
        for (var index = 0; index < cells.Count; index++)
        {
            var heading = headings.ElementAtOrDefault(index) ?? "";
            if (cells[index].Contains('\0', StringComparison.Ordinal))
                return $"The cell of {heading} has a character U+0000 in it, which is no letter. Take it out";
            if (Surrogate(cells[index]) is { } half)
                return FormattableString.Invariant($"The cell of {heading} has half of a character in it (U+{(int)half:X4}). Write the whole character, or take it out");
        }

        return null;
    }

    private static char? Surrogate(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (!char.IsSurrogatePair(text, at))
                return text[at];
            at++;
        }

        return null;
    }

    /// <summary>Row and column, as a spreadsheet counts, of what follows this text.</summary>
    internal static (int Row, int Column) PlaceAfter(string text)
    {
        var place = (1, 1);
        using var parser = Parser(text + "?", Splitting(text), () => { });
        while (parser.Read())
            place = (parser.Row, parser.Count);
        return place;
    }

    /// <summary>The separator that splits the heading most.</summary>
    private static string Splitting(string text) => Separators.Select(one => one.Name).MaxBy(name => First(text, name).Length)!;

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

    // In files from here a cell that a spreadsheet would run has a guard before it, and it is taken away again. In other files it is part of the words.
    private static string Plain(string cell) => cell is [CsvFile.Guard, ..] && CsvFile.StartsFormula(cell[1..]) ? cell[1..] : cell;
}
