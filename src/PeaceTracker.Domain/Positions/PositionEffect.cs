namespace PeaceTracker.Domain.Positions;

/// <summary>What a publication would change of one position: the rule asked twice, with the evidence as it is and as it would be.</summary>
public sealed record PositionEffect
{
    /// <summary>As it is, with its working.</summary>
    public required Position Before { get; init; }

    /// <summary>As it would be, with its working.</summary>
    public required Position After { get; init; }

    /// <summary>What would become of the new evidence.</summary>
    public required IReadOnlyList<Considered> Fresh { get; init; }

    /// <summary>What decides now and would not any more, with the clause that sets it aside; evidence that is taken away is not among it.</summary>
    public required IReadOnlyList<Considered> Displaced { get; init; }

    /// <summary>The days before the date asked for on which the position would read otherwise, oldest first.</summary>
    public required IReadOnlyList<PositionPeriod> Earlier { get; init; }

    /// <summary>The position would stand elsewhere: other steps, another kind of absence, disputed or no longer.</summary>
    public bool Moves => !PositionRule.SameStand(Before, After);

    /// <summary>It would stand where it stands and be called otherwise: reported or stated, conditional or not.</summary>
    public bool OnlyStateDiffers => !Moves && Before.State != After.State;

    /// <param name="before">Evidence of the cell as it is, in any order.</param>
    /// <param name="after">Evidence of the cell as it would be.</param>
    /// <param name="oldAfterDays">As for <see cref="PositionRule.Derive"/>.</param>
    public static PositionEffect Of(PositionQuestion question, IReadOnlyCollection<Evidence> before, IReadOnlyCollection<Evidence> after, int oldAfterDays)
    {
        var then = PositionRule.Derive(question, before, oldAfterDays);
        var now = PositionRule.Derive(question, after, oldAfterDays);
        var known = before.Select(item => item.CodingId).ToHashSet();
        var decided = then.Readings.SelectMany(reading => reading.Evidence).Select(item => item.CodingId).ToHashSet();
        return new()
        {
            Before = then,
            After = now,
            Fresh = [.. now.Working.Where(item => !known.Contains(item.Evidence.CodingId))],
            Displaced = [.. now.Working.Where(item => !item.Decides && decided.Contains(item.Evidence.CodingId))],
            Earlier = Differing(PositionRule.History(question, before, oldAfterDays), PositionRule.History(question, after, oldAfterDays)),
        };
    }

    private static List<PositionPeriod> Differing(IReadOnlyList<(DateOnly From, Position Position)> before, IReadOnlyList<(DateOnly From, Position Position)> after)
    {
        var days = before.Concat(after).Select(entry => entry.From).Distinct().Order().ToList();
        var periods = new List<PositionPeriod>();
        // The last period is the present, which is told by itself.
        for (var index = 0; index + 1 < days.Count; index++)
        {
            var (was, would) = (On(before, days[index]), On(after, days[index]));
            if (was is not null && would is not null ? PositionRule.SameStand(was, would) : was is null && would is null)
                continue;
            var to = days[index + 1].AddDays(-1);
            if (periods.Count > 0 && periods[^1] is var last && last.To.AddDays(1) == days[index] && Same(last.Before, was) && Same(last.After, would))
                periods[^1] = last with { To = to };
            else
                periods.Add(new(days[index], to, was, would));
        }

        return periods;

        static Position? On(IReadOnlyList<(DateOnly From, Position Position)> history, DateOnly day) => history.LastOrDefault(entry => entry.From <= day).Position;

        static bool Same(Position? one, Position? other) => one is null || other is null ? one is null && other is null : PositionRule.SameStand(one, other);
    }
}

/// <summary>Days on which a position would read otherwise; null where nothing had been said by then.</summary>
public sealed record PositionPeriod(DateOnly From, DateOnly To, Position? Before, Position? After);
