using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Proposals;

/// <summary>The proposals put forward by a day, newest first, with how far each has been answered.</summary>
public sealed class ProposalsPage(ProposalReader proposals, WordFinder finder)
{
    public async Task<(ProposalsModel? Model, Fault? Fault)> LoadAsync(View view, CancellationToken cancellation)
    {
        if (WordFinder.Check(view) is { } wrong)
            return (null, wrong);
        var words = await finder.ReadAsync(view, cancellation);
        var chosen = view.IsGiven("parties") ? view.Parties.Select(party => party.Slug).ToHashSet() : null;
        var (part, fault) = await proposals.AnsweredAsync(view, chosen is null && words is null && !ProposalReader.AsksForAnswers(view) ? null : Fits, cancellation);
        if (part is null)
            return (null, fault);
        var descent = (await proposals.DescentAsync(view, cancellation)).ToLookup(line => line.Later.Slug, line => line.Earlier.Slug);
        return (new(view, part, await proposals.ClauseCountsAsync(view, cancellation), descent), null);

        bool Fits(AnsweredProposal row) =>
            words?.Finds([row.Proposal.Title, row.Proposal.Summary, .. row.Proposal.Proponents.Select(view.Contents.PartyName)], row.Proposal.Date) != false
            && (chosen is null || row.Proposal.Proponents.Concat(row.Proposal.Addressees).Any(chosen.Contains)) && view.State switch
            {
                "no-answer" => row.Missing.Any(answer => chosen is null || row.Proposal.Proponents.Any(chosen.Contains) || chosen.Contains(answer.Party)),
                "changed" => row.IsNew(view),
                _ => true,
            };
    }
}

/// <param name="Clauses">Clauses on record by name of the proposal; one without any is missing.</param>
/// <param name="Descent">Names of the proposals each comes from.</param>
public sealed record ProposalsModel(View View, ProposalPart Part, IReadOnlyDictionary<string, int> Clauses, ILookup<string, string> Descent) : ITables
{
    public IReadOnlyList<AnsweredProposal> Rows => Part.Shown;

    /// <summary>What came of the proposals shown.</summary>
    public string Summary => AnsweredProposal.Count([.. Rows.SelectMany(row => row.Answers)]);

    public int ClauseCount(Proposal proposal) => Clauses.GetValueOrDefault(proposal.Slug);

    public IEnumerable<AnswerMark> Marks(AnsweredProposal row, IEnumerable<Answer> answers) => answers.Select(answer => new AnswerMark(View, row.Proposal, answer));

    /// <summary>Those asked without an answer: who gave no response yet, and who spoke; each with what the table of answers is narrowed by.</summary>
    public static IReadOnlyList<(string Words, string? State, IReadOnlyList<Answer> Answers)> Without(AnsweredProposal row) =>
    [
        .. new (string, string?, IReadOnlyList<Answer> Answers)[] { ("no response yet", "no-answer", [.. row.Missing]), ("on record, no answer coded", null, [.. row.Uncoded]) }.Where(group => group.Answers.Count > 0),
    ];

    /// <summary>The address of the table of answers to one proposal.</summary>
    public string Answers(AnsweredProposal row, string? state) => View.Link("responses", ("proposal", row.Proposal.Slug), ("state", state));

    /// <summary>The columns of a proposal in every file.</summary>
    public static readonly Schema Table = new("proposals", [
        "proposal", "title", "date", "latest: day", "proponents: texts", "provenance", "addressees: texts", "addressees_reason", "clauses: whole", "answered: texts", "missing: texts", "days: whole", "summary", "sources: wholes", "comes_from: texts",
        "record", "no_response_yet: texts",
    ]);

    public static IReadOnlyList<object?> Row(AnsweredProposal row, int clauses, IEnumerable<string> comesFrom) =>
    [
        row.Proposal.Slug, row.Proposal.Title, row.Proposal.Date.Text, row.Proposal.Latest, row.Proposal.Proponents, Words.OfProvenance(row.Proposal.Provenance).Slug, row.Proposal.Addressees,
        row.Proposal.AddresseesReason, clauses, row.Received.Select(answer => answer.Party).ToList(), row.Unanswered.Select(answer => answer.Party).ToList(), row.Unanswered.FirstOrDefault()?.Days,
        row.Proposal.Summary, row.Proposal.Sources, comesFrom.ToList(), row.Proposal.Record, row.Missing.Select(answer => answer.Party).ToList(),
    ];

    public static IReadOnlyList<Schema> Tables => [Table];

    public TakeAway TakeAway => new(Table, Rows.Select(row => Row(row, ClauseCount(row.Proposal), Descent[row.Proposal.Slug]))) { After = Part.Next };
}
