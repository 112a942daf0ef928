using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data;

/// <summary>
/// Flat copy of a published coding, indexed so that the newest evidence of a cell is one seek. Written together with the publication and
/// rebuildable from statements at any time (<see cref="Projection"/>); it holds nothing of its own.
/// </summary>
internal sealed class PublishedCoding
{
    /// <summary>Region id of a coding that holds for the whole country.</summary>
    public const int WholeCountry = 0;

    /// <summary>Id of the coding.</summary>
    public int Id { get; init; }

    public int PartyId { get; init; }

    public int IssueId { get; init; }

    public int RegionId { get; init; }

    /// <summary>Last day the date allows, as <see cref="DateOnly.DayNumber"/>: whole numbers compare alike on every provider.</summary>
    public int Day { get; init; }

    /// <summary>First day the date allows, as <see cref="DateOnly.DayNumber"/>.</summary>
    public int Earliest { get; init; }

    /// <summary>UTC ticks.</summary>
    public long RecordedFrom { get; init; }

    /// <summary>UTC ticks; <see cref="long.MaxValue"/> while it is shown.</summary>
    public long RecordedTo { get; init; }

    /// <summary>0 when there is no step.</summary>
    public int StepFrom { get; init; }

    public int StepTo { get; init; }

    /// <summary>Number of the <see cref="CodingState"/>.</summary>
    public int State { get; init; }

    /// <summary>Number of the <see cref="Channel"/>: smaller is stronger.</summary>
    public int Channel { get; init; }

    /// <summary>Letter of the best judged source, as its character code.</summary>
    public int SourceGrade { get; init; }

    public int Information { get; init; }

    /// <summary>Public number of the statement.</summary>
    public int Statement { get; init; }

    /// <summary>Numbers of the origins, ascending, separated by spaces.</summary>
    public required string Origins { get; init; }

    public int Copied { get; init; }
}
