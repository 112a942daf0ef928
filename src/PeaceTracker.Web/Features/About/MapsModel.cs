using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.About;

/// <summary>How territory is shown, in the words of the constants the rules themselves use.</summary>
public sealed record MapsModel(View View) : ITables
{
    public IReadOnlyList<TerritorialStatusRule.Term> Statuses { get; } = [.. Enum.GetValues<TerritorialStatus>().Select(TerritorialStatusRule.Of)];

    public IReadOnlyList<RegionControl.Term> Reported { get; } = [.. Enum.GetValues<ReportedControl>().Select(RegionControl.Of)];

    public IReadOnlyList<string> Rule => TerritorialStatusRule.InWords;

    private static readonly Schema StatusesTable = new("territorial_statuses", ["letter", "slug", "label", "meaning"]);

    private static readonly Schema ReportedTable = new("reported_control", ["letter", "slug", "label", "meaning"]);

    private static readonly Schema RuleTable = new("territorial_rule", ["order: whole", "text"]);

    private static readonly Schema RegionsTable = new("regions", ["iso", "slug", "name", "name_local", "code", "kind"]);

    public static IReadOnlyList<Schema> Tables => [StatusesTable, ReportedTable, RuleTable, RegionsTable];

    public TakeAway TakeAway => new(
        StatusesTable, Statuses.Select(term => (IReadOnlyList<object?>)[term.Letter, term.Slug, term.Label, term.Meaning]))
    {
        More =
        [
            new(ReportedTable, Reported.Select(term => (IReadOnlyList<object?>)[term.Letter, term.Slug, term.Label, term.Meaning])),
            new(RuleTable, Rule.Select((text, index) => (IReadOnlyList<object?>)[index + 1, text])),
            new(RegionsTable, View.Contents.Regions.Select(region => (IReadOnlyList<object?>)[region.Iso, region.Slug, region.Name, region.NameLocal, region.Code, region.Kind])),
        ],
    };
}
