using DiffPlex;
using DiffPlex.Chunkers;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.DeskSources;

/// <summary>Paragraphs that differ between two texts of a source.</summary>
/// <param name="Before">Number of the first paragraph in the older text; the one after it when nothing stood here.</param>
/// <param name="After">The same in the newer text.</param>
/// <param name="Runs">Their words, struck out and put in.</param>
public sealed record ChangedPassage(int Before, int After, IReadOnlyList<(WordsIn In, string Text)> Runs);

/// <summary>Two texts of a source beside each other, paragraph by paragraph and then word by word.</summary>
/// <param name="Passages">Where they differ, in order.</param>
/// <param name="Coarse">So much differs that what stands between the first and the last difference was not compared further.</param>
public sealed record TextDifference(IReadOnlyList<ChangedPassage> Passages, bool Coarse)
{
    /// <summary>Paragraphs on both sides, multiplied, and characters on both sides, up to which comparing is quick.</summary>
    private const long MostParagraphs = 4_000_000;

    private const int MostCharacters = 40_000;

    public static TextDifference Between(string older, string newer)
    {
        List<string> before = [.. Paragraphs.Of(older).Select(paragraph => paragraph.In(older))], after = [.. Paragraphs.Of(newer).Select(paragraph => paragraph.In(newer))];
        var same = 0;
        while (same < before.Count && same < after.Count && before[same] == after[same])
            same++;
        var end = 0;
        while (end < before.Count - same && end < after.Count - same && before[^(end + 1)] == after[^(end + 1)])
            end++;
        var (left, right) = (before[same..^end], after[same..^end]);
        if (left.Count + right.Count == 0)
            return new([], false);
        if ((long)left.Count * right.Count > MostParagraphs)
            return new([new(same + 1, same + 1, Whole(left, right))], true);
        // Paragraphs hold no such sign, so each is one line to the comparison.
        const char apart = '\u001E';
        var difference = Differ.Instance.CreateDiffs(string.Join(apart, left), string.Join(apart, right), ignoreWhiteSpace: false, ignoreCase: false, new CustomFunctionChunker(text => text.Split(apart)));
        var coarse = false;
        return new([.. difference.DiffBlocks.Select(block =>
        {
            var (gone, come) = (left.GetRange(block.DeleteStartA, block.DeleteCountA), right.GetRange(block.InsertStartB, block.InsertCountB));
            var far = gone.Sum(text => text.Length) + come.Sum(text => text.Length) > MostCharacters;
            coarse |= far;
            return new ChangedPassage(same + block.DeleteStartA + 1, same + block.InsertStartB + 1, far ? Whole(gone, come) : WordRuns.Between(string.Join("\n\n", gone), string.Join("\n\n", come)));
        })], coarse);

        static IReadOnlyList<(WordsIn In, string Text)> Whole(List<string> left, List<string> right) =>
            [.. new[] { (WordsIn.Base, string.Join("\n\n", left)), (WordsIn.Other, string.Join("\n\n", right)) }.Where(run => run.Item2.Length > 0)];
    }
}
