using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Files;

/// <summary>Case B 22 (datasette#2444): a file that could not be read to its end is visibly broken, never short and whole.</summary>
public sealed class BrokenFileTests
{
    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("xlsx")]
    public async Task A_store_that_fails_half_way_breaks_the_connection_off(string format)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var served = await ServedApp.StartAsync();
        var address = new Uri($"{served.Address}/ukraine/statements.{format}");
        using var plain = new HttpClient();
        using var unpacking = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.All });
        var whole = (await plain.GetByteArrayAsync(address, cancellation)).Length;
        Assert.True(whole > 100_000, $"Of {whole} bytes, the file is not sent in parts.");

        await BreakOldestStatementAsync(served);

        // The whole file is kept by now, and the store was not changed by the site: asked for by another address it is read anew. What was broken
        // off is not kept: nobody after it gets it for whole.
        var again = new Uri($"{address}?date=2026-11-25");
        foreach (var client in new[] { plain, unpacking, plain })
        {
            using var answer = await client.GetAsync(again, HttpCompletionOption.ResponseHeadersRead, cancellation);
            // It was well until then, and the start had been sent.
            Assert.Equal(200, (int)answer.StatusCode);
            Assert.Null(answer.Content.Headers.ContentLength);
            await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
            var read = 0;
            var broken = await Assert.ThrowsAnyAsync<IOException>(async () =>
            {
                var buffer = new byte[1 << 16];
                for (int count; (count = await body.ReadAsync(buffer, cancellation)) > 0;)
                    read += count;
            });
            Assert.NotNull(broken);
            Assert.InRange(read, 0, whole - 1);
        }
    }

    /// <summary>The row that is read last holds a date that is none.</summary>
    private static async Task BreakOldestStatementAsync(ServedApp served)
    {
        await using var scope = served.Services.CreateAsyncScope();
        var file = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Database.GetDbConnection().ConnectionString;
        await using var store = new SqliteConnection(file);
        await store.OpenAsync();
        await using var command = store.CreateCommand();
        command.CommandText = "UPDATE Statements SET MadeOn = 'no date at all' WHERE Id = (SELECT Id FROM Statements ORDER BY Day, Number LIMIT 1)";
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
