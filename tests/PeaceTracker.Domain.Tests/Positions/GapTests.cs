using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;
using static PeaceTracker.Domain.Tests.Positions.Sample;

namespace PeaceTracker.Domain.Tests.Positions;

public class GapTests
{
    private static readonly Scale Five = new(Enumerable.Range(1, 5).Select(rank => new Step(rank, $"Step {rank}", "")));

    [Theory]
    [InlineData(1, 1, 4, 4, 3, 3, "3 of 4 steps apart")]
    [InlineData(5, 5, 1, 1, 4, 4, "4 of 4 steps apart")]
    [InlineData(2, 2, 3, 3, 1, 1, "1 of 4 steps apart")]
    [InlineData(4, 4, 4, 4, 0, 0, "same step")]
    [InlineData(1, 2, 5, 5, 3, 4, "3 to 4 of 4 steps apart")]
    [InlineData(1, 2, 4, 5, 2, 4, "2 to 4 of 4 steps apart")]
    [InlineData(2, 3, 3, 3, 0, 1, "0 to 1 of 4 steps apart")]
    [InlineData(2, 3, 2, 3, 0, 1, "0 to 1 of 4 steps apart")]
    [InlineData(1, 5, 3, 3, 0, 2, "0 to 2 of 4 steps apart")]
    public void A_gap_has_a_least_and_a_most_and_is_the_same_from_either_side(int from, int to, int otherFrom, int otherTo, int least, int most, string words)
    {
        Assert.Equal(new Gap(least, most), Gap.Between(Stand(from, to), Stand(otherFrom, otherTo)));
        Assert.Equal(new Gap(least, most), Gap.Between(Stand(otherFrom, otherTo), Stand(from, to)));
        Assert.Equal(words, new Gap(least, most).InWords(Five));
    }

    [Theory]
    [InlineData(1, 1, true, "1 step towards Step 5")]
    [InlineData(3, 3, false, "3 steps towards Step 1")]
    [InlineData(1, 2, false, "1 to 2 steps towards Step 1")]
    [InlineData(0, 2, true, "partly towards Step 5, 0 to 2 steps apart")]
    public void A_gap_with_a_side_names_the_pole_and_never_the_nearest_reading_alone(int least, int most, bool last, string words) =>
        Assert.Equal(words, new Gap(least, most).Towards(Five, last));

    [Fact]
    public void Least_and_most_are_those_of_every_pair_of_steps_the_ranges_hold()
    {
        var ranges = (from low in Enumerable.Range(1, 5) from high in Enumerable.Range(low, 6 - low) select new StepRange(low, high)).ToList();
        foreach (var one in ranges)
        {
            foreach (var other in ranges)
            {
                var apart = (from left in Steps(one) from right in Steps(other) select Math.Abs(left - right)).ToList();
                Assert.Equal(new Gap(apart.Min(), apart.Max()), Gap.Between(one, other));
            }
        }

        static IEnumerable<int> Steps(StepRange range) => Enumerable.Range(range.From, range.To - range.From + 1);
    }

    [Fact]
    public void A_side_without_a_step_or_with_a_disputed_one_has_no_gap()
    {
        var step = Stand(2, 2);
        var silent = Derive(On(10), Said(1, 8, step: null));
        var nothing = Derive(On(10));
        var disputed = Derive(On(10), Said(1, 8, step: 2), Said(2, 8, step: 5));
        Assert.Equal(PositionState.Disputed, disputed.State);
        foreach (var missing in new[] { silent, nothing, disputed, PositionRule.NotApplicable })
        {
            Assert.Null(Gap.Between(step, missing));
            Assert.Null(Gap.Between(missing, step));
            Assert.Null(Gap.Between(missing, missing));
        }
    }

    [Theory]
    [InlineData(3, 3, 4, 4, -2)]
    [InlineData(4, 4, 3, 3, 2)]
    [InlineData(3, 4, 4, 4, -1)]
    [InlineData(2, 2, 2, 2, 0)]
    public void Wider_and_narrower_are_told_from_each_other(int least, int most, int leastThen, int mostThen, int wider) =>
        Assert.Equal(wider, new Gap(least, most).WiderThan(new(leastThen, mostThen)));

    [Fact]
    public void All_that_tie_are_closest_and_widest_and_ranges_may_be_so_only_perhaps()
    {
        Gap[] gaps = [new(0, 0), new(0, 2), new(1, 1), new(3, 3), new(2, 4), new(3, 4), new(0, 0)];
        var (closest, perhapsClosest) = Gap.Closest(gaps, gap => gap);
        Assert.Equal([new(0, 0), new(0, 0)], closest);
        Assert.Equal([new Gap(0, 2)], perhapsClosest);
        var (widest, perhapsWidest) = Gap.Widest(gaps, gap => gap);
        Assert.Equal([new(3, 3), new(3, 4)], widest);
        Assert.Equal([new Gap(2, 4)], perhapsWidest);
        Assert.Empty(Gap.Closest(Array.Empty<Gap>(), gap => gap).Closest);
        Assert.Empty(Gap.Widest(Array.Empty<Gap>(), gap => gap).Widest);
    }

    private static Position Stand(int from, int to) => Derive(On(10), Said(1, 8, step: from) with
    {
        Steps = new StepRange(from, to),
        State = from == to ? CodingState.Stated : CodingState.Ambiguous,
    });
}
