using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Hosting;

/// <summary>
/// Who may use an address: <c>[Authorize(Policies.Edit)]</c>. An address that names none is for those who are signed in; what readers may
/// use says <c>[AllowAnonymous]</c>.
/// </summary>
public static class Policies
{
    /// <summary>Write statements, sources and drafts: editors and reviewers.</summary>
    public const string Edit = "Edit";

    /// <summary>Publish what others wrote: reviewers.</summary>
    public const string Review = "Review";

    /// <summary>Accounts, scales and reference data: admins who have proved two factors.</summary>
    public const string Admin = "Admin";

    /// <summary>Read what was done by whom: auditors and admins.</summary>
    public const string Audit = "Audit";

    /// <summary>Write drafts by a program: who bears a token for it, of an editor or reviewer. A session does not do.</summary>
    public const string Drafts = "Drafts";

    /// <summary>Beside a policy of roles, for what does the greatest harm: it was proved in the last ten minutes who sits there.</summary>
    public const string Fresh = "Fresh";

    public static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(10);

    internal static void Configure(AuthorizationOptions options)
    {
        options.FallbackPolicy = options.DefaultPolicy;
        options.AddPolicy(Edit, policy => policy.RequireRole(Roles.Editor, Roles.Reviewer));
        options.AddPolicy(Drafts, policy => policy.AddAuthenticationSchemes(BearerTokens.Name).RequireRole(Roles.Editor, Roles.Reviewer).RequireClaim(BearerTokens.ScopeClaim, ApiToken.Drafts));
        options.AddPolicy(Review, policy => policy.RequireRole(Roles.Reviewer));
        options.AddPolicy(Admin, policy => policy.RequireRole(Roles.Admin));
        options.AddPolicy(Audit, policy => policy.RequireRole(Roles.Auditor, Roles.Admin));
        options.AddPolicy(Fresh, policy => policy.RequireAuthenticatedUser().AddRequirements(new FreshRequirement()));
    }
}

internal sealed class FreshRequirement : IAuthorizationRequirement;

internal sealed class FreshHandler(TimeProvider clock) : AuthorizationHandler<FreshRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, FreshRequirement requirement)
    {
        if (clock.GetUtcNow() - context.User.ProvedAt() <= Policies.FreshFor)
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>What a visitor is told who may not use an address, or not yet. What was typed into a form comes back with the answer.</summary>
internal sealed class Access : IAuthorizationMiddlewareResultHandler
{
    /// <summary>What the framework puts, in development, in the place of static files that are not there.</summary>
    internal const string NoFile = "{**path:file}";

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        // That there is nothing at an address is for the error pages to say, and not a secret.
        if (authorizeResult.Succeeded || context.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: not NoFile })
            return next(context);
        if (policy.AuthenticationSchemes.Contains(BearerTokens.Name))
            return RefuseTokenAsync(context, authorizeResult.Challenged);
        if (authorizeResult.Challenged)
            return IsForm(context) ? KeepAsync(context, 401, "You are not signed in", "sign-in")
                : IsPage(context) ? SendTo(context, "/account/sign-in")
                : ErrorPages.WriteAsync(context, new(401, "Only for those who are signed in", "This file is not for readers.") { Suggestions = [new("Sign in", "/account/sign-in")] });
        if (policy.Requirements.OfType<Microsoft.AspNetCore.Authorization.Infrastructure.RolesAuthorizationRequirement>().Any(roles => roles.AllowedRoles.Intersect(context.User.RolesWithoutSecondFactor()).Any()))
            return IsForm(context) && IsPage(context) ? KeepAsync(context, 403, "Set up a second factor first", "second-factor") : SendTo(context, "/account/second-factor");
        if (authorizeResult.AuthorizationFailure!.FailedRequirements.All(requirement => requirement is FreshRequirement))
            return IsForm(context) ? KeepAsync(context, 403, "Confirm that it is you", "confirm") : SendTo(context, "/account/confirm");
        // A number says who it was to admins alone.
        context.RequestServices.GetRequiredService<ILogger<Access>>().LogWarning("Account {Account} was refused {Method} {Route}", context.User.AccountIdOrNull(), context.Request.Method, ((RouteEndpoint)context.GetEndpoint()!).RoutePattern.RawText);
        // A role may be taken away while somebody writes.
        if (IsForm(context) && IsPage(context))
            return KeepAsync(context, 403, KeptForm.NotOpen, "");
        return ErrorPages.WriteAsync(context, new(403, KeptForm.NotOpen, "It needs a role your account does not have. An admin can give it to you.") { Suggestions = [new("Go to your account", "/account")] });
    }

    /// <summary>What a program is told that has no token, or one that is not good for this (RFC 6750, 3).</summary>
    private static Task RefuseTokenAsync(HttpContext context, bool unknown)
    {
        var sent = context.Request.Headers.Authorization.Count > 0;
        context.Response.Headers.WWWAuthenticate = $"{BearerTokens.Name} realm=\"PeaceTracker\"{(!unknown ? $", error=\"insufficient_scope\", scope=\"{ApiToken.Drafts}\"" : sent ? ", error=\"invalid_token\"" : "")}";
        return ErrorPages.WriteAsync(context, unknown
            ? new(401, sent ? "This token is not good" : "A token is needed", "It was taken back, its time is over, or it never was one. Editors make tokens on the page of their account.") { Suggestions = [new("Make a token", "/account/tokens")] }
            : new(403, "This token is not for that", $"It needs the scope {ApiToken.Drafts}, and its account the role Editor or Reviewer.") { Suggestions = [new("Make a token", "/account/tokens")] });
    }

    private static bool IsForm(HttpContext context) => !HttpMethods.IsGet(context.Request.Method);

    private static bool IsPage(HttpContext context) => !Path.HasExtension(context.Request.Path.Value) && !Api.ApiRoutes.IsAsked(context);

    private static Task SendTo(HttpContext context, string page)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect(IsForm(context) ? page : $"{page}?return={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
        return Task.CompletedTask;
    }

    /// <summary>The form again, whole, to be sent once more when the way is free; secrets have to be typed again.</summary>
    private static async Task KeepAsync(HttpContext context, int status, string title, string way)
    {
        IFormCollection fields = FormCollection.Empty;
        try
        {
            if (context.Request.HasFormContentType)
                fields = await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (InvalidDataException)
        {
            // No form of ours: there is nothing to give back.
        }

        var kept = fields
            .Where(field => !KeptForm.IsSecret(context.Request.Path, field.Key))
            .SelectMany(field => field.Value.Select(value => (field.Key, value ?? "")));
        await ErrorPages.WriteAsync(context, "/Features/Shared/KeptForm.cshtml", status, new KeptForm(title, way.Length == 0 ? null : $"/account/{way}", context.Request.Path + context.Request.QueryString, [.. kept]));
    }
}

/// <summary>A form that could not be taken yet, with what was typed into it.</summary>
/// <param name="Title">Why.</param>
/// <param name="Way">Page where that is mended; null where only an admin can.</param>
/// <param name="Action">Where the form goes.</param>
/// <param name="Fields">Names and values, the form's own token among them: it holds for the same person after a new sign-in too.</param>
public sealed record KeptForm(string Title, string? Way, string Action, IReadOnlyList<(string Name, string Value)> Fields)
{
    public const string NotOpen = "This is not open to you";

    /// <summary>What a person typed or chose, of all that is sent.</summary>
    public IEnumerable<(string Name, string Value)> Typed => Fields.Where(sent => sent.Value.Trim().Length > 0 && sent.Name is not (OnceFilter.Field or OnceFilter.TokenField or "version" or "go" or "form" or "autosave" or "autosave-version" or "window"));

    private static readonly PathString[] OfAccounts = ["/account", "/admin", "/setup"];

    /// <summary>Passwords, and on the pages of accounts codes; in the pages of a process "code" and "coder" are words of the work.</summary>
    internal static bool IsSecret(PathString page, string field) => field.StartsWith("password", StringComparison.OrdinalIgnoreCase)
        || (field.StartsWith("code", StringComparison.OrdinalIgnoreCase) && OfAccounts.Any(pages => page.StartsWithSegments(pages, StringComparison.OrdinalIgnoreCase)));
}
