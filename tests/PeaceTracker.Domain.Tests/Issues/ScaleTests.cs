using PeaceTracker.Domain.Issues;

namespace PeaceTracker.Domain.Tests.Issues;

public class ScaleTests
{
    private static Step Rung(int rank) => new(rank, $"Label {rank}", $"Definition {rank}");

    [Fact]
    public void Steps_are_ordered_by_rank_from_pole_to_pole()
    {
        var scale = new Scale([Rung(3), Rung(1), Rung(2)]);
        Assert.Equal([1, 2, 3], scale.Steps.Select(step => step.Rank));
        Assert.Equal("Label 1", scale.FirstPole.Label);
        Assert.Equal("Label 3", scale.LastPole.Label);
        Assert.Equal("Label 2", scale[2].Label);
        Assert.Equal(3, scale.Count);
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 1, 3 })]
    [InlineData(new[] { 0, 1 })]
    [InlineData(new[] { 1, 1, 2 })]
    [InlineData(new[] { 2, 3 })]
    public void A_scale_without_two_steps_or_with_a_gap_is_refused(int[] ranks) =>
        Assert.Throws<ArgumentException>(() => new Scale(ranks.Select(Rung)));

    [Fact]
    public void A_scale_holds_the_ranges_between_its_poles()
    {
        var scale = new Scale([Rung(1), Rung(2), Rung(3)]);
        Assert.True(scale.Holds(new(1, 3)));
        Assert.False(scale.Holds(new(3, 4)));
        Assert.Equal("Label 2", scale.Label(new(2)));
        Assert.Equal("Label 2, or Label 3", scale.Label(new(2, 3)));
        Assert.Equal("Anything from Label 1 to Label 3", scale.Label(new(1, 3)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, -1)]
    [InlineData(3, 2)]
    public void A_range_below_the_first_step_or_turned_round_is_refused(int from, int to) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepRange(from, to));

    [Fact]
    public void A_range_is_written_in_words()
    {
        Assert.Equal("3", new StepRange(3).ToString());
        Assert.Equal("2 to 3", new StepRange(2, 3).ToString());
        Assert.True(new StepRange(3, 3).IsOneStep);
        Assert.False(new StepRange(2, 3).IsOneStep);
    }
}
