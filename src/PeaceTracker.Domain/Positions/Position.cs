using PeaceTracker.Domain.Issues;

namespace PeaceTracker.Domain.Positions;

/// <summary>The closed list of what can be said of a party on an issue. Absence has kinds.</summary>
public enum PositionState
{
    Stated,
    Reported,
    Inferred,
    Conditional,
    Ambiguous,
    Disputed,
    Silent,
    Declined,
    NotApplicable,
    NoStatement,
}

/// <summary>
/// Where a party stands on an issue, with the working. Always the result of <see cref="PositionRule"/>, never typed in and never stored.
/// </summary>
public sealed record Position
{
    public required PositionState State { get; init; }

    /// <summary>One step or an ambiguous range; the hull of the readings when disputed; null when there is no step.</summary>
    public StepRange? Steps { get; init; }

    /// <summary>What the evidence says: one reading, several when <see cref="PositionState.Disputed"/>, none when nothing decides.</summary>
    public required IReadOnlyList<Reading> Readings { get; init; }

    /// <summary>The day of the deciding evidence; null when nothing decides.</summary>
    public DateOnly? StatedOn { get; init; }

    /// <summary>All deciding evidence came by a weaker channel than the party's own words.</summary>
    public bool Reported { get; init; }

    /// <summary>The deciding evidence is older than the number of days the process calls old.</summary>
    public bool Old { get; init; }

    /// <summary>
    /// Evidence that names another step and is displaced, though it may be the later of the two: the date of everything that decides is
    /// uncertain and may be as early as the day of this. Newest first, stronger channel first; mostly empty.
    /// </summary>
    public IReadOnlyList<Evidence> PossiblyLater { get; init; } = [];

    /// <summary>
    /// Independent origins behind what is shown. Copies and rewrites of one origin count once. Readings of a disputed position do not
    /// confirm each other, so there it is the number behind the one with the fewest.
    /// </summary>
    public int Origins { get; init; }

    /// <summary>The clause that settled it.</summary>
    public required RuleClause DecidedBy { get; init; }

    /// <summary>Everything looked at, newest first, each with what became of it and why.</summary>
    public required IReadOnlyList<Considered> Working { get; init; }

    /// <summary>True when a step can be compared with another step.</summary>
    public bool HasStep => Steps is not null && State != PositionState.Disputed;
}

/// <summary>One reading of the deciding evidence: same steps and same state.</summary>
public sealed record Reading(PositionState State, StepRange? Steps, IReadOnlyList<Evidence> Evidence)
{
    /// <summary>Independent origins behind this reading alone.</summary>
    public int Origins => Evidence is [var only] ? only.Origins.Count : Evidence.SelectMany(item => item.Origins).Distinct().Count();
}

/// <summary>A piece of evidence and its fate.</summary>
/// <param name="SetAsideBy">The clause that set it aside; null when it decides.</param>
/// <param name="InFavourOf">The statements that prevailed over it, by number; empty when the clause needs none.</param>
public sealed record Considered(Evidence Evidence, RuleClause? SetAsideBy, IReadOnlyList<int> InFavourOf)
{
    public bool Decides => SetAsideBy is null;
}
