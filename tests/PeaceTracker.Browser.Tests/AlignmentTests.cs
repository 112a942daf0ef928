using Microsoft.Playwright;
using PeaceTracker.Testing;

namespace PeaceTracker.Browser.Tests;

/// <summary>Two texts aligned by keys (ux task E7), without script, and reviewed, on a site of its own.</summary>
public sealed class AlignmentTests(Site site) : IAsyncLifetime
{
    private const string Desk = "/ukraine/desk/alignment/us-28-points-november-2025/e3-counter-draft-november-2025";

    private ServedApp app = null!;
    private TestAccount editor = null!, reviewer = null!;

    public async ValueTask InitializeAsync()
    {
        app = await ServedApp.StartAsync();
        editor = await app.Services.AddAccountAsync(["Editor"]);
        reviewer = await app.Services.AddAccountAsync(["Reviewer"]);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_suggestion_is_accepted_with_one_key_and_two_texts_are_aligned_by_keys_alone()
    {
        var page = await site.OpenAsAsync(editor, app);
        await page.GotoAsync(Desk);
        await Assertions.Expect(page.Locator("#item")).ToHaveTextAsync("Clause 1 of US draft of 28 points");
        // E7: one key accepts.
        await PressAsync(page, "y");
        await Assertions.Expect(page.Locator("#item")).ToHaveTextAsync("Clause 1 and clause 1");
        // The labels have the focus: digits tick, Enter saves and goes on.
        await Assertions.Expect(page.Locator("[name=label]").First).ToBeFocusedAsync();
        await PressAsync(page, "8");
        await PressAsync(page, "9");
        await PressAsync(page, "9");
        await Assertions.Expect(page.Locator("[name=label][value='stronger verb']")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("[name=label][value=moved]")).Not.ToBeCheckedAsync();
        await PressAsync(page, "Enter");
        await Assertions.Expect(page.Locator("#item")).ToHaveTextAsync("Clause 2 of US draft of 28 points");
        await Assertions.Expect(page.Locator("#done")).ToContainTextAsync("Clause 1 and clause 1: stronger verb.");
        await PressAsync(page, "u");
        await Assertions.Expect(page.Locator("#item")).ToHaveTextAsync("Clause 1 of US draft of 28 points");
        await Assertions.Expect(page.Locator("#done")).ToHaveCountAsync(0);

        // J and K go through the clauses, N through the suggestions, 0 says that there is none.
        await PressAsync(page, "j");
        await Assertions.Expect(page.Locator("#item")).ToHaveTextAsync("Clause 2 of US draft of 28 points");
        await PressAsync(page, "k");
        await Assertions.Expect(page.Locator("#item")).ToHaveTextAsync("Clause 1 of US draft of 28 points");
        await PressAsync(page, "n");
        await Site.ArrivedAsync(page, "**suggestion=1**");
        // M goes to the field, where letters are letters.
        await PressAsync(page, "m");
        await Assertions.Expect(page.Locator("#number")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("ny");
        await Assertions.Expect(page.Locator("#number")).ToHaveValueAsync("ny");
        await page.Locator("#number").FillAsync("2");
        await PressAsync(page, "Enter");
        await Assertions.Expect(page.Locator("#item")).ToHaveTextAsync("Clause 1 and clause 2");
        await page.GotoAsync($"{Desk}?clause=1331#item");
        await Assertions.Expect(page.Locator("#item")).ToHaveTextAsync("Clause 15 of US draft of 28 points");
        await PressAsync(page, "0");
        await Assertions.Expect(page.Locator("#done")).ToContainTextAsync("Clause 15: no counterpart.");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task E7_two_plans_are_aligned_whole_from_the_home_page_with_at_most_two_keys_a_clause_within_four_minutes()
    {
        var page = await site.OpenAsAsync(editor, app);
        await page.GotoAsync("/");
        var hand = new Hand(page);
        await hand.ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Desk", Exact = true }));
        await hand.ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Align clauses" }));
        // Nothing of these two is on record: 36 clauses against 16.
        await hand.ClickAsync(page.Locator("label[for=base]"));
        await hand.PressAsync("U", "S", "Space", "d");
        await Assertions.Expect(page.Locator("#base")).ToHaveValueAsync("us-28-points-november-2025");
        await hand.PressAsync("Tab", "D", "r", "a", "f", "t", "Space", "o", "f", "Space", "2");
        await Assertions.Expect(page.Locator("#other")).ToHaveValueAsync("twenty-points-december-2025");
        await hand.PressAsync("Tab", "Enter");
        var (clauses, accepted) = (0, 0);
        for (; clauses < 60; clauses++)
        {
            var heading = await page.Locator("#item").InnerTextAsync();
            if (heading == "Something is said of every clause")
                break;
            // Several clauses have one heading: that something more is done tells that the page has gone on.
            var progress = page.Locator("h1 + .small");
            var done = await progress.InnerTextAsync();
            await page.Locator("[data-keys]").WaitForAsync();
            if (await page.Locator("[name=counterpart]").CountAsync() == 0)
            {
                await hand.PressAsync("0");
                await Assertions.Expect(progress).Not.ToHaveTextAsync(done);
                continue;
            }

            accepted++;
            // Accepting and letting the labels stand that are suggested is one thought.
            await hand.PressAsync("y");
            await Assertions.Expect(page.Locator("#labels")).ToBeVisibleAsync();
            await page.Locator("[data-keys]").WaitForAsync();
            await hand.PressAsync("Enter");
            await Assertions.Expect(page.Locator("#labels")).ToHaveCountAsync(0);
        }

        Assert.True(clauses is >= 28 and < 52 && accepted >= 10, $"{clauses} clauses, {accepted} accepted");
        hand.Took($"E7, {clauses} clauses, {accepted} with a counterpart", atMostSeconds: 240, atMostClicks: 3, atMostKeys: (2 * clauses) + 16);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Everything_works_without_script()
    {
        var page = await site.OpenAsync(script: false, other: app);
        await Site.SignInAsync(page, editor, app.Clock.GetUtcNow());
        await page.GotoAsync("/ukraine/desk");
        await page.GetByRole(AriaRole.Link, new() { Name = "Align clauses" }).ClickAsync();
        await page.Locator("#base").SelectOptionAsync("e3-counter-draft-november-2025");
        await page.Locator("#other").SelectOptionAsync("us-28-points-november-2025");
        await page.GetByRole(AriaRole.Button, new() { Name = "Align", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await page.Locator("[name=label][value='stronger verb']").CheckAsync();
        await page.Locator("#note").FillAsync("Confirmed again.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and go on" }).ClickAsync();
        await Assertions.Expect(page.Locator("#done")).ToContainTextAsync("Clause 1 and clause 1: stronger verb.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Next suggestion" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "No counterpart" }).ClickAsync();
        await Assertions.Expect(page.Locator("#done")).ToContainTextAsync("Clause 2: no counterpart.");
        await page.Locator("#done button").ClickAsync();
        await page.Locator("#number").FillAsync("2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pick", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and go on" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send all 2 to review" }).ClickAsync();
        await Assertions.Expect(page.Locator("#done")).ToContainTextAsync("2 pairs were sent to review.");
        await page.Context.CloseAsync();

        var second = await site.OpenAsync(script: false, other: app);
        await Site.SignInAsync(second, reviewer, app.Clock.GetUtcNow());
        await second.GotoAsync("/ukraine/review");
        await second.GetByRole(AriaRole.Link, new() { Name = "2 pairs of clauses beside each other" }).ClickAsync();
        await second.Locator("[data-item]").First.ClickAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Assertions.Expect(second.Locator("#done")).ToContainTextAsync("Approved: Clause 1 and clause 1.");
        await second.Locator("#text").FillAsync("Look again.");
        await second.GetByRole(AriaRole.Button, new() { Name = "Return", Exact = true }).ClickAsync();
        await Assertions.Expect(second.Locator("#done")).ToContainTextAsync("Returned to its editor: Clause 2 and clause 2.");
        await second.Context.CloseAsync();
    }

    [Fact]
    public async Task Pages_pass_axe_have_valid_HTML_fit_a_narrow_screen_and_a_pair_is_decided_by_one_key()
    {
        var sources = new List<(string, string)>();
        var page = await site.OpenAsAsync(editor, app);
        await LookAsync(page, "/ukraine/desk/alignment", "choose");
        await LookAsync(page, Desk, "clause");
        await LookAsync(page, $"{Desk}?clause=1331", "nothing");
        await LookAsync(page, $"{Desk}?clause=1322", "done");
        await page.GotoAsync(Desk);
        await PressAsync(page, "y");
        await Assertions.Expect(page.Locator("#labels")).ToBeVisibleAsync();
        await LookAsync(page, new Uri(page.Url).PathAndQuery, "labels");
        await page.Locator("[name=label][value='stronger verb']").CheckAsync();
        await page.Locator("#note").FillAsync("Confirmed again, and robustly so.");
        await page.Locator("#labels button.main").ClickAsync();
        await LookAsync(page, new Uri(page.Url).PathAndQuery, "told");
        await page.GotoAsync($"{Desk}?clause=1331");
        await PressAsync(page, "0");
        await Assertions.Expect(page.Locator("#done")).ToContainTextAsync("no counterpart");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send all 2 to review" }).ClickAsync();
        await LookAsync(page, Desk, "sent");
        await LookAsync(page, "/ukraine/desk", "desk");
        await page.Context.CloseAsync();

        var other = await site.OpenAsAsync(reviewer, app);
        await LookAsync(other, "/ukraine/review", "queue");
        await LookAsync(other, "/ukraine/review/differences", "list");
        await LookAsync(other, await other.Locator("main a", new() { HasTextString = "approve all" }).GetAttributeAsync("href") ?? "", "batch");
        await other.GotoAsync("/ukraine/review/differences");
        await PressAsync(other, "j");
        await other.Keyboard.PressAsync("Enter");
        await Assertions.Expect(other.Locator("#item")).ToHaveTextAsync("Clause 1 and clause 1");
        await LookAsync(other, new Uri(other.Url).PathAndQuery, "item");
        await PressAsync(other, "r");
        await Assertions.Expect(other.Locator("#text")).ToBeFocusedAsync();
        await other.Locator("h1").FocusAsync();
        await PressAsync(other, "a");
        await Assertions.Expect(other.Locator("#done")).ToContainTextAsync("Approved: Clause 1 and clause 1.");
        await LookAsync(other, new Uri(other.Url).PathAndQuery, "approved");
        await PressAsync(other, "u");
        await Assertions.Expect(other.Locator("#done")).ToContainTextAsync("Taken back, and in review again: Clause 1 and clause 1.");
        await other.GotoAsync("/ukraine/review/differences");
        await other.Locator("main a", new() { HasTextString = "approve all" }).ClickAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Approve all 2" }).ClickAsync();
        await Assertions.Expect(other.Locator("#done")).ToContainTextAsync("Approved:");
        await LookAsync(other, "/ukraine/compare?p=us-28-points-november-2025,e3-counter-draft-november-2025&show=all", "compare");
        await other.Context.CloseAsync();
        await HtmlTests.CheckAsync(sources);

        async Task LookAsync(IPage on, string address, string name)
        {
            var answer = await on.GotoAsync(address);
            Assert.True(answer!.Status == 200, $"{address} answered {answer.Status}.");
            sources.Add((address, await answer.TextAsync()));
            if (Environment.GetEnvironmentVariable("SHOTS") is { } folder)
            {
                await on.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-1280.png"), FullPage = true });
                await on.SetViewportSizeAsync(360, 800);
                await on.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
                await on.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-360.png"), FullPage = true });
            }

            await AxeTests.CheckAsync(on);
            await on.SetViewportSizeAsync(1280, 900);
        }
    }

    /// <summary>One key, with the script loaded.</summary>
    private static async Task PressAsync(IPage page, string key)
    {
        await page.Locator("[data-keys]").WaitForAsync();
        await page.Keyboard.PressAsync(key);
    }
}
