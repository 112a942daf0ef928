using System.Globalization;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Writing.Importing;

/// <summary>A field of a statement that a column can give. Its name is that of the form, and that of the columns of the template.</summary>
/// <param name="Required">A row without it is no statement; it may be the same for all rows.</param>
/// <param name="Expected">What it takes, for the page and the documents.</param>
/// <param name="Aliases">Other headings it is guessed by.</param>
public sealed record ImportField(string Name, bool Required, string Expected, params string[] Aliases)
{
    /// <summary>What a coding has; of a further one with its number behind: "party-2".</summary>
    public static IReadOnlyList<string> CodingNames { get; } = ["party", "issue", "step", "region", "basis", "condition", "reason", "special", "coding-record", "codebook"];

    /// <summary>What a citation has; of a further one with its number behind: "source-2".</summary>
    public static IReadOnlyList<string> CitationNames { get; } = ["source", "paragraph", "cite-note"];

    /// <summary>What statements that were taken away from here bring along, and no form asks for.</summary>
    public static IReadOnlyList<string> KeptNames { get; } = ["record", "plover", "quantities", "coding-record", "codebook"];

    /// <summary>It is no matter of a table that people fill in.</summary>
    public bool IsKept => KeptNames.Contains(Name);

    public static readonly IReadOnlyList<ImportField> All =
    [
        new("source", true, "number of a source on record, or its address", "source-number", "source-no", "url", "address", "link", "source-url", "source-address"),
        new("said", true, "a date such as 2025-08-20, 2025-08, 20 Aug 2025", "made-on", "date", "day", "when"),
        new("party", true, "name or short name of a party, or none", "parties", "claimant", "actor", "country"),
        new("issue", true, "title or short name of an issue, or none", "topic", "theme"),
        new("step", true, "rank or words of a step, two ranks such as 2-3 where the wording allows both, silent, declined or none", "position", "value", "code", "coded"),
        new("channel", true, string.Join(", ", Enum.GetValues<Channel>().Select(channel => Words.Of(channel).Slug)), "medium"),
        new("information", true, "1 (confirmed) to 6 (not judged): how likely it was said so", "grade", "credibility"),
        new("quote", false, "the words of the source, to the letter", "quotation", "passage", "words", "text"),
        new("paragraph", false, "place in the source, such as para 3", "place", "page", "where"),
        new("own", false, "yes or no: the quotation is in the party's own words; yes when left out", "own-words"),
        new("language", false, "language of the quotation, such as uk; that of the source when left out", "quote-language", "lang"),
        new("translation", false, "the quotation in English", "quote-translation", "english"),
        new("speaker", false, "who spoke", "person", "who", "said-by"),
        new("attributed-to", false, "to whom the words are ascribed", "attributed"),
        new("summary", false, "one sentence; composed from the coding when left out"),
        new("region", false, "regions by name or ISO code, with semicolons between", "regions", "oblast"),
        new("basis", false, "stated, reported or inferred; stated when left out"),
        new("condition", false, "the condition that is set", "if"),
        new("reason", false, "why the step is concluded, or which readings the wording allows", "why"),
        new("special", false, "yes: a special status of the region"),
        new("also", false, "further parties, with semicolons between", "other-parties"),
        new("topics", false, "what else it speaks of, with semicolons between", "keywords"),
        new("event", false, "title or short name of an event", "talks"),
        new("proposal", false, "title or short name of the proposal it is a clause of"),
        new("clause", false, "number of the clause"),
        new("about", false, "title or short name of a proposal it tells something of"),
        new("responds-to", false, "title or short name of the proposal it answers", "answers"),
        new("responds-to-clause", false, "clause it answers"),
        new("response", false, string.Join(", ", Enum.GetValues<ResponseKind>().Select(kind => Words.Of(kind).Slug)), "answer"),
        new("flags", false, string.Join(", ", StatementFlags.All.Select(flag => flag.Slug)), "flag"),
        new("confidence", false, "high, medium or low"),
        new("notes", false, "what readers should know", "remarks", "comment", "comments"),
        new("note", false, "what the reviewer should know", "note-to-reviewer"),
        new("cite-note", false, "what readers should know of the citation"),
        new("record", false, "of a statement taken away: ids of its rows of the research, with semicolons between"),
        new("plover", false, "of a statement taken away: its PLOVER verb"),
        new("quantities", false, "of a statement taken away: the figures it names, as a JSON list"),
        new("coding-record", false, "of a statement taken away: id of the coding's row of the research"),
        new("codebook", false, "of a statement taken away: number of the codebook version of the coding"),
    ];

    public string Label => StatementForm.Label(Name);

    /// <summary>Headings as "Made on", "made_on" and "MADE-ON" are one.</summary>
    private static string Plain(string heading) => heading.Trim().ToLowerInvariant().Replace(' ', '-').Replace('_', '-');

    /// <summary>The field a heading names, and whether by its own name; null when none. The name has the number of a further coding: "step-2".</summary>
    public static (string Field, bool Exact)? Of(string heading)
    {
        var plain = Plain(heading);
        if (All.FirstOrDefault(field => field.Name == plain || Plain(field.Label) == plain) is { } exact)
            return (exact.Name, true);
        if (All.FirstOrDefault(field => field.Aliases.Contains(plain)) is { } alias)
            return (alias.Name, false);
        return IsFurther(plain) ? (plain, true) : null;
    }

    /// <summary>Number of the coding or citation a field belongs to; 1 where it has none behind.</summary>
    public static int NumberOf(string name) => Stem(name) is var stem && stem.Length < name.Length ? int.Parse(name.AsSpan(stem.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture) : 1;

    /// <summary>It is a field, of a further coding or citation or not.</summary>
    public static bool IsField(string name) => All.Any(field => field.Name == name) || IsFurther(name);

    private static bool IsFurther(string name) => NumberOf(name) > 1 && (CodingNames.Contains(Stem(name)) || CitationNames.Contains(Stem(name)));

    /// <summary>A row without it is no statement.</summary>
    public static bool IsRequired(string name) => All.Any(field => field.Required && field.Name == Stem(name)) && (NumberOf(name) == 1 || !CitationNames.Contains(Stem(name)));

    /// <summary>"step-2" without its number.</summary>
    public static string Stem(string name) =>
        name.Length > 0 && char.IsAsciiDigit(name[^1]) && name.LastIndexOf('-') is > 0 and var dash && name[dash + 1] != '0'
            && int.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 1 and <= StatementForm.Most ? name[..dash] : name;
}
