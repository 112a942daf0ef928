using Microsoft.AspNetCore.Mvc;

namespace PeaceTracker.Web.Charts.GapChart;

/// <summary>A strip with what its marks say and lead to.</summary>
/// <param name="Lane">Sets its marks apart from those of other strips, so that the arrow keys can go from one to the next.</param>
/// <param name="Addresses">Where the marks of each side lead.</param>
/// <param name="Labels">What the marks of each side say to those who do not see them, after the letters that stand in and above the mark.</param>
public sealed record GapStripModel(GapStrip Strip, string Lane, IReadOnlyList<string> Addresses, IReadOnlyList<string> Labels);

/// <summary>One row of the drawing that stands alone.</summary>
/// <param name="Words">Lines beside the strip: how far apart, and where each party stands.</param>
public sealed record GapChartRow(string Title, string FirstPoleLabel, string LastPoleLabel, GapStripModel Drawing, IReadOnlyList<string> Words)
{
    private const int PoleLetters = 24;

    public IReadOnlyList<string> FirstPole => StepChart.ChartText.Fold(FirstPoleLabel, PoleLetters);

    public IReadOnlyList<string> LastPole => StepChart.ChartText.Fold(LastPoleLabel, PoleLetters);
}

/// <summary>The gap chart as a file of its own: strips with their words to the left and right.</summary>
public sealed record GapChartModel(string Title, IReadOnlyList<string> Description, IReadOnlyList<GapChartRow> Rows, IReadOnlyList<string> Footer)
{
    public const double Width = 1040;
    public const double StripX = 210;
    public const double WordsX = StripX + GapStrip.Width + 24;
    public const double Line = 16;
    private const int TitleLetters = 24;
    private const int WordsLetters = 58;

    public double Top => 34 + (Line * Description.Count);

    public IReadOnlyList<(GapChartRow Row, double Y, IReadOnlyList<string> Title, IReadOnlyList<string> Words)> Placed
    {
        get
        {
            var placed = new List<(GapChartRow, double, IReadOnlyList<string>, IReadOnlyList<string>)>();
            var y = Top;
            foreach (var row in Rows)
            {
                var title = StepChart.ChartText.Fold(row.Title, TitleLetters);
                List<string> words = [.. row.Words.SelectMany(text => StepChart.ChartText.Fold(text, WordsLetters))];
                placed.Add((row, y, title, words));
                y += RowHeight(row, title, words);
            }

            return placed;
        }
    }

    public double Bottom => Placed is [.., var last] ? last.Y + RowHeight(last.Row, last.Title, last.Words) : Top;

    public double Height => Bottom + 12 + (Line * Footer.Count);

    /// <summary>Room for the strip with the poles under it, or for the longer of the texts.</summary>
    private static double RowHeight(GapChartRow row, IReadOnlyList<string> title, IReadOnlyList<string> words) =>
        14 + Math.Max(row.Drawing.Strip.Height + (13 * Math.Max(row.FirstPole.Count, row.LastPole.Count)) + 3, Line * Math.Max(title.Count, words.Count));
}

/// <summary>Prints the gap chart as a file.</summary>
public sealed class GapChartViewComponent : ViewComponent
{
    public IViewComponentResult Invoke(GapChartModel chart) => View("/Charts/GapChart/GapChart.cshtml", chart);
}
