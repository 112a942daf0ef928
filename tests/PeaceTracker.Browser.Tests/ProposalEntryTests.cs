using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PeaceTracker.Testing;

namespace PeaceTracker.Browser.Tests;

/// <summary>
/// A plan of 28 clauses from its text to drafts, on a site of its own (ux task E6).
/// </summary>
public sealed class ProposalEntryTests(Site site) : IAsyncLifetime
{
    private ServedApp app = null!;
    private TestAccount editor = null!;
    private int source;

    public async ValueTask InitializeAsync()
    {
        app = await ServedApp.StartAsync();
        editor = await app.Services.AddAccountAsync(["Editor"]);
        source = await app.Services.AddSourceAsync(DeskSamples.Plan, date: "2025-11-21", editor: editor.Id);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task E6_a_plan_from_the_home_page_is_split_by_itself_and_tagged_by_keys_within_five_minutes()
    {
        var page = await site.OpenAsAsync(editor, app);
        await page.GotoAsync("/");
        var hand = new Hand(page);
        // Its source was entered as any other (E1); what the plan is called and who put it forward has to be said.
        await hand.ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Desk", Exact = true }));
        await hand.ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = $"No. {source}:" }));
        await hand.ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "This is the text of a proposal" }));
        await hand.ClickAsync(page.Locator("#title"));
        await hand.WriteAsync("A plan of 28 points");
        await hand.ClickAsync(page.GetByRole(AriaRole.Group, new() { Name = "Put forward by" }).GetByLabel("United States"));
        await hand.ClickAsync(page.GetByText("How the text became known", new() { Exact = true }));
        await hand.PressAsync("L");
        await hand.PressAsync("Tab");
        await hand.WriteAsync("A plan for a settlement in 28 points.");
        await hand.ClickAsync(page.Locator("button.main"));
        await Assertions.Expect(page.Locator(".piece.clause")).ToHaveCountAsync(30);
        await Assertions.Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "Words of Clause 1:" })).ToBeVisibleAsync();

        // The line at the end is no clause: a click puts the caret before it, Enter splits it off, and it is left out.
        await hand.ClickAtAsync(page.Locator(".piece.clause", new() { HasText = "Done in two copies." }).Locator("[data-words]"), "Done in");
        await hand.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".piece:focus h3")).ToHaveTextAsync("Clause 28b");
        await hand.ClickAsync(page.Locator(".piece:focus").GetByRole(AriaRole.Button, new() { Name = "Leave out" }));
        await Assertions.Expect(page.Locator(".piece:focus h3")).ToHaveTextAsync("Left out: 28b");
        var last = page.Locator(".piece", new() { HasText = "The ceasefire takes effect" }).GetByLabel("Number");
        await Assertions.Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "Words of Clause 1:" })).ToBeVisibleAsync();
        await hand.ClickAsync(last);
        await hand.PressAsync("End", "Backspace");
        await Assertions.Expect(last).ToHaveValueAsync("28");
        await hand.ClickAsync(page.Locator(".piece.clause").First.Locator("h3"));
        await Assertions.Expect(page.Locator(".piece:focus h3")).ToHaveTextAsync("Clause 1");

        var confirmed = new List<string>();
        for (var clause = 0; clause < 30; clause++)
        {
            var here = page.Locator(".piece:focus");
            var number = await here.GetByLabel("Number").InputValueAsync();
            var suggested = await here.Locator("[data-tag]").EvaluateAllAsync<string[]>("boxes => boxes.map(box => box.value)");
            var right = DeskSamples.PlanIssues.GetValueOrDefault(number, "");
            if (suggested.Contains(right))
                confirmed.Add(right);
            if (suggested is [var only] && only == right)
                await hand.PressAsync("y");
            else if (suggested.Contains(right))
                await hand.PressAsync([(Array.IndexOf(suggested, right) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), "j"]);
            else
                await hand.PressAsync("n");
        }

        // Behind the last clause stands the button that saves.
        Assert.Equal("save", await page.EvaluateAsync<string>("document.activeElement.value"));
        Assert.Equal(confirmed, await page.Locator("[data-tag]:checked").EvaluateAllAsync<string[]>("boxes => boxes.map(box => box.value)"));
        await hand.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[role=status]").First).ToContainTextAsync("Saved: 30 clauses as drafts");
        Assert.True(confirmed.Count >= 14, $"{confirmed.Count} issues");
        hand.Took("E6", atMostSeconds: 300, atMostClicks: 12, atMostKeys: 60);
        await AxeTests.CheckAsync(page);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Backspace_joins_letters_change_no_word_and_single_keys_can_be_off()
    {
        var page = await site.OpenAsAsync(editor, app);
        await DescribeAsync(page);
        await CaretAsync(page, "2", "");
        await page.Keyboard.TypeAsync("xyz");
        await Assertions.Expect(page.Locator(".piece", new() { HasText = "non-aggression" }).Locator("[data-words]")).ToHaveTextAsync("Russia, Ukraine and Europe conclude a comprehensive agreement of non-aggression. All ambiguities of the last thirty years are considered settled.");
        await page.Keyboard.PressAsync("Backspace");
        await Assertions.Expect(page.Locator(".piece:focus [data-words]")).ToContainTextAsync("2. Russia, Ukraine and Europe");
        await Assertions.Expect(page.Locator(".piece.clause")).ToHaveCountAsync(29);
        // A page that has come still has to run its script, and until then no key means anything: it is the script that makes the words a text box.
        await Assertions.Expect(page.Locator(".piece:focus [data-words][role=textbox]")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("?");
        await page.Locator("#key-list [data-keys-switch]").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await page.Locator(".piece", new() { HasText = "reliable security guarantees" }).FocusAsync();
        await page.Keyboard.PressAsync("y");
        await Assertions.Expect(page.Locator("[data-tag]:checked")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept what is suggested" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-tag]:checked")).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_was_typed_before_a_crash_is_one_click_away()
    {
        var page = await site.OpenAsAsync(editor, app);
        await DescribeAsync(page);
        // The pieces are kept as they come, before anything is typed.
        await Assertions.Expect(page.Locator("#save-state")).ToContainTextAsync("Saved");
        await page.Locator(".piece", new() { HasText = "600,000" }).GetByLabel("Limits on forces").First.CheckAsync();
        await page.EvaluateAsync("document.activeElement.blur()");
        // The tick is there, whichever of the savings brought it.
        for (var tries = 0; tries < 200 && !await KeptAsync(); tries++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.True(await KeptAsync());
        await page.Context.CloseAsync();

        var again = await site.OpenAsAsync(editor, app);
        await again.GotoAsync("/ukraine/desk");
        await again.Locator("main").GetByRole(AriaRole.Link, new() { Name = $"Resume: Proposal from source No. {source}" }).ClickAsync();
        await Assertions.Expect(again.Locator(".piece.clause")).ToHaveCountAsync(30);
        await Assertions.Expect(again.Locator(".piece", new() { HasText = "600,000" }).GetByLabel("Limits on forces").First).ToBeCheckedAsync();
        await again.Context.CloseAsync();

        async Task<bool> KeptAsync()
        {
            await using var scope = app.Services.CreateAsyncScope();
            var kept = await scope.ServiceProvider.GetRequiredService<Data.PeaceTrackerDbContext>().Autosaves.AsNoTracking().Where(row => row.Account == editor.Id).Select(row => row.Fields).ToListAsync(TestContext.Current.CancellationToken);
            return kept.Any(fields => System.Text.RegularExpressions.Regex.IsMatch(fields, "\"tag-[0-9]+\":\\[[^\\]]*\"force-limits\""));
        }
    }

    [Fact]
    public async Task The_same_without_script()
    {
        var page = await site.OpenAsync(script: false, other: app);
        await Site.SignInAsync(page, editor, app.Clock.GetUtcNow());
        await DescribeAsync(page);
        var last = page.Locator(".piece", new() { HasText = "The ceasefire takes effect" });
        await last.GetByLabel("second part begins").SelectOptionAsync(new SelectOptionValue { Label = "Done in two copies." });
        await last.GetByRole(AriaRole.Button, new() { Name = "Split here" }).ClickAsync();
        await page.Locator(".piece", new() { HasText = "Done in two copies" }).GetByRole(AriaRole.Button, new() { Name = "Leave out" }).ClickAsync();
        await page.Locator(".piece", new() { HasText = "The ceasefire takes effect" }).GetByLabel("Number").FillAsync("28");
        await page.Locator(".piece", new() { HasText = "reliable security guarantees" }).GetByLabel("Security guarantees").First.CheckAsync();
        await page.Locator(".piece", new() { HasText = "600,000" }).GetByLabel("Limits on forces").First.CheckAsync();
        foreach (var none in await page.Locator(".piece:not(:has([data-tag]:checked)) [data-none]").AllAsync())
            await none.CheckAsync();
        await page.Locator("button.main").ClickAsync();
        await Assertions.Expect(page.Locator("[role=status]").First).ToContainTextAsync("Saved: 30 clauses as drafts");
        await Assertions.Expect(page.Locator(".piece", new() { HasText = "Security guarantees" }).First).ToContainTextAsync("Clause 5");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Every_page_passes_axe_has_valid_HTML_and_fits_a_narrow_screen()
    {
        var page = await site.OpenAsAsync(editor, app);
        var sources = new List<(string, string)>();
        foreach (var address in new[] { "/ukraine/desk/proposals", "/ukraine/desk/proposals/new", $"/ukraine/desk/proposals/new?source={source}", "/ukraine/desk/proposals/us-28-points-november-2025" })
        {
            var answer = await page.GotoAsync(address);
            sources.Add((address, await answer!.TextAsync()));
            await AxeTests.CheckAsync(page);
            await ShotAsync(address.Split('/')[^1].Split('?')[0]);
        }

        var preview = await DescribeAsync(page);
        sources.Add(("preview", await preview.TextAsync()));
        await ShotAsync("preview");
        await AxeTests.CheckAsync(page);
        await page.SetViewportSizeAsync(1280, 900);
        await page.Locator(".piece.clause").GetByLabel("Number").First.FillAsync("");
        var wrong = await page.RunAndWaitForResponseAsync(() => page.Locator("button.main").ClickAsync(), response => response.Request.Method == "POST" && response.Request.IsNavigationRequest);
        Assert.Equal(422, wrong.Status);
        sources.Add(("with a problem", await wrong.TextAsync()));
        await Assertions.Expect(page.Locator(".problems")).ToBeFocusedAsync();
        await ShotAsync("problem");
        await AxeTests.CheckAsync(page);
        await page.Context.CloseAsync();
        await HtmlTests.CheckAsync(sources);

        async Task ShotAsync(string name)
        {
            if (Environment.GetEnvironmentVariable("SHOTS") is not { } folder)
                return;
            foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (360, ColorScheme.Dark) })
            {
                await page.SetViewportSizeAsync(width, 900);
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await page.ScreenshotAsync(new() { Path = $"{folder}/{name}-{width}.png", FullPage = false });
                await page.EvaluateAsync("document.querySelector('#pieces > :nth-child(8)')?.scrollIntoView()");
                await page.ScreenshotAsync(new() { Path = $"{folder}/{name}-{width}-b.png", FullPage = false });
                await page.EvaluateAsync("scrollTo(0, 0)");
            }

            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await page.SetViewportSizeAsync(1280, 900);
        }
    }

    /// <summary>Fills in the description and comes to the preview.</summary>
    private async Task<IResponse> DescribeAsync(IPage page)
    {
        await page.GotoAsync($"/ukraine/desk/proposals/new?source={source}");
        await page.Locator("#title").FillAsync("A plan of 28 points");
        await page.GetByRole(AriaRole.Group, new() { Name = "Put forward by" }).GetByLabel("United States").CheckAsync();
        await page.Locator("#provenance").SelectOptionAsync("leaked");
        await page.Locator("#summary").FillAsync("A plan for a settlement in 28 points.");
        var answer = await page.RunAndWaitForResponseAsync(() => page.Locator("button.main").ClickAsync(), response => response.Request.Method == "POST" && response.Request.IsNavigationRequest);
        await Assertions.Expect(page.Locator("#pieces")).ToBeVisibleAsync();
        await Site.ReadyAsync(page);
        return answer;
    }

    /// <summary>Puts the caret into the words of a clause, before these.</summary>
    private static async Task CaretAsync(IPage page, string number, string before)
    {
        // The script has run.
        await Assertions.Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "Words of Clause 1:" })).ToBeVisibleAsync();
        await page.EvaluateAsync(
        """
        ([number, before]) => {
          const piece = [...document.querySelectorAll(".piece.clause")].find(one => one.querySelector("input[name^=number-]").value === number);
          const words = piece.querySelector("[data-words]");
          words.focus();
          const at = words.textContent.indexOf(before);
          getSelection().collapse(words.firstChild, at);
        }
        """,
        new[] { number, before });
    }
}
