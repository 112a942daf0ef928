using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PeaceTracker.Domain.Time;

/// <summary>
/// A date as sources give it: a day, a month, a year, a season, a date with unspecified digits, or an interval, each
/// possibly uncertain or approximate. Written in the Extended Date/Time Format of the Library of Congress (2019), levels
/// 0 and 1, without times of day and with years 0001 to 9999 only. Source: https://www.loc.gov/standards/datetime/
/// </summary>
/// <remarks>
/// EDTF does not say which months a season has. Here they are the northern ones: 21 spring = March to May,
/// 22 summer = June to August, 23 autumn = September to November, 24 winter = December to February of the next year.
/// </remarks>
[SuppressMessage("Design", "CA1036", Justification = "The order is for sorting: with open sides '<' would not mean 'before'.")]
public sealed class EdtfDate : IEquatable<EdtfDate>, IComparable<EdtfDate>
{
    // A single date is its own start and end; in an interval null is an open or unknown side.
    private readonly EdtfPart? start;
    private readonly EdtfPart? end;

    private EdtfDate(string text, EdtfPart? start, EdtfPart? end) => (Text, this.start, this.end) = (text, start, end);

    /// <summary>The text exactly as parsed, so that what a source said is never rewritten.</summary>
    public string Text { get; }

    /// <summary>The first day the date allows; null when the start is open (..) or unknown (empty).</summary>
    /// <remarks>The qualifiers ? ~ % do not widen it: EDTF gives them no width.</remarks>
    public DateOnly? Earliest => start?.First;

    /// <summary>The last day the date allows; null when the end is open (..) or unknown (empty).</summary>
    /// <remarks>The qualifiers ? ~ % do not widen it: EDTF gives them no width.</remarks>
    public DateOnly? Latest => end?.Last;

    /// <summary>True when any part is marked ? (uncertain) or % (uncertain and approximate).</summary>
    public bool IsUncertain => start is { Uncertain: true } || end is { Uncertain: true };

    /// <summary>True when any part is marked ~ (approximate) or % (uncertain and approximate).</summary>
    public bool IsApproximate => start is { Approximate: true } || end is { Approximate: true };

    /// <summary>True when the text has two sides with '/' between them, even if one is open or unknown.</summary>
    public bool IsInterval => Text.Contains('/');

    /// <summary>True when the bounds are one and the same day, whatever the qualifiers.</summary>
    public bool IsDay => Earliest is not null && Earliest == Latest;

    /// <summary>True for one day that is neither uncertain nor approximate.</summary>
    public bool IsExact => IsDay && !IsUncertain && !IsApproximate;

    /// <summary>Reads an EDTF text of level 0 or 1.</summary>
    /// <exception cref="FormatException">The text is not valid; the message is the error of <see cref="TryParse"/>.</exception>
    public static EdtfDate Parse(string text) =>
        TryParse(text, out var date, out var error) ? date : throw new FormatException(error);

    /// <summary>Reads an EDTF text of level 0 or 1; never throws.</summary>
    /// <param name="text">The text; null and empty are refused like any other invalid text.</param>
    /// <param name="date">The date; null when the text is not valid.</param>
    /// <param name="error">What was found, what is expected and how to mend it; null when the text is valid.</param>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out EdtfDate? date, [NotNullWhen(false)] out string? error)
    {
        error = EdtfParser.Read(text, out var start, out var end);
        date = error is null ? new EdtfDate(text!, start, end) : null;
        return date is not null;
    }

    /// <summary>The date of one certain day.</summary>
    public static EdtfDate On(DateOnly day) => Parse(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>The date in English, such as "20 August 2025" or "about August 2025 (uncertain)".</summary>
    public string ToWords() => Words("MMMM");

    /// <summary>As <see cref="ToWords"/> with months of three letters, such as "20 Aug 2025".</summary>
    public string ToShortWords() => Words("MMM");

    /// <summary>Returns <see cref="Text"/>.</summary>
    public override string ToString() => Text;

    /// <summary>Equal when the texts are; "2025-08" and "2025-08-XX" differ, though their bounds are the same.</summary>
    public bool Equals(EdtfDate? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EdtfDate);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>
    /// Orders by last day, then first day, then text. A missing end is after every day, a missing start before every day.
    /// </summary>
    public int CompareTo(EdtfDate? other)
    {
        if (other is null)
            return 1;
        var order = (Latest is null).CompareTo(other.Latest is null);
        if (order == 0)
            order = Nullable.Compare(Latest, other.Latest);
        if (order == 0)
            order = Nullable.Compare(Earliest, other.Earliest);
        return order != 0 ? order : string.CompareOrdinal(Text, other.Text);
    }

    private string Words(string month) => (start, end) switch
    {
        (null, _) => $"until {end!.Words(month)}, start {(Text.StartsWith('.') ? "open" : "unknown")}",
        (_, null) => $"from {start.Words(month)}, end {(Text.EndsWith('.') ? "open" : "unknown")}",
        _ when start == end => start.Words(month),
        _ => $"{start.WordsBefore(end, month)} to {end.Words(month)}",
    };
}
