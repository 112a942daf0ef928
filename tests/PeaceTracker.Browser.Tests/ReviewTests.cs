using Microsoft.Playwright;
using PeaceTracker.Testing;

namespace PeaceTracker.Browser.Tests;

/// <summary>Review by mouse, by keys alone and without script, on a site of its own: nobody else's statements wait there.</summary>
public sealed class ReviewTests(Site site) : IAsyncLifetime
{
    private const string Text = "The spokesman took questions.\n\nOn alliances he said: neutrality may be talked about, and nothing is settled. He went on.\n\nThen he left.";

    private ServedApp app = null!;
    private TestAccount editor = null!, reviewer = null!, other = null!;

    public async ValueTask InitializeAsync()
    {
        app = await ServedApp.StartAsync();
        editor = await app.Services.AddAccountAsync(["Editor"]);
        reviewer = await app.Services.AddAccountAsync(["Reviewer"]);
        other = await app.Services.AddAccountAsync(["Reviewer", "Auditor"]);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task An_item_is_approved_with_one_key_and_the_next_one_has_the_focus_and_the_approval_can_be_undone()
    {
        var (first, second) = (await app.Services.SubmitAsync(editor), await app.Services.SubmitAsync(editor, new() { Issue = "nato-membership", Step = 5 }));
        var page = await site.OpenAsAsync(reviewer, app);
        await page.GotoAsync($"/ukraine/review/{first}");
        // E8: one key after reading.
        await PressAsync(page, "a");
        await Site.ArrivedAsync(page, $"**/ukraine/review/{second}?done={first}#item");
        await Assertions.Expect(page.Locator("#done")).ToContainTextAsync($"Approved No. {first}.");
        Assert.Equal("item", await page.EvaluateAsync<string>("document.activeElement.id"));
        await PressAsync(page, "u");
        await Site.ArrivedAsync(page, $"**/ukraine/review/{first}?done={first}#item");
        await Assertions.Expect(page.Locator("#done")).ToContainTextAsync($"Taken back: No. {first} waits for review again.");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Everything_of_a_review_can_be_done_by_keys()
    {
        var number = await app.Services.SubmitAsync(editor, new() { Quote = "neutrality may be talked about, and nothing is settled", Text = Text });
        await app.Services.PublishAsync(other, number);
        await app.Services.AmendAsync(editor, number, "A word was missing.", new() { Summary = "Says that neutrality may well be discussed." });
        var next = await app.Services.SubmitAsync(editor);
        var page = await site.OpenAsAsync(reviewer, app);
        await page.GotoAsync("/ukraine/review");
        await PressAsync(page, "j");
        await page.Keyboard.PressAsync("Enter");
        await Site.ArrivedAsync(page, $"**/ukraine/review/{number}#item");
        await PressAsync(page, "o");
        Assert.Equal("passage", await page.EvaluateAsync<string>("document.activeElement.id"));
        await PressAsync(page, "d");
        await Site.ArrivedAsync(page, "**diff=inline**");
        await PressAsync(page, "d");
        await Site.ArrivedAsync(page, $"**/ukraine/review/{number}#difference");
        await PressAsync(page, "j");
        await Site.ArrivedAsync(page, $"**/ukraine/review/{next}#item");
        await PressAsync(page, "k");
        await Site.ArrivedAsync(page, $"**/ukraine/review/{number}#item");
        await PressAsync(page, "r");
        Assert.Equal("reason", await page.EvaluateAsync<string>("document.activeElement.id"));
        // In a field the letters are letters.
        await page.Keyboard.PressAsync("Q");
        await Assertions.Expect(page.Locator("#reason")).ToHaveValueAsync("quote");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("a word of the quotation is wrong, ask");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Site.ArrivedAsync(page, $"**/ukraine/review/{next}?done={number}#item");
        await Assertions.Expect(page.Locator("#done")).ToContainTextAsync($"Returned No. {number} to its editor.");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_a_reviewer_edits_before_approving_is_told_to_the_editor()
    {
        var number = await app.Services.SubmitAsync(editor);
        var page = await site.OpenAsAsync(reviewer, app);
        await page.GotoAsync($"/ukraine/review/{number}");
        await PressAsync(page, "e");
        await Site.ArrivedAsync(page, $"**/ukraine/desk/statements/{number}?then=review");
        await page.Locator("#summary").FillAsync("Says that neutrality may well be discussed.");
        await page.Locator("#summary").PressAsync("Control+s");
        await Site.ArrivedAsync(page, $"**/ukraine/review/{number}");
        await Assertions.Expect(page.Locator("main .lead").First).ToHaveTextAsync("Says that neutrality may well be discussed.");
        await PressAsync(page, "a");
        await Assertions.Expect(page.Locator("#done")).ToContainTextAsync($"Approved No. {number}.");
        await page.Context.CloseAsync();

        var theirs = await site.OpenAsAsync(editor, app);
        await theirs.GotoAsync("/ukraine/desk");
        await Assertions.Expect(theirs.Locator("main")).ToContainTextAsync("Changed by a reviewer before they were published");
        await Assertions.Expect(theirs.Locator("main")).ToContainTextAsync($"No. {number}: Person {reviewer.SignInName["person-".Length..]} changed Summary");
        await theirs.Context.CloseAsync();
    }

    [Fact]
    public async Task Keys_can_be_switched_off_and_stay_off()
    {
        var number = await app.Services.SubmitAsync(editor);
        var page = await site.OpenAsAsync(reviewer, app);
        await page.GotoAsync($"/ukraine/review/{number}");
        await page.Locator("main [data-keys-switch]").ClickAsync();
        await Assertions.Expect(page.Locator("main [data-keys-switch]")).ToHaveTextAsync("Keys are off");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("main [data-keys-switch]")).ToHaveTextAsync("Keys are off");
        await PressAsync(page, "o");
        Assert.NotEqual("passage", await page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.EndsWith($"/ukraine/review/{number}", page.Url, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Everything_works_without_script()
    {
        var (first, second) = (await app.Services.SubmitAsync(editor), await app.Services.SubmitAsync(editor));
        var page = await site.OpenAsync(script: false, other: app);
        await Site.SignInAsync(page, reviewer, app.Clock.GetUtcNow());
        await page.GotoAsync("/ukraine/review?party=russia");
        await page.Locator("[data-item]").First.ClickAsync();
        await Assertions.Expect(page.Locator("[data-keys]")).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        // The filter goes along.
        Assert.EndsWith($"/ukraine/review/{second}?party=russia&done={first}#item", page.Url, StringComparison.Ordinal);
        await page.Locator("#done button").ClickAsync();
        await Assertions.Expect(page.Locator("#done")).ToContainTextAsync("Taken back");
        await page.Locator("#reason").SelectOptionAsync("step");
        await page.GetByRole(AriaRole.Button, new() { Name = "Return", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#done")).ToContainTextAsync($"Returned No. {first}");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Pages_of_review_and_audit_pass_axe_have_valid_HTML_and_fit_a_narrow_screen()
    {
        var sources = new List<(string, string)>();
        var page = await site.OpenAsAsync(other, app);
        await LookAsync("/ukraine/review");
        var number = await app.Services.SubmitAsync(editor, new() { Quote = "neutrality may be talked about, and nothing is settled", Text = Text, Note = "He was asked twice.", Information = 5 });
        var second = await app.Services.SubmitAsync(editor, new() { Summary = "Another of the same source.", Issue = "territory", Region = "UA-14", Step = 3 });
        var own = await app.Services.SubmitAsync(other);
        var amended = await app.Services.SubmitAsync(editor, new() { Source = 2 });
        await app.Services.PublishAsync(reviewer, amended);
        await app.Services.AmendAsync(editor, amended, "A word was missing.", new() { Source = 2, Summary = "Says that neutrality may well be discussed, and that nothing about it is settled yet.", Step = 1 });
        await app.Services.WriteAsync(reviewer, async (_, desk, process, changes) =>
        {
            await desk.WithdrawAsync((await desk.PublishedAsync(process, 1170, default))!, changes, reviewer.Id, "The paper took its report back.", default);
            return 1170;
        });
        foreach (var address in new[]
        {
            "/ukraine/review", "/ukraine/review?show=held", $"/ukraine/review/{number}", $"/ukraine/review/{second}", $"/ukraine/review/{own}", $"/ukraine/review/{amended}", $"/ukraine/review/{amended}?diff=inline",
            $"/ukraine/review/batch?source=1&editor={editor.Id}", $"/ukraine/review/{number}/dispute", "/ukraine/review/1142/withdraw", $"/ukraine/desk/statements/{amended}/history",
            "/audit", $"/audit?kind=statement&key=ukraine/{amended}", "/audit?actor=nobody", "/audit/accounts", "/audit/verify", "/ukraine/statements/1142",
        })
            await LookAsync(address);
        await page.GotoAsync($"/ukraine/review/{number}");
        var refused = await page.RunAndWaitForResponseAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Return", Exact = true }).ClickAsync(), response => response.Request.Method == "POST");
        Assert.Equal(422, refused.Status);
        await AxeTests.CheckAsync(page);
        await page.SetViewportSizeAsync(1280, 900);
        await page.GotoAsync("/audit/verify");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the store now" }).ClickAsync();
        await page.Locator("#result").WaitForAsync();
        while (await page.Locator("progress").CountAsync() > 0)
            await page.ReloadAsync();
        await Assertions.Expect(page.Locator("[role=status]")).ToContainTextAsync("Whole:");
        await AxeTests.CheckAsync(page);
        await page.SetViewportSizeAsync(1280, 900);
        await page.GotoAsync($"/ukraine/review/{number}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Assertions.Expect(page.Locator("#done")).ToContainTextAsync("Approved");
        await AxeTests.CheckAsync(page);
        await page.Context.CloseAsync();
        await HtmlTests.CheckAsync(sources);

        async Task LookAsync(string address)
        {
            var answer = await page.GotoAsync(address);
            Assert.True(answer!.Status == 200, $"{address} answered {answer.Status}.");
            sources.Add((address, await answer.TextAsync()));
            if (Environment.GetEnvironmentVariable("SHOTS") is { } folder)
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{sources.Count}.png"), FullPage = true });
            await AxeTests.CheckAsync(page);
            await page.SetViewportSizeAsync(1280, 900);
        }
    }

    /// <summary>One key, with the script loaded and nothing but the page in focus.</summary>
    private static async Task PressAsync(IPage page, string key)
    {
        await page.Locator("[data-keys]").WaitForAsync();
        await page.Keyboard.PressAsync(key);
    }
}
