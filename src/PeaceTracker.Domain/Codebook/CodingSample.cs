using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Domain.Codebook;

/// <summary>
/// Published statements drawn at random for a second person to code without seeing how they were coded: what the agreement of coders is
/// computed from.
/// </summary>
public sealed class CodingSample : IVersioned
{
    /// <summary>Statements a sample may have: more than a person codes in a day helps nobody.</summary>
    public const int Largest = 200;

    public int Id { get; init; }

    public int ProcessId { get; init; }

    /// <summary>Counts the samples of the process from 1.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset DrawnAt { get; init; }

    /// <summary>Id of the account that drew it.</summary>
    public required int DrawnBy { get; init; }

    /// <summary>Id of the account that codes it a second time.</summary>
    public required int Coder { get; init; }

    /// <summary>What the drawing began with: the same seed draws the same statements of the same store.</summary>
    public required int Seed { get; init; }

    /// <summary>Statements drawn; they can be fewer units or more than units, as a statement has one a party and issue.</summary>
    public required int Statements { get; init; }

    /// <summary>Instant (UTC) at which the last unit was coded; null before. Only then the codings are compared.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    public int Version { get; init; } = 1;

    public List<SampleUnit> Units { get; init; } = [];
}

/// <summary>One question of a sample: where does this statement put this party on this issue?</summary>
public sealed class SampleUnit
{
    public int Id { get; init; }

    public int SampleId { get; init; }

    /// <summary>Place in the sample, from 1.</summary>
    public required int Order { get; init; }

    /// <summary>Id of the coding that the first coder made.</summary>
    public required int CodingId { get; init; }

    /// <summary>Id of the revision it belongs to.</summary>
    public required int StatementId { get; init; }

    public int? StepFrom { get; set; }

    public int? StepTo { get; set; }

    /// <summary>What the second coder chose; null until then, and for "cannot tell".</summary>
    public CodingState? State { get; set; }

    /// <summary>How the words became known, as the second coder sees it; null until then.</summary>
    public Channel? Channel { get; set; }

    /// <summary>When the second coder coded it (UTC); null until then.</summary>
    public DateTimeOffset? CodedAt { get; set; }

    /// <summary>What was made of a difference; null while nobody has looked at it.</summary>
    public Adjudication? Adjudication { get; set; }

    public string? AdjudicationReason { get; set; }

    /// <summary>Id of the account that decided.</summary>
    public int? Adjudicator { get; set; }

    public StepRange? Steps => StepFrom is { } from && StepTo is { } to ? new StepRange(from, to) : null;

    /// <summary>
    /// A step, or steps the wording allows, as one rank: twice the step, or the sum of the first and the last, so that a range lies between
    /// the steps it spans. Null without a step: silence is no rank.
    /// </summary>
    public static int? Rank(StepRange? steps) => steps is { } range ? range.From + range.To : null;
}

/// <summary>What is made of two codings that differ. Both stay as they are; a published coding is changed by an amendment only.</summary>
public enum Adjudication
{
    FirstStands,
    SecondIsRight,
    WordingAllowsBoth,
}

/// <summary>A unit with what the first coder worked from and chose.</summary>
public sealed record DrawnUnit(SampleUnit Unit, Statement Statement, Coding First);
