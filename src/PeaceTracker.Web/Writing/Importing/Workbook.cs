using System.Globalization;
using System.IO.Compression;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace PeaceTracker.Web.Writing.Importing;

/// <summary>
/// A workbook (.xlsx) as a table: the visible sheet whose heading names most columns. Of formulas the values count that were saved with them. A cell
/// with a date gives what its format shows of it: no day is made of a month or a year.
/// </summary>
internal static class Workbook
{
    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private sealed record Sheet(string Name, IReadOnlyList<string> Headings, IReadOnlyList<TableRow> Rows, bool TooLong, string? Problem)
    {
        /// <summary>How many of its headings name a field.</summary>
        public int Known => Headings.Count(heading => ImportField.Of(heading) is not null);
    }

    /// <param name="problem">What is wrong and how to mend it, when null is given back.</param>
    public static TableText? Read(byte[] content, ZipArchive parts, out string? problem)
    {
        problem = null;
        var sheets = new List<Sheet>();
        var hidden = new List<string>();
        try
        {
            var unknown = WithoutValue(parts);
            using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(content, writable: false));
            do
            {
                if (!string.Equals(reader.VisibleState, "visible", StringComparison.OrdinalIgnoreCase))
                    hidden.Add(reader.Name);
                else if (ReadSheet(reader, unknown.GetValueOrDefault(reader.Name, [])) is { } sheet)
                    sheets.Add(sheet);
            }
            while (reader.NextResult());
        }
        catch (Exception error) when (error is ExcelReaderException or XmlException or InvalidDataException or FormatException or OverflowException or ArgumentException or InvalidOperationException or IndexOutOfRangeException or KeyNotFoundException or NullReferenceException)
        {
            // Whatever the library stumbles over: files come from anywhere.
            problem = "The workbook is damaged or has a password. Open it in a spreadsheet, save it anew as \"Excel workbook (.xlsx)\", and choose that file";
            return null;
        }

        if (sheets.Count == 0)
        {
            problem = hidden.Count > 0 ? $"No visible sheet of the workbook has a cell: hidden sheets ({string.Join(", ", hidden)}) are not read. Show the sheet that is meant, save, and choose the file again" : "The workbook is empty. Choose one with a heading and at least one row";
            return null;
        }

        if (sheets.Find(sheet => sheet.Name == TakenAway.Main && sheet.Headings.Contains("made_on")) is { } statements)
            return Statements(statements, sheets, out problem);
        var chosen = sheets.MaxBy(sheet => sheet.Known)!;
        var others = sheets.Where(sheet => sheet != chosen).Select(sheet => $"\"{sheet.Name}\"").Concat(hidden.Select(name => $"\"{name}\" (hidden)")).ToList();
        return new("", "", true)
        {
            Table = new(chosen.Headings, chosen.TooLong ? [] : chosen.Rows, ",", chosen.Problem ?? (chosen.TooLong ? TableRows.TooMany(TableRows.MostByCommand) : chosen.Rows.Count == 0 ? "The sheet has a heading and no row. Choose a file with at least one row" : null)),
            About = $"Read from sheet \"{chosen.Name}\" of the workbook{(others.Count > 0 ? $"; not read: {string.Join(", ", others)}" : "")}.",
        };
    }

    /// <summary>Statements that were taken away from here: their codings, citations and figures stand in further sheets.</summary>
    private static TableText? Statements(Sheet statements, List<Sheet> sheets, out string? problem)
    {
        var lists = sheets.Where(sheet => TakenAway.Lists.Contains(sheet.Name)).ToDictionary(sheet => sheet.Name);
        var broken = lists.Values.SelectMany(sheet => sheet.Rows.Where(row => row.Problem is not null).Select(row => (sheet.Name, row))).FirstOrDefault();
        problem = lists.Values.Select(sheet => sheet.Problem).FirstOrDefault(wrong => wrong is not null)
            ?? (lists.Values.Any(sheet => sheet.TooLong) ? TableRows.TooMany(TableRows.MostByCommand) : broken.row is { } row ? FormattableString.Invariant($"Sheet \"{broken.Name}\", row {row.Number}: {row.Problem}") : null)
            ?? (lists.ContainsKey("codings") ? null : "The workbook has statements and no sheet \"codings\". Take them away anew, and bring that file");
        return problem is not null ? null : new("", "", true)
        {
            Table = TakenAway.Read(lists.ToDictionary(list => list.Key, list => list.Value.Rows.Select(one => list.Value.Headings.Zip(one.Cells).ToDictionary(pair => pair.First, pair => pair.Second)).ToList())),
            About = "Read as statements taken away from PeaceTracker (workbook), with their codings and citations; the first is row 1.",
        };
    }

    /// <summary>Null for a sheet without cells.</summary>
    /// <param name="unknown">Cells that have no value, by name: the error they have, or "" for a formula that was never worked out.</param>
    private static Sheet? ReadSheet(IExcelDataReader reader, Dictionary<string, string> unknown)
    {
        var merged = reader.MergeCells ?? [];
        List<string>? headings = null;
        string? problem = null;
        var rows = new List<TableRow>();
        for (var number = 1; reader.Read(); number++)
        {
            var wrong = (string?)null;
            var cells = Enumerable.Range(0, reader.FieldCount).Select(column =>
            {
                if (!unknown.TryGetValue(Name(column, number - 1), out var has))
                    return Cell(reader, column);
                wrong ??= $"The cell of {headings?.ElementAtOrDefault(column) ?? Name(column, number - 1)} has {(has.Length > 0 ? $"the error {has} of a formula" : "a formula that was saved without its value")}. Mend the formula, or write the value";
                return has;
            }).ToList();
            if (wrong is null && cells.TrueForAll(string.IsNullOrWhiteSpace))
            {
                // Unlike an empty row the heading cannot be left out.
                if (headings is null)
                    problem ??= "The first row of the sheet is empty. Give every column a heading in the first row";
                continue;
            }

            if (headings is null)
            {
                headings = cells.ConvertAll(cell => cell.Trim());
                if (Array.Exists(merged, range => range.FromRow == number - 1 || (range.FromRow < number && range.ToRow >= number - 1)))
                    problem ??= "Cells of the heading are merged. Give every column a heading of its own";
                while (headings.Count > 0 && headings[^1].Length == 0)
                    headings.RemoveAt(headings.Count - 1);
                continue;
            }

            // Of a list that was taken away one statement may have several rows.
            if (rows.Count == TableRows.MostByCommand * (TakenAway.Lists.Contains(reader.Name) ? StatementForm.Most : 1))
                return new(reader.Name, headings, rows, true, problem);
            if (Array.Find(merged, range => range.FromRow < number && range.ToRow >= number - 1) is { } range)
                wrong ??= $"Cells of it are merged ({Name(range.FromColumn, range.FromRow)} to {Name(range.ToColumn, range.ToRow)}), and only the first of them has a value. Take the merging back, and write into every row what holds for it";
            if (cells.FindLastIndex(cell => cell.Length > 0) is var last && last >= headings.Count)
                wrong ??= FormattableString.Invariant($"Found {last + 1} cells, and the heading has {headings.Count}. Give every column a heading, or take out what stands beside the table");
            else if (cells.Count > headings.Count)
                cells.RemoveRange(headings.Count, cells.Count - headings.Count);
            rows.Add(new(number, cells, wrong ?? TableRows.NoText(headings, cells)));
        }

        return headings is null ? null : new(reader.Name, headings, rows, false, problem);
    }

    /// <summary>Cells whose formula gave an error, or was never worked out: the library tells neither from an empty cell. Name of the sheet to name of the cell to the error, or "".</summary>
    private static Dictionary<string, Dictionary<string, string>> WithoutValue(ZipArchive parts)
    {
        var targets = Elements(parts, "xl/_rels/workbook.xml.rels", "Relationship").ToDictionary(element => element.GetValueOrDefault("Id", ""), element => element.GetValueOrDefault("Target", ""));
        var found = new Dictionary<string, Dictionary<string, string>>();
        foreach (var sheet in Elements(parts, "xl/workbook.xml", "sheet"))
        {
            var target = targets.GetValueOrDefault(sheet.GetValueOrDefault("id", ""), "");
            var part = parts.GetEntry(target.StartsWith('/') ? target[1..] : $"xl/{target}");
            if (part is not null)
                found[sheet.GetValueOrDefault("name", "")] = WithoutValue(part);
        }

        return found;
    }

    private static Dictionary<string, string> WithoutValue(ZipArchiveEntry sheet)
    {
        var found = new Dictionary<string, string>();
        using var stream = sheet.Open();
        using var reader = XmlReader.Create(stream, Safe);
        var (cell, isError, formula, value) = ("", false, false, (string?)null);
        while (reader.Read())
        {
            switch (reader.NodeType, reader.LocalName)
            {
                case (XmlNodeType.Element, "c"):
                    (cell, isError, formula, value) = (reader.GetAttribute("r") ?? "", reader.GetAttribute("t") == "e", false, null);
                    break;
                case (XmlNodeType.Element, "f"):
                    formula = true;
                    break;
                case (XmlNodeType.Element, "v"):
                    value = "";
                    break;
                case (XmlNodeType.Text, _) when value is { Length: 0 }:
                    value = reader.Value;
                    break;
                case (XmlNodeType.EndElement, "c") when isError:
                    found[cell] = value ?? "";
                    break;
                case (XmlNodeType.EndElement, "c") when formula && value is null:
                    found[cell] = "";
                    break;
            }
        }

        return found;
    }

    /// <summary>The elements of a name in a part, as their attributes without prefixes.</summary>
    private static List<Dictionary<string, string>> Elements(ZipArchive parts, string part, string name)
    {
        var found = new List<Dictionary<string, string>>();
        if (parts.GetEntry(part) is not { } entry)
            return found;
        using var stream = entry.Open();
        using var reader = XmlReader.Create(stream, Safe);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName != name)
                continue;
            var attributes = new Dictionary<string, string>();
            while (reader.MoveToNextAttribute())
                attributes[reader.LocalName] = reader.Value;
            found.Add(attributes);
        }

        return found;
    }

    private static string Cell(IExcelDataReader reader, int column) => reader.GetValue(column) switch
    {
        null => "",
        string text => text,
        bool yes => yes ? "yes" : "no",
        DateTime date => Date(date, reader.GetNumberFormatString(column) ?? ""),
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };

    /// <summary>As exactly as the format shows it.</summary>
    private static string Date(DateTime date, string format)
    {
        // Colours, languages and words in quotation marks are no part of a date.
        var letters = Letters(format.ToLowerInvariant());
        var shown = letters.Contains('d', StringComparison.Ordinal) || !letters.Contains('y', StringComparison.Ordinal) ? "yyyy-MM-dd" : letters.Contains('m', StringComparison.Ordinal) ? "yyyy-MM" : "yyyy";
        return date.ToString(letters.Contains('h', StringComparison.Ordinal) && date.TimeOfDay > TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss" : shown, CultureInfo.InvariantCulture);
    }

    private static string Letters(string format)
    {
        var kept = new System.Text.StringBuilder();
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] is '"' or '[')
                at = format.IndexOf(format[at] == '"' ? '"' : ']', at + 1) is >= 0 and var end ? end : format.Length;
            else if (format[at] == '\\')
                at++;
            else if (format[at] == ';')
                break;
            else
                kept.Append(format[at]);
        }

        return kept.ToString();
    }

    /// <summary>"B7".</summary>
    private static string Name(int column, int row)
    {
        var letters = "";
        for (var left = column + 1; left > 0; left = (left - 1) / 26)
            letters = (char)('A' + ((left - 1) % 26)) + letters;
        return FormattableString.Invariant($"{letters}{row + 1}");
    }
}
