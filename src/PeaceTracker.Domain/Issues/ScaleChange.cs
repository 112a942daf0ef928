namespace PeaceTracker.Domain.Issues;

/// <summary>A step of a changed scale.</summary>
/// <param name="From">Its rank in the scale as it is; null for a new step.</param>
public sealed record ChangedStep(int? From, string Label, string Definition);

/// <summary>A coded step that a change would take out or give another rank.</summary>
/// <param name="Rank">Rank in the scale as it is.</param>
/// <param name="Codings">Codings that name it, alone or in a range.</param>
/// <param name="To">The rank it would get; null when it would go.</param>
public sealed record MovedStep(int Rank, int Codings, int? To);

/// <summary>
/// How a scale is to read. Labels and definitions may change, and steps may be added after the last pole. A coding keeps the number of its
/// step for ever, so a coded step neither goes nor moves.
/// </summary>
/// <param name="Steps">In their new order.</param>
public sealed record ScaleChange(Scale Now, IReadOnlyList<ChangedStep> Steps)
{
    public IReadOnlyList<Step> NewSteps => [.. Steps.Select((step, index) => new Step(index + 1, step.Label, step.Definition))];

    /// <summary>False when every step reads as before.</summary>
    public bool IsChange => !NewSteps.SequenceEqual(Now.Steps);

    /// <summary>The coded steps that would not stay where they are; the change is refused unless there are none.</summary>
    /// <param name="codings">Codings of each step, the first pole first.</param>
    public IReadOnlyList<MovedStep> Moved(IReadOnlyList<int> codings)
    {
        var moved = new List<MovedStep>();
        foreach (var step in Now.Steps.Where(step => codings[step.Rank - 1] > 0))
        {
            var at = Steps.ToList().FindIndex(changed => changed.From == step.Rank);
            if (at + 1 != step.Rank)
                moved.Add(new(step.Rank, codings[step.Rank - 1], at < 0 ? null : at + 1));
        }

        return moved;
    }
}

/// <summary>How much a step is used.</summary>
/// <param name="Codings">Codings that name the step, alone or in a range, whatever the status or revision of their statement.</param>
/// <param name="Statements">Numbers of their statements, each once.</param>
public sealed record StepUse(int Codings, IReadOnlyList<int> Statements);
