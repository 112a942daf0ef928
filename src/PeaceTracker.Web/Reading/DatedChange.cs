using System.Globalization;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;

namespace PeaceTracker.Web.Reading;

/// <summary>A party took up another position.</summary>
/// <param name="Day">From which it counts.</param>
/// <param name="Earliest">First day on which it may have been said.</param>
/// <param name="Said">When its statements were made.</param>
/// <param name="Regions">Rows in which the same change happened by the same words.</param>
public sealed record DatedChange(
    DateOnly Day, DateOnly Earliest, SaidDates Said, Party Party, Issue Issue, IReadOnlyList<CellRow> Regions, Position From, Position To, PositionChange Change,
    IReadOnlyList<int> Statements, IReadOnlyList<TalksEvent> Events)
{
    /// <summary>An event so many days from a statement is named beside it.</summary>
    public const int NearDays = 3;

    /// <summary>Equal for changes that differ by region only, and for no others: what tells one change from the next.</summary>
    public string Key => string.Join('|', View.Iso(Day), Party.Slug, Issue.Slug, FromInWords, ToInWords, string.Join(',', Statements));

    /// <summary>Instant (UTC) from which PeaceTracker showed all that decides it.</summary>
    public DateTimeOffset KnownFrom => Deciding(To).Max(item => item.RecordedFrom);

    /// <summary>"20 Aug 2025", "August 2025 (uncertain)".</summary>
    public string DateInWords => Said.ToListWords();

    public string FromInWords => InWords(From);

    public string ToInWords => InWords(To);

    /// <summary>"2 steps towards Barred in law", "new".</summary>
    public string DirectionInWords => Change.Kind switch
    {
        ChangeKind.Moved => Change.Towards(Issue.Scale)!,
        ChangeKind.MayBeUnchanged => "may be unchanged",
        ChangeKind.Appeared => "new",
        ChangeKind.Ended => "no step any more",
        _ => To.Steps is null ? "no step" : "differs",
    };

    public string RegionsInWords => string.Join(", ", Regions.Select(row => row.RegionName));

    /// <summary>"Territory, Kherson and Zaporizhzhia"; the issue alone when it is not regional.</summary>
    public string Subject => Issue.Regional ? $"{Issue.Title}, {StatementCard.Join([.. Regions.Select(row => row.RegionName)])}" : Issue.Title;

    /// <summary>"on 15 August 2025"; "dated August 2025 (uncertain), counted from 31 August 2025", because the list is in the order of the days that count.</summary>
    public string OnInWords => Said.IsExact ? Said.OnInWords : $"{Said.OnInWords}, counted from {View.Words(Day)}";

    /// <summary>The position before as <see cref="FromInWords"/>, its label in quotation marks: labels of ranges hold a "to" of their own.</summary>
    public string FromQuoted => InWords(From, "\u201C", "\u201D");

    public string ToQuoted => InWords(To, "\u201C", "\u201D");

    /// <summary>"Russia on Territory, Kherson: from “Full region” (step 5) to “Divided” (step 3), 2 steps towards ..., on 31 August 2025 (statement 20)".</summary>
    public string Sentence => $"{Party.Name} on {Subject}: from {FromQuoted} to {ToQuoted}, {DirectionInWords}, {OnInWords} ({StatementsInWords})";

    private string StatementsInWords => $"{(Statements.Count == 1 ? "statement" : "statements")} {StatementCard.Join([.. Statements.Select(number => number.ToString(CultureInfo.InvariantCulture))])}";

    /// <summary>The changes of one row of positions of one party, oldest first.</summary>
    /// <param name="history">From <see cref="PositionRule.History"/>.</param>
    /// <param name="since">Changes from this day on; null for all.</param>
    /// <param name="when">When and at which event the deciding statements of the history were made, by number of the statement.</param>
    public static IEnumerable<DatedChange> Of(
        View view, CellRow row, Party party, IReadOnlyList<(DateOnly From, Position Position)> history, IReadOnlyDictionary<int, SaidWhen> when, DateOnly? since = null)
    {
        var before = PositionRule.Derive(new(view.Date, view.Known, view.Evidence), [], view.Contents.Process.OldAfterDays);
        foreach (var (day, position) in history)
        {
            var change = PositionChange.Between(before, position);
            if (change.Kind != ChangeKind.None && !(day < since))
            {
                var said = Deciding(position).Select(item => item.Statement).Distinct().Order().ToList();
                var earliest = Deciding(position).Min(item => item.Earliest);
                // An event is near when it lies within a few days, and the statement was made at it or both days are known.
                var events = view.Contents.Events
                    .Where(item => item.Latest <= view.Date && item.Earliest <= day.AddDays(NearDays) && item.Latest >= earliest.AddDays(-NearDays)
                        && (SaidAt(item) || (earliest == day && item.Earliest == item.Latest)))
                    .OrderByDescending(SaidAt).ThenBy(item => Math.Abs(item.Latest.DayNumber - day.DayNumber)).ThenBy(item => item.Latest).ThenBy(item => item.Slug, StringComparer.Ordinal)
                    .ToList();
                bool SaidAt(TalksEvent item) => said.Any(number => when[number].Event == item.Slug);
                yield return new(day, earliest, SaidDates.Of(position, item => when[item.Statement].MadeOn), party, row.Issue, [row], before, position, change, said, events);
            }

            before = position;
        }
    }

    /// <summary>Newest first; the same change in several regions as one.</summary>
    public static List<DatedChange> Fold(IEnumerable<DatedChange> changes) =>
        [.. changes
            .GroupBy(change => change.Key)
            .Select(group => group.First() with { Regions = [.. group.SelectMany(change => change.Regions)] })
            .OrderByDescending(change => change.Day).ThenBy(change => change.Party.Name, StringComparer.Ordinal).ThenBy(change => change.Issue.Order)
            .ThenBy(change => change.RegionsInWords, StringComparer.Ordinal)];

    /// <summary>The newest of these, in whole days, so that a link to earlier ones leaves none out.</summary>
    /// <param name="changes">From <see cref="Fold"/>.</param>
    /// <param name="most">So many, and the others of the day of the last.</param>
    public static IReadOnlyList<DatedChange> Newest(IReadOnlyList<DatedChange> changes, int most) =>
        changes.Count <= most ? changes : [.. changes.Where(change => change.Day >= changes[most - 1].Day)];

    public static readonly Schema Changes = new("changes", [
        "date: day", "earliest: day", "party", "party_name", "issue", "regions: texts", "state_from", "step_from_from: whole", "step_from_to: whole", "state_to", "step_to_from: whole", "step_to_to: whole", "from", "to", "change",
        "statements: wholes", "events: texts", "known_from: instant", "made_on: texts",
    ]);

    /// <summary>The changes as a table to take away.</summary>
    public static TakeAway TakeAway(IEnumerable<DatedChange> changes) => new(
        Changes,
        changes.Select(change => (IReadOnlyList<object?>)
        [
            change.Day, change.Earliest, change.Party.Slug, change.Party.Name, change.Issue.Slug, change.Regions.Select(row => row.RegionKey).Where(key => key.Length > 0).ToList(),
            Clauses.Of(change.From.State).Slug, change.From.Steps?.From, change.From.Steps?.To, Clauses.Of(change.To.State).Slug, change.To.Steps?.From, change.To.Steps?.To,
            change.FromInWords, change.ToInWords, change.DirectionInWords, change.Statements, change.Events.Select(item => item.Slug).ToList(), change.KnownFrom, change.Said.Edtf,
        ]));

    private static IEnumerable<Evidence> Deciding(Position position) => position.Readings.SelectMany(reading => reading.Evidence);

    private string InWords(Position position, string open = "", string close = "")
    {
        var label = Clauses.Of(position.State).Label;
        if (position.State == PositionState.Disputed)
            return "disputed: " + string.Join(" / ", position.Readings.Select(reading => reading.Steps is { } range ? $"{open}{Issue.Scale.Label(range)}{close} (step {range})" : Clauses.Of(reading.State).Label));
        if (position.Steps is not { } steps)
            return $"{open}{label}{close}";
        var qualifier = position.State == PositionState.Stated ? "" : $", {label}";
        return $"{open}{Issue.Scale.Label(steps)}{close} (step {steps}{qualifier})";
    }
}
