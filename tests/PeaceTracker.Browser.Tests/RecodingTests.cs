using Microsoft.Playwright;
using PeaceTracker.Testing;

namespace PeaceTracker.Browser.Tests;

/// <summary>Many statements changed together, with the keyboard alone and without scripts, on a site of its own.</summary>
public sealed class RecodingTests(Site site) : IAsyncLifetime
{
    private ServedApp app = null!;
    private TestAccount editor = null!;

    public async ValueTask InitializeAsync()
    {
        app = await ServedApp.StartAsync();
        editor = await app.Services.AddAccountAsync(["Editor"]);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_list_is_changed_together_and_taken_back_with_the_keyboard_alone(bool script)
    {
        var page = await site.OpenAsync(script: script, other: app);
        await Site.SignInAsync(page, editor, app.Clock.GetUtcNow());
        await page.GotoAsync("/ukraine/statements?issue=neutrality");
        await PressOnAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Change all of these" }));
        await Assertions.Expect(page.Locator(".lead")).ToContainTextAsync("issue: ");
        await page.GetByLabel("Field").SelectOptionAsync("channel");
        await PressOnAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Go on" }));
        await page.GetByLabel("Where it is").SelectOptionAsync("on-record");
        await page.GetByLabel("It becomes").SelectOptionAsync("joint-statement");
        await PressOnAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Show what would change" }));
        await Assertions.Expect(page.Locator("#changes")).ToContainTextAsync("would change");
        var articles = await page.Locator("main article").CountAsync();
        Assert.True(articles > 1);
        await page.GetByLabel("Why").FocusAsync();
        await page.Keyboard.TypeAsync("They signed it together.");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("The amendments are written as drafts.");
        Assert.Equal(articles, await page.Locator("ul.work li").CountAsync());
        await PressOnAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Undo" }));
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("The recoding was undone.");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Its_pages_pass_axe_have_valid_HTML_and_fit_a_narrow_screen()
    {
        var page = await site.OpenAsAsync(editor, app);
        var sources = new List<(string, string)>();
        const string asked = "/ukraine/desk/recodings/new?issue=neutrality";
        foreach (var address in new[]
        {
            "/ukraine/desk/recodings", "/ukraine/desk/recodings/new", asked, $"{asked}&field=speaker", $"{asked}&field=basis&from=stated&to=inferred", "/ukraine/desk/recodings/new?q=zzzqqq",
            "/ukraine/statements?issue=neutrality", $"{asked}&field=channel&from=on-record&to=joint-statement",
        })
        {
            await page.GotoAsync(address);
            await LookAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Make" }).ClickAsync();
        await Assertions.Expect(page.Locator(".problems")).ToContainTextAsync("Say why");
        await AxeTests.CheckAsync(page);
        await page.SetViewportSizeAsync(1280, 900);
        await page.GetByLabel("Why").FillAsync("They signed it together.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make" }).ClickAsync();
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("The amendments are written as drafts.");
        await LookAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send its drafts to review" }).ClickAsync();
        await Assertions.Expect(page.Locator(".told")).ToBeVisibleAsync();
        await LookAsync();
        await page.GotoAsync("/ukraine/desk/recodings");
        await LookAsync();
        await page.GotoAsync("/ukraine/desk");
        await LookAsync();
        await page.Context.CloseAsync();
        await HtmlTests.CheckAsync(sources);

        async Task LookAsync()
        {
            await page.SetViewportSizeAsync(1280, 900);
            await AxeTests.CheckAsync(page);
            var address = new Uri(page.Url).PathAndQuery;
            sources.Add((address, await (await page.Context.APIRequest.GetAsync(address)).TextAsync()));
        }
    }

    private static async Task PressOnAsync(IPage page, ILocator what)
    {
        await what.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Site.LoadedAsync(page);
    }
}
