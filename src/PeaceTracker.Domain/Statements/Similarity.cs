using PeaceTracker.Domain.Text;

namespace PeaceTracker.Domain.Statements;

/// <summary>How much two texts are alike, by the three-letter pieces they share: to find what was entered twice.</summary>
public static class Similarity
{
    /// <summary>From here on two texts are likely the same words entered twice.</summary>
    public const double LikelyDuplicate = 0.6;

    /// <summary>
    /// Pieces both have, by pieces either has (Jaccard): 0 nothing in common, 1 the same but for case, marks on letters, punctuation and white
    /// space. 0 when either has no letter and no digit. The order of the two does not matter.
    /// </summary>
    public static double Of(string one, string other)
    {
        var (left, right) = (Pieces(one), Pieces(other));
        if (left.Count == 0 || right.Count == 0)
            return 0;
        var shared = left.Count(right.Contains);
        return (double)shared / (left.Count + right.Count - shared);
    }

    /// <summary>Runs of three characters, with a space at both ends so that short words have some too.</summary>
    internal static HashSet<(char First, char Second, char Third)> Pieces(string text)
    {
        // Marks that stand by themselves are gone before, so that they do not part a word.
        var letters = PlainLetters.Of(text).Select(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c) ? c : ' ');
        var words = $" {string.Join(' ', string.Concat(letters).Split(' ', StringSplitOptions.RemoveEmptyEntries))} ";
        return [.. Enumerable.Range(0, Math.Max(0, words.Length - 2)).Select(at => (words[at], words[at + 1], words[at + 2]))];
    }
}
