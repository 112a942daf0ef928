using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Proposals;

/// <summary>A document with terms. Its clauses are statements that name it.</summary>
public sealed class Proposal : IVersioned
{
    /// <summary>What <see cref="Provenance"/> can be.</summary>
    public static readonly IReadOnlyList<string> Provenances = ["official", "leaked", "reported"];

    public int Id { get; init; }

    public int ProcessId { get; init; }

    public required string Slug { get; init; }

    /// <summary>Id in the researched record; empty for one that was entered at the desk.</summary>
    public required string Record { get; init; }

    public required string Title { get; init; }

    public required EdtfDate Date { get; init; }

    public DateOnly Latest { get; init; }

    /// <summary>Slugs of the parties that put it forward.</summary>
    public List<string> Proponents { get; init; } = [];

    /// <summary>official, leaked or reported.</summary>
    public required string Provenance { get; init; }

    public required string Summary { get; init; }

    /// <summary>Slugs of the parties it was put to for an answer, as far as the record shows.</summary>
    public List<string> Addressees { get; init; } = [];

    /// <summary>How it is known to whom it was put; null when nothing is recorded.</summary>
    public string? AddresseesReason { get; init; }

    /// <summary>The proposals it comes from.</summary>
    public List<ProposalLink> Lineage { get; init; } = [];

    public List<int> Sources { get; init; } = [];

    /// <summary>Instant (UTC) from which it is shown in public: that of the first of its clauses; null before.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    public int Version { get; init; } = 1;
}

/// <summary>One line of descent between two proposals.</summary>
public sealed class ProposalLink
{
    /// <summary>What <see cref="Kind"/> can be.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["draft", "revision", "counter-draft", "merger", "leak"];

    public int Id { get; init; }

    public int ProposalId { get; init; }

    /// <summary>Slug of the earlier proposal.</summary>
    public required string From { get; init; }

    /// <summary>draft (an earlier draft of the same text), revision, counter-draft, merger or leak.</summary>
    public required string Kind { get; init; }

    /// <summary>Number of the source that says so; null when the texts show it.</summary>
    public int? Source { get; init; }

    public string? Note { get; init; }
}
