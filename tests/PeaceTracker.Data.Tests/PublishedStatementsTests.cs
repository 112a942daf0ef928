using Microsoft.EntityFrameworkCore;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Tests;

/// <summary>The one door: nothing comes out that PeaceTracker did not show at the instant asked for.</summary>
public sealed class PublishedStatementsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Published = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Published.AddHours(2);

    private const int Draft = 9001, InReview = 9002, Returned = 9003, Withdrawn = 9004, NotYet = 9005, Shown = 9006;

    private Store store = null!;
    private int process;

    public async ValueTask InitializeAsync()
    {
        store = await Store.WithRealSeedsAsync();
        var row = await store.Db.Processes.SingleAsync(TestContext.Current.CancellationToken);
        process = row.Id;
        Add(Draft, StatementStatus.Draft, null, null);
        Add(InReview, StatementStatus.InReview, null, null);
        // Even with instants that it should not have.
        Add(Returned, StatementStatus.Returned, Published, null);
        Add(Withdrawn, StatementStatus.Withdrawn, Published, Published.AddHours(1));
        Add(Withdrawn + 100, StatementStatus.Withdrawn, Published, null);
        Add(Withdrawn + 200, StatementStatus.Amended, Published, null);
        Add(NotYet, StatementStatus.Published, Now.AddTicks(1), null);
        Add(Shown, StatementStatus.Published, Published, null);
        await store.Db.SaveChangesAsync(TestContext.Current.CancellationToken);
        await Projection.RebuildAsync(store.Db, TestContext.Current.CancellationToken);

        void Add(int number, StatementStatus status, DateTimeOffset? published, DateTimeOffset? ended) => store.Add(
            row, number, "2026-11-20", Channel.OnRecord, 2, status, published, [1], new Coding
            {
                ProcessId = row.Id,
                Party = "russia",
                Issue = "neutrality",
                StepFrom = 2,
                StepTo = 2,
                State = CodingState.Stated,
                RecordedFrom = published,
                RecordedTo = ended,
            });
    }

    public ValueTask DisposeAsync()
    {
        store.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Of_statements_only_what_is_published_by_then_comes_out()
    {
        Assert.Equal([Shown], await NumbersAsync(store.Db.Published(process, Now)));
        Assert.Equal([NotYet, Shown], await NumbersAsync(store.Db.Published(process, Now.AddTicks(1))));
        Assert.Empty(await NumbersAsync(store.Db.Published(process, Published.AddTicks(-1))));
        // What was shown then is still seen as of then.
        Assert.Equal([Withdrawn, Shown], await NumbersAsync(store.Db.Published(process, Published)));
        Assert.Empty(await NumbersAsync(store.Db.Published(process + 1, Now)));
    }

    [Fact]
    public async Task Of_codings_only_what_is_published_by_then_comes_out()
    {
        Assert.Equal([Shown], await EvidenceAsync(Now));
        Assert.Equal([NotYet, Shown], await EvidenceAsync(Now.AddTicks(1)));
        Assert.Empty(await EvidenceAsync(Published.AddTicks(-1)));
        // The same address gives the same answer for ever: what was shown then is still seen as of then.
        Assert.Equal([Withdrawn, Shown], await EvidenceAsync(Published));
    }

    [Fact]
    public async Task A_statement_shown_has_only_the_codings_shown_at_that_instant()
    {
        var statement = await store.Db.Statements.Include(row => row.Codings).SingleAsync(row => row.Number == Shown, TestContext.Current.CancellationToken);
        statement.Codings.Add(new() { ProcessId = process, Party = "russia", Issue = "neutrality", StepFrom = 3, StepTo = 3, State = CodingState.Stated, RecordedFrom = Published, RecordedTo = Published.AddHours(1) });
        statement.Codings.Add(new() { ProcessId = process, Party = "russia", Issue = "neutrality", StepFrom = 4, StepTo = 4, State = CodingState.Stated });
        await store.Db.SaveChangesAsync(TestContext.Current.CancellationToken);
        Assert.Equal([2], await StepsAsync(Now));
        Assert.Equal([2, 3], await StepsAsync(Published));

        async Task<IEnumerable<int?>> StepsAsync(DateTimeOffset known) =>
            (await store.Db.WithDetailsAsync(store.Db.Published(process, known).Where(row => row.Number == Shown), known, TestContext.Current.CancellationToken)).Single().Codings.Select(coding => coding.StepFrom);
    }

    private static async Task<List<int>> NumbersAsync(IQueryable<Statement> statements) =>
        await statements.Where(row => row.Number >= 9000).OrderBy(row => row.Number).Select(row => row.Number).ToListAsync(TestContext.Current.CancellationToken);

    private async Task<IEnumerable<int>> EvidenceAsync(DateTimeOffset known)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var party = await store.Db.Parties.Where(row => row.Slug == "russia").Select(row => row.Id).SingleAsync(cancellation);
        var issue = await store.Db.Issues.Where(row => row.Slug == "neutrality").Select(row => row.Id).SingleAsync(cancellation);
        var date = new DateOnly(2026, 11, 25);
        var iso = new Dictionary<int, string>();
        var evidence = (await store.Reader.EvidenceAsync([party], issue, date, known, iso, cancellation))[party];
        var cell = new CellKey(party, issue, null);
        var position = (await store.Reader.PositionsAsync([cell], date, known, EvidenceFilter.All, 180, iso, cancellation))[cell];
        var all = evidence.Select(item => item.Statement).Where(number => number >= 9000).Order().ToList();
        Assert.Equal(all, position.Readings.SelectMany(reading => reading.Evidence).Select(item => item.Statement).Where(number => number >= 9000).Order());
        return all;
    }
}
