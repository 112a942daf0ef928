using PeaceTracker.Data.History;
using PeaceTracker.Domain.History;

namespace PeaceTracker.Web.Features.Audit;

/// <summary>How far a check of the log is.</summary>
/// <param name="Checked">Entries looked at.</param>
/// <param name="Count">Entries there are.</param>
/// <param name="Result">Null while it runs.</param>
/// <param name="Failed">It broke off; the log of the site says why.</param>
public sealed record CheckState(DateTimeOffset Began, TimeSpan Took, long Checked, long Count, LogVerdict? Result, bool Failed)
{
    public bool Runs => Result is null && !Failed;
}

public sealed record VerifyModel(CheckState? Check, RevisionHead? Head);

/// <summary>One check of the revision log at a time, beside the requests: a long log takes longer than anybody waits for a page.</summary>
public sealed class LogCheck(IServiceScopeFactory scopes, IHostApplicationLifetime life, TimeProvider clock, ILogger<LogCheck> logger)
{
    /// <summary>A check that is over by then is shown at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock guard = new();
    private Task running = Task.CompletedTask;
    private CheckState? state;
    private long seen;

    /// <summary>The check that runs, or the last one since the site started; null when there was none.</summary>
    public CheckState? State
    {
        get
        {
            lock (guard)
                return state is { Runs: true } now ? now with { Checked = Interlocked.Read(ref seen), Took = clock.GetUtcNow() - now.Began } : state;
        }
    }

    /// <summary>Begins one unless one runs, and waits a little for its end.</summary>
    public async Task BeginAsync()
    {
        Task check;
        lock (guard)
        {
            if (running.IsCompleted)
            {
                seen = 0;
                state = new(clock.GetUtcNow(), TimeSpan.Zero, 0, 0, null, false);
                running = Task.Run(RunAsync);
            }

            check = running;
        }

        await Task.WhenAny(check, Task.Delay(Patience, life.ApplicationStopping));
    }

    private async Task RunAsync()
    {
        var began = clock.GetTimestamp();
        LogVerdict? verdict = null;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var log = scope.ServiceProvider.GetRequiredService<RevisionLog>();
            var count = (await log.HeadAsync(life.ApplicationStopping))?.Count ?? 0;
            lock (guard)
                state = state! with { Count = count };
            verdict = await log.CheckAsync(null, entries => Interlocked.Exchange(ref seen, entries), life.ApplicationStopping);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.LogError(error, "The check of the revision log broke off");
        }

        lock (guard)
            state = state! with { Took = clock.GetElapsedTime(began), Checked = verdict?.Count ?? Interlocked.Read(ref seen), Result = verdict, Failed = verdict is null };
    }
}
