using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Review;

/// <summary>What a publication would change of one cell of the matrix, in words.</summary>
/// <param name="Regions">Names of the regions of which it is true; empty for an issue that is not regional.</param>
/// <param name="Effect">Null when the party has no seat in the issue.</param>
public sealed record CellEffect(Party Party, Issue Issue, IReadOnlyList<string> Regions, PositionEffect? Effect, string? NoSeat, DateOnly Today)
{
    /// <summary>The cell would read otherwise.</summary>
    public bool Changes => Effect is { } effect && (effect.Moves || effect.OnlyStateDiffers);

    /// <summary>"Ukraine × NATO membership", "Russia × Territory: Donetsk and Luhansk".</summary>
    public string Name => $"{Party.Name} \u00d7 {Issue.Title}{(Regions.Count == 0 ? "" : ": " + (Regions.Count > MostRegions ? FormattableString.Invariant($"{Regions.Count} regions") : Join(Regions)))}";

    private const int MostRegions = 6;

    /// <summary>Most earlier periods told one by one.</summary>
    private const int MostPeriods = 4;

    /// <summary>Steps between the two positions; 0 when nothing moves along the scale.</summary>
    public int Jump => Effect is { Moves: true } effect ? PositionChange.Between(effect.Before, effect.After).Steps : 0;

    /// <summary>What happens and why, sentence by sentence.</summary>
    public IReadOnlyList<string> Sentences => [.. Effect is null ? [$"Nothing changes, because the party has no seat in this issue: {NoSeat}"] : Present(Effect).Concat(Past(Effect))];

    private IEnumerable<string> Present(PositionEffect effect)
    {
        if (Changes)
        {
            yield return $"The matrix cell {Name} goes from {Label(effect.Before)} to {Label(effect.After)}.";
            if (PositionChange.Between(effect.Before, effect.After).Towards(Issue.Scale) is { } towards)
                yield return $"That is {towards}.";
            if (effect.After.State == PositionState.Disputed)
                yield return Clauses.Text(RuleClause.EqualStandingDiffers);
        }
        else
        {
            yield return $"Nothing changes in the matrix cell {Name}, {Label(effect.Before)}, because {Because(effect)}";
        }

        foreach (var group in effect.Displaced.GroupBy(item => item.SetAsideBy!.Value))
        {
            var numbers = Numbers(group);
            yield return group.Key == RuleClause.NewestDay
                ? $"{numbers} then count{(group.Select(item => item.Evidence.Statement).Distinct().Count() == 1 ? "s" : "")} until {View.Words(effect.After.StatedOn!.Value.AddDays(-1))}."
                : $"{numbers} {(group.Select(item => item.Evidence.Statement).Distinct().Count() == 1 ? "is" : "are")} then set aside ({Clauses.Name(group.Key)}): {Clauses.Text(group.Key)}";
        }
    }

    private static string Because(PositionEffect effect)
    {
        if (effect.Fresh.Count == 0)
            return "no coding bears on it.";
        if (effect.Fresh.All(item => item.SetAsideBy == RuleClause.NotYetSaid))
            return $"{Clauses.Text(RuleClause.NotYetSaid)} It counts from {View.Words(effect.Fresh.Min(item => item.Evidence.Day))}.";
        if (effect.Fresh.Any(item => item.Decides))
            return effect.After.Origins > effect.Before.Origins
                ? FormattableString.Invariant($"it says what is known already; the position then rests on {effect.After.Origins} independent origins and not on {effect.Before.Origins}.")
                : "it says what is known already.";
        var aside = effect.Fresh.First(item => item.SetAsideBy is not (null or RuleClause.NotYetSaid));
        return $"it is set aside ({Clauses.Name(aside.SetAsideBy!.Value)}): {Clauses.Text(aside.SetAsideBy.Value)}{(aside.InFavourOf.Count == 0 ? "" : $" In favour of {string.Join(", ", aside.InFavourOf.Select(number => FormattableString.Invariant($"No. {number}")))}.")}";
    }

    private IEnumerable<string> Past(PositionEffect effect)
    {
        foreach (var period in effect.Earlier.TakeLast(MostPeriods))
            yield return $"{(period.From == period.To ? $"On {View.Words(period.From)}" : $"From {View.Words(period.From)} to {View.Words(period.To)}")} it reads {Label(period.After)}; now {Label(period.Before)} stands there.";
        if (effect.Earlier.Count > MostPeriods)
            yield return FormattableString.Invariant($"{effect.Earlier.Count - MostPeriods} earlier periods change as well.");
    }

    /// <summary>"Path to membership (2)", "A, or B (3 to 4, ambiguous)", "disputed: Path to membership (2) or Left open (3)", "No statement found".</summary>
    private string Label(Position? position)
    {
        if (position is null)
            return Clauses.Of(PositionState.NoStatement).Label;
        var state = Clauses.Of(position.State).Label;
        return position switch
        {
            { State: PositionState.Disputed } => $"{state}: {string.Join(" or ", position.Readings.Select(reading => reading.Steps is { } one ? $"{Issue.Scale.Label(one)} ({one})" : Clauses.Of(reading.State).Label))}",
            { Steps: { } steps } => $"{Issue.Scale.Label(steps)} ({steps}{(position.State == PositionState.Stated ? "" : ", " + state)})",
            _ => state,
        };
    }

    private static string Numbers(IEnumerable<Considered> items) => Join([.. items.Select(item => item.Evidence.Statement).Distinct().Order().Select(number => FormattableString.Invariant($"No. {number}"))]);

    internal static string Join(IReadOnlyList<string> names) => names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";
}

/// <summary>Asks the position rule twice: with the evidence as it is, and with that of statements that are not published yet.</summary>
public sealed class EffectReader(PositionReader positions, DeskStatements desk, TimeProvider clock)
{
    /// <summary>What publishing these together would change, cell by cell: first what changes, then what does not.</summary>
    /// <param name="statements">Open revisions with their details.</param>
    public async Task<IReadOnlyList<CellEffect>> OfAsync(ProcessContents contents, IReadOnlyList<Statement> statements, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var replaced = new List<Statement>();
        foreach (var statement in statements)
        {
            if (await desk.PublishedAsync(contents.Process.Id, statement.Number, cancellation) is { } published)
                replaced.Add(published);
        }

        var numbers = statements.Select(row => row.Number).ToHashSet();
        var fresh = await positions.EvidenceIfPublishedAsync(contents.Process.Id, statements, now, contents.RegionIso, cancellation);
        var effects = new List<CellEffect>();
        foreach (var cell in statements.Concat(replaced).SelectMany(row => row.Codings).GroupBy(coding => (coding.Party, coding.Issue)))
        {
            var (party, issue) = (contents.Party(cell.Key.Party), contents.Issue(cell.Key.Issue));
            if (contents.NoSeat(party.Slug, issue.Slug) is { } seat)
            {
                effects.Add(new(party, issue, [], null, seat.Reason, today));
                continue;
            }

            var before = (await positions.EvidenceAsync([party.Id], issue.Id, today, now, contents.RegionIso, cancellation))[party.Id];
            var own = fresh.Where(item => item.Party == party.Id && item.Issue == issue.Id).Select(item => item.Evidence).ToList();
            List<Evidence> after = [.. before.Where(item => !numbers.Contains(item.Statement)), .. own];
            // Words about the whole country bear on every region, those about a region on it alone.
            var touched = cell.Any(coding => coding.Region is null) ? before.Concat(after).Select(item => item.Region).Append(null) : cell.Select(coding => coding.Region);
            effects.AddRange((issue.Regional ? touched : [null]).Distinct().Select(region => new CellEffect(
                party, issue, issue.Regional ? [contents.Region(region)?.Name ?? "every other region"] : [],
                PositionEffect.Of(new(today, now, EvidenceFilter.All, region), before, after, contents.Process.OldAfterDays), null, today)));
        }

        return
        [
            .. effects
                // Regions of which the same is true are told together.
                .GroupBy(effect => (effect.Party, effect.Issue, string.Join('|', (effect with { Regions = [] }).Sentences)))
                .Select(group => group.First() with { Regions = [.. group.SelectMany(effect => effect.Regions).Order(StringComparer.Ordinal)] })
                .OrderByDescending(effect => effect.Changes),
        ];
    }
}
