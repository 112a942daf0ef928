using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>Two clauses with their words, and how these differ.</summary>
/// <param name="Text">Title of the text of the clause.</param>
/// <param name="Counterpart">Null when there is none.</param>
/// <param name="OtherText">Title of the text of the counterpart.</param>
public sealed record ClausePair(ProcessContents Contents, Statement Clause, string Text, Statement? Counterpart, string OtherText)
{
    public WordDifference? Words { get; } = Counterpart is null ? null : WordDifference.Of(Clause, Counterpart, summaries: true);

    /// <summary>What stands where there is no counterpart.</summary>
    public string Missing { get; init; } = "no counterpart";

    public static ClausePair Of(ProcessContents contents, PairedClauses pair) => new(contents, pair.Clause, pair.Text.Title, pair.Counterpart, pair.OtherText.Title);

    /// <summary>What a clause is coded as, and what it speaks of besides, in words.</summary>
    public IReadOnlyList<string> Coded(Statement clause) =>
        [.. clause.Codings.Select(coding => StatementFields.InWords(Contents, coding)).Concat(clause.Topics.Select(topic => "Topic: " + SubjectInWords(Contents, topic))).Distinct()];

    /// <summary>The title of an issue, or the topic itself.</summary>
    public static string SubjectInWords(ProcessContents contents, string subject) => contents.Issues.FirstOrDefault(issue => issue.Slug == subject)?.Title ?? subject;
}
