using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Web.Embedding;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Positions;

/// <summary>One party on a regional issue in every region: the answer when no region is named, because no single one is meant.</summary>
public sealed class RegionsPage(CellReader cells)
{
    public async Task<RegionsModel> LoadAsync(View view, PositionAsked asked, CancellationToken cancellation) =>
        new(view, asked.Party, asked.Issue, await cells.RowsAsync(view, [asked.Issue], [asked.Party], cancellation));
}

/// <param name="Rows">One a region that a coding names, and one for every other.</param>
public sealed record RegionsModel(View View, Party Party, Issue Issue, IReadOnlyList<CellRow> Rows) : ITables, ICited, IEmbedded
{
    (string Partial, object Model) IEmbedded.Part(string origin) => ("_Regions", this);

    public string CitedAs => $"Positions of {Party.Name} on {Issue.Title} by region";

    public static IReadOnlyList<Schema> Tables => [CellReader.Positions];

    public TakeAway TakeAway => CellReader.TakeAway(Rows);
}
