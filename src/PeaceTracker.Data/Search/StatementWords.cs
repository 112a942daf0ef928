using System.Globalization;
using PeaceTracker.Domain.Search;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Search;

/// <summary>
/// What a revision of a statement is found by once it was public: the keys of its words, and facets. Written together with the publication
/// (<see cref="KeepWords"/>) and rebuildable from the statement at any time; it holds nothing of its own, and its revision never changes.
/// </summary>
internal sealed class StatementWords
{
    /// <summary>Facet that every row has.</summary>
    public const string Any = "is:statement";

    /// <summary>Facets begin with it and no word does, so that a word that is only begun is none of them.</summary>
    public const char FacetMark = ':';

    /// <summary>Stands between texts, as a word that nobody can look for.</summary>
    private const string Between = " : ";

    public int StatementId { get; init; }

    public Statement? Statement { get; init; }

    /// <summary>The day from which the statement counts, as <see cref="DateOnly.DayNumber"/>: rows are looked through newest first.</summary>
    public int Day { get; init; }

    /// <summary><see cref="SearchQuarter.Of"/> the day.</summary>
    public int Quarter { get; init; }

    public required string Summary { get; init; }

    public required string Quote { get; init; }

    public required string Translation { get; init; }

    /// <summary>What else it says in words: who it is attributed to, notes, conditions and reasons of codings, figures.</summary>
    public required string Notes { get; init; }

    /// <summary>Names such as <c>:party:ukraine</c>, <c>:speaker:vladimir-putin</c> and <c>:month:2022-03</c>, separated by spaces.</summary>
    public required string Facets { get; init; }

    /// <param name="statement">With its codings and quantities.</param>
    public static StatementWords Of(Statement statement) => new()
    {
        Statement = statement,
        StatementId = statement.Id,
        Day = statement.Day.DayNumber,
        Quarter = SearchQuarter.Of(statement.Day),
        Summary = SearchWord.Keys(statement.Summary),
        Quote = SearchWord.Keys(statement.Quote),
        Translation = SearchWord.Keys(statement.QuoteTranslation),
        // In an order of their own: that of the rows is not the same whenever they are read. A phrase ends where a text does.
        Notes = string.Join(Between, TextsBeside(statement).Select(SearchWord.Keys).Where(keys => keys.Length > 0).Distinct().Order(StringComparer.Ordinal)),
        Facets = string.Join(' ', FacetsOf(statement).Distinct().Order(StringComparer.Ordinal).Select(name => FacetMark + name)),
    };

    public bool Same(StatementWords other) => (StatementId, Day, Quarter, Summary, Quote, Translation, Notes, Facets)
        == (other.StatementId, other.Day, other.Quarter, other.Summary, other.Quote, other.Translation, other.Notes, other.Facets);

    private static IEnumerable<string?> TextsBeside(Statement statement) =>
    [
        statement.AttributedTo, statement.Office, statement.Clause, statement.Notes, .. statement.Topics, .. statement.Record,
        .. statement.Codings.SelectMany(coding => new[] { coding.Condition, coding.Reason }),
        .. statement.Quantities.SelectMany(quantity => new[] { quantity.Measure, quantity.Note }),
    ];

    private static IEnumerable<string> FacetsOf(Statement statement)
    {
        yield return Any;
        yield return FormattableString.Invariant($"process:{statement.ProcessId}");
        foreach (var party in statement.Parties.Concat(statement.Codings.Select(coding => coding.Party)))
            yield return $"party:{party}";
        foreach (var issue in statement.Topics.Concat(statement.Codings.Select(coding => coding.Issue)).Where(issue => !issue.Contains(' ', StringComparison.Ordinal)))
            yield return $"issue:{issue}";
        foreach (var (name, value) in new[] { ("speaker", statement.Speaker), ("proposal", statement.Proposal), ("proposal", statement.RespondsTo), ("proposal", statement.SaidAbout), ("channel", Words.Of(statement.Channel).Slug) })
        {
            if (value is not null)
                yield return $"{name}:{value}";
        }

        foreach (var said in SaidIn(statement.Earliest, statement.Day))
            yield return said;
    }

    /// <summary>The day, month and years that the date lies in whole, so that "2022-03" finds what was said on a day of that month, and in it.</summary>
    private static IEnumerable<string> SaidIn(DateOnly first, DateOnly last)
    {
        var invariant = CultureInfo.InvariantCulture;
        if (first == last)
            yield return "day:" + last.ToString("yyyy-MM-dd", invariant);
        if (first.Year != last.Year)
            yield break;
        if (first.Month == last.Month)
            yield return "month:" + last.ToString("yyyy-MM", invariant);
        yield return "year:" + last.ToString("yyyy", invariant);
    }
}

/// <summary>What a source is found by, public or not; whoever reads asks for the public ones.</summary>
internal sealed class SourceWords
{
    public int SourceId { get; init; }

    public Domain.Sources.Source? Source { get; init; }

    public required string Title { get; set; }

    /// <summary>Author and publisher.</summary>
    public required string Names { get; set; }

    public required string Notes { get; set; }

    /// <param name="publisher">Name of the publisher.</param>
    public static SourceWords Of(Domain.Sources.Source source, string publisher) => new()
    {
        Source = source,
        SourceId = source.Id,
        Title = SearchWord.Keys(source.Title),
        Names = SearchWord.Keys($"{source.Author} | {publisher}"),
        Notes = SearchWord.Keys(source.Notes),
    };

    public bool Same(SourceWords other) => (SourceId, Title, Names, Notes) == (other.SourceId, other.Title, other.Names, other.Notes);
}

/// <summary>
/// A quarter of a year. What is found by words is kept in as many tables as <see cref="Tables"/>, a quarter in one of them: an index can only be
/// looked through whole, and a phrase of common words that occurs nowhere would otherwise be looked for in all of it.
/// </summary>
internal static class SearchQuarter
{
    /// <summary>Eight years: a table holds quarters that lie this far apart.</summary>
    public const int Tables = 32;

    private const int MonthsEach = 3, EachYear = 4;

    /// <summary>Counts quarters from the year 0.</summary>
    public static int Of(DateOnly day) => day.Year * EachYear + (day.Month - 1) / MonthsEach;

    public static DateOnly FirstDay(int quarter) => new(quarter / EachYear, quarter % EachYear * MonthsEach + 1, 1);
}
