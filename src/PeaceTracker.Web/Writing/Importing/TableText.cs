using System.Text;
using UtfUnknown;

namespace PeaceTracker.Web.Writing.Importing;

/// <summary>The text of a file somebody brings in, and the encoding it was read in. No character is ever replaced in silence.</summary>
/// <param name="Text">Without a byte order mark.</param>
/// <param name="Encoding">Name as in <see cref="Encodings"/>.</param>
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

    static TableText() => System.Text.Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

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

        if (content.AsSpan().StartsWith("PK\u0003\u0004"u8))
        {
            problem = "This is an Excel workbook or another packed file. Save the sheet as \"CSV UTF-8\" and choose that file, or copy the cells and paste them";
            return null;
        }

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
        try
        {
            problem = null;
            var text = System.Text.Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetString(content);
            return new(text.StartsWith('\uFEFF') ? text[1..] : text, name, told);
        }
        catch (DecoderFallbackException error)
        {
            problem = FormattableString.Invariant($"The file is not {Encodings.First(one => one.Name == name).Words}: byte {error.Index + 1} is no letter in it. Choose the encoding it was saved in");
            return null;
        }
    }

    private static string? Marked(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? "utf-8"
        : content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? "utf-16"
        : content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? "utf-16BE"
        : null;

    /// <summary>UTF-16 without a mark: separators and line ends have a zero byte on one side, always the same.</summary>
    private static string? Wide(byte[] content)
    {
        if (content.Length % 2 != 0)
            return null;
        var (low, high) = (0, 0);
        for (var at = 0; at < content.Length; at += 2)
        {
            low += content[at] == 0 ? 1 : 0;
            high += content[at + 1] == 0 ? 1 : 0;
        }

        return high > 0 && low == 0 ? "utf-16" : low > 0 && high == 0 ? "utf-16BE" : null;
    }
}
