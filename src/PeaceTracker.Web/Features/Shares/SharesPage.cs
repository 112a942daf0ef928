using System.Globalization;
using PeaceTracker.Data;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Shares;

/// <summary>Reads how often what was said: nothing displaces anything, and what somebody repeats counts each time.</summary>
public sealed class SharesPage(CodingCounts counts)
{
    /// <summary>Codings on a page; the files have all unless they are asked for in parts.</summary>
    public const int Most = 200;

    public async Task<SharesModel> LoadAsync(View view, CancellationToken cancellation)
    {
        var (said, whatever) = await counts.ByStepAsync(Asked(view), cancellation);
        var rows = new List<Share>();
        foreach (var issue in view.Issues)
        {
            foreach (var party in view.Parties.Prepend(null))
            {
                var of = whatever.GetValueOrDefault((party?.Id ?? 0, issue.Id));
                rows.AddRange(said.Where(row => row.Issue == issue.Id && row.Party == (party?.Id ?? 0))
                    .OrderBy(row => row.Steps?.From ?? int.MaxValue).ThenBy(row => row.Steps?.To).ThenBy(row => row.State)
                    .Select(row => new Share(issue, party, row.Steps, row.State, row.Statements, of)));
            }
        }

        return new(view, rows);
    }

    public async Task<(CodingsModel? Model, Fault? Fault)> CodingsAsync(View view, CancellationToken cancellation)
    {
        var asked = Asked(view);
        var after = CodingsModel.ReadMark(view.Given.GetValueOrDefault("after"));
        var limit = ListPart.Limit(view, Most);
        List<FaultPart> wrong =
        [
            .. after is null && view.IsGiven("after") ? new[] { new FaultPart("after", view.Given["after"], "the mark that the link to the next page carries") } : [],
            .. limit is null ? new[] { new FaultPart("limit", view.Given["limit"], ListPart.Takes) } : [],
        ];
        if (wrong.Count > 0)
        {
            return (null, new(400, "The address asks for something that cannot be shown", "Nothing was guessed in its place.")
            {
                Parts = wrong,
                Suggestions = [new($"Leave {string.Join(", ", wrong.Select(part => part.Parameter))} out", view.With([.. wrong.Select(part => (part.Parameter, (string?)null))]))],
            });
        }

        var total = await counts.CountAsync(asked, cancellation);
        if (limit == int.MaxValue)
            return (new(view, total, [], _ => counts.EachAsync(asked, null, null).Select(row => CodingRow.Of(view, row)), null), null);
        var part = await counts.EachAsync(asked, after, limit + 1).ToListAsync(cancellation);
        return (new(view, total, [.. part.Take(limit!.Value).Select(row => CodingRow.Of(view, row))], null, part.Count > limit ? CodingsModel.Mark(part[limit.Value - 1].Place) : null), null);
    }

    private static CountedCodings Asked(View view) => new([.. view.Parties.Select(party => party.Id)], [.. view.Issues.Select(issue => issue.Id)], view.Since, view.Date, view.Known, view.Evidence);
}

/// <summary>How many statements of a party say the same on an issue, of how many.</summary>
/// <param name="Party">Null for all parties shown together.</param>
/// <param name="Steps">Null where no step is named.</param>
/// <param name="State">What is said where no step is named; null otherwise.</param>
/// <param name="Of">Statements of the party on the issue, whatever they say.</param>
public sealed record Share(Issue Issue, Party? Party, StepRange? Steps, CodingState? State, int Statements, int Of)
{
    public string Label => Steps is { } steps ? Issue.Scale.Label(steps) : Words.Of(State!.Value).Label;

    /// <summary>Of all statements of the party on the issue, one decimal.</summary>
    public decimal PerCent => Math.Round(100m * Statements / Of, 1);

    public string InWords => string.Create(CultureInfo.InvariantCulture, $"{PerCent:0.#} % ({Statements})");
}

/// <summary>A coding with the names of what it codes.</summary>
public sealed record CodingRow(int Statement, DateOnly Earliest, DateOnly Day, Party Party, Issue Issue, Region? Region, StepRange? Steps, CodingState State, Channel Channel, Grade Grade)
{
    public string Label => Steps is { } steps ? Issue.Scale.Label(steps) : Words.Of(State).Label;

    public static CodingRow Of(View view, CountedCoding coding) => new(
        coding.Statement, coding.Earliest, coding.Day, view.Contents.Parties.First(party => party.Id == coding.Party), view.Contents.Issues.First(issue => issue.Id == coding.Issue),
        coding.Region is { } region ? view.Contents.Region(view.Contents.RegionIso[region]) : null, coding.Steps, coding.State, coding.Channel, new(coding.SourceGrade, coding.Information));
}

/// <param name="Rows">By issue, all parties together first, from the first pole to the last, then what names no step.</param>
public sealed record SharesModel(View View, IReadOnlyList<Share> Rows) : ITables, ICited
{
    public string CitedAs => $"Shares of statements by step{(View.Since is { } since ? $", after {View.Words(since)}" : "")}";

    public IEnumerable<IGrouping<Issue, Share>> Issues => Rows.GroupBy(row => row.Issue);

    private static readonly Schema Table = new("shares", ["issue", "party", "party_name", "step_from: whole", "step_to: whole", "steps_of: whole", "step_label", "state", "statements: whole", "of: whole", "per_cent: decimal"]);

    public static IReadOnlyList<Schema> Tables => [Table];

    public TakeAway TakeAway => new(
        Table,
        Rows.Select(row => (IReadOnlyList<object?>)
        [
            row.Issue.Slug, row.Party?.Slug, row.Party?.Name, row.Steps?.From, row.Steps?.To, row.Issue.Scale.Count, row.Steps is null ? null : row.Label,
            row.State is { } state ? Words.Of(state).Slug : null, row.Statements, row.Of, row.PerCent,
        ]));
}

/// <param name="Total">Of all codings that are counted.</param>
/// <param name="Rows">Those of the page; empty where all are read while the file is written.</param>
/// <param name="Whole">Reads all of them; null where the page is all that is asked for.</param>
/// <param name="Next">Mark of the next page; null on the last.</param>
public sealed record CodingsModel(View View, int Total, IReadOnlyList<CodingRow> Rows, Func<CancellationToken, IAsyncEnumerable<CodingRow>>? Whole, string? Next) : ITables, ICited
{
    internal static string Mark(CodingPlace place) => ListPart.Mark(place.Day.DayNumber, place.Statement, place.Id);

    /// <summary>Null for a text that no page ever gave out.</summary>
    internal static CodingPlace? ReadMark(string? text) =>
        ListPart.Place(text, 3) is [var day, var statement, var id] && day <= DateOnly.MaxValue.DayNumber ? new(DateOnly.FromDayNumber(day), statement, id) : null;

    public string CitedAs => $"Codings before positions are derived{(View.Since is { } since ? $", after {View.Words(since)}" : "")}";

    private static readonly Schema Table = new("codings_counted", ["statement: whole", "earliest: day", "day: day", "party", "issue", "region", "step_from: whole", "step_to: whole", "steps_of: whole", "step_label", "state", "channel", "grade"]);

    public static IReadOnlyList<Schema> Tables => [Table];

    public TakeAway TakeAway => new(Table, Rows.Select(Row)) { Whole = Whole is { } whole ? cancellation => whole(cancellation).Select(Row) : null, After = Next };

    private static IReadOnlyList<object?> Row(CodingRow row) =>
    [
        row.Statement, row.Earliest, row.Day, row.Party.Slug, row.Issue.Slug, row.Region?.Iso, row.Steps?.From, row.Steps?.To, row.Issue.Scale.Count,
        row.Steps is null ? null : row.Label, Words.Of(row.State).Slug, Words.Of(row.Channel).Slug, row.Grade.ToString(),
    ];
}
