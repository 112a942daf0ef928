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
/// <param name="Runs">All words of both, in order; none is left out.</param>
public sealed record WordDifference(string What, IReadOnlyList<(WordsIn In, string Text)> Runs)
{
    public bool Same => Runs.All(run => run.In == WordsIn.Both);

    /// <summary>Null when there are no words to compare: a summary is no wording, and is compared only when asked for, and said so.</summary>
    public static WordDifference? Of(Statement from, Statement to, bool summaries)
    {
        if (from.Quote is { } one && to.Quote is { } other && from.QuoteLanguage == to.QuoteLanguage)
            return new("The wording as on record", Split(one, other));
        if (English(from) is { } left && English(to) is { } right)
            return new("The wording in English translation", Split(left, right));
        return summaries ? new("Our summaries, which are not the wording", Split(from.Summary, to.Summary)) : null;
    }

    private static string? English(Statement clause) => clause.QuoteLanguage == "en" ? clause.Quote : clause.QuoteTranslation;

    private static List<(WordsIn In, string Text)> Split(string from, string to)
    {
        var runs = new List<(WordsIn In, string Text)>();
        foreach (var piece in InlineDiffBuilder.Diff(from, to, ignoreWhiteSpace: false, ignoreCase: false, new WordChunker()).Lines)
        {
            var where = piece.Type switch
            {
                ChangeType.Deleted => WordsIn.Base,
                ChangeType.Inserted => WordsIn.Other,
                _ => WordsIn.Both,
            };
            if (runs.Count > 0 && runs[^1].In == where)
                runs[^1] = (where, runs[^1].Text + piece.Text);
            else
                runs.Add((where, piece.Text));
        }

        return runs;
    }
}
