using PeaceTracker.Domain.Statements;
using static System.FormattableString;

namespace PeaceTracker.Domain.Sources;

/// <summary>
/// Where the passage of a citation stands in a later text of its source, or why it is not surely found there. No row is ever changed: whoever
/// looks again adds one, and of a citation and a text the newest holds (ADR 0023).
/// </summary>
public sealed class Anchor
{
    public int Id { get; init; }

    public int ProcessId { get; init; }

    public required int CitationId { get; init; }

    /// <summary>Number of the text it was looked for in.</summary>
    public required int TextNumber { get; init; }

    /// <summary>Characters before the passage; null when it is not surely found.</summary>
    public int? Position { get; init; }

    /// <summary>Characters of the passage, which may be more or fewer than before where white space differs; null when it is not surely found.</summary>
    public int? Length { get; init; }

    /// <summary>Why it is not surely found, as a sentence; null when it is.</summary>
    public string? Reason { get; init; }

    /// <summary>Id of the account that chose the passage by hand; null when the rule looked.</summary>
    public int? Editor { get; init; }

    /// <summary>When it was looked for (UTC).</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>A passage of a text: what a citation points at.</summary>
/// <param name="Text">Number of the text.</param>
/// <param name="Start">Characters before it.</param>
/// <param name="Length">In UTF-16 characters.</param>
public readonly record struct Passage(int Text, int Start, int Length);

/// <summary>What becomes of a passage in a newer text.</summary>
/// <param name="Words">As they stand in the older text.</param>
/// <param name="FromParagraph">Where they begin in the older text.</param>
/// <param name="Place">In the newer text.</param>
/// <param name="ToParagraph">Where they begin in the newer text; null for an orphan.</param>
public sealed record Reanchored(string Words, int FromParagraph, AnchorPlace Place, int? ToParagraph)
{
    /// <summary>Finds passages of one text in another, by <see cref="TextAnchor"/>: surely or not at all.</summary>
    /// <param name="passages">Start and length in the older text; one that is not inside it becomes an orphan.</param>
    public static IReadOnlyList<Reanchored> Of(string older, IReadOnlyCollection<(int Start, int Length)> passages, string newer)
    {
        if (passages.Count == 0)
            return [];
        var (before, after) = (new FlatText(older, breaks: true), new FlatText(newer, breaks: true));
        var (from, to) = (Paragraphs.Of(older), Paragraphs.Of(newer));
        return [.. passages.Select(passage =>
        {
            var inside = passage.Start >= 0 && passage.Length > 0 && passage.Start <= older.Length - passage.Length;
            var place = TextAnchor.TryOf(older, before, passage.Start, passage.Length, out var anchor, out var error) ? anchor.FindIn(newer, after) : new AnchorPlace.Orphan(error);
            int? start = place switch { AnchorPlace.Found found => found.Start, AnchorPlace.Moved moved => moved.Start, _ => null };
            return new Reanchored(inside ? older.Substring(passage.Start, passage.Length) : "", inside ? Paragraphs.At(from, passage.Start) : 0, place, start is { } at ? Paragraphs.At(to, at) : null);
        })];
    }

    /// <summary>"at the same place", "moved from paragraph 3 to 4", or why it is an orphan.</summary>
    public string InWords => Place switch
    {
        AnchorPlace.Found => Invariant($"at the same place, paragraph {FromParagraph}"),
        AnchorPlace.Moved when FromParagraph == ToParagraph => Invariant($"found again in paragraph {ToParagraph}"),
        AnchorPlace.Moved => Invariant($"moved from paragraph {FromParagraph} to {ToParagraph}"),
        AnchorPlace.Orphan orphan => orphan.Reason,
        _ => throw new InvalidOperationException(),
    };
}

/// <summary>A citation whose passage is not surely found in the newest text of its source: work to do.</summary>
/// <param name="Citation">Id of the citation.</param>
/// <param name="Statement">Number of its statement.</param>
/// <param name="Status">Of the revision that cites.</param>
/// <param name="Source">Number of the source.</param>
/// <param name="SourceTitle">Its title.</param>
/// <param name="Passage">Where the passage last was surely found.</param>
/// <param name="Words">The words it was chosen with.</param>
/// <param name="Newest">Number of the newest text, in which they are not.</param>
/// <param name="Reason">Why not, as a sentence.</param>
public sealed record OrphanedCitation(
    int Citation, int Statement, StatementStatus Status, int Source, string SourceTitle, Passage Passage, string Words, int Newest, string Reason);
