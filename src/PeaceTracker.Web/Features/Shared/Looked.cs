using PeaceTracker.Domain.Search;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>How words were understood that somebody looked for.</summary>
/// <param name="Query">Null when what was typed has no word.</param>
/// <param name="Typed">As it was typed.</param>
public sealed record Looked(SearchQuery? Query, Spellings Spellings, string Typed)
{
    /// <summary>The other names that each term also finds; terms without any are missing.</summary>
    public IEnumerable<(string Term, string Names)> Also => (Query?.Terms ?? [])
        .Select(term => (term.Typed, Names: string.Join(", ", Spellings.Also(term))))
        .Where(pair => pair.Names.Length > 0).Distinct();

    /// <summary>The terms that were left out of what is found.</summary>
    public IEnumerable<string> Without => (Query?.Terms ?? []).Where(term => term.Excluded).Select(term => term.Typed);
}
