using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Sources;

/// <summary>One source: who publishes it, what it copies, what copies it, and the statements taken from it place by place.</summary>
public sealed class SourcePage(PeaceTrackerDbContext db)
{
    public async Task<(SourceModel? Model, Fault? Fault)> LoadAsync(View view, string asked, CancellationToken cancellation)
    {
        var all = db.Sources.AsNoTracking().Where(row => row.ProcessId == view.Contents.Process.Id);
        var known = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var source = known ? await all.Include(row => row.Publisher).SingleOrDefaultAsync(row => row.Number == number, cancellation) : null;
        if (source is null)
        {
            var near = known
                ? await all.OrderBy(row => Math.Abs(row.Number - number)).ThenBy(row => row.Number).Take(3).ToListAsync(cancellation)
                : [];
            return (null, new(404, $"There is no source number \"{asked}\"", known ? "These numbers are the nearest." : "A source is named by its number, such as 1.")
            {
                Suggestions =
                [
                    .. near.Select(row => new Suggestion(string.Create(CultureInfo.InvariantCulture, $"{row.Number}: {row.Title}"), view.Link($"sources/{row.Number}"))),
                    new("All sources", view.Link("sources")),
                ],
            });
        }

        var edges = await all.Where(row => row.DerivedFrom.Count > 0).Select(row => new { row.Number, row.DerivedFrom }).ToListAsync(cancellation);
        var models = edges.ToDictionary(row => row.Number, row => (IReadOnlyList<int>)row.DerivedFrom);
        var copies = edges.SelectMany(row => row.DerivedFrom, (row, model) => (row.Number, model)).ToLookup(pair => pair.model, pair => pair.Number);
        var upwards = Trace(number, one => models.GetValueOrDefault(one, []));
        var downwards = Trace(number, one => copies[one].Order());
        var numbers = Numbers(upwards).Concat(Numbers(downwards)).ToHashSet();
        var related = await all.Include(row => row.Publisher).Where(row => numbers.Contains(row.Number)).ToDictionaryAsync(row => row.Number, cancellation);

        var statements = await db.WithDetailsAsync(
            db.Said(view).Where(row => row.Citations.Any(citation => citation.Source == number)).OrderBy(row => row.Number), view.Known, cancellation);
        var unseen = await db.Published(view.Contents.Process.Id, view.Known).CountAsync(row => row.Citations.Any(citation => citation.Source == number), cancellation) - statements.Count;
        var mergedFrom = await all.Where(row => row.MergedInto == number).OrderBy(row => row.Number).Select(row => row.Number).ToListAsync(cancellation);
        return (new(view, source, Nodes(upwards, related), Nodes(downwards, related), Places.Of(source.Number, statements), statements, unseen) { MergedFrom = mergedFrom }, null);
    }

    private sealed record Branch(int Number, List<Branch> Branches);

    // The seeds refuse derivations in a circle, so that every walk ends.
    private static List<Branch> Trace(int from, Func<int, IEnumerable<int>> next) => [.. next(from).Select(one => new Branch(one, Trace(one, next)))];

    private static IEnumerable<int> Numbers(List<Branch> branches) => branches.SelectMany(branch => Numbers(branch.Branches).Append(branch.Number));

    private static List<SourceNode> Nodes(List<Branch> branches, Dictionary<int, Source> sources) =>
        [.. branches.Select(branch => new SourceNode(sources[branch.Number], Nodes(branch.Branches, sources)))];
}

/// <summary>A source in a line of derivation, with the next ones in that direction.</summary>
public sealed record SourceNode(Source Source, IReadOnlyList<SourceNode> Next);

/// <summary>What <c>_Lineage.cshtml</c> draws.</summary>
/// <param name="Upwards">Towards the origin: the last one is it.</param>
public sealed record Lineage(View View, IReadOnlyList<SourceNode> Nodes, bool Upwards);

/// <summary>Statements that stand at one place of a source, for example "Paragraph 7".</summary>
/// <param name="Anchor">Name of the place inside its page.</param>
/// <param name="Number">Number of the paragraph; null when the place is not a numbered one.</param>
public sealed record Place(string Anchor, string Name, int? Number, IReadOnlyList<Statement> Statements);

/// <summary>Reads the places of citations. Places are free text such as "para 7 s1" or "para 2 s1; para 11 s1".</summary>
public static partial class Places
{
    /// <summary>Numbered paragraphs in their order, then places with another name, then statements without a place. A statement with two places stands at both.</summary>
    public static IReadOnlyList<Place> Of(int source, IReadOnlyList<Statement> statements) =>
    [
        .. statements
            .SelectMany(
                statement => statement.Citations.Where(citation => citation.Source == source).SelectMany(citation => Split(citation.Paragraph)).Distinct(),
                (statement, place) => (Statement: statement, Place: place))
            .GroupBy(pair => pair.Place, pair => pair.Statement)
            .OrderBy(group => group.Key.Number is null)
            .ThenBy(group => group.Key.Number)
            .ThenBy(group => group.Key.Name.Length == 0)
            .ThenBy(group => group.Key.Name, StringComparer.Ordinal)
            .Select((group, index) => new Place(
                group.Key.Number is { } number ? string.Create(CultureInfo.InvariantCulture, $"p{number}") : string.Create(CultureInfo.InvariantCulture, $"place{index + 1}"),
                group.Key.Number switch
                {
                    null => group.Key.Name.Length == 0 ? "Place not recorded" : char.ToUpperInvariant(group.Key.Name[0]) + group.Key.Name[1..],
                    0 => "Title",
                    { } paragraph => string.Create(CultureInfo.InvariantCulture, $"Paragraph {paragraph}"),
                },
                group.Key.Number,
                [.. group])),
    ];

    /// <summary>The numbers of the paragraphs a citation names; 0 is the title.</summary>
    public static IEnumerable<int> Numbers(string? text) => Split(text).Where(place => place.Number is not null).Select(place => place.Number!.Value);

    private static IEnumerable<(int? Number, string Name)> Split(string? text)
    {
        var parts = text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        if (parts.Length == 0)
            return [(null, "")];
        return parts.Select(part =>
            // Only at the start: "Vilnius para 11 as quoted" is a paragraph of the text quoted, not of this source.
            Paragraph().Match(part) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? (number, "")
                : ((int?)null, part))
            .Distinct();
    }

    [GeneratedRegex(@"^(?:paragraphs?|paras?|par|¶)\.?\s*(\d+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Paragraph();
}

/// <param name="DerivesFrom">What it copies or rewrites, on to the origin.</param>
/// <param name="Derived">What copies or rewrites it.</param>
/// <param name="Unseen">Statements taken from it that the date or the evidence filter leaves out.</param>
public sealed record SourceModel(
    View View, Source Source, IReadOnlyList<SourceNode> DerivesFrom, IReadOnlyList<SourceNode> Derived, IReadOnlyList<Place> Places, IReadOnlyList<Statement> Statements, int Unseen) : ITables
{
    /// <summary>Numbers of the sources that were merged into it: the same source, still cited by them where that was published before.</summary>
    public IReadOnlyList<int> MergedFrom { get; init; } = [];

    private static readonly Schema Taken = new("statements", ["statement: whole", "record: texts", "made_on", "parties: texts", "channel", "paragraph", "paragraph_numbers: wholes", "flags: texts", "summary"]);

    private static readonly Schema DerivesFromTable = new("derives_from", ["number: whole", "publisher", "publisher_name", "title"]);

    public static IReadOnlyList<Schema> Tables => [Taken, SourcesModel.Table with { Name = "source" }, DerivesFromTable, DerivesFromTable with { Name = "derived" }];

    public TakeAway TakeAway => new(
        Taken,
        Statements.SelectMany(statement => statement.Citations.Where(citation => citation.Source == Source.Number).Select(citation => (IReadOnlyList<object?>)
        [
            statement.Number, statement.Record, statement.MadeOn.Text, statement.Parties, Words.Of(statement.Channel).Slug, citation.Paragraph,
            Sources.Places.Numbers(citation.Paragraph).ToList(), statement.Flags, statement.Summary,
        ])))
    {
        More =
        [
            new(SourcesModel.Table with { Name = "source" }, [SourcesModel.Row(Source, Statements.Count)]),
            new(DerivesFromTable, Flat(DerivesFrom)),
            new(DerivesFromTable with { Name = "derived" }, Flat(Derived)),
        ],
    };

    private static IEnumerable<IReadOnlyList<object?>> Flat(IReadOnlyList<SourceNode> nodes) =>
        nodes.SelectMany(node => Flat(node.Next).Prepend([node.Source.Number, node.Source.Publisher!.Slug, node.Source.Publisher.Name, node.Source.Title]));
}
