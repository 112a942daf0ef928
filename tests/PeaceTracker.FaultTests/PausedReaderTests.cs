using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Data.Sqlite;
using PeaceTracker.Testing;

namespace PeaceTracker.FaultTests;

/// <summary>Those who stop reading in the midst of a file while eight programs write are cut off, and meanwhile the log of the store can be written back.</summary>
public sealed class PausedReaderTests
{
    /// <summary>As many as there are files made at once.</summary>
    private const int Readers = 8;

    /// <summary>Together more than the system takes from the site before they are read.</summary>
    private const int Files = 40;

    /// <summary>A day: it is not for the time a file may take that they are cut off.</summary>
    private const string NoLimit = "86400";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_who_stop_reading_are_cut_off_and_keep_nothing_from_others()
    {
        await using var store = await WrittenStore.MakeAsync();
        await using var site = await SiteProcess.StartAsync(store.File, settings: new Dictionary<string, string> { ["Cache:Megabytes"] = "0", ["Limits:FileSeconds"] = NoLimit });
        var writing = store.WriteAsync(site.Client, Cancellation);
        await store.UntilAsync(8, Cancellation);
        var readers = new List<Socket>();
        try
        {
            var asked = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /ukraine/statements.json HTTP/1.1\r\nHost: localhost\r\n\r\n", Files)));
            var begun = new byte[1024];
            while (readers.Count < Readers)
            {
                var reader = await Sockets.ConnectAsync(site, Cancellation, takes: 4096);
                readers.Add(reader);
                await reader.SendAsync(asked, Cancellation);
                Assert.Contains("200 OK", Encoding.ASCII.GetString(begun, 0, await reader.ReceiveAsync(begun, Cancellation)), StringComparison.Ordinal);
            }

            var held = new List<bool>();
            for (var look = 0; !readers.TrueForAll(Sockets.IsCut); look++)
            {
                Assert.InRange(look, 0, 600);
                await Task.Delay(200, Cancellation);
                await store.UntilAsync(store.Acknowledged + 8, Cancellation);
                held.Add(await IsHeldAsync(store.File));
            }

            // At first they do read, all at once; by then they had long stopped, and nothing else was to be waited for.
            Assert.Contains(false, held.TakeLast(10));
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }

        using (var next = await site.Client.GetAsync(new Uri("/ukraine/statements.csv", UriKind.Relative), Cancellation))
            Assert.Equal(HttpStatusCode.OK, next.StatusCode);

        // Somebody who does hold it is seen, or this would show nothing.
        await using (var other = new SqliteConnection($"Data Source={store.File};Pooling=False"))
        {
            await other.OpenAsync(Cancellation);
            await using var transaction = other.BeginTransaction(deferred: true);
            await using var command = other.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM Statements";
            await command.ExecuteScalarAsync(Cancellation);
            await store.UntilAsync(store.Acknowledged + 8, Cancellation);
            Assert.True(await IsHeldAsync(store.File));
        }

        site.Kill();
        Assert.Empty(await writing);
        Assert.Empty(await store.FaultsAsync(store.File, Cancellation));
    }

    /// <summary>Whether somebody reads of the store what has been written over since: then not all of its log can be written back.</summary>
    private static async Task<bool> IsHeldAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        // Others read for a moment.
        for (var look = 0; look < 200; look++)
        {
            await using var answer = await command.ExecuteReaderAsync(Cancellation);
            await answer.ReadAsync(Cancellation);
            if (answer.GetInt32(1) == answer.GetInt32(2))
                return false;
            await Task.Delay(10, Cancellation);
        }

        return true;
    }
}
