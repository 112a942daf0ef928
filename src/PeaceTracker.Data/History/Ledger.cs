using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Domain.History;

namespace PeaceTracker.Data.History;

/// <summary>Who makes a change.</summary>
/// <param name="Account">Id of the account; null for the operator.</param>
/// <param name="Pseudonym">What the log calls them.</param>
public sealed record Actor(int? Account, string Pseudonym);

/// <summary>A sending of a form: the same one has its effect once, however often it arrives.</summary>
/// <param name="Key">Made with the form.</param>
/// <param name="Body">Digest of what was sent, to tell a repetition from another thing under the same key.</param>
public sealed record RequestKey(string Key, string Body);

/// <param name="Location">Where to go on: the address the first sending led to.</param>
/// <param name="Repeated">It had been done before, and nothing was written now.</param>
public sealed record Written(string Location, bool Repeated);

/// <summary>A key was used for another thing before.</summary>
public sealed class RequestReusedException() : Exception("The form was sent before with other content.");

/// <summary>What an account sent and what came of it; kept for seven days.</summary>
internal sealed class CompletedRequest
{
    public required int Account { get; init; }

    public required string Key { get; init; }

    public required string Body { get; init; }

    public required string Location { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>The records a change touches, noted for the log.</summary>
/// <param name="at">The instant (UTC) of the change: what it publishes is public from then.</param>
public sealed class ChangeSet(DateTimeOffset at)
{
    internal List<(object Row, string Action, string Process, string? Reason)> Noted { get; } = [];

    internal List<IEnumerable<RevisionEntry>> Many { get; } = [];

    public DateTimeOffset At { get; } = at;

    /// <summary>Writes many new records one by one, each with its entry: none is held longer than it takes to write it.</summary>
    /// <param name="writing">Writes a record as its entry is taken; begun when all else of the change is written.</param>
    internal void WriteMany(IEnumerable<RevisionEntry> writing) => Many.Add(writing);

    /// <summary>Notes a record; it is written down as it is when the change is done.</summary>
    /// <param name="action">What was done: "draft", "submit", "publish", "amend" ...</param>
    /// <param name="process">Slug of its process; "" for what belongs to all.</param>
    public void Note(object row, string action, string process, string? reason = null) => Noted.Add((row, action, process, reason));
}

/// <summary>
/// The one door for writing by people: one at a time, each change in one transaction with its entries in the revision log and with the
/// mark that this sending has had its effect.
/// </summary>
public sealed class Ledger(PeaceTrackerDbContext db, WriteGate gate, RevisionLog log, TimeProvider clock, PublicVersion version, IServiceScopeFactory scopes)
{
    private const string Baseline = "seeds";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>Where the first sending of this led to; null when it has had no effect yet.</summary>
    /// <param name="account">Id of who sends it.</param>
    public Task<string?> DoneAsync(int account, RequestKey request, CancellationToken cancellation) => db.CompletedRequests.AsNoTracking()
        .Where(row => row.Account == account && row.Key == request.Key && row.Body == request.Body).Select(row => row.Location).SingleOrDefaultAsync(cancellation);

    /// <summary>As <see cref="DoneAsync"/>, for who looks at length at what is sent before it is written.</summary>
    /// <exception cref="RequestReusedException">The key was used for something else.</exception>
    public async Task<string?> DoneOrNewAsync(int account, RequestKey request, CancellationToken cancellation) =>
        await db.CompletedRequests.AsNoTracking().SingleOrDefaultAsync(row => row.Account == account && row.Key == request.Key, cancellation) is not { } done ? null
        : done.Body == request.Body ? done.Location : throw new RequestReusedException();

    /// <param name="request">Null for commands, which nobody sends twice by accident.</param>
    /// <param name="work">
    /// Reads what it needs (nothing else is written meanwhile), checks versions, changes, notes, and gives the address to go on at. What it
    /// throws undoes everything.
    /// </param>
    /// <exception cref="RequestReusedException">The key was used for something else.</exception>
    /// <exception cref="UnsureException">The store went away at the end.</exception>
    /// <exception cref="DbUpdateConcurrencyException">Somebody else changed a record in the meantime.</exception>
    public async Task<Written> WriteAsync(Actor actor, RequestKey? request, Func<ChangeSet, Task<string>> work, CancellationToken cancellation)
    {
        Written written;
        bool many;
        using (await gate.EnterAsync(cancellation))
            (written, many) = await InTurnAsync(actor, request, work, cancellation);
        if (many)
            await db.Provider.AfterManyAsync();
        return written;
    }

    private async Task<(Written Written, bool Many)> InTurnAsync(Actor actor, RequestKey? request, Func<ChangeSet, Task<string>> work, CancellationToken cancellation)
    {
        // What was read before the turn came may be older than the store.
        db.ChangeTracker.Clear();
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            try
            {
                return await InTransactionAsync(transaction, actor, request, work, cancellation);
            }
            catch (InvalidOperationException error) when (db.Database.GetDbConnection().State != ConnectionState.Open)
            {
                // Found out between two commands: the driver only says that the transaction is over.
                throw new StoreGoneException(error);
            }
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private async Task<(Written Written, bool Many)> InTransactionAsync(IDbContextTransaction transaction, Actor actor, RequestKey? request, Func<ChangeSet, Task<string>> work, CancellationToken cancellation)
    {
        await db.Provider.TakeTurnAsync(cancellation);
        if (request is not null && actor.Account is { } account && await DoneOrNewAsync(account, request, cancellation) is { } done)
            return (new(done, true), false);

        // Whole milliseconds, as `known` in an address has: what is published now is seen at the next request.
        var now = clock.GetUtcNow();
        var changes = new ChangeSet(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond)));
        var location = await work(changes);
        // What is only now written has no past to look for.
        var fresh = changes.Noted.Select(noted => noted.Row).Where(row => db.Entry(row).State == EntityState.Added).ToHashSet(ReferenceEqualityComparer.Instance);
        await db.SaveChangesAsync(cancellation);
        var entries = changes.Noted.Select(noted =>
        {
            var (kind, key) = Snapshots.Name(noted.Row, noted.Process);
            return new RevisionEntry(noted.Action, kind, key, noted.Reason, db.Entry(noted.Row).State == EntityState.Detached ? "" : Snapshots.Of(noted.Row));
        }).ToList();
        if (changes.Noted.Exists(noted => !fresh.Contains(noted.Row)))
            await log.AppendAsync(await BaselinesAsync(changes.Noted.Where(noted => !fresh.Contains(noted.Row)), cancellation), Revision.Seeds, changes.At, cancellation);
        await log.AppendAsync(entries, actor.Pseudonym, changes.At, cancellation);
        foreach (var many in changes.Many)
            await log.AppendAsync(many, actor.Pseudonym, changes.At, cancellation);
        if (request is not null && actor.Account is { } id)
        {
            var old = changes.At - Kept;
            await db.CompletedRequests.Where(row => row.At < old).ExecuteDeleteAsync(cancellation);
            db.Add(new CompletedRequest { Account = id, Key = request.Key, Body = request.Body, Location = location, At = changes.At });
            await db.SaveChangesAsync(cancellation);
        }

        if (changes.Many.Count > 0)
            await db.Provider.BeforeManyAsync(cancellation);
        try
        {
            await transaction.CommitAsync(cancellation);
        }
        catch (Exception error) when (StoreTrouble.LeavesUnsure(error))
        {
            throw new UnsureException(error);
        }

        version.Look();
        return (new(location, false), changes.Many.Count > 0);
    }

    /// <summary>
    /// What the seeds brought is in the log only once people change it: then an entry with how it read before goes first, so that the first
    /// change can be seen as one. It is read as it was committed, beside the running transaction, whatever the change has done to it by now.
    /// </summary>
    private async Task<List<RevisionEntry>> BaselinesAsync(IEnumerable<(object Row, string Action, string Process, string? Reason)> noted, CancellationToken cancellation)
    {
        var baselines = new List<RevisionEntry>();
        await using var scope = scopes.CreateAsyncScope();
        var before = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        foreach (var ((kind, key), row) in noted.Select(one => (Snapshots.Name(one.Row, one.Process), one.Row)).DistinctBy(pair => pair.Item1))
        {
            if (await db.Revisions.AnyAsync(entry => entry.Kind == kind && entry.Key == key, cancellation))
                continue;
            if (await before.Entry(row).GetDatabaseValuesAsync(cancellation) is not { } values)
                continue;
            var stored = before.Entry(values.ToObject());
            stored.State = EntityState.Unchanged;
            foreach (var parts in stored.Collections)
                await parts.LoadAsync(cancellation);
            baselines.Add(new(Baseline, kind, key, null, Snapshots.Of(stored.Entity)));
        }

        return baselines;
    }
}
