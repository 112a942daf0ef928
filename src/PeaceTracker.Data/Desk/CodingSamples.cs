using Microsoft.EntityFrameworkCore;
using PeaceTracker.Domain.Codebook;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Desk;

/// <summary>A unit two people have coded, without the words.</summary>
/// <param name="Issue">Slug.</param>
/// <param name="First">Id of the account that wrote the statement; null for the researched record.</param>
/// <param name="Second">Id of the account of the second coder.</param>
/// <param name="FirstRank">See <see cref="SampleUnit.Rank"/>.</param>
public sealed record DoubleCoded(string Issue, int? First, int Second, int? FirstRank, int? SecondRank, CodingState FirstState, CodingState? SecondState, int Statement, Channel FirstChannel, Channel? SecondChannel);

/// <summary>Draws samples for blind double coding and reads them. All writing happens inside the ledger.</summary>
public sealed class CodingSamples(PeaceTrackerDbContext db)
{
    public IQueryable<CodingSample> All(int process) => db.CodingSamples.Where(row => row.ProcessId == process);

    public Task<CodingSample?> FindAsync(int process, int number, CancellationToken cancellation) =>
        All(process).Include(row => row.Units.OrderBy(unit => unit.Order)).SingleOrDefaultAsync(row => row.Number == number, cancellation);

    /// <summary>Draws published statements with codings that the second coder neither wrote nor decided on in any revision, each as likely as any other; of each one unit a party and issue.</summary>
    /// <param name="size">Statements wanted; fewer are drawn when there are not as many.</param>
    /// <returns>Null when there is nothing to draw from.</returns>
    public async Task<CodingSample?> DrawAsync(int process, int size, int coder, int by, int seed, DateTimeOffset at, CancellationToken cancellation)
    {
        var ids = await db.Statements
            .Where(row => row.ProcessId == process && row.Status == StatementStatus.Published && row.Codings.Count > 0
                && !db.Statements.Any(any => any.ProcessId == process && any.Number == row.Number && (any.Editor == coder || any.Reviewer == coder || any.Codings.Any(coding => coding.Coder == coder))))
            .OrderBy(row => row.Number)
            .Select(row => row.Id)
            .ToArrayAsync(cancellation);
        if (ids.Length == 0)
            return null;
        var random = new Random(seed);
        random.Shuffle(ids);
        var drawn = ids.Take(size).ToList();
        var codings = (await db.Set<Coding>().AsNoTracking().Where(row => drawn.Contains(row.StatementId)).OrderBy(row => row.Id).ToListAsync(cancellation)).ToLookup(row => row.StatementId);
        var units = drawn
            .SelectMany(id => codings[id].GroupBy(coding => (coding.Party, coding.Issue)).Select(group =>
            {
                var all = group.ToList();
                return all[random.Next(all.Count)];
            }))
            .Select((coding, index) => new SampleUnit { Order = index + 1, CodingId = coding.Id, StatementId = coding.StatementId })
            .ToList();
        var sample = new CodingSample
        {
            ProcessId = process,
            Number = 1 + (await All(process).MaxAsync(row => (int?)row.Number, cancellation) ?? 0),
            DrawnAt = at,
            DrawnBy = by,
            Coder = coder,
            Seed = seed,
            Statements = drawn.Count,
            Units = units,
        };
        db.Add(sample);
        return sample;
    }

    /// <summary>The units of a sample with the statements and the first codings, in order.</summary>
    public async Task<List<DrawnUnit>> UnitsAsync(CodingSample sample, CancellationToken cancellation)
    {
        var statementIds = sample.Units.Select(unit => unit.StatementId).Distinct().ToList();
        var statements = await db.Statements.AsNoTracking().Where(row => statementIds.Contains(row.Id)).Include(row => row.Citations.OrderBy(citation => citation.Order)).ToDictionaryAsync(row => row.Id, cancellation);
        var codingIds = sample.Units.Select(unit => unit.CodingId).ToList();
        var codings = await db.Set<Coding>().AsNoTracking().Where(row => codingIds.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellation);
        return [.. sample.Units.OrderBy(unit => unit.Order).Select(unit => new DrawnUnit(unit, statements[unit.StatementId], codings[unit.CodingId]))];
    }

    /// <summary>Every unit of the samples that were closed by an instant.</summary>
    public async Task<List<DoubleCoded>> ClosedAsync(int process, DateTimeOffset known, CancellationToken cancellation) =>
        [.. (await (
            from sample in db.CodingSamples.AsNoTracking()
            from unit in sample.Units
            join coding in db.Set<Coding>() on unit.CodingId equals coding.Id
            join statement in db.Statements on unit.StatementId equals statement.Id
            where sample.ProcessId == process && sample.ClosedAt != null && sample.ClosedAt <= known
            orderby sample.Number, unit.Order
            select new { sample, unit, coding, statement.Editor, statement.Channel }).ToListAsync(cancellation))
            .Select(row => new DoubleCoded(
                row.coding.Issue, row.Editor, row.sample.Coder, SampleUnit.Rank(row.coding.Steps), SampleUnit.Rank(row.unit.Steps), row.coding.State, row.unit.State,
                row.unit.StatementId, row.Channel, row.unit.Channel))];
}
