using System.Globalization;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Statements;

/// <summary>Somebody, on a day, in a source, said or wrote this. The root of its citations and codings.</summary>
public sealed class Statement
{
    public int Id { get; init; }

    public int ProcessId { get; init; }

    /// <summary>Public number, part of its address; never reused.</summary>
    public required int Number { get; init; }

    /// <summary>Ids of the rows of the researched record it carries.</summary>
    public List<string> Record { get; init; } = [];

    /// <summary>Slugs of the parties whose words or position it is; empty for analysts and press.</summary>
    public List<string> Parties { get; init; } = [];

    /// <summary>Slug of the person who said it; null when unnamed, a body, or several people.</summary>
    public string? Speaker { get; init; }

    /// <summary>Office held by the speaker at the time.</summary>
    public string? Office { get; init; }

    /// <summary>Who is said to have said it when there is no named speaker.</summary>
    public string? AttributedTo { get; init; }

    /// <summary>The day it was said, as exactly as known.</summary>
    public required EdtfDate MadeOn { get; init; }

    public DateOnly Earliest { get; init; }

    /// <summary>Last day the date allows: the statement counts from here.</summary>
    public DateOnly Day { get; init; }

    public required Channel Channel { get; init; }

    /// <summary>What was said, in our own words.</summary>
    public required string Summary { get; init; }

    /// <summary>The words themselves, in <see cref="QuoteLanguage"/>; null when they are not known.</summary>
    public string? Quote { get; init; }

    public string? QuoteLanguage { get; init; }

    public string? QuoteTranslation { get; init; }

    /// <summary>Admiralty digit, 1 to 6.</summary>
    public required int Information { get; init; }

    /// <summary>high, medium or low: how well the record is sourced; null when not rated.</summary>
    public string? Confidence { get; init; }

    /// <summary>Defects: contradicted, unsupported, altered-quote, secondary-only, date-approximate.</summary>
    public List<string> Flags { get; init; } = [];

    /// <summary>Slug of the proposal it is a clause of.</summary>
    public string? Proposal { get; init; }

    /// <summary>Number of the clause or its place in the text of the proposal, for example "7" or "art. 2"; null when it is not known.</summary>
    public string? Clause { get; init; }

    /// <summary>What it is about beside its codings, separated by <see cref="TopicSeparator"/>; null when its codings say all of it. See <see cref="Topics"/>.</summary>
    public string? Topic { get; init; }

    /// <summary>
    /// A topic that is the slug of an issue says that the statement speaks of the issue and takes no step on it; any other is one no issue
    /// has a scale for, for example "format of talks".
    /// </summary>
    public IReadOnlyList<string> Topics => Topic?.Split(TopicSeparator) ?? [];

    /// <summary>Stands between topics.</summary>
    public const char TopicSeparator = ';';

    /// <summary>Slug of the proposal it tells something of without being a clause of it or an answer to it.</summary>
    public string? SaidAbout { get; init; }

    /// <summary>Slug of the proposal it answers.</summary>
    public string? RespondsTo { get; init; }

    /// <summary>The clause of that proposal it answers; null when it answers the whole.</summary>
    public string? RespondsToClause { get; init; }

    public ResponseKind? Response { get; init; }

    /// <summary>PLOVER verb, for example CONSULT.</summary>
    public string? Plover { get; init; }

    /// <summary>Slug of the event it was made at.</summary>
    public string? Event { get; init; }

    public string? Notes { get; init; }

    public required StatementStatus Status { get; init; }

    /// <summary>Instant (UTC) from which it was public; null for what never was.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Counts changes; the concurrency token.</summary>
    public int Version { get; init; } = 1;

    public List<Citation> Citations { get; init; } = [];

    public List<Coding> Codings { get; init; } = [];

    /// <summary>The figures it names.</summary>
    public List<Quantity> Quantities { get; init; } = [];
}

/// <summary>A figure that a statement names as a term or a claim: a ceiling, a number of years, a sum of money.</summary>
public sealed class Quantity
{
    public int Id { get; init; }

    public int StatementId { get; init; }

    /// <summary>What is counted, for example "ceiling of Ukraine's armed forces".</summary>
    public required string Measure { get; init; }

    /// <summary>Least value; null in "at most". Equal to <see cref="High"/> when one figure is given.</summary>
    public double? Low { get; init; }

    /// <summary>Greatest value; null in "at least".</summary>
    public double? High { get; init; }

    /// <summary>Unit of a year that is named, not counted: no separator, no word behind it.</summary>
    private const string CalendarYear = "calendar-year";

    /// <summary>The unit in words, for example "people", "years", "per cent", "billion-dollars".</summary>
    public required string Unit { get; init; }

    public string? Note { get; init; }

    /// <summary>"Ceiling of Ukraine's armed forces: 600,000 people", "...: at least 15 years", "...: 10 to 15 years".</summary>
    public string ToWords()
    {
        var amount = (Low, High) switch
        {
            ({ } low, null) => "at least " + Number(low),
            (null, { } high) => "at most " + Number(high),
            ({ } low, { } high) when low != high => $"{Number(low)} to {Number(high)}",
            _ => Number(Low ?? 0),
        };
        return $"{Measure[..1].ToUpperInvariant()}{Measure[1..]}: {amount}{(Unit == CalendarYear ? "" : " " + Unit.Replace('-', ' '))}";

        string Number(double value) => value.ToString(Unit == CalendarYear ? "0" : "#,0.##", CultureInfo.InvariantCulture);
    }
}

/// <summary>Where in a source the statement stands.</summary>
public sealed class Citation
{
    public int Id { get; init; }

    public int StatementId { get; init; }

    public int ProcessId { get; init; }

    /// <summary>Order of weight: the first is where the wording was taken from.</summary>
    public int Order { get; init; }

    /// <summary>Number of the source.</summary>
    public required int Source { get; init; }

    /// <summary>Place in the source, for example "para 7 s1".</summary>
    public string? Paragraph { get; init; }

    public string? Note { get; init; }
}

/// <summary>One reading of a statement: it puts this party on these steps of this issue.</summary>
public sealed class Coding
{
    public int Id { get; init; }

    public int StatementId { get; init; }

    public int ProcessId { get; init; }

    /// <summary>Id of the row of the researched record.</summary>
    public string? Record { get; init; }

    public required string Party { get; init; }

    public required string Issue { get; init; }

    /// <summary>ISO code; null holds for the whole country, or the issue is not regional.</summary>
    public string? Region { get; init; }

    public int? StepFrom { get; init; }

    public int? StepTo { get; init; }

    public required CodingState State { get; init; }

    /// <summary>The "Y" of "X only if Y", in words.</summary>
    public string? Condition { get; init; }

    /// <summary>The text gives the region autonomy or another special status inside the country.</summary>
    public bool SpecialStatus { get; init; }

    /// <summary>Why an editor concludes this, or which readings the wording allows.</summary>
    public string? Reason { get; init; }

    /// <summary>Number of the codebook version it was coded under.</summary>
    public int Codebook { get; init; } = 1;

    /// <summary>Instant (UTC) from which it was public; null for what never was.</summary>
    public DateTimeOffset? RecordedFrom { get; init; }

    /// <summary>Instant (UTC) from which it was no longer public; null while it is.</summary>
    public DateTimeOffset? RecordedTo { get; init; }

    public StepRange? Steps => StepFrom is { } from && StepTo is { } to ? new StepRange(from, to) : null;
}
