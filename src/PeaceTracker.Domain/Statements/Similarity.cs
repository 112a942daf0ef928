using System.Runtime.CompilerServices;
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
    public static double Of(string one, string other) => Of(Pieces(one), Pieces(other));

    /// <param name="left">As <see cref="Pieces"/> gives them.</param>
    /// <param name="right">The same.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Of(long[] left, long[] right)
    {
        if (left.Length == 0 || right.Length == 0)
            return 0;
        var shared = 0;
        for (int here = 0, there = 0; here < left.Length && there < right.Length;)
        {
            if (left[here] == right[there])
                (shared, here, there) = (shared + 1, here + 1, there + 1);
            else if (left[here] < right[there])
                here++;
            else
                there++;
        }

        return (double)shared / (left.Length + right.Length - shared);
    }

    /// <summary>Runs of three characters, each once and in order, with a space at both ends so that short words have some too.</summary>
    // Of a long table it is asked for every row at once: compiled slowly once is sooner done than compiled twice.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static long[] Pieces(string text)
    {
        // Marks that stand by themselves are gone before, so that they do not part a word.
        var plain = PlainLetters.Of(text);
        var words = new char[plain.Length + 2];
        var length = 1;
        words[0] = ' ';
        foreach (var given in plain)
        {
            var letter = char.IsLetterOrDigit(given) || char.IsSurrogate(given) ? given : ' ';
            if (letter != ' ' || words[length - 1] != ' ')
                words[length++] = letter;
        }

        if (words[length - 1] != ' ')
            words[length++] = ' ';
        if (length < 3)
            return [];
        var pieces = new long[length - 2];
        for (var at = 0; at < pieces.Length; at++)
            pieces[at] = Piece(words[at], words[at + 1], words[at + 2]);
        Array.Sort(pieces);
        var kept = 1;
        for (var at = 1; at < pieces.Length; at++)
        {
            if (pieces[at] != pieces[at - 1])
                pieces[kept++] = pieces[at];
        }

        return pieces[..kept];
    }

    private static long Piece(char first, char second, char third) => ((long)first << 32) | ((long)second << 16) | third;
}

/// <summary>
/// Texts among which those that are like others are found (<see cref="Similarity.LikelyDuplicate"/>): their shapes lie side by side and are run
/// through for all that is asked at once, and only the few that may be like are compared by their pieces.
/// </summary>
public sealed class AlikeTexts
{
    /// <summary>Texts whose shapes stay in the cache of a processor while everything asked runs past them.</summary>
    private const int Together = 256;

    private readonly (string Text, int Size)[] texts;
    private readonly byte[] shapes;

    /// <param name="all">Each once.</param>
    public AlikeTexts(IEnumerable<string> all)
    {
        // By their size, so that most blocks are too short or too long for what is asked.
        var shaped = Shaped(all).OrderBy(one => one.Shape.Size).ToArray();
        texts = Array.ConvertAll(shaped, one => (one.Text, one.Shape.Size));
        shapes = new byte[shaped.Length * TextShape.Classes];
        for (var index = 0; index < shaped.Length; index++)
            shaped[index].Shape.Counts.CopyTo(shapes, index * TextShape.Classes);
    }

    /// <summary>Pairs of one of these others and one of the texts that are like each other, with how much (<see cref="Similarity.Of(string, string)"/>); in the order of the others.</summary>
    public IReadOnlyList<(string Other, string Text, double Share)> Like(IEnumerable<string> others)
    {
        var asked = Shaped(others);
        return [.. Enumerable.Range(0, (texts.Length + Together - 1) / Together).AsParallel().SelectMany(block => InBlock(asked, block * Together)).OrderBy(pair => pair.Order).ThenBy(pair => pair.Text, StringComparer.Ordinal)
            .Select(pair => (asked[pair.Order].Text, pair.Text, pair.Share))];
    }

    // As the pieces.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private List<(int Order, string Text, double Share)> InBlock(List<(string Text, TextShape Shape)> asked, int first)
    {
        var found = new List<(int, string, double)>();
        var last = Math.Min(first + Together, texts.Length) - 1;
        for (var order = 0; order < asked.Count; order++)
        {
            var (other, shape) = asked[order];
            if (texts[last].Size < shape.Least || texts[first].Size > shape.Most)
                continue;
            for (var index = first; index <= last; index++)
            {
                if (shape.MayBeLike(shapes.AsSpan(index * TextShape.Classes, TextShape.Classes), texts[index].Size)
                    && Similarity.Of(texts[index].Text, other) is >= Similarity.LikelyDuplicate and var share)
                    found.Add((order, texts[index].Text, share));
            }
        }

        return found;
    }

    private static List<(string Text, TextShape Shape)> Shaped(IEnumerable<string> all) =>
        [.. all.AsParallel().AsOrdered().Select(text => (Text: text, Shape: TextShape.Of(text))).Where(one => one.Shape is not null).Select(one => (one.Text, one.Shape!))];
}
