using Microsoft.EntityFrameworkCore;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data;

/// <summary>Makes the flat rows the matrix reads.</summary>
public static class Projection
{
    /// <summary>Throws the projection away and makes it anew from the published codings, in one transaction.</summary>
    /// <returns>How many rows it has now.</returns>
    public static async Task<int> RebuildAsync(PeaceTrackerDbContext db, CancellationToken cancellation)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellation) : null;
        await db.Provider.TakeTurnAsync(cancellation);
        await db.PublishedCodings.ExecuteDeleteAsync(cancellation);
        foreach (var process in await db.Processes.AsNoTracking().Select(row => row.Id).ToListAsync(cancellation))
        {
            var rows = await RowsAsync(db, process, [.. await db.Statements.AsNoTracking()
                .Where(row => row.ProcessId == process)
                .Include(row => row.Citations).Include(row => row.Codings).AsSplitQuery()
                .ToListAsync(cancellation)], cancellation);
            db.PublishedCodings.AddRange(rows);
        }

        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        var made = await db.PublishedCodings.CountAsync(cancellation);
        if (transaction is not null)
            await transaction.CommitAsync(cancellation);
        return made;
    }

    /// <summary>Makes the rows of the statements anew that cite one of these sources: what was done to the sources bears on them.</summary>
    internal static async Task RenewAsync(PeaceTrackerDbContext db, int processId, IReadOnlyCollection<int> sources, CancellationToken cancellation)
    {
        var statements = await CitingAsync(db, processId, sources, cancellation);
        var codings = statements.SelectMany(statement => statement.Codings).Select(coding => coding.Id).ToList();
        await db.PublishedCodings.Where(row => codings.Contains(row.Id)).ExecuteDeleteAsync(cancellation);
        db.PublishedCodings.AddRange(await RowsAsync(db, processId, statements, cancellation));
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Statements that are or were public and cite one of these sources.</summary>
    internal static async Task<List<Statement>> CitingAsync(PeaceTrackerDbContext db, int processId, IReadOnlyCollection<int> sources, CancellationToken cancellation)
    {
        var numbers = sources.ToList();
        return await db.Statements.AsNoTracking()
            .Where(row => row.ProcessId == processId && row.PublishedAt != null && row.Citations.Any(citation => numbers.Contains(citation.Source)))
            .Include(row => row.Citations).Include(row => row.Codings).AsSplitQuery()
            .ToListAsync(cancellation);
    }

    /// <summary>The rows of these statements; codings that never were public have none.</summary>
    /// <param name="instead">A source as it would be, to see what would change; null for all as they are.</param>
    internal static async Task<List<PublishedCoding>> RowsAsync(
        PeaceTrackerDbContext db, int processId, IReadOnlyCollection<Statement> statements, CancellationToken cancellation, Source? instead = null)
    {
        var row = await MakerAsync(db, processId, instead, cancellation);
        // What is no longer shown keeps the rows of the time when it was, and has none without an end.
        return
        [
            .. from statement in statements
               where statement is { PublishedAt: not null, Status: StatementStatus.Published or StatementStatus.Amended or StatementStatus.Withdrawn }
               from coding in statement.Codings
               where coding.RecordedFrom is not null && (statement.Status == StatementStatus.Published || coding.RecordedTo is not null)
               select row(statement, coding, coding.RecordedFrom!.Value, coding.RecordedTo),
        ];
    }

    /// <summary>The rows that these statements would have if they were published at an instant.</summary>
    internal static async Task<List<PublishedCoding>> RowsIfPublishedAsync(
        PeaceTrackerDbContext db, int processId, IReadOnlyCollection<Statement> statements, DateTimeOffset at, CancellationToken cancellation)
    {
        var row = await MakerAsync(db, processId, null, cancellation);
        return [.. statements.SelectMany(statement => statement.Codings.Select(coding => row(statement, coding, at, null)))];
    }

    private static async Task<Func<Statement, Coding, DateTimeOffset, DateTimeOffset?, PublishedCoding>> MakerAsync(
        PeaceTrackerDbContext db, int processId, Source? instead, CancellationToken cancellation)
    {
        var parties = await db.Parties.AsNoTracking().Where(row => row.ProcessId == processId).ToDictionaryAsync(row => row.Slug, row => row.Id, cancellation);
        var issues = await db.Issues.AsNoTracking().ToDictionaryAsync(row => row.Slug, row => row.Id, cancellation);
        var regions = await db.Regions.AsNoTracking().Where(row => row.ProcessId == processId).ToDictionaryAsync(row => row.Iso, row => row.Id, cancellation);
        var sources = await db.Sources.IgnoreQueryFilters().AsNoTracking().Where(row => row.ProcessId == processId).ToListAsync(cancellation);
        var derivedFrom = sources.ToDictionary(row => row.Number, row => (IReadOnlyList<int>)row.DerivedFrom);
        var mergedInto = sources.Where(row => row.MergedInto is not null).ToDictionary(row => row.Number, row => row.MergedInto!.Value);
        var grades = sources.ToDictionary(row => row.Number, row => row.Grade);
        if (instead is not null)
            (derivedFrom[instead.Number], grades[instead.Number]) = (instead.DerivedFrom, instead.Grade);

        return (statement, coding, from, to) =>
        {
            var (origins, copied) = Origins.Of(statement.Citations.Select(citation => citation.Source), derivedFrom, mergedInto);
            return new()
            {
                Id = coding.Id,
                PartyId = parties[coding.Party],
                IssueId = issues[coding.Issue],
                RegionId = coding.Region is null ? PublishedCoding.WholeCountry : regions[coding.Region],
                Day = statement.Day.DayNumber,
                Earliest = statement.Earliest.DayNumber,
                RecordedFrom = from.UtcTicks,
                RecordedTo = to?.UtcTicks ?? long.MaxValue,
                StepFrom = coding.StepFrom ?? 0,
                StepTo = coding.StepTo ?? 0,
                State = (int)coding.State,
                Channel = (int)statement.Channel,
                // F is the last letter, so the smallest one is the best judged source, and F only when none is judged.
                SourceGrade = statement.Citations.Select(citation => grades[citation.Source]).DefaultIfEmpty(Grade.SourceNotJudged).Min(),
                Information = statement.Information,
                Statement = statement.Number,
                Origins = string.Join(' ', origins.Order()),
                Copied = copied,
            };
        };
    }
}
