using Microsoft.EntityFrameworkCore;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Search;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Search;

/// <summary>Finds published statements and sources by words. Statements come newest first, as many as fit in the time there is.</summary>
public sealed class StatementSearch
{
    /// <summary>Revisions looked at at once: of each it is asked whether it is public and fits.</summary>
    private const int Part = 500;

    private readonly PeaceTrackerDbContext db;
    private readonly KnownSpellings known;
    private readonly IWordSearch words;
    private readonly TimeProvider clock;

    /// <summary>Statements that are looked through whatever time it takes.</summary>
    private const int Small = 50_000;

    public StatementSearch(PeaceTrackerDbContext db, KnownSpellings known, TimeProvider clock)
        : this(db, known, clock, Small)
    {
    }

    /// <param name="small">Statements that are looked through whatever time it takes.</param>
    internal StatementSearch(PeaceTrackerDbContext db, KnownSpellings known, TimeProvider clock, int small) => (this.db, this.known, this.clock, words) = (db, known, clock, db.Provider.Words(clock, small));

    /// <summary>The names the record has of parties, people and regions of a process.</summary>
    public async Task<Spellings> SpellingsAsync(int process, IEnumerable<Party> parties, IEnumerable<Region> regions, CancellationToken cancellation)
    {
        var people = await db.People.AsNoTracking().Where(row => row.ProcessId == process).Select(row => new { row.Slug, row.Name, row.Aliases }).ToListAsync(cancellation);
        return known.Of(
            process,
            [.. parties.Select(party => party.Aliases.Prepend(party.Name)), .. regions.Select(region => new[] { region.Name, region.NameLocal })],
            people.ConvertAll(person => (person.Slug, person.Aliases.Prepend(person.Name))));
    }

    /// <summary>Ids of the revisions that have the words and fit, newest first, always whole days.</summary>
    /// <param name="fitting">Published statements, narrowed to those wanted.</param>
    /// <param name="facets">What all of these have at least, in the language of <see cref="StatementWords.Facets"/>: it keeps the search short.</param>
    /// <param name="since">The first day wanted.</param>
    /// <param name="until">The last day wanted: the search goes back from here.</param>
    /// <param name="enough">It ends with the day on which as many are found.</param>
    /// <param name="budget">Time after which it ends where it is; <see cref="TimeSpan.MaxValue"/> for as long as it takes.</param>
    public async Task<StatementsFound> StatementsAsync(
        SearchQuery query, Spellings spellings, IQueryable<Statement> fitting, IReadOnlyList<string> facets, DateOnly since, DateOnly until, int enough, TimeSpan budget, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        var found = new List<int>();
        for (var day = until; ;)
        {
            var left = budget == TimeSpan.MaxValue ? budget : budget - clock.GetElapsedTime(began);
            var part = await words.StatementsAsync(query, spellings, facets, since, day, Math.Min(Part, enough - found.Count), left, cancellation);
            var shown = part.Ids.Count == 0 ? [] : await fitting.Where(row => part.Ids.Contains(row.Id)).Select(row => row.Id).ToHashSetAsync(cancellation);
            found.AddRange(part.Ids.Where(shown.Contains));
            if (part.LookedTo is not { } looked || looked <= since)
                return new(found, null);
            if (found.Count >= enough)
                return new(found, looked);
            if (budget != TimeSpan.MaxValue && clock.GetElapsedTime(began) >= budget)
                return new(found, looked) { OutOfTime = true };
            day = looked.AddDays(-1);
        }
    }

    /// <summary>Ids of the public sources that have the words, the newest recorded first.</summary>
    public async Task<List<int>> SourcesAsync(int process, SearchQuery query, Spellings spellings, int most, CancellationToken cancellation)
    {
        var found = new List<int>();
        for (var below = int.MaxValue; ;)
        {
            var ids = await words.SourcesAsync(query, spellings, below, Part, cancellation);
            var shown = ids.Count == 0 ? [] : await db.Sources.AsNoTracking().Where(row => row.ProcessId == process && ids.Contains(row.Id)).Select(row => row.Id).ToHashSetAsync(cancellation);
            found.AddRange(ids.Where(shown.Contains));
            if (found.Count >= most || ids.Count < Part)
                return [.. found.Take(most)];
            below = ids[^1];
        }
    }
}

/// <param name="Ids">Of the revisions, newest first.</param>
/// <param name="LookedTo">Every day from this one on was looked at; null when all were.</param>
public sealed record StatementsFound(IReadOnlyList<int> Ids, DateOnly? LookedTo)
{
    /// <summary>The time ended the search, not the number wanted: there may be more on days before, or none.</summary>
    public bool OutOfTime { get; init; }
}
