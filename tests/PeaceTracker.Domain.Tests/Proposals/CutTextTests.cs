using CsCheck;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Sources;

namespace PeaceTracker.Domain.Tests.Proposals;

/// <summary>Pieces of a text: whatever is done to them, the text is all of them.</summary>
public sealed class CutTextTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        "1.", "2.", "3)", "(1)", "1.1", "(a)", "b)", "(iv)", "I.", "Article 2", "Section I.", "Point 3:", "стаття 1", "в)", "Ukraine", "shall. not", "10.5", "in", "\n", "\n\n", "\n", " ", "військ",
        "שלום", "e\u0301", "\u200b", "😀", "\t").Array[1, 30].Select(parts => string.Join(' ', parts));

    [Fact]
    public void A_text_is_all_of_its_pieces_whatever_is_done_to_them() =>
        Gen.Select(Texts, Gen.Select(Gen.Int[0, 3], Gen.Int[0, 30], Gen.Int[0, 40]).Array[0, 8]).Sample((typed, acts) =>
        {
            if (!SourceText.TryNormalise(typed, out var text, out _))
                return;
            var cut = CutText.Of(text, out _);
            foreach (var (act, which, at) in acts)
            {
                var index = which % cut.Pieces.Count;
                if (act == 0 && index > 0)
                    cut = cut.JoinToPrevious(index);
                else if (act == 1 && cut.TrySplit(index, at, out var split, out _))
                    cut = split;
                else if (act == 2)
                    cut = cut.With(index, PieceKind.LeftOut);
                Assert.Equal(text, string.Concat(Enumerable.Range(0, cut.Pieces.Count).Select(cut.AllOf)));
                for (var piece = 0; piece < cut.Pieces.Count; piece++)
                {
                    var words = cut.WordsOf(piece);
                    Assert.Equal(words, words.Length == 0 ? "" : text.Substring(cut.StartOf(piece), words.Length));
                    // Only white space is neither number nor words.
                    Assert.Equal(Seen(cut.AllOf(piece)), Seen(cut.MarkerOf(piece) + words));
                }

                Assert.True(CutText.TryRead(text, cut.ToState(), of => cut.Pieces.First(piece => piece.At == of).Number, out var again));
                Assert.Equal(cut.Pieces, again.Pieces);
            }
        }, iter: 20_000);

    [Fact]
    public void Numbers_and_words_are_told_apart_and_a_number_without_words_is_left_out()
    {
        var cut = CutText.Of("Agreed:\n1. One\n(a) A\n2.\n(a) B\nArticle 3 C", out var warnings);
        Assert.Equal(["preamble", "1", "1a", "2", "2a"], cut.Pieces.Take(5).Select(piece => piece.Number));
        Assert.Equal([PieceKind.Preamble, PieceKind.Clause, PieceKind.Clause, PieceKind.LeftOut, PieceKind.Clause], cut.Pieces.Take(5).Select(piece => piece.Kind));
        Assert.Equal([0, 0, 1, 0, 1], cut.Pieces.Take(5).Select(piece => piece.Depth));
        Assert.Equal(["Agreed:", "One", "A", "", "B"], Enumerable.Range(0, 5).Select(cut.WordsOf));
        Assert.Equal(["", "1.", "(a)", "2.", "(a)"], Enumerable.Range(0, 5).Select(cut.MarkerOf));
        Assert.NotNull(warnings);
    }

    [Fact]
    public void What_is_joined_keeps_its_number_among_the_words()
    {
        var cut = CutText.Of("1. One\n2. Two\n(a) A", out _).JoinToPrevious(1);
        Assert.Equal(["One\n2. Two", "A"], Enumerable.Range(0, 2).Select(cut.WordsOf));
        Assert.Equal("1", cut.Pieces[0].Number);
    }

    [Fact]
    public void A_piece_is_split_at_a_place_between_words()
    {
        var cut = CutText.Of("1. One is one. Two is two.", out _);
        Assert.Equal([12], cut.PlacesIn(0));
        Assert.True(cut.TrySplit(0, 12, out var split, out _));
        Assert.Equal([("1a", "One is one."), ("1b", "Two is two.")], split.Pieces.Select((piece, index) => (piece.Number, split.WordsOf(index))));
        Assert.False(cut.TrySplit(0, 2, out _, out var error));
        Assert.Equal("Clause 1 cannot be split inside a word. Choose a place between two words.", error);
        Assert.False(cut.TrySplit(0, 0, out _, out _));
        Assert.False(cut.TrySplit(0, 4_000, out _, out _));
    }

    [Fact]
    public void What_is_split_off_a_preamble_is_a_clause_that_still_needs_its_number()
    {
        var cut = CutText.Of("Agreed. Peace holds.\n1. One", out _);
        Assert.True(cut.TrySplit(0, 8, out var split, out _));
        Assert.Equal([("preamble", PieceKind.Preamble), ("", PieceKind.Clause), ("1", PieceKind.Clause)], split.Pieces.Select(piece => (piece.Number, piece.Kind)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1-1-0c")]
    [InlineData("0-99-0c")]
    [InlineData("0-0-0c 3-2-0c")]
    [InlineData("0-0-0c 5-5-0c 4-4-0c")]
    [InlineData("0-0-0x")]
    [InlineData("0-0-0c 99999999-99999999-0c")]
    public void Places_that_are_none_in_the_text_are_refused(string? state) => Assert.False(CutText.TryRead("One is one.", state, _ => "1", out _));

    private static string Seen(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
