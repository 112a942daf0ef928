using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>Boxes to tick, folded under what is chosen.</summary>
/// <param name="Name">Name in the query.</param>
/// <param name="Summary">What the choice is called while it is closed.</param>
public sealed record Pick(string Name, string Legend, string Summary, IReadOnlyList<(string Value, string Text, bool Chosen)> Choices)
{
    /// <summary>The parties of the view, all ticked where none is asked for.</summary>
    public static Pick Parties(View view) => Parties(view, view.Parties.Select(party => party.Slug).ToHashSet(), Counted(view.Parties.Count, "party", "parties"));

    /// <summary>The parties asked for; none ticked where none is.</summary>
    /// <param name="none">What no choice is called.</param>
    public static Pick PartiesAskedFor(View view, string none) => view.IsGiven("parties") ? Parties(view) : Parties(view, [], none);

    /// <summary>The issues of the view, all ticked where none is asked for.</summary>
    public static Pick Issues(View view) =>
        new("issues", "Issues", Counted(view.Issues.Count, "issue", "issues"), [.. view.Contents.Issues.Select(issue => (issue.Slug, issue.Title, view.Issues.Contains(issue)))]);

    private static Pick Parties(View view, HashSet<string> chosen, string summary) =>
        new("parties", "Parties", summary, [.. view.Contents.Parties.Select(party => (party.Slug, party.Name, chosen.Contains(party.Slug)))]);

    private static string Counted(int count, string one, string many) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
