using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Domain.Tests.Proposals;

/// <summary>The life of what an editor says of two clauses.</summary>
public sealed class ClauseDifferenceTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_pair_becomes_public_by_somebody_else_only()
    {
        var pair = ClauseDifference.Pair(1, 7, 8, by: 3);
        Assert.Throws<InvalidOperationException>(() => pair.Publish(At, 4));
        pair.Say(["moved", "amount raised", "moved"], "  From 12.  ");
        pair.Submit(At);
        Assert.Throws<InvalidOperationException>(() => pair.Publish(At, 3));
        Assert.Throws<InvalidOperationException>(() => pair.Return("Why?", 3));
        Assert.Null(pair.PublishedAt);
        pair.Publish(At, 4);
        Assert.Equal((StatementStatus.Published, At, 4), (pair.Status, pair.PublishedAt, pair.Reviewer));
        // In the order of the list, each once.
        Assert.Equal(["amount raised", "moved"], pair.Label);
        Assert.Equal("From 12.", pair.Note);
    }

    [Fact]
    public void What_is_or_was_public_is_never_written_over()
    {
        var pair = Published();
        Assert.Throws<InvalidOperationException>(() => pair.Say(["moved"], null));
        Assert.Throws<InvalidOperationException>(() => pair.Submit(At));
        pair.GiveWay(At.AddDays(1));
        Assert.Equal((StatementStatus.Amended, At, At.AddDays(1)), (pair.Status, pair.PublishedAt, pair.PublishedTo));
        Assert.Throws<InvalidOperationException>(() => pair.Say(["moved"], null));
        Assert.Throws<InvalidOperationException>(() => pair.GiveWay(At));
        Assert.Throws<InvalidOperationException>(() => pair.Withdraw(At));
    }

    [Fact]
    public void What_waits_for_review_is_taken_back_before_it_is_changed_and_what_was_returned_is_sent_again()
    {
        var pair = ClauseDifference.Pair(1, 7, 8, by: 3);
        pair.Submit(At);
        Assert.Throws<InvalidOperationException>(() => pair.Say([], null));
        pair.TakeBack();
        pair.Submit(At);
        pair.Return("The amount is lower.", 4);
        Assert.Throws<InvalidOperationException>(() => pair.Submit(At));
        pair.Say(["amount lowered"], null);
        Assert.Equal((StatementStatus.Draft, "The amount is lower."), (pair.Status, pair.ReturnReason));
        pair.Submit(At);
    }

    [Fact]
    public void A_label_that_is_none_and_a_note_that_is_too_long_are_refused()
    {
        var pair = ClauseDifference.Pair(1, 7, 8, by: 3);
        Assert.Throws<ArgumentException>(() => pair.Say(["softer"], null));
        Assert.Throws<ArgumentException>(() => pair.Say([], new string('x', ClauseDifference.LongestNote + 1)));
    }

    [Fact]
    public void No_counterpart_is_removed_from_one_side_and_added_from_the_other_whatever_is_ticked()
    {
        var none = ClauseDifference.NoCounterpart(1, 7, "later", by: 3);
        none.Say(["moved"], "It went.");
        Assert.Equal(["removed"], none.LabelsFrom(7));
        Assert.Equal(["added"], none.LabelsFrom(0));
    }

    [Fact]
    public void A_pair_is_the_same_from_either_side()
    {
        var pair = ClauseDifference.Pair(1, 7, 8, by: 3);
        Assert.True(pair.SameAs(ClauseDifference.Pair(1, 8, 7, by: 4)));
        Assert.False(pair.SameAs(ClauseDifference.Pair(1, 7, 9, by: 4)));
        Assert.False(pair.SameAs(ClauseDifference.NoCounterpart(1, 7, "later", by: 3)));
        Assert.True(ClauseDifference.NoCounterpart(1, 7, "later", by: 3).SameAs(ClauseDifference.NoCounterpart(1, 7, "later", by: 4)));
        Assert.False(ClauseDifference.NoCounterpart(1, 7, "later", by: 3).SameAs(ClauseDifference.NoCounterpart(1, 7, "latest", by: 3)));
    }

    [Fact]
    public void A_correction_is_a_revision_of_its_own_and_one_that_ends_a_pair_is_never_shown_itself()
    {
        var pair = Published();
        var correction = pair.Correction(2, by: 5);
        Assert.Equal((7, 8, 2, StatementStatus.Draft, 5), (correction.Base, correction.Other, correction.Revision, correction.Status, correction.Editor));
        Assert.Equal(pair.Label, correction.Label);
        Assert.Equal(pair.Note, correction.Note);
        Assert.Null(correction.PublishedAt);
        var end = pair.Correction(2, by: 5, ends: true);
        Assert.Null(end.Note);
        end.Say(["moved"], "They are no pair.");
        Assert.Equal(pair.Label, end.Label);
        end.Submit(At);
        end.Publish(At, 3);
        Assert.Equal((StatementStatus.Withdrawn, null), (end.Status, end.PublishedAt));
    }

    private static ClauseDifference Published()
    {
        var pair = ClauseDifference.Pair(1, 7, 8, by: 3);
        pair.Say(["amount raised"], "To 800,000.");
        pair.Submit(At);
        pair.Publish(At, 4);
        return pair;
    }
}
