using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Search;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Sources;

/// <summary>What the list of sources can be narrowed by, as the address says it.</summary>
/// <param name="Statements">"with" leaves out sources nothing was taken from.</param>
/// <param name="After">Where the page before ended; made by <see cref="SourcesPage"/> only.</param>
public sealed record SourceChoice(string? Kind, string? Grade, string? Language, string? Statements, string? After, string? Limit, string? Q)
{
    /// <summary>What the language of a source is called when it was not recorded.</summary>
    public const string NoLanguage = "not-recorded";

    public const string WithStatements = "with";

    public IEnumerable<(string Name, string Value)> Given =>
        new[] { ("kind", Kind), ("grade", Grade), ("language", Language), ("statements", Statements), ("after", After), ("limit", Limit), ("q", Q) }
            .Where(pair => !string.IsNullOrWhiteSpace(pair.Item2))
            .Select(pair => (pair.Item1, pair.Item2!.Trim()));
}

/// <summary>The sources by number, with how many statements each carries.</summary>
public sealed class SourcesPage(PeaceTrackerDbContext db, WordFinder finder)
{
    public const int PageSize = 50;

    public async Task<(SourcesModel? Model, Fault? Fault)> LoadAsync(View view, SourceChoice choice, CancellationToken cancellation)
    {
        var given = choice.Given.ToDictionary(pair => pair.Name, pair => pair.Value);
        // Files and permanent links of this page keep its own choice as well.
        view = view with { Given = view.Given.Concat(given).ToDictionary(pair => pair.Key, pair => pair.Value) };
        var all = db.Sources.AsNoTracking().Where(row => row.ProcessId == view.Contents.Process.Id);
        var kinds = await all.Select(row => row.Kind).Distinct().OrderBy(kind => kind).ToListAsync(cancellation);
        var languages = await all.Where(row => row.Language != null).Select(row => row.Language!).Distinct().OrderBy(language => language).ToListAsync(cancellation);
        var after = ReadAfter(given.GetValueOrDefault("after"));
        var limit = ListPart.Limit(view, PageSize);
        if (Check(view, given, kinds, languages, after, limit) is { } fault)
            return (null, fault);

        if (given.TryGetValue("kind", out var kind))
            all = all.Where(row => row.Kind == kind);
        if (given.TryGetValue("grade", out var grade))
        {
            List<char> letters = [grade[0]];
            all = all.Where(row => letters.Contains(row.Grade));
        }

        if (given.TryGetValue("language", out var language))
            all = language == SourceChoice.NoLanguage ? all.Where(row => row.Language == null) : all.Where(row => row.Language == language);
        if (given.TryGetValue("q", out var typed) && SearchQuery.Read(typed) is { IsEmpty: false } words)
        {
            var found = await finder.SourcesAsync(view, words, await finder.SpellingsAsync(view, cancellation), WordFinder.Most, cancellation);
            all = all.Where(row => found.Contains(row.Id));
        }

        var said = db.SaidAsAsked(view, view.IsGiven("parties") ? [.. view.Parties.Select(party => party.Slug)] : null);
        if (given.ContainsKey("statements") || view.AsksForCodings || view.IsGiven("parties"))
            all = all.Where(row => said.Any(statement => statement.Citations.Any(citation => citation.Source == row.Number)));

        var total = await all.CountAsync(cancellation);
        var rows = await all.Where(row => row.Number > (after ?? 0)).OrderBy(row => row.Number).Take(limit == int.MaxValue ? int.MaxValue : limit!.Value + 1).Include(row => row.Publisher).ToListAsync(cancellation);
        var shown = rows.Take(limit.Value).ToList();
        var counts = await CountsAsync(said, [.. shown.Select(row => row.Number)], cancellation);
        var next = rows.Count > limit ? WriteAfter(shown[^1].Number) : null;
        return (new(view, shown, counts, total, kinds, languages, next), null);
    }

    /// <summary>Statements taken from each of these sources; a source without any is missing.</summary>
    public static Task<Dictionary<int, int>> CountsAsync(IQueryable<Statement> said, IReadOnlyCollection<int> sources, CancellationToken cancellation) =>
        said
            .SelectMany(statement => statement.Citations)
            .Where(citation => sources.Contains(citation.Source))
            .GroupBy(citation => citation.Source)
            .Select(group => new { Source = group.Key, Statements = group.Select(citation => citation.StatementId).Distinct().Count() })
            .ToDictionaryAsync(row => row.Source, row => row.Statements, cancellation);

    private static Fault? Check(View view, Dictionary<string, string> given, List<string> kinds, List<string> languages, int? after, int? limit)
    {
        var parts = new List<FaultPart>();
        var suggestions = new List<Suggestion>();
        if (WordFinder.Wrong(given.GetValueOrDefault("q")) is { } wrong)
        {
            parts.Add(wrong);
            suggestions.Add(new("Leave q out", view.With(("q", null), ("after", null))));
        }

        OneOf("kind", kinds);
        OneOf("grade", ["A", "B", "C", "D", "E", "F"]);
        OneOf("language", [.. languages, SourceChoice.NoLanguage]);
        OneOf("statements", [SourceChoice.WithStatements]);
        if (given.TryGetValue("after", out var token) && after is null)
        {
            parts.Add(new("after", token, "a mark taken from the link to the next page"));
            suggestions.Add(new("Go to the first page", view.With(("after", null))));
        }

        if (limit is null)
        {
            parts.Add(new("limit", given["limit"], ListPart.Takes));
            suggestions.Add(new("Leave limit out", view.With(("limit", null))));
        }

        if (CodedState.Wrong(view) is { } state)
        {
            parts.Add(state);
            suggestions.Add(new("Leave state out", view.With(("state", null), ("after", null))));
        }

        return parts.Count == 0 ? null : new Fault(400, "The address asks for something that cannot be shown", "Nothing was guessed in its place.") { Parts = parts, Suggestions = suggestions };

        void OneOf(string name, List<string> values)
        {
            if (!given.TryGetValue(name, out var value) || values.Contains(value))
                return;
            parts.Add(new(name, value, values.Count == 1 ? values[0] : $"one of {string.Join(", ", values)}"));
            suggestions.AddRange(ProcessReader.Nearest(value, values).Select(near => new Suggestion($"Use {near}", view.With((name, near), ("after", null)))));
            suggestions.Add(new($"Leave {name} open", view.With((name, null), ("after", null))));
        }
    }

    private static string WriteAfter(int number) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"after {number}")));

    private static int? ReadAfter(string? token) =>
        token is not null && Base64Url.IsValid(token)
        && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token)) is var text && text.StartsWith("after ", StringComparison.Ordinal)
        && int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

/// <param name="Total">Sources that match, on all pages.</param>
/// <param name="Next">Mark of the next page; null on the last.</param>
public sealed record SourcesModel(
    View View, IReadOnlyList<Source> Sources, IReadOnlyDictionary<int, int> Counts, int Total, IReadOnlyList<string> Kinds, IReadOnlyList<string> Languages, string? Next) : ITables
{
    public int Count(Source source) => Counts.GetValueOrDefault(source.Number);

    public static IReadOnlyList<Schema> Tables => [Table];

    public TakeAway TakeAway => new(Table, Sources.Select(source => Row(source, Count(source)))) { After = Next };

    /// <summary>The columns of a source in every file.</summary>
    public static readonly Schema Table = new("sources", [
        "number: whole", "publisher", "publisher_name", "title", "title_described: yes/no", "author", "date", "address", "archive_address", "language", "kind", "grade", "grade_in_words",
        "grade_reason", "derived_from: wholes", "statements: whole", "notes", "merged_into: whole",
    ]);

    public static IReadOnlyList<object?> Row(Source source, int statements) =>
    [
        source.Number, source.Publisher!.Slug, source.Publisher.Name, source.Title, source.TitleDescribed, source.Author, source.Date?.Text, source.Address, source.ArchiveAddress,
        source.Language, source.Kind, source.Grade.ToString(), Words.OfSource(source.Grade), source.Publisher.Reason, source.DerivedFrom, statements, source.Notes, source.MergedInto,
    ];
}
