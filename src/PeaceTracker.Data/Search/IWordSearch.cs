using PeaceTracker.Domain.Search;

namespace PeaceTracker.Data.Search;

/// <summary>Finds by words: what each provider does with its own full text search. Whether what is found may be shown is not its question.</summary>
internal interface IWordSearch
{
    /// <summary>Revisions of statements that have the words, newest first, always whole days.</summary>
    /// <param name="facets">All of these, such as <c>party:ukraine</c>.</param>
    /// <param name="since">The first day to look at.</param>
    /// <param name="until">The last day to look at: the search goes back from here.</param>
    /// <param name="enough">It ends with the day on which as many are found.</param>
    /// <param name="budget">After this time it ends where it is; one part is looked at in any case.</param>
    Task<WordsFound> StatementsAsync(
        SearchQuery query, Spellings spellings, IReadOnlyList<string> facets, DateOnly since, DateOnly until, int enough, TimeSpan budget, CancellationToken cancellation);

    /// <summary>Ids of sources that have the words, the newest recorded first.</summary>
    /// <param name="below">Only ids below this one.</param>
    Task<List<int>> SourcesAsync(SearchQuery query, Spellings spellings, int below, int most, CancellationToken cancellation);
}

/// <param name="Ids">Of the revisions, by the day from which they count, newest first.</param>
/// <param name="LookedTo">Every day from this one on was looked at; null when all were.</param>
internal sealed record WordsFound(IReadOnlyList<int> Ids, DateOnly? LookedTo);
