using System.Globalization;
using PeaceTracker.Data;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Web.Charts.StepChart;
using PeaceTracker.Web.Embedding;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Issues;

/// <summary>One issue: its scale, where the parties stand, and how they came there.</summary>
public sealed class IssuePage(CellReader cells, PositionReader positions, StatementCardReader cards, PeaceTrackerDbContext db, IConfiguration configuration)
{
    /// <summary>Codings from which a page derives its history; of a longer record the newest, in whole days. Files have all of it.</summary>
    private readonly int most = Math.Max(1, configuration.GetValue("Lists:History", 2_000));

    /// <summary>The chart shows so many months when no first day is asked for.</summary>
    public const int DefaultMonths = 24;

    /// <summary>Days before the first statement on the axis.</summary>
    private const int Margin = 30;

    /// <summary>Statements in one drawing: with more no mark can be told from the next.</summary>
    private const int MostMarks = 400;

    public async Task<(IssueModel? Model, Fault? Fault)> LoadAsync(
        View view, string issueSlug, string? regionKey, string? fromText, string? toText, CancellationToken cancellation)
    {
        var contents = view.Contents;
        var issue = contents.Issues.FirstOrDefault(row => row.Slug == issueSlug);
        if (issue is null)
            return (null, Fault.NotFound("issue", issueSlug, contents.NearestIssues(issueSlug).Select(near => new Suggestion(near.Title, view.Link($"issues/{near.Slug}")))));

        // The page's own parameters travel like the shared ones, so that files and the permanent link repeat them.
        var given = new Dictionary<string, string>(view.Given);
        foreach (var (name, value) in new[] { ("region", regionKey), ("from", fromText), ("to", toText) })
        {
            if (!string.IsNullOrWhiteSpace(value))
                given[name] = value.Trim();
        }

        view = view with { Given = given };
        IReadOnlyList<int> parties = [.. view.Parties.Select(party => party.Id)];
        var (region, regionFault) = await ReadRegionAsync(view, issue, parties, cancellation);
        if (regionFault is not null)
            return (null, regionFault);
        var (asked, to, windowFault) = ReadWindow(view);
        if (windowFault is not null)
            return (null, windowFault);

        var since = view.Format is null or PictureFile.Svg or PictureFile.Png ? await positions.DayBehindAsync(most, parties, issue.Id, to, view.Known, cancellation) : null;
        var rows = await cells.RowsAsync(view, [issue], view.Parties, cancellation);
        var collected = rows.SelectMany(row => row.Cells).Any(cell => cell.Collected);
        var seated = view.Parties.Where(party => contents.NoSeat(party.Slug, issue.Slug) is null).ToList();
        var drawnRow = IssueModel.RowOf(rows, region);
        var histories = await positions.HistoriesAsync(
            rows.SelectMany(row => seated.Select(party => CellReader.Key(party, issue, row.Region))).ToDictionary(cell => cell, _ => since), since is null ? view.Date : to, view.Known, view.Evidence,
            contents.Process.OldAfterDays, contents.RegionIso, cancellation);
        var when = await db.WhenAsync(view, StatementsOf(histories, seated, issue, drawnRow.Region), cancellation);
        var lanes = view.Parties.Select(Lane).ToList();
        var from = asked ?? DefaultFrom(view, to, lanes);
        var all = DatedChange.Fold(rows.SelectMany(row => seated.SelectMany(party => DatedChange.Of(view, row, party, histories[CellReader.Key(party, issue, row.Region)].History, when, since))));
        // Without days asked for the table holds every change, and only the drawing is cut.
        var wanted = from;
        from = Drawable(lanes, since > from ? since.Value : from, to);
        var drawn = all.Where(change => change.Day >= from && change.Day <= to).ToList();
        var shown = view.IsGiven("from") || view.IsGiven("to") ? [.. all.Where(change => change.Day >= wanted && change.Day <= to)] : all;
        var events = drawn.Where(change => change.Regions.Contains(drawnRow)).SelectMany(change => change.Events).Distinct();
        var chart = StepChartLayout.Of(issue.Scale, lanes, from, to, events, contents.Process.OldAfterDays);
        // The words stand on the page only, for the marks of the drawing; files name the statements by number.
        var told = view.Format is null ? DatedChange.Newest(shown, IssueModel.Most).Where(change => change.Day >= from && change.Day <= to).SelectMany(change => change.Statements).Distinct().ToList() : [];
        var statements = told.Count == 0 ? [] : await db.WithDetailsAsync(db.Published(contents.Process.Id, view.Known).Where(row => told.Contains(row.Number)), view.Known, cancellation);
        return (new(view, issue, region, rows, chart, shown, since is null ? all.Count - shown.Count : null, (since is null ? First(lanes) : await positions.FirstDayAsync(parties, issue.Id, view.Known, cancellation))?.AddDays(-Margin))
        {
            TooMany = from > wanted,
            DerivedFrom = since,
            Spoke = view.Parties.Zip(lanes).Where(pair => pair.Second.History.Any(entry => entry.From <= to)).Select(pair => pair.First.Slug).ToHashSet(),
            Cards = (await cards.CardsAsync(view, statements, cancellation)).ToDictionary(card => card.Statement.Number),
        }, null);

        StepLane Lane(Party party) => histories.TryGetValue(CellReader.Key(party, issue, drawnRow.Region), out var own)
            ? new(party.Name, own.History, own.Evidence) { NotCollected = !collected, When = when }
            : new(party.Name, [], []) { NoSeat = true };
    }

    /// <summary>Numbers of the statements whose dates are told: of those that decided anywhere, and of all in the row that is drawn.</summary>
    private static HashSet<int> StatementsOf(Dictionary<CellKey, CellHistory> histories, IReadOnlyList<Party> parties, Issue issue, Region? drawn) =>
    [
        .. histories.Values.SelectMany(cell => cell.History).SelectMany(entry => entry.Position.Readings).SelectMany(reading => reading.Evidence)
            .Concat(parties.SelectMany(party => histories[CellReader.Key(party, issue, drawn)].Evidence)).Select(item => item.Statement),
    ];

    private async Task<(Region? Region, Fault? Fault)> ReadRegionAsync(View view, Issue issue, IReadOnlyList<int> parties, CancellationToken cancellation)
    {
        view.Given.TryGetValue("region", out var asked);
        if (!issue.Regional)
            return asked is null ? (null, null) : (null, new(400, $"{issue.Title} is not coded by region", "Leave the region out.")
            {
                Parts = [new("region", asked, "no region")],
                Suggestions = [new("Show the issue", view.With(("region", null)))],
            });
        if (asked == CellRow.OtherRegions)
            return (null, null);
        if (asked is null)
        {
            var counts = await positions.RegionCountsAsync(parties, issue.Id, view.Date, view.Known, cancellation);
            return (view.Contents.Regions.Where(row => counts.ContainsKey(row.Id)).OrderByDescending(row => counts[row.Id]).ThenBy(row => row.Name, StringComparer.Ordinal).FirstOrDefault(), null);
        }

        if (view.Contents.Regions.FirstOrDefault(row => row.Iso == asked || row.Slug == asked) is { } region)
            return (region, null);
        return (null, new(400, "There is no such region", "Nothing was guessed in its place.")
        {
            Parts = [new("region", asked, "an ISO 3166-2 code such as UA-14, or \"other\"")],
            Suggestions = [.. view.Contents.NearestRegions(asked).Select(row => new Suggestion(row.Name, view.With(("region", row.Iso)))), new("The region with the most statements", view.With(("region", null)))],
        });
    }

    /// <returns>Without a first day where none is asked for.</returns>
    private static (DateOnly? From, DateOnly To, Fault? Fault) ReadWindow(View view)
    {
        var parts = new List<FaultPart>();
        var to = Day("to") ?? view.Date;
        if (to > view.Date)
            parts.Add(new("to", View.Iso(to), $"a day up to the date looked at ({View.Iso(view.Date)})"));
        var from = Day("from");
        if (parts.Count == 0 && from is { } first && first >= to)
            parts.Add(new("from", View.Iso(first), $"a day before the end of the axis ({View.Iso(to)})"));
        return (from, to, parts.Count == 0 ? null : new(400, "The chart cannot be drawn for these days", "Nothing was guessed in their place.")
        {
            Parts = parts,
            Suggestions =
            [
                new(FormattableString.Invariant($"Show the last {DefaultMonths} months"), view.With(("from", null), ("to", null))),
                .. View.Offered(view.Date.AddMonths(-12)) is { } year ? [new Suggestion("Show the last 12 months", view.With(("from", View.Iso(year)), ("to", null)))] : Array.Empty<Suggestion>(),
            ],
        });

        DateOnly? Day(string name)
        {
            if (!view.Given.TryGetValue(name, out var text))
                return null;
            if (PartialDay.Read(text) is { } days && days.First >= View.FirstDay)
                return name == "from" ? days.First : days.Last;
            parts.Add(new(name, text, $"a day such as 2025-08-31, a month or a year, from {View.Iso(View.FirstDay)} on"));
            return null;
        }
    }

    /// <summary>The last months before the end of the axis, or all since the day compared with; where nothing was said in them, from the newest statement before.</summary>
    private static DateOnly DefaultFrom(View view, DateOnly to, List<StepLane> lanes)
    {
        var from = to.AddMonths(-DefaultMonths);
        if (view.Since is { } since && since < from)
            from = since.AddDays(-Margin);
        var last = lanes.SelectMany(lane => lane.Evidence).Where(item => item.Day <= to).MaxBy(item => item.Day);
        return last is not null && last.Day < from ? last.Earliest.AddDays(-Margin) : from;
    }

    /// <summary>Where the drawing begins: later than its days, where more was said in them than can be drawn.</summary>
    private static DateOnly Drawable(List<StepLane> lanes, DateOnly from, DateOnly to) =>
        lanes.SelectMany(lane => lane.Evidence).Where(item => item.Day >= from && item.Day < to).Select(item => item.Day).OrderDescending().Skip(MostMarks).Take(1).ToList() is [var day] ? day : from;

    /// <summary>First day on which one of the parties may have said something on the issue.</summary>
    private static DateOnly? First(List<StepLane> lanes) => lanes.SelectMany(lane => lane.Evidence).Select(item => (DateOnly?)item.Earliest).Min();
}

/// <param name="Region">The region drawn; null when the issue is not regional, and for the regions no coding names.</param>
/// <param name="Rows">Where the parties stand.</param>
/// <param name="Changes">Newest first, of all regions; within the days of the chart when these were asked for.</param>
/// <param name="ChangesOutside">Changes left out because of these days; null where not all were looked for.</param>
/// <param name="FirstDay">Where an axis with everything on it begins; null when there is nothing.</param>
public sealed record IssueModel(
    View View, Issue Issue, Region? Region, IReadOnlyList<CellRow> Rows, StepChartLayout Chart, IReadOnlyList<DatedChange> Changes, int? ChangesOutside, DateOnly? FirstDay) : ITables, ICited, IDrawn, IEmbedded
{
    public string CitedAs => $"{Issue.Title}{Where} over time";

    (Type Component, object Arguments) IDrawn.Drawing(string origin) => (typeof(StepChartViewComponent), new { chart = Drawing(origin) });

    (string Partial, object Model) IEmbedded.Part(string origin) => ("_Picture", (View.File(PictureFile.Svg), CitedAs, $"{Finding}. {Summary}"));

    /// <summary>Changes on one page.</summary>
    internal const int Most = 200;

    /// <summary>Those on the page; files have them all.</summary>
    public IReadOnlyList<DatedChange> Shown => field ??= DatedChange.Newest(Changes, Most);

    public int Left => Changes.Count - Shown.Count;

    /// <summary>The first day from which changes were looked for; null where all were. What lies before is on earlier pages, and in files.</summary>
    public DateOnly? DerivedFrom { get; init; }

    /// <summary>The same page, its axis ending on the day before the last change shown, or before what was looked through.</summary>
    public string Earlier => View.With(
        ("from", View.Iso(FirstDay is { } first && first >= View.FirstDay ? first : View.FirstDay)), ("to", View.Iso((Left > 0 ? Shown[^1].Day : DerivedFrom!.Value).AddDays(-1))));

    /// <summary>There may be earlier changes than those on the page.</summary>
    public bool HasEarlier => Left > 0 || DerivedFrom > FirstDay;

    /// <summary>The statements of the changes on the page that are drawn, by number; empty for a file.</summary>
    public IReadOnlyDictionary<int, StatementCard> Cards { get; init; } = new Dictionary<int, StatementCard>();

    /// <summary>More was said in the days of the axis than can be drawn, and it begins later.</summary>
    public bool TooMany { get; init; }

    /// <summary>Slugs of the parties that hold or held a position by the end of the axis.</summary>
    public IReadOnlySet<string> Spoke { get; init; } = new HashSet<string>();

    public string Where => !Issue.Regional ? "" : Region is null ? " (every other region)" : $" ({Region.Name})";

    /// <summary>No statement of any party is coded on the issue.</summary>
    public bool NotCollected => Rows.SelectMany(row => row.Cells).All(cell => !cell.Collected);

    /// <summary>Stretches of time one can ask for.</summary>
    public IEnumerable<(string Text, string Address, bool Current)> Presets
    {
        get
        {
            if (FirstDay is { } first && first >= View.FirstDay && first < View.Date)
                yield return Preset("all", View.Iso(first));
            yield return Preset(string.Create(CultureInfo.InvariantCulture, $"{IssuePage.DefaultMonths} months"), null);
            var year = View.Date.AddMonths(-12);
            if (year >= View.FirstDay)
                yield return Preset("12 months", View.Iso(year));
            foreach (var item in View.Contents.Events.Where(item => item.Latest < View.Date && item.Kind is "summit" or "leak").TakeLast(3))
            {
                var end = item.Latest.AddDays(AroundDays);
                yield return Preset(string.Create(CultureInfo.InvariantCulture, $"{AroundDays} days around {item.Title}"), View.Iso(item.Earliest.AddDays(-AroundDays)), end < View.Date ? View.Iso(end) : null);
            }
        }
    }

    private const int AroundDays = 60;

    private (string Text, string Address, bool Current) Preset(string text, string? from, string? to = null) =>
        (text, View.With(("from", from), ("to", to)), View.Given.GetValueOrDefault("from") == from && View.Given.GetValueOrDefault("to") == to);

    /// <summary>What each party did, one a party: between the day compared with and the date when there is one, otherwise within the axis.</summary>
    private IReadOnlyList<(Party Party, Movement Movement)> Movements => field ??= [.. View.Parties.Select(party => (party, Of(party)))];

    private CellRow Row => RowOf(Rows, Region);

    private List<DatedChange> Drawn => [.. Changes.Where(change => change.Day >= Chart.From && change.Day <= Chart.To && change.Regions.Contains(Row))];

    /// <summary>The row in which the region drawn stands: a region no coding names is one of "every other region", which comes last.</summary>
    public static CellRow RowOf(IReadOnlyList<CellRow> rows, Region? region) => rows.FirstOrDefault(row => row.Region?.Iso == region?.Iso) ?? rows[^1];

    private Movement Of(Party party)
    {
        var cell = Row.Cells.First(cell => cell.Party == party);
        if (cell.Now.State == PositionState.NotApplicable)
            return Movement.NoSeat;
        List<(ChangeKind Kind, Position Then)> changes = View.Since is null
            ? [.. Drawn.Where(change => change.Party == party).Select(change => (change.Change.Kind, change.From))]
            : cell.Changed ? [(cell.Change!.Kind, cell.Then!)] : [];
        if (changes.Exists(change => change.Kind == ChangeKind.Moved))
            return Movement.Moved;
        if (changes.Exists(change => change.Kind == ChangeKind.MayBeUnchanged))
            return Movement.Perhaps;
        // A first statement is no difference from one before; a step after silence is.
        if (changes.Exists(change => change.Then.State != PositionState.NoStatement))
            return Movement.Otherwise;
        return changes.Count > 0 ? Movement.Appeared
            : (View.Since is null ? Spoke.Contains(party.Slug) : cell.Now.State != PositionState.NoStatement) ? Movement.None
            : Movement.NoStatement;
    }

    /// <summary>What the page shows, in one sentence.</summary>
    public string Finding
    {
        get
        {
            var count = Movements.Count(item => item.Movement == Movement.Moved);
            var on = $"on {Issue.Title}{Where}";
            if (View.Since is { } since)
                return count == 0
                    ? $"No party shown moved {on} since {View.Words(since)}"
                    : string.Create(CultureInfo.InvariantCulture, $"{count} of {View.Parties.Count} parties shown moved {on} since {View.Words(since)}");
            var last = Drawn.Find(change => change.Change.Kind == ChangeKind.Moved);
            return last is null
                ? $"No party shown moved {on} in this time"
                : string.Create(CultureInfo.InvariantCulture, $"{count} of {View.Parties.Count} parties shown moved {on}, last {last.Party.Name}{(last.Said.IsExact ? "" : ",")} {last.Said.OnInWords}");
        }
    }

    /// <summary>Who moved and who did not; of whom nothing is on record, apart.</summary>
    public string Summary
    {
        get
        {
            var span = View.Since is { } since ? $"{View.Words(since)} to {View.Words(View.Date)}" : $"{View.Words(Chart.From)} to {View.Words(Chart.To)}";
            return string.Join(' ', Sentences().Prepend($"{span}."));

            IEnumerable<string> Sentences()
            {
                foreach (var (movement, words) in new[]
                {
                    (Movement.Moved, "Moved"),
                    (Movement.Perhaps, "May have moved or not, as a wording allows several steps"),
                    (Movement.Otherwise, "Differs in another way"),
                    (Movement.Appeared, "First on record"),
                    (Movement.None, "Did not move"),
                    (Movement.NoStatement, NotCollected ? Cell.NotCollectedLabel : "No statement found"),
                    (Movement.NoSeat, "No seat"),
                })
                {
                    var names = Movements.Where(item => item.Movement == movement).Select(item => item.Party.Name).ToList();
                    if (names.Count > 0)
                        yield return $"{words}: {string.Join(", ", names)}.";
                }
            }
        }
    }

    private enum Movement
    {
        Moved,
        Perhaps,
        Otherwise,
        Appeared,
        None,
        NoStatement,
        NoSeat,
    }

    public string? LetterOf(TalksEvent talksEvent) => Chart.Events.FirstOrDefault(item => item.Event.Slug == talksEvent.Slug)?.Letter;

    /// <param name="origin">Scheme and host for a drawing that stands alone; null inside the page.</param>
    public StepChartModel Drawing(string? origin) => new(View, Chart, $"{Issue.Title}{Where}: {Issue.Question}", Finding + ".", origin,
    [
        "Source: PeaceTracker, from statements with their sources; each mark links to its statement.",
        $"As of {View.Iso(View.Date)}, as known at {View.Instant(View.Known)}. {(View.EvidenceInWords is { } filter ? $"Evidence counted: {filter}. " : "")}Licence: {View.Contents.Process.LicenceName}, {View.Contents.Process.LicenceAddress}",
        origin + View.Permalink,
        .. Chart.Events.Chunk(3).Select(row => string.Join("   ", row.Select(item => $"{item.Letter} {item.Event.Title}"))),
    ]);

    private static readonly Schema ScaleTable = new("scale", ["rank: whole", "label", "definition"]);

    public static IReadOnlyList<Schema> Tables => [DatedChange.Changes, CellReader.Positions, ScaleTable];

    public TakeAway TakeAway => DatedChange.TakeAway(Changes) with
    {
        More =
        [
            CellReader.TakeAway(Rows),
            new(ScaleTable, Issue.Scale.Steps.Select(step => (IReadOnlyList<object?>)[step.Rank, step.Label, step.Definition])),
        ],
    };
}
