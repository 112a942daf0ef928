using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Reference;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Tests.Reference;

public class ReferenceRulesTests
{
    [Theory]
    [InlineData("ukraine", true)]
    [InlineData("us-paper-april-2025", true)]
    [InlineData("g7", true)]
    [InlineData("", false)]
    [InlineData("new", false)]
    [InlineData("2025-08-20", false)]
    [InlineData("Ukraine", false)]
    [InlineData("two--hyphens", false)]
    [InlineData("-first", false)]
    [InlineData("last-", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("a.csv", false)]
    [InlineData("україна", false)]
    [InlineData("line\n", false)]
    public void A_slug_is_small_letters_figures_and_single_hyphens(string slug, bool good) => Assert.Equal(good, !ReferenceRules.Slug(slug).Any());

    [Theory]
    [InlineData("UA", "state", true)]
    [InlineData("EURS", "coalition", true)]
    [InlineData("U", "state", false)]
    [InlineData("UKRAI", "state", false)]
    [InlineData("Ua", "state", false)]
    [InlineData("", "state", false)]
    [InlineData("ЄС", "state", false)]
    [InlineData("RU", "state", false)]
    [InlineData("EU", "coalition", false)]
    public void A_monogram_is_two_to_four_capitals_of_its_own_and_never_two_for_a_coalition(string monogram, string kind, bool good) =>
        Assert.Equal(good, ReferenceRules.Of(Party(monogram, kind), new HashSet<string> { "RU" }).All(breach => breach.Field != "monogram"));

    [Fact]
    public void A_party_is_no_member_of_itself_and_has_a_name_and_a_known_kind()
    {
        var party = new Party { Slug = "one", Name = " ", Monogram = "ON", Kind = "tribe", Members = ["one"], Wikidata = "212" };
        Assert.Equal(["name", "kind", "wikidata", "members"], ReferenceRules.Of(party, new HashSet<string>()).Select(breach => breach.Field));
    }

    [Fact]
    public void A_region_has_a_place_in_the_grid_of_its_own()
    {
        var other = Region("UA-01", "one", "ONE", 1, 1);
        Assert.Empty(ReferenceRules.Of(Region("UA-02", "two", "TWO", 1, 2), [other]));
        Assert.Equal(["slug", "code", "column"], ReferenceRules.Of(Region("UA-02", "one", "ONE", 1, 1), [other]).Select(breach => breach.Field));
        Assert.Equal(["iso", "row", "column"], ReferenceRules.Of(Region("Kyiv", "two", "TWO", 7, 10), [other]).Select(breach => breach.Field));
    }

    [Theory]
    [InlineData("2025-08-20", "See K1.", null)]
    [InlineData("2025-08-01/..", "See K1.", "date")]
    [InlineData("2025-08-20", "See K2.", "summary")]
    [InlineData("2025-08-20", "", "summary")]
    public void An_event_has_a_first_and_a_last_day_and_names_discrepancies_there_are(string date, string summary, string? field)
    {
        var edtf = EdtfDate.Parse(date);
        var talksEvent = new TalksEvent { Slug = "summit", Title = "Summit", Date = edtf, Earliest = default, Latest = default, Kind = "summit", Summary = summary };
        Assert.Equal(field is null ? [] : [field], ReferenceRules.Of(talksEvent, new HashSet<string> { "K1" }).Select(breach => breach.Field));
    }

    [Fact]
    public void A_publisher_has_a_grade_its_reason_and_a_known_kind() =>
        Assert.Equal(["reason", "kind", "grade"], ReferenceRules.Of(new Publisher { Slug = "paper", Name = "Paper", Kind = "rumour", Grade = 'G', Reason = "" }).Select(breach => breach.Field));

    [Fact]
    public void An_office_does_not_end_before_it_begins()
    {
        Assert.Empty(ReferenceRules.Of(new Office { Title = "Envoy", From = EdtfDate.Parse("2025"), To = EdtfDate.Parse("2025-03") }));
        Assert.Equal(["to"], ReferenceRules.Of(new Office { Title = "Envoy", From = EdtfDate.Parse("2025"), To = EdtfDate.Parse("2024-12") }).Select(breach => breach.Field));
    }

    [Fact]
    public void A_process_has_a_pair_of_two_parties_that_differ()
    {
        Assert.Empty(ReferenceRules.Of(Process(["russia", "ukraine"])));
        Assert.Equal(["principalPair"], ReferenceRules.Of(Process(["russia", "russia"])).Select(breach => breach.Field));
        Assert.Equal(["principalPair"], ReferenceRules.Of(Process(["russia"])).Select(breach => breach.Field));
    }

    [Theory]
    [InlineData("ukraine", true)]
    [InlineData("administration", true)]
    [InlineData("admin", false)]
    [InlineData("account", false)]
    [InlineData("audit", false)]
    [InlineData("setup", false)]
    [InlineData("about", false)]
    [InlineData("desk", false)]
    [InlineData("Talks", false)]
    [InlineData("", false)]
    public void A_process_is_not_called_as_an_address_of_the_site_begins(string slug, bool good) => Assert.Equal(good, !ReferenceRules.OfProcessSlug(slug).Any());

    [Fact]
    public void No_two_carry_one_item()
    {
        Assert.Empty(ReferenceRules.OwnItem(null, new HashSet<string> { "Q1" }));
        Assert.Empty(ReferenceRules.OwnItem("Q2", new HashSet<string> { "Q1" }));
        Assert.Equal(["wikidata"], ReferenceRules.OwnItem("Q1", new HashSet<string> { "Q1" }).Select(breach => breach.Field));
    }

    private static Party Party(string monogram, string kind) => new() { Slug = "one", Name = "One", Monogram = monogram, Kind = kind };

    private static Region Region(string iso, string slug, string code, int row, int column) =>
        new() { Iso = iso, Slug = slug, Name = "Name", NameLocal = "Назва", Code = code, Row = row, Column = column, Kind = "oblast" };

    private static PeaceProcess Process(List<string> pair) => new()
    {
        Slug = "talks",
        Title = "Talks",
        Summary = "Of peace.",
        PrincipalPair = pair,
        DefaultParties = ["russia"],
        OldAfterDays = 180,
        LastSearched = EdtfDate.Parse("2026-11"),
        LicenceName = "CC BY 4.0",
        LicenceAddress = "https://creativecommons.org/licenses/by/4.0/",
    };
}
