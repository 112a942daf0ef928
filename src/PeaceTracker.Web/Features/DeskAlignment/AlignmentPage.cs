using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.DeskAlignment;

/// <summary>How far the alignment of two texts is.</summary>
/// <param name="Done">Clauses of both of which something is said.</param>
public sealed record AlignmentProgress(TextPair Texts, int Done, int Clauses);

/// <summary>What can be aligned.</summary>
/// <param name="Texts">Those with a clause, the newest first.</param>
/// <param name="Begun">Pairs of texts of whose clauses something is said.</param>
/// <param name="Related">Pairs of which one comes from the other and nothing is said yet.</param>
public sealed record AlignmentChoice(string Process, IReadOnlyList<Proposal> Texts, IReadOnlyList<AlignmentProgress> Begun, IReadOnlyList<AlignmentProgress> Related);

/// <summary>One of the two texts.</summary>
public sealed record AlignedText(Proposal Proposal, IReadOnlyList<Statement> Clauses)
{
    public string Slug => Proposal.Slug;

    public string Title => Proposal.Title;
}

/// <summary>What is said of a pair.</summary>
/// <param name="Editor">Name of who says it; null for the researched record.</param>
/// <param name="Own">It is the work of the one who looks.</param>
/// <param name="Corrected">It is public, and a correction of it is being worked on.</param>
public sealed record SaidOfPair(PairedClauses Pair, string? Editor, bool Own, bool Corrected)
{
    public ClauseDifference Row => Pair.Row;

    /// <summary>"draft", "in review", ...</summary>
    public string Status => Row.Status switch
    {
        StatementStatus.Draft => "draft",
        StatementStatus.InReview => "in review",
        StatementStatus.Returned => "returned",
        _ => "public",
    } + (Row.Ends ? ", to be taken out" : Row.Revision > 1 && Row.IsOpen ? ", a correction" : "") + (Corrected ? ", being corrected" : "");
}

/// <summary>A clause of one of the two texts, with what is said of it.</summary>
public sealed record AlignedClause(Statement Clause, AlignedText Text, AlignedText Other, IReadOnlyList<SaidOfPair> Said)
{
    public int Number => Clause.Number;

    /// <summary>Something is said of it: a counterpart, or that it has none.</summary>
    public bool Done => Said.Count > 0;

    public string Name => ClausePlace.ToWords(Clause.Clause, Clause.Number);

    /// <summary>What is said of it, as it was shown: a form made from this is refused when it reads otherwise by then.</summary>
    public string Seen => string.Join(',', Said.Select(said => FormattableString.Invariant($"{said.Row.Id}:{said.Row.Version}")));

    /// <summary>The likeliest clauses of the other text that are not its counterparts yet.</summary>
    public IReadOnlyList<ClauseSuggestion> Suggestions { get; } = [.. ClauseSuggestion.For(Clause, Other.Clauses.Where(other => !Said.Any(said => said.Row.Of(other.Number)))).Where(one => one.Worthwhile).Take(Most)];

    private const int Most = 5;
}

/// <summary>The alignment of two texts at one clause.</summary>
/// <param name="Clauses">Those of the first text, then those of the second, each in the order of its text.</param>
/// <param name="Current">Null when something is said of every clause.</param>
/// <param name="At">Place of the suggestion shown.</param>
public sealed record AlignmentModel(ProcessContents Contents, TextPair Texts, IReadOnlyList<AlignedClause> Clauses, AlignedClause? Current, int At)
{
    public string Process => Contents.Process.Slug;

    public string Address => Texts.Address(Process);

    public string Rows => $"/{Process}/desk/alignment/differences";

    /// <summary>The pair whose differences are being named.</summary>
    public SaidOfPair? Naming { get; init; }

    /// <summary>What has just been said.</summary>
    public SaidOfPair? Told { get; init; }

    /// <summary>How many were just sent to review.</summary>
    public int? Sent { get; init; }

    /// <summary>What was said of the clause, or of the pair, is not what it was when the form was opened.</summary>
    public bool Stale { get; init; }

    /// <summary>What was typed, when a form comes back.</summary>
    public string? Number { get; init; }

    public IReadOnlyList<string>? Ticked { get; init; }

    public string? Note { get; init; }

    public ClauseSuggestion? Suggestion => Current is null || At >= Current.Suggestions.Count ? null : Current.Suggestions[At];

    public IEnumerable<AlignedClause> Of(Proposal text) => Clauses.Where(clause => clause.Text.Slug == text.Slug);

    public int Left => Clauses.Count(clause => !clause.Done);

    /// <summary>Own drafts that can be sent.</summary>
    public int Drafts => Own(StatementStatus.Draft);

    public int Returned => Own(StatementStatus.Returned);

    private int Own(StatementStatus status) => Clauses.SelectMany(clause => clause.Said).Where(said => said.Own && said.Row.Status == status).DistinctBy(said => said.Row.Id).Count();

    /// <summary>The clause so many places further on; null at an end.</summary>
    public AlignedClause? Step(int by)
    {
        var at = Clauses.ToList().IndexOf(Current!) + by;
        return Current is null || at < 0 || at >= Clauses.Count ? null : Clauses[at];
    }

    public string To(AlignedClause clause, int suggestion = 0) => FormattableString.Invariant($"{Address}?clause={clause.Number}{(suggestion > 0 ? FormattableString.Invariant($"&suggestion={suggestion}") : "")}#item");

    /// <summary>The pair that is proposed, that of the first text first.</summary>
    public ClausePair PairWith(Statement? counterpart) => Current!.Text.Slug == Texts.First.Slug || counterpart is null
        ? new(Contents, Current.Clause, Current.Text.Title, counterpart, Current.Other.Title) { Missing = "nothing said yet" }
        : new(Contents, counterpart, Current.Other.Title, Current.Clause, Current.Text.Title);

    /// <summary>What speaks for a suggestion: "both on NATO membership; the same number; 62 of 100 alike in words".</summary>
    public string Why(ClauseSuggestion suggestion)
    {
        var shared = Subjects(Current!.Clause).Intersect(Subjects(suggestion.Clause)).Select(subject => ClausePair.SubjectInWords(Contents, subject)).ToList();
        return string.Join("; ", new[]
        {
            shared.Count > 0 ? "both on " + StatementCard.Join(shared) : null,
            suggestion.SameNumber ? "the same number" : null,
            string.Create(CultureInfo.InvariantCulture, $"{100 * suggestion.Likeness:0} of 100 alike in words"),
        }.OfType<string>());

        static IEnumerable<string> Subjects(Statement clause) => clause.Codings.Select(coding => coding.Issue).Concat(clause.Topics).Distinct();
    }
}

/// <summary>Reads two texts with what is said of their clauses.</summary>
public sealed class AlignmentPage(DeskDifferences differences, PairReader pairs, AccountNames names)
{
    /// <summary>What there is to align: pairs that were begun and pairs of which one text comes from the other stand first.</summary>
    public async Task<AlignmentChoice> ChoiceAsync(ProcessContents contents, CancellationToken cancellation)
    {
        var process = contents.Process.Id;
        var texts = (await differences.Texts(process).ToListAsync(cancellation)).OrderByDescending(row => row.Latest).ThenBy(row => row.Slug, StringComparer.Ordinal).ToList();
        var clauses = await differences.ClauseNumbersAsync(process, cancellation);
        var with = texts.Where(text => clauses.ContainsKey(text.Slug)).ToList();
        var said = (await pairs.OfAsync(process, await differences.Shown(process).AsNoTracking().ToListAsync(cancellation), cancellation)).GroupBy(pair => (pair.Texts.First.Slug, pair.Texts.Second.Slug)).ToDictionary(group => group.Key, group => group.ToList());
        var begun = said.Values.Select(rows => Progress(rows[0].Texts, rows)).OrderByDescending(one => one.Texts.Second.Latest).ThenBy(one => one.Texts.Second.Slug, StringComparer.Ordinal).ToList();
        var related = with
            .SelectMany(text => text.Lineage.Select(link => with.Find(earlier => earlier.Slug == link.From)).OfType<Proposal>().Select(earlier => TextPair.Of(earlier, text)))
            .Where(pair => !said.ContainsKey((pair.First.Slug, pair.Second.Slug))).DistinctBy(pair => (pair.First.Slug, pair.Second.Slug))
            .Select(pair => Progress(pair, [])).ToList();
        return new(contents.Process.Slug, with, begun, related);

        AlignmentProgress Progress(TextPair pair, List<PairedClauses> rows)
        {
            var all = clauses.GetValueOrDefault(pair.First.Slug, []).Concat(clauses.GetValueOrDefault(pair.Second.Slug, [])).ToList();
            return new(pair, all.Count(clause => rows.Exists(row => row.Row.Of(clause))), all.Count);
        }
    }

    /// <summary>The texts of two names, the older first; null when there are no two such texts.</summary>
    public async Task<TextPair?> TextsAsync(int process, string first, string second, CancellationToken cancellation) =>
        first != second && await differences.TextAsync(process, first, cancellation) is { } one && await differences.TextAsync(process, second, cancellation) is { } other ? TextPair.Of(one, other) : null;

    /// <param name="clause">Number of the clause to look at; null for the first of which nothing is said.</param>
    /// <param name="after">Likewise, but the next one after this.</param>
    public async Task<AlignmentModel> LoadAsync(ProcessContents contents, TextPair texts, int account, int? clause, int? after, int at, CancellationToken cancellation)
    {
        var process = contents.Process.Id;
        var clauses = await differences.ClausesAsync(process, [texts.First.Slug, texts.Second.Slug], cancellation);
        var first = new AlignedText(texts.First, [.. clauses.Where(row => row.Proposal == texts.First.Slug)]);
        var second = new AlignedText(texts.Second, [.. clauses.Where(row => row.Proposal == texts.Second.Slug)]);
        var rows = await differences.BetweenAsync(process, (first.Slug, [.. first.Clauses.Select(row => row.Number)]), (second.Slug, [.. second.Clauses.Select(row => row.Number)]), cancellation);
        var name = await names.ByIdAsync(rows.Select(row => row.Editor), cancellation);
        var said = (await pairs.OfAsync(process, rows, cancellation)).Select(pair => new SaidOfPair(
            pair, pair.Row.Editor is { } editor ? name.GetValueOrDefault(editor, "somebody") : null, pair.Row.IsBy(account),
            !pair.Row.IsOpen && rows.Exists(row => row.IsOpen && row.SameAs(pair.Row)))).ToList();
        var all = first.Clauses.Select(row => Aligned(row, first, second)).Concat(second.Clauses.Select(row => Aligned(row, second, first))).ToList();
        var from = after is null ? 0 : 1 + all.FindIndex(one => one.Number == after);
        return new(contents, texts, all, (clause is { } number ? all.Find(one => one.Number == number) : null) ?? all.Skip(from).FirstOrDefault(one => !one.Done) ?? all.Find(one => !one.Done), Math.Max(at, 0));

        AlignedClause Aligned(Statement row, AlignedText own, AlignedText other) => new(row, own, other, [.. said.Where(one => one.Row.Of(row.Number))]);
    }
}
