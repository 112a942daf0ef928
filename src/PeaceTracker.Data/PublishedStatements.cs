using Microsoft.EntityFrameworkCore;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data;

/// <summary>The one door for public reading of statements: pages, files and feeds all come through here.</summary>
public static class PublishedStatements
{
    /// <summary>Statements of a process that PeaceTracker showed at an instant, without codings or citations unless included.</summary>
    public static IQueryable<Statement> Published(this PeaceTrackerDbContext db, int processId, DateTimeOffset known) =>
        db.Statements.AsNoTracking()
            .Where(row => row.ProcessId == processId && row.Status == StatementStatus.Published && row.PublishedAt != null && row.PublishedAt <= known);

    /// <summary>The same with citations, figures and the codings shown at that instant.</summary>
    public static IQueryable<Statement> PublishedWithDetails(this PeaceTrackerDbContext db, int processId, DateTimeOffset known) =>
        db.Published(processId, known)
            .Include(row => row.Citations.OrderBy(citation => citation.Order))
            .Include(row => row.Quantities.OrderBy(quantity => quantity.Id))
            .Include(row => row.Codings
                .Where(coding => coding.RecordedFrom != null && coding.RecordedFrom <= known && (coding.RecordedTo == null || coding.RecordedTo > known))
                .OrderBy(coding => coding.Id))
            .AsSplitQuery();

    /// <summary>Those that speak of one of these issues without a step on it.</summary>
    /// <param name="issues">Slugs.</param>
    public static IQueryable<Statement> SpeakingOf(this IQueryable<Statement> statements, IReadOnlyList<string> issues) =>
        statements.Where(row => row.Topic != null && issues.Any(issue => (";" + row.Topic + ";").Contains(";" + issue + ";")));

    /// <summary>The codings shown at that instant of the statements that count by a day, for counting.</summary>
    public static IQueryable<Coding> ShownCodings(this PeaceTrackerDbContext db, int processId, DateTimeOffset known, DateOnly date) =>
        db.Published(processId, known)
            .Where(row => row.Day <= date)
            .SelectMany(row => row.Codings)
            .Where(coding => coding.RecordedFrom != null && coding.RecordedFrom <= known && (coding.RecordedTo == null || coding.RecordedTo > known));
}
