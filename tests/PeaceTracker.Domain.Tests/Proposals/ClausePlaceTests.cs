using PeaceTracker.Domain.Proposals;

namespace PeaceTracker.Domain.Tests.Proposals;

/// <summary>All labels of the seeds, in the order of their texts.</summary>
public sealed class ClausePlaceTests
{
    [Theory]
    [InlineData("7", "c7", "Clause 7")]
    [InlineData("point 7", "c7", "Clause 7")]
    [InlineData("21a", "c21a", "Clause 21a")]
    [InlineData("8-9", "c8-9", "Clause 8-9")]
    [InlineData("art. 5", "c5", "Art. 5")]
    [InlineData("annex", "cannex", "Annex")]
    [InlineData("preamble", "cpreamble", "Preamble")]
    [InlineData("first step", "cfirst", "First step")]
    [InlineData("second stage", "csecond", "Second stage")]
    [InlineData("third step", "cthird", "Third step")]
    [InlineData("I", "ci", "Clause I")]
    [InlineData("section I", "ci", "Section I")]
    [InlineData("I.3", "ci-3", "Clause I.3")]
    [InlineData("section I, point 1", "ci-1", "Section I, point 1")]
    [InlineData("section I, key principles", "ci-key-principles", "Section I, key principles")]
    [InlineData("section II, option 2", "cii-2", "Section II, option 2")]
    [InlineData("II, option 2", "cii-2", "Clause II, option 2")]
    [InlineData("II-III", "cii-iii", "Clause II-III")]
    [InlineData("territory", "cterritory", "Territory")]
    [InlineData(null, "s36", "Clause unnumbered (No. 36)")]
    public void A_label_gives_its_address_and_its_words(string? label, string anchor, string words)
    {
        Assert.Equal(anchor, ClausePlace.Anchor(label, 36));
        Assert.Equal(words, ClausePlace.ToWords(label, 36));
        Assert.Equal(words[..1].ToLowerInvariant() + words[1..], ClausePlace.InSentence(label, 36));
    }

    [Theory]
    [InlineData("1|2|3|6|point 7|point 8|point 9|10|11|19|20|20a|20b|20c|21a|21b|21c|21d|22|28|")]
    [InlineData("point 1|2|3|4|5|")]
    [InlineData("first step|second stage|third step|4")]
    [InlineData("preamble|1|2|3|")]
    [InlineData("I|section I, point 1|section I, point 2|I.3|I.4|I.7|section II, option 1|II, option 2|II-III|")]
    [InlineData("1|7|8-9|10|12|elections|referendum|territory|")]
    [InlineData("art. 5|annex|")]
    public void Clauses_stand_in_the_order_of_the_text(string labels)
    {
        var expected = labels.Split('|').Select(label => label.Length == 0 ? null : label).ToList();
        var shuffled = expected.Select((label, index) => (Label: label, Statement: 100 - index)).Reverse().ToList();
        Assert.Equal(expected, shuffled.Order(ClausePlace.Order).Select(place => place.Label));
    }

    [Theory]
    [InlineData("21", "21", true)]
    [InlineData("point 21", "21", true)]
    [InlineData("21", "21a", true)]
    [InlineData("21a", "21", false)]
    [InlineData("2", "21a", false)]
    [InlineData("I", "I.3", false)]
    public void What_is_said_to_a_point_is_said_to_its_lettered_parts(string label, string other, bool covers) =>
        Assert.Equal(covers, ClausePlace.Covers(label, other));

    [Fact]
    public void One_place_keeps_its_statements_in_the_order_of_their_numbers() =>
        Assert.Equal([3, 5, 9], new (string?, int)[] { ("point 7", 9), ("7", 5), ("7", 3) }.Order(ClausePlace.Order).Select(place => place.Item2));
}
