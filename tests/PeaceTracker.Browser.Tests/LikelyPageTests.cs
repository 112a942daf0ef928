using PeaceTracker.Testing;

namespace PeaceTracker.Browser.Tests;

/// <summary>Pages that are fetched before they are opened (decision 0048).</summary>
public sealed class LikelyPageTests(Site site)
{
    [Fact]
    public async Task A_page_is_fetched_when_its_link_is_pressed_and_is_the_one_that_is_shown()
    {
        var page = await site.OpenAsync();
        await page.GotoAsync("/ukraine/positions");
        await Site.ReadyAsync(page);
        var link = await page.Locator("nav a[href$='/statements']").First.BoundingBoxAsync();
        await page.Mouse.MoveAsync(link!.X + link.Width / 2, link.Y + link.Height / 2);
        await page.Mouse.DownAsync();
        await page.WaitForTimeoutAsync(1_000);
        await page.Mouse.UpAsync();
        await Site.ArrivedAsync(page, "**/ukraine/statements");
        Assert.Equal("navigational-prefetch", await page.EvaluateAsync<string>("performance.getEntriesByType('navigation')[0].deliveryType"));
        Assert.Equal(200, await page.EvaluateAsync<int>("performance.getEntriesByType('navigation')[0].responseStatus"));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("/ukraine/positions")]
    [InlineData("/ukraine/issues/territory")]
    [InlineData("/ukraine/statements/3")]
    [InlineData("/ukraine/changes")]
    public async Task Pages_may_be_fetched_ahead_and_files_may_not(string address)
    {
        var page = await site.OpenAsync();
        await page.GotoAsync(address);
        await Site.ReadyAsync(page);
        // As the rules in the page say, by the browser's own patterns.
        var links = await page.EvaluateAsync<string[]>(
            """
            (() => {
              const [one, { not }] = JSON.parse(document.querySelector("script[type=speculationrules]").textContent).prefetch[0].where.and;
              const matches = (rule, link) => new URLPattern(rule.href_matches, location.href).test(link.href);
              return [...document.querySelectorAll("a[href]")].filter(link => link.origin === location.origin)
                .map(link => (matches(one, link) && !matches(not, link) ? "page " : "file ") + link.pathname);
            })()
            """);
        Assert.Contains(links, link => link.StartsWith("file ", StringComparison.Ordinal));
        Assert.Contains(links, link => link.StartsWith("page ", StringComparison.Ordinal));
        Assert.All(links, link => Assert.Equal(Path.HasExtension(link) ? "file" : "page", link[..4]));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Nothing_is_fetched_ahead_for_who_is_signed_in()
    {
        var page = await site.OpenAsAsync(await site.App.Services.AddAccountAsync(["Editor"]));
        await page.GotoAsync("/ukraine/positions");
        Assert.Equal(0, await page.Locator("script[type=speculationrules]").CountAsync());
        await page.Context.CloseAsync();
    }
}
