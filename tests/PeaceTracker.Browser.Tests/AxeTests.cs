using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PeaceTracker.Browser.Tests;

/// <summary>Every page by the rules of axe, and as wide as a narrow screen. A class of its own, because classes run beside each other and this one takes longest.</summary>
public sealed class AxeTests(Site site)
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"),
        ResultTypes = [ResultType.Violations],
    };

    /// <summary>The rules of axe that read colours ("cat.color" without the one of level AAA): all the others look at the elements, their names and their places, which are the same in dark and in light.</summary>
    private static readonly AxeRunOptions Colours = new()
    {
        RunOnly = RunOnlyOptions.Rules("color-contrast", "link-in-text-block"),
        ResultTypes = [ResultType.Violations],
    };

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

    /// <summary>What the name of the test above says, of the page that is open.</summary>
    internal static async Task CheckAsync(IPage page)
    {
        var found = new List<string>();
        foreach (var (width, colours) in new[] { (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (320, ColorScheme.Dark), (320, ColorScheme.Light) })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.EmulateMediaAsync(new() { ColorScheme = colours });
            var result = await page.RunAxe(colours == ColorScheme.Light ? Rules : Colours);
            found.AddRange(result.Violations.Select(violation => string.Create(CultureInfo.InvariantCulture, $"{width} {colours} {violation.Id}: {violation.Help}; {violation.Nodes.Length} times, first {violation.Nodes[0].Html}")));
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
