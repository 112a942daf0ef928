using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;

namespace PeaceTracker.Web.Features.Statements;

/// <summary>Statements as tables to take away: the list and the page of one statement write the same columns.</summary>
internal static class StatementRows
{
    public static readonly Schema StatementsTable = new("statements", [
        "statement: whole", "record: texts", "parties: texts", "speaker", "speaker_name", "office", "attributed_to", "made_on", "earliest: day", "day: day", "channel", "grade", "confidence", "flags: texts", "issues: texts",
        "summary", "quote", "quote_language", "quote_translation", "proposal", "clause", "topic", "said_about", "responds_to", "responds_to_clause", "response", "event", "plover", "sources: wholes", "notes", "published_at: instant", "revision: whole", "withdrawn_at: instant", "withdraw_reason",
    ]);

    /// <summary>The same in a file of one table alone: what the next three say of a statement stands in cells, as the JSON file has it.</summary>
    private static readonly Schema AloneTable = new(StatementsTable.Name, [.. StatementsTable.Columns, "codings", "citations", "quantities"]);

    public static readonly Schema CodingsTable = new("codings", ["statement: whole", "record", "party", "issue", "region", "step_from: whole", "step_to: whole", "steps_of: whole", "step_label", "state", "condition", "reason", "special_status: yes/no", "codebook: whole"]);

    public static readonly Schema CitationsTable = new("citations", ["statement: whole", "source: whole", "publisher", "title", "kind", "source_grade", "paragraph", "address", "archive_address", "note"]);

    public static readonly Schema QuantitiesTable = new("quantities", ["statement: whole", "measure", "low: decimal", "high: decimal", "unit", "note"]);

    /// <param name="whole">When given, the rows are made of these cards while they are written.</param>
    public static TakeAway TakeAway(IReadOnlyList<StatementCard> cards, Func<CancellationToken, IAsyncEnumerable<StatementCard>>? whole = null) =>
        Table(StatementsTable, cards, whole, card => [Statement(card)]) with
        {
            Alone = Table(
                AloneTable, cards, whole,
                card => [[.. Statement(card), JsonFile.Text(CodingsTable, Codings(card)), JsonFile.Text(CitationsTable, Citations(card)), JsonFile.Text(QuantitiesTable, Quantities(card))]]),
        };

    public static TakeAway Codings(IReadOnlyList<StatementCard> cards, Func<CancellationToken, IAsyncEnumerable<StatementCard>>? whole = null) => Table(CodingsTable, cards, whole, Codings);

    public static TakeAway Citations(IReadOnlyList<StatementCard> cards, Func<CancellationToken, IAsyncEnumerable<StatementCard>>? whole = null) => Table(CitationsTable, cards, whole, Citations);

    public static TakeAway Quantities(IReadOnlyList<StatementCard> cards, Func<CancellationToken, IAsyncEnumerable<StatementCard>>? whole = null) => Table(QuantitiesTable, cards, whole, Quantities);

    private static IReadOnlyList<object?> Statement(StatementCard card) =>
    [
        card.Statement.Number, card.Statement.Record, card.Statement.Parties, card.Statement.Speaker, card.SpeakerName, card.Statement.Office, card.Statement.AttributedTo,
        card.Statement.MadeOn.Text, card.Statement.Earliest, card.Statement.Day, Words.Of(card.Statement.Channel).Slug, card.Grade.ToString(), card.Statement.Confidence, card.Statement.Flags,
        card.Issues.Select(issue => issue.Slug).ToList(),
        card.Statement.Summary, card.Statement.Quote, card.Statement.QuoteLanguage, card.Statement.QuoteTranslation, card.Statement.Proposal, card.Statement.Clause, card.TopicInFiles, card.Statement.SaidAbout, card.Statement.RespondsTo, card.Statement.RespondsToClause,
        card.Statement.Response is { } response ? Words.Of(response).Slug : null, card.Statement.Event, card.Statement.Plover,
        card.Statement.Citations.Select(citation => citation.Source).ToList(), card.Statement.Notes, card.Statement.PublishedAt,
        card.Statement.Revision, card.Withdrawn ? card.Statement.PublishedTo : null, card.Withdrawn ? card.Statement.WithdrawReason : null,
    ];

    private static IEnumerable<IReadOnlyList<object?>> Codings(StatementCard card) => card.Statement.Codings.Select(coding => (IReadOnlyList<object?>)
    [
        card.Statement.Number, coding.Record, coding.Party, coding.Issue, coding.Region, coding.StepFrom, coding.StepTo, card.View.Contents.Issue(coding.Issue).Scale.Count,
        coding.Steps is { } steps ? card.View.Contents.Issue(coding.Issue).Scale.Label(steps) : null, Words.Of(coding.State).Slug, coding.Condition, coding.Reason, coding.SpecialStatus, coding.Codebook,
    ]);

    private static IEnumerable<IReadOnlyList<object?>> Citations(StatementCard card) => card.Statement.Citations.Select(citation => (citation, source: card.Sources[citation.Source])).Select(pair => (IReadOnlyList<object?>)
    [
        card.Statement.Number, pair.source.Number, pair.source.Publisher!.Name, pair.source.Title, pair.source.Kind, pair.source.Grade.ToString(), pair.citation.Paragraph,
        pair.source.Address, pair.source.ArchiveAddress, pair.citation.Note,
    ]);

    private static IEnumerable<IReadOnlyList<object?>> Quantities(StatementCard card) => card.Statement.Quantities.Select(quantity => (IReadOnlyList<object?>)
        [card.Statement.Number, quantity.Measure, quantity.Low, quantity.High, quantity.Unit, quantity.Note]);

    private static TakeAway Table(
        Schema schema, IReadOnlyList<StatementCard> cards, Func<CancellationToken, IAsyncEnumerable<StatementCard>>? whole,
        Func<StatementCard, IEnumerable<IReadOnlyList<object?>>> rows) =>
        new(schema, cards.SelectMany(rows)) { Whole = whole is null ? null : stop => whole(stop).SelectMany(rows) };
}
