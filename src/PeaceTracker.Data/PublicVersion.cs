using System.Data.Common;
using System.Diagnostics;
using PeaceTracker.Data.History;

namespace PeaceTracker.Data;

/// <summary>
/// Says which state of the public record the store has: a text that changes with every change the public can see, whoever makes it, also
/// another program. What only the desk sees changes nothing.
/// </summary>
public abstract class PublicVersion : IDisposable
{
    /// <summary>What is done to a statement before it is public; everything else in the log may be seen.</summary>
    public static readonly IReadOnlyList<string> Unseen = ["draft", "edit", "submit", "discard", "hold", "release"];

    /// <summary>A store that cannot be read is left alone for so long: whoever asks meanwhile would only wait in a row.</summary>
    private static readonly long PauseOfFailure = Stopwatch.Frequency;

    /// <summary>SQL of the newest entry after the parameter <c>@last</c> that the public can see, nothing where there is none, and of the digest of the seeds.</summary>
    internal static readonly string Newest =
        $"""
        SELECT (SELECT max("Number") FROM "Revisions" WHERE "Number" > @last AND NOT ("Kind" = '{Snapshots.StatementKind}' AND "Action" IN ('{string.Join("', '", Unseen)}'))), (SELECT "Digest" FROM "SeedDigests")
        """;

    private readonly Lock turn = new();
    private readonly long pause;
    private long lookNext;
    private long last;
    private volatile string? version;

    /// <param name="pause">Of writing by others nothing is seen for so long; a change of this program is told by <see cref="Look"/>.</param>
    private protected PublicVersion(TimeSpan pause) => this.pause = (long)(pause.TotalSeconds * Stopwatch.Frequency);

    /// <summary>The same text for the same public record, also after a start anew and on another machine with the same store; null while the store cannot be read.</summary>
    public string? Current
    {
        get
        {
            if (Stopwatch.GetTimestamp() < Volatile.Read(ref lookNext))
                return version;
            lock (turn)
            {
                var now = Stopwatch.GetTimestamp();
                if (now < lookNext)
                    return version;
                try
                {
                    if (Read(last) is var (newest, seeds))
                    {
                        last = newest ?? last;
                        version = Text(last, seeds);
                    }

                    Volatile.Write(ref lookNext, now + pause);
                }
                catch (DbException)
                {
                    version = null;
                    Forget();
                    Volatile.Write(ref lookNext, Stopwatch.GetTimestamp() + PauseOfFailure);
                }

                return version;
            }
        }
    }

    /// <summary>Something was written: whoever asks next looks.</summary>
    public void Look()
    {
        lock (turn)
            Volatile.Write(ref lookNext, 0);
    }

    internal static string Text(long last, string seeds) => FormattableString.Invariant($"{last}-{seeds}");

    public abstract void Dispose();

    /// <summary>What <see cref="Newest"/> gives; null where it gives what it gave before.</summary>
    private protected abstract (long? Newest, string Seeds)? Read(long last);

    /// <summary>The store could not be read: what was known of it is known no more.</summary>
    private protected abstract void Forget();

    private protected static (long? Newest, string Seeds) Of(DbCommand newest)
    {
        using var row = newest.ExecuteReader();
        row.Read();
        return (row.IsDBNull(0) ? null : row.GetInt64(0), row.IsDBNull(1) ? "" : row.GetString(1));
    }
}
