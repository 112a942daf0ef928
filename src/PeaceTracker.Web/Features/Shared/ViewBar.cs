using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>What the form above a view offers.</summary>
/// <param name="States">Offer the filter by state.</param>
/// <param name="Choices">Offer the choice of parties and issues.</param>
public sealed record ViewBar(View View, bool States = false, bool Choices = false)
{
    /// <summary>Values of the page's own to carry along.</summary>
    public IReadOnlyList<(string Name, string Value)> Hidden { get; init; } = [];

    /// <summary>Fields of the page's own: a partial view and its model.</summary>
    public (string Partial, object Model)? Fields { get; init; }

    /// <summary>Offer a day to compare with; false where nothing is compared, and one given is carried along.</summary>
    public bool Compare { get; init; } = true;

    /// <summary>The last day that can be asked for.</summary>
    public DateOnly Today => DateOnly.FromDateTime(View.Now.UtcDateTime);
}
