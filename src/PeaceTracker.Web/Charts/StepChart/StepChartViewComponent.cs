using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Charts.StepChart;

/// <summary>What the drawing prints beside its geometry.</summary>
/// <param name="Description">The finding, as a sentence.</param>
/// <param name="Origin">Scheme and host when the drawing is a file of its own, so that its links work elsewhere; null inside a page.</param>
/// <param name="Footer">Lines under a drawing that stands alone.</param>
public sealed record StepChartModel(View View, StepChartLayout Layout, string Title, string Description, string? Origin, IReadOnlyList<string> Footer)
{
    /// <summary>The light colours of the steps, for a file without a style sheet; the same as --q1 to --q7 in site.css.</summary>
    public static readonly IReadOnlyDictionary<string, string> Tones = new Dictionary<string, string>
    {
        ["q1"] = "#47217a",
        ["q2"] = "#7a57ab",
        ["q3"] = "#b9a3d4",
        ["q4"] = "#dcd9d3",
        ["q5"] = "#e0bc85",
        ["q6"] = "#b87f2c",
        ["q7"] = "#6f4100",
    };

    public bool StandsAlone => Origin is not null;

    /// <summary>An event on its own leads to its page, several together to their list under the chart.</summary>
    public string Event(EventMark mark) => Origin + (mark.Slug is { } slug ? View.Link($"events/{slug}") : View.With() + "#events");

    public string Statement(int number) => Origin + View.Link(FormattableString.Invariant($"statements/{number}"));
}

/// <summary>Prints the swimlane chart, inside a page or as a file.</summary>
public sealed class StepChartViewComponent : ViewComponent
{
    public IViewComponentResult Invoke(StepChartModel chart) => View("/Charts/StepChart/StepChart.cshtml", chart);
}
