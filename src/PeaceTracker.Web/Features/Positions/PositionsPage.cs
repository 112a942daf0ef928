using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Positions;

/// <summary>The matrix of issues and parties on a day, and who has answered which proposal by then.</summary>
public sealed class PositionsPage(CellReader cells, ProposalReader proposals, CodingCounts counts, PeaceTrackerDbContext db)
{
    /// <summary>The only value of the parameter "regions": a row a region instead of one row for all of them.</summary>
    public const string AllRegions = "all";

    /// <summary>The parameter that leaves out parties of whom less is on record.</summary>
    public const string MinEvidence = "minEvidence";

    private const int MostEvidence = 1000;

    /// <summary>Answers shown, the newest first: more of them make no overview.</summary>
    public const int MostAnswers = 200;

    public async Task<(PositionsModel? Model, Fault? Fault)> LoadAsync(View view, string? regions, string? minEvidence, CancellationToken cancellation)
    {
        regions = string.IsNullOrWhiteSpace(regions) ? null : regions.Trim();
        if (regions is not null and not AllRegions)
            return (null, new(400, "The address asks for something that cannot be shown", "Nothing was guessed in its place.")
            {
                Parts = [new("regions", regions, $"\"{AllRegions}\", for a row a region, or nothing")],
                Suggestions = [new("A row a region", view.With(("regions", AllRegions))), new("One row an issue", view.With(("regions", null)))],
            });
        view = view.Taking(("regions", regions), (MinEvidence, minEvidence));
        var least = 0;
        if (view.Given.TryGetValue(MinEvidence, out var asked) && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out least) || least is < 1 or > MostEvidence))
            return (null, new(400, "The address asks for something that cannot be shown", "Nothing was guessed in its place.")
            {
                Parts = [new(MinEvidence, asked, string.Create(CultureInfo.InvariantCulture, $"a number of statements from 1 to {MostEvidence}"))],
                Suggestions = [new("Parties with at least 5 statements", view.With((MinEvidence, "5"))), new("Every party", view.With((MinEvidence, null)))],
            });
        IReadOnlyList<(Party Party, int Statements)> few = [];
        if (least > 0)
        {
            var statements = await counts.StatementsAsync(new([.. view.Parties.Select(party => party.Id)], [.. view.Issues.Select(issue => issue.Id)], null, view.Date, view.Known, view.Evidence), least, cancellation);
            few = [.. view.Parties.Select(party => (party, statements.GetValueOrDefault(party.Id))).Where(pair => pair.Item2 < least)];
            view = view with { Parties = [.. view.Parties.Except(few.Select(pair => pair.Party))] };
        }

        // Without a day to compare with, the overview compares with the last round; the matrix itself then shows no changes.
        var round = view.Contents.Events.LastOrDefault(item => item.Kind is "round" or "summit" && item.Latest < view.Date);
        var compared = await cells.RowsAsync(view.Since is null && view.Format is null && round is not null ? view with { Since = round.Latest } : view, view.Issues, view.Parties, cancellation);
        var answered = await proposals.WithAnswersAsync(view, await proposals.PutForwardAsync(view, cancellation), null, cancellation);
        var overview = new Overview(view, view.Since is null ? round : null, [.. compared.SelectMany(row => row.Cells)], answered.Sum(row => row.Missing.Count(answer => !view.IsGiven("parties") || view.Parties.Any(party => party.Slug == answer.Party))));
        IReadOnlyList<CellRow> rows = view.Since is null ? [.. compared.Select(row => row with { Cells = [.. row.Cells.Select(cell => cell with { Then = null, Change = null, Since = null })] })] : compared;
        var shown = view.State is null ? rows : [.. rows.Where(row => row.Cells.Any(cell => cell.Is(view.State)))];
        var responses = answered
            .SelectMany(row => row.Answers.Select(answer => (row.Proposal, Answer: answer)))
            .Where(pair => view.Parties.Any(party => party.Slug == pair.Answer.Party))
            // Without an answer the newest word is somebody's observation that none was given.
            .Select(pair => (pair.Proposal, Lead: pair.Answer.Deciding.Concat(pair.Answer.Responses.Where(response => response.Kind is not null)).FirstOrDefault()))
            .Where(pair => pair.Lead is not null)
            .OrderByDescending(pair => pair.Lead!.Day).ThenBy(pair => pair.Proposal.Slug, StringComparer.Ordinal).ThenBy(pair => pair.Lead!.Party, StringComparer.Ordinal)
            .ToList();
        return (new PositionsModel(
            view, rows, shown,
            [.. responses.Take(MostAnswers).Select(pair => new ProposalResponse(pair.Lead!, pair.Proposal.Title, view.Contents.PartyName(pair.Lead!.Party)))],
            responses.Count > MostAnswers, overview, await DividedAsync(view, cancellation))
        { Few = few }, null);
    }

    /// <summary>ISO codes of the regions of which a share is reported as held: where the land itself is divided, what parties say of it comes first.</summary>
    private async Task<HashSet<string>> DividedAsync(View view, CancellationToken cancellation)
    {
        if (view.Format is not null || view.IsGiven("regions") || !view.Issues.Any(issue => issue.Regional))
            return [];
        // A figure is public when its statement is. Which of them count by the date does not matter for an order.
        var regions = await db.Figures.AsNoTracking()
            .Where(row => row.ProcessId == view.Contents.Process.Id)
            .Join(db.Published(view.Contents.Process.Id, view.Known), figure => figure.Statement, statement => statement.Number, (figure, statement) => figure.Regions)
            .ToListAsync(cancellation);
        return [.. regions.SelectMany(codes => codes)];
    }
}

/// <summary>What there is to know before reading the matrix, computed.</summary>
/// <param name="Round">The last round or summit before the day, with which positions are compared; null when the reader chose a day, or none was held.</param>
/// <param name="Cells">All cells of the parties and issues chosen, compared.</param>
/// <param name="MissingAnswers">How many answers are waited for: one for each proposal and party asked that has not answered, of the parties chosen when some are.</param>
public sealed record Overview(View View, TalksEvent? Round, IReadOnlyList<Cell> Cells, int MissingAnswers)
{
    private const int MostNamed = 3;

    /// <summary>The day compared with; null when there is none.</summary>
    public DateOnly? Since => View.Since ?? Round?.Latest;

    public IReadOnlyList<Cell> Changed => [.. Cells.Where(cell => cell.Changed)];

    public int Disputed => Cells.Count(cell => cell.Now.State == PositionState.Disputed);

    /// <summary>
    /// "6 of 96 positions moved since ...: Territory (Russia), NATO membership (Ukraine) ...", and apart from them how many were found for
    /// the first time, and how many may have moved or not; null when there is no day to compare with.
    /// </summary>
    public string? Sentence
    {
        get
        {
            if (Since is not { } since || Cells.Count == 0)
                return null;
            var counts = ChangeCounts.Of(Cells);
            var day = Round is { } round ? $"{View.Words(since)}, the last round ({round.Title})" : View.Words(since);
            var beside = counts.BesideMoves is { Length: > 0 } words ? " " + words : "";
            if (counts.Moved == 0)
                return (Cells.Count == 1 ? "The one position shown has not surely moved since " : string.Create(CultureInfo.InvariantCulture, $"None of {Cells.Count} positions surely moved since ")) + $"{day}.{beside}";
            var issues = Cells.Where(cell => cell.Moved).GroupBy(cell => cell.Issue)
                .Select(issue => $"{issue.Key.Title} ({string.Join(", ", issue.Select(cell => cell.Party.Name).Distinct())})")
                .ToList();
            var named = StatementCard.Join(issues.Count > MostNamed + 1 ? [.. issues.Take(MostNamed), string.Create(CultureInfo.InvariantCulture, $"{issues.Count - MostNamed} more issues")] : issues);
            return (Cells.Count == 1 ? "The one position shown moved since " : string.Create(CultureInfo.InvariantCulture, $"{counts.Moved} of {Cells.Count} positions moved since ")) + $"{day}: {named}.{beside}";
        }
    }

    /// <summary>This view compared with that day, changed rows alone.</summary>
    public string ChangedAddress => View.With(("since", Round?.Slug ?? View.Given.GetValueOrDefault("since")), ("state", "changed"));
}

/// <summary>The newest answer of a party to a proposal.</summary>
public sealed record ProposalResponse(Response Response, string ProposalTitle, string PartyName);

/// <summary>A party on a regional issue in one cell: regions with the same position share a group.</summary>
/// <param name="Groups">Those with a divided region first, then those that changed, then from the first pole to the last, then without a step.</param>
/// <param name="Divided">How many of them have a region of which a share is reported as held.</param>
/// <param name="Without">Regions for which nothing was found.</param>
public sealed record FoldedCell(Party Party, Issue Issue, IReadOnlyList<IReadOnlyList<Cell>> Groups, int Divided, IReadOnlyList<Cell> Without)
{
    /// <summary>Regions of a group that are named at once; more are counted, with their names on demand.</summary>
    public const int MostNamed = 3;

    /// <summary>Groups shown at once; more come on demand, so that one issue does not fill the screen.</summary>
    public const int MostGroups = 3;

    /// <summary>The groups shown at once: those with a divided region, as many more as there is room for, and never a step less than the party holds.</summary>
    public IReadOnlyList<IReadOnlyList<Cell>> First
    {
        get
        {
            var first = new List<IReadOnlyList<Cell>>();
            foreach (var group in Groups)
            {
                if (first.Count < Math.Max(MostGroups, Divided) || first.TrueForAll(shown => shown[0].Label != group[0].Label))
                    first.Add(group);
            }

            // A line that opens a single one would be as tall.
            return Groups.Count == first.Count + 1 ? Groups : first;
        }
    }

    /// <summary>"for 3 regions", "for every other region", "for 3 regions and every other": the last cell stands for all regions nobody named.</summary>
    public string WithoutInWords
    {
        get
        {
            var named = Without.Count(cell => cell.Region is not null);
            var regions = string.Create(CultureInfo.InvariantCulture, $"for {named} region{(named == 1 ? "" : "s")}");
            return named == Without.Count ? regions : named == 0 ? "for every other region" : $"{regions} and every other";
        }
    }

    public IReadOnlyList<IReadOnlyList<Cell>> More => [.. Groups.Except(First)];

    /// <param name="cells">Of one party, a region each.</param>
    /// <param name="divided">ISO codes of the regions of which a share is reported as held.</param>
    public static FoldedCell Of(IReadOnlyList<Cell> cells, IReadOnlySet<string> divided)
    {
        var without = cells.Where(cell => cell is { Changed: false, Now.State: PositionState.NoStatement }).ToList();
        List<IReadOnlyList<Cell>> groups =
        [
            .. cells.Except(without)
                .GroupBy(cell => cell.Answer)
                .OrderBy(group => !group.Any(IsDivided)).ThenBy(group => !group.First().Changed).ThenBy(group => group.First().Now.Steps?.From ?? int.MaxValue).ThenBy(group => group.First().Now.Steps?.To)
                .Select(group => (IReadOnlyList<Cell>)[.. group]),
        ];
        return new(cells[0].Party, cells[0].Issue, groups, groups.Count(group => group.Any(IsDivided)), without);

        bool IsDivided(Cell cell) => cell.Region is { } region && divided.Contains(region.Iso);
    }
}

/// <param name="AllRows">Before the state filter.</param>
/// <param name="MoreResponses">There are older answers than the ones shown.</param>
/// <param name="Divided">ISO codes of the regions of which a share is reported as held.</param>
public sealed record PositionsModel(View View, IReadOnlyList<CellRow> AllRows, IReadOnlyList<CellRow> Rows, IReadOnlyList<ProposalResponse> Responses, bool MoreResponses, Overview Overview, IReadOnlySet<string> Divided) : ITables, ICited, INetworked
{
    public string CitedAs => $"Positions{(View.Since is { } since ? $", compared with {View.Words(since)}" : "")}";

    /// <summary>Parties that were left out because fewer statements are on record than was asked for, with how many are.</summary>
    public IReadOnlyList<(Party Party, int Statements)> Few { get; init; } = [];

    private IEnumerable<Cell> Cells => AllRows.SelectMany(row => row.Cells);

    public int CellCount => Cells.Count();

    public int ChangedCount => Cells.Count(cell => cell.Changed);

    public int MissingCount => Cells.Count(cell => cell.Now.State == PositionState.NoStatement);

    public int NotCollectedCount => Cells.Count(cell => cell.NotCollected);

    public int DisputedCount => Cells.Count(cell => cell.Now.State == PositionState.Disputed);

    /// <summary>The issues shown, each with its rows; a regional issue is folded into one line unless its regions are asked for.</summary>
    public IEnumerable<IGrouping<Issue, CellRow>> Issues => Rows.GroupBy(row => row.Issue);

    public bool Folds(Issue issue) => issue.Regional && !View.IsGiven("regions");

    /// <summary>The cells of a folded issue, a party each.</summary>
    public IEnumerable<FoldedCell> Folded(IEnumerable<CellRow> rows) => rows.SelectMany(row => row.Cells).GroupBy(cell => cell.Party).Select(group => FoldedCell.Of([.. group], Divided));

    public int HiddenRows => AllRows.Count - Rows.Count;

    private static readonly Column[] NodeColumns = ["label", "kind", "issue", "region"];

    private static readonly Column[] EdgeColumns = ["state", "step_from: whole", "step_to: whole", "steps_of: whole", "step_label", "reported: yes/no", "stated_on: day", "origins: whole", "statements: wholes"];

    /// <summary>Parties and issues, a line where a party holds something on an issue; each region of a regional issue is a point of its own.</summary>
    NetworkFile INetworked.Network => new(
        NodeColumns, EdgeColumns,
        [
            .. View.Parties.Select(party => new NetworkNode($"party/{party.Slug}", [party.Name, "party", null, null])),
            .. Rows.Select(row => new NetworkNode(PointOf(row), [row.Title, "issue", row.Issue.Slug, row.RegionKey.Length == 0 ? null : row.RegionKey])),
        ],
        [
            .. Rows.SelectMany(row => row.Cells.Where(cell => cell.Now.State is not (PositionState.NoStatement or PositionState.NotApplicable)).Select(cell => new NetworkEdge(
                $"party/{cell.Party.Slug}", PointOf(row),
                [cell.StateSlug, cell.Now.Steps?.From, cell.Now.Steps?.To, cell.Issue.Scale.Count, cell.Now.Steps is null ? null : cell.Label, cell.Now.Reported, cell.Now.StatedOn, cell.Now.Origins, cell.Statements.ToList()]))),
        ]);

    private static string PointOf(CellRow row) => row.RegionKey.Length == 0 ? $"issue/{row.Issue.Slug}" : $"issue/{row.Issue.Slug}/{row.RegionKey}";

    private static readonly Schema Answered = new("responses", ["proposal", "proposal_title", "party", "party_name", "response", "made_on", "statement: whole"]);

    public static IReadOnlyList<Schema> Tables => [CellReader.Positions, Answered];

    public TakeAway TakeAway => CellReader.TakeAway(Rows) with
    {
        More =
        [
            new(
                Answered,
                Responses.Select(item => (IReadOnlyList<object?>)
                [
                    item.Response.Proposal, item.ProposalTitle, item.Response.Party, item.PartyName, Words.Of(item.Response.Kind!.Value).Slug, item.Response.MadeOn.Text, item.Response.Statement,
                ])),
        ],
        Wide =
        [
            new(
                new("matrix", ["issue", "region", .. View.Parties.Select(party => new Column(party.Name, ColumnKind.Text))]),
                Rows.Select(row => (IReadOnlyList<object?>)
                    [row.Issue.Title, row.RegionName, .. View.Parties.Select(party => row.Cells.FirstOrDefault(cell => cell.Party == party) is { } cell ? string.Join("; ", cell.Qualifiers.Prepend(cell.Label)) : null)])),
        ],
    };
}
