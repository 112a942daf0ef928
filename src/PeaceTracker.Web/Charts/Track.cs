using System.Globalization;
using PeaceTracker.Domain.Issues;

namespace PeaceTracker.Web.Charts;

/// <summary>
/// Geometry of the track: a line with a tick a step, a filled dot where a party stands, a hollow one where it stood. Units are those of
/// a viewBox of <see cref="Width"/> by <see cref="Height"/>.
/// </summary>
/// <param name="Ticks">x of each step, from the first pole.</param>
/// <param name="Now">x of the ends of the steps held; equal for one step; null for no step.</param>
/// <param name="Then">The same on the day compared with.</param>
public sealed record Track(IReadOnlyList<double> Ticks, (double From, double To)? Now, (double From, double To)? Then)
{
    public const int Width = 100;
    public const int Height = 16;
    private const double Margin = 8;

    /// <summary>The line and its ticks as one path.</summary>
    public string Axis => $"M{SvgNumber.Of(Ticks[0])} 8H{SvgNumber.Of(Ticks[^1])}{string.Concat(Ticks.Select(x => $"M{SvgNumber.Of(x)} 5v6"))}";

    /// <summary>False where nothing shows that it left <see cref="Then"/>: then no line leads from there.</summary>
    public bool Moved { get; init; } = true;

    /// <summary>Classes of <see cref="Now"/>; empty without a step.</summary>
    public string Tones { get; init; } = "";

    public static Track Of(Scale scale, StepRange? now, StepRange? then)
    {
        double X(int rank) => Margin + ((Width - (2 * Margin)) * (rank - 1) / (scale.Count - 1));
        (double, double)? Ends(StepRange? range) => range is { } steps ? (X(steps.From), X(steps.To)) : null;
        return new([.. scale.Steps.Select(step => X(step.Rank))], Ends(now), Ends(then)) { Tones = now is { } held ? Tone(scale, held) : "" };
    }

    /// <summary>The class that colours a step of this scale: the poles are always the outermost tones.</summary>
    public static string Tone(Scale scale, int rank) =>
        string.Create(CultureInfo.InvariantCulture, $"q{1 + (int)Math.Round(6.0 * (rank - 1) / (scale.Count - 1), MidpointRounding.AwayFromZero)}");

    /// <summary>The classes that colour what is held: the step's tone; of a range that of its first step and that of its last, and no step's between.</summary>
    public static string Tone(Scale scale, StepRange range) =>
        range.IsOneStep ? Tone(scale, range.From) : $"{Tone(scale, range.From)} two to{Tone(scale, range.To)[1..]}";
}

/// <summary>The only way a number gets into SVG: two decimals, invariant.</summary>
public static class SvgNumber
{
    public static string Of(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
