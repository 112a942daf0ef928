using PeaceTracker.Domain.Search;

namespace PeaceTracker.Web.Reading;

/// <summary>A text cut where what was looked for begins and ends, to show why it was found.</summary>
public static class WordHits
{
    /// <summary>Letters shown before the first hit of a text that is cut.</summary>
    private const int Before = 60;

    /// <param name="longest">Letters of the text that is shown; a longer one is cut between words, around the first hit.</param>
    public static IReadOnlyList<(bool Hit, string Text)> Of(string text, SearchQuery query, Spellings spellings, int longest = int.MaxValue)
    {
        var places = query.Places(text, spellings).OrderBy(place => place.Start).ToList();
        var from = text.Length <= longest || places.Count == 0 || places[0].Start <= Before ? 0 : text.LastIndexOf(' ', places[0].Start - Before) + 1;
        var shown = (from > 0 ? "… " : "") + Extract.Of(text[from..], longest);
        var shift = from - (from > 0 ? 2 : 0);
        var runs = new List<(bool, string)>();
        var at = 0;
        foreach (var (start, length) in places.Select(place => (Start: place.Start - shift, place.Length)).Where(place => place.Start >= 0 && place.Start + place.Length <= shown.Length))
        {
            if (start < at)
                continue;
            if (start > at)
                runs.Add((false, shown[at..start]));
            runs.Add((true, shown.Substring(start, length)));
            at = start + length;
        }

        if (at < shown.Length)
            runs.Add((false, shown[at..]));
        return runs;
    }
}
