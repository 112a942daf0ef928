using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Web.Reading;

/// <summary>The one place where the flags of statements become words.</summary>
public static class StatementFlags
{
    public static readonly IReadOnlyList<Words.Term> All =
    [
        new("altered-quote", "altered quote", "The source words a quotation otherwise than those who heard it; the notes give the authentic wording as far as it is known."),
        new("contradicted", "contradicted", "Another source says the opposite; the notes say which."),
        new("date-approximate", "approximate date", "The source gives no exact day; the date follows from what is around it."),
        new("secondary-only", "second hand only", "Known only through a source that retells another one."),
        new("unsupported", "unsupported", "The source itself gives nothing that bears it out."),
    ];

    /// <summary>What stands beside the words of a quotation that is not authentic as worded; null of any other.</summary>
    public static string? QuoteWarning(Statement statement) =>
        statement.Flags.Contains("altered-quote") ? "Altered quotation, not authentic as worded; the notes of the statement say what is known of the wording." : null;

    /// <summary>A flag this list does not know is shown as it is written.</summary>
    public static Words.Term Of(string slug) => All.FirstOrDefault(term => term.Slug == slug) ?? new(slug, slug, "");
}
