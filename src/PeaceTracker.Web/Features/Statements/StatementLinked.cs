using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Statements;

/// <summary>
/// A statement as linked data: a claim (schema.org), its words as a quotation, the sources it appears in with the passage as a text quote selector
/// and each coding as an annotation that classifies it (Web Annotation).
/// </summary>
internal static class StatementLinked
{
    public static IReadOnlyDictionary<string, object?> Of(StatementCard card, string origin)
    {
        var (statement, view) = (card.Statement, card.View);
        var address = $"{origin}/{view.Slug}/statements/{Number(statement.Number)}";
        return new Dictionary<string, object?>
        {
            ["@id"] = address,
            ["@type"] = "schema:Claim",
            ["schema:identifier"] = statement.Number,
            ["schema:name"] = card.Heading,
            ["schema:text"] = LinkedFile.Words(statement.Summary, "en"),
            ["schema:url"] = LinkedFile.Named(origin + view.With(("date", View.Iso(view.Date)), ("known", View.Instant(view.Known)))),
            // EDTF says more than a date of schema.org can; that is given where the source names a day, a month or a year.
            ["schema:dateCreated"] = Date(statement.MadeOn),
            ["schema:temporal"] = LinkedFile.Typed(statement.MadeOn.Text, "edtf:EDTF"),
            ["schema:datePublished"] = statement.PublishedAt is { } published ? LinkedFile.Typed(View.Instant(published), "xsd:dateTime") : null,
            ["schema:version"] = statement.Revision,
            ["schema:creativeWorkStatus"] = card.Withdrawn ? "withdrawn" : null,
            ["schema:author"] = statement.Parties.ConvertAll(party => Party(view, party, origin)),
            ["schema:about"] = card.Issues.Select(issue => new Dictionary<string, object?> { ["@id"] = $"{origin}/{view.Slug}/issues/{issue.Slug}", ["@type"] = "schema:DefinedTermSet", ["schema:name"] = issue.Title }).ToList(),
            ["schema:hasPart"] = statement.Quote is null ? null : Quotation(card, address),
            ["schema:appearance"] = statement.Citations.Select(citation => Source(card, citation, origin)).ToList(),
            ["@reverse"] = new Dictionary<string, object?>
            {
                ["oa:hasTarget"] = statement.Codings.Select((coding, index) => Coding(card, coding, $"{address}#coding-{Number(index + 1)}", origin)).ToList(),
                ["oa:hasBody"] = statement.Citations.Select((citation, index) => Passage(card, citation, $"{address}#citation-{Number(index + 1)}", origin)).ToList(),
            },
        };
    }

    private static Dictionary<string, object?> Party(View view, string party, string origin) => new()
    {
        ["@id"] = $"{origin}/{view.Slug}/parties/{party}",
        ["@type"] = "schema:Organization",
        ["schema:name"] = view.Contents.PartyName(party),
    };

    private static Dictionary<string, object?> Quotation(StatementCard card, string address) => new()
    {
        ["@id"] = address + "#quotation",
        ["@type"] = "schema:Quotation",
        ["schema:text"] = LinkedFile.Words(card.Statement.Quote!, card.Statement.QuoteLanguage ?? "und"),
        ["schema:inLanguage"] = card.Statement.QuoteLanguage,
        ["schema:spokenByCharacter"] = card.SpeakerName is { } name ? new Dictionary<string, object?> { ["@type"] = "schema:Person", ["schema:name"] = name, ["schema:jobTitle"] = card.Statement.Office } : null,
        ["schema:workTranslation"] = card.Statement.QuoteTranslation is { } translation
            ? new Dictionary<string, object?> { ["@type"] = "schema:Quotation", ["schema:text"] = LinkedFile.Words(translation, "en"), ["schema:inLanguage"] = "en" } : null,
    };

    private static Dictionary<string, object?> Source(StatementCard card, Citation citation, string origin)
    {
        var source = card.Sources[citation.Source];
        return new()
        {
            ["@id"] = SourceAddress(card, citation, origin),
            ["@type"] = "schema:CreativeWork",
            ["schema:name"] = source.Title,
            ["schema:inLanguage"] = source.Language,
            ["schema:publisher"] = new Dictionary<string, object?> { ["@type"] = "schema:Organization", ["schema:name"] = source.Publisher!.Name },
            ["schema:dateCreated"] = source.Date is { } date ? Date(date) : null,
            ["schema:url"] = source.Address is { } url ? LinkedFile.Named(url) : null,
            ["schema:archivedAt"] = source.ArchiveAddress is { } archive ? LinkedFile.Named(archive) : null,
        };
    }

    /// <summary>Where in a source it stands: the words themselves where they are in the language of the source and were taken from it.</summary>
    private static Dictionary<string, object?> Passage(StatementCard card, Citation citation, string id, string origin)
    {
        var (statement, source) = (card.Statement, card.Sources[citation.Source]);
        var taken = citation == statement.Citations[0] && statement.Quote is not null && source.Language == statement.QuoteLanguage;
        return new()
        {
            ["@id"] = id,
            ["@type"] = "oa:Annotation",
            ["oa:motivatedBy"] = LinkedFile.Named("oa:identifying"),
            ["oa:hasTarget"] = new Dictionary<string, object?>
            {
                ["@type"] = "oa:SpecificResource",
                ["oa:hasSource"] = LinkedFile.Named(source.Address ?? SourceAddress(card, citation, origin)),
                ["oa:hasSelector"] = taken ? new Dictionary<string, object?> { ["@type"] = "oa:TextQuoteSelector", ["oa:exact"] = statement.Quote } : null,
                ["schema:description"] = citation.Paragraph,
            },
        };
    }

    private static Dictionary<string, object?> Coding(StatementCard card, Coding coding, string id, string origin)
    {
        var view = card.View;
        var issue = view.Contents.Issue(coding.Issue);
        return new()
        {
            ["@id"] = id,
            ["@type"] = "oa:Annotation",
            ["oa:motivatedBy"] = LinkedFile.Named("oa:classifying"),
            ["schema:about"] = new List<object?>
            {
                LinkedFile.Named($"{origin}/{view.Slug}/parties/{coding.Party}"),
                coding.Region is { } region ? LinkedFile.Named($"{origin}/{view.Slug}/territory/{view.Contents.Region(region)!.Slug}") : null,
            }.OfType<object>().ToList(),
            ["oa:hasBody"] = new Dictionary<string, object?>
            {
                ["@type"] = "schema:DefinedTerm",
                ["schema:name"] = coding.Steps is { } steps ? issue.Scale.Label(steps) : Words.Of(coding.State).Label,
                ["schema:termCode"] = coding.Steps is { } range ? $"{coding.Issue}/{range}" : $"{coding.Issue}/{Words.Of(coding.State).Slug}",
                ["schema:inDefinedTermSet"] = LinkedFile.Named($"{origin}/{view.Slug}/issues/{coding.Issue}"),
                ["schema:description"] = coding.Condition is { } condition ? $"{Words.Of(coding.State).Label}, if: {condition}" : Words.Of(coding.State).Label,
            },
        };
    }

    /// <summary>A day, month or year as ISO 8601; null for any date that says less surely when.</summary>
    private static Dictionary<string, object?>? Date(EdtfDate date) => date.Text.Length switch
    {
        10 when DateOnly.TryParseExact(date.Text, "yyyy-MM-dd", out _) => LinkedFile.Typed(date.Text, "xsd:date"),
        7 when date.Text.All(letter => char.IsAsciiDigit(letter) || letter == '-') && string.CompareOrdinal(date.Text[5..], "12") <= 0 => LinkedFile.Typed(date.Text, "xsd:gYearMonth"),
        4 when date.Text.All(char.IsAsciiDigit) => LinkedFile.Typed(date.Text, "xsd:gYear"),
        _ => null,
    };

    private static string SourceAddress(StatementCard card, Citation citation, string origin) => $"{origin}/{card.View.Slug}/sources/{Number(citation.Source)}";

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
