using CsCheck;
using PeaceTracker.Domain.Search;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Tests.Search;

public class SearchQueryTests
{
    private static string Told(string? text) => string.Join(" & ", SearchQuery.Read(text).Terms.Select(term =>
        $"{(term.Excluded ? "not " : "")}{(term.Exact ? "exactly " : "")}{string.Join('+', term.Keys)}{(term.Beginning is null ? "" : $" or {term.Beginning}...")}{(term.Said is null ? "" : $" or said {term.Said}")}"));

    [Theory]
    [InlineData("28-point", "28+point")]
    [InlineData("Minsk-2", "minsk+2")]
    [InlineData("2022-03-29", "2022+03+29 or said 2022-03-29")]
    [InlineData("2022-03", "2022+03 or said 2022-03")]
    [InlineData("2022", "2022 or said 2022")]
    [InlineData("2022-13", "2022+13")]
    [InlineData("O'Brien", "obrien")]
    [InlineData("\"", "")]
    [InlineData("*", "")]
    [InlineData("(", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData("-", "")]
    [InlineData("- nato", "nato")]
    [InlineData("– nato", "nato")]
    [InlineData("—nato", "nato")]
    [InlineData("park.", "park")]
    [InlineData("ADR-016", "adr+016")]
    [InlineData("a'b", "ab")]
    [InlineData("2026-12-15", "2026+12+15 or said 2026-12-15")]
    [InlineData("nato -peace", "nato & not peace")]
    [InlineData("-peace", "not peace")]
    [InlineData("(nato) -(peace)", "nato & peace")]
    [InlineData("nato -\"cease fire\"", "nato & not exactly cease+fire")]
    [InlineData("\"foreign troops\" ukraine", "exactly foreign+troop & ukraine")]
    [InlineData("„foreign troops“ «NATO»", "exactly foreign+troop & exactly nato")]
    [InlineData("\"foreign troops", "exactly foreign+troop")]
    [InlineData("\"NATO\"-wide", "exactly nato & wide")]
    [InlineData("neutral*", "neutral or neutral...")]
    [InlineData("territories*", "territori or territories...")]
    [InlineData("NATO AND NOT peace OR NEAR", "nato & and & not & peace & or & near")]
    [InlineData("party:ukraine", "parti+ukraine")]
    public void Is_read_as_meant(string? text, string told) => Assert.Equal(told, Told(text));

    [Fact]
    public void A_minus_inside_a_word_never_excludes() => Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 8], Gen.String[Gen.Char.AlphaNumeric, 1, 8])
        .Sample((left, right) => SearchQuery.Read($"{left}-{right}").Terms.All(term => !term.Excluded));

    [Fact]
    public void Any_text_can_be_read() => Gen.String.Sample(text => SearchQuery.Read(text).Terms.Count <= SearchQuery.MostTerms);

    [Theory]
    [InlineData("nato", true)]
    [InlineData("NATO guarantee", true)]
    [InlineData("\"security guarantees\"", true)]
    [InlineData("\"guarantees security\"", false)]
    [InlineData("guarantee -Kyiv", true)]
    [InlineData("guarantee -nato", false)]
    [InlineData("guar*", true)]
    [InlineData("2022-03", true)]
    [InlineData("2022-04", false)]
    [InlineData("-2022-03", false)]
    [InlineData("2022", true)]
    [InlineData("2022-03-29", false)]
    [InlineData("outside security", true)]
    [InlineData("\"membership security\"", false)]
    public void Is_found_or_not_in_texts(string text, bool found) => Assert.Equal(found, new AskedWords(SearchQuery.Read(text), Spellings.None).Finds(
        ["Security guarantees outside NATO membership", null, "Security for all"], EdtfDate.Parse("2022-03")));

    private static readonly Spellings Names = new(
        [["Ukraine", "Україна", "Украина", "Kyiv", "Київ", "Kiev"], ["Russia", "Россия", "Росія", "Moscow", "Kremlin", "Кремль"], ["Germany", "Німеччина", "Deutschland"]],
        [("volodymyr-zelenskyy", ["Volodymyr Zelenskyy", "Selenskyj", "Зеленський"])]);

    [Theory]
    [InlineData("Kyiv", "Talks in Kiev", true)]
    [InlineData("Kyiv", "Сказано в Києві", true)]
    [InlineData("\"Kyiv\"", "Talks in Kiev", false)]
    [InlineData("Kremlin", "Россия сказала", false)]
    [InlineData("Kremlin", "Сказано в Кремле", true)]
    [InlineData("Kyiv", "Talks in Ukraine", false)]
    [InlineData("Київ", "Talks in Ukraine", false)]
    [InlineData("Київ", "Talks in Kiev", true)]
    [InlineData("Germany", "Сказала Німеччина", true)]
    [InlineData("Німеччина", "Germany said", true)]
    [InlineData("Kremlin", "Talks in Moscow", false)]
    [InlineData("Росія", "Talks in Moscow", false)]
    [InlineData("Росія", "Talks with Russia", true)]
    [InlineData("-Kyiv talks", "Talks in Kiev", false)]
    [InlineData("Zelensky", "Сказав Зеленський", true)]
    [InlineData("Зеленський", "President Selenskyj", true)]
    public void Other_names_are_found_too_unless_in_quotation_marks(string text, string said, bool found) => Assert.Equal(found, new AskedWords(SearchQuery.Read(text), Names).Finds([said]));

    [Theory]
    [InlineData("Zelensky", "volodymyr-zelenskyy")]
    [InlineData("Володимир", "volodymyr-zelenskyy")]
    [InlineData("\"Zelensky\"", "")]
    [InlineData("Kyiv", "")]
    public void What_somebody_said_is_found_by_any_of_their_names(string text, string slugs) =>
        Assert.Equal(slugs, string.Join(' ', Names.Speakers(SearchQuery.Read(text).Terms[0])));
}
