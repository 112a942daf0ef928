using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;
using PeaceTracker.Web.Accounts;

namespace PeaceTracker.Web.Tests.Features.Accounts;

/// <summary>Signing in with name, password and code, and out again.</summary>
public sealed partial class SignInTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string Wrong = "a password that nobody has here";

    [Theory]
    [InlineData(Roles.Editor)]
    [InlineData(Roles.Reviewer)]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Auditor)]
    public async Task Who_signs_in_sees_the_own_account(string role)
    {
        using var client = await app.SignInAsync(role);
        var page = await client.GetPageAsync("/account");
        Assert.Contains(role, page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_cookie_is_bound_to_this_host_and_to_TLS_and_no_script_reads_it()
    {
        using var client = app.Browser();
        var words = (await SignInAsync(client, await app.Services.AddAccountAsync([Roles.Editor]))).Split("; ");
        Assert.StartsWith("__Host-pt=", words[0], StringComparison.Ordinal);
        Assert.Equal(["httponly", "path=/", "samesite=lax", "secure"], words[1..].Select(word => word.ToLowerInvariant()).Order());
        using var form = await client.GetAsync(new Uri("/account/password", UriKind.Relative), TestContext.Current.CancellationToken);
        using var bare = app.Browser();
        using var signIn = await bare.GetAsync(new Uri("/account/sign-in", UriKind.Relative), TestContext.Current.CancellationToken);
        var token = signIn.Headers.GetValues("Set-Cookie").Single().Split("; ");
        Assert.StartsWith("__Host-pt-form=", token[0], StringComparison.Ordinal);
        Assert.Equal(["httponly", "path=/", "samesite=strict", "secure"], token[1..].Select(word => word.ToLowerInvariant()).Order());
    }

    [Fact]
    public async Task A_cookie_replayed_after_signing_out_opens_nothing()
    {
        using var client = app.Browser();
        var cookie = (await SignInAsync(client, await app.Services.AddAccountAsync([Roles.Editor]))).Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, await StatusWithAsync(cookie));
        using var signedOut = await client.PostFormAsync("/account", [], "form[action='/account/sign-out']");
        Assert.Equal("/", signedOut.Headers.Location!.OriginalString);
        Assert.Equal("\"cache\"", signedOut.Headers.GetValues("Clear-Site-Data").Single());
        // A page leads to where one signs in, a file and a form are refused.
        Assert.Equal(HttpStatusCode.Redirect, await StatusWithAsync(cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWithAsync(cookie, "/ukraine/desk/imports/template.csv"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWithAsync(cookie, "/account/sign-out", HttpMethod.Post));
    }

    [Fact]
    public async Task Each_sign_in_has_a_key_of_its_own_and_ends_the_one_before_on_that_device()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        using var client = app.Browser();
        var first = (await SignInAsync(client, account)).Split(';')[0];
        var second = (await SignInAsync(client, account)).Split(';')[0];
        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.Redirect, await StatusWithAsync(first));
        Assert.Equal(HttpStatusCode.OK, await StatusWithAsync(second));
        // The store has only hashes of keys: what the cookie protects is not found in it.
        Assert.Equal(1, await ReadAsync(db => db.Sessions.CountAsync(row => row.AccountId == account.Id)));
    }

    [Fact]
    public async Task A_wrong_name_a_wrong_password_a_lock_and_a_disabled_account_are_answered_alike()
    {
        var known = await app.Services.AddAccountAsync([Roles.Editor]);
        var locked = await app.Services.AddAccountAsync([Roles.Editor]);
        var disabled = await app.Services.AddAccountAsync([Roles.Editor]);
        await ReadAsync(db => db.Users.Where(row => row.Id == disabled.Id).ExecuteUpdateAsync(row => row.SetProperty(one => one.DisabledAt, (DateTimeOffset?)app.Clock.GetUtcNow())));
        using var client = app.Browser();
        for (var guess = 0; guess < 5; guess++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await TryAsync(client, locked.SignInName, Wrong)).Status);

        var answers = new[]
        {
            await TryAsync(client, known.SignInName, Wrong),
            await TryAsync(client, "person-nobody", Wrong),
            await TryAsync(client, locked.SignInName, locked.Password),
            await TryAsync(client, disabled.SignInName, disabled.Password),
            await TryAsync(client, known.SignInName, new string('x', 5000)),
        };
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Contains("There is a problem", answers[0].Body, StringComparison.Ordinal);
        Assert.Contains("<title>Error: Sign in", answers[0].Body, StringComparison.Ordinal);

        // The name as it was typed and the token of the form differ, and nothing else may.
        static async Task<(HttpStatusCode Status, string Body)> TryAsync(HttpClient client, string name, string password)
        {
            using var answer = await client.PostFormAsync("/account/sign-in", new() { ["name"] = name, ["password"] = password });
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return (answer.StatusCode, Token().Replace(body, "").Replace(name, "NAME", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Each_sign_in_and_each_refused_one_is_written_down_with_what_was_tried()
    {
        var plain = await app.Services.AddAccountAsync([Roles.Editor]);
        var withApp = await app.Services.AddAccountAsync([Roles.Editor], totp: true);
        using var client = app.Browser();
        await GuessAsync(client, plain);
        await SignInAsync(client, plain);
        using var other = app.Browser();
        using (await other.PostFormAsync("/account/sign-in", new() { ["name"] = withApp.SignInName, ["password"] = withApp.Password }))
        {
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await CodeAsync(other, "abcdefg-abcdefg-abcdefg-abcdefg"));
        Assert.Equal(HttpStatusCode.Found, await CodeAsync(other, withApp.Code(app.Clock.GetUtcNow())));
        Assert.Equal([(AccountAct.SignInRefused, "By password"), (AccountAct.SignedIn, "By password")], await ActsAsync(plain));
        Assert.Equal([(AccountAct.SignInRefused, "With a code"), (AccountAct.SignedIn, "By password and code")], await ActsAsync(withApp));

        async Task<List<(AccountAct, string?)>> ActsAsync(TestAccount account) =>
            (await ReadAsync(db => db.AccountEvents.AsNoTracking().Where(row => row.AccountId == account.Id && (row.Act == AccountAct.SignedIn || row.Act == AccountAct.SignInRefused)).OrderBy(row => row.Id).ToListAsync())).ConvertAll(row => (row.Act, row.Note));
    }

    [Fact]
    public async Task A_lock_ends_by_itself_and_a_right_password_begins_the_count_anew()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        using var client = app.Browser();
        for (var guess = 0; guess < 4; guess++)
            await GuessAsync(client, account);
        await SignInAsync(client, account);
        await GuessAsync(client, account);
        await SignInAsync(client, account);
        Assert.Equal(0, await ReadAsync(db => db.Users.Where(row => row.Id == account.Id).Select(row => row.AccessFailedCount).SingleAsync()));
    }

    [Fact]
    public async Task A_locked_password_opens_again_after_five_minutes()
    {
        await using var own = new PeaceTrackerApp { Seeds = "" };
        var account = await own.Services.AddAccountAsync([Roles.Editor]);
        using var client = own.Browser();
        for (var guess = 0; guess < 5; guess++)
            await GuessAsync(client, account);
        using var locked = await client.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, locked.StatusCode);
        own.Clock.Advance(TimeSpan.FromMinutes(5));
        // And its person is told.
        await SignInAsync(client, account, "/account?return=%2Fdesk#changes");
        Assert.Contains("so many wrong passwords or codes were tried", (await client.GetPageAsync("/account")).QuerySelector("#changes")!.ParentElement!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_two_hundred_addresses_an_account_sees_ten_guesses_in_five_minutes()
    {
        await using var own = new PeaceTrackerApp { Seeds = "" };
        var account = await own.Services.AddAccountAsync([Roles.Editor]);
        var form = await FormTokenAsync(own);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => GuessFromAsync(own, form, account.SignInName, new([10, 0, (byte)(number / 100), (byte)(number % 100)]))));
        Assert.Equal(10, statuses.Count(status => status == 422));
        Assert.Equal(190, statuses.Count(status => status == 429));
    }

    [Fact]
    public async Task One_address_is_turned_away_after_its_tries_whatever_names_it_gives()
    {
        await using var own = new PeaceTrackerApp { Seeds = "", Settings = new Dictionary<string, string> { ["Accounts:TriesPerAddress"] = "3" } };
        using var client = own.Browser();
        for (var guess = 0; guess < 3; guess++)
        {
            using var wrong = await client.PostFormAsync("/account/sign-in", new() { ["name"] = $"somebody-{guess}", ["password"] = Wrong });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        }

        using var answer = await client.PostFormAsync("/account/sign-in", new() { ["name"] = "somebody-else", ["password"] = Wrong });
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(5), answer.Headers.RetryAfter!.Delta);
        Assert.Contains("Too many tries", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // Who has a passkey comes in from there all the same.
        var page = await client.GetPageAsync("/account/sign-in");
        using var token = new FormUrlEncodedContent([new("form-token", page.QuerySelector("input[name=form-token]")!.GetAttribute("value")!)]);
        using var asked = await client.PostAsync(new Uri("/account/sign-in/passkey/options", UriKind.Relative), token, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
    }

    [Theory]
    // By the proxy that is known, visitors count apart; what anybody else says of an address is not believed.
    [InlineData("192.0.2.10", 422)]
    [InlineData("192.0.2.99", 429)]
    public async Task Only_the_known_proxy_says_where_a_visitor_comes_from(string sender, int last)
    {
        await using var own = new PeaceTrackerApp { Seeds = "", Settings = new Dictionary<string, string> { ["Accounts:TriesPerAddress"] = "3", ["Proxy"] = "192.0.2.10" } };
        var form = await FormTokenAsync(own);
        var status = 0;
        for (var guess = 0; guess < 4; guess++)
            status = await GuessFromAsync(own, form, $"somebody-{guess}", IPAddress.Parse(sender), $"203.0.113.{guess}");
        Assert.Equal(last, status);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    [InlineData("2001:db8:1:2:ffff::1", "20010DB800010002")]
    public void An_address_counts_as_what_one_visitor_has(string address, string prefix) => Assert.Equal(prefix, SignInLimits.Prefix(IPAddress.Parse(address)));

    [Fact]
    public async Task Hashes_have_210000_rounds_of_SHA512_and_an_older_hash_is_made_anew_at_the_next_sign_in()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        Assert.Equal((2u, 210_000u), Rounds(await HashAsync()));
        var weak = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = 100_000 })).HashPassword(null!, account.Password);
        Assert.Equal((2u, 100_000u), Rounds(weak));
        await ReadAsync(db => db.Users.Where(row => row.Id == account.Id).ExecuteUpdateAsync(row => row.SetProperty(one => one.PasswordHash, weak)));
        using var client = await app.SignInAsync(account);
        Assert.Equal((2u, 210_000u), Rounds(await HashAsync()));

        Task<string> HashAsync() => ReadAsync(db => db.Users.Where(row => row.Id == account.Id).Select(row => row.PasswordHash!).SingleAsync());

        // Format 1 of Identity: one byte, then the function and the rounds as numbers with the highest byte first.
        static (uint Function, uint Rounds) Rounds(string hash)
        {
            var bytes = Convert.FromBase64String(hash);
            Assert.Equal(1, bytes[0]);
            return (System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)), System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)));
        }
    }

    [Theory]
    [InlineData("/account/password")]
    [InlineData("/ukraine/positions?date=2025-08-31")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("https:evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\tevil")]
    [InlineData("\\\\evil.example")]
    [InlineData("/%2fevil.example/..")]
    [InlineData("~//evil.example")]
    [InlineData("http:///evil.example")]
    [InlineData(" //evil.example")]
    public async Task Whatever_the_address_to_return_to_nobody_is_sent_off_the_site(string back)
    {
        using var client = app.Browser();
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        using var answer = await client.PostFormAsync($"/account/sign-in?return={Uri.EscapeDataString(back)}", new() { ["name"] = account.SignInName, ["password"] = account.Password });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        // As a browser resolves it.
        Assert.Equal("localhost", new Uri(new Uri("https://localhost/account/sign-in"), answer.Headers.Location!.OriginalString).Host);
    }

    [Theory]
    [InlineData("/ukraine/desk", Roles.Editor)]
    [InlineData("/ukraine/review", Roles.Reviewer)]
    [InlineData("/ukraine/desk", Roles.Editor, Roles.Reviewer)]
    [InlineData("/ukraine/admin", Roles.Admin)]
    [InlineData("/audit", Roles.Auditor)]
    public async Task Signing_in_leads_to_the_work(string work, params string[] roles)
    {
        using var client = await app.SignInAsync(roles);
        using var answer = await client.GetAsync(new Uri("/desk", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(work, answer.Headers.Location!.OriginalString);
        await client.GetPageAsync(work);
    }

    [Fact]
    public async Task A_password_alone_does_not_sign_in_who_has_an_app_and_a_code_works_once()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor], totp: true);
        using var client = app.Browser();
        using (var password = await client.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password }))
            Assert.Equal("/account/sign-in/code?return=%2Fdesk", password.Headers.Location!.OriginalString);
        using (var closed = await client.GetAsync(new Uri("/account", UriKind.Relative), TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.Redirect, closed.StatusCode);
        var code = account.Code(app.Clock.GetUtcNow());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await CodeAsync(client, account.Code(app.Clock.GetUtcNow().AddSeconds(-60))));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await CodeAsync(client, account.Code(app.Clock.GetUtcNow().AddSeconds(30))));
        Assert.Equal(HttpStatusCode.Redirect, await CodeAsync(client, code));
        using (var open = await client.GetAsync(new Uri("/account", UriKind.Relative), TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.OK, open.StatusCode);

        using var other = app.Browser();
        using (await other.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password }))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, await CodeAsync(other, code));
    }

    [Fact]
    public async Task The_code_of_the_half_minute_before_is_taken_and_none_older_than_one_taken()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor], totp: true);
        var now = app.Clock.GetUtcNow();
        using var client = app.Browser();
        using (await client.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password }))
            Assert.Equal(HttpStatusCode.Redirect, await CodeAsync(client, account.Code(now)));
        using var other = app.Browser();
        using (await other.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password }))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, await CodeAsync(other, account.Code(now.AddSeconds(-30))));

        var second = await app.Services.AddAccountAsync([Roles.Editor], totp: true);
        using var third = app.Browser();
        using (await third.PostFormAsync("/account/sign-in", new() { ["name"] = second.SignInName, ["password"] = second.Password }))
            Assert.Equal(HttpStatusCode.Redirect, await CodeAsync(third, second.Code(now.AddSeconds(-30))));
    }

    [Fact]
    public async Task The_same_code_fifty_times_at_once_signs_in_once()
    {
        // Without the limits, which would let ten through to be compared.
        await using var own = new PeaceTrackerApp { Seeds = "", Settings = new Dictionary<string, string> { ["Accounts:TriesPerAccount"] = "1000", ["Accounts:TriesBeforeLock"] = "1000" } };
        var account = await own.Services.AddAccountAsync([Roles.Editor], totp: true);
        var code = account.Code(own.Clock.GetUtcNow());

        // Taken by the store alone, fifty at once: no second step, no session in the way.
        var taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () =>
        {
            await using var scope = own.Services.CreateAsyncScope();
            var row = await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Users.SingleAsync(one => one.Id == account.Id);
            return await scope.ServiceProvider.GetRequiredService<Authenticator>().AcceptAsync(row, code, CancellationToken.None);
        })));
        Assert.Equal(1, taken.Count(right => right));

        // The whole way, from one browser.
        own.Clock.Advance(TimeSpan.FromMinutes(1));
        using var client = own.Browser();
        using var password = await client.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password });
        var form = await client.FormAsync("/account/sign-in/code");
        var fields = new Dictionary<string, string> { ["code"] = account.Code(own.Clock.GetUtcNow()) };
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.SendFormAsync(form, fields)));
        Assert.Equal(1, answers.Count(answer => answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("__Host-pt=", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_recovery_code_stands_in_for_the_app_once()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor], totp: true);
        string code;
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var codes = await scope.ServiceProvider.GetRequiredService<RecoveryCodes>().RenewAsync(account.Id, TestContext.Current.CancellationToken);
            Assert.Equal(10, codes.Distinct().Count());
            code = codes[3];
            // 31 letters and digits: 28 of them are more than the 128 bits of ASVS 5.0.0, 11.5.1.
            Assert.All(codes, one => Assert.Equal(28, one.Count(char.IsAsciiLetterOrDigit)));
        }

        using var client = app.Browser();
        // Typed in capitals, without hyphens.
        using (await client.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password }))
            Assert.Equal(HttpStatusCode.Redirect, await CodeAsync(client, code.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant()));
        Assert.Contains("Recovery codes left: 9", (await client.GetPageAsync("/account")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        using var other = app.Browser();
        using (await other.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password }))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, await CodeAsync(other, code));
    }

    [Fact]
    public async Task Secrets_of_apps_lie_in_the_store_protected()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor], totp: true);
        var kept = await ReadAsync(db => db.Users.Where(row => row.Id == account.Id).Select(row => row.TotpSecret!).SingleAsync());
        Assert.DoesNotContain(account.Totp!, kept, StringComparison.OrdinalIgnoreCase);
        Assert.True(kept.Length > account.Totp!.Length * 2);
    }

    private static async Task<HttpStatusCode> CodeAsync(HttpClient client, string code)
    {
        using var answer = await client.PostFormAsync("/account/sign-in/code", new() { ["code"] = code });
        return answer.StatusCode;
    }

    private static async Task GuessAsync(HttpClient client, TestAccount account)
    {
        using var answer = await client.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = Wrong });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    /// <returns>The session cookie with its words.</returns>
    private static async Task<string> SignInAsync(HttpClient client, TestAccount account, string way = "/desk")
    {
        // Who is signed in already posts the form of the account that is there: the token of a form belongs to a person.
        using var answer = await client.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password });
        Assert.Equal(way, answer.Headers.Location?.OriginalString);
        return answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("__Host-pt=", StringComparison.Ordinal));
    }

    /// <summary>What the account page answers to who holds just this cookie.</summary>
    private async Task<HttpStatusCode> StatusWithAsync(string cookie, string address = "/account", HttpMethod? method = null)
    {
        using var bare = app.CreateDefaultClient(new Uri("https://localhost"));
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, address);
        request.Headers.Add("Cookie", cookie);
        using var answer = await bare.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task<(string Cookie, string Token)> FormTokenAsync(PeaceTrackerApp app)
    {
        using var client = app.Browser();
        using var answer = await client.GetAsync(new Uri("/account/sign-in", UriKind.Relative), TestContext.Current.CancellationToken);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0], Token().Match(html).Groups[1].Value);
    }

    /// <summary>A wrong password from an address of the network.</summary>
    private static async Task<int> GuessFromAsync(PeaceTrackerApp app, (string Cookie, string Token) form, string name, IPAddress address, string? forwarded = null)
    {
        var context = await app.Server.SendAsync(request =>
        {
            request.Connection.RemoteIpAddress = address;
            request.Request.Method = "POST";
            request.Request.Scheme = "https";
            request.Request.Host = new("localhost");
            request.Request.Path = "/account/sign-in";
            request.Request.Headers.Cookie = form.Cookie;
            if (forwarded is not null)
                request.Request.Headers["X-Forwarded-For"] = forwarded;
            request.Request.ContentType = "application/x-www-form-urlencoded";
            request.Request.Body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"name={name}&password={Uri.EscapeDataString(Wrong)}&form-token={Uri.EscapeDataString(form.Token)}"));
        });
        return context.Response.StatusCode;
    }

    private async Task<T> ReadAsync<T>(Func<PeaceTrackerDbContext, Task<T>> read)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>());
    }

    [GeneratedRegex("""name="form-token" type="hidden" value="([^"]+)""")]
    private static partial Regex Token();
}
