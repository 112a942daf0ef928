using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PeaceTracker.Testing;

[assembly: AssemblyFixture(typeof(PeaceTracker.Browser.Tests.Site))]

namespace PeaceTracker.Browser.Tests;

/// <summary>The served site and one Chromium, shared by all tests; each test opens a window of its own.</summary>
public sealed class Site : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;
    private ServedApp? app;

    public ServedApp App => app!;

    public async ValueTask InitializeAsync()
    {
        app = await ServedApp.StartAsync();
        // Without an account the site would wait for its first.
        await app.Services.AddAccountAsync([]);
        playwright = await Playwright.CreateAsync();
        // The first pages of a site that has just started come slowly where other tests run beside.
        Assertions.SetDefaultExpectTimeout(20_000);
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        if (app is not null)
            await app.DisposeAsync();
    }

    /// <summary>A fresh window; closing its context closes it.</summary>
    /// <param name="width">Of the window.</param>
    /// <param name="script">Whether scripts run.</param>
    /// <param name="colours">What the system asks for.</param>
    /// <param name="other">Another site than the shared one.</param>
    public async Task<IPage> OpenAsync(int width = 1280, bool script = true, ColorScheme colours = ColorScheme.Light, ServedApp? other = null)
    {
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = (other ?? App).Address,
            ViewportSize = new() { Width = width, Height = 900 },
            JavaScriptEnabled = script,
            ColorScheme = colours,
            // Colours are measured, not watched: nothing may be half way through a transition.
            ReducedMotion = ReducedMotion.Reduce,
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        Note(page);
        return page;
    }

    /// <summary>What a page asked for and was told stands with a test that fails. Its own files are left out.</summary>
    private static void Note(IPage page)
    {
        if (TestContext.Current.TestOutputHelper is not { } output)
            return;
        page.Request += (_, request) => Write(request, $"{request.Method} {request.Url}");
        page.Response += (_, response) => Write(response.Request, $"{response.Status} {response.Url}");
        page.RequestFailed += (_, request) => Write(request, $"{request.Failure} {request.Url}");
        page.PageError += (_, error) => Write(null, error);
        page.Console += (_, message) => Write(null, $"{message.Type}: {message.Text}");

        void Write(IRequest? request, string line)
        {
            if (request is { ResourceType: "stylesheet" or "script" or "font" or "image" })
                return;
            try
            {
                output.WriteLine(FormattableString.Invariant($"{Environment.TickCount64} ms: {line}"));
            }
            catch (InvalidOperationException)
            {
                // The test is over.
            }
        }
    }

    /// <summary>Opens an address in a fresh window and waits until its script has run.</summary>
    public async Task<IPage> OpenAsync(string address, int width = 1280, bool script = true)
    {
        var page = await OpenAsync(width, script);
        await page.GotoAsync(address);
        await ReadyAsync(page);
        return page;
    }

    /// <summary>
    /// Waits until a page has an address and is loaded. <c>WaitForURLAsync</c> looks first and listens then, and
    /// waits in vain for an address that comes in between (playwright-dotnet, issue 3364); this looks again and again.
    /// </summary>
    /// <param name="page">What is waited for.</param>
    /// <param name="address">The whole of it; ** stands for anything.</param>
    public static async Task ArrivedAsync(IPage page, string address)
    {
        await Assertions.Expect(page).ToHaveURLAsync(Whole(address), new() { Timeout = 30_000 });
        await LoadedAsync(page);

        static Regex Whole(string address) => new($"^{Regex.Escape(address).Replace(@"\*\*", ".*", StringComparison.Ordinal)}$");
    }

    public static Task LoadedAsync(IPage page) => ReachAsync(page, LoadState.Load);

    /// <summary>
    /// Waits until the script of the page that has come has run and asks for nothing more; call it after looking for something that only that page has.
    /// Chromium calls the network idle also while it has still to run what it loaded, and a key pressed then is lost.
    /// </summary>
    public static async Task ReadyAsync(IPage page)
    {
        await LoadedAsync(page);
        await ReachAsync(page, LoadState.NetworkIdle);
    }

    /// <summary>A state that was reached between a look and the listening after it is seen by the next look.</summary>
    private static async Task ReachAsync(IPage page, LoadState state)
    {
        for (var left = 30; ; left--)
        {
            try
            {
#pragma warning disable RS0030 // The one place that knows how to ask for it.
                await page.WaitForLoadStateAsync(state, new() { Timeout = 1000 });
#pragma warning restore RS0030
                return;
            }
            catch (TimeoutException) when (left > 1)
            {
            }
        }
    }

    /// <summary>A fresh window in which an account is signed in by the form.</summary>
    public async Task<IPage> OpenAsAsync(TestAccount account, ServedApp? other = null)
    {
        var page = await OpenAsync(other: other);
        await SignInAsync(page, account, (other ?? App).Clock.GetUtcNow());
        return page;
    }

    public static async Task SignInAsync(IPage page, TestAccount account, DateTimeOffset now)
    {
        await page.GotoAsync("/account/sign-in");
        await page.GetByLabel("Sign-in name").FillAsync(account.SignInName);
        await page.GetByLabel("Password").FillAsync(account.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        if (account.Totp is not null)
        {
            await page.GetByLabel("Code").FillAsync(account.Code(now));
            await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        }

        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();
    }
}
