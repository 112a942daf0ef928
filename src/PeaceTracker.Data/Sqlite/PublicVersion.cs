using System.Diagnostics;
using Microsoft.Data.Sqlite;
using PeaceTracker.Data.History;

namespace PeaceTracker.Data.Sqlite;

/// <summary>
/// Says which state of the public record the store has: a text that changes with every change the public can see, whoever makes it, also
/// another program. What only the desk sees changes nothing. Asking costs less than a query: SQLite itself says whether anything was written.
/// </summary>
public sealed class PublicVersion : IDisposable
{
    /// <summary>What is done to a statement before it is public; everything else in the log may be seen.</summary>
    public static readonly IReadOnlyList<string> Unseen = ["draft", "edit", "submit", "discard", "hold", "release"];

    /// <summary>Of writing by others nothing is seen for so long; a change of this program is told by <see cref="Look"/>.</summary>
    private static readonly long Pause = Stopwatch.Frequency / 1000;

    /// <summary>A store that cannot be read is left alone for so long: whoever asks meanwhile would only wait in a row.</summary>
    private static readonly long PauseOfFailure = Stopwatch.Frequency;

    private readonly Lock turn = new();
    private readonly SqliteConnection connection;
    private readonly SqliteCommand written;
    private readonly SqliteCommand newest;
    private long lookNext;
    private long? counted;
    private long last;
    private volatile string? version;

    public PublicVersion(DatabaseOptions options)
    {
        // A connection of its own, because what it counts are the changes of all others.
        connection = new(new SqliteConnectionStringBuilder { DataSource = options.File, Pooling = false, DefaultTimeout = 1 }.ToString());
        written = connection.CreateCommand();
        written.CommandText = "PRAGMA data_version";
        newest = connection.CreateCommand();
        newest.CommandText = $"""
            SELECT (SELECT MAX("Number") FROM "Revisions" WHERE "Number" > $last AND NOT ("Kind" = '{Snapshots.StatementKind}' AND "Action" IN ('{string.Join("', '", Unseen)}'))), (SELECT "Digest" FROM "SeedDigests")
            """;
        newest.Parameters.AddWithValue("$last", 0L);
    }

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
                    Read();
                    Volatile.Write(ref lookNext, now + Pause);
                }
                catch (SqliteException)
                {
                    (version, counted) = (null, null);
                    Volatile.Write(ref lookNext, Stopwatch.GetTimestamp() + PauseOfFailure);
                }

                return version;
            }
        }
    }

    private void Read()
    {
        if (connection.State == System.Data.ConnectionState.Closed)
            connection.Open();
        // Read first: what is written meanwhile is seen the next time.
        var count = (long)written.ExecuteScalar()!;
        if (count == counted)
            return;
        newest.Parameters[0].Value = last;
        using var row = newest.ExecuteReader();
        row.Read();
        last = row.IsDBNull(0) ? last : row.GetInt64(0);
        version = FormattableString.Invariant($"{last}-{(row.IsDBNull(1) ? "" : row.GetString(1))}");
        counted = count;
    }

    /// <summary>Something was written: whoever asks next looks.</summary>
    public void Look()
    {
        lock (turn)
            Volatile.Write(ref lookNext, 0);
    }

    public void Dispose()
    {
        written.Dispose();
        newest.Dispose();
        connection.Dispose();
    }
}
