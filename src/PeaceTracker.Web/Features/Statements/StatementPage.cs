using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Embedding;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Statements;

/// <summary>One statement with everything that is known of it.</summary>
public sealed class StatementPage(PeaceTrackerDbContext db, StatementCardReader cards)
{
    public async Task<(StatementModel? Model, Fault? Fault)> LoadAsync(View view, int number, CancellationToken cancellation)
    {
        var process = view.Contents.Process.Id;
        var statement = (await db.WithDetailsAsync(db.Published(process, view.Known).Where(row => row.Number == number), view.Known, cancellation)).SingleOrDefault()
            ?? await WithdrawnAsync(view, number, cancellation);
        if (statement is null)
            return (null, await MissingAsync(view, number, cancellation));
        var card = (await cards.CardsAsync(view, [statement], cancellation))[0];
        var sources = await WithOriginsAsync(process, card.Sources, cancellation);
        var (roots, _) = Origins.Of(
            statement.Citations.Select(citation => citation.Source),
            sources.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<int>)pair.Value.DerivedFrom),
            sources.Values.Where(source => source.MergedInto is not null).ToDictionary(source => source.Number, source => source.MergedInto!.Value));
        return (new(view, card, sources, [.. roots.Order()]), null);
    }

    /// <summary>What it said, as it was last shown: a withdrawn statement keeps its page, and one whose approval was taken back has none.</summary>
    private async Task<Statement?> WithdrawnAsync(View view, int number, CancellationToken cancellation)
    {
        var ever = db.EverPublished(view.Contents.Process.Id, number, view.Known).Where(row => row.Status != StatementStatus.Undone);
        return await ever.LastOrDefaultAsync(cancellation) is { } last
            ? (await db.WithDetailsAsync(ever.Where(row => row.Id == last.Id), last.PublishedAt!.Value, cancellation)).Single()
            : null;
    }

    /// <summary>The cited sources, those they were merged into, and all they derive from, one query a generation.</summary>
    private async Task<Dictionary<int, Source>> WithOriginsAsync(int process, IReadOnlyDictionary<int, Source> cited, CancellationToken cancellation)
    {
        var sources = cited.ToDictionary();
        while (true)
        {
            var wanted = sources.Values.SelectMany(source => source.MergedInto is { } kept ? [.. source.DerivedFrom, kept] : source.DerivedFrom).Where(parent => !sources.ContainsKey(parent)).Distinct().ToList();
            if (wanted.Count == 0)
                return sources;
            foreach (var source in await db.Sources.AsNoTracking().Include(row => row.Publisher).Where(row => row.ProcessId == process && wanted.Contains(row.Number)).ToListAsync(cancellation))
                sources.Add(source.Number, source);
        }
    }

    internal async Task<Fault> MissingAsync(View view, int number, CancellationToken cancellation)
    {
        var process = view.Contents.Process.Id;
        if (view.IsGiven("known") && await db.Published(process, view.Now).AnyAsync(row => row.Number == number, cancellation))
            return new(404, FormattableString.Invariant($"Statement {number} was not published then"), $"At {View.Instant(view.Known)} PeaceTracker did not show it yet.")
            {
                Suggestions = [new(FormattableString.Invariant($"Show statement {number} as it is known now"), view.With(("known", null)))],
            };
        if (await db.Undone(process, view.Known).Where(row => row.Number == number).OrderBy(row => row.Revision).LastOrDefaultAsync(cancellation) is { } undone)
            return new(404, FormattableString.Invariant($"Statement {number} is not public"), $"It was shown by mistake from {View.InstantInWords(undone.PublishedAt!.Value)} and taken back on {View.InstantInWords(undone.PublishedTo!.Value)}: {undone.WithdrawReason} Its words are not shown, and it counts for no position.")
            {
                Suggestions =
                [
                    new(FormattableString.Invariant($"History of statement {number}"), view.Link(FormattableString.Invariant($"statements/{number}/history"))),
                    new("All statements", view.Link("statements")),
                ],
            };
        var published = db.Published(process, view.Known);
        var below = await published.Where(row => row.Number < number).OrderByDescending(row => row.Number).Take(2).Select(row => row.Number).ToListAsync(cancellation);
        var above = await published.Where(row => row.Number > number).OrderBy(row => row.Number).Take(2).Select(row => row.Number).ToListAsync(cancellation);
        return new(404, FormattableString.Invariant($"There is no statement {number}"), "Check the number, or choose one of these.")
        {
            Suggestions =
            [
                .. below.Order().Concat(above).Select(near => new Suggestion(FormattableString.Invariant($"Statement {near}"), view.Link(FormattableString.Invariant($"statements/{near}")))),
                new("All statements", view.Link("statements")),
            ],
        };
    }
}

/// <param name="Sources">Those cited and all they derive from, by number.</param>
/// <param name="Roots">Numbers of the origins of what is cited.</param>
public sealed record StatementModel(View View, StatementCard Card, IReadOnlyDictionary<int, Source> Sources, IReadOnlyList<int> Roots) : ITables, ICited, ILinked, IEmbedded
{
    public string CitedAs => FormattableString.Invariant($"Statement {Statement.Number}: {Card.Heading}, said {Statement.MadeOn.ToWords()}");

    public string CitedLanguage => Statement.Quote is null ? "en" : Statement.QuoteLanguage ?? "en";

    IAsyncEnumerable<IReadOnlyDictionary<string, object?>> ILinked.Linked(string origin, CancellationToken cancellation) => new[] { StatementLinked.Of(Card, origin) }.ToAsyncEnumerable();

    (string Partial, object Model) IEmbedded.Part(string origin) => ("_Alone", this);

    public Statement Statement => Card.Statement;

    /// <summary>Sources that copy, rewrite or retell another, each with those.</summary>
    public IEnumerable<(Source Source, IReadOnlyList<Source> From)> Derivations =>
        Sources.Values.Where(source => source.DerivedFrom.Count > 0).OrderBy(source => source.Number)
            .Select(source => (source, (IReadOnlyList<Source>)[.. source.DerivedFrom.Select(parent => Sources[parent])]));

    /// <summary>Address of the page that works out the position this coding bears on, as of the day of the statement.</summary>
    public string WorkingAddress(Coding coding)
    {
        // No view looks past its own day, and a comparison must lie before it.
        var day = Statement.Day < View.Date ? Statement.Day : View.Date;
        var region = View.Contents.Issue(coding.Issue).Regional ? coding.Region ?? CellRow.OtherRegions : null;
        return View.Link($"positions/{coding.Party}/{coding.Issue}", ("region", region), ("date", View.Iso(day)), ("since", null));
    }

    /// <summary>The source's own address, opened at the quotation where the browser can.</summary>
    public string? Outward(Citation citation)
    {
        var source = Sources[citation.Source];
        return source.Address is { } address && citation == Statement.Citations[0] && Statement.Quote is { } quote && source.Language == Statement.QuoteLanguage && !address.Contains('#', StringComparison.Ordinal)
            ? $"{address}#:~:text={Uri.EscapeDataString(quote).Replace("-", "%2D", StringComparison.Ordinal)}"
            : source.Address;
    }

    private static readonly Schema OriginsTable = new("origins", ["source: whole", "publisher", "title", "derived_from: wholes", "origin: yes/no"]);

    public static IReadOnlyList<Schema> Tables => [StatementRows.StatementsTable, StatementRows.CodingsTable, StatementRows.CitationsTable, StatementRows.QuantitiesTable, OriginsTable];

    public TakeAway TakeAway => StatementRows.TakeAway([Card]) with
    {
        More =
        [
            StatementRows.Codings([Card]), StatementRows.Citations([Card]), StatementRows.Quantities([Card]),
            new(
                OriginsTable,
                Sources.Values.OrderBy(source => source.Number)
                    .Select(source => (IReadOnlyList<object?>)[source.Number, source.Publisher!.Name, source.Title, source.DerivedFrom, Roots.Contains(source.Number)])),
        ],
    };
}
