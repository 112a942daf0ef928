using PeaceTracker.Domain.Search;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Web.Reading;

/// <summary>Those first that have the words most often. Only ever of a bounded number: to rank everything, everything would have to be read.</summary>
internal static class WordRank
{
    // The weights of BM25F (S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3.5): what is said in the summary
    // and in the words themselves counts more than what stands beside, and often is not much more than twice.
    private const double Saturation = 1.2, OfSummary = 3, OfQuote = 2, OfRest = 1;

    /// <param name="statements">Newest first; those that fit equally well stay so.</param>
    public static IEnumerable<Statement> Order(IReadOnlyList<Statement> statements, SearchQuery query, Spellings spellings)
    {
        var terms = query.Terms.Where(term => !term.Excluded).Select(term => new SearchQuery([term])).ToList();
        var scores = statements.Select(row => terms.ConvertAll(term =>
            (term.Count(row.Summary, spellings) * OfSummary)
            + ((term.Count(row.Quote, spellings) + term.Count(row.QuoteTranslation, spellings)) * OfQuote)
            + ((term.Count(row.Notes, spellings) + row.Codings.Sum(coding => term.Count(coding.Condition, spellings) + term.Count(coding.Reason, spellings))) * OfRest))).ToList();
        var rarity = terms.Select((_, index) => Math.Log(1 + (statements.Count / (1.0 + scores.Count(score => score[index] > 0))))).ToList();
        return statements.Zip(scores, (row, counts) => (row, Score: counts.Select((count, index) => rarity[index] * count / (count + Saturation)).Sum()))
            .OrderByDescending(pair => pair.Score).Select(pair => pair.row);
    }
}
