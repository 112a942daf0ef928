using System.Globalization;
using PeaceTracker.Domain.Positions;

namespace PeaceTracker.Web.Reading;

/// <summary>How many positions differ between two days, each kind of difference by itself: a first statement is no move, and a wording that allows several steps shows none.</summary>
/// <param name="First">Nothing was on record on the earlier day.</param>
/// <param name="Perhaps">May be unchanged.</param>
/// <param name="Rest">Ended, disputed on one of the days, or silent before.</param>
public sealed record ChangeCounts(int Moved, int First, int Perhaps, int Rest)
{
    public static ChangeCounts Of(IEnumerable<Cell> cells)
    {
        var changed = cells.Where(cell => cell.Changed).ToList();
        var moved = changed.Count(cell => cell.Moved);
        var first = changed.Count(cell => cell.Change!.Kind == ChangeKind.Appeared && cell.Then!.State == PositionState.NoStatement);
        var perhaps = changed.Count(cell => cell.Change!.Kind == ChangeKind.MayBeUnchanged);
        return new(moved, first, perhaps, changed.Count - moved - first - perhaps);
    }

    /// <summary>What is to be said beside the moves: "For 54 the first statement on record is later. 14 more may have moved ..."; empty when there is nothing.</summary>
    public string BesideMoves => string.Join(' ', new[]
    {
        First == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"For {First} the first statement on record is later than that."),
        Perhaps == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{Perhaps} {(Moved > 0 ? "more " : "")}may have moved: the wording allows several steps."),
        Rest == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{Rest} {(Rest == 1 ? "differs" : "differ")} in another way."),
    }.OfType<string>());
}
