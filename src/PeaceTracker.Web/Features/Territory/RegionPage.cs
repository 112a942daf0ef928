using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Territory;

/// <summary>One region under every text, and its control as reported.</summary>
public sealed class RegionPage(TerritoryReader territory, ProposalReader proposals)
{
    public async Task<(RegionModel? Model, Fault? Fault)> LoadAsync(View view, string slug, CancellationToken cancellation)
    {
        if (view.Contents.Regions.FirstOrDefault(row => row.Slug == slug) is not { } region)
            return (null, Fault.NotFound("region", slug, view.Contents.NearestRegions(slug)
                .Select(near => new Suggestion(near.Name, view.Link($"territory/{near.Slug}")))
                .Append(new("All regions", view.Link("territory")))));
        var all = await proposals.PutForwardAsync(view, cancellation);
        var clauses = await territory.ClausesAsync(view, null, region.Iso, cancellation);
        return (new(
            view, region,
            [.. all.Select(one => new TextTerritory(view, one, [(region, TerritorialStatusRule.Derive(region.Iso, clauses[one.Slug]))]))],
            await territory.FiguresAsync(view, cancellation)), null);
    }
}

/// <param name="Texts">All put forward by the day, newest first.</param>
public sealed record RegionModel(View View, Region Region, IReadOnlyList<TextTerritory> Texts, ReportedFigures Figures) : ITables, ICited
{
    public string CitedAs => $"Territory: {Region.Name}";

    public RegionControl Control => Figures.Of(Region);

    public IReadOnlyList<TextTerritory> Speaking => [.. Texts.Where(text => text.Of(Region).Status != TerritorialStatus.NotMentioned)];

    public IReadOnlyList<TextTerritory> NotSpeaking => [.. Texts.Where(text => text.Of(Region).Status == TerritorialStatus.NotMentioned)];

    public string Proponents(TextTerritory text) => string.Join(", ", text.Proposal.Proponents.Select(View.Contents.PartyName).Order(StringComparer.Ordinal));

    public static IReadOnlyList<Schema> Tables => [TextTerritory.Table, TextTerritory.WorkingTable, ReportedFigures.Table];

    public TakeAway TakeAway => new(TextTerritory.Table, Texts.SelectMany(text => text.Rows))
    {
        More =
        [
            new(TextTerritory.WorkingTable, Texts.SelectMany(text => text.Working)),
            new(ReportedFigures.Table, Figures.Rows([Region])),
        ],
    };
}
