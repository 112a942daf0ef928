using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Join;

/// <summary>
/// What opens with a one-time link: a new account, the first account, a new password. A link carries its token behind "#", which browsers send to nobody,
/// neither to the site nor to a proxy nor on to where a link leads; it comes in a form.
/// </summary>
[AllowAnonymous]
[PeaceTracker.Web.Writing.Repeatable("A link works once.")]
public sealed class JoinController(NewAccounts accounts, OneTimeTokens tokens, SignIns signIns, UserManager<Account> users, AccountOptions options) : Controller
{
    [HttpGet("/account/invite")]
    public IActionResult InviteLink() => View("Link", new LinkModel("Your new account", "/account/invite/open"));

    [HttpPost("/account/invite/open")]
    public async Task<IActionResult> OpenInvite([FromForm] LinkForm form, CancellationToken cancellation) =>
        await tokens.FindAsync(TokenPurpose.Invitation, form.Secret, cancellation) is { } found ? View(nameof(Invite), new JoinModel("/account/invite", form.Secret, Invitation.Of(found).Name, "")) : Over();

    [HttpPost("/account/invite")]
    public async Task<IActionResult> Invite([FromForm] JoinForm form, CancellationToken cancellation) =>
        await tokens.FindAsync(TokenPurpose.Invitation, form.Token, cancellation) is { } found
            ? await JoinAsync(found, Invitation.Of(found).Roles, new JoinModel("/account/invite", form.Token!, form.Name ?? "", form.SignInName ?? ""), form, cancellation)
            : Over();

    [HttpGet("/setup")]
    public async Task<IActionResult> Setup(CancellationToken cancellation) =>
        await accounts.IsFirstWantedAsync(cancellation) ? View(nameof(Invite), new JoinModel("/setup", "", "", "")) : SetUp();

    [HttpPost("/setup")]
    public async Task<IActionResult> Setup([FromForm] JoinForm form, [FromServices] SignInLimits limits, CancellationToken cancellation)
    {
        if (!await accounts.IsFirstWantedAsync(cancellation))
            return SetUp();
        if (!await limits.AllowAsync(HttpContext.Connection.RemoteIpAddress, cancellation))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        var model = new JoinModel("/setup", form.Token ?? "", form.Name ?? "", form.SignInName ?? "");
        if (await tokens.FindAsync(TokenPurpose.Setup, form.Token?.Trim(), cancellation) is { } found)
            return await JoinAsync(found, [Roles.Admin], model, form, cancellation);
        // Somebody else may have used it in this moment.
        if (!await accounts.IsFirstWantedAsync(cancellation))
            return SetUp();
        ModelState.AddModelError("token", "Enter the token as it stands in the file");
        return this.Again(nameof(Invite), model);
    }

    [HttpGet("/account/reset")]
    public IActionResult ResetLink() => View("Link", new LinkModel("New password", "/account/reset/open"));

    [HttpPost("/account/reset/open")]
    public async Task<IActionResult> OpenReset([FromForm] LinkForm form, CancellationToken cancellation) =>
        await OwnerAsync(form.Secret, cancellation) is { } found ? View(nameof(Reset), new ResetModel(form.Secret, NewAccounts.TakesSecondFactor(found.Token))) : Over();

    [HttpPost("/account/reset")]
    public async Task<IActionResult> Reset([FromForm] ResetForm form, CancellationToken cancellation)
    {
        if (await OwnerAsync(form.Token, cancellation) is not var (token, account))
            return Over();
        if (form.Password != form.PasswordAgain)
            ModelState.AddModelError("password-again", Different);
        else if (await accounts.ChoosePasswordAsync(token, account, form.Password ?? "", cancellation) is { } problem)
        {
            if (problem.Length == 0)
                return Over();
            ModelState.AddModelError("password", problem);
        }

        return ModelState.IsValid ? LocalRedirect("/account/sign-in") : this.Again(new ResetModel(form.Token!, NewAccounts.TakesSecondFactor(token)));
    }

    private const string Different = "Enter the same password twice";

    private async Task<IActionResult> JoinAsync(OneTimeToken token, IReadOnlyList<string> roles, JoinModel model, JoinForm form, CancellationToken cancellation)
    {
        if (form.Password != form.PasswordAgain)
        {
            ModelState.AddModelError("password-again", Different);
            return this.Again(nameof(Invite), model);
        }

        var (account, problems) = await accounts.CreateAsync(token, model.Name, model.SignInName, form.Password ?? "", roles, made => signIns.BeginAsync(made, twoFactors: false, by: null, cancellation), cancellation);
        if (account is null && problems.Count == 0)
            return token.Purpose == TokenPurpose.Setup ? SetUp() : Over();
        foreach (var problem in problems)
            ModelState.AddModelError(problem.Field, problem.Text);
        if (account is null)
            return this.Again(nameof(Invite), model);
        return LocalRedirect(roles.Any(options.DemandsSecondFactor) ? "/account/second-factor" : "/account");
    }

    private async Task<(OneTimeToken Token, Account Account)?> OwnerAsync(string? token, CancellationToken cancellation) =>
        await tokens.FindAsync(TokenPurpose.Reset, token, cancellation) is { AccountId: { } id } found && await users.FindByIdAsync(id.ToString(CultureInfo.InvariantCulture)) is { DisabledAt: null } account
            ? (found, account)
            : null;

    private ActionResult SetUp() => new Fault(410, "The site is set up already", "There is a first account. An admin can invite you to another one.") { Suggestions = [new("Sign in", "/account/sign-in")] }.ToResult(HttpContext);

    private ActionResult Over() => new Fault(410, "This link is over", "It was used already, its time is over, or not all of it was pasted. An admin can make a new one.") { Suggestions = [new("Sign in", "/account/sign-in")] }.ToResult(HttpContext);
}

/// <param name="Token">The whole link as well, as somebody pastes it.</param>
public sealed record LinkForm(string? Token)
{
    /// <summary>What stands behind "#", or all of it.</summary>
    public string Secret => Token?.Split('#')[^1].Trim() ?? "";
}

/// <param name="Title">Of the page.</param>
/// <param name="Action">Where the form with the token goes.</param>
public sealed record LinkModel(string Title, string Action);

/// <summary>What a person chooses on joining. There is nothing else in it that could be set.</summary>
public sealed record JoinForm(
    string? Token, string? Name, [FromForm(Name = "sign-in-name")] string? SignInName, string? Password, [FromForm(Name = "password-again")] string? PasswordAgain);

public sealed record ResetForm(string? Token, string? Password, [FromForm(Name = "password-again")] string? PasswordAgain);

/// <param name="Action">Where the form goes; at <c>/setup</c> the token is asked for.</param>
/// <param name="Token">Of the link.</param>
/// <param name="Name">Of the person.</param>
/// <param name="SignInName">As typed.</param>
public sealed record JoinModel(string Action, string Token, string Name, string SignInName);

/// <param name="SecondFactorToo">The link takes the second factor off.</param>
public sealed record ResetModel(string Token, bool SecondFactorToo);
