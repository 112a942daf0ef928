using System.Collections.Concurrent;
using PeaceTracker.Domain.Search;

namespace PeaceTracker.Data.Search;

/// <summary>The spellings of each process as its names were when they were last asked for: they are worked out when a name changes, and not with every search.</summary>
public sealed class KnownSpellings
{
    private readonly ConcurrentDictionary<int, (string Names, Spellings Spellings)> byProcess = [];

    /// <param name="process">Id.</param>
    /// <param name="things">As <see cref="Spellings"/> takes them.</param>
    /// <param name="people">The same.</param>
    public Spellings Of(int process, IReadOnlyList<IEnumerable<string>> things, IReadOnlyList<(string Slug, IEnumerable<string> Names)> people)
    {
        var names = string.Join('\u001e', [.. things.Select(Joined), "", .. people.Select(person => $"{person.Slug}\u001f{Joined(person.Names)}")]);
        if (byProcess.TryGetValue(process, out var last) && last.Names == names)
            return last.Spellings;
        var spellings = new Spellings(things, people);
        byProcess[process] = (names, spellings);
        return spellings;

        static string Joined(IEnumerable<string> names) => string.Join('\u001f', names);
    }
}
