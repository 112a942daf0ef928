using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Search;
using PeaceTracker.Domain.Search;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Tests.Search;

public sealed class StatementSearchTests : IAsyncLifetime
{
    private static readonly DateOnly First = new(1900, 1, 1), Last = new(2030, 1, 1);

    private Store store = null!;
    private Spellings spellings = null!;

    public async ValueTask InitializeAsync()
    {
        store = await Store.WithRealSeedsAsync();
        var process = await store.Db.Processes.SingleAsync();
        spellings = await store.Service<StatementSearch>().SpellingsAsync(process.Id, await store.Db.Parties.ToListAsync(), await store.Db.Regions.ToListAsync(), CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        store.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<List<int>> FindAsync(string text, Spellings? names = null) =>
        [.. (await store.Service<StatementSearch>().StatementsAsync(
            SearchQuery.Read(text), names ?? spellings, store.Db.Statements.Where(row => row.Status == StatementStatus.Published), [], First, Last, 100_000, TimeSpan.MaxValue, TestContext.Current.CancellationToken)).Ids];

    /// <summary>Words of the record, phrases of it, beginnings and dates, with and without a minus: what the index finds is what looking through every text finds.</summary>
    [Fact]
    public async Task Finds_what_looking_through_every_text_would_find()
    {
        var statements = await store.Db.Statements.AsNoTracking().Include(row => row.Codings).Include(row => row.Quantities).Where(row => row.Status == StatementStatus.Published && row.Id % 8 == 3).ToListAsync(TestContext.Current.CancellationToken);
        var random = new Random(5);
        var asked = new List<string> { "-nato", "2022", "2022-03", "-2022", "2022-03-29", "Zelensky", "Зеленський -Putin", "\"foreign troops\"", "neutral*", "28-point" };
        for (var round = 0; round < 60; round++)
        {
            var texts = statements[random.Next(statements.Count)] is var one && one.Quote is { } quote && random.Next(2) == 0 ? quote : one.Summary;
            var words = texts.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var at = random.Next(words.Length);
            var phrase = string.Join(' ', words.Skip(at).Take(1 + random.Next(3))).Replace("\"", "", StringComparison.Ordinal);
            asked.Add(random.Next(4) switch { 0 => $"\"{phrase}\"", 1 => $"{phrase} -{words[random.Next(words.Length)]}", 2 => words[at][..Math.Min(words[at].Length, 4)] + "*", _ => phrase });
        }

        foreach (var text in asked)
        {
            var query = SearchQuery.Read(text);
            if (query.IsEmpty)
                continue;
            var expected = statements.Where(row => query.Terms.All(term => term.Excluded != Fits(row, term))).Select(row => row.Id).Order().ToList();
            var found = (await FindAsync(text)).FindAll(id => id % 8 == 3);
            Assert.True(expected.SequenceEqual(found.Order()), $"{text}: expected {expected.Count}, found {found.Count}; {string.Join(' ', expected.Except(found).Concat(found.Except(expected)).Take(5))}");
        }

        bool Fits(Statement row, SearchTerm term) =>
            spellings.Speakers(term).Contains(row.Speaker)
            || new AskedWords(new([term with { Excluded = false }]), spellings).Finds(
                [
                    row.Summary, row.Quote, row.QuoteTranslation, row.AttributedTo, row.Office, row.Clause, row.Notes, .. row.Topics, .. row.Record,
                    .. row.Codings.SelectMany(coding => new[] { coding.Condition, coding.Reason }), .. row.Quantities.SelectMany(quantity => new[] { quantity.Measure, quantity.Note }),
                ],
                row.MadeOn);
    }

    [Theory]
    [InlineData("28-point")]
    [InlineData("Minsk-2")]
    [InlineData("2022-03-29")]
    [InlineData("O'Brien")]
    [InlineData("\"")]
    [InlineData("*")]
    [InlineData("(")]
    [InlineData("")]
    [InlineData("NEAR(a b)")]
    [InlineData("a AND NOT b OR")]
    [InlineData("Summary : x")]
    [InlineData("{a b} : c")]
    [InlineData("^nato + x")]
    [InlineData("'; DROP TABLE Statements; --")]
    [InlineData("\0 \u2028 ’")]
    public async Task Any_text_can_be_looked_for(string text) => Assert.InRange((await FindAsync(text)).Count, 0, 100_000);

    [Theory]
    [InlineData("Zelensky")]
    [InlineData("Zelenskyy")]
    [InlineData("Зеленський")]
    [InlineData("Зеленский")]
    [InlineData("Зеленського")]
    public async Task Every_spelling_of_a_name_finds_the_same(string name)
    {
        var found = await FindAsync(name);
        Assert.Equal(await FindAsync("Zelenskiy"), found);
        var said = await store.Db.Statements.Where(row => row.Speaker == "volodymyr-zelenskyy").Select(row => row.Id).ToListAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(said);
        Assert.Subset(found.ToHashSet(), said.ToHashSet());
    }

    [Theory]
    [InlineData(7, false)]
    [InlineData(1000, true)]
    public async Task Comes_newest_first_in_parts_of_whole_days_that_join(int enough, bool withoutTime)
    {
        var all = await FindAsync("ukraine");
        var days = await store.Db.Statements.ToDictionaryAsync(row => row.Id, row => row.Day, TestContext.Current.CancellationToken);
        Assert.Equal(all.OrderByDescending(id => days[id]), all);
        var joined = new List<int>();
        var parts = 0;
        for (var until = Last; ; parts++)
        {
            var part = await PartAsync(First, until, enough, withoutTime ? TimeSpan.Zero : TimeSpan.FromSeconds(10));
            joined.AddRange(part.Ids);
            Assert.Equal(withoutTime && part.LookedTo is not null, part.OutOfTime);
            if (part.LookedTo is not { } looked)
                break;
            Assert.All(part.Ids, id => Assert.True(days[id] >= looked));
            until = looked.AddDays(-1);
        }

        Assert.True(parts > 3);
        Assert.Equal(all, joined);
    }

    [Fact]
    public async Task Looks_between_two_days_only()
    {
        var all = await FindAsync("ukraine");
        var days = await store.Db.Statements.ToDictionaryAsync(row => row.Id, row => row.Day, TestContext.Current.CancellationToken);
        var (since, until) = (new DateOnly(2022, 2, 24), new DateOnly(2022, 4, 15));
        var part = await PartAsync(since, until, 100_000, TimeSpan.MaxValue);
        Assert.NotEmpty(part.Ids);
        Assert.Equal(all.Where(id => days[id] >= since && days[id] <= until), part.Ids);
        Assert.Null(part.LookedTo);
    }

    private Task<StatementsFound> PartAsync(DateOnly since, DateOnly until, int enough, TimeSpan budget) => new StatementSearch(store.Db, new(), store.Clock, small: 0).StatementsAsync(
        SearchQuery.Read("ukraine"), spellings, store.Db.Statements.Where(row => row.Status == StatementStatus.Published), [], since, until, enough, budget, TestContext.Current.CancellationToken);

    [Fact]
    public async Task Wherever_the_time_ends_a_search_it_goes_on_from_there()
    {
        var all = await FindAsync("ukraine");
        for (var round = 0; round < 5; round++)
        {
            // A connection opens an index with the first search in it, which can be broken off in the midst.
            SqliteConnection.ClearAllPools();
            var search = new StatementSearch(store.Db, new(), new HastyClock(), small: 0);
            var found = await search.StatementsAsync(
                SearchQuery.Read("ukraine"), spellings, store.Db.Statements.Where(row => row.Status == StatementStatus.Published), [], First, Last, 100_000, TimeSpan.FromMinutes(10), TestContext.Current.CancellationToken);
            Assert.Null(found.LookedTo);
            Assert.Equal(all, found.Ids);
        }
    }

    /// <summary>Its timers are due at once, and again and again until they are disposed of: so that in some turn they hit every place that takes time.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Hasty(() => callback(state));

        private sealed class Hasty : ITimer
        {
            private readonly Thread thread;
            private volatile bool over;

            public Hasty(Action due)
            {
                thread = new(() =>
                {
                    for (var wait = 0; !over; wait = (wait + 7) % 1000)
                    {
                        due();
                        Thread.SpinWait(wait);
                    }
                });
                thread.Start();
            }

            public bool Change(TimeSpan dueTime, TimeSpan period) => false;

            public void Dispose()
            {
                over = true;
                // It may be what is due that has no more use for the timer.
                if (Thread.CurrentThread != thread)
                    thread.Join();
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }

    [Fact]
    public async Task Making_it_anew_gives_what_publication_wrote()
    {
        var (statements, sources) = (store.Dump("StatementWords"), store.Dump("SourceWords"));
        var found = await FindAsync("ukraine");
        Assert.Equal(await store.Db.Statements.CountAsync(TestContext.Current.CancellationToken), await store.Db.StatementWords.CountAsync(TestContext.Current.CancellationToken));
        await SearchIndex.RebuildAsync(store.Db, null, TestContext.Current.CancellationToken);
        Assert.Equal(statements, store.Dump("StatementWords"));
        Assert.Equal(sources, store.Dump("SourceWords"));
        Assert.Equal(found, await FindAsync("ukraine"));
        await store.Db.Database.ExecuteSqlRawAsync("DELETE FROM \"StatementWords\" WHERE \"StatementId\" % 3 = 0", TestContext.Current.CancellationToken);
        Assert.NotEqual(found, await FindAsync("ukraine"));
        await SearchIndex.FillAsync(store.Db, null, TestContext.Current.CancellationToken);
        Assert.Equal(statements, store.Dump("StatementWords"));
        Assert.Equal(found, await FindAsync("ukraine"));
    }

    [Fact]
    public async Task Sources_are_found_by_title_author_and_publisher_and_renaming_is_followed()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var search = store.Service<StatementSearch>();
        var process = await store.Db.Processes.Select(row => row.Id).SingleAsync(cancellation);
        async Task<List<int>> FindAsync(string text) => await search.SourcesAsync(process, SearchQuery.Read(text), spellings, 1000, cancellation);
        var first = await store.Db.Sources.SingleAsync(row => row.Number == 1, cancellation);
        Assert.Contains(first.Id, await FindAsync("Balita \"territorial concessions\" Tumang"));
        Assert.Empty(await FindAsync("quetzalcoatl"));
        var publisher = await store.Db.Publishers.SingleAsync(row => row.Id == first.PublisherId, cancellation);
        store.Db.Entry(publisher).Property(row => row.Name).CurrentValue = "Quetzalcoatl Herald";
        await store.Db.SaveChangesAsync(cancellation);
        Assert.Contains(first.Id, await FindAsync("quetzalcoatl"));
        Assert.DoesNotContain(first.Id, await FindAsync("balita"));
        store.Db.Entry(first).Property(row => row.Title).CurrentValue = "A plumed serpent";
        await store.Db.SaveChangesAsync(cancellation);
        Assert.Contains(first.Id, await FindAsync("quetzalcoatl serpents"));
        Assert.Empty(await FindAsync("Tumang \"territorial concessions\""));
    }
}
