using PeaceTracker.Data;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Web.Files;

namespace PeaceTracker.Web.Reading;

/// <summary>Derives the positions a view asks for, row by row.</summary>
public sealed class CellReader(PositionReader positions)
{
    /// <summary>
    /// A row for each issue; a regional issue has one for each region that a coding names and one for all other regions, which share
    /// their position because only whole-country words bear on them.
    /// </summary>
    public async Task<IReadOnlyList<CellRow>> RowsAsync(View view, IReadOnlyList<Issue> issues, IReadOnlyList<Party> parties, CancellationToken cancellation)
    {
        var contents = view.Contents;
        var rows = new List<(Issue Issue, Region? Region)>();
        foreach (var issue in issues)
        {
            if (issue.Regional)
            {
                var named = (await positions.NamedRegionsAsync(issue.Id, view.Known, cancellation)).ToHashSet();
                rows.AddRange(contents.Regions.Where(region => named.Contains(region.Id)).Select(region => (issue, (Region?)region)));
            }

            rows.Add((issue, null));
        }

        var keys = rows.SelectMany(row => parties.Select(party => Key(party, row.Issue, row.Region))).ToList();
        var now = await PositionsAsync(view.Date);
        var then = view.Since is { } since ? await PositionsAsync(since) : null;
        var collected = await positions.CollectedIssuesAsync(contents.Process.Id, view.Known, cancellation);
        var words = await positions.WordsAsync([.. now.Values.Concat(then?.Values ?? Enumerable.Empty<Position>()).SelectMany(CodingsWithWords).Distinct()], cancellation);
        return [.. rows.Select(row => new CellRow(row.Issue, row.Region, [.. parties.Select(party => ToCell(party, row.Issue, row.Region))]))];

        Task<Dictionary<CellKey, Position>> PositionsAsync(DateOnly date) =>
            positions.PositionsAsync(keys, date, view.Known, view.Evidence, contents.Process.OldAfterDays, contents.RegionIso, cancellation);

        Cell ToCell(Party party, Issue issue, Region? region)
        {
            var key = Key(party, issue, region);
            return Build(view, party, issue, region, now[key], then?[key], words, collected.Contains(issue.Id));
        }
    }

    /// <summary>The cell of a position that has been derived, with its words.</summary>
    /// <param name="collected">A statement of some party is coded on the issue.</param>
    public static Cell Build(
        View view, Party party, Issue issue, Region? region, Position now, Position? then, IReadOnlyDictionary<long, CodingWords> words, bool collected)
    {
        var seat = view.Contents.NoSeat(party.Slug, issue.Slug);
        if (seat is not null)
        {
            now = PositionRule.NotApplicable;
            then = then is null ? null : PositionRule.NotApplicable;
        }

        var said = Deciding(now).Select(item => words[item.CodingId]).ToList();
        return new()
        {
            Party = party,
            Issue = issue,
            Region = region,
            Now = now,
            Then = then,
            Since = view.Since,
            Change = then is null ? null : PositionChange.Between(then, now),
            CodingWords = words,
            Condition = Join(said.Select(pair => pair.Condition)),
            Reason = seat?.Reason ?? Join(said.Select(pair => pair.Reason)),
            Collected = collected,
            LastSearched = view.Contents.Process.LastSearched.ToWords(),
            IssueAddress = view.Link($"issues/{issue.Slug}"),
            RegionsAddress = view.Link($"positions/{party.Slug}/{issue.Slug}"),
            Address = view.Link(
                $"positions/{party.Slug}/{issue.Slug}",
                issue.Regional ? [("region", region?.Iso ?? CellRow.OtherRegions)] : []),
        };

        static string? Join(IEnumerable<string?> texts) => string.Join("; ", texts.OfType<string>().Select(text => text.TrimEnd('.')).Distinct()) is { Length: > 0 } joined ? joined : null;
    }

    public static CellKey Key(Party party, Issue issue, Region? region) => new(party.Id, issue.Id, region?.Id);

    private static IEnumerable<Evidence> Deciding(Position position) => position.Readings.SelectMany(reading => reading.Evidence);

    private static IEnumerable<long> CodingsWithWords(Position position) => Deciding(position).Concat(position.PossiblyLater).Select(item => item.CodingId);

    public static readonly Schema Positions = new("positions", [
        "party", "party_name", "issue", "region", "region_name", "state", "step_from: whole", "step_to: whole", "steps_of: whole", "step_label", "reported: yes/no", "stated_on: day", "old: yes/no", "origins: whole",
        "statements: wholes", "decided_by", "condition", "reason", "possibly_later: wholes", "possibly_later_in_words", "state_then", "step_from_then: whole", "step_to_then: whole", "change", "change_steps: whole", "change_in_words",
        "stated_edtf: texts", "stated_earliest: day",
    ]);

    /// <summary>The rows as a table to take away.</summary>
    public static TakeAway TakeAway(IReadOnlyList<CellRow> rows) => new(
        Positions,
        rows.SelectMany(row => row.Cells.Select(cell => (IReadOnlyList<object?>)
        [
            cell.Party.Slug, cell.Party.Name, cell.Issue.Slug, row.RegionKey, row.RegionName, cell.StateSlug, cell.Now.Steps?.From, cell.Now.Steps?.To, cell.Issue.Scale.Count,
            cell.Now.Steps is null ? null : cell.Label, cell.Now.Reported, cell.Now.StatedOn, cell.Now.Old, cell.Now.Origins,
            cell.Statements.ToList(), Clauses.Name(cell.Now.DecidedBy), cell.Condition, cell.Reason,
            cell.Now.PossiblyLater.Select(item => item.Statement).Distinct().ToList(), cell.PossiblyLaterInWords,
            cell.Then is null ? null : Clauses.Of(cell.Then.State).Slug, cell.Then?.Steps?.From, cell.Then?.Steps?.To,
            cell.Change is null ? null : ChangeSlug(cell.Change.Kind), cell.Change is { Kind: ChangeKind.Moved, Steps: > 0 } ? cell.Change.Steps : null, cell.ChangeInWords,
            cell.Said.Edtf, SaidDates.EarliestOf(cell.Now),
        ])));

    private static string ChangeSlug(ChangeKind kind) => kind switch
    {
        ChangeKind.None => "none",
        ChangeKind.Moved => "moved",
        ChangeKind.MayBeUnchanged => "may-be-unchanged",
        ChangeKind.Appeared => "appeared",
        ChangeKind.Ended => "ended",
        ChangeKind.Other => "other",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
