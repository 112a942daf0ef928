using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Events;

/// <summary>The events up to a day, newest first.</summary>
public sealed class EventsPage(PeaceTrackerDbContext db, WordFinder finder)
{
    public async Task<(EventsModel? Model, Fault? Fault)> LoadAsync(View view, CancellationToken cancellation)
    {
        if (CodedState.Check(view) is { } fault)
            return (null, fault);
        if (WordFinder.Check(view) is { } wrong)
            return (null, wrong);
        var counts = await db.SaidAsAsked(view)
            .Where(row => row.Event != null)
            .GroupBy(row => row.Event!)
            .Select(group => new { Event = group.Key, Statements = group.Count() })
            .ToDictionaryAsync(row => row.Event, row => row.Statements, cancellation);
        var events = view.Contents.Events.Where(item => item.Latest <= view.Date);
        if (view.IsGiven("parties"))
            events = events.Where(item => item.Parties.Any(slug => view.Parties.Any(party => party.Slug == slug)));
        // Then an event is shown for what was said at it.
        if (view.AsksForCodings)
            events = events.Where(item => counts.ContainsKey(item.Slug));
        if (await finder.ReadAsync(view, cancellation) is { } words)
            events = events.Where(item => words.Finds([item.Title, item.Summary, item.Place, .. item.Parties.Select(view.Contents.PartyName)], item.Date));
        return (new(view, [.. events.Reverse()], counts), null);
    }
}

/// <param name="Counts">Statements made at each event; an event without any is missing.</param>
public sealed record EventsModel(View View, IReadOnlyList<TalksEvent> Events, IReadOnlyDictionary<string, int> Counts) : ITables
{
    public int Count(TalksEvent item) => Counts.GetValueOrDefault(item.Slug);

    public string PartyNames(TalksEvent item) => string.Join(", ", item.Parties.Select(View.Contents.PartyName).Order(StringComparer.Ordinal));

    public static IReadOnlyList<Schema> Tables => [Table];

    public TakeAway TakeAway => new(Table, Events.Select(item => Row(item, Count(item))));

    /// <summary>The columns of an event in every file.</summary>
    public static readonly Schema Table = new("events", ["event", "title", "date", "earliest: day", "latest: day", "kind", "place", "parties: texts", "summary", "sources: wholes", "record: texts", "statements: whole"]);

    public static IReadOnlyList<object?> Row(TalksEvent item, int statements) =>
        [item.Slug, item.Title, item.Date.Text, item.Earliest, item.Latest, item.Kind, item.Place, item.Parties, item.Summary, item.Sources, item.Record, statements];
}
