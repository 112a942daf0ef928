using System.Collections.ObjectModel;
using System.Globalization;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Charts.StepChart;

/// <summary>One party of the chart.</summary>
/// <param name="History">From <see cref="PositionRule.History"/>, oldest first.</param>
/// <param name="Evidence">What the history was made from, in any order.</param>
public sealed record StepLane(string Name, IReadOnlyList<(DateOnly From, Position Position)> History, IReadOnlyList<Evidence> Evidence)
{
    /// <summary>When the statements of the evidence were made, by number of the statement.</summary>
    public IReadOnlyDictionary<int, SaidWhen> When { get; init; } = ReadOnlyDictionary<int, SaidWhen>.Empty;

    /// <summary>The party has no seat in the issue: the lane stays empty and says so.</summary>
    public bool NoSeat { get; init; }

    /// <summary>Statements on the issue have not been collected, so that the empty lane says nothing of the party.</summary>
    public bool NotCollected { get; init; }
}

public enum MarkKind
{
    /// <summary>A step taken up on this day.</summary>
    Dot,

    /// <summary>A step an editor concludes.</summary>
    Hollow,

    /// <summary>A step that holds on a condition.</summary>
    Conditional,

    /// <summary>Neighbouring steps the wording allows.</summary>
    Bar,

    /// <summary>One of several readings of equal standing: left or right half of a dot.</summary>
    LeftHalf,
    RightHalf,

    /// <summary>A statement that changed nothing.</summary>
    Tick,

    /// <summary>Silent or declined: no step.</summary>
    Open,
}

/// <summary>A statement on the chart.</summary>
/// <param name="Y2">Lower end of a bar; equal to <paramref name="Y"/> for all others.</param>
/// <param name="Tone">Class of the step's colour, of a bar that of its first step; null without one step.</param>
public sealed record StepMark(int Lane, double X, double Y, double Y2, MarkKind Kind, string? Tone, int Statement, string Label)
{
    /// <summary>Class of the colour of the last step of a bar; null for all others.</summary>
    public string? LastTone { get; init; }

    /// <summary>Where its day is, when it had to make room for another mark; else null.</summary>
    public double? DayX { get; init; }

    /// <summary>From its middle to its left and right edge.</summary>
    public double HalfWidth => Kind switch { MarkKind.Tick => 2, MarkKind.Bar => 5, _ => 7 };

    /// <summary>From <see cref="Y"/> to its upper edge, and from <see cref="Y2"/> to its lower one.</summary>
    public double Reach => Kind switch { MarkKind.Tick or MarkKind.Bar => 5, _ => 7 };
}

/// <summary>A stretch of time on the same step (<paramref name="Y"/> equals <paramref name="Y2"/>) or range.</summary>
public sealed record StepRun(int Lane, double X, double X2, double Y, double Y2, bool Dashed);

/// <summary>The move from one step to another.</summary>
public sealed record StepRiser(int Lane, double X, double Y, double Y2);

/// <summary>The days on which a statement of uncertain date may have been made.</summary>
public sealed record DateBand(int Lane, double X, double X2, double Y, double Y2);

/// <param name="Anchor">SVG text-anchor: start, middle or end.</param>
/// <param name="Y">Baseline.</param>
/// <param name="Class">lane, pole, now or axis.</param>
public sealed record ChartText(double X, double Y, double Size, string Anchor, string Class, string Text)
{
    /// <summary>Measured for a wide sans serif, so that the real text takes no more room.</summary>
    public double Width => Text.Length * Size * 0.54;

    public double Left => Anchor switch { "end" => X - Width, "middle" => X - (Width / 2), _ => X };

    public double Right => Left + Width;

    public double Top => Y - (0.8 * Size);

    public double Bottom => Y + (0.2 * Size);

    /// <summary>The text in lines of at most so many letters, a longer word on a line of its own.</summary>
    public static List<string> Fold(string text, int letters)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' '))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= letters)
                lines[^1] += " " + word;
            else
                lines.Add(word);
        }

        return lines;
    }
}

/// <param name="Letters">"A", or "A-C" for several that stand too close together.</param>
/// <param name="Slug">The event, when it stands alone.</param>
/// <param name="Days">Where each of its events is, in their order.</param>
public sealed record EventMark(double X, double Width, string Letters, string Titles, string? Slug, IReadOnlyList<double> Days);

public sealed record LetteredEvent(string Letter, TalksEvent Event);

/// <summary>
/// Geometry of the swimlane chart: a lane a party, all on one axis of time, the steps of the scale from the first pole at the top to the
/// last at the bottom. A statement stands at the last day its date allows, the day from which the rule counts it.
/// </summary>
public sealed record StepChartLayout
{
    public const double Width = 960;
    public const double LaneHeight = 88;
    public const double PlotLeft = 190;
    public const double PlotRight = 790;
    public const double PlotTop = 36;
    public const double EventY = 16;

    /// <summary>Room between the marks of two events; with less they share one.</summary>
    public const double EventGap = 3;

    private const double AxisHeight = 26;
    private const double FirstStep = 13;
    private const double LastStep = 65;
    private const double NoStep = 80;
    private const double TicksApart = 60;

    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    public required IReadOnlyList<string> Lanes { get; init; }

    /// <summary>y of every faint line, lane after lane.</summary>
    public required IReadOnlyList<double> StepLines { get; init; }

    public required IReadOnlyList<StepRun> Runs { get; init; }

    public required IReadOnlyList<StepRiser> Risers { get; init; }

    public required IReadOnlyList<DateBand> Bands { get; init; }

    public required IReadOnlyList<StepMark> Marks { get; init; }

    public required IReadOnlyList<ChartText> Texts { get; init; }

    public required IReadOnlyList<double> Ticks { get; init; }

    public required IReadOnlyList<EventMark> EventMarks { get; init; }

    public required IReadOnlyList<LetteredEvent> Events { get; init; }

    public double PlotBottom => PlotTop + (Lanes.Count * LaneHeight);

    public double Height => PlotBottom + AxisHeight;

    /// <param name="from">First day of the axis.</param>
    /// <param name="to">Last day of the axis; histories are drawn up to it.</param>
    /// <param name="oldAfterDays">After so many days without a newer statement the line is dashed.</param>
    /// <exception cref="ArgumentException">The axis has no length.</exception>
    public static StepChartLayout Of(Scale scale, IReadOnlyList<StepLane> lanes, DateOnly from, DateOnly to, IEnumerable<TalksEvent> events, int oldAfterDays)
    {
        if (from >= to)
            throw new ArgumentException("The axis needs a first day before its last.", nameof(from));
        var axis = new Axis(from, to);
        var ticks = Calendar(axis);
        var lettered = events
            .Where(item => axis.Holds(item.Latest))
            .OrderBy(item => item.Latest).ThenBy(item => item.Slug, StringComparer.Ordinal)
            .Select((item, index) => new LetteredEvent(Letter(index), item))
            .ToList();
        var drawn = lanes.Select((lane, index) => new LaneDrawing(scale, lane, index, axis, oldAfterDays).Draw()).ToList();
        return new()
        {
            From = from,
            To = to,
            Lanes = [.. lanes.Select(lane => lane.Name)],
            StepLines = [.. drawn.SelectMany(lane => scale.Steps.Select(step => lane.Y(step.Rank)))],
            Runs = [.. drawn.SelectMany(lane => lane.Runs)],
            Risers = [.. drawn.SelectMany(lane => lane.Risers)],
            Bands = [.. drawn.SelectMany(lane => lane.Bands.Distinct())],
            Marks = [.. drawn.SelectMany(lane => SideBySide([.. lane.Marks.OrderBy(mark => mark.X).ThenBy(mark => mark.Y).ThenBy(mark => mark.Kind)]))],
            Texts =
            [
                .. drawn.SelectMany(lane => lane.Texts),
                .. ticks.Select(tick => new ChartText(tick.X, PlotTop + (lanes.Count * LaneHeight) + 17, 12, "middle", "axis", tick.Text)),
            ],
            Ticks = [.. ticks.Select(tick => tick.X)],
            Events = lettered,
            EventMarks = Merge(lettered, axis),
        };
    }

    /// <summary>
    /// Marks of one lane that would lie on each other, moved apart as little as it takes, in the order of their days. The line keeps the
    /// true day. A lane too full for that is left as it is.
    /// </summary>
    private static IEnumerable<StepMark> SideBySide(List<StepMark> marks)
    {
        var x = marks.ConvertAll(mark => mark.X);
        for (var mark = 0; mark < marks.Count; mark++)
        {
            for (var before = 0; before < mark; before++)
            {
                if (Meet(marks[before], marks[mark]))
                    x[mark] = Math.Max(x[mark], x[before] + Room(marks[before], marks[mark]));
            }
        }

        for (var mark = marks.Count - 1; mark >= 0; mark--)
        {
            x[mark] = Math.Min(x[mark], PlotRight);
            for (var after = mark + 1; after < marks.Count; after++)
            {
                if (Meet(marks[mark], marks[after]))
                    x[mark] = Math.Min(x[mark], x[after] - Room(marks[mark], marks[after]));
            }
        }

        return x.Exists(place => place < PlotLeft) ? marks : marks.Select((mark, index) => Math.Abs(mark.X - x[index]) < 1 ? mark with { X = x[index] } : mark with { X = x[index], DayX = mark.X }).OrderBy(mark => mark.X).ThenBy(mark => mark.Y);
    }

    /// <summary>They stand at the same height, and are not the two halves of one dot.</summary>
    private static bool Meet(StepMark one, StepMark other) =>
        one.Y - one.Reach < other.Y2 + other.Reach && other.Y - other.Reach < one.Y2 + one.Reach
        && !(one.X == other.X && one.Kind is MarkKind.LeftHalf or MarkKind.RightHalf && other.Kind is MarkKind.LeftHalf or MarkKind.RightHalf);

    private static double Room(StepMark one, StepMark other) => one.HalfWidth + other.HalfWidth + 1;

    /// <summary>Events whose letters would touch share one mark.</summary>
    private static List<EventMark> Merge(List<LetteredEvent> lettered, Axis axis)
    {
        var groups = new List<List<LetteredEvent>>();
        foreach (var item in lettered)
        {
            groups.Add([item]);
            // A mark of several letters is wider and can reach the one before it in turn.
            while (groups.Count > 1 && Mark(groups[^1]) is var last && Mark(groups[^2]) is var before && last.X - (last.Width / 2) < before.X + (before.Width / 2) + EventGap)
            {
                groups[^2].AddRange(groups[^1]);
                groups.RemoveAt(groups.Count - 1);
            }
        }

        return [.. groups.Select(Mark)];

        EventMark Mark(List<LetteredEvent> group)
        {
            var letters = group.Count == 1 ? group[0].Letter : $"{group[0].Letter}-{group[^1].Letter}";
            return new(axis.X(group[0].Event.Latest), Math.Max(18, (letters.Length * 6.2) + 7), letters, string.Join("; ", group.Select(item => item.Event.Title)), group.Count == 1 ? group[0].Event.Slug : null, [.. group.Select(item => axis.X(item.Event.Latest))]);
        }
    }

    /// <summary>A, B ... Z, AA, AB ...</summary>
    private static string Letter(int index) => index < 26 ? ((char)('A' + index)).ToString() : Letter((index / 26) - 1) + Letter(index % 26);

    private static List<(double X, string Text)> Calendar(Axis axis)
    {
        foreach (var days in (int[])[1, 7, 14])
        {
            if (axis.Days(days) >= TicksApart)
                return [.. Every(axis.From, day => day.AddDays(days), "d MMM")];
        }

        foreach (var months in (int[])[1, 3, 6, 12, 24, 60, 120, 600])
        {
            if (axis.Days(28 * months) < TicksApart)
                continue;
            // Starts on a round year, so that the ticks stay where they are when the window moves.
            var year = axis.From.Year - (axis.From.Year % Math.Max(1, months / 12));
            return [.. Every(new(Math.Max(1, year), 1, 1), day => day.AddMonths(months), months < 12 ? "MMM yyyy" : "yyyy")];
        }

        return [];

        IEnumerable<(double, string)> Every(DateOnly start, Func<DateOnly, DateOnly> next, string format)
        {
            for (var day = start; day <= axis.To; day = next(day))
            {
                if (axis.Holds(day))
                    yield return (axis.X(day), day.ToString(format, CultureInfo.InvariantCulture));
            }
        }
    }

    private sealed record Axis(DateOnly From, DateOnly To)
    {
        public double Days(int days) => (PlotRight - PlotLeft) * days / (To.DayNumber - From.DayNumber);

        public double X(DateOnly day) => PlotLeft + Days(Clip(day).DayNumber - From.DayNumber);

        public bool Holds(DateOnly day) => day >= From && day <= To;

        private DateOnly Clip(DateOnly day) => day < From ? From : day > To ? To : day;
    }

    private sealed class LaneDrawing(Scale scale, StepLane lane, int index, Axis axis, int oldAfterDays)
    {
        private readonly double top = PlotTop + (index * LaneHeight);

        public List<StepRun> Runs { get; } = [];

        public List<StepRiser> Risers { get; } = [];

        public List<DateBand> Bands { get; } = [];

        public List<StepMark> Marks { get; } = [];

        public List<ChartText> Texts { get; } = [];

        public double Y(double rank) => top + FirstStep + ((LastStep - FirstStep) * (rank - 1) / (scale.Count - 1));

        public LaneDrawing Draw()
        {
            for (var entry = 0; entry < lane.History.Count && lane.History[entry].From <= axis.To; entry++)
            {
                DrawRuns(entry);
                if (axis.Holds(lane.History[entry].From))
                    MarkDecisive(entry);
            }

            MarkTheRest();
            Write();
            return this;
        }

        private static IEnumerable<StepRange> Levels(Position position) =>
            position.Readings.Where(reading => reading.Steps is not null).Select(reading => reading.Steps!.Value);

        private static double Middle(StepRange range) => (range.From + range.To) / 2.0;

        private void DrawRuns(int entry)
        {
            var (start, position) = lane.History[entry];
            var before = entry > 0 ? lane.History[entry - 1].Position : null;
            var end = entry + 1 < lane.History.Count ? lane.History[entry + 1].From : axis.To;
            var fresh = start.AddDays(oldAfterDays);
            foreach (var range in Levels(position))
            {
                Run(start, end < fresh ? end : fresh, range, dashed: false);
                Run(fresh, end, range, dashed: true);
                // The statement may have been made earlier; dashed as far back as no other position is in the way.
                var earliest = position.Readings.SelectMany(reading => reading.Evidence).Min(item => item.Earliest);
                if (before is null || before.Steps is null)
                    Run(before is not null && lane.History[entry - 1].From > earliest ? lane.History[entry - 1].From : earliest, start, range, dashed: true);
            }

            if (axis.Holds(start) && before?.Steps is { } was && position.Steps is { } now && was != now && PositionChange.Between(before, position).Kind != ChangeKind.MayBeUnchanged)
                Risers.Add(new(index, axis.X(start), Y(Middle(was)), Y(Middle(now))));
        }

        private void Run(DateOnly start, DateOnly end, StepRange range, bool dashed)
        {
            if (start < end && end > axis.From && start < axis.To)
                Runs.Add(new(index, axis.X(start), axis.X(end), Y(range.From), Y(range.To), dashed));
        }

        private void MarkDecisive(int entry)
        {
            var (day, position) = lane.History[entry];
            var changed = entry == 0 || PositionChange.Between(lane.History[entry - 1].Position, position).Kind != ChangeKind.None;
            for (var number = 0; number < position.Readings.Count; number++)
            {
                var reading = position.Readings[number];
                var kind = (reading.Steps, position.State, reading.State) switch
                {
                    (null, _, _) => MarkKind.Open,
                    _ when !changed => MarkKind.Tick,
                    (_, PositionState.Disputed, _) => number % 2 == 0 ? MarkKind.LeftHalf : MarkKind.RightHalf,
                    ({ IsOneStep: false }, _, _) => MarkKind.Bar,
                    (_, _, PositionState.Inferred) => MarkKind.Hollow,
                    (_, _, PositionState.Conditional) => MarkKind.Conditional,
                    _ => MarkKind.Dot,
                };
                Mark(kind, reading.Evidence[0], Clauses.Of(position.State).Label.ToLowerInvariant(), reading.Evidence.Select(item => item.Statement).Distinct().Count() - 1);
            }

            foreach (var item in position.Readings.SelectMany(reading => reading.Evidence).Where(item => item.Earliest < item.Day))
                Bands.Add(new(index, axis.X(item.Earliest), axis.X(item.Day), top + 4, top + LaneHeight - 4));
        }

        private void MarkTheRest()
        {
            var decisive = lane.History.SelectMany(entry => entry.Position.Readings).SelectMany(reading => reading.Evidence).Select(item => item.CodingId).ToHashSet();
            foreach (var item in lane.Evidence.Where(item => axis.Holds(item.Day) && !decisive.Contains(item.CodingId)).OrderBy(item => item, PositionRule.NewestFirst))
                Mark(item.Steps is null ? MarkKind.Open : MarkKind.Tick, item, "beside other evidence", 0);
        }

        private void Mark(MarkKind kind, Evidence item, string how, int more)
        {
            var x = axis.X(item.Day);
            var (y, y2) = item.Steps is not { } steps ? (top + NoStep, top + NoStep)
                : kind == MarkKind.Bar ? (Y(steps.From), Y(steps.To))
                : (Y(Middle(steps)), Y(Middle(steps)));
            // A second statement of the same day and step would lie exactly on the first, which speaks for both.
            if (Marks.Any(mark => mark.X == x && mark.Y == y))
                return;
            var on = lane.When[item.Statement].MadeOn.ToWords();
            var says = item.Steps is { } range
                ? string.Create(CultureInfo.InvariantCulture, $"{scale.Label(range)}, step {range} of {scale.Count}")
                : Domain.Statements.Words.Of(item.State).Label;
            var condition = kind == MarkKind.Conditional ? ", if a condition is met" : "";
            var others = more > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {more} more") : "";
            Marks.Add(new(
                index, x, y, y2, kind, item.Steps is { } tone && (tone.IsOneStep || kind == MarkKind.Bar) ? Track.Tone(scale, tone.From) : null, item.Statement,
                string.Create(CultureInfo.InvariantCulture, $"{lane.Name}, {on}: {says}, {how}{condition}; statement {item.Statement}{others}"))
            {
                LastTone = kind == MarkKind.Bar && item.Steps is { } bar ? Track.Tone(scale, bar.To) : null,
            });
        }

        private void Write()
        {
            Lines(lane.Name, 24, 13, 4, "start", "lane", top + 44);
            if (index == 0)
            {
                Lines(scale.FirstPole.Label, 30, 11, PlotLeft - 8, "end", "pole", Y(1) + 1);
                Lines(scale.LastPole.Label, 30, 11, PlotLeft - 8, "end", "pole", Y(scale.Count) + 7);
            }

            var last = lane.History.LastOrDefault(entry => entry.From <= axis.To).Position;
            var text = last is null ? lane is { NotCollected: true, NoSeat: false } ? Cell.NotCollectedLabel : Clauses.Of(lane.NoSeat ? PositionState.NotApplicable : PositionState.NoStatement).Label
                : last.State == PositionState.Disputed ? string.Join(" / ", Levels(last).Select(scale.Label))
                : last.Steps is { } steps ? scale.Label(steps)
                : Clauses.Of(last.State).Label;
            var y = last?.Steps is { } now ? Y(Middle(now)) : top + (LaneHeight / 2);
            Lines(text, 24, 12, PlotRight + 10, "start", "now", y);
        }

        /// <summary>Text around a middle, folded and kept inside the lane.</summary>
        private void Lines(string text, int letters, double size, double x, string anchor, string kind, double middle)
        {
            var lines = ChartText.Fold(text, letters);
            var height = size * 1.15;
            var first = Math.Clamp(middle - ((lines.Count - 1) * height / 2), top + (size * 0.7), Math.Max(top + (size * 0.7), top + LaneHeight - ((lines.Count - 0.5) * height))) + (size * 0.3);
            Texts.AddRange(lines.Select((line, number) => new ChartText(x, first + (number * height), size, anchor, kind, line)));
        }
    }
}
