using System.Globalization;

namespace PeaceTracker.Web.Reading;

/// <summary>A day, a month or a year in an address.</summary>
public static class PartialDay
{
    private static readonly (string Form, Func<DateOnly, DateOnly> Last)[] Forms =
        [("yyyy-MM-dd", day => day), ("yyyy-MM", first => first.AddMonths(1).AddDays(-1)), ("yyyy", first => new(first.Year, 12, 31))];

    /// <summary>Its first and last day; null for anything else.</summary>
    public static (DateOnly First, DateOnly Last)? Read(string text)
    {
        foreach (var (form, last) in Forms)
        {
            // The very last month has no day after it to count back from.
            if (DateOnly.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first.Year < DateOnly.MaxValue.Year)
                return (first, last(first));
        }

        return null;
    }
}
