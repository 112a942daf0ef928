using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Web.Charts.TileGrid;
using PeaceTracker.Web.Embedding;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Territory;

/// <summary>Every region under one text or two, or without a text its control as reported on the day.</summary>
public sealed class TerritoryPage(TerritoryReader territory, ProposalReader proposals)
{
    /// <param name="proposal">One name or two, separated by a comma; null for control as reported.</param>
    /// <param name="with">The second name, where a form sends it by itself.</param>
    public async Task<(TerritoryModel? Model, Fault? Fault)> LoadAsync(View view, string? proposal, string? with, CancellationToken cancellation)
    {
        var asked = $"{proposal},{with}".Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var slugs = asked.Distinct().ToList();
        if (slugs.Count > 0)
            view = view with { Given = new Dictionary<string, string>(view.Given) { ["proposal"] = string.Join(',', slugs) } };
        if (slugs.Count > 2)
            return (null, new(400, "Two texts can stand beside each other", "Nothing was left out in silence.")
            {
                Parts = [new("proposal", string.Join(',', slugs), "the name of one proposal, or of two separated by a comma")],
                Suggestions = [new("The first two", view.With(("proposal", string.Join(',', slugs.Take(2))))), new("The first alone", view.With(("proposal", slugs[0])))],
            });

        var choices = await proposals.PutForwardAsync(view, cancellation);
        var speaking = await territory.WithTerritoryAsync(view, cancellation);
        if (slugs.Count == 0)
            return (new(view, [], await territory.FiguresAsync(view, cancellation), choices, speaking), null);

        var (named, fault) = await proposals.NamedAsync(view, slugs, cancellation);
        if (named is null)
            return (null, fault);
        if (slugs.Count < asked.Length)
            return (null, new(400, "A text cannot stand beside itself", "Nothing was left out in silence.")
            {
                Parts = [new("proposal", string.Join(',', asked), "each proposal once")],
                Suggestions =
                [
                    slugs.Count == 1 ? new($"{named[0].Title} alone", view.With()) : new("Each once", view.With()),
                    // Those it comes from, else there would be as many offers as texts.
                    .. slugs.Count > 1 ? [] : choices.Where(other => named[0].Lineage.Exists(link => link.From == other.Slug)).Select(other => new Suggestion($"{named[0].Title} and {other.Title}", view.With(("proposal", $"{slugs[0]},{other.Slug}")))),
                ],
            });
        var clauses = await territory.ClausesAsync(view, slugs, null, cancellation);
        var texts = named.Select(one => new TextTerritory(view, one, [.. view.Contents.Regions.Select(region => (region, TerritorialStatusRule.Derive(region.Iso, clauses[one.Slug])))])).ToList();
        return (new(view, texts, null, choices, speaking), null);
    }
}

/// <summary>A region that two texts treat differently.</summary>
public sealed record TerritoryDifference(Region Region, RegionStatus From, RegionStatus To);

/// <param name="Texts">None, one or two.</param>
/// <param name="Figures">Control as reported; null where texts are shown.</param>
/// <param name="Choices">Proposals put forward by the day, newest first.</param>
/// <param name="Speaking">Names of those with a clause on territory.</param>
public sealed record TerritoryModel(View View, IReadOnlyList<TextTerritory> Texts, ReportedFigures? Figures, IReadOnlyList<Proposal> Choices, IReadOnlySet<string> Speaking) : ITables, ICited, IDrawn, IEmbedded
{
    public string CitedAs => $"Territory: {Title}";

    (Type Component, object Arguments) IDrawn.Drawing(string origin) => (typeof(TileGridViewComponent), new { picture = Picture(origin) });

    (string Partial, object Model) IEmbedded.Part(string origin) => ("_Picture", (View.File(PictureFile.Svg), CitedAs, $"{Title}. {Finding} {Disclaimer}"));

    /// <summary>Stands under every view of territory.</summary>
    public const string Disclaimer = "Names, borders and statuses shown record what documents say. They imply no opinion of PeaceTracker on the legal status of any territory.";

    public string Title => Texts.Count switch
    {
        0 => $"Control as reported by {View.Words(View.Date)}",
        1 => $"Under {Texts[0].Proposal.Title}, {Texts[0].Proposal.Date.ToWords()}",
        _ => $"{Texts[0].Proposal.Title} and {Texts[1].Proposal.Title}",
    };

    public IReadOnlyList<TerritoryDifference> Differences => Texts.Count < 2 ? [] :
        [.. View.Contents.Regions.Select(region => new TerritoryDifference(region, Texts[0].Of(region), Texts[1].Of(region))).Where(row => !row.From.SameAs(row.To))];

    /// <summary>The finding, as a sentence.</summary>
    public string Finding => Texts.Count switch
    {
        0 => FormattableString.Invariant($"Of {View.Contents.Regions.Count} regions, {View.Contents.Regions.Count(region => Figures!.Of(region).Status != ReportedControl.NoFigure)} have a figure on record."),
        1 => Texts[0].Counts + ".",
        _ => Differences.Count == 0 ? "Both texts give every region the same." : FormattableString.Invariant($"{Differences.Count} of {View.Contents.Regions.Count} regions differ between the two."),
    };

    public IReadOnlyList<TileGrid> Grids => Texts.Count switch
    {
        0 => [ControlGrid(Figures!)],
        1 => [Texts[0].Grid(null)],
        _ => [Texts[0].Grid(Texts[1]), Texts[1].Grid(Texts[0])],
    };

    private TileGrid ControlGrid(ReportedFigures figures)
    {
        var rows = View.Contents.Regions.Select(region => (Region: region, Control: figures.Of(region))).ToList();
        return new(
            Title,
            [.. rows.OrderBy(row => row.Region.Row).ThenBy(row => row.Region.Column).Select(row => new Tile(
                row.Region.Code, row.Region.Row, row.Region.Column, RegionControl.Of(row.Control.Status).Letter, Tone(row.Control.Status), figures.Spoken(row.Region, row.Control),
                View.Link($"territory/{row.Region.Slug}"), false))],
            [.. rows.GroupBy(row => row.Control.Status).OrderBy(group => group.Key == ReportedControl.NoFigure).ThenBy(group => group.Key)
                .Select(group => new TileMeaning(RegionControl.Of(group.Key).Letter, Tone(group.Key), RegionControl.Of(group.Key).Label, group.Count()))]);
    }

    private static string Tone(ReportedControl status) => status switch
    {
        ReportedControl.NoFigure => "-",
        ReportedControl.Divided or ReportedControl.DividedTogether => "F",
        ReportedControl.WholeHeld => "D",
        ReportedControl.Open => "more",
        _ => "none",
    };

    public TileGridPicture Picture(string origin) => new(Texts.Count switch { 0 => "Territory", 1 => "What a text gives each region", _ => "What two texts give each region" }, Finding, origin, Grids,
    [
        .. new[]
        {
            Finding,
            "Source: PeaceTracker, from statements with their sources; each tile links to its region.",
            $"As of {View.Iso(View.Date)}, as known at {View.Instant(View.Known)}.",
            View.EvidenceInWords is { } filter ? $"Evidence counted: {filter}." : "",
            $"Licence: {View.Contents.Process.LicenceName}, {View.Contents.Process.LicenceAddress}",
        }.Where(line => line.Length > 0).SelectMany(line => Charts.StepChart.ChartText.Fold(line, Grids.Count * TileGridPicture.FooterLetters)),
        // An address has no place to break: cut where the picture ends.
        .. (origin + View.Permalink).Chunk(Grids.Count * TileGridPicture.FooterLetters).Select(part => new string(part)),
        .. Sentences(Disclaimer).SelectMany(line => Charts.StepChart.ChartText.Fold(line, Grids.Count * TileGridPicture.FooterLetters)),
    ]);

    private static IEnumerable<string> Sentences(string text) => text.Split(". ").Select(sentence => sentence.EndsWith('.') ? sentence : sentence + ".");

    private static readonly Schema DifferencesTable = new("territory_differences", ["region", "region_name", "letters", "words", "other_letters", "other_words"]);

    public static IReadOnlyList<Schema> Tables => [TextTerritory.Table, TextTerritory.WorkingTable, DifferencesTable];

    public TakeAway TakeAway => Figures is { } figures
        ? new(ReportedFigures.Table, figures.Rows(View.Contents.Regions))
        : new(TextTerritory.Table, Texts.SelectMany(text => text.Rows))
        {
            More =
            [
                new(TextTerritory.WorkingTable, Texts.SelectMany(text => text.Working)),
                new(
                    DifferencesTable,
                    Differences.Select(row => (IReadOnlyList<object?>)[row.Region.Iso, row.Region.Name, row.From.Letters, row.From.InWords, row.To.Letters, row.To.InWords])),
            ],
        };
}
