using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Domain.Positions;

/// <summary>
/// The position rule: evidence in, position and its working out. A pure function: the order of the evidence never matters, and nothing
/// is read but the arguments. Each step names the <see cref="RuleClause"/> it applies. The rule is written down in docs/codebook.md.
/// </summary>
public static class PositionRule
{
    /// <summary>The weakest channel that still carries the party's own words; weaker ones make a position "reported".</summary>
    public const Channel WeakestOwnWords = Channel.OnRecord;

    /// <summary>The channel does not carry the party's own words, so that what it says is reported.</summary>
    public static bool IsReported(Channel channel) => channel > WeakestOwnWords;

    /// <summary>Derives the position of one party on one issue, and in one region when the issue is regional, with its working.</summary>
    /// <param name="evidence">Published codings of that party on that issue, in any order.</param>
    /// <param name="oldAfterDays">Days after which the newest evidence is called old.</param>
    public static Position Derive(PositionQuestion question, IEnumerable<Evidence> evidence, int oldAfterDays)
    {
        var working = new List<Considered>();
        var standing = Standing(question, evidence, working);
        var decision = Decide(standing, 0, working);
        var newestDay = Numbers(decision.NewestDay);
        for (var index = decision.Older; index < standing.Count; index++)
            working.Add(new(standing[index], RuleClause.NewestDay, newestDay));
        working.Sort((left, right) => NewestFirst.Compare(left.Evidence, right.Evidence));
        return ToPosition(decision, working, question.Date, oldAfterDays);
    }

    /// <summary>The same without the working, for tables of many cells; the rows that <see cref="ReachesBackTo"/> finds enough will do.</summary>
    /// <param name="newest">As for <see cref="Derive"/>.</param>
    public static Position DeriveAlone(PositionQuestion question, IEnumerable<Evidence> newest, int oldAfterDays) =>
        ToPosition(Decide(Standing(question, newest, null), 0, null), [], question.Date, oldAfterDays);

    /// <summary>The answer for a party that has no seat in the issue.</summary>
    public static Position NotApplicable { get; } = Empty(PositionState.NotApplicable, RuleClause.NoSeat, []);

    /// <summary>
    /// The history of one cell up to the question's date: a position for each day on which the evidence changed, oldest first. Working is
    /// left empty in all of them.
    /// </summary>
    public static IReadOnlyList<(DateOnly From, Position Position)> History(PositionQuestion question, IEnumerable<Evidence> evidence, int oldAfterDays) =>
        HistorySince(question, evidence, null, DateOnly.MinValue, oldAfterDays)!;

    /// <summary>
    /// The same from a day on, where rows further back need not be known: oldest first, beginning with the position that held when that day
    /// began. Where its <c>From</c> is not earlier than the day, nothing is on record before.
    /// </summary>
    /// <param name="newest">Rows the filter admits, on or before the date; newest first where they are not all.</param>
    /// <param name="completeAfter">Every row after this day is among them; null when all rows are.</param>
    /// <returns>Null when rows further back have to be known; never where all are there.</returns>
    public static IReadOnlyList<(DateOnly From, Position Position)>? HistorySince(
        PositionQuestion question, IEnumerable<Evidence> newest, DateOnly? completeAfter, DateOnly since, int oldAfterDays)
    {
        var standing = Standing(question, newest, null);
        Evidence[] rows = completeAfter is null ? [] : [.. standing];
        var history = new List<(DateOnly, Position)>();
        var day = DateOnly.MaxValue;
        for (var index = 0; index < standing.Count && day >= since;)
        {
            if (completeAfter is not null && ReachesBackTo(new ArraySegment<Evidence>(rows, index, rows.Length - index), completeAfter) is not null)
                return null;
            // The first of its day in newest-first order sees the whole day and everything before it.
            day = standing[index].Day;
            history.Add((day, ToPosition(Decide(standing, index, null), [], day, oldAfterDays)));
            while (index < standing.Count && standing[index].Day == day)
                index++;
        }

        if (completeAfter is not null && day >= since)
            return null;
        history.Reverse();
        return history;
    }

    /// <summary>
    /// The day since when the last position of a history holds without a break: same steps, or the same kind of absence. Null for an
    /// empty history.
    /// </summary>
    public static DateOnly? Since(IReadOnlyList<(DateOnly From, Position Position)> history) => Beginning(history)?.From;

    /// <summary>The stretch in which the last position of a history holds; null for an empty history.</summary>
    public static Stretch? Beginning(IReadOnlyList<(DateOnly From, Position Position)> history)
    {
        if (history.Count == 0)
            return null;
        var start = history.Count - 1;
        while (start > 0 && SameStand(history[start - 1].Position, history[^1].Position))
            start--;
        return new(history[start].From, history[start].Position, start == 0 ? null : history[start - 1].Position);
    }

    /// <summary>The same of a history that is not derived: from its last day back to the first on which another position held.</summary>
    /// <param name="newest">Rows the filter admits, on or before the date, newest first.</param>
    /// <param name="completeAfter">Every row after this day is among them; null when all rows are.</param>
    /// <param name="beginning">Null where there is no evidence, and where false is given.</param>
    /// <returns>False when rows further back have to be known.</returns>
    public static bool FindBeginning(
        PositionQuestion question, IReadOnlyList<Evidence> newest, DateOnly? completeAfter, int oldAfterDays, out Stretch? beginning)
    {
        Stretch? found = null;
        beginning = null;
        var standing = Standing(question, newest, null);
        Evidence[] rows = completeAfter is null ? [] : [.. standing];
        Position? last = null;
        for (var index = 0; index < standing.Count;)
        {
            if (completeAfter is not null && ReachesBackTo(new ArraySegment<Evidence>(rows, index, rows.Length - index), completeAfter) is not null)
                return false;
            var day = standing[index].Day;
            var position = ToPosition(Decide(standing, index, null), [], day, oldAfterDays);
            last ??= position;
            if (!SameStand(position, last))
            {
                beginning = found! with { Before = position };
                return true;
            }

            found = new(day, position, null);
            while (index < standing.Count && standing[index].Day == day)
                index++;
        }

        if (completeAfter is not null)
            return false;
        beginning = found;
        return true;
    }

    /// <summary>
    /// The day back to which every row must be known before the position is settled as the whole list would settle it; null when these
    /// rows do: the deciding day lies in the part that is complete, and nothing in it can have its model, or what came after it, further
    /// down. Lets a reader fetch a few rows a cell instead of all.
    /// </summary>
    /// <param name="newest">Rows the filter admits, on or before the date, newest first.</param>
    /// <param name="completeAfter">Every row after this day is among them; null when all rows are. The answer never lies after it.</param>
    public static DateOnly? ReachesBackTo(IReadOnlyList<Evidence> newest, DateOnly? completeAfter)
    {
        if (completeAfter is not { } limit)
            return null;
        var copies = new Copies(newest, 0);
        var first = 0;
        while (first < newest.Count && copies.ModelsOf(newest[first]).Count > 0)
            first++;
        if (first == newest.Count || newest[first].Day <= limit)
            return Back(limit);
        var day = newest[first].Day;
        if (!AreCertainBackTo(day))
            return Back(limit);
        if (IsExact(day))
            return null;
        // Uncertain dates alone reach back to what they may precede.
        var deciding = Decide([.. newest], 0, null).Readings.SelectMany(reading => reading.Evidence).ToList();
        if (deciding.Exists(item => item.Earliest == item.Day))
            return null;
        var reach = deciding.Max(item => item.Earliest);
        if (reach > limit && AreCertainBackTo(reach))
            return null;
        return Back(reach < limit ? reach : limit);

        // To where a model of any copy can lie, too: it may change what decides.
        DateOnly Back(DateOnly to)
        {
            foreach (var item in newest)
                to = item.Copied > 0 && item.Earliest < to ? item.Earliest : to;
            return to;
        }

        bool IsExact(DateOnly of)
        {
            foreach (var item in newest)
            {
                if (item.Day == of && item.Earliest < of)
                    return false;
            }

            return true;
        }

        bool AreCertainBackTo(DateOnly to)
        {
            for (var index = 0; index < newest.Count && newest[index].Day >= to; index++)
            {
                if (!IsCertain(newest[index]))
                    return false;
            }

            return true;
        }

        // All rows it may copy are here, and what became of each of those is certain too.
        bool IsCertain(Evidence item) =>
            item.Copied == 0 || (item.Earliest > limit && newest.Where(other => MayCopy(item, other)).All(IsCertain));
    }

    /// <summary>What may decide, newest first.</summary>
    /// <param name="working">Is given what may not, and why; null when nobody asks.</param>
    private static List<Evidence> Standing(PositionQuestion question, IEnumerable<Evidence> evidence, List<Considered>? working)
    {
        var standing = new List<Evidence>(evidence.TryGetNonEnumeratedCount(out var count) ? count : 0);
        var sorted = true;
        foreach (var item in evidence)
        {
            if (!IsSeen(question, item))
                continue;
            if (!question.Filter.Admits(item.Channel, item.Grade))
            {
                working?.Add(new(item, RuleClause.Filtered, []));
            }
            else if (item.Day > question.Date)
            {
                working?.Add(new(item, RuleClause.NotYetSaid, []));
            }
            else
            {
                sorted &= standing.Count == 0 || NewestFirst.Compare(standing[^1], item) <= 0;
                standing.Add(item);
            }
        }

        // A matrix asks hundreds of times, of rows that are sorted already.
        if (!sorted)
            standing.Sort(NewestFirst);
        return standing;
    }

    private static bool IsSeen(PositionQuestion question, Evidence item) =>
        item.RecordedFrom <= question.Known
        && (item.RecordedTo is not { } end || question.Known < end)
        && item.Earliest <= question.Date
        && (item.Region is null || item.Region == question.Region);

    /// <param name="NewestDay">Evidence of the deciding day.</param>
    /// <param name="Older">Index of the first row of an older day: a history of many days must not walk them for each of its days.</param>
    /// <param name="PossiblyLater">See <see cref="Position.PossiblyLater"/>.</param>
    private sealed record Decision(
        IReadOnlyList<Reading> Readings, RuleClause Clause, List<Evidence> NewestDay, int Older, IReadOnlyList<Evidence> PossiblyLater);

    /// <param name="newestFirst">Standing evidence.</param>
    /// <param name="start">Index of the first row that counts: rows before it are of later days.</param>
    /// <param name="working">Is given what became of the deciding day and of later copies; null when nobody asks.</param>
    private static Decision Decide(List<Evidence> newestFirst, int start, List<Considered>? working)
    {
        var day = new List<Evidence>();
        var copies = new Copies(newestFirst, start);
        var index = start;
        for (; index < newestFirst.Count; index++)
        {
            var item = newestFirst[index];
            if (day.Count > 0 && item.Day < day[0].Day)
                break;
            var models = copies.ModelsOf(item);
            if (models.Count > 0)
                working?.Add(new(item, RuleClause.CopyOfOneOrigin, Numbers(models)));
            else
                day.Add(item);
        }

        if (day.Count == 0)
            return new([], RuleClause.NothingLeft, day, index, []);
        if (day is [{ } sole] && sole.Earliest == sole.Day)
        {
            working?.Add(new(sole, null, []));
            return new([ToReading(day)], RuleClause.NewestDay, day, index, []);
        }

        var decidedBy = RuleClause.NewestDay;
        var left = day;
        Prefer((item, other) => item.Steps is null && other.Steps is not null, RuleClause.StepBeforeSilence);
        Prefer((item, other) => item.Region is null && other.Region is not null, RuleClause.OwnRegionFirst);
        Prefer((item, other) => item.Channel > other.Channel, RuleClause.StrongerChannel);
        Prefer((item, other) => other.Grade.IsBetterThan(item.Grade), RuleClause.BetterGrade);

        foreach (var item in left)
            working?.Add(new(item, null, []));
        List<Reading> readings = left.TrueForAll(item => Says(item) == Says(left[0]))
            ? [ToReading(left)]
            : [.. left.GroupBy(Says).Select(group => ToReading([.. group])).OrderBy(reading => (reading.Steps?.From, reading.Steps?.To, reading.State))];
        return new(
            readings, readings.Count > 1 ? RuleClause.EqualStandingDiffers : decidedBy, day, index,
            left.Exists(item => item.Earliest == item.Day) ? [] : FindPossiblyLater(left, readings, day.Concat(OriginalsFrom(newestFirst, index, copies))));

        static (StepRange? Steps, CodingState Answers) Says(Evidence item) => (item.Steps, item.Steps is null ? item.State : CodingState.Stated);

        void Prefer(Func<Evidence, Evidence, bool> yields, RuleClause clause)
        {
            if (left.Count == 1)
                return;
            var kept = new List<Evidence>(left.Count);
            foreach (var item in left)
            {
                if (!YieldsToAny(item))
                    kept.Add(item);
            }

            if (kept.Count == left.Count)
                return;
            if (working is not null)
            {
                var winners = Numbers(kept);
                working.AddRange(left.Where(YieldsToAny).Select(item => new Considered(item, clause, winners)));
            }

            decidedBy = clause;
            left = kept;

            bool YieldsToAny(Evidence item)
            {
                foreach (var other in left)
                {
                    if (yields(item, other))
                        return true;
                }

                return false;
            }
        }
    }

    private static IEnumerable<Evidence> OriginalsFrom(List<Evidence> newestFirst, int start, Copies copies) =>
        newestFirst.Skip(start).Where(item => copies.ModelsOf(item).Count == 0);

    /// <summary>What names another step and may have been said after everything that decides, because no deciding date is sure.</summary>
    /// <param name="others">Evidence of the deciding day and then of the days before it, newest first, copies left out.</param>
    private static List<Evidence> FindPossiblyLater(List<Evidence> deciding, List<Reading> readings, IEnumerable<Evidence> others)
    {
        var reach = deciding.Max(item => item.Earliest);
        return [.. others
            .TakeWhile(other => other.Day >= reach)
            .Where(other => other.Steps is { } steps
                && readings.TrueForAll(reading => reading.Steps != steps)
                // The very same dates say nothing of which came first; standing settled it.
                && deciding.TrueForAll(item => item.Earliest <= other.Day && (item.Earliest, item.Day) != (other.Earliest, other.Day)))
            .OrderBy(item => item, NewestFirst)];
    }

    /// <summary>True when the other is closer to the same origins and both can be of the same day.</summary>
    private static bool MayCopy(Evidence item, Evidence other) =>
        other.Copied < item.Copied && other.Day >= item.Earliest && other.Earliest <= item.Day && item.Origins.All(other.Origins.Contains);

    /// <summary>
    /// Finds what evidence merely copies. Only evidence that is no copy itself sets a copy aside; otherwise a copy with a vague date
    /// would join an old original with a report of later words.
    /// </summary>
    /// <param name="newestFirst">Standing evidence.</param>
    /// <param name="start">Index of the first row that counts.</param>
    private sealed class Copies(IReadOnlyList<Evidence> newestFirst, int start)
    {
        private static readonly List<Evidence> None = [];
        private Dictionary<long, List<Evidence>>? found;

        public List<Evidence> ModelsOf(Evidence item)
        {
            if (item.Copied == 0)
                return None;
            found ??= [];
            if (found.TryGetValue(item.CodingId, out var known))
                return known;
            var models = new List<Evidence>();
            for (var index = start; index < newestFirst.Count && newestFirst[index].Day >= item.Earliest; index++)
            {
                var other = newestFirst[index];
                if (MayCopy(item, other) && ModelsOf(other).Count == 0)
                    models.Add(other);
            }

            return found[item.CodingId] = models;
        }
    }

    private static Reading ToReading(List<Evidence> evidence)
    {
        // Of several ways to say the same step, the plainest names the state: stated before inferred before conditional.
        var plainest = evidence.Min(item => item.State);
        var state = plainest switch
        {
            CodingState.Stated when evidence.All(item => item.IsReported) => PositionState.Reported,
            CodingState.Stated => PositionState.Stated,
            CodingState.Inferred => PositionState.Inferred,
            CodingState.Conditional => PositionState.Conditional,
            CodingState.Ambiguous => PositionState.Ambiguous,
            CodingState.Silent => PositionState.Silent,
            CodingState.Declined => PositionState.Declined,
            _ => throw new ArgumentOutOfRangeException(nameof(evidence), plainest, null),
        };
        return new(state, evidence[0].Steps, evidence);
    }

    private static Position ToPosition(Decision decision, IReadOnlyList<Considered> working, DateOnly date, int oldAfterDays)
    {
        if (decision.Readings.Count == 0)
            return Empty(PositionState.NoStatement, RuleClause.NothingLeft, working);
        IReadOnlyList<Evidence> evidence = decision.Readings is [var only] ? only.Evidence : [.. decision.Readings.SelectMany(reading => reading.Evidence)];
        return new()
        {
            State = decision.Readings.Count > 1 ? PositionState.Disputed : decision.Readings[0].State,
            Steps = Span(decision.Readings),
            Readings = decision.Readings,
            StatedOn = evidence[0].Day,
            Reported = evidence.All(item => item.IsReported),
            PossiblyLater = decision.PossiblyLater,
            Old = date.DayNumber - evidence[0].Day.DayNumber > oldAfterDays,
            Origins = decision.Readings.Min(reading => reading.Origins),
            DecidedBy = decision.Clause,
            Working = working,
        };
    }

    private static StepRange? Span(IReadOnlyList<Reading> readings)
    {
        if (readings is [var only])
            return only.Steps;
        var steps = readings.Where(reading => reading.Steps is not null).Select(reading => reading.Steps!.Value).ToList();
        return steps.Count == 0 ? null : new StepRange(steps.Min(range => range.From), steps.Max(range => range.To));
    }

    private static Position Empty(PositionState state, RuleClause clause, IReadOnlyList<Considered> working) =>
        new() { State = state, Readings = [], DecidedBy = clause, Working = working };

    internal static bool SameStand(Position left, Position right) =>
        left.Steps == right.Steps
        && (left.State == PositionState.Disputed) == (right.State == PositionState.Disputed)
        && (left.Steps is not null || left.State == right.State);

    private static List<int> Numbers(List<Evidence> evidence)
    {
        var numbers = evidence.ConvertAll(item => item.Statement);
        numbers.Sort();
        for (var index = numbers.Count - 1; index > 0; index--)
        {
            if (numbers[index] == numbers[index - 1])
                numbers.RemoveAt(index);
        }

        return numbers;
    }

    /// <summary>The order every list of evidence is shown in.</summary>
    public static Comparer<Evidence> NewestFirst { get; } = Comparer<Evidence>.Create((left, right) =>
    {
        var byDay = right.Day.CompareTo(left.Day);
        if (byDay != 0)
            return byDay;
        var byChannel = left.Channel.CompareTo(right.Channel);
        if (byChannel != 0)
            return byChannel;
        var byStatement = left.Statement.CompareTo(right.Statement);
        return byStatement != 0 ? byStatement : left.CodingId.CompareTo(right.CodingId);
    });
}
