using PeaceTracker.Domain.Sources;

namespace PeaceTracker.Domain.Tests.Sources;

/// <summary>What becomes of passages in a corrected text.</summary>
public sealed class ReanchoredTests
{
    private const string Older = "First speaker.\n\nHer side would give up twelve percent of the land.\n\nSecond speaker.\n\nHis side would give up twelve percent of the land.\n\nA photograph ended the day.";

    [Fact]
    public void In_the_same_text_every_passage_is_at_the_same_place() =>
        Assert.Equal(["at the same place, paragraph 2", "at the same place, paragraph 5"], Words(Older, "give up twelve percent", "photograph"));

    [Fact]
    public void What_stands_in_another_paragraph_has_moved() =>
        Assert.Equal(["moved from paragraph 5 to 6"], Words("A note before all.\n\n" + Older, "photograph"));

    [Fact]
    public void Words_moved_inside_their_paragraph_are_found_again_there() =>
        Assert.Equal(["found again in paragraph 5"], Words(Older.Replace("First speaker", "The first speaker", StringComparison.Ordinal), "photograph"));

    [Fact]
    public void Words_whose_twin_is_all_that_is_left_are_an_orphan_and_not_the_twin()
    {
        // The paragraph of the first speaker is deleted; the words of the second are the same.
        var found = Assert.Single(Reanchored.Of(Older, [At("give up twelve percent of the land")], Older.Replace("First speaker.\n\nHer side would give up twelve percent of the land.\n\n", "", StringComparison.Ordinal)));
        Assert.IsType<AnchorPlace.Orphan>(found.Place);
        Assert.Null(found.ToParagraph);
        Assert.Equal("give up twelve percent of the land", found.Words);
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(0, 0)]
    [InlineData(5, 10_000)]
    [InlineData(10_000, 5)]
    public void A_passage_that_is_not_in_the_text_is_an_orphan(int start, int length)
    {
        var found = Assert.Single(Reanchored.Of(Older, [(start, length)], Older));
        Assert.IsType<AnchorPlace.Orphan>(found.Place);
        Assert.Equal(("", 0), (found.Words, found.FromParagraph));
    }

    [Fact]
    public void Without_passages_there_is_nothing_to_find() => Assert.Empty(Reanchored.Of(Older, [], "Other words."));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(14, 1)]
    [InlineData(15, 1)]
    [InlineData(16, 2)]
    [InlineData(10_000, 5)]
    public void A_place_is_in_the_last_paragraph_that_begins_up_to_it(int place, int paragraph) => Assert.Equal(paragraph, Paragraphs.At(Paragraphs.Of(Older), place));

    private static (int Start, int Length) At(string words) => (Older.IndexOf(words, StringComparison.Ordinal), words.Length);

    private static IEnumerable<string> Words(string newer, params string[] passages) => Reanchored.Of(Older, [.. passages.Select(At)], newer).Select(found => found.InWords);
}
