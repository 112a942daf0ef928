using System.Globalization;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Embedding;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Compare;

/// <summary>Two texts of which one comes from the other.</summary>
public sealed record CompareRelated(Proposal Earlier, Proposal Later, ProposalLink Link);

/// <summary>What there is to compare.</summary>
/// <param name="Proposals">Put forward by the date, newest first.</param>
public sealed record CompareChoice(View View, IReadOnlyList<Proposal> Proposals, IReadOnlyList<CompareRelated> Related) : ITables, ICited
{
    public string CitedAs => "Proposals that can be compared";

    /// <summary>The form was sent without a name.</summary>
    public bool NothingTicked { get; init; }

    private static readonly Schema Comparable = new("comparable", ["proposal", "title", "date", "comes_from: texts"]);

    public static IReadOnlyList<Schema> Tables => [Comparable];

    public TakeAway TakeAway => new(
        Comparable,
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

    /// <summary>"clause 7".</summary>
    public string InSentence => ClausePlace.InSentence(Statement.Clause, Statement.Number);

    /// <summary>The wording; our summary where it is not on record.</summary>
    public string Text => Statement.Quote ?? Statement.Summary;
}

/// <summary>What one text has in a row.</summary>
/// <param name="Stand">Where it stands on the issue of the row, and from where it moved; null without a clause coded on it, and in a row without an issue.</param>
public sealed record CompareCell(CompareText Text, IReadOnlyList<CompareClause> Clauses, Cell? Stand, IReadOnlyList<string> Conditions)
{
    public bool Missing => Clauses.Count == 0;

    /// <summary>It has none, and an editor says so of every clause of the other texts in the row.</summary>
    public bool NoCounterpart { get; init; }

    /// <summary>What is said where it has no clause.</summary>
    public string MissingInWords => NoCounterpart ? NoCounterpartInWords : Text.Missing;

    public const string NoCounterpartInWords = "no counterpart, as an editor found";

    /// <summary>An editor says of each of its clauses that a text has no counterpart.</summary>
    /// <param name="text">Slug.</param>
    public bool IsWithout(string text, IReadOnlyList<ClauseDifference> differences) =>
        !Missing && Clauses.All(clause => differences.Any(row => row.Base == clause.Statement.Number && row.Against == text));

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

/// <summary>What a comparison of two texts in a row comes to, the plainest first.</summary>
public enum Outcome
{
    /// <summary>Steps, figures, conditions or words differ, or an editor says how.</summary>
    Differs,

    /// <summary>Only one of them has a clause on record.</summary>
    OneText,

    /// <summary>Both have one, and there is neither a scale nor wording to tell whether they differ, or only one of them names a figure.</summary>
    NotComparable,

    /// <summary>Nothing differs.</summary>
    Same,
}

/// <summary>What an editor says of two clauses beside each other, or of one that the other text does not have.</summary>
/// <param name="Labels">Seen from the text compared with; empty when no difference is named.</param>
/// <param name="Which">The clauses it is said of, where the row has several: "clause 6 and clause 7".</param>
public sealed record EditorSays(IReadOnlyList<string> Labels, string? Note, string? Which);

/// <summary>How what one text has in a row differs from what the text compared with has.</summary>
/// <param name="Absent">The text that has no clause when the other has one; null otherwise.</param>
/// <param name="Words">In the order to print: steps, figures, conditions.</param>
/// <param name="Alone">Figures of which only one of the two texts has any: that the other gives none is no other figure.</param>
/// <param name="Editors">What editors say.</param>
/// <param name="Wording">Word by word; null when there is no wording of both to compare.</param>
/// <param name="Unscaled">Why no scale tells how far they are apart, when both have a clause; null when one does, and without clauses.</param>
public sealed record CompareDifference(
    CompareText Text, CompareText? Absent, IReadOnlyList<string> Words, IReadOnlyList<string> Alone, IReadOnlyList<EditorSays> Editors, WordDifference? Wording, string? Unscaled)
{
    /// <summary>An editor says of all that the other text has here that this one has no counterpart.</summary>
    public bool NoCounterpart { get; init; }

    private string? AbsentWords => Absent is null ? null : NoCounterpart ? CompareCell.NoCounterpartInWords : Absent.Missing;

    /// <summary>Rewording on an equal step is no difference. That two clauses were paired without a word on how they differ tells nothing either. Our own summaries prove neither a difference nor that there is none.</summary>
    public Outcome Outcome =>
        Words.Count > 0 || Editors.Any(editor => editor.Labels.Count > 0) ? Outcome.Differs
        : Absent is not null ? Outcome.OneText
        : (Unscaled is null && Alone.Count == 0) || Wording is { IsWording: true, Same: true } ? Outcome.Same
        : Wording is { IsWording: true, Alike: true } ? Outcome.Differs
        : Outcome.NotComparable;

    /// <summary>Neither of the two has a clause; another text of the row has.</summary>
    public bool Neither { get; init; }

    /// <summary>Nothing differs but a step, and wordings that allow several steps leave open whether that does.</summary>
    public bool Perhaps { get; init; }

    /// <summary>All of it for a file, the text that has no clause named first.</summary>
    public IEnumerable<string> InFiles => (Absent is null ? [] : new[] { $"{Absent.Proposal.Title}: {AbsentWords}" }).Concat(Words).Concat(Alone).Concat(Outcome == Outcome.NotComparable && Unscaled is not null ? [Unscaled] : []);

    /// <summary>What is said of the text that has no clause, under the name of the other text or without one.</summary>
    /// <param name="headed">The name of <see cref="Text"/> stands above.</param>
    public string? AbsentInWords(bool headed) => Absent is null ? null : headed && Absent == Text ? AbsentWords : $"{Absent.Proposal.Title}: {AbsentWords}";

    public static CompareDifference Between(CompareCell from, CompareCell to, Issue? issue, List<ClauseDifference> differences, bool summaries)
    {
        var words = new List<string>();
        var alone = new List<string>();
        if (!from.Missing && !to.Missing)
        {
            if (issue is not null && from.Stand is not null && to.Stand?.Change is { Kind: not ChangeKind.None } change)
                words.Add(InWords(change, from.Stand.Now, to.Stand.Now, issue));
            foreach (var (measure, then, now) in Figures(from.Quantities, to.Quantities))
            {
                if (then.Count > 0 && now.Count > 0)
                    words.Add($"{measure}: {string.Join(" or ", now)}; in the text compared with: {string.Join(" or ", then)}");
                else
                    alone.Add($"{measure}: {string.Join(" or ", then.Concat(now))}, only in {(now.Count > 0 ? to : from).Text.Proposal.Title}");
            }

            if (!from.Conditions.ToHashSet().SetEquals(to.Conditions))
                words.Add($"condition: {Join(to.Conditions)}; in the text compared with: {Join(from.Conditions)}");
        }

        var several = from.Clauses.Count > 1 || to.Clauses.Count > 1;
        var editors = differences.Select(row =>
            Clause(from, row.Base) is { } earlier && Clause(to, row.Other) is { } later ? Says(row, row.Base, earlier, later)
            : Clause(from, row.Other) is { } turned && Clause(to, row.Base) is { } around ? Says(row, row.Other!.Value, turned, around)
            : Clause(from, row.Base) is { } gone && row.Against == to.Text.Proposal.Slug ? Says(row, row.Base, gone, null)
            : Clause(to, row.Base) is { } fresh && row.Against == from.Text.Proposal.Slug ? Says(row, 0, fresh, null)
            : null).OfType<EditorSays>().ToList();
        var wording = from.Clauses is [var one] && to.Clauses is [var other] ? WordDifference.Of(one.Statement, other.Statement, summaries) : null;
        var absent = from.Missing == to.Missing ? null : from.Missing ? from.Text : to.Text;
        return new(to.Text, absent, words, alone, editors, wording, from.Missing || to.Missing ? null : WhyUnscaled())
        {
            Neither = from.Missing && to.Missing,
            NoCounterpart = absent is not null && (from.Missing ? to : from).IsWithout(absent.Proposal.Slug, differences),
            Perhaps = words.Count == 1 && editors.Count == 0 && issue is not null && from.Stand is not null && to.Stand?.Change is { Kind: ChangeKind.MayBeUnchanged },
        };

        string? WhyUnscaled()
        {
            var scale = (issue, from.Stand, to.Stand) switch
            {
                (null, _, _) => "no scale",
                (_, null, null) => "no step coded for either",
                (_, null, _) or (_, _, null) => "no step coded for one of them",
                _ => null,
            };
            if (scale is null)
                return null;
            var worded = new[] { from, to }.Count(cell => cell.Clauses.Any(clause => clause.HasWording));
            return scale + worded switch
            {
                0 => ", and no wording on record for either: read both",
                1 => ", and wording on record for only one of them: read both",
                _ => ", and the wordings are too unlike, or too many, to compare word by word: read both",
            };
        }

        EditorSays Says(ClauseDifference row, int seenFrom, CompareClause clause, CompareClause? counterpart) =>
            new(row.LabelsFrom(seenFrom), row.Note, counterpart is null ? $"{clause.InSentence}: no counterpart" : several ? $"{clause.InSentence} and {counterpart.InSentence}" : null);

        static CompareClause? Clause(CompareCell cell, int? statement) => cell.Clauses.FirstOrDefault(clause => clause.Statement.Number == statement);
        static string Join(IReadOnlyList<string> conditions) => conditions.Count == 0 ? "none" : string.Join("; ", conditions.Select(text => text.TrimEnd('.')));
    }

    /// <summary>Two texts are as far apart as two parties: from the nearest reading to the farthest.</summary>
    private static string InWords(PositionChange change, Position from, Position to, Issue issue) => change.Kind switch
    {
        ChangeKind.Moved => Gap.Between(from.Steps!.Value, to.Steps!.Value).Towards(issue.Scale, change.TowardsLastPole!.Value),
        ChangeKind.MayBeUnchanged => "perhaps the same step: one text allows several, the other some of these",
        ChangeKind.Appeared => "a step where the text compared with has none",
        ChangeKind.Ended => "no step where the text compared with has one",
        _ => "clauses of one text differ among themselves, so that no number of steps can be given",
    };

    /// <summary>By measure; a measure both give alike is no difference.</summary>
    private static IEnumerable<(string Measure, List<string> From, List<string> To)> Figures(IReadOnlyList<Quantity> from, IReadOnlyList<Quantity> to)
    {
        foreach (var measure in from.Concat(to).Select(figure => figure.Measure).Distinct())
        {
            var then = Of(from);
            var now = Of(to);
            if (!then.SequenceEqual(now))
                yield return ($"{char.ToUpperInvariant(measure[0])}{measure[1..]}", then, now);

            List<string> Of(IReadOnlyList<Quantity> figures) => [.. figures.Where(figure => figure.Measure == measure).Select(figure => figure.ToWords()[(measure.Length + 2)..]).Distinct().Order(StringComparer.Ordinal)];
        }
    }
}

/// <summary>One row: clauses of the texts that speak to one thing.</summary>
/// <param name="Cells">One a text, that compared with first.</param>
/// <param name="Differences">One a further text.</param>
public sealed record CompareRow(View View, Issue? Issue, AlignmentRow Alignment, IReadOnlyList<CompareCell> Cells, IReadOnlyList<CompareDifference> Differences)
{
    /// <summary>The plainest that holds for any of the texts.</summary>
    public Outcome Outcome => Differences.Min(difference => difference.Outcome);

    /// <summary>Names of the regions of the row a clause speaks of, when it does not speak of all of them.</summary>
    public IReadOnlyList<string> RegionsOf(CompareClause clause)
    {
        var own = clause.Statement.Codings.Where(coding => coding.Issue == Issue?.Slug).Select(coding => coding.Region).ToHashSet();
        return Alignment.Regions.Count < 2 || own.Contains(null) || Alignment.Regions.All(own.Contains)
            ? []
            : [.. Alignment.Regions.Where(own.Contains).Select(iso => CellRow.NameOf(Issue!, View.Contents.Region(iso)))];
    }

    public IReadOnlyList<string> RegionNames => Issue is not { Regional: true } ? [] : [.. Alignment.Regions.Select(iso => CellRow.NameOf(Issue, View.Contents.Region(iso)))];

    public IReadOnlyList<string> RegionKeys => Issue is not { Regional: true } ? [] : [.. Alignment.Regions.Select(iso => iso ?? CellRow.OtherRegions)];

    /// <summary>"Territory: Kherson and Zaporizhzhia", "Territory: no region coded", "Topic: navigation", "No issue: clause 9", "Paired by an editor: clause 9".</summary>
    public string Title =>
        Issue is { } issue ? issue.Title + (RegionNames.Count > 0 ? ": " + StatementCard.Join(RegionNames) : issue.Regional ? ": no region coded" : "")
        : Alignment.Topic is { } topic ? "Topic: " + topic
        : (Cells.SelectMany(cell => cell.Clauses).Any(clause => clause.Statement.Codings.Count > 0 || clause.Statement.Topics.Count > 0) ? "Paired by an editor: " : "No issue: ") + (Cells.SelectMany(cell => cell.Clauses).First().Clause.Name is var name ? char.ToLowerInvariant(name[0]) + name[1..] : "");

    /// <summary>The other issues and topics of a clause of this row: it stands in their rows too.</summary>
    public IReadOnlyList<string> AlsoIn(CompareClause clause) =>
    [
        .. View.Contents.Issues.Where(issue => issue != Issue && (clause.Statement.Codings.Any(coding => coding.Issue == issue.Slug) || clause.Statement.Topics.Contains(issue.Slug))).Select(issue => issue.Title),
        .. clause.Statement.Topics.Where(topic => topic != Alignment.Topic && View.Contents.Issues.All(issue => issue.Slug != topic)).Select(topic => "Topic: " + topic),
    ];
}

/// <param name="Texts">That compared with first.</param>
/// <param name="All">Every row, those without a difference and those of other issues included.</param>
public sealed record CompareModel(CompareAsked Asked, IReadOnlyList<CompareText> Texts, IReadOnlyList<CompareRow> All) : ITables, ICited, IEmbedded
{
    public string CitedAs => $"Comparison of {StatementCard.Join([.. Texts.Select(text => text.Proposal.Title)])}";

    (string Partial, object Model) IEmbedded.Part(string origin) => ("_Alone", this);

    public View View => Asked.View;

    public CompareText Base => Texts[0];

    /// <summary>The issues that have a row, in the order of the codebook.</summary>
    public IReadOnlyList<Issue> Issues => [.. View.Contents.Issues.Where(issue => All.Any(row => row.Issue?.Slug == issue.Slug))];

    private IReadOnlyList<CompareRow> OfIssues => View.IsGiven("issues") ? [.. All.Where(row => row.Issue is { } issue && View.Issues.Any(one => one.Slug == issue.Slug))] : All;

    public IReadOnlyList<CompareRow> Rows => [.. OfIssues.Where(Shown)];

    private bool Shown(CompareRow row) => Asked.Show switch
    {
        CompareAsked.All => true,
        CompareAsked.Differences => row.Outcome != Outcome.Same,
        _ => CompareAsked.Outcomes[Asked.Show] == row.Outcome,
    };

    /// <summary>Rows of the issues shown that are left out because of what the comparison comes to.</summary>
    public int Hidden => OfIssues.Count - Rows.Count;

    /// <summary>Rows that would be shown but for the choice of issues.</summary>
    public int OfOtherIssues => All.Count(Shown) - Rows.Count;

    /// <summary>Somewhere on the page the words of our summaries are alike enough to be compared, and those of the texts are not on record.</summary>
    public bool HasSummariesToCompare => Rows.Any(row => row.Differences.Zip(row.Cells.Skip(1), (difference, cell) =>
        difference.Wording is null && row.Cells[0].Clauses is [var one] && cell.Clauses is [var other] && WordDifference.Of(one.Statement, other.Statement, summaries: true)!.Alike).Any(alike => alike));

    private int PerhapsCount => OfIssues.Count(row => row.Outcome == Outcome.Differs && row.Differences.Where(difference => difference.Outcome == Outcome.Differs).All(difference => difference.Perhaps));

    public int Count(Outcome outcome) => OfIssues.Count(row => row.Outcome == outcome);

    /// <summary>"13 differ, 1 of them perhaps", "19 in one text only", "4 not comparable": each with the value of <c>show</c> that leaves only these.</summary>
    public IReadOnlyList<(string Words, string Show)> Tally =>
    [
        (string.Create(CultureInfo.InvariantCulture, $"{Count(Outcome.Differs)} {(Count(Outcome.Differs) == 1 ? "differs" : "differ")}{(PerhapsCount > 0 ? $", {PerhapsCount} of them perhaps" : "")}"), "differ"),
        (string.Create(CultureInfo.InvariantCulture, $"{Count(Outcome.OneText)} {(Texts.Count == 2 ? "in one text only" : "not in every text")}"), "one-text"),
        (string.Create(CultureInfo.InvariantCulture, $"{Count(Outcome.NotComparable)} not comparable"), "not-comparable"),
    ];

    private static readonly Schema Compared = new("compared_texts", ["text", "title", "date", "provenance", "proponents: texts", "compared_with: yes/no", "clauses: whole", "left_out: whole"]);

    private static readonly Column[] OfText = ["text", "clauses: texts", "statements: wholes", "words", "summaries", "step_from: whole", "step_to: whole", "step_label", "state", "conditions", "figures: texts"];

    private static readonly Column[] OfDifference = ["difference", "labels: texts", "notes"];

    public static IReadOnlyList<Schema> Tables => [Table, Compared];

    private static readonly Schema Table = new("comparison",
    [
        "issue", "regions: texts", "region_names: texts", "topic", "title", "steps_of: whole", "differs: yes/no", "outcome",
        .. Numbered(1, OfText), .. Numbered(2, OfDifference),
    ]);

    public TakeAway TakeAway => new(
        Table,
        Rows.Select(row => (IReadOnlyList<object?>)
        [
            row.Issue?.Slug, row.RegionKeys, row.RegionNames, row.Alignment.Topic, row.Title, row.Issue?.Scale.Count, Differs(row.Outcome), CompareAsked.Slug(row.Outcome),
            .. Enumerable.Range(0, ComparePage.Most).SelectMany(index => index < row.Cells.Count ? Values(row.Cells[index]) : new object?[OfText.Length]),
            .. Enumerable.Range(0, ComparePage.Most - 1).SelectMany(index => index < row.Differences.Count ? Values(row.Differences[index]) : new object?[OfDifference.Length]),
        ]))
    {
        More =
        [
            new(
                Compared,
                Texts.Select(text => (IReadOnlyList<object?>)
                    [text.Proposal.Slug, text.Proposal.Title, text.Proposal.Date.Text, text.Proposal.Provenance, text.Proposal.Proponents, text == Base, text.Clauses, text.LeftOut])),
        ],
    };

    /// <summary>Yes or no; null where a missing clause, or nothing to compare by, leaves it open.</summary>
    private static bool? Differs(Outcome outcome) => outcome switch
    {
        Outcome.Differs => true,
        Outcome.Same => false,
        _ => null,
    };

    private static IEnumerable<Column> Numbered(int first, Column[] columns) => Enumerable.Range(first, ComparePage.Most - first + 1)
        .SelectMany(number => columns.Select(column => column with { Name = string.Create(CultureInfo.InvariantCulture, $"{column.Name}_{number}") }));

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
        [Text(difference.InFiles), difference.Editors.SelectMany(editor => editor.Labels).Distinct().ToList(), Text(difference.Editors.Select(editor => editor.Note))];

    private static string? Text(IEnumerable<string?> texts) => string.Join(" / ", texts.OfType<string>()) is { Length: > 0 } text ? text : null;
}
