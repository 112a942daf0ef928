using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Web.Hosting;

namespace PeaceTracker.Web.Accounts;

/// <summary>What came of a try to prove something.</summary>
public enum Proof
{
    Right,

    /// <summary>Wrong, locked, or no such account: who tries is not told which.</summary>
    Wrong,

    /// <summary>Not looked at: too many tries.</summary>
    TooMany,
}

/// <summary>Checks passwords and codes, and begins and ends sessions.</summary>
public sealed class SignIns(
    PeaceTrackerDbContext db, UserManager<Account> users, IPasswordHasher<Account> hasher, Authenticator authenticator, RecoveryCodes recovery,
    AccountEvents events, SignInLimits limits, AccountOptions options, SiteMeter meter, TimeProvider clock, IHttpContextAccessor current)
{
    /// <summary>By what somebody proved to be who they are, or tried to; stored with the act.</summary>
    public const string ByPassword = "By password", ByCode = "By password and code", ByPasskey = "By passkey", WithCode = "With a code";

    /// <summary>Checked in place of the hash of an account that does not exist, so that it takes as long.</summary>
    private static string? nobodys;

    private HttpContext Context => current.HttpContext!;

    /// <summary>The account whose name and password these are.</summary>
    public async Task<(Proof Proof, Account? Account)> CheckPasswordAsync(string name, string password, CancellationToken cancellation)
    {
        if (!await limits.AllowAsync(name, Context.Connection.RemoteIpAddress, cancellation))
            return (Proof.TooMany, null);
        var account = name.Length is > 0 and <= 256 ? await users.FindByNameAsync(name) : null;
        var proof = await ComparePasswordAsync(account, password, cancellation);
        return (proof, proof == Proof.Right ? account : null);
    }

    /// <summary>The password of who is signed in already.</summary>
    public async Task<Proof> ConfirmPasswordAsync(Account account, string password, CancellationToken cancellation) =>
        await limits.AllowAsync(account.UserName!, Context.Connection.RemoteIpAddress, cancellation) ? await ComparePasswordAsync(account, password, cancellation) : Proof.TooMany;

    /// <summary>A code of the authenticator app, or a recovery code, which is then used up.</summary>
    public async Task<Proof> CheckCodeAsync(Account account, string code, CancellationToken cancellation)
    {
        // Counted apart from passwords: who knows the password has to be kept from trying all codes.
        if (!await limits.AllowAsync($"code:{account.Id}", Context.Connection.RemoteIpAddress, cancellation))
            return Proof.TooMany;
        if (IsLocked(account))
            return await RefuseAsync(account, counts: false, WithCode, cancellation);
        var digits = Authenticator.Digits(code);
        var right = digits.Length <= 8 && digits.All(char.IsAsciiDigit)
            ? account.TwoFactorEnabled && await authenticator.AcceptAsync(account, digits, cancellation)
            : await UseRecoveryCodeAsync(account, code, cancellation);
        return right ? Proof.Right : await RefuseAsync(account, counts: true, WithCode, cancellation);
    }

    /// <summary>True when a password alone does not sign this account in.</summary>
    public async Task<bool> NeedsSecondFactorAsync(Account account, CancellationToken cancellation) =>
        account.TwoFactorEnabled || await db.UserPasskeys.AnyAsync(row => row.UserId == account.Id, cancellation);

    /// <summary>By what the account is signed in to has changed since it last was, or somebody tried too often: its person is told.</summary>
    public Task<bool> HasNewsAsync(Account account, CancellationToken cancellation) => db.AccountEvents.AnyAsync(
        row => row.AccountId == account.Id && AccountActs.OfProof.Contains(row.Act)
            && !db.AccountEvents.Any(later => later.AccountId == account.Id && later.Act == AccountAct.SignedIn && later.Id > row.Id),
        cancellation);

    /// <summary>Begins a session under a new key; the one there was on this device ends.</summary>
    /// <param name="by">What was proved by; null where the account was made just now.</param>
    public async Task BeginAsync(Account account, bool twoFactors, string? by, CancellationToken cancellation)
    {
        await EndOfThisDeviceAsync(cancellation);
        events.Add(AccountAct.SignedIn, account.Id, account.Id, by);
        await WriteCookieAsync(account, twoFactors, clock.GetUtcNow());
    }

    /// <summary>Forgets wrong passwords and codes, when everything that was asked for was right. A passkey does not: whoever guesses meanwhile is still there.</summary>
    public Task ForgiveAsync(Account account, CancellationToken cancellation) => db.Users.Where(row => row.Id == account.Id)
        .ExecuteUpdateAsync(row => row.SetProperty(one => one.AccessFailedCount, 0).SetProperty(one => one.LockoutEnd, (DateTimeOffset?)null), cancellation);

    /// <summary>Who is signed in.</summary>
    public async Task<Account> CurrentAsync() => (await users.FindByIdAsync(Context.User.FindFirstValue(ClaimTypes.NameIdentifier)!))!;

    /// <summary>Ends the sessions of an account but that of this request.</summary>
    /// <returns>How many.</returns>
    public Task<int> EndOthersAsync(Account account, CancellationToken cancellation)
    {
        var own = Context.User.Identity?.IsAuthenticated == true ? Context.User.SessionId() : 0;
        return db.Sessions.Where(row => row.AccountId == account.Id && row.Id != own).ExecuteDeleteAsync(cancellation);
    }

    /// <summary>Carries the session on under a new key, as proved now; its end does not move. One that was ended meanwhile is not carried on.</summary>
    /// <param name="by">What was proved by; null where a proof was set up just now.</param>
    public async Task ConfirmAsync(Account account, bool twoFactors, string? by, CancellationToken cancellation)
    {
        var session = Context.User.SessionId();
        if (await db.Sessions.Where(row => row.Id == session).Select(row => (DateTimeOffset?)row.CreatedAt).SingleOrDefaultAsync(cancellation) is not { } began)
            return;
        await EndOfThisDeviceAsync(cancellation);
        events.Add(AccountAct.Confirmed, account.Id, account.Id, by);
        await WriteCookieAsync(account, twoFactors || Context.User.HasProvedTwoFactors(), began);
    }

    private async Task WriteCookieAsync(Account account, bool twoFactors, DateTimeOffset began)
    {
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, account.Id.ToString(CultureInfo.InvariantCulture))], Visitor.Scheme);
        if (twoFactors)
            identity.AddClaim(new(Visitor.Factors, "yes"));
        // The handler of this request has read the old key and would go on using it; one of its own scope starts afresh.
        await using var scope = Context.RequestServices.CreateAsyncScope();
        var handler = (IAuthenticationSignInHandler)(await scope.ServiceProvider.GetRequiredService<IAuthenticationHandlerProvider>().GetHandlerAsync(Context, Visitor.Scheme))!;
        await handler.SignInAsync(new(identity), new() { IssuedUtc = began });
    }

    private async Task EndOfThisDeviceAsync(CancellationToken cancellation)
    {
        if (Context.User.Identity?.IsAuthenticated == true)
            await db.Sessions.Where(row => row.Id == Context.User.SessionId()).ExecuteDeleteAsync(cancellation);
    }

    private async Task<Proof> ComparePasswordAsync(Account? account, string password, CancellationToken cancellation)
    {
        using var turn = await limits.TurnAsync(cancellation);
        if (!turn.IsAcquired)
            return Proof.TooMany;
        if (password.Length > Passwords.Longest)
            password = "";
        if (account?.PasswordHash is null)
        {
            var nobody = new Account { Name = "", CreatedAt = default };
            await VerifyAsync(nobody, nobodys ??= hasher.HashPassword(nobody, Guid.NewGuid().ToString()), password);
            return await RefuseAsync(null, counts: false, ByPassword, cancellation);
        }

        // Compared in any case: an account that is locked or disabled must not answer sooner.
        var verified = await VerifyAsync(account, account.PasswordHash, password);
        var right = verified == PasswordVerificationResult.SuccessRehashNeeded ? await users.CheckPasswordAsync(account, password) : verified == PasswordVerificationResult.Success;
        return account.DisabledAt is not null || IsLocked(account) ? await RefuseAsync(account, counts: false, ByPassword, cancellation)
            : right ? Proof.Right
            : await RefuseAsync(account, counts: true, ByPassword, cancellation);
    }

    /// <summary>On a thread of its own: on those that answer requests, two passwords would stop every page for as long as they take.</summary>
    private Task<PasswordVerificationResult> VerifyAsync(Account account, string hash, string password) =>
        Task.Factory.StartNew(() => hasher.VerifyHashedPassword(account, hash, password), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private bool IsLocked(Account account) => account.LockoutEnd > clock.GetUtcNow();

    /// <summary>Counts a wrong proof and writes it down. For a name nobody has the same is written and taken back: the time it takes must not tell.</summary>
    private async Task<Proof> RefuseAsync(Account? account, bool counts, string by, CancellationToken cancellation)
    {
        meter.SignInRefused();
        await events.WriteAsync(async () =>
        {
            var locked = 0;
            if (counts)
            {
                await db.Users.Where(row => row.Id == account!.Id).ExecuteUpdateAsync(row => row.SetProperty(one => one.AccessFailedCount, one => one.AccessFailedCount + 1), cancellation);
                DateTimeOffset? until = clock.GetUtcNow().AddMinutes(options.LockMinutes);
                locked = await db.Users.Where(row => row.Id == account!.Id && row.AccessFailedCount >= options.TriesBeforeLock)
                    .ExecuteUpdateAsync(row => row.SetProperty(one => one.AccessFailedCount, 0).SetProperty(one => one.LockoutEnd, until), cancellation);
            }

            events.Add(locked == 1 ? AccountAct.PasswordLocked : AccountAct.SignInRefused, account?.Id, null, by);
            await events.SaveAsync(cancellation);
            if (account is null)
                await db.AccountEvents.Where(row => row.AccountId == null && row.Act == AccountAct.SignInRefused).ExecuteDeleteAsync(cancellation);
        }, cancellation);
        return Proof.Wrong;
    }

    private async Task<bool> UseRecoveryCodeAsync(Account account, string code, CancellationToken cancellation)
    {
        if (!await recovery.UseUpAsync(account.Id, code, cancellation))
            return false;
        events.Add(AccountAct.RecoveryCodeUsed, account.Id, account.Id);
        await events.SaveAsync(cancellation);
        return true;
    }
}
