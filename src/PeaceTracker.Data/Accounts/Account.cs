using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace PeaceTracker.Data.Accounts;

/// <summary>
/// Somebody who works at the desk. Readers have none. <c>UserName</c> is what is typed to sign in; the name is shown at the desk only and
/// never on a public page, in a file or in a log.
/// </summary>
public sealed class Account : IdentityUser<int>
{
    public const int LongestName = 80;

    public required string Name { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>Null while it may be used. Unlike a lock, which stops guessing passwords for minutes, this stops every way in until an admin lifts it.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>The secret of the authenticator app, protected; in force once <c>TwoFactorEnabled</c>. Null without one.</summary>
    public string? TotpSecret { get; set; }

    /// <summary>The thirty seconds since 1970 whose code was taken last: only a later one is taken again.</summary>
    public long LastTotpStep { get; set; }

    /// <summary>Stands for this account where its acts are kept for ever.</summary>
    public string Pseudonym { get; set; } = RandomNumberGenerator.GetString("23456789bcdfghjkmnpqrstvwxyz", 10);
}

/// <summary>What an account may do. An account can have several.</summary>
public static class Roles
{
    public const string Editor = "Editor";
    public const string Reviewer = "Reviewer";
    public const string Admin = "Admin";
    public const string Auditor = "Auditor";

    /// <summary>By their number in the store.</summary>
    public static readonly IReadOnlyList<string> All = [Editor, Reviewer, Admin, Auditor];
}
