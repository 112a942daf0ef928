using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Text;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.Users;

/// <summary>Who may work here. An admin invites, gives and takes roles, and makes links; nobody sets another's password.</summary>
[Authorize(Policies.Admin)]
[Authorize(Policies.Fresh)]
public sealed class UsersController(PeaceTrackerDbContext db, UserManager<Account> users, NewAccounts accounts, SignIns signIns, AccountEvents events, AccountNames names, OneTimeTokens tokens, ApiTokens apiTokens, Ledger ledger, TimeProvider clock) : Controller
{
    private const string AsAskedFor = "Roles, states and sessions are as they were asked for, however often.";

    [HttpGet("/admin/users")]
    public async Task<IActionResult> Index(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var all = await db.Users.AsNoTracking().OrderBy(account => account.Name).ThenBy(account => account.Id)
            .Select(account => new
            {
                account.Id,
                account.Name,
                account.UserName,
                account.TwoFactorEnabled,
                account.DisabledAt,
                account.LockoutEnd,
                Passkeys = db.UserPasskeys.Count(passkey => passkey.UserId == account.Id),
                Roles = (from held in db.UserRoles join role in db.Roles on held.RoleId equals role.Id where held.UserId == account.Id orderby role.Id select role.Name).ToList(),
                Seen = db.Sessions.Where(session => session.AccountId == account.Id).Max(session => (DateTimeOffset?)session.LastSeenAt),
            })
            .ToListAsync(cancellation);
        var invited = await db.OneTimeTokens.AsNoTracking().Where(token => token.Purpose == TokenPurpose.Invitation && token.ExpiresAt > now).OrderBy(token => token.ExpiresAt).ToListAsync(cancellation);
        return View(new UsersModel(
            [.. all.Select(row => new UserRow(
                row.Id, row.Name, row.UserName!, [.. row.Roles.Select(role => role!)], row.TwoFactorEnabled || row.Passkeys > 0, row.Seen,
                row.DisabledAt is not null ? "disabled" : row.LockoutEnd > now ? "password locked for some minutes" : "open"))],
            [.. invited.Select(token => (Invitation: Invitation.Of(token), token)).Select(pair => new InvitationRow(Convert.ToHexStringLower(pair.token.Hash), pair.Invitation.Name, pair.Invitation.Roles, pair.token.ExpiresAt))]));
    }

    [HttpGet("/admin/users/invite")]
    public IActionResult Invite() => View(new InviteModel("", []));

    [HttpPost("/admin/users/invite")]
    public async Task<IActionResult> Invite([FromForm] InviteForm form, CancellationToken cancellation)
    {
        var name = form.Name?.Trim() ?? "";
        var roles = form.Roles ?? [];
        if (name.Length is 0 or > Account.LongestName)
            ModelState.AddModelError("name", $"Enter the name of the person, {Account.LongestName} characters at most");
        if (Directions.Problem("Name", name) is { } turned)
            ModelState.AddModelError("name", turned);
        CheckRoles(roles, needed: true);
        if (!ModelState.IsValid)
            return this.Again(new InviteModel(name, roles));
        return await LinkAsync(() => accounts.InviteAsync(new(name, roles, User.AccountId()), cancellation), new("Invitation", $"Give this link to {name}, and to nobody else.", "invite"), "/admin/users");
    }

    [Repeatable(AsAskedFor)]
    [HttpPost("/admin/users/invite/withdraw")]
    public async Task<IActionResult> Withdraw([FromForm] WithdrawForm form, CancellationToken cancellation)
    {
        byte[] hash;
        try
        {
            hash = Convert.FromHexString(form.Invitation ?? "");
        }
        catch (FormatException)
        {
            return NotFound();
        }

        var withdrawn = 0;
        await events.WriteAsync(async () =>
        {
            withdrawn = await db.OneTimeTokens.Where(token => token.Hash == hash && token.Purpose == TokenPurpose.Invitation).ExecuteDeleteAsync(cancellation);
            if (withdrawn > 0)
                events.Add(AccountAct.InvitationWithdrawn, null, User.AccountId());
        }, cancellation);
        return withdrawn == 0 ? NotFound() : LocalRedirect("/admin/users");
    }

    [HttpGet("/admin/users/{id:int}")]
    public async Task<IActionResult> Show(int id) => await FindAsync(id) is { } account ? View(await ModelAsync(account)) : NotFound();

    [Repeatable(AsAskedFor)]
    [HttpPost("/admin/users/{id:int}/roles")]
    public async Task<IActionResult> ChangeRoles(int id, [FromForm] RolesForm form, CancellationToken cancellation)
    {
        if (await FindAsync(id) is not { } account)
            return NotFound();
        var wanted = form.Roles ?? [];
        CheckRoles(wanted, needed: false);
        if (id == User.AccountId() && !wanted.Contains(Roles.Admin))
            ModelState.AddModelError("roles", "You cannot take the role Admin from yourself: another admin can");
        if (!ModelState.IsValid)
            return this.Again(nameof(Show), await ModelAsync(account) with { Roles = wanted });
        var held = await users.GetRolesAsync(account);
        await events.WriteAsync(async () =>
        {
            await users.RemoveFromRolesAsync(account, held.Except(wanted));
            await users.AddToRolesAsync(account, wanted.Except(held));
            events.Add(AccountAct.RolesChanged, id, User.AccountId(), string.Join(", ", Roles.All.Where(wanted.Contains)));
            // Given back, the role opens nothing that was made before.
            if (!wanted.Contains(Roles.Editor) && !wanted.Contains(Roles.Reviewer))
                await apiTokens.RevokeAsync(id, null, cancellation);
        }, cancellation);
        return To(id);
    }

    [Repeatable(AsAskedFor)]
    [HttpPost("/admin/users/{id:int}/disable")]
    public async Task<IActionResult> Disable(int id, CancellationToken cancellation)
    {
        if (await FindAsync(id) is not { } account)
            return NotFound();
        if (id == User.AccountId())
        {
            ModelState.AddModelError("", "You cannot disable yourself: another admin can");
            return this.Again(nameof(Show), await ModelAsync(account));
        }

        await events.WriteAsync(async () =>
        {
            account.DisabledAt ??= clock.GetUtcNow();
            events.Add(AccountAct.Disabled, id, User.AccountId());
            await users.UpdateAsync(account);
            // Opened again, the account is as it was, and no link from before opens it.
            await tokens.RevokeAsync(TokenPurpose.Reset, id, cancellation);
            await apiTokens.RevokeAsync(id, null, cancellation);
            await signIns.EndOthersAsync(account, cancellation);
        }, cancellation);
        return To(id);
    }

    [Repeatable(AsAskedFor)]
    [HttpPost("/admin/users/{id:int}/enable")]
    public async Task<IActionResult> Enable(int id, CancellationToken cancellation)
    {
        if (await FindAsync(id) is not { } account)
            return NotFound();
        await events.WriteAsync(() =>
        {
            account.DisabledAt = null;
            events.Add(AccountAct.Enabled, id, User.AccountId());
            return users.UpdateAsync(account);
        }, cancellation);
        return To(id);
    }

    [HttpPost("/admin/users/{id:int}/reset")]
    public async Task<IActionResult> Reset(int id, [FromForm] ResetLinkForm form, CancellationToken cancellation)
    {
        if (await FindAsync(id) is not { } account)
            return NotFound();
        var all = form.SecondFactor == "yes";
        if (all && await users.IsInRoleAsync(account, Roles.Admin))
        {
            // Who makes the link could use it: what is left to stop them is the second factor.
            ModelState.AddModelError("", "The second factor of an admin is not taken off by a link. Take the role Admin first: that is seen, and so is the rest");
            return this.Again(nameof(Show), await ModelAsync(account));
        }

        return await LinkAsync(
            async () => await accounts.ResetAsync((await FindAsync(id))!, User.AccountId(), all, cancellation),
            new("New password", $"Give this link to {account.Name}, and to nobody else. {(all ? "With the new password authenticator app, passkeys and recovery codes are gone." : "The second factor stays as it is.")}", "reset"),
            FormattableString.Invariant($"/admin/users/{id}"));
    }

    [Repeatable(AsAskedFor)]
    [HttpPost("/admin/users/{id:int}/reset/withdraw")]
    public async Task<IActionResult> WithdrawReset(int id, CancellationToken cancellation)
    {
        if (await FindAsync(id) is null)
            return NotFound();
        await events.WriteAsync(async () =>
        {
            if (await tokens.RevokeAsync(TokenPurpose.Reset, id, cancellation) > 0)
                events.Add(AccountAct.ResetLinkWithdrawn, id, User.AccountId());
        }, cancellation);
        return To(id);
    }

    [Repeatable(AsAskedFor)]
    [HttpPost("/admin/users/{id:int}/end-sessions")]
    public async Task<IActionResult> EndSessions(int id, CancellationToken cancellation)
    {
        if (await FindAsync(id) is not { } account)
            return NotFound();
        await events.WriteAsync(async () =>
        {
            events.Add(AccountAct.OtherSessionsEnded, id, User.AccountId());
            if (await apiTokens.RevokeAsync(id, null, cancellation) > 0)
                events.Add(AccountAct.TokenRevoked, id, User.AccountId());
            await signIns.EndOthersAsync(account, cancellation);
        }, cancellation);
        return To(id);
    }

    /// <summary>Makes a link once and shows it once, however often the form arrives.</summary>
    private async Task<IActionResult> LinkAsync(Func<Task<string>> make, LinkModel link, string back)
    {
        var token = await this.MakeOnceAsync(ledger, make, back);
        return token is null
            ? new Fault(409, "This link was made and shown before", "It is shown once. If you did not keep it, make another: an invitation that nobody has can be withdrawn.") { Suggestions = [new("Go back", back)] }.ToResult(HttpContext)
            : View("Link", link with { Address = Address(link.Address, token) });
    }

    private Task<Account?> FindAsync(int id) => users.FindByIdAsync(id.ToString(CultureInfo.InvariantCulture));

    private LocalRedirectResult To(int id) => LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/admin/users/{id}"));

    private string Address(string page, string token) => $"{Request.Scheme}://{Request.Host}/account/{page}#{token}";

    private void CheckRoles(List<string> roles, bool needed)
    {
        if (roles.Except(Roles.All).Any())
            ModelState.AddModelError("roles", $"Choose among the roles {string.Join(", ", Roles.All)}");
        else if (needed && roles.Count == 0)
            ModelState.AddModelError("roles", "Choose a role");
    }

    private async Task<UserModel> ModelAsync(Account account) => new(
        account.Id, account.Name, account.UserName!, [.. await users.GetRolesAsync(account)],
        account.TwoFactorEnabled, (await users.GetPasskeysAsync(account)).Count, account.CreatedAt, account.DisabledAt, account.Id == User.AccountId())
    {
        ResetLink = await ResetLinkAsync(account.Id),
    };

    private async Task<ResetLink?> ResetLinkAsync(int account)
    {
        var now = clock.GetUtcNow();
        if (await db.OneTimeTokens.Where(row => row.Purpose == TokenPurpose.Reset && row.AccountId == account && row.ExpiresAt > now).Select(row => (DateTimeOffset?)row.ExpiresAt).SingleOrDefaultAsync() is not { } until)
            return null;
        var by = await db.AccountEvents.Where(row => row.AccountId == account && row.Act == AccountAct.ResetLinkMade).OrderByDescending(row => row.Id).Select(row => row.ByAccountId).FirstOrDefaultAsync();
        return new(by is { } admin ? (await names.ByIdAsync([admin], default)).GetValueOrDefault(admin, "") : "", until);
    }
}

public sealed record InviteForm(string? Name, List<string>? Roles);

public sealed record WithdrawForm(string? Invitation);

/// <param name="SecondFactor">"yes" takes app, passkeys and recovery codes off too, for who has lost all of them.</param>
public sealed record ResetLinkForm([FromForm(Name = "second-factor")] string? SecondFactor);

public sealed record RolesForm(List<string>? Roles);

public sealed record InviteModel(string Name, IReadOnlyList<string> Roles);

/// <param name="State">In words.</param>
public sealed record UserRow(int Id, string Name, string SignInName, IReadOnlyList<string> Roles, bool HasSecondFactor, DateTimeOffset? Seen, string State);

public sealed record InvitationRow(string Id, string Name, IReadOnlyList<string> Roles, DateTimeOffset ExpiresAt);

public sealed record UsersModel(IReadOnlyList<UserRow> Users, IReadOnlyList<InvitationRow> Invitations);

public sealed record UserModel(
    int Id, string Name, string SignInName, IReadOnlyList<string> Roles, bool HasApp, int Passkeys, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, bool IsSelf)
{
    /// <summary>A link for a new password that nobody has used yet; null when there is none.</summary>
    public ResetLink? ResetLink { get; init; }
}

/// <param name="By">Name of the admin who made it.</param>
/// <param name="Until">When it is over by itself.</param>
public sealed record ResetLink(string By, DateTimeOffset Until);

/// <summary>A link that is shown this once.</summary>
/// <param name="Address">Of the link; the name of its page while it is being made.</param>
public sealed record LinkModel(string Title, string Text, string Address);

/// <summary>The roles to choose, with what each may.</summary>
public sealed record RoleBoxes(IReadOnlyList<string> Chosen)
{
    public const string Admin = Roles.Admin;

    public static readonly IReadOnlyList<(string Role, string May)> All =
    [
        (Roles.Editor, "writes statements and sources"),
        (Roles.Reviewer, "publishes what others wrote"),
        (Roles.Admin, "gives accounts, scales and reference data"),
        (Roles.Auditor, "reads who did what"),
    ];
}
