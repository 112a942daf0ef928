using Microsoft.Playwright;
using PeaceTracker.Testing;

namespace PeaceTracker.Browser.Tests;

/// <summary>What is typed and not sent: asked about at once, kept when the way to the server is gone, and never written over.</summary>
public sealed class UnsentFormTests(Site site) : IAsyncLifetime
{
    private const string Words = "We do not trade the course set out in our constitution";

    private ServedApp app = null!;
    private TestAccount editor = null!;

    public async ValueTask InitializeAsync()
    {
        app = await ServedApp.StartAsync();
        editor = await app.Services.AddAccountAsync(["Editor"]);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task What_looks_alike_is_shown_when_a_field_is_left_and_nothing_was_sent()
    {
        var number = await app.Services.SubmitAsync(editor, new() { Party = "russia", Issue = "neutrality", MadeOn = "2026-11-18", Quote = Words, Source = await app.Services.AddSourceAsync(editor: editor.Id) });
        var source = await app.Services.AddSourceAsync(editor: editor.Id);
        var page = await OpenAsync(source);
        var questions = page.Locator("#questions");
        // The words alone, whoever said them.
        await page.Locator("#quote").FillAsync(Words);
        await page.Locator("#quote").PressAsync("Tab");
        await Assertions.Expect(questions).ToContainTextAsync($"Looks like No. {number}");
        await Assertions.Expect(questions.Locator("button.main")).ToHaveTextAsync($"Add as a further source of No. {number}");
        // Other words: it is gone, and comes again for the party, issue and week.
        await page.Locator("#quote").FillAsync("The elections were not mentioned.");
        await page.Locator("#quote").PressAsync("Tab");
        await Assertions.Expect(questions).Not.ToContainTextAsync("Looks like");
        await page.Locator("#party").SelectOptionAsync("russia");
        await page.Locator("#issue").SelectOptionAsync("neutrality");
        await page.Locator("#statement [name=step][value='2']").CheckAsync();
        await page.Locator("#said").FillAsync("20 Nov 2026");
        await page.Locator("#said").PressAsync("Tab");
        await Assertions.Expect(questions).ToContainTextAsync("The same party on the same issue, 2 days apart.");
        await Assertions.Expect(page.Locator("[data-echo]")).ToHaveTextAsync("= 20 November 2026, certain");
        Assert.EndsWith($"/ukraine/desk/sources/{source}", page.Url, StringComparison.Ordinal);
        await page.GotoAsync("/ukraine/desk");
        Assert.Equal(0, await page.Locator($"main a[href='/ukraine/desk/statements/{number + 1}']").CountAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_a_connection_the_browser_keeps_the_text_and_offers_it_when_it_is_back()
    {
        var source = await app.Services.AddSourceAsync(editor: editor.Id);
        var page = await OpenAsync(source);
        await page.Context.SetOfflineAsync(true);
        await page.Locator("#summary").FillAsync("Typed in a tunnel.");
        await Assertions.Expect(page.Locator("#save-state")).ToHaveTextAsync("Not saved: no connection. Retrying");
        await Assertions.Expect(page.Locator("#save-told")).ToHaveTextAsync("Not saved: no connection. Retrying");
        Assert.Contains("Typed in a tunnel.", await CopyAsync(page), StringComparison.Ordinal);
        // The window is lost with it.
        var again = await page.Context.NewPageAsync();
        await page.CloseAsync();
        await again.Context.SetOfflineAsync(false);
        await again.GotoAsync($"/ukraine/desk/sources/{source}");
        await Assertions.Expect(again.Locator("#statement .told")).ToContainTextAsync("What you typed here last had not been sent. It is kept.");
        await again.GetByRole(AriaRole.Link, new() { Name = "Use it" }).ClickAsync();
        await Assertions.Expect(again.Locator("#summary")).ToHaveValueAsync("Typed in a tunnel.");
        Assert.Equal("", await CopyAsync(again));
        await again.Context.CloseAsync();
    }

    [Fact]
    public async Task In_a_window_that_stays_it_is_saved_by_itself_once_the_connection_is_back()
    {
        var source = await app.Services.AddSourceAsync(editor: editor.Id);
        var page = await OpenAsync(source);
        await page.Context.SetOfflineAsync(true);
        await page.Locator("#summary").FillAsync("Typed in a tunnel.");
        await Assertions.Expect(page.Locator("#save-state")).ToContainTextAsync("Not saved");
        await page.Context.SetOfflineAsync(false);
        await Assertions.Expect(page.Locator("#save-state")).ToContainTextAsync("Saved ");
        await Assertions.Expect(page.Locator("#save-told")).ToHaveTextAsync("Saved again.");
        Assert.Equal("", await CopyAsync(page));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Who_was_signed_out_while_typing_is_told_and_loses_nothing()
    {
        var source = await app.Services.AddSourceAsync(editor: editor.Id);
        var page = await OpenAsync(source);
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync("/ukraine/desk");
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(other.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToHaveCountAsync(0);

        await page.Locator("#summary").FillAsync("Typed after the end of the session.");
        await Assertions.Expect(page.Locator("#save-state")).ToHaveTextAsync("Not saved: you are signed out. Sign in in another tab. Retrying");
        await Assertions.Expect(page.Locator("#summary")).ToHaveValueAsync("Typed after the end of the session.");
        // Signed in again, it is there.
        await Site.SignInAsync(other, editor, app.Clock.GetUtcNow());
        await page.CloseAsync();
        await other.GotoAsync($"/ukraine/desk/sources/{source}");
        await other.GetByRole(AriaRole.Link, new() { Name = "Use it" }).Or(other.GetByRole(AriaRole.Link, new() { Name = "Resume" })).First.ClickAsync();
        await Assertions.Expect(other.Locator("#summary")).ToHaveValueAsync("Typed after the end of the session.");
        await other.Context.CloseAsync();
    }

    [Fact]
    public async Task Leaving_is_asked_about_only_while_something_is_not_saved()
    {
        var source = await app.Services.AddSourceAsync(editor: editor.Id);
        var page = await OpenAsync(source);
        var asked = new List<string>();
        page.Dialog += async (_, dialog) =>
        {
            asked.Add(dialog.Type);
            await dialog.AcceptAsync();
        };
        // Nothing was typed.
        await page.GotoAsync("/ukraine/desk");
        Assert.Empty(asked);

        await page.GotoAsync($"/ukraine/desk/sources/{source}");
        await Site.ReadyAsync(page);
        await page.RouteAsync("**/desk/autosave", route => route.AbortAsync());
        await page.Locator("#summary").PressSequentiallyAsync("Not kept.");
        await Assertions.Expect(page.Locator("#save-state")).ToContainTextAsync("Not saved");
        await page.GotoAsync("/ukraine/desk");
        Assert.Equal(["beforeunload"], asked);

        await page.UnrouteAsync("**/desk/autosave");
        await page.GotoAsync($"/ukraine/desk/sources/{source}");
        await Site.ReadyAsync(page);
        await page.Locator("#summary").PressSequentiallyAsync("Kept.");
        await Assertions.Expect(page.Locator("#save-state")).ToContainTextAsync("Saved");
        await page.GotoAsync("/ukraine/desk");
        Assert.Single(asked);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Two_windows_on_one_draft_keep_both_versions()
    {
        var source = await app.Services.AddSourceAsync(editor: editor.Id);
        var first = await OpenAsync(source);
        await first.Locator("#summary").FillAsync("Of the first window.");
        await Assertions.Expect(first.Locator("#save-state")).ToContainTextAsync("Saved");
        var second = await first.Context.NewPageAsync();
        await second.GotoAsync("/ukraine/desk");
        await second.Locator("main").GetByRole(AriaRole.Link, new() { Name = $"Resume: Statement from source No. {source}" }).ClickAsync();
        await Assertions.Expect(second.Locator("#summary")).ToHaveValueAsync("Of the first window.");
        await Site.ReadyAsync(second);

        var saved = await first.Locator("#statement [name=autosave-version]").InputValueAsync();
        await first.Locator("#summary").FillAsync("Of the first window, and more.");
        await Assertions.Expect(first.Locator("#statement [name=autosave-version]")).Not.ToHaveValueAsync(saved);
        await second.Locator("#summary").FillAsync("Of the second window.");
        await Assertions.Expect(second.Locator("#statement .told")).ToContainTextAsync("Another window kept this form too. Both are kept.");
        // Neither field was touched.
        await Assertions.Expect(first.Locator("#summary")).ToHaveValueAsync("Of the first window, and more.");
        await Assertions.Expect(second.Locator("#summary")).ToHaveValueAsync("Of the second window.");

        await second.GetByRole(AriaRole.Link, new() { Name = "Use the one of the other window" }).ClickAsync();
        await Assertions.Expect(second.Locator("#summary")).ToHaveValueAsync("Of the first window, and more.");
        await second.GotoAsync("/ukraine/desk");
        await Assertions.Expect(second.Locator("main").GetByRole(AriaRole.Link, new() { Name = $"Resume: Statement from source No. {source}" })).ToHaveCountAsync(2);
        await first.Context.CloseAsync();
    }

    private async Task<IPage> OpenAsync(int source)
    {
        var page = await site.OpenAsAsync(editor, app);
        await page.GotoAsync($"/ukraine/desk/sources/{source}");
        await Site.ReadyAsync(page);
        return page;
    }

    /// <summary>What the browser itself keeps of forms.</summary>
    private static Task<string> CopyAsync(IPage page) => page.EvaluateAsync<string>("() => Object.keys(localStorage).filter(key => key.startsWith('pt-form:')).map(key => localStorage.getItem(key)).join()");
}
