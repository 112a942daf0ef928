using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Desk;

/// <summary>A table of statements somebody brings in: kept as it came, for them alone, until it is confirmed or thrown away; then what its rows became.</summary>
public sealed class Import : IVersioned
{
    /// <summary>Longest file, in bytes.</summary>
    public const int MaxLength = 2_000_000;

    public int Id { get; init; }

    public required int ProcessId { get; init; }

    /// <summary>Id of the account.</summary>
    public required int Account { get; init; }

    /// <summary>Name of the file; "" for what was pasted.</summary>
    public required string FileName { get; init; }

    /// <summary>The bytes as they came.</summary>
    public required byte[] Content { get; init; }

    /// <summary>SHA-256 of <see cref="Content"/>, 64 small hexadecimal digits: the same file is not brought in twice.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What was said about columns and rows so far, as JSON.</summary>
    public required string Choices { get; set; }

    /// <summary>When it came (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When its rows became drafts (UTC); null while they did not.</summary>
    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>When its drafts were thrown away again as one (UTC); null when they were not.</summary>
    public DateTimeOffset? UndoneAt { get; set; }

    public int Version { get; init; } = 1;

    /// <summary>What its rows became; those that were discarded since are no longer among them.</summary>
    public List<ImportedStatement> Statements { get; init; } = [];
}

/// <summary>A row of an import and the draft it became. By the row of the statement and not its number, which is given anew when the newest draft is discarded.</summary>
public sealed class ImportedStatement
{
    public int ImportId { get; init; }

    public int StatementId { get; init; }

    /// <summary>Set when the draft is added together with this.</summary>
    public Statement? Statement { get; init; }

    /// <summary>Number of the row in the file, its heading being 1.</summary>
    public required int Row { get; init; }
}
