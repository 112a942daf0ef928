using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Domain.Tests.Statements;

public sealed class AlikeTextsTests
{
    [Fact]
    public void Exactly_those_are_found_that_comparing_each_with_each_finds()
    {
        var random = new Random(7);
        string[] words = [.. Enumerable.Range(0, 60).Select(_ => string.Concat(Enumerable.Range(0, random.Next(2, 9)).Select(_ => (char)('a' + random.Next(12)))))];
        var texts = Enumerable.Range(0, 150).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(1, 15)).Select(_ => words[random.Next(words.Length)]))).Distinct().ToList();
        // Close to the bound from both sides: each with some of its words replaced.
        var others = texts.SelectMany(text => new[] { 0.0, 0.1, 0.2, 0.3, 0.4 }.Select(share => string.Join(' ', text.Split(' ').Select(word => random.NextDouble() < share ? words[random.Next(words.Length)] : word)))).Append("").Append("!").ToList();
        var alike = new AlikeTexts(texts);
        var found = 0;
        foreach (var other in others)
        {
            var expected = texts.Where(text => Similarity.Of(text, other) >= Similarity.LikelyDuplicate).Order(StringComparer.Ordinal).ToList();
            Assert.Equal(expected, alike.Like([other]).Select(one => one.Text).Order(StringComparer.Ordinal));
            found += expected.Count;
        }

        Assert.InRange(found, texts.Count, texts.Count * texts.Count);
        Assert.Empty(new AlikeTexts([]).Like(["anything"]));
        var asked = others.Distinct().ToList();
        Assert.Equal(asked.SelectMany(other => alike.Like([other])), alike.Like(asked));
    }
}
