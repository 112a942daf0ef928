using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>What the site writes on its console, as whoever runs it sees it.</summary>
public sealed partial class ConsoleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_line_break_in_an_address_makes_no_line_and_each_line_has_a_time_in_UTC()
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-test-").FullName;
        try
        {
            SeededRecord.CopyTo(Path.Combine(folder, "site.db"));
            await using var site = await SiteProcess.StartAsync(Path.Combine(folder, "site.db"));
            using (await site.Client.GetAsync("/ukraine/nothing%0D%0A%5B2026-01-01%2000:00:00.000Z%20INF%5D%20forged%1B%5B31m", Cancellation))
            {
            }

            for (var look = 0; look < 500 && !site.Said.Contains("forged", StringComparison.Ordinal); look++)
                await Task.Delay(10, Cancellation);
            var lines = site.Said.Split('\n');
            var line = Assert.Single(lines, line => line.Contains("forged", StringComparison.Ordinal));
            Assert.Contains("GET /ukraine/nothing%0D%0A%5B2026-01-01%2000:00:00.000Z%20INF%5D%20forged%1B%5B31m responded 404", line, StringComparison.Ordinal);
            var time = Time().Match(line).Groups[1].Value;
#pragma warning disable RS0030 // The site runs by the machine's clock here.
            Assert.InRange(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
#pragma warning restore RS0030
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>So that an alarm can count those who try what they may not.</summary>
    [Fact]
    public async Task What_was_refused_is_a_warning_and_what_was_only_mistyped_is_none()
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-test-").FullName;
        try
        {
            SeededRecord.CopyTo(Path.Combine(folder, "site.db"));
            await using var site = await SiteProcess.StartAsync(Path.Combine(folder, "site.db"), settings: new Dictionary<string, string> { ["Accounts:TriesPerAddress"] = "1" });
            using var browser = Visitors.Browser(site.Client.BaseAddress!);
            using (await browser.PostAsync("/account/sign-in", new FormUrlEncodedContent([new("name", "nobody")]), Cancellation))
            using (var elsewhere = new HttpRequestMessage(HttpMethod.Post, "/account/sign-out") { Headers = { { "Sec-Fetch-Site", "cross-site" } } })
            using (await browser.SendAsync(elsewhere, Cancellation))
            {
            }

            for (var tries = 0; tries < 2; tries++)
                using (await browser.PostFormAsync("/account/sign-in", new() { ["name"] = "nobody", ["password"] = "a password of nobody" }))
                {
                }

            using (await browser.GetAsync("/ukraine/nothing-is-here", Cancellation))
            {
            }

            for (var look = 0; look < 500 && !site.Said.Contains("nothing-is-here", StringComparison.Ordinal); look++)
                await Task.Delay(10, Cancellation);
            foreach (var line in new[] { "WRN] HTTP POST /account/sign-in responded 400", "WRN] HTTP POST /account/sign-out responded 403", "INF] HTTP POST /account/sign-in responded 422", "WRN] HTTP POST /account/sign-in responded 429", "INF] HTTP GET /ukraine/nothing-is-here responded 404" })
                Assert.Contains(line, site.Said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>At the level that says most: what people type, carry and are is in no line, whatever comes of it.</summary>
    [Fact]
    public async Task As_JSON_each_line_is_one_object_and_holds_nothing_of_anybody()
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-test-").FullName;
        try
        {
            var file = Path.Combine(folder, "site.db");
            TestAccount editor;
            string token;
            int source;
            await using (var app = new PeaceTrackerApp())
            {
                editor = await app.Services.AddAccountAsync(["Editor"], totp: true);
                source = await app.Services.AddSourceAsync(text: "Canary-of-a-source said so.");
                await using var scope = app.Services.CreateAsyncScope();
                token = await scope.ServiceProvider.GetRequiredService<ApiTokens>().IssueAsync(editor.Id, "canary-of-tokens", ApiToken.Drafts, TimeSpan.FromDays(30), Cancellation);
                await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Database.ExecuteSqlAsync($"VACUUM INTO {file}", Cancellation);
                File.Copy(Path.Combine(Path.GetDirectoryName(app.DatabaseFile)!, "revision.key"), Path.Combine(folder, "revision.key"));
            }

            await using var site = await SiteProcess.StartAsync(file, settings: new Dictionary<string, string> { ["Logs:Json"] = "true", ["Serilog:MinimumLevel:Default"] = "Debug", ["Serilog:MinimumLevel:Override:Microsoft.AspNetCore"] = "Debug" });
            using var browser = Visitors.Browser(site.Client.BaseAddress!);
            browser.DefaultRequestHeaders.Add("User-Agent", "canary-browser/1.0");
            browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.77");
            browser.DefaultRequestHeaders.Add("Referer", "http://canary-referrer.example/secret");
            browser.DefaultRequestHeaders.Add("Accept-Language", "xx-canary");
            foreach (var address in new[] { "/ukraine/statements?q=canary-words", "/ukraine/nothing?x=canary-nothing", "/ukraine/positions?date=canary-date", "/account/invite?token=canary-invitation", "/account/sign-in?return=/canary-return", "/setup?token=canary-setup" })
            {
                using var answer = await browser.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
            }

            using (var wrong = await browser.PostFormAsync("/account/sign-in", new() { ["name"] = "canary-name", ["password"] = "canary-password-that-is-wrong" }))
                Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
            using (var right = await browser.PostFormAsync("/account/sign-in", new() { ["name"] = editor.SignInName, ["password"] = editor.Password }))
                Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
#pragma warning disable RS0030 // The site runs by the machine's clock here.
            var code = editor.Code(DateTimeOffset.UtcNow);
#pragma warning restore RS0030
            using (var second = await browser.PostFormAsync("/account/sign-in/code", new() { ["code"] = code }))
                Assert.Equal(HttpStatusCode.Redirect, second.StatusCode);
            using (var confirmed = await browser.PostFormAsync("/account/confirm", new() { ["password"] = "canary-of-a-confirmation", ["code"] = "canary-code" }))
                Assert.Equal(HttpStatusCode.UnprocessableEntity, confirmed.StatusCode);
            using (var changed = await browser.PostFormAsync("/account/password", new() { ["password-now"] = "canary-old-password", ["password"] = "canary-new-password", ["password-again"] = "canary-new-password" }))
                Assert.Equal(HttpStatusCode.UnprocessableEntity, changed.StatusCode);
            using (var titled = await browser.PostFormAsync(FormattableString.Invariant($"/ukraine/desk/sources/{source}/edit"), new() { ["title"] = "canary-title" }))
                Assert.Equal(HttpStatusCode.SeeOther, titled.StatusCode);
            using (var closed = await browser.GetAsync(new Uri("/admin/users?canary=closed", UriKind.Relative), Cancellation))
                Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
            var form = await browser.FormAsync("/account/password");
            var formToken = form.Elements.OfType<IHtmlInputElement>().Single(field => field.Name == "form-token").Value;
            using (var program = new HttpClient { BaseAddress = site.Client.BaseAddress })
            {
                program.DefaultRequestHeaders.Authorization = new("Bearer", token);
                program.DefaultRequestHeaders.Add("Idempotency-Key", "canary-key");
                foreach (var body in new[] { "{\"summary\":\"canary-summary\",\"quote\":\"canary-quote\",\"paragraph\":\"canary-paragraph\",\"source\":\"canary-source\"}", "{ canary-broken" })
                {
                    using var content = new StringContent(body, Encoding.UTF8, "application/json");
                    using var answer = await program.PostAsync(new Uri("/api/v1/ukraine/desk/statements", UriKind.Relative), content, Cancellation);
                    Assert.InRange((int)answer.StatusCode, 400, 422);
                }

                program.DefaultRequestHeaders.Authorization = new("Bearer", "pt_canary-token");
                using var refused = await program.GetAsync(new Uri("/api/v1/ukraine/desk/statements", UriKind.Relative), Cancellation);
                Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            }

            using (var last = await site.Client.GetAsync(new Uri("/ukraine/that-was-all", UriKind.Relative), Cancellation))
                Assert.Equal(HttpStatusCode.NotFound, last.StatusCode);
            for (var look = 0; look < 500 && !site.Said.Contains("that-was-all", StringComparison.Ordinal); look++)
                await Task.Delay(10, Cancellation);

            var said = site.Said;
            var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(lines.Length > 20, said);
            Assert.Contains(lines, line => line.Contains("/account/sign-in", StringComparison.Ordinal));
            Assert.Single(lines, line => line.Contains(FormattableString.Invariant($"Account {editor.Id} was refused "), StringComparison.Ordinal) && line.Contains("/admin/users", StringComparison.Ordinal) && line.Contains("\"@l\":\"Warning\"", StringComparison.Ordinal));
            foreach (var line in lines)
                Assert.EndsWith("Z", JsonNode.Parse(line)!["@t"]!.GetValue<string>(), StringComparison.Ordinal);
            var cookies = Visitors.CookiesOf(browser);
            Assert.True(cookies.Count >= 2);
            // Digits of a code stand in times as well.
            string[] secrets = ["canary", "203.0.113.77", editor.SignInName, editor.Password, editor.Totp!, token, formToken, .. cookies.Values.Where(value => value.Length > 10)];
            Assert.All(secrets, secret => Assert.DoesNotContain(lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"^\[([0-9-]{10} [0-9:]{8}\.[0-9]{3}Z) INF\]")]
    private static partial Regex Time();
}
