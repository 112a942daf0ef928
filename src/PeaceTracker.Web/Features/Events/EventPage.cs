using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Events;

/// <summary>One event: what happened, by which sources, what was said at it, and which positions differ from before to after it.</summary>
public sealed class EventPage(CellReader cells, ProposalReader proposals, PeaceTrackerDbContext db)
{
    /// <summary>Positions are compared this many days before the event and after it.</summary>
    public const int Window = 14;

    public async Task<(EventModel? Model, Fault? Fault)> LoadAsync(View view, string slug, CancellationToken cancellation)
    {
        var contents = view.Contents;
        var index = contents.Events.ToList().FindIndex(item => item.Slug == slug);
        if (index < 0)
            return (null, Fault.NotFound("event", slug, ProcessReader.Nearest(slug, contents.Events.Select(item => item.Slug))
                .Select(near => new Suggestion(contents.Events.First(item => item.Slug == near).Title, view.Link($"events/{near}")))
                .Append(new("All events", view.Link("events")))));

        var talksEvent = contents.Events[index];
        var sources = await db.Sources.AsNoTracking().Include(row => row.Publisher)
            .Where(row => row.ProcessId == contents.Process.Id && talksEvent.Sources.Contains(row.Number))
            .OrderBy(row => row.Number)
            .ToListAsync(cancellation);
        var statements = await db.Said(view).Where(row => row.Event == slug).OrderBy(row => row.Day).ThenBy(row => row.Number).ToListAsync(cancellation);
        var (around, changes) = await ChangesAsync(view, talksEvent, cancellation);
        var near = (await proposals.PutForwardAsync(view, cancellation))
            .Where(row => row.Latest >= talksEvent.Earliest.AddDays(-Window) && (row.Date.Earliest ?? row.Latest) <= talksEvent.Latest.AddDays(Window))
            .Reverse().ToList();
        return (new(
            view, talksEvent, sources, statements, around, changes, near,
            index > 0 ? contents.Events[index - 1] : null,
            index + 1 < contents.Events.Count && contents.Events[index + 1].Latest <= view.Date ? contents.Events[index + 1] : null), null);
    }

    private async Task<(View? Around, IReadOnlyList<EventChange> Changes)> ChangesAsync(View view, TalksEvent talksEvent, CancellationToken cancellation)
    {
        // Nothing is known of the days after the one looked at, so the later side may not pass it.
        if (talksEvent.Latest > view.Date)
            return (null, []);
        var before = talksEvent.Earliest.AddDays(-Window);
        var after = talksEvent.Latest.AddDays(Window) is var later && later < view.Date ? later : view.Date;
        var given = new Dictionary<string, string>(view.Given) { ["date"] = View.Iso(after), ["since"] = View.Iso(before) };
        var around = view with { Date = after, Since = before, Given = given };
        var atEnd = (await cells.RowsAsync(around, around.Issues, around.Parties, cancellation)).SelectMany(row => row.Cells).ToList();
        var end = atEnd.ToDictionary(Key);

        // A statement counts from the last day its date allows. One that may have been made in these days but counts only after them
        // has not moved a position yet; what it will move is shown apart.
        var uncertain = await db.ShownCodings(view.Contents.Process.Id, view.Known, view.Date)
            .Join(db.Said(view).Where(row => row.Day > after && row.Earliest <= after), coding => coding.StatementId, row => row.Id, (coding, row) => new { row.Number, row.Day, coding.Party, coding.Issue })
            .ToListAsync(cancellation);
        var counts = uncertain.DistinctBy(row => row.Number).ToDictionary(row => row.Number, row => row.Day);
        var perhaps = new List<Cell>();
        // Each on the day it counts from, before anything later can displace it, and only the cells it speaks of.
        foreach (var told in uncertain.GroupBy(row => row.Day).OrderBy(group => group.Key))
        {
            var issues = around.Issues.Where(issue => told.Any(row => row.Issue == issue.Slug)).ToList();
            var parties = around.Parties.Where(party => told.Any(row => row.Party == party.Slug)).ToList();
            if (issues.Count == 0 || parties.Count == 0)
                continue;
            var then = around with { Date = told.Key, Since = null, Given = new Dictionary<string, string>(given) { ["date"] = View.Iso(told.Key) } };
            perhaps.AddRange((await cells.RowsAsync(then, issues, parties, cancellation)).SelectMany(row => row.Cells)
                .Where(cell => cell.Statements.Any() && cell.Statements.All(number => counts.TryGetValue(number, out var day) && day == told.Key))
                .Select(cell => cell.ComparedWith(end[Key(cell)], after))
                .Where(cell => cell.Changed));
        }

        var again = perhaps.ToLookup(Key);
        return (around,
        [
            .. atEnd.Where(cell => cell.Changed).Select(cell => new EventChange(cell, [.. again[Key(cell)]])),
            .. again.Where(group => !end[group.Key].Changed).Select(group => new EventChange(null, [.. group])),
        ]);

        static (Party Party, Issue Issue, Region? Region) Key(Cell cell) => (cell.Party, cell.Issue, cell.Region);
    }
}

/// <summary>A cell that changed around an event, or may have.</summary>
/// <param name="Changed">It differs between the two days; null when it does not.</param>
/// <param name="Perhaps">What statements of uncertain date made of it, which may have been made in these days and count only after them; oldest first.</param>
public sealed record EventChange(Cell? Changed, IReadOnlyList<Cell> Perhaps)
{
    /// <summary>What is told of it first.</summary>
    public Cell Lead => Changed ?? Perhaps[0];

    /// <summary>In the order of the days from which they count.</summary>
    public IEnumerable<Cell> All => Changed is null ? Perhaps : Perhaps.Prepend(Changed);
}

/// <param name="Around">The view of the days around the event; null when the event lies after the date looked at.</param>
/// <param name="Changes">One a cell; those that differ between the two days first.</param>
/// <param name="Proposals">Those put forward, or perhaps put forward, within <see cref="EventPage.Window"/> days of it, oldest first.</param>
public sealed record EventModel(
    View View, TalksEvent Event, IReadOnlyList<Source> Sources, IReadOnlyList<Statement> Statements, View? Around, IReadOnlyList<EventChange> Changes,
    IReadOnlyList<Proposal> Proposals, TalksEvent? Previous, TalksEvent? Next) : ITables, ICited
{
    public string CitedAs => $"Event: {Event.Title}, {Event.Date.ToWords()}";

    public int Changed => Changes.Count(change => change.Changed is not null);

    /// <summary>Cells that nothing but statements of uncertain date may have changed in these days.</summary>
    public int Perhaps => Changes.Count - Changed;

    /// <summary>Cells that changed, and may have once more.</summary>
    public int Again => Changes.Count(change => change.Changed is not null && change.Perhaps.Count > 0);

    private static readonly Schema ChangesAround = new("changes", ["party", "issue", "region", "from_date: day", "to_date: day", "step_from_then: whole", "step_to_then: whole", "step_from: whole", "step_to: whole", "change_in_words", "statements: wholes", "date_uncertain: yes/no", "stated_edtf: texts", "stated_earliest: day", "perhaps_later: wholes"]);

    private static readonly Schema Made = new("statements", ["statement: whole", "made_on", "parties: texts", "channel", "summary"]);

    private static readonly Schema Near = new("proposals_near", ["proposal", "title", "date", "proponents: texts"]);

    public static IReadOnlyList<Schema> Tables => [EventsModel.Table with { Name = "event" }, ChangesAround, Made, Near];

    public TakeAway TakeAway => new(EventsModel.Table with { Name = "event" }, [EventsModel.Row(Event, Statements.Count)])
    {
        More =
        [
            new(
                ChangesAround,
                Changes.Select(change => (Change: change, Cell: change.Lead)).Select(pair => (IReadOnlyList<object?>)
                [
                    pair.Cell.Party.Slug, pair.Cell.Issue.Slug, pair.Cell.Region?.Iso ?? (pair.Cell.Issue.Regional ? CellRow.OtherRegions : ""),
                    pair.Cell.Since, pair.Change.Changed is null ? pair.Cell.Now.StatedOn : Around!.Date,
                    pair.Cell.Then!.Steps?.From, pair.Cell.Then.Steps?.To, pair.Cell.Now.Steps?.From, pair.Cell.Now.Steps?.To, pair.Cell.ChangeInWords, pair.Cell.Statements.ToList(),
                    !pair.Cell.Said.IsExact, pair.Cell.Said.Edtf, SaidDates.EarliestOf(pair.Cell.Now), pair.Change.All.Skip(1).SelectMany(cell => cell.Statements).Distinct().ToList(),
                ])),
            new(
                Made,
                Statements.Select(row => (IReadOnlyList<object?>)[row.Number, row.MadeOn.Text, row.Parties, Words.Of(row.Channel).Slug, row.Summary])),
            new(
                Near,
                Proposals.Select(row => (IReadOnlyList<object?>)[row.Slug, row.Title, row.Date.Text, row.Proponents])),
        ],
    };
}
