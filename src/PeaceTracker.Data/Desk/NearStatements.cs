using Microsoft.EntityFrameworkCore;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Desk;

/// <summary>Where a coding belongs: the place a newer one takes.</summary>
/// <param name="Region">Null for the whole country, and on issues that are not regional.</param>
public sealed record CodedPlace(int PartyId, int IssueId, int? RegionId, string Party, string Issue, string? Region);

/// <summary>A published coding with a step.</summary>
/// <param name="Statement">Number of its statement.</param>
public sealed record CodedStep(int Statement, DateOnly Day, StepRange Steps);

/// <summary>What stands close to a statement that is being written: each question is bounded, however many statements there are.</summary>
public sealed class NearStatements(PeaceTrackerDbContext db)
{
    /// <summary>Days to both sides within which two statements of a party on an issue may be one.</summary>
    public const int Days = 7;

    private const int Newest = 40;
    private const int FromSource = 200;

    /// <summary>The newest published coding with a step; null when there is none.</summary>
    /// <param name="except">Number of the statement itself.</param>
    public async Task<CodedStep?> NewestAsync(CodedPlace cell, int except, CancellationToken cancellation)
    {
        var region = cell.RegionId ?? PublishedCoding.WholeCountry;
        var row = await db.PublishedCodings.AsNoTracking()
            .Where(coding => coding.PartyId == cell.PartyId && coding.IssueId == cell.IssueId && coding.RegionId == region && coding.RecordedTo == long.MaxValue && coding.StepFrom > 0 && coding.Statement != except)
            .OrderByDescending(coding => coding.Day).ThenByDescending(coding => coding.Id)
            .FirstOrDefaultAsync(cancellation);
        return row is null ? null : new(row.Statement, DateOnly.FromDayNumber(row.Day), new(row.StepFrom, row.StepTo));
    }

    /// <summary>
    /// Statements that are public or being worked on and that may be the same as one from this source: of the same party on the same issue
    /// within <see cref="Days"/>, the newest ones of these, and those from the source. With citations and codings.
    /// </summary>
    /// <param name="except">Number of the statement itself.</param>
    public async Task<List<Statement>> CandidatesAsync(int process, IReadOnlyList<CodedPlace> cells, DateOnly? day, int source, int except, CancellationToken cancellation)
    {
        var numbers = new HashSet<int>();
        foreach (var cell in cells)
        {
            var region = cell.RegionId ?? PublishedCoding.WholeCountry;
            var published = db.PublishedCodings.AsNoTracking().Where(coding => coding.PartyId == cell.PartyId && coding.IssueId == cell.IssueId && coding.RegionId == region && coding.RecordedTo == long.MaxValue);
            numbers.UnionWith(await published.OrderByDescending(coding => coding.Day).ThenByDescending(coding => coding.Id).Select(coding => coding.Statement).Take(Newest).ToListAsync(cancellation));
            if (day is not { } said)
                continue;
            var (first, last) = (said.AddDays(-Days), said.AddDays(Days));
            numbers.UnionWith(await published.Where(coding => coding.Day >= first.DayNumber && coding.Day <= last.DayNumber).OrderBy(coding => coding.Day).Select(coding => coding.Statement).Take(Newest).ToListAsync(cancellation));
            numbers.UnionWith(await db.Statements.AsNoTracking()
                .Where(row => row.ProcessId == process && row.Day >= first && row.Day <= last
                    && (row.Status == StatementStatus.Draft || row.Status == StatementStatus.InReview || row.Status == StatementStatus.Returned)
                    && row.Codings.Any(coding => coding.Party == cell.Party && coding.Issue == cell.Issue && coding.Region == cell.Region))
                .OrderByDescending(row => row.Day).ThenByDescending(row => row.Number)
                .Select(row => row.Number).Take(Newest).ToListAsync(cancellation));
        }

        var cited = await db.Set<Citation>().AsNoTracking().Where(row => row.ProcessId == process && row.Source == source && row.Exact != null).OrderByDescending(row => row.Id).Select(row => row.StatementId).Take(FromSource).ToListAsync(cancellation);
        var rows = await db.Statements.AsNoTracking()
            .Where(row => row.ProcessId == process && (numbers.Contains(row.Number) || cited.Contains(row.Id)) && row.Number != except
                && !DeskStatements.Over.Contains(row.Status))
            .Include(row => row.Citations.OrderBy(citation => citation.Order)).Include(row => row.Codings).AsSplitQuery()
            .ToListAsync(cancellation);
        // An amendment being worked on is the statement the public sees.
        return [.. rows.GroupBy(row => row.Number).Select(group => group.OrderByDescending(row => row.Status == StatementStatus.Published).First()).OrderBy(row => row.Number)];
    }
}
