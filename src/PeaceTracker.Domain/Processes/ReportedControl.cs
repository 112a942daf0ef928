namespace PeaceTracker.Domain.Processes;

/// <summary>What the newest figures report of the control of a region.</summary>
public enum ReportedControl
{
    /// <summary>No figure is on record.</summary>
    NoFigure,

    /// <summary>Nothing of it is reported as held.</summary>
    NothingHeld,

    /// <summary>Part of it is reported as held, and part not.</summary>
    Divided,

    /// <summary>Part of several regions taken together is reported as held; what that is of this one is not said.</summary>
    DividedTogether,

    /// <summary>All of it is reported as held.</summary>
    WholeHeld,

    /// <summary>The figure leaves open whether all, part or nothing is held, or figures of one day differ.</summary>
    Open,
}

/// <summary>Control of one region as reported by a day.</summary>
/// <param name="Region">ISO code.</param>
/// <param name="Figures">The figures it comes from: those of the newest day.</param>
public sealed record RegionControl(string Region, ReportedControl Status, IReadOnlyList<ControlFigure> Figures)
{
    /// <summary>Letter of a tile, name for files, label and meaning.</summary>
    public sealed record Term(string Letter, string Slug, string Label, string Meaning);

    /// <summary>The words of a status.</summary>
    public static Term Of(ReportedControl status) => status switch
    {
        ReportedControl.NoFigure => new("-", "no-figure", "no figure on record", "The record holds no figure for the region by this day. Nothing follows from that on who controls it."),
        ReportedControl.NothingHeld => new("0", "nothing-held", "nothing reported as held", "The newest figure says that the party holds none of it."),
        ReportedControl.Divided => new("F", "divided", "divided", "The newest figure says that the party holds a part of it and not the rest."),
        ReportedControl.DividedTogether => new("(F)", "divided-together", "divided, counted together with another region", "The newest figure is one for several regions together. It says nothing of the share in each."),
        ReportedControl.WholeHeld => new("all", "whole-held", "all reported as held", "The newest figure says that the party holds all of it."),
        ReportedControl.Open => new("?", "open", "figures leave it open", "The figure has no bound that would decide it, or figures of one day differ."),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The newest figures that name the region, by the last day their date allows.</summary>
    /// <param name="figures">Those that may be shown; figures of later days and of other regions are passed over.</param>
    public static RegionControl Derive(string region, IEnumerable<ControlFigure> figures, DateOnly date)
    {
        var own = Newest(figures.Where(figure => figure.Regions.Contains(region)), date);
        var found = own.Select(Read).Distinct().ToList();
        return new(region, found.Count switch { 0 => ReportedControl.NoFigure, 1 => found[0], _ => ReportedControl.Open }, own);
    }

    /// <summary>The newest figures for the whole country.</summary>
    public static IReadOnlyList<ControlFigure> WholeCountry(IEnumerable<ControlFigure> figures, DateOnly date) => Newest(figures.Where(figure => figure.Regions.Count == 0), date);

    private static List<ControlFigure> Newest(IEnumerable<ControlFigure> figures, DateOnly date)
    {
        var known = figures.Where(figure => figure.AsOf.Latest <= date).ToList();
        var newest = known.Max(figure => figure.AsOf.Latest);
        return [.. known.Where(figure => figure.AsOf.Latest == newest)];
    }

    private static ReportedControl Read(ControlFigure figure) => (figure.ShareLow, figure.ShareHigh) switch
    {
        (_, 0) => ReportedControl.NothingHeld,
        (100, _) => ReportedControl.WholeHeld,
        ( > 0, < 100) => figure.Regions.Count == 1 ? ReportedControl.Divided : ReportedControl.DividedTogether,
        _ => ReportedControl.Open,
    };
}
