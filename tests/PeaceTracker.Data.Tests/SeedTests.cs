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
    public async Task Points_of_one_text_that_bear_on_one_cell_carry_one_digit_and_disagree_only_where_their_steps_shut_each_other_out()
    {
        // A text is what a proposal has of one day in one channel, by docs/codebook.md.
        var statements = await store.Db.Statements.AsNoTracking().Include(row => row.Codings).Where(row => row.Proposal != null).ToListAsync(TestContext.Current.CancellationToken);
        var cells = statements
            .SelectMany(row => row.Codings.Where(coding => coding.Steps is not null).Select(coding => (Statement: row, Coding: coding)))
            .GroupBy(pair => (pair.Statement.Proposal, pair.Statement.MadeOn, pair.Statement.Channel, pair.Coding.Party, pair.Coding.Issue, pair.Coding.Region))
            .Where(cell => cell.Count() > 1)
            .ToList();
        // B326 and B329, sanctions; B342 and B346, recognition of Donetsk; B242 and B253, foreign troops.
        foreach (var (one, other) in new[] { (1326, 1329), (1342, 1346), (1242, 1253) })
            Assert.Contains(cells, cell => cell.Any(pair => pair.Statement.Number == one) && cell.Any(pair => pair.Statement.Number == other));
        Assert.All(cells, cell =>
        {
            var numbers = string.Join(", ", cell.Select(pair => pair.Statement.Number));
            Assert.True(cell.Select(pair => pair.Statement.Information).Distinct().Count() == 1, numbers);
            Assert.All(cell, pair => Assert.All(cell, other => Assert.True(
                (pair.Coding.StepFrom, pair.Coding.StepTo) == (other.Coding.StepFrom, other.Coding.StepTo)
                || pair.Coding.StepTo < other.Coding.StepFrom || other.Coding.StepTo < pair.Coding.StepFrom, numbers)));
        });
    }

    [Fact]
    public async Task A_region_that_the_words_do_not_name_is_never_stated()
    {
        var codings = await store.Db.Set<Coding>().AsNoTracking().Where(row => row.Region != null && row.Reason != null).ToListAsync(TestContext.Current.CancellationToken);
        var chosen = codings.Where(row => new[] { "No region is named", "names no region", "the text names none" }.Any(words => row.Reason!.Contains(words, StringComparison.Ordinal))).ToList();
        // Rows of the record on land that have no region: B172, B221, B268, B308, B315, B377. Of B061 and B345 the list of regions is not that of the text.
        string[] records = ["B061", "B172", "B221", "B268", "B308", "B315", "B345", "B377"];
        Assert.Equal(records, chosen.Select(row => row.Record!).Distinct().Order(StringComparer.Ordinal));
        Assert.All(chosen, row => Assert.NotEqual(CodingState.Stated, row.State));
    }

    [Fact]
    public async Task What_is_said_of_a_proposal_without_a_kind_of_answer_says_why()
    {
        var without = await store.Db.Statements.AsNoTracking().Where(row => row.RespondsTo != null && row.Response == null).ToListAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(without);
        Assert.Empty(without.Where(row => row.Notes is null).Select(row => row.Number));
    }

    [Theory]
    // B015, B016: the written replies of January 2022, whose leaked text (B017) offers measures and talks of its own.
    [InlineData(1015, ResponseKind.CounterProposed)]
    [InlineData(1016, ResponseKind.CounterProposed)]
    [InlineData(1017, ResponseKind.CounterProposed)]
    // B063 and P05: the plan convinced neither side; rejected by both.
    [InlineData(1063, ResponseKind.Rejected)]
    // B191: no outright rejection, conditions hinted at; "none", no answer given. B161: not signed. B196: no plain denial.
    [InlineData(1191, null)]
    [InlineData(1161, null)]
    [InlineData(1196, null)]
    // B256: Zelenskyy answers the memorandum by offering a ceasefire until the leaders meet.
    [InlineData(1256, ResponseKind.CounterProposed)]
    // B286, A034, A036, B296: one demand is refused, not the terms.
    [InlineData(1286, null)]
    [InlineData(34, null)]
    [InlineData(36, null)]
    [InlineData(1296, null)]
    public async Task An_answer_has_the_kind_that_the_words_of_the_record_carry(int number, ResponseKind? kind) =>
        Assert.Equal(kind, await store.Db.Statements.Where(row => row.Number == number).Select(row => row.Response).SingleAsync(TestContext.Current.CancellationToken));

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
        var result = await own.Import.RunAsync(SeedFolder.Read(Store.RealSeeds), SeedFolder.Digest(Store.RealSeeds), TestContext.Current.CancellationToken);
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
        await own.Db.Database.ExecuteSqlRawAsync("UPDATE \"Parties\" SET \"Wikidata\" = 'Q1' WHERE \"Slug\" = 'ukraine'", TestContext.Current.CancellationToken);
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
