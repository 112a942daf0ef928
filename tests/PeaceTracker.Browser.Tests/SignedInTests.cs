using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;
using PeaceTracker.Web.Accounts;

namespace PeaceTracker.Browser.Tests;

/// <summary>The pages of accounts, as who is signed in sees them.</summary>
public sealed class SignedInTests(Site site)
{
    [Fact]
    public async Task Pages_of_accounts_pass_axe_have_valid_HTML_and_fit_a_narrow_screen()
    {
        var admin = await site.App.Services.AddAccountAsync([.. Roles.All]);
        var other = await site.App.Services.AddAccountAsync([Roles.Editor]);
        var page = await site.OpenAsAsync(admin);
        var sources = new List<(string, string)>();
        foreach (var address in new[] { "/account", "/account/tokens", "/account/second-factor", "/account/password", "/account/confirm", "/account/done", "/admin/users", "/admin/users/invite", $"/admin/users/{other.Id}" })
            await LookAsync(page, address);

        // Forms with a problem, and pages only a form leads to.
        await page.GotoAsync("/account/password");
        await page.GetByLabel("New password").FillAsync("too short");
        await SendAsync(page, "Change", 422);
        await Assertions.Expect(page).ToHaveTitleAsync("Error: Change the password - PeaceTracker");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is a problem");
        await page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Link).First.ClickAsync();
        Assert.Equal("password-again", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.GotoAsync("/admin/users/invite");
        await SendAsync(page, "Make the link", 422);
        await page.GetByLabel("Name").FillAsync("Guest");
        await page.GetByLabel("Editor").CheckAsync();
        await SendAsync(page, "Make the link", 200);
        await LookAsync(page, "/admin/users");
        await page.GotoAsync("/account/second-factor");
        await SendAsync(page, "Make new codes", 200);
        await page.Context.CloseAsync();

        var editor = await site.OpenAsAsync(other);
        await editor.GotoAsync("/account/second-factor");
        await editor.GetByRole(AriaRole.Button, new() { Name = "Set up an app" }).ClickAsync();
        await LookAsync(editor, "/account/second-factor/app");
        Assert.True(await editor.EvaluateAsync<bool>("document.querySelector('img.qr').naturalWidth > 0"), "The code to scan did not arrive.");
        await editor.Context.CloseAsync();

        string token;
        await using (var scope = site.App.Services.CreateAsyncScope())
            token = await scope.ServiceProvider.GetRequiredService<NewAccounts>().InviteAsync(new("Guest", [Roles.Editor], null), TestContext.Current.CancellationToken);
        var guest = await site.OpenAsync();
        var asked = new List<string>();
        guest.Request += (_, request) => asked.Add(request.Url + string.Join(' ', request.Headers.Values));
        var opened = await guest.RunAndWaitForResponseAsync(() => guest.GotoAsync($"/account/invite#{token}", new() { WaitUntil = WaitUntilState.Commit }), response => response.Request.Method == "POST");
        Assert.Equal(200, opened.Status);
        await Assertions.Expect(guest.GetByLabel("Your name")).ToHaveValueAsync("Guest");
        sources.Add(("/account/invite/open", await opened.TextAsync()));
        await AxeTests.CheckAsync(guest);
        // Sent in a form alone.
        Assert.DoesNotContain(asked, address => address.Contains(token, StringComparison.Ordinal));
        Assert.Contains("/account/invite/open", guest.Url, StringComparison.Ordinal);
        var withApp = await site.App.Services.AddAccountAsync([Roles.Editor], totp: true);
        await guest.GotoAsync("/account/sign-in");
        await guest.GetByLabel("Sign-in name").FillAsync(withApp.SignInName);
        await guest.GetByLabel("Password").FillAsync("not the password of this one");
        await SendAsync(guest, "Sign in", 422);
        await guest.GetByLabel("Password").FillAsync(withApp.Password);
        await guest.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(guest.Locator("h1")).ToHaveTextAsync("Second factor");
        await LookAsync(guest, "/account/sign-in/code");
        await guest.Context.CloseAsync();
        await HtmlTests.CheckAsync(sources);

        async Task LookAsync(IPage page, string address)
        {
            var answer = await page.GotoAsync(address);
            Assert.Equal(200, answer!.Status);
            sources.Add((address, await answer.TextAsync()));
            await AxeTests.CheckAsync(page);
        }

        async Task SendAsync(IPage page, string button, int status)
        {
            var answer = await page.RunAndWaitForResponseAsync(
                () => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync(), response => response.Request.Method == "POST");
            Assert.Equal(status, answer.Status);
            sources.Add((button, await answer.TextAsync()));
            await Site.LoadedAsync(page);
            await AxeTests.CheckAsync(page);
            await page.SetViewportSizeAsync(1280, 900);
        }
    }

    [Fact]
    public async Task Back_after_signing_out_shows_nothing_of_the_account()
    {
        var account = await site.App.Services.AddAccountAsync([Roles.Editor]);
        var page = await site.OpenAsAsync(account);
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("header .own")).ToHaveTextAsync("Sign in");
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
        Assert.DoesNotContain(account.SignInName, await page.ContentAsync(), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Everything_of_an_account_but_passkeys_works_without_scripts()
    {
        var account = await site.App.Services.AddAccountAsync([Roles.Editor]);
        var page = await site.OpenAsync(script: false);
        await Site.SignInAsync(page, account, site.App.Clock.GetUtcNow());
        await page.GotoAsync("/account/second-factor");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up an app" }).ClickAsync();
        var secret = (await page.Locator("main code").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.GetByLabel("Code").FillAsync((account with { Totp = secret }).Code(site.App.Clock.GetUtcNow()));
        await page.GetByRole(AriaRole.Button, new() { Name = "Finish" }).ClickAsync();
        await Assertions.Expect(page.Locator(".codelist li")).ToHaveCountAsync(10);
        await page.Context.CloseAsync();
    }
}
