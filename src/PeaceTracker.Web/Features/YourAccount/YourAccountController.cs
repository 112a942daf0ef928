using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Web.Accounts;

namespace PeaceTracker.Web.Features.YourAccount;

/// <summary>What everybody who is signed in sees and mends of the own account.</summary>
[PeaceTracker.Web.Writing.Repeatable("Done twice it leaves the account as done once.")]
public sealed class YourAccountController(UserManager<Account> users) : Controller
{
    [HttpGet("/account")]
    public async Task<IActionResult> Index()
    {
        var account = await users.FindByIdAsync(FormattableString.Invariant($"{User.AccountId()}"));
        return View(new AccountModel(account!.Name, account.UserName!, [.. await users.GetRolesAsync(account)]));
    }

    /// <summary>Where a tab ends that was opened only to sign in or to confirm.</summary>
    [HttpGet("/account/done")]
    public IActionResult Done() => View();
}

public sealed record AccountModel(string Name, string SignInName, IReadOnlyList<string> Roles);
