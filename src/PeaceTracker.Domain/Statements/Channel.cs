namespace PeaceTracker.Domain.Statements;

/// <summary>How the words reached the public, strongest first: the numeric order is the order the position rule uses.</summary>
public enum Channel
{
    OfficialDocument = 0,
    LegalDocument = 1,
    JointStatement = 2,
    OnRecord = 3,
    LeakedDocument = 4,
    Report = 5,
    AnonymousSources = 6,
    Analyst = 7,
}

/// <summary>What a coding says of a party on an issue. "Reported" is missing on purpose: it follows from the channel.</summary>
public enum CodingState
{
    /// <summary>The words name one step.</summary>
    Stated,

    /// <summary>An editor concludes the step; a reason is kept.</summary>
    Inferred,

    /// <summary>"X only if Y"; the condition is kept in words.</summary>
    Conditional,

    /// <summary>The wording allows neighbouring steps.</summary>
    Ambiguous,

    /// <summary>The party spoke or published on the matter and left the issue out.</summary>
    Silent,

    /// <summary>The party was asked and refused, or let a deadline pass.</summary>
    Declined,
}

/// <summary>
/// Life of one revision of a statement: Draft, InReview, then Published or Returned; Published, then Amended (a newer revision is in its
/// place), Withdrawn or Undone (who had approved it took that back within minutes: it counts as never approved). Only what is or was published
/// is ever shown, and of what was undone only that it was; nothing published is deleted or overwritten.
/// </summary>
public enum StatementStatus
{
    Draft,
    InReview,
    Returned,
    Published,
    Amended,
    Withdrawn,
    Undone,
}

/// <summary>A party's recorded reaction to a proposal or clause.</summary>
public enum ResponseKind
{
    Accepted,
    AcceptedInPrinciple,
    AcceptedInPart,
    CounterProposed,
    Rejected,
    NoResponseYet,
    Withdrawn,
    Denied,
}
