using Microsoft.Playwright;
using PeaceTracker.Testing;

namespace PeaceTracker.Browser.Tests;

/// <summary>From a pasted text to drafts and on to review, on a site of its own. Keys are counted; pasting and selecting are not (ux tasks E1 and E2).</summary>
public sealed class WorkbenchTests(Site site) : IAsyncLifetime
{
    private const string Passage = "We do not trade the course set out in our constitution";

    private const string Pasted =
        "https://ministry.example.org/briefing\nMinistry briefing\n\nThe minister said the country would not trade its course. \"" + Passage + "\", she added, and called for talks on guarantees.\n\nAsked about troop limits she declined to answer.";

    private ServedApp app = null!;
    private TestAccount editor = null!;

    public async ValueTask InitializeAsync()
    {
        app = await ServedApp.StartAsync();
        editor = await app.Services.AddAccountAsync(["Editor"]);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_passage_is_coded_by_keys_and_its_words_and_every_choice_are_kept()
    {
        var page = await site.OpenAsAsync(editor, app);
        await SourceAsync(page);
        await SelectAsync(page);
        var keys = new Keys(page);
        // S takes the selection and goes to the party; letters choose in a list, digits on a scale.
        await keys.PressAsync("s");
        await Assertions.Expect(page.Locator("#quote")).ToHaveValueAsync(Passage);
        await keys.PressAsync("U", "k", "Tab", "N", "Tab", "2");
        await Assertions.Expect(page.Locator("#statement [name=step][value='2']")).ToBeCheckedAsync();
        await page.Locator("#summary").FillAsync("Keeps to the course set out in its constitution.");
        await keys.PressAsync("Control+Enter");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        // Unusual things are asked back once, to be ticked.
        if (await page.Locator(".asked input[type=checkbox]").CountAsync() > 0)
        {
            foreach (var box in await page.Locator(".asked input[type=checkbox]").AllAsync())
                await box.CheckAsync();
            await keys.PressAsync("Control+Enter");
        }

        await Assertions.Expect(page.Locator("[role=status]").First).ToContainTextAsync("Saved as draft");
        Assert.True(keys.Count <= 16, $"{keys.Count} keys");
        // Nothing of what was on the form got lost on the way.
        await page.GotoAsync("/ukraine/desk/statements/10001");
        await Assertions.Expect(page.Locator("#quote")).ToHaveValueAsync(Passage);
        await Assertions.Expect(page.Locator("#own")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("#summary")).ToHaveValueAsync("Keeps to the course set out in its constitution.");
        await Assertions.Expect(page.Locator("#statement [name=step][value='2']")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("#said")).ToHaveValueAsync("2025-08-20");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_same_without_script()
    {
        var page = await site.OpenAsync(script: false, other: app);
        await Site.SignInAsync(page, editor, app.Clock.GetUtcNow());
        await SourceAsync(page);
        await page.Locator("#quote").FillAsync(Passage);
        await page.Locator("#statement [name=party]").First.SelectOptionAsync("ukraine");
        await page.Locator("#statement [name=issue]").First.SelectOptionAsync("nato-membership");
        await page.Locator("#summary").FillAsync("Keeps to the course set out in its constitution.");
        await page.Locator("#statement button.main").ClickAsync();
        // The steps of the issue come with the answer.
        await page.Locator("#statement [name=step][value='2']").CheckAsync();
        for (var time = 0; time < 2 && await page.Locator("#statement .asked").CountAsync() + await page.Locator("#statement .problems").CountAsync() > 0; time++)
        {
            foreach (var box in await page.Locator(".asked input[type=checkbox]").AllAsync())
                await box.CheckAsync();
            await page.Locator("#statement button.main").ClickAsync();
        }

        await Assertions.Expect(page.Locator("[role=status]").First).ToContainTextAsync("Saved as draft");
        await page.GotoAsync("/ukraine/desk/statements/10001");
        await Assertions.Expect(page.Locator("#quote")).ToHaveValueAsync(Passage);
        await Assertions.Expect(page.Locator("#own")).ToBeCheckedAsync();
        await page.Context.CloseAsync();
    }

    /// <summary>Pastes, confirms what was guessed, and comes to the text.</summary>
    private static async Task SourceAsync(IPage page)
    {
        await page.GotoAsync("/ukraine/desk/sources/new");
        await page.Locator("main textarea").FillAsync(Pasted);
        await page.Locator("main form button[type=submit]").First.ClickAsync();
        await page.Locator("[name=publisher]").SelectOptionAsync("reuters");
        await page.Locator("[name=title]").FillAsync("Ministry briefing");
        await page.Locator("[name=date]").FillAsync("20 Aug 2025");
        await page.Locator("input[name=confirmed][value=all]").CheckAsync();
        await page.Locator("main form button.main").ClickAsync();
        await page.WaitForURLAsync("**/ukraine/desk/sources/10001");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    private static async Task SelectAsync(IPage page) => await page.EvaluateAsync(
        """
        passage => {
          const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(passage);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + passage.length);
            return;
          }
        }
        """,
        Passage);

    private sealed class Keys(IPage page)
    {
        public int Count { get; private set; }

        public async Task PressAsync(params string[] keys)
        {
            foreach (var key in keys)
            {
                Count++;
                await page.Keyboard.PressAsync(key);
            }
        }
    }
}
