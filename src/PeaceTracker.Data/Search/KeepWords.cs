using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Search;

/// <summary>Keeps what is found by words in step with the record, in the very transaction: no way of writing can forget it.</summary>
internal sealed class KeepWords : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        SavingChangesAsync(eventData, result).AsTask().GetAwaiter().GetResult();

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var db = (PeaceTrackerDbContext)eventData.Context!;
        // The context has searched them just before.
        var (published, changed, renamed) = db.Searched(() => (Published(db), ChangedSources(db), Renamed(db)));
        db.AddRange(published);
        foreach (var publisher in renamed)
            changed.AddRange(await db.Sources.IgnoreQueryFilters().Where(row => row.PublisherId == publisher.Id).ToListAsync(cancellationToken));
        if (changed.Count > 0)
            await KeepAsync(db, changed, cancellationToken);
        return result;
    }

    /// <summary>A revision gets its row when it becomes public; it keeps it, and whoever reads sees whether it still is.</summary>
    private static List<StatementWords> Published(PeaceTrackerDbContext db) => [.. db.ChangeTracker.Entries<Statement>()
        .Where(entry => entry.Entity.PublishedAt is not null && (entry.State == EntityState.Added || (entry.State == EntityState.Modified && entry.Property(row => row.PublishedAt).OriginalValue is null)))
        .Select(entry => StatementWords.Of(entry.Entity))];

    private static List<Source> ChangedSources(PeaceTrackerDbContext db) => [.. db.ChangeTracker.Entries<Source>()
        .Where(entry => entry.State == EntityState.Added || (entry.State == EntityState.Modified && Told.Any(name => entry.Property(name).IsModified)))
        .Select(entry => entry.Entity)];

    private static readonly string[] Told = [nameof(Source.Title), nameof(Source.Author), nameof(Source.Notes), nameof(Source.PublisherId)];

    private static List<Publisher> Renamed(PeaceTrackerDbContext db) => [.. db.ChangeTracker.Entries<Publisher>()
        .Where(entry => entry.State == EntityState.Modified && entry.Property(row => row.Name).IsModified)
        .Select(entry => entry.Entity)];

    private static async Task KeepAsync(PeaceTrackerDbContext db, List<Source> sources, CancellationToken cancellation)
    {
        var theirs = sources.Where(source => source.Publisher?.Id != source.PublisherId).Select(source => source.PublisherId).Distinct().ToList();
        // Tracked, so that one renamed just now has its new name.
        var publishers = await db.Publishers.IgnoreQueryFilters().Where(row => theirs.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        var ids = sources.Select(source => source.Id).ToList();
        var stored = await db.SourceWords.Where(row => ids.Contains(row.SourceId)).ToDictionaryAsync(row => row.SourceId, cancellation);
        foreach (var source in sources.Distinct())
        {
            var words = SourceWords.Of(source, publishers.GetValueOrDefault(source.PublisherId) ?? source.Publisher!.Name);
            if (stored.TryGetValue(source.Id, out var old))
                (old.Title, old.Names, old.Notes) = (words.Title, words.Names, words.Notes);
            else
                db.Add(words);
        }
    }
}
