using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.Browser.Tests;

/// <summary>Passkeys of Chromium's own virtual authenticator. A site of its own, because the tests move its clock.</summary>
public sealed class PasskeyTests(Site site, PasskeyTests.Own own) : IClassFixture<PasskeyTests.Own>
{
    public sealed class Own : IAsyncLifetime
    {
        public ServedApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() => App = await ServedApp.StartAsync(seeds: "");

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }

    [Fact]
    public async Task A_passkey_is_added_signs_in_by_itself_and_counts_as_both_factors()
    {
        var (page, _, account, _) = await WithPasskeyAsync(Roles.Admin);
        Assert.Equal("/account", await SignInAsync(page));
        Assert.True(await ReadAsync(db => db.Sessions.Where(row => row.AccountId == account.Id).Select(row => row.TwoFactors).SingleAsync()));
        var admin = await page.GotoAsync("/admin/users");
        Assert.Equal(200, admin!.Status);

        // Asked again after ten minutes, the passkey is proof enough.
        own.App.Clock.Advance(TimeSpan.FromMinutes(11));
        await page.GotoAsync("/admin/users");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Confirm that it is you");
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm with a passkey" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Users");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task With_a_passkey_a_password_alone_does_not_sign_in()
    {
        var (page, _, account, _) = await WithPasskeyAsync(Roles.Editor);
        await page.GotoAsync("/account/sign-in");
        await page.GetByLabel("Sign-in name").FillAsync(account.SignInName);
        await page.GetByLabel("Password").FillAsync(account.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Second factor");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your account");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_passkey_opens_while_guessing_has_locked_the_password_and_does_not_lift_the_lock()
    {
        var (page, _, account, _) = await WithPasskeyAsync(Roles.Editor);
        for (var guess = 0; guess < 5; guess++)
        {
            await page.GotoAsync("/account/sign-in");
            await page.GetByLabel("Sign-in name").FillAsync(account.SignInName);
            await page.GetByLabel("Password").FillAsync("a guess that is not right");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("There is a problem");
        }

        Assert.True(await LockedAsync());
        Assert.Equal("/account", await SignInAsync(page));
        Assert.True(await LockedAsync());
        await page.Context.CloseAsync();

        Task<bool> LockedAsync() => ReadAsync(db => db.Users.AnyAsync(row => row.Id == account.Id && row.LockoutEnd > own.App.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_passkey_that_did_not_verify_its_user_is_refused()
    {
        var (page, authenticator, _, devtools) = await WithPasskeyAsync(Roles.Editor);
        await devtools.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = authenticator, ["isUserVerified"] = false });
        // Chromium itself refuses what the site asks for...
        await page.GotoAsync("/account/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(page.Locator("form[data-passkey] [role=alert]")).ToBeVisibleAsync();
        // ... and a browser that asks for less is refused by the site.
        await page.RouteAsync("**/account/sign-in/passkey/options", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Body = (await answer.TextAsync()).Replace("\"userVerification\":\"required\"", "\"userVerification\":\"discouraged\"", StringComparison.Ordinal) });
        });
        Assert.Equal(400, await RefusedAsync(page));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_passkey_removed_from_the_account_is_refused()
    {
        var (page, _, account, _) = await WithPasskeyAsync(Roles.Editor);
        await SignInAsync(page);
        await page.GotoAsync("/account/second-factor");
        await page.GetByLabel("New name").FillAsync("Old telephone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Assertions.Expect(page.Locator("main h3")).ToHaveTextAsync("Old telephone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Old telephone" }).ClickAsync();
        await Assertions.Expect(page.Locator("main h3")).ToHaveCountAsync(0);
        Assert.Equal(0, await ReadAsync(db => db.UserPasskeys.CountAsync(row => row.UserId == account.Id)));
        await SignOutAsync(page);
        Assert.Equal(400, await RefusedAsync(page));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_challenge_is_over_after_five_minutes_and_after_one_use()
    {
        var (page, _, _, _) = await WithPasskeyAsync(Roles.Editor);
        string? sent = null;
        await page.RouteAsync("**/account/sign-in/passkey", async route =>
        {
            sent = route.Request.PostData;
            own.App.Clock.Advance(TimeSpan.FromMinutes(5));
            await route.ContinueAsync();
        });
        Assert.Equal(400, await RefusedAsync(page));
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("The passkey was not accepted");
        await page.UnrouteAsync("**/account/sign-in/passkey");

        // One that was taken is not taken again.
        await page.RouteAsync("**/account/sign-in/passkey", route =>
        {
            sent = route.Request.PostData;
            return route.ContinueAsync();
        });
        Assert.Equal("/account", await SignInAsync(page));
        await SignOutAsync(page);
        await page.GotoAsync("/account/sign-in");
        var replayed = await page.EvaluateAsync<int>(
            """
            async sent => {
              const fields = new URLSearchParams(sent);
              fields.set("form-token", document.querySelector("form[data-passkey]").elements["form-token"].value);
              return (await fetch("/account/sign-in/passkey", { method: "POST", body: fields })).status;
            }
            """, sent);
        Assert.Equal(400, replayed);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_passkey_whose_counter_went_back_is_refused()
    {
        var (page, authenticator, _, devtools) = await WithPasskeyAsync(Roles.Editor);
        Assert.Equal("/account", await SignInAsync(page));
        await SignOutAsync(page);
        var kept = (await devtools.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = authenticator }))!.Value.GetProperty("credentials")[0];
        var credential = kept.EnumerateObject().ToDictionary(property => property.Name, property => (object)property.Value);
        Assert.True(kept.GetProperty("signCount").GetInt32() > 0);
        credential["signCount"] = 0;
        await devtools.SendAsync("WebAuthn.clearCredentials", new() { ["authenticatorId"] = authenticator });
        await devtools.SendAsync("WebAuthn.addCredential", new() { ["authenticatorId"] = authenticator, ["credential"] = credential });
        Assert.Equal(400, await RefusedAsync(page));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_disabled_account_is_closed_to_its_passkey_too()
    {
        var (page, _, account, _) = await WithPasskeyAsync(Roles.Editor);
        await ReadAsync(db => db.Users.Where(row => row.Id == account.Id).ExecuteUpdateAsync(row => row.SetProperty(one => one.DisabledAt, (DateTimeOffset?)own.App.Clock.GetUtcNow())));
        Assert.Equal(400, await RefusedAsync(page));
        await page.Context.CloseAsync();
    }

    /// <summary>A window with an authenticator that has a passkey of a fresh account, signed out.</summary>
    private async Task<(IPage Page, string Authenticator, TestAccount Account, ICDPSession Devtools)> WithPasskeyAsync(string role)
    {
        // An admin signs in first with a password: without the app the other tests give admins.
        var account = await own.App.Services.AddAccountAsync([Roles.Editor]);
        if (role == Roles.Admin)
            await ReadAsync(async db =>
            {
                db.UserRoles.Add(new() { UserId = account.Id, RoleId = Roles.All.ToList().IndexOf(Roles.Admin) + 1 });
                return await db.SaveChangesAsync();
            });
        var page = await site.OpenAsync(other: own.App);
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        var made = await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        await Site.SignInAsync(page, account, own.App.Clock.GetUtcNow());
        await page.GotoAsync("/account/second-factor");
        await page.GetByLabel("Name of the passkey").FillAsync("Telephone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Recovery codes");
        await SignOutAsync(page);
        return (page, made!.Value.GetProperty("authenticatorId").GetString()!, account, devtools);
    }

    /// <returns>Where it leads.</returns>
    private static async Task<string> SignInAsync(IPage page)
    {
        await page.GotoAsync("/account/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Site.ArrivedAsync(page, "**/account?return=%2Fdesk#changes");
        return new Uri(page.Url).AbsolutePath;
    }

    /// <returns>The status the site answers the passkey with.</returns>
    private static async Task<int> RefusedAsync(IPage page)
    {
        await page.GotoAsync("/account/sign-in");
        var answer = await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync(),
            response => response.Url.EndsWith("/account/sign-in/passkey", StringComparison.Ordinal));
        await Site.LoadedAsync(page);
        return answer.Status;
    }

    private static async Task SignOutAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("header .own")).ToHaveTextAsync("Sign in");
    }

    private async Task<T> ReadAsync<T>(Func<PeaceTrackerDbContext, Task<T>> read)
    {
        await using var scope = own.App.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>());
    }
}
