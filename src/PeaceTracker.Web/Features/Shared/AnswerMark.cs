using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>What one party had answered to one proposal, as pages and files show it.</summary>
public sealed record AnswerMark(View View, Proposal Proposal, Answer Answer)
{
    public string PartyName => View.Contents.PartyName(Answer.Party);

    public bool Asked => Proposal.Addressees.Contains(Answer.Party);

    public bool IsNew => AnsweredProposal.IsNew(View, Answer);

    /// <summary>
    /// The statement that the words lead to: the newest that decides, or else the newest it made; null when nothing is on record, and where
    /// the party put the proposal forward: that has its own date, and what was said of it later is another thing (<see cref="Remark"/>).
    /// </summary>
    public Response? Lead => Answer.State == AnswerState.PutForward ? null : Answer.Deciding.Concat(Answer.Responses).FirstOrDefault();

    /// <summary>What those who put it forward said of it later; null of anybody else.</summary>
    public Response? Remark => Answer.State == AnswerState.PutForward ? Answer.Remark : null;

    /// <summary>The day of the answer, or of the newest word about the proposal that is none; null when nothing is on record.</summary>
    public string? When => Answer.Deciding.Count > 0 ? string.Join(", ", Answer.Deciding.Select(response => response.MadeOn.ToShortWords()).Distinct()) : Lead?.MadeOn.ToShortWords();

    public string Statement(Response response) => View.Link(FormattableString.Invariant($"statements/{response.Statement}"));

    public string Clause(Response response) => ClauseAddress(View, Proposal.Slug, response.Clause, response.Statement);

    /// <summary>Address of a clause on the page of its proposal; of the proposal when the clause has no place in its text.</summary>
    /// <param name="statement">Number of the statement that is the clause.</param>
    public static string ClauseAddress(View view, string proposal, string? clause, int statement) =>
        $"{view.Link($"proposals/{proposal}")}#{ClausePlace.Anchor(clause, statement)}";

    /// <summary>Answers as rows of a file, a party and proposal each.</summary>
    public static readonly Schema AnswersTable = new("answers", ["proposal", "proposal_title", "proposed_on", "party", "party_name", "asked: yes/no", "answer", "responses: texts", "made_on: texts", "statements: wholes", "to_clauses_only: yes/no", "days: whole", "in_words", "new: yes/no", "spoke_on", "spoke_statement: whole"]);

    public static readonly Schema SaidTable = new("said_of_proposals", ["proposal", "clause", "party", "statement: whole", "made_on", "day: day", "response", "decides: yes/no"]);

    public static TakeAway Answers(IEnumerable<AnswerMark> marks) => new(
        AnswersTable,
        marks.Select(mark => (IReadOnlyList<object?>)
        [
            mark.Proposal.Slug, mark.Proposal.Title, mark.Proposal.Date.Text, mark.Answer.Party, mark.PartyName, mark.Asked, Words.Of(mark.Answer.State).Slug,
            mark.Answer.Kinds.Select(kind => Words.Of(kind).Slug).ToList(), mark.Answer.Deciding.Select(response => response.MadeOn.Text).Distinct().ToList(),
            mark.Answer.Deciding.Select(response => response.Statement).ToList(), mark.Answer.ToClausesOnly, mark.Answer.Days, mark.Answer.ToWords(), mark.IsNew,
            mark.Answer.Remark?.MadeOn.Text, mark.Answer.Remark?.Statement,
        ]));

    /// <summary>All these parties said of the proposals, a statement each.</summary>
    public static TakeAway Said(IEnumerable<AnswerMark> marks) => new(
        SaidTable,
        marks.SelectMany(mark => mark.Answer.Responses.Select(response => (IReadOnlyList<object?>)
        [
            mark.Proposal.Slug, response.Clause, mark.Answer.Party, response.Statement, response.MadeOn.Text, response.Day,
            response.Kind is { } kind ? Words.Of(kind).Slug : null, mark.Answer.Deciding.Contains(response),
        ])));
}
