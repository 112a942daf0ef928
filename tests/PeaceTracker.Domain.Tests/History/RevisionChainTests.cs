using CsCheck;
using PeaceTracker.Domain.History;

namespace PeaceTracker.Domain.Tests.History;

/// <summary>A log whose entries were changed, removed, moved, added or cut off is found to be so.</summary>
public class RevisionChainTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];

    [Fact]
    public void A_whole_log_has_no_fault() => Assert.Empty(Faults(Log(50)));

    [Fact]
    public void An_empty_log_has_no_fault_and_one_without_its_head_has() =>
        Assert.Equal((0, 1), (RevisionChain.Verify([], null, Key).Count(), RevisionChain.Verify(Log(3).Entries, null, Key).Count()));

    [Fact]
    public void Whoever_has_the_store_and_not_the_key_cannot_seal_a_changed_log()
    {
        var (entries, _) = Log(5);
        byte[] guessed = new byte[32];
        var forged = new List<Revision>();
        foreach (var entry in entries)
            forged.Add(RevisionChain.Sealed(entry with { Snapshot = entry.Snapshot + " ", Previous = forged.LastOrDefault()?.Seal ?? "" }, guessed));
        Assert.NotEmpty(RevisionChain.Verify(forged, RevisionChain.Head(5, forged[^1].Seal, guessed), Key));
    }

    [Fact]
    public void Fields_cannot_be_shifted_into_one_another()
    {
        var one = RevisionChain.Sealed(Entry(1, "") with { Kind = "ab", Key = "c" }, Key);
        var other = RevisionChain.Sealed(Entry(1, "") with { Kind = "a", Key = "bc" }, Key);
        Assert.NotEqual(one.Seal, other.Seal);
        Assert.NotEqual(RevisionChain.Sealed(Entry(1, "") with { Reason = "" }, Key).Seal, RevisionChain.Sealed(Entry(1, "") with { Reason = null }, Key).Seal);
    }

    [Fact]
    public void A_thousand_random_edits_deletions_and_reorderings_are_all_found()
    {
        var (entries, head) = Log(40);
        var tampering =
            from way in Gen.Int[0, 10]
            from at in Gen.Int[0, 39]
            from other in Gen.Int[0, 39]
            from bit in Gen.Int[0, 5]
            select (way, at, other, bit);
        var tried = 0;
        tampering.Sample(
            choice =>
            {
                var log = entries.ToList();
                var last = head;
                var (way, at, other, bit) = choice;
                var entry = log[at];
                switch (way)
                {
                    case 0: log[at] = entry with { At = entry.At.AddTicks(1 + bit) }; break;
                    case 1: log[at] = entry with { Actor = entry.Actor + (char)('a' + bit) }; break;
                    case 2: log[at] = entry with { Action = bit % 2 == 0 ? "publish" : "withdraw" }; break;
                    case 3: log[at] = entry with { Key = entry.Key[..^1] + (char)('A' + bit) }; break;
                    case 4: log[at] = entry with { Reason = entry.Reason is null ? "" : null }; break;
                    case 5: log[at] = entry with { Snapshot = entry.Snapshot.Insert(bit, " ") }; break;
                    case 6: log.RemoveAt(at); break;
                    case 7: log.RemoveRange(at, 40 - at); break;
                    case 8: (log[at], log[other]) = (log[other], log[at]); if (at == other) log.RemoveAt(at); break;
                    // Numbers made to fit again after a removal or an exchange.
                    case 9: log.RemoveAt(at); log = [.. log.Select((row, index) => row with { Number = index + 1 })]; break;
                    default: log.Insert(at, RevisionChain.Sealed(Entry(at + 1, entry.Previous), new byte[32])); break;
                }

                tried++;
                return RevisionChain.Verify(log, last, Key).Any();
            },
            iter: 1000,
            threads: 1);
        Assert.True(tried >= 1000);
    }

    [Fact]
    public void A_cut_end_is_found_even_with_an_older_head_made_by_hand()
    {
        var (entries, head) = Log(10);
        var cut = entries.Take(7).ToList();
        Assert.NotEmpty(RevisionChain.Verify(cut, head, Key));
        Assert.NotEmpty(RevisionChain.Verify(cut, head with { Count = 7, Last = cut[^1].Seal }, Key));
    }

    private static IEnumerable<RevisionFault> Faults((List<Revision> Entries, RevisionHead Head) log) => RevisionChain.Verify(log.Entries, log.Head, Key);

    private static (List<Revision> Entries, RevisionHead Head) Log(int count)
    {
        var entries = new List<Revision>();
        for (var number = 1; number <= count; number++)
            entries.Add(RevisionChain.Sealed(Entry(number, entries.LastOrDefault()?.Seal ?? RevisionChain.Beginning), Key));
        return (entries, RevisionChain.Head(count, entries[^1].Seal, Key));
    }

    private static Revision Entry(int number, string previous) => new()
    {
        Number = number,
        At = new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero).AddMinutes(number),
        Actor = "a7f3",
        Action = "amend",
        Kind = "statement",
        Key = FormattableString.Invariant($"ukraine/{number}"),
        Reason = number % 3 == 0 ? null : "A letter was missing.",
        Snapshot = FormattableString.Invariant($$"""{"Number":{{number}},"Summary":"Тримається курсу."}"""),
        Previous = previous,
        Seal = "",
    };
}
