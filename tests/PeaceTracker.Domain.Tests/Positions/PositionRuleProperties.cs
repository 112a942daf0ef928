using CsCheck;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;
using static PeaceTracker.Domain.Tests.Positions.Sample;

namespace PeaceTracker.Domain.Tests.Positions;

/// <summary>What holds for any evidence. Few days, steps and origins, so that ties, copies and overlaps are common.</summary>
public class PositionRuleProperties
{
    private const int Days = 12;

    private static readonly Gen<Evidence> AnyEvidence =
        Gen.Select(
            Gen.Select(Gen.Int[1, Days], Gen.Int[0, 6], Gen.Int[0, 9], (day, width, sharp) => (Earliest: sharp < 4 ? day : Math.Max(1, day - width), Day: day)),
            Gen.Int[0, 9], // step and state
            Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 2], (channel, letter, digit) => (Channel: (Channel)(channel * 2), Grade: new Grade("ABF"[letter], digit switch { 0 => 1, 1 => 2, _ => 6 }))),
            Gen.Select(Gen.Int[1, 7], Gen.Int[0, 3], (origins, copied) => (Origins: origins, Copied: copied)),
            Gen.Int[0, 3], // region
            Gen.Int[0, 5], // published
            (date, said, weight, derived, region, published) => Said(1, date.Day, step: 1) with
            {
                Earliest = Day(date.Earliest),
                Steps = said < 6 ? new StepRange(1 + said % 3) : said == 6 ? new StepRange(1, 2) : null,
                State = said switch { < 3 => CodingState.Stated, 3 => CodingState.Inferred, < 6 => CodingState.Conditional, 6 => CodingState.Ambiguous, 7 => CodingState.Declined, _ => CodingState.Silent },
                Channel = weight.Channel,
                Grade = weight.Grade,
                Origins = new[] { 1, 2, 3 }.Where(origin => (derived.Origins >> (origin - 1) & 1) == 1).ToList(),
                Copied = derived.Copied,
                Region = region switch { 0 => "R1", 1 => "R2", _ => null },
                RecordedFrom = published == 1 ? Known.AddDays(1) : Recorded,
                RecordedTo = published == 0 ? Known : null,
            });

    private static readonly Gen<List<Evidence>> AnyList =
        AnyEvidence.List[0, 14].Select(list => list.Select((item, index) => item with { CodingId = index + 1, Statement = 1 + index / 2 }).ToList());

    private static readonly Gen<PositionQuestion> AnyQuestion =
        Gen.Select(Gen.Int[1, Days], Gen.Int[0, 2], Gen.Int[0, 3], (day, region, filter) => On(
            day,
            filter switch { 0 => new(Channel.JointStatement), 1 => new(LowestSource: 'A'), _ => EvidenceFilter.All },
            region switch { 0 => "R1", 1 => "R2", _ => null }));

    private static Position Derive(PositionQuestion question, IEnumerable<Evidence> evidence) => PositionRule.Derive(question, evidence, OldAfterDays);

    [Fact]
    public void The_order_of_input_never_matters() =>
        Gen.Select(AnyList, AnyQuestion, Gen.Int).Sample((list, question, seed) =>
        {
            var shuffled = list.ToArray();
            new Random(seed).Shuffle(shuffled);
            var (left, right) = (Derive(question, list), Derive(question, shuffled));
            return left.Answer() == right.Answer() && left.WorkingOut() == right.WorkingOut();
        });

    [Fact]
    public void A_later_statement_never_changes_an_earlier_day() =>
        Gen.Select(AnyList, AnyQuestion, AnyEvidence).Sample((list, question, other) =>
        {
            var later = other with { CodingId = 99, Statement = 99, Day = question.Date.AddDays(1 + other.Day.DayNumber % 5) };
            var vague = Derive(question, [.. list, later]);
            var sharp = Derive(question, [.. list, later with { Earliest = later.Day }]);
            var without = Derive(question, list);
            // One that may have been said by then is named in the working; one that cannot is not.
            return vague.Answer() == without.Answer() && sharp.Answer() == without.Answer() && sharp.WorkingOut() == without.WorkingOut();
        });

    [Fact]
    public void What_was_not_shown_at_that_instant_is_never_seen_not_even_in_the_working() =>
        Gen.Select(AnyList, AnyQuestion, AnyEvidence).Sample((list, question, other) =>
        {
            var without = Derive(question, list);
            var unpublished = other with { CodingId = 99, Statement = 99, RecordedFrom = Known.AddTicks(1), RecordedTo = null };
            var withdrawn = other with { CodingId = 99, Statement = 99, RecordedFrom = Recorded, RecordedTo = Known };
            return new[] { unpublished, withdrawn }.Select(item => Derive(question, [.. list, item]))
                .All(with => with.Answer() == without.Answer() && with.WorkingOut() == without.WorkingOut());
        });

    [Fact]
    public void A_copy_of_the_same_origin_never_changes_state_steps_or_origins() =>
        Gen.Select(AnyList, AnyQuestion, AnyEvidence, Gen.Int[0, 1000]).Sample((list, question, other, pick) =>
        {
            question = question with { Filter = EvidenceFilter.All };
            var without = Derive(question, list);
            var models = without.Working
                .Where(item => item.Decides || (item.Evidence.Copied == 0 && item.SetAsideBy != RuleClause.NotYetSaid))
                .Select(item => item.Evidence).ToList();
            if (models.Count == 0)
                return true;
            var model = models[pick % models.Count];
            var copy = other with
            {
                CodingId = 99,
                Statement = 99,
                Earliest = other.Earliest < model.Day ? other.Earliest : model.Day,
                Day = other.Day > model.Earliest ? other.Day : model.Earliest,
                Origins = model.Origins.Take(1 + pick % model.Origins.Count).ToList(),
                Copied = model.Copied + 1 + other.Copied,
                Region = model.Region,
            };
            return Derive(question, [.. list, copy]).Answer() == without.Answer();
        });

    [Fact]
    public void Every_piece_of_evidence_seen_is_in_the_working_once_and_decides_or_names_what_set_it_aside() =>
        Gen.Select(AnyList, AnyQuestion).Sample((list, question) =>
        {
            var position = Derive(question, list);
            var seen = list.Where(item => item.RecordedFrom <= Known && !(item.RecordedTo <= Known) && item.Earliest <= question.Date && (item.Region ?? question.Region) == question.Region);
            Assert.Equal(seen.Select(item => item.CodingId).Order(), position.Working.Select(item => item.Evidence.CodingId).Order());
            Assert.Equal(
                position.Readings.SelectMany(reading => reading.Evidence).Select(item => item.CodingId).Order(),
                position.Working.Where(item => item.Decides).Select(item => item.Evidence.CodingId).Order());
            Assert.All(position.Working, item => Assert.Equal(
                item.SetAsideBy is not (null or RuleClause.Filtered or RuleClause.NotYetSaid), item.InFavourOf.Count > 0));
        });

    [Fact]
    public void The_history_on_each_of_its_days_is_what_is_derived_for_that_day() =>
        Gen.Select(AnyList, AnyQuestion).Sample((list, question) =>
        {
            var history = PositionRule.History(question, list, OldAfterDays);
            Assert.All(history, item => Assert.Equal(Derive(question with { Date = item.From }, list).Answer(), item.Position.Answer()));
            var last = Derive(question, list);
            Assert.Equal(history.Count == 0, last.State == PositionState.NoStatement);
            if (history.Count > 0)
                Assert.Equal(last.Answer(), history[^1].Position.Answer());
        });

    [Fact]
    public void The_newest_rows_say_since_when_a_position_holds_or_that_more_are_needed()
    {
        var early = 0;
        Gen.Select(AnyList, AnyQuestion, Gen.Int[1, 8]).Sample((list, question, rows) =>
        {
            var expected = PositionRule.Beginning(PositionRule.History(question, list, OldAfterDays));
            var read = ReadUntil(Admitted(list, question), rows, (newest, completeAfter) =>
            {
                if (!PositionRule.FindBeginning(question, newest, completeAfter, OldAfterDays, out var found))
                    return false;
                Assert.Equal((expected?.From, expected?.Position.Answer(), expected?.Before?.Answer()), (found?.From, found?.Position.Answer(), found?.Before?.Answer()));
                return true;
            });
            if (!read)
                Interlocked.Increment(ref early);
        }, iter: 20_000);
        // Not by reading everything each time.
        Assert.InRange(early, 100, int.MaxValue);
    }

    [Fact]
    public void The_newest_rows_give_the_history_from_a_day_on_or_say_that_more_are_needed()
    {
        var early = 0;
        Gen.Select(AnyList, AnyQuestion, Gen.Int[1, 8], Gen.Int[0, 8]).Sample((list, question, rows, wanted) =>
        {
            var whole = PositionRule.History(question, list, OldAfterDays);
            var admitted = Admitted(list, question);
            var since = admitted.Count == 0 ? question.Date : admitted[Math.Min(wanted, admitted.Count - 1)].Day;
            // What held when the day began, and all from then on.
            var expected = whole.Where((entry, index) => entry.From >= since || index == whole.Count - 1 || whole[index + 1].From >= since).Select(entry => (entry.From, entry.Position.Answer()));
            var read = ReadUntil(admitted, rows, (newest, completeAfter) =>
            {
                if (PositionRule.HistorySince(question, newest, completeAfter, since, OldAfterDays) is not { } found)
                    return false;
                Assert.Equal(expected, found.Select(entry => (entry.From, entry.Position.Answer())));
                return true;
            });
            if (!read)
                Interlocked.Increment(ref early);
        }, iter: 20_000);
        Assert.InRange(early, 100, int.MaxValue);
    }

    /// <summary>What the reader gives: rows on or before the date that the filter admits, newest first.</summary>
    private static List<Evidence> Admitted(IEnumerable<Evidence> list, PositionQuestion question) =>
    [
        .. list.Where(item => item.RecordedFrom <= Known && !(item.RecordedTo <= Known) && item.Day <= question.Date && question.Filter.Admits(item.Channel, item.Grade))
            .OrderBy(item => item, PositionRule.NewestFirst),
    ];

    /// <summary>Gives the newest rows, and more of them as long as these do not settle it; all of them must.</summary>
    /// <returns>Whether it took all.</returns>
    private static bool ReadUntil(List<Evidence> admitted, int rows, Func<List<Evidence>, DateOnly?, bool> settles)
    {
        DateOnly? completeAfter = admitted.Count > rows ? admitted[rows - 1].Day : null;
        for (; ; )
        {
            var newest = completeAfter is { } day ? admitted.Where(item => item.Day > day).ToList() : admitted;
            if (settles(newest, completeAfter))
                return newest.Count == admitted.Count;
            Assert.NotNull(completeAfter);
            completeAfter = completeAfter.Value > admitted[^1].Day ? completeAfter.Value.AddDays(-5) : null;
        }
    }

    [Fact]
    public void Rows_that_settle_a_position_give_the_position_of_the_whole_list() =>
        Gen.Select(AnyList, AnyQuestion, Gen.Int[1, 8], Gen.Int[1, 8]).Sample((list, question, ownRows, countryRows) =>
        {
            // What the reader does: the newest rows of the region and of the country, each cut off on its own, in the store's order; and as
            // long as they do not settle it, every row back to the day that is asked for.
            var standing = list
                .Where(item => item.RecordedFrom <= Known && !(item.RecordedTo <= Known) && item.Day <= question.Date && question.Filter.Admits(item.Channel, item.Grade))
                .OrderByDescending(item => item.Day).ThenByDescending(item => item.CodingId)
                .ToList();
            var own = Cut([.. standing.Where(item => item.Region is not null && item.Region == question.Region)], ownRows);
            var country = Cut([.. standing.Where(item => item.Region is null)], countryRows);
            var newest = own.Rows.Concat(country.Rows).OrderBy(item => item, PositionRule.NewestFirst).ToList();
            var completeAfter = own.CompleteAfter is null || country.CompleteAfter > own.CompleteAfter ? country.CompleteAfter ?? own.CompleteAfter : own.CompleteAfter;
            while (PositionRule.ReachesBackTo(newest, completeAfter) is { } floor)
            {
                Assert.True(floor <= completeAfter);
                newest = [.. standing.Where(item => (item.Region is null || item.Region == question.Region) && item.Day >= floor).OrderBy(item => item, PositionRule.NewestFirst)];
                completeAfter = floor.AddDays(-1);
            }

            Assert.Equal(Derive(question, list).Answer(), PositionRule.DeriveAlone(question, newest, OldAfterDays).Answer());

            static (List<Evidence> Rows, DateOnly? CompleteAfter) Cut(List<Evidence> rows, int count) =>
                rows.Count < count ? (rows, null) : (rows[..count], rows[count - 1].Day);
        }, iter: 20_000);
}
