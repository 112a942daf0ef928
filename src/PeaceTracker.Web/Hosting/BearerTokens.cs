using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Web.Accounts;

namespace PeaceTracker.Web.Hosting;

/// <summary>
/// Reads the token of a program (RFC 6750), where a policy asks for one and nowhere else. Account and roles come from the store with it at each
/// request. Of the roles only those count that a token can be made with.
/// </summary>
internal sealed class BearerTokens(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme, and what stands before the token.</summary>
    public const string Name = "Bearer";

    public const string ScopeClaim = "scope";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } sent] || !sent.StartsWith(Name + " ", StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        if (await tokens.UseAsync(sent[(Name.Length + 1)..].Trim(), Context.RequestAborted) is not { } bearer)
            return AuthenticateResult.Fail("The token is not good.");
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, bearer.Account.ToString(CultureInfo.InvariantCulture)),
                new(Visitor.PseudonymClaim, bearer.Pseudonym),
                new(ScopeClaim, bearer.Scope),
                .. bearer.Roles.Where(role => role is Roles.Editor or Roles.Reviewer).Select(role => new Claim(ClaimTypes.Role, role)),
            ],
            Name);
        return AuthenticateResult.Success(new(new(identity), Name));
    }
}
