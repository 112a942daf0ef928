using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Desk;

/// <summary>The desk's door to imports. All writing happens inside <see cref="Ledger.WriteAsync"/>.</summary>
public sealed class Imports(PeaceTrackerDbContext db, DeskStatements desk)
{
    /// <summary>Tables an account may have waiting.</summary>
    public const int MostWaiting = 20;

    /// <summary>An import of this account; null when it has none of this id in the process.</summary>
    public Task<Import?> FindAsync(int process, int account, int id, CancellationToken cancellation) =>
        db.Imports.SingleOrDefaultAsync(row => row.ProcessId == process && row.Account == account && row.Id == id, cancellation);

    /// <summary>The imports of an account, the newest first, without their content.</summary>
    public async Task<List<ImportSummary>> OfAsync(int process, int account, int most, CancellationToken cancellation) => await db.Imports.AsNoTracking()
        .Where(row => row.ProcessId == process && row.Account == account)
        .OrderByDescending(row => row.Id)
        .Select(row => new ImportSummary(row.Id, row.FileName, row.At, row.DoneAt, row.UndoneAt, row.Statements.Count))
        .Take(most)
        .ToListAsync(cancellation);

    /// <summary>The import that brought this very file in and was not undone, whoever did it; null when none did.</summary>
    public Task<ImportSummary?> DoneAsync(int process, string sha256, CancellationToken cancellation) => db.Imports.AsNoTracking()
        .Where(row => row.ProcessId == process && row.Sha256 == sha256 && row.DoneAt != null && row.UndoneAt == null)
        .OrderBy(row => row.Id)
        .Select(row => new ImportSummary(row.Id, row.FileName, row.At, row.DoneAt, row.UndoneAt, row.Statements.Count) { Account = row.Account })
        .FirstOrDefaultAsync(cancellation);

    /// <summary>The import of an account in which this very file waits; null when none does.</summary>
    public Task<int?> WaitingAsync(int process, int account, string sha256, CancellationToken cancellation) => db.Imports.AsNoTracking()
        .Where(row => row.ProcessId == process && row.Account == account && row.Sha256 == sha256 && row.DoneAt == null)
        .OrderBy(row => row.Id).Select(row => (int?)row.Id).FirstOrDefaultAsync(cancellation);

    public Task<int> CountWaitingAsync(int process, int account, CancellationToken cancellation) =>
        db.Imports.CountAsync(row => row.ProcessId == process && row.Account == account && row.DoneAt == null, cancellation);

    /// <summary>Adds it, so that it has its id.</summary>
    public async Task AddAsync(Import import, CancellationToken cancellation)
    {
        db.Add(import);
        await db.SaveChangesAsync(cancellation);
    }

    public void Remove(Import import) => db.Remove(import);

    /// <summary>The statements that rows became and that were not discarded since, with their rows, in the order of the rows. Without details.</summary>
    public async Task<List<(int Row, Statement Statement)>> StatementsAsync(int import, CancellationToken cancellation)
    {
        var rows = await db.Set<ImportedStatement>().AsNoTracking().Where(row => row.ImportId == import).OrderBy(row => row.Row).Include(row => row.Statement).ToListAsync(cancellation);
        return [.. rows.Select(row => (row.Row, row.Statement!))];
    }

    /// <summary>Leaves out the drafts that rows became: there are many, and they are one work.</summary>
    public IQueryable<Statement> WithoutDrafts(IQueryable<Statement> statements) =>
        statements.Where(row => row.Status != StatementStatus.Draft || !db.Set<ImportedStatement>().Any(imported => imported.StatementId == row.Id));

    /// <summary>Imports of an account of which rows still are drafts, the newest first, with how many.</summary>
    public async Task<List<(int Id, string FileName, int Drafts)>> WithDraftsAsync(int process, int account, int most, CancellationToken cancellation) =>
    [
        .. (await db.Imports.AsNoTracking().Where(row => row.ProcessId == process && row.Account == account && row.DoneAt != null)
            .OrderByDescending(row => row.Id)
            .Select(row => new { row.Id, row.FileName, Drafts = row.Statements.Count(one => one.Statement!.Status == StatementStatus.Draft && one.Statement.Editor == account) })
            .Where(row => row.Drafts > 0).Take(most).ToListAsync(cancellation)).Select(row => (row.Id, row.FileName, row.Drafts)),
    ];

    /// <summary>Those of them that are still drafts of this account.</summary>
    public IQueryable<Statement> Drafts(int process, int account, int import) => desk.BeingWorkedOn(process)
        .Where(row => row.Editor == account && row.Status == StatementStatus.Draft && db.Set<ImportedStatement>().Any(imported => imported.ImportId == import && imported.StatementId == row.Id));

    /// <summary>
    /// Makes drafts of rows, in one go however many they are: past the change tracker, which would hold all of them and keep other writers
    /// waiting several times as long.
    /// </summary>
    /// <param name="drafts">Number of each row, and what makes its statement under a number; asked once, by several threads.</param>
    /// <param name="first">The first number that is free.</param>
    /// <param name="progress">Is told now and then how many are written.</param>
    public void BringIn(Import import, IEnumerable<(int Row, Func<int, Statement> Statement)> drafts, int first, ChangeSet changes, string process, Action<int>? progress, CancellationToken cancellation) =>
        changes.WriteMany(Writing(import, drafts, first, process, progress, cancellation));

    private IEnumerable<RevisionEntry> Writing(Import import, IEnumerable<(int Row, Func<int, Statement> Statement)> drafts, int first, string process, Action<int>? progress, CancellationToken cancellation)
    {
        const int often = 1000;
        using var rows = db.Provider.WriteRows();
        var (statementId, citationId, codingId, quantityId) = (rows.Highest<Statement>(), rows.Highest<Citation>(), rows.Highest<Coding>(), rows.Highest<Quantity>());
        var written = 0;
        // What the next rows say is put together while these are written.
        var made = drafts.Select((draft, index) => (draft.Row, draft.Statement, Number: first + index)).AsParallel().AsOrdered().WithCancellation(cancellation).Select(draft =>
        {
            var statement = draft.Statement(draft.Number);
            // It is worked out when it is first asked for.
            _ = (statement.QuoteShape, statement.Citations.ConvertAll(citation => citation.ExactShape));
            return (draft.Row, Statement: statement, Snapshot: Snapshots.Of(statement));
        });
        foreach (var (row, statement, snapshot) in made)
        {
            cancellation.ThrowIfCancellationRequested();
            // What saving would see to: a first revision begins at version 1, a coding has its codebook from the form, and drafts are not found by words.
            if (statement is not { Revision: 1, Version: 1, Status: StatementStatus.Draft } || statement.Codings.Exists(coding => coding.Codebook == 0))
                throw new InvalidOperationException("Rows become new drafts, coded under a codebook.");
            rows.Write(statement, ("Id", ++statementId));
            foreach (var citation in statement.Citations)
                rows.Write(citation, ("Id", ++citationId), ("StatementId", statementId));
            foreach (var coding in statement.Codings)
                rows.Write(coding, ("Id", ++codingId), ("StatementId", statementId));
            foreach (var quantity in statement.Quantities)
                rows.Write(quantity, ("Id", ++quantityId), ("StatementId", statementId));
            rows.Write(new ImportedStatement { Row = row }, ("ImportId", import.Id), ("StatementId", statementId));
            if (++written % often == 0)
                progress?.Invoke(written);
            var (kind, key) = Snapshots.Name(statement, process);
            yield return new("draft", kind, key, FormattableString.Invariant($"Row {row} of import {import.Id}."), snapshot);
        }

        rows.Finish();
    }

    /// <summary>What would be thrown away of an import, in the order of the numbers.</summary>
    public Task<List<Undoable>> UndoableAsync(Import import, CancellationToken cancellation) => DeskStatements.UndoableAsync(Undoable(import), cancellation);

    /// <summary>Throws away what rows became, as far as nobody has decided on it.</summary>
    /// <param name="mark">Of what was shown; null when it goes whatever it is.</param>
    /// <returns>False, and nothing was done, when it is no longer what was shown.</returns>
    public async Task<bool> UndoAsync(Import import, string? mark, ChangeSet changes, string process, CancellationToken cancellation)
    {
        var rows = await UndoableAsync(import, cancellation);
        if (mark is not null && Desk.Undoable.Mark(rows) != mark)
            return false;
        await DeskStatements.DiscardAsync(Undoable(import), rows, FormattableString.Invariant($"Import {import.Id} was undone."), changes, process, cancellation);
        import.UndoneAt = changes.At;
        return true;
    }

    private IQueryable<Statement> Undoable(Import import) => DeskStatements.Undecided(desk.All(import.ProcessId))
        .Where(row => row.Revision == 1 && db.Set<ImportedStatement>().Any(imported => imported.ImportId == import.Id && imported.StatementId == row.Id));
}

/// <summary>An import without its content.</summary>
/// <param name="Statements">How many of its rows are statements now.</param>
public sealed record ImportSummary(int Id, string FileName, DateTimeOffset At, DateTimeOffset? DoneAt, DateTimeOffset? UndoneAt, int Statements)
{
    /// <summary>Id of the account; 0 where only the imports of one account are asked for.</summary>
    public int Account { get; init; }
}
