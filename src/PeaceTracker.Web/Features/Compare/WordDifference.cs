using System.Text.RegularExpressions;
using DiffPlex.Chunkers;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Web.Features.Compare;

/// <summary>A run of words that both texts have, that only the text compared with has, or that only the other has.</summary>
public enum WordsIn
{
    Both,
    Base,
    Other,
}

/// <summary>The words of one clause against those of another.</summary>
/// <param name="What">What was compared, for the reader to know: a wording, a translation, or our summaries.</param>
/// <param name="IsWording">The words are those of the texts and not ours.</param>
/// <param name="Runs">All words of both, in order; none is left out.</param>
public sealed partial record WordDifference(string What, bool IsWording, IReadOnlyList<(WordsIn In, string Text)> Runs)
{
    /// <summary>Below this share of equal words two texts are no versions of one, and striking out says nothing.</summary>
    private const double LeastAlike = 0.5;

    /// <summary>Words, numbers with their commas, spaces and single marks: 600,000 against 800,000 is one word for another.</summary>
    private static readonly CustomFunctionChunker Words = new(text => [.. Piece().Matches(text).Select(match => match.Value)]);

    [GeneratedRegex(@"\d+(?:[.,]\d+)*|\w+|\s+|[^\w\s]")]
    private static partial Regex Piece();

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
        if (from.Quote is { } one && to.Quote is { } other && from.QuoteLanguage == to.QuoteLanguage)
            return new("The wording as on record", true, Split(one, other));
        if (English(from) is { } left && English(to) is { } right)
            return new("The wording in English translation", true, Split(left, right));
        return summaries ? new("Our summaries, which are not the wording", false, Split(from.Summary, to.Summary)) : null;
    }

    private static string? English(Statement clause) => clause.QuoteLanguage == "en" ? clause.Quote : clause.QuoteTranslation;

    private static List<(WordsIn In, string Text)> Split(string from, string to)
    {
        var runs = new List<(WordsIn In, string Text)>();
        var (struck, added) = ("", "");
        var gap = "";
        foreach (var piece in InlineDiffBuilder.Diff(from, to, ignoreWhiteSpace: false, ignoreCase: false, Words).Lines)
        {
            if (piece.Type is ChangeType.Deleted or ChangeType.Inserted)
            {
                // A space that happens to be equal between two changes belongs to both, so that what is struck out reads as a whole.
                if (struck.Length + added.Length > 0)
                    (struck, added) = (struck + gap, added + gap);
                else if (gap.Length > 0)
                    Add(WordsIn.Both, gap);
                gap = "";
                if (piece.Type == ChangeType.Deleted)
                    struck += piece.Text;
                else
                    added += piece.Text;
            }
            else if (string.IsNullOrWhiteSpace(piece.Text))
            {
                gap += piece.Text;
            }
            else
            {
                Flush();
                Add(WordsIn.Both, gap + piece.Text);
                gap = "";
            }
        }

        Flush();
        if (gap.Length > 0)
            Add(WordsIn.Both, gap);
        return runs;

        void Flush()
        {
            if (struck.Length > 0)
                Add(WordsIn.Base, struck);
            if (added.Length > 0)
                Add(WordsIn.Other, added);
            (struck, added) = ("", "");
        }

        void Add(WordsIn where, string text)
        {
            if (runs.Count > 0 && runs[^1].In == where)
                runs[^1] = (where, runs[^1].Text + text);
            else
                runs.Add((where, text));
        }
    }
}
