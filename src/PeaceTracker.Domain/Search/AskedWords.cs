using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Search;

/// <summary>Words looked for in short texts, one after another: names, titles.</summary>
public sealed class AskedWords
{
    private readonly List<(SearchTerm Term, IReadOnlyList<IReadOnlyList<string>> Ways)> terms;

    /// <param name="spellings">Other ways to write names.</param>
    public AskedWords(SearchQuery query, Spellings spellings) => terms = [.. query.Terms.Select(term => (term, spellings.Of(term)))];

    /// <summary>True when a text, or several that belong together, would be found. A phrase is looked for in each by itself.</summary>
    /// <param name="texts">The texts; null ones are passed over.</param>
    /// <param name="date">Of the thing; null for things without a date.</param>
    public bool Finds(IEnumerable<string?> texts, EdtfDate? date = null)
    {
        var read = texts.OfType<string>().Select(SearchWord.KeysIn).ToList();
        return terms.TrueForAll(asked => asked.Term.Excluded != (IsSaid(asked.Term) || asked.Ways.Any(keys => read.Exists(text => Holds(text, keys, asked.Term.Beginning)))));

        bool IsSaid(SearchTerm term) => term.Said is { } wanted && date is { Earliest: { } first, Latest: { } last } && first >= wanted.Earliest && last <= wanted.Latest;
    }

    internal static bool IsAt(IReadOnlyList<string> text, int at, IReadOnlyList<string> keys, string? beginning)
    {
        for (var next = 0; next < keys.Count; next++)
        {
            if (text[at + next] != keys[next] && !(beginning is not null && next == keys.Count - 1 && text[at + next].StartsWith(beginning, StringComparison.Ordinal)))
                return false;
        }

        return true;
    }

    private static bool Holds(IReadOnlyList<string> text, IReadOnlyList<string> keys, string? beginning)
    {
        for (var at = 0; at + keys.Count <= text.Count; at++)
        {
            if (IsAt(text, at, keys, beginning))
                return true;
        }

        return false;
    }
}
