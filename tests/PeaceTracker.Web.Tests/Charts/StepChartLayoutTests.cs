using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;
using PeaceTracker.Testing;
using PeaceTracker.Web.Charts.StepChart;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Tests.Charts;

public sealed class StepChartLayoutTests
{
    private static readonly DateOnly From = new(2024, 1, 1);
    private static readonly DateOnly To = new(2025, 12, 31);
    private static readonly DateTimeOffset Known = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Scale Scale = new(Enumerable.Range(1, 5).Select(rank => new Step(rank, $"Step called by the number {rank}", "Definition")));

    [Fact]
    public void A_party_without_evidence_has_no_line_and_no_mark()
    {
        var chart = Draw([]);
        Assert.Empty(chart.Runs);
        Assert.Empty(chart.Marks);
        Assert.Contains(chart.Texts, text => text.Class == "now" && text.Text == "No statement found");
    }

    [Fact]
    public void The_line_begins_with_the_first_statement_and_is_dashed_once_it_is_old()
    {
        var chart = Draw([Said("2024-03-01", 2)]);
        Assert.Collection(
            chart.Runs,
            run => { Assert.False(run.Dashed); Assert.Equal(X("2024-03-01"), run.X, 3); Assert.Equal(X("2024-08-28"), run.X2, 3); },
            run => { Assert.True(run.Dashed); Assert.Equal(X("2024-08-28"), run.X, 3); Assert.Equal(StepChartLayout.PlotRight, run.X2, 3); });
    }

    [Fact]
    public void Silence_ends_the_line_and_leaves_an_open_mark_off_the_steps()
    {
        var chart = Draw([Said("2024-03-01", 2), Said("2024-04-01", null, CodingState.Silent)]);
        Assert.All(chart.Runs, run => Assert.True(run.X2 <= X("2024-04-01") + 0.001));
        var open = Assert.Single(chart.Marks, mark => mark.Kind == MarkKind.Open);
        Assert.DoesNotContain(open.Y, chart.StepLines);
    }

    [Fact]
    public void An_uncertain_date_is_a_band_over_its_days_and_counts_from_the_last()
    {
        var chart = Draw([Said("2024-08", 2)]);
        var band = Assert.Single(chart.Bands);
        Assert.Equal(X("2024-08-01"), band.X, 3);
        Assert.Equal(X("2024-08-31"), band.X2, 3);
        Assert.Equal(X("2024-08-31"), Assert.Single(chart.Marks).X, 3);
        Assert.Contains(chart.Runs, run => run.Dashed && Math.Abs(run.X2 - X("2024-08-31")) < 0.001);
    }

    [Fact]
    public void Each_kind_of_evidence_has_its_own_mark()
    {
        Assert.Equal(MarkKind.Dot, Only(Said("2024-03-01", 2)).Kind);
        Assert.Equal(MarkKind.Hollow, Only(Said("2024-03-01", 2, CodingState.Inferred)).Kind);
        Assert.Equal(MarkKind.Conditional, Only(Said("2024-03-01", 2, CodingState.Conditional)).Kind);
        Assert.Equal(MarkKind.Open, Only(Said("2024-03-01", null, CodingState.Declined)).Kind);
        var bar = Only(Said("2024-03-01", 2, CodingState.Ambiguous) with { Steps = new StepRange(2, 3) });
        Assert.Equal(MarkKind.Bar, bar.Kind);
        Assert.True(bar.Y2 > bar.Y);
        // From the tone of step 2 of 5 to that of step 3, the middle one.
        Assert.Equal(("q3", "q4"), (bar.Tone, bar.LastTone));
        Assert.Equal([MarkKind.LeftHalf, MarkKind.RightHalf], Draw([Said("2024-03-01", 1), Said("2024-03-01", 4)]).Marks.Select(mark => mark.Kind).Order());
        Assert.Equal([MarkKind.Dot, MarkKind.Tick], Draw([Said("2024-03-01", 2), Said("2024-05-01", 2)]).Marks.Select(mark => mark.Kind));
    }

    [Fact]
    public void Events_closer_than_26_share_a_mark_and_keep_their_letters()
    {
        var chart = StepChartLayout.Of(Scale, [Lane([Said("2024-03-01", 2)])], From, To, [Event("a", "2024-03-01"), Event("b", "2024-03-04"), Event("c", "2025-03-04")], 180);
        Assert.Equal(["A-B", "C"], chart.EventMarks.Select(mark => mark.Letters));
        Assert.Equal(["A", "B", "C"], chart.Events.Select(item => item.Letter));
        // Each keeps its own day under the mark they share.
        Assert.Equal([X("2024-03-01"), X("2024-03-04")], chart.EventMarks[0].Days, (one, other) => Math.Abs(one - other) < 0.001);
    }

    [Fact]
    public void Marks_that_would_lie_on_each_other_stand_side_by_side_in_the_order_of_their_days()
    {
        var chart = Draw([Said("2024-03-01", 2), Said("2024-03-03", 1), Said("2024-03-05", 2)]);
        Assert.Equal(chart.Marks.Select(mark => mark.Statement).Order(), chart.Marks.Select(mark => mark.Statement));
        Assert.All(Pairs(chart.Marks), pair => Assert.False(Over(pair.One, pair.Other)));
        Assert.Equal(X("2024-03-05"), chart.Marks[^1].DayX!.Value, 3);
    }

    [Fact]
    public void Whatever_the_evidence_the_drawing_holds_together()
    {
        var random = new Random(20251124);
        for (var round = 0; round < 200; round++)
        {
            var lanes = Enumerable.Range(0, 1 + random.Next(6)).Select(_ => Lane([.. Enumerable.Range(0, random.Next(14)).Select(_ => Any(random))])).ToList();
            var from = From.AddDays(random.Next(300));
            var to = from.AddDays(1 + random.Next(900));
            var events = Enumerable.Range(0, random.Next(40)).Select(index => Event($"e{index}", From.AddDays(random.Next(1200)).ToString("O"))).ToList();
            var chart = StepChartLayout.Of(Scale, lanes, from, to, events, 180);

            Assert.All(chart.Marks, mark => Inside(chart, mark.X, mark.Y, mark.Y2));
            Assert.All(chart.Runs, run => { Inside(chart, run.X, run.Y, run.Y2); Inside(chart, run.X2, run.Y, run.Y2); Assert.True(run.X <= run.X2); });
            Assert.All(chart.Bands, band => { Inside(chart, band.X, band.Y, band.Y2); Assert.True(band.X <= band.X2); });
            Assert.All(chart.Texts, text => Assert.True(text.Left >= 0 && text.Right <= StepChartLayout.Width && text.Top >= 0 && text.Bottom <= chart.Height, text.ToString()));
            foreach (var lane in chart.Marks.GroupBy(mark => mark.Lane))
                Assert.Equal(lane.Select(mark => mark.X).Order(), lane.Select(mark => mark.X));
            foreach (var (one, other) in Pairs(chart.Texts))
                Assert.False(one.Left < other.Right && other.Left < one.Right && one.Top < other.Bottom && other.Top < one.Bottom, $"{one} lies on {other}");
            foreach (var (one, other) in Pairs(chart.Marks).Where(pair => pair.One.Lane == pair.Other.Lane))
                Assert.False(Over(one, other), $"{one} lies on {other}");
            foreach (var (one, other) in chart.EventMarks.Zip(chart.EventMarks.Skip(1)))
                Assert.True(one.X + (one.Width / 2) <= other.X - (other.Width / 2));
            Assert.Equal(events.Count(item => item.Latest >= from && item.Latest <= to), chart.Events.Count);
        }
    }

    [Fact]
    public void The_colours_of_the_file_are_the_light_ones_of_the_style_sheet()
    {
        var css = File.ReadAllText(Path.Combine(Repository.Root, "src", "PeaceTracker.Web", "wwwroot", "css", "site.css"));
        Assert.All(StepChartModel.Tones, tone => Assert.Contains($"--{tone.Key}: light-dark({tone.Value},", css, StringComparison.Ordinal));
    }

    private static void Inside(StepChartLayout chart, double x, double y, double y2)
    {
        Assert.InRange(x, StepChartLayout.PlotLeft, StepChartLayout.PlotRight);
        Assert.InRange(y, StepChartLayout.PlotTop, chart.PlotBottom);
        Assert.InRange(y2, y, chart.PlotBottom);
    }

    private static IEnumerable<(T One, T Other)> Pairs<T>(IReadOnlyList<T> items) =>
        items.SelectMany((one, index) => items.Skip(index + 1).Select(other => (one, other)));

    /// <summary>The shapes share a place; the two halves of a dot may touch.</summary>
    private static bool Over(StepMark one, StepMark other) =>
        !(IsHalf(one) && IsHalf(other))
        && Math.Abs(one.X - other.X) < one.HalfWidth + other.HalfWidth - 0.001
        && one.Y - one.Reach < other.Y2 + other.Reach && other.Y - other.Reach < one.Y2 + one.Reach;

    private static bool IsHalf(StepMark mark) => mark.Kind is MarkKind.LeftHalf or MarkKind.RightHalf;

    private static double X(string day) =>
        StepChartLayout.PlotLeft + ((StepChartLayout.PlotRight - StepChartLayout.PlotLeft) * (Day(day).DayNumber - From.DayNumber) / (To.DayNumber - From.DayNumber));

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static StepMark Only(Evidence evidence) => Assert.Single(Draw([evidence]).Marks);

    private static StepChartLayout Draw(IReadOnlyList<Evidence> evidence) => StepChartLayout.Of(Scale, [Lane(evidence)], From, To, [], 180);

    private static StepLane Lane(IReadOnlyList<Evidence> evidence) =>
        new("A party of some name", PositionRule.History(new(new(2030, 1, 1), Known, EvidenceFilter.All), evidence, 180), evidence)
        {
            When = evidence.ToDictionary(item => item.Statement, item => new SaidWhen(item.Earliest == item.Day ? EdtfDate.On(item.Day) : EdtfDate.Parse($"{item.Earliest:O}/{item.Day:O}"), null)),
        };

    private static int next;

    private static Evidence Said(string date, int? step, CodingState state = CodingState.Stated)
    {
        var number = Interlocked.Increment(ref next);
        var edtf = EdtfDate.Parse(date);
        return new()
        {
            CodingId = number,
            Statement = number,
            Earliest = edtf.Earliest!.Value,
            Day = edtf.Latest!.Value,
            RecordedFrom = Known.AddDays(-1),
            Steps = step is { } rank ? new StepRange(rank) : null,
            State = state,
            Channel = Channel.OnRecord,
            Grade = new('B', 2),
            Origins = [number],
            Copied = 0,
        };
    }

    private static Evidence Any(Random random)
    {
        var day = From.AddDays(random.Next(730));
        var evidence = Said(day.ToString("O"), 1 + random.Next(5), (CodingState)random.Next(3)) with { Earliest = day.AddDays(-random.Next(2) * random.Next(60)), Channel = (Channel)random.Next(8) };
        return random.Next(6) switch
        {
            0 => evidence with { Steps = null, State = CodingState.Silent },
            1 => evidence with { Steps = new StepRange(2, 4), State = CodingState.Ambiguous },
            _ => evidence,
        };
    }

    private static TalksEvent Event(string slug, string date) => new()
    {
        Slug = slug,
        Title = slug,
        Date = EdtfDate.Parse(date),
        Earliest = Day(date),
        Latest = Day(date),
        Kind = "summit",
        Summary = "",
    };
}
