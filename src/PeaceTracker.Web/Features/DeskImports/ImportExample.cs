using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing.Importing;

namespace PeaceTracker.Web.Features.DeskImports;

/// <summary>The table to fill in: its columns, and an example that has every state a coding can have.</summary>
internal static class ImportExample
{
    public static TakeAway Template() => new(new("import-template", Columns), []);

    /// <param name="source">Number of a source on record.</param>
    public static TakeAway Of(ProcessContents contents, int source)
    {
        var places = contents.Issues.Where(issue => !issue.Regional && issue.Scale.Count > 2)
            .SelectMany(issue => contents.Parties.Where(party => contents.NoSeat(party.Slug, issue.Slug) is null).Take(2).Select(party => (party, issue))).ToList();
        (string Step, string Basis, string Condition, string Reason, bool Quoted)[] states =
        [
            ("1", "stated", "", "", true),
            ("2", "inferred", "", "Replace this by why the step is concluded.", true),
            ("2", "stated", "replace this by the condition", "", true),
            ("1-2", "stated", "", "Replace this by the readings the wording allows.", true),
            (Words.Of(CodingState.Silent).Slug, "stated", "", "", false),
            (Words.Of(CodingState.Declined).Slug, "stated", "", "", true),
        ];
        var rows = states.Zip(places, (state, place) => (IReadOnlyList<object?>)Columns.Select(column => (object?)(column.Name switch
        {
            "source" => FormattableString.Invariant($"{source}"),
            "said" => "2025-08-20",
            "party" => place.party.Name,
            "issue" => place.issue.Title,
            "step" => state.Step,
            "channel" => Words.Of(Channel.OnRecord).Slug,
            "information" => "2",
            "quote" => state.Quoted ? $"Replace this by the words of the source: {state.Step} {state.Basis}{state.Condition}." : "",
            "paragraph" => state.Quoted ? "para 3" : "the whole text",
            "language" => state.Quoted ? "en" : "",
            "basis" => state.Basis,
            "condition" => state.Condition,
            "reason" => state.Reason,
            "summary" => $"Replace this by one sentence of your own, or leave it empty ({place.party.Name}).",
            _ => "",
        })).ToList());
        return new(new("import-example", Columns), rows);
    }

    private static IReadOnlyList<Column> Columns { get; } = [.. ImportField.All.Where(field => !field.IsKept).Select(field => new Column(field.Name, ColumnKind.Text))];
}
