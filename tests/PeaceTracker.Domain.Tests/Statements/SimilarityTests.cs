using CsCheck;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Domain.Tests.Statements;

public sealed class SimilarityTests
{
    private static readonly Gen<string> Texts = Gen.OneOf<string>(Gen.String, Gen.OneOf("Україна", "territory", "є", "must", "be", "28", "–", "Été", "returned").Array[0, 10].Select(words => string.Join(' ', words)));

    [Theory]
    [InlineData("Ukraine will not give up land.", "UKRAINE will not give up land", 1)]
    [InlineData("L'été, à Genève", "l’ete a  geneve!", 1)]
    [InlineData("Україна не віддасть землі", "«УКРАЇНА — не віддасть землі»", 1)]
    [InlineData("Украї\u0308на", "україна", 1)]
    // " ab", "abc", "bc " and " ab", "abd", "bd ": one shared of five.
    [InlineData("abc", "abd", 0.2)]
    // " a " alone.
    [InlineData("a", "A.", 1)]
    [InlineData("abc", "xyz", 0)]
    [InlineData("", "abc", 0)]
    [InlineData("", "", 0)]
    [InlineData("...", "...", 0)]
    public void Likeness_is_the_share_of_pieces_in_common(string one, string other, double expected) => Assert.Equal(expected, Similarity.Of(one, other), 1e-12);

    [Fact]
    public void The_same_words_retold_with_a_slip_are_a_likely_duplicate_and_others_are_not()
    {
        const string words = "Ukraine will not give up its land, and it will not leave the regions that it holds.";
        Assert.True(Similarity.Of(words, "Ukraine will not give up its lands and will not leave the regions it holds") >= Similarity.LikelyDuplicate);
        Assert.True(Similarity.Of(words, "Russia demands that Ukraine leave the Donetsk region before any ceasefire.") < Similarity.LikelyDuplicate);
        // The same beginning is not enough.
        Assert.True(Similarity.Of(words, "Ukraine will not join any alliance that would station troops near the border.") < Similarity.LikelyDuplicate);
    }

    [Fact]
    public void Likeness_lies_between_0_and_1_and_is_mutual() =>
        Gen.Select(Texts, Texts).Sample((one, other) => Similarity.Of(one, other) is >= 0 and <= 1 && Similarity.Of(one, other) == Similarity.Of(other, one));

    [Fact]
    public void A_text_is_like_itself() => Texts.Sample(text => Similarity.Of(text, text) == (text.Any(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c)) ? 1 : 0));
}
