using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Charts.GapChart;

namespace PeaceTracker.Web.Tests.Charts;

public sealed class GapStripTests
{
    private static readonly Scale Five = new(Enumerable.Range(1, 5).Select(rank => new Step(rank, $"Step {rank}", "")));

    [Fact]
    public void Steps_lie_at_equal_distances_and_the_bar_lies_between_the_marks()
    {
        var strip = GapStrip.Of(Five, [Side("RU", 4), Side("UA", 1)]);
        Assert.Equal(5, strip.Ticks.Count);
        Assert.All(strip.Ticks.Zip(strip.Ticks.Skip(1)), pair => Assert.Equal((GapStrip.LastStep - GapStrip.FirstStep) / 4, pair.Second - pair.First, 6));
        Assert.Equal([(GapShape.Round, strip.Ticks[3]), (GapShape.Square, strip.Ticks[0])], strip.Marks.Select(mark => (mark.Shape, mark.X)));
        Assert.Equal((strip.Marks[1].Right, strip.Marks[0].Left), strip.Bar);
    }

    [Fact]
    public void Two_on_one_step_share_a_split_mark_without_a_bar()
    {
        var strip = GapStrip.Of(Five, [Side("RU", 3), Side("NATO", 3)]);
        Assert.Equal([GapShape.LeftHalf, GapShape.RightHalf], strip.Marks.Select(mark => mark.Shape));
        Assert.Equal((strip.Ticks[2], strip.Ticks[2]), (strip.Marks[0].Right, strip.Marks[1].Left));
        Assert.Equal(strip.Marks[0].Y, strip.Marks[1].Y);
        Assert.Null(strip.Bar);
    }

    [Fact]
    public void A_range_reaches_over_its_steps_and_what_it_meets_is_stacked()
    {
        var strip = GapStrip.Of(Five, [Side("RU", 2, 3), Side("UA", 3)]);
        Assert.True(strip.Marks[0].Left < strip.Ticks[1] && strip.Marks[0].Right > strip.Ticks[2]);
        Assert.True(strip.Marks[1].Y + GapMark.Height <= strip.Marks[0].Y);
        Assert.Null(strip.Bar);
    }

    [Fact]
    public void A_missing_side_stands_open_beside_the_scale_and_has_no_bar()
    {
        var silent = new GapSide("UA", Position(null, null, CodingState.Silent), null);
        var strip = GapStrip.Of(Five, [Side("RU", 3), silent]);
        Assert.Equal(GapShape.Open, strip.Marks[1].Shape);
        Assert.True(strip.Marks[1].Left > strip.Ticks[^1] + (GapMark.Height / 2));
        Assert.Null(strip.Bar);
    }

    [Fact]
    public void A_disputed_side_has_a_mark_for_each_reading_and_no_bar()
    {
        var disputed = PositionRule.Derive(new(Day(9), Known, EvidenceFilter.All), [Said(1, 1, 1, CodingState.Stated), Said(2, 5, 5, CodingState.Stated)], 180);
        var strip = GapStrip.Of(Five, [new("RU", disputed, null), Side("UA", 3)]);
        Assert.Equal([0, 0, 1], strip.Marks.Select(mark => mark.Side));
        Assert.Equal([true, true, false], strip.Marks.Select(mark => mark.Disputed));
        Assert.Null(strip.Bar);
    }

    [Fact]
    public void Many_parties_on_one_step_are_stacked_without_touching_and_stay_in_the_drawing()
    {
        var strip = GapStrip.Of(Five, [Side("FR", 5), Side("NATO", 5), Side("RU", 5), Side("UA", 4, 5)]);
        Assert.All(strip.Marks, mark => Assert.Equal(GapShape.Round, mark.Shape));
        Assert.Equal(4, strip.Marks.Select(mark => mark.Y).Distinct().Count());
        Assert.All(strip.Marks, mark => Assert.True(mark.Top >= 0 && mark.Top + GapMark.Height <= strip.Height && mark.Right <= GapStrip.Width && mark.Left >= 0));
    }

    [Fact]
    public void Conditions_age_and_weak_channels_are_marked()
    {
        var conditional = Position(2, 2, CodingState.Conditional) with { Old = true, Reported = true };
        var mark = GapStrip.Of(Five, [new("RU", conditional, null), Side("UA", 4)]).Marks[0];
        Assert.Equal("if, old", mark.Flags);
        Assert.True(mark.Reported);
        Assert.True(GapStrip.Of(Five, [new("RU", Position(2, 2, CodingState.Inferred), null), Side("UA", 4)]).Marks[0].Hollow);
    }

    [Fact]
    public void A_move_leads_from_where_the_party_stood()
    {
        var strip = GapStrip.Of(Five, [new("RU", Position(3, 3), Position(5, 5)), new("UA", Position(1, 1), Position(1, 1))]);
        var move = Assert.Single(strip.Moves);
        Assert.Equal((strip.Ticks[4], strip.Ticks[2], false), (move.From, move.To, move.Square));
        Assert.True(move.Y < strip.Height);
    }

    private static readonly DateTimeOffset Known = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static DateOnly Day(int day) => new(2025, 1, day);

    private static GapSide Side(string monogram, int from, int? to = null) => new(monogram, Position(from, to ?? from, to is null ? CodingState.Stated : CodingState.Ambiguous), null);

    private static Position Position(int? from, int? to, CodingState state = CodingState.Stated) =>
        PositionRule.Derive(new(Day(9), Known, EvidenceFilter.All), [Said(1, from, to, state)], 180);

    private static Evidence Said(int statement, int? from, int? to, CodingState state) => new()
    {
        CodingId = statement,
        Statement = statement,
        Earliest = Day(8),
        Day = Day(8),
        RecordedFrom = Known.AddDays(-1),
        Steps = from is { } low ? new StepRange(low, to!.Value) : null,
        State = state,
        Channel = Channel.OnRecord,
        Grade = new('B', 2),
        Origins = [100 + statement],
        Copied = 0,
    };
}
