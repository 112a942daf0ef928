using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Tests.Proposals;

public sealed class AnswerTests
{
    private static readonly DateOnly Put = new(2025, 11, 20);

    private static readonly Proposal Paper = new()
    {
        Slug = "paper",
        Record = "P01",
        Title = "Paper",
        Date = EdtfDate.On(Put),
        Latest = Put,
        Provenance = "official",
        Summary = "Terms.",
        Proponents = ["owner"],
        Addressees = ["aland", "group"],
    };

    [Fact]
    public void A_party_asked_and_not_heard_of_has_not_responded_yet()
    {
        var answer = Of("aland", Put.AddDays(10));
        Assert.Equal((AnswerState.NoResponseYet, 10, true), (answer.State, answer.Days, answer.Missing));
        Assert.Equal("no response yet, 10 days", answer.ToWords());
        Assert.Equal("no response yet, 1 day", Of("aland", Put.AddDays(1)).ToWords());
        Assert.Equal(0, Of("aland", Put).Days);
    }

    [Fact]
    public void A_party_asked_that_spoke_of_it_has_given_no_answer()
    {
        var answer = Of("aland", Put.AddDays(10), Said(1, "aland", 2, null));
        Assert.Equal((AnswerState.Spoke, 10, false), (answer.State, answer.Days, answer.Missing));
        Assert.Equal("on record about it, no answer coded", answer.ToWords());
        Assert.Single(answer.Responses);
        Assert.Empty(answer.Kinds);
    }

    [Fact]
    public void A_party_not_asked_is_never_missing()
    {
        var silent = Of("borland", Put.AddDays(10), Said(1, "aland", 2, ResponseKind.Rejected));
        Assert.Equal((AnswerState.NotAsked, null, false), (silent.State, silent.Days, silent.Missing));
        var spoke = Of("borland", Put.AddDays(10), Said(1, "borland", 2, null));
        Assert.Equal((AnswerState.SpokeUnasked, null, false), (spoke.State, spoke.Days, spoke.Missing));
        Assert.Equal(AnswerState.Answered, Of("borland", Put.AddDays(10), Said(1, "borland", 2, ResponseKind.Accepted)).State);
    }

    [Fact]
    public void Words_of_those_whose_proposal_it_is_are_no_answer()
    {
        Assert.Equal("put it forward", Of("owner", Put.AddDays(3)).ToWords());
        var spoke = Of("owner", Put.AddDays(3), Said(1, "owner", 1, null));
        Assert.Equal((AnswerState.PutForward, null, false), (spoke.State, spoke.Days, spoke.Missing));
        Assert.Equal(1, spoke.Remark!.Statement);
        Assert.Null(Of("owner", Put.AddDays(3), Said(1, "owner", 1, ResponseKind.NoResponseYet)).Remark);
        Assert.Equal("withdrawn", Of("owner", Put.AddDays(3), Said(1, "owner", 1, ResponseKind.Withdrawn)).ToWords());
    }

    [Fact]
    public void An_observation_that_no_answer_was_given_is_no_answer()
    {
        var observed = Said(1, "aland", 2, ResponseKind.NoResponseYet);
        Assert.Equal("no response yet, 3 days", Of("aland", Put.AddDays(3), observed).ToWords());
        // Somebody waits for it, so it counts as asked.
        Assert.True(Of("borland", Put.AddDays(3), Said(1, "borland", 2, ResponseKind.NoResponseYet)).Missing);
        // A later observation takes no answer away.
        var answered = Of("aland", Put.AddDays(9), Said(1, "aland", 2, ResponseKind.Rejected), Said(2, "aland", 5, ResponseKind.NoResponseYet));
        Assert.Equal("rejected", answered.ToWords());
        Assert.Equal(Put.AddDays(2), answered.Day);
    }

    [Fact]
    public void An_answer_counts_from_its_day_and_not_the_day_before()
    {
        var said = Said(1, "aland", 5, ResponseKind.Accepted);
        Assert.Equal(AnswerState.NoResponseYet, Of("aland", Put.AddDays(4), said).State);
        Assert.Equal(AnswerState.Answered, Of("aland", Put.AddDays(5), said).State);
        Assert.Equal(AnswerState.Answered, Of("aland", Put.AddDays(6), said).State);
    }

    [Fact]
    public void The_newest_answer_decides_whatever_the_order_they_come_in()
    {
        var first = Said(1, "aland", 2, ResponseKind.AcceptedInPrinciple);
        var second = Said(2, "aland", 8, ResponseKind.Rejected);
        Assert.Equal([ResponseKind.Rejected], Of("aland", Put.AddDays(9), first, second).Kinds);
        Assert.Equal([ResponseKind.Rejected], Of("aland", Put.AddDays(9), second, first).Kinds);
        Assert.Equal([ResponseKind.AcceptedInPrinciple], Of("aland", Put.AddDays(7), second, first).Kinds);
    }

    [Fact]
    public void An_answer_taken_back_is_withdrawn_and_words_without_a_kind_change_nothing()
    {
        var answer = Of("aland", Put.AddDays(20), Said(1, "aland", 2, ResponseKind.Accepted), Said(2, "aland", 8, ResponseKind.Withdrawn), Said(3, "aland", 9, null));
        Assert.Equal("withdrawn", answer.ToWords());
        Assert.Equal([3, 2, 1], answer.Responses.Select(response => response.Statement));
        Assert.Equal([2], answer.Deciding.Select(response => response.Statement));
    }

    [Fact]
    public void Kinds_that_differ_on_one_day_stand_beside_each_other()
    {
        var answer = Of("aland", Put.AddDays(9), Said(1, "aland", 2, ResponseKind.Rejected), Said(2, "aland", 2, ResponseKind.AcceptedInPart), Said(3, "aland", 2, ResponseKind.Rejected));
        Assert.Equal([ResponseKind.AcceptedInPart, ResponseKind.Rejected], answer.Kinds);
        Assert.Equal(3, answer.Deciding.Count);
        Assert.Equal("accepted in part, rejected", answer.ToWords());
    }

    [Fact]
    public void Answers_to_clauses_decide_only_while_there_is_none_to_the_whole()
    {
        var seven = Said(1, "aland", 2, ResponseKind.Accepted, "7");
        // "point 7" is the same clause: its later answer displaces the first.
        var again = Said(2, "aland", 4, ResponseKind.Rejected, "point 7");
        var nine = Said(3, "aland", 3, ResponseKind.AcceptedInPart, "9");
        var clauses = Of("aland", Put.AddDays(9), seven, again, nine);
        Assert.True(clauses.ToClausesOnly);
        Assert.Equal("accepted in part, rejected, to single clauses", clauses.ToWords());
        Assert.Equal(Put.AddDays(4), clauses.Day);
        var whole = Of("aland", Put.AddDays(9), seven, again, nine, Said(4, "aland", 1, ResponseKind.CounterProposed));
        Assert.False(whole.ToClausesOnly);
        Assert.Equal([ResponseKind.CounterProposed], whole.Kinds);
    }

    [Fact]
    public void A_group_and_its_members_answer_each_for_themselves()
    {
        var member = Said(1, "borland", 2, ResponseKind.Rejected);
        Assert.Equal(AnswerState.NoResponseYet, Of("group", Put.AddDays(3), member).State);
        Assert.Equal(AnswerState.NotAsked, Of("borland", Put.AddDays(3), Said(2, "group", 2, ResponseKind.Rejected)).State);
    }

    [Fact]
    public void Answers_to_other_proposals_are_passed_over() =>
        Assert.Equal(AnswerState.NoResponseYet, Of("aland", Put.AddDays(3), Said(1, "aland", 1, ResponseKind.Accepted) with { Proposal = "other" }).State);

    [Fact]
    public void Clauses_of_a_counter_draft_answer_the_whole_together()
    {
        var points = new[] { Said(1, "aland", 2, ResponseKind.CounterProposed, "1") with { InCounterDraft = true }, Said(2, "aland", 2, ResponseKind.CounterProposed, "2") with { InCounterDraft = true } };
        var answer = Of("aland", Put.AddDays(10), points);
        Assert.Equal(("counter-proposed", false), (answer.ToWords(), answer.ToClausesOnly));
        // A newer word to one point does not displace it.
        Assert.Equal("counter-proposed", Of("aland", Put.AddDays(10), [.. points, Said(3, "aland", 5, ResponseKind.Accepted, "1")]).ToWords());
    }

    [Fact]
    public void Days_are_counted_from_the_last_day_the_date_of_the_proposal_allows()
    {
        var vague = new Proposal
        {
            Slug = "paper",
            Record = "P02",
            Title = "Paper",
            Date = EdtfDate.Parse("2025-11"),
            Latest = new(2025, 11, 30),
            Provenance = "reported",
            Summary = "Terms.",
            Addressees = ["aland"],
        };
        Assert.Equal(1, Answer.Of(vague, "aland", [], new(2025, 12, 1)).Days);
    }

    private static Answer Of(string party, DateOnly date, params Response[] responses) => Answer.Of(Paper, party, responses, date);

    private static Response Said(int statement, string party, int days, ResponseKind? kind, string? clause = null) =>
        new(statement, "paper", party, EdtfDate.On(Put.AddDays(days)), Put.AddDays(days), kind, clause);
}
