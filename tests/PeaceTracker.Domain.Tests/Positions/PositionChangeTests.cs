using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;
using static PeaceTracker.Domain.Tests.Positions.Sample;

namespace PeaceTracker.Domain.Tests.Positions;

public class PositionChangeTests
{
    private static readonly Scale Six = new(Enumerable.Range(1, 6).Select(rank => new Step(rank, rank switch { 1 => "Invitation now", 6 => "Barred in law", _ => $"Step {rank}" }, "")));

    [Theory]
    [InlineData(4, 4, 6, 6, 2, "2 steps towards Barred in law")]
    [InlineData(5, 5, 6, 6, 1, "1 step towards Barred in law")]
    [InlineData(5, 5, 2, 2, 3, "3 steps towards Invitation now")]
    [InlineData(2, 3, 5, 5, 2, "2 steps towards Barred in law")]
    [InlineData(5, 6, 1, 2, 3, "3 steps towards Invitation now")]
    [InlineData(2, 3, 3, 4, 0, "partly towards Barred in law")]
    [InlineData(3, 5, 2, 4, 0, "partly towards Invitation now")]
    public void A_move_is_named_by_the_pole_it_goes_towards(int from, int to, int nowFrom, int nowTo, int steps, string words)
    {
        var change = PositionChange.Between(Stand(from, to), Stand(nowFrom, nowTo));
        Assert.Equal(ChangeKind.Moved, change.Kind);
        Assert.Equal(steps, change.Steps);
        Assert.Equal(words, change.Towards(Six));
    }

    [Theory]
    // 1 to "1 or 2": who rules out giving up land may hold what it held.
    [InlineData(1, 1, 1, 2)]
    [InlineData(3, 3, 2, 3)]
    [InlineData(3, 3, 2, 4)]
    [InlineData(5, 6, 6, 6)]
    [InlineData(2, 5, 3, 4)]
    public void A_range_that_holds_the_other_shows_no_move_and_names_no_pole(int from, int to, int nowFrom, int nowTo)
    {
        foreach (var change in new[] { PositionChange.Between(Stand(from, to), Stand(nowFrom, nowTo)), PositionChange.Between(Stand(nowFrom, nowTo), Stand(from, to)) })
        {
            Assert.Equal(new PositionChange(ChangeKind.MayBeUnchanged, 0, null), change);
            Assert.Null(change.Towards(Six));
        }
    }

    [Fact]
    public void The_same_step_said_in_another_way_is_no_change()
    {
        var reported = Derive(On(10), Said(1, 8, step: 4) with { Channel = Channel.AnonymousSources });
        Assert.Equal(ChangeKind.None, PositionChange.Between(Stand(4, 4), reported).Kind);
        Assert.Null(PositionChange.Between(Stand(4, 4), reported).Towards(Six));
    }

    [Fact]
    public void A_disputed_position_has_moved_when_all_its_readings_have()
    {
        var disputed = Derive(On(10), Said(1, 8, step: 3), Said(2, 8, step: 5));
        Assert.Equal(PositionState.Disputed, disputed.State);
        Assert.Equal(new PositionChange(ChangeKind.Moved, 1, true), PositionChange.Between(Stand(1, 2), disputed));
        Assert.Equal(new PositionChange(ChangeKind.Moved, 1, true), PositionChange.Between(disputed, Stand(6, 6)));
        Assert.Equal(new PositionChange(ChangeKind.Other, 0, null), PositionChange.Between(Stand(3, 3), disputed));
        Assert.Equal(new PositionChange(ChangeKind.Other, 0, null), PositionChange.Between(disputed, Stand(4, 4)));
    }

    [Fact]
    public void A_step_appears_and_ends()
    {
        var silent = Derive(On(10), Said(1, 8, step: null));
        Assert.Equal(ChangeKind.Appeared, PositionChange.Between(Derive(On(10)), Stand(4, 4)).Kind);
        Assert.Equal(ChangeKind.Appeared, PositionChange.Between(silent, Stand(4, 4)).Kind);
        Assert.Equal(ChangeKind.Ended, PositionChange.Between(Stand(4, 4), silent).Kind);
    }

    [Fact]
    public void From_one_absence_to_another_is_another_change_and_the_same_absence_is_none()
    {
        var silent = Derive(On(10), Said(1, 8, step: null));
        Assert.Equal(ChangeKind.Other, PositionChange.Between(Derive(On(10)), silent).Kind);
        Assert.Equal(ChangeKind.None, PositionChange.Between(silent, silent).Kind);
        Assert.Equal(ChangeKind.None, PositionChange.Between(Derive(On(10)), Derive(On(11))).Kind);
    }

    [Fact]
    public void A_disputed_day_has_no_direction()
    {
        var disputed = Derive(On(10), Said(1, 8, step: 2), Said(2, 8, step: 5));
        foreach (var change in new[] { PositionChange.Between(Stand(2, 2), disputed), PositionChange.Between(disputed, Stand(5, 5)), PositionChange.Between(disputed, Stand(2, 5)) })
            Assert.Equal(new PositionChange(ChangeKind.Other, 0, null), change);
        Assert.Equal(ChangeKind.None, PositionChange.Between(disputed, disputed).Kind);
    }

    private static Position Stand(int from, int to) => Derive(On(10), Said(1, 8, step: from) with
    {
        Steps = new StepRange(from, to),
        State = from == to ? CodingState.Stated : CodingState.Ambiguous,
    });
}
