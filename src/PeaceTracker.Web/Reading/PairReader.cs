using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Web.Reading;

/// <summary>Two texts whose clauses are set beside each other, the older one first whatever the order they are asked for in.</summary>
public sealed record TextPair(Proposal First, Proposal Second)
{
    public static TextPair Of(Proposal one, Proposal other) =>
        (one.Latest, one.Slug).CompareTo((other.Latest, other.Slug)) <= 0 ? new(one, other) : new(other, one);

    public string Titles => $"{First.Title}, and {Second.Title}";

    /// <summary>Where an editor aligns them.</summary>
    public string Address(string process) => $"/{process}/desk/alignment/{First.Slug}/{Second.Slug}";

    /// <summary>One of the two comes from the other.</summary>
    public ProposalLink? Descent => Second.Lineage.Find(link => link.From == First.Slug) ?? First.Lineage.Find(link => link.From == Second.Slug);
}

/// <summary>What is said of a pair, with the clauses it speaks of.</summary>
/// <param name="Clause">The clause compared with.</param>
/// <param name="Counterpart">Null when the other text has none.</param>
/// <param name="Text">That of the clause.</param>
/// <param name="OtherText">That of the counterpart, or the one without.</param>
public sealed record PairedClauses(ClauseDifference Row, Statement Clause, Statement? Counterpart, Proposal Text, Proposal OtherText)
{
    public TextPair Texts => TextPair.Of(Text, OtherText);

    /// <summary>"Clause 6 and clause 6", "Clause 13: no counterpart".</summary>
    public string Name => ClausePlace.ToWords(Clause.Clause, Clause.Number) + (Counterpart is null ? ": no counterpart" : " and " + ClausePlace.InSentence(Counterpart.Clause, Counterpart.Number));

    /// <summary>"amount raised, moved", "no difference named".</summary>
    public string Labels => Row.Label.Count == 0 ? "no difference named" : string.Join(", ", Row.Label);

    /// <summary>What a comparison shows when this text is the one compared with.</summary>
    /// <param name="text">Slug of one of the two.</param>
    public IReadOnlyList<string> LabelsFrom(string text) => Row.LabelsFrom(text == Text.Slug ? Row.Base : 0);
}

/// <summary>Reads the clauses and texts that pairs speak of, public or not: for the desk and for reviewers.</summary>
public sealed class PairReader(DeskDifferences differences)
{
    /// <returns>In the order of the rows; without those whose clauses belong to no text any more.</returns>
    public async Task<IReadOnlyList<PairedClauses>> OfAsync(int process, IReadOnlyCollection<ClauseDifference> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
            return [];
        var clauses = await differences.ClausesAsync(process, rows.SelectMany(row => new[] { row.Base, row.Other ?? row.Base }), cancellation);
        var texts = await differences.Texts(process).ToDictionaryAsync(row => row.Slug, cancellation);
        return [.. rows.Select(Pair).OfType<PairedClauses>()];

        PairedClauses? Pair(ClauseDifference row)
        {
            var counterpart = row.Other is { } number ? clauses.GetValueOrDefault(number) : null;
            return clauses.GetValueOrDefault(row.Base) is { Proposal: { } own } clause && texts.TryGetValue(own, out var text)
                && (row.Against ?? counterpart?.Proposal) is { } other && texts.TryGetValue(other, out var otherText)
                ? new(row, clause, counterpart, text, otherText)
                : null;
        }
    }
}
