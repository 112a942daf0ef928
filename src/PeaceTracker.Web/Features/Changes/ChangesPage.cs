using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Changes;

/// <summary>
/// What is new: positions that moved by what was said after a day, and statements that PeaceTracker published after it, with the earlier
/// changes these made known, or withdrew after it.
/// </summary>
public sealed class ChangesPage(PositionReader positions, PeaceTrackerDbContext db)
{
    /// <summary>Looked back so many days when no day is asked for.</summary>
    public const int DefaultDays = 30;

    public async Task<ChangesModel> LoadAsync(View view, CancellationToken cancellation)
    {
        // State filters codings elsewhere; a change lies between two states.
        view = view with { Since = view.Since ?? View.Offered(view.Date.AddDays(-DefaultDays)) ?? View.FirstDay, State = null };
        if (!view.IsGiven("parties"))
            view = view with { Parties = view.Contents.Parties };
        var (first, end) = (Start(view.Since.Value.AddDays(1)), Start(view.Date.AddDays(1)));
        var changes = DatedChange.Fold(await ChangesAsync(view, first, cancellation));
        var published = await PublishedAsync(view, first, end, changes, cancellation);
        var withdrawn = await db.WithdrawnAsAsked(view, AskedParties(view)).Where(row => row.PublishedTo >= first && row.PublishedTo < end)
            .ToListAsync(cancellation);
        // Of what was undone nothing is public that parties, issues or evidence could be asked of: all of it is told to everybody.
        var undone = await db.Undone(view.Contents.Process.Id, view.Known).Where(row => row.PublishedTo >= first && row.PublishedTo < end).ToListAsync(cancellation);
        return new(view, [.. changes.Where(change => change.Day > view.Since)], published,
        [
            .. withdrawn.Concat(undone).OrderByDescending(row => row.PublishedTo).ThenByDescending(row => row.Number)
                .Select(row => new Withdrawal(row.Number, row.Revision, row.PublishedTo!.Value, row.WithdrawReason!, row.Status == StatementStatus.Undone)),
        ]);
    }

    private async Task<List<DatedChange>> ChangesAsync(View view, DateTimeOffset recordedSince, CancellationToken cancellation)
    {
        var contents = view.Contents;
        var news = await positions.NewsAsync(
            [.. view.Parties.Select(party => party.Id)], [.. view.Issues.Select(issue => issue.Id)], view.Since!.Value, recordedSince, view.Date, view.Known, cancellation);
        var rows = new List<(CellRow Row, Domain.Parties.Party Party, DateOnly First)>();
        foreach (var issue in view.Issues)
        {
            var parties = view.Parties.Where(party => news.ContainsKey((party.Id, issue.Id)) && contents.NoSeat(party.Slug, issue.Slug) is null).ToList();
            if (parties.Count == 0)
                continue;
            var named = issue.Regional ? await positions.NamedRegionsAsync(issue.Id, view.Known, cancellation) : [];
            rows.AddRange(contents.Regions.Where(region => named.Contains(region.Id)).Append(null)
                .SelectMany(region => parties.Select(party => (new CellRow(issue, region, []), party, news[(party.Id, issue.Id)]))));
        }

        var histories = await positions.HistoriesAsync(
            rows.ToDictionary(item => Key(item), item => (DateOnly?)item.First), view.Date, view.Known, view.Evidence, contents.Process.OldAfterDays, contents.RegionIso, cancellation);
        var numbers = histories.Values.SelectMany(cell => cell.History).SelectMany(entry => entry.Position.Readings).SelectMany(reading => reading.Evidence).Select(item => item.Statement).Distinct().ToList();
        var when = await db.WhenAsync(view, numbers, cancellation);
        return [.. rows
            .SelectMany(item => DatedChange.Of(view, item.Row, item.Party, histories[Key(item)].History, when, item.First))
            .Where(change => change.Day > view.Since || change.KnownFrom >= recordedSince)];

        static CellKey Key((CellRow Row, Domain.Parties.Party Party, DateOnly First) item) => CellReader.Key(item.Party, item.Row.Issue, item.Row.Region);
    }

    /// <param name="first">Instant from which publication counts.</param>
    /// <param name="end">Instant from which it no longer does.</param>
    private async Task<IReadOnlyList<Publication>> PublishedAsync(View view, DateTimeOffset first, DateTimeOffset end, List<DatedChange> changes, CancellationToken cancellation)
    {
        var asked = db.SaidAsAsked(view, AskedParties(view)).Where(row => row.PublishedAt >= first && row.PublishedAt < end);
        var counts = await asked.GroupBy(row => row.PublishedAt!.Value).Select(group => new { At = group.Key, Count = group.Count() }).ToListAsync(cancellation);
        var days = counts.GroupBy(row => DateOnly.FromDateTime(row.At.UtcDateTime)).OrderByDescending(group => group.Key).ToList();
        // A few are named; many are a count.
        var few = days.Where(day => day.Sum(row => row.Count) <= Publication.Few).Take(ChangesModel.MostDays).SelectMany(day => day).Select(row => row.At).ToList();
        var statements = few.Count == 0 ? [] : await asked.Where(row => few.Contains(row.PublishedAt!.Value)).OrderByDescending(row => row.PublishedAt).ThenByDescending(row => row.Number).ToListAsync(cancellation);
        return [.. days.Select(day => new Publication(
            day.Key, day.Max(row => row.At), day.Sum(row => row.Count),
            [.. statements.Where(row => DateOnly.FromDateTime(row.PublishedAt!.Value.UtcDateTime) == day.Key)],
            [.. changes.Where(change => change.Day <= view.Since && DateOnly.FromDateTime(change.KnownFrom.UtcDateTime) == day.Key)]))];
    }

    private static List<string>? AskedParties(View view) => view.IsGiven("parties") ? [.. view.Parties.Select(party => party.Slug)] : null;

    private static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}

/// <summary>What PeaceTracker published on one day (UTC).</summary>
/// <param name="Latest">Instant of the last of it.</param>
/// <param name="Count">Statements published.</param>
/// <param name="Statements">These, when they are few.</param>
/// <param name="MadeKnown">Changes of position of days before those looked at, which became known on this day.</param>
public sealed record Publication(DateOnly Day, DateTimeOffset Latest, int Count, IReadOnlyList<Statement> Statements, IReadOnlyList<DatedChange> MadeKnown)
{
    /// <summary>So many statements of one day are named.</summary>
    public const int Few = 10;

    public string InWords => FormattableString.Invariant($"{Count} {(Count == 1 ? "statement" : "statements")} published on {View.Words(Day)}");
}

/// <summary>A statement that PeaceTracker no longer shows in any list, and why. By whom is not public.</summary>
/// <param name="Undone">It had been shown by mistake, and its approval was taken back.</param>
public sealed record Withdrawal(int Number, int Revision, DateTimeOffset At, string Reason, bool Undone)
{
    public string InWords => FormattableString.Invariant($"Statement {Number} {(Undone ? "shown by mistake and taken back" : "withdrawn")} on {View.InstantInWords(At)}");
}

/// <param name="Moved">Changes of position in the days looked at, newest first.</param>
/// <param name="Published">A day each, newest first.</param>
/// <param name="Withdrawn">Newest first.</param>
public sealed record ChangesModel(View View, IReadOnlyList<DatedChange> Moved, IReadOnlyList<Publication> Published, IReadOnlyList<Withdrawal> Withdrawn) : ITables, ICited, IFollowed
{
    public string CitedAs => $"Changes since {View.Words(View.Since!.Value)}";

    AtomFile IFollowed.Feed => ChangesFeed.Of(this);

    /// <summary>Changes on one page, and in one feed.</summary>
    public const int Most = 100;

    /// <summary>Days with publications on one page.</summary>
    public const int MostDays = 20;

    public IReadOnlyList<DatedChange> Shown => field ??= DatedChange.Newest(Moved, Most);

    public int Left => Moved.Count - Shown.Count;

    /// <summary>The same page, going on with the day before the last one shown.</summary>
    public string Earlier => View.With(("date", View.Iso(Shown[^1].Day.AddDays(-1))), ("since", View.Iso(View.Since!.Value)));

    /// <summary>Everything this day made known: the changes since the first of them.</summary>
    public string AllOf(Publication published) => View.With(("since", View.Offered(published.MadeKnown[^1].Day.AddDays(-1)) is { } day ? View.Iso(day) : View.Iso(View.FirstDay)));

    public string Finding => Moved.Count switch
    {
        0 => "No position moved",
        1 => $"One change of position{MayBeUnchanged}",
        _ => FormattableString.Invariant($"{Moved.Count} changes of position{MayBeUnchanged}"),
    };

    /// <summary>", 17 of which may be none": what a wording that allows several steps leaves open is not a move that is sure.</summary>
    private string MayBeUnchanged => Moved.Count(change => change.Change.Kind == ChangeKind.MayBeUnchanged) is var open and > 0
        ? string.Create(CultureInfo.InvariantCulture, $", {(open == Moved.Count ? open == 1 ? "which" : "all of which" : $"{open} of which")} may be none,")
        : "";

    /// <summary>Address of the feed with the same filters; the days move on by themselves unless they are asked for.</summary>
    public string Feed => View.File("atom");

    private static readonly Schema PublishedTable = new("published", ["day: day", "latest: instant", "statements: whole", "changes_made_known: whole"]);

    private static readonly Schema WithdrawnTable = new("withdrawn", ["statement: whole", "revision: whole", "withdrawn_at: instant", "undone: yes/no", "reason"]);

    public static IReadOnlyList<Schema> Tables => [DatedChange.Changes, PublishedTable, WithdrawnTable];

    public TakeAway TakeAway => DatedChange.TakeAway(Moved) with
    {
        More =
        [
            new(
                PublishedTable,
                Published.Select(item => (IReadOnlyList<object?>)[item.Day, item.Latest, item.Count, item.MadeKnown.Count])),
            new(WithdrawnTable, Withdrawn.Select(item => (IReadOnlyList<object?>)[item.Number, item.Revision, item.At, item.Undone, item.Reason])),
        ],
    };
}
