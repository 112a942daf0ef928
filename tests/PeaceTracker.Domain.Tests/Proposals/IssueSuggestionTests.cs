using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Proposals;

namespace PeaceTracker.Domain.Tests.Proposals;

/// <summary>Which issues the words of a clause suggest. How often that is right of the record is measured where the record is.</summary>
public sealed class IssueSuggestionTests
{
    private static readonly IssueSuggestion Suggestion = new(
    [
        Make("security-guarantees", "Security guarantees", "What protects Ukraine after a settlement?", "Binding guarantee", "No guarantees"),
        Make("sanctions", "Sanctions", "What happens to the sanctions on Russia?", "Kept or raised", "Lifted in full"),
        Make("territory", "Territory", "Who controls the region?", "Divided at the front", "Under Russian control", regional: true),
        Make("elections", "Elections", "Are Ukrainian elections a term?", "Not a term", "Before signing"),
    ], ["Donetsk Oblast", "Crimea"]);

    [Theory]
    [InlineData("Ukraine receives reliable security guarantees.", "security-guarantees")]
    [InlineData("It is guaranteed against attack.", "security-guarantees")]
    [InlineData("Each SANCTION is lifted in full.", "sanctions")]
    [InlineData("Crimea is left as it is.", "territory")]
    [InlineData("In the Donetsk oblast both armies stay where they are.", "territory")]
    [InlineData("Sanctions end once elections were held.", "sanctions elections")]
    [InlineData("The Dnipro is open to trade.", "")]
    [InlineData("Україна проводить вибори.", "")]
    [InlineData("", "")]
    public void Words_of_the_codebook_suggest_an_issue(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Suggestion.For(text).Select(issue => issue.Slug)));

    [Fact]
    public void No_clause_has_more_suggestions_than_are_looked_at() =>
        Assert.Equal(IssueSuggestion.Most, Suggestion.For("Security guarantees, sanctions, territory, elections.").Count);

    private static Issue Make(string slug, string title, string question, string first, string last, bool regional = false) => new()
    {
        Slug = slug,
        Title = title,
        Question = question,
        Group = "all",
        Regional = regional,
        Scale = new([new(1, first, "-"), new(2, last, "-")]),
    };
}
