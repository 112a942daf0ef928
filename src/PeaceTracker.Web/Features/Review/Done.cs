using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Review;

/// <summary>What the one who looks has just done, read back from the log.</summary>
/// <param name="Said">"Approved No. 10042."</param>
/// <param name="Undo">Number and version of each statement whose publication they can still take back; empty for none.</param>
public sealed record Done(string Said, IReadOnlyList<(int Number, int Version)> Undo);

/// <summary>Reads what came of a decision, for the page after it.</summary>
public sealed class DoneReader(PeaceTrackerDbContext db, DeskStatements desk, IHttpContextAccessor http, TimeProvider clock)
{
    /// <summary>A publication can be taken back this long.</summary>
    public static readonly TimeSpan UndoFor = TimeSpan.FromMinutes(10);

    private const int Most = 50;

    /// <param name="numbers">Of statements, separated by commas, as an address carries them; null for none.</param>
    /// <returns>Null when the one who looks has done nothing with them.</returns>
    public async Task<Done?> OfAsync(ProcessContents contents, string? numbers, CancellationToken cancellation)
    {
        var wanted = (numbers ?? "").Split(',').Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(number => number > 0).Distinct().Take(Most).ToList();
        if (wanted.Count == 0)
            return null;
        var user = http.HttpContext!.User;
        var (me, id) = (user.Pseudonym(), user.AccountId());
        var actions = new List<(int Number, string Action)>();
        foreach (var number in wanted)
        {
            var key = FormattableString.Invariant($"{contents.Process.Slug}/{number}");
            var entry = await db.Revisions.AsNoTracking().Where(row => row.Kind == "statement" && row.Key == key).OrderByDescending(row => row.Number).Select(row => new { row.Action, row.Actor }).FirstOrDefaultAsync(cancellation);
            if (entry is not null && entry.Actor == me)
                actions.Add((number, entry.Action));
        }

        if (actions.Count == 0)
            return null;
        var said = string.Join(" ", actions.GroupBy(pair => pair.Action).Select(group => InWords(group.Key, CellEffect.Join([.. group.Select(pair => FormattableString.Invariant($"No. {pair.Number}"))]))));
        var limit = clock.GetUtcNow() - UndoFor;
        var published = actions.Where(pair => pair.Action == DeskStatements.Publication).Select(pair => pair.Number).ToList();
        var undo = await desk.All(contents.Process.Id)
            .Where(row => published.Contains(row.Number) && row.Status == StatementStatus.Published && row.Reviewer == id && row.PublishedAt >= limit)
            .OrderBy(row => row.Number).Select(row => new { row.Number, row.Version }).ToListAsync(cancellation);
        return new(said, [.. undo.Select(row => (row.Number, row.Version))]);
    }

    private static string InWords(string action, string numbers) => action switch
    {
        DeskStatements.Publication => $"Approved {numbers}.",
        ReturnReasons.Action => $"Returned {numbers} to its editor.",
        "hold" => $"{numbers} is on hold.",
        "release" => $"{numbers} is no longer on hold.",
        "take back" => $"Taken back: {numbers} waits for review again.",
        "second reading" => $"{numbers} waits for a third person with both readings.",
        DeskStatements.Withdrawal => $"Withdrawn: {numbers}. Somebody else is asked to confirm it.",
        "confirm withdrawal" => $"Confirmed: {numbers} stays withdrawn.",
        "put back" => $"{numbers} is public again.",
        _ => $"{numbers}: {action}.",
    };
}
