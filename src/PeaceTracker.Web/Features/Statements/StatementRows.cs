using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;

namespace PeaceTracker.Web.Features.Statements;

/// <summary>Statements as tables to take away: the list and the page of one statement write the same columns.</summary>
internal static class StatementRows
{
    public static TakeAway TakeAway(IReadOnlyList<StatementCard> cards) => new(
        "statements",
        [
            "statement", "record", "parties", "speaker", "speaker_name", "office", "attributed_to", "made_on", "earliest", "day", "channel", "grade", "confidence", "flags", "issues",
            "summary", "quote", "quote_language", "quote_translation", "proposal", "clause", "responds_to", "response", "event", "plover", "sources", "notes", "published_at",
        ],
        cards.Select(card => (card, card.Statement)).Select(pair => (IReadOnlyList<object?>)
        [
            pair.Statement.Number, pair.Statement.Record, pair.Statement.Parties, pair.Statement.Speaker, pair.card.SpeakerName, pair.Statement.Office, pair.Statement.AttributedTo,
            pair.Statement.MadeOn.Text, pair.Statement.Earliest, pair.Statement.Day, Words.Of(pair.Statement.Channel).Slug, pair.card.Grade.ToString(), pair.Statement.Confidence, pair.Statement.Flags,
            pair.card.Issues.Select(issue => issue.Slug).ToList(),
            pair.Statement.Summary, pair.Statement.Quote, pair.Statement.QuoteLanguage, pair.Statement.QuoteTranslation, pair.Statement.Proposal, pair.Statement.Clause, pair.Statement.RespondsTo,
            pair.Statement.Response is { } response ? Words.Of(response).Slug : null, pair.Statement.Event, pair.Statement.Plover,
            pair.Statement.Citations.Select(citation => citation.Source).ToList(), pair.Statement.Notes, pair.Statement.PublishedAt,
        ]));

    public static TakeAway Codings(IReadOnlyList<StatementCard> cards) => new(
        "codings",
        ["statement", "record", "party", "issue", "region", "step_from", "step_to", "steps_of", "step_label", "state", "condition", "reason", "codebook"],
        cards.SelectMany(card => card.Statement.Codings.Select(coding => (IReadOnlyList<object?>)
        [
            card.Statement.Number, coding.Record, coding.Party, coding.Issue, coding.Region, coding.StepFrom, coding.StepTo, card.View.Contents.Issue(coding.Issue).Scale.Count,
            coding.Steps is { } steps ? card.View.Contents.Issue(coding.Issue).Scale.Label(steps) : null, Words.Of(coding.State).Slug, coding.Condition, coding.Reason, coding.Codebook,
        ])));

    public static TakeAway Citations(IReadOnlyList<StatementCard> cards) => new(
        "citations",
        ["statement", "source", "publisher", "title", "kind", "source_grade", "paragraph", "address", "archive_address", "note"],
        cards.SelectMany(card => card.Statement.Citations.Select(citation => (citation, source: card.Sources[citation.Source])).Select(pair => (IReadOnlyList<object?>)
        [
            card.Statement.Number, pair.source.Number, pair.source.Publisher!.Name, pair.source.Title, pair.source.Kind, pair.source.Grade.ToString(), pair.citation.Paragraph,
            pair.source.Address, pair.source.ArchiveAddress, pair.citation.Note,
        ])));
}
