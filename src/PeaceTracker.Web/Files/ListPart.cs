using System.Globalization;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Files;

/// <summary>How much of a long list one answer holds: a page a page, a file everything, unless the address asks for parts.</summary>
internal static class ListPart
{
    public const int Longest = 1000;

    public static readonly string Takes = string.Create(CultureInfo.InvariantCulture, $"a number of rows from 1 to {Longest}");

    /// <summary>Rows of this answer; <see cref="int.MaxValue"/> for all of them; null when the limit asked for is none.</summary>
    public static int? Limit(View view, int pageSize)
    {
        if (view.Given.TryGetValue("limit", out var text))
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Longest ? limit : null;
        return view.Format is null || view.IsGiven("after") ? pageSize : int.MaxValue;
    }
}
