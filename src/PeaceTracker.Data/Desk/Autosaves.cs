using Microsoft.EntityFrameworkCore;

namespace PeaceTracker.Data.Desk;

/// <summary>What came of saving a form that is not sent yet.</summary>
public enum Autosaved
{
    Saved,

    /// <summary>Another window saved meanwhile: what came now stands beside it, in a row of its own.</summary>
    Beside,

    /// <summary>The form was sent or thrown away: there is nothing left to save.</summary>
    Sent,

    /// <summary>The account has as many unfinished forms as it may have.</summary>
    TooMany,
}

/// <summary>Forms that somebody has begun and not sent. Each account sees its own alone.</summary>
public sealed class Autosaves(PeaceTrackerDbContext db, WriteGate gate, TimeProvider clock)
{
    /// <summary>Unfinished forms an account may have.</summary>
    public const int Most = 200;

    /// <summary>Characters of a form that are kept.</summary>
    public const int MaxLength = 400_000;

    /// <summary>The unfinished forms of an account, the newest first.</summary>
    /// <param name="form">Address of the form; null for all.</param>
    public Task<List<Autosave>> OfAsync(int account, string? form, int most, CancellationToken cancellation) => db.Autosaves.AsNoTracking()
        .Where(row => row.Account == account && (form == null || row.Form == form))
        .OrderByDescending(row => row.Id)
        .Take(most)
        .ToListAsync(cancellation);

    /// <summary>The one that was kept last; null when there is none.</summary>
    public Task<Autosave?> NewestAsync(int account, CancellationToken cancellation) =>
        db.Autosaves.AsNoTracking().Where(row => row.Account == account).OrderByDescending(row => row.At).ThenByDescending(row => row.Id).FirstOrDefaultAsync(cancellation);

    /// <summary>One of them; null when the account has none of this id.</summary>
    public Task<Autosave?> FindAsync(int account, int id, CancellationToken cancellation) =>
        db.Autosaves.AsNoTracking().SingleOrDefaultAsync(row => row.Account == account && row.Id == id, cancellation);

    /// <summary>Keeps what was typed. Never writes over what the window has not seen.</summary>
    /// <param name="known">Id of the row the window knows and the version it has seen; null for the first saving of a form.</param>
    /// <param name="window">Key of the window; "" for none.</param>
    /// <param name="once">Key of the form: what came late of a form that was sent is not kept.</param>
    public async Task<(Autosaved Done, Autosave? Row)> SaveAsync(int account, string form, string fields, (int Id, int Version)? known, string window, string once, CancellationToken cancellation)
    {
        using var turn = await gate.EnterAsync(cancellation);
        db.ChangeTracker.Clear();
        if (await db.CompletedRequests.AsNoTracking().AnyAsync(row => row.Account == account && row.Key == once, cancellation))
            return (Autosaved.Sent, null);
        var row = known is { Id: var id }
            ? await db.Autosaves.SingleOrDefaultAsync(one => one.Account == account && one.Id == id && one.Form == form, cancellation)
            // A window that goes on while its first saving is under way saves again without knowing of it.
            : window.Length == 0 ? null : await db.Autosaves.FirstOrDefaultAsync(one => one.Account == account && one.Form == form && one.Window == window, cancellation);
        if (known is not null && row is null)
            return (Autosaved.Sent, null);
        var done = Autosaved.Saved;
        // What the same window saved while it went on to its next page is its own.
        if (row is null || (known is { Version: var version } && row.Version != version && row.Window != window))
        {
            if (await db.Autosaves.CountAsync(one => one.Account == account, cancellation) >= Most)
                return (Autosaved.TooMany, null);
            done = row is null ? Autosaved.Saved : Autosaved.Beside;
            row = new() { Account = account, Form = form, Fields = fields, Window = window.Length == 0 ? null : window, At = clock.GetUtcNow() };
            db.Add(row);
        }
        else
        {
            row.Fields = fields;
            row.At = clock.GetUtcNow();
            row.Version++;
        }

        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        return (done, row);
    }

    /// <summary>The form was sent: call it inside the change it made.</summary>
    /// <param name="id">Of the row the window knows; null for none.</param>
    /// <param name="window">Key of the window: what it saved without knowing of it goes too; "" for none.</param>
    public Task RemoveAsync(int account, int? id, string window, CancellationToken cancellation) =>
        db.Autosaves.Where(row => row.Account == account && (row.Id == id || (window != "" && row.Window == window))).ExecuteDeleteAsync(cancellation);
}
