using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PeaceTracker.Domain.History;

/// <summary>
/// One entry of the revision log: who changed what, when, why, and how it read afterwards. Entries are only ever added. Each is sealed
/// with a key that is not in the store and holds the seal of the one before it, so that no entry can be changed, removed, added or moved
/// without <see cref="RevisionChain.Verify"/> finding it.
/// </summary>
public sealed record Revision
{
    /// <summary>Counts the entries from 1 without gaps.</summary>
    public required long Number { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Pseudonym of the account; <see cref="Seeds"/> for the researched record, <see cref="Operator"/> for a command of the operator.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done, one word or two: "draft", "submit", "publish", "amend", "withdraw", "change" ...</summary>
    public required string Action { get; init; }

    /// <summary>Kind of the record, for example "statement".</summary>
    public required string Kind { get; init; }

    /// <summary>Public key of the record within its kind, for example "ukraine/1042".</summary>
    public required string Key { get; init; }

    /// <summary>Why; null where no reason is asked for.</summary>
    public string? Reason { get; init; }

    /// <summary>The whole record afterwards, as JSON; empty when it was removed.</summary>
    public required string Snapshot { get; init; }

    /// <summary>Seal of the entry before; <see cref="RevisionChain.Beginning"/> for the first.</summary>
    public required string Previous { get; init; }

    /// <summary>Seal of this entry, 64 hexadecimal digits.</summary>
    public required string Seal { get; init; }

    public const string Seeds = "seeds";

    public const string Operator = "operator";
}

/// <summary>What the log has come to: sealed like an entry, so that cutting off its end is found as well.</summary>
/// <param name="Count">Entries.</param>
/// <param name="Last">Seal of the last entry.</param>
/// <param name="Seal">Seal of these two.</param>
public sealed record RevisionHead(long Count, string Last, string Seal)
{
    /// <summary>Number and seal of a last entry as a person noted them down: "1234:9f2c...". Null when it is no such note.</summary>
    public static (long Count, string Last)? Read(string? noted) =>
        noted?.Split(':') is [var count, { Length: 64 } last] && long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && last.All(char.IsAsciiHexDigitLower)
            ? (number, last) : null;
}

/// <summary>Something wrong in the log.</summary>
/// <param name="Number">The entry where it shows; 0 for the end of the log.</param>
public sealed record RevisionFault(long Number, string What);

/// <summary>What a check of the log came to.</summary>
/// <param name="Count">Entries looked at.</param>
/// <param name="Head">Null when the store has none.</param>
/// <param name="Faults">Everything wrong; empty when the log is whole.</param>
public sealed record LogVerdict(long Count, RevisionHead? Head, IReadOnlyList<RevisionFault> Faults)
{
    public bool IsWhole => Faults.Count == 0;
}

/// <summary>Something wrong in the store.</summary>
/// <param name="Part">"file", "log", "records" or "projection".</param>
public sealed record StoreFault(string Part, string What);

/// <summary>What a check of the store came to.</summary>
/// <param name="Records">Records put beside what the log says of them.</param>
/// <param name="Codings">Rows of the projection put beside what the statements give.</param>
/// <param name="Faults">Everything wrong, that of the log too; empty when the store is whole.</param>
public sealed record StoreVerdict(LogVerdict Log, int Records, int Codings, IReadOnlyList<StoreFault> Faults)
{
    public bool IsWhole => Faults.Count == 0;
}

/// <summary>Seals and checks the entries of the revision log: HMAC-SHA256 (RFC 2104) over every field, each with its length before it.</summary>
public static class RevisionChain
{
    /// <summary>What the first entry follows.</summary>
    public const string Beginning = "";

    /// <summary>The entry with the seal that this key gives it; <see cref="Revision.Seal"/> as it was is not looked at.</summary>
    public static Revision Sealed(Revision entry, ReadOnlySpan<byte> key) => entry with { Seal = Seal(key, Fields(entry)) };

    public static RevisionHead Head(long count, string last, ReadOnlySpan<byte> key) =>
        new(count, last, Seal(key, ["head", FormattableString.Invariant($"{count}"), last]));

    /// <summary>Everything wrong in a log; nothing when it is whole.</summary>
    /// <param name="entries">In the order of their numbers.</param>
    /// <param name="head">Null when the store has none.</param>
    public static IEnumerable<RevisionFault> Verify(IEnumerable<Revision> entries, RevisionHead? head, byte[] key)
    {
        long count = 0;
        var last = Beginning;
        foreach (var entry in entries)
        {
            count++;
            if (entry.Number != count)
            {
                yield return new(count, FormattableString.Invariant($"Entry {count} is missing: the next one is {entry.Number}."));
                count = entry.Number;
            }
            else if (entry.Previous != last)
            {
                yield return new(entry.Number, FormattableString.Invariant($"Entry {entry.Number} does not follow the one before it."));
            }

            if (!Same(Seal(key, Fields(entry)), entry.Seal))
                yield return new(entry.Number, FormattableString.Invariant($"Entry {entry.Number} is not as it was written."));
            last = entry.Seal;
        }

        if (head is null)
        {
            if (count > 0)
                yield return new(0, "The head of the log is missing.");
        }
        else if (!Same(Head(head.Count, head.Last, key).Seal, head.Seal))
        {
            yield return new(0, "The head of the log is not as it was written.");
        }
        else if (head.Count != count || head.Last != last)
        {
            yield return new(0, FormattableString.Invariant($"The log had {head.Count} entries and ends after {count}."));
        }
    }

    private static string[] Fields(Revision entry) =>
    [
        "entry", FormattableString.Invariant($"{entry.Number}"), FormattableString.Invariant($"{entry.At.UtcTicks}"),
        entry.Actor, entry.Action, entry.Kind, entry.Key, entry.Reason is null ? "-" : "+" + entry.Reason, entry.Snapshot, entry.Previous,
    ];

    // With the length before each field, no two lists of fields give the same bytes.
    private static string Seal(ReadOnlySpan<byte> key, string[] fields)
    {
        const int length = sizeof(int);
        var text = new byte[fields.Sum(field => length + Encoding.UTF8.GetByteCount(field))];
        var at = 0;
        foreach (var field in fields)
        {
            var bytes = Encoding.UTF8.GetBytes(field, text.AsSpan(at + length));
            BinaryPrimitives.WriteInt32BigEndian(text.AsSpan(at), bytes);
            at += length + bytes;
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, text));
    }

    private static bool Same(string one, string other) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
