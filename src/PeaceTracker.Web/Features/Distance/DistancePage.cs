using System.Globalization;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Web.Charts.GapChart;
using PeaceTracker.Web.Embedding;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Distance;

/// <summary>Two parties, or more, on every issue: how many steps lie between them.</summary>
public sealed class DistancePage(CellReader cells)
{
    /// <summary>Orders of the rows, the default first.</summary>
    public static readonly IReadOnlyList<(string Slug, string Label)> Sorts = [("gap", "widest gap first"), ("change", "largest change of the gap first"), ("group", "by group of issues")];

    private static readonly IReadOnlyList<string> PairNames = ["a", "b"];

    public async Task<(DistanceModel? Model, Fault? Fault)> LoadAsync(View view, string? a, string? b, string? sort, CancellationToken cancellation)
    {
        // The page's own parameters travel like the shared ones, so that files and the permanent link repeat them.
        var given = new Dictionary<string, string>(view.Given);
        foreach (var (name, value) in new[] { ("a", a), ("b", b), ("sort", sort) })
        {
            if (!string.IsNullOrWhiteSpace(value))
                given[name] = value.Trim();
        }

        view = view with { Given = given };
        var (parties, fault) = ReadParties(view);
        fault ??= ReadSort(view);
        if (parties is null || fault is not null)
            return (null, fault);

        view = view with { Parties = parties };
        var all = await cells.RowsAsync(view, view.Issues, parties, cancellation);
        if (view.State is not null)
            all = [.. all.Where(row => row.Cells.Any(cell => cell.Is(view.State)))];
        // As in the matrix, regions in which everybody shown says the same are one row.
        var rows = all
            .GroupBy(row => (row.Issue, Answers: string.Join('|', row.Cells.Select(cell => cell.Answer))))
            .Select(group => new DistanceRow([.. group]))
            .ToList();
        IEnumerable<DistanceRow> sorted = (view.Given.GetValueOrDefault("sort") ?? Sorts[0].Slug) switch
        {
            "group" => rows.GroupBy(row => row.Issue.Group).SelectMany(group => group),
            "change" => rows.OrderByDescending(row => row.Change is { } change ? Math.Abs(change) : -1),
            _ => rows.OrderByDescending(row => row.Spread is { } gap ? gap.Least + gap.Most : -1),
        };
        return (new(view, all, [.. sorted]), null);
    }

    private static Fault? ReadSort(View view)
    {
        if (!view.Given.TryGetValue("sort", out var sort))
            return null;
        var known = Sorts.Any(item => item.Slug == sort);
        if (known && (sort != "change" || view.Since is not null))
            return null;
        return new(400, "The rows cannot be put in that order", "Nothing was guessed in its place.")
        {
            Parts = [known ? new("sort", sort, "a comparison date in \"since\" as well") : new("sort", sort, $"one of {string.Join(", ", Sorts.Select(item => item.Slug))}")],
            Suggestions =
            [
                .. Sorts.Where(item => item.Slug != "change" || view.Since is not null).Select(item => new Suggestion($"Show {item.Label}", view.With(("sort", item.Slug)))),
                .. known && View.Offered(view.Date.AddYears(-1)) is { } year ? [new Suggestion("Compare with a year earlier", view.With(("since", View.Iso(year))))] : Array.Empty<Suggestion>(),
            ],
        };
    }

    /// <summary>The parties asked for: a pair in the order asked, or the list; what is left out of a pair is filled from the one the process names, and the page says so.</summary>
    private static (IReadOnlyList<Party>? Parties, Fault? Fault) ReadParties(View view)
    {
        var contents = view.Contents;
        var asked = PairNames.Where(view.IsGiven).ToList();
        if (asked.Count > 0 && view.IsGiven("parties"))
            return (null, new(400, "The address asks for a pair and for a list of parties", "Nothing was guessed in its place.")
            {
                Parts = [new("parties", view.Given["parties"], "nothing beside \"a\" and \"b\", or a list without them")],
                Suggestions = [new("Show the pair", view.With(("parties", null))), new("Show the list", view.With(("a", null), ("b", null)))],
            });
        var wrong = asked.Where(name => contents.Parties.All(party => party.Slug != view.Given[name])).ToList();
        if (wrong.Count > 0)
            return (null, new(400, "There is no such party", "Nothing was guessed in its place.")
            {
                Parts = [.. wrong.Select(name => new FaultPart(name, view.Given[name], "the name of a party"))],
                Suggestions = [.. wrong.SelectMany(name => contents.NearestParties(view.Given[name]).Select(near => new Suggestion($"Use {near.Name}", view.With((name, near.Slug)))))],
            });
        if (view.IsGiven("parties") && view.Parties.Count > 1)
            return (view.Parties, null);
        if (view.IsGiven("parties"))
            return (null, new(400, "Two parties are needed", "Nothing was guessed in its place.")
            {
                Parts = [new("parties", view.Given["parties"], "the names of two or more different parties, separated by commas")],
                Suggestions = [.. Others(view.Parties[0]).Select(party => new Suggestion($"{view.Parties[0].Name} and {party.Name}", view.With(("parties", null), ("a", view.Parties[0].Slug), ("b", party.Slug))))],
            });

        var principal = contents.Parties.Where(party => contents.Process.PrincipalPair.Contains(party.Slug)).ToList();
        var one = view.IsGiven("a") ? contents.Party(view.Given["a"]) : null;
        var other = view.IsGiven("b") ? contents.Party(view.Given["b"]) : null;
        one ??= principal.First(party => party != other);
        other ??= principal.First(party => party != one);
        if (one != other)
            return ([one, other], null);
        return (null, new(400, "A party cannot be compared with itself", "Nothing was guessed in its place.")
        {
            Parts = [new("b", other.Slug, $"a party other than {one.Name}")],
            Suggestions = [.. Others(one).Select(party => new Suggestion($"Compare with {party.Name}", view.With(("b", party.Slug))))],
        });

        IEnumerable<Party> Others(Party one) => contents.Parties.Where(party => party != one && contents.Process.DefaultParties.Contains(party.Slug));
    }
}

/// <summary>Two parties in one row.</summary>
public sealed record PairGap(Cell One, Cell Other)
{
    public Gap? Now => Gap.Between(One.Now, Other.Now);

    /// <summary>On the day compared with; null also when no day is.</summary>
    public Gap? Then => One.Then is { } one && Other.Then is { } other ? Gap.Between(one, other) : null;

    /// <summary>"3 of 4 steps apart"; "no gap; Ukraine: Silent" when a side has no step to compare.</summary>
    public string InWords => Now is { } gap ? gap.InWords(One.Issue.Scale) : $"no gap to state; {string.Join("; ", new[] { One, Other }.Where(cell => !cell.Now.HasStep).Select(Side))}";

    /// <summary>"was 4", "unchanged", "had none"; null without a comparison, and when there is none now or then.</summary>
    public string? ThenInWords => One.Since is null ? null : (Now, Then) switch
    {
        (null, null) => null,
        (not null, null) => "had none",
        (null, { } then) => $"was {then.InShort}",
        ({ } now, { } then) => now == then ? "unchanged" : $"was {then.InShort}",
    };

    public string WithThen => ThenInWords is { } then ? $"{InWords}, {then}" : InWords;

    private static string Side(Cell cell) => $"{cell.Party.Name}: {(cell.Now.State == PositionState.Disputed ? $"disputed ({cell.Label})" : cell.Label)}";
}

/// <summary>An issue, or the regions of a regional one in which all parties shown say the same.</summary>
/// <param name="Rows">One, or a row a region.</param>
public sealed record DistanceRow(IReadOnlyList<CellRow> Rows)
{
    public Issue Issue => Rows[0].Issue;

    /// <summary>A party each; those of the first region speak for the others.</summary>
    public IReadOnlyList<Cell> Cells => Rows[0].Cells;

    public string Regions => StatementCard.Join([.. Rows.Select(row => row.RegionName)]);

    public string Title => Issue.Regional ? $"{Issue.Title}: {Regions}" : Issue.Title;

    public IReadOnlyList<PairGap> Pairs { get; } = [.. Pair(Rows[0].Cells)];

    public PairGap Main => Pairs[0];

    /// <summary>The gap of the two farthest apart; null when no two have steps to compare.</summary>
    public Gap? Spread => Pairs.Select(pair => pair.Now).Max(gap => gap is { } one ? (int?)(one.Least + one.Most) : null) is { } widest
        ? Pairs.First(pair => pair.Now is { } gap && gap.Least + gap.Most == widest).Now
        : null;

    /// <summary>The largest change of a gap, for the order of rows.</summary>
    public int? Change => Pairs.Select(pair => pair is { Now: { } now, Then: { } then } ? now.WiderThan(then) : (int?)null).MaxBy(change => change is { } some ? Math.Abs(some) : -1);

    /// <summary>Somebody stands somewhere on the scale, so that there is something to draw.</summary>
    public bool HasStep => Cells.Any(cell => cell.Now.Steps is not null);

    internal static IEnumerable<PairGap> Pair(IReadOnlyList<Cell> cells) =>
        cells.SelectMany((one, place) => cells.Skip(place + 1).Select(other => new PairGap(one, other)));
}

/// <param name="AllRows">A row a region, for the files.</param>
/// <param name="Rows">Folded, in the order asked for.</param>
public sealed record DistanceModel(View View, IReadOnlyList<CellRow> AllRows, IReadOnlyList<DistanceRow> Rows) : ITables, ICited, IDrawn, IEmbedded, INetworked
{
    public string CitedAs => $"Steps between {Names}";

    (Type Component, object Arguments) IDrawn.Drawing(string origin) => (typeof(GapChartViewComponent), new { chart = Drawing(origin) });

    (string Partial, object Model) IEmbedded.Part(string origin) => ("_Picture", (View.File(PictureFile.Svg), CitedAs, string.Join(" ", new[] { Counts, Closest is { } closest ? $"Closest: {closest}" : null, Widest is { } widest ? $"Widest: {widest}" : null }.OfType<string>())));

    public IReadOnlyList<Party> Parties => View.Parties;

    public bool IsPair => Parties.Count == 2;

    /// <summary>The party nobody asked for, when the address names one of a pair only; null otherwise.</summary>
    public Party? Filled => View.IsGiven("a") == View.IsGiven("b") ? null : Parties[View.IsGiven("a") ? 1 : 0];

    public string Sort => View.Given.GetValueOrDefault("sort") ?? DistancePage.Sorts[0].Slug;

    public string Names => StatementCard.Join([.. Parties.Select(party => party.Name)]);

    public IEnumerable<DistanceRow> Drawn => Rows.Where(row => row.HasStep);

    /// <summary>Rows in which nobody shown has a step.</summary>
    public IEnumerable<DistanceRow> Empty => Rows.Where(row => !row.HasStep);

    /// <summary>Gaps that can be stated: one a row for two parties, one a row and pair for more.</summary>
    private List<RowGap> Gaps => [.. Rows.SelectMany(row => row.Pairs.Where(pair => pair.Now is not null).Select(pair => new RowGap(row, pair)))];

    private sealed record RowGap(DistanceRow Row, PairGap Pair);

    /// <summary>So many issues are named as closest or widest; of more it is said how many.</summary>
    private const int MostNamed = 6;

    /// <summary>Pairs of more parties than this make no table one could read; the file has them.</summary>
    private const int MostParties = 8;

    public bool HasTable => Rows.Count > 0 && Parties.Count <= MostParties;

    /// <summary>"EU membership (same step); perhaps also ..."; null when no gap can be stated.</summary>
    public string? Closest => Gaps is { Count: > 0 } gaps ? Named(Gap.Closest(gaps, item => item.Pair.Now!.Value)) : null;

    /// <summary>"Foreign troops (3 of 4 steps apart)"; null also when all gaps are alike.</summary>
    public string? Widest => Gaps is var gaps && gaps.DistinctBy(item => item.Pair.Now).Count() > 1 ? Named(Gap.Widest(gaps, item => item.Pair.Now!.Value)) : null;

    /// <summary>The two farthest apart of three or more: "Farthest apart: Russia and Ukraine, 4 of 4 steps apart"; null when no gap can be stated, or all are on one step.</summary>
    public static string? Farthest(DistanceRow row)
    {
        if (row.Spread is not { Most: > 0 } spread)
            return null;
        var pairs = row.Pairs.Where(pair => pair.Now == spread).Select(pair => Both(pair)).ToList();
        return $"Farthest apart: {string.Join("; ", pairs.Take(MostNamed))}{(pairs.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {pairs.Count - MostNamed} more pairs") : "")}, {spread.InWords(row.Issue.Scale)}";
    }

    private static string Both(PairGap pair) => $"{pair.One.Party.Name} and {pair.Other.Party.Name}";

    /// <summary>What can be said of how many rows, in one sentence.</summary>
    public string Counts
    {
        get
        {
            var gaps = Rows.Count(row => row.Pairs.Any(pair => pair.Now is not null));
            return string.Create(CultureInfo.InvariantCulture, $"{gaps} of {Rows.Count} {(Rows.Count == 1 ? "row has" : "rows have")} a gap to state: both {(IsPair ? "sides have" : "parties of a pair have")} a step, and neither is disputed.");
        }
    }

    /// <summary>"Barred in law (step 6 of 6), reported, 31 Aug 2025".</summary>
    public static string Stand(Cell cell) => string.Join(
        ", ",
        new[]
        {
            cell.Now.Steps is { } steps && cell.Now.State != PositionState.Disputed ? string.Create(CultureInfo.InvariantCulture, $"{cell.Label} (step {steps} of {cell.Issue.Scale.Count})") : cell.Label,
        }
        .Concat(cell.Qualifiers)
        .Concat(cell.Now.StatedOn is not null ? [cell.Said.ToShortWords() + (cell.Now.Old ? ", old" : "")] : [])
        .Concat(cell.Changed ? [cell.ChangeInWords!] : []));

    /// <param name="origin">Scheme and host where the drawing stands alone; null inside the page.</param>
    public static GapStripModel Strip(DistanceRow row, string? origin = null) => new(
        GapStrip.Of(row.Issue.Scale, [.. row.Cells.Select(cell => new GapSide(cell.Party.Monogram, cell.Now, cell.Then))]),
        row.Issue.Slug + (row.Rows[0].Region?.Slug is { } region ? "-" + region : ""),
        // Several regions have several workings; the one page that lists them is that of the party on the issue.
        [.. row.Cells.Select(cell => origin + (row.Rows.Count == 1 ? cell.Address : cell.RegionsAddress))],
        [.. row.Cells.Select(cell => $"{cell.Party.Name} on {row.Title}: {cell.Label}{(cell.Spoken.Length > 0 ? ", " + cell.Spoken : "")}")]);

    public GapChartModel Drawing(string origin) => new(
        $"{Names}: steps apart on {View.Words(View.Date)}{(View.Since is { } since ? $", compared with {View.Words(since)}" : "")}",
        [.. new[] { Counts, Closest is { } closest ? $"Closest: {closest}" : null, Widest is { } widest ? $"Widest: {widest}" : null, Note }.OfType<string>().SelectMany(text => Charts.StepChart.ChartText.Fold(text, 150))],
        [.. Drawn.Select(row => new GapChartRow(
            row.Title, row.Issue.Scale.FirstPole.Label, row.Issue.Scale.LastPole.Label, Strip(row, origin),
            [.. IsPair ? [row.Main.WithThen] : Array.Empty<string>(), .. row.Cells.Select(cell => $"{cell.Party.Monogram} {cell.Party.Name}: {Stand(cell)}")]))],
        [
            .. IsPair ? [$"Rounded mark: {Parties[0].Name}. Square mark: {Parties[1].Name}. Split mark: both on one step."] : Array.Empty<string>(),
            "Italic: reported. \"if\": on a condition. \"old\": not restated for long. Hollow: inferred. Dashed: disputed, a mark a reading. Open bracket: no step.",
            .. Empty.Any() ? [$"Left out, with no step of any party shown: {string.Join("; ", Empty.Select(row => row.Title))}."] : Array.Empty<string>(),
            $"As known at {View.Instant(View.Known)}. {(View.EvidenceInWords is { } filter ? $"Evidence counted: {filter}. " : "")}Source: PeaceTracker, from statements with their sources. Licence: {View.Contents.Process.LicenceName}, {View.Contents.Process.LicenceAddress}",
            origin + View.Permalink,
        ]);

    private static readonly Column[] NodeColumns = ["label"];

    private static readonly Column[] EdgeColumns = ["weight: decimal", "issues_same: whole", "issues_perhaps_same: whole", "issues_apart: whole", "issues_compared: whole"];

    /// <summary>
    /// The parties, a line between two that can be compared on an issue at all. An issue counts once: as same when both stand on one step in every
    /// region in which they can be compared, as apart when they surely do not in some. The weight is the share of issues that are surely the same.
    /// </summary>
    NetworkFile INetworked.Network => new(
        NodeColumns, EdgeColumns,
        [.. Parties.Select(party => new NetworkNode($"party/{party.Slug}", [party.Name]))],
        [
            .. AllRows.SelectMany(row => DistanceRow.Pair(row.Cells)).Where(pair => pair.Now is not null).GroupBy(pair => (pair.One.Party, pair.Other.Party)).Select(pairs =>
            {
                var issues = pairs.GroupBy(pair => pair.One.Issue).ToList();
                var apart = issues.Count(issue => issue.Any(pair => pair.Now!.Value.Least > 0));
                var same = issues.Count(issue => issue.All(pair => pair.Now!.Value.Most == 0));
                return new NetworkEdge($"party/{pairs.Key.Item1.Slug}", $"party/{pairs.Key.Item2.Slug}", [Math.Round((decimal)same / issues.Count, 4), same, issues.Count - same - apart, apart, issues.Count]);
            }),
        ]);

    public const string Note = "Steps are an order, not a measure: they are not added up, and a step on one scale is not worth a step on another.";

    private static readonly Schema GapsTable = new("distance", [
        "issue", "region", "region_name", "a", "a_name", "a_state", "a_step_from: whole", "a_step_to: whole", "a_step_label", "b", "b_name", "b_state", "b_step_from: whole", "b_step_to: whole", "b_step_label",
        "gap_least: whole", "gap_most: whole", "gap_of: whole", "gap_in_words", "gap_least_then: whole", "gap_most_then: whole", "gap_then_in_words", "a_statements: wholes", "b_statements: wholes",
    ]);

    public static IReadOnlyList<Schema> Tables => [GapsTable, CellReader.Positions];

    public TakeAway TakeAway => new(
        GapsTable,
        AllRows.SelectMany(row => DistanceRow.Pair(row.Cells).Select(pair => (IReadOnlyList<object?>)
        [
            row.Issue.Slug, row.RegionKey, row.RegionName, .. Side(pair.One), .. Side(pair.Other),
            pair.Now?.Least, pair.Now?.Most, row.Issue.Scale.Count - 1, pair.InWords, pair.Then?.Least, pair.Then?.Most, pair.ThenInWords,
            pair.One.Statements.ToList(), pair.Other.Statements.ToList(),
        ])))
    {
        More = [CellReader.TakeAway(AllRows)],
    };

    private static IReadOnlyList<object?> Side(Cell cell) =>
        [cell.Party.Slug, cell.Party.Name, cell.StateSlug, cell.Now.Steps?.From, cell.Now.Steps?.To, cell.Now.Steps is null ? null : cell.Label];

    private string Named((IReadOnlyList<RowGap> Sure, IReadOnlyList<RowGap> Perhaps) gaps) =>
        List(gaps.Sure) + (gaps.Perhaps.Count == 0 ? "."
            // Of many pairs the list would be longer than what it sums up.
            : IsPair ? $". Where a wording allows several steps, perhaps also: {List(gaps.Perhaps)}."
            : string.Create(CultureInfo.InvariantCulture, $". Where a wording allows several steps, {gaps.Perhaps.Count} more may tie with them."));

    private string List(IReadOnlyList<RowGap> gaps) => string.Join("; ", gaps
        .GroupBy(item => item.Pair.InWords)
        .Select(alike =>
        {
            var named = alike.GroupBy(item => (item.Row.Issue, Pair: IsPair ? null : Both(item.Pair)))
                .Select(issue => Where(issue.Key.Issue, [.. issue.SelectMany(item => item.Row.Rows)]) + (issue.Key.Pair is { } pair ? $", {pair}" : "")).ToList();
            var shown = IsPair ? named : [.. named.Take(MostNamed)];
            return $"{string.Join(IsPair ? ", " : "; ", shown)}{(named.Count > shown.Count ? string.Create(CultureInfo.InvariantCulture, $"; {named.Count - shown.Count} more in the {(HasTable ? "table" : "files")} below") : "")} ({alike.Key})";
        }));

    private string Where(Issue issue, IReadOnlyList<CellRow> regions) =>
        !issue.Regional ? issue.Title
        : IsPair || regions.Count <= 2 ? $"{issue.Title} in {StatementCard.Join([.. regions.Select(row => row.RegionName)])}"
        : string.Create(CultureInfo.InvariantCulture, $"{issue.Title} in {regions.Count} regions");
}
