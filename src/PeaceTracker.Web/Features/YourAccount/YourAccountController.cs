using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.YourAccount;

/// <summary>What everybody who is signed in sees and mends of the own account.</summary>
[PeaceTracker.Web.Writing.Repeatable("Done twice it leaves the account as done once.")]
public sealed class YourAccountController(
    PeaceTrackerDbContext db, UserManager<Account> users, IPasswordHasher<Account> hasher, Passwords passwords, SignIns signIns, Passkeys passkeys, RecoveryCodes recovery, SignInLimits limits,
    AccountEvents events, AccountNames names, OneTimeTokens tokens, ApiTokens apiTokens, TimeProvider clock) : Controller
{
    private const string PasswordRefused = "The password is wrong, or there were too many tries: then wait five minutes";

    private static readonly TimeSpan Told = TimeSpan.FromDays(30);

    /// <summary>So many that nobody hides a change behind others.</summary>
    private const int MostTold = 200;

    [Takes("return")]
    [HttpGet("/account")]
    public async Task<IActionResult> Index([FromQuery(Name = "return")] string? back, CancellationToken cancellation)
    {
        var account = await signIns.CurrentAsync();
        var now = clock.GetUtcNow();
        var since = now - Told;
        var changes = await db.AccountEvents.AsNoTracking().Where(row => row.AccountId == account.Id && AccountActs.OfProof.Contains(row.Act) && row.At > since).OrderByDescending(row => row.Id).Take(MostTold).ToListAsync(cancellation);
        var byName = await names.ByIdAsync(changes.Select(row => row.ByAccountId), cancellation);
        var sessions = await db.Sessions.AsNoTracking().Where(row => row.AccountId == account.Id).OrderByDescending(row => row.LastSeenAt).ToListAsync(cancellation);
        return View(new AccountModel(
            account.Name, account.UserName!, [.. (await users.GetRolesAsync(account)).Order(StringComparer.Ordinal)],
            account.TwoFactorEnabled, (await users.GetPasskeysAsync(account)).Count, await recovery.LeftAsync(account.Id, cancellation),
            [.. sessions.Where(session => !session.HasEnded(now)).Select(session => new SessionRow(session.Id, session.Device, session.CreatedAt, session.LastSeenAt, session.Id == User.SessionId()))],
            [.. changes.Select(row => new ChangeRow(row.At, row.Act, row.ByAccountId is { } by && by != account.Id ? byName.GetValueOrDefault(by, "an admin") : null, row.Note is not null))],
            Url.IsLocalUrl(back) ? back : null));
    }

    /// <summary>Where a tab ends that was opened only to sign in or to confirm.</summary>
    [HttpGet("/account/done")]
    public IActionResult Done() => View();

    [Authorize(Policies.Fresh)]
    [HttpPost("/account/sessions/end")]
    public async Task<IActionResult> EndSession([FromForm] EndSessionForm form, CancellationToken cancellation)
    {
        var own = User.AccountId();
        var ended = 0;
        await events.WriteAsync(async () =>
        {
            ended = await db.Sessions.Where(row => row.AccountId == own && row.Id == form.Id).ExecuteDeleteAsync(cancellation);
            if (ended > 0)
                events.Add(AccountAct.SessionEnded, own, own);
        }, cancellation);
        return ended == 0 ? NotFound() : LocalRedirect("/account");
    }

    [Authorize(Policies.Fresh)]
    [HttpPost("/account/sessions/end-others")]
    public async Task<IActionResult> EndOthers(CancellationToken cancellation)
    {
        var account = await signIns.CurrentAsync();
        await events.WriteAsync(() =>
        {
            events.Add(AccountAct.OtherSessionsEnded, account.Id, account.Id);
            return signIns.EndOthersAsync(account, cancellation);
        }, cancellation);
        return LocalRedirect("/account");
    }

    [Authorize(Policies.Fresh)]
    [HttpGet("/account/password")]
    public IActionResult Password() => View();

    [Authorize(Policies.Fresh)]
    [HttpPost("/account/password")]
    public async Task<IActionResult> Password([FromForm] PasswordForm form, CancellationToken cancellation)
    {
        var account = await signIns.CurrentAsync();
        if (form.Password != form.PasswordAgain)
            ModelState.AddModelError("password-again", "Enter the same password twice");
        else if (passwords.ProblemHere(form.Password ?? "", account.UserName) is { } problem)
            ModelState.AddModelError("password", problem);
        if (!ModelState.IsValid)
            return this.Again(null);
        // Also of who has just signed in: another may sit there now.
        switch (await signIns.ConfirmPasswordAsync(account, form.PasswordNow ?? "", cancellation))
        {
            case Proof.TooMany:
                return StatusCode(StatusCodes.Status429TooManyRequests);
            case Proof.Wrong:
                ModelState.AddModelError("password-now", PasswordRefused);
                return this.Again(null);
        }

        using (var turn = await limits.TurnAsync(cancellation))
        {
            if (!turn.IsAcquired)
                return StatusCode(StatusCodes.Status429TooManyRequests);
            account.PasswordHash = hasher.HashPassword(account, form.Password!);
        }

        await events.WriteAsync(async () =>
        {
            events.Add(AccountAct.PasswordChanged, account.Id, account.Id);
            await users.UpdateSecurityStampAsync(account);
            await tokens.RevokeAsync(TokenPurpose.Reset, account.Id, cancellation);
            // Whoever was in the account before may have made some.
            if (await apiTokens.RevokeAsync(account.Id, null, cancellation) > 0)
                events.Add(AccountAct.TokenRevoked, account.Id, account.Id);
            await signIns.EndOthersAsync(account, cancellation);
            await signIns.ConfirmAsync(account, twoFactors: false, SignIns.ByPassword, cancellation);
        }, cancellation);
        return LocalRedirect("/account");
    }

    [Takes("return")]
    [HttpGet("/account/confirm")]
    public async Task<IActionResult> Confirm([FromQuery(Name = "return")] string? back, CancellationToken cancellation) => View(await ConfirmModelAsync(back, cancellation));

    /// <summary>Asks for as much as signing in does: one factor alone is no proof of who has two.</summary>
    [HttpPost("/account/confirm")]
    public async Task<IActionResult> Confirm([FromForm] ConfirmForm form, CancellationToken cancellation)
    {
        var account = await signIns.CurrentAsync();
        var twoFactors = await signIns.NeedsSecondFactorAsync(account, cancellation);
        var (field, refused) = ("password", PasswordRefused);
        var proof = await signIns.ConfirmPasswordAsync(account, form.Password ?? "", cancellation);
        if (proof == Proof.Right && twoFactors)
        {
            (field, refused) = ("code", "The code is wrong or was used already: wait for the next one");
            proof = await signIns.CheckCodeAsync(account, form.Code ?? "", cancellation);
        }

        if (proof == Proof.TooMany)
            return StatusCode(StatusCodes.Status429TooManyRequests);
        if (proof == Proof.Wrong)
        {
            ModelState.AddModelError(field, refused);
            return this.Again(await ConfirmModelAsync(form.Return, cancellation));
        }

        await events.WriteAsync(() => signIns.ConfirmAsync(account, twoFactors, twoFactors ? SignIns.ByCode : SignIns.ByPassword, cancellation), cancellation);
        return LocalRedirect(Local(form.Return));
    }

    [HttpPost("/account/confirm/passkey/options")]
    public async Task<IActionResult> ConfirmOptions(CancellationToken cancellation) => PasskeyForm.Answer(await passkeys.AskAsync(await signIns.CurrentAsync(), cancellation));

    [HttpPost("/account/confirm/passkey")]
    public async Task<IActionResult> ConfirmPasskey([FromForm] ConfirmPasskeyForm form, CancellationToken cancellation)
    {
        if (await passkeys.ProveAsync(form.Challenge, form.Credential, cancellation) is not { } account || account.Id != User.AccountId())
            return PasskeyForm.Refused(HttpContext, "/account/confirm");
        await events.WriteAsync(() => signIns.ConfirmAsync(account, twoFactors: true, SignIns.ByPasskey, cancellation), cancellation);
        return LocalRedirect(Local(form.Return));
    }

    private async Task<ConfirmModel> ConfirmModelAsync(string? back, CancellationToken cancellation)
    {
        var account = await signIns.CurrentAsync();
        return new(Local(back), await signIns.NeedsSecondFactorAsync(account, cancellation), account.TwoFactorEnabled, (await users.GetPasskeysAsync(account)).Count > 0);
    }

    private string Local(string? back) => Url.IsLocalUrl(back) ? back! : "/account";
}

public sealed record EndSessionForm(int Id);

public sealed record PasswordForm([FromForm(Name = "password-now")] string? PasswordNow, string? Password, [FromForm(Name = "password-again")] string? PasswordAgain);

public sealed record ConfirmForm(string? Password, string? Code, string? Return);

public sealed record ConfirmPasskeyForm(string? Challenge, string? Credential, string? Return);

/// <param name="NeedsCode">The password alone is no proof of this account.</param>
public sealed record ConfirmModel(string Return, bool NeedsCode, bool HasApp, bool HasPasskeys);

public sealed record SessionRow(int Id, string Device, DateTimeOffset Began, DateTimeOffset Seen, bool IsThis);

public sealed record AccountModel(
    string Name, string SignInName, IReadOnlyList<string> Roles, bool HasApp, int Passkeys, int CodesLeft, IReadOnlyList<SessionRow> Sessions, IReadOnlyList<ChangeRow> Changes,
    string? GoOn)
{
    public bool MayHaveTokens => Roles.Contains(Data.Accounts.Roles.Editor) || Roles.Contains(Data.Accounts.Roles.Reviewer);
}

/// <summary>A change by what the account is signed in to.</summary>
/// <param name="By">Name of who did it; null for whoever was signed in as the account, had its link or tried its passwords.</param>
/// <param name="Noted">Of a link: the second factor goes with it. Of what was removed: by a link.</param>
public sealed record ChangeRow(DateTimeOffset At, AccountAct Act, string? By, bool Noted)
{
    /// <summary>What was done, as a sentence that follows the name where there is one.</summary>
    public string What => Act switch
    {
        AccountAct.ResetLinkMade => (By is null ? "a link for a new password was made" : "made a link for a new password") + (Noted ? ", with which the second factor goes" : ""),
        AccountAct.ResetLinkWithdrawn => By is null ? "the link for a new password was withdrawn" : "withdrew the link for a new password",
        AccountAct.PasswordReset => "a new password was chosen with the link",
        AccountAct.PasswordChanged => "the password was changed",
        AccountAct.PasswordLocked => "so many wrong passwords or codes were tried that passwords were not taken for a while",
        AccountAct.AuthenticatorSet => "an authenticator app was set up",
        AccountAct.AuthenticatorRemoved => Noted ? "the authenticator app was removed with the link for a new password" : "the authenticator app was removed",
        AccountAct.PasskeyAdded => "a passkey was added",
        AccountAct.PasskeyRemoved => Noted ? "a passkey was removed with the link for a new password" : "a passkey was removed",
        AccountAct.RecoveryCodesMade => "new recovery codes were made",
        AccountAct.RecoveryCodeUsed => "a recovery code was used",
        _ => throw new InvalidOperationException($"{Act} is none of these."),
    };
}
