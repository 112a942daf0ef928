using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Accounts;

/// <summary>How long a session lasts, who ends it, and what it opens meanwhile. A class of its own store, whose clock it moves.</summary>
public sealed class SessionTests : IClassFixture<SessionTests.OwnApp>
{
    private readonly OwnApp app;

    public SessionTests(OwnApp app) => this.app = app;

    /// <summary>Without seeds: none of these tests reads the record.</summary>
    public sealed class OwnApp : PeaceTrackerApp
    {
        public OwnApp() => Seeds = "";
    }

    [Fact]
    public async Task A_session_ends_after_half_an_hour_without_use()
    {
        using var client = await app.SignInAsync(Roles.Editor);
        app.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/account"));
        app.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/account"));
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(client, "/account"));
    }

    [Fact]
    public async Task A_session_ends_after_twelve_hours_however_it_was_used_and_confirmed()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        using var client = await app.SignInAsync(account);
        for (var quarter = 0; quarter < 47; quarter++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(15));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/account"));
        }

        using (var confirmed = await client.PostFormAsync("/account/confirm", new() { ["password"] = account.Password }))
            Assert.Equal("/account", confirmed.Headers.Location!.OriginalString);
        app.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/account"));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(client, "/account"));
    }

    [Fact]
    public async Task Sessions_are_listed_and_one_or_all_others_can_be_ended()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        using var first = await app.SignInAsync(account);
        using var second = await app.SignInAsync(account);
        using var third = await app.SignInAsync(account);
        Assert.Equal(2, (await first.GetPageAsync("/account")).QuerySelectorAll("form[action='/account/sessions/end']").Length);
        using (await first.PostFormAsync("/account", [], "form[action='/account/sessions/end']"))
        {
            HttpStatusCode[] left = [await StatusAsync(second, "/account"), await StatusAsync(third, "/account")];
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Redirect], left.Order());
        }

        using (await first.PostFormAsync("/account", [], "form[action='/account/sessions/end-others']"))
        {
            Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(second, "/account"));
            Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(third, "/account"));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(first, "/account"));
        }
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_somebody_else()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        using var own = await app.SignInAsync(account);
        using var other = await app.SignInAsync(account);
        var stranger = await app.Services.AddAccountAsync([Roles.Editor]);
        using var victim = await app.SignInAsync(stranger);
        var session = await ReadAsync(db => db.Sessions.Where(row => row.AccountId == stranger.Id).Select(row => row.Id).SingleAsync());
        using var answer = await own.PostFormAsync("/account", new() { ["id"] = FormattableString.Invariant($"{session}") }, "form[action='/account/sessions/end']");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(victim, "/account"));
    }

    [Fact]
    public async Task A_role_taken_away_and_an_account_disabled_are_refused_at_once()
    {
        var account = await app.Services.AddAccountAsync([Roles.Admin]);
        using var client = await app.SignInAsync(account);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/admin/users"));
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            await users.RemoveFromRoleAsync((await users.FindByIdAsync(FormattableString.Invariant($"{account.Id}")))!, Roles.Admin);
        }

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, "/admin/users"));
        await ReadAsync(db => db.Users.Where(row => row.Id == account.Id).ExecuteUpdateAsync(row => row.SetProperty(one => one.DisabledAt, (DateTimeOffset?)app.Clock.GetUtcNow())));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(client, "/account"));
    }

    [Fact]
    public async Task What_does_most_harm_asks_again_after_ten_minutes_and_goes_on_under_a_new_key()
    {
        var account = await app.Services.AddAccountAsync([Roles.Admin]);
        using var client = await app.SignInAsync(account);
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/admin/users"));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using (var refused = await client.GetAsync(new Uri("/admin/users", UriKind.Relative), TestContext.Current.CancellationToken))
            Assert.Equal("/account/confirm?return=%2Fadmin%2Fusers", refused.Headers.Location!.OriginalString);
        var before = await ReadAsync(db => db.Sessions.SingleAsync(row => row.AccountId == account.Id));
        // One factor alone is no proof of who has two, and each wrong one is told at its field.
        foreach (var (password, code, field) in new[] { ("quite another password", account.Code(app.Clock.GetUtcNow()), "password"), (account.Password, "", "code"), (account.Password, "12345678", "code") })
        {
            using var wrong = await client.PostFormAsync("/account/confirm?return=/admin/users", new() { ["password"] = password, ["code"] = code });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
            Assert.Contains($"href=\"#{field}\"", await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(client, "/admin/users"));
        }

        using (var right = await client.PostFormAsync("/account/confirm?return=/admin/users", new() { ["password"] = account.Password, ["code"] = account.Code(app.Clock.GetUtcNow()) }))
            Assert.Equal("/admin/users", right.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/admin/users"));
        var after = await ReadAsync(db => db.Sessions.SingleAsync(row => row.AccountId == account.Id));
        Assert.NotEqual(before.KeyHash, after.KeyHash);
        Assert.Equal(before.CreatedAt, after.CreatedAt);
    }

    [Fact]
    public async Task A_form_that_must_be_confirmed_first_comes_back_whole_and_is_taken_when_sent_again()
    {
        var account = await app.Services.AddAccountAsync([Roles.Admin]);
        using var client = await app.SignInAsync(account);
        var form = await client.FormAsync("/admin/users/invite");
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        using var refused = await client.SendFormAsync(form, new() { ["name"] = "Olena <b>\"K\"</b>", ["roles"] = "Editor" });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var kept = await KeptAsync(refused);
        Assert.Equal("Olena <b>\"K\"</b>", kept.Elements.OfType<IHtmlInputElement>().Single(field => field.Name == "name").Value);
        using (await client.PostFormAsync("/account/confirm", new() { ["password"] = account.Password, ["code"] = account.Code(app.Clock.GetUtcNow()) }))
        using (var taken = await client.SendFormAsync(kept, []))
        {
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
            Assert.Contains("/account/invite#", await taken.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_form_sent_after_the_session_ended_comes_back_whole_without_its_secrets()
    {
        var account = await app.Services.AddAccountAsync([Roles.Admin]);
        using var client = await app.SignInAsync(account);
        var form = await client.FormAsync("/admin/users/invite");
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        using var refused = await client.SendFormAsync(form, new() { ["name"] = "Olena K", ["roles"] = "Editor", ["password"] = "never given back", ["code"] = "123456" });
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        var html = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("never given back", html, StringComparison.Ordinal);
        Assert.DoesNotContain("123456", html, StringComparison.Ordinal);
        var kept = await KeptAsync(refused);
        // The same person, signed in again in another tab.
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using (await client.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password }))
        using (await client.PostFormAsync("/account/sign-in/code", new() { ["code"] = account.Code(app.Clock.GetUtcNow()) }))
        using (var taken = await client.SendFormAsync(kept, []))
            Assert.Contains("Olena K", await taken.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_loses_a_role_while_writing_is_given_back_what_was_typed()
    {
        await using var whole = new PeaceTrackerApp();
        var account = await whole.Services.AddAccountAsync([Roles.Editor]);
        using var client = await whole.SignInAsync(account);
        var form = (await client.GetPageAsync("/ukraine/desk/statements/36/amend")).QuerySelector<IHtmlFormElement>("form#statement")!;
        await using (var scope = whole.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Account>>();
            Assert.True((await users.RemoveFromRoleAsync((await users.FindByNameAsync(account.SignInName))!, Roles.Editor)).Succeeded);
        }

        whole.Clock.Advance(TimeSpan.FromSeconds(10));
        using var refused = await client.SendFormAsync(form, new() { ["amend-reason"] = "A word was missing.", ["summary"] = "Words nobody else has.", ["go"] = "save" });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var page = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("This is not open to you", page, StringComparison.Ordinal);
        Assert.Contains("<dd class=\"lines\">Words nobody else has.</dd>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_of_the_work_that_are_called_as_a_secret_is_are_given_back()
    {
        await using var whole = new PeaceTrackerApp();
        using var client = await whole.SignInAsync([.. Roles.All]);
        var form = await client.FormAsync("/ukraine/desk/samples");
        whole.Clock.Advance(TimeSpan.FromMinutes(31));
        using var refused = await client.SendFormAsync(form, new() { ["coder"] = "17", ["code"] = "KHA" });
        var kept = await KeptAsync(refused);
        Assert.Equal(["17", "KHA"], kept.Elements.OfType<IHtmlInputElement>().Where(field => field.Name is "coder" or "code").OrderByDescending(field => field.Name).Select(field => field.Value));
    }

    [Fact]
    public async Task An_admin_without_a_second_factor_is_led_to_set_one_up_and_is_an_admin_from_then_on()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            await users.AddToRoleAsync((await users.FindByIdAsync(FormattableString.Invariant($"{account.Id}")))!, Roles.Admin);
        }

        using var client = await app.SignInAsync(account);
        using var other = await app.SignInAsync(account);
        using (var led = await client.GetAsync(new Uri("/admin/users", UriKind.Relative), TestContext.Current.CancellationToken))
            Assert.StartsWith("/account/second-factor", led.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains("An admin needs one", (await client.GetPageAsync("/account/second-factor")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        using (var started = await client.PostFormAsync("/account/second-factor", [], "form[action='/account/second-factor/app/start']"))
            Assert.Equal("/account/second-factor/app", started.Headers.Location!.OriginalString);
        var page = await client.GetPageAsync("/account/second-factor/app");
        var secret = page.QuerySelector("main code")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        using (var picture = await client.GetAsync(new Uri("/account/second-factor/app/qr.svg", UriKind.Relative), TestContext.Current.CancellationToken))
        {
            Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType!.MediaType);
            Assert.Equal("no-store", picture.Headers.CacheControl!.ToString());
        }

        // An app that is not set up yet signs nobody in.
        using (var wrong = await client.PostFormAsync("/account/second-factor/app", new() { ["code"] = "000000" }))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var enrolled = account with { Totp = secret };
        using (var done = await client.PostFormAsync("/account/second-factor/app", new() { ["code"] = enrolled.Code(app.Clock.GetUtcNow()) }))
        {
            Assert.Equal(HttpStatusCode.OK, done.StatusCode);
            var codes = (await DocumentAsync(done)).QuerySelectorAll("main .codelist code").Select(code => code.TextContent).ToList();
            Assert.Equal(10, codes.Distinct().Count());
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/admin/users"));
        // A session from before the change is over.
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(other, "/account"));
        // The last factor of an admin stays.
        using (var refused = await client.PostFormAsync("/account/second-factor", [], "form[action='/account/second-factor/app/remove']"))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("An admin needs a second factor", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    /// <summary>As the site comes: nobody works on the record by a password alone, and nothing typed is lost over it.</summary>
    [Fact]
    public async Task Who_has_a_role_and_no_second_factor_is_led_to_set_one_up_and_may_not_take_it_off_again()
    {
        await using var strict = new PeaceTrackerApp { Settings = new Dictionary<string, string> { ["Accounts:SecondFactor"] = "Everybody" } };
        foreach (var (role, page, words) in new[] { (Roles.Editor, "/ukraine/desk", "An editor"), (Roles.Reviewer, "/ukraine/review", "A reviewer"), (Roles.Auditor, "/audit", "An auditor") })
        {
            var account = await strict.Services.AddAccountAsync([role]);
            using var client = await strict.SignInAsync(account);
            using (var led = await client.GetAsync(new Uri(page, UriKind.Relative), TestContext.Current.CancellationToken))
                Assert.Equal($"/account/second-factor?return={Uri.EscapeDataString(page)}", led.Headers.Location?.OriginalString);
            Assert.Contains("set up a second factor", (await client.GetPageAsync("/account")).QuerySelector("main .note")!.TextContent, StringComparison.Ordinal);
            Assert.Contains($"{words} needs one", (await client.GetPageAsync("/account/second-factor")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
            using (var typed = new FormUrlEncodedContent([new("title", "Typed before there was one")]))
            using (var refused = await client.PostAsync(new Uri("/ukraine/desk/sources/new", UriKind.Relative), typed, TestContext.Current.CancellationToken))
            {
                Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
                Assert.Contains("Typed before there was one", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            }

            using (await client.PostFormAsync("/account/second-factor", [], "form[action='/account/second-factor/app/start']"))
            {
            }

            var secret = (await client.GetPageAsync("/account/second-factor/app")).QuerySelector("main code")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
            using (var done = await client.PostFormAsync("/account/second-factor/app", new() { ["code"] = (account with { Totp = secret }).Code(strict.Clock.GetUtcNow()) }))
                Assert.Equal(HttpStatusCode.OK, done.StatusCode);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, page));
            Assert.Null((await client.GetPageAsync("/account")).QuerySelector("main .note"));
            using var kept = await client.PostFormAsync("/account/second-factor", [], "form[action='/account/second-factor/app/remove']");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, kept.StatusCode);
            Assert.Contains($"{words} needs a second factor", await kept.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_second_factor_for_whom_nobody_knows_is_told_with_the_name_of_the_setting()
    {
        var (code, said) = await ProgramRun.OfAsync(new Dictionary<string, string> { ["Database:File"] = Path.Combine(Path.GetTempPath(), "peacetracker-never-made", "site.db"), ["Accounts:SecondFactor"] = "Some" }, [], TestContext.Current.CancellationToken);
        Assert.Equal(1, code);
        Assert.Contains("The setting Accounts:SecondFactor is \"Some\". It has to be Everybody or Admins.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_in_is_led_first_to_what_changed_of_how_they_do_and_then_to_where_they_were_going()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor], totp: true);
        using var client = await app.SignInAsync(account);
        using (var codes = await client.PostFormAsync("/account/second-factor", [], "form[action='/account/second-factor/codes']"))
            Assert.Equal(HttpStatusCode.OK, codes.StatusCode);
        using (await client.PostFormAsync("/account/second-factor", [], "form[action='/account/second-factor/app/remove']"))
        using (var password = await client.PostFormAsync("/account/password", new() { ["password-now"] = account.Password, ["password"] = "three new ferries leave today", ["password-again"] = "three new ferries leave today" }))
            Assert.Equal(HttpStatusCode.Redirect, password.StatusCode);

        using var again = app.Browser();
        using (var led = await again.PostFormAsync("/account/sign-in?return=%2Fukraine%2Fdesk%2Fnew", new() { ["name"] = account.SignInName, ["password"] = "three new ferries leave today" }))
            Assert.Equal("/account?return=%2Fukraine%2Fdesk%2Fnew#changes", led.Headers.Location!.OriginalString);
        var told = (await again.GetPageAsync("/account?return=%2Fukraine%2Fdesk%2Fnew")).QuerySelector("#changes")!.ParentElement!;
        Assert.Equal(
            ["the password was changed", "the authenticator app was removed", "new recovery codes were made"],
            told.QuerySelectorAll("li").Select(line => line.Words().Split(": ")[1].TrimEnd('.')));
        Assert.Equal("/ukraine/desk/new", told.QuerySelector("a")!.GetAttribute("href"));
        // Nobody is led off the site.
        Assert.Null((await again.GetPageAsync("/account?return=https%3A%2F%2Fexample.org")).QuerySelector("#changes")!.ParentElement!.QuerySelector("a"));

        using var third = app.Browser();
        using var straight = await third.PostFormAsync("/account/sign-in?return=%2Fukraine%2Fdesk%2Fnew", new() { ["name"] = account.SignInName, ["password"] = "three new ferries leave today" });
        Assert.Equal("/ukraine/desk/new", straight.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Without_the_last_factor_the_recovery_codes_are_void()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor], totp: true);
        using var client = await app.SignInAsync(account);
        using (var codes = await client.PostFormAsync("/account/second-factor", [], "form[action='/account/second-factor/codes']"))
            Assert.Equal(HttpStatusCode.OK, codes.StatusCode);
        Assert.Equal(10, await ReadAsync(db => db.RecoveryCodes.CountAsync(row => row.AccountId == account.Id)));
        using (await client.PostFormAsync("/account/second-factor", [], "form[action='/account/second-factor/app/remove']"))
            Assert.Equal(0, await ReadAsync(db => db.RecoveryCodes.CountAsync(row => row.AccountId == account.Id)));
        using var again = await app.SignInAsync(account with { Totp = null });
    }

    [Fact]
    public async Task A_form_of_another_site_is_refused_and_so_is_one_with_the_token_of_somebody_else()
    {
        using var own = await app.SignInAsync(Roles.Editor);
        using var other = await app.SignInAsync(Roles.Editor);
        var form = (await other.GetPageAsync("/account")).QuerySelector<IHtmlFormElement>("form[action='/account/sign-out']")!;
        using (var foreign = await own.SendFormAsync(form, []))
        {
            Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
            Assert.Contains("This form cannot be taken", await foreign.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        own.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await own.PostFormAsync("/account", [], "form[action='/account/sign-out']");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("This form came from another site", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(own, "/account"));
    }

    private static async Task<IDocument> DocumentAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(content => content.Content(html), TestContext.Current.CancellationToken);
    }

    private static async Task<IHtmlFormElement> KeptAsync(HttpResponseMessage answer) => (await DocumentAsync(answer)).QuerySelector<IHtmlFormElement>("main form[method=post]")!;

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private async Task<T> ReadAsync<T>(Func<PeaceTrackerDbContext, Task<T>> read)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>());
    }
}
