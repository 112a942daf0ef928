using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Positions;

namespace PeaceTracker.Web.Charts.GapChart;

/// <summary>A party on one scale, as the strip needs it.</summary>
/// <param name="Then">On the day compared with; null when none is.</param>
public sealed record GapSide(string Monogram, Position Now, Position? Then);

public enum GapShape
{
    /// <summary>The first party, and every party where more than two are shown.</summary>
    Round,

    /// <summary>The second party.</summary>
    Square,

    /// <summary>Both on one step: the first party's half of a split mark, and the second's.</summary>
    LeftHalf,
    RightHalf,

    /// <summary>No step: an open bracket beside the scale.</summary>
    Open,
}

/// <summary>Where a party stands. A disputed party has one for each reading.</summary>
/// <param name="Side">Place of the party among the sides.</param>
/// <param name="X">Middle.</param>
/// <param name="Flags">"if", "old" or both, to be printed above it; empty for a plain statement.</param>
public sealed record GapMark(int Side, double X, double Y, double Width, GapShape Shape, string Monogram, string Flags, bool Reported, bool Hollow, bool Disputed)
{
    public const double Height = 26;

    public double Left => X - (Width / 2);

    public double Right => X + (Width / 2);

    public double Top => Y - (Height / 2);
}

/// <summary>Where a party stood on the day compared with, and where it went.</summary>
public sealed record GapMove(double From, double To, double Y, bool Square);

/// <summary>
/// Geometry of one row of the gap chart: the steps of a scale at equal distances, a mark for each party, and between two parties a bar.
/// Marks that would lie on each other are stacked, the first lowest. Parties without a step stand beside the scale.
/// </summary>
public sealed record GapStrip
{
    public const double Width = 360;
    public const double FirstStep = 26;
    public const double LastStep = 274;

    /// <summary>Left edge of the marks without a step.</summary>
    public const double NoStep = 306;

    private const double Air = 3;
    private const double FlagHeight = 11;

    public required IReadOnlyList<double> Ticks { get; init; }

    public required IReadOnlyList<GapMark> Marks { get; init; }

    public required IReadOnlyList<GapMove> Moves { get; init; }

    /// <summary>Ends of the bar between two parties; null when there is no gap to draw.</summary>
    public (double From, double To)? Bar { get; init; }

    public required double AxisY { get; init; }

    public required double Height { get; init; }

    public static GapStrip Of(Scale scale, IReadOnlyList<GapSide> sides)
    {
        double X(double rank) => FirstStep + ((LastStep - FirstStep) * (rank - 1) / (scale.Count - 1));
        var pair = sides.Count == 2;
        var split = pair && Gap.Between(sides[0].Now, sides[1].Now) is { IsSameStep: true };
        var placed = new List<(int Lane, GapMark Mark)>();
        for (var side = 0; side < sides.Count; side++)
        {
            var (monogram, now, _) = sides[side];
            var width = Math.Max(GapMark.Height, 10 + (8 * monogram.Length));
            var flags = string.Join(", ", new[] { now.State == PositionState.Conditional ? "if" : null, now.Old ? "old" : null }.OfType<string>());
            var steps = now.Readings.Where(reading => reading.Steps is not null).Select(reading => reading.Steps!.Value).ToList();
            var mark = new GapMark(
                side, NoStep + (width / 2), 0, width, steps.Count == 0 ? GapShape.Open : split ? (side == 0 ? GapShape.LeftHalf : GapShape.RightHalf) : pair && side == 1 ? GapShape.Square : GapShape.Round,
                monogram, flags, now.Reported, now.State == PositionState.Inferred, now.State == PositionState.Disputed);
            if (steps.Count == 0)
                Place(mark);
            foreach (var range in steps)
            {
                var whole = mark with { X = (X(range.From) + X(range.To)) / 2, Width = width + X(range.To) - X(range.From) };
                Place(split ? whole with { X = whole.X + (whole.Width / (side == 0 ? -2 : 2)) } : whole);
            }
        }

        var lanes = placed.Count == 0 ? 0 : placed.Max(item => item.Lane);
        var laneHeight = GapMark.Height + 4 + (placed.Exists(item => item.Mark.Flags.Length > 0) ? FlagHeight : 0);
        var axis = laneHeight + (lanes * laneHeight) - (GapMark.Height / 2);
        var moves = pair ? MovesOf(sides, X, axis + (GapMark.Height / 2) + 8) : [];
        var marks = placed.ConvertAll(item => item.Mark with { Y = axis - (item.Lane * laneHeight) });
        var (left, right) = marks is [var one, var other] ? one.X <= other.X ? (one, other) : (other, one) : (null, null);
        return new()
        {
            Ticks = [.. scale.Steps.Select(step => X(step.Rank))],
            Marks = marks,
            Moves = moves,
            Bar = pair && !split && left is not null && right is not null && Gap.Between(sides[0].Now, sides[1].Now) is { Least: > 0 } ? (left.Right, right.Left) : null,
            AxisY = axis,
            Height = axis + (GapMark.Height / 2) + 3 + (8 * moves.Count) + (moves.Count > 0 ? 6 : 0),
        };

        void Place(GapMark mark)
        {
            // The halves of one mark touch on purpose.
            var air = mark.Shape is GapShape.LeftHalf or GapShape.RightHalf ? -1 : Air;
            var lane = 0;
            while (placed.Exists(item => item.Lane == lane && item.Mark.Left < mark.Right + air && mark.Left < item.Mark.Right + air))
                lane++;
            placed.Add((lane, mark));
        }
    }

    private static List<GapMove> MovesOf(IReadOnlyList<GapSide> sides, Func<double, double> x, double y)
    {
        var moves = new List<GapMove>();
        for (var side = 0; side < sides.Count; side++)
        {
            var (_, now, then) = sides[side];
            if (then is { HasStep: true } && now.HasStep && PositionChange.Between(then, now).Kind == ChangeKind.Moved)
                moves.Add(new(x((then.Steps!.Value.From + then.Steps.Value.To) / 2.0), x((now.Steps!.Value.From + now.Steps.Value.To) / 2.0), y + (8 * moves.Count), side == 1));
        }

        return moves;
    }
}
