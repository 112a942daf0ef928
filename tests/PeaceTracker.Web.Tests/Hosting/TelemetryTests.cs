using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>What is sent to a collector, as it arrives there.</summary>
public sealed class TelemetryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Numbers_arrive_and_nothing_of_anybody_is_in_them()
    {
        await using var collector = await Collector.StartAsync();
        var backups = Directory.CreateTempSubdirectory("peacetracker-telemetry-").FullName;
        Directory.CreateDirectory(Path.Combine(backups, "peacetracker-20261125T110000Z"));
        try
        {
            string[] secrets;
            await using (var app = new PeaceTrackerApp { Settings = new Dictionary<string, string> { ["Telemetry:Endpoint"] = collector.Address, ["Telemetry:Seconds"] = "1", ["Backup:Folder"] = backups } })
            {
                var editor = await app.Services.AddAccountAsync([Roles.Editor]);
                using var browser = app.Browser();
                browser.DefaultRequestHeaders.Add("User-Agent", "canary-browser/1.0");
                browser.DefaultRequestHeaders.Add("Referer", "http://canary-referrer.example/secret");
                browser.DefaultRequestHeaders.Host = "canary-host.example";
                foreach (var address in new[] { "/ukraine/statements?q=canary-words", "/ukraine/canary-nothing", "/canary-process/positions", "/ukraine/positions?date=canary-date", "/account/invite?token=canary-invitation", "/ukraine/statements/36" })
                {
                    using var answer = await browser.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
                }

                using (var odd = new HttpRequestMessage(new HttpMethod("CANARY"), "/ukraine/positions"))
                using (await browser.SendAsync(odd, Cancellation))
                {
                }

                secrets = await SignInAsync(browser, editor);

                string[] names =
                [
                    "http.server.request.duration", "{process}/statements", "peacetracker.writer.wait", "peacetracker.writer.turn", "peacetracker.writers.waiting", "peacetracker.sign_in.refused",
                    "peacetracker.read_only", "peacetracker.store.free", "peacetracker.store.size", "peacetracker.store.log", "peacetracker.backup.age",
                ];
                for (var look = 0; look < 300 && !names.All(collector.Has); look++)
                    await Task.Delay(100, Cancellation);
                Assert.Equal(names, names.Where(collector.Has));
            }

            Assert.All(secrets, secret => Assert.False(collector.Has(secret), secret));
            Assert.False(collector.HasLine("responded"));
        }
        finally
        {
            Directory.Delete(backups, recursive: true);
        }
    }

    [Fact]
    public async Task The_log_arrives_where_a_setting_says_so_and_no_more_of_anybody_than_on_the_console()
    {
        await using var collector = await Collector.StartAsync();
        string[] secrets;
        await using (var app = new PeaceTrackerApp { Settings = new Dictionary<string, string> { ["Telemetry:Endpoint"] = collector.Address, ["Telemetry:Logs"] = "true", ["Serilog:MinimumLevel:Default"] = "Information" } })
        {
            var editor = await app.Services.AddAccountAsync([Roles.Editor]);
            using var browser = app.Browser();
            browser.DefaultRequestHeaders.Add("User-Agent", "canary-browser/1.0");
            browser.DefaultRequestHeaders.Add("Referer", "http://canary-referrer.example/secret");
            foreach (var address in new[] { "/ukraine/statements?q=canary-words", "/ukraine/nothing?x=canary-nothing", "/account/invite?token=canary-invitation" })
            {
                using var answer = await browser.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
            }

            secrets = await SignInAsync(browser, editor);

            using (var refused = await browser.GetAsync(new Uri("/admin/users", UriKind.Relative), Cancellation))
                Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            string[] lines =
            [
                "HTTP \"GET\" \"/ukraine/statements\" responded 200", "HTTP \"GET\" \"/ukraine/nothing\" responded 404", "HTTP \"POST\" \"/account/sign-in\" responded 422",
                "HTTP \"GET\" \"/admin/users\" responded 403", "Warning",
            ];
            for (var look = 0; look < 300 && !lines.All(collector.HasLine); look++)
                await Task.Delay(100, Cancellation);
            Assert.Equal(lines, lines.Where(collector.HasLine));
        }

        Assert.All(secrets, secret => Assert.False(collector.HasLine(secret), secret));
    }

    [Fact]
    public async Task A_log_that_is_to_be_sent_nowhere_is_told()
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-telemetry-").FullName;
        try
        {
            var (code, said) = await ProgramRun.OfAsync(new Dictionary<string, string> { ["Database:File"] = Path.Combine(folder, "site.db"), ["Telemetry:Logs"] = "true" }, [], Cancellation);
            Assert.Equal(1, code);
            Assert.Contains("The setting Telemetry:Logs is true, and Telemetry:Endpoint names no collector", said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Nothing_is_gathered_unless_the_settings_say_where_it_goes()
    {
        await using var app = new PeaceTrackerApp();
        Assert.Null(app.Services.GetService<MeterProvider>());
    }

    [Theory]
    [InlineData("collector", "60")]
    [InlineData("ftp://127.0.0.1", "60")]
    [InlineData("http://127.0.0.1:4318", "0")]
    [InlineData("http://127.0.0.1:4318", "3601")]
    [InlineData("http://collector.example:4318", "60")]
    public async Task A_setting_that_cannot_be_is_told_with_its_name(string endpoint, string seconds)
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-telemetry-").FullName;
        try
        {
            var (code, said) = await ProgramRun.OfAsync(new Dictionary<string, string> { ["Database:File"] = Path.Combine(folder, "site.db"), ["Telemetry:Endpoint"] = endpoint, ["Telemetry:Seconds"] = seconds }, [], Cancellation);
            Assert.Equal(1, code);
            Assert.Contains(seconds == "60" ? $"The setting Telemetry:Endpoint is \"{endpoint}\"" : $"The setting Telemetry:Seconds is {seconds}.", said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Wrongly, then rightly.</summary>
    /// <returns>What must be nowhere then.</returns>
    private static async Task<string[]> SignInAsync(HttpClient browser, TestAccount editor)
    {
        using (var wrong = await browser.PostFormAsync("/account/sign-in", new() { ["name"] = "canary-name", ["password"] = "canary-password-that-is-wrong" }))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using var right = await browser.PostFormAsync("/account/sign-in", new() { ["name"] = editor.SignInName, ["password"] = editor.Password });
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        var cookie = right.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith("__Host-pt=", StringComparison.Ordinal));
        return ["canary", editor.SignInName, editor.Password, cookie.Split('=', ';')[1]];
    }

    /// <summary>Keeps what it is sent, on loopback.</summary>
    private sealed class Collector(WebApplication app, ConcurrentQueue<string> numbers, ConcurrentQueue<string> lines) : IAsyncDisposable
    {
        public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        public static async Task<Collector> StartAsync()
        {
            var (numbers, lines) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            app.MapPost("/v1/metrics", request => KeepAsync(request, numbers));
            app.MapPost("/v1/logs", request => KeepAsync(request, lines));
            await app.StartAsync(Cancellation);
            return new(app, numbers, lines);

            static async Task KeepAsync(HttpContext http, ConcurrentQueue<string> bodies)
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body, http.RequestAborted);
                // Texts stand in it as they are (https://protobuf.dev/programming-guides/encoding/).
                bodies.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
            }
        }

        public bool Has(string text) => numbers.Any(body => body.Contains(text, StringComparison.OrdinalIgnoreCase));

        /// <summary>In the log.</summary>
        public bool HasLine(string text) => lines.Any(body => body.Contains(text, StringComparison.OrdinalIgnoreCase));

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
