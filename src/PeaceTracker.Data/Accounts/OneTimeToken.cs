using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace PeaceTracker.Data.Accounts;

/// <summary>What a token is good for; one made for one purpose opens nothing else.</summary>
public enum TokenPurpose
{
    /// <summary>The first admin, while there is no account.</summary>
    Setup,

    /// <summary>A new account with the name and roles in the content.</summary>
    Invitation,

    /// <summary>A new password for an account.</summary>
    Reset,

    /// <summary>The password was right, the second factor is still to come.</summary>
    SecondFactor,

    /// <summary>A challenge put to a passkey.</summary>
    Passkey,
}

/// <summary>Something that can be done once by who holds the token, of which the store has only the hash.</summary>
public sealed class OneTimeToken
{
    public required byte[] Hash { get; init; }

    public required TokenPurpose Purpose { get; init; }

    /// <summary>The account it is about; null when there is none yet.</summary>
    public int? AccountId { get; init; }

    /// <summary>What has to be known when it is used.</summary>
    public string? Content { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>Makes tokens, finds them and uses them up.</summary>
public sealed class OneTimeTokens(PeaceTrackerDbContext db, TimeProvider clock)
{
    /// <summary>The token itself, 256 random bits; it is nowhere kept.</summary>
    public async Task<string> IssueAsync(TokenPurpose purpose, TimeSpan lifetime, int? account, string? content, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await db.OneTimeTokens.Where(row => row.ExpiresAt <= now).ExecuteDeleteAsync(cancellation);
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        db.Add(new OneTimeToken { Hash = Hash(token), Purpose = purpose, AccountId = account, Content = content, ExpiresAt = now + lifetime });
        await db.SaveChangesAsync(cancellation);
        return token;
    }

    /// <summary>Null when there is no such token for this purpose, or its time is over.</summary>
    public Task<OneTimeToken?> FindAsync(TokenPurpose purpose, string? token, CancellationToken cancellation)
    {
        var hash = Hash(token ?? "");
        var now = clock.GetUtcNow();
        return db.OneTimeTokens.AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash && row.Purpose == purpose && row.ExpiresAt > now, cancellation);
    }

    /// <summary>True for one caller only, however many come at once.</summary>
    public async Task<bool> UseUpAsync(OneTimeToken token, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return await db.OneTimeTokens.Where(row => row.Hash == token.Hash && row.ExpiresAt > now).ExecuteDeleteAsync(cancellation) == 1;
    }

    /// <summary>Makes those of an account void that are for one purpose.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> RevokeAsync(TokenPurpose purpose, int account, CancellationToken cancellation) =>
        db.OneTimeTokens.Where(row => row.Purpose == purpose && row.AccountId == account).ExecuteDeleteAsync(cancellation);

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
