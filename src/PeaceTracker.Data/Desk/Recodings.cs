using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Desk;

/// <summary>The desk's door to recodings. All writing happens inside <see cref="Ledger.WriteAsync"/>.</summary>
public sealed class Recodings(PeaceTrackerDbContext db, DeskStatements desk)
{
    /// <summary>Null when the account has none of this id in the process.</summary>
    public Task<Recoding?> FindAsync(int process, int account, int id, CancellationToken cancellation) =>
        db.Recodings.SingleOrDefaultAsync(row => row.ProcessId == process && row.Account == account && row.Id == id, cancellation);

    /// <summary>Those of an account, the newest first, each with how many of its amendments there still are and how many of these are drafts.</summary>
    public async Task<List<(Recoding Recoding, int Statements, int Drafts)>> OfAsync(int process, int account, int most, CancellationToken cancellation) =>
    [
        .. (await db.Recodings.AsNoTracking().Where(row => row.ProcessId == process && row.Account == account).OrderByDescending(row => row.Id).Take(most)
            .Select(row => new { Row = row, row.Statements.Count, Drafts = row.Statements.Count(one => one.Statement!.Status == StatementStatus.Draft && one.Statement.Editor == account) })
            .ToListAsync(cancellation)).Select(row => (row.Row, row.Count, row.Drafts)),
    ];

    /// <summary>Adds it with the amendments it makes.</summary>
    /// <param name="amendments">Built from what is public now.</param>
    /// <param name="process">Slug of the process.</param>
    public async Task AddAsync(Recoding recoding, IEnumerable<Statement> amendments, ChangeSet changes, string process, CancellationToken cancellation)
    {
        // So that it has its id. The amendments are written with the change: what is new then has no past the log would look for.
        db.Add(recoding);
        await db.SaveChangesAsync(cancellation);
        foreach (var amendment in amendments)
        {
            desk.Add(amendment);
            recoding.Statements.Add(new() { Statement = amendment });
            changes.Note(amendment, "amend", process, recoding.Reason);
        }
    }

    /// <summary>The amendments there still are, by their numbers. Without details.</summary>
    public Task<List<Statement>> StatementsAsync(int recoding, CancellationToken cancellation) =>
        db.Set<RecodedStatement>().AsNoTracking().Where(row => row.RecodingId == recoding).Select(row => row.Statement!).OrderBy(row => row.Number).ToListAsync(cancellation);

    /// <summary>Leaves out drafts that recodings made: there are many, and they are one work.</summary>
    public IQueryable<Statement> WithoutDrafts(IQueryable<Statement> statements) =>
        statements.Where(row => row.Status != StatementStatus.Draft || !db.Set<RecodedStatement>().Any(recoded => recoded.StatementId == row.Id));

    /// <summary>Those that are still drafts of this account.</summary>
    public IQueryable<Statement> Drafts(int process, int account, int recoding) => desk.BeingWorkedOn(process)
        .Where(row => row.Editor == account && row.Status == StatementStatus.Draft && db.Set<RecodedStatement>().Any(recoded => recoded.RecodingId == recoding && recoded.StatementId == row.Id));

    /// <summary>What would be thrown away: what nobody has decided on.</summary>
    public Task<List<Undoable>> UndoableAsync(Recoding recoding, CancellationToken cancellation) => DeskStatements.UndoableAsync(Undoable(recoding), cancellation);

    /// <summary>Throws its amendments away, as far as nobody has decided on them; what is public stays.</summary>
    /// <param name="mark">Of what was shown.</param>
    /// <param name="process">Slug of the process.</param>
    /// <returns>False, and nothing was done, when it is no longer what was shown.</returns>
    public async Task<bool> UndoAsync(Recoding recoding, string? mark, ChangeSet changes, string process, CancellationToken cancellation)
    {
        var rows = await UndoableAsync(recoding, cancellation);
        if (Desk.Undoable.Mark(rows) != mark)
            return false;
        await DeskStatements.DiscardAsync(Undoable(recoding), rows, FormattableString.Invariant($"Recoding {recoding.Id} was undone."), changes, process, cancellation);
        recoding.UndoneAt = changes.At;
        return true;
    }

    private IQueryable<Statement> Undoable(Recoding recoding) => DeskStatements.Undecided(desk.All(recoding.ProcessId))
        .Where(row => db.Set<RecodedStatement>().Any(recoded => recoded.RecodingId == recoding.Id && recoded.StatementId == row.Id));
}
