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
using QRCoder;

namespace PeaceTracker.Web.Features.SecondFactor;

/// <summary>Authenticator app, passkeys and recovery codes of the own account. Any change ends the other sessions.</summary>
[Authorize(Policies.Fresh)]
[PeaceTracker.Web.Writing.Repeatable("Done twice it leaves the account as done once; a code works once.")]
public sealed class SecondFactorController(
    PeaceTrackerDbContext db, UserManager<Account> users, SignIns signIns, Authenticator authenticator, Passkeys passkeys, RecoveryCodes recovery, AccountEvents events, AccountOptions options) : Controller
{
    private const string Page = "/account/second-factor";

    /// <param name="to">Where somebody was going who has to set one up first; only a page of this site is offered.</param>
    [Takes("return")]
    [HttpGet("/account/second-factor")]
    public async Task<IActionResult> Index([FromQuery(Name = "return")] string? to, CancellationToken cancellation) =>
        View(await ModelAsync(await signIns.CurrentAsync(), cancellation) with { Then = Url.IsLocalUrl(to) ? to : null });

    [HttpPost("/account/second-factor/app/start")]
    public async Task<IActionResult> StartApp(CancellationToken cancellation)
    {
        var account = await signIns.CurrentAsync();
        if (account.TwoFactorEnabled)
            return LocalRedirect(Page);
        account.TotpSecret = authenticator.NewSecret();
        await events.WriteAsync(() => users.UpdateAsync(account), cancellation);
        return LocalRedirect("/account/second-factor/app");
    }

    [HttpGet("/account/second-factor/app")]
    public async Task<IActionResult> App() => await PendingAsync() is { } account ? View(new AppModel(InFours(authenticator.Secret(account)))) : LocalRedirect(Page);

    /// <summary>The same for a camera.</summary>
    [HttpGet("/account/second-factor/app/qr.svg")]
    public async Task<IActionResult> Picture()
    {
        if (await PendingAsync() is not { } account)
            return NotFound();
        using var code = QRCodeGenerator.GenerateQrCode(authenticator.Address(account), QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(code);
        return Content(picture.GetGraphic(4), "image/svg+xml");
    }

    [HttpPost("/account/second-factor/app")]
    public async Task<IActionResult> App([FromForm] AppForm form, CancellationToken cancellation)
    {
        if (await PendingAsync() is not { } account)
            return LocalRedirect(Page);
        var first = !await signIns.NeedsSecondFactorAsync(account, cancellation);
        var accepted = false;
        IReadOnlyList<string>? codes = null;
        await events.WriteAsync(async () =>
        {
            accepted = await authenticator.AcceptAsync(account, form.Code ?? "", cancellation);
            if (!accepted)
                return;
            account.TwoFactorEnabled = true;
            events.Add(AccountAct.AuthenticatorSet, account.Id, account.Id);
            await users.UpdateAsync(account);
            codes = await ChangedAsync(account, first, cancellation);
        }, cancellation);
        if (accepted)
            return Shown(codes);
        ModelState.AddModelError("code", "Enter the six digits the app shows now");
        return this.Again(nameof(App), new AppModel(InFours(authenticator.Secret(account))));
    }

    [HttpPost("/account/second-factor/app/remove")]
    public async Task<IActionResult> RemoveApp(CancellationToken cancellation)
    {
        var account = await signIns.CurrentAsync();
        if (await IsNeededAsync(account, (await users.GetPasskeysAsync(account)).Count))
            return this.Again(nameof(Index), await ModelAsync(account, cancellation));
        await events.WriteAsync(async () =>
        {
            account.TwoFactorEnabled = false;
            account.TotpSecret = null;
            events.Add(AccountAct.AuthenticatorRemoved, account.Id, account.Id);
            await users.UpdateAsync(account);
            await RemovedAsync(account, cancellation);
        }, cancellation);
        return LocalRedirect(Page);
    }

    [HttpPost("/account/second-factor/codes")]
    public async Task<IActionResult> Codes(CancellationToken cancellation)
    {
        var account = await signIns.CurrentAsync();
        if (!await signIns.NeedsSecondFactorAsync(account, cancellation))
            return LocalRedirect(Page);
        IReadOnlyList<string>? codes = null;
        await events.WriteAsync(async () => codes = await RenewCodesAsync(account, cancellation), cancellation);
        return Shown(codes);
    }

    [HttpPost("/account/passkeys/options")]
    public async Task<IActionResult> PasskeyOptions(CancellationToken cancellation) => PasskeyForm.Answer(await passkeys.MakeAsync(await signIns.CurrentAsync(), cancellation));

    [HttpPost("/account/passkeys")]
    public async Task<IActionResult> AddPasskey([FromForm] PasskeyAddForm form, CancellationToken cancellation)
    {
        var account = await signIns.CurrentAsync();
        CheckName(form.PasskeyName, "passkey-name");
        if (!ModelState.IsValid)
            return this.Again(nameof(Index), await ModelAsync(account, cancellation));
        var first = !await signIns.NeedsSecondFactorAsync(account, cancellation);
        IReadOnlyList<string>? codes = null;
        switch (await passkeys.AddAsync(account, form.Challenge, form.Credential, form.PasskeyName!.Trim(), async () => codes = await ChangedAsync(account, first, cancellation), cancellation))
        {
            case PasskeyAddition.Added:
                return Shown(codes);
            case PasskeyAddition.TooMany:
                ModelState.AddModelError("", $"An account has {Passkeys.Most} passkeys at most: remove one first");
                return this.Again(nameof(Index), await ModelAsync(account, cancellation));
            default:
                return PasskeyForm.Refused(HttpContext, Page);
        }
    }

    [HttpPost("/account/passkeys/rename")]
    public async Task<IActionResult> RenamePasskey([FromForm] PasskeyRenameForm form, CancellationToken cancellation)
    {
        var account = await signIns.CurrentAsync();
        if (await passkeys.FindAsync(account, form.Id) is not { } passkey)
            return NotFound();
        CheckName(form.Name, $"name-{form.Id}");
        if (!ModelState.IsValid)
            return this.Again(nameof(Index), await ModelAsync(account, cancellation));
        passkey.Name = form.Name!.Trim();
        await events.WriteAsync(() =>
        {
            events.Add(AccountAct.PasskeyRenamed, account.Id, account.Id);
            return users.AddOrUpdatePasskeyAsync(account, passkey);
        }, cancellation);
        return LocalRedirect(Page);
    }

    [HttpPost("/account/passkeys/remove")]
    public async Task<IActionResult> RemovePasskey([FromForm] PasskeyRemoveForm form, CancellationToken cancellation)
    {
        var account = await signIns.CurrentAsync();
        if (await passkeys.FindAsync(account, form.Id) is not { } passkey)
            return NotFound();
        if (await IsNeededAsync(account, (await users.GetPasskeysAsync(account)).Count - 1 + (account.TwoFactorEnabled ? 1 : 0)))
            return this.Again(nameof(Index), await ModelAsync(account, cancellation));
        await events.WriteAsync(async () =>
        {
            events.Add(AccountAct.PasskeyRemoved, account.Id, account.Id);
            await users.RemovePasskeyAsync(account, passkey.CredentialId);
            await RemovedAsync(account, cancellation);
        }, cancellation);
        return LocalRedirect(Page);
    }

    private async Task<Account?> PendingAsync() => await signIns.CurrentAsync() is { TotpSecret: not null, TwoFactorEnabled: false } account ? account : null;

    private void CheckName(string? name, string field)
    {
        if (name?.Trim().Length is not (> 0 and <= Passkeys.LongestName))
            ModelState.AddModelError(field, $"Enter a name for the passkey, {Passkeys.LongestName} characters at most");
    }

    /// <summary>Says so when who needs a second factor would be left without.</summary>
    private async Task<bool> IsNeededAsync(Account account, int left)
    {
        if (left > 0 || (await users.GetRolesAsync(account)).Order(StringComparer.Ordinal).FirstOrDefault(options.DemandsSecondFactor) is not { } role)
            return false;
        ModelState.AddModelError("", $"{ForRole(role)} needs a second factor: set up another one first");
        return true;
    }

    /// <summary>Goes on as proved by two factors, under a new key.</summary>
    /// <returns>The recovery codes that come with the first factor; null with a further one.</returns>
    private async Task<IReadOnlyList<string>?> ChangedAsync(Account account, bool first, CancellationToken cancellation)
    {
        await signIns.EndOthersAsync(account, cancellation);
        await signIns.ConfirmAsync(account, twoFactors: true, by: null, cancellation);
        return first ? await RenewCodesAsync(account, cancellation) : null;
    }

    private async Task RemovedAsync(Account account, CancellationToken cancellation)
    {
        await signIns.EndOthersAsync(account, cancellation);
        if (!await signIns.NeedsSecondFactorAsync(account, cancellation))
        {
            await db.RecoveryCodes.Where(row => row.AccountId == account.Id).ExecuteDeleteAsync(cancellation);
            await db.Sessions.Where(row => row.AccountId == account.Id).ExecuteUpdateAsync(row => row.SetProperty(one => one.TwoFactors, false), cancellation);
        }
    }

    private Task<IReadOnlyList<string>> RenewCodesAsync(Account account, CancellationToken cancellation)
    {
        events.Add(AccountAct.RecoveryCodesMade, account.Id, account.Id);
        return recovery.RenewAsync(account.Id, cancellation);
    }

    /// <summary>Codes are shown once; without them one is led back.</summary>
    private IActionResult Shown(IReadOnlyList<string>? codes) => codes is null ? LocalRedirect(Page) : View("Codes", new CodesModel(codes));

    private async Task<SecondFactorModel> ModelAsync(Account account, CancellationToken cancellation) => new(
        account.TwoFactorEnabled,
        [.. (await users.GetPasskeysAsync(account)).OrderBy(passkey => passkey.CreatedAt).Select(passkey => new PasskeyRow(Passkeys.IdOf(passkey), passkey.Name ?? "", passkey.CreatedAt))],
        await recovery.LeftAsync(account.Id, cancellation),
        User.RolesWithoutSecondFactor().Order(StringComparer.Ordinal).FirstOrDefault() is { } role ? ForRole(role) : null);

    private static string ForRole(string role) => "AEIOU".Contains(role[0], StringComparison.Ordinal) ? $"An {role.ToLowerInvariant()}" : $"A {role.ToLowerInvariant()}";

    private static string InFours(string secret) => string.Join(' ', secret.Chunk(4).Select(part => new string(part)));
}

public sealed record AppForm(string? Code);

public sealed record PasskeyAddForm(string? Challenge, string? Credential, [FromForm(Name = "passkey-name")] string? PasskeyName);

public sealed record PasskeyRenameForm(string? Id, string? Name);

public sealed record PasskeyRemoveForm(string? Id);

public sealed record PasskeyRow(string Id, string Name, DateTimeOffset CreatedAt);

/// <param name="HasApp">An authenticator app is set up.</param>
/// <param name="Passkeys">Oldest first.</param>
/// <param name="CodesLeft">Recovery codes not used yet.</param>
/// <param name="Waiting">A role, with its article, in which the account may do nothing before this is done; null where it may.</param>
public sealed record SecondFactorModel(bool HasApp, IReadOnlyList<PasskeyRow> Passkeys, int CodesLeft, string? Waiting)
{
    public bool HasAny => HasApp || Passkeys.Count > 0;

    /// <summary>Where the person was going; null when they came here by themselves.</summary>
    public string? Then { get; init; }
}

/// <param name="Secret">To type into an app that cannot scan.</param>
public sealed record AppModel(string Secret);

public sealed record CodesModel(IReadOnlyList<string> Codes);
