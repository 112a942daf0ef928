using PeaceTracker.Domain.Text;

namespace PeaceTracker.Domain.Tests.Text;

public sealed class DirectionsTests
{
    [Theory]
    [InlineData("Volodymyr", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    // Marks and joiners that words of some scripts need.
    [InlineData("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645\u200F", null)]
    [InlineData("Sergei\u202Evorval", "U+202E as character 7")]
    [InlineData("\u2066x", "U+2066 as character 1")]
    [InlineData("a\u202A", "U+202A as character 2")]
    [InlineData("ab\u2069", "U+2069 as character 3")]
    public void Only_what_turns_the_direction_of_other_words_is_found(string? text, string? found) => Assert.Equal(found, Directions.Found(text));
}
