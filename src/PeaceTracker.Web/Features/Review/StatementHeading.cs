using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Review;

/// <summary>What a statement is called where it is decided on.</summary>
public static class StatementHeading
{
    /// <summary>"Russia on Territory and NATO membership, 21 Aug 2025"; without codings the parties, without parties who is said to have said it.</summary>
    public static string Of(ProcessContents contents, Statement statement)
    {
        var who = CellEffect.Join([.. statement.Parties.Select(contents.PartyName).Order(StringComparer.Ordinal)]);
        if (who.Length == 0)
            who = statement.AttributedTo ?? "Statement";
        var issues = CellEffect.Join([.. contents.Issues.Where(issue => statement.Codings.Exists(coding => coding.Issue == issue.Slug)).Select(issue => issue.Title)]);
        return $"{who}{(issues.Length > 0 ? " on " + issues : "")}, {statement.MadeOn.ToShortWords()}";
    }
}
