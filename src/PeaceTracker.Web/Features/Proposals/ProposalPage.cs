using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Proposals;

/// <summary>One proposal: where it comes from, its clauses in the order of the text, and who answered it.</summary>
public sealed class ProposalPage(ProposalReader proposals, PeaceTrackerDbContext db)
{
    public async Task<(ProposalModel? Model, Fault? Fault)> LoadAsync(View view, string slug, CancellationToken cancellation)
    {
        var (named, fault) = await proposals.NamedAsync(view, [slug], cancellation);
        if (named is null)
            return (null, fault);
        var answered = (await proposals.WithAnswersAsync(view, named, [slug], cancellation))[0];
        var clauses = (await proposals.ClausesAsync(view, [slug], cancellation))[slug].ToList();
        var descent = await proposals.DescentAsync(view, cancellation);
        var numbers = answered.Proposal.Sources.Concat(descent.Select(line => line.Link.Source).OfType<int>()).Distinct().ToList();
        var sources = await db.Sources.AsNoTracking().Include(row => row.Publisher)
            .Where(row => row.ProcessId == view.Contents.Process.Id && numbers.Contains(row.Number))
            .ToDictionaryAsync(row => row.Number, cancellation);
        var about = await proposals.SaidAboutAsync(view, slug, cancellation);
        return (new(view, answered, clauses, about, Descent.Up(slug, descent), Descent.Down(slug, descent), sources), null);
    }
}

/// <summary>A proposal that another one comes from, or that came from it, with those behind it.</summary>
public sealed record Descent(Proposal Proposal, ProposalLink Link, IReadOnlyList<Descent> Next)
{
    public static IReadOnlyList<Descent> Up(string slug, IReadOnlyList<(Proposal Later, Proposal Earlier, ProposalLink Link)> lines) => Walk(slug, lines, up: true, [slug]);

    public static IReadOnlyList<Descent> Down(string slug, IReadOnlyList<(Proposal Later, Proposal Earlier, ProposalLink Link)> lines) => Walk(slug, lines, up: false, [slug]);

    /// <param name="seen">Names on the way here: two texts that name each other must not walk for ever.</param>
    private static IReadOnlyList<Descent> Walk(string slug, IReadOnlyList<(Proposal Later, Proposal Earlier, ProposalLink Link)> lines, bool up, IReadOnlyList<string> seen) =>
    [
        .. lines
            .Where(line => (up ? line.Later : line.Earlier).Slug == slug)
            .Select(line => (Other: up ? line.Earlier : line.Later, line.Link))
            .Where(line => !seen.Contains(line.Other.Slug))
            .Select(line => new Descent(line.Other, line.Link, Walk(line.Other.Slug, lines, up, [.. seen, line.Other.Slug]))),
    ];

    /// <summary>This and all behind it.</summary>
    public IEnumerable<Descent> All => Next.SelectMany(next => next.All).Prepend(this);
}

/// <summary>One direction of the lineage, as the view draws it.</summary>
public sealed record DescentTree(ProposalModel Model, IReadOnlyList<Descent> Lines, bool Up);

/// <param name="About">What is told of it by statements that are no clauses of it, oldest first.</param>
/// <param name="From">What it comes from.</param>
/// <param name="Into">What came from it by the date.</param>
/// <param name="Sources">Its own and those of the lineage, by number.</param>
public sealed record ProposalModel(
    View View, AnsweredProposal Answered, IReadOnlyList<Clause> Clauses, IReadOnlyList<StatementCard> About, IReadOnlyList<Descent> From, IReadOnlyList<Descent> Into, IReadOnlyDictionary<int, Source> Sources) : ITables, ICited
{
    public string CitedAs => $"{Proposal.Title}, {Proposal.Date.ToWords()} ({Words.OfProvenance(Proposal.Provenance).Label}), put forward by {StatementCard.Join([.. Proponents.Select(View.Contents.PartyName)])}";

    public Proposal Proposal => Answered.Proposal;

    public IReadOnlyList<Source> OwnSources => [.. Proposal.Sources.Where(Sources.ContainsKey).Select(number => Sources[number])];

    /// <summary>The dated source known to be the earliest: a date that allows a whole month counts from its last day; null when none is dated.</summary>
    public Source? FirstSource => OwnSources.Where(source => source.Date?.Latest is not null).MinBy(source => (source.Date!.Latest, source.Number));

    public IEnumerable<AnswerMark> Marks => Answered.Answers.Select(answer => new AnswerMark(View, Proposal, answer));

    public IEnumerable<string> Proponents => Proposal.Proponents.OrderBy(View.Contents.PartyName, StringComparer.Ordinal);

    /// <summary>Those who spoke to this clause by itself or to the whole of which it is a lettered part, newest first.</summary>
    public IEnumerable<Response> To(Clause clause) =>
        clause.Label is null ? [] : Answered.Answers.SelectMany(answer => answer.Responses)
            .Where(response => response.Clause is { } label && ClausePlace.Covers(label, clause.Label))
            .OrderByDescending(response => response.Day).ThenBy(response => View.Contents.PartyName(response.Party), StringComparer.Ordinal);

    /// <summary>The same by statement, with the names of those whose it is.</summary>
    public IReadOnlyList<(Response Response, string Who)> AnsweredBy(Clause clause) =>
        [.. To(clause).GroupBy(response => response.Statement).Select(group => (group.First(), StatementCard.Join([.. group.Select(response => View.Contents.PartyName(response.Party))])))];

    /// <summary>Address of the whole of which this clause is the first lettered part, when the whole itself is not on record and an answer may lead to it; null otherwise.</summary>
    public string? WholeAnchor(Clause clause) =>
        clause.Label is { } label && ClausePlace.Whole(label) is { } whole && ClausePlace.Anchor(whole, 0) is var anchor
        && Clauses.All(other => other.Anchor != anchor) && Clauses.First(other => other.Label is { } one && ClausePlace.Whole(one) == whole) == clause
            ? anchor : null;

    /// <summary>Who said what stands in the clause, when it was none of those who put the proposal forward; null otherwise.</summary>
    public string? ToldBy(StatementCard card) =>
        card.Statement.Parties.Exists(Proposal.Proponents.Contains) ? null : card.PartyNames.Count > 0 ? StatementCard.Join(card.PartyNames) : card.SaidBy;

    /// <summary>The others it is likely compared with: those of its lineage, nearest first.</summary>
    public IEnumerable<Proposal> Relatives => From.Concat(Into).Select(line => line.Proposal).DistinctBy(proposal => proposal.Slug);

    public string Responses(string? state) => View.Link("responses", ("proposal", Proposal.Slug), ("state", state));

    private IEnumerable<(Clause Clause, StatementCard Card)> Cards => Clauses.SelectMany(clause => clause.Cards.Select(card => (clause, card)));

    private static readonly Schema ClausesTable = new("proposal_clauses", ["clause", "anchor", "statement: whole", "made_on", "parties: texts", "channel", "grade", "issues: texts", "topic", "summary", "quote", "quote_language", "quote_translation", "figures: texts", "sources: wholes", "answered_by: texts"]);

    private static readonly Schema ClauseSteps = new("clause_steps", ["clause", "statement: whole", "party", "issue", "region", "step_from: whole", "step_to: whole", "steps_of: whole", "step_label", "state", "condition", "special_status: yes/no"]);

    private static readonly Schema SaidAbout = new("said_about", ["statement: whole", "made_on", "parties: texts", "channel", "grade", "issues: texts", "topic", "summary", "quote", "quote_language", "quote_translation", "sources: wholes"]);

    private static readonly Schema Lineage = new("lineage", ["proposal", "from", "kind", "source: whole", "note"]);

    public static IReadOnlyList<Schema> Tables => [ClausesTable, ClauseSteps, SaidAbout, ProposalsModel.Table with { Name = "proposal" }, Lineage, AnswerMark.AnswersTable, AnswerMark.SaidTable];

    public TakeAway TakeAway => new(
        ClausesTable,
        Cards.Select(pair => (IReadOnlyList<object?>)
        [
            pair.Clause.Label, pair.Clause.Anchor, pair.Card.Statement.Number, pair.Card.Statement.MadeOn.Text, pair.Card.Statement.Parties, Words.Of(pair.Card.Statement.Channel).Slug,
            pair.Card.Grade.ToString(), pair.Card.Issues.Select(issue => issue.Slug).ToList(), pair.Card.TopicInFiles, pair.Card.Statement.Summary, pair.Card.Statement.Quote,
            pair.Card.Statement.QuoteLanguage, pair.Card.Statement.QuoteTranslation, pair.Card.Statement.Quantities.Select(quantity => quantity.ToWords()).ToList(),
            pair.Card.Statement.Citations.Select(citation => citation.Source).ToList(), To(pair.Clause).Select(response => response.Party).Distinct().ToList(),
        ]))
    {
        More =
        [
            new(
                ClauseSteps,
                Cards.SelectMany(pair => pair.Card.Statement.Codings.Select(coding => (IReadOnlyList<object?>)
                [
                    pair.Clause.Label, pair.Card.Statement.Number, coding.Party, coding.Issue, coding.Region, coding.StepFrom, coding.StepTo, View.Contents.Issue(coding.Issue).Scale.Count,
                    coding.Steps is { } steps ? View.Contents.Issue(coding.Issue).Scale.Label(steps) : null, Words.Of(coding.State).Slug, coding.Condition, coding.SpecialStatus,
                ]))),
            new(
                SaidAbout,
                About.Select(card => (IReadOnlyList<object?>)
                [
                    card.Statement.Number, card.Statement.MadeOn.Text, card.Statement.Parties, Words.Of(card.Statement.Channel).Slug, card.Grade.ToString(), card.Issues.Select(issue => issue.Slug).ToList(),
                    card.TopicInFiles, card.Statement.Summary, card.Statement.Quote, card.Statement.QuoteLanguage, card.Statement.QuoteTranslation,
                    card.Statement.Citations.Select(citation => citation.Source).ToList(),
                ])),
            new(ProposalsModel.Table with { Name = "proposal" }, [ProposalsModel.Row(Answered, Clauses.Count, Answered.Proposal.Lineage.Select(link => link.From))]),
            new(
                Lineage,
                From.Concat(Into).SelectMany(line => line.All).Select(line => (IReadOnlyList<object?>)[LaterOf(line), line.Link.From, line.Link.Kind, line.Link.Source, line.Link.Note])),
            AnswerMark.Answers(Marks),
            AnswerMark.Said(Marks),
        ],
    };

    private string LaterOf(Descent line) => line.Proposal.Slug == line.Link.From
        ? From.SelectMany(one => one.All).FirstOrDefault(one => one.Next.Contains(line))?.Proposal.Slug ?? Proposal.Slug
        : line.Proposal.Slug;
}
