namespace PeaceTracker.Domain.Search;

/// <summary>
/// Other ways to write a name: the names the record has of parties, people and regions. Whoever looks for one is shown what has another of
/// them, unless it was typed in quotation marks.
/// </summary>
public sealed class Spellings
{
    /// <summary>Knows no names.</summary>
    public static readonly Spellings None = new([], []);

    private readonly Dictionary<string, List<string>> others = [];
    private readonly Dictionary<string, HashSet<string>> speakers = [];

    /// <param name="names">The names of each thing, all of one thing together.</param>
    /// <param name="people">Slugs of those who speak, with all their names.</param>
    public Spellings(IEnumerable<IEnumerable<string>> names, IEnumerable<(string Slug, IEnumerable<string> Names)> people)
    {
        var named = people.Select(person => (person.Slug, Names: person.Names.ToList())).ToList();
        foreach (var group in names.Concat(named.Select(person => person.Names)).Select(all => all.Distinct().ToList()))
        {
            foreach (var name in group)
            {
                var key = Key(name);
                if (!others.TryGetValue(key, out var known))
                    others[key] = known = [];
                var alike = group.FindAll(other => BeginAlike(name, other));
                known.AddRange(alike.Exists(other => IsLatin(other) != IsLatin(name)) ? alike : [.. alike, .. group.Where(other => IsLatin(other) != IsLatin(name))]);
            }
        }

        foreach (var (slug, all) in named)
        {
            foreach (var key in all.SelectMany(name => SearchWord.In(name)).Select(word => word.Key))
            {
                if (!speakers.TryGetValue(key, out var slugs))
                    speakers[key] = slugs = [];
                slugs.Add(slug);
            }
        }
    }

    /// <summary>The keys of a term and of the other names that mean the same.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Of(SearchTerm term) =>
        [
            .. Also(term).Select(name => (IReadOnlyList<string>)[.. SearchWord.In(name).Select(word => word.Key)]).Prepend(term.Keys)
                .Concat(term is { Exact: false, Beginning: null, Keys: [_] } ? SearchWord.OtherKeys(term.Typed).Select(key => (IReadOnlyList<string>)[key]) : [])
                .DistinctBy(keys => string.Join(' ', keys)),
        ];

    /// <summary>The other names that are looked for with a term, as the record writes them; those that differ from it in spelling alone are not among them.</summary>
    public IEnumerable<string> Also(SearchTerm term) => term.Exact || term.Beginning is not null || !others.TryGetValue(Key(term.Typed), out var names) ? []
        : names.Select(name => (Name: name, Key: SearchWord.Keys(name))).Where(name => name.Key != string.Join(' ', term.Keys)).DistinctBy(name => name.Key).Select(name => name.Name);

    /// <summary>Slugs of the people who have a word in their name: what they said is meant as well.</summary>
    public IEnumerable<string> Speakers(SearchTerm term) =>
        term is { Exact: false, Keys: [var key], Beginning: null } ? SearchWord.OtherKeys(term.Typed).Prepend(key).SelectMany(one => speakers.GetValueOrDefault(one, [])).Distinct().Order(StringComparer.Ordinal) : [];

    /// <summary>
    /// "Kyiv", "Kiev" and "Київ", but not "Kremlin" and "Russia", which some would tell apart. Where no name in the other script begins alike, it
    /// is a word of its own there: "Germany", "Німеччина".
    /// </summary>
    private static bool BeginAlike(string name, string other) => SearchWord.Keys(name) is [var first, ..] && SearchWord.Keys(other) is [var second, ..] && first == second;

    private static string Key(string name) => (IsLatin(name) ? "latin " : "") + SearchWord.Keys(name);

    private static bool IsLatin(string name) => name.Any(char.IsAsciiLetter);
}
