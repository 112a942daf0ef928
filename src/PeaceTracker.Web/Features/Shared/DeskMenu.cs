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

    public static IEnumerable<(string Address, string Name)> Of(ClaimsPrincipal user, string process)
    {
        if (MayEdit(user))
            yield return ($"/{process}/desk", "Desk");
        if (user.IsInRole(Roles.Reviewer))
            yield return ($"/{process}/review", "Review");
        if (user.IsInRole(Roles.Admin))
            yield return ($"/{process}/admin", "Admin");
        if (user.IsInRole(Roles.Admin) || user.IsInRole(Roles.Auditor))
            yield return ("/audit", "Audit");
        yield return ("/account", "Account");
    }
}
