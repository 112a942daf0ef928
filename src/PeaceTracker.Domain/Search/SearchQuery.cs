using System.Text.RegularExpressions;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Search;

/// <summary>
/// What somebody looks for: all of these terms, and none of the excluded ones. Every text can be read as one. A minus excludes only where it
/// stands before a term and behind nothing: "28-point" and "Minsk-2" are two words next to each other.
/// </summary>
/// <param name="Terms">In the order they were typed; those that look for nothing are left out.</param>
public sealed partial record SearchQuery(IReadOnlyList<SearchTerm> Terms)
{
    /// <summary>Characters that are read; what is longer is refused by the pages.</summary>
    public const int LongestText = 200;

    /// <summary>Terms that are read: more are never typed, and each costs.</summary>
    public const int MostTerms = 24;

    /// <summary>Nothing to look for.</summary>
    public bool IsEmpty => Terms.Count == 0;

    /// <summary>Reads what was typed; null and text without a letter or digit look for nothing.</summary>
    public static SearchQuery Read(string? text)
    {
        var terms = new List<SearchTerm>();
        foreach (var (typed, quoted, excluded) in Parts(text ?? "").TakeWhile(_ => terms.Count < MostTerms))
        {
            var words = SearchWord.In(typed).ToList();
            if (words.Count == 0)
                continue;
            var begun = !quoted && typed.EndsWith('*');
            terms.Add(new(
                typed.Trim(Around), [.. words.Select(word => word.Key)], excluded,
                begun ? SearchWord.KeyOfBeginning(typed.Substring(words[^1].Start, words[^1].Length)) : null,
                quoted,
                !quoted && PartialDate().IsMatch(typed.Trim(Around)) && EdtfDate.TryParse(typed.Trim(Around), out var date, out _) ? date : null));
        }

        return new(terms);
    }

    /// <summary>Where in a text that is what was looked for, in UTF-16 units; places may overlap.</summary>
    public IEnumerable<(int Start, int Length)> Places(string? text, Spellings spellings)
    {
        var words = SearchWord.In(text).ToList();
        var keys = words.ConvertAll(word => word.Key);
        foreach (var term in Terms.Where(term => !term.Excluded))
        {
            foreach (var way in spellings.Of(term))
            {
                for (var at = 0; at + way.Count <= keys.Count; at++)
                {
                    if (AskedWords.IsAt(keys, at, way, term.Beginning))
                        yield return (words[at].Start, words[at + way.Count - 1].Start + words[at + way.Count - 1].Length - words[at].Start);
                }
            }
        }
    }

    /// <summary>How often a text has what was looked for.</summary>
    public int Count(string? text, Spellings spellings) => Places(text, spellings).Distinct().Count();


    /// <summary>
    /// Cuts what was typed at spaces and quotation marks. Marks of every kind hold a phrase together; one that is never closed holds all that
    /// follows. A minus counts where nothing stands before it and a term behind it; a dash, or a minus inside a word, is no more than a space.
    /// </summary>
    private static IEnumerable<(string Typed, bool Quoted, bool Excluded)> Parts(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]) || text[at] == '(')
            {
                at++;
                continue;
            }

            var excluded = text[at] == '-' && (at == 0 || char.IsWhiteSpace(text[at - 1]) || text[at - 1] == '(') && at + 1 < text.Length && (char.IsLetterOrDigit(text[at + 1]) || Opening.Contains(text[at + 1], StringComparison.Ordinal));
            if (excluded)
                at++;
            var quoted = Opening.Contains(text[at], StringComparison.Ordinal);
            var start = quoted ? at + 1 : at;
            at = start;
            while (at < text.Length && (quoted ? !Closing.Contains(text[at], StringComparison.Ordinal) : !char.IsWhiteSpace(text[at]) && !Opening.Contains(text[at], StringComparison.Ordinal)))
                at++;
            yield return (text[start..at], quoted, excluded);
            if (quoted || at == start)
                at++;
        }
    }

    private const string Opening = "\"“„«”", Closing = "\"“”»";

    private static readonly char[] Around = [' ', '*', '(', ')', ',', '.', ';', ':', '!', '?'];

    [GeneratedRegex(@"^[0-9]{4}(-[0-9]{2}){0,2}$", RegexOptions.NonBacktracking)]
    private static partial Regex PartialDate();
}

/// <summary>One thing that is looked for.</summary>
/// <param name="Typed">As it was typed, without quotation marks and stars.</param>
/// <param name="Keys">Of its words, which stand next to each other in this order.</param>
/// <param name="Excluded">What has it is not wanted.</param>
/// <param name="Beginning">The last word only begins so; null when it is whole.</param>
/// <param name="Exact">No other names are looked for beside it.</param>
/// <param name="Said">A day, month or year: what was said then is meant as well; null for words.</param>
public sealed record SearchTerm(string Typed, IReadOnlyList<string> Keys, bool Excluded, string? Beginning, bool Exact, EdtfDate? Said);
