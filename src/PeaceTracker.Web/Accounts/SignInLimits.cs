using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace PeaceTracker.Web.Accounts;

/// <summary>
/// How often passwords and codes may be tried. Counted before they are checked, so that many tries at once are counted too. Names nobody
/// has are counted like others, so that the answer does not tell them apart.
/// </summary>
public sealed class SignInLimits(AccountOptions options) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>No sign-in name is longer, and what is counted is kept for a while.</summary>
    private const int LongestKey = 64;

    /// <summary>More than wait here at once are turned away.</summary>
    private const int LongestQueue = 20;

    private readonly PartitionedRateLimiter<string> accounts = Sliding(options.TriesPerAccount);
    private readonly PartitionedRateLimiter<string> addresses = Sliding(options.TriesPerAddress);
    private readonly PartitionedRateLimiter<string> passkeys = Sliding(options.TriesPerAddress);
    private readonly ConcurrencyLimiter hashing = new(new() { PermitLimit = options.PasswordsAtOnce, QueueLimit = LongestQueue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    /// <summary>Counts a try; false when there were too many with this name or from this address.</summary>
    /// <param name="account">The name typed, or what else names the account tried.</param>
    /// <param name="address">Where it comes from; null when it comes from no network.</param>
    public bool Allow(string account, IPAddress? address)
    {
        if (!Allow(address))
            return false;
        var key = account.Length > LongestKey ? account[..LongestKey] : account;
        using var on = accounts.AttemptAcquire(key.Trim().ToUpperInvariant());
        return on.IsAcquired;
    }

    /// <summary>Counts a try that names no account.</summary>
    public bool Allow(IPAddress? address)
    {
        using var from = addresses.AttemptAcquire(Prefix(address));
        return from.IsAcquired;
    }

    /// <summary>Counts a challenge for a passkey, apart from passwords: who guesses those keeps nobody with a passkey out.</summary>
    public bool AllowPasskey(IPAddress? address)
    {
        using var from = passkeys.AttemptAcquire(Prefix(address));
        return from.IsAcquired;
    }

    /// <summary>Waits for a turn to check a password; not acquired when too many wait already.</summary>
    public ValueTask<RateLimitLease> TurnAsync(CancellationToken cancellation) => hashing.AcquireAsync(1, cancellation);

    /// <summary>Whoever has an IPv6 address has all that share its first half.</summary>
    internal static string Prefix(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    public void Dispose()
    {
        accounts.Dispose();
        addresses.Dispose();
        passkeys.Dispose();
        hashing.Dispose();
    }

    private static PartitionedRateLimiter<string> Sliding(int tries) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new() { PermitLimit = tries, Window = Window, SegmentsPerWindow = 5, QueueLimit = 0 }));
}
