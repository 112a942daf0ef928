using System.Net.Sockets;
using System.Text;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>Requests that a proxy and a server can read in two ways, and too long ones, as bytes on a socket.</summary>
public sealed class RawRequestTests : IAsyncLifetime
{
    private const string Host = "Host: localhost\r\n";

    private ServedApp site = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => site = await ServedApp.StartAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Theory]
    [InlineData(200, "GET /ukraine/positions HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, "GET /ukraine/positions HTTP/1.1\n" + "Host: localhost\n\n")]
    [InlineData(400, "GET /ukraine/positions HTTP/1.1\r\n" + Host + "X-One: a\nX-Two: b\r\n\r\n")]
    [InlineData(400, "GET /ukraine/positions HTTP/1.1\r\n" + Host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData(400, "POST /account/sign-in HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n")]
    [InlineData(400, "GET /ukraine/positions HTTP/1.1\r\n" + Host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab")]
    [InlineData(400, "GET /ukraine/positions HTTP/1.1\r\n" + Host + "Host: other\r\n\r\n")]
    [InlineData(400, "GET /ukraine\0 HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, "POST /account/sign-in HTTP/1.1\r\n" + Host + "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData(400, "GET /search?q=a\u0017b HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, "GET /search?q=a\u007fb HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(302, "GET /search?q=a%17b HTTP/1.1\r\n" + Host + "\r\n")]
    public async Task A_request_that_can_be_read_in_two_ways_is_refused(int status, string request) => Assert.Equal(status, await AskAsync(request));

    /// <summary>For a site at an address above others that have no HTTPS.</summary>
    [Fact]
    public async Task For_subdomains_that_is_not_said_where_the_settings_take_it_back()
    {
        await using var app = new PeaceTrackerApp { Settings = new Dictionary<string, string> { ["Hsts:Subdomains"] = "false" } };
        using var client = app.CreateClient(new() { BaseAddress = new("https://peace.example") });
        using var answer = await client.GetAsync("/ukraine/positions", Cancellation);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
    }

    /// <summary>Where TLS ends at a proxy, which says so.</summary>
    [Fact]
    public async Task From_HTTPS_browsers_are_told_to_come_by_it_for_a_year()
    {
        await using var app = new PeaceTrackerApp { Settings = new Dictionary<string, string> { ["Proxy"] = "127.0.0.1" } };
        using var client = app.CreateClient(new() { BaseAddress = new("https://peace.example") });
        foreach (var address in new[] { "/ukraine/positions", "/ukraine/positions", "/ukraine/nothing" })
        {
            using var answer = await client.GetAsync(address, Cancellation);
            Assert.Equal("max-age=31536000; includeSubDomains", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        }

        using var plain = app.CreateClient(new() { BaseAddress = new("http://peace.example") });
        using var bare = await plain.GetAsync("/ukraine/positions", Cancellation);
        Assert.False(bare.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Headers_longer_than_16_kilobytes_and_more_than_64_are_refused()
    {
        Assert.Equal(431, await AskAsync($"GET /ukraine/positions HTTP/1.1\r\n{Host}X-Long: {new string('a', 17_000)}\r\n\r\n"));
        Assert.Equal(431, await AskAsync($"GET /ukraine/positions HTTP/1.1\r\n{Host}{string.Concat(Enumerable.Range(0, 70).Select(one => $"X-{one}: a\r\n"))}\r\n"));
        Assert.Equal(200, await AskAsync($"GET /ukraine/positions HTTP/1.1\r\n{Host}X-Long: {new string('a', 8_000)}\r\n\r\n"));
    }

    private async Task<int> AskAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(site.Address).Port, Cancellation);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Cancellation);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var line = await reader.ReadLineAsync(Cancellation);
        Assert.StartsWith("HTTP/1.1 ", line, StringComparison.Ordinal);
        return int.Parse(line![9..12], System.Globalization.CultureInfo.InvariantCulture);
    }
}
