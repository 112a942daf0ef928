using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;

namespace PeaceTracker.Web.Reading;

/// <summary>A clause of a proposal: the statements that stand at one place of its text.</summary>
/// <param name="Label">As the text numbers it; null when the record does not say where it stands.</param>
/// <param name="Anchor">Fragment of its address on the page of the proposal.</param>
/// <param name="Cards">At least one, by number of the statement.</param>
public sealed record Clause(string Proposal, string? Label, string Anchor, IReadOnlyList<StatementCard> Cards)
{
    /// <summary>"Clause 7"; "Clause unnumbered (No. 1204)" when the record does not say where it stands.</summary>
    public string Name => ClausePlace.ToWords(Label, Cards[0].Statement.Number);
}

/// <summary>A proposal with the answers of all who were asked or heard of by the date of the view.</summary>
public sealed record AnsweredProposal(Proposal Proposal, IReadOnlyList<Answer> Answers)
{
    /// <summary>Asked, and nothing on record by the day.</summary>
    public IEnumerable<Answer> Missing => Answers.Where(answer => answer.Missing);

    /// <summary>Asked, and on record about it without an answer that could be coded.</summary>
    public IEnumerable<Answer> Uncoded => Answers.Where(answer => answer.State == AnswerState.Spoke);

    /// <summary>Asked, and no answer coded: the one and the other.</summary>
    public IEnumerable<Answer> Unanswered => Answers.Where(answer => answer.State is AnswerState.NoResponseYet or AnswerState.Spoke);

    /// <summary>Those an answer is waited for or was given by: the addressees, and whom somebody observed not to have answered.</summary>
    public IEnumerable<Answer> Asked => Answers.Where(answer => answer.Missing || Proposal.Addressees.Contains(answer.Party));

    public IEnumerable<Answer> Received => Answers.Where(answer => answer.State == AnswerState.Answered);

    /// <summary>"17 answers on record. Of those asked: 9 without a response yet, 23 on record about it without an answer that could be coded."</summary>
    public static string Count(IReadOnlyCollection<Answer> answers)
    {
        var received = answers.Count(answer => answer.State == AnswerState.Answered);
        return FormattableString.Invariant($"{received} {(received == 1 ? "answer" : "answers")} on record. Of those asked: {answers.Count(answer => answer.Missing)} without a response yet, {answers.Count(answer => answer.State == AnswerState.Spoke)} on record about it without an answer that could be coded.");
    }

    /// <summary>What this party had answered, also when nothing is on record.</summary>
    public Answer Of(string party, DateOnly date) => Answers.FirstOrDefault(answer => answer.Party == party) ?? Answer.Of(Proposal, party, [], date);

    /// <summary>It was put forward, or something was said of it, after the day compared with.</summary>
    public bool IsNew(View view) => view.Since is { } since && (Proposal.Latest > since || Answers.Any(answer => IsNew(view, answer)));

    /// <summary>The party said something of it after the day compared with.</summary>
    public static bool IsNew(View view, Answer answer) => view.Since is { } since && answer.Responses.Any(response => response.Day > since);
}

/// <summary>Part of a list of proposals.</summary>
/// <param name="Total">How many the whole list has.</param>
/// <param name="Next">Mark of the next part; null on the last.</param>
public sealed record ProposalPart(IReadOnlyList<AnsweredProposal> Shown, int Total, string? Next);

/// <summary>Reads proposals with their clauses and what was answered to them, for the pages about them.</summary>
public sealed class ProposalReader(PeaceTrackerDbContext db, StatementCardReader cards)
{
    /// <summary>Those put forward by the date of the view, newest first, without what they come from.</summary>
    public async Task<IReadOnlyList<Proposal>> PutForwardAsync(View view, CancellationToken cancellation) =>
        await db.Proposals.AsNoTracking()
            .Where(row => row.ProcessId == view.Contents.Process.Id && row.Latest <= view.Date)
            .OrderByDescending(row => row.Latest).ThenBy(row => row.Slug)
            .ToListAsync(cancellation);

    /// <summary>Proposals of one answer before the address asks for the next part.</summary>
    public const int PageSize = 50;

    /// <summary>The view asks about answers; any other state it can ask for is that of a coding of a clause.</summary>
    public static bool AsksForAnswers(View view) => view.State is "no-answer" or "changed";

    /// <summary>What the view asks of the clauses: a state that asks about answers is none of theirs.</summary>
    public static View Clauses(View view) => AsksForAnswers(view) ? view with { State = null } : view;

    /// <summary>
    /// Those put forward by the date of the view with a clause coded as it asks, newest first, each with its answers; the part that the own
    /// parameters <c>after</c> and <c>limit</c> in <see cref="View.Given"/> ask for.
    /// </summary>
    /// <param name="fits">Which to list; null lists all, and then only the answers to this part are read.</param>
    public async Task<(ProposalPart? Part, Fault? Fault)> AnsweredAsync(View view, Func<AnsweredProposal, bool>? fits, CancellationToken cancellation)
    {
        var all = await PutForwardAsync(view, cancellation);
        var after = view.Given.GetValueOrDefault("after");
        var limit = ListPart.Limit(view, PageSize);
        var parts = new List<FaultPart>();
        if (!AsksForAnswers(view) && CodedState.Wrong(view) is { } wrong)
            parts.Add(wrong with { Expected = $"changed, or {wrong.Expected}" });
        if (after is not null && all.All(row => row.Slug != after))
            parts.Add(new("after", after, "the mark of the next part, as a link to it gives it"));
        if (limit is null)
            parts.Add(new("limit", view.Given["limit"], ListPart.Takes));
        if (parts.Count > 0)
            return (null, new(400, "The address asks for something that cannot be shown", "Nothing was guessed in its place.")
            {
                Parts = parts,
                Suggestions = [new($"Leave {string.Join(", ", parts.Select(part => part.Parameter))} out", view.With([.. parts.Select(part => (part.Parameter, (string?)null))]))],
            });

        var clauses = Clauses(view);
        if (clauses.AsksForCodings)
        {
            var coded = await db.SaidAsAsked(clauses).Where(row => row.Proposal != null).Select(row => row.Proposal!).Distinct().ToListAsync(cancellation);
            all = [.. all.Where(row => coded.Contains(row.Slug))];
        }

        if (view.Given.TryGetValue("proposal", out var only))
            all = [.. all.Where(row => row.Slug == only)];
        if (fits is null)
        {
            var (part, next) = Part(all, row => row.Slug);
            return (new([.. await WithAnswersAsync(view, part, part.Count == all.Count ? null : [.. part.Select(row => row.Slug)], cancellation)], all.Count, next), null);
        }

        var fitting = (await WithAnswersAsync(view, all, null, cancellation)).Where(fits).ToList();
        var (shown, following) = Part(fitting, row => row.Proposal.Slug);
        return (new(shown, fitting.Count, following), null);

        (IReadOnlyList<T> Shown, string? Next) Part<T>(IReadOnlyList<T> rows, Func<T, string> slug)
        {
            // One that does not fit any more still has its place in the order: everything put forward before it follows.
            var start = after is null ? 0 : rows.TakeWhile(row => slug(row) != after).Count() + 1;
            var taken = rows.Skip(start).Take(limit!.Value).ToList();
            return (taken, start + taken.Count < rows.Count ? slug(taken[^1]) : null);
        }
    }

    /// <summary>These proposals with the answers to them.</summary>
    /// <param name="read">Names of the proposals whose answers are read; null reads those to all.</param>
    public async Task<IReadOnlyList<AnsweredProposal>> WithAnswersAsync(View view, IReadOnlyList<Proposal> proposals, IReadOnlyCollection<string>? read, CancellationToken cancellation)
    {
        var responses = (await ResponsesAsync(view, read, cancellation)).ToLookup(response => response.Proposal);
        return [.. proposals.Select(proposal => new AnsweredProposal(
            proposal,
            [.. Answer.Of(proposal, responses[proposal.Slug], view.Date).OrderBy(answer => view.Contents.PartyName(answer.Party), StringComparer.Ordinal)]))];
    }

    /// <summary>How many clauses of each proposal are on record; a proposal without any is missing.</summary>
    public async Task<IReadOnlyDictionary<string, int>> ClauseCountsAsync(View view, CancellationToken cancellation)
    {
        var rows = await db.Said(view).Where(row => string.Compare(row.Proposal, "") > 0).Select(row => new { row.Proposal, row.Clause, row.Number }).ToListAsync(cancellation);
        return rows.GroupBy(row => row.Proposal!).ToDictionary(group => group.Key, group => group.DistinctBy(row => ClausePlace.Anchor(row.Clause, row.Number)).Count());
    }

    /// <summary>Every line of descent between proposals put forward by the date of the view.</summary>
    public async Task<IReadOnlyList<(Proposal Later, Proposal Earlier, ProposalLink Link)>> DescentAsync(View view, CancellationToken cancellation)
    {
        var process = view.Contents.Process.Id;
        var linked = await db.Proposals.AsNoTracking().Include(row => row.Lineage)
            .Where(row => row.ProcessId == process && row.Latest <= view.Date && (row.Lineage.Count > 0 || db.Proposals.Any(other => other.ProcessId == process && other.Lineage.Any(link => link.From == row.Slug))))
            .ToDictionaryAsync(row => row.Slug, cancellation);
        return
        [
            .. linked.Values.OrderBy(row => row.Latest).ThenBy(row => row.Slug, StringComparer.Ordinal)
                .SelectMany(row => row.Lineage.Where(link => linked.ContainsKey(link.From)).Select(link => (row, linked[link.From], link))),
        ];
    }

    /// <summary>What proposals of a process are called, by title: a list to choose from needs no more, and their texts take long to read.</summary>
    public async Task<IReadOnlyList<(string Slug, string Title)>> TitlesAsync(int process, CancellationToken cancellation) =>
        [.. (await db.Proposals.AsNoTracking().Where(row => row.ProcessId == process).OrderBy(row => row.Title).Select(row => new { row.Slug, row.Title }).ToListAsync(cancellation)).Select(row => (row.Slug, row.Title))];

    /// <summary>The proposals of these names, in this order, or the fault that says which name is wrong and what is near it.</summary>
    public async Task<(IReadOnlyList<Proposal>? Proposals, Fault? Fault)> NamedAsync(View view, IReadOnlyList<string> slugs, CancellationToken cancellation)
    {
        var process = view.Contents.Process.Id;
        var found = await db.Proposals.AsNoTracking().Include(row => row.Lineage).Where(row => row.ProcessId == process && slugs.Contains(row.Slug)).ToDictionaryAsync(row => row.Slug, cancellation);
        if (slugs.FirstOrDefault(slug => !found.ContainsKey(slug)) is { } wrong)
        {
            var all = await TitlesAsync(process, cancellation);
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
        var statements = await db.WithDetailsAsync(
            db.Said(view).Where(row => row.Proposal != null && proposals.Contains(row.Proposal)).OrderBy(row => row.Number), view.Known, cancellation);
        var all = await cards.CardsAsync(view, statements, cancellation);
        return all
            .GroupBy(card => (Proposal: card.Statement.Proposal!, Anchor: ClausePlace.Anchor(card.Statement.Clause, card.Statement.Number)))
            .Select(group => new Clause(group.Key.Proposal, group.First().Statement.Clause, group.Key.Anchor, [.. group]))
            .OrderBy(clause => (clause.Label, clause.Cards[0].Statement.Number), ClausePlace.Order)
            .ToLookup(clause => clause.Proposal);
    }

    /// <summary>What is told of a proposal by statements that are neither its clauses nor answers to it, oldest first.</summary>
    public async Task<IReadOnlyList<StatementCard>> SaidAboutAsync(View view, string proposal, CancellationToken cancellation) =>
        await cards.CardsAsync(
            view, await db.WithDetailsAsync(db.Said(view).Where(row => row.SaidAbout == proposal).OrderBy(row => row.Day).ThenBy(row => row.Number), view.Known, cancellation), cancellation);

    /// <summary>What any party had said of these proposals by the date of the view; null for all proposals.</summary>
    public async Task<IReadOnlyList<Response>> ResponsesAsync(View view, IReadOnlyCollection<string>? proposals, CancellationToken cancellation)
    {
        // Greater than nothing, not "not null": that alone lets SQLite find them by their index among the many that answer to nothing.
        var said = db.Said(view).Where(row => string.Compare(row.RespondsTo, "") > 0);
        if (proposals is not null)
            said = said.Where(row => proposals.Contains(row.RespondsTo!));
        var rows = await said
            .Select(row => new { row.Number, row.Proposal, row.RespondsTo, row.RespondsToClause, row.Response, row.MadeOn, row.Day, row.Parties })
            .ToListAsync(cancellation);
        var own = rows.Where(row => row.RespondsToClause is not null).Select(row => row.Proposal).OfType<string>().Distinct().ToList();
        var against = own.Count == 0 ? [] : (await db.Proposals.AsNoTracking().Include(row => row.Lineage)
            .Where(row => row.ProcessId == view.Contents.Process.Id && own.Contains(row.Slug))
            .ToListAsync(cancellation))
            .SelectMany(row => row.Lineage.Where(link => link.Kind == "counter-draft").Select(link => (row.Slug, link.From))).ToHashSet();
        return
        [
            .. rows.SelectMany(row => row.Parties.Select(party => new Response(
                row.Number, row.RespondsTo!, party, row.MadeOn, row.Day, row.Response, row.RespondsToClause, row.Proposal is { } text && against.Contains((text, row.RespondsTo!))))),
        ];
    }
}
