using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Search;
using PeaceTracker.Domain.Search;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Statements;

/// <summary>Statements newest first, a page at a time, with the counts each further filter would give.</summary>
public sealed class StatementsPage(PeaceTrackerDbContext db, StatementCardReader cards, ProposalReader proposals, WordFinder finder, IConfiguration configuration)
{
    /// <summary>Statements that are counted; of a longer record the newest, in whole days.</summary>
    private readonly int most = Math.Max(1, configuration.GetValue("Lists:Counted", 10_000));

    /// <summary>Entries of a feed, those published last.</summary>
    public const int InFeed = 50;

    /// <summary>Statements read at once while a whole file is written.</summary>
    private const int PartSize = 500;

    /// <summary>The newest found, of which those that have the words most often can be shown first.</summary>
    public const int Ranked = 200;

    public async Task<(StatementsModel? Model, Fault? Fault)> LoadAsync(View asked, IQueryCollection query, CancellationToken cancellation)
    {
        var process = asked.Contents.Process.Id;
        var titles = await proposals.TitlesAsync(process, cancellation);
        var (view, filter, fault) = StatementFilter.Read(asked, query, titles);
        if (fault is not null)
            return (null, fault);

        var published = db.Published(process, view.Known);
        var codings = db.ShownCodings(process, view.Known, view.Date);
        var sources = db.Sources.Where(row => row.ProcessId == process);

        var fitting = filter.Apply(published, codings, sources);
        var every = fitting;
        StatementsFound? found = null;
        int? counted = null;
        DateOnly? countedTo = null, yearsTo = null;
        IQueryable<Statement> ofYears;
        var spellings = Spellings.None;
        if (filter.Query is { } words)
        {
            spellings = await finder.SpellingsAsync(view, cancellation);
            // Counted among the newest that have the words, whatever else is asked: so each count says what its filter would show.
            var some = await finder.NewestAsync(view, words, spellings, published, [], (DateOnly.MinValue, filter.Days.Last), WordFinder.Most, cancellation);
            found = some.LookedTo is null ? some : await finder.NewestAsync(view, words, spellings, fitting, filter.Facets, filter.Days, WordFinder.Most, cancellation);
            counted = some.LookedTo is null ? null : found.Ids.Count;
            if (!filter.Relevance && filter.After is { } going && found.LookedTo is not null)
                found = await finder.NewestAsync(view, words, spellings, fitting, filter.Facets, (filter.Days.First, going.Day), WordFinder.Most, cancellation);
            var (these, those) = (found.Ids, some.Ids);
            fitting = fitting.Where(row => these.Contains(row.Id));
            published = published.Where(row => those.Contains(row.Id));
            ofYears = published;
        }
        else
        {
            // The other years are those of the record, whichever year is asked for.
            (ofYears, yearsTo) = await NewestAsync(published, (filter with { Year = null }).Days);
            (published, countedTo) = filter.Year is null ? (ofYears, yearsTo) : await NewestAsync(published, filter.Days);
            codings = published.ShownCodings(view.Known);
        }

        // A whole list is not held in memory: its files read it while they are written.
        var feed = view.Format == "atom";
        var ranking = filter is { Relevance: true, Query: not null };
        var whole = filter.Limit == int.MaxValue && !feed && !ranking;
        var (shown, last) = feed ? (await LatestAsync(), null) : whole ? ([], null) : ranking ? await RankedAsync(filter.Query!) : await PartAsync(filter.After, filter.Limit, cancellation);
        var tallies = new Dictionary<StatementFilter, List<StatementTally>>();
        var total = counted ?? (await TallyAsync(filter, published)).Sum(tally => tally.Count);
        var years = Sums(await TallyAsync(filter with { Year = null }, ofYears), tally => [Text(tally.Year)]);
        var flags = Sums(await TallyAsync(filter with { Flag = null }, published), tally => tally.Flags);
        var channels = Sums(await TallyAsync(filter with { Channel = null }, published), tally => [Words.Of(tally.Channel).Slug]);
        var grades = Sums(await TallyAsync(filter with { Information = null }, published), tally => [Text(tally.Information)]);
        var parties = filter.CountParties(published, sources, view.Known) is { } coded
            ? await CountAsync(coded)
            : Sums(await TallyAsync(filter with { Party = null }, published), tally => tally.Parties.Where(party => filter.Parties.Count == 0 || filter.Parties.Contains(party)));
        if (filter.CountSpeakingParties(published, codings, sources, db.Parties.Where(row => row.ProcessId == process)) is { } speaking)
        {
            foreach (var (party, count) in await CountAsync(speaking))
                parties[party] = parties.GetValueOrDefault(party) + count;
        }

        // A statement is never coded on an issue it only speaks of, so that the two add up.
        var issues = await CountAsync(filter.CountIssues(published, sources, view.Known));
        if (filter.OfAnyTopic is { } any)
        {
            foreach (var (issue, count) in Sums(await TallyAsync(any, published), tally => tally.Topic?.Split(Statement.TopicSeparator) ?? []))
            {
                if (filter.Issues.Count == 0 || filter.Issues.Contains(issue))
                    issues[issue] = issues.GetValueOrDefault(issue) + count;
            }
        }

        IReadOnlyList<Facet> facets =
        [
            Facet("Party", "party", view.Contents.Parties.Select(party => (party.Slug, party.Name)), parties),
            Facet("Issue", "issue", view.Contents.Issues.Select(issue => (issue.Slug, issue.Title)), issues),
            Facet("Channel", "channel", Enum.GetValues<Channel>().Select(channel => (Words.Of(channel).Slug, Words.Of(channel).Label)), channels),
            Facet("Information", "grade", Enumerable.Range(1, Grade.InformationNotJudged).Select(digit => (Text(digit), $"{digit}: {Words.OfInformation(digit)}")), grades),
            Facet("Year", "year", years.Keys.Concat(filter.Year is { } chosen ? [Text(chosen)] : []).Distinct().OrderDescending(StringComparer.Ordinal).Select(year => (year, year)), years) with { CountedTo = yearsTo },
            Facet("Flag", "flag", StatementFlags.All.Select(flag => (flag.Slug, flag.Label)), flags),
        ];
        // Where the time or the number ended the search, it goes on at the day before.
        if (last is null && !filter.Relevance && found?.LookedTo is { } looked)
            last = new(looked, 0);
        return (new(view, filter, shown, total, facets, titles, last?.ToString())
        {
            Whole = whole ? EveryAsync : null,
            Spellings = spellings,
            LookedTo = found?.LookedTo,
            CountedTo = countedTo,
            OutOfTime = found?.OutOfTime == true,
        }, null);

        // Each of a dozen counts would look through the whole record, and a reader waits for all of them: a long one is counted back to a day.
        async Task<(IQueryable<Statement> Counted, DateOnly? First)> NewestAsync(IQueryable<Statement> statements, (DateOnly First, DateOnly Last) wanted)
        {
            statements = statements.Where(row => row.Day <= wanted.Last);
            var days = await statements.OrderByDescending(row => row.Day).ThenByDescending(row => row.Number).Skip(most - 1).Take(2).Select(row => row.Day).ToListAsync(cancellation);
            // Where nothing wanted is older, everything that can fit is counted.
            return days is [var first, _] ? (statements.Where(row => row.Day >= first), first > wanted.First ? first : null) : (statements, null);
        }

        // The last statement of the part before is the mark: a part starts behind it whatever was published meanwhile.
        async Task<(IReadOnlyList<StatementCard> Cards, StatementFilter.Mark? Last)> PartAsync(StatementFilter.Mark? after, int count, CancellationToken stop)
        {
            var behind = after is { } mark ? fitting.Where(row => row.Day < mark.Day || (row.Day == mark.Day && row.Number < mark.Number)) : fitting;
            var rows = await db.WithDetailsAsync(behind.OrderByDescending(row => row.Day).ThenByDescending(row => row.Number).Take(count + 1), view.Known, stop);
            return (
                await cards.CardsAsync(view, [.. rows.Take(count)], stop),
                rows.Count > count ? new StatementFilter.Mark(rows[count - 1].Day, rows[count - 1].Number) : null);
        }

        // A feed is read for what is new to the reader, whenever it was said.
        async Task<IReadOnlyList<StatementCard>> LatestAsync() => await cards.CardsAsync(
            view, await db.WithDetailsAsync(fitting.OrderByDescending(row => row.PublishedAt).ThenByDescending(row => row.Number).Take(InFeed), view.Known, cancellation), cancellation);

        // Few enough to be put in order each time: a part starts behind the statement that ended the one before.
        async Task<(IReadOnlyList<StatementCard> Cards, StatementFilter.Mark? Last)> RankedAsync(SearchQuery asked)
        {
            var rows = await db.WithDetailsAsync(fitting.OrderByDescending(row => row.Day).ThenByDescending(row => row.Number).Take(Ranked), view.Known, cancellation);
            var ordered = WordRank.Order(rows, asked, spellings).ToList();
            var start = filter.After is { } mark ? ordered.FindIndex(row => row.Number == mark.Number) + 1 : 0;
            var part = ordered.Skip(start).Take(filter.Limit).ToList();
            return (await cards.CardsAsync(view, part, cancellation), start + part.Count < ordered.Count ? new StatementFilter.Mark(part[^1].Day, part[^1].Number) : null);
        }

        async IAsyncEnumerable<StatementCard> EveryAsync([EnumeratorCancellation] CancellationToken stop)
        {
            if (filter.Query is { } asked)
            {
                await foreach (var ids in finder.AllAsync(view, asked, spellings, every, filter.Facets, filter.Days, PartSize, stop))
                {
                    var rows = await db.WithDetailsAsync(every.Where(row => ids.Contains(row.Id)).OrderByDescending(row => row.Day).ThenByDescending(row => row.Number), view.Known, stop);
                    foreach (var card in await cards.CardsAsync(view, rows, stop))
                        yield return card;
                }

                yield break;
            }

            for (StatementFilter.Mark? mark = null, end = null; ; mark = end)
            {
                (var part, end) = await PartAsync(mark, PartSize, stop);
                foreach (var card in part)
                    yield return card;
                if (end is null)
                    yield break;
            }
        }

        // What is not asked for need not be left out: then it is the same look.
        async Task<List<StatementTally>> TallyAsync(StatementFilter some, IQueryable<Statement> of)
        {
            if (!tallies.TryGetValue(some, out var found))
                tallies[some] = found = await StatementFilter.TallyAsync(some.Apply(of, of == published ? codings : of.ShownCodings(view.Known), sources), cancellation);
            return found;
        }

        async Task<Dictionary<string, int>> CountAsync(IQueryable<KeyValuePair<string, int>> counts) => (await counts.ToListAsync(cancellation)).ToDictionary();

        static Dictionary<string, int> Sums(List<StatementTally> tallies, Func<StatementTally, IEnumerable<string>> values) =>
            tallies.SelectMany(tally => values(tally).Distinct(), (tally, value) => (value, tally.Count)).GroupBy(pair => pair.value).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Count));

        // In the order of the list, not of the counts: a count is no rank.
        Facet Facet(string title, string parameter, IEnumerable<(string Value, string Label)> values, Dictionary<string, int> counts)
        {
            var current = view.Given.GetValueOrDefault(parameter);
            return new(title, parameter,
            [
                .. values.Where(item => counts.GetValueOrDefault(item.Value) > 0 || item.Value == current)
                    .Select(item => new FacetValue(
                        item.Value, item.Label, counts.GetValueOrDefault(item.Value), item.Value == current,
                        view.With((parameter, item.Value == current ? null : item.Value), ("after", null)))),
            ])
            { CountedTo = countedTo };
        }

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>A way to narrow the list.</summary>
public sealed record Facet(string Title, string Parameter, IReadOnlyList<FacetValue> Values)
{
    /// <inheritdoc cref="StatementsModel.CountedTo"/>
    public DateOnly? CountedTo { get; init; }
}

/// <param name="Count">Statements the list has with this value set.</param>
/// <param name="Address">Sets the value; of the current one, takes it away.</param>
public sealed record FacetValue(string Value, string Label, int Count, bool Current, string Address);

/// <param name="Total">Statements on all pages together, as far as they are counted.</param>
/// <param name="Next">Mark of the next page; null on the last.</param>
public sealed record StatementsModel(
    View View, StatementFilter Filter, IReadOnlyList<StatementCard> Cards, int Total, IReadOnlyList<Facet> Facets, IReadOnlyList<(string Slug, string Title)> ProposalTitles, string? Next) : ITables, ICited, ILinked, IFollowed
{
    public string CitedAs => string.Join(", ", Active.Select(filter => filter.Text).Prepend("Statements"));

    IAsyncEnumerable<IReadOnlyDictionary<string, object?>> ILinked.Linked(string origin, CancellationToken cancellation) =>
        (Whole?.Invoke(cancellation) ?? Cards.ToAsyncEnumerable()).Select(card => StatementLinked.Of(card, origin));

    AtomFile IFollowed.Feed => new(
        $"PeaceTracker: {char.ToLowerInvariant(CitedAs[0])}{CitedAs[1..]}, {View.Contents.Process.Title}",
        "Statements by the instant of their publication, the newest first; one that is corrected comes again under the same name.",
        View.File("atom"), View.With(), Newest,
        [
            .. Cards.Select(card => new AtomEntry(
                FormattableString.Invariant($"statement/{card.Statement.Number}"), card.Title, card.Statement.PublishedAt!.Value, card.Address, card.Statement.Summary,
                [.. card.Statement.Parties, .. card.Issues.Select(issue => issue.Slug)])),
        ]);

    /// <summary>A feed without an entry was last renewed before there was a record.</summary>
    private static DateTimeOffset Newest => new(View.FirstDay.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>Every statement of the list, read as it is asked for; null when <see cref="Cards"/> are all there is to take away.</summary>
    public Func<CancellationToken, IAsyncEnumerable<StatementCard>>? Whole { get; init; }

    /// <summary>Other ways to write the names looked for.</summary>
    public Spellings Spellings { get; init; } = Spellings.None;

    /// <summary>Every day from this one on was looked at for the words; null when all were, or no words are looked for.</summary>
    public DateOnly? LookedTo { get; init; }

    /// <summary>Every day from this one on was counted; null when all were, or words are looked for.</summary>
    public DateOnly? CountedTo { get; init; }

    /// <summary>The time ended the search, not the number found.</summary>
    public bool OutOfTime { get; init; }

    public string? NextAddress => Next is null ? null : View.With(("after", Next));

    /// <inheritdoc cref="StatementFilter.InWords"/>
    public IEnumerable<Suggestion> Active => Filter.InWords(View, ProposalTitles);

    private static readonly Schema FacetsTable = new("facets", ["facet", "value", "label", "statements: whole", "looked_to: day"]);

    public static IReadOnlyList<Schema> Tables => [StatementRows.StatementsTable, StatementRows.CodingsTable, StatementRows.CitationsTable, StatementRows.QuantitiesTable, FacetsTable];

    public TakeAway TakeAway => StatementRows.TakeAway(Cards, Whole) with
    {
        After = Next,
        More =
        [
            StatementRows.Codings(Cards, Whole), StatementRows.Citations(Cards, Whole), StatementRows.Quantities(Cards, Whole),
            new(
                FacetsTable,
                Facets.SelectMany(facet => facet.Values.Select(item => (IReadOnlyList<object?>)[facet.Parameter, item.Value, item.Label, item.Count, LookedTo ?? facet.CountedTo]))),
        ],
    };
}
