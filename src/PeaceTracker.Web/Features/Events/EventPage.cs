using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
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
        var (around, changed, perhaps) = await ChangesAsync(view, talksEvent, cancellation);
        var near = (await proposals.PutForwardAsync(view, cancellation))
            .Where(row => row.Latest >= talksEvent.Earliest.AddDays(-Window) && (row.Date.Earliest ?? row.Latest) <= talksEvent.Latest.AddDays(Window))
            .Reverse().ToList();
        return (new(
            view, talksEvent, sources, statements, around, changed, perhaps, near,
            index > 0 ? contents.Events[index - 1] : null,
            index + 1 < contents.Events.Count && contents.Events[index + 1].Latest <= view.Date ? contents.Events[index + 1] : null), null);
    }

    private async Task<(View? Around, IReadOnlyList<Cell> Changed, IReadOnlyList<Cell> Perhaps)> ChangesAsync(View view, TalksEvent talksEvent, CancellationToken cancellation)
    {
        // Nothing is known of the days after the one looked at, so the later side may not pass it.
        if (talksEvent.Latest > view.Date)
            return (null, [], []);
        var before = talksEvent.Earliest.AddDays(-Window);
        var after = talksEvent.Latest.AddDays(Window) is var later && later < view.Date ? later : view.Date;
        var given = new Dictionary<string, string>(view.Given) { ["date"] = View.Iso(after), ["since"] = View.Iso(before) };
        var around = view with { Date = after, Since = before, Given = given };
        var rows = await cells.RowsAsync(around, around.Issues, around.Parties, cancellation);

        // A statement counts from the last day its date allows. One that may have been made in these days but counts only after them
        // has not moved a position yet; what it will move is shown apart.
        var uncertain = await db.Said(view)
            .Where(row => row.Day > after && row.Earliest <= after)
            .Select(row => new { row.Number, row.Day })
            .ToDictionaryAsync(row => row.Number, row => row.Day, cancellation);
        var perhaps = new List<Cell>();
        // Each on the day it counts from, before anything later can displace it.
        foreach (var day in uncertain.Values.Distinct().Order())
        {
            var rowsThen = await cells.RowsAsync(around with { Date = day, Given = new Dictionary<string, string>(given) { ["date"] = View.Iso(day) } }, around.Issues, around.Parties, cancellation);
            perhaps.AddRange(rowsThen.SelectMany(row => row.Cells)
                .Where(cell => cell.Changed && cell.Statements.Any() && cell.Statements.All(number => uncertain.TryGetValue(number, out var counts) && counts == day)));
        }

        return (around, [.. rows.SelectMany(row => row.Cells).Where(cell => cell.Changed)], perhaps);
    }
}

/// <param name="Around">The view of the days around the event; null when the event lies after the date looked at.</param>
/// <param name="Changed">Cells whose position differs between the two days.</param>
/// <param name="Perhaps">Cells that statements of uncertain date changed, which may have been made in these days and count only after them.</param>
/// <param name="Proposals">Those put forward, or perhaps put forward, within <see cref="EventPage.Window"/> days of it, oldest first.</param>
public sealed record EventModel(
    View View, TalksEvent Event, IReadOnlyList<Source> Sources, IReadOnlyList<Statement> Statements, View? Around, IReadOnlyList<Cell> Changed,
    IReadOnlyList<Cell> Perhaps, IReadOnlyList<Proposal> Proposals, TalksEvent? Previous, TalksEvent? Next)
{
    public TakeAway TakeAway => new("event", EventsModel.Columns, [EventsModel.Row(Event, Statements.Count)])
    {
        More =
        [
            new(
                "changes",
                ["party", "issue", "region", "from_date", "to_date", "step_from_then", "step_to_then", "step_from", "step_to", "change_in_words", "statements", "date_uncertain", "stated_edtf", "stated_earliest"],
                Changed.Concat(Perhaps).Select(cell => (IReadOnlyList<object?>)
                [
                    cell.Party.Slug, cell.Issue.Slug, cell.Region?.Iso ?? (cell.Issue.Regional ? CellRow.OtherRegions : ""), Around!.Since, Perhaps.Contains(cell) ? cell.Now.StatedOn : Around.Date,
                    cell.Then!.Steps?.From, cell.Then.Steps?.To, cell.Now.Steps?.From, cell.Now.Steps?.To, cell.ChangeInWords, cell.Statements.ToList(), !cell.Said.IsExact, cell.Said.Edtf, SaidDates.EarliestOf(cell.Now),
                ])),
            new(
                "statements",
                ["statement", "made_on", "parties", "channel", "summary"],
                Statements.Select(row => (IReadOnlyList<object?>)[row.Number, row.MadeOn.Text, row.Parties, Words.Of(row.Channel).Slug, row.Summary])),
            new(
                "proposals_near",
                ["proposal", "title", "date", "proponents"],
                Proposals.Select(row => (IReadOnlyList<object?>)[row.Slug, row.Title, row.Date.Text, row.Proponents])),
        ],
    };
}
