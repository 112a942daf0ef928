using System.Security.Claims;
using PeaceTracker.Data.Accounts;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>What the header offers to who is signed in, by roles.</summary>
public static class DeskMenu
{
    /// <summary>They may take down and dispute what is public.</summary>
    public static bool Reviews(ClaimsPrincipal user) => user.IsInRole(Roles.Reviewer);

    /// <summary>The desk is open to them.</summary>
    public static bool MayEdit(ClaimsPrincipal user) => user.IsInRole(Roles.Editor) || user.IsInRole(Roles.Reviewer);

    /// <summary>Key: what opens it after G; null for none.</summary>
    public static IEnumerable<(string Address, string Name, string? Key)> Of(ClaimsPrincipal user, string process)
    {
        if (MayEdit(user))
            yield return ($"/{process}/desk", "Desk", "d");
        if (user.IsInRole(Roles.Reviewer))
            yield return ($"/{process}/review", "Review", "r");
        if (user.IsInRole(Roles.Admin))
            yield return ($"/{process}/admin", "Admin", null);
        if (user.IsInRole(Roles.Admin) || user.IsInRole(Roles.Auditor))
            yield return ("/audit", "Audit", null);
        yield return ("/account", "Account", null);
    }
}
