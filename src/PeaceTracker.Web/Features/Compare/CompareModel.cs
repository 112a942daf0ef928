using System.Globalization;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Compare;

/// <summary>Two texts of which one comes from the other.</summary>
public sealed record CompareRelated(Proposal Earlier, Proposal Later, ProposalLink Link);

/// <summary>What there is to compare.</summary>
/// <param name="Proposals">Put forward by the date, newest first.</param>
public sealed record CompareChoice(View View, IReadOnlyList<Proposal> Proposals, IReadOnlyList<CompareRelated> Related)
{
    public TakeAway TakeAway => new(
        "comparable",
        ["proposal", "title", "date", "comes_from"],
        Proposals.Select(proposal => (IReadOnlyList<object?>)[proposal.Slug, proposal.Title, proposal.Date.Text, Related.Where(pair => pair.Later.Slug == proposal.Slug).Select(pair => pair.Earlier.Slug).ToList()]));
}

/// <summary>One of the texts compared.</summary>
/// <param name="Clauses">Places of its text on record that count.</param>
/// <param name="Counted">Statements at these places.</param>
/// <param name="Published">Statements that are clauses of it, whatever the date and the evidence asked for.</param>
public sealed record CompareText(Proposal Proposal, int Clauses, int Counted, int Published)
{
    /// <summary>Clauses set aside by the date or the evidence asked for: then a missing clause says nothing of the text.</summary>
    public int LeftOut => Published - Counted;

    /// <summary>What is said where it has no clause.</summary>
    public string Missing => LeftOut == 0
        ? "no matching clause on record"
        : string.Create(CultureInfo.InvariantCulture, $"no matching clause among those that count; {LeftOut} left out by date or evidence");
}

/// <param name="Clause">The place in the text.</param>
public sealed record CompareClause(Clause Clause, Statement Statement)
{
    public bool HasWording => Statement.Quote is not null;

    public bool InEnglish => Statement.QuoteLanguage == "en";

    /// <summary>The wording; our summary where it is not on record.</summary>
    public string Text => Statement.Quote ?? Statement.Summary;
}

/// <summary>What one text has in a row.</summary>
/// <param name="Stand">Where it stands on the issue of the row, and from where it moved; null without a clause, and in a row without an issue.</param>
public sealed record CompareCell(CompareText Text, IReadOnlyList<CompareClause> Clauses, Cell? Stand, IReadOnlyList<string> Conditions)
{
    public bool Missing => Clauses.Count == 0;

    public IReadOnlyList<Quantity> Quantities => [.. Clauses.SelectMany(clause => clause.Statement.Quantities)];

    /// <summary>"step 2 to 3 of 5, wording allows both"; null without a step.</summary>
    public string? StepInWords => Stand?.Now is not { Steps: { } steps } now
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"step{(steps.IsOneStep ? "" : "s")} {steps} of {Stand.Issue.Scale.Count}") + now.State switch
        {
            PositionState.Inferred => ", inferred",
            PositionState.Conditional => ", on a condition",
            PositionState.Ambiguous => ", wording allows " + (steps.To - steps.From > 1 ? "each" : "both"),
            PositionState.Disputed => ", clauses of this text differ",
            _ => "",
        };

    /// <summary>What a file says of the state.</summary>
    public string? StateSlug => Stand?.StateSlug;
}

/// <summary>How what one text has in a row differs from what the text compared with has.</summary>
/// <param name="Words">In the order to print: which clause is missing, steps, figures, conditions.</param>
/// <param name="Editors">Labels of an editor, with a note.</param>
/// <param name="Wording">Word by word; null when there is no wording of both to compare.</param>
/// <param name="Unscaled">Both have a clause and no scale tells how far they are apart.</param>
public sealed record CompareDifference(
    CompareText Text, IReadOnlyList<string> Words, IReadOnlyList<(IReadOnlyList<string> Labels, string? Note)> Editors, WordDifference? Wording, bool Unscaled)
{
    /// <summary>Rewording on an equal step is no difference; without a scale nobody has said that there is none.</summary>
    public bool Differs => Words.Count > 0 || Editors.Count > 0 || (Unscaled && Wording is not { Same: true });

    public static CompareDifference Between(CompareCell from, CompareCell to, Issue? issue, List<ClauseDifference> differences, bool summaries)
    {
        var words = new List<string>();
        if (from.Missing && !to.Missing)
            words.Add($"{from.Text.Proposal.Title}: {from.Text.Missing}");
        if (to.Missing && !from.Missing)
            words.Add($"{to.Text.Proposal.Title}: {to.Text.Missing}");
        if (!from.Missing && !to.Missing)
        {
            if (issue is not null && to.Stand?.Change is { Kind: not ChangeKind.None } change)
                words.Add(InWords(change, issue));
            words.AddRange(Figures(from.Quantities, to.Quantities));
            if (!from.Conditions.ToHashSet().SetEquals(to.Conditions))
                words.Add($"condition: {Join(to.Conditions)}; in the text compared with: {Join(from.Conditions)}");
        }

        var editors = differences
            .SelectMany(row => new[] { (Row: row, From: row.Base, To: row.Other), (Row: row, From: row.Other, To: row.Base) })
            .Where(pair => Has(from, pair.From) && Has(to, pair.To))
            .Select(pair => (pair.Row.LabelsFrom(pair.From), pair.Row.Note))
            .ToList();
        var wording = from.Clauses is [var one] && to.Clauses is [var other] ? WordDifference.Of(one.Statement, other.Statement, summaries) : null;
        return new(to.Text, words, editors, wording, issue is null && !from.Missing && !to.Missing);

        static bool Has(CompareCell cell, int statement) => cell.Clauses.Any(clause => clause.Statement.Number == statement);
        static string Join(IReadOnlyList<string> conditions) => conditions.Count == 0 ? "none" : string.Join("; ", conditions.Select(text => text.TrimEnd('.')));
    }

    private static string InWords(PositionChange change, Issue issue) => change.Kind switch
    {
        ChangeKind.Moved => change.Towards(issue.Scale)!,
        ChangeKind.MayBeUnchanged => "perhaps the same step: one text allows several, the other some of these",
        ChangeKind.Appeared => "a step where the text compared with has none",
        ChangeKind.Ended => "no step where the text compared with has one",
        _ => "clauses of one text differ among themselves, so that no number of steps can be given",
    };

    /// <summary>By measure; a measure both give alike is no difference.</summary>
    private static IEnumerable<string> Figures(IReadOnlyList<Quantity> from, IReadOnlyList<Quantity> to)
    {
        foreach (var measure in from.Concat(to).Select(figure => figure.Measure).Distinct())
        {
            var then = Of(from);
            var now = Of(to);
            if (!then.SequenceEqual(now))
                yield return $"{char.ToUpperInvariant(measure[0])}{measure[1..]}: {Join(now)}; in the text compared with: {Join(then)}";

            List<string> Of(IReadOnlyList<Quantity> figures) => [.. figures.Where(figure => figure.Measure == measure).Select(figure => figure.ToWords()[(measure.Length + 2)..]).Distinct().Order(StringComparer.Ordinal)];
        }

        static string Join(List<string> amounts) => amounts.Count == 0 ? "no figure on record" : string.Join(" or ", amounts);
    }
}

/// <summary>One row: clauses of the texts that speak to one thing.</summary>
/// <param name="Cells">One a text, that compared with first.</param>
/// <param name="Differences">One a further text.</param>
public sealed record CompareRow(View View, Issue? Issue, AlignmentRow Alignment, IReadOnlyList<CompareCell> Cells, IReadOnlyList<CompareDifference> Differences)
{
    public bool Differs => Differences.Any(difference => difference.Differs);

    public IReadOnlyList<string> RegionNames => Issue is not { Regional: true } ? [] : [.. Alignment.Regions.Select(iso => CellRow.NameOf(Issue, View.Contents.Region(iso)))];

    public IReadOnlyList<string> RegionKeys => Issue is not { Regional: true } ? [] : [.. Alignment.Regions.Select(iso => iso ?? CellRow.OtherRegions)];

    /// <summary>"Territory: Kherson and Zaporizhzhia", "Topic: navigation", "No issue: clause 9".</summary>
    public string Title =>
        Issue is { } issue ? issue.Title + (RegionNames.Count > 0 ? ": " + StatementCard.Join(RegionNames) : "")
        : Alignment.Topic is { } topic ? "Topic: " + topic
        : "No issue: " + (Cells.SelectMany(cell => cell.Clauses).First().Clause.Name is var name && name == "Clause" ? "place in the text not on record" : char.ToLowerInvariant(name[0]) + name[1..]);

    /// <summary>Titles of the other issues a clause of this row is coded on: it stands in their rows too.</summary>
    public IReadOnlyList<string> AlsoIn(CompareClause clause) =>
        [.. View.Contents.Issues.Where(issue => issue != Issue && clause.Statement.Codings.Any(coding => coding.Issue == issue.Slug)).Select(issue => issue.Title)];
}

/// <param name="Texts">That compared with first.</param>
/// <param name="All">Every row, those without a difference and those of other issues included.</param>
public sealed record CompareModel(CompareAsked Asked, IReadOnlyList<CompareText> Texts, IReadOnlyList<CompareRow> All)
{
    public View View => Asked.View;

    public CompareText Base => Texts[0];

    /// <summary>The issues that have a row, in the order of the codebook.</summary>
    public IReadOnlyList<Issue> Issues => [.. View.Contents.Issues.Where(issue => All.Any(row => row.Issue?.Slug == issue.Slug))];

    private IReadOnlyList<CompareRow> OfIssues => View.IsGiven("issues") ? [.. All.Where(row => row.Issue is { } issue && View.Issues.Any(one => one.Slug == issue.Slug))] : All;

    public IReadOnlyList<CompareRow> Rows => Asked.All ? OfIssues : [.. OfIssues.Where(row => row.Differs)];

    /// <summary>Rows left out because nothing differs.</summary>
    public int Hidden => OfIssues.Count - Rows.Count;

    public int Differing => OfIssues.Count(row => row.Differs);

    private static readonly string[] OfText = ["text", "clauses", "statements", "words", "summaries", "step_from", "step_to", "step_label", "state", "conditions", "figures"];

    private static readonly string[] OfDifference = ["difference", "labels", "notes"];

    public TakeAway TakeAway => new(
        "comparison",
        [
            "issue", "regions", "region_names", "topic", "title", "steps_of", "differs",
            .. Numbered(1, OfText), .. Numbered(2, OfDifference),
        ],
        Rows.Select(row => (IReadOnlyList<object?>)
        [
            row.Issue?.Slug, row.RegionKeys, row.RegionNames, row.Alignment.Topic, row.Title, row.Issue?.Scale.Count, row.Differs,
            .. Enumerable.Range(0, ComparePage.Most).SelectMany(index => index < row.Cells.Count ? Values(row.Cells[index]) : new object?[OfText.Length]),
            .. Enumerable.Range(0, ComparePage.Most - 1).SelectMany(index => index < row.Differences.Count ? Values(row.Differences[index]) : new object?[OfDifference.Length]),
        ]))
    {
        More =
        [
            new(
                "compared_texts",
                ["text", "title", "date", "provenance", "proponents", "compared_with", "clauses", "left_out"],
                Texts.Select(text => (IReadOnlyList<object?>)
                    [text.Proposal.Slug, text.Proposal.Title, text.Proposal.Date.Text, text.Proposal.Provenance, text.Proposal.Proponents, text == Base, text.Clauses, text.LeftOut])),
        ],
    };

    private static IEnumerable<string> Numbered(int first, string[] names) => Enumerable.Range(first, ComparePage.Most - first + 1)
        .SelectMany(number => names.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name}_{number}")));

    /// <summary>A missing clause is an empty place, as is a word nobody has on record.</summary>
    private static object?[] Values(CompareCell cell) => cell.Missing
        ? [cell.Text.Proposal.Slug, .. new object?[OfText.Length - 1]]
        :
        [
            cell.Text.Proposal.Slug, cell.Clauses.Select(clause => clause.Clause.Label).OfType<string>().Distinct().ToList(), cell.Clauses.Select(clause => clause.Statement.Number).ToList(),
            Text(cell.Clauses.Select(clause => clause.Statement.Quote)), Text(cell.Clauses.Select(clause => clause.Statement.Summary)),
            cell.Stand?.Now.Steps?.From, cell.Stand?.Now.Steps?.To, cell.Stand?.Now.Steps is null ? null : cell.Stand.Label, cell.StateSlug,
            Text(cell.Conditions), cell.Quantities.Select(figure => figure.ToWords()).ToList(),
        ];

    private static object?[] Values(CompareDifference difference) =>
        [Text(difference.Words), difference.Editors.SelectMany(editor => editor.Labels).Distinct().ToList(), Text(difference.Editors.Select(editor => editor.Note))];

    private static string? Text(IEnumerable<string?> texts) => string.Join(" / ", texts.OfType<string>()) is { Length: > 0 } text ? text : null;
}
