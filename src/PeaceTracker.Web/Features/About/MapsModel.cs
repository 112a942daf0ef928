using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.About;

/// <summary>How territory is shown, in the words of the constants the rules themselves use.</summary>
public sealed record MapsModel(View View)
{
    public IReadOnlyList<TerritorialStatusRule.Term> Statuses { get; } = [.. Enum.GetValues<TerritorialStatus>().Select(TerritorialStatusRule.Of)];

    public IReadOnlyList<RegionControl.Term> Reported { get; } = [.. Enum.GetValues<ReportedControl>().Select(RegionControl.Of)];

    public IReadOnlyList<string> Rule => TerritorialStatusRule.InWords;

    public TakeAway TakeAway => new(
        "territorial_statuses", ["letter", "slug", "label", "meaning"], Statuses.Select(term => (IReadOnlyList<object?>)[term.Letter, term.Slug, term.Label, term.Meaning]))
    {
        More =
        [
            new("reported_control", ["letter", "slug", "label", "meaning"], Reported.Select(term => (IReadOnlyList<object?>)[term.Letter, term.Slug, term.Label, term.Meaning])),
            new("territorial_rule", ["order", "text"], Rule.Select((text, index) => (IReadOnlyList<object?>)[index + 1, text])),
            new("regions", ["iso", "slug", "name", "name_local", "code", "kind"], View.Contents.Regions.Select(region => (IReadOnlyList<object?>)[region.Iso, region.Slug, region.Name, region.NameLocal, region.Code, region.Kind])),
        ],
    };
}
