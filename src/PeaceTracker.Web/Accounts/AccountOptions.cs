using PeaceTracker.Data.Accounts;

namespace PeaceTracker.Web.Accounts;

/// <summary>Section <c>Accounts</c> of the settings.</summary>
public sealed class AccountOptions
{
    public const string Section = "Accounts";

    /// <summary>The values of <see cref="SecondFactor"/>, whatever the case of their letters.</summary>
    public const string Everybody = "Everybody", Admins = "Admins";

    /// <summary>Who may do nothing in a role before a second factor is set up.</summary>
    public string SecondFactor { get; set; } = Everybody;

    /// <summary>Domain passkeys are bound to; that of the site as visitors type it.</summary>
    public string PasskeyDomain { get; set; } = "localhost";

    /// <summary>Tries at passwords and codes one account may see in five minutes, from wherever they come.</summary>
    public int TriesPerAccount { get; set; } = 10;

    /// <summary>The same from one address: an IPv4 address, or the first 64 bits of an IPv6 one.</summary>
    public int TriesPerAddress { get; set; } = 60;

    /// <summary>Passwords checked at once: each takes a good part of a second of one core.</summary>
    public int PasswordsAtOnce { get; set; } = 2;

    /// <summary>Wrong passwords or codes in a row after which the password path is shut for <see cref="LockMinutes"/>.</summary>
    public int TriesBeforeLock { get; set; } = 5;

    public int LockMinutes { get; set; } = 5;

    /// <summary>A list of passwords known from breaches (<see cref="Hosting.BreachedPasswords"/>); a relative path starts at the folder the program was started in. Empty for none.</summary>
    public string BreachedPasswords { get; set; } = "";

    /// <summary>A role that is not had by a password alone.</summary>
    public bool DemandsSecondFactor(string role) => role == Roles.Admin || string.Equals(SecondFactor, Everybody, StringComparison.OrdinalIgnoreCase);
}
