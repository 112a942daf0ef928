using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace PeaceTracker.Data.Accounts;

/// <summary>Lets a program work for an account, within a scope and until a day. The store has only the hash of the token.</summary>
public sealed class ApiToken
{
    public const int LongestName = 80;

    /// <summary>Tokens an account can have at a time.</summary>
    public const int Most = 20;

    /// <summary>Days a token can be good for.</summary>
    public const int LongestDays = 365;

    /// <summary>What tokens begin with, so that people and scanners of secrets know one when they see it.</summary>
    public const string Prefix = "pt_";

    /// <summary>Writes drafts of statements, and reads one's own.</summary>
    public const string Drafts = "drafts";

    public int Id { get; init; }

    /// <summary>SHA-256 of the token, which is random enough (256 bits) for a plain hash to keep it.</summary>
    public required byte[] Hash { get; init; }

    public required int AccountId { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is good for.</summary>
    public required string Scope { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Day (UTC) on which it was used last; null before the first time.</summary>
    public DateOnly? LastUsedOn { get; init; }
}

/// <param name="Roles">Of the account, as they are now.</param>
public sealed record TokenBearer(int Id, int Account, string Pseudonym, string Scope, DateOnly? LastUsedOn, IReadOnlyList<string> Roles);

/// <summary>Makes tokens of the API, finds who bears one, and takes them back.</summary>
public sealed class ApiTokens(PeaceTrackerDbContext db, TimeProvider clock, ReadOnlyMark closed)
{
    /// <summary>Those of an account that are good, the newest first.</summary>
    public async Task<List<ApiToken>> OfAsync(int account, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return await db.ApiTokens.AsNoTracking().Where(row => row.AccountId == account && row.ExpiresAt > now).OrderByDescending(row => row.Id).ToListAsync(cancellation);
    }

    /// <summary>The token itself; it is nowhere kept.</summary>
    public async Task<string> IssueAsync(int account, string name, string scope, TimeSpan lifetime, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await db.ApiTokens.Where(row => row.ExpiresAt <= now).ExecuteDeleteAsync(cancellation);
        var token = ApiToken.Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        db.Add(new ApiToken { Hash = OneTimeTokens.Hash(token), AccountId = account, Name = name, Scope = scope, CreatedAt = now, ExpiresAt = now + lifetime });
        await db.SaveChangesAsync(cancellation);
        return token;
    }

    /// <summary>Who bears this token; null when there is none such, its time is over or the account is disabled. Notes the day.</summary>
    public async Task<TokenBearer?> UseAsync(string token, CancellationToken cancellation)
    {
        var (hash, now) = (OneTimeTokens.Hash(token), clock.GetUtcNow());
        var found = await (
            from row in db.ApiTokens
            join account in db.Users on row.AccountId equals account.Id
            where row.Hash == hash && row.ExpiresAt > now && account.DisabledAt == null
            select new TokenBearer(
                row.Id, account.Id, account.Pseudonym, row.Scope, row.LastUsedOn,
                (from held in db.UserRoles join role in db.Roles on held.RoleId equals role.Id where held.UserId == account.Id select role.Name!).ToList())).AsNoTracking().SingleOrDefaultAsync(cancellation);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (found is not null && found.LastUsedOn != today && !closed.IsSet)
            await db.ApiTokens.Where(row => row.Id == found.Id).ExecuteUpdateAsync(row => row.SetProperty(one => one.LastUsedOn, today), cancellation);
        return found;
    }

    /// <summary>Takes back one of an account, or all of them.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> RevokeAsync(int account, int? id, CancellationToken cancellation) =>
        db.ApiTokens.Where(row => row.AccountId == account && (id == null || row.Id == id)).ExecuteDeleteAsync(cancellation);
}
