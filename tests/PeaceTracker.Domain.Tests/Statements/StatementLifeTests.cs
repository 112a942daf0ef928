using System.Text.Json;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Tests.Statements;

/// <summary>Draft -> in review -> published or returned; published -> amended or withdrawn. Nothing else goes.</summary>
public class StatementLifeTests
{
    private const int Editor = 7, Reviewer = 8;

    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void From_draft_to_published_and_on_to_withdrawn_each_instant_is_kept()
    {
        var statement = Draft();
        statement.Submit(Monday);
        statement.Publish(Monday.AddHours(1), Reviewer);
        Assert.Equal((StatementStatus.Published, Monday, Monday.AddHours(1), Reviewer), (statement.Status, statement.SubmittedAt!.Value, statement.PublishedAt!.Value, statement.Reviewer!.Value));
        Assert.Equal(Monday.AddHours(1), Assert.Single(statement.Codings).RecordedFrom);
        statement.Withdraw(Monday.AddDays(1), "The source took it back.", 2);
        Assert.Equal((StatementStatus.Withdrawn, Monday.AddDays(1), "The source took it back."), (statement.Status, statement.PublishedTo!.Value, statement.WithdrawReason));
        Assert.Equal(Monday.AddDays(1), Assert.Single(statement.Codings).RecordedTo);
    }

    [Fact]
    public void What_is_returned_can_be_sent_again_and_keeps_the_reason()
    {
        var statement = Draft();
        statement.Submit(Monday);
        statement.Return("The date is that of the report.");
        Assert.Equal(StatementStatus.Returned, statement.Status);
        statement.Submit(Monday.AddDays(1));
        Assert.Equal((StatementStatus.InReview, Monday.AddDays(1), "The date is that of the report."), (statement.Status, statement.SubmittedAt!.Value, statement.ReturnReason));
    }

    [Fact]
    public void Nobody_publishes_what_they_wrote()
    {
        var statement = Draft();
        statement.Submit(Monday);
        Assert.Throws<InvalidOperationException>(() => statement.Publish(Monday, Editor));
        Assert.Equal(StatementStatus.InReview, statement.Status);
        Assert.Null(Assert.Single(statement.Codings).RecordedFrom);
    }

    [Theory]
    [InlineData("publish", "draft")]
    [InlineData("publish", "returned")]
    [InlineData("publish", "published")]
    [InlineData("publish", "withdrawn")]
    [InlineData("submit", "in review")]
    [InlineData("submit", "published")]
    [InlineData("submit", "withdrawn")]
    [InlineData("return", "draft")]
    [InlineData("return", "published")]
    [InlineData("withdraw", "draft")]
    [InlineData("withdraw", "in review")]
    [InlineData("withdraw", "withdrawn")]
    [InlineData("withdraw", "amended")]
    [InlineData("hold", "draft")]
    [InlineData("hold", "published")]
    [InlineData("take back", "draft")]
    [InlineData("take back", "published")]
    public void Other_ways_are_closed(string step, string from)
    {
        var statement = Draft();
        if (from != "draft")
            statement.Submit(Monday);
        if (from == "returned")
            statement.Return("No.");
        if (from is "published" or "withdrawn" or "amended")
            statement.Publish(Monday, Reviewer);
        if (from == "withdrawn")
            statement.Withdraw(Monday, "No.", 2);
        if (from == "amended")
            statement.GiveWay(Monday);
        var before = JsonSerializer.Serialize(statement);
        Assert.Throws<InvalidOperationException>(() =>
        {
            switch (step)
            {
                case "publish": statement.Publish(Monday, Reviewer); break;
                case "submit": statement.Submit(Monday); break;
                case "return": statement.Return("No."); break;
                case "withdraw": statement.Withdraw(Monday, "No.", 2); break;
                case "hold": statement.Hold("Later."); break;
                default: statement.TakeBack(); break;
            }
        });
        Assert.Equal(before, JsonSerializer.Serialize(statement));
    }

    [Fact]
    public void An_amendment_has_the_same_content_and_none_of_the_life()
    {
        var statement = Draft();
        statement.Submit(Monday);
        statement.Publish(Monday, Reviewer);
        var amendment = statement.Amendment(2, 9, "A letter was missing.");
        // Everything a statement and its parts can hold, so that a property added later is not forgotten.
        string[] life = ["Id", "StatementId", "Revision", "Version", "Status", "PublishedAt", "Editor", "Reviewer", "SubmittedAt", "AmendReason", "RecordedFrom", "IsOpen"];
        Assert.Equal(Without(statement, life), Without(amendment, life));
        Assert.Equal((0, 2, 1, StatementStatus.Draft, 9, "A letter was missing."), (amendment.Id, amendment.Revision, amendment.Version, amendment.Status, amendment.Editor!.Value, amendment.AmendReason));
        Assert.Null(amendment.PublishedAt);
        Assert.Null(amendment.SubmittedAt);
        Assert.Null(amendment.Reviewer);
        Assert.All(amendment.Codings, coding => Assert.Equal((0, 0, null), (coding.Id, coding.StatementId, coding.RecordedFrom)));
        Assert.All(amendment.Citations, citation => Assert.Equal((0, 0), (citation.Id, citation.StatementId)));
        Assert.All(amendment.Quantities, quantity => Assert.Equal((0, 0), (quantity.Id, quantity.StatementId)));
        amendment.Parties.Add("france");
        Assert.DoesNotContain("france", statement.Parties);
    }

    [Fact]
    public void An_amendment_leaves_a_coding_out_that_had_ended_before()
    {
        var ended = new Coding { Party = "ukraine", Issue = "neutrality", StepFrom = 1, StepTo = 1, State = CodingState.Stated, RecordedFrom = Monday, RecordedTo = Monday.AddHours(1) };
        var statement = Draft(ended);
        Assert.Single(statement.Amendment(2, 9, "Why.").Codings);
    }

    [Fact]
    public void A_second_reading_makes_its_reader_one_of_those_who_wrote()
    {
        var statement = Draft();
        statement.Submit(Monday);
        statement.Dispute(Reading(3, Reviewer, "The words name conditions."));
        Assert.True(statement.IsBy(Editor) && statement.IsBy(Reviewer) && !statement.IsBy(9));
        Assert.Throws<InvalidOperationException>(() => statement.Publish(Monday, Reviewer));
        Assert.Throws<InvalidOperationException>(() => statement.Publish(Monday, Editor));
        statement.Publish(Monday, 9);
        Assert.Equal([2, 3], statement.Codings.Select(coding => coding.StepFrom!.Value));
        // An amendment still says whose reading it is.
        Assert.True(statement.Amendment(2, 9, "Why.").IsBy(Reviewer));
        Assert.Throws<InvalidOperationException>(() => statement.Dispute(Reading(4, 9, "Again.")));
    }

    [Fact]
    public void A_second_reading_differs_from_what_is_coded_says_why_and_is_of_the_same_cell()
    {
        var statement = Draft();
        Assert.Throws<ArgumentException>(() => statement.Dispute(Reading(2, Reviewer, "The same.")));
        Assert.Throws<ArgumentException>(() => statement.Dispute(Reading(3, null, "Nobody's.")));
        Assert.Throws<ArgumentException>(() => statement.Dispute(Reading(3, Reviewer, " ")));
        Assert.Throws<ArgumentException>(() => statement.Dispute(new() { Party = "russia", Issue = "nato-membership", StepFrom = 3, StepTo = 3, State = CodingState.Stated, Coder = Reviewer, Reason = "Of another party." }));
        Assert.Single(statement.Codings);
    }

    [Fact]
    public void A_withdrawal_is_confirmed_once_and_by_somebody_else()
    {
        var statement = Draft();
        statement.Submit(Monday);
        statement.Publish(Monday, Reviewer);
        Assert.Throws<InvalidOperationException>(() => statement.ConfirmWithdrawal(9));
        statement.Withdraw(Monday, "The source took it back.", Reviewer);
        Assert.Throws<InvalidOperationException>(() => statement.ConfirmWithdrawal(Reviewer));
        statement.ConfirmWithdrawal(9);
        Assert.Equal((Reviewer, 9), (statement.WithdrawnBy!.Value, statement.WithdrawalConfirmedBy!.Value));
        Assert.Throws<InvalidOperationException>(() => statement.ConfirmWithdrawal(10));
        Assert.Null(statement.Amendment(2, 9, "Why.").WithdrawnBy);
    }

    private static Coding Reading(int step, int? coder, string reason) =>
        new() { Party = "ukraine", Issue = "nato-membership", StepFrom = step, StepTo = step, State = CodingState.Stated, Coder = coder, Reason = reason };

    private static string Without(Statement statement, string[] names)
    {
        var node = JsonSerializer.SerializeToNode(statement)!.AsObject();
        foreach (var row in node.Select(pair => pair.Value).OfType<System.Text.Json.Nodes.JsonArray>().SelectMany(list => list).OfType<System.Text.Json.Nodes.JsonObject>().Append(node).ToList())
        {
            foreach (var name in names)
                row.Remove(name);
        }

        return node.ToJsonString();
    }

    private static Statement Draft(params Coding[] more)
    {
        var date = EdtfDate.Parse("2025-08-20");
        return new()
        {
            Id = 5,
            ProcessId = 1,
            Number = 10_001,
            Record = ["B001"],
            Parties = ["ukraine"],
            Speaker = "somebody",
            Office = "minister",
            MadeOn = date,
            Earliest = date.Earliest!.Value,
            Day = date.Latest!.Value,
            Channel = Channel.OnRecord,
            Summary = "It keeps the course set out in its constitution.",
            Quote = "We do not trade the course set out in our constitution",
            QuoteLanguage = "en",
            Information = 2,
            Flags = ["date-approximate"],
            Status = StatementStatus.Draft,
            Editor = Editor,
            Version = 4,
            Citations = [new() { Id = 6, StatementId = 5, Source = 77, Exact = "We do not", Prefix = "", Suffix = " trade", Position = 0, TextNumber = 1 }],
            Codings = [new() { Id = 7, StatementId = 5, Party = "ukraine", Issue = "nato-membership", StepFrom = 2, StepTo = 2, State = CodingState.Stated }, .. more],
            Quantities = [new() { Id = 8, StatementId = 5, Measure = "years", Low = 15, High = 15, Unit = "years" }],
        };
    }
}
