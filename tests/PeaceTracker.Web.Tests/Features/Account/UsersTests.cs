using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Accounts;

/// <summary>What an admin does about others, from both sides.</summary>
public sealed class UsersTests(UsersTests.Desk desk) : IClassFixture<UsersTests.Desk>
{
    /// <summary>A store of its own with an admin signed in.</summary>
    public sealed class Desk : PeaceTrackerApp, IAsyncLifetime
    {
        public Desk() => Seeds = "";

        public TestAccount Admin { get; private set; } = null!;

        public HttpClient Client { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Admin = await Services.AddAccountAsync([Roles.Admin]);
            Client = await this.SignInAsync(Admin);
        }

        public override async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await base.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_is_invited_chooses_name_and_password_once_and_has_the_roles_given()
    {
        var link = await InviteAsync("Iryna Новак", Roles.Editor);
        using var guest = desk.Browser();
        Assert.Equal("Iryna Новак", (await guest.OpenLinkAsync(link)).QuerySelector("#name")!.GetAttribute("value"));
        using (var joined = await guest.PostLinkFormAsync(link, Joining("iryna.novak")))
            Assert.Equal("/account", joined.Headers.Location!.OriginalString);
        Assert.Contains("Editor", (await guest.GetPageAsync("/account")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        using var late = desk.Browser();
        await late.OpenLinkAsync(link, 410);

        // A name that is taken costs nothing: the link is still good.
        var second = await InviteAsync("Somebody else", Roles.Reviewer);
        using (var taken = await late.PostLinkFormAsync(second, Joining("IRYNA.novak")))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, taken.StatusCode);
            Assert.Contains("this one is taken", await taken.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        using (var joined = await late.PostLinkFormAsync(second, Joining("somebody.else")))
            Assert.Equal("/account", joined.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_link_is_over_after_half_an_hour_and_when_it_is_withdrawn()
    {
        await using var own = new Desk();
        await own.InitializeAsync();
        var tests = new UsersTests(own);
        var link = await tests.InviteAsync("Late", Roles.Editor);
        using var guest = own.Browser();
        own.Clock.Advance(TimeSpan.FromMinutes(29));
        await guest.OpenLinkAsync(link);
        own.Clock.Advance(TimeSpan.FromMinutes(1));
        await guest.OpenLinkAsync(link, 410);
        using var admin = await own.SignInAsync(own.Admin);
        using (await admin.PostFormAsync("/admin/users/invite", new() { ["name"] = "Withdrawn", ["roles"] = Roles.Editor }))
        using (var withdrawn = await admin.PostFormAsync("/admin/users", [], "form[action='/admin/users/invite/withdraw']"))
            Assert.Equal("/admin/users", withdrawn.Headers.Location!.OriginalString);
        Assert.Empty((await admin.GetPageAsync("/admin/users")).QuerySelectorAll("form[action='/admin/users/invite/withdraw']"));
    }

    [Fact]
    public async Task A_new_password_by_link_ends_every_session_and_leaves_the_second_factor()
    {
        var account = await desk.Services.AddAccountAsync([Roles.Editor], totp: true);
        using var client = await desk.SignInAsync(account);
        using var made = await desk.Client.PostFormAsync($"/admin/users/{account.Id}", [], $"form[action='/admin/users/{account.Id}/reset']");
        var link = await LinkAsync(made);
        using var guest = desk.Browser();
        using (var weak = await guest.PostLinkFormAsync(link, new() { ["password"] = "passwordpassword", ["password-again"] = "passwordpassword" }))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, weak.StatusCode);
        using (var chosen = await guest.PostLinkFormAsync(link, new() { ["password"] = "three new ferries leave today", ["password-again"] = "three new ferries leave today" }))
            Assert.Equal("/account/sign-in", chosen.Headers.Location!.OriginalString);
        await guest.OpenLinkAsync(link, 410);
        using (var ended = await client.GetAsync(new Uri("/account", UriKind.Relative), TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        using (var old = await guest.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password }))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, old.StatusCode);
        using var again = await guest.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = "three new ferries leave today" });
        Assert.StartsWith("/account/sign-in/code", again.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_lost_every_second_factor_gets_a_link_that_takes_it_off_with_the_password()
    {
        var account = await desk.Services.AddAccountAsync([Roles.Editor], totp: true);
        using var made = await desk.Client.PostFormAsync($"/admin/users/{account.Id}", new() { ["second-factor"] = "yes" }, $"form[action='/admin/users/{account.Id}/reset']");
        var link = await LinkAsync(made);
        using var guest = desk.Browser();
        // The link alone changes nothing.
        using (var before = await guest.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password }))
            Assert.StartsWith("/account/sign-in/code", before.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains("Authenticator app, passkeys and recovery codes are gone", (await guest.OpenLinkAsync(link)).Body!.TextContent, StringComparison.Ordinal);
        using (var chosen = await guest.PostLinkFormAsync(link, new() { ["password"] = "three new ferries leave today", ["password-again"] = "three new ferries leave today" }))
            Assert.Equal("/account/sign-in", chosen.Headers.Location!.OriginalString);
        using var after = await guest.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = "three new ferries leave today" });
        Assert.Equal("/account?return=%2Fdesk#changes", after.Headers.Location!.OriginalString);
        Assert.Contains("Authenticator app: none", (await guest.GetPageAsync("/account")).Body!.TextContent, StringComparison.Ordinal);
        var acts = await ReadAsync(db => db.AccountEvents.Where(row => row.AccountId == account.Id).OrderBy(row => row.Id).Select(row => row.Act).ToListAsync());
        Assert.Contains(AccountAct.AuthenticatorRemoved, acts);
    }

    [Fact]
    public async Task Who_signs_in_after_a_link_was_made_is_told_first_by_whom_and_whether_it_was_used()
    {
        var account = await desk.Services.AddAccountAsync([Roles.Editor], totp: true);
        var name = await ReadAsync(db => db.Users.Where(row => row.Id == desk.Admin.Id).Select(row => row.Name).SingleAsync());
        using (await desk.SignInAsync(account))
        using (var made = await desk.Client.PostFormAsync($"/admin/users/{account.Id}", [], $"form[action='/admin/users/{account.Id}/reset']"))
            Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        using var person = desk.Browser();
        Assert.Equal("/account?return=%2Fdesk#changes", await EnterAsync(person, account));
        Assert.Contains($"{name} made a link for a new password.", await ToldAsync(person), StringComparison.Ordinal);
        Assert.DoesNotContain("new password was chosen", await ToldAsync(person), StringComparison.Ordinal);
        // Once told, one goes on to the work, and what was told stays to be read.
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("/desk", await EnterAsync(person, account));
        Assert.Contains($"{name} made a link for a new password.", await ToldAsync(person), StringComparison.Ordinal);

        // Who made the link opens it: the second factor stops them, and the person reads of it.
        using (var again = await desk.Client.PostFormAsync($"/admin/users/{account.Id}", [], $"form[action='/admin/users/{account.Id}/reset']"))
        using (var chosen = await desk.Client.PostLinkFormAsync(await LinkAsync(again), new() { ["password"] = "three new ferries leave today", ["password-again"] = "three new ferries leave today" }))
            Assert.Equal("/account/sign-in", chosen.Headers.Location!.OriginalString);
        using var admin = desk.Browser();
        using (var half = await admin.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = "three new ferries leave today" }))
            Assert.StartsWith("/account/sign-in/code", half.Headers.Location!.OriginalString, StringComparison.Ordinal);
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("/account?return=%2Fdesk#changes", await EnterAsync(person, account with { Password = "three new ferries leave today" }));
        Assert.Contains("a new password was chosen with the link.", await ToldAsync(person), StringComparison.Ordinal);
        // A reader of the page of somebody else's account sees nothing of it.
        Assert.Null((await desk.Client.GetPageAsync("/account")).QuerySelector("#changes"));

        static async Task<string> ToldAsync(HttpClient client) => (await client.GetPageAsync("/account")).QuerySelector("#changes")!.ParentElement!.Words();

        async Task<string> EnterAsync(HttpClient client, TestAccount who)
        {
            using (await client.PostFormAsync("/account/sign-in", new() { ["name"] = who.SignInName, ["password"] = who.Password }))
            using (var entered = await client.PostFormAsync("/account/sign-in/code", new() { ["code"] = who.Code(desk.Clock.GetUtcNow()) }))
                return entered.Headers.Location!.OriginalString;
        }
    }

    [Fact]
    public async Task An_open_link_for_a_password_is_seen_and_withdrawn_and_ends_with_the_account_or_the_password()
    {
        var account = await desk.Services.AddAccountAsync([Roles.Editor]);
        var page = $"/admin/users/{account.Id}";
        using var guest = desk.Browser();
        Assert.Null((await desk.Client.GetPageAsync(page)).QuerySelector("form[action$='/reset/withdraw']"));

        var link = await ResetAsync();
        await guest.OpenLinkAsync(link);
        Assert.Contains("is open until", (await desk.Client.GetPageAsync(page)).QuerySelector("form[action$='/reset/withdraw']")!.Words(), StringComparison.Ordinal);
        using (await desk.Client.PostFormAsync(page, [], "form[action$='/reset/withdraw']"))
            await guest.OpenLinkAsync(link, 410);
        Assert.Null((await desk.Client.GetPageAsync(page)).QuerySelector("form[action$='/reset/withdraw']"));
        Assert.Equal(1, await ReadAsync(db => db.AccountEvents.CountAsync(row => row.AccountId == account.Id && row.Act == AccountAct.ResetLinkWithdrawn)));

        // Disabled and opened again.
        link = await ResetAsync();
        using (await desk.Client.PostFormAsync(page, [], "form[action$='/disable']"))
        using (await desk.Client.PostFormAsync(page, [], "form[action$='/enable']"))
            await guest.OpenLinkAsync(link, 410);

        // The person changes the password.
        link = await ResetAsync();
        using var person = desk.Browser();
        using (await person.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password }))
        using (var changed = await person.PostFormAsync("/account/password", new() { ["password-now"] = account.Password, ["password"] = "three new ferries leave today", ["password-again"] = "three new ferries leave today" }))
            Assert.Equal("/account", changed.Headers.Location!.OriginalString);
        await guest.OpenLinkAsync(link, 410);

        async Task<string> ResetAsync()
        {
            using var made = await desk.Client.PostFormAsync(page, [], $"form[action='{page}/reset']");
            return await LinkAsync(made);
        }
    }

    [Fact]
    public async Task The_second_factor_of_an_admin_is_not_taken_off_by_a_link()
    {
        var other = await desk.Services.AddAccountAsync([Roles.Admin]);
        var page = $"/admin/users/{other.Id}";
        Assert.Null((await desk.Client.GetPageAsync(page)).QuerySelector("[name='second-factor']"));
        var form = (await desk.Client.GetPageAsync(page)).QuerySelector<IHtmlFormElement>($"form[action='{page}/reset']")!;
        using var refused = await desk.Client.SendFormAsync(form, new() { ["second-factor"] = "yes" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("The second factor of an admin is not taken off by a link", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, await ReadAsync(db => db.OneTimeTokens.CountAsync(row => row.AccountId == other.Id && row.Purpose == TokenPurpose.Reset)));
    }

    [Fact]
    public async Task A_link_is_made_once_however_often_its_form_arrives()
    {
        var form = (await desk.Client.GetPageAsync("/admin/users/invite")).QuerySelector<IHtmlFormElement>("main form")!;
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]").ToDictionary(input => input.Name!, input => input.Value);
        (fields["name"], fields["roles"]) = ("Twice Clicked", Roles.Editor);
        using var once = await SendAsync();
        using var twice = await SendAsync();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (once.StatusCode, twice.StatusCode));
        Assert.Contains("This link was made and shown before", await twice.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var list = await desk.Client.GetPageAsync("/admin/users");
        Assert.Single(list.QuerySelectorAll("form[action$='/invite/withdraw']"), withdraw => withdraw.TextContent.Contains("Twice Clicked", StringComparison.Ordinal));

        async Task<HttpResponseMessage> SendAsync()
        {
            using var content = new FormUrlEncodedContent(fields);
            return await desk.Client.PostAsync(new Uri("/admin/users/invite", UriKind.Relative), content, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task An_admin_without_a_second_factor_is_led_to_setting_one_up_and_told_the_way_on()
    {
        var account = await desk.Services.AddAccountAsync([Roles.Editor]);
        using var client = await desk.SignInAsync(account);
        using var raised = await desk.Client.PostFormAsync($"/admin/users/{account.Id}", new() { ["roles"] = Roles.Admin });
        using var sent = await client.GetAsync(new Uri("/admin/users", UriKind.Relative), TestContext.Current.CancellationToken);
        var page = await client.GetPageAsync(sent.Headers.Location!.OriginalString);
        Assert.Equal("Second factor", page.QuerySelector("h1")!.TextContent);
        Assert.NotNull(page.QuerySelector("main a[href='/admin/users']"));
        Assert.Null((await client.GetPageAsync("/account/second-factor?return=https://elsewhere.example/")).QuerySelector("main a[href*='elsewhere']"));
    }

    [Fact]
    public async Task Roles_are_given_and_taken_and_count_at_the_next_request()
    {
        var account = await desk.Services.AddAccountAsync([Roles.Editor]);
        using var client = await desk.SignInAsync(account);
        Assert.DoesNotContain("/ukraine/review", (await client.GetPageAsync("/account")).QuerySelectorAll("header a").Select(link => link.GetAttribute("href")));
        using (await desk.Client.PostFormAsync($"/admin/users/{account.Id}", new() { ["roles"] = Roles.Reviewer }))
        {
            var menu = (await client.GetPageAsync("/account")).QuerySelectorAll("header .own a").Select(link => link.GetAttribute("href"));
            Assert.Contains("/ukraine/review", menu);
        }

        using var unknown = await desk.Client.PostFormAsync($"/admin/users/{account.Id}", new() { ["roles"] = "Emperor" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
        Assert.Equal([Roles.Reviewer], await RolesAsync(account.Id));
    }

    [Fact]
    public async Task Who_is_disabled_is_out_at_once_and_cannot_come_in_until_opened_again()
    {
        var account = await desk.Services.AddAccountAsync([Roles.Editor]);
        using var client = await desk.SignInAsync(account);
        using (await desk.Client.PostFormAsync($"/admin/users/{account.Id}", [], $"form[action='/admin/users/{account.Id}/disable']"))
        using (var closed = await client.GetAsync(new Uri("/account", UriKind.Relative), TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.Redirect, closed.StatusCode);
        using (var refused = await client.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password }))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using (await desk.Client.PostFormAsync($"/admin/users/{account.Id}", [], $"form[action='/admin/users/{account.Id}/enable']"))
        using (await desk.SignInAsync(account))
        using (await desk.Client.PostFormAsync($"/admin/users/{account.Id}", [], $"form[action='/admin/users/{account.Id}/end-sessions']"))
            Assert.Equal(0, await ReadAsync(db => db.Sessions.CountAsync(row => row.AccountId == account.Id)));
    }

    [Fact]
    public async Task An_admin_can_neither_disable_the_own_account_nor_give_the_role_away()
    {
        var own = $"/admin/users/{desk.Admin.Id}";
        Assert.Null((await desk.Client.GetPageAsync(own)).QuerySelector("form[action$='/disable']"));
        using var roles = await desk.Client.PostFormAsync(own, new() { ["roles"] = Roles.Editor });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, roles.StatusCode);
        Assert.Equal([Roles.Admin], await RolesAsync(desk.Admin.Id));
        await desk.Client.GetPageAsync("/admin/users/999999", 404);
    }

    [Fact]
    public async Task Every_act_on_an_account_is_written_down_with_who_did_it()
    {
        var account = await desk.Services.AddAccountAsync([Roles.Editor]);
        using var client = await desk.SignInAsync(account);
        using (await desk.Client.PostFormAsync($"/admin/users/{account.Id}", new() { ["roles"] = Roles.Reviewer }))
        using (await desk.Client.PostFormAsync($"/admin/users/{account.Id}", [], $"form[action='/admin/users/{account.Id}/reset']"))
        using (await desk.Client.PostFormAsync($"/admin/users/{account.Id}", [], $"form[action='/admin/users/{account.Id}/disable']"))
        {
            var events = await ReadAsync(db => db.AccountEvents.Where(row => row.AccountId == account.Id).OrderBy(row => row.Id).ToListAsync());
            Assert.Equal([AccountAct.SignedIn, AccountAct.RolesChanged, AccountAct.ResetLinkMade, AccountAct.Disabled], events.Select(row => row.Act));
            Assert.Equal([account.Id, desk.Admin.Id, desk.Admin.Id, desk.Admin.Id], events.Select(row => row.ByAccountId ?? 0));
            Assert.Equal("Reviewer", events[1].Note);
        }
    }

    private static Dictionary<string, string> Joining(string signInName) => new() { ["sign-in-name"] = signInName, ["password"] = "ten small lamps along the quay", ["password-again"] = "ten small lamps along the quay" };

    private async Task<string> InviteAsync(string name, string role)
    {
        using var made = await desk.Client.PostFormAsync("/admin/users/invite", new() { ["name"] = name, ["roles"] = role });
        return await LinkAsync(made);
    }

    /// <summary>The address on the page of a link, from its path on.</summary>
    private static async Task<string> LinkAsync(HttpResponseMessage made)
    {
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        var html = await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var start = html.IndexOf("<code>https://localhost/", StringComparison.Ordinal) + "<code>https://localhost".Length;
        return html[start..html.IndexOf("</code>", start, StringComparison.Ordinal)];
    }

    private async Task<List<string>> RolesAsync(int account) =>
        [.. (await ReadAsync(db => (from held in db.UserRoles join role in db.Roles on held.RoleId equals role.Id where held.UserId == account select role.Name!).ToListAsync()))];

    private async Task<T> ReadAsync<T>(Func<PeaceTrackerDbContext, Task<T>> read)
    {
        await using var scope = desk.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>());
    }
}
