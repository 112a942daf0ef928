namespace PeaceTracker.Web.Hosting;

/// <summary>
/// Before the program stops it says for a while that it is not ready (<c>/health/ready</c>) and answers all the same, so that a proxy sends visitors
/// elsewhere and nobody meets a closed door. What is being answered then has 25 seconds to end.
/// </summary>
public sealed class Drain(IConfiguration configuration, TimeProvider clock) : IHostedLifecycleService
{
    public const string Setting = "Shutdown:DrainSeconds";

    /// <summary>For requests that are under way.</summary>
    public static readonly TimeSpan ToEnd = TimeSpan.FromSeconds(25);

    public bool HasBegun { get; private set; }

    public static TimeSpan Length(IConfiguration configuration) => TimeSpan.FromSeconds(Math.Clamp(configuration.GetValue<int>(Setting), 0, 300));

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        HasBegun = true;
        var length = Length(configuration);
        return length == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(length, clock, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
