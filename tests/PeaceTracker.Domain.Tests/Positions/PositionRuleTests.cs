using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;
using static PeaceTracker.Domain.Tests.Positions.Sample;

namespace PeaceTracker.Domain.Tests.Positions;

public class PositionRuleTests
{
    [Theory]
    // docs/codebook.md: channels weaker than on the record are not in the party's own words.
    [InlineData(CodingState.Stated, Channel.OnRecord, "stated")]
    [InlineData(CodingState.Stated, Channel.LeakedDocument, "reported")]
    [InlineData(CodingState.Stated, Channel.AnonymousSources, "reported")]
    [InlineData(CodingState.Conditional, Channel.Report, "conditional, reported")]
    [InlineData(CodingState.Inferred, Channel.OfficialDocument, "inferred")]
    public void A_coding_by_itself_is_called_what_the_rule_makes_of_it(CodingState state, Channel channel, string words) =>
        Assert.Equal(words, Clauses.InWords(state, channel));

    [Fact]
    public void The_newest_day_wins()
    {
        var position = Derive(On(10), Said(1, 2, step: 5), Said(2, 8, step: 3));
        Assert.Equal(new StepRange(3), position.Steps);
        Assert.Equal(Day(8), position.StatedOn);
        Assert.Equal(RuleClause.NewestDay, position.DecidedBy);
        Assert.Equal(RuleClause.NewestDay, position.Fate(1).SetAsideBy);
        Assert.Equal([2], position.Fate(1).InFavourOf);
        Assert.True(position.Fate(2).Decides);
    }

    [Fact]
    public void A_newer_silence_of_another_day_wins_over_an_older_step()
    {
        var position = Derive(On(10), Said(1, 2, step: 5), Said(2, 8, step: null));
        Assert.Equal(PositionState.Silent, position.State);
        Assert.Null(position.Steps);
    }

    [Fact]
    public void A_vague_date_counts_from_its_last_day()
    {
        var month = Said(1, 31, step: 3) with { Earliest = Day(1) };
        var before = Derive(On(30), Said(2, 1, step: 5), month);
        Assert.Equal(new StepRange(5), before.Steps);
        Assert.Equal(RuleClause.NotYetSaid, before.Fate(1).SetAsideBy);
        Assert.Equal(new StepRange(3), Derive(On(31), Said(2, 1, step: 5), month).Steps);
    }

    [Fact]
    public void A_vague_date_that_displaces_a_sharp_one_on_another_step_says_that_the_sharp_one_may_be_later()
    {
        var month = Said(1, 31, step: 3) with { Earliest = Day(1), Channel = Channel.AnonymousSources };
        var position = Derive(On(40), month, Said(2, 21, step: 5), Said(3, 9, step: 4));
        Assert.Equal(new StepRange(3), position.Steps);
        Assert.Equal([2, 3], position.PossiblyLater.Select(item => item.Statement));
        // On the first day of the interval the order is open still; the day before, it is not.
        Assert.Equal([4], Derive(On(40), month, Said(4, 1, step: 5)).PossiblyLater.Select(item => item.Statement));
        Assert.Empty(Derive(On(40), month with { Earliest = Day(2) }, Said(4, 1, step: 5)).PossiblyLater);
    }

    [Fact]
    public void Nothing_is_possibly_later_when_a_sure_date_decides_too_or_the_step_is_the_same_or_the_other_is_a_copy()
    {
        var month = Said(1, 31, step: 3) with { Earliest = Day(1) };
        Assert.Empty(Derive(On(40), month, Said(2, 31, step: 3), Said(3, 21, step: 5)).PossiblyLater);
        Assert.Empty(Derive(On(40), month, Said(2, 21, step: 3)).PossiblyLater);
        Assert.Empty(Derive(On(40), month, Said(2, 21, step: null)).PossiblyLater);
        Assert.Empty(Derive(On(40), Said(1, 31, step: 3), Said(2, 21, step: 5)).PossiblyLater);
        Assert.Empty(Derive(On(40), month, Said(2, 21, step: 5) with { Copied = 1, Origins = month.Origins }).PossiblyLater);
    }

    [Fact]
    public void What_is_of_the_last_possible_day_and_weaker_is_possibly_later_but_not_what_has_the_very_same_dates()
    {
        var month = Said(1, 31, step: 3) with { Earliest = Day(1) };
        var weaker = Said(2, 31, step: 5) with { Channel = Channel.Report };
        Assert.Equal([2], Derive(On(40), month, weaker).PossiblyLater.Select(item => item.Statement));
        Assert.Empty(Derive(On(40), month, weaker with { Earliest = Day(1) }).PossiblyLater);
    }

    [Fact]
    public void What_cannot_have_been_said_yet_is_not_even_in_the_working() =>
        Assert.Empty(Derive(On(1), Said(1, 2, step: 5)).Working);

    [Fact]
    public void On_one_day_a_step_outweighs_a_stronger_silence()
    {
        var position = Derive(On(10), Said(1, 8, step: null) with { Channel = Channel.OfficialDocument }, Said(2, 8, step: 4));
        Assert.Equal(new StepRange(4), position.Steps);
        Assert.Equal(RuleClause.StepBeforeSilence, position.DecidedBy);
        Assert.Equal(RuleClause.StepBeforeSilence, position.Fate(1).SetAsideBy);
    }

    [Fact]
    public void On_one_day_words_about_the_region_outweigh_stronger_words_about_the_country()
    {
        var position = Derive(
            On(10, region: "UA-14"),
            Said(1, 8, step: 1) with { Channel = Channel.OfficialDocument },
            Said(2, 8, step: 5) with { Region = "UA-14" });
        Assert.Equal(new StepRange(5), position.Steps);
        Assert.Equal(RuleClause.OwnRegionFirst, position.DecidedBy);
    }

    [Fact]
    public void Words_about_the_country_hold_in_every_region_and_newer_ones_win_there()
    {
        var country = Said(1, 9, step: 1);
        var region = Said(2, 8, step: 5) with { Region = "UA-14" };
        Assert.Equal(new StepRange(1), Derive(On(10, region: "UA-14"), country, region).Steps);
        Assert.Equal(new StepRange(1), Derive(On(10, region: "UA-23"), country, region).Steps);
        Assert.Equal(new StepRange(1), Derive(On(10), country, region).Steps);
        Assert.Equal(PositionState.NoStatement, Derive(On(10, region: "UA-23"), region).State);
        Assert.Equal(PositionState.NoStatement, Derive(On(10), region).State);
    }

    [Fact]
    public void On_one_day_the_stronger_channel_wins_and_the_weaker_stands_beside_it()
    {
        var position = Derive(On(10), Said(1, 8, step: 3) with { Channel = Channel.AnonymousSources }, Said(2, 8, step: 5));
        Assert.Equal(new StepRange(5), position.Steps);
        Assert.Equal(PositionState.Stated, position.State);
        Assert.Equal(RuleClause.StrongerChannel, position.DecidedBy);
        Assert.Equal([2], position.Fate(1).InFavourOf);
    }

    [Theory]
    [InlineData('A', 2)]
    [InlineData('B', 1)]
    [InlineData('A', 1)]
    public void On_one_day_and_channel_the_better_grade_wins(char letter, int digit)
    {
        var position = Derive(On(10), Said(1, 8, step: 3), Said(2, 8, step: 5) with { Grade = new(letter, digit) });
        Assert.Equal(new StepRange(5), position.Steps);
        Assert.Equal(RuleClause.BetterGrade, position.DecidedBy);
        Assert.Equal(RuleClause.BetterGrade, position.Fate(1).SetAsideBy);
    }

    [Theory]
    [InlineData('A', 3)]
    [InlineData('C', 1)]
    [InlineData('F', 1)]
    [InlineData('A', 6)]
    [InlineData('F', 6)]
    [InlineData('E', 6)]
    public void Grades_that_cannot_be_compared_leave_both_readings(char letter, int digit)
    {
        var position = Derive(On(10), Said(1, 8, step: 3), Said(2, 8, step: 5) with { Grade = new(letter, digit) });
        Assert.Equal(PositionState.Disputed, position.State);
        Assert.True(position.Fate(1).Decides);
        Assert.True(position.Fate(2).Decides);
    }

    [Fact]
    public void Equal_standing_and_different_steps_are_disputed_with_both_readings_kept()
    {
        var position = Derive(On(10), Said(2, 8, step: 5), Said(1, 8, step: 2), Said(3, 8, step: 5));
        Assert.Equal(PositionState.Disputed, position.State);
        Assert.Equal(RuleClause.EqualStandingDiffers, position.DecidedBy);
        Assert.Equal([new StepRange(2), new StepRange(5)], position.Readings.Select(reading => reading.Steps!.Value));
        Assert.Equal([2, 3], position.Readings[1].Evidence.Select(item => item.Statement));
        Assert.Equal(new StepRange(2, 5), position.Steps);
        Assert.False(position.HasStep);
        // Three origins in all, but the readings do not confirm each other.
        Assert.Equal([1, 2], position.Readings.Select(reading => reading.Origins));
        Assert.Equal(1, position.Origins);
    }

    [Fact]
    public void Silent_and_declined_on_one_day_are_disputed_without_a_step()
    {
        var position = Derive(On(10), Said(1, 8, step: null), Said(2, 8, step: null) with { State = CodingState.Declined });
        Assert.Equal(PositionState.Disputed, position.State);
        Assert.Null(position.Steps);
        Assert.Equal([PositionState.Silent, PositionState.Declined], position.Readings.Select(reading => reading.State));
    }

    [Fact]
    public void Several_who_say_the_same_step_are_one_reading_with_their_origins_counted()
    {
        var position = Derive(On(10), Said(1, 8, step: 5), Said(2, 8, step: 5) with { State = CodingState.Conditional });
        Assert.Equal(PositionState.Stated, position.State);
        Assert.Single(position.Readings);
        Assert.Equal(2, position.Origins);
    }

    [Fact]
    public void A_copy_counts_for_nothing_beside_its_model_even_by_a_stronger_channel_and_a_later_last_day()
    {
        var model = Said(1, 15, step: 5) with { Origins = [7] };
        var copy = Said(2, 31, step: 3) with { Earliest = Day(1), Origins = [7], Copied = 1, Channel = Channel.OfficialDocument };
        var position = Derive(On(40), copy, model);
        Assert.Equal(new StepRange(5), position.Steps);
        Assert.Equal(Day(15), position.StatedOn);
        Assert.Equal(1, position.Origins);
        Assert.Equal(RuleClause.CopyOfOneOrigin, position.Fate(2).SetAsideBy);
        Assert.Equal([1], position.Fate(2).InFavourOf);
    }

    [Fact]
    public void Evidence_of_one_origin_that_cannot_be_of_the_same_day_is_no_copy()
    {
        var first = Said(1, 15, step: 5) with { Origins = [7] };
        var later = Said(2, 16, step: 3) with { Origins = [7], Copied = 1 };
        Assert.Equal(new StepRange(3), Derive(On(40), first, later).Steps);
    }

    [Fact]
    public void Evidence_with_an_origin_of_its_own_or_as_close_to_the_origin_is_no_copy()
    {
        var first = Said(1, 15, step: 5) with { Origins = [7], Copied = 1 };
        Assert.Equal(PositionState.Disputed, Derive(On(40), first, Said(2, 15, step: 3) with { Origins = [7, 8], Copied = 2 }).State);
        Assert.Equal(PositionState.Disputed, Derive(On(40), first, Said(2, 15, step: 3) with { Origins = [7], Copied = 1 }).State);
    }

    [Fact]
    public void A_copy_with_a_vague_date_does_not_join_a_later_report_to_an_older_original()
    {
        var original = Said(1, 1, step: 5) with { Origins = [7] };
        var vague = Said(2, 20, step: 5) with { Earliest = Day(1), Origins = [7], Copied = 1 };
        var later = Said(3, 20, step: 3) with { Origins = [7], Copied = 2 };
        Assert.Equal(new StepRange(3), Derive(On(40), original, later).Steps);
        Assert.Equal(new StepRange(3), Derive(On(40), original, vague, later).Steps);
    }

    [Fact]
    public void Without_its_model_a_copy_stands_for_it()
    {
        var model = Said(1, 15, step: 5) with { Channel = Channel.AnonymousSources };
        var copy = Said(2, 15, step: 5) with { Origins = model.Origins, Copied = 1 };
        Assert.Equal([2], Derive(On(40, new(Channel.OnRecord)), model, copy).Readings[0].Evidence.Select(item => item.Statement));
    }

    [Fact]
    public void What_the_filter_leaves_out_is_named_and_does_not_count()
    {
        var position = Derive(On(10, new(Channel.OnRecord)), Said(1, 8, step: 3) with { Channel = Channel.AnonymousSources }, Said(2, 5, step: 5));
        Assert.Equal(new StepRange(5), position.Steps);
        Assert.Equal(RuleClause.Filtered, position.Fate(1).SetAsideBy);
    }

    [Theory]
    [InlineData('C', 3, true)]
    [InlineData('A', 1, true)]
    [InlineData('D', 3, false)]
    [InlineData('C', 4, false)]
    [InlineData('F', 1, false)]
    [InlineData('A', 6, false)]
    public void A_lowest_grade_never_lets_in_what_cannot_be_judged(char letter, int digit, bool admitted) =>
        Assert.Equal(admitted, new EvidenceFilter(LowestSource: 'C', LowestInformation: 3).Admits(Channel.OnRecord, new(letter, digit)));

    [Fact]
    public void Without_a_lowest_grade_everything_is_let_in() =>
        Assert.True(EvidenceFilter.All.Admits(Channel.Analyst, new('F', 6)));

    [Fact]
    public void Only_what_was_shown_at_the_instant_asked_for_counts()
    {
        var amended = Said(1, 5, step: 5) with { RecordedTo = Recorded.AddDays(30) };
        var amendment = Said(2, 5, step: 3) with { RecordedFrom = Recorded.AddDays(30) };
        Assert.Empty(Derive(On(40, known: Recorded.AddTicks(-1)), amended, amendment).Working);
        Assert.Equal(new StepRange(5), Derive(On(40, known: Recorded), amended, amendment).Steps);
        Assert.Equal(new StepRange(5), Derive(On(40, known: Recorded.AddDays(30).AddTicks(-1)), amended, amendment).Steps);
        var after = Derive(On(40, known: Recorded.AddDays(30)), amended, amendment);
        Assert.Equal(new StepRange(3), after.Steps);
        Assert.Equal([2], after.Working.Select(item => item.Evidence.Statement));
    }

    [Fact]
    public void A_position_is_old_after_the_number_of_days_and_not_on_the_last_of_them()
    {
        Assert.False(Derive(On(1 + OldAfterDays), Said(1, 1, step: 5)).Old);
        Assert.True(Derive(On(2 + OldAfterDays), Said(1, 1, step: 5)).Old);
    }

    [Theory]
    [InlineData(CodingState.Stated, 3, 3, Channel.OnRecord, PositionState.Stated, false)]
    [InlineData(CodingState.Stated, 3, 3, Channel.LeakedDocument, PositionState.Reported, true)]
    [InlineData(CodingState.Stated, 3, 3, Channel.AnonymousSources, PositionState.Reported, true)]
    [InlineData(CodingState.Inferred, 3, 3, Channel.OnRecord, PositionState.Inferred, false)]
    [InlineData(CodingState.Conditional, 3, 3, Channel.Report, PositionState.Conditional, true)]
    [InlineData(CodingState.Ambiguous, 3, 4, Channel.OnRecord, PositionState.Ambiguous, false)]
    [InlineData(CodingState.Silent, null, null, Channel.OfficialDocument, PositionState.Silent, false)]
    [InlineData(CodingState.Declined, null, null, Channel.OnRecord, PositionState.Declined, false)]
    public void The_coding_and_its_channel_name_the_state(CodingState coding, int? from, int? to, Channel channel, PositionState state, bool reported)
    {
        var steps = from is { } low ? new StepRange(low, to!.Value) : (StepRange?)null;
        var position = Derive(On(10), Said(1, 8, step: 1) with { State = coding, Steps = steps, Channel = channel });
        Assert.Equal(state, position.State);
        Assert.Equal(steps, position.Steps);
        Assert.Equal(reported, position.Reported);
    }

    [Fact]
    public void Nothing_said_is_no_statement_and_no_seat_is_not_applicable()
    {
        var nothing = Derive(On(10));
        Assert.Equal(PositionState.NoStatement, nothing.State);
        Assert.Equal(RuleClause.NothingLeft, nothing.DecidedBy);
        Assert.Null(nothing.StatedOn);
        Assert.Equal(PositionState.NotApplicable, PositionRule.NotApplicable.State);
        Assert.Equal(RuleClause.NoSeat, PositionRule.NotApplicable.DecidedBy);
    }

    [Fact]
    public void Every_clause_and_every_state_has_words()
    {
        Assert.Equal(Enum.GetValues<RuleClause>(), Clauses.InOrder);
        Assert.Equal(Clauses.InOrder.Count, Clauses.InOrder.Select(Clauses.Text).Distinct().Count());
        Assert.Equal(Clauses.InOrder.Count, Clauses.InOrder.Select(Clauses.Name).Distinct().Count());
        Assert.Equal(10, Enum.GetValues<PositionState>().Select(state => Clauses.Of(state).Slug).Distinct().Count());
    }

    [Fact]
    public void The_history_has_a_position_for_each_day_and_says_since_when_the_last_holds()
    {
        var history = PositionRule.History(On(30), [Said(1, 2, step: 5), Said(2, 8, step: 3), Said(3, 8, step: 3), Said(4, 20, step: 3), Said(5, 31, step: 1)], OldAfterDays);
        Assert.Equal([Day(2), Day(8), Day(20)], history.Select(item => item.From));
        Assert.Equal([5, 3, 3], history.Select(item => item.Position.Steps!.Value.From));
        Assert.Equal(Day(8), PositionRule.Since(history));
        Assert.Null(PositionRule.Since([]));
    }

    [Fact]
    public void A_few_newest_rows_settle_a_plain_cell_and_not_one_whose_copy_may_have_its_model_further_down()
    {
        Assert.Null(PositionRule.ReachesBackTo([Said(3, 9, step: 3), Said(2, 8, step: 5)], Day(8)));
        Assert.Equal(Day(9), PositionRule.ReachesBackTo([Said(3, 9, step: 3), Said(2, 9, step: 5)], Day(9)));
        Assert.Null(PositionRule.ReachesBackTo([Said(3, 9, step: 3), Said(2, 9, step: 5)], null));
        var copy = Said(3, 20, step: 3) with { Earliest = Day(5), Copied = 1 };
        Assert.Equal(Day(5), PositionRule.ReachesBackTo([copy, Said(2, 8, step: 5)], Day(8)));
        Assert.Null(PositionRule.ReachesBackTo([copy, Said(2, 8, step: 5), Said(1, 4, step: 5)], Day(4)));
    }

    [Fact]
    public void A_vague_date_alone_reaches_back_to_its_first_day_and_beside_an_exact_one_nowhere()
    {
        var vague = Said(3, 20, step: 3) with { Earliest = Day(5) };
        Assert.Equal(Day(5), PositionRule.ReachesBackTo([vague, Said(2, 18, step: 5)], Day(17)));
        Assert.Null(PositionRule.ReachesBackTo([vague, Said(2, 18, step: 5), Said(1, 4, step: 5)], Day(4)));
        Assert.Null(PositionRule.ReachesBackTo([vague, Said(2, 20, step: 3)], Day(17)));
        // An older vague date decides nothing and asks for nothing.
        Assert.Null(PositionRule.ReachesBackTo([Said(4, 20, step: 3), Said(2, 18, step: 5) with { Earliest = Day(1) }], Day(17)));
    }

    [Fact]
    public void A_history_of_twice_as_many_rows_costs_about_twice_as_much()
    {
        var small = Cost(10_000);
        Assert.InRange(Cost(20_000), small, small * 3);

        // Memory handed out is the same in every run, unlike time.
        static long Cost(int rows)
        {
            var evidence = Enumerable.Range(1, rows)
                .Select(number => Said(number, 1 + number / 2, 1 + number % 5) with
                {
                    Earliest = Day(1 + number / 2 - number % 7),
                    Copied = number % 3,
                    Origins = [number % 11],
                })
                .ToList();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.NotEmpty(PositionRule.History(On(rows), evidence, OldAfterDays));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
