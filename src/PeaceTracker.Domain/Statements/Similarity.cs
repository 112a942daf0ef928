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
/// Texts among which those that are like another one are found without comparing it with each (<see cref="Similarity.LikelyDuplicate"/>): of the
/// rarest pieces of two such texts at least one is shared, so only the rarest of each are noted.
/// </summary>
public sealed class AlikeTexts
{
    private const int Sampled = 2000;

    private readonly List<(string Text, long[] Pieces)> texts = [];
    private readonly Dictionary<long, int> common = [];
    private readonly Dictionary<long, List<int>> noted = [];

    /// <param name="all">Each once.</param>
    public AlikeTexts(IEnumerable<string> all)
    {
        texts.AddRange(all.Select(text => (text, Similarity.Pieces(text))));
        // How common a piece is only decides how much is looked at, so some of the texts are enough to tell.
        var each = Math.Max(1, texts.Count / Sampled);
        for (var index = 0; index < texts.Count; index += each)
        {
            foreach (var piece in texts[index].Pieces)
                common[piece] = common.GetValueOrDefault(piece) + 1;
        }

        for (var index = 0; index < texts.Count; index++)
        {
            foreach (var piece in Rarest(texts[index].Pieces))
            {
                if (!noted.TryGetValue(piece, out var list))
                    noted[piece] = list = [];
                list.Add(index);
            }
        }
    }

    /// <summary>Those that are like this one, with how much (<see cref="Similarity.Of(string, string)"/>).</summary>
    public IEnumerable<(string Text, double Share)> Like(string other)
    {
        if (texts.Count == 0)
            return [];
        var found = new HashSet<int>();
        var pieces = Similarity.Pieces(other);
        foreach (var piece in Rarest(pieces))
        {
            if (noted.TryGetValue(piece, out var list))
                found.UnionWith(list);
        }

        return found.Select(index => (texts[index].Text, Share: Similarity.Of(texts[index].Pieces, pieces))).Where(one => one.Share >= Similarity.LikelyDuplicate);
    }

    /// <summary>
    /// Two texts that share three of five pieces of either share one of the rarest two fifths of each, and one more: in one order of all pieces
    /// the shared ones would otherwise all stand behind these, and be too few.
    /// </summary>
    private long[] Rarest(long[] pieces)
    {
        var ranks = Array.ConvertAll(pieces, piece => ((long)common.GetValueOrDefault(piece) << 32) | unchecked((uint)(piece * 2654435761L)));
        var ranked = (long[])pieces.Clone();
        Array.Sort(ranks, ranked);
        return ranked[..Math.Min(pieces.Length, pieces.Length - (((3 * pieces.Length) + 4) / 5) + 1)];
    }
}
