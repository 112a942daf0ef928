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

/// <summary>What an editor says of two clauses that stand beside each other in a comparison.</summary>
public sealed class ClauseDifference : IVersioned
{
    /// <summary>The labels an editor chooses from.</summary>
    public static readonly IReadOnlyList<string> Labels =
        ["added", "removed", "amount raised", "amount lowered", "condition added", "condition dropped", "weaker verb", "stronger verb", "moved"];

    private static readonly (string One, string Other)[] Opposites =
        [("added", "removed"), ("amount raised", "amount lowered"), ("condition added", "condition dropped"), ("weaker verb", "stronger verb")];

    public int Id { get; init; }

    public int ProcessId { get; init; }

    /// <summary>Number of the statement that is the clause compared with.</summary>
    public required int Base { get; init; }

    /// <summary>Number of the statement that is the other clause.</summary>
    public required int Other { get; init; }

    /// <summary>One or more of <see cref="Labels"/>.</summary>
    public List<string> Label { get; init; } = [];

    public string? Note { get; init; }

    /// <summary>Instant (UTC) from which it is shown in public; null until a second person has agreed.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Id of the account that wrote it; null for the researched record. Never shown in public.</summary>
    public int? Editor { get; init; }

    public int Version { get; init; } = 1;

    /// <summary>The labels as they read when this clause is the one compared with: seen from the other side, "added" is "removed".</summary>
    public IReadOnlyList<string> LabelsFrom(int clause) => clause == Base ? Label : [.. Label.Select(Opposite)];

    private static string Opposite(string label)
    {
        foreach (var (one, other) in Opposites)
        {
            if (label == one)
                return other;
            if (label == other)
                return one;
        }

        return label;
    }
}
