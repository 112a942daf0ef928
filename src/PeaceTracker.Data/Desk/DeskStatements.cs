using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Desk;

/// <summary>
/// The desk's door to statements: every revision, whatever its status. Only for people who are signed in; what the public sees comes
/// through <see cref="PublishedStatements"/>. All writing happens inside <see cref="Ledger.WriteAsync"/>.
/// </summary>
public sealed class DeskStatements(PeaceTrackerDbContext db)
{
    /// <summary>Numbers below belong to the researched record, so that a later edition of it can go on counting.</summary>
    public const int FirstNumber = 10_001;

    private static readonly IReadOnlyList<StatementStatus> Open = [StatementStatus.Draft, StatementStatus.InReview, StatementStatus.Returned];

    /// <summary>Every revision of every statement, without details.</summary>
    public IQueryable<Statement> All(int process) => db.Statements.Where(row => row.ProcessId == process);

    /// <summary>Those that are being worked on or wait for review.</summary>
    public IQueryable<Statement> BeingWorkedOn(int process) => All(process).Where(row => Open.Contains(row.Status));

    /// <summary>Every revision of a statement with its details, the first one first; empty when there is none.</summary>
    public async Task<List<Statement>> RevisionsAsync(int process, int number, CancellationToken cancellation) =>
        await WithDetails(All(process)).Where(row => row.Number == number).OrderBy(row => row.Revision).ToListAsync(cancellation);

    /// <summary>The revision being worked on, with its details; null when there is none.</summary>
    public Task<Statement?> OpenAsync(int process, int number, CancellationToken cancellation) =>
        WithDetails(BeingWorkedOn(process)).SingleOrDefaultAsync(row => row.Number == number, cancellation);

    /// <summary>The revision the public sees now, with its details; null when there is none.</summary>
    public Task<Statement?> PublishedAsync(int process, int number, CancellationToken cancellation) =>
        WithDetails(All(process)).SingleOrDefaultAsync(row => row.Number == number && row.Status == StatementStatus.Published, cancellation);

    public static IQueryable<Statement> WithDetails(IQueryable<Statement> statements) => statements
        .Include(row => row.Citations.OrderBy(citation => citation.Order))
        .Include(row => row.Codings.OrderBy(coding => coding.Id))
        .Include(row => row.Quantities.OrderBy(quantity => quantity.Id))
        .AsSplitQuery();

    /// <summary>A number no statement has or had.</summary>
    public async Task<int> NextNumberAsync(int process, CancellationToken cancellation) =>
        Math.Max(FirstNumber, 1 + (await All(process).MaxAsync(row => (int?)row.Number, cancellation) ?? 0));

    public void Add(Statement statement) => db.Add(statement);

    /// <summary>Gives an open revision new content; what it is, its number and its life so far stay.</summary>
    /// <param name="open">Read with its details.</param>
    /// <param name="fresh">The new content; its status, revision and dates are not looked at.</param>
    /// <exception cref="InvalidOperationException">It is or was public.</exception>
    public void Replace(Statement open, Statement fresh)
    {
        if (!open.IsOpen)
            throw new InvalidOperationException("What was published is never overwritten: an amendment is a revision of its own.");
        var entry = db.Entry(open);
        foreach (var property in entry.Properties.Where(property => Content.Contains(property.Metadata.Name)))
            property.CurrentValue = typeof(Statement).GetProperty(property.Metadata.Name)!.GetValue(fresh);
        // New details alone would leave the row, and so its version, as they were.
        entry.Property(row => row.Summary).IsModified = true;
        // Lists of their own: removing what was not saved yet takes it out of the statement at once.
        db.RemoveRange(open.Citations.ToList());
        db.RemoveRange(open.Codings.ToList());
        db.RemoveRange(open.Quantities.ToList());
        open.Citations.Clear();
        open.Codings.Clear();
        open.Quantities.Clear();
        open.Citations.AddRange(fresh.Citations);
        open.Codings.AddRange(fresh.Codings);
        open.Quantities.AddRange(fresh.Quantities);
    }

    /// <summary>Removes an open revision that never was in public; the log keeps what it said.</summary>
    /// <exception cref="InvalidOperationException">It is or was public.</exception>
    public void Discard(Statement open)
    {
        if (!open.IsOpen)
            throw new InvalidOperationException("What was published is never deleted: it can be withdrawn.");
        db.Remove(open);
    }

    /// <summary>Makes a revision public in the place of the one before, together with what it rests on and with its rows in the projection.</summary>
    /// <param name="by">Id of the account that publishes.</param>
    /// <exception cref="InvalidOperationException">It is not in review, or the one who publishes wrote it.</exception>
    public async Task PublishAsync(Statement statement, DateTimeOffset at, int by, CancellationToken cancellation)
    {
        if (await PublishedAsync(statement.ProcessId, statement.Number, cancellation) is { } before)
        {
            before.GiveWay(at);
            // One of a number is public at any time, so the old one goes first.
            await db.SaveChangesAsync(cancellation);
            await CloseAsync(before, cancellation);
        }

        statement.Publish(at, by);
        await db.SaveChangesAsync(cancellation);
        await ShowWhatItRestsOnAsync(statement, at, cancellation);
        db.PublishedCodings.AddRange(await Projection.RowsAsync(db, statement.ProcessId, [statement], cancellation));
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Ends its being shown; what it said stays on its page with the reason.</summary>
    /// <exception cref="InvalidOperationException">It is not public.</exception>
    public async Task WithdrawAsync(Statement published, DateTimeOffset at, string reason, CancellationToken cancellation)
    {
        published.Withdraw(at, reason);
        await db.SaveChangesAsync(cancellation);
        await CloseAsync(published, cancellation);
    }

    /// <summary>
    /// Takes a publication back: the revision goes to review again, and what was public before it is public again. What was seen in between
    /// stays on record, so both become further revisions.
    /// </summary>
    /// <returns>The revision that is in review again.</returns>
    /// <exception cref="InvalidOperationException">It is not public, or somebody built on it: there is a newer revision.</exception>
    public async Task<Statement> TakeBackAsync(Statement published, DateTimeOffset at, string reason, CancellationToken cancellation)
    {
        var revisions = await RevisionsAsync(published.ProcessId, published.Number, cancellation);
        if (revisions[^1].Id != published.Id)
            throw new InvalidOperationException("Somebody built on it: there is a newer revision.");
        var number = published.Revision;
        await WithdrawAsync(published, at, reason, cancellation);
        if (revisions.Count > 1 && revisions[^2] is { Status: StatementStatus.Amended } before)
        {
            var again = before.Amendment(++number, before.Editor, reason);
            db.Add(again);
            again.Submit(at);
            await PublishAsync(again, at, published.Reviewer ?? 0, cancellation);
        }

        var open = published.Amendment(++number, published.Editor, published.AmendReason ?? reason);
        open.Submit(published.SubmittedAt ?? at);
        db.Add(open);
        await db.SaveChangesAsync(cancellation);
        return open;
    }

    /// <summary>What a form can change of a statement: all but its keys and its life.</summary>
    private static readonly HashSet<string> Content =
    [
        nameof(Statement.Parties), nameof(Statement.Speaker), nameof(Statement.Office), nameof(Statement.AttributedTo), nameof(Statement.MadeOn), nameof(Statement.Earliest),
        nameof(Statement.Day), nameof(Statement.Channel), nameof(Statement.Summary), nameof(Statement.Quote), nameof(Statement.QuoteLanguage),
        nameof(Statement.QuoteTranslation), nameof(Statement.Information), nameof(Statement.Confidence), nameof(Statement.Flags), nameof(Statement.Proposal),
        nameof(Statement.Clause), nameof(Statement.Topic), nameof(Statement.SaidAbout), nameof(Statement.RespondsTo), nameof(Statement.RespondsToClause),
        nameof(Statement.Response), nameof(Statement.Plover), nameof(Statement.Event), nameof(Statement.Notes), nameof(Statement.NoteToReviewer), nameof(Statement.AmendReason),
    ];

    private async Task CloseAsync(Statement ended, CancellationToken cancellation)
    {
        var ids = ended.Codings.Select(coding => coding.Id).ToList();
        await db.PublishedCodings.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellation);
        db.PublishedCodings.AddRange(await Projection.RowsAsync(db, ended.ProcessId, [ended], cancellation));
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Sources, their publishers and a proposal are seen from the first statement on that is published from them.</summary>
    private async Task ShowWhatItRestsOnAsync(Statement statement, DateTimeOffset at, CancellationToken cancellation)
    {
        await SourceDesk.ShowAsync(db, statement.ProcessId, statement.Citations.Select(citation => citation.Source), at, cancellation);
        string?[] proposals = [statement.Proposal, statement.RespondsTo, statement.SaidAbout];
        await db.Proposals.IgnoreQueryFilters()
            .Where(row => row.ProcessId == statement.ProcessId && proposals.Contains(row.Slug) && row.PublishedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.PublishedAt, at), cancellation);
    }
}
