namespace PeaceTracker.Cluster.Tests;

/// <summary>A cluster for the tests of a class.</summary>
public sealed class RunningCluster : IAsyncLifetime
{
    public Testing.Cluster Cluster { get; } = new();

    public async ValueTask InitializeAsync() => await Cluster.StartAllAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    /// <summary>Waits for what comes to hold, also on a machine that is busy with much else.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 3000, "It did not come to hold.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));
}
