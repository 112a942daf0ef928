using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Seeding;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Tests;

/// <summary>The seeds of the repository against the researched record they were made from.</summary>
public class SeedTests(SeededStore seeded) : IClassFixture<SeededStore>
{
    private readonly Store store = seeded.Store;

    /// <summary>Ids of the record's part B: the wider record.</summary>
    public static IEnumerable<string> PartB { get; } = Enumerable.Range(1, 456).Select(number => FormattableString.Invariant($"B{number:000}"));

    /// <summary>Ids of the record's part A: the article, claim by claim.</summary>
    public static IEnumerable<string> PartA { get; } = Enumerable.Range(1, 64).Select(number => FormattableString.Invariant($"A{number:000}"));

    [Fact]
    public async Task Every_row_of_the_record_is_carried_by_a_statement_an_event_or_a_figure()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var carried = (await store.Db.Statements.AsNoTracking().ToListAsync(cancellation)).SelectMany(row => row.Record)
            .Concat((await store.Db.Events.AsNoTracking().ToListAsync(cancellation)).SelectMany(row => row.Record))
            .Concat((await store.Db.Figures.AsNoTracking().ToListAsync(cancellation)).Select(row => row.Record))
            .ToHashSet();
        Assert.Empty(PartA.Concat(PartB).Except(carried));
    }

    [Fact]
    public async Task There_are_as_many_as_the_codebook_says()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var document = await File.ReadAllTextAsync(Path.Combine(Store.RealSeeds, "..", "docs", "codebook.md"), cancellation);
        var codings = await store.Db.Set<Coding>().AsNoTracking().ToListAsync(cancellation);
        var statements = await store.Db.Statements.CountAsync(cancellation);
        Assert.True(statements >= 500, "The record has 520 rows.");
        var uncoded = await store.Db.Statements.CountAsync(row => row.Codings.Count == 0, cancellation);
        Assert.Contains(FormattableString.Invariant($"{statements} statements, {codings.Count} codings. {uncoded} statements have no coding"), document, StringComparison.Ordinal);
        var topics = await store.Db.Statements.AsNoTracking().Where(row => row.Topic != null).ToListAsync(cancellation);
        var slugs = await store.Db.Issues.Select(issue => issue.Slug).ToListAsync(cancellation);
        var coded = codings.Select(coding => coding.StatementId).ToHashSet();
        Assert.Contains(FormattableString.Invariant($"{topics.Count(row => !coded.Contains(row.Id) && row.Topics.Any(slugs.Contains))} of them speak of an issue"), document, StringComparison.Ordinal);
        foreach (var issue in await store.Db.Issues.AsNoTracking().ToListAsync(cancellation))
        {
            var own = codings.Where(coding => coding.Issue == issue.Slug).ToList();
            var withStep = own.Where(coding => coding.Steps is not null).Select(coding => coding.StatementId).ToHashSet();
            var without = own.Select(coding => coding.StatementId).Concat(topics.Where(row => row.Topics.Contains(issue.Slug)).Select(row => row.Id)).Where(id => !withStep.Contains(id)).Distinct().Count();
            Assert.Contains(
                FormattableString.Invariant($"| `{issue.Slug}` | {(issue.Regional ? "yes" : "no")} | {issue.Scale.Count} | {own.Count(coding => coding.Steps is not null)} | {own.Count(coding => coding.Steps is null)} | {withStep.Count} | {without} |"),
                document, StringComparison.Ordinal);
        }

        Assert.Equal(35, await store.Db.Proposals.CountAsync(cancellation));
        Assert.True(await store.Db.Sources.CountAsync(cancellation) >= 250);
    }

    [Fact]
    public async Task Every_statement_cites_a_source()
    {
        Assert.Empty(await store.Db.Statements.Where(row => row.Citations.Count == 0).Select(row => row.Number).ToListAsync(TestContext.Current.CancellationToken));
        Assert.NotEmpty(await store.Db.Statements.Select(row => row.Number).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Whoever_asks_that_Crimea_be_recognised_as_Russian_is_coded_on_its_control_too()
    {
        // The hard case of docs/codebook.md: step 4 of recognition and, inferred, step 5 of territory.
        var codings = await store.Db.Set<Coding>().AsNoTracking().Where(row => row.Region == "UA-43" || row.Region == "UA-40").ToListAsync(TestContext.Current.CancellationToken);
        var demands = codings.Where(row => row is { Issue: "recognition", StepFrom: 4, StepTo: 4 }).Select(row => (row.StatementId, row.Party, row.Region)).ToList();
        Assert.NotEmpty(demands);
        Assert.Empty(demands.Except(codings.Where(row => row is { Issue: "territory", StepTo: 5 }).Select(row => (row.StatementId, row.Party, row.Region))));
    }

    [Fact]
    public async Task Every_coding_stands_on_its_scale()
    {
        var scales = await store.Db.Issues.AsNoTracking().ToDictionaryAsync(row => row.Slug, row => row.Scale, TestContext.Current.CancellationToken);
        var codings = await store.Db.Set<Coding>().AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
        Assert.All(codings, coding => Assert.True(coding.Steps is not { } steps || scales[coding.Issue].Holds(steps), coding.Record));
    }

    [Fact]
    public async Task The_article_counts_as_the_report_it_rewrites_and_not_as_an_origin()
    {
        var article = await store.Db.Sources.AsNoTracking().SingleAsync(row => row.Number == 1, TestContext.Current.CancellationToken);
        Assert.NotEmpty(article.DerivedFrom);
    }

    [Fact]
    public async Task Importing_a_second_time_adds_nothing_and_changes_no_byte()
    {
        using var own = await Store.WithRealSeedsAsync();
        var before = own.Dump();
        var result = await new SeedImport(own.Db).RunAsync(SeedFolder.Read(Store.RealSeeds), SeedFolder.Digest(Store.RealSeeds), TestContext.Current.CancellationToken);
        Assert.Equal(0, result.Added);
        Assert.Equal(await own.Db.Statements.CountAsync(TestContext.Current.CancellationToken), result.UnchangedStatements);
        Assert.Equal(before, own.Dump());
    }

    [Fact]
    public async Task A_start_with_the_seeds_of_the_last_one_leaves_them_unread_and_one_changed_byte_has_them_read()
    {
        using var seeds = new SeedCopy();
        using var own = Store.Empty(seeds.Folder);
        await own.SetUpAsync();
        // What the store has been told since is not undone by files that say nothing new.
        await own.Db.Database.ExecuteSqlRawAsync("UPDATE Parties SET Wikidata = 'Q1' WHERE Slug = 'ukraine'", TestContext.Current.CancellationToken);
        await own.SetUpAsync();
        Assert.Equal("Q1", await own.Db.Parties.AsNoTracking().Where(row => row.Slug == "ukraine").Select(row => row.Wikidata).SingleAsync(TestContext.Current.CancellationToken));
        await File.AppendAllTextAsync(seeds.PathOf("README.md"), "\n", TestContext.Current.CancellationToken);
        await own.SetUpAsync();
        Assert.Equal("Q212", await own.Db.Parties.AsNoTracking().Where(row => row.Slug == "ukraine").Select(row => row.Wikidata).SingleAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Reference_rows_follow_the_files_and_the_projection_follows_them()
    {
        using var seeds = new SeedCopy();
        using var own = Store.Empty(seeds.Folder);
        await own.SetUpAsync();
        // Statement 1136 is the speech of 14 June 2024.
        var source = seeds.Cell("ukraine/citations.csv", seeds.Line("ukraine/citations.csv", "1136,"), "source");
        seeds.Set("ukraine/sources.csv", seeds.Line("ukraine/sources.csv", source + ","), "grade", "E");
        await own.SetUpAsync();
        Assert.Equal('E', (await own.Db.Sources.AsNoTracking().SingleAsync(row => row.Number == int.Parse(source, System.Globalization.CultureInfo.InvariantCulture), TestContext.Current.CancellationToken)).Grade);
        var before = own.Dump("PublishedCodings");
        await Projection.RebuildAsync(own.Db, TestContext.Current.CancellationToken);
        Assert.Equal(before, own.Dump("PublishedCodings"));
    }

    [Theory]
    [InlineData("ukraine/statements.csv", "1136,", "summary", "Another wording.")]
    [InlineData("ukraine/codings.csv", "B136,1136,", "step_from", "")]
    [InlineData("ukraine/citations.csv", "1136,", "paragraph", "para 99")]
    public async Task A_published_row_that_differs_is_refused_and_nothing_is_written(string file, string row, string column, string value)
    {
        using var seeds = new SeedCopy();
        using var own = Store.Empty(seeds.Folder);
        await own.SetUpAsync();
        var before = own.Dump();
        var line = seeds.Line(file, row);
        seeds.Set(file, line, column, value);
        if (column == "step_from")
        {
            seeds.Set(file, line, "step_to", "");
            seeds.Set(file, line, "state", "silent");
        }

        // A row that is allowed to follow the files must not be written either.
        seeds.Set("ukraine/parties.csv", 2, "aliases", "Another alias");
        var error = await Assert.ThrowsAsync<SeedException>(own.SetUpAsync);
        var fault = Assert.Single(error.Faults);
        Assert.Equal("ukraine/statements.csv", fault.File);
        Assert.Equal("1136", fault.Found);
        Assert.Equal(before, own.Dump());
    }
}
