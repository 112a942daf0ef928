using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Parties;

/// <summary>A state, organisation or coalition that holds positions.</summary>
public sealed class Party : IVersioned
{
    public int Id { get; init; }

    public int ProcessId { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }

    /// <summary>Two capital letters that stand for the party where there is no room for the name.</summary>
    public required string Monogram { get; init; }

    public required string Kind { get; init; }

    /// <summary>Wikidata item; null when not sure.</summary>
    public string? Wikidata { get; init; }

    /// <summary>Other names, in any script.</summary>
    public List<string> Aliases { get; init; } = [];

    /// <summary>Slugs of the parties that belong to this one.</summary>
    public List<string> Members { get; init; } = [];

    public int Version { get; init; } = 1;
}

/// <summary>Somebody who speaks.</summary>
public sealed class Person : IVersioned
{
    public int Id { get; init; }

    public int ProcessId { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }

    public List<string> Aliases { get; init; } = [];

    public string? Wikidata { get; init; }

    public List<Office> Offices { get; init; } = [];

    public int Version { get; init; } = 1;
}

/// <summary>Who speaks for whom, in which office, from when to when as far as the record says.</summary>
public sealed class Office
{
    public int Id { get; init; }

    public int PersonId { get; init; }

    public required string Title { get; init; }

    /// <summary>Party spoken for; null for people who speak for none, such as analysts.</summary>
    public string? Party { get; init; }

    public EdtfDate? From { get; init; }

    public EdtfDate? To { get; init; }

    /// <summary>Number of the source that says so; null when the statement's own sources do.</summary>
    public int? Source { get; init; }
}
