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
/// What opens with a one-time link: a new account, the first account, a new password. Tokens stand in the query, which is in no log.
/// </summary>
[AllowAnonymous]
[PeaceTracker.Web.Writing.Repeatable("A link works once.")]
public sealed class JoinController(NewAccounts accounts, OneTimeTokens tokens, SignIns signIns, UserManager<Account> users, AccountOptions options) : Controller
{
    [Takes("token")]
    [HttpGet("/account/invite")]
    public async Task<IActionResult> Invite(string? token, CancellationToken cancellation) =>
        await tokens.FindAsync(TokenPurpose.Invitation, token, cancellation) is { } found ? View(new JoinModel("/account/invite", token!, Invitation.Of(found).Name, "")) : Over();

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

    [Takes("token")]
    [HttpGet("/account/reset")]
    public async Task<IActionResult> Reset(string? token, CancellationToken cancellation) =>
        await OwnerAsync(token, cancellation) is { } found ? View(new ResetModel(token!, NewAccounts.TakesSecondFactor(found.Token))) : Over();

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

    private ActionResult Over() => new Fault(410, "This link is over", "It was used already, or its time is over. An admin can make a new one.") { Suggestions = [new("Sign in", "/account/sign-in")] }.ToResult(HttpContext);
}

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
