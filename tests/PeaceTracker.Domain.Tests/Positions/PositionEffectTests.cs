using CsCheck;
using PeaceTracker.Domain.Positions;
using static PeaceTracker.Domain.Tests.Positions.Sample;

namespace PeaceTracker.Domain.Tests.Positions;

/// <summary>What a publication would change: the rule before and after, and nothing besides.</summary>
public class PositionEffectTests
{
    [Fact]
    public void A_newer_statement_moves_the_position_and_says_what_it_displaces()
    {
        var effect = Of([Said(1, 10, 2)], [Said(1, 10, 2), Said(2, 50, 3)]);
        Assert.True(effect.Moves);
        Assert.Equal((2, 3), (effect.Before.Steps!.Value.From, effect.After.Steps!.Value.From));
        Assert.Equal((1, RuleClause.NewestDay), (Assert.Single(effect.Displaced).Evidence.Statement, effect.Displaced[0].SetAsideBy));
        Assert.True(Assert.Single(effect.Fresh).Decides);
        Assert.Empty(effect.Earlier);
    }

    [Fact]
    public void An_older_statement_changes_the_past_alone()
    {
        var effect = Of([Said(1, 10, 2), Said(2, 50, 3)], [Said(1, 10, 2), Said(2, 50, 3), Said(3, 20, 5)]);
        Assert.False(effect.Moves || effect.OnlyStateDiffers);
        Assert.Equal(RuleClause.NewestDay, Assert.Single(effect.Fresh).SetAsideBy);
        var period = Assert.Single(effect.Earlier);
        Assert.Equal((Day(20), Day(49), 2, 5), (period.From, period.To, period.Before!.Steps!.Value.From, period.After!.Steps!.Value.From));
    }

    [Fact]
    public void The_first_statement_of_all_days_opens_the_past_from_its_day_on()
    {
        var effect = Of([Said(2, 50, 3)], [Said(2, 50, 3), Said(3, 20, 5)]);
        var period = Assert.Single(effect.Earlier);
        Assert.Equal((Day(20), Day(49)), (period.From, period.To));
        Assert.Null(period.Before);
    }

    [Fact]
    public void Another_step_of_equal_standing_makes_it_disputed_and_displaces_nothing()
    {
        var effect = Of([Said(1, 10, 2)], [Said(1, 10, 2), Said(2, 10, 3)]);
        Assert.Equal((true, PositionState.Disputed), (effect.Moves, effect.After.State));
        Assert.Empty(effect.Displaced);
    }

    [Fact]
    public void What_is_taken_away_is_not_displaced()
    {
        var effect = Of([Said(1, 10, 2), Said(2, 50, 3)], [Said(1, 10, 2)]);
        Assert.True(effect.Moves);
        Assert.Empty(effect.Displaced);
        Assert.Empty(effect.Fresh);
    }

    [Fact]
    public void What_was_not_said_yet_changes_nothing_yet()
    {
        var effect = Of([Said(1, 10, 2)], [Said(1, 10, 2), Said(2, 120, 3) with { Earliest = Day(90) }]);
        Assert.False(effect.Moves);
        Assert.Equal(RuleClause.NotYetSaid, Assert.Single(effect.Fresh).SetAsideBy);
    }

    /// <summary>The periods named, and no others, are those on which deriving each day by itself gives another stand.</summary>
    [Fact]
    public void The_periods_are_the_days_on_which_the_rule_answers_otherwise()
    {
        var gen = Gen.Select(Gen.Int[1, 60].Array[0, 6], Gen.Int[1, 4].Array[6], Gen.Int[1, 60], Gen.Int[1, 4]);
        gen.Sample((days, steps, day, step) =>
        {
            var before = days.Select((one, index) => Said(index + 1, one, steps[index])).ToList();
            List<Evidence> after = [.. before, Said(99, day, step)];
            var effect = PositionEffect.Of(On(100), before, after, OldAfterDays);
            var told = effect.Earlier.SelectMany(period => Enumerable.Range(period.From.DayNumber, period.To.DayNumber - period.From.DayNumber + 1)).ToHashSet();
            var last = before.Concat(after).Max(item => item.Day);
            for (var at = Day(1); at < last; at = at.AddDays(1))
            {
                var (was, would) = (Stand(before, at), Stand(after, at));
                if (told.Contains(at.DayNumber) != (was != would))
                    return false;
            }

            return effect.Moves == (Stand(before, Day(100)) != Stand(after, Day(100)));
        });

        static string Stand(List<Evidence> evidence, DateOnly at)
        {
            var position = PositionRule.Derive(On(1) with { Date = at }, evidence, OldAfterDays);
            return FormattableString.Invariant($"{position.Steps} {position.State == PositionState.Disputed} {(position.Steps is null ? position.State : null)}");
        }
    }

    private static PositionEffect Of(Evidence[] before, Evidence[] after) => PositionEffect.Of(On(100), before, after, OldAfterDays);
}
