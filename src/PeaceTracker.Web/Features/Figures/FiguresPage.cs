using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Figures;

/// <summary>Control figures, each with the statement that carries it. A figure is public when its statement is.</summary>
public sealed class FiguresPage(PeaceTrackerDbContext db, WordFinder finder)
{
    public async Task<(FiguresModel? Model, Fault? Fault)> LoadAsync(View view, CancellationToken cancellation)
    {
        if ((WordFinder.Check(view) ?? CodedState.Check(view)) is { } fault)
            return (null, fault);
        var rows = await db.Figures.AsNoTracking()
            .Where(row => row.ProcessId == view.Contents.Process.Id)
            .Join(db.SaidAsAsked(view), figure => figure.Statement, statement => statement.Number, (figure, statement) => new { Figure = figure, statement.Day, statement.Summary })
            .OrderByDescending(row => row.Day).ThenBy(row => row.Figure.Id)
            .ToListAsync(cancellation);
        if (view.IsGiven("parties"))
            rows = [.. rows.Where(row => view.Parties.Any(party => party.Slug == row.Figure.HeldBy))];
        if (await finder.ReadAsync(view, cancellation) is { } words)
        {
            rows = [.. rows.Where(row => words.Finds(
                [row.Summary, row.Figure.Share, row.Figure.AttributedTo, row.Figure.Note, view.Contents.PartyName(row.Figure.HeldBy), RegionNames(view, row.Figure)], row.Figure.AsOf))];
        }

        var numbers = rows.Select(row => row.Figure.Source).Distinct().ToList();
        var sources = await db.Sources.AsNoTracking().Include(row => row.Publisher)
            .Where(row => row.ProcessId == view.Contents.Process.Id && numbers.Contains(row.Number))
            .ToDictionaryAsync(row => row.Number, cancellation);
        return (new(view, [.. rows.Select(row => new FigureRow(row.Figure, row.Summary, sources[row.Figure.Source], RegionNames(view, row.Figure), view.Contents.PartyName(row.Figure.HeldBy)))]), null);
    }

    private static string RegionNames(View view, ControlFigure figure) =>
        figure.Regions.Count == 0 ? "the whole country" : string.Join(" and ", figure.Regions.Select(iso => view.Contents.Region(iso)?.Name ?? iso));
}

/// <param name="Summary">What the statement says, in words.</param>
public sealed record FigureRow(ControlFigure Figure, string Summary, Source Source, string RegionNames, string HeldByName);

public sealed record FiguresModel(View View, IReadOnlyList<FigureRow> Figures) : ITables
{
    private static readonly Schema Shares = new("figures", ["record", "regions: texts", "region_names", "held_by", "held_by_name", "share_low: decimal", "share_high: decimal", "share", "as_of_text", "attributed_to", "statement: whole", "source: whole", "paragraph", "note"]);

    public static IReadOnlyList<Schema> Tables => [Shares];

    public TakeAway TakeAway => new(
        Shares,
        Figures.Select(row => (IReadOnlyList<object?>)
        [
            row.Figure.Record, row.Figure.Regions, row.RegionNames, row.Figure.HeldBy, row.HeldByName, row.Figure.ShareLow, row.Figure.ShareHigh, row.Figure.Share, row.Figure.AsOf.Text,
            row.Figure.AttributedTo, row.Figure.Statement, row.Figure.Source, row.Figure.Paragraph, row.Figure.Note,
        ]));
}
