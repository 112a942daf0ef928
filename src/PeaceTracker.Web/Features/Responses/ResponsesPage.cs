using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Responses;

/// <summary>The matrix of proposals and parties: what each had answered by the date.</summary>
public sealed class ResponsesPage(ProposalReader proposals, WordFinder finder)
{
    public async Task<(ResponsesModel? Model, Fault? Fault)> LoadAsync(View view, CancellationToken cancellation)
    {
        if ((WordFinder.Check(view) ?? await ProposalFaultAsync(view, cancellation)) is { } wrong)
            return (null, wrong);
        var words = await finder.ReadAsync(view, cancellation);
        var asked = view.IsGiven("parties") ? view.Parties.Select(party => party.Slug).ToHashSet() : null;
        var (part, fault) = await proposals.AnsweredAsync(view, asked is null && words is null && !ProposalReader.AsksForAnswers(view) ? null : Fits, cancellation);
        if (part is null)
            return (null, fault);
        // Without a choice of parties those have a column who were asked or answered more than once; a column each for all others would be
        // nearly empty, so the last one holds them together.
        var often = part.Shown.Count == 1 ? 1 : 2;
        var columns = asked is not null ? view.Parties :
        [
            .. view.Contents.Parties.Where(party => part.Shown.SelectMany(row => row.Answers.Where(answer => answer.Party == party.Slug && Counts(row, answer))).Take(often).Count() == often),
        ];
        var only = view.IsGiven("proposal") && part.Shown.Count == 1 ? part.Shown[0].Proposal : null;
        return (new(view, columns, part, only), null);

        bool Counts(AnsweredProposal row, Answer answer) =>
            answer.Missing || (view.State != "no-answer" && (answer.State == AnswerState.Answered || row.Proposal.Addressees.Contains(answer.Party)));

        // Every filter must hold of one and the same party.
        bool Fits(AnsweredProposal row) => words?.Finds([row.Proposal.Title, row.Proposal.Summary, .. row.Proposal.Proponents.Select(view.Contents.PartyName)], row.Proposal.Date) != false && (
            (asked is null && !ProposalReader.AsksForAnswers(view)) || row.Answers.Any(answer => (asked is null || asked.Contains(answer.Party)) && view.State switch
            {
                "no-answer" => answer.Missing,
                "changed" => AnsweredProposal.IsNew(view, answer) || row.Proposal.Latest > view.Since,
                _ => true,
            }));
    }

    private async Task<Fault?> ProposalFaultAsync(View view, CancellationToken cancellation)
    {
        if (!view.Given.TryGetValue("proposal", out var slug))
            return null;
        var all = await proposals.PutForwardAsync(view, cancellation);
        return all.Any(row => row.Slug == slug) ? null : new(400, "The address asks for something that cannot be shown", "Nothing was guessed in its place.")
        {
            Parts = [new("proposal", slug, $"the name of a proposal put forward by {View.Words(view.Date)}")],
            Suggestions =
            [
                .. ProcessReader.Nearest(slug, all, row => [row.Slug, row.Title]).Select(near => new Suggestion(near.Title, view.With(("proposal", near.Slug)))),
                new("All proposals", view.With(("proposal", null))),
            ],
        };
    }
}

/// <param name="Columns">The parties with a column, alphabetical.</param>
/// <param name="Only">The one proposal asked for; null for all.</param>
public sealed record ResponsesModel(View View, IReadOnlyList<Party> Columns, ProposalPart Part, Proposal? Only) : ITables
{
    public IReadOnlyList<AnsweredProposal> Rows => Part.Shown;

    public View Clauses => ProposalReader.Clauses(View);

    /// <summary>The marks of a row, one a column.</summary>
    public IEnumerable<AnswerMark> Marks(AnsweredProposal row) => Columns.Select(party => new AnswerMark(View, row.Proposal, row.Of(party.Slug, View.Date)));

    /// <summary>Those on record without a column; none when the address names the parties to show.</summary>
    public IEnumerable<AnswerMark> Others(AnsweredProposal row) => View.IsGiven("parties") ? [] :
        row.Answers
            .Where(answer => Columns.All(party => party.Slug != answer.Party) && (answer.Missing || View.State != "no-answer"))
            .Select(answer => new AnswerMark(View, row.Proposal, answer));

    /// <summary>All of whom something is on record, alphabetical.</summary>
    public IEnumerable<AnswerMark> OnRecord(AnsweredProposal row) =>
        Marks(row).Where(mark => mark.Answer.State != AnswerState.NotAsked).Concat(Others(row)).OrderBy(mark => mark.PartyName, StringComparer.Ordinal);

    public bool HasOthers => Rows.Any(row => Others(row).Any());

    /// <summary>How many proposals, and what came of them with the parties shown. Where silence alone is asked for, nothing is said of the rest.</summary>
    public string Summary
    {
        get
        {
            var answers = Rows.SelectMany(OnRecord).Select(mark => mark.Answer).ToList();
            return FormattableString.Invariant($"{Rows.Count} of {Part.Total} {(Part.Total == 1 ? "proposal" : "proposals")}: ")
                + (View.State == "no-answer" ? FormattableString.Invariant($"{answers.Count(answer => answer.Missing)} asked, no response yet.") : AnsweredProposal.Count(answers));
        }
    }

    public static IReadOnlyList<Schema> Tables => [AnswerMark.AnswersTable, AnswerMark.SaidTable];

    public TakeAway TakeAway
    {
        get
        {
            var marks = Rows.SelectMany(row => Marks(row).Concat(Others(row))).ToList();
            return AnswerMark.Answers(marks) with { After = Part.Next, More = [AnswerMark.Said(marks)] };
        }
    }
}
