using System.Net;
using Polly;
using Polly.CircuitBreaker;
using StackExchange.Redis;

namespace PeaceTracker.Web.Hosting;

/// <summary>
/// What several instances share beside the store: answers that are kept, and how often a password was tried. It may be gone at any time; then
/// each instance goes on alone (ADR 0046).
/// </summary>
public sealed class Redis : IDisposable
{
    /// <summary>The setting: how it is reached, in the words of StackExchange.Redis; empty for none.</summary>
    public const string Connection = "Redis:Connection";

    /// <summary>Before every name in it, so that it can serve others too.</summary>
    public const string Prefix = "peacetracker:";

    /// <summary>Nobody waits longer for it: to make a page anew takes less.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>How long it is left alone when it did not answer.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Lazy<IConnectionMultiplexer> server;
    private readonly ResiliencePipeline pipeline;
    private readonly ILogger<Redis> logger;

    public Redis(string connection, TimeProvider clock, ILogger<Redis> logger)
    {
        this.logger = logger;
        var options = Parse(connection);
        // Who waits meanwhile would wait for nothing.
        (options.AbortOnConnectFail, options.BacklogPolicy) = (false, BacklogPolicy.FailFast);
        (options.ConnectTimeout, options.AsyncTimeout, options.SyncTimeout) = (500, (int)Patience.TotalMilliseconds, (int)Patience.TotalMilliseconds);
        server = new(() => ConnectionMultiplexer.Connect(options));
        pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddCircuitBreaker(new()
            {
                FailureRatio = 0.5,
                MinimumThroughput = 4,
                SamplingDuration = TimeSpan.FromSeconds(5),
                BreakDuration = Pause,
                OnOpened = _ =>
                {
                    logger.LogWarning("Redis does not answer: this instance goes on alone");
                    return default;
                },
                OnClosed = _ =>
                {
                    logger.LogInformation("Redis answers again");
                    return default;
                },
            })
            .AddTimeout(Patience)
            .Build();
    }

    public IConnectionMultiplexer Server => server.Value;

    /// <summary>Null where the settings name none.</summary>
    /// <exception cref="Data.DatabaseOptionsException">They do not say how it is reached.</exception>
    public static string? Of(IConfiguration settings)
    {
        if (settings[Connection] is not { Length: > 0 } connection)
            return null;
        Parse(connection);
        return connection;
    }

    /// <param name="without">What holds where it does not answer.</param>
    public async ValueTask<T> AskAsync<T>(Func<CancellationToken, ValueTask<T>> work, T without, CancellationToken cancellation)
    {
        try
        {
            return await pipeline.ExecuteAsync(async token => await work(token).AsTask().WaitAsync(token), cancellation);
        }
        // What was under way when the connection broke is called off, and not by who asked.
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // Of a connection that breaks in the midst of an answer the driver tells in many ways, down to those of a fault of its own ("Reading is not
            // allowed after reader was completed"). None of them is a reason to refuse a visitor.
            if (error is not (BrokenCircuitException or Polly.Timeout.TimeoutRejectedException or RedisException or TimeoutException or OperationCanceledException))
                logger.LogWarning(error, "Redis was given up for once");
            return without;
        }
    }

    public void Dispose()
    {
        if (server.IsValueCreated)
            server.Value.Dispose();
    }

    internal static ConfigurationOptions Parse(string connection)
    {
        try
        {
            var options = ConfigurationOptions.Parse(connection);
            // As to PostgreSQL: encrypted on the way to another machine, which shows that it is the one, unless somebody decided otherwise.
            if (!connection.Split(',').Any(option => option.Split('=') is [var name, _, ..] && name.Trim().Equals("ssl", StringComparison.OrdinalIgnoreCase)))
                options.Ssl = !options.EndPoints.All(end => end is IPEndPoint address ? IPAddress.IsLoopback(address.Address) : end is not DnsEndPoint named || Data.ThisMachine.Has(named.Host));
            return options;
        }
        catch (ArgumentException error)
        {
            throw new Data.DatabaseOptionsException($"The setting {Connection} cannot be read. {error.Message}");
        }
    }
}
