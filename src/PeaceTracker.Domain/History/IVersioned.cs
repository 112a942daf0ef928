namespace PeaceTracker.Domain.History;

/// <summary>A record that people change: forms carry its version, and what was made from an older one is not written over a newer.</summary>
public interface IVersioned
{
    /// <summary>Counts its changes, from 1 in the first revision and from a number of its own in each further one; the concurrency token. Raised by the store at each change.</summary>
    int Version { get; }
}
