namespace PeaceTracker.Cluster.Tests;

/// <summary>A cluster for the tests of a class.</summary>
public sealed class RunningCluster : IAsyncLifetime
{
    public Testing.Cluster Cluster { get; } = new();

    public async ValueTask InitializeAsync() => await Cluster.StartAllAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
