namespace PeaceTracker.Domain.Sources;

/// <summary>Two numbers of one source were made one. Kept for undoing it: what the merge changed, and how it read before.</summary>
public sealed class SourceMerge
{
    public int Id { get; init; }

    public int ProcessId { get; init; }

    /// <summary>Number of the source that is no longer cited.</summary>
    public required int Merged { get; init; }

    /// <summary>Number cited in its place.</summary>
    public required int Kept { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    public string? Reason { get; init; }

    /// <summary>The rows it changed and what stood in them, as JSON.</summary>
    public required string Changes { get; init; }

    /// <summary>When it was undone (UTC); null while it holds.</summary>
    public DateTimeOffset? UndoneAt { get; set; }
}

/// <summary>What a merge of two numbers would do.</summary>
/// <param name="Problems">Why it is refused, in words; empty when it may be done.</param>
/// <param name="Open">Numbers of the statements being worked on whose citations would move.</param>
/// <param name="Published">Numbers of the statements that cite the merged source in public, and go on doing so.</param>
/// <param name="Lists">The records whose lists of sources would name the kept number: kind and key.</param>
public sealed record MergePlan(
    Source Merged, Source Kept, IReadOnlyList<string> Problems, IReadOnlyList<int> Open, IReadOnlyList<int> Published, IReadOnlyList<(string Kind, string Key)> Lists);
