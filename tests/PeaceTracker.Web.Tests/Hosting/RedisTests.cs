using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PeaceTracker.Web.Hosting;
using StackExchange.Redis;

namespace PeaceTracker.Web.Tests.Hosting;

/// <summary>Whatever breaks between the site and Redis, who asked the site is answered.</summary>
public sealed class RedisTests
{
    private static readonly Exception[] Faults =
    [
        new RedisConnectionException(ConnectionFailureType.SocketFailure, "gone"),
        new RedisTimeoutException("slow", CommandStatus.Sent),
        new TaskCanceledException(),
        // Said by the driver when a connection broke while it read from it.
        new InvalidOperationException("Reading is not allowed after reader was completed."),
        new ObjectDisposedException("connection"),
        new IOException("reset"),
    ];

    [Fact]
    public async Task Whatever_the_driver_says_the_site_goes_on_alone()
    {
        foreach (var fault in Faults)
        {
            using var redis = Of();
            for (var times = 0; times < 10; times++)
            {
                Assert.Equal(7, await redis.AskAsync<int>(_ => throw fault, 7, TestContext.Current.CancellationToken));
                Assert.Equal(7, await redis.AskAsync(_ => new ValueTask<int>(Task.FromException<int>(fault)), 7, TestContext.Current.CancellationToken));
            }
        }
    }

    [Fact]
    public async Task Who_leaves_is_not_answered()
    {
        using var redis = Of();
        using var leave = new CancellationTokenSource();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await redis.AskAsync(_ => ValueTask.FromResult(1), 7, leave.Token));
    }

    /// <summary>One that never gets as far as asking the server.</summary>
    private static Redis Of() => new("127.0.0.1:1", new FakeTimeProvider(), NullLogger<Redis>.Instance);
}
