using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.History;

namespace PeaceTracker.Web.Accounts;

/// <summary>Names of those who work on the record, for pages of the desk and of auditors; no public page may ask.</summary>
public sealed class AccountNames(PeaceTrackerDbContext db)
{
    /// <summary>Names by id of the account. An id without an account has none.</summary>
    public async Task<Dictionary<int, string>> ByIdAsync(IEnumerable<int?> accounts, CancellationToken cancellation)
    {
        var ids = accounts.OfType<int>().Distinct().ToList();
        return ids.Count == 0 ? [] : await db.Users.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
    }

    /// <summary>Names by what the revision log calls its actors; all of those asked for have one.</summary>
    public async Task<Dictionary<string, string>> ByActorAsync(IEnumerable<string> actors, CancellationToken cancellation)
    {
        var wanted = actors.Distinct().ToList();
        var names = await db.Users.AsNoTracking().Where(row => wanted.Contains(row.Pseudonym)).ToDictionaryAsync(row => row.Pseudonym, row => row.Name, cancellation);
        return wanted.ToDictionary(actor => actor, actor => actor switch
        {
            Revision.Seeds => "the researched record",
            Revision.Operator => "the operator",
            _ => names.GetValueOrDefault(actor, actor),
        });
    }
}
