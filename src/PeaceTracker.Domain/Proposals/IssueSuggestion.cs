using System.Text.RegularExpressions;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Text;

namespace PeaceTracker.Domain.Proposals;

/// <summary>
/// Issues a clause may speak of, by the words of the codebook: those of titles, questions and steps, and the names of regions for what is coded by
/// region. A word that many issues share says little of any one of them. It only suggests: an issue is tagged when a person says so. The
/// codebook is in English, and so is what is found.
/// </summary>
public sealed partial class IssueSuggestion
{
    /// <summary>Suggestions of one clause: more than these are not looked at.</summary>
    public const int Most = 3;

    private const double InTitle = 3;
    private const double NameOfRegion = 2;
    private const double Elsewhere = 1;

    /// <summary>A word of a title alone is enough, unless two other issues have it too.</summary>
    private const double Enough = 1.5;

    /// <summary>A word of more issues than these tells none of them from the others.</summary>
    private const int Shared = 4;

    private static readonly HashSet<string> Empty =
    [
        .. "a an and are as at be by do does for from how in is it its may must no not of on or out the there to under up what when who whose with all any own now only part set left open during being".Split(' '),
    ];

    private readonly List<(Issue Issue, Dictionary<string, double> Words)> issues;
    private readonly Dictionary<string, int> shares;

    /// <param name="regions">Names of regions.</param>
    public IssueSuggestion(IEnumerable<Issue> issues, IEnumerable<string> regions)
    {
        var places = regions.SelectMany(WordsOf).ToList();
        this.issues = [.. issues.Select(issue => (issue, Vocabulary(issue, places)))];
        shares = this.issues.SelectMany(pair => pair.Words.Keys).GroupBy(word => word).ToDictionary(group => group.Key, group => group.Count());
    }

    /// <summary>The issues whose words stand in a text, the likeliest first, at most <see cref="Most"/>.</summary>
    public IReadOnlyList<Issue> For(string text)
    {
        var words = WordsOf(text).ToHashSet();
        return
        [
            .. issues.Select(pair => (pair.Issue, Score: pair.Words.Where(word => words.Contains(word.Key) && shares[word.Key] <= Shared).Sum(word => word.Value / shares[word.Key])))
                .Where(pair => pair.Score >= Enough)
                .OrderByDescending(pair => pair.Score).ThenBy(pair => pair.Issue.Order)
                .Take(Most).Select(pair => pair.Issue),
        ];
    }

    private static Dictionary<string, double> Vocabulary(Issue issue, IEnumerable<string> places)
    {
        var words = new Dictionary<string, double>();
        Add(WordsOf(issue.Question), Elsewhere);
        Add(issue.Scale.Steps.SelectMany(step => WordsOf(step.Label)), Elsewhere);
        if (issue.Regional)
            Add(places, NameOfRegion);
        Add(WordsOf(issue.Title).Concat(WordsOf(issue.Slug)), InTitle);
        return words;

        void Add(IEnumerable<string> of, double weight)
        {
            foreach (var word in of)
                words[word] = Math.Max(words.GetValueOrDefault(word), weight);
        }
    }

    /// <summary>Words without their endings, so that "guarantee" is in "guarantees" and "guaranteed".</summary>
    private static IEnumerable<string> WordsOf(string text) => Word().Matches(PlainLetters.Of(text).Replace('\u2019', '\''))
        .Select(match => match.Value.EndsWith("'s", StringComparison.Ordinal) ? match.Value[..^2] : match.Value)
        .Where(word => word.Length > 1 && !Empty.Contains(word) && !word.All(char.IsDigit))
        .Select(Stem);

    private static string Stem(string word)
    {
        foreach (var (ending, instead) in (ReadOnlySpan<(string, string)>)[("ies", "y"), ("ations", "ation"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("s", "")])
        {
            if (word.Length >= ending.Length + 3 && word.EndsWith(ending, StringComparison.Ordinal) && !(ending == "s" && word.EndsWith("ss", StringComparison.Ordinal)))
                return (word[..^ending.Length] + instead).TrimEnd('e');
        }

        return word.Length > 3 ? word.TrimEnd('e') : word;
    }

    [GeneratedRegex("""[\p{L}\p{N}]+('s\b)?""")]
    private static partial Regex Word();
}
