using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Web.Reading;

/// <summary>A field that reads otherwise in another revision; a side is empty where the field was.</summary>
/// <param name="Label">What the field is called.</param>
public sealed record FieldChange(string Label, string Before, string After)
{
    private const int ShortText = 60;

    /// <summary>Long texts are compared word by word; short ones stand whole beside each other.</summary>
    public bool IsLong => Before.Length > ShortText && After.Length > ShortText;

    public IReadOnlyList<(WordsIn In, string Text)> Runs => WordRuns.Between(Before, After);

    /// <summary>The fields that differ, in the order of those after.</summary>
    /// <param name="before">None for a first state: then every field that is not empty differs.</param>
    public static IReadOnlyList<FieldChange> Between(IEnumerable<(string Label, string Text)> before, IEnumerable<(string Label, string Text)> after)
    {
        var old = before.ToDictionary(field => field.Label, field => field.Text);
        return [.. after.Select(field => new FieldChange(field.Label, old.GetValueOrDefault(field.Label, ""), field.Text)).Where(change => change.Before != change.After)];
    }
}

/// <summary>A statement as named texts, so that two revisions can be read beside each other.</summary>
public static class StatementFields
{
    /// <summary>The fields that differ, in the order of <see cref="Of"/>.</summary>
    /// <param name="before">Null for a first revision: then every field that is not empty differs.</param>
    public static IReadOnlyList<FieldChange> Between(ProcessContents contents, Statement? before, Statement after) =>
        FieldChange.Between(before is null ? [] : Of(contents, before), Of(contents, after));

    /// <summary>Every field, empty ones too, in the order a reader wants them.</summary>
    public static IReadOnlyList<(string Label, string Text)> Of(ProcessContents contents, Statement statement) =>
    [
        ("Summary", statement.Summary),
        ("Quotation", statement.Quote ?? ""),
        ("Language of the quotation", statement.QuoteLanguage ?? ""),
        ("Translation", statement.QuoteTranslation ?? ""),
        ("Said", InWords(statement.MadeOn)),
        ("Parties", string.Join(", ", statement.Parties.Select(contents.PartyName).Order(StringComparer.Ordinal))),
        ("Speaker", statement.Speaker ?? ""),
        ("Office", statement.Office ?? ""),
        ("Attributed to", statement.AttributedTo ?? ""),
        ("Channel", Words.Of(statement.Channel).Label),
        ("Information", $"{statement.Information}: {Words.OfInformation(statement.Information)}"),
        ("Confidence", statement.Confidence ?? ""),
        ("Flags", string.Join(", ", statement.Flags.Select(flag => StatementFlags.Of(flag).Label))),
        ("Codings", string.Join('\n', statement.Codings.Select(coding => InWords(contents, coding)).Order(StringComparer.Ordinal))),
        ("Figures", string.Join('\n', statement.Quantities.Select(quantity => quantity.ToWords()))),
        ("Part of proposal", statement.Proposal is { } proposal ? $"{proposal}{(statement.Clause is { } clause ? ", " + clause : "")}" : ""),
        ("Said about proposal", statement.SaidAbout ?? ""),
        ("Responds to", statement.RespondsTo is { } answered ? $"{answered}{(statement.RespondsToClause is { } of ? ", " + of : "")}" : ""),
        ("Response", statement.Response is { } response ? Words.Of(response).Label : ""),
        ("Event", statement.Event is { } slug ? contents.Events.FirstOrDefault(item => item.Slug == slug)?.Title ?? slug : ""),
        ("About", string.Join(", ", statement.Topics)),
        ("Notes", statement.Notes ?? ""),
        ("Sources", string.Join('\n', statement.Citations.Select(citation => string.Join(", ", new[]
        {
            FormattableString.Invariant($"No. {citation.Source}"), citation.Paragraph, citation.Exact is { } exact ? $"\"{exact}\"" : null, citation.Note,
        }.OfType<string>())))),
    ];

    /// <summary>"20 August 2025 (2025-08-20)": as read and as kept; "" when there is none.</summary>
    public static string InWords(EdtfDate? date) => date is null ? "" : $"{date.ToWords()} ({date.Text})";

    /// <summary>"Ukraine on NATO membership: Path to membership (step 2 of 5, stated), if: ...".</summary>
    public static string InWords(ProcessContents contents, Coding coding)
    {
        var issue = contents.Issue(coding.Issue);
        var steps = coding.Steps is { } range
            ? FormattableString.Invariant($"{issue.Scale.Label(range)} (step{(range.IsOneStep ? "" : "s")} {range} of {issue.Scale.Count}, {Words.Of(coding.State).Label})")
            : Words.Of(coding.State).Label;
        return $"{contents.PartyName(coding.Party)} on {issue.Title}{(coding.Region is { } region ? ", " + (contents.Region(region)?.Name ?? region) : "")}: {steps}"
            + $"{(coding.SpecialStatus ? ", with a special status" : "")}{(coding.Condition is { } condition ? ", if: " + condition : "")}{(coding.Reason is { } reason ? ", because: " + reason : "")}";
    }
}
