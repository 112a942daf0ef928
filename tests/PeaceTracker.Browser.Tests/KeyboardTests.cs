using Microsoft.Playwright;

namespace PeaceTracker.Browser.Tests;

/// <summary>Everything can be reached and used without a mouse.</summary>
public sealed class KeyboardTests(Site site)
{
    [Fact]
    public async Task Tab_reaches_every_link_and_control_of_the_matrix_and_shows_where_it_is()
    {
        var page = await site.OpenAsync(Pages.Matrix);
        var all = await page.EvaluateAsync<int>("""
            () => {
              window.unreached = new Set([...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']")]
                .filter(e => e.checkVisibility({ visibilityProperty: true }) && !(e.closest("details:not([open])") && e.localName !== "summary")));
              window.undrawn = new Set();
              addEventListener("focusin", event => {
                unreached.delete(event.target);
                const style = getComputedStyle(event.target);
                if (event.target.id !== "main" && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2)) undrawn.add(event.target.outerHTML.slice(0, 120));
              });
              return unreached.size;
            }
            """);
        Assert.True(all > 60, "The matrix page has fewer links than its cells.");
        // A date field takes several stops, so more presses than elements.
        for (var press = 0; press < all + 30; press++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (press >= all - 1 && await page.EvaluateAsync<int>("unreached.size") == 0)
                break;
        }

        var unreached = await page.EvaluateAsync<string[]>("[...unreached].map(e => e.outerHTML.slice(0, 120))");
        var undrawn = await page.EvaluateAsync<string[]>("[...undrawn]");
        await page.Context.CloseAsync();
        Assert.Empty(unreached);
        Assert.Empty(undrawn);
    }

    [Fact]
    public async Task The_first_Tab_offers_to_skip_to_the_content()
    {
        var page = await site.OpenAsync(Pages.Matrix);
        await page.Keyboard.PressAsync("Tab");
        var skip = await page.Locator(".skip").BoundingBoxAsync();
        Assert.True(skip!.X >= 0 && skip.Y >= 0, "The skip link is not in the window.");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.PressAsync("Tab");
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('main').contains(document.activeElement)"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_slash_words_and_Enter_find_something_on_any_page()
    {
        var page = await site.OpenAsync("/ukraine/issues");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("Зеленський");
        await page.Keyboard.PressAsync("Enter");
        await Site.ArrivedAsync(page, "**/ukraine/search?q=**");
        await Assertions.Expect(page.Locator("#people + ul")).ToContainTextAsync("Volodymyr Zelenskyy");
        await page.Locator("body").PressAsync("/");
        Assert.Equal("words", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task G_and_a_letter_go_to_a_page_and_a_question_mark_lists_the_keys_until_they_are_switched_off()
    {
        var page = await site.OpenAsync("/ukraine/issues");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("p");
        await Site.ArrivedAsync(page, "**/ukraine/positions");
        await Site.ReadyAsync(page);
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("s");
        await Site.ArrivedAsync(page, "**/ukraine/statements");
        await Site.ReadyAsync(page);
        await page.Keyboard.PressAsync("?");
        var list = page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" });
        await Assertions.Expect(list).ToContainTextAsync("positions");
        // Keys of those who are signed in are theirs.
        await Assertions.Expect(list).Not.ToContainTextAsync("review");
        await AxeTests.CheckAsync(page);
        await list.GetByRole(AriaRole.Button, new() { Name = "Keys are on" }).ClickAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Assertions.Expect(list).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("p");
        await page.Keyboard.PressAsync("?");
        await page.ReloadAsync();
        await Site.ReadyAsync(page);
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(list).ToBeHiddenAsync();
        Assert.EndsWith("/ukraine/statements", page.Url, StringComparison.Ordinal);
        // The button that every key has besides.
        await page.GetByRole(AriaRole.Button, new() { Name = "Keys", Exact = true }).ClickAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = "Keys are off" }).ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        // In a field a letter is a letter.
        await page.Locator("summary", new() { HasText = "More filters" }).ClickAsync();
        await page.Locator("#year").FocusAsync();
        await page.Keyboard.TypeAsync("gp?");
        await Assertions.Expect(page.Locator("#year")).ToHaveValueAsync("gp?");
        Assert.EndsWith("/ukraine/statements", page.Url, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Arrow_keys_move_between_the_cells_of_the_matrix()
    {
        var page = await site.OpenAsync(Pages.Matrix);
        await page.Locator(".matrix tbody tr:nth-child(1) td:nth-child(2) :is(a, summary)").First.FocusAsync();
        Assert.Equal((1, 1), await PressAsync(page, "ArrowDown"));
        Assert.Equal((1, 2), await PressAsync(page, "ArrowRight"));
        Assert.Equal((0, 2), await PressAsync(page, "ArrowUp"));
        Assert.Equal((0, 1), await PressAsync(page, "ArrowLeft"));
        Assert.Equal((0, 0), await PressAsync(page, "ArrowLeft"));
        await page.Context.CloseAsync();

        // Row, and column with the issue as 0, of the focused cell.
        static async Task<(int, int)> PressAsync(IPage page, string key)
        {
            await page.Keyboard.PressAsync(key);
            var place = await page.EvaluateAsync<int[]>("(() => { const cell = document.activeElement.closest('td, th'); return [cell.parentElement.sectionRowIndex, cell.cellIndex]; })()");
            return (place[0], place[1]);
        }
    }

    [Theory]
    [InlineData(Pages.Chart)]
    [InlineData("/ukraine/distance?date=2025-08-31")]
    [InlineData("/ukraine/distance?parties=russia,ukraine,united-states&date=2025-08-31")]
    public async Task Arrow_keys_move_between_the_marks_of_a_chart(string address)
    {
        var page = await site.OpenAsync(address);
        var marks = page.Locator("svg [data-lane]");
        Assert.True(await marks.CountAsync() > 2, "The chart has hardly a mark.");
        await marks.First.FocusAsync();
        var first = await page.EvaluateAsync<string>("document.activeElement.dataset.lane");
        await page.Keyboard.PressAsync("ArrowDown");
        var second = await page.EvaluateAsync<string>("document.activeElement.dataset.lane");
        Assert.NotEqual(first, second);
        await page.Keyboard.PressAsync("Home");
        var start = await page.EvaluateAsync<double>("+document.activeElement.dataset.x");
        await page.Keyboard.PressAsync("End");
        Assert.True(await page.EvaluateAsync<double>("+document.activeElement.dataset.x") >= start);
        Assert.Equal(second, await page.EvaluateAsync<string>("document.activeElement.dataset.lane"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_mark_of_the_chart_shows_its_words_and_its_row_and_Escape_closes_them()
    {
        var page = await site.OpenAsync(Pages.Chart);
        // B430, the 20 points: NATO left out; a mark of a silence that is a change.
        var mark = page.Locator(".steps .mark[data-st='1430']");
        await mark.FocusAsync();
        var note = page.Locator("#mark-note");
        await Assertions.Expect(note).ToBeVisibleAsync();
        await Assertions.Expect(note).ToContainTextAsync("The 20-point draft that Zelenskyy presents leaves NATO membership out.");
        await Assertions.Expect(note).ToContainTextAsync("Source: ");
        await Assertions.Expect(note).ToContainTextAsync("Grade: ");
        await Assertions.Expect(mark).ToHaveAttributeAsync("aria-describedby", "mark-note");
        await Assertions.Expect(page.Locator("tr.lit")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("tr.lit")).ToContainTextAsync("No. 1430");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(note).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("tr.lit")).ToHaveCountAsync(0);

        await page.Locator(".steps .mark[data-st='1409'] .hit").HoverAsync();
        await Assertions.Expect(note).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("tr.lit")).ToContainTextAsync("No. 1409");
        await page.Locator("h1").HoverAsync();
        await Assertions.Expect(note).ToBeHiddenAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Arrow_keys_move_between_the_tiles_of_a_territory()
    {
        var page = await site.OpenAsync(Pages.Tiles);
        await page.Locator(".tiles a[href*='donetsk']").FocusAsync();
        Assert.Equal("LUH", await PressAsync(page, "ArrowUp", "ArrowRight"));
        Assert.Equal("KHA", await PressAsync(page, "ArrowLeft"));
        Assert.Equal("ZAP", await PressAsync(page, "ArrowDown", "ArrowDown"));
        Assert.Equal("CRI", await PressAsync(page, "ArrowLeft", "ArrowDown"));
        Assert.Equal("SEV", await PressAsync(page, "ArrowDown", "ArrowDown"));
        await page.Context.CloseAsync();

        static async Task<string> PressAsync(IPage page, params string[] keys)
        {
            foreach (var key in keys)
                await page.Keyboard.PressAsync(key);
            return await page.EvaluateAsync<string>("document.activeElement.firstElementChild.textContent");
        }
    }
}
