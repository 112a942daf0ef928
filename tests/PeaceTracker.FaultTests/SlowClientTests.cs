using System.Net;
using System.Net.Sockets;
using System.Text;
using PeaceTracker.Testing;

namespace PeaceTracker.FaultTests;

/// <summary>Ten thousand who take a connection and do not end what they began to ask are cut off, and others are served meanwhile.</summary>
public sealed class SlowClientTests
{
    private const int Connections = 10_000;
    private const double MostMegabytes = 300;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_who_never_end_what_they_began_are_cut_off_and_others_are_served()
    {
        await using var store = await WrittenStore.MakeAsync();
        await using var site = await SiteProcess.StartAsync(store.File);
        await ReadAsync(site);
        var before = site.Megabytes;
        var headers = Encoding.ASCII.GetBytes("GET /ukraine/positions HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
        var body = Encoding.ASCII.GetBytes("POST /account/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nname=");
        var open = new List<Socket>();
        try
        {
            // All are there before the first says anything: from then on its seconds are counted.
            while (open.Count < Connections)
                open.Add(await Sockets.ConnectAsync(site, Cancellation));
            Assert.DoesNotContain(open, Sockets.IsClosed);
            for (var one = 0; one < Connections; one++)
                await open[one].SendAsync(one % 2 == 0 ? headers : body, Cancellation);

            // A letter now and then, so that nobody can call them silent.
            for (var left = open.ToList(); left.Count > 0; await Task.Delay(500, Cancellation))
            {
                left.RemoveAll(Sockets.IsCut);
                await ReadAsync(site);
                Assert.InRange(site.Megabytes, 0, before + MostMegabytes);
            }
        }
        finally
        {
            open.ForEach(socket => socket.Dispose());
        }

        Assert.DoesNotContain(site.Said.Split('\n'), line => line.Contains("Z ERR]", StringComparison.Ordinal) || line.Contains("Z FTL]", StringComparison.Ordinal));
    }

    private static async Task ReadAsync(SiteProcess site)
    {
        using var answer = await site.Client.GetAsync(new Uri("/ukraine/statements/36", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
