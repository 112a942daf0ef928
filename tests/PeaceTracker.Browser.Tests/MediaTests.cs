using Microsoft.Playwright;

namespace PeaceTracker.Browser.Tests;

/// <summary>Paper, the reader's own colours, and no motion: the data stays readable.</summary>
public sealed class MediaTests(Site site)
{
    [Fact]
    public async Task On_paper_the_matrix_fits_and_its_cells_can_be_read()
    {
        // A4 on its side less the margins, at 96 px an inch.
        var page = await site.OpenAsync(Pages.Matrix, width: 1031);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.False(await page.Locator(".bar").IsVisibleAsync());
        await ReadsAsync(page);
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('.matrix').getBoundingClientRect().right <= innerWidth"), "The matrix is cut at the edge of the paper.");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task On_paper_what_is_folded_on_the_screen_is_open_and_ink_is_dark_whatever_the_theme()
    {
        var page = await site.OpenAsync(Pages.Matrix);
        await page.ClickAsync("[data-theme=dark]");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.Equal("rgb(27, 26, 24)", await page.EvaluateAsync<string>("getComputedStyle(document.body).color"));
        Assert.True(await page.EvaluateAsync<bool>("[...document.querySelectorAll('.matrix details a')].every(link => link.checkVisibility({ contentVisibilityAuto: true }) && link.getBoundingClientRect().height > 0)"));
        Assert.NotEqual(0, await page.Locator(".matrix details a").CountAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task In_forced_colours_marks_stand_out_from_the_ground()
    {
        var page = await site.OpenAsync(Pages.Matrix);
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await ReadsAsync(page);
        var (dot, line, ground) = (await ColourAsync(".matrix .trk .dt", "fill"), await ColourAsync(".matrix .trk .ax", "stroke"), await ColourAsync("body", "backgroundColor"));
        await page.Context.CloseAsync();
        Assert.NotEqual(ground, dot);
        Assert.NotEqual(ground, line);

        Task<string> ColourAsync(string selector, string property) => page.Locator(selector).First.EvaluateAsync<string>($"element => getComputedStyle(element).{property}");
    }

    [Fact]
    public async Task Nothing_moves_for_those_who_asked_for_no_motion()
    {
        var page = await site.OpenAsync(Pages.Matrix);
        var moving = await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll("*")].filter(e => { const style = getComputedStyle(e); return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none"; }).map(e => e.outerHTML.slice(0, 100))
            """);
        await ReadsAsync(page);
        await page.Context.CloseAsync();
        Assert.Empty(moving);
    }

    private static async Task ReadsAsync(IPage page)
    {
        Assert.True(await page.Locator(".matrix .lab").First.IsVisibleAsync());
        var unlike = await page.EvaluateAsync<int>("[...document.querySelectorAll('.matrix .lab')].filter(e => getComputedStyle(e).color === getComputedStyle(document.body).backgroundColor).length");
        Assert.Equal(0, unlike);
    }

    [Theory]
    // The main content of each, which a style for another page must not take away.
    [InlineData("/ukraine/events", "#view table")]
    [InlineData("/ukraine/events/alaska-summit", "#view table")]
    [InlineData("/ukraine/figures", "#view table")]
    [InlineData("/ukraine/parties", "main table")]
    [InlineData("/ukraine/parties/russia", "#view table")]
    [InlineData("/ukraine/sources", "#view table")]
    [InlineData("/ukraine/statements", "nav[aria-label='Narrow the list']")]
    [InlineData("/ukraine/issues/nato-membership", "#view table")]
    public async Task Nothing_that_matters_is_missing_on_a_phone_or_a_desk(string address, string content)
    {
        foreach (var width in new[] { 360, 1280 })
        {
            var page = await site.OpenAsync(address, width: width);
            var shown = await page.EvaluateAsync<bool>("css => [...document.querySelectorAll(css)].some(e => e.checkVisibility() && e.getBoundingClientRect().height > 0)", content);
            await page.Context.CloseAsync();
            Assert.True(shown, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{content} at {width} pixels"));
        }
    }
}
