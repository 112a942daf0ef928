using PeaceTracker.Domain.Issues;

namespace PeaceTracker.Domain.Positions;

/// <summary>What kind of difference lies between a position on two days.</summary>
public enum ChangeKind
{
    /// <summary>Same steps, or the same kind of absence.</summary>
    None,

    /// <summary>From one step or range to another.</summary>
    Moved,

    /// <summary>The steps of one of the two are among those of the other, so that nothing shows a move.</summary>
    MayBeUnchanged,

    /// <summary>A step where there was none.</summary>
    Appeared,

    /// <summary>No step where there was one: silent, declined.</summary>
    Ended,

    /// <summary>Disputed on one of the two days and some readings allow that nothing moved; or from one kind of absence to another.</summary>
    Other,
}

/// <summary>How a position differs from the same position on an earlier day, named by pole and never as good or bad.</summary>
/// <param name="Steps">
/// Steps between the two; 0 when the kind is not <see cref="ChangeKind.Moved"/> or when two ambiguous ranges overlap.
/// </param>
/// <param name="TowardsLastPole">True towards the last pole, false towards the first, null when nothing moved.</param>
public sealed record PositionChange(ChangeKind Kind, int Steps, bool? TowardsLastPole)
{
    /// <summary>The rule of <see cref="ChangeKind.MayBeUnchanged"/>, as every explanation prints it.</summary>
    public const string MayBeUnchangedRule =
        "Where the wording of one day allows several steps and that of the other is among them, or allows some of them only, nothing shows a move: the position may be unchanged, and no pole is named.";

    /// <summary>How a disputed position is compared, as every explanation prints it.</summary>
    public const string DisputedRule =
        "A disputed position is the span of its readings: when the other day lies beyond that span it moved whichever reading is right, and otherwise it only differs.";

    private static readonly PositionChange NoChange = new(ChangeKind.None, 0, null);

    public static PositionChange Between(Position then, Position now)
    {
        if (PositionRule.SameStand(then, now))
            return NoChange;
        return (then.Steps, now.Steps) switch
        {
            // Of disputed readings the steps are the hull. Beyond it, the position has moved by whichever of them.
            ({ } before, { } after) when (then.State == PositionState.Disputed || now.State == PositionState.Disputed) && Gap.Between(before, after).Least == 0 => new(ChangeKind.Other, 0, null),
            ({ } before, { } after) => Move(before, after),
            (null, not null) => new(ChangeKind.Appeared, 0, null),
            (not null, null) => new(ChangeKind.Ended, 0, null),
            _ => new(ChangeKind.Other, 0, null),
        };
    }

    /// <summary>"2 steps towards Barred in law"; null when nothing moved along the scale.</summary>
    public string? Towards(Scale scale)
    {
        if (Kind != ChangeKind.Moved || TowardsLastPole is not { } last)
            return null;
        var pole = (last ? scale.LastPole : scale.FirstPole).Label;
        return Steps switch
        {
            0 => $"partly towards {pole}",
            1 => $"1 step towards {pole}",
            _ => FormattableString.Invariant($"{Steps} steps towards {pole}"),
        };
    }

    private static PositionChange Move(StepRange before, StepRange after) =>
        Contains(before, after) || Contains(after, before)
            ? new(ChangeKind.MayBeUnchanged, 0, null)
            // Neither holds the other, so both ends lie on the same side.
            : new(ChangeKind.Moved, Gap.Between(before, after).Least, after.From > before.From);

    private static bool Contains(StepRange range, StepRange other) => range.From <= other.From && other.To <= range.To;
}
