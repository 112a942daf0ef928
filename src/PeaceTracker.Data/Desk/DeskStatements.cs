using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Sources;
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

    /// <summary>No longer shown: something newer, or nothing, is in its place.</summary>
    public static readonly IReadOnlyList<StatementStatus> Over = [StatementStatus.Amended, StatementStatus.Withdrawn, StatementStatus.Undone];

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

    /// <summary>
    /// What an amendment starts from, with its details: the revision the public sees; where there is none, the withdrawn or undone one, which goes
    /// through review again before anybody sees it. Null when nothing was public, or something newer is being worked on in its place.
    /// </summary>
    public async Task<Statement?> AmendableAsync(int process, int number, CancellationToken cancellation) => Amendable(await RevisionsAsync(process, number, cancellation));

    /// <inheritdoc cref="AmendableAsync"/>
    /// <param name="revisions">Of one statement, the first one first.</param>
    public static Statement? Amendable(List<Statement> revisions) =>
        revisions.Find(row => row.Status == StatementStatus.Published) ?? (revisions is [.., { Status: StatementStatus.Withdrawn or StatementStatus.Undone } ended] ? ended : null);

    public static IQueryable<Statement> WithDetails(IQueryable<Statement> statements) => statements
        .Include(row => row.Citations.OrderBy(citation => citation.Order))
        .Include(row => row.Codings.OrderBy(coding => coding.Id))
        .Include(row => row.Quantities.OrderBy(quantity => quantity.Id))
        .AsSplitQuery();

    /// <summary>A number no statement has or had.</summary>
    /// <param name="slug">Of the process.</param>
    public async Task<int> NextNumberAsync(int process, string slug, CancellationToken cancellation)
    {
        var next = Math.Max(FirstNumber, 1 + (await All(process).MaxAsync(row => (int?)row.Number, cancellation) ?? 0));
        // What was thrown away has left its number in the log: without a gap, and it can be a whole import.
        if (!await GivenAsync(next))
            return next;
        var step = 1;
        while (await GivenAsync(next + step))
            step *= 2;
        var (given, free) = (next + (step / 2), next + step);
        while (free - given > 1)
        {
            var middle = given + ((free - given) / 2);
            if (await GivenAsync(middle))
                given = middle;
            else
                free = middle;
        }

        return free;

        Task<bool> GivenAsync(int number)
        {
            var key = FormattableString.Invariant($"{slug}/{number}");
            return db.Revisions.AnyAsync(row => row.Kind == Snapshots.StatementKind && row.Key == key, cancellation);
        }
    }

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
        // Who reads it otherwise still does, whoever rewrites what stands beside.
        var coders = open.Codings.Where(coding => coding.Coder is not null).ToList();
        // Lists of their own: removing what was not saved yet takes it out of the statement at once.
        db.RemoveRange(open.Citations.ToList());
        db.RemoveRange(open.Codings.ToList());
        db.RemoveRange(open.Quantities.ToList());
        open.Citations.Clear();
        open.Codings.Clear();
        open.Quantities.Clear();
        open.Citations.AddRange(fresh.Citations);
        open.Codings.AddRange(fresh.Codings.Select(coding => coders.FirstOrDefault(read => Says(read) == Says(coding)) is { } second ? coding.ReadBy(second.Coder) : coding));
        open.Quantities.AddRange(fresh.Quantities);

        static (string, string, string?, StepRange?, CodingState) Says(Coding coding) => (coding.Party, coding.Issue, coding.Region, coding.Steps, coding.State);
    }

    /// <summary>Removes an open revision that never was in public; the log keeps what it said.</summary>
    /// <exception cref="InvalidOperationException">It is or was public.</exception>
    public void Discard(Statement open)
    {
        if (!open.IsOpen)
            throw new InvalidOperationException("What was published is never deleted: it can be withdrawn.");
        db.Remove(open);
    }

    /// <summary>Drafts, and what was sent, on which no reviewer has decided: neither returned nor held.</summary>
    internal static IQueryable<Statement> Undecided(IQueryable<Statement> statements) =>
        statements.Where(row => (row.Status == StatementStatus.Draft || row.Status == StatementStatus.InReview) && row.ReturnReason == null && row.HoldReason == null);

    internal static Task<List<Undoable>> UndoableAsync(IQueryable<Statement> statements, CancellationToken cancellation) =>
        statements.OrderBy(row => row.Number).Select(row => new Undoable(row.Id, row.Number, row.Version)).ToListAsync(cancellation);

    /// <summary>Removes many undecided revisions together; the log keeps what they said.</summary>
    /// <param name="rows">The same as <see cref="UndoableAsync"/> gave them.</param>
    internal static async Task DiscardAsync(IQueryable<Statement> statements, IReadOnlyList<Undoable> rows, string why, ChangeSet changes, string process, CancellationToken cancellation)
    {
        // Citations, codings and the link to what brought them go with them, by the foreign keys.
        await statements.ExecuteDeleteAsync(cancellation);
        changes.WriteMany(rows.Select(row => new RevisionEntry("discard", Snapshots.StatementKind, FormattableString.Invariant($"{process}/{row.Number}"), why, "")));
    }

    /// <summary>Makes a revision public in the place of the one before, together with what it rests on and with its rows in the projection, and notes all of them.</summary>
    /// <param name="by">Id of the account that publishes.</param>
    /// <param name="action">What the log calls it.</param>
    /// <exception cref="InvalidOperationException">It is not in review, or the one who publishes wrote of it.</exception>
    public async Task PublishAsync(Statement statement, ChangeSet changes, int by, string? reason, CancellationToken cancellation, string action = Publication)
    {
        var process = await SlugAsync(statement.ProcessId, cancellation);
        if (await PublishedAsync(statement.ProcessId, statement.Number, cancellation) is { } before)
        {
            before.GiveWay(changes.At);
            // One of a number is public at any time, so the old one goes first.
            await db.SaveChangesAsync(cancellation);
            await ProjectAnewAsync(before, cancellation);
            changes.Note(before, "give way", process);
        }

        statement.Publish(changes.At, by);
        await db.SaveChangesAsync(cancellation);
        await ShowWhatItRestsOnAsync(statement, changes, process, cancellation);
        db.PublishedCodings.AddRange(await Projection.RowsAsync(db, statement.ProcessId, [statement], cancellation));
        await db.SaveChangesAsync(cancellation);
        changes.Note(statement, action, process, reason);
    }

    /// <summary>What the log calls a publication.</summary>
    public const string Publication = "publish";

    /// <summary>What the log calls a withdrawal.</summary>
    public const string Withdrawal = "withdraw";

    /// <summary>What the log calls taking one's own approval back.</summary>
    public const string Undoing = "undo";

    /// <summary>Ends its being shown; what it said stays on its page with the reason.</summary>
    /// <param name="by">Id of the account that withdraws it.</param>
    /// <exception cref="InvalidOperationException">It is not public.</exception>
    public async Task WithdrawAsync(Statement published, ChangeSet changes, int by, string reason, CancellationToken cancellation)
    {
        published.Withdraw(changes.At, reason, by);
        await db.SaveChangesAsync(cancellation);
        await ProjectAnewAsync(published, cancellation);
        changes.Note(published, Withdrawal, await SlugAsync(published.ProcessId, cancellation), reason);
    }

    /// <summary>Statements whose withdrawal nobody has confirmed yet, the longest waiting first, without details.</summary>
    public IQueryable<Statement> WithdrawnUnconfirmed(int process) => All(process)
        .Where(row => row.Status == StatementStatus.Withdrawn && row.WithdrawnBy != null && row.WithdrawalConfirmedBy == null
            // What was put back has a newer revision.
            && !db.Statements.Any(newer => newer.ProcessId == row.ProcessId && newer.Number == row.Number && newer.Revision > row.Revision))
        .OrderBy(row => row.PublishedTo).ThenBy(row => row.Number);

    /// <summary>Puts a withdrawn statement on again, as it last read: two people had agreed to that.</summary>
    /// <param name="by">Id of the account that does; neither who withdrew it nor who wrote it.</param>
    /// <exception cref="InvalidOperationException">It is not withdrawn or there is a newer revision, or it is not for this account to do.</exception>
    public async Task<Statement> PutBackAsync(Statement withdrawn, ChangeSet changes, int by, string reason, CancellationToken cancellation)
    {
        if (withdrawn.Status != StatementStatus.Withdrawn || await All(withdrawn.ProcessId).AnyAsync(row => row.Number == withdrawn.Number && row.Revision > withdrawn.Revision, cancellation))
            throw new InvalidOperationException("It is not withdrawn, or there is a newer revision.");
        if (by == withdrawn.WithdrawnBy)
            throw new InvalidOperationException("Who withdrew it does not put it back alone.");
        var again = withdrawn.Amendment(withdrawn.Revision + 1, withdrawn.Editor, reason);
        db.Add(again);
        again.Submit(changes.At);
        await PublishAsync(again, changes, by, reason, cancellation, "put back");
        return again;
    }

    /// <summary>
    /// Undoes a publication: the revision goes to review again, what was public before it goes on as if it had never stopped, and what was
    /// shown with it and nothing else public rests on is hidden again. That it was seen stays on record, so it becomes a further revision.
    /// </summary>
    /// <param name="by">Id of the account that takes it back.</param>
    /// <returns>The revision that is in review again.</returns>
    /// <exception cref="InvalidOperationException">It is not public, or somebody built on it: there is a newer revision.</exception>
    public async Task<Statement> TakeBackAsync(Statement published, ChangeSet changes, int by, string reason, CancellationToken cancellation)
    {
        var revisions = await RevisionsAsync(published.ProcessId, published.Number, cancellation);
        if (revisions[^1].Id != published.Id)
            throw new InvalidOperationException("Somebody built on it: there is a newer revision.");
        var (shown, process) = (published.PublishedAt!.Value, await SlugAsync(published.ProcessId, cancellation));
        published.Undo(changes.At, reason, by);
        await db.SaveChangesAsync(cancellation);
        await ProjectAnewAsync(published, cancellation);
        changes.Note(published, Undoing, process, reason);
        if (revisions.Find(row => row.Status == StatementStatus.Amended && row.PublishedTo == shown) is { } before)
        {
            before.Resume();
            await db.SaveChangesAsync(cancellation);
            await ProjectAnewAsync(before, cancellation);
            changes.Note(before, "put back", process, reason);
        }

        await HideWhatItRestsOnAsync(published, changes, process, cancellation);
        var open = published.Amendment(published.Revision + 1, published.Editor, published.AmendReason ?? reason);
        open.Submit(published.SubmittedAt ?? changes.At);
        db.Add(open);
        await db.SaveChangesAsync(cancellation);
        changes.Note(open, "take back", process, reason);
        return open;
    }

    private Task<string> SlugAsync(int process, CancellationToken cancellation) => db.Processes.Where(row => row.Id == process).Select(row => row.Slug).SingleAsync(cancellation);

    /// <summary>What a form can change of a statement: all but its keys and its life.</summary>
    private static readonly HashSet<string> Content =
    [
        nameof(Statement.Parties), nameof(Statement.Speaker), nameof(Statement.Office), nameof(Statement.AttributedTo), nameof(Statement.MadeOn), nameof(Statement.Earliest),
        nameof(Statement.Day), nameof(Statement.Channel), nameof(Statement.Summary), nameof(Statement.Quote), nameof(Statement.QuoteLanguage),
        nameof(Statement.QuoteTranslation), nameof(Statement.Information), nameof(Statement.Confidence), nameof(Statement.Flags), nameof(Statement.Proposal),
        nameof(Statement.Clause), nameof(Statement.Topic), nameof(Statement.SaidAbout), nameof(Statement.RespondsTo), nameof(Statement.RespondsToClause),
        nameof(Statement.Response), nameof(Statement.Plover), nameof(Statement.Event), nameof(Statement.Notes), nameof(Statement.NoteToReviewer), nameof(Statement.AmendReason),
    ];

    private async Task ProjectAnewAsync(Statement statement, CancellationToken cancellation)
    {
        var ids = statement.Codings.Select(coding => coding.Id).ToList();
        await db.PublishedCodings.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellation);
        db.PublishedCodings.AddRange(await Projection.RowsAsync(db, statement.ProcessId, [statement], cancellation));
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Sources, their publishers and a proposal are seen from the first statement on that is published from them.</summary>
    private async Task ShowWhatItRestsOnAsync(Statement statement, ChangeSet changes, string process, CancellationToken cancellation)
    {
        var at = changes.At;
        await SourceDesk.ShowAsync(db, statement.ProcessId, statement.Citations.Select(citation => citation.Source), at, cancellation);
        string?[] proposals = [statement.Proposal, statement.RespondsTo, statement.SaidAbout];
        await db.Proposals.IgnoreQueryFilters()
            .Where(row => row.ProcessId == statement.ProcessId && proposals.Contains(row.Slug) && row.PublishedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.PublishedAt, at), cancellation);
        List<object> shown =
        [
            .. await db.Sources.IgnoreQueryFilters().Where(row => row.ProcessId == statement.ProcessId && row.PublishedAt == at).ToListAsync(cancellation),
            .. await db.Publishers.IgnoreQueryFilters().Where(row => row.ProcessId == statement.ProcessId && row.PublishedAt == at).ToListAsync(cancellation),
            .. await db.Proposals.IgnoreQueryFilters().Include(row => row.Lineage).Where(row => row.ProcessId == statement.ProcessId && row.PublishedAt == at).ToListAsync(cancellation),
        ];
        foreach (var row in shown.Where(row => !changes.Noted.Exists(noted => ReferenceEquals(noted.Row, row))))
        {
            // It may have been read before it was shown.
            await db.Entry(row).ReloadAsync(cancellation);
            changes.Note(row, Publication, process);
        }
    }

    /// <summary>The reverse of <see cref="ShowWhatItRestsOnAsync"/>, as far as nothing else public rests on it; the researched record stays.</summary>
    private async Task HideWhatItRestsOnAsync(Statement undone, ChangeSet changes, string process, CancellationToken cancellation)
    {
        var standing = db.Statements.AsNoTracking().Where(row => row.ProcessId == undone.ProcessId && row.PublishedAt != null && row.Status != StatementStatus.Undone);
        string?[] named = [undone.Proposal, undone.RespondsTo, undone.SaidAbout];
        var proposals = await db.Proposals
            .Where(row => row.ProcessId == undone.ProcessId && row.Record == "" && named.Contains(row.Slug)
                && !standing.Any(statement => statement.Proposal == row.Slug || statement.RespondsTo == row.Slug || statement.SaidAbout == row.Slug)
                && !db.Proposals.Any(other => other.ProcessId == undone.ProcessId && other.Lineage.Any(link => link.From == row.Slug)))
            .Include(row => row.Lineage).ToListAsync(cancellation);
        var ids = proposals.Select(row => row.Id).ToList();
        await db.Proposals.Where(row => ids.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.PublishedAt, (DateTimeOffset?)null), cancellation);
        var sources = undone.Citations.Select(citation => citation.Source).Concat(proposals.SelectMany(row => row.Sources.Concat(row.Lineage.Select(link => link.Source).OfType<int>())));
        List<object> hidden = [.. proposals, .. await SourceDesk.HideAsync(db, undone.ProcessId, sources, standing, cancellation)];
        foreach (var row in hidden)
        {
            // It may have been read before it was hidden.
            await db.Entry(row).ReloadAsync(cancellation);
            changes.Note(row, "hide", process);
        }
    }
}

/// <summary>A statement that an undoing would throw away.</summary>
public sealed record Undoable(int Id, int Number, int Version)
{
    /// <summary>Digest of what would be thrown away, to tell whether it is what was shown.</summary>
    /// <param name="statements">Those that can go, in the order of their numbers.</param>
    public static string Mark(IEnumerable<Undoable> statements) => SourceText.Hash(string.Join(' ', statements.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Id}.{row.Version}"))));
}
