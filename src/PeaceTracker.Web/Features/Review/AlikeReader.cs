using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Web.Features.Review;

/// <summary>Finds what may be the same thing said twice, published or not.</summary>
public sealed class AlikeReader(DeskStatements desk)
{
    private const int Days = 7;
    private const int Most = 5;

    /// <summary>Others of the same party on the same issue within a week, the nearest day first, with their details.</summary>
    public async Task<IReadOnlyList<Statement>> OfAsync(int process, Statement statement, CancellationToken cancellation)
    {
        var (from, to) = (statement.Earliest.AddDays(-Days), statement.Day.AddDays(Days));
        var parties = statement.Codings.Select(coding => coding.Party).Distinct().ToList();
        var issues = statement.Codings.Select(coding => coding.Issue).Distinct().ToList();
        var near = await DeskStatements.WithDetails(desk.All(process)).AsNoTracking()
            .Where(row => row.Number != statement.Number && row.Day >= from && row.Earliest <= to
                && (row.Status == StatementStatus.Published || row.Status == StatementStatus.InReview || row.Status == StatementStatus.Draft || row.Status == StatementStatus.Returned)
                && row.Codings.Any(coding => parties.Contains(coding.Party) && issues.Contains(coding.Issue)))
            .OrderByDescending(row => row.Day).ThenByDescending(row => row.Number).Take(4 * Most).ToListAsync(cancellation);
        return
        [
            .. near.Where(row => row.Codings.Exists(coding => statement.Codings.Exists(own => (own.Party, own.Issue) == (coding.Party, coding.Issue))))
                .OrderBy(row => Math.Abs(row.Day.DayNumber - statement.Day.DayNumber)).ThenBy(row => row.Number).Take(Most),
        ];
    }
}
