using System.Text.RegularExpressions;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Reference;

/// <summary>A field of a reference row that may not be as it is.</summary>
/// <param name="Field">Name of the field, that of its column in the seeds.</param>
/// <param name="Expected">What is expected in its place; goes on after "expected".</param>
public readonly record struct Breach(string Field, string Expected);

/// <summary>
/// What every party, person, region, event, publisher, issue and process has to be like, whether it comes from the seeds or from a form.
/// That a row names only rows there are is for the caller to see to, who knows them.
/// </summary>
public static partial class ReferenceRules
{
    public static readonly IReadOnlyList<string> PartyKinds = ["state", "organisation", "coalition"];

    public static readonly IReadOnlyList<string> RegionKinds = ["oblast", "city", "autonomous-republic"];

    public static readonly IReadOnlyList<string> EventKinds = ["summit", "round", "leak", "vote", "speech", "document", "military", "other"];

    public static readonly IReadOnlyList<string> Grades = ["A", "B", "C", "D", "E", "F"];

    /// <summary>The words an address of the site itself begins with: a process of that name could not be reached, or would hide them.</summary>
    public static readonly IReadOnlyList<string> RouteWords = ["about", "account", "admin", "api", "audit", "css", "desk", "embed", "health", "js", "lib", "search", "setup"];

    /// <summary>Years a date of the record may lie in: what is outside is a slip of the hand.</summary>
    public const int FirstYear = 1900, LastYear = 2100;

    /// <summary>Days after which a position may be called old: a hundred years at most.</summary>
    public const int LongestOldAfter = 36_500;

    /// <summary>Rows and columns that the tile grid has.</summary>
    public const int TileRows = 6, TileColumns = 9;

    private const string Value = "a value";

    /// <param name="monograms">Those of the other parties of the process.</param>
    public static IEnumerable<Breach> Of(Party party, IReadOnlySet<string> monograms) =>
    [
        .. Slug(party.Slug), .. Required(("name", party.Name)), .. OneOf("kind", party.Kind, PartyKinds), .. Wikidata(party.Wikidata),
        .. Monogram(party, monograms),
        .. If(party.Members.Contains(party.Slug), "members", "other parties: none is a member of itself"),
    ];

    public static IEnumerable<Breach> Of(Person person) => [.. Slug(person.Slug), .. Required(("name", person.Name)), .. Wikidata(person.Wikidata)];

    /// <summary>Fields of one office: title, from, to.</summary>
    public static IEnumerable<Breach> Of(Office office) =>
    [
        .. Required(("title", office.Title)), .. InItsYears("from", office.From), .. InItsYears("to", office.To),
        .. If(office.From?.Earliest > office.To?.Latest, "to", "a day that is not before the first"),
    ];

    /// <summary>One item stands for one party or person.</summary>
    /// <param name="others">Items of all others of the process.</param>
    public static IEnumerable<Breach> OwnItem(string? wikidata, IReadOnlySet<string> others) =>
        If(wikidata is not null && others.Contains(wikidata), "wikidata", "an item that no other party or person has");

    /// <param name="others">The other regions of the process.</param>
    public static IEnumerable<Breach> Of(Region region, IReadOnlyCollection<Region> others) =>
    [
        .. Slug(region.Slug),
        .. If(others.Any(other => other.Slug == region.Slug), "slug", "a value that no other row has"),
        .. If(!IsoCode().IsMatch(region.Iso), "iso", "an ISO 3166-2 code such as UA-14"),
        .. If(region.Code.Length != 3 || !region.Code.All(char.IsAsciiLetterUpper) || others.Any(other => other.Code == region.Code), "code", "three capital letters A to Z that no other region has"),
        .. Required(("name", region.Name), ("name_uk", region.NameLocal)), .. OneOf("kind", region.Kind, RegionKinds),
        .. If(region.Row is < 1 or > TileRows, "row", FormattableString.Invariant($"a number from 1 to {TileRows}")),
        .. If(region.Column is < 1 or > TileColumns, "column", FormattableString.Invariant($"a number from 1 to {TileColumns}")),
        .. If(others.Any(other => other.Row == region.Row && other.Column == region.Column), "column", "a place in the tile grid that no other region has"),
    ];

    public static IEnumerable<Breach> Of(Publisher publisher) =>
    [
        .. Slug(publisher.Slug), .. Required(("name", publisher.Name), ("reason", publisher.Reason)), .. OneOf("kind", publisher.Kind, Publisher.Kinds),
        .. If(!Grade.IsSource(publisher.Grade), "grade", $"one of {string.Join(", ", Grades)}"),
    ];

    /// <summary>All but the scale, whose steps <see cref="OfStep"/> judges one by one.</summary>
    public static IEnumerable<Breach> OfIssue(string slug, string title, string group, string question) =>
        [.. Slug(slug), .. Required(("title", title), ("group", group), ("question", question))];

    public static IEnumerable<Breach> OfStep(Step step) => Required(("label", step.Label), ("definition", step.Definition));

    /// <param name="codes">Codes of the discrepancies of the process.</param>
    public static IEnumerable<Breach> Of(TalksEvent talksEvent, IReadOnlySet<string> codes) =>
    [
        .. Slug(talksEvent.Slug), .. Required(("title", talksEvent.Title), ("summary", talksEvent.Summary)), .. OneOf("kind", talksEvent.Kind, EventKinds),
        .. If(talksEvent.Date is not { Earliest: not null, Latest: not null }, "date", "an EDTF date with a first and a last day"), .. InItsYears("date", talksEvent.Date),
        .. NamesKnown("summary", talksEvent.Summary, codes),
    ];

    /// <summary>Fields as the settings file of a process calls them.</summary>
    public static IEnumerable<Breach> Of(PeaceProcess process) =>
    [
        .. Required(("title", process.Title), ("summary", process.Summary)),
        .. If(process.PrincipalPair.Distinct().Count() != 2 || process.PrincipalPair.Count != 2, "principalPair", "two different parties"),
        .. If(process.DefaultParties.Count == 0, "defaultParties", "one party or more"),
        .. If(process.OldAfterDays is < 1 or > LongestOldAfter, "oldAfterDays", FormattableString.Invariant($"a whole number of days from 1 to {LongestOldAfter:#,0}")),
        .. If(process.LastSearched.Earliest is null, "lastSearched", "a date with a first day"), .. InItsYears("lastSearched", process.LastSearched),
    ];

    /// <summary>The first part of the addresses of a process.</summary>
    public static IEnumerable<Breach> OfProcessSlug(string slug) =>
        [.. Slug(slug), .. If(RouteWords.Contains(slug), "slug", $"a word that no address of the site begins with: not {string.Join(", ", RouteWords)}")];

    public static IEnumerable<Breach> Of(NoSeat seat) => Required(("reason", seat.Reason));

    /// <summary>A text names no discrepancy but those there are.</summary>
    public static IEnumerable<Breach> NamesKnown(string field, string text, IReadOnlySet<string> codes) =>
        If(Discrepancy.Parts(text).Any(part => part.IsCode && !codes.Contains(part.Text)), field, "only codes of discrepancies there are");

    /// <summary>The part of an address that names a row. "new" is the address of the form for another one.</summary>
    public static IEnumerable<Breach> Slug(string slug) =>
        slug.Length == 0 ? [new("slug", Value)] : If(slug == "new" || !SlugPattern().IsMatch(slug), "slug", "small letters a to z, figures and single hyphens between them, one letter at least, and not the word \"new\"");

    // Two letters of a coalition would be read as the code of some state.
    private static IEnumerable<Breach> Monogram(Party party, IReadOnlySet<string> monograms) =>
        party.Monogram.Length == 0 ? [new("monogram", Value)]
        : party.Monogram.Length is < 2 or > 4 || !party.Monogram.All(char.IsAsciiLetterUpper) || monograms.Contains(party.Monogram) ? [new("monogram", "two to four capital letters A to Z that no other party has")]
        : If(party.Monogram.Length == 2 && party.Kind == "coalition", "monogram", "three or four letters for a coalition: two are the code of a state");

    private static IEnumerable<Breach> Wikidata(string? item) => If(item is not null && !WikidataItem().IsMatch(item), "wikidata", "a Wikidata item such as Q212, or nothing");

    private static IEnumerable<Breach> InItsYears(string field, EdtfDate? date) =>
        If(date?.Earliest?.Year < FirstYear || date?.Latest?.Year > LastYear, field, FormattableString.Invariant($"a date from {FirstYear} to {LastYear}"));

    private static IEnumerable<Breach> OneOf(string field, string value, IReadOnlyList<string> allowed) => If(!allowed.Contains(value), field, $"one of {string.Join(", ", allowed)}");

    private static IEnumerable<Breach> Required(params IEnumerable<(string Field, string Text)> fields) =>
        fields.Where(pair => string.IsNullOrWhiteSpace(pair.Text)).Select(pair => new Breach(pair.Field, Value));

    private static IEnumerable<Breach> If(bool broken, string field, string expected) => broken ? [new(field, expected)] : [];

    [GeneratedRegex(@"^(?=[^a-z]*[a-z])[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex SlugPattern();

    [GeneratedRegex(@"^[A-Z]{2}-[A-Z0-9]{1,3}\z")]
    private static partial Regex IsoCode();

    [GeneratedRegex(@"^Q[1-9][0-9]*\z")]
    private static partial Regex WikidataItem();
}
