using Microsoft.EntityFrameworkCore;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data;

/// <summary>Which codings are counted: public ones of these parties on these issues, after a day and up to another, as known at an instant, under a filter of evidence.</summary>
/// <param name="Since">The day after which; null counts from the beginning. A date that allows several days counts as its last.</param>
public sealed record CountedCodings(IReadOnlyList<int> Parties, IReadOnlyList<int> Issues, DateOnly? Since, DateOnly Date, DateTimeOffset Known, EvidenceFilter Evidence);

/// <summary>How many statements say the same of one party on one issue.</summary>
/// <param name="Party">Id; 0 for all parties asked for together.</param>
/// <param name="Steps">Null where the party is silent or declined.</param>
/// <param name="State">What they say where they name no step.</param>
public sealed record CodingCount(int Party, int Issue, StepRange? Steps, CodingState? State, int Statements);

/// <summary>Place of a coding in the list of all, the newest first.</summary>
/// <param name="Id">Of the coding, by which those of one statement are ordered.</param>
public readonly record struct CodingPlace(DateOnly Day, int Statement, int Id);

/// <summary>A coding as it was made, before a position is derived from it.</summary>
/// <param name="Region">Id; null for the whole country, and on issues that are not regional.</param>
public sealed record CountedCoding(int Statement, int Party, int Issue, int? Region, DateOnly Earliest, DateOnly Day, StepRange? Steps, CodingState State, Channel Channel, char SourceGrade, int Information, int Id)
{
    public CodingPlace Place => new(Day, Statement, Id);
}

/// <summary>Counts what was said, with no regard to what displaces what.</summary>
public sealed class CodingCounts(PeaceTrackerDbContext db)
{
    /// <summary>Statements of each party, by its id, counted up to a number; parties with none are left out.</summary>
    public async Task<Dictionary<int, int>> StatementsAsync(CountedCodings asked, int most, CancellationToken cancellation)
    {
        var counts = new Dictionary<int, int>();
        foreach (var party in asked.Parties)
        {
            var count = await Of(asked).Where(row => row.PartyId == party).Select(row => row.Statement).Distinct().OrderBy(number => number).Take(most).CountAsync(cancellation);
            if (count > 0)
                counts[party] = count;
        }

        return counts;
    }

    /// <summary>
    /// Statements by party, issue and what they say, and the same for all parties together; and how many there are of each party on each issue
    /// whatever they say. A statement that says several things, of regions or parties, counts for each, and once where it is asked whatever it says.
    /// </summary>
    public async Task<(IReadOnlyList<CodingCount> Said, IReadOnlyDictionary<(int Party, int Issue), int> Whatever)> ByStepAsync(CountedCodings asked, CancellationToken cancellation)
    {
        var said = new List<CodingCount>();
        var whatever = new Dictionary<(int, int), int>();
        var rows = Of(asked);
        foreach (var row in await rows.GroupBy(row => new { row.PartyId, row.IssueId, row.StepFrom, row.StepTo, State = row.StepFrom > 0 ? -1 : row.State })
            .Select(group => new { group.Key, Count = group.Select(row => row.Statement).Distinct().Count() }).ToListAsync(cancellation))
            said.Add(Count(row.Key.PartyId, row.Key.IssueId, row.Key.StepFrom, row.Key.StepTo, row.Key.State, row.Count));
        foreach (var row in await rows.GroupBy(row => new { row.IssueId, row.StepFrom, row.StepTo, State = row.StepFrom > 0 ? -1 : row.State })
            .Select(group => new { group.Key, Count = group.Select(row => row.Statement).Distinct().Count() }).ToListAsync(cancellation))
            said.Add(Count(0, row.Key.IssueId, row.Key.StepFrom, row.Key.StepTo, row.Key.State, row.Count));
        foreach (var row in await rows.GroupBy(row => new { row.PartyId, row.IssueId }).Select(group => new { group.Key, Count = group.Select(row => row.Statement).Distinct().Count() }).ToListAsync(cancellation))
            whatever[(row.Key.PartyId, row.Key.IssueId)] = row.Count;
        foreach (var row in await rows.GroupBy(row => row.IssueId).Select(group => new { group.Key, Count = group.Select(row => row.Statement).Distinct().Count() }).ToListAsync(cancellation))
            whatever[(0, row.Key)] = row.Count;
        return (said, whatever);

        static CodingCount Count(int party, int issue, int from, int to, int state, int count) => new(party, issue, from > 0 ? new(from, to) : null, from > 0 ? null : (CodingState)state, count);
    }

    /// <summary>Every coding that is counted, the newest first, read as it is asked for.</summary>
    /// <param name="after">Those behind this place; null from the beginning.</param>
    /// <param name="most">So many at most; null for all.</param>
    public IAsyncEnumerable<CountedCoding> EachAsync(CountedCodings asked, CodingPlace? after, int? most)
    {
        var all = Of(asked);
        if (after is (var date, var statement, var id))
        {
            var day = date.DayNumber;
            all = all.Where(row => row.Day < day || (row.Day == day && (row.Statement < statement || (row.Statement == statement && row.Id > id))));
        }

        var rows = all.OrderByDescending(row => row.Day).ThenByDescending(row => row.Statement).ThenBy(row => row.Id).AsQueryable();
        return (most is { } limit ? rows.Take(limit) : rows).AsAsyncEnumerable().Select(row => new CountedCoding(
            row.Statement, row.PartyId, row.IssueId, row.RegionId == PublishedCoding.WholeCountry ? null : row.RegionId, DateOnly.FromDayNumber(row.Earliest), DateOnly.FromDayNumber(row.Day),
            row.StepFrom > 0 ? new(row.StepFrom, row.StepTo) : null, (CodingState)row.State, (Channel)row.Channel, (char)row.SourceGrade, row.Information, row.Id));
    }

    public Task<int> CountAsync(CountedCodings asked, CancellationToken cancellation) => Of(asked).CountAsync(cancellation);

    private IQueryable<PublishedCoding> Of(CountedCodings asked)
    {
        var (parties, issues, known) = (asked.Parties, asked.Issues, asked.Known.UtcTicks);
        var (after, date) = (asked.Since?.DayNumber ?? -1, asked.Date.DayNumber);
        var (channel, letter, digit) = ((int)asked.Evidence.WeakestChannel, (int)(asked.Evidence.LowestSource ?? Grade.SourceNotJudged), asked.Evidence.LowestInformation ?? Grade.InformationNotJudged);
        return db.PublishedCodings.AsNoTracking().Where(row => parties.Contains(row.PartyId) && issues.Contains(row.IssueId)
            && row.Day > after && row.Day <= date && row.RecordedFrom <= known && row.RecordedTo > known
            && row.Channel <= channel && row.SourceGrade <= letter && row.Information <= digit);
    }
}
