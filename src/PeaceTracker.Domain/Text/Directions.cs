using System.Globalization;

namespace PeaceTracker.Domain.Text;

/// <summary>
/// Characters that turn the direction in which what stands behind them is shown (Unicode bidirectional embeddings, overrides and isolates): a name
/// with one of them can show another name than it is. Quotations keep them, as evidence; what people write themselves has none. The marks
/// U+200E and U+200F are no such characters: they turn nothing else.
/// </summary>
public static class Directions
{
    /// <summary>The first of them, "U+202E as character 7" (counted from 1); null when there is none.</summary>
    public static string? Found(string? text)
    {
        for (var at = 0; at < text?.Length; at++)
        {
            if (text[at] is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))
                return string.Create(CultureInfo.InvariantCulture, $"U+{(int)text[at]:X4} as character {at + 1}");
        }

        return null;
    }

    /// <summary>What is wrong with a field, and how to mend it; null when it has none.</summary>
    /// <param name="label">Of the field.</param>
    public static string? Problem(string label, string? text) =>
        Found(text) is { } found ? $"{label}: found {found}, which is not seen and turns the direction of what is shown behind it. Take it out, or type it anew" : null;
}
