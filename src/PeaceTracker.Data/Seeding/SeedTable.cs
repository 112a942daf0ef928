using System.Globalization;
using System.Text.Unicode;
using CsvHelper;
using CsvHelper.Configuration;
using PeaceTracker.Domain.Reference;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Data.Seeding;

/// <summary>Something wrong in a seed file, with everything needed to mend it.</summary>
/// <param name="File">Path below the seeds folder.</param>
/// <param name="Line">Line in the file, from 1; 0 when the whole file is meant.</param>
/// <param name="Column">Name of the column; empty when the whole line is meant.</param>
public sealed record SeedFault(string File, int Line, string Column, string Found, string Expected)
{
    public override string ToString() => FormattableString.Invariant(
        $"{File}, line {Line}, column {(Column.Length == 0 ? "-" : Column)}: found \"{Found}\"; expected {Expected}.");
}

/// <summary>The seeds cannot be used. Nothing was written.</summary>
public sealed class SeedException(IReadOnlyList<SeedFault> faults)
    : Exception($"The seeds have {faults.Count} fault(s); nothing was written.\n" + string.Join('\n', faults.Take(50)))
{
    public IReadOnlyList<SeedFault> Faults => faults;
}

/// <summary>One CSV file of the seeds, read whole, with the line each row stands on.</summary>
internal sealed class SeedTable
{
    private readonly string file;
    private readonly string[] header;
    private readonly List<SeedFault> faults;

    private SeedTable(string file, string[] header, List<SeedFault> faults)
    {
        this.file = file;
        this.header = header;
        this.faults = faults;
    }

    public List<SeedRow> Rows { get; } = [];

    public static SeedTable Read(string folder, string file, string[] columns, List<SeedFault> faults)
    {
        var path = Path.Combine(folder, file);
        var table = new SeedTable(file, columns, faults);
        if (!File.Exists(path))
        {
            faults.Add(new(file, 0, "", "no file", $"a CSV file with the columns {string.Join(", ", columns)}"));
            return table;
        }

        var bytes = File.ReadAllBytes(path);
        if (LineThatIsNotUtf8(bytes) is { } bad)
        {
            faults.Add(new(file, bad, "", "bytes that are not UTF-8", "a file saved as UTF-8"));
            return table;
        }

        using var text = new StreamReader(new MemoryStream(bytes));
        using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, IgnoreBlankLines = false });
        if (!parser.Read() || !parser.Record!.SequenceEqual(columns))
        {
            faults.Add(new(file, 1, "", string.Join(",", parser.Record ?? []), $"the header {string.Join(",", columns)}"));
            return table;
        }

        while (true)
        {
            var line = parser.RawRow + 1;
            if (!parser.Read())
                break;
            if (parser.Record!.Length != columns.Length)
                faults.Add(new(file, line, "", $"{parser.Record.Length} fields", $"{columns.Length} fields, as the header has"));
            else
                table.Rows.Add(new(table, line, parser.Record));
        }

        return table;
    }

    private static int? LineThatIsNotUtf8(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
            return null;
        var line = 1;
        // No letter of UTF-8 has the byte of a line break inside it.
        foreach (var range in bytes.Split((byte)'\n'))
        {
            if (!Utf8.IsValid(bytes[range]))
                return line;
            line++;
        }

        return line;
    }

    internal sealed class SeedRow(SeedTable table, int line, string[] cells)
    {
        public int Line => line;

        public void Fault(string column, string expected) => table.faults.Add(new(table.file, line, column, Text(column), expected));

        /// <summary>Every rule that the row breaks becomes a fault.</summary>
        public void Fault(IEnumerable<Breach> breaches)
        {
            foreach (var breach in breaches)
                Fault(breach.Field, breach.Expected);
        }

        /// <summary>The cell, "" when empty.</summary>
        public string Text(string column) => cells[Array.IndexOf(table.header, column)].Trim();

        public string? Optional(string column) => Text(column) is { Length: > 0 } text ? text : null;

        public string Required(string column)
        {
            if (Text(column).Length == 0)
                Fault(column, "a value");
            return Text(column);
        }

        public List<string> Several(string column) =>
            [.. Text(column).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

        public int Number(string column)
        {
            if (int.TryParse(Text(column), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return number;
            Fault(column, "a whole number");
            return 0;
        }

        public double? OptionalFraction(string column)
        {
            if (Text(column).Length == 0)
                return null;
            if (double.TryParse(Text(column), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return number;
            Fault(column, "a number, with a point before its decimals");
            return null;
        }

        public int? OptionalNumber(string column) => Text(column).Length == 0 ? null : Number(column);

        public List<int> Numbers(string column)
        {
            var numbers = new List<int>();
            foreach (var part in Several(column))
            {
                if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    numbers.Add(number);
                else
                    Fault(column, "whole numbers separated by ;");
            }

            return numbers;
        }

        public EdtfDate? OptionalDate(string column)
        {
            if (Text(column).Length == 0)
                return null;
            if (EdtfDate.TryParse(Text(column), out var date, out var error))
                return date;
            Fault(column, $"an EDTF date ({error})");
            return null;
        }

        /// <summary>A date with a first and a last day.</summary>
        public EdtfDate Date(string column)
        {
            if (OptionalDate(column) is { Earliest: not null, Latest: not null } date)
                return date;
            if (Text(column).Length == 0 || EdtfDate.TryParse(Text(column), out _, out _))
                Fault(column, "an EDTF date with a first and a last day");
            return EdtfDate.On(DateOnly.MinValue);
        }

        public bool YesOrNo(string column)
        {
            if (Text(column) is not ("yes" or "no"))
                Fault(column, "yes or no");
            return Text(column) == "yes";
        }

        public string OneOf(string column, params IEnumerable<string> allowed)
        {
            if (!allowed.Contains(Text(column)))
                Fault(column, $"one of {string.Join(", ", allowed)}");
            return Text(column);
        }

        public string? OptionalOneOf(string column, params IEnumerable<string> allowed) =>
            Text(column).Length == 0 ? null : OneOf(column, allowed);

        /// <summary>A reference to a row of another file.</summary>
        public T Known<T>(string column, T value, IReadOnlySet<T> known, string what)
        {
            if (!known.Contains(value))
                Fault(column, $"{what}; {value} is not among them");
            return value;
        }
    }
}
