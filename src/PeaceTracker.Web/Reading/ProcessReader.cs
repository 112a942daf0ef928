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

    public Party Party(string slug) => Parties.First(party => party.Slug == slug);

    public Issue Issue(string slug) => Issues.First(issue => issue.Slug == slug);

    public Region? Region(string? iso) => Regions.FirstOrDefault(region => region.Iso == iso);

    public string PartyName(string slug) => Parties.FirstOrDefault(party => party.Slug == slug)?.Name ?? slug;

    public NoSeat? NoSeat(string party, string issue) => Process.NoSeats.FirstOrDefault(seat => seat.Party == party && seat.Issue == issue);
}

/// <summary>Reads what every page of a process needs.</summary>
public sealed class ProcessReader(PeaceTrackerDbContext db)
{
    /// <summary>Null when there is no process of that name.</summary>
    public async Task<ProcessContents?> ReadAsync(string slug, CancellationToken cancellation)
    {
        var process = await db.Processes.AsNoTracking().Include(row => row.NoSeats).SingleOrDefaultAsync(row => row.Slug == slug, cancellation);
        if (process is null)
            return null;
        var parties = await db.Parties.AsNoTracking().Where(row => row.ProcessId == process.Id).ToListAsync(cancellation);
        var issues = await db.Issues.AsNoTracking().OrderBy(row => row.Order).ToListAsync(cancellation);
        var regions = await db.Regions.AsNoTracking().Where(row => row.ProcessId == process.Id).ToListAsync(cancellation);
        var events = await db.Events.AsNoTracking().Where(row => row.ProcessId == process.Id).OrderBy(row => row.Latest).ThenBy(row => row.Slug).ToListAsync(cancellation);
        // Alphabetical by name on purpose: the site puts no party first.
        return new(process, [.. parties.OrderBy(party => party.Name, StringComparer.Ordinal)], issues, [.. regions.OrderBy(region => region.Name, StringComparer.Ordinal)], events);
    }

    public async Task<IReadOnlyList<PeaceProcess>> AllAsync(CancellationToken cancellation) =>
        await db.Processes.AsNoTracking().OrderBy(row => row.Title).ToListAsync(cancellation);

    /// <summary>The names most like the one asked for, closest first.</summary>
    public static IEnumerable<string> Nearest(string asked, IEnumerable<string> names, int count = 3) =>
        names.OrderBy(name => Levenshtein.GetDistance(asked, name)).ThenBy(name => name, StringComparer.Ordinal).Take(count);
}
