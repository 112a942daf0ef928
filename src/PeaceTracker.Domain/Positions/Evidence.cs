using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Domain.Positions;

/// <summary>One published coding as the position rule sees it: no text, only what decides.</summary>
public sealed record Evidence
{
    /// <summary>Identity of the coding, unique in the store; used only to make the order of output stable.</summary>
    public required long CodingId { get; init; }

    /// <summary>Public number of the statement.</summary>
    public required int Statement { get; init; }

    /// <summary>ISO 3166-2 code; null when the coding holds for the whole country.</summary>
    public string? Region { get; init; }

    /// <summary>First day the date allows.</summary>
    public required DateOnly Earliest { get; init; }

    /// <summary>Last day the date allows: the day from which the coding counts.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Instant (UTC) from which PeaceTracker showed it.</summary>
    public required DateTimeOffset RecordedFrom { get; init; }

    /// <summary>Instant (UTC) from which PeaceTracker no longer showed it; null while it does.</summary>
    public DateTimeOffset? RecordedTo { get; init; }

    /// <summary>Null for <see cref="CodingState.Silent"/> and <see cref="CodingState.Declined"/>.</summary>
    public StepRange? Steps { get; init; }

    public required CodingState State { get; init; }

    public required Channel Channel { get; init; }

    public required Grade Grade { get; init; }

    /// <summary>The sources at the root of every source cited, by number, each once: what is left when copies are traced to what they copy.</summary>
    public required IReadOnlyList<int> Origins { get; init; }

    /// <summary>0 when an origin itself is cited; otherwise the fewest derivations between a cited source and its origin.</summary>
    public required int Copied { get; init; }

    /// <summary>A weaker channel than the party's own words makes the position "reported".</summary>
    public bool IsReported => PositionRule.IsReported(Channel);
}

/// <summary>Which evidence may count. The default lets everything count.</summary>
/// <param name="WeakestChannel">This channel and stronger ones count.</param>
/// <param name="LowestSource">The source is graded this letter or better; null lets ungraded and lower ones count too.</param>
/// <param name="LowestInformation">The information is graded this digit or better; null lets ungraded and lower ones count too.</param>
public sealed record EvidenceFilter(Channel WeakestChannel = Channel.Analyst, char? LowestSource = null, int? LowestInformation = null)
{
    public static readonly EvidenceFilter All = new();

    /// <remarks>F and 6 cannot be judged, so a minimum never lets them in and their absence is said in the working.</remarks>
    public bool Admits(Channel channel, Grade grade) =>
        channel <= WeakestChannel
        && (LowestSource is not { } letter || (grade.Source != Grade.SourceNotJudged && grade.Source <= letter))
        && (LowestInformation is not { } digit || (grade.Information != Grade.InformationNotJudged && grade.Information <= digit));
}

/// <summary>What is asked of the rule about one cell.</summary>
/// <param name="Date">The position as it stood at the end of this day.</param>
/// <param name="Known">As published by PeaceTracker at this instant.</param>
/// <param name="Region">For a regional issue, the region asked for; null asks for a region nobody has named.</param>
public sealed record PositionQuestion(DateOnly Date, DateTimeOffset Known, EvidenceFilter Filter, string? Region = null);
