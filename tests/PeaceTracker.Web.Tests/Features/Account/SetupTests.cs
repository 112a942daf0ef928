using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.Versioning;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Testing;
using PeaceTracker.Web.Tests.Architecture;

namespace PeaceTracker.Web.Tests.Features.Accounts;

/// <summary>The first account, which no password that ships with the site makes.</summary>
public sealed class SetupTests
{
    [Fact]
    public async Task Twenty_first_admins_at_once_are_one()
    {
        await using var app = new PeaceTrackerApp { Seeds = "" };
        using var client = app.Browser();
        var form = await client.FormAsync("/setup");
        var token = await TokenAsync(app);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            using var answer = await client.SendFormAsync(form, Fields(token, string.Create(CultureInfo.InvariantCulture, $"first-{number}")));
            return answer.StatusCode;
        }));
        Assert.Equal(1, answers.Count(status => status == HttpStatusCode.Redirect));
        Assert.Equal(19, answers.Count(status => status == HttpStatusCode.Gone));
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        Assert.Equal(1, await db.Users.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, await db.UserRoles.CountAsync(TestContext.Current.CancellationToken));

        // From then on there is nothing to set up, and the file is gone.
        Assert.Equal("The site is set up already", (await client.GetPageAsync("/setup", 410)).QuerySelector("h1")!.TextContent);
        Assert.False(File.Exists(File_(app)));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task The_token_stands_in_a_file_only_its_owner_reads_and_a_wrong_one_opens_nothing()
    {
        await using var app = new PeaceTrackerApp { Seeds = "" };
        using var client = app.Browser();
        var token = await TokenAsync(app);
        // 256 random bits in base 64.
        Assert.Equal(43, token.Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(File_(app)));
        using (var wrong = await client.PostFormAsync("/setup", Fields(token[..^1] + (token[^1] == 'A' ? 'Q' : 'A'), "first")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using (var weak = await client.PostFormAsync("/setup", new(Fields(token, "first")) { ["password"] = "passwordpassword", ["password-again"] = "passwordpassword" }))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, weak.StatusCode);
            Assert.Contains("value=\"first\"", await weak.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        // What was wrong cost nothing: the token still works, and leads an admin to the second factor.
        using var right = await client.PostFormAsync("/setup", Fields(token, "first"));
        Assert.Equal("/account/second-factor", right.Headers.Location!.OriginalString);
        await client.GetPageAsync("/account/second-factor");
        using var admin = await client.GetAsync(new Uri("/admin/users", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, admin.StatusCode);
    }

    [Fact]
    public async Task Before_there_is_an_account_no_other_form_does_anything()
    {
        await using var app = new PeaceTrackerApp();
        using var client = app.Browser();
        var token = (await client.FormAsync("/account/sign-in")).Elements.OfType<IHtmlInputElement>().Single(field => field.Name == "form-token").Value;
        // A challenge is made and passed over; a refusal is written and taken back.
        var before = AuthorizationTests.Dump(app, "OneTimeTokens", "sqlite_sequence");
        var wrong = new List<string>();
        var lines = AuthorizationTests.Lines().Where(line => line.Method == "POST").ToList();
        Assert.True(lines.Count > 80, $"Only {lines.Count} forms.");
        foreach (var line in lines)
        {
            using var content = new FormUrlEncodedContent([new("form-token", token), new(Web.Writing.OnceFilter.Field, Web.Writing.OnceFilter.NewKey()), new("name", "admin"), new("password", "admin"), new("token", "admin"), new("code", "000000")]);
            using var answer = await client.PostAsync(new Uri(AuthorizationTests.Address(line.Template), UriKind.Relative), content, TestContext.Current.CancellationToken);
            var expected = line.Template switch
            {
                _ when !line.Open("anonymous") => 401,
                // What is open to all: who guesses is refused, a link there is not is over, and a code or a passkey follows nothing.
                "/account/sign-in" or "/setup" => 422,
                "/account/invite" or "/account/reset" or "/account/invite/open" or "/account/reset/open" => 410,
                "/account/sign-in/code" => 302,
                "/account/sign-in/passkey/options" => 200,
                "/account/sign-in/passkey" => 400,
                _ => 0,
            };
            if ((int)answer.StatusCode != expected || answer.Headers.Contains("Set-Cookie"))
                wrong.Add($"{line.Name}: {(int)answer.StatusCode}, not {expected}");
        }

        Assert.Empty(wrong);
        Assert.Equal(before, AuthorizationTests.Dump(app, "OneTimeTokens", "sqlite_sequence"));
    }

    [Fact]
    public async Task Of_twenty_who_open_one_invitation_at_once_one_joins()
    {
        await using var app = new PeaceTrackerApp { Seeds = "" };
        string token;
        await using (var scope = app.Services.CreateAsyncScope())
            token = await scope.ServiceProvider.GetRequiredService<Web.Accounts.NewAccounts>().InviteAsync(new("Guest", ["Editor"], null), TestContext.Current.CancellationToken);
        using var client = app.Browser();
        var form = (await client.OpenLinkAsync($"/account/invite#{token}")).QuerySelector<IHtmlFormElement>("main form[method=post]")!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            using var answer = await client.SendFormAsync(form, Fields(token, string.Create(CultureInfo.InvariantCulture, $"guest-{number}")));
            return answer.StatusCode;
        }));
        Assert.Equal(1, answers.Count(status => status == HttpStatusCode.Redirect));
        Assert.Equal(19, answers.Count(status => status == HttpStatusCode.Gone));
        await client.OpenLinkAsync($"/account/invite#{token}", 410);
        await using var reading = app.Services.CreateAsyncScope();
        Assert.Equal(1, await reading.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Users.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_command_prints_a_link_that_makes_one_admin_and_the_log_holds_neither_token_nor_name()
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-");
        var settings = new Dictionary<string, string?>
        {
            ["Database__File"] = Path.Combine(folder.FullName, "own.db"),
            ["Database__Seeds"] = "",
            ["Urls"] = "http://127.0.0.1:0",
            ["Serilog__MinimumLevel__Override__Microsoft.AspNetCore"] = "Debug",
            ["Serilog__MinimumLevel__Override__Microsoft.EntityFrameworkCore"] = "Information",
            ["Serilog__MinimumLevel__Default"] = "Debug",
        };
        var (code, json) = await RunAsync(settings, "user", "add", "--admin", "--name", "Olha Kanarka", "--json", "--address", "https://desk.example");
        Assert.Equal(0, code);
        using var answer = JsonDocument.Parse(json);
        var link = new Uri(answer.RootElement.GetProperty("link").GetString()!);
        Assert.Equal("https://desk.example/account/invite", link.GetLeftPart(UriPartial.Path));
        Assert.Empty(link.Query);
        var token = link.Fragment[1..];
        Assert.Equal(43, token.Length);
        Assert.Equal("Admin", answer.RootElement.GetProperty("roles")[0].GetString());

        using var site = Process.Start(Start(settings))!;
        var log = new System.Text.StringBuilder();
        var listening = new TaskCompletionSource<string>();
        site.OutputDataReceived += (_, line) =>
        {
            lock (log)
                log.AppendLine(line.Data);
            if (line.Data?.Split("Now listening on: ") is [_, var at])
                listening.TrySetResult(at.Trim().Trim('"'));
        };
        site.BeginOutputReadLine();
        try
        {
            var address = await listening.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
            var setup = (await File.ReadAllTextAsync(Path.Combine(folder.FullName, "setup-token"), TestContext.Current.CancellationToken)).Trim();
            using var client = Visitors.Browser(new(address));
            using (var joined = await client.PostLinkFormAsync($"/account/invite#{token}", new() { ["sign-in-name"] = "kanarka-77", ["password"] = "canary in a very deep mine", ["password-again"] = "canary in a very deep mine" }))
                Assert.Equal("/account/second-factor", joined.Headers.Location?.OriginalString);
            await client.OpenLinkAsync($"/account/invite#{token}", 410);
            await client.GetPageAsync("/setup", 410);
            using (var wrong = await client.PostFormAsync("/account/sign-in", new() { ["name"] = "kanarka-77", ["password"] = "canary in a shallow mine" }))
                Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
            (code, json) = await RunAsync(settings, "user", "list", "--json");
            Assert.Equal(0, code);
            Assert.Contains("kanarka-77", json, StringComparison.Ordinal);

            string written;
            lock (log)
                written = log.ToString();
            Assert.Contains("setup-token", written, StringComparison.Ordinal);
            Assert.Contains("/account/invite", written, StringComparison.Ordinal);
            foreach (var secret in new[] { token, setup, "kanarka-77", "KANARKA-77", "Kanarka", "canary", "__Host-pt=" })
                Assert.DoesNotContain(secret, written, StringComparison.Ordinal);
        }
        finally
        {
            site.Kill(entireProcessTree: true);
            await site.WaitForExitAsync(CancellationToken.None);
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("user", "add", "--name", "Somebody")]
    [InlineData("user", "add", "--admin")]
    [InlineData("user", "add", "--name", "Somebody", "--role", "Emperor")]
    [InlineData("usr", "add")]
    public async Task A_command_wrongly_asked_says_so_and_does_nothing(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-");
        var (code, _) = await RunAsync(new() { ["Database__File"] = Path.Combine(folder.FullName, "own.db") }, arguments);
        Assert.Equal(1, code);
        Assert.Empty(folder.GetFiles());
        folder.Delete();
    }

    private static Dictionary<string, string> Fields(string token, string signInName) => new()
    {
        ["token"] = token,
        ["name"] = "The First",
        ["sign-in-name"] = signInName,
        ["password"] = "nine quiet bridges over water",
        ["password-again"] = "nine quiet bridges over water",
    };

    private static string File_(PeaceTrackerApp app) => Path.Combine(Path.GetDirectoryName(app.DatabaseFile)!, "setup-token");

    private static async Task<string> TokenAsync(PeaceTrackerApp app) => (await File.ReadAllTextAsync(File_(app), TestContext.Current.CancellationToken)).Trim();

    private static ProcessStartInfo Start(Dictionary<string, string?> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.Combine(Repository.Root, "src", "PeaceTracker.Web") };
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return start;
    }

    private static async Task<(int Code, string Output)> RunAsync(Dictionary<string, string?> settings, params string[] arguments)
    {
        using var process = Process.Start(Start(settings, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _ = await errors;
        return (process.ExitCode, await output);
    }
}
