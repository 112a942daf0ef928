using System.Globalization;
using System.Security.Claims;

namespace PeaceTracker.Web.Accounts;

/// <summary>What a signed-in request knows of who asks; made anew from the store at each request.</summary>
public static class Visitor
{
    /// <summary>Name of the scheme; everything else about it is in Hosting.</summary>
    public const string Scheme = "Session";

    internal const string Session = "session";
    internal const string PseudonymClaim = "pseudonym";
    internal const string Proved = "proved";
    internal const string Factors = "two-factors";
    internal const string Waiting = "role-without-second-factor";

    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public static int AccountId(this ClaimsPrincipal user) => int.Parse(user.Required(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture);

    public static int? AccountIdOrNull(this ClaimsPrincipal user) => user.Identity?.IsAuthenticated == true ? user.AccountId() : null;

    public static int SessionId(this ClaimsPrincipal user) => int.Parse(user.Required(Session), CultureInfo.InvariantCulture);

    /// <summary>Stands for the account where its acts are kept.</summary>
    public static string Pseudonym(this ClaimsPrincipal user) => user.Required(PseudonymClaim);

    /// <summary>When it was last proved that the right person sits there; long ago when nobody is signed in.</summary>
    public static DateTimeOffset ProvedAt(this ClaimsPrincipal user) =>
        user.FindFirstValue(Proved) is { } ticks ? new(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero) : DateTimeOffset.MinValue;

    public static bool HasProvedTwoFactors(this ClaimsPrincipal user) => user.HasClaim(claim => claim.Type == Factors);

    /// <summary>Roles the account has, in which nothing may be done until a second factor is set up.</summary>
    public static IEnumerable<string> RolesWithoutSecondFactor(this ClaimsPrincipal user) => user.FindAll(Waiting).Select(claim => claim.Value);

    private static string Required(this ClaimsPrincipal user, string claim) => user.FindFirstValue(claim) ?? throw new InvalidOperationException("Nobody is signed in.");
}
