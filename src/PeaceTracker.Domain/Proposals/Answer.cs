using System.Globalization;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Proposals;

/// <summary>A statement of a party that speaks to a proposal or to one of its clauses.</summary>
/// <param name="Statement">Number of the statement.</param>
/// <param name="Day">Last day its date allows: it counts from here.</param>
/// <param name="Kind">What kind of answer it is; null when the party spoke of the proposal without giving one.</param>
/// <param name="Clause">The clause it speaks to; null for the whole.</param>
/// <param name="InCounterDraft">It is itself a clause of a text drawn up against the proposal: that text answers the whole, clause by clause.</param>
public sealed record Response(int Statement, string Proposal, string Party, EdtfDate MadeOn, DateOnly Day, ResponseKind? Kind, string? Clause, bool InCounterDraft = false)
{
    /// <summary>It speaks to the whole, or is part of what does. A clause that a counter-draft keeps accepts that clause and not the whole.</summary>
    public bool ToWhole => Clause is null || (InCounterDraft && Kind == ResponseKind.CounterProposed);
}

/// <summary>How far a party has got with answering a proposal.</summary>
public enum AnswerState
{
    /// <summary>It gave an answer of some kind.</summary>
    Answered,

    /// <summary>It was asked, spoke of the proposal, and gave no answer that a kind could be given to.</summary>
    Spoke,

    /// <summary>It was asked and is not on record.</summary>
    NoResponseYet,

    /// <summary>It was not asked, and spoke of the proposal.</summary>
    SpokeUnasked,

    /// <summary>It was not asked and is not on record.</summary>
    NotAsked,

    /// <summary>It put the proposal forward and was not asked, whatever it said of it.</summary>
    PutForward,
}

/// <summary>What one party had answered to one proposal by a day.</summary>
/// <param name="Kinds">Kinds of the newest answer; several when answers of one day differ or the newest speak to different clauses only; empty unless answered.</param>
/// <param name="Deciding">The responses the kinds come from.</param>
/// <param name="Days">Days from the last day the date of the proposal allows to the day looked at; null unless it was asked and no answer of it is coded.</param>
/// <param name="Responses">All it said of the proposal by that day, newest first.</param>
public sealed record Answer(
    string Party, AnswerState State, IReadOnlyList<ResponseKind> Kinds, IReadOnlyList<Response> Deciding, int? Days, IReadOnlyList<Response> Responses)
{
    /// <summary>Nothing was said to the whole: the kinds are those of answers to single clauses.</summary>
    public bool ToClausesOnly => Deciding.Count > 0 && Deciding.All(response => !response.ToWhole);

    /// <summary>The day of the newest response that decides; null without an answer.</summary>
    public DateOnly? Day => Deciding.Count == 0 ? null : Deciding.Max(response => response.Day);

    /// <summary>
    /// "counter-proposed", "accepted in part, rejected, to single clauses", "no response yet, 16 days". Days are counted for silence alone:
    /// who is on record about the proposal was not silent so long.
    /// </summary>
    public string ToWords() => State == AnswerState.Answered
        ? string.Join(", ", Kinds.Select(kind => Words.Of(kind).Label)) + (ToClausesOnly ? ", to single clauses" : "")
        : Words.Of(State).Label + (Days is { } days && State == AnswerState.NoResponseYet ? string.Create(CultureInfo.InvariantCulture, $", {days} {(days == 1 ? "day" : "days")}") : "");

    /// <summary>Asked for an answer, and nothing it said is on record. Who spoke without an answer that could be coded is not missing.</summary>
    public bool Missing => State == AnswerState.NoResponseYet;

    /// <summary>The newest statement of it about the proposal that is no answer of any kind; null when there is none.</summary>
    public Response? Remark => Responses.FirstOrDefault(response => response.Kind is null);

    /// <summary>
    /// The newest answer to the whole decides; answers to single clauses decide only while there is none to the whole, the newest of each
    /// clause. "No response yet" is somebody's observation and no answer. A group and its members answer each for themselves.
    /// </summary>
    /// <param name="responses">Of any party and proposal; others than those asked for are passed over.</param>
    public static Answer Of(Proposal proposal, string party, IEnumerable<Response> responses, DateOnly date)
    {
        // Lists, not queries: a table asks this ten thousand times, and most lists have one entry.
        var own = new List<Response>();
        foreach (var response in responses)
        {
            if (response.Proposal == proposal.Slug && response.Party == party && response.Day <= date)
                own.Add(response);
        }

        if (own is [{ Kind: { } only } and not { Kind: ResponseKind.NoResponseYet }])
            return new(party, AnswerState.Answered, [only], own, null, own);
        own.Sort((left, right) => (right.Day, right.Statement).CompareTo((left.Day, left.Statement)));
        var asked = proposal.Addressees.Contains(party);
        var answers = own.FindAll(response => response.Kind is { } kind && kind != ResponseKind.NoResponseYet);
        if (answers.Count > 0)
        {
            var whole = answers.FindAll(response => response.ToWhole);
            var deciding = whole.Count > 0
                ? whole.FindAll(response => response.Day == whole[0].Day)
                : [.. answers.GroupBy(response => ClausePlace.Anchor(response.Clause, 0)).SelectMany(clause => clause.Where(response => response.Day == clause.First().Day))];
            IReadOnlyList<ResponseKind> kinds = deciding.Count == 1 ? [deciding[0].Kind!.Value] : [.. deciding.Select(response => response.Kind!.Value).Distinct().Order()];
            return new(party, AnswerState.Answered, kinds, deciding, null, own);
        }

        // Words of those whose proposal it is are no answer to it.
        if (!asked && proposal.Proponents.Contains(party))
            return new(party, AnswerState.PutForward, [], [], null, own);

        var spoke = own.Exists(response => response.Kind is null);
        var state = (asked, spoke) switch
        {
            (true, true) => AnswerState.Spoke,
            (true, false) => AnswerState.NoResponseYet,
            (false, true) => AnswerState.SpokeUnasked,
            (false, false) => own.Count > 0 ? AnswerState.NoResponseYet : AnswerState.NotAsked,
        };
        var missing = state is AnswerState.Spoke or AnswerState.NoResponseYet;
        return new(party, state, [], [], missing ? date.DayNumber - proposal.Latest.DayNumber : null, own);
    }

    /// <summary>The answers of every party that was asked or spoke of the proposal by the day, by slug.</summary>
    /// <param name="responses">To any proposal; those to others are passed over.</param>
    public static IReadOnlyList<Answer> Of(Proposal proposal, IEnumerable<Response> responses, DateOnly date)
    {
        var heard = responses.Where(response => response.Proposal == proposal.Slug && response.Day <= date).ToList();
        var parties = new SortedSet<string>(proposal.Addressees, StringComparer.Ordinal);
        parties.UnionWith(heard.Select(response => response.Party));
        return [.. parties.Select(party => Of(proposal, party, heard, date))];
    }
}
