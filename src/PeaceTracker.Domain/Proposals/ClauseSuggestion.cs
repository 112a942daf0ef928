using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Domain.Proposals;

/// <summary>
/// A clause of another text that may be the counterpart of a clause, and what speaks for it. It only proposes: a pair is what a person says.
/// </summary>
/// <param name="Clause">Of the other text.</param>
/// <param name="Subjects">Issues and topics both speak of, by those either speaks of: 0 to 1. A coding on a region counts twice, for the issue and for the region.</param>
/// <param name="Likeness">How much the words are alike (<see cref="Similarity"/>): the wordings where both are on record in one language, else our summaries.</param>
/// <param name="SameNumber">They have one number, or one is a lettered part of the number of the other.</param>
public sealed record ClauseSuggestion(Statement Clause, double Subjects, double Likeness, bool SameNumber)
{
    /// <summary>What one number is worth: as much as half of the subjects. Texts that come from each other mostly keep their numbers; others have some in common by chance.</summary>
    public const double WorthOfNumber = 0.5;

    /// <summary>Below this a clause is not proposed: it has nothing of the other but the words every clause has.</summary>
    public const double Least = 0.25;

    /// <summary>Subjects + likeness + 0.5 for the same number: 0 to 2.5. The higher, the earlier it is proposed.</summary>
    public double Score => Subjects + Likeness + (SameNumber ? WorthOfNumber : 0);

    /// <summary>All of them, the likeliest first; where two are equally likely, in the order of their text. See <see cref="Worthwhile"/>.</summary>
    /// <param name="others">Clauses of the other text, in any order.</param>
    public static IReadOnlyList<ClauseSuggestion> For(Statement clause, IEnumerable<Statement> others)
    {
        var subjects = SubjectsOf(clause);
        return
        [
            .. others
                .Select(other => new ClauseSuggestion(other, Shared(subjects, SubjectsOf(other)), LikenessOf(clause, other), SameNumberAs(clause, other)))
                .OrderByDescending(suggestion => Math.Round(suggestion.Score, 6))
                .ThenBy(suggestion => (suggestion.Clause.Clause, suggestion.Clause.Number), ClausePlace.Order),
        ];
    }

    /// <summary>True when it is worth being proposed.</summary>
    public bool Worthwhile => Score >= Least;

    /// <summary>The wordings of two clauses in one language, or in English translation; null when there is none of either.</summary>
    public static (string One, string Other, bool Translated)? Wordings(Statement one, Statement other)
    {
        if (one.Quote is { } left && other.Quote is { } right && one.QuoteLanguage == other.QuoteLanguage)
            return (left, right, false);
        return English(one) is { } first && English(other) is { } second ? (first, second, true) : null;

        static string? English(Statement clause) => clause.QuoteLanguage == "en" ? clause.Quote : clause.QuoteTranslation;
    }

    private static double LikenessOf(Statement one, Statement other) =>
        Wordings(one, other) is var (left, right, _) ? Similarity.Of(left, right) : Similarity.Of(one.Summary, other.Summary);

    private static bool SameNumberAs(Statement one, Statement other) =>
        one.Clause is { } left && other.Clause is { } right && (ClausePlace.Covers(left, right) || ClausePlace.Covers(right, left));

    private static HashSet<string> SubjectsOf(Statement clause) =>
    [
        .. clause.Topics,
        .. clause.Codings.Select(coding => coding.Issue),
        .. clause.Codings.Where(coding => coding.Region is not null).Select(coding => $"{coding.Issue} in {coding.Region}"),
    ];

    private static double Shared(HashSet<string> one, HashSet<string> other)
    {
        var shared = one.Count(other.Contains);
        return shared == 0 ? 0 : (double)shared / (one.Count + other.Count - shared);
    }
}
