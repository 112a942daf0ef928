namespace PeaceTracker.Data;

/// <summary>
/// One writer at a time, in the order they came. SQLite has one writer anyway; left to itself it lets them wait by chance, and some for
/// seconds. Nothing slow belongs inside a turn.
/// </summary>
public sealed class WriteGate : IDisposable
{
    /// <summary>Writers that may wait; whoever comes when there are as many is refused.</summary>
    public const int Longest = 1024;

    private readonly SemaphoreSlim turn = new(1, 1);
    private int waiting;

    /// <summary>Soon whoever comes is refused.</summary>
    public bool IsNearlyFull => Volatile.Read(ref waiting) > Longest * 9 / 10;

    /// <summary>Waits for a turn; disposing what it gives ends the turn.</summary>
    /// <exception cref="WritersWaitException">Too many wait already.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        try
        {
            if (Interlocked.Increment(ref waiting) > Longest)
                throw new WritersWaitException();
            await turn.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }

        return new Turn(turn);
    }

    public void Dispose() => turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        private SemaphoreSlim? held = turn;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Release();
    }
}

/// <summary>More writers wait than can be served in good time: try again shortly.</summary>
public sealed class WritersWaitException() : Exception("Too many changes wait to be written.");
