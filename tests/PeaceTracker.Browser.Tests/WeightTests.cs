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
        await page.GotoAsync(address, new() { WaitUntil = Microsoft.Playwright.WaitUntilState.NetworkIdle });
        await page.Context.CloseAsync();

        var list = string.Join('\n', parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Bytes,8:0} {part.Address}")));
        TestContext.Current.TestOutputHelper?.WriteLine(list);
        Assert.True(parts.Count is > 3 and <= MostRequests, string.Create(CultureInfo.InvariantCulture, $"{parts.Count} requests:\n{list}"));
        Assert.True(parts.Sum(part => part.Bytes) <= MostBytes, string.Create(CultureInfo.InvariantCulture, $"{parts.Sum(part => part.Bytes)} bytes:\n{list}"));
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
