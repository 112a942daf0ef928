using PeaceTracker.Domain.Issues;

namespace PeaceTracker.Domain.Positions;

/// <summary>
/// How far apart two positions on one scale lie, in steps. An ambiguous wording allows several steps, so there is a least and a most; for
/// two plain steps both are the same. Steps are an order, not a measure: gaps are never added up over issues.
/// </summary>
/// <param name="Least">Steps between the two at the nearest reading; 0 when the wordings have a step in common.</param>
/// <param name="Most">Steps between the two at the farthest reading.</param>
public readonly record struct Gap(int Least, int Most)
{
    /// <summary>Both are on one and the same step.</summary>
    public bool IsSameStep => Most == 0;

    /// <summary>The gap between two positions; null when one has no step that can be compared: none at all, or a disputed one.</summary>
    public static Gap? Between(Position one, Position other) =>
        one.HasStep && other.HasStep ? Between(one.Steps!.Value, other.Steps!.Value) : null;

    /// <summary>The gap between two steps or ranges of one scale.</summary>
    public static Gap Between(StepRange one, StepRange other) =>
        new(Math.Max(0, Math.Max(one.From - other.To, other.From - one.To)), Math.Max(one.To - other.From, other.To - one.From));

    /// <summary>How much wider it is than before, negative when narrower, for putting changes in order. In half steps, so that ranges give whole numbers.</summary>
    public int WiderThan(Gap then) => Least + Most - then.Least - then.Most;

    /// <summary>"3 of 4 steps apart", "1 to 2 of 4 steps apart", "same step". The second number is the distance of the poles.</summary>
    public string InWords(Scale scale) =>
        IsSameStep ? "same step" : FormattableString.Invariant($"{Steps} of {scale.Count - 1} steps apart");

    /// <summary>
    /// "1 to 3 steps towards Open door upheld": how far the second of two positions lies from the first, and on which side. "Partly" where the
    /// wordings have steps in common and each allows some that the other does not.
    /// </summary>
    /// <param name="last">Towards the last pole.</param>
    public string Towards(Scale scale, bool last)
    {
        var pole = (last ? scale.LastPole : scale.FirstPole).Label;
        return Least == 0
            ? FormattableString.Invariant($"partly towards {pole}, {Steps} steps apart")
            : FormattableString.Invariant($"{Steps} {(Most == 1 ? "step" : "steps")} towards {pole}");
    }

    /// <summary>"3", "1 to 2", or "the same step".</summary>
    public string InShort => IsSameStep ? "the same step" : Steps;

    /// <summary>The closest: those whose farthest reading is the nearest of all; and those that may be as close at their nearest reading.</summary>
    public static (IReadOnlyList<T> Closest, IReadOnlyList<T> Perhaps) Closest<T>(IReadOnlyCollection<T> all, Func<T, Gap> gap)
    {
        if (all.Count == 0)
            return ([], []);
        var limit = all.Min(item => gap(item).Most);
        return ([.. all.Where(item => gap(item).Most == limit)], [.. all.Where(item => gap(item).Most > limit && gap(item).Least <= limit)]);
    }

    /// <summary>The widest: those whose nearest reading is the farthest of all; and those that may be as wide at their farthest reading.</summary>
    public static (IReadOnlyList<T> Widest, IReadOnlyList<T> Perhaps) Widest<T>(IReadOnlyCollection<T> all, Func<T, Gap> gap)
    {
        if (all.Count == 0)
            return ([], []);
        var limit = all.Max(item => gap(item).Least);
        return ([.. all.Where(item => gap(item).Least == limit)], [.. all.Where(item => gap(item).Least < limit && gap(item).Most >= limit)]);
    }

    private string Steps => Least == Most ? FormattableString.Invariant($"{Least}") : FormattableString.Invariant($"{Least} to {Most}");
}
