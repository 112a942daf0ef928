using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using PeaceTracker.Web.Hosting;
using RedisRateLimiting;

namespace PeaceTracker.Web.Accounts;

/// <summary>
/// How often passwords and codes may be tried. Counted before they are checked, so that many tries at once are counted too. Names nobody
/// has are counted like others, so that the answer does not tell them apart.
/// </summary>
/// <param name="redis">Null where there is one instance.</param>
public sealed class SignInLimits(AccountOptions options, Redis? redis = null) : IDisposable
{
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>No sign-in name is longer, and what is counted is kept for a while.</summary>
    private const int LongestKey = 64;

    /// <summary>More than wait here at once are turned away.</summary>
    private const int LongestQueue = 20;

    private readonly Counts accounts = new("account", options.TriesPerAccount, redis);
    private readonly Counts addresses = new("address", options.TriesPerAddress, redis);
    private readonly Counts passkeys = new("passkey", options.TriesPerAddress, redis);
    private readonly ConcurrencyLimiter hashing = new(new() { PermitLimit = options.PasswordsAtOnce, QueueLimit = LongestQueue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    /// <summary>Counts a try; false when there were too many with this name or from this address.</summary>
    /// <param name="account">The name typed, or what else names the account tried.</param>
    /// <param name="address">Where it comes from; null when it comes from no network.</param>
    public async ValueTask<bool> AllowAsync(string account, IPAddress? address, CancellationToken cancellation)
    {
        if (!await AllowAsync(address, cancellation))
            return false;
        var key = account.Length > LongestKey ? account[..LongestKey] : account;
        return await accounts.AllowAsync(key.Trim().ToUpperInvariant(), cancellation);
    }

    /// <summary>Counts a try that names no account.</summary>
    public ValueTask<bool> AllowAsync(IPAddress? address, CancellationToken cancellation) => addresses.AllowAsync(Prefix(address), cancellation);

    /// <summary>Counts a challenge for a passkey, apart from passwords: who guesses those keeps nobody with a passkey out.</summary>
    public ValueTask<bool> AllowPasskeyAsync(IPAddress? address, CancellationToken cancellation) => passkeys.AllowAsync(Prefix(address), cancellation);

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

    /// <summary>Tries in the last minutes, here and, where there is Redis, on all instances together.</summary>
    private sealed class Counts(string of, int tries, Redis? redis) : IDisposable
    {
        private readonly PartitionedRateLimiter<string> here = PartitionedRateLimiter.Create<string, string>(key =>
            RateLimitPartition.GetSlidingWindowLimiter(key, _ => new() { PermitLimit = tries, Window = Window, SegmentsPerWindow = 5, QueueLimit = 0 }));

        private readonly PartitionedRateLimiter<string>? everywhere = redis is not { } counting ? null : PartitionedRateLimiter.Create<string, string>(key =>
            RedisRateLimitPartition.GetSlidingWindowRateLimiter(key, _ => new() { PermitLimit = tries, Window = Window, ConnectionMultiplexerFactory = () => counting.Server }));

        public async ValueTask<bool> AllowAsync(string key, CancellationToken cancellation)
        {
            using var one = here.AttemptAcquire(key);
            if (!one.IsAcquired || redis is null)
                return one.IsAcquired;
            // What people type does not lie about in another store.
            var name = $"{Redis.Prefix}tries:{of}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";
            return await redis.AskAsync(
                async token =>
                {
                    using var all = await everywhere!.AcquireAsync(name, 1, token);
                    return all.IsAcquired;
                },
                true,
                cancellation);
        }

        public void Dispose()
        {
            here.Dispose();
            everywhere?.Dispose();
        }
    }
}
