using PeaceTracker.Data.History;
using PeaceTracker.Domain.History;

namespace PeaceTracker.Web.Features.Audit;

/// <summary>How far a check of the store is.</summary>
/// <param name="Part">What is looked at; "" before the first.</param>
/// <param name="Checked">Of the part: entries, records or rows looked at.</param>
/// <param name="Noted">The head noted down before that the log was held against; null when none was given.</param>
/// <param name="Result">Null while it runs.</param>
/// <param name="Failed">It broke off; the log of the site says why.</param>
public sealed record CheckState(DateTimeOffset Began, TimeSpan Took, string Part, long Checked, string? Noted, StoreVerdict? Result, bool Failed)
{
    public bool Runs => Result is null && !Failed;
}

/// <param name="Noted">What was typed as a head noted down before.</param>
/// <param name="Problem">Why it cannot be one; null when it can.</param>
public sealed record VerifyModel(CheckState? Check, RevisionHead? Head, string? Noted, string? Problem);

/// <summary>One check of the store at a time, beside the requests: a large store takes longer than anybody waits for a page.</summary>
public sealed class RunningCheck(IServiceScopeFactory scopes, IHostApplicationLifetime life, TimeProvider clock, ILogger<RunningCheck> logger)
{
    /// <summary>A check that is over by then is shown at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock guard = new();
    private Task running = Task.CompletedTask;
    private CheckState? state;

    /// <summary>The check that runs, or the last one since the site started; null when there was none.</summary>
    public CheckState? State
    {
        get
        {
            lock (guard)
                return state is { Runs: true } now ? now with { Took = clock.GetUtcNow() - now.Began } : state;
        }
    }

    /// <summary>Begins one unless one runs, and waits a little for its end.</summary>
    /// <param name="noted">A head noted down before; null for none.</param>
    public async Task BeginAsync((long Count, string Seal)? noted)
    {
        Task check;
        lock (guard)
        {
            if (running.IsCompleted)
            {
                state = new(clock.GetUtcNow(), TimeSpan.Zero, "", 0, noted is { } head ? FormattableString.Invariant($"{head.Count}:{head.Seal}") : null, null, false);
                running = Task.Run(() => RunAsync(noted));
            }

            check = running;
        }

        await Task.WhenAny(check, Task.Delay(Patience, life.ApplicationStopping));
    }

    private async Task RunAsync((long Count, string Seal)? noted)
    {
        var began = clock.GetTimestamp();
        StoreVerdict? verdict = null;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            verdict = await scope.ServiceProvider.GetRequiredService<StoreCheck>().RunAsync(noted, Tell, life.ApplicationStopping);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.LogError(error, "The check of the store broke off");
        }

        lock (guard)
            state = state! with { Took = clock.GetElapsedTime(began), Result = verdict, Failed = verdict is null };
    }

    private void Tell(string part, long count)
    {
        lock (guard)
            state = state! with { Part = part, Checked = count };
    }
}
