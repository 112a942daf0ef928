using CsCheck;
using PeaceTracker.Domain.Sources;

namespace PeaceTracker.Domain.Tests.Sources;

public sealed class SourceTextTests
{
    private static readonly Gen<string> Pasted = Gen.OneOf("Україна", "Kyiv", "’", "😀", "\r\n", "\n", "\r", "\u2028", "\u2029", "\f", "\u0085", " ", "\t", "\u00A0", "\uFEFF", "\u200B", "\n\n").Array[0, 20].Select(string.Concat);

    [Theory]
    [InlineData("one\r\ntwo", "one\ntwo")]
    [InlineData("one\rtwo", "one\ntwo")]
    [InlineData("one\u2028two\u2029three", "one\ntwo\nthree")]
    [InlineData("one\ftwo\u0085three\vfour", "one\ntwo\nthree\nfour")]
    [InlineData("one\r\n\r\ntwo", "one\n\ntwo")]
    [InlineData("one \t\u00A0\r\n  two ", "one\n  two")]
    [InlineData("\uFEFF\r\n \r\n\uFEFFone\n\n \n", "one")]
    [InlineData("Україна – Kyiv ’ 😀\tд", "Україна – Kyiv ’ 😀\tд")]
    public void A_pasted_text_is_kept_in_one_form(string pasted, string expected)
    {
        Assert.True(SourceText.TryNormalise(pasted, out var normal, out var error));
        Assert.Equal(expected, normal);
        Assert.Null(error);
    }

    [Theory]
    [InlineData(null, "no text", "Paste")]
    [InlineData("", "no text", "Paste")]
    [InlineData("\r\n\u2028 \u200B\uFEFF", "no text", "Paste")]
    [InlineData("one\r\ntw\0o", "U+0000) in line 2", "Delete")]
    [InlineData("one\n\ntwo\u0002", "U+0002) in line 3", "Delete")]
    [InlineData("one\uFFFE", "U+FFFE) in line 1", "Delete")]
    [InlineData("\uFFFD one", null, null)]
    public void What_cannot_be_shown_is_refused_with_its_line(string? pasted, string? found, string? mend)
    {
        Assert.Equal(found is null, SourceText.TryNormalise(pasted, out var normal, out var error));
        Assert.Equal(found is null, normal is not null);
        if (found is null)
            return;
        Assert.Contains(found.Replace(")", "", StringComparison.Ordinal), error, StringComparison.Ordinal);
        Assert.Contains(mend!, error, StringComparison.Ordinal);
    }

    // Attributes hold text as UTF-8, which has no half characters.
    [Fact]
    public void Half_a_character_is_refused_with_its_line()
    {
        foreach (var text in new[] { "one\ntwo \uD83D", "one\n\uDE00 two", "one\n\uD83Dtwo", "one\n😀\uD83D\uD83D\uDE00" })
        {
            Assert.False(SourceText.TryNormalise(text, out _, out var error));
            Assert.Contains("half a character", error, StringComparison.Ordinal);
            Assert.Contains("in line 2", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Normalising_twice_changes_nothing() =>
        Pasted.Sample(text => !SourceText.TryNormalise(text, out var once, out _) || SourceText.TryNormalise(once, out var twice, out _) && twice == once);

    [Fact]
    public void No_word_is_lost() =>
        Pasted.Sample(text => !SourceText.TryNormalise(text, out var normal, out _) || Seen(normal) == Seen(text));

    [Fact]
    public void The_hash_is_that_of_the_bytes_in_UTF_8()
    {
        // Of "abc": FIPS 180-4, example 1.
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", SourceText.Hash("abc"));
        // printf 'Київ' | sha256sum
        Assert.Equal("4ec43ff9c42014b883eeed7003b53f9e0193e9f633846ad05d8ccf4e51468c7e", SourceText.Hash("Київ"));
        Assert.ThrowsAny<ArgumentException>(() => SourceText.Hash("\uD83D"));
    }

    [Theory]
    [InlineData("one\r\n\r\ntwo\r\nthree\r\n\r\n\r\nfour", "one|two\nthree|four")]
    [InlineData("one\ntwo\u2028three\u2029four", "one|two|three|four")]
    [InlineData("one", "one")]
    [InlineData("\n\none\ntwo\n\n", "one|two")]
    [InlineData("one\n   \ntwo", "one|two")]
    [InlineData("one\n\u200B\ntwo", "one|two")]
    [InlineData("  one\n\n\ttwo", "one|two")]
    public void Paragraphs_stand_between_empty_lines_or_on_lines(string pasted, string expected)
    {
        Assert.True(SourceText.TryNormalise(pasted, out var text, out _));
        var paragraphs = Paragraphs.Of(text);
        Assert.Equal(expected.Split('|'), paragraphs.Select(paragraph => paragraph.In(text)));
        Assert.Equal(Enumerable.Range(1, paragraphs.Count), paragraphs.Select(paragraph => paragraph.Number));
    }

    [Fact]
    public void The_ends_of_lines_of_a_system_do_not_move_paragraphs()
    {
        foreach (var end in new[] { "\n", "\r\n", "\r", "\u2028", "\u2029" })
        {
            Assert.True(SourceText.TryNormalise($"one{end}{end}two{end}three", out var text, out _));
            Assert.Equal([new Paragraph(1, 0, 3), new Paragraph(2, 5, 9)], Paragraphs.Of(text));
        }
    }

    [Fact]
    public void A_text_that_shows_nothing_has_no_paragraph() => Assert.All(new[] { "", "\n", " \n\t\n\u200B" }, text => Assert.Empty(Paragraphs.Of(text)));

    [Fact]
    public void Every_word_is_in_one_paragraph() =>
        Pasted.Sample(pasted =>
        {
            if (!SourceText.TryNormalise(pasted, out var text, out _))
                return true;
            var paragraphs = Paragraphs.Of(text);
            return paragraphs.Zip(paragraphs.Skip(1)).All(pair => pair.First.End < pair.Second.Start)
                && paragraphs.All(paragraph => !SourceText.IsBlank(paragraph.In(text)) && paragraph.In(text) == paragraph.In(text).Trim())
                && Seen(string.Concat(paragraphs.Select(paragraph => paragraph.In(text)))) == Seen(text);
        });

    private static string Seen(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not ('\uFEFF' or '\u200B')));
}
