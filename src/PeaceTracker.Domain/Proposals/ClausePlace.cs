using System.Globalization;
using System.Text.RegularExpressions;

namespace PeaceTracker.Domain.Proposals;

/// <summary>The place of a clause in its text, read from its label ("7", "point 7", "21a", "section I, point 1", "art. 5", "annex").</summary>
public static partial class ClausePlace
{
    private static readonly Dictionary<string, int> Ordinals = new(StringComparer.OrdinalIgnoreCase)
    {
        ["preamble"] = -1,
        ["first"] = 1,
        ["second"] = 2,
        ["third"] = 3,
        ["fourth"] = 4,
        ["fifth"] = 5,
        ["annex"] = int.MaxValue,
        ["I"] = 1,
        ["II"] = 2,
        ["III"] = 3,
        ["IV"] = 4,
        ["V"] = 5,
    };

    /// <summary>Fragment of the address that opens the clause: "c7", "c21a", "ci-3"; "point 7" and "7" are one place. Never null: without a label it is that of the statement.</summary>
    /// <param name="statement">Number of the statement that is the clause.</param>
    public static string Anchor(string? label, int statement) =>
        label is null ? FormattableString.Invariant($"s{statement}") : "c" + NotInAddress().Replace(Name(label).ToLowerInvariant(), "-").Trim('-');

    /// <summary>The label without the words that only say that it is a place: "point 7" is "7".</summary>
    public static string Name(string label) => Fillers().Replace(label, "").Trim();

    /// <summary>"Clause 7", "Clause 21a", "Art. 5", "Section I, point 1", "Annex"; "Clause unnumbered (No. 1204)" without a label.</summary>
    /// <param name="statement">Number of the statement that is the clause.</param>
    public static string ToWords(string? label, int statement)
    {
        if (string.IsNullOrEmpty(label))
            return FormattableString.Invariant($"Clause unnumbered (No. {statement})");
        var place = label.StartsWith("point ", StringComparison.OrdinalIgnoreCase) ? Name(label) : label;
        return char.IsAsciiDigit(place[0]) || char.IsAsciiLetterUpper(place[0]) ? $"Clause {place}" : char.ToUpperInvariant(place[0]) + place[1..];
    }

    /// <summary>The same inside a sentence: "clause 7".</summary>
    public static string InSentence(string? label, int statement) => char.ToLowerInvariant(ToWords(label, statement)[0]) + ToWords(label, statement)[1..];

    /// <summary>The number whose part the label is: "21" of "21a"; null when it is no lettered part of a number.</summary>
    public static string? Whole(string label) => Part().Match(Name(label)) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>What is said to one place is said to the other: they are the same, or the second is a lettered part of the first.</summary>
    public static bool Covers(string label, string other) =>
        Anchor(label, 0) == Anchor(other, 0) || (Whole(other) is { } whole && Anchor(label, 0) == Anchor(whole, 0));

    /// <summary>
    /// Sorts as the text does: by each number of the label in turn, then its letters. Labels without a number come after those with one,
    /// clauses without a label last, by number of their statement.
    /// </summary>
    public static IComparer<(string? Label, int Statement)> Order { get; } = Comparer<(string? Label, int Statement)>.Create(Compare);

    private static int Compare((string? Label, int Statement) one, (string? Label, int Statement) other)
    {
        var (left, right) = (Parts(one.Label), Parts(other.Label));
        for (var index = 0; index < Math.Min(left.Count, right.Count); index++)
        {
            var order = left[index].CompareTo(right[index]);
            if (order != 0)
                return order;
        }

        var shorter = (one.Label is null, other.Label is null) switch
        {
            (true, false) => 1,
            (false, true) => -1,
            _ => left.Count.CompareTo(right.Count),
        };
        return shorter != 0 ? shorter : one.Statement.CompareTo(other.Statement);
    }

    /// <summary>Numbers before words.</summary>
    private static List<(int Number, string Word)> Parts(string? label) => label is null
        ? [(int.MaxValue, "")]
        :
        [
            .. Token().Matches(Name(label)).Select(match => match.Value).Select(token =>
                int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (number, "")
                : Ordinals.TryGetValue(token, out var ordinal) ? (ordinal, "")
                : (int.MaxValue - 1, token.ToLowerInvariant())),
        ];

    [GeneratedRegex(@"\b(point|section|art\.|article|clause|step|stage|option)\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Fillers();

    [GeneratedRegex(@"^([0-9]+)[a-z]$")]
    private static partial Regex Part();

    [GeneratedRegex(@"[^a-z0-9]+")]
    private static partial Regex NotInAddress();

    [GeneratedRegex(@"[0-9]+|[A-Za-z]+")]
    private static partial Regex Token();
}
