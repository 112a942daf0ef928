using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Processes;
using Quickenshtein;

namespace PeaceTracker.Web.Reading;

/// <summary>A process with its parties, issues, regions and events: small, and needed by every page.</summary>
public sealed record ProcessContents(
    PeaceProcess Process, IReadOnlyList<Party> Parties, IReadOnlyList<Issue> Issues, IReadOnlyList<Region> Regions, IReadOnlyList<TalksEvent> Events)
{
    public IReadOnlyDictionary<int, string> RegionIso { get; } = Regions.ToDictionary(region => region.Id, region => region.Iso);

    private readonly Dictionary<string, Party> partiesBySlug = Parties.ToDictionary(party => party.Slug);

    public Party Party(string slug) => partiesBySlug[slug];

    public Issue Issue(string slug) => Issues.First(issue => issue.Slug == slug);

    public Region? Region(string? iso) => Regions.FirstOrDefault(region => region.Iso == iso);

    public string PartyName(string slug) => partiesBySlug.GetValueOrDefault(slug)?.Name ?? slug;

    /// <summary>Parties most like what was asked for, by any of their names in any script.</summary>
    public IEnumerable<Party> NearestParties(string asked) =>
        ProcessReader.Nearest(asked, Parties, party => [party.Slug, party.Name, party.Monogram, .. party.Aliases]);

    /// <summary>Issues most like what was asked for.</summary>
    public IEnumerable<Issue> NearestIssues(string asked) => ProcessReader.Nearest(asked, Issues, issue => [issue.Slug, issue.Title]);

    /// <summary>Regions most like what was asked for: code with or without the country, letters of the tile, or a name in either language.</summary>
    public IEnumerable<Region> NearestRegions(string asked) =>
        ProcessReader.Nearest(asked, Regions, region => [region.Iso, region.Iso[(region.Iso.IndexOf('-', StringComparison.Ordinal) + 1)..], region.Slug, region.Name, region.NameLocal, region.Code]);

    public NoSeat? NoSeat(string party, string issue) => Process.NoSeats.FirstOrDefault(seat => seat.Party == party && seat.Issue == issue);
}

/// <summary>Reads what every page of a process needs.</summary>
public sealed class ProcessReader(PeaceTrackerDbContext db, RecordCache cache)
{
    // Compiled once: finding again what each means took longer than reading it. Sorted afterwards, because a compiled query that orders has another type.
    private static readonly Func<PeaceTrackerDbContext, string, Task<PeaceProcess?>> Process = EF.CompileAsyncQuery(
        (PeaceTrackerDbContext db, string slug) => db.Processes.AsNoTracking().Include(row => row.NoSeats).SingleOrDefault(row => row.Slug == slug));

    private static readonly Func<PeaceTrackerDbContext, IAsyncEnumerable<Issue>> Issues = EF.CompileAsyncQuery(
        (PeaceTrackerDbContext db) => db.Issues.AsNoTracking());

    private static readonly Func<PeaceTrackerDbContext, int, IAsyncEnumerable<Party>> Parties = EF.CompileAsyncQuery(
        (PeaceTrackerDbContext db, int process) => db.Parties.AsNoTracking().Where(row => row.ProcessId == process));

    private static readonly Func<PeaceTrackerDbContext, int, IAsyncEnumerable<Region>> Regions = EF.CompileAsyncQuery(
        (PeaceTrackerDbContext db, int process) => db.Regions.AsNoTracking().Where(row => row.ProcessId == process));

    private static readonly Func<PeaceTrackerDbContext, int, IAsyncEnumerable<TalksEvent>> Events = EF.CompileAsyncQuery(
        (PeaceTrackerDbContext db, int process) => db.Events.AsNoTracking().Where(row => row.ProcessId == process));

    /// <summary>Null when there is no process of that name.</summary>
    public async Task<ProcessContents?> ReadAsync(string slug, CancellationToken cancellation)
    {
        // Every page begins here. Held open until the request ends: else each query would fetch a connection and set it up anew.
        await db.Database.OpenConnectionAsync(cancellation);
        return await cache.ReadAsync(db, $"process {slug}", () => ReadAnewAsync(slug, cancellation));
    }

    private async Task<ProcessContents?> ReadAnewAsync(string slug, CancellationToken cancellation)
    {
        var process = await Process(db, slug);
        if (process is null)
            return null;
        var parties = await Parties(db, process.Id).ToListAsync(cancellation);
        var issues = await Issues(db).ToListAsync(cancellation);
        var regions = await Regions(db, process.Id).ToListAsync(cancellation);
        var events = await Events(db, process.Id).ToListAsync(cancellation);
        return new(
            process,
            // Alphabetical by name on purpose: the site puts no party first.
            [.. parties.OrderBy(party => party.Name, StringComparer.Ordinal)],
            [.. issues.OrderBy(issue => issue.Order)],
            [.. regions.OrderBy(region => region.Name, StringComparer.Ordinal)],
            [.. events.OrderBy(row => row.Latest).ThenBy(row => row.Slug, StringComparer.Ordinal)]);
    }

    public async Task<IReadOnlyList<PeaceProcess>> AllAsync(CancellationToken cancellation) =>
        await db.Processes.AsNoTracking().OrderBy(row => row.Title).ToListAsync(cancellation);

    /// <summary>Letters of what was asked for that are compared: no name is longer, and an address can be.</summary>
    internal const int LongestAsked = 100;

    /// <summary>The names most like the one asked for, closest first.</summary>
    public static IEnumerable<string> Nearest(string asked, IEnumerable<string> names) => Nearest(asked, names, name => [name]);

    /// <summary>The things with a name most like what was asked for, closest first; those alone that bear the very name, whatever its case and spacing.</summary>
    public static IEnumerable<T> Nearest<T>(string asked, IEnumerable<T> all, Func<T, IEnumerable<string>> names)
    {
        const int count = 3;
        var wanted = Fold(asked.Length > LongestAsked ? asked[..LongestAsked] : asked);
        // In the order of the list where equally near, which is alphabetical or that of the codebook.
        // What begins with it, or has it as one of its words, is nearer than what has as many letters.
        var ranked = all.Select(item => (Item: item, Distance: names(item).Min(name => Distance(Fold(name))))).OrderBy(pair => pair.Distance).ToList();
        var exact = ranked.TakeWhile(pair => pair.Distance == 0).ToList();
        return (exact.Count > 0 ? exact : ranked).Take(count).Select(pair => pair.Item);

        int Distance(string name) =>
            name == wanted ? 0
            : wanted.Length > 1 && name.StartsWith(wanted, StringComparison.Ordinal) ? 1
            : wanted.Length > 1 && name.Split('-').Contains(wanted) ? 2
            // One letter wrong in one of the words of a long name is nearer than all its other letters missing.
            : 2 + Math.Min(Levenshtein.GetDistance(wanted, name), wanted.Length > 3 ? name.Split('-').Min(word => Levenshtein.GetDistance(wanted, word)) : int.MaxValue);

        static string Fold(string name) => name.Trim().ToLowerInvariant().Replace(' ', '-').Replace('_', '-');
    }
}
