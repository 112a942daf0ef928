using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Domain.Positions;

/// <summary>
/// The clauses of the position rule in the order they are applied. The method page and every explanation print <see cref="Clauses"/>,
/// so the words cannot drift from the code that names them.
/// </summary>
public enum RuleClause
{
    NoSeat,
    NotYetPublished,
    Filtered,
    NotYetSaid,
    OtherRegion,
    CopyOfOneOrigin,
    NewestDay,
    StepBeforeSilence,
    OwnRegionFirst,
    StrongerChannel,
    BetterGrade,
    EqualStandingDiffers,
    NothingLeft,
}

/// <summary>The words of the rule.</summary>
public static class Clauses
{
    /// <summary>What a clause does, as one sentence.</summary>
    public static string Text(RuleClause clause) => clause switch
    {
        RuleClause.NoSeat => "The process settings say that the party has no seat in this issue: the cell is not applicable, whatever was said.",
        RuleClause.NotYetPublished => "Only what PeaceTracker showed at the instant asked for counts.",
        RuleClause.Filtered => "Evidence outside the filter (channel, grade) does not count.",
        RuleClause.NotYetSaid => "A statement counts from the latest day its date allows.",
        RuleClause.OtherRegion => "On a regional issue a coding counts for its own region; one without a region holds for every region.",
        RuleClause.CopyOfOneOrigin => "A copy, rewrite or translation counts for nothing beside the evidence it derives from, when both can be of the same day.",
        RuleClause.NewestDay => "The newest day wins.",
        RuleClause.StepBeforeSilence => "On one day, a step outweighs silence or a refusal to answer.",
        RuleClause.OwnRegionFirst => "On one day, words about the region outweigh words about the whole country.",
        RuleClause.StrongerChannel => "On one day, the stronger channel wins; the weaker stands beside it.",
        RuleClause.BetterGrade => "On one day and channel, a better grade wins: better in letter or digit and worse in neither. F and 6 cannot be judged and never lose.",
        RuleClause.EqualStandingDiffers => "Evidence of equal standing that names different steps is kept side by side: the position is disputed.",
        RuleClause.NothingLeft => "No evidence is left: no statement was found.",
        _ => throw new ArgumentOutOfRangeException(nameof(clause), clause, null),
    };

    /// <summary>A short name for a table, for example "newest day".</summary>
    public static string Name(RuleClause clause) => clause switch
    {
        RuleClause.NoSeat => "no seat",
        RuleClause.NotYetPublished => "not yet published",
        RuleClause.Filtered => "outside the filter",
        RuleClause.NotYetSaid => "not yet said",
        RuleClause.OtherRegion => "another region",
        RuleClause.CopyOfOneOrigin => "copy of one origin",
        RuleClause.NewestDay => "newest day",
        RuleClause.StepBeforeSilence => "step before silence",
        RuleClause.OwnRegionFirst => "own region first",
        RuleClause.StrongerChannel => "stronger channel",
        RuleClause.BetterGrade => "better grade",
        RuleClause.EqualStandingDiffers => "equal standing differs",
        RuleClause.NothingLeft => "nothing left",
        _ => throw new ArgumentOutOfRangeException(nameof(clause), clause, null),
    };

    /// <summary>Every clause in the order of application.</summary>
    public static IReadOnlyList<RuleClause> InOrder { get; } = Enum.GetValues<RuleClause>();

    /// <summary>Label of a state, and what it means.</summary>
    public static (string Slug, string Label, string Meaning) Of(PositionState state) => state switch
    {
        PositionState.Stated => ("stated", "stated", "The party said it, on record or in its own document."),
        PositionState.Reported => ("reported", "reported", "Others say the party holds it: unnamed sources, a leaked paper, a paraphrase. The party has not confirmed it."),
        PositionState.Inferred => ("inferred", "inferred", "An editor concludes it; the reason is given."),
        PositionState.Conditional => ("conditional", "conditional", "The party ties it to a condition, which is given."),
        PositionState.Ambiguous => ("ambiguous", "ambiguous", "The wording allows neighbouring steps."),
        PositionState.Disputed => ("disputed", "disputed", "Evidence of equal standing for the same day disagrees."),
        PositionState.Silent => ("silent", "Silent", "The party published or spoke on the matter and left the issue out."),
        PositionState.Declined => ("declined", "Declined to answer", "The party was asked and refused, or let a deadline pass."),
        PositionState.NotApplicable => ("not-applicable", "Not applicable", "The party has no seat in this issue."),
        PositionState.NoStatement => ("no-statement", "No statement found", "Nobody has found a statement; the date of the last search is kept."),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>
    /// What one coding makes of a position by itself, in words: "stated" in a channel without the party's own words is "reported", a
    /// condition told by others "conditional, reported".
    /// </summary>
    public static string InWords(CodingState state, Channel channel) => (state, PositionRule.IsReported(channel)) switch
    {
        (CodingState.Stated, true) => Of(PositionState.Reported).Label,
        (_, true) => $"{Words.Of(state).Label}, {Of(PositionState.Reported).Label}",
        _ => Words.Of(state).Label,
    };
}
