using Microsoft.EntityFrameworkCore;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data;

/// <summary>The one door for public reading of statements: pages, files and feeds all come through here.</summary>
public static class PublishedStatements
{
    /// <summary>Statements of a process that PeaceTracker showed at an instant, as they read then, without codings or citations.</summary>
    public static IQueryable<Statement> Published(this PeaceTrackerDbContext db, int processId, DateTimeOffset known) =>
        db.Statements.AsNoTracking()
            .Where(row => row.ProcessId == processId && row.PublishedAt != null && row.PublishedAt <= known
                && (row.Status == StatementStatus.Published || (row.PublishedTo > known && row.Status != StatementStatus.Undone)));

    /// <summary>Revisions whose approval was taken back by an instant. Only their numbers, instants and reasons are public: nobody stands by their words.</summary>
    public static IQueryable<Statement> Undone(this PeaceTrackerDbContext db, int processId, DateTimeOffset known) =>
        db.Statements.AsNoTracking().Where(row => row.ProcessId == processId && row.Status == StatementStatus.Undone && row.PublishedTo <= known);

    /// <summary>Revisions that PeaceTracker had shown and withdrawn by an instant, also those that a later revision made public again.</summary>
    public static IQueryable<Statement> Withdrawn(this PeaceTrackerDbContext db, int processId, DateTimeOffset known) =>
        db.Statements.AsNoTracking().Where(row => row.ProcessId == processId && row.Status == StatementStatus.Withdrawn && row.PublishedTo <= known);

    /// <summary>What editors say of clauses beside each other, as PeaceTracker showed it at an instant.</summary>
    public static IQueryable<ClauseDifference> PublishedDifferences(this PeaceTrackerDbContext db, int processId, DateTimeOffset known) =>
        db.ClauseDifferences.AsNoTracking()
            .Where(row => row.ProcessId == processId && row.PublishedAt <= known
                && (row.Status == StatementStatus.Published || (row.PublishedTo > known && row.Status != StatementStatus.Undone)));

    /// <summary>
    /// Every revision of a statement that had been shown by an instant, the first one first, without codings or citations; of an
    /// <see cref="Undone"/> one no more than that is public.
    /// </summary>
    public static IQueryable<Statement> EverPublished(this PeaceTrackerDbContext db, int processId, int number, DateTimeOffset known) =>
        db.Statements.AsNoTracking()
            .Where(row => row.ProcessId == processId && row.Number == number && row.PublishedAt != null && row.PublishedAt <= known
                && (row.Status == StatementStatus.Published || row.PublishedTo != null))
            .OrderBy(row => row.Revision);

    private static readonly Func<PeaceTrackerDbContext, List<int>, IAsyncEnumerable<Citation>> Citations = EF.CompileAsyncQuery(
        (PeaceTrackerDbContext db, List<int> statements) => db.Set<Citation>().AsNoTracking().Where(row => statements.Contains(row.StatementId)));

    private static readonly Func<PeaceTrackerDbContext, List<int>, IAsyncEnumerable<Quantity>> Quantities = EF.CompileAsyncQuery(
        (PeaceTrackerDbContext db, List<int> statements) => db.Set<Quantity>().AsNoTracking().Where(row => statements.Contains(row.StatementId)));

    private static readonly Func<PeaceTrackerDbContext, List<int>, DateTimeOffset, IAsyncEnumerable<Coding>> Codings = EF.CompileAsyncQuery(
        (PeaceTrackerDbContext db, List<int> statements, DateTimeOffset known) => db.Set<Coding>().AsNoTracking()
            .Where(row => statements.Contains(row.StatementId) && row.RecordedFrom != null && row.RecordedFrom <= known && (row.RecordedTo == null || row.RecordedTo > known)));

    /// <summary>Reads statements with their citations, figures and the codings shown at that instant.</summary>
    /// <param name="published">What <see cref="Published"/> gave, narrowed and ordered.</param>
    /// <remarks>The details are found by id. EF Core's own way asks for the statements once more with each of the three, and finding them is the dear part.</remarks>
    public static async Task<List<Statement>> WithDetailsAsync(
        this PeaceTrackerDbContext db, IQueryable<Statement> published, DateTimeOffset known, CancellationToken cancellation)
    {
        var statements = await published.ToListAsync(cancellation);
        if (statements.Count == 0)
            return statements;
        var byId = statements.ToDictionary(row => row.Id);
        var ids = byId.Keys.ToList();
        foreach (var citation in (await Citations(db, ids).ToListAsync(cancellation)).OrderBy(row => row.Order))
            byId[citation.StatementId].Citations.Add(citation);
        foreach (var quantity in (await Quantities(db, ids).ToListAsync(cancellation)).OrderBy(row => row.Id))
            byId[quantity.StatementId].Quantities.Add(quantity);
        foreach (var coding in (await Codings(db, ids, known).ToListAsync(cancellation)).OrderBy(row => row.Id))
            byId[coding.StatementId].Codings.Add(coding);
        return statements;
    }

    /// <summary>Each issue of each of these statements that is coded at that instant, once.</summary>
    /// <param name="statements">Ids of statements that <see cref="Published"/> gave.</param>
    public static async Task<List<(int Statement, string Issue)>> CodedIssuesAsync(this PeaceTrackerDbContext db, List<int> statements, DateTimeOffset known, CancellationToken cancellation) =>
        [.. (await db.Set<Coding>().AsNoTracking().Where(row => statements.Contains(row.StatementId)).ShownAt(known)
            .Select(row => new ValueTuple<int, string>(row.StatementId, row.Issue)).ToListAsync(cancellation)).Distinct()];

    /// <summary>Those that speak of one of these issues without a step on it.</summary>
    /// <param name="issues">Slugs.</param>
    public static IQueryable<Statement> SpeakingOf(this IQueryable<Statement> statements, IReadOnlyList<string> issues)
    {
        var between = Statement.TopicSeparator.ToString();
        return statements.Where(row => row.Topic != null && issues.Any(issue => (between + row.Topic + between).Contains(between + issue + between)));
    }

    /// <summary>The codings shown at that instant of the statements that count by a day, for counting.</summary>
    public static IQueryable<Coding> ShownCodings(this PeaceTrackerDbContext db, int processId, DateTimeOffset known, DateOnly date) =>
        db.Published(processId, known).Where(row => row.Day <= date).ShownCodings(known);

    /// <summary>The codings shown at that instant of these statements.</summary>
    /// <param name="published">What <see cref="Published"/> gave, narrowed.</param>
    public static IQueryable<Coding> ShownCodings(this IQueryable<Statement> published, DateTimeOffset known) => published.SelectMany(row => row.Codings).ShownAt(known);

    private static IQueryable<Coding> ShownAt(this IQueryable<Coding> codings, DateTimeOffset known) =>
        codings.Where(coding => coding.RecordedFrom != null && coding.RecordedFrom <= known && (coding.RecordedTo == null || coding.RecordedTo > known));
}
