using System.Buffers.Text;
using System.Globalization;
using System.Text;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Files;

/// <summary>How much of a long list one answer holds: a page a page, a file everything, unless the address asks for parts.</summary>
internal static class ListPart
{
    public const int Longest = 1000;

    public static readonly string Takes = string.Create(CultureInfo.InvariantCulture, $"a number of rows from 1 to {Longest}");

    /// <summary>The place of a row, by the numbers that order the list, as a mark for the address of what follows it.</summary>
    public static string Mark(params IEnumerable<int> place) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Join('.', place.Select(number => number.ToString(CultureInfo.InvariantCulture)))));

    /// <summary>The numbers of a mark; null for a text that no page ever gave out.</summary>
    /// <param name="numbers">How many it has.</param>
    public static int[]? Place(string? text, int numbers)
    {
        if (text is null || !Base64Url.IsValid(text))
            return null;
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');
        var place = parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray();
        return place.Length == numbers && Mark(place) == text ? place : null;
    }

    /// <summary>Rows of this answer; <see cref="int.MaxValue"/> for all of them; null when the limit asked for is none.</summary>
    public static int? Limit(View view, int pageSize)
    {
        if (view.Given.TryGetValue("limit", out var text))
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Longest ? limit : null;
        return view.Format is null || view.IsGiven("after") ? pageSize : int.MaxValue;
    }
}
