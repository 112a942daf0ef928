using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Positions;

/// <summary>The matrix of issues and parties on a day, and who has answered which proposal by then.</summary>
public sealed class PositionsPage(CellReader cells, PeaceTrackerDbContext db)
{
    public async Task<PositionsModel> LoadAsync(View view, CancellationToken cancellation)
    {
        var rows = await cells.RowsAsync(view, view.Issues, view.Parties, cancellation);
        var shown = view.State is null ? rows : [.. rows.Where(row => row.Cells.Any(cell => cell.Is(view.State)))];
        var answers = await db.Published(view.Contents.Process.Id, view.Known)
            .Where(row => row.Response != null && row.Day <= view.Date)
            .OrderBy(row => row.Day).ThenBy(row => row.Number)
            .ToListAsync(cancellation);
        var responses = answers
            .SelectMany(row => row.Parties.Select(party => (Party: party, Statement: row)))
            .Where(pair => view.Parties.Any(party => party.Slug == pair.Party))
            .GroupBy(pair => (pair.Party, pair.Statement.RespondsTo))
            .Select(group => group.Last())
            .OrderByDescending(pair => pair.Statement.Day).ThenBy(pair => pair.Statement.RespondsTo, StringComparer.Ordinal).ThenBy(pair => pair.Party, StringComparer.Ordinal)
            .ToList();
        var slugs = responses.Select(pair => pair.Statement.RespondsTo).Distinct().ToList();
        var titles = await db.Proposals.AsNoTracking()
            .Where(row => row.ProcessId == view.Contents.Process.Id && slugs.Contains(row.Slug))
            .ToDictionaryAsync(row => row.Slug, row => row.Title, cancellation);
        return new(view, rows, shown, [.. responses.Select(pair => new ProposalResponse(
            pair.Statement.RespondsTo!, titles[pair.Statement.RespondsTo!], pair.Party, view.Contents.PartyName(pair.Party), pair.Statement.Response!.Value, pair.Statement))]);
    }

}

/// <summary>The newest answer of a party to a proposal.</summary>
public sealed record ProposalResponse(string Proposal, string ProposalTitle, string Party, string PartyName, ResponseKind Kind, Statement Statement);

/// <param name="AllRows">Before the state filter.</param>
public sealed record PositionsModel(View View, IReadOnlyList<CellRow> AllRows, IReadOnlyList<CellRow> Rows, IReadOnlyList<ProposalResponse> Responses)
{
    private IEnumerable<Cell> Cells => AllRows.SelectMany(row => row.Cells);

    public int CellCount => Cells.Count();

    public int ChangedCount => Cells.Count(cell => cell.Changed);

    public int MissingCount => Cells.Count(cell => cell.Now.State == PositionState.NoStatement);

    public int NotCollectedCount => Cells.Count(cell => cell.NotCollected);

    public int DisputedCount => Cells.Count(cell => cell.Now.State == PositionState.Disputed);

    public int HiddenRows => AllRows.Count - Rows.Count;

    public TakeAway TakeAway => CellReader.TakeAway(Rows) with
    {
        More =
        [
            new(
                "responses",
                ["proposal", "proposal_title", "party", "party_name", "response", "made_on", "statement"],
                Responses.Select(item => (IReadOnlyList<object?>)
                [
                    item.Proposal, item.ProposalTitle, item.Party, item.PartyName, Words.Of(item.Kind).Slug, item.Statement.MadeOn.Text, item.Statement.Number,
                ])),
        ],
    };
}
