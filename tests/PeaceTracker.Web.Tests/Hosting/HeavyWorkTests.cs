using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>What costs most is made a few at a time, and reading that takes too long is given up.</summary>
public sealed class HeavyWorkTests
{
    private const string File = "/ukraine/statements.csv";

    private static readonly IPAddress One = IPAddress.Parse("192.0.2.1"), Other = IPAddress.Parse("192.0.2.2");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task More_files_than_are_made_at_once_are_refused_until_one_is_done_and_pages_are_not()
    {
        await using var app = Limited(new() { ["Limits:Files"] = "2", ["Limits:EachVisitor"] = "2", ["Limits:Waiting"] = "0" });
        var first = await AskAsync(app, File, One);
        var second = await AskAsync(app, "/api/v1/ukraine/statements", One);
        Assert.Equal(StatusCodes.Status200OK, first.Response.StatusCode);
        Assert.Equal(StatusCodes.Status200OK, second.Response.StatusCode);

        // They are still being sent: nobody has read them.
        var third = await AskAsync(app, File, Other);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, third.Response.StatusCode);
        Assert.Equal("5", third.Response.Headers.RetryAfter);
        Assert.Equal("Much is asked for at once", (await JsonDocument.ParseAsync(third.Response.Body, default, Cancellation)).RootElement.GetProperty("title").GetString());
        Assert.Equal(StatusCodes.Status200OK, await StatusAsync(app, "/ukraine/positions", One));
        Assert.Equal(StatusCodes.Status200OK, await StatusAsync(app, "/ukraine/statements?q=ceasefire", One));

        using var reader = new StreamReader(first.Response.Body);
        await reader.ReadToEndAsync(Cancellation);
        while (await StatusAsync(app, File, Other) != StatusCodes.Status200OK)
            await Task.Yield();
    }

    [Fact]
    public async Task Who_asks_for_much_leaves_room_for_others()
    {
        await using var app = Limited(new() { ["Limits:EachVisitor"] = "1", ["Limits:Waiting"] = "0" });
        var first = await AskAsync(app, File, One);
        Assert.Equal(StatusCodes.Status200OK, first.Response.StatusCode);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, await StatusAsync(app, File, One));
        Assert.Equal(StatusCodes.Status200OK, await StatusAsync(app, File, Other));
    }

    [Fact]
    public async Task More_pages_than_can_be_made_soon_are_refused_and_what_is_not_read_waits_for_none()
    {
        await using var app = Limited(new() { ["Limits:Pages"] = "1", ["Limits:Waiting"] = "0" });
        Assert.Equal(StatusCodes.Status200OK, await StatusAsync(app, "/ukraine/positions", One));
        var refused = new List<HttpContext>();
        for (var round = 0; round < 100 && refused.Count == 0; round++)
        {
            var asked = Enumerable.Range(0, 8).Select(_ => Task.Run(() => AskAsync(app, "/ukraine/positions", One), Cancellation)).ToList();
            var others = new[] { "/health/live", "/health/ready", "/account/sign-in" }.Select(address => Task.Run(() => StatusAsync(app, address, Other), Cancellation)).ToList();
            Assert.All(await Task.WhenAll(others), status => Assert.Equal(StatusCodes.Status200OK, status));
            var answers = await Task.WhenAll(asked);
            Assert.Contains(answers, answer => answer.Response.StatusCode == StatusCodes.Status200OK);
            refused.AddRange(answers.Where(answer => answer.Response.StatusCode != StatusCodes.Status200OK));
        }

        Assert.NotEmpty(refused);
        foreach (var answer in refused)
        {
            Assert.Equal(StatusCodes.Status503ServiceUnavailable, answer.Response.StatusCode);
            Assert.Equal("5", answer.Response.Headers.RetryAfter);
            Assert.Equal("no-store", answer.Response.Headers.CacheControl);
            using var reader = new StreamReader(answer.Response.Body);
            Assert.Contains("Much is asked for at once", await reader.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pages_that_are_read_slowly_keep_no_turn()
    {
        await using var app = Limited(new() { ["Limits:Pages"] = "1", ["Limits:Waiting"] = "0" });
        var slow = new List<HttpContext>();
        for (var reader = 0; reader < 5; reader++)
        {
            slow.Add(await AskAsync(app, "/ukraine/statements?limit=100", One));
            Assert.Equal(StatusCodes.Status200OK, slow[^1].Response.StatusCode);
        }

        using var last = new StreamReader(slow[0].Response.Body);
        Assert.EndsWith("</html>", (await last.ReadToEndAsync(Cancellation)).TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unless_a_setting_says_otherwise_searches_leave_one_processor_to_the_rest()
    {
        const string Search = File + "?q=ukraine";
        await using var app = Limited(new() { ["Limits:Waiting"] = "0" });
        for (var running = 0; running < Math.Max(1, Environment.ProcessorCount - 1); running++)
            Assert.Equal(StatusCodes.Status200OK, (await AskAsync(app, Search, One)).Response.StatusCode);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, await StatusAsync(app, Search, Other));
        Assert.Equal(StatusCodes.Status200OK, await StatusAsync(app, File, Other));
    }

    [Fact]
    public async Task Reading_that_takes_too_long_is_given_up_and_told()
    {
        await using var app = Limited(new() { ["Limits:PageSeconds"] = "0.001", ["Limits:FileSeconds"] = "0.001" });
        var page = await AskAsync(app, "/ukraine/statements", One);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, page.Response.StatusCode);
        Assert.Equal("30", page.Response.Headers.RetryAfter);
        Assert.Contains("frame-ancestors 'none'", page.Response.Headers.ContentSecurityPolicy.Single(), StringComparison.Ordinal);
        using var reader = new StreamReader(page.Response.Body);
        Assert.Contains("This takes too long", await reader.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
        var file = await AskAsync(app, "/ukraine/positions.json", One);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, file.Response.StatusCode);
        Assert.Equal("This takes too long", (await JsonDocument.ParseAsync(file.Response.Body, default, Cancellation)).RootElement.GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_file_has_longer_than_a_page()
    {
        await using var app = Limited(new() { ["Limits:PageSeconds"] = "0.001" });
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, await StatusAsync(app, "/ukraine/statements", One));
        Assert.Equal(StatusCodes.Status200OK, await StatusAsync(app, File, One));
        Assert.Equal(StatusCodes.Status200OK, await StatusAsync(app, "/api/v1/ukraine/positions", One));
    }

    /// <summary>Nothing is kept, or it would be sent without being made.</summary>
    private static PeaceTrackerApp Limited(Dictionary<string, string> settings) => new() { Settings = new Dictionary<string, string>(settings) { ["Cache:Megabytes"] = "0" } };

    private static async Task<int> StatusAsync(PeaceTrackerApp app, string address, IPAddress from)
    {
        var context = await AskAsync(app, address, from);
        await context.Response.Body.CopyToAsync(Stream.Null, Cancellation);
        return context.Response.StatusCode;
    }

    /// <summary>The answer is there when its headers are.</summary>
    private static Task<HttpContext> AskAsync(PeaceTrackerApp app, string address, IPAddress from) => app.Server.SendAsync(
        request =>
        {
            var (path, query) = address.Split('?') is [var one, var two] ? (one, "?" + two) : (address, "");
            request.Connection.RemoteIpAddress = from;
            request.Request.Scheme = "https";
            request.Request.Host = new("localhost");
            (request.Request.Path, request.Request.QueryString) = (path, new(query));
        },
        Cancellation);
}
