using System.Text;
using UtfUnknown;

namespace PeaceTracker.Web.Writing.Importing;

/// <summary>The text of a file somebody brings in, and the encoding it was read in. No character is ever replaced in silence.</summary>
/// <param name="Text">Without a byte order mark; "" for a packed file.</param>
/// <param name="Encoding">Name as in <see cref="Encodings"/>; "" for a packed file, which says itself what its letters are.</param>
/// <param name="Told">The file itself says so, by its byte order mark or because it is valid UTF-8; else it was inferred from the letters.</param>
public sealed record TableText(string Text, string Encoding, bool Told)
{
    /// <summary>Encodings that are offered; name to words.</summary>
    public static readonly IReadOnlyList<(string Name, string Words)> Encodings =
    [
        ("utf-8", "UTF-8"),
        ("utf-16", "UTF-16, little-endian"),
        ("utf-16BE", "UTF-16, big-endian"),
        ("windows-1251", "Windows-1251, Cyrillic"),
        ("koi8-u", "KOI8-U, Ukrainian"),
        ("koi8-r", "KOI8-R, Russian"),
        ("windows-1250", "Windows-1250, Central European"),
        ("windows-1252", "Windows-1252, Western European"),
        ("windows-1254", "Windows-1254, Turkish"),
    ];

    /// <summary>Endings of names of files that are taken: of texts, and of what is packed.</summary>
    public static readonly IReadOnlyList<string> OfTexts = [".csv", ".tsv", ".txt", ".json", ".qde"], OfPacked = [".xlsx", ".qdpx"];

    static TableText() => System.Text.Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>What it is, where it is no text with separators: a workbook, a list of objects, a coded project. Null for a text.</summary>
    public TableRows? Table { get; init; }

    /// <summary>How the table was found in the file and what of it is left out, as sentences; null for a text.</summary>
    public string? About { get; init; }

    public string Words => Encodings.FirstOrDefault(one => one.Name == Encoding).Words ?? Encoding;

    /// <summary>Reads the bytes.</summary>
    /// <param name="encoding">A name of <see cref="Encodings"/> to read them in; null to find out.</param>
    /// <param name="problem">What is wrong and how to mend it, when null is given back.</param>
    public static TableText? Read(byte[] content, string? encoding, out string? problem)
    {
        problem = null;
        if (content.Length == 0)
        {
            problem = "The file is empty. Choose a file with a heading and at least one row";
            return null;
        }

        if (PackedFile.IsOne(content))
            return PackedFile.Read(content, out problem);
        return Letters(content, encoding, out problem) is { } text ? Structured(text, out problem) : null;
    }

    /// <summary>The name of a file says another thing than what is in it: one of the two is a mistake, or is meant to mislead.</summary>
    /// <returns>What is wrong and how to mend it; null where they agree.</returns>
    public static string? Disagreement(string name, byte[] content)
    {
        var ending = Path.GetExtension(name).ToLowerInvariant();
        var packed = PackedFile.IsOne(content);
        return (packed ? OfPacked : OfTexts).Contains(ending) ? null
            : (packed ? OfTexts : OfPacked).Contains(ending) ? $"Its name ends in {ending}, but it is {(packed ? "a workbook or another packed file" : "not such a file")}. Save it anew as {ending}, or give it the right ending, such as {(packed ? OfPacked : OfTexts)[0]}"
            : $"Its name {(ending.Length == 0 ? "has no ending" : $"ends in {ending}")}. Tables are taken as {string.Join(", ", OfTexts)}, {string.Join(" and ", OfPacked)}: save it as one of these, and choose that file";
    }

    /// <summary>A text that is more than cells with separators; any other as it is.</summary>
    private static TableText? Structured(TableText text, out string? problem)
    {
        problem = null;
        if (JsonTable.IsOne(text.Text))
            return JsonTable.Read(text.Text, out problem) is { } objects ? text with { Table = objects.Table, About = objects.About } : null;
        if (CodedProject.IsOne(text.Text))
            return CodedProject.Read(text.Text, _ => null, out problem) is { } coded ? text with { Table = coded.Table, About = coded.About } : null;
        return text;
    }

    /// <summary>Text of a part of a file that says its encoding by a mark, or has UTF-8; null when it has not.</summary>
    internal static string? Decoded(byte[] content) => Decode(content, Marked(content) ?? "utf-8", true, out _)?.Text;

    private static TableText? Letters(byte[] content, string? encoding, out string? problem)
    {
        problem = null;
        if (encoding is null)
        {
            if (Marked(content) is { } marked)
                return Decode(content, marked, true, out problem);
            encoding = Wide(content);
            if (encoding is null && Decode(content, "utf-8", true, out _) is { } utf8)
                return utf8;
            encoding ??= CharsetDetector.DetectFromBytes(content).Detected?.EncodingName.ToLowerInvariant();
            if (encoding is null || Encodings.All(one => !one.Name.Equals(encoding, StringComparison.OrdinalIgnoreCase)))
            {
                problem = "The encoding of the file cannot be told. Choose the one it was saved in, or save it as UTF-8 (\"CSV UTF-8\" in spreadsheets) and bring that file";
                return null;
            }

            return Decode(content, Encodings.First(one => one.Name.Equals(encoding, StringComparison.OrdinalIgnoreCase)).Name, false, out problem);
        }

        return Decode(content, encoding, Marked(content) == encoding, out problem);
    }

    private static TableText? Decode(byte[] content, string name, bool told, out string? problem)
    {
        var encoding = System.Text.Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        try
        {
            var text = encoding.GetString(content);
            // Where a code page has no letter its table has a control character, which no file means.
            if (encoding.IsSingleByte && text.AsSpan().IndexOfAnyInRange('\u0080', '\u009F') is >= 0 and var at)
            {
                problem = NoLetter(content, at, name, text[..at]);
                return null;
            }

            problem = null;
            return new(text.StartsWith('\uFEFF') ? text[1..] : text, name, told);
        }
        catch (DecoderFallbackException error)
        {
            var until = Math.Clamp(error.Index, 0, content.Length - 1);
            problem = NoLetter(content, until, name, System.Text.Encoding.GetEncoding(name).GetString(content, 0, until));
            return null;
        }
    }

    /// <param name="before">What the file has before that byte.</param>
    private static string NoLetter(byte[] content, int at, string name, string before)
    {
        var (row, column) = TableRows.PlaceAfter(before);
        return FormattableString.Invariant($"The file is not {Encodings.First(one => one.Name == name).Words}: byte {at + 1} (0x{content[at]:X2}), in row {row}, column {column}, is no letter in it. Choose the encoding it was saved in");
    }

    private static string? Marked(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? "utf-8"
        : content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? "utf-16"
        : content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? "utf-16BE"
        : null;

    /// <summary>UTF-16 without a mark: letters of ASCII, line ends among them, have a zero byte on one side, always the same. One zero alone is a letter that is none.</summary>
    private static string? Wide(byte[] content)
    {
        if (content.Length % 2 != 0)
            return null;
        var (low, high, ends) = (0, 0, 0);
        for (var at = 0; at < content.Length; at += 2)
        {
            low += content[at] == 0 ? 1 : 0;
            high += content[at + 1] == 0 ? 1 : 0;
            ends += (content[at], content[at + 1]) is (0, (byte)'\n') or ((byte)'\n', 0) ? 1 : 0;
        }

        if (ends == 0 && low + high < content.Length / 8)
            return null;
        return high > 0 && low == 0 ? "utf-16" : low > 0 && high == 0 ? "utf-16BE" : null;
    }
}
