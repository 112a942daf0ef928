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
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly Lock turn = new();
    private readonly SqliteConnection connection;
    private readonly SqliteCommand written;
    private readonly SqliteCommand newest;
    private long looked;
    private long? counted;
    private long last;
    private volatile string version = "";

    public PublicVersion(DatabaseOptions options)
    {
        // A connection of its own, because what it counts are the changes of all others.
        connection = new(new SqliteConnectionStringBuilder { DataSource = options.File, Pooling = false, DefaultTimeout = SqlitePragmas.SecondsToWait }.ToString());
        written = connection.CreateCommand();
        written.CommandText = "PRAGMA data_version";
        newest = connection.CreateCommand();
        newest.CommandText = $"""
            SELECT (SELECT MAX("Number") FROM "Revisions" WHERE "Number" > $last AND NOT ("Kind" = '{Snapshots.StatementKind}' AND "Action" IN ('{string.Join("', '", Unseen)}'))), (SELECT "Digest" FROM "SeedDigests")
            """;
        newest.Parameters.AddWithValue("$last", 0L);
    }

    /// <summary>The same text for the same public record, also after a start anew and on another machine with the same store.</summary>
    /// <exception cref="SqliteException">The store cannot be read now.</exception>
    public string Current
    {
        get
        {
            var now = Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref looked), now) < Pause)
                return version;
            lock (turn)
            {
                if (connection.State == System.Data.ConnectionState.Closed)
                    connection.Open();
                // Read first: what is written meanwhile is seen the next time.
                var count = (long)written.ExecuteScalar()!;
                if (count != counted)
                {
                    newest.Parameters[0].Value = last;
                    using (var row = newest.ExecuteReader())
                    {
                        row.Read();
                        last = row.IsDBNull(0) ? last : row.GetInt64(0);
                        version = FormattableString.Invariant($"{last}-{(row.IsDBNull(1) ? "" : row.GetString(1))}");
                    }

                    counted = count;
                }

                Volatile.Write(ref looked, now);
                return version;
            }
        }
    }

    /// <summary>Something was written: whoever asks next looks.</summary>
    public void Look()
    {
        lock (turn)
            Volatile.Write(ref looked, 0);
    }

    public void Dispose()
    {
        written.Dispose();
        newest.Dispose();
        connection.Dispose();
    }
}
