using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Domain.Tests.Proposals;

public class TerritorialStatusTests
{
    private const string Region = "UA-14";

    [Theory]
    // Each step alone, as docs/decisions/0016 gives it.
    [InlineData("t1", "R")]
    [InlineData("t2", "L")]
    [InlineData("t3", "F")]
    [InlineData("t4", "Z")]
    [InlineData("t5", "W")]
    [InlineData("r1", "")]
    [InlineData("r2", "L")]
    [InlineData("r3", "D")]
    [InlineData("r4", "J")]
    // Control and law together.
    [InlineData("t5 r3", "D")]
    [InlineData("t5 r4", "J")]
    [InlineData("t4 r3", "Z/D")]
    [InlineData("t3 r3", "F")]
    [InlineData("t3 r4", "F/J")]
    [InlineData("t2 r1", "L")]
    [InlineData("t1 r2", "R")]
    [InlineData("t2 r3", "L/D")]
    // Ranges and options.
    [InlineData("t1-2", "R/L")]
    [InlineData("t2-3", "L/F")]
    [InlineData("t4-5", "Z/W")]
    [InlineData("r3-4", "D/J")]
    [InlineData("r1-2", "none/L")]
    [InlineData("t4-5 r3-4 r3", "Z/D/J")]
    [InlineData("t3 t4", "Z/F")]
    // Special status.
    [InlineData("a", "A")]
    [InlineData("a r1", "A")]
    [InlineData("a t1", "R/A")]
    [InlineData("", "-")]
    public void Steps_give_letters(string codings, string letters) =>
        Assert.Equal(letters, Derive([.. codings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((code, index) => Clause(index + 1, code))]).Letters);

    [Fact]
    public void Words_about_the_region_go_before_words_about_the_country()
    {
        var status = Derive(Clause(1, "t1", region: null), Clause(2, "t3"));
        Assert.Equal("F", status.Letters);
        Assert.Equal(StatusClause.RegionFirst, status.Reasons.Single(reason => reason.Clause.Number == 1).SetAside);
        Assert.False(status.WholeCountry);
        Assert.True(Derive(Clause(1, "t1", region: null)).WholeCountry);
    }

    [Fact]
    public void Words_about_another_region_say_nothing() => Assert.Equal("-", Derive(Clause(1, "t3", region: "UA-09")).Letters);

    [Fact]
    public void Silence_says_nothing() => Assert.Equal("-", Derive(Clause(1, "s")).Letters);

    [Fact]
    public void A_later_wording_goes_before_a_certainly_older_one_only()
    {
        var status = Derive(Clause(1, "r4", date: "2022-03-17"), Clause(2, "r2", date: "2022-04-15"));
        Assert.Equal("L", status.Letters);
        Assert.Equal(StatusClause.LaterWording, status.Reasons.Single(reason => reason.Clause.Number == 1).SetAside);
        // The month may lie before the day.
        Assert.Equal("L/J", Derive(Clause(1, "r4", date: "2022-04-15"), Clause(2, "r2", date: "2022-04")).Letters);
    }

    [Fact]
    public void What_another_status_says_is_kept_in_the_working()
    {
        var status = Derive(Clause(1, "t3"), Clause(2, "r3"));
        Assert.Equal("divided, frozen at the line of contact; treated as Russian in fact as far as that line", status.InWords);
        Assert.Equal([1], status.Deciding.Select(reason => reason.Clause.Number));
        Assert.Equal(StatusClause.Covered, status.Reasons.Single(reason => reason.Clause.Number == 2).SetAside);
    }

    [Fact]
    public void Every_status_has_its_own_words()
    {
        var terms = Enum.GetValues<TerritorialStatus>().Select(TerritorialStatusRule.Of).ToList();
        Assert.Equal(terms.Count, terms.Select(term => term.Letter).Distinct().Count());
        Assert.Equal(terms.Count, terms.Select(term => term.Slug).Distinct().Count());
    }

    private static RegionStatus Derive(params Statement[] clauses) => TerritorialStatusRule.Derive(Region, clauses);

    /// <summary>A clause with one coding: "t3" for step 3 of territory, "r3-4" for a range of recognition, "a" for a special status, "s" for silence.</summary>
    private static Statement Clause(int number, string code, string? region = Region, string date = "2025-11-20")
    {
        var made = EdtfDate.Parse(date);
        var steps = code.Length > 1 ? code[1..].Split('-').Select(text => text[0] - '0').ToList() : code == "a" ? [4] : [];
        return new()
        {
            Number = number,
            MadeOn = made,
            Earliest = made.Earliest!.Value,
            Day = made.Latest!.Value,
            Channel = Channel.LeakedDocument,
            Summary = "",
            Information = 2,
            Status = StatementStatus.Published,
            Codings =
            [
                new()
                {
                    Party = "united-states",
                    Issue = code[0] == 'r' ? "recognition" : "territory",
                    Region = region,
                    StepFrom = steps.Count > 0 ? steps[0] : null,
                    StepTo = steps.Count > 0 ? steps[^1] : null,
                    State = code == "s" ? CodingState.Silent : steps.Count > 1 ? CodingState.Ambiguous : CodingState.Stated,
                    SpecialStatus = code == "a",
                },
            ],
        };
    }
}
