using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Proposals;

/// <summary>A document with terms. Its clauses are statements that name it.</summary>
public sealed class Proposal
{
    public int Id { get; init; }

    public int ProcessId { get; init; }

    public required string Slug { get; init; }

    /// <summary>Id in the researched record.</summary>
    public required string Record { get; init; }

    public required string Title { get; init; }

    public required EdtfDate Date { get; init; }

    public DateOnly Latest { get; init; }

    /// <summary>Slugs of the parties that put it forward.</summary>
    public List<string> Proponents { get; init; } = [];

    /// <summary>official, leaked or reported.</summary>
    public required string Provenance { get; init; }

    public required string Summary { get; init; }

    /// <summary>Slugs of the proposals it was made from.</summary>
    public List<string> DerivedFrom { get; init; } = [];

    public List<int> Sources { get; init; } = [];
}
