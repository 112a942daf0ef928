using System.Globalization;
using Microsoft.Playwright;
using PeaceTracker.Testing;

namespace PeaceTracker.Browser.Tests;

/// <summary>Every page by the rules of axe, and as wide as a narrow screen. A class of its own, because classes run beside each other and this one takes longest.</summary>
public sealed class AxeTests(Site site)
{
    private static readonly string Axe = File.ReadAllText(Path.Combine(Repository.Root, "tests", "PeaceTracker.Browser.Tests", "node_modules", "axe-core", "axe.min.js"));

    private static readonly string[] Rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

    /// <summary>The rules that read colours ("cat.color" without the one of level AAA): all the others look at the elements, their names and their places, which are the same in dark and in light.</summary>
    private static readonly string[] Colours = ["color-contrast", "link-in-text-block"];

    /// <summary>What a wide screen does not show: lists that stand for a table on a narrow one, and what folds there only.</summary>
    private const string MeantToBeHidden = "[hidden], dialog:not([open]), script, template, datalist, .phone, .narrow-list, .narrow-only, :is(.choose, .folded) > summary, .tilegrid:only-child h3";

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task Axe_finds_nothing_in_light_and_dark_wide_and_narrow_and_nothing_is_wider_than_a_narrow_screen(string address, int status)
    {
        var page = await site.OpenAsync(1280);
        var answer = await page.GotoAsync(address);
        Assert.Equal(status, answer!.Status);
        await CheckAsync(page);
        await page.Context.CloseAsync();
    }

    /// <summary>A rule of each list, broken on purpose where it is looked at: the lists are what axe looks for, and dark is looked at in dark.</summary>
    [Fact]
    public async Task What_is_wrong_in_dark_or_in_a_name_alone_is_found()
    {
        var page = await site.OpenAsync(1280);
        await page.GotoAsync("/ukraine/about");
        await page.EvaluateAsync("""
            () => {
              const style = new CSSStyleSheet();
              style.replaceSync("@media (prefers-color-scheme: dark) { main p { color: #222 !important; background: #111 !important; } } @media (max-width: 400px) { main h1 { width: 500px; } }");
              document.adoptedStyleSheets = [style];
              document.querySelector("main").append(document.createElement("button"));
              document.querySelector("main p").style.display = "none";
            }
            """);
        var failure = await Assert.ThrowsAsync<Xunit.Sdk.TrueException>(() => CheckAsync(page));
        foreach (var found in (string[])["1280 hidden: <p", "1280 Light button-name", "320 Light button-name", "1280 Dark color-contrast", "320 Dark color-contrast"])
            Assert.Contains(found, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Light color-contrast", failure.Message, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    /// <summary>What the name of the first test says, of the page that is open.</summary>
    internal static async Task CheckAsync(IPage page)
    {
        var found = new List<string>();
        await page.SetViewportSizeAsync(1280, 900);
        // A class that hides something on one page must not do so on another.
        found.AddRange(await page.EvaluateAsync<string[]>("""
            meant => [...document.querySelectorAll("main *")]
              .filter(e => !e.matches(meant) && e.textContent.trim() && getComputedStyle(e).display === "none" && getComputedStyle(e.parentElement).display !== "none")
              .map(e => `1280 hidden: ${e.outerHTML.slice(0, 150)}`)
            """, MeantToBeHidden));
        await page.EvaluateAsync(Axe);
        foreach (var (width, colours) in new[] { (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (320, ColorScheme.Dark), (320, ColorScheme.Light) })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.EmulateMediaAsync(new() { ColorScheme = colours });
            var violations = await page.EvaluateAsync<string[]>(
                "async only => (await axe.run(document, { runOnly: only, resultTypes: ['violations'] })).violations.map(one => `${one.id}: ${one.help}; ${one.nodes.length} times, first ${one.nodes[0].html}`)",
                colours == ColorScheme.Light ? new { type = "tag", values = Rules } : new { type = "rule", values = Colours });
            found.AddRange(violations.Select(violation => string.Create(CultureInfo.InvariantCulture, $"{width} {colours} {violation}")));
        }

        // The last of them was the narrow one.
        var reach = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        var wider = await page.EvaluateAsync<string[]>("""
            () => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
              .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll")).map(e => e.outerHTML.slice(0, 150))
            """);
        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.True(reach <= 320, string.Create(CultureInfo.InvariantCulture, $"The page is {reach} wide. {string.Join('\n', wider)}"));
    }
}
