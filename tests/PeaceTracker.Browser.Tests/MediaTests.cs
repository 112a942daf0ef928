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
        var (dot, line, ground) = (await ColourAsync(".matrix .trk .dt:not(.hollow)", "fill"), await ColourAsync(".matrix .trk .ax", "stroke"), await ColourAsync("body", "backgroundColor"));
        await page.Context.CloseAsync();
        Assert.NotEqual(ground, dot);
        Assert.NotEqual(ground, line);

        Task<string> ColourAsync(string selector, string property) => page.Locator(selector).First.EvaluateAsync<string>($"element => getComputedStyle(element).{property}");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task A_track_has_its_steps_on_a_phone_too_and_a_range_two_tones(ColorScheme colours)
    {
        var page = await site.OpenAsync(360, colours: colours);
        await page.GotoAsync(Pages.Chart);
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('.narrow-list .trk .ax')].filter(e => getComputedStyle(e).stroke === 'none' || e.getAttribute('d').split('v6').length !== 7).length"));
        // Record B399 spans steps 3 to 6 of the scale.
        var tones = await page.EvaluateAsync<string[]>("""
            () => {
              const row = document.querySelector(".narrow-list li:has([href*='/1399'])");
              return [...row.querySelectorAll(".rg rect")].map(e => getComputedStyle(e).fill).concat(getComputedStyle(row, "::after").backgroundColor);
            }
            """);
        var steps = await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll(".scale li")].map(e => getComputedStyle(e).boxShadow.match(/(?:rgb|color)[^)]*\)(?= 6px)/)?.[0])
            """);
        await page.Context.CloseAsync();
        Assert.Equal(6, steps.Length);
        Assert.Equal([steps[2], steps[5], steps[5]], tones);
    }

    [Fact]
    public async Task Parties_of_a_regional_issue_have_columns_of_one_width()
    {
        var page = await site.OpenAsync("/ukraine/issues/territory");
        var widths = await page.EvaluateAsync<double[]>("[...document.querySelectorAll('.stand thead th:not(:first-child)')].map(e => Math.round(e.getBoundingClientRect().width))");
        await page.Context.CloseAsync();
        Assert.Equal(6, widths.Length);
        Assert.InRange(widths.Max() - widths.Min(), 0, 1);
    }

    [Fact]
    public async Task Answers_to_proposals_are_cards_on_a_phone_and_need_no_scrolling_aside()
    {
        var page = await site.OpenAsync("/ukraine/positions", width: 360);
        var aside = await page.EvaluateAsync<int>("(() => { const frame = document.querySelector('[aria-label=\"Answers to proposals\"]'); return frame.scrollWidth - frame.clientWidth; })()");
        var order = await page.EvaluateAsync<bool>("""
            (() => {
              const rows = [...document.querySelectorAll("[aria-label='Answers to proposals'] tbody tr")];
              return rows.length > 0 && rows.every(row => { const tops = [...row.children].map(e => e.getBoundingClientRect().top); return tops.every((top, at) => at === 0 || top > tops[at - 1]); });
            })()
            """);
        await page.Context.CloseAsync();
        Assert.Equal(0, aside);
        Assert.True(order, "Proposal, party, answer and day do not follow each other.");
    }

    [Fact]
    public async Task Positions_of_a_party_are_cards_on_a_phone_with_what_the_heading_of_a_column_says()
    {
        var page = await site.OpenAsync("/ukraine/parties/russia", width: 360);
        var aside = await page.EvaluateAsync<int>("(() => { const frame = document.querySelector('#view .scroll'); return frame.scrollWidth - frame.clientWidth; })()");
        var since = await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('#view tbody td:last-child'), '::before').content");
        await page.Context.CloseAsync();
        Assert.Equal(0, aside);
        Assert.Contains("held since", since, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_of_the_clauses_stand_inside_the_column()
    {
        var page = await site.OpenAsync("/ukraine/about/method");
        // Thirteen clauses: room for two figures, a point and a gap.
        var room = await page.EvaluateAsync<double>("document.querySelector('.clauses li').getBoundingClientRect().left - document.querySelector('#view').getBoundingClientRect().left");
        await page.Context.CloseAsync();
        Assert.InRange(room, 28, 60);
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
    [InlineData("/ukraine/distance", ".gapstrip .gm")]
    [InlineData("/ukraine/changes", "#view .moves li")]
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
