using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Writing;

/// <summary>What a field of one value can be.</summary>
internal static class FieldChoices
{
    /// <param name="proposals">Slug and title.</param>
    /// <param name="field">Name without the number of a coding.</param>
    /// <returns>Value and text; empty where it is typed.</returns>
    public static IReadOnlyList<(string Value, string Text)> Of(ProcessContents contents, IReadOnlyList<(string Slug, string Title)> proposals, string field) => field switch
    {
        "party" => [.. contents.Parties.Select(party => (party.Slug, party.Name)), (StatementForm.None, "none: they speak for no party")],
        "issue" => [.. contents.Issues.Select(issue => (issue.Slug, issue.Title)), (StatementForm.None, "none of them")],
        "channel" => [.. Enum.GetValues<Channel>().Select(Words.Of).Select(term => (term.Slug, term.Label))],
        "response" => [.. Enum.GetValues<ResponseKind>().Select(Words.Of).Select(term => (term.Slug, term.Label))],
        "event" => [.. contents.Events.Select(talks => (talks.Slug, talks.Title))],
        "proposal" or "about" or "responds-to" => proposals,
        "basis" => [("stated", "stated"), ("reported", "reported"), ("inferred", "inferred")],
        "confidence" => [("high", "high"), ("medium", "medium"), ("low", "low")],
        "information" => [.. Enumerable.Range(1, 6).Select(digit => (StatementForm.Number(digit), $"{StatementForm.Number(digit)}: {Words.OfInformation(digit)}"))],
        "own" or "special" => [(StatementForm.Yes, "yes"), ("no", "no")],
        _ => [],
    };
}
