using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.SignIn;

/// <summary>Signing in and out.</summary>
[PeaceTracker.Web.Writing.Repeatable("Each try to sign in stands for itself.")]
public sealed class SignInController(SignIns signIns, Passkeys passkeys, OneTimeTokens tokens, UserManager<Account> users, AccountEvents events) : Controller
{
    /// <summary>Between password and code; of this site only, and not for scripts.</summary>
    private const string StepCookie = "__Host-pt-step";

    private static readonly TimeSpan StepLifetime = TimeSpan.FromMinutes(10);

    /// <summary>One sentence for a wrong name, a wrong password and a lock: who guesses learns nothing.</summary>
    internal const string Refused = "Name or password is wrong, or there were too many tries: then wait five minutes";

    private const string CodeRefused = "The code is wrong or was used already: wait for the next one";

    [AllowAnonymous]
    [Takes("return")]
    [HttpGet("/account/sign-in")]
    public IActionResult Index([FromQuery(Name = "return")] string? back) => View(new SignInModel("", Local(back)));

    [AllowAnonymous]
    [HttpPost("/account/sign-in")]
    public async Task<IActionResult> Index([FromForm] SignInForm form, CancellationToken cancellation)
    {
        var (proof, account) = await signIns.CheckPasswordAsync(form.Name?.Trim() ?? "", form.Password ?? "", cancellation);
        if (proof == Proof.TooMany)
            return StatusCode(StatusCodes.Status429TooManyRequests);
        if (proof == Proof.Wrong)
        {
            ModelState.AddModelError("name", Refused);
            return this.Again(new SignInModel(form.Name ?? "", Local(form.Return)));
        }

        if (await signIns.NeedsSecondFactorAsync(account!, cancellation))
        {
            var token = await tokens.IssueAsync(TokenPurpose.SecondFactor, StepLifetime, account!.Id, null, cancellation);
            Response.Cookies.Append(StepCookie, token, StepOptions());
            return LocalRedirect($"/account/sign-in/code?return={Uri.EscapeDataString(Local(form.Return))}");
        }

        return (await EnterAsync(account!, SignIns.ByPassword, form.Return, cancellation))!;
    }

    [AllowAnonymous]
    [Takes("return")]
    [HttpGet("/account/sign-in/code")]
    public async Task<IActionResult> Code([FromQuery(Name = "return")] string? back, CancellationToken cancellation) =>
        await StepAsync(cancellation) is null ? LocalRedirect("/account/sign-in") : View(new CodeModel(Local(back)));

    [AllowAnonymous]
    [HttpPost("/account/sign-in/code")]
    public async Task<IActionResult> Code([FromForm] CodeForm form, CancellationToken cancellation)
    {
        if (await StepAsync(cancellation) is not { } step || await users.FindByIdAsync(FormattableString.Invariant($"{step.AccountId}")) is not { DisabledAt: null } account)
            return LocalRedirect("/account/sign-in");
        var proof = await signIns.CheckCodeAsync(account, form.Code ?? "", cancellation);
        if (proof == Proof.TooMany)
            return StatusCode(StatusCodes.Status429TooManyRequests);
        if (proof == Proof.Wrong || await EnterAsync(account, SignIns.ByCode, form.Return, cancellation, step) is not { } entered)
        {
            ModelState.AddModelError("code", CodeRefused);
            return this.Again(new CodeModel(Local(form.Return)));
        }

        Response.Cookies.Delete(StepCookie, StepOptions());
        return entered;
    }

    [AllowAnonymous]
    [HttpPost("/account/sign-in/passkey/options")]
    public async Task<IActionResult> PasskeyOptions([FromServices] SignInLimits limits, CancellationToken cancellation) =>
        await limits.AllowPasskeyAsync(HttpContext.Connection.RemoteIpAddress, cancellation)
            ? PasskeyForm.Answer(await passkeys.AskAsync(null, cancellation))
            : StatusCode(StatusCodes.Status429TooManyRequests);

    /// <summary>A passkey is both factors, and no lock of the password path stops it.</summary>
    [AllowAnonymous]
    [HttpPost("/account/sign-in/passkey")]
    public async Task<IActionResult> Passkey([FromForm] PasskeyAnswer form, CancellationToken cancellation)
    {
        if (await passkeys.ProveAsync(form.Challenge, form.Credential, cancellation) is not { } account)
            return PasskeyForm.Refused(HttpContext, "/account/sign-in");
        return (await EnterAsync(account, SignIns.ByPasskey, form.Return, cancellation))!;
    }

    [HttpPost("/account/sign-out")]
    public async Task<IActionResult> Leave(CancellationToken cancellation)
    {
        await events.WriteAsync(() =>
        {
            events.Add(AccountAct.SignedOut, User.AccountId(), User.AccountId());
            return HttpContext.SignOutAsync(Visitor.Scheme);
        }, cancellation);
        // Pages kept by the browser are dropped with it. Cookies are not named: that of the forms serves readers too.
        Response.Headers["Clear-Site-Data"] = "\"cache\"";
        return LocalRedirect("/");
    }

    /// <summary>Begins the session and leads on; first to what has changed by what one signs in, where something has.</summary>
    /// <param name="step">What was given out with the right password, to be used up.</param>
    /// <returns>Null when the step was used meanwhile.</returns>
    private async Task<IActionResult?> EnterAsync(Account account, string by, string? back, CancellationToken cancellation, OneTimeToken? step = null)
    {
        var news = await signIns.HasNewsAsync(account, cancellation);
        var entered = false;
        await events.WriteAsync(async () =>
        {
            entered = step is null || await tokens.UseUpAsync(step, cancellation);
            if (!entered)
                return;
            if (by != SignIns.ByPasskey)
                await signIns.ForgiveAsync(account, cancellation);
            await signIns.BeginAsync(account, twoFactors: by != SignIns.ByPassword, by, cancellation);
        }, cancellation);
        return entered ? LocalRedirect(news ? $"/account?return={Uri.EscapeDataString(Local(back))}#changes" : Local(back)) : null;
    }

    private Task<OneTimeToken?> StepAsync(CancellationToken cancellation) => tokens.FindAsync(TokenPurpose.SecondFactor, Request.Cookies[StepCookie], cancellation);

    private static CookieOptions StepOptions() => new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };

    /// <summary>Leads whoever is signed in to their work.</summary>
    [HttpGet(Work)]
    public async Task<IActionResult> ToWork([FromServices] ProcessReader processes, CancellationToken cancellation) =>
        await processes.AllAsync(cancellation) is not [{ Slug: var process }] ? LocalRedirect("/account")
        // A reviewer may edit too, and is there to review.
        : User.IsInRole(Roles.Reviewer) && !User.IsInRole(Roles.Editor) ? LocalRedirect($"/{process}/review")
        : LocalRedirect(DeskMenu.Of(User, process).First().Address);

    private const string Work = "/desk";

    /// <summary>Where to go on; never off the site.</summary>
    private string Local(string? back) => Url.IsLocalUrl(back) ? back! : Work;
}

/// <param name="Name">What is typed to sign in.</param>
/// <param name="Password">Never given back.</param>
/// <param name="Return">Where to go on.</param>
public sealed record SignInForm(string? Name, string? Password, string? Return);

public sealed record CodeForm(string? Code, string? Return);

public sealed record PasskeyAnswer(string? Challenge, string? Credential, string? Return);

public sealed record SignInModel(string Name, string Return);

public sealed record CodeModel(string Return);
