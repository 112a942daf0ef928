using PeaceTracker.Domain.History;

namespace PeaceTracker.Domain.Issues;

/// <summary>A question the talks are about, with an ordered scale of possible answers.</summary>
public sealed class Issue : IVersioned
{
    public int Id { get; init; }

    /// <summary>Short stable name used in addresses, for example <c>nato-membership</c>.</summary>
    public required string Slug { get; init; }

    public required string Title { get; init; }

    /// <summary>The question whose answers are the steps.</summary>
    public required string Question { get; init; }

    /// <summary>Group the issue is listed under, for example <c>security</c>.</summary>
    public required string Group { get; init; }

    /// <summary>True when the issue is coded for each region. A coding without a region then holds for every region.</summary>
    public bool Regional { get; init; }

    /// <summary>Place in lists: an order of reading, not of weight.</summary>
    public int Order { get; init; }

    public required Scale Scale { get; init; }

    public int Version { get; init; } = 1;
}

/// <summary>
/// The steps of an issue from one pole to the other. The order carries no merit; numbers are ranks, so "2 steps apart" is
/// meaningful while sums, means and percentages are not.
/// </summary>
public sealed class Scale
{
    private readonly List<Step> steps;

    /// <exception cref="ArgumentException">The ranks are not 1, 2, 3... or there are fewer than two.</exception>
    public Scale(IEnumerable<Step> steps)
    {
        this.steps = [.. steps.OrderBy(step => step.Rank)];
        if (this.steps.Count < 2 || this.steps.Where((step, index) => step.Rank != index + 1).Any())
            throw new ArgumentException("A scale needs two or more steps ranked 1, 2, 3 without gaps.", nameof(steps));
    }

    public IReadOnlyList<Step> Steps => steps;

    public int Count => steps.Count;

    /// <summary>The step with this rank, 1 to <see cref="Count"/>.</summary>
    public Step this[int rank] => steps[rank - 1];

    public Step FirstPole => steps[0];

    public Step LastPole => steps[^1];

    public bool Holds(StepRange range) => range.From >= 1 && range.To <= Count;

    /// <summary>The label of one step; "A, or B" for two, "Anything from A to B" for more: "A to B" would read as a move.</summary>
    public string Label(StepRange range) => (range.To - range.From) switch
    {
        0 => this[range.From].Label,
        1 => $"{this[range.From].Label}, or {this[range.To].Label}",
        _ => $"Anything from {this[range.From].Label} to {this[range.To].Label}",
    };
}

/// <summary>One rung of a scale, worded by its content and never by whose it is.</summary>
/// <param name="Rank">1 at the first pole.</param>
/// <param name="Label">Two to five words, for a cell.</param>
/// <param name="Definition">What falls in the step and what does not.</param>
public sealed record Step(int Rank, string Label, string Definition);

/// <summary>The steps a wording allows: one step, or neighbouring steps when the wording is ambiguous.</summary>
public readonly record struct StepRange
{
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="from"/> is below 1 or above <paramref name="to"/>.</exception>
    public StepRange(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        From = from;
        To = to;
    }

    public StepRange(int step) : this(step, step)
    {
    }

    public int From { get; }

    public int To { get; }

    public bool IsOneStep => From == To;

    /// <summary>"3" or "2 to 3".</summary>
    public override string ToString() => IsOneStep ? FormattableString.Invariant($"{From}") : FormattableString.Invariant($"{From} to {To}");
}
