namespace PeaceTracker.Data.Accounts;

/// <summary>Somebody signed in on one device. The browser holds a random key, the store only its hash.</summary>
public sealed class Session
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    public int Id { get; init; }

    /// <summary>SHA-256 of the key.</summary>
    public required byte[] KeyHash { get; init; }

    public required int AccountId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>To the minute: not every request is worth a write.</summary>
    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When it was last proved that the right person sits there: at sign-in, or when asked again.</summary>
    public required DateTimeOffset ProvedAt { get; init; }

    /// <summary>A second factor or a passkey was proved, not a password alone.</summary>
    public required bool TwoFactors { get; set; }

    /// <summary>The browser's words about itself, cut.</summary>
    public required string Device { get; init; }

    public bool HasEnded(DateTimeOffset now) => now - LastSeenAt >= Idle || now - CreatedAt >= Longest;
}
