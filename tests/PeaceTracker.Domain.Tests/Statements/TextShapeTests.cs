using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Domain.Tests.Statements;

public sealed class TextShapeTests
{
    /// <summary>Nine of fifteen pieces are shared: 0.6.</summary>
    [Fact]
    public void Two_texts_at_the_border_are_not_told_apart_and_a_longer_one_is_below_it()
    {
        Assert.Equal(0.6, Similarity.Of("abcdefghijkl", "abcdefghijmn"));
        Assert.True(TextShape.Of("abcdefghijkl")!.MayBeLike(TextShape.Of("abcdefghijmn")!));
        Assert.True(Similarity.Of("abcdefghijkl", "abcdefghijmno") < Similarity.LikelyDuplicate);
        Assert.Equal((12, 8, 20), (TextShape.Of("abcdefghijkl")!.Size, TextShape.Of("abcdefghijkl")!.Least, TextShape.Of("abcdefghijkl")!.Most));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("... !")]
    public void A_text_without_words_has_no_shape(string? text) => Assert.Null(TextShape.Of(text));

    /// <summary>Whatever is alike by the rule is neither outside the sizes nor told apart by the classes, in two scripts and at all lengths.</summary>
    [Fact]
    public void No_pair_that_is_alike_is_lost()
    {
        var random = new Random(7);
        var words = "the war talks peace territory borders guarantees мир війна переговори кордон безпека Україна санкції ceasefire 600,000 troops".Split(' ');
        var (alike, apart) = (0, 0);
        for (var pair = 0; pair < 4_000; pair++)
        {
            var one = Enumerable.Range(0, random.Next(1, 120)).Select(_ => words[random.Next(words.Length)] + (random.Next(3) == 0 ? random.Next(100) : "")).ToList();
            var other = one.ToList();
            for (var change = random.Next(1 + (one.Count / 2)); change >= 0; change--)
            {
                var at = random.Next(other.Count);
                if (random.Next(3) == 0 && other.Count > 1)
                    other.RemoveAt(at);
                else
                    other[at] = words[random.Next(words.Length)] + random.Next(1000);
            }

            var (left, right) = (string.Join(' ', one), string.Join(' ', other));
            var (first, second) = (TextShape.Of(left)!, TextShape.Of(right)!);
            if (Similarity.Of(left, right) >= Similarity.LikelyDuplicate)
            {
                alike++;
                Assert.True(first.MayBeLike(second) && second.MayBeLike(first), $"{left}\n{right}");
                Assert.InRange(second.Size, first.Least, first.Most);
            }
            else
            {
                apart += first.MayBeLike(second) ? 0 : 1;
            }
        }

        // Both kinds of pairs were among them, and some were told apart.
        Assert.True(alike > 500 && apart > 100, $"{alike} {apart}");
    }

    /// <summary>A class that is full says no more how many pieces it has.</summary>
    [Fact]
    public void A_very_long_text_is_not_lost_where_a_count_is_full()
    {
        var random = new Random(11);
        var one = string.Concat(Enumerable.Range(0, 60_000).Select(_ => (char)((random.Next(2) == 0 ? 'a' : 'а') + random.Next(26))));
        var shape = TextShape.Of(one)!;
        Assert.Contains(byte.MaxValue, shape.Counts);
        Assert.True(shape.MayBeLike(TextShape.Of(one[10_000..])!));
    }
}
