using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Web.Reading;

/// <summary>
/// When the statements behind something were made, as exactly as their sources tell it and no more: the one place where the date of a
/// position, a change or a mark becomes words. They all count from one day, the last that their dates allow.
/// </summary>
/// <param name="All">One a statement, in the order in which the statements are listed.</param>
public sealed record SaidDates(IReadOnlyList<EdtfDate> All)
{
    /// <summary>Every statement is of one known day.</summary>
    public bool IsExact => Telling is [{ IsExact: true }];

    /// <summary>"20 Aug 2025", "Aug 2025 (uncertain)"; empty without a statement.</summary>
    public string ToShortWords() => InWords(date => date.ToShortWords());

    /// <summary>"20 August 2025", "August 2025 (uncertain)".</summary>
    public string ToWords() => InWords(date => date.ToWords());

    /// <summary>"20 Aug 2025", "August 2025 (uncertain)": months are written out where no day stands before them.</summary>
    public string ToListWords() => InWords(date => date.IsDay ? date.ToShortWords() : date.ToWords());

    /// <summary>"on 20 August 2025", "dated August 2025 (uncertain)".</summary>
    public string OnInWords => $"{(IsExact ? "on" : "dated")} {ToWords()}";

    /// <summary>EDTF, for files.</summary>
    public IReadOnlyList<string> Edtf => [.. All.Select(date => date.Text)];

    /// <summary>The dates of the statements that decide a position, by number of the statement.</summary>
    public static SaidDates Of(Position position, Func<Evidence, EdtfDate> date) =>
        new([.. position.Readings.SelectMany(reading => reading.Evidence).DistinctBy(item => item.Statement).OrderBy(item => item.Statement).Select(date)]);

    /// <summary>The first day that the dates of the deciding statements allow; null when nothing decides.</summary>
    public static DateOnly? EarliestOf(Position position) => position.Readings.SelectMany(reading => reading.Evidence).Min(item => (DateOnly?)item.Earliest);

    // The day from which all of them count is known when one of them is of that very day; vaguer dates beside it add nothing.
    private IReadOnlyList<EdtfDate> Telling => All.FirstOrDefault(date => date.IsExact) is { } exact ? [exact] : [.. All.Distinct()];

    private string InWords(Func<EdtfDate, string> words) => string.Join(" and ", Telling.Select(words));
}

/// <summary>When a statement was made, and at which event.</summary>
public sealed record SaidWhen(EdtfDate MadeOn, string? Event);

internal static class SaidWhenReader
{
    /// <summary>When statements were made, by number; evidence carries no texts, so the few dates that are shown are read by themselves.</summary>
    public static async Task<Dictionary<int, SaidWhen>> WhenAsync(this PeaceTrackerDbContext db, View view, IReadOnlyCollection<int> numbers, CancellationToken cancellation) =>
        await db.Published(view.Contents.Process.Id, view.Known)
            .Where(row => numbers.Contains(row.Number))
            .Select(row => new { row.Number, row.MadeOn, row.Event })
            .ToDictionaryAsync(row => row.Number, row => new SaidWhen(row.MadeOn, row.Event), cancellation);
}
