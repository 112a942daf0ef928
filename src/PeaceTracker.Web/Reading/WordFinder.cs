using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.Search;
using PeaceTracker.Domain.Search;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Web.Reading;

/// <summary>Looks for words on behalf of pages: among the newest that have them, and for no longer than a reader waits.</summary>
public sealed class WordFinder(StatementSearch search)
{
    /// <summary>Statements found at most; whoever wants more goes on from there.</summary>
    public const int Most = 1000;

    /// <summary>Characters of a query.</summary>
    public const int LongestText = SearchQuery.LongestText;

    public const string Takes = "words to look for, 200 characters at most; words in quotation marks stand next to each other, -word leaves out what has it, word* begins so, 2022-03 is also what was said then";

    /// <summary>Time after which a search ends where it is.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(15);

    /// <summary>Null when it can be looked for.</summary>
    public static FaultPart? Wrong(string? text) =>
        text is { Length: > LongestText } ? new("q", FormattableString.Invariant($"{text.Length} characters"), FormattableString.Invariant($"{LongestText} characters at most")) : null;

    /// <summary>The same as the answer to an address; null when it can be looked for.</summary>
    public static Fault? Check(View view) => Wrong(view.Given.GetValueOrDefault("q")) is not { } wrong ? null
        : new(400, "The address asks for something that cannot be looked for", "Nothing was guessed in its place.") { Parts = [wrong], Suggestions = [new("Leave q out", view.With(("q", null)))] };

    /// <summary>The same for a list at the desk.</summary>
    /// <param name="list">Its address.</param>
    public static Fault? Check(IQueryCollection query, string list) => Wrong(query["q"]) is not { } wrong ? null
        : new(400, "The address asks for something that cannot be looked for", "Nothing was guessed in its place.") { Parts = [wrong], Suggestions = [new("Leave q out", list)] };

    /// <summary>The words of an address as they were typed; null when there are none.</summary>
    public static string? Asked(IQueryCollection query) => query["q"].ToString().Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The words that narrow a list of names; null when there are none.</summary>
    public Task<AskedWords?> ReadAsync(View view, CancellationToken cancellation) => ReadAsync(view.Contents, view.Given.GetValueOrDefault("q"), cancellation);

    /// <inheritdoc cref="ReadAsync(View, CancellationToken)"/>
    public async Task<AskedWords?> ReadAsync(ProcessContents contents, string? text, CancellationToken cancellation) =>
        SearchQuery.Read(text) is { IsEmpty: false } query ? new(query, await SpellingsAsync(contents, cancellation)) : null;

    /// <summary>Other ways to write the names of the process.</summary>
    public Task<Spellings> SpellingsAsync(View view, CancellationToken cancellation) => SpellingsAsync(view.Contents, cancellation);

    private Task<Spellings> SpellingsAsync(ProcessContents contents, CancellationToken cancellation) =>
        search.SpellingsAsync(contents.Process.Id, contents.Parties, contents.Regions, cancellation);

    /// <summary>Statements at the desk that are read for words: what never was public is in no index.</summary>
    public const int MostAtDesk = 2000;

    /// <summary>Ids of statements at the desk that have the words, in any of their texts or in the names they are coded with.</summary>
    /// <param name="rows">In the order in which they are read, <see cref="MostAtDesk"/> at most.</param>
    public static async Task<List<int>> AtDeskAsync(ProcessContents contents, AskedWords words, IQueryable<Statement> rows, CancellationToken cancellation)
    {
        var read = await DeskStatements.WithDetails(rows.AsNoTracking().Take(MostAtDesk)).ToListAsync(cancellation);
        return [.. read.Where(row => words.Finds(Texts(row), row.MadeOn)).Select(row => row.Id)];

        IEnumerable<string?> Texts(Statement row) =>
        [
            row.Summary, row.Quote, row.QuoteTranslation, row.AttributedTo, row.Office, row.Clause, row.Notes, row.NoteToReviewer, row.Speaker?.Replace('-', ' '), .. row.Topics,
            .. row.Citations.Select(citation => citation.Exact),
            .. row.Parties.Concat(row.Codings.Select(coding => coding.Party)).Distinct().Select(contents.PartyName),
            .. row.Codings.SelectMany(coding => new[] { contents.Issue(coding.Issue).Title, contents.Region(coding.Region)?.Name, coding.Condition, coding.Reason }),
            FormattableString.Invariant($"{row.Number}"),
        ];
    }

    /// <summary>The newest revisions that have the words, among those that fit.</summary>
    /// <param name="fitting">Published statements.</param>
    /// <param name="facets">As for <see cref="StatementSearch.StatementsAsync"/>.</param>
    public Task<StatementsFound> NewestAsync(
        View view, SearchQuery query, Spellings spellings, IQueryable<Statement> fitting, IReadOnlyList<string> facets, (DateOnly First, DateOnly Last) days, int enough, CancellationToken cancellation) =>
        search.StatementsAsync(query, spellings, fitting, [.. facets, Process(view)], days.First, days.Last, enough, Budget, cancellation);

    /// <summary>All revisions that have the words and fit, a part at a time, newest first: a part is whole days.</summary>
    public async IAsyncEnumerable<IReadOnlyList<int>> AllAsync(
        View view, SearchQuery query, Spellings spellings, IQueryable<Statement> fitting, IReadOnlyList<string> facets, (DateOnly First, DateOnly Last) days, int part,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var last = days.Last; ;)
        {
            var found = await search.StatementsAsync(query, spellings, fitting, [.. facets, Process(view)], days.First, last, part, TimeSpan.MaxValue, cancellation);
            yield return found.Ids;
            if (found.LookedTo is not { } looked)
                yield break;
            last = looked.AddDays(-1);
        }
    }

    /// <summary>Numbers of public sources that have the words.</summary>
    public Task<List<int>> SourcesAsync(View view, SearchQuery query, Spellings spellings, int most, CancellationToken cancellation) =>
        search.SourcesAsync(view.Contents.Process.Id, query, spellings, most, cancellation);

    private static string Process(View view) => FormattableString.Invariant($"process:{view.Contents.Process.Id}");
}
