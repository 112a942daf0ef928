using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Charts.TileGrid;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Territory;

/// <summary>Reads what texts give regions, and what is reported of their control.</summary>
public sealed class TerritoryReader(PeaceTrackerDbContext db)
{
    private static readonly string[] Issues = [TerritorialStatusRule.ControlIssue, TerritorialStatusRule.LawIssue];

    /// <summary>The clauses that speak of territory, by name of the proposal.</summary>
    /// <param name="proposals">Null for all.</param>
    /// <param name="region">ISO code: only clauses that bear on it; null for all.</param>
    public async Task<ILookup<string, Statement>> ClausesAsync(View view, IReadOnlyCollection<string>? proposals, string? region, CancellationToken cancellation)
    {
        var said = db.Said(view).Where(row => row.Proposal != null && row.Codings.Any(coding => Issues.Contains(coding.Issue)));
        if (proposals is not null)
            said = said.Where(row => proposals.Contains(row.Proposal!));
        if (region is not null)
            said = said.Where(row => row.Codings.Any(coding => Issues.Contains(coding.Issue) && (coding.Region == null || coding.Region == region)));
        return (await db.WithDetailsAsync(said.OrderBy(row => row.Number), view.Known, cancellation)).ToLookup(row => row.Proposal!);
    }

    /// <summary>Names of the proposals a clause of which speaks of territory.</summary>
    public async Task<HashSet<string>> WithTerritoryAsync(View view, CancellationToken cancellation) =>
        [.. await db.Said(view).Where(row => row.Proposal != null && row.Codings.Any(coding => Issues.Contains(coding.Issue))).Select(row => row.Proposal!).Distinct().ToListAsync(cancellation)];

    /// <summary>The figures whose statements may be shown, with their sources. A figure is public when its statement is.</summary>
    public async Task<ReportedFigures> FiguresAsync(View view, CancellationToken cancellation)
    {
        var process = view.Contents.Process.Id;
        var figures = await db.Figures.AsNoTracking()
            .Where(row => row.ProcessId == process)
            .Join(db.Said(view), figure => figure.Statement, statement => statement.Number, (figure, statement) => figure)
            .OrderBy(figure => figure.Id)
            .ToListAsync(cancellation);
        var numbers = figures.Select(figure => figure.Source).Distinct().ToList();
        var sources = await db.Sources.AsNoTracking().Include(row => row.Publisher)
            .Where(row => row.ProcessId == process && numbers.Contains(row.Number))
            .ToDictionaryAsync(row => row.Number, cancellation);
        return new(view, figures, sources);
    }
}

/// <summary>Figures of control and the words they are printed in.</summary>
public sealed record ReportedFigures(View View, IReadOnlyList<ControlFigure> Figures, IReadOnlyDictionary<int, Source> Sources) : ITables
{
    public RegionControl Of(Region region) => RegionControl.Derive(region.Iso, Figures, View.Date);

    public IReadOnlyList<ControlFigure> WholeCountry => RegionControl.WholeCountry(Figures, View.Date);

    public bool IsOld(ControlFigure figure) => figure.AsOf.Latest is { } day && View.Date.DayNumber - day.DayNumber > View.Contents.Process.OldAfterDays;

    /// <summary>"Donetsk and Luhansk together", "Kharkiv", "the whole country".</summary>
    public string Whole(ControlFigure figure) => figure.Regions.Count switch
    {
        0 => "the whole country",
        1 => Name(figure.Regions[0]),
        _ => $"{string.Join(" and ", figure.Regions.Select(Name).Order(StringComparer.Ordinal))} together",
    };

    /// <summary>"88 per cent of Donetsk and Luhansk together reported as held by Russia, as of August 2025 (uncertain)".</summary>
    public string InWords(ControlFigure figure) =>
        $"{figure.Share} of {Whole(figure)} reported as held by {View.Contents.PartyName(figure.HeldBy)}, as of {figure.AsOf.ToShortWords()}{(IsOld(figure) ? ", old" : "")}";

    public string Spoken(Region region, RegionControl control) => string.Join("; ", control.Figures.Select(InWords).Prepend($"{region.Name}: {RegionControl.Of(control.Status).Label}"));

    public string Statement(ControlFigure figure) => View.Link(FormattableString.Invariant($"statements/{figure.Statement}"));

    public string SourceAddress(ControlFigure figure) => View.Link(FormattableString.Invariant($"sources/{figure.Source}"));

    private string Name(string iso) => View.Contents.Region(iso)?.Name ?? iso;

    public static readonly Schema Table = new("control",
        ["region", "region_name", "status", "letters", "share", "share_low: decimal", "share_high: decimal", "share_of: texts", "held_by", "as_of_text", "old: yes/no", "attributed_to", "statement: whole", "source: whole", "source_title", "record", "note"]);

    public static IReadOnlyList<Schema> Tables => [Table];

    /// <summary>A row a region and figure; a region without one has a row too.</summary>
    public IEnumerable<IReadOnlyList<object?>> Rows(IEnumerable<Region> regions) =>
        regions.SelectMany(region =>
        {
            var control = Of(region);
            return control.Figures.DefaultIfEmpty().Select(figure => Row(region.Iso, region.Name, control.Status, figure));
        });

    private IReadOnlyList<object?> Row(string iso, string name, ReportedControl status, ControlFigure? figure) =>
    [
        iso, name, RegionControl.Of(status).Slug, RegionControl.Of(status).Letter, figure?.Share, figure?.ShareLow, figure?.ShareHigh, figure?.Regions, figure?.HeldBy, figure?.AsOf.Text,
        figure is null ? null : IsOld(figure), figure?.AttributedTo, figure?.Statement, figure?.Source, figure is null ? null : Sources[figure.Source].Title, figure?.Record, figure?.Note,
    ];
}

/// <summary>A clause as it is named and linked.</summary>
public sealed record ClauseLink(string Words, string Address);

/// <summary>What one text gives every region asked for.</summary>
public sealed record TextTerritory(View View, Proposal Proposal, IReadOnlyList<(Region Region, RegionStatus Status)> Regions)
{
    public string Address => View.Link($"proposals/{Proposal.Slug}");

    /// <summary>The clauses that decide a status; several statements of one clause are one.</summary>
    public IReadOnlyList<ClauseLink> Clauses(RegionStatus status) => [.. status.Deciding.Select(reason => Link(reason.Clause)).Distinct()];

    public ClauseLink Link(Statement clause) => new(Named(clause), $"{Address}#{ClausePlace.Anchor(clause.Clause, clause.Number)}");

    private static string Named(Statement clause) => ClausePlace.InSentence(clause.Clause, clause.Number);

    /// <summary>What the text says of the region too and the status covers, each with its clause: a withdrawal beside recognition in law.</summary>
    public IReadOnlyList<(string Words, ClauseLink Clause)> AlsoSaid(RegionStatus status) =>
    [
        .. status.Reasons
            // What an editor concluded from the very words that are shown is not said beside them.
            .Where(reason => reason.SetAside == StatusClause.Covered && reason.Coding.State != CodingState.Inferred)
            .Select(reason => (string.Join(" / ", reason.Says.Select(one => TerritorialStatusRule.Of(one).Label)), Link(reason.Clause)))
            .Distinct(),
    ];

    public static IReadOnlyList<int> Statements(RegionStatus status) => [.. status.Deciding.Select(reason => reason.Clause.Number).Distinct()];

    /// <summary>"divided, frozen at the line of contact, clause 21b"; with what qualifies it.</summary>
    public string InWords(RegionStatus status)
    {
        var parts = new List<string> { status.InWords };
        parts.AddRange(Clauses(status).Select(clause => clause.Words).Distinct());
        parts.AddRange(Qualifiers(status));
        return string.Join(", ", parts);
    }

    /// <summary>"inferred", "if ...", "by words about the whole country".</summary>
    public static IEnumerable<string> Qualifiers(RegionStatus status)
    {
        if (status.Inferred)
            yield return "inferred";
        if (status.WholeCountry)
            yield return "by words about the whole country";
        foreach (var (says, condition) in status.Conditions)
        {
            var held = condition.StartsWith("if ", StringComparison.Ordinal) ? condition : $"if: {condition}";
            yield return status.Status == TerritorialStatus.Ambiguous ? $"{string.Join('/', says.Select(one => TerritorialStatusRule.Of(one).Letter))} {held}" : held;
        }
    }

    /// <summary>Why editors concluded what decides, or which readings the wording allows.</summary>
    public static IReadOnlyList<string> ReasonsGiven(RegionStatus status) => [.. status.Deciding.Select(reason => reason.Coding.Reason).OfType<string>().Distinct()];

    /// <summary>"Territory: Divided at the front (step 3 of 5), Recognition: ...": one line a coding that says something different.</summary>
    public IEnumerable<string> Steps(RegionStatus status, bool setAside = false) => status.Reasons
        .Where(reason => setAside == reason.SetAside is not null)
        .Select(reason => (Reason: reason, Line: Step(reason)))
        .Select(pair => pair.Reason.SetAside is { } why ? $"{pair.Line}. Not shown: {TerritorialStatusRule.ShortText(why)}" : pair.Line)
        .Distinct();

    private string Step(StatusReason reason)
    {
        var issue = View.Contents.Issue(reason.Coding.Issue);
        var steps = reason.Coding.Steps is { } range ? FormattableString.Invariant($"{issue.Scale.Label(range)} (step{(range.IsOneStep ? "" : "s")} {range} of {issue.Scale.Count})") : "special status";
        return $"{issue.Title}: {steps}, {Words.Of(reason.Coding.State).Label}, {Named(reason.Clause)}";
    }

    private static string Tone(RegionStatus status) => status.Status switch
    {
        TerritorialStatus.Ambiguous => "more",
        TerritorialStatus.None => "none",
        _ => status.Letters,
    };

    public TileGrid Grid(TextTerritory? other) => new(
        $"{Proposal.Title}, {Proposal.Date.ToShortWords()}",
        [.. Regions.OrderBy(row => row.Region.Row).ThenBy(row => row.Region.Column).Select(row =>
        {
            var changed = other is not null && !other.Of(row.Region).SameAs(row.Status);
            return new Tile(
                row.Region.Code, row.Region.Row, row.Region.Column, row.Status.Letters, Tone(row.Status), $"{row.Region.Name}: {InWords(row.Status)}{(changed ? ", differs" : "")}",
                View.Link($"territory/{row.Region.Slug}"), changed);
        })],
        [.. Regions.GroupBy(row => row.Status.Status).OrderBy(group => group.Key == TerritorialStatus.NotMentioned ? 1 : 0).ThenBy(group => group.Key)
            .Select(group => new TileMeaning(TerritorialStatusRule.Of(group.Key).Letter, Tone(group.First().Status), TerritorialStatusRule.Of(group.Key).Label, group.Count()))]);

    public RegionStatus Of(Region region) => Regions.First(row => row.Region.Iso == region.Iso).Status;

    /// <summary>"Of 27 regions: Russian forces withdraw (3), ... not mentioned (18)".</summary>
    public string Counts => FormattableString.Invariant($"Of {Regions.Count} regions: ") + string.Join("; ", Grid(null).Legend.Select(meaning => FormattableString.Invariant($"{meaning.Words} ({meaning.Count})")));

    public static readonly Schema Table = new("territory",
        ["proposal", "proposal_title", "proposal_date", "region", "region_name", "status", "letters", "readings: texts", "words", "clauses: texts", "statements: wholes", "steps: texts", "inferred: yes/no", "whole_country: yes/no", "conditions: texts"]);

    public IEnumerable<IReadOnlyList<object?>> Rows => Regions.Select(row => (IReadOnlyList<object?>)
    [
        Proposal.Slug, Proposal.Title, Proposal.Date.Text, row.Region.Iso, row.Region.Name, TerritorialStatusRule.Of(row.Status.Status).Slug, row.Status.Letters,
        row.Status.Readings.Select(reading => TerritorialStatusRule.Of(reading).Slug).ToList(), row.Status.InWords,
        row.Status.Deciding.Select(reason => reason.Clause.Clause).OfType<string>().Distinct().ToList(), Statements(row.Status), Steps(row.Status).ToList(),
        row.Status.Inferred, row.Status.WholeCountry, row.Status.Conditions.Select(pair => pair.Condition).ToList(),
    ]);

    public static readonly Schema WorkingTable = new("territory_working",
        ["proposal", "region", "statement: whole", "clause", "party", "issue", "coded_region", "step_from: whole", "step_to: whole", "state", "says: texts", "decides: yes/no", "set_aside", "reason"]);

    /// <summary>Which coding of which clause decided, and why another did not.</summary>
    public IEnumerable<IReadOnlyList<object?>> Working => Regions.SelectMany(row => row.Status.Reasons.Select(reason => (IReadOnlyList<object?>)
    [
        Proposal.Slug, row.Region.Iso, reason.Clause.Number, reason.Clause.Clause, reason.Coding.Party, reason.Coding.Issue, reason.Coding.Region, reason.Coding.StepFrom, reason.Coding.StepTo,
        Words.Of(reason.Coding.State).Slug, reason.Says.Select(status => TerritorialStatusRule.Of(status).Slug).ToList(), reason.SetAside is null,
        reason.SetAside is { } why ? TerritorialStatusRule.Text(why) : null, reason.Coding.Reason,
    ]));
}
