using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Search;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Search;

/// <summary>What has the words, in groups: the newest statements within a time, and everything the record names.</summary>
public sealed class SearchPage(PeaceTrackerDbContext db, WordFinder finder, StatementCardReader cards)
{
    /// <summary>Statements shown; the list has all.</summary>
    private const int Statements = 10;

    /// <summary>Statements that are counted by party, issue and year, but for those of the day they end with.</summary>
    private const int Counted = 500;

    /// <summary>Sources looked at.</summary>
    private const int Sources = 200;

    public async Task<(SearchModel? Model, Fault? Fault)> LoadAsync(View view, CancellationToken cancellation)
    {
        if (WordFinder.Check(view) is { } wrong)
            return (null, wrong);
        var typed = view.Given.GetValueOrDefault("q");
        var query = SearchQuery.Read(typed);
        if (query.IsEmpty)
            return (new(view, typed, query, Spellings.None, [], 0, 0, [], []), null);
        var spellings = await finder.SpellingsAsync(view, cancellation);
        var fitting = db.Said(view);
        var found = await finder.NewestAsync(view, query, spellings, fitting, [], (DateOnly.MinValue, view.Date), Counted, cancellation);
        var ids = found.Ids;
        // Everything else was asked of these already.
        var those = await db.Published(view.Contents.Process.Id, view.Known).Where(row => ids.Contains(row.Id)).Select(row => new FoundStatement(row.Id, row.Day, row.Number, row.Parties, row.Topic, row.Proposal)).ToListAsync(cancellation);
        var newest = those.OrderByDescending(row => row.Day).ThenByDescending(row => row.Number).Take(Statements).Select(row => row.Id).ToList();
        var shown = await db.WithDetailsAsync(db.Published(view.Contents.Process.Id, view.Known).Where(row => newest.Contains(row.Id)).OrderByDescending(row => row.Day).ThenByDescending(row => row.Number), view.Known, cancellation);
        return (new(
            view, typed, query, spellings, await NamedAsync(view, query, spellings, cancellation), ids.Count, those.Count(row => row.Proposal is not null),
            await cards.CardsAsync(view, shown, cancellation), await FacetsAsync(view, typed!, those, cancellation))
        {
            LookedTo = found.LookedTo,
            OutOfTime = found.OutOfTime,
        }, null);
    }

    /// <summary>How many of the statements found there are by year, party and issue, each with the list it leads to.</summary>
    private async Task<IReadOnlyList<FoundFacet>> FacetsAsync(View view, string typed, IReadOnlyList<FoundStatement> found, CancellationToken cancellation)
    {
        var years = found.CountBy(row => row.Day.Year).ToDictionary();
        var parties = found.SelectMany(row => row.Parties).CountBy(slug => slug).ToDictionary();
        var issues = (await db.CodedIssuesAsync([.. found.Select(row => row.Id)], view.Known, cancellation)).CountBy(coded => coded.Issue).ToDictionary();
        // A statement is never coded on an issue it only speaks of, so that the two add up.
        foreach (var issue in found.Where(row => row.Topic is not null).SelectMany(row => row.Topic!.Split(Domain.Statements.Statement.TopicSeparator)))
            issues[issue] = issues.GetValueOrDefault(issue) + 1;
        // In the order of the lists, not of the counts: a count is no rank.
        return
        [
            new("Party", [.. view.Contents.Parties.Where(party => parties.ContainsKey(party.Slug)).Select(party => Value("party", party.Slug, party.Name, parties[party.Slug]))]),
            new("Issue", [.. view.Contents.Issues.Where(issue => issues.ContainsKey(issue.Slug)).Select(issue => Value("issue", issue.Slug, issue.Title, issues[issue.Slug]))]),
            new("Year", [.. years.OrderByDescending(year => year.Key).Select(year => Value("year", year.Key.ToString(CultureInfo.InvariantCulture), year.Key.ToString(CultureInfo.InvariantCulture), year.Value))]),
        ];

        FoundValue Value(string name, string value, string label, int count) => new(name, value, label, count, view.Link("statements", ("q", typed), (name, value)));
    }

    private async Task<IReadOnlyList<FoundGroup>> NamedAsync(View view, SearchQuery query, Spellings spellings, CancellationToken cancellation)
    {
        var (contents, process) = (view.Contents, view.Contents.Process.Id);
        var words = new AskedWords(query, spellings);
        var people = await db.People.AsNoTracking().Include(row => row.Offices).Where(row => row.ProcessId == process).OrderBy(row => row.Name).ToListAsync(cancellation);
        var proposals = await db.Proposals.AsNoTracking().Where(row => row.ProcessId == process && row.Latest <= view.Date).OrderByDescending(row => row.Latest).ThenBy(row => row.Slug)
            .Select(row => new { row.Slug, row.Title, row.Date, row.Summary, row.Proponents }).ToListAsync(cancellation);
        var found = await finder.SourcesAsync(view, query, spellings, Sources, cancellation);
        var sources = await db.Sources.AsNoTracking().Include(row => row.Publisher).Where(row => found.Contains(row.Id)).OrderByDescending(row => row.Number).ToListAsync(cancellation);
        return
        [
            Group("parties", "Parties", "parties", contents.Parties.Where(party => words.Finds([party.Name, .. party.Aliases]))
                .Select(party => new FoundThing(party.Slug, party.Name, null, Names(party.Aliases), view.Link($"parties/{party.Slug}")))),
            Group("people", "People", null, people.Where(person => words.Finds([person.Name, .. person.Aliases, .. person.Offices.Select(office => office.Title)]))
                .Select(person => new FoundThing(
                    person.Slug, person.Name, null, string.Join("; ", person.Offices.Select(office => office.Title).Append(Names(person.Aliases)).Where(text => text.Length > 0)),
                    view.Link("statements", ("q", person.Name))))),
            Group("issues", "Issues", "issues", contents.Issues.Where(issue => words.Finds([issue.Title, issue.Question, .. issue.Scale.Steps.Select(step => step.Label)]))
                .Select(issue => new FoundThing(issue.Slug, issue.Title, null, issue.Question, view.Link($"issues/{issue.Slug}")))),
            Group("regions", "Regions", null, contents.Regions.Where(region => words.Finds([region.Name, region.NameLocal, region.Iso]))
                .Select(region => new FoundThing(region.Slug, region.Name, null, $"{region.NameLocal}, {region.Iso}", view.Link($"territory/{region.Slug}")))),
            Group("proposals", "Proposals", "proposals", proposals.Where(proposal => words.Finds([proposal.Title, proposal.Summary, .. proposal.Proponents.Select(contents.PartyName)], proposal.Date))
                .Select(proposal => new FoundThing(proposal.Slug, proposal.Title, proposal.Date, proposal.Summary, view.Link($"proposals/{proposal.Slug}")))),
            Group("events", "Events", "events", contents.Events.Where(item => item.Latest <= view.Date).Reverse().Where(item => words.Finds([item.Title, item.Summary, item.Place, .. item.Parties.Select(contents.PartyName)], item.Date))
                .Select(item => new FoundThing(item.Slug, item.Title, item.Date, item.Summary, view.Link($"events/{item.Slug}")))),
            Group("sources", "Sources", "sources", sources
                .Select(source => new FoundThing(
                    source.Number.ToString(CultureInfo.InvariantCulture), source.Title, source.Date, string.Join(", ", new[] { source.Author, source.Publisher!.Name }.OfType<string>()),
                    view.Link(FormattableString.Invariant($"sources/{source.Number}")), source.TitleDescribed ? null : source.Language))),
        ];

        FoundGroup Group(string kind, string title, string? list, IEnumerable<FoundThing> things) =>
            new(kind, title, [.. things.OrderByDescending(thing => query.Count(thing.Title, spellings) > 0)], list is null ? null : view.Link(list, ("q", view.Given["q"])));

        static string Names(IReadOnlyList<string> aliases) => aliases.Count == 0 ? "" : $"also {string.Join(", ", aliases)}";
    }
}

/// <summary>What is counted of a statement that was found.</summary>
internal sealed record FoundStatement(int Id, DateOnly Day, int Number, List<string> Parties, string? Topic, string? Proposal);

/// <param name="Name">Slug or number.</param>
/// <param name="Date">Null for what has none.</param>
/// <param name="Language">Of the title; null for English.</param>
public sealed record FoundThing(string Name, string Title, Domain.Time.EdtfDate? Date, string Text, string Address, string? Language = null);

/// <param name="Kind">Name of the kind in files.</param>
/// <param name="All">Address of a list of all; null where there is none.</param>
public sealed record FoundGroup(string Kind, string Title, IReadOnlyList<FoundThing> Things, string? All)
{
    /// <summary>"parties", or "party" when there is one.</summary>
    public string InWords => Things.Count != 1 ? Kind : Kind switch { "parties" => "party", "people" => "person", _ => Kind[..^1] };

    /// <summary>Of short names, which stand before the statements; documents stand behind them.</summary>
    public bool IsOfNames => Kind is "parties" or "people" or "issues" or "regions";
}

public sealed record FoundFacet(string Title, IReadOnlyList<FoundValue> Values);

public sealed record FoundValue(string Name, string Value, string Label, int Count, string Address);

/// <param name="Typed">As it was typed; null when nothing was.</param>
/// <param name="Total">Statements found.</param>
/// <param name="Clauses">How many of them are clauses of proposals.</param>
/// <param name="Cards">The newest of them.</param>
public sealed record SearchModel(
    View View, string? Typed, SearchQuery Query, Spellings Spellings, IReadOnlyList<FoundGroup> Groups, int Total, int Clauses, IReadOnlyList<StatementCard> Cards, IReadOnlyList<FoundFacet> Facets) : ITables
{
    /// <summary>Every day from this one on was looked at for statements; null when all were.</summary>
    public DateOnly? LookedTo { get; init; }

    /// <summary>The time ended the search, not the number found.</summary>
    public bool OutOfTime { get; init; }

    /// <summary>The list of all statements found, and the feed of it.</summary>
    public string All => View.Link("statements", ("q", Typed));

    public IReadOnlyList<(bool Hit, string Text)> Hits(string text, int longest) => WordHits.Of(text, Query, Spellings, longest);

    public bool Has(string? text) => Query.Count(text, Spellings) > 0;

    private static readonly Schema Found = new("found", ["kind", "name", "title", "date", "text", "address"]);

    private static readonly Schema FoundCounts = new("found_counts", ["kind", "found: whole", "looked_to: day"]);

    public static IReadOnlyList<Schema> Tables => [Found, FoundCounts];

    public TakeAway TakeAway => new(
        Found,
        Groups.SelectMany(group => group.Things.Select(thing => (IReadOnlyList<object?>)[group.Kind, thing.Name, thing.Title, thing.Date?.Text, thing.Text, thing.Address]))
            .Concat(Cards.Select(card => (IReadOnlyList<object?>)
                [card.Statement.Proposal is null ? "statements" : "clauses", card.Statement.Number.ToString(CultureInfo.InvariantCulture), card.Heading, card.Statement.MadeOn.Text, card.Statement.Summary, card.Address])))
    {
        More =
        [
            new(FoundCounts, [
                .. Groups.Select(group => (IReadOnlyList<object?>)[group.Kind, group.Things.Count, null]),
                [.. new object?[] { "statements", Total, LookedTo }], [.. new object?[] { "clauses", Clauses, LookedTo }],
            ]),
        ],
    };
}
