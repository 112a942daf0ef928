using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;

namespace PeaceTracker.Web.Accounts;

/// <summary>What the browser is asked to sign, and the token that goes back with the answer.</summary>
public sealed record Challenge(string Token, string OptionsJson);

/// <summary>What came of adding a passkey.</summary>
public enum PasskeyAddition
{
    Added,

    /// <summary>The challenge is over, was another's, or the answer does not fit it.</summary>
    Refused,

    /// <summary>The account has as many as it may have.</summary>
    TooMany,
}

/// <summary>Passkeys by Identity's handler. A challenge is kept in the store, is good for five minutes and once.</summary>
public sealed class Passkeys(PeaceTrackerDbContext db, IPasskeyHandler<Account> handler, UserManager<Account> users, OneTimeTokens tokens, AccountEvents events, IHttpContextAccessor current)
{
    public const int Most = 10;
    public const int LongestName = 64;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private HttpContext Context => current.HttpContext!;

    /// <summary>For a new passkey of an account.</summary>
    public async Task<Challenge> MakeAsync(Account account, CancellationToken cancellation)
    {
        var made = await handler.MakeCreationOptionsAsync(
            new() { Id = account.Id.ToString(CultureInfo.InvariantCulture), Name = account.UserName!, DisplayName = account.UserName! }, Context);
        return new(await tokens.IssueAsync(TokenPurpose.Passkey, Lifetime, account.Id, made.AttestationState, cancellation), made.CreationOptionsJson);
    }

    /// <summary>For a proof.</summary>
    /// <param name="account">Whose; null when the passkey shall tell.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<Challenge> AskAsync(Account? account, CancellationToken cancellation)
    {
        var asked = await handler.MakeRequestOptionsAsync(account, Context);
        return new(await tokens.IssueAsync(TokenPurpose.Passkey, Lifetime, account?.Id, asked.AssertionState, cancellation), asked.RequestOptionsJson);
    }

    /// <summary>Adds the passkey the browser made, and writes that down with it.</summary>
    /// <param name="then">What follows from it, in one with it.</param>
    public async Task<PasskeyAddition> AddAsync(Account account, string? token, string? credential, string name, Func<Task> then, CancellationToken cancellation)
    {
        if (await TakeAsync(token, cancellation) is not { } challenge || challenge.AccountId != account.Id)
            return PasskeyAddition.Refused;
        var result = await handler.PerformAttestationAsync(new() { HttpContext = Context, CredentialJson = credential ?? "", AttestationState = challenge.Content });
        if (!result.Succeeded)
            return PasskeyAddition.Refused;
        var done = PasskeyAddition.TooMany;
        await events.WriteAsync(async () =>
        {
            // Of two that come at once the second counts the first.
            if (await db.UserPasskeys.CountAsync(row => row.UserId == account.Id, cancellation) >= Most)
                return;
            result.Passkey.Name = name;
            events.Add(AccountAct.PasskeyAdded, account.Id, account.Id);
            await users.AddOrUpdatePasskeyAsync(account, result.Passkey);
            await then();
            done = PasskeyAddition.Added;
        }, cancellation);
        return done;
    }

    /// <summary>The account whose passkey answered; null when the challenge is over, the answer does not fit it, or the account is disabled.</summary>
    public async Task<Account?> ProveAsync(string? token, string? credential, CancellationToken cancellation)
    {
        if (await TakeAsync(token, cancellation) is not { } challenge)
            return null;
        var result = await handler.PerformAssertionAsync(new() { HttpContext = Context, CredentialJson = credential ?? "", AssertionState = challenge.Content });
        if (!result.Succeeded || result.User.DisabledAt is not null || (challenge.AccountId is { } asked && asked != result.User.Id))
            return null;
        // With its new counter.
        return (await users.AddOrUpdatePasskeyAsync(result.User, result.Passkey)).Succeeded ? result.User : null;
    }

    /// <summary>One of an account, by the id its page gives; null when it has no such.</summary>
    public async Task<UserPasskeyInfo?> FindAsync(Account account, string? id) => Decoded(id) is { } bytes ? await users.GetPasskeyAsync(account, bytes) : null;

    public static string IdOf(UserPasskeyInfo passkey) => Convert.ToHexStringLower(passkey.CredentialId);

    /// <summary>Signed at this site and not at another of the same domain.</summary>
    internal static ValueTask<bool> IsOurs(PasskeyOriginValidationContext context, string? domain) => ValueTask.FromResult(
        !context.CrossOrigin
        && Uri.TryCreate(context.Origin, UriKind.Absolute, out var origin)
        && (origin.Scheme == Uri.UriSchemeHttps || origin.IsLoopback)
        && string.Equals(origin.Host, domain ?? context.HttpContext.Request.Host.Host, StringComparison.OrdinalIgnoreCase));

    private async Task<OneTimeToken?> TakeAsync(string? token, CancellationToken cancellation) =>
        await tokens.FindAsync(TokenPurpose.Passkey, token, cancellation) is { } challenge && await tokens.UseUpAsync(challenge, cancellation) ? challenge : null;

    private static byte[]? Decoded(string? id)
    {
        try
        {
            return id is null ? null : Convert.FromHexString(id);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
