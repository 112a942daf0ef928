using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Data.Tests.Desk;

/// <summary>
/// Two numbers of one source. Of the record: source 3 is cited in public, listed by an event and derived from by others; 4 is another report
/// of the same agency and the same day.
/// </summary>
public sealed partial class SourceMergesTests : IAsyncLifetime
{
    private static readonly Actor Admin = new(7, "a7"), Reviewer = new(8, "r8");

    private Store store = null!;
    private int process;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = await Store.WithRealSeedsAsync();
        process = await store.Db.Processes.Select(row => row.Id).SingleAsync(Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        store.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_merge_undone_leaves_every_row_as_it_was()
    {
        // One record of each kind names the source that is merged, and one names both.
        const int Merged = 20_001, Kept = 20_002;
        await AddSourcesAsync((Merged, [1]), (Kept, [Merged]), (20_003, [Merged, Kept]));
        await AddTextsAsync();
        var number = await DraftAsync(Merged, text: 1);
        await store.Service<Ledger>().WriteAsync(Admin, null, async changes =>
        {
            (await store.Db.Events.OrderBy(row => row.Id).FirstAsync(Cancellation)).Sources.AddRange([Merged, Kept]);
            (await store.Db.Discrepancies.OrderBy(row => row.Id).FirstAsync(Cancellation)).Sources.Add(Merged);
            var proposals = await store.Db.Proposals.Include(row => row.Lineage).OrderBy(row => row.Id).ToListAsync(Cancellation);
            proposals[0].Sources.Insert(0, Merged);
            proposals[1].Lineage.Add(new() { From = proposals[0].Slug, Kind = "revision", Source = Merged });
            (await store.Db.People.Include(row => row.Offices).OrderBy(row => row.Id).FirstAsync(Cancellation)).Offices.Add(new() { Title = "Envoy", Source = Merged });
            return "/";
        }, Cancellation);
        var before = Rows();

        await MergeAsync(Merged, Kept);
        Assert.NotEqual(before, Rows());
        Assert.Equal([Kept], (await store.Service<DeskStatements>().OpenAsync(process, number, Cancellation))!.Citations.Select(row => row.Source));
        var from = await store.Db.Sources.IgnoreQueryFilters().AsNoTracking().SingleAsync(row => row.Number == Merged, Cancellation);
        Assert.Equal(Kept, from.MergedInto);
        // Only its drafts' texts and what it is about itself still name it.
        Assert.Equal(["text", "merge"], (await store.Db.HangingOnAsync(from, Cancellation)).Select(hanging => hanging.Kind));
        Assert.Equal([1], (await store.Db.Sources.IgnoreQueryFilters().AsNoTracking().SingleAsync(row => row.Number == Kept, Cancellation)).DerivedFrom);
        Assert.Equal([Kept], (await store.Db.Sources.IgnoreQueryFilters().AsNoTracking().SingleAsync(row => row.Number == 20_003, Cancellation)).DerivedFrom);

        Assert.Equal(0, await UndoAsync());
        Assert.Equal(before, Rows());
        Assert.Empty(await store.Service<RevisionLog>().VerifyAsync(Cancellation));
        await AssertProjectionAsync();
    }

    [Fact]
    public async Task What_is_published_goes_on_citing_what_it_cites_and_both_count_as_one_origin()
    {
        var cited = await store.Db.Set<Citation>().AsNoTracking().OrderBy(row => row.Id).Select(row => new { row.Id, row.Source }).ToListAsync(Cancellation);
        var (merged, kept) = await TwoOriginsAsync();
        Assert.Contains(await OriginsAsync(), origins => origins.Split(' ').Contains($"{merged}"));
        await MergeAsync(merged, kept);
        Assert.Equal(cited, await store.Db.Set<Citation>().AsNoTracking().OrderBy(row => row.Id).Select(row => new { row.Id, row.Source }).ToListAsync(Cancellation));
        Assert.DoesNotContain(await OriginsAsync(), origins => origins.Split(' ').Contains($"{merged}"));
        await AssertProjectionAsync();
        await UndoAsync();
        Assert.Contains(await OriginsAsync(), origins => origins.Split(' ').Contains($"{merged}"));
        await AssertProjectionAsync();
    }

    [Fact]
    public async Task A_passage_is_cited_from_the_same_text_at_the_kept_source_and_from_the_merged_one_again_when_undone()
    {
        await AddSourcesAsync((20_001, []), (20_002, []));
        await AddTextsAsync();
        var same = await DraftAsync(20_001, text: 1);
        var other = await DraftAsync(20_001, text: 2);
        await MergeAsync(20_001, 20_002);
        // The kept source holds the first text as its second; the other is copied to it.
        Assert.Equal((20_002, 2), await CitedAsync(same));
        Assert.Equal((20_002, 3), await CitedAsync(other));
        Assert.Equal("Another text.", (await store.Db.SourceTexts.AsNoTracking().SingleAsync(row => row.Source == 20_002 && row.Number == 3, Cancellation)).Text);
        await UndoAsync();
        Assert.Equal((20_001, 1), await CitedAsync(same));
        Assert.Equal((20_001, 2), await CitedAsync(other));
        Assert.Equal(2, await store.Db.SourceTexts.CountAsync(row => row.Source == 20_002, Cancellation));
    }

    [Fact]
    public async Task What_was_published_or_changed_since_stays_when_a_merge_is_undone_and_is_counted()
    {
        await AddSourcesAsync((20_001, []), (20_002, []), (20_003, [20_001]));
        var published = await DraftAsync(20_001);
        var open = await DraftAsync(20_001);
        await MergeAsync(20_001, 20_002);
        await store.Service<Ledger>().WriteAsync(Reviewer, null, async changes =>
        {
            var statement = (await store.Service<DeskStatements>().OpenAsync(process, published, Cancellation))!;
            statement.Submit(changes.At);
            await store.Db.SaveChangesAsync(Cancellation);
            await store.Service<DeskStatements>().PublishAsync(statement, changes, 8, null, Cancellation);
            // Somebody says meanwhile that it copies a further one.
            (await store.Db.Sources.IgnoreQueryFilters().SingleAsync(row => row.Number == 20_003, Cancellation)).DerivedFrom.Add(1);
            return "/";
        }, Cancellation);
        Assert.Equal(1, await UndoAsync());
        Assert.Equal([20_002], (await store.Service<DeskStatements>().PublishedAsync(process, published, Cancellation))!.Citations.Select(row => row.Source));
        Assert.Equal([20_001], (await store.Service<DeskStatements>().OpenAsync(process, open, Cancellation))!.Citations.Select(row => row.Source));
        Assert.Equal([1, 20_001], (await store.Db.Sources.IgnoreQueryFilters().AsNoTracking().SingleAsync(row => row.Number == 20_003, Cancellation)).DerivedFrom.Order());
        await AssertProjectionAsync();
    }

    [Fact]
    public async Task Merges_that_build_on_each_other_are_undone_newest_first()
    {
        await AddSourcesAsync((20_001, []), (20_002, []), (20_003, []));
        await MergeAsync(20_001, 20_002);
        var first = await store.Db.SourceMerges.SingleAsync(Cancellation);
        await MergeAsync(20_002, 20_003);
        Assert.Equal("No. 20002 was merged into No. 20003 after it: undo that first.", await store.Service<SourceMerges>().ObstacleAsync(first, Cancellation));
        var before = store.Dump();
        await Assert.ThrowsAsync<InvalidOperationException>(() => UndoAsync(first.Id));
        Assert.Equal(before, store.Dump());
        await UndoAsync();
        Assert.Null(await store.Service<SourceMerges>().ObstacleAsync(first, Cancellation));
        await UndoAsync(first.Id);
        Assert.All(await store.Db.Sources.IgnoreQueryFilters().AsNoTracking().ToListAsync(Cancellation), row => Assert.Null(row.MergedInto));
    }

    [Fact]
    public async Task A_merge_that_cannot_be_is_refused_with_the_reason()
    {
        await AddSourcesAsync((20_001, []), (20_002, [20_003]), (20_003, [20_001]), (20_004, [20_001]), (20_005, []));
        await ProblemAsync(1, 1, "name two");
        await ProblemAsync(1, 20_001, "merge the other way round");
        await ProblemAsync(20_001, 20_002, "derive from itself");
        await ProblemAsync(20_004, 1, "not public yet");
        await MergeAsync(20_005, 20_004);
        await ProblemAsync(20_005, 20_001, "merged into No. 20004 already");
        await ProblemAsync(20_001, 20_005, "merged into No. 20004 already");
        Assert.Null(await store.Service<SourceMerges>().PlanAsync(process, 1, 99_999, Cancellation));
    }

    [Fact]
    public async Task What_is_published_from_a_merged_number_shows_the_kept_source_too()
    {
        await AddSourcesAsync((20_001, []), (20_002, []));
        await MergeAsync(20_001, 20_002);
        // Entered with a form that was open before the merge.
        var number = await DraftAsync(20_001);
        await store.Service<Ledger>().WriteAsync(Reviewer, null, async changes =>
        {
            var statement = (await store.Service<DeskStatements>().OpenAsync(process, number, Cancellation))!;
            statement.Submit(changes.At);
            await store.Db.SaveChangesAsync(Cancellation);
            await store.Service<DeskStatements>().PublishAsync(statement, changes, 8, null, Cancellation);
            return "/";
        }, Cancellation);
        Assert.Equal([20_001, 20_002], await store.Db.Sources.Where(row => row.Number > 20_000).OrderBy(row => row.Number).Select(row => row.Number).ToListAsync(Cancellation));
        Assert.Contains("20002", await OriginsAsync());
        await AssertProjectionAsync();
    }

    private async Task ProblemAsync(int merged, int kept, string words) =>
        Assert.Contains(words, Assert.Single((await store.Service<SourceMerges>().PlanAsync(process, merged, kept, Cancellation))!.Problems), StringComparison.Ordinal);

    private Task<Written> MergeAsync(int merged, int kept) => store.Service<Ledger>().WriteAsync(Admin, null, async changes =>
    {
        await store.Service<SourceMerges>().MergeAsync(process, "ukraine", merged, kept, "One article, entered twice.", changes, Cancellation);
        return "/";
    }, Cancellation);

    private async Task<int> UndoAsync(int? id = null)
    {
        var left = -1;
        await store.Service<Ledger>().WriteAsync(Admin, null, async changes =>
        {
            var merge = await store.Db.SourceMerges.Where(row => row.UndoneAt == null && (id == null || row.Id == id)).OrderByDescending(row => row.Id).FirstAsync(Cancellation);
            left = await store.Service<SourceMerges>().UndoAsync(merge, "ukraine", "They are two.", changes, Cancellation);
            return "/";
        }, Cancellation);
        return left;
    }

    private Task<Written> AddSourcesAsync(params (int Number, int[] From)[] sources) => store.Service<Ledger>().WriteAsync(Admin, null, async changes =>
    {
        var publisher = await store.Db.Publishers.Select(row => row.Id).FirstAsync(Cancellation);
        foreach (var (number, from) in sources)
        {
            var source = new Source { ProcessId = process, Number = number, PublisherId = publisher, Title = "A report", Kind = "report", Grade = 'C', DerivedFrom = [.. from] };
            store.Db.Add(source);
            changes.Note(source, "add", "ukraine");
        }

        return "/";
    }, Cancellation);

    /// <summary>Two texts each for the sources 20,001 and 20,002; the first of the one is the second of the other.</summary>
    private Task<Written> AddTextsAsync() => store.Service<Ledger>().WriteAsync(Admin, null, changes =>
    {
        foreach (var (source, number, text) in new[] { (20_001, 1, "A text."), (20_001, 2, "Another text."), (20_002, 1, "A third text."), (20_002, 2, "A text.") })
            store.Db.Add(new SourceText { ProcessId = process, Source = source, Number = number, Text = text, Sha256 = SourceText.Hash(text), At = changes.At, Editor = 5 });
        return Task.FromResult("/");
    }, Cancellation);

    private async Task<int> DraftAsync(int source, int? text = null)
    {
        var number = 0;
        await store.Service<Ledger>().WriteAsync(new(5, "e5"), null, async changes =>
        {
            number = await store.Service<DeskStatements>().NextNumberAsync(process, "ukraine", Cancellation);
            var statement = new Statement
            {
                ProcessId = process,
                Number = number,
                Parties = ["russia"],
                MadeOn = EdtfDate.Parse("2026-11-20"),
                Earliest = new(2026, 11, 20),
                Day = new(2026, 11, 20),
                Channel = Channel.OnRecord,
                Summary = "A statement of the tests.",
                Information = 2,
                Status = StatementStatus.Draft,
                Editor = 5,
                Citations = [new() { ProcessId = process, Source = source, TextNumber = text, Exact = text is null ? null : "text", Prefix = "", Suffix = "", Position = 2 }],
                Codings = [new() { ProcessId = process, Party = "russia", Issue = "neutrality", StepFrom = 2, StepTo = 2, State = CodingState.Stated }],
            };
            store.Service<DeskStatements>().Add(statement);
            await store.Db.SaveChangesAsync(Cancellation);
            if (text is not null)
                store.Db.Add(new Anchor { ProcessId = process, CitationId = statement.Citations[0].Id, TextNumber = 2, Position = 8, Length = 4, At = changes.At });
            changes.Note(statement, "draft", "ukraine");
            return "/";
        }, Cancellation);
        return number;
    }

    private async Task<(int Source, int? Text)> CitedAsync(int statement)
    {
        var citation = (await store.Service<DeskStatements>().OpenAsync(process, statement, Cancellation))!.Citations.Single();
        return (citation.Source, citation.TextNumber);
    }

    /// <summary>Two public sources that are origins of public codings of their own.</summary>
    private async Task<(int Merged, int Kept)> TwoOriginsAsync()
    {
        var origins = (await OriginsAsync()).Where(text => !text.Contains(' ', StringComparison.Ordinal)).Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).Distinct().Order().ToList();
        return (origins[0], origins[1]);
    }

    private Task<List<string>> OriginsAsync() => store.Db.PublishedCodings.AsNoTracking().Select(row => row.Origins).ToListAsync(Cancellation);

    /// <summary>Every row but those of the log, of what was sent, of the merges themselves, and the counts of changes.</summary>
    private string Rows() => string.Join('\n', Table().Split(store.Dump(without: "Version")).Where(table => !Apart().IsMatch(table)));

    private async Task AssertProjectionAsync()
    {
        var written = store.Dump("PublishedCodings");
        await Projection.RebuildAsync(store.Db, Cancellation);
        Assert.Equal(written, store.Dump("PublishedCodings"));
    }

    [GeneratedRegex("^== ", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"^(Revisions|RevisionHead|CompletedRequests|SourceMerges|sqlite_\w+)\s")]
    private static partial Regex Apart();
}
