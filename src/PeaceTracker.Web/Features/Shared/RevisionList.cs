using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>The revisions of a record, for printing.</summary>
/// <param name="Address">Of the history.</param>
/// <param name="Revisions">Newest first.</param>
/// <param name="Now">Its fields as they are now; of a removed record none.</param>
public sealed record RevisionList(string Address, IReadOnlyList<ToldRevision> Revisions, IReadOnlyList<(string Label, string Text)> Now)
{
    /// <summary>Address of the form that an older state is put into; null when who looks may not change it.</summary>
    public string? Form { get; init; }

    /// <summary>Words before and after stand in one text.</summary>
    public bool Inline { get; init; }
}

/// <summary>Statements that name a record, by what became of them.</summary>
/// <param name="Process">Slug.</param>
/// <param name="Statements">Number and status, every revision.</param>
/// <param name="MayWithdraw">Who looks is a reviewer.</param>
public sealed record Resting(string Process, IReadOnlyList<(int Number, StatementStatus Status)> Statements, bool MayWithdraw)
{
    public IReadOnlyList<int> Public => Numbers(StatementStatus.Published);

    public IReadOnlyList<int> Withdrawn => [.. Numbers(StatementStatus.Withdrawn).Except(Public)];

    public IReadOnlyList<int> Open => Numbers(StatementStatus.Draft, StatementStatus.InReview, StatementStatus.Returned);

    private IReadOnlyList<int> Numbers(params StatementStatus[] statuses) => [.. Statements.Where(row => statuses.Contains(row.Status)).Select(row => row.Number).Distinct().Order()];
}
