using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Tests.Proposals;

public sealed class ClauseAlignmentTests
{
    private static readonly IReadOnlyList<(string, bool)> Issues = [("land", true), ("army", false), ("money", false)];

    [Fact]
    public void A_clause_on_two_issues_stands_in_both_rows_and_several_clauses_share_one()
    {
        var rows = Rows([Clause(1, "one", "1", on: [("army", null, 2), ("money", null, 1)]), Clause(2, "one", "2", on: [("army", null, 3)]), Clause(3, "two", "9", on: [("army", null, 2)])]);
        Assert.Equal(["army: 1,2 | 3", "money: 1 | "], rows);
    }

    [Fact]
    public void Regions_in_which_all_say_the_same_share_a_row()
    {
        var rows = Rows([Clause(1, "one", null, on: [("land", "A", 1), ("land", "B", 1), ("land", "C", 2)]), Clause(2, "two", null, on: [("land", "A", 4), ("land", "B", 4), ("land", "C", 4)])]);
        Assert.Equal(["land A,B: 1 | 2", "land C: 1 | 2"], rows);
    }

    [Fact]
    public void What_holds_for_the_whole_country_stands_beside_each_region_named()
    {
        var rows = Rows([Clause(1, "one", null, on: [("land", null, 1)]), Clause(2, "two", null, on: [("land", "B", 4)])]);
        Assert.Equal(["land B: 1 | 2", "land other: 1 | "], rows);
    }

    [Fact]
    public void Topics_hold_together_what_no_issue_covers() =>
        Assert.Equal(["topic ships: 1,2 | 3"], Rows([Clause(1, "one", "1", topic: "ships"), Clause(2, "one", "2", topic: "ships"), Clause(3, "two", "5", topic: "ships")]));

    [Fact]
    public void A_coded_clause_with_a_topic_stands_in_both_rows() =>
        Assert.Equal(["army: 1 | ", "topic ships: 1 | 2"], Rows([Clause(1, "one", "1", topic: "ships", on: [("army", null, 2)]), Clause(2, "two", "5", topic: "ships")]));

    [Fact]
    public void A_topic_that_is_an_issue_puts_a_clause_under_the_issue() =>
        Assert.Equal(["army: 1 | 2", "money: 1 | "], Rows([Clause(1, "one", "1", topic: "army;money"), Clause(2, "two", "5", on: [("army", null, 2)])]));

    [Fact]
    public void On_a_regional_issue_what_takes_no_step_stands_beside_no_region() =>
        Assert.Equal(["land A: 2 | 3", "land: 1 | "], Rows([Clause(1, "one", "1", topic: "land"), Clause(2, "one", "2", on: [("land", "A", 1)]), Clause(3, "two", "1", on: [("land", "A", 2)])]));

    [Fact]
    public void Regions_on_equal_steps_share_a_row_where_a_text_has_no_clause() =>
        Assert.Equal(["land A,B: 1,2 | ", "land C: 3 | "], Rows([Clause(1, "one", "1", on: [("land", "A", 1)]), Clause(2, "one", "2", on: [("land", "B", 1)]), Clause(3, "one", "3", on: [("land", "C", 2)])]));

    [Theory]
    [InlineData("counter-draft", new[] { "1 | 2" })]
    [InlineData("leak", new[] { "1 | ", " | 2" })]
    [InlineData(null, new[] { "1 | ", " | 2" })]
    public void Numbers_of_clauses_match_only_where_one_text_comes_from_the_other(string? kind, string[] expected) =>
        Assert.Equal(expected, Rows([Clause(1, "one", "point 5"), Clause(2, "two", "5")], kind));

    [Fact]
    public void Clauses_without_a_number_stand_alone() =>
        Assert.Equal(["1 | ", " | 2"], Rows([Clause(1, "one", null), Clause(2, "two", null)], "revision"));

    [Fact]
    public void An_editors_difference_puts_two_clauses_beside_each_other() =>
        Assert.Equal(["army: 1 | 2"], Rows([Clause(1, "one", "5", on: [("army", null, 2)]), Clause(2, "two", "7")], null, new ClauseDifference { Base = 1, Other = 2 }));

    [Fact]
    public void A_pair_whose_clauses_share_no_row_has_a_further_one()
    {
        Statement[] clauses = [Clause(1, "one", "5", on: [("army", null, 2)]), Clause(2, "two", "7", on: [("money", null, 1)]), Clause(3, "two", "8", on: [("money", null, 2)])];
        Assert.Equal(["army: 1 | ", "money:  | 2,3", "1 | 2,3"], Rows(clauses, null, new ClauseDifference { Base = 1, Other = 2 }, new ClauseDifference { Base = 3, Other = 1 }));
        // Those of one text are no pair of this comparison, and one that stands together does so once.
        Assert.Equal(["army: 1 | ", "money:  | 2,3"], Rows(clauses, null, new ClauseDifference { Base = 2, Other = 3 }));
    }

    [Fact]
    public void That_a_clause_has_no_counterpart_sets_nothing_beside_it() =>
        Assert.Equal(["1 | ", " | 2"], Rows([Clause(1, "one", null), Clause(2, "two", null)], null, new ClauseDifference { Base = 1, Against = "two", Label = ["removed"] }));

    [Fact]
    public void Clauses_of_one_text_that_differ_are_all_kept()
    {
        var stand = ClauseAlignment.Stand([Clause(1, "one", "1", on: [("army", null, 2)]), Clause(2, "one", "2", on: [("army", null, 3)])], "army", null);
        Assert.Equal(PositionState.Disputed, stand.State);
        Assert.Equal([2, 3], stand.Readings.Select(reading => reading.Steps!.Value.From));
    }

    [Fact]
    public void Labels_seen_from_the_other_side_are_turned()
    {
        var difference = new ClauseDifference { Base = 1, Other = 2, Label = ["added", "amount raised", "moved"] };
        Assert.Equal(["added", "amount raised", "moved"], difference.LabelsFrom(1));
        Assert.Equal(["removed", "amount lowered", "moved"], difference.LabelsFrom(2));
    }

    private static string[] Rows(Statement[] clauses, string? descent = null, params ClauseDifference[] differences) =>
    [
        .. ClauseAlignment.Rows([Text("one"), Text("two", descent)], clauses, differences, Issues, ["A", "B", "C"]).Select(row =>
            (row.Issue is { } issue ? issue + (row.Regions.Count > 0 ? " " + string.Join(',', row.Regions.Select(region => region ?? "other")) : "") + ": " : row.Topic is { } topic ? $"topic {topic}: " : "")
            + string.Join(" | ", row.Clauses.Select(text => string.Join(',', text.Select(clause => clause.Number))))),
    ];

    private static Proposal Text(string slug, string? descent = null) => new()
    {
        Slug = slug,
        Record = slug,
        Title = slug,
        Date = EdtfDate.Parse("2025-01-01"),
        Provenance = "official",
        Summary = "",
        Lineage = descent is null ? [] : [new() { From = "one", Kind = descent }],
    };

    private static Statement Clause(int number, string text, string? label, string? topic = null, (string Issue, string? Region, int Step)[]? on = null) => new()
    {
        Number = number,
        Proposal = text,
        Clause = label,
        Topic = topic,
        MadeOn = EdtfDate.Parse("2025-01-01"),
        Channel = Channel.OnRecord,
        Summary = "",
        Information = 2,
        Status = StatementStatus.Published,
        Codings = [.. (on ?? []).Select((coding, index) => new Coding
        {
            Id = (number * 100) + index,
            Party = "someone",
            Issue = coding.Issue,
            Region = coding.Region,
            StepFrom = coding.Step,
            StepTo = coding.Step,
            State = CodingState.Stated,
        })],
    };
}
