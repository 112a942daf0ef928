using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Tests.Processes;

public class RegionControlTests
{
    private static readonly DateOnly Day = new(2025, 9, 30);

    [Theory]
    [InlineData(88, 88, "UA-14", ReportedControl.Divided)]
    [InlineData(88, 88, "UA-14 UA-09", ReportedControl.DividedTogether)]
    [InlineData(100, 100, "UA-14", ReportedControl.WholeHeld)]
    [InlineData(100, 100, "UA-14 UA-09", ReportedControl.WholeHeld)]
    [InlineData(0, 0, "UA-14", ReportedControl.NothingHeld)]
    [InlineData(null, 20, "UA-14", ReportedControl.Open)]
    [InlineData(null, null, "UA-14", ReportedControl.Open)]
    [InlineData(99, 100, "UA-14", ReportedControl.Open)]
    [InlineData(88, 88, "UA-09", ReportedControl.NoFigure)]
    public void A_share_says_no_more_than_it_does(int? low, int? high, string regions, ReportedControl status) =>
        Assert.Equal(status, RegionControl.Derive("UA-14", [Figure(low, high, regions)], Day).Status);

    [Fact]
    public void The_newest_figure_by_the_day_counts()
    {
        ControlFigure[] figures = [Figure(70, 70, "UA-14", "2025-06-01"), Figure(100, 100, "UA-14", "2025-08?"), Figure(10, 10, "UA-14", "2025-10-01")];
        Assert.Equal(ReportedControl.WholeHeld, RegionControl.Derive("UA-14", figures, Day).Status);
        // August counts from its last day.
        Assert.Equal(ReportedControl.Divided, RegionControl.Derive("UA-14", figures, new(2025, 8, 30)).Status);
    }

    [Fact]
    public void Figures_of_one_day_that_differ_leave_it_open()
    {
        var control = RegionControl.Derive("UA-14", [Figure(70, 70, "UA-14"), Figure(100, 100, "UA-14")], Day);
        Assert.Equal(ReportedControl.Open, control.Status);
        Assert.Equal(2, control.Figures.Count);
    }

    [Fact]
    public void A_figure_for_the_whole_country_is_of_no_region()
    {
        ControlFigure[] figures = [Figure(null, 20, "")];
        Assert.Equal(ReportedControl.NoFigure, RegionControl.Derive("UA-14", figures, Day).Status);
        Assert.Single(RegionControl.WholeCountry(figures, Day));
    }

    private static ControlFigure Figure(int? low, int? high, string regions, string date = "2025-08-31") => new()
    {
        Record = "A022",
        Regions = [.. regions.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        HeldBy = "russia",
        ShareLow = low,
        ShareHigh = high,
        AsOf = EdtfDate.Parse(date),
    };
}
