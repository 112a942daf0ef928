using Microsoft.EntityFrameworkCore;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Search;

/// <summary>Makes what is found by words anew from the record.</summary>
public static class SearchIndex
{
    private const int Chunk = 1000;

    /// <summary>Throws it all away and makes it anew, in one transaction.</summary>
    /// <param name="progress">Is told how many rows are made.</param>
    /// <returns>How many there are.</returns>
    public static async Task<long> RebuildAsync(PeaceTrackerDbContext db, Action<long>? progress, CancellationToken cancellation)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellation) : null;
        await db.Provider.TakeTurnAsync(cancellation);
        await db.StatementWords.ExecuteDeleteAsync(cancellation);
        await db.SourceWords.ExecuteDeleteAsync(cancellation);
        var made = await FillAsync(db, progress, cancellation);
        if (transaction is not null)
            await transaction.CommitAsync(cancellation);
        return made;
    }

    /// <summary>Adds what is missing: all of it in a store from a time when nothing was found by words.</summary>
    public static async Task<long> FillAsync(PeaceTrackerDbContext db, Action<long>? progress, CancellationToken cancellation)
    {
        var made = 0L;
        for (var last = 0; ;)
        {
            var statements = await EverShown(db, last).Where(row => !db.StatementWords.Any(words => words.StatementId == row.Id)).Take(Chunk).ToListAsync(cancellation);
            if (statements.Count == 0)
                break;
            last = statements[^1].Id;
            db.AddRange(statements.Select(StatementWords.Of));
            await SaveAsync();
        }

        for (var last = 0; ;)
        {
            var sources = await db.Sources.IgnoreQueryFilters().Include(row => row.Publisher)
                .Where(row => row.Id > last && !db.SourceWords.Any(words => words.SourceId == row.Id)).OrderBy(row => row.Id).Take(Chunk).ToListAsync(cancellation);
            if (sources.Count == 0)
                break;
            last = sources[^1].Id;
            db.AddRange(sources.Select(source => SourceWords.Of(source, source.Publisher!.Name)));
            await SaveAsync();
        }

        return made;

        async Task SaveAsync()
        {
            made += await db.SaveChangesAsync(cancellation);
            db.ChangeTracker.Clear();
            progress?.Invoke(made);
        }
    }

    /// <summary>Revisions that are or once were public, with what their words are made of, by id.</summary>
    internal static IQueryable<Statement> EverShown(PeaceTrackerDbContext db, int after) => db.Statements
        .Where(row => row.Id > after && row.PublishedAt != null)
        .Include(row => row.Codings).Include(row => row.Quantities).AsSplitQuery()
        .OrderBy(row => row.Id);
}
