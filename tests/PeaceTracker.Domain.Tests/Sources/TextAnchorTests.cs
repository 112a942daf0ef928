using CsCheck;
using PeaceTracker.Domain.Sources;

namespace PeaceTracker.Domain.Tests.Sources;

public sealed class TextAnchorTests
{
    private const string Twins =
        "Team Alpha reported that its forces had advanced by twelve percent.\n\n" +
        "The territory must be returned in full, said the minister of the first state.\n\n" +
        "The talks went on until the evening.\n\n" +
        "The territory must be returned in full, said the minister of the second state.\n\n" +
        "Team Beta reported that its forces had advanced by twelve percent.";

    private static readonly Gen<string> Sentence = Gen.OneOf("territory", "must", "be", "returned", "said", "Алла", "в повному", "обсязі", "28", "😀", "forces,").Array[1, 9].Select(words => string.Join(' ', words) + ".");

    /// <summary>Paragraphs that share sentences, a paragraph of the text, and a passage of it.</summary>
    private static readonly Gen<(string[] Paragraphs, int Index, int Start, int Length)> Passages =
        Gen.Select(Sentence.Array[1, 4].SelectMany(pool => Gen.OneOf(pool).Array[1, 3].Select(sentences => string.Join(' ', sentences)).Array[1, 6]), Gen.Int[0, 5], Gen.Int[0, 200], Gen.Int[1, 60])
            .Select((paragraphs, index, start, length) =>
            {
                index %= paragraphs.Length;
                start %= paragraphs[index].Length;
                return (paragraphs, index, start, Math.Min(length, paragraphs[index].Length - start));
            });

    [Fact]
    public void An_anchor_is_the_words_and_what_stands_around_them()
    {
        var anchor = Anchor(Twins, "The talks went on");
        Assert.Equal("The talks went on", anchor.Exact);
        // At most 32 characters, from the beginning of a word to the end of one; the empty line is what stands before.
        Assert.Equal("minister of the first state.\n\n", anchor.Prefix);
        Assert.Equal(" until the evening.\n\nThe", anchor.Suffix);
        Assert.Equal(Twins.IndexOf("The talks", StringComparison.Ordinal), anchor.Start);
        Assert.True(anchor.Alone);
    }

    [Fact]
    public void At_the_ends_of_a_text_nothing_stands_around()
    {
        var anchor = Anchor("Nothing else.", "Nothing else.");
        Assert.Equal(("", ""), (anchor.Prefix, anchor.Suffix));
    }

    /// <summary>Columns of a page that was copied as text stand so far apart.</summary>
    [Fact]
    public void White_space_longer_than_the_room_for_it_is_no_end_of_the_text()
    {
        var gap = new string(' ', 100);
        var text = $"They leave.{gap}They stay.{gap}They leave.{gap}They come back.";
        var anchor = Anchor(text, "They stay.");
        Assert.Equal($"They leave.{gap}", anchor.Prefix);
        Assert.StartsWith($"{gap}They leave.", anchor.Suffix, StringComparison.Ordinal);
        Assert.Equal(new AnchorPlace.Found(111, 10), anchor.FindIn(text));
        // And with other words at one side.
        Assert.IsType<AnchorPlace.Moved>(anchor.FindIn("So it was. " + text));
    }

    [Fact]
    public void A_word_longer_than_the_room_for_it_is_cut_but_no_character_is()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 40)) + "quote" + string.Concat(Enumerable.Repeat("😀", 40));
        var anchor = Anchor(text, "quote");
        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 16)), anchor.Prefix);
        Assert.Equal(anchor.Prefix, anchor.Suffix);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 1)]
    [InlineData(3, 3)]
    public void A_passage_without_words_is_refused(int start, int length)
    {
        Assert.False(TextAnchor.TryOf("one\n\u200B\ntwo", start, length, out var anchor, out var error));
        Assert.Null(anchor);
        Assert.Contains("without words", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(2, -1)]
    [InlineData(2, 2)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void A_passage_outside_the_text_is_refused(int start, int length)
    {
        Assert.False(TextAnchor.TryOf("one", start, length, out _, out var error));
        Assert.Contains("in a text of 3", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public void Half_a_character_is_no_passage(int start, int length)
    {
        Assert.False(TextAnchor.TryOf("😀 one", start, length, out _, out var error));
        Assert.Contains("inside a character", error, StringComparison.Ordinal);
    }

    [Fact]
    public void White_space_at_the_ends_of_a_selection_is_no_part_of_the_quote()
    {
        Assert.True(TextAnchor.TryOf("one two three", 3, 5, out var anchor, out _));
        Assert.Equal(("two", 4, 7), (anchor.Exact, anchor.Start, anchor.End));
    }

    [Fact]
    public void Of_two_near_identical_sentences_the_twin_is_not_taken_when_the_anchored_one_is_deleted()
    {
        // Both with the words that differ and without them: then the quotes are equal to the letter.
        foreach (var quote in new[] { "The territory must be returned in full, said the minister of the first state.", "The territory must be returned in full", "must be returned in full, said the minister" })
        {
            var anchor = Anchor(Twins, quote);
            Assert.IsType<AnchorPlace.Found>(anchor.FindIn(Twins));
            Assert.IsType<AnchorPlace.Orphan>(anchor.FindIn(WithoutParagraph(Twins, 1)));
        }

        var alpha = Anchor(Twins, "its forces had advanced by twelve percent");
        Assert.IsType<AnchorPlace.Orphan>(alpha.FindIn(WithoutParagraph(Twins, 0)));
        Assert.IsType<AnchorPlace.Orphan>(Anchor(Twins, "Team Alpha reported that its forces had advanced by twelve percent.").FindIn(WithoutParagraph(Twins, 0)));
    }

    [Fact]
    public void A_twin_that_moves_up_to_the_very_place_is_not_taken()
    {
        const string text = "A said: Land is ours.\n\nB said: Land is ours.";
        var anchor = Anchor(text, "Land is ours");
        var orphan = Assert.IsType<AnchorPlace.Orphan>(anchor.FindIn("B said: Land is ours."));
        Assert.Contains("several times in the text they were taken from", orphan.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_twin_with_the_same_words_behind_it_is_not_taken()
    {
        const string text = "Ours is the land. Thank you very much for your kind attention.\n\nSays the other.\n\nOurs is the land. Thank you very much for your kind attention.";
        var anchor = Anchor(text, "Ours is the land.");
        Assert.IsType<AnchorPlace.Found>(anchor.FindIn(text));
        Assert.IsType<AnchorPlace.Orphan>(anchor.FindIn(WithoutParagraph(text, 0)));
    }

    [Fact]
    public void The_only_place_is_not_taken_when_all_around_it_differs()
    {
        var anchor = Anchor("Peter told us then: land is ours, and the hall clapped.", "land is ours");
        var orphan = Assert.IsType<AnchorPlace.Orphan>(anchor.FindIn("Nobody in this room has said that land is ours or that it is theirs."));
        Assert.Contains("other words before and behind", orphan.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_corrected_on_one_side_leave_a_quote_that_always_stood_once()
    {
        var anchor = Anchor("Peter told us: land is ours, and the hall clapped.", "land is ours");
        Assert.Equal(new AnchorPlace.Moved(21, 12), anchor.FindIn("Peter, it seems, said land is ours, and the hall clapped.".Replace("Peter, it seems, said", "Pyotr told everybody", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_changed_word_in_the_quote_is_no_quote()
    {
        var anchor = Anchor(Twins, "until the evening");
        Assert.Equal(new AnchorPlace.Orphan("The words are not in the text."), anchor.FindIn(Twins.Replace("evening", "morning", StringComparison.Ordinal)));
        Assert.IsType<AnchorPlace.Orphan>(anchor.FindIn(Twins.Replace("until the", "until The", StringComparison.Ordinal)));
        Assert.IsType<AnchorPlace.Orphan>(anchor.FindIn(""));
    }

    [Fact]
    public void Other_white_space_is_bridged()
    {
        var anchor = Anchor(Twins, "until the evening");
        var wrapped = Twins.Replace(" ", " \n\u00A0", StringComparison.Ordinal);
        Assert.Equal(new AnchorPlace.Moved(wrapped.IndexOf("until", StringComparison.Ordinal), "until the evening".Length + 4), anchor.FindIn(wrapped));
    }

    [Fact]
    public void Words_that_only_a_deletion_brought_together_are_not_the_quote()
    {
        var anchor = Anchor("We shall not\n\nWe shall not give up land.\n\ngive up land.", "not give up");
        Assert.IsType<AnchorPlace.Orphan>(anchor.FindIn("We shall not\n\ngive up land."));
        Assert.NotNull(QuoteCheck.Within("We shall not\n\ngive up land.", "shall not give")!.Anchor);
    }

    [Fact]
    public void Words_that_come_again_later_do_not_unsettle_the_first()
    {
        var anchor = Anchor(Twins, "until the evening");
        Assert.Equal(new AnchorPlace.Found(anchor.Start, anchor.Exact.Length), anchor.FindIn(Twins + "\n\nHe spoke until the evening."));
    }

    [Fact]
    public void Words_with_equal_surroundings_get_more_of_them_or_are_refused()
    {
        var row = string.Concat(Enumerable.Repeat("the same row of a table ", 10));
        var anchor = Anchor($"one {row} QUOTE {row} two {row} QUOTE {row} three", "QUOTE");
        Assert.True(anchor.Suffix.Length > 200);
        var periodic = string.Concat(Enumerable.Repeat("QUOTE and ", 400));
        Assert.False(TextAnchor.TryOf(periodic, 2000, 5, out _, out var error));
        Assert.Contains("Select more words", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_anchor_is_found_in_its_own_text() =>
        Passages.Sample(passage =>
        {
            var text = Text(passage.Paragraphs);
            return Of(passage) is not { } anchor || anchor.FindIn(text) == new AnchorPlace.Found(anchor.Start, anchor.Exact.Length);
        });

    [Fact]
    public void After_a_paragraph_is_inserted_before_it_a_quote_that_stood_once_has_moved_by_its_length() =>
        Gen.Select(Passages, Gen.Int[0, 5]).Sample((passage, at) =>
        {
            at %= passage.Index + 1;
            const string inserted = "ZZZ";
            return Of(passage) is not { Alone: true } anchor
                || anchor.FindIn(Text([.. passage.Paragraphs[..at], inserted, .. passage.Paragraphs[at..]])) == new AnchorPlace.Moved(anchor.Start + inserted.Length + 2, anchor.Exact.Length);
        });

    [Fact]
    public void After_a_paragraph_without_its_words_is_inserted_before_it_a_quote_has_moved_there_or_nowhere() =>
        Gen.Select(Passages, Gen.Int[0, 5], Sentence).Sample((passage, at, inserted) =>
        {
            at %= passage.Index + 1;
            if (Of(passage) is not { } anchor || inserted.Contains(anchor.Exact, StringComparison.Ordinal))
                return true;
            return anchor.FindIn(Text([.. passage.Paragraphs[..at], inserted, .. passage.Paragraphs[at..]])) switch
            {
                AnchorPlace.Moved moved => moved.Start == anchor.Start + inserted.Length + 2,
                AnchorPlace.Orphan => !anchor.Alone,
                _ => false,
            };
        });

    [Fact]
    public void After_its_paragraph_is_deleted_a_quote_is_an_orphan() =>
        Passages.Sample(
            passage => Of(passage) is not { } anchor || anchor.FindIn(Text([.. passage.Paragraphs[..passage.Index], .. passage.Paragraphs[(passage.Index + 1)..]])) is AnchorPlace.Orphan,
            iter: 20_000);

    [Theory]
    [InlineData("The talks went on", 3)]
    [InlineData("  The talks\r\nwent  on ", 3)]
    [InlineData("Team Beta reported", 5)]
    public void A_typed_quote_that_stands_once_is_anchored(string quote, int paragraph)
    {
        var check = QuoteCheck.Within(Twins, quote)!;
        Assert.Equal([paragraph], check.Paragraphs);
        Assert.Equal(Paragraphs.Of(Twins)[paragraph - 1].Start, check.Anchor!.Start);
        Assert.IsType<AnchorPlace.Found>(check.Anchor.FindIn(Twins));
    }

    [Fact]
    public void A_typed_quote_that_stands_at_several_places_says_in_which_paragraphs()
    {
        var check = QuoteCheck.Within(Twins, "must be returned")!;
        Assert.Null(check.Anchor);
        Assert.Equal([2, 4], check.Paragraphs);
        var named = QuoteCheck.Within(Twins, "must be returned", [4])!;
        Assert.Equal([4], named.Paragraphs);
        Assert.Equal(Twins.LastIndexOf("must be returned", StringComparison.Ordinal), named.Anchor!.Start);
        Assert.Null(QuoteCheck.Within(Twins, "must be returned", [1, 3]));
    }

    [Fact]
    public void Twice_in_one_paragraph_is_several_times()
    {
        var check = QuoteCheck.Within("We agree. Yes, we agree and we agree.", "we agree")!;
        Assert.Null(check.Anchor);
        Assert.Equal([1], check.Paragraphs);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\r\n")]
    [InlineData("\u200B")]
    [InlineData("the minister of the third state")]
    [InlineData("the talks went on")]
    [InlineData("The talks went o")]
    [InlineData("alks went on")]
    public void What_is_not_in_the_text_as_whole_words_is_not_found(string? quote) => Assert.Null(QuoteCheck.Within(Twins, quote));

    [Fact]
    public void Scripts_without_capitals_have_no_words_to_cut() => Assert.Equal(2, QuoteCheck.Within("政治解决乌克兰危机", "解决乌克兰")!.Anchor!.Start);

    private static TextAnchor Anchor(string text, string quote)
    {
        Assert.True(TextAnchor.TryOf(text, text.IndexOf(quote, StringComparison.Ordinal), quote.Length, out var anchor, out var error), error);
        return anchor;
    }

    private static string Text(string[] paragraphs) => string.Join("\n\n", paragraphs);

    private static string WithoutParagraph(string text, int index)
    {
        var paragraphs = text.Split("\n\n").ToList();
        paragraphs.RemoveAt(index);
        return Text([.. paragraphs]);
    }

    /// <summary>The anchor of a passage; null when it is refused, as white space and halves of characters are.</summary>
    private static TextAnchor? Of((string[] Paragraphs, int Index, int Start, int Length) passage)
    {
        var before = passage.Paragraphs[..passage.Index].Sum(paragraph => paragraph.Length + 2);
        return TextAnchor.TryOf(Text(passage.Paragraphs), before + passage.Start, passage.Length, out var anchor, out _) ? anchor : null;
    }
}
