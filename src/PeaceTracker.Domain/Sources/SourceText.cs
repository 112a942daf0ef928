using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using static System.FormattableString;

namespace PeaceTracker.Domain.Sources;

/// <summary>
/// The text of a source as an editor pasted it, for quoting from: in one form whatever it was pasted from, so that places in it hold and
/// equal texts have one hash. It is never changed: a corrected text is another one. Not shown in public, as it is somebody else's work.
/// </summary>
public sealed partial class SourceText
{
    /// <summary>Characters (UTF-16) a text may have in the form it is kept in.</summary>
    public const int MaxLength = 2_000_000;

    public int Id { get; init; }

    public int ProcessId { get; init; }

    /// <summary>Number of the source.</summary>
    public required int Source { get; init; }

    /// <summary>Counts the texts of the source from 1.</summary>
    public required int Number { get; init; }

    public required string Text { get; init; }

    /// <summary>SHA-256 of the text in UTF-8, 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When it was pasted (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Id of the account that pasted it.</summary>
    public required int Editor { get; init; }

    /// <summary>Why it differs from the one before; null for the first.</summary>
    public string? Reason { get; init; }

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Brings a pasted text into the form it is kept in. Each end of a line or page (CR LF, CR, LF, VT, FF, NEL, U+2028, U+2029) becomes LF.
    /// White space at the end of a line, empty lines at both ends of the text and a byte order mark are left out: nobody sees them, and two people
    /// who paste one page differ in them. Everything else stays as it is. Normalising twice changes nothing.
    /// </summary>
    /// <param name="text">As pasted; null and blank are refused.</param>
    /// <param name="normal">The text to keep; null when it is refused.</param>
    /// <param name="error">What stands where and how to mend it; null when the text is good. NUL and other characters that no page or XML file can carry are refused, and so are halves of a character.</param>
    public static bool TryNormalise(string? text, [NotNullWhen(true)] out string? normal, [NotNullWhen(false)] out string? error)
    {
        normal = null;
        if (IsBlank(text))
        {
            error = "Found no text. Paste the words of the source.";
            return false;
        }

        var lines = LinesOf(text!);
        for (var line = 0; line < lines.Count; line++)
        {
            error = Refuse(lines[line], line + 1);
            if (error is not null)
                return false;
        }

        error = null;
        normal = string.Join('\n', lines.Select(line => line.TrimEnd())).TrimStart('\n', '\uFEFF').TrimEnd('\n');
        return true;
    }

    /// <summary>SHA-256 of the text in UTF-8, as 64 small hexadecimal digits.</summary>
    /// <exception cref="ArgumentException">The text has half a character, so that it has no bytes; a normalised text has none.</exception>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Strict.GetBytes(text)));

    /// <summary>True when nothing of the text can be seen: there is none, or only white space and characters without a shape.</summary>
    public static bool IsBlank(string? text) =>
        text is null || text.All(c => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format);

    /// <summary>The lines of a text with whatever ends.</summary>
    internal static IReadOnlyList<string> LinesOf(string text) => LineEnd().Split(text);

    private static string? Refuse(string line, int number)
    {
        for (var at = 0; at < line.Length; at++)
        {
            if (char.IsHighSurrogate(line[at]) && at + 1 < line.Length && char.IsLowSurrogate(line[at + 1]))
                at++;
            else if (char.IsSurrogate(line[at]))
                return Invariant($"Found half a character (U+{(int)line[at]:X4}) in line {number}. Expected whole characters. Copy the text from its source anew.");
            else if (!XmlConvert.IsXmlChar(line[at]))
                return Invariant($"Found the control character U+{(int)line[at]:X4} in line {number}. Expected text that can be shown. Delete the character, or copy the text from its source anew.");
        }

        return null;
    }

    [GeneratedRegex(@"\r\n|[\n\r\v\f\u0085\u2028\u2029]")]
    private static partial Regex LineEnd();
}

/// <summary>A paragraph of a source text.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Start">Place of its first character in the normalised text.</param>
/// <param name="Length">In UTF-16 characters, without white space around it.</param>
public sealed record Paragraph(int Number, int Start, int Length)
{
    /// <summary>First place behind it.</summary>
    public int End => Start + Length;

    /// <summary>Its words.</summary>
    public string In(string text) => text.Substring(Start, Length);
}

/// <summary>Numbers the paragraphs of a text.</summary>
public static class Paragraphs
{
    /// <summary>The number of the paragraph a place is in, or of the one before it when it is in none; 0 before the first.</summary>
    public static int At(IReadOnlyList<Paragraph> paragraphs, int place)
    {
        var (low, high) = (0, paragraphs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (paragraphs[middle].Start <= place)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>
    /// The paragraphs of a text that <see cref="SourceText.TryNormalise"/> gave: what empty lines separate, or each line when there is no empty
    /// one between others. What nobody sees is no paragraph. One text always gives the same numbers.
    /// </summary>
    public static IReadOnlyList<Paragraph> Of(string text)
    {
        var lines = new List<(int Start, int End, bool Blank)>();
        for (var start = 0; start <= text.Length;)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0)
                end = text.Length;
            lines.Add((start, end, SourceText.IsBlank(text[start..end])));
            start = end + 1;
        }

        var first = lines.FindIndex(line => !line.Blank);
        var byBlankLines = first >= 0 && lines[first..(lines.FindLastIndex(line => !line.Blank) + 1)].Exists(line => line.Blank);
        var paragraphs = new List<Paragraph>();
        var open = false;
        foreach (var (start, end, blank) in lines)
        {
            if (blank)
            {
                open = false;
                continue;
            }

            if (open && byBlankLines)
                paragraphs[^1] = Trimmed(paragraphs[^1].Number, paragraphs[^1].Start, end);
            else
                paragraphs.Add(Trimmed(paragraphs.Count + 1, start, end));
            open = true;
        }

        return paragraphs;

        Paragraph Trimmed(int number, int start, int end)
        {
            while (char.IsWhiteSpace(text[start]))
                start++;
            while (char.IsWhiteSpace(text[end - 1]))
                end--;
            return new(number, start, end - start);
        }
    }
}
