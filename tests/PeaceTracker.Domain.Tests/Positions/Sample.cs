using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Domain.Tests.Positions;

/// <summary>Evidence and questions for tests: one plain statement, of which a test changes what it is about.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Recorded = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Known = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public const int OldAfterDays = 180;

    public static DateOnly Day(int day) => new DateOnly(2025, 1, 1).AddDays(day - 1);

    /// <summary>Said on one day on the record, on one step, from a source of its own.</summary>
    public static Evidence Said(int statement, int day, int? step) => new()
    {
        CodingId = statement,
        Statement = statement,
        Earliest = Day(day),
        Day = Day(day),
        RecordedFrom = Recorded,
        Steps = step is { } rank ? new StepRange(rank) : null,
        State = step is null ? CodingState.Silent : CodingState.Stated,
        Channel = Channel.OnRecord,
        Grade = new('B', 2),
        Origins = [100 + statement],
        Copied = 0,
    };

    public static PositionQuestion On(int day, EvidenceFilter? filter = null, string? region = null, DateTimeOffset? known = null) =>
        new(Day(day), known ?? Known, filter ?? EvidenceFilter.All, region);

    public static Position Derive(PositionQuestion question, params Evidence[] evidence) => PositionRule.Derive(question, evidence, OldAfterDays);

    public static Considered Fate(this Position position, int statement) => position.Working.Single(item => item.Evidence.Statement == statement);

    /// <summary>Everything a position says but its working, as one text.</summary>
    public static string Answer(this Position position) => FormattableString.Invariant(
        $"{position.State} {position.Steps} {position.StatedOn:O} reported {position.Reported} old {position.Old} origins {position.Origins} by {position.DecidedBy}: ")
        + string.Join(" / ", position.Readings.Select(reading => $"{reading.State} {reading.Steps} of {string.Join(',', reading.Evidence.Select(item => item.CodingId))}"))
        + $" possibly later {string.Join(',', position.PossiblyLater.Select(item => item.CodingId))}";

    /// <summary>The working as one text.</summary>
    public static string WorkingOut(this Position position) =>
        string.Join('\n', position.Working.Select(item => $"{item.Evidence.CodingId} {item.SetAsideBy} {string.Join(',', item.InFavourOf)}"));
}
