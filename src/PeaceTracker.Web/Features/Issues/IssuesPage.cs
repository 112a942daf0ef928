using System.Globalization;
using PeaceTracker.Data;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Issues;

/// <summary>All issues with how the parties are spread over their steps.</summary>
public sealed class IssuesPage(CellReader cells, PositionReader positions, PeaceTrackerDbContext db, WordFinder finder)
{
    public async Task<IssuesModel> LoadAsync(View view, CancellationToken cancellation)
    {
        var issues = view.Issues;
        if (await finder.ReadAsync(view, cancellation) is { } words)
            issues = [.. issues.Where(issue => words.Finds([issue.Title, issue.Question, .. issue.Scale.Steps.SelectMany(step => new[] { step.Label, step.Definition })]))];
        var rows = await cells.RowsAsync(view, issues, view.Parties, cancellation);
        var groups = rows.GroupBy(row => row.Issue).Where(group => view.State is null || group.Any(row => row.Cells.Any(cell => cell.Is(view.State)))).ToList();
        var asked = groups.SelectMany(group => group).SelectMany(row => row.Cells).Where(cell => cell.Now.State != PositionState.NotApplicable).Select(Key).ToList();
        var began = await positions.BeginningsAsync(asked, view.Date, view.Known, view.Evidence, view.Contents.Process.OldAfterDays, view.Contents.RegionIso, cancellation);
        var summaries = new List<IssueSummary>();
        foreach (var group in groups)
        {
            var last = group.SelectMany(row => row.Cells).Where(cell => began.ContainsKey(Key(cell))).MaxBy(cell => began[Key(cell)].From);
            summaries.Add(new(group.Key, [.. group], last is null ? null : began[Key(last)], last?.Party));
        }

        var when = await db.WhenAsync(
            view, [.. summaries.SelectMany(item => item.LastChange?.Position.Readings ?? []).SelectMany(reading => reading.Evidence).Select(item => item.Statement).Distinct()], cancellation);
        return new(view, [.. summaries.Select(item => item with { Said = item.LastChange is { } last ? SaidDates.Of(last.Position, evidence => when[evidence.Statement].MadeOn) : null })]);

        static CellKey Key(Cell cell) => CellReader.Key(cell.Party, cell.Issue, cell.Region);
    }
}

/// <param name="LastChange">The newest taking up of what a party holds now; null when no party holds anything.</param>
/// <param name="ChangedBy">The party that did.</param>
public sealed record IssueSummary(Issue Issue, IReadOnlyList<CellRow> Rows, Stretch? LastChange, Party? ChangedBy)
{
    /// <summary>When the statements of the last change were made.</summary>
    public SaidDates? Said { get; init; }

    /// <summary>No statement of any party is coded on the issue.</summary>
    public bool NotCollected => Cells.All(cell => !cell.Collected);

    private IEnumerable<Cell> Cells => Rows.SelectMany(row => row.Cells);

    /// <summary>Parties that hold each step and no other, from the first pole; on a regional issue in any region.</summary>
    public IReadOnlyList<(Step Step, IReadOnlyList<Party> Parties)> Held => On((cell, rank) => cell.Now.HasStep && cell.Now.Steps == new StepRange(rank));

    /// <summary>Parties whose position covers each step, those included of which it is open which step they hold.</summary>
    public IReadOnlyList<(Step Step, IReadOnlyList<Party> Parties)> Covered =>
        On((cell, rank) => cell.Now.Readings.Any(reading => reading.Steps is { } range && range.From <= rank && rank <= range.To));

    /// <summary>Which steps, where a wording allows several or evidence disagrees: no party holds all of these. Once for each party.</summary>
    public IReadOnlyList<(Party Party, string Steps)> Open =>
    [
        .. Cells.Where(cell => cell.Now.Steps is not null && (!cell.Now.HasStep || !cell.Now.Steps.Value.IsOneStep))
            .Select(cell => (cell.Party, Steps: cell.Now.HasStep
                ? $"{cell.Now.Steps}, one of them"
                : $"{string.Join(" or ", cell.Now.Readings.Select(reading => reading.Steps is { } range ? $"{range}" : Clauses.Of(reading.State).Label.ToLowerInvariant()))}, disputed"))
            .Distinct()
            .OrderBy(item => item.Party.Name, StringComparer.Ordinal).ThenBy(item => item.Steps, StringComparer.Ordinal),
    ];

    private IReadOnlyList<(Step Step, IReadOnlyList<Party> Parties)> On(Func<Cell, int, bool> stands) =>
    [
        .. Issue.Scale.Steps.Select(step => (step, (IReadOnlyList<Party>)
            [.. Cells.Where(cell => stands(cell, step.Rank)).Select(cell => cell.Party).Distinct().OrderBy(party => party.Name, StringComparer.Ordinal)])),
    ];

    /// <summary>Parties without a step anywhere.</summary>
    public IReadOnlyList<Party> WithoutStep => [.. Cells.GroupBy(cell => cell.Party).Where(group => group.All(cell => cell.NoAnswer)).Select(group => group.Key)];
}

public sealed record IssuesModel(View View, IReadOnlyList<IssueSummary> Issues) : ITables
{
    private static readonly Schema IssuesTable = new("issues", ["issue", "title", "group", "question", "regional: yes/no", "steps_of: whole", "first_pole", "last_pole", "spread: texts", "without_step: texts", "last_change: day", "last_change_by", "last_change_edtf: texts", "last_change_earliest: day", "spread_of_one_step: texts", "spread_open: texts"]);

    public static IReadOnlyList<Schema> Tables => [IssuesTable];

    public TakeAway TakeAway => new(
        IssuesTable,
        Issues.Select(item => (IReadOnlyList<object?>)
        [
            item.Issue.Slug, item.Issue.Title, item.Issue.Group, item.Issue.Question, item.Issue.Regional, item.Issue.Scale.Count,
            item.Issue.Scale.FirstPole.Label, item.Issue.Scale.LastPole.Label,
            InTexts(item.Covered),
            item.WithoutStep.Select(party => party.Slug).ToList(), item.LastChange?.From, item.ChangedBy?.Slug, item.Said?.Edtf, item.LastChange is { } began ? SaidDates.EarliestOf(began.Position) : null,
            InTexts(item.Held), item.Open.Select(open => $"{open.Party.Slug}: {open.Steps}").ToList(),
        ]));

    private static List<string> InTexts(IReadOnlyList<(Step Step, IReadOnlyList<Party> Parties)> steps) =>
        [.. steps.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Step.Rank}: {string.Join(' ', step.Parties.Select(party => party.Slug))}").TrimEnd())];
}
