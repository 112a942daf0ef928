using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Web.Reading;

/// <summary>The words of one clause against those of another.</summary>
/// <param name="What">What was compared, for the reader to know: a wording, a translation, or our summaries.</param>
/// <param name="IsWording">The words are those of the texts and not ours.</param>
/// <param name="Runs">All words of both, in order; none is left out.</param>
public sealed record WordDifference(string What, bool IsWording, IReadOnlyList<(WordsIn In, string Text)> Runs)
{
    /// <summary>Below this share of equal words two texts are no versions of one, and striking out says nothing.</summary>
    private const double LeastAlike = 0.5;

    public bool Same => Runs.All(run => run.In == WordsIn.Both);

    /// <summary>The texts share enough words for one to be read as a version of the other.</summary>
    public bool Alike
    {
        get
        {
            var (both, all) = (0, 0);
            foreach (var (where, text) in Runs)
            {
                var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetterOrDigit));
                both += where == WordsIn.Both ? 2 * words : 0;
                all += where == WordsIn.Both ? 2 * words : words;
            }

            return all == 0 || both >= LeastAlike * all;
        }
    }

    /// <summary>Null when there are no words to compare: a summary is no wording, and is compared only when asked for, and said so.</summary>
    public static WordDifference? Of(Statement from, Statement to, bool summaries)
    {
        if (ClauseSuggestion.Wordings(from, to) is var (one, other, translated))
            return new(translated ? "The wording in English translation" : "The wording as on record", true, WordRuns.Between(one, other));
        return summaries ? new("Our summaries, which are not the wording", false, WordRuns.Between(from.Summary, to.Summary)) : null;
    }
}
