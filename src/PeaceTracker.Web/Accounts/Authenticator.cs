using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;

namespace PeaceTracker.Web.Accounts;

/// <summary>
/// Codes of an authenticator app (RFC 6238). Not Identity's own, which take a code as often as it is sent for three minutes: here a code
/// is good for its half minute and the next, and once.
/// </summary>
public sealed class Authenticator(PeaceTrackerDbContext db, IDataProtectionProvider protection, TimeProvider clock)
{
    private const int SecretBytes = 20;
    private readonly IDataProtector protector = protection.CreateProtector("PeaceTracker.TotpSecret");

    /// <summary>A new secret, to be kept in <see cref="Account.TotpSecret"/>.</summary>
    public string NewSecret() => protector.Protect(Base32Encoding.ToString(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>What the app is given to scan.</summary>
    public string Address(Account account) => new OtpUri(OtpType.Totp, Secret(account), account.UserName, "PeaceTracker").ToString();

    /// <summary>What is typed into the app when it cannot scan.</summary>
    public string Secret(Account account) => protector.Unprotect(account.TotpSecret!);

    /// <summary>True when the code is right and for one caller only: a step once taken, and every one before it, is never taken again.</summary>
    public async Task<bool> AcceptAsync(Account account, string code, CancellationToken cancellation)
    {
        if (account.TotpSecret is null)
            return false;
        var totp = new Totp(Base32Encoding.ToBytes(Secret(account)));
        if (!totp.VerifyTotp(clock.GetUtcNow().UtcDateTime, Digits(code), out var step, new VerificationWindow(previous: 1)))
            return false;
        return await db.Users.Where(row => row.Id == account.Id && row.LastTotpStep < step).ExecuteUpdateAsync(row => row.SetProperty(one => one.LastTotpStep, step), cancellation) == 1;
    }

    /// <summary>Apps show the digits in two groups.</summary>
    public static string Digits(string code)
    {
        var digits = new StringBuilder();
        foreach (var letter in code.Where(letter => !char.IsWhiteSpace(letter)))
            digits.Append(letter);
        return digits.ToString();
    }
}
