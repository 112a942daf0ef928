using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Web.Features.Shared;

namespace PeaceTracker.Web.Reading;

/// <summary>A clause of a proposal: the statements that stand at one place of its text.</summary>
/// <param name="Label">As the text numbers it; null when the record does not say where it stands.</param>
/// <param name="Anchor">Fragment of its address on the page of the proposal.</param>
/// <param name="Cards">At least one, by number of the statement.</param>
public sealed record Clause(string Proposal, string? Label, string Anchor, IReadOnlyList<StatementCard> Cards)
{
    /// <summary>"Clause 7"; "Clause" when the record does not say where it stands.</summary>
    public string Name => ClausePlace.ToWords(Label);
}

/// <summary>Reads proposals with their clauses and what was answered to them, for the pages about them.</summary>
public sealed class ProposalReader(PeaceTrackerDbContext db, StatementCardReader cards)
{
    /// <summary>Those put forward by the date of the view, newest first.</summary>
    public async Task<IReadOnlyList<Proposal>> PutForwardAsync(View view, CancellationToken cancellation) =>
        await db.Proposals.AsNoTracking().Include(row => row.Lineage)
            .Where(row => row.ProcessId == view.Contents.Process.Id && row.Latest <= view.Date)
            .OrderByDescending(row => row.Latest).ThenBy(row => row.Slug)
            .ToListAsync(cancellation);

    /// <summary>The proposals of these names, in this order, or the fault that says which name is wrong and what is near it.</summary>
    public async Task<(IReadOnlyList<Proposal>? Proposals, Fault? Fault)> NamedAsync(View view, IReadOnlyList<string> slugs, CancellationToken cancellation)
    {
        var process = view.Contents.Process.Id;
        var found = await db.Proposals.AsNoTracking().Include(row => row.Lineage).Where(row => row.ProcessId == process && slugs.Contains(row.Slug)).ToDictionaryAsync(row => row.Slug, cancellation);
        if (slugs.FirstOrDefault(slug => !found.ContainsKey(slug)) is { } wrong)
        {
            var all = await db.Proposals.AsNoTracking().Where(row => row.ProcessId == process).Select(row => new { row.Slug, row.Title }).ToListAsync(cancellation);
            return (null, Fault.NotFound("proposal", wrong, ProcessReader.Nearest(wrong, all, row => [row.Slug, row.Title])
                .Select(near => new Suggestion(near.Title, view.Link($"proposals/{near.Slug}")))
                .Append(new("All proposals", view.Link("proposals")))));
        }

        var early = found.Values.FirstOrDefault(row => row.Latest > view.Date);
        if (early is not null)
            return (null, new(404, $"{early.Title} is younger than the day asked for", $"It is dated {early.Date.ToWords()}; the address asks for {View.Words(view.Date)}.")
            {
                Suggestions = [new("The same on the day it was put forward", view.With(("date", View.Iso(early.Latest)), ("since", null))), new("The same today", view.With(("date", null)))],
            });
        return ([.. slugs.Select(slug => found[slug])], null);
    }

    /// <summary>Clauses by name of the proposal, in the order of the text; a proposal without any is missing.</summary>
    public async Task<ILookup<string, Clause>> ClausesAsync(View view, IReadOnlyCollection<string> proposals, CancellationToken cancellation)
    {
        var statements = await db.SaidWithDetails(view).Where(row => row.Proposal != null && proposals.Contains(row.Proposal)).OrderBy(row => row.Number).ToListAsync(cancellation);
        var all = await cards.CardsAsync(view, statements, cancellation);
        return all
            .GroupBy(card => (Proposal: card.Statement.Proposal!, Anchor: ClausePlace.Anchor(card.Statement.Clause, card.Statement.Number)))
            .Select(group => new Clause(group.Key.Proposal, group.First().Statement.Clause, group.Key.Anchor, [.. group]))
            .OrderBy(clause => (clause.Label, clause.Cards[0].Statement.Number), ClausePlace.Order)
            .ToLookup(clause => clause.Proposal);
    }

    /// <summary>What any party had said of these proposals by the date of the view; null for all proposals.</summary>
    public async Task<IReadOnlyList<Response>> ResponsesAsync(View view, IReadOnlyCollection<string>? proposals, CancellationToken cancellation)
    {
        var said = db.Said(view).Where(row => row.RespondsTo != null);
        if (proposals is not null)
            said = said.Where(row => proposals.Contains(row.RespondsTo!));
        var rows = await said
            .Select(row => new { row.Number, row.RespondsTo, row.RespondsToClause, row.Response, row.MadeOn, row.Day, row.Parties })
            .ToListAsync(cancellation);
        return [.. rows.SelectMany(row => row.Parties.Select(party => new Response(row.Number, row.RespondsTo!, party, row.MadeOn, row.Day, row.Response, row.RespondsToClause)))];
    }
}
