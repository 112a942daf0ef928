using System.Text.RegularExpressions;
using DiffPlex.Chunkers;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace PeaceTracker.Web.Reading;

/// <summary>A run of words that both texts have, that only the text compared with has, or that only the other has.</summary>
public enum WordsIn
{
    Both,
    Base,
    Other,
}

/// <summary>Two texts word by word.</summary>
public static partial class WordRuns
{
    /// <summary>Words, numbers with their commas, spaces and single marks: 600,000 against 800,000 is one word for another.</summary>
    private static readonly CustomFunctionChunker Words = new(text => [.. Piece().Matches(text).Select(match => match.Value)]);

    [GeneratedRegex(@"\d+(?:[.,]\d+)*|\w+|\s+|[^\w\s]")]
    private static partial Regex Piece();

    /// <summary>The words of one text against those of another; all words of both, in order, none left out.</summary>
    public static IReadOnlyList<(WordsIn In, string Text)> Between(string from, string to)
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
