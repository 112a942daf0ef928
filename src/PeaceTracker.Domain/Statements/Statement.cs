using System.Globalization;
using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Statements;

/// <summary>
/// Somebody, on a day, in a source, said or wrote this. The root of its citations and codings. One row is one revision: what was published
/// stays as it was, an amendment is a row of its own with the same <see cref="Number"/>.
/// </summary>
public sealed class Statement : IVersioned
{
    private StatementStatus status;
    private DateTimeOffset? publishedAt;
    private DateTimeOffset? publishedTo;
    private DateTimeOffset? submittedAt;
    private string? returnReason;
    private string? withdrawReason;
    private string? holdReason;
    private int? reviewer;
    private int? withdrawnBy;
    private int? withdrawalConfirmedBy;
    private KeptShape shape;
    private int id;
    private int revision = 1;
    private int version = 1;
    private int? editor;
    private string? amendReason;
    private List<string> record = [];
    private List<string> parties = [];
    private List<string> flags = [];
    private List<Citation> citations = [];
    private List<Coding> codings = [];
    private List<Quantity> quantities = [];

    public int Id { get => id; init => id = value; }

    public int ProcessId { get; init; }

    /// <summary>Public number, part of its address; never reused.</summary>
    public required int Number { get; init; }

    /// <summary>Counts the revisions of the statement from 1. At most one of them is published, and at most one is being worked on.</summary>
    public int Revision { get => revision; init => revision = value; }

    /// <summary>Ids of the rows of the researched record it carries.</summary>
    public List<string> Record { get => record; init => record = value; }

    /// <summary>Slugs of the parties whose words or position it is; empty for analysts and press.</summary>
    public List<string> Parties { get => parties; init => parties = value; }

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

    /// <summary><see cref="TextShape.Size"/> of the quotation; null without one. Kept for finding.</summary>
    public int? QuoteSize
    {
        get => shape.Of(Quote)?.Size;
        private set => _ = value;
    }

    /// <summary><see cref="TextShape.Counts"/> of the quotation.</summary>
    public byte[]? QuoteShape
    {
        get => shape.Of(Quote)?.Counts;
        private set => _ = value;
    }

    public string? QuoteLanguage { get; init; }

    public string? QuoteTranslation { get; init; }

    /// <summary>Admiralty digit, 1 to 6.</summary>
    public required int Information { get; init; }

    /// <summary>high, medium or low: how well the record is sourced; null when not rated.</summary>
    public string? Confidence { get; init; }

    /// <summary>Defects: contradicted, unsupported, altered-quote, secondary-only, date-approximate.</summary>
    public List<string> Flags { get => flags; init => flags = value; }

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

    public required StatementStatus Status { get => status; init => status = value; }

    /// <summary>Instant (UTC) from which it was public; null for what never was.</summary>
    public DateTimeOffset? PublishedAt { get => publishedAt; init => publishedAt = value; }

    /// <summary>Instant (UTC) from which a newer revision, or none, was public in its place; null for what never was public or still is.</summary>
    public DateTimeOffset? PublishedTo { get => publishedTo; init => publishedTo = value; }

    /// <summary>Why this revision was made; null for the first.</summary>
    public string? AmendReason { get => amendReason; init => amendReason = value; }

    /// <summary>Why it is no longer shown; null unless withdrawn or undone.</summary>
    public string? WithdrawReason { get => withdrawReason; init => withdrawReason = value; }

    /// <summary>Id of the account that withdrew or undid it; null unless it did. Never shown in public.</summary>
    public int? WithdrawnBy { get => withdrawnBy; init => withdrawnBy = value; }

    /// <summary>Id of the other account that agreed to the withdrawal; null while nobody has. Never shown in public.</summary>
    public int? WithdrawalConfirmedBy { get => withdrawalConfirmedBy; init => withdrawalConfirmedBy = value; }

    /// <summary>Id of the account that wrote this revision; null for the researched record. Never shown in public.</summary>
    public int? Editor { get => editor; init => editor = value; }

    /// <summary>Id of the account that published it; null for the researched record. Never shown in public.</summary>
    public int? Reviewer { get => reviewer; init => reviewer = value; }

    /// <summary>Instant (UTC) since which it waits for review, or waited when it was decided on; null for what was never sent.</summary>
    public DateTimeOffset? SubmittedAt { get => submittedAt; init => submittedAt = value; }

    /// <summary>What its editor tells the reviewer: grounds for unusual things, and why it is no copy of what looks like it.</summary>
    public string? NoteToReviewer { get; init; }

    /// <summary>What the reviewer asks to be changed; null unless returned, or sent again after that.</summary>
    public string? ReturnReason { get => returnReason; init => returnReason = value; }

    /// <summary>Why a reviewer leaves it for later; null when nobody does.</summary>
    public string? HoldReason { get => holdReason; init => holdReason = value; }

    public int Version { get => version; init => version = value; }

    public List<Citation> Citations { get => citations; init => citations = value; }

    public List<Coding> Codings { get => codings; init => codings = value; }

    /// <summary>The figures it names.</summary>
    public List<Quantity> Quantities { get => quantities; init => quantities = value; }

    /// <summary>True while it can be changed: it is not public and never was.</summary>
    public bool IsOpen => status is StatementStatus.Draft or StatementStatus.InReview or StatementStatus.Returned;

    /// <summary>True when the account wrote this revision or one of its readings: then somebody else publishes it.</summary>
    public bool IsBy(int account) => account == Editor || codings.Exists(coding => coding.Coder == account);

    /// <summary>Adds a reading of somebody who reads the words otherwise. Both stand, and the position they give is disputed.</summary>
    /// <exception cref="InvalidOperationException">It is or was public: an amendment takes the reading.</exception>
    /// <exception cref="ArgumentException">It says who read it so, and why; and it differs from every reading there is of that cell.</exception>
    public void Dispute(Coding reading)
    {
        if (!IsOpen)
            throw new InvalidOperationException("What was published is never overwritten: an amendment is a revision of its own.");
        if (reading.Coder is null || string.IsNullOrWhiteSpace(reading.Reason))
            throw new ArgumentException("A second reading has a coder and a reason.", nameof(reading));
        var same = codings.Where(coding => (coding.Party, coding.Issue, coding.Region) == (reading.Party, reading.Issue, reading.Region)).ToList();
        if (same.Count == 0 || same.Exists(coding => coding.Steps == reading.Steps && (reading.Steps is not null || coding.State == reading.State)))
            throw new ArgumentException("A second reading is of something that is coded, and differs from it.", nameof(reading));
        codings.Add(reading);
    }

    /// <summary>Sends it to review.</summary>
    /// <exception cref="InvalidOperationException">It is no draft and was not returned.</exception>
    public void Submit(DateTimeOffset at)
    {
        Expect(StatementStatus.Draft, StatementStatus.Returned);
        status = StatementStatus.InReview;
        submittedAt = at;
    }

    /// <summary>Takes it back from review, to go on working on it.</summary>
    /// <exception cref="InvalidOperationException">It is not in review.</exception>
    public void TakeBack()
    {
        Expect(StatementStatus.InReview);
        status = StatementStatus.Draft;
        submittedAt = null;
        holdReason = null;
    }

    /// <summary>Sends it back to its editor.</summary>
    /// <exception cref="InvalidOperationException">It is not in review.</exception>
    public void Return(string reason)
    {
        Expect(StatementStatus.InReview);
        status = StatementStatus.Returned;
        returnReason = reason;
        holdReason = null;
    }

    /// <summary>Leaves it in the queue for later, with the reason; null lets it go on.</summary>
    /// <exception cref="InvalidOperationException">It is not in review.</exception>
    public void Hold(string? reason)
    {
        Expect(StatementStatus.InReview);
        holdReason = reason;
    }

    /// <summary>Makes it public, with its codings.</summary>
    /// <param name="by">Id of the account that publishes; never one that wrote of it (<see cref="IsBy"/>).</param>
    /// <exception cref="InvalidOperationException">It is not in review, or <paramref name="by"/> wrote of it.</exception>
    public void Publish(DateTimeOffset at, int by)
    {
        Expect(StatementStatus.InReview);
        if (IsBy(by))
            throw new InvalidOperationException("Nobody publishes what they wrote themselves.");
        status = StatementStatus.Published;
        publishedAt = at;
        reviewer = by;
        holdReason = null;
        foreach (var coding in Codings)
            coding.Begin(at);
    }

    /// <summary>Ends its being shown because a newer revision takes its place.</summary>
    /// <exception cref="InvalidOperationException">It is not published.</exception>
    public void GiveWay(DateTimeOffset at) => End(at, StatementStatus.Amended);

    /// <summary>Ends its being shown. Its text stays, with the reason.</summary>
    /// <param name="by">Id of the account that withdraws it.</param>
    /// <exception cref="InvalidOperationException">It is not published.</exception>
    public void Withdraw(DateTimeOffset at, string reason, int by)
    {
        End(at, StatementStatus.Withdrawn);
        withdrawReason = reason;
        withdrawnBy = by;
    }

    /// <summary>Takes its approval back: it counts as never approved, and of its being shown only the instants and the reason are public.</summary>
    /// <param name="by">Id of the account that had approved it.</param>
    /// <exception cref="InvalidOperationException">It is not published.</exception>
    public void Undo(DateTimeOffset at, string reason, int by)
    {
        End(at, StatementStatus.Undone);
        withdrawReason = reason;
        withdrawnBy = by;
    }

    /// <summary>Goes on being shown as if it had never stopped: the revision that had taken its place was undone.</summary>
    /// <exception cref="InvalidOperationException">No newer revision had taken its place.</exception>
    public void Resume()
    {
        Expect(StatementStatus.Amended);
        foreach (var coding in Codings.Where(coding => coding.RecordedTo == publishedTo))
            coding.Resume();
        status = StatementStatus.Published;
        publishedTo = null;
    }

    /// <summary>A second person agrees that it was withdrawn.</summary>
    /// <exception cref="InvalidOperationException">It is not withdrawn, was confirmed before, or <paramref name="by"/> withdrew it.</exception>
    public void ConfirmWithdrawal(int by)
    {
        Expect(StatementStatus.Withdrawn);
        if (withdrawalConfirmedBy is not null || by == withdrawnBy)
            throw new InvalidOperationException("A withdrawal is confirmed once, by somebody else than who withdrew.");
        withdrawalConfirmedBy = by;
    }

    /// <summary>A further revision with the same content, as a draft that nobody has seen.</summary>
    /// <param name="number">Of the revision.</param>
    /// <param name="by">Id of the account that makes it.</param>
    /// <param name="reason">Why it is made.</param>
    public Statement Amendment(int number, int? by, string reason)
    {
        var copy = (Statement)MemberwiseClone();
        copy.id = 0;
        copy.version = 1;
        copy.revision = number;
        copy.editor = by;
        copy.amendReason = reason;
        copy.status = StatementStatus.Draft;
        copy.publishedAt = copy.publishedTo = copy.submittedAt = null;
        copy.returnReason = copy.withdrawReason = copy.holdReason = null;
        copy.reviewer = copy.withdrawnBy = copy.withdrawalConfirmedBy = null;
        copy.record = [.. record];
        copy.parties = [.. parties];
        copy.flags = [.. flags];
        copy.citations = [.. citations.Select(citation => citation.Copy())];
        copy.codings = [.. codings.Where(coding => coding.RecordedTo is null || coding.RecordedTo == publishedTo).Select(coding => coding.Copy())];
        copy.quantities = [.. quantities.Select(quantity => quantity.Copy())];
        return copy;
    }

    private void End(DateTimeOffset at, StatementStatus end)
    {
        Expect(StatementStatus.Published);
        status = end;
        publishedTo = at;
        foreach (var coding in Codings)
            coding.End(at);
    }

    private void Expect(params ReadOnlySpan<StatementStatus> allowed)
    {
        if (!allowed.Contains(status))
            throw new InvalidOperationException($"Statement {Number}, revision {Revision}, is {status}: that does not go.");
    }
}

/// <summary>A figure that a statement names as a term or a claim: a ceiling, a number of years, a sum of money.</summary>
public sealed class Quantity
{
    private int id;
    private int statement;

    public int Id { get => id; init => id = value; }

    public int StatementId { get => statement; init => statement = value; }

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

    internal Quantity Copy()
    {
        var copy = (Quantity)MemberwiseClone();
        copy.id = copy.statement = 0;
        return copy;
    }

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
    private int id;
    private int statement;
    private KeptShape shape;

    public int Id { get => id; init => id = value; }

    public int StatementId { get => statement; init => statement = value; }

    public int ProcessId { get; init; }

    /// <summary>Order of weight: the first is where the wording was taken from.</summary>
    public int Order { get; init; }

    /// <summary>Number of the source.</summary>
    public required int Source { get; init; }

    /// <summary>Place in the source, for example "para 7 s1".</summary>
    public string? Paragraph { get; init; }

    public string? Note { get; init; }

    /// <summary>Number of the text of the source in which the passage was chosen; null when none is kept. The next four hold for that text.</summary>
    public int? TextNumber { get; init; }

    /// <summary>The passage, character for character.</summary>
    public string? Exact { get; init; }

    /// <summary><see cref="TextShape.Size"/> of the passage; null without one. Kept for finding.</summary>
    public int? ExactSize
    {
        get => shape.Of(Exact)?.Size;
        private set => _ = value;
    }

    /// <summary><see cref="TextShape.Counts"/> of the passage.</summary>
    public byte[]? ExactShape
    {
        get => shape.Of(Exact)?.Counts;
        private set => _ = value;
    }

    /// <summary>What stands just before the passage; empty at the beginning.</summary>
    public string? Prefix { get; init; }

    /// <summary>What stands just after the passage; empty at the end.</summary>
    public string? Suffix { get; init; }

    /// <summary>Characters before the passage.</summary>
    public int? Position { get; init; }

    internal Citation Copy()
    {
        var copy = (Citation)MemberwiseClone();
        copy.id = copy.statement = 0;
        return copy;
    }
}

/// <summary>One reading of a statement: it puts this party on these steps of this issue.</summary>
public sealed class Coding
{
    private DateTimeOffset? recordedFrom;
    private DateTimeOffset? recordedTo;
    private int? coder;
    private int id;
    private int statement;

    public int Id { get => id; init => id = value; }

    public int StatementId { get => statement; init => statement = value; }

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

    /// <summary>Id of the account that reads it so, when that is not the editor of the statement. Never shown in public.</summary>
    public int? Coder { get => coder; init => coder = value; }

    /// <summary>Number of the codebook version it was coded under; 0 until it is stored, which gives it the newest.</summary>
    public int Codebook { get; init; }

    /// <summary>Instant (UTC) from which it was public; null for what never was.</summary>
    public DateTimeOffset? RecordedFrom { get => recordedFrom; init => recordedFrom = value; }

    /// <summary>Instant (UTC) from which it was no longer public; null while it is.</summary>
    public DateTimeOffset? RecordedTo { get => recordedTo; init => recordedTo = value; }

    public StepRange? Steps => StepFrom is { } from && StepTo is { } to ? new StepRange(from, to) : null;

    /// <summary>The same reading, ascribed to who reads it so.</summary>
    public Coding ReadBy(int? account)
    {
        var copy = (Coding)MemberwiseClone();
        copy.coder = account;
        return copy;
    }

    internal void Begin(DateTimeOffset at) => recordedFrom = at;

    internal void End(DateTimeOffset at) => recordedTo ??= at;

    internal void Resume() => recordedTo = null;

    internal Coding Copy()
    {
        var copy = (Coding)MemberwiseClone();
        copy.id = copy.statement = 0;
        copy.recordedFrom = copy.recordedTo = null;
        return copy;
    }
}
