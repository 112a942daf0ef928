using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Desk;

/// <summary>One change of one field in many published statements together: which were meant, what was put in the place of what, and the amendments it made.</summary>
public sealed class Recoding : IVersioned
{
    public int Id { get; init; }

    public required int ProcessId { get; init; }

    /// <summary>Id of the account.</summary>
    public required int Account { get; init; }

    /// <summary>Address of the list of statements that was looked at: "/ukraine/statements?issue=territory".</summary>
    public required string List { get; init; }

    /// <summary>Name of the field as forms have it.</summary>
    public required string Field { get; init; }

    /// <summary>What stood in it; "" for nothing.</summary>
    public required string From { get; init; }

    /// <summary>What is put there; "" for nothing.</summary>
    public required string To { get; init; }

    /// <summary>Why; readers see it in the history of each statement.</summary>
    public required string Reason { get; init; }

    /// <summary>When the amendments were made (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When they were thrown away again as one (UTC); null when they were not.</summary>
    public DateTimeOffset? UndoneAt { get; set; }

    public int Version { get; init; } = 1;

    /// <summary>The amendments it made; those that were discarded since are no longer among them.</summary>
    public List<RecodedStatement> Statements { get; init; } = [];
}

/// <summary>An amendment that a recoding made.</summary>
public sealed class RecodedStatement
{
    public int RecodingId { get; init; }

    public int StatementId { get; init; }

    /// <summary>Set when the amendment is added together with this.</summary>
    public Statement? Statement { get; init; }
}
