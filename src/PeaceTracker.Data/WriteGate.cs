using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PeaceTracker.Data;

/// <summary>
/// One writer at a time, in the order they came. SQLite has one writer anyway; left to itself it lets them wait by chance, and some for
/// seconds. Nothing slow belongs inside a turn.
/// </summary>
public sealed class WriteGate : IDisposable
{
    /// <summary>Writers that may wait; whoever comes when there are as many is refused.</summary>
    public const int Longest = 1024;

    /// <summary>
    /// For so long somebody waits for a turn. More come than can write where it is longer: told after a while, they know that nothing was written; who waits
    /// for minutes gives up without knowing.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>Under which name the program's own numbers are sent.</summary>
    public const string MeterName = "PeaceTracker";

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Histogram<double> waits, turns;
    private readonly Meter meter;
    private int waiting;

    /// <param name="meters">Of the host; null outside of one, where nobody listens.</param>
    public WriteGate(IMeterFactory? meters = null)
    {
        meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        waits = meter.CreateHistogram<double>("peacetracker.writer.wait", "s", "How long a writer waited for its turn.");
        turns = meter.CreateHistogram<double>("peacetracker.writer.turn", "s", "How long a turn took, with its commit.");
        meter.CreateObservableGauge("peacetracker.writers.waiting", () => Waiting, "{writer}", "Writers that wait for their turn.");
    }

    /// <summary>How many wait.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Soon whoever comes is refused.</summary>
    public bool IsNearlyFull => Waiting > Longest * 9 / 10;

    /// <summary>Waits for a turn; disposing what it gives ends the turn.</summary>
    /// <exception cref="WritersWaitException">Too many wait already, or the turn did not come in time.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        var came = Stopwatch.GetTimestamp();
        try
        {
            if (Interlocked.Increment(ref waiting) > Longest)
                throw new WritersWaitException();
            if (!await turn.WaitAsync(LongestWait, cancellation))
                throw new WritersWaitException();
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }

        waits.Record(Stopwatch.GetElapsedTime(came).TotalSeconds);
        return new Turn(this);
    }

    public void Dispose()
    {
        turn.Dispose();
        meter.Dispose();
    }

    private sealed class Turn(WriteGate gate) : IDisposable
    {
        private readonly long began = Stopwatch.GetTimestamp();
        private WriteGate? held = gate;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref held, null) is not { } gate)
                return;
            gate.turn.Release();
            gate.turns.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
    }
}

/// <summary>More writers wait than can be served in good time: try again shortly.</summary>
public sealed class WritersWaitException() : Exception("Too many changes wait to be written.");
