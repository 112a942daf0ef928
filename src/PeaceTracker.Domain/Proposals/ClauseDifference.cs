using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Domain.Proposals;

/// <summary>
/// What an editor says of two clauses of two texts that stand beside each other, or of a clause that has no counterpart in another text. One
/// row is one revision: what was published stays as it was, and a correction is a row of its own that takes its place.
/// </summary>
public sealed class ClauseDifference : IVersioned
{
    /// <summary>The labels an editor chooses from.</summary>
    public static readonly IReadOnlyList<string> Labels =
        ["added", "removed", "amount raised", "amount lowered", "condition added", "condition dropped", "weaker verb", "stronger verb", "moved"];

    /// <summary>How much a note may say.</summary>
    public const int LongestNote = 1000;

    private const string Removed = "removed";

    private static readonly (string One, string Other)[] Opposites =
        [("added", Removed), ("amount raised", "amount lowered"), ("condition added", "condition dropped"), ("weaker verb", "stronger verb")];

    private List<string> label = [];
    private string? note;
    private StatementStatus status = StatementStatus.Published;
    private DateTimeOffset? submittedAt;
    private DateTimeOffset? publishedAt;
    private DateTimeOffset? publishedTo;
    private string? returnReason;
    private int? reviewer;

    public int Id { get; init; }

    public int ProcessId { get; init; }

    /// <summary>Number of the statement that is the clause compared with.</summary>
    public required int Base { get; init; }

    /// <summary>Number of the statement that is the other clause; null when there is none (<see cref="Against"/>).</summary>
    public int? Other { get; init; }

    /// <summary>Slug of the text in which an editor found no counterpart of the clause; null for a pair. What nobody said is not said here.</summary>
    public string? Against { get; init; }

    /// <summary>Counts the revisions of what is said of this pair from 1.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Some of <see cref="Labels"/>, as they read when <see cref="Base"/> is the clause compared with. Empty when no difference is named.</summary>
    public List<string> Label { get => label; init => label = value; }

    /// <summary>Shown in public beside the labels.</summary>
    public string? Note { get => note; init => note = value; }

    /// <summary>Once approved, nothing is shown any more where its earlier revision was: the two are no pair after all. <see cref="Note"/> says why.</summary>
    public bool Ends { get; init; }

    public StatementStatus Status { get => status; init => status = value; }

    /// <summary>Instant (UTC) since which it waits for review, or waited when it was decided on; null for what was never sent.</summary>
    public DateTimeOffset? SubmittedAt { get => submittedAt; init => submittedAt = value; }

    /// <summary>What the reviewer asks to be changed; null unless returned, or sent again after that.</summary>
    public string? ReturnReason { get => returnReason; init => returnReason = value; }

    /// <summary>Instant (UTC) from which it is shown in public; null until a second person has agreed.</summary>
    public DateTimeOffset? PublishedAt { get => publishedAt; init => publishedAt = value; }

    /// <summary>Instant (UTC) from which another revision, or none, was public in its place; null for what never was public or still is.</summary>
    public DateTimeOffset? PublishedTo { get => publishedTo; init => publishedTo = value; }

    /// <summary>Id of the account that wrote it; null for the researched record. Never shown in public.</summary>
    public int? Editor { get; init; }

    /// <summary>Id of the account that decided on it last; null for the researched record. Never shown in public.</summary>
    public int? Reviewer { get => reviewer; init => reviewer = value; }

    public int Version { get; init; } = 1;

    /// <summary>True while it can be changed: it is not public and never was.</summary>
    public bool IsOpen => status is StatementStatus.Draft or StatementStatus.InReview or StatementStatus.Returned;

    /// <summary>A new pair, without a difference named, as a draft.</summary>
    public static ClauseDifference Pair(int process, int clause, int other, int by) =>
        new() { ProcessId = process, Base = clause, Other = other, Editor = by, Status = StatementStatus.Draft };

    /// <summary>A clause without a counterpart in another text, as a draft. Seen from its own text it is removed, seen from the other one added.</summary>
    /// <param name="against">Slug of the text without it.</param>
    public static ClauseDifference NoCounterpart(int process, int clause, string against, int by) =>
        new() { ProcessId = process, Base = clause, Against = against, Label = [Removed], Editor = by, Status = StatementStatus.Draft };

    /// <summary>True when the account wrote it: then somebody else publishes it.</summary>
    public bool IsBy(int account) => account == Editor;

    /// <summary>It speaks of the same pair, whichever of the two clauses stands first.</summary>
    public bool SameAs(ClauseDifference other) =>
        Against is null && other.Against is null ? (Base, Other) == (other.Base, other.Other) || (Base, Other) == (other.Other, other.Base)
        : (Base, Against) == (other.Base, other.Against);

    /// <summary>It speaks of this clause.</summary>
    /// <param name="statement">Its number.</param>
    public bool Of(int statement) => Base == statement || Other == statement;

    /// <summary>The labels as they read when this clause is the one compared with: seen from the other side, "added" is "removed".</summary>
    /// <param name="clause">Number of its statement; any other than <see cref="Base"/> is the other side.</param>
    public IReadOnlyList<string> LabelsFrom(int clause) => clause == Base ? Label : [.. Label.Select(Opposite)];

    /// <summary>Names the differences anew. What was returned is a draft again; why it was returned stays with it.</summary>
    /// <param name="labels">Seen from <see cref="Base"/>. Without a counterpart they are what they are.</param>
    /// <exception cref="InvalidOperationException">It waits for review, or is or was public.</exception>
    /// <exception cref="ArgumentException">A label is none, or the note is too long.</exception>
    public void Say(IReadOnlyCollection<string> labels, string? text)
    {
        Expect(StatementStatus.Draft, StatementStatus.Returned);
        if (labels.Any(one => !Labels.Contains(one)))
            throw new ArgumentException("There is no such label.", nameof(labels));
        if (text?.Length > LongestNote)
            throw new ArgumentException("The note is too long.", nameof(text));
        if (Against is null && !Ends)
            label = [.. Labels.Where(labels.Contains)];
        note = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        status = StatementStatus.Draft;
    }

    /// <summary>Sends it to review.</summary>
    /// <exception cref="InvalidOperationException">It is no draft.</exception>
    public void Submit(DateTimeOffset at)
    {
        Expect(StatementStatus.Draft);
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
    }

    /// <summary>Sends it back to its editor.</summary>
    /// <exception cref="InvalidOperationException">It is not in review, or <paramref name="by"/> wrote it.</exception>
    public void Return(string reason, int by)
    {
        Decide(by);
        status = StatementStatus.Returned;
        returnReason = reason;
    }

    /// <summary>Makes it public; one that <see cref="Ends"/> another is never shown itself.</summary>
    /// <param name="by">Id of the account that agrees; never its editor.</param>
    /// <exception cref="InvalidOperationException">It is not in review, or <paramref name="by"/> wrote it.</exception>
    public void Publish(DateTimeOffset at, int by)
    {
        Decide(by);
        status = Ends ? StatementStatus.Withdrawn : StatementStatus.Published;
        publishedAt = Ends ? null : at;
    }

    /// <summary>Ends its being shown because another takes its place.</summary>
    /// <exception cref="InvalidOperationException">It is not published.</exception>
    public void GiveWay(DateTimeOffset at) => End(at, StatementStatus.Amended);

    /// <summary>Ends its being shown. What it said stays in the log.</summary>
    /// <exception cref="InvalidOperationException">It is not published.</exception>
    public void Withdraw(DateTimeOffset at) => End(at, StatementStatus.Withdrawn);

    /// <summary>Takes its approval back: it counts as never approved.</summary>
    /// <exception cref="InvalidOperationException">It is not published.</exception>
    public void Undo(DateTimeOffset at) => End(at, StatementStatus.Undone);

    /// <summary>Goes on being shown as if it had never stopped: what had taken its place was undone.</summary>
    /// <exception cref="InvalidOperationException">Nothing had taken its place.</exception>
    public void Resume()
    {
        Expect(StatementStatus.Amended);
        status = StatementStatus.Published;
        publishedTo = null;
    }

    /// <summary>A further revision with the same content, as a draft that nobody has seen.</summary>
    /// <param name="revision">Its number.</param>
    /// <param name="by">Id of the account that makes it.</param>
    /// <param name="ends">It is to take the pair away.</param>
    public ClauseDifference Correction(int revision, int? by, bool ends = false) => new()
    {
        ProcessId = ProcessId,
        Base = Base,
        Other = Other,
        Against = Against,
        Revision = revision,
        Label = [.. label],
        Note = ends == Ends ? note : null,
        Ends = ends,
        Editor = by,
        Status = StatementStatus.Draft,
    };

    private void Decide(int by)
    {
        Expect(StatementStatus.InReview);
        if (IsBy(by))
            throw new InvalidOperationException("Nobody decides on what they wrote themselves.");
        reviewer = by;
    }

    private void End(DateTimeOffset at, StatementStatus end)
    {
        Expect(StatementStatus.Published);
        status = end;
        publishedTo = at;
    }

    private void Expect(params ReadOnlySpan<StatementStatus> allowed)
    {
        if (!allowed.Contains(status))
            throw new InvalidOperationException($"What is said of clause {Base}, revision {Revision}, is {status}: that does not go.");
    }

    private static string Opposite(string label)
    {
        foreach (var (one, other) in Opposites)
        {
            if (label == one)
                return other;
            if (label == other)
                return one;
        }

        return label;
    }
}
