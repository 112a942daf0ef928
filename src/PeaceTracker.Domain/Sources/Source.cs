using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Sources;

/// <summary>Who publishes a source, with the grade its sources get when they have none of their own.</summary>
public sealed class Publisher : IVersioned
{
    /// <summary>What <see cref="Kind"/> can be, for choosing.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["agency", "aggregator", "blog", "broadcaster", "document", "newspaper", "official", "online", "state-media", "think-tank"];

    public int Id { get; init; }

    public int ProcessId { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }

    /// <summary>A to F, Admiralty scale.</summary>
    public required char Grade { get; init; }

    /// <summary>Why this grade.</summary>
    public required string Reason { get; init; }

    /// <summary>Instant (UTC) from which it is shown in public: that of the first statement published from it; null before.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    public int Version { get; init; } = 1;
}

/// <summary>Where a statement can be checked.</summary>
public sealed class Source : IVersioned
{
    /// <summary>What <see cref="Kind"/> can be, for choosing.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["article", "copy", "official-document", "report", "rewrite", "transcript", "translation", "video"];

    public int Id { get; init; }

    public int ProcessId { get; init; }

    /// <summary>Public number, part of its address.</summary>
    public required int Number { get; init; }

    public int PublisherId { get; init; }

    public Publisher? Publisher { get; init; }

    public required string Title { get; init; }

    /// <summary>True when the title describes the source because its own title is not known.</summary>
    public bool TitleDescribed { get; init; }

    public string? Author { get; init; }

    public EdtfDate? Date { get; init; }

    public string? Address { get; init; }

    public string? ArchiveAddress { get; init; }

    /// <summary>The address in the form in which one page has one address (<see cref="NormalisedAddress"/>); null without one. Kept for finding.</summary>
    public string? NormalAddress
    {
        get => NormalisedAddress.Of(Address, out _);
        private set => _ = value;
    }

    /// <summary>The same of the archive address.</summary>
    public string? NormalArchiveAddress
    {
        get => NormalisedAddress.Of(ArchiveAddress, out _);
        private set => _ = value;
    }

    /// <summary>BCP 47 tag.</summary>
    public string? Language { get; init; }

    public required string Kind { get; init; }

    /// <summary>A to F; the publisher's grade when the source has none of its own.</summary>
    public required char Grade { get; init; }

    public string? Notes { get; init; }

    /// <summary>Numbers of the sources this one copies, rewrites, translates or retells.</summary>
    public List<int> DerivedFrom { get; init; } = [];

    /// <summary>Number of the source that is the same one and is cited in its place; null unless merged. See <see cref="SourceMerge"/>.</summary>
    public int? MergedInto { get; init; }

    /// <summary>Instant (UTC) from which it is shown in public: that of the first statement published from it; null before.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    public int Version { get; init; } = 1;
}

/// <summary>Traces sources to what they derive from.</summary>
public static class Origins
{
    /// <summary>
    /// The way back to a source through what it would derive from, as numbers, the source first and last; null when there is none. Sources in
    /// a circle have no origin, so their evidence could not be counted.
    /// </summary>
    /// <param name="parents">Numbers it would derive from.</param>
    /// <param name="derivedFrom">Source number to the numbers it derives from, for all others.</param>
    public static IReadOnlyList<int>? Circle(int source, IEnumerable<int> parents, IReadOnlyDictionary<int, IReadOnlyList<int>> derivedFrom)
    {
        var seen = new HashSet<int>();
        return Search(parents, [source]);

        IReadOnlyList<int>? Search(IEnumerable<int> from, IReadOnlyList<int> way)
        {
            foreach (var parent in from)
            {
                if (parent == source)
                    return [.. way, parent];
                if (seen.Add(parent) && Search(derivedFrom.GetValueOrDefault(parent) ?? [], [.. way, parent]) is { } found)
                    return found;
            }

            return null;
        }
    }

    /// <summary>A set of sources with everything that derives from one of them, near or far.</summary>
    /// <param name="derivedFrom">Source number to the numbers it derives from.</param>
    public static IReadOnlySet<int> WithCopies(IEnumerable<int> sources, IReadOnlyDictionary<int, IReadOnlyList<int>> derivedFrom)
    {
        var reached = sources.ToHashSet();
        while (derivedFrom.Where(pair => !reached.Contains(pair.Key) && pair.Value.Any(reached.Contains)).Select(pair => pair.Key).ToList() is { Count: > 0 } copies)
            reached.UnionWith(copies);
        return reached;
    }

    /// <summary>
    /// The origins of a set of cited sources, and how far the closest of them is from its origin (0 when an origin itself is cited).
    /// </summary>
    /// <param name="derivedFrom">Source number to the numbers it derives from.</param>
    /// <param name="mergedInto">Number of a source that was merged to the number it goes under now: the same source, no step away.</param>
    /// <exception cref="ArgumentException">The derivations run in a circle.</exception>
    public static (IReadOnlySet<int> Roots, int Copied) Of(IEnumerable<int> cited, IReadOnlyDictionary<int, IReadOnlyList<int>> derivedFrom, IReadOnlyDictionary<int, int>? mergedInto = null)
    {
        var roots = new HashSet<int>();
        var copied = int.MaxValue;
        foreach (var source in cited)
            copied = Math.Min(copied, Trace(source, []));
        return (roots, copied == int.MaxValue ? 0 : copied);

        int Trace(int source, HashSet<int> path)
        {
            if (!path.Add(source))
                throw new ArgumentException(FormattableString.Invariant($"Source {source} derives from itself."), nameof(derivedFrom));
            if (mergedInto?.TryGetValue(source, out var kept) == true)
            {
                var way = Trace(kept, path);
                path.Remove(source);
                return way;
            }

            if (!derivedFrom.TryGetValue(source, out var parents) || parents.Count == 0)
            {
                roots.Add(source);
                path.Remove(source);
                return 0;
            }

            var nearest = parents.Min(parent => Trace(parent, path));
            path.Remove(source);
            return nearest + 1;
        }
    }
}
