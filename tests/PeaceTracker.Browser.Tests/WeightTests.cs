using System.Globalization;

namespace PeaceTracker.Browser.Tests;

/// <summary>What the first visit costs, counted by Chromium on the wire.</summary>
public sealed class WeightTests(Site site)
{
    private const int MostBytes = 90 * 1024;
    private const int MostRequests = 8;
    private const int MostMatrixBytes = 20 * 1024;

    [Theory]
    [InlineData(Pages.Matrix)]
    [InlineData("/ukraine/positions")]
    public async Task The_first_view_is_light(string address)
    {
        var page = await site.OpenAsync();
        var session = await page.Context.NewCDPSessionAsync(page);
        var addresses = new Dictionary<string, string>();
        var parts = new List<(string Address, double Bytes)>();
        session.Event("Network.requestWillBeSent").OnEvent += (_, message) =>
            addresses[message!.Value.GetProperty("requestId").GetString()!] = message.Value.GetProperty("request").GetProperty("url").GetString()!;
        session.Event("Network.loadingFinished").OnEvent += (_, message) =>
            parts.Add((addresses[message!.Value.GetProperty("requestId").GetString()!], message.Value.GetProperty("encodedDataLength").GetDouble()));
        await session.SendAsync("Network.enable");
        await page.GotoAsync(address);
        await Site.ReadyAsync(page);
        await page.Context.CloseAsync();

        var list = string.Join('\n', parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Bytes,8:0} {part.Address}")));
        TestContext.Current.TestOutputHelper?.WriteLine(list);
        Assert.True(parts.Count is > 3 and <= MostRequests, string.Create(CultureInfo.InvariantCulture, $"{parts.Count} requests:\n{list}"));
        Assert.True(parts.Sum(part => part.Bytes) <= MostBytes, string.Create(CultureInfo.InvariantCulture, $"{parts.Sum(part => part.Bytes)} bytes:\n{list}"));
    }

    [Theory]
    [InlineData("/ukraine/positions", 360)]
    [InlineData("/ukraine/positions", 1280)]
    [InlineData(Pages.Chart, 360)]
    [InlineData(Pages.Chart, 1280)]
    public async Task Nothing_moves_while_a_page_arrives(string address, int width)
    {
        var page = await site.OpenAsync(width);
        await page.AddInitScriptAsync("window.moved = 0; new PerformanceObserver(list => { for (const entry of list.getEntries()) moved += entry.value; }).observe({ type: 'layout-shift', buffered: true });");
        // The font as late as on a slow line.
        await page.RouteAsync("**/*.woff2", async route =>
        {
            await Task.Delay(700);
            await route.ContinueAsync();
        });
        await page.GotoAsync(address);
        await Site.ReadyAsync(page);
        await page.WaitForTimeoutAsync(300);
        var moved = await page.EvaluateAsync<double>("moved");
        await page.Context.CloseAsync();
        Assert.True(moved < 0.01, string.Create(CultureInfo.InvariantCulture, $"shifted by {moved:0.000}"));
    }

    [Fact]
    public async Task The_font_asked_for_early_is_the_one_of_the_style_sheet_and_is_kept()
    {
        using var client = new HttpClient();
        var page = await client.GetStringAsync(new Uri(site.App.Address + "/ukraine/positions"), TestContext.Current.CancellationToken);
        Assert.Contains("""<link rel="preload" as="font" type="font/woff2" href="/lib/source-sans-3-latin.woff2" crossorigin>""", page, StringComparison.Ordinal);
        using var font = await client.GetAsync(new Uri(site.App.Address + "/lib/source-sans-3-latin.woff2"), TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromDays(7), font.Headers.CacheControl!.MaxAge);
        Assert.False(font.Headers.CacheControl.NoCache);
    }

    [Fact]
    public async Task The_matrix_with_a_comparison_is_light()
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        var body = await client.GetByteArrayAsync(new Uri(site.App.Address + Pages.Matrix), TestContext.Current.CancellationToken);
        Assert.True(body.Length <= MostMatrixBytes, string.Create(CultureInfo.InvariantCulture, $"{body.Length} bytes"));
    }
}
