using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Tests.Proposals;

/// <summary>The formula on clauses made for it. How it does on the record: ClausesOfTheRecordTests of the data tests.</summary>
public sealed class ClauseSuggestionTests
{
    [Fact]
    public void Subjects_likeness_and_number_are_added()
    {
        var one = ClauseSuggestion.For(Clause(1, "point 6", "The army has a ceiling.", "army"), [Clause(2, "6", "The army has a ceiling.", "army")]).Single();
        Assert.Equal((1, 1, true, 2.5), (one.Subjects, one.Likeness, one.SameNumber, one.Score));
        var none = ClauseSuggestion.For(Clause(1, "6", "aaaa", "army"), [Clause(2, "7", "zzzz", "money")]).Single();
        Assert.Equal((0, 0, false, 0), (none.Subjects, none.Likeness, none.SameNumber, none.Score));
        Assert.False(none.Worthwhile);
    }

    [Fact]
    public void One_of_two_subjects_in_common_counts_a_half_and_a_region_counts_beside_its_issue()
    {
        Assert.Equal(0.5, ClauseSuggestion.For(Clause(1, null, "x", "army", "money"), [Clause(2, null, "y", "army")]).Single().Subjects);
        var land = ClauseSuggestion.For(Land(1, "A"), [Land(2, "B"), Land(3, "A")]);
        Assert.Equal([(3, 1.0), (2, 1.0 / 3)], land.Select(one => (one.Clause.Number, one.Subjects)));
    }

    [Fact]
    public void A_lettered_part_has_the_number_of_the_whole_and_texts_without_numbers_have_none() =>
        Assert.Equal([true, true, false, false], ClauseSuggestion.For(Clause(1, "21", "a"), [Clause(2, "21a", "b"), Clause(3, "point 21", "b"), Clause(4, "2", "b"), Clause(5, null, "b")]).OrderBy(one => one.Clause.Number).Select(one => one.SameNumber));

    [Fact]
    public void Words_outweigh_a_number_that_two_texts_have_by_chance()
    {
        const string words = "Ships pass freely through the straits and ports of both countries.";
        Assert.Equal([3, 2], ClauseSuggestion.For(Clause(1, "4", words), [Clause(2, "4", "Prisoners go home within a month."), Clause(3, "9", words)]).Select(one => one.Clause.Number));
    }

    [Fact]
    public void Wordings_are_compared_where_both_are_on_record_in_one_language_and_summaries_otherwise()
    {
        var english = Clause(1, null, "aaaa", quote: ("en", "Guns fall silent at noon.", null));
        var translated = Clause(2, null, "bbbb", quote: ("uk", "...", "Guns fall silent at noon."));
        var untranslated = Clause(3, null, "aaaa", quote: ("uk", "Guns fall silent at noon.", null));
        Assert.Equal([(2, 1.0), (3, 1.0)], ClauseSuggestion.For(english, [translated, untranslated]).Select(one => (one.Clause.Number, one.Likeness)));
        Assert.Equal(("Guns fall silent at noon.", "Guns fall silent at noon.", true), ClauseSuggestion.Wordings(english, translated));
        Assert.Null(ClauseSuggestion.Wordings(english, untranslated));
    }

    [Fact]
    public void Equals_stand_in_the_order_of_their_text_whatever_the_order_they_come_in()
    {
        Statement[] clauses = [Clause(9, "10", "same"), Clause(8, "2", "same"), Clause(7, null, "same")];
        Assert.Equal([8, 9, 7], ClauseSuggestion.For(Clause(1, null, "same"), clauses).Select(one => one.Clause.Number));
        Assert.Equal([8, 9, 7], ClauseSuggestion.For(Clause(1, null, "same"), clauses.Reverse()).Select(one => one.Clause.Number));
    }

    private static Statement Land(int number, string region) => Clause(number, null, number.ToString(System.Globalization.CultureInfo.InvariantCulture), coded: [("land", region)]);

    private static Statement Clause(int number, string? label, string summary, params string[] topics) => Clause(number, label, summary, topics, null, null);

    private static Statement Clause(int number, string? label, string summary, string[]? topics = null, (string Language, string Text, string? Translation)? quote = null, (string Issue, string Region)[]? coded = null) => new()
    {
        Number = number,
        Clause = label,
        Summary = summary,
        Topic = topics is { Length: > 0 } ? string.Join(Statement.TopicSeparator, topics) : null,
        Quote = quote?.Text,
        QuoteLanguage = quote?.Language,
        QuoteTranslation = quote?.Translation,
        MadeOn = EdtfDate.Parse("2025-01-01"),
        Channel = Channel.OnRecord,
        Information = 1,
        Status = StatementStatus.Published,
        Codings = [.. (coded ?? []).Select(coding => new Coding { Party = "one", Issue = coding.Issue, Region = coding.Region, StepFrom = 1, StepTo = 1, State = CodingState.Stated })],
    };
}
