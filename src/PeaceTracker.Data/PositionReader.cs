using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Data;

/// <summary>Names one cell: a party on an issue, and in a region when the issue is regional.</summary>
/// <param name="Region">Id of the region; null for an issue that is not regional, or for the regions nobody has named.</param>
public readonly record struct CellKey(int Party, int Issue, int? Region);

/// <summary>What a coding says in words, and when its statement was made: what evidence leaves out because it decides nothing.</summary>
/// <param name="Condition">The condition of a conditional coding.</param>
/// <param name="Reason">Why an editor concluded it, or what the wording allows.</param>
/// <param name="MadeOn">As the source gives it.</param>
public sealed record CodingWords(string? Condition, string? Reason, EdtfDate MadeOn);

/// <summary>How a cell came to hold what it holds.</summary>
/// <param name="History">From <see cref="PositionRule.HistorySince"/>.</param>
/// <param name="Evidence">The rows it is derived from, newest first.</param>
public sealed record CellHistory(IReadOnlyList<(DateOnly From, Position Position)> History, IReadOnlyList<Evidence> Evidence);

/// <summary>Evidence with ids of the party and the issue it bears on.</summary>
public sealed record EvidenceOfCell(int Party, int Issue, Evidence Evidence);

/// <summary>
/// Reads published codings as evidence. The other half of the one door (<see cref="PublishedStatements"/>): only rows recorded at the
/// instant asked for leave here.
/// </summary>
public sealed class PositionReader(PeaceTrackerDbContext db)
{
    /// <summary>
    /// Rows a cell looked through at first, of which the days that are whole are fetched. Most cells settle with fewer; the others are
    /// asked for again, with every row back to the day that can matter.
    /// </summary>
    private const int FirstRows = 8;

    /// <summary>The same where the day is looked for since when a position holds: in a cell that changes often it lies among these.</summary>
    private const int FirstRowsOfBeginnings = 32;

    /// <summary>How many times as far back rows are asked for, where it does not.</summary>
    private const int FurtherBack = 4;

    /// <summary>Days before the first one wanted that are read with it: what held then was often said not long before.</summary>
    private const int Before = 30;

    private const int AnyDay = 0;

    private const string Columns =
        """p."Id", p."Day", p."Earliest", p."RecordedFrom", p."RecordedTo", p."StepFrom", p."StepTo", p."State", p."Channel", p."SourceGrade", p."Information", p."Statement", p."Origins", p."Copied" """;

    /// <summary>How many <see cref="Columns"/> there are: what a query adds stands after them.</summary>
    private const int ColumnCount = 14;

    /// <summary>
    /// The positions of many cells on one day. Each cell costs one index seek (two when its region is named), whatever the size of the
    /// store. They come without working, which needs every row (<see cref="EvidenceAsync"/>).
    /// </summary>
    /// <param name="regionIso">Id to ISO code of the regions in the keys.</param>
    public async Task<Dictionary<CellKey, Position>> PositionsAsync(
        IReadOnlyCollection<CellKey> cells, DateOnly date, DateTimeOffset known, EvidenceFilter filter, int oldAfterDays,
        IReadOnlyDictionary<int, string> regionIso, CancellationToken cancellation)
    {
        var positions = new Dictionary<CellKey, Position>(cells.Count);
        await ReadAsync(
            cells, FirstRows, date, known, filter, regionIso,
            (cell, evidence, limit) =>
            {
                if (PositionRule.ReachesBackTo(evidence, limit) is { } floor)
                    return floor;
                positions[cell] = PositionRule.DeriveAlone(new(date, known, filter, cell.Region is { } id ? regionIso[id] : null), evidence, oldAfterDays);
                return null;
            },
            cancellation);
        return positions;
    }

    /// <summary>
    /// Since when each of many cells has held what it holds on one day, without a break; cells without evidence are left out. As many rows are
    /// read as it takes: few where positions changed lately.
    /// </summary>
    /// <param name="regionIso">Id to ISO code of the regions in the keys.</param>
    public async Task<Dictionary<CellKey, Stretch>> BeginningsAsync(
        IReadOnlyCollection<CellKey> cells, DateOnly date, DateTimeOffset known, EvidenceFilter filter, int oldAfterDays,
        IReadOnlyDictionary<int, string> regionIso, CancellationToken cancellation)
    {
        var beginnings = new Dictionary<CellKey, Stretch>();
        await ReadAsync(
            cells, FirstRowsOfBeginnings, date, known, filter, regionIso,
            (cell, evidence, limit) =>
            {
                if (!PositionRule.FindBeginning(new(date, known, filter, cell.Region is { } id ? regionIso[id] : null), evidence, limit, oldAfterDays, out var beginning))
                    return Further(limit!.Value, evidence);
                if (beginning is { } found)
                    beginnings[cell] = found;
                return null;
            },
            cancellation);
        return beginnings;
    }

    /// <summary>
    /// The history of many cells up to a day, from another day on, with the evidence it is derived from; see <see cref="PositionRule.HistorySince"/>.
    /// Cells without evidence have an empty one.
    /// </summary>
    /// <param name="cells">Each with the day from which its history is wanted, null for all of it.</param>
    /// <param name="regionIso">Id to ISO code of the regions in the keys.</param>
    public async Task<Dictionary<CellKey, CellHistory>> HistoriesAsync(
        IReadOnlyDictionary<CellKey, DateOnly?> cells, DateOnly date, DateTimeOffset known, EvidenceFilter filter, int oldAfterDays,
        IReadOnlyDictionary<int, string> regionIso, CancellationToken cancellation)
    {
        var histories = new Dictionary<CellKey, CellHistory>(cells.Count);
        await ReadAsync(
            cells.Keys.ToList(), cells.Values.All(since => since is null) ? null : FirstRowsOfBeginnings, date, known, filter, regionIso,
            (cell, evidence, limit) =>
            {
                var since = cells[cell];
                if (PositionRule.HistorySince(new(date, known, filter, cell.Region is { } id ? regionIso[id] : null), evidence, limit, since ?? DateOnly.MinValue, oldAfterDays) is { } history)
                {
                    histories[cell] = new(history, evidence);
                    return null;
                }

                return limit > since ? since.Value.AddDays(-Before) : Further(limit!.Value, evidence);
            },
            cancellation);
        return histories;
    }

    /// <summary>
    /// The history of one cell from a day on with everything that is considered, also what is left out by the filter or bears on other regions:
    /// for full workings. Back to that day, and as far before it as the rule needs.
    /// </summary>
    /// <param name="since">Null for all of it.</param>
    /// <param name="regionIso">Id to ISO code of the regions.</param>
    public async Task<CellHistory> ConsideredAsync(
        CellKey cell, DateOnly? since, DateOnly date, DateTimeOffset known, EvidenceFilter filter, int oldAfterDays,
        IReadOnlyDictionary<int, string> regionIso, CancellationToken cancellation)
    {
        var question = new PositionQuestion(date, known, filter, cell.Region is { } id ? regionIso[id] : null);
        for (var before = Before; ; before *= FurtherBack)
        {
            // At the end to the first of all.
            var from = since?.DayNumber > before ? since.Value.AddDays(-before) : (DateOnly?)null;
            var evidence = (await EvidenceAsync([cell.Party], cell.Issue, date, known, regionIso, cancellation, from))[cell.Party];
            if (PositionRule.HistorySince(question, evidence, from?.AddDays(-1), since ?? DateOnly.MinValue, oldAfterDays) is { } history)
                return new(history, evidence);
        }
    }

    /// <summary>
    /// The day of the newest coding but so many of these parties on one issue, up to a day; null where there are not so many.
    /// </summary>
    public Task<DateOnly?> DayBehindAsync(int many, IReadOnlyCollection<int> parties, int issue, DateOnly date, DateTimeOffset known, CancellationToken cancellation) =>
        DayBehindAsync(many, Said(parties, issue, known), date, cancellation);

    /// <summary>The same of the codings that bear on one cell.</summary>
    public Task<DateOnly?> DayBehindAsync(int many, CellKey cell, DateOnly date, DateTimeOffset known, CancellationToken cancellation) =>
        DayBehindAsync(many, Said([cell.Party], cell.Issue, known).Where(row => row.RegionId == PublishedCoding.WholeCountry || row.RegionId == cell.Region), date, cancellation);

    private static async Task<DateOnly?> DayBehindAsync(int many, IQueryable<PublishedCoding> said, DateOnly date, CancellationToken cancellation) =>
        await said.Where(row => row.Day <= date.DayNumber).OrderByDescending(row => row.Day).Skip(many).Take(1).Select(row => (int?)row.Day).SingleOrDefaultAsync(cancellation) is { } day
            ? DateOnly.FromDayNumber(day) : null;

    /// <summary>The first day on which one of these parties can have said something on one issue; null where none has.</summary>
    public async Task<DateOnly?> FirstDayAsync(IReadOnlyCollection<int> parties, int issue, DateTimeOffset known, CancellationToken cancellation) =>
        await Said(parties, issue, known).MinAsync(row => (int?)row.Earliest, cancellation) is { } day ? DateOnly.FromDayNumber(day) : null;

    /// <summary>How many codings of these parties on one issue name each region, by its id, of those that may have been said by the date.</summary>
    public async Task<Dictionary<int, int>> RegionCountsAsync(IReadOnlyCollection<int> parties, int issue, DateOnly date, DateTimeOffset known, CancellationToken cancellation) =>
        await Said(parties, issue, known).Where(row => row.RegionId != PublishedCoding.WholeCountry && row.Earliest <= date.DayNumber)
            .GroupBy(row => row.RegionId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellation);

    private IQueryable<PublishedCoding> Said(IReadOnlyCollection<int> parties, int issue, DateTimeOffset known) =>
        db.PublishedCodings.AsNoTracking().Where(row => parties.Contains(row.PartyId) && row.IssueId == issue && row.RecordedFrom <= known.UtcTicks && row.RecordedTo > known.UtcTicks);

    /// <summary>Puts the newest rows of each cell before a judge, and more of them as long as it asks for the rows back to an earlier day.</summary>
    /// <param name="rows">How many are looked through at first; null for all.</param>
    /// <param name="judge">
    /// Is given a cell, its rows, newest first, and the day after which none is left out, null where none is. Null when that will do, which it
    /// must where all are there.
    /// </param>
    private async Task ReadAsync(
        IReadOnlyCollection<CellKey> cells, int? rows, DateOnly date, DateTimeOffset known, EvidenceFilter filter, IReadOnlyDictionary<int, string> regionIso,
        Func<CellKey, List<Evidence>, DateOnly?, DateOnly?> judge, CancellationToken cancellation)
    {
        var open = cells.ToList();
        var buckets = new Dictionary<(int Party, int Issue, int Region), Bucket>();
        var seeks = open.SelectMany(Places).Distinct().ToDictionary(place => place, _ => rows is null ? AnyDay : (int?)null);
        await using var lease = await OpenAsync(cancellation);
        await using var command = lease.Connection.CreateCommand();
        command.CommandText = NewestSql(db.Provider, filter);
        Add(command, "@date", date.DayNumber);
        Add(command, "@known", known.UtcTicks);
        Add(command, "@rows", rows ?? 1);
        Add(command, "@channel", (int)filter.WeakestChannel);
        Add(command, "@letter", (int)(filter.LowestSource ?? Grade.SourceNotJudged));
        Add(command, "@digit", filter.LowestInformation ?? Grade.InformationNotJudged);
        var wanted = Add(command, "@seeks", "");
        while (open.Count > 0)
        {
            await NewestAsync(command, wanted, buckets, seeks, regionIso, cancellation);
            var unsettled = new List<CellKey>();
            seeks.Clear();
            foreach (var cell in open)
            {
                var whole = buckets[(cell.Party, cell.Issue, PublishedCoding.WholeCountry)];
                var own = cell.Region is { } region ? buckets[(cell.Party, cell.Issue, region)] : Bucket.Empty;
                var evidence = own.Rows.Count == 0 ? whole.Rows : whole.Rows.Count == 0 ? own.Rows : Merged(own.Rows, whole.Rows);
                var limit = own.CompleteAfter is null || whole.CompleteAfter > own.CompleteAfter ? whole.CompleteAfter : own.CompleteAfter;
                if (judge(cell, evidence, limit) is not { } floor)
                    continue;

                // Always earlier than what fell short, so this ends.
                unsettled.Add(cell);
                foreach (var place in Places(cell).Where(place => buckets[place].CompleteAfter is not null))
                    seeks[place] = Math.Min(floor.DayNumber, seeks.GetValueOrDefault(place) ?? floor.DayNumber);
            }

            open = unsettled;
        }

        static IEnumerable<(int Party, int Issue, int Region)> Places(CellKey cell) => cell.Region is { } region
            ? [(cell.Party, cell.Issue, PublishedCoding.WholeCountry), (cell.Party, cell.Issue, region)]
            : [(cell.Party, cell.Issue, PublishedCoding.WholeCountry)];

        static List<Evidence> Merged(List<Evidence> left, List<Evidence> right)
        {
            // Both are sorted already, and regions ask this many times.
            var merged = new List<Evidence>(left.Count + right.Count);
            for (int one = 0, other = 0; one < left.Count || other < right.Count;)
                merged.Add(other == right.Count || (one < left.Count && PositionRule.NewestFirst.Compare(left[one], right[other]) <= 0) ? left[one++] : right[other++]);
            return merged;
        }
    }

    /// <summary>So many times as far back as the rows reach that are there, from the newest of them.</summary>
    private static DateOnly Further(DateOnly limit, List<Evidence> newest) =>
        DateOnly.FromDayNumber(Math.Max(0, limit.DayNumber - FurtherBack * ((newest.Count > 0 ? newest[0].Day.DayNumber : limit.DayNumber) - limit.DayNumber + 1)));

    /// <summary>All evidence of these parties on one issue that may have been said by the date, for histories and full workings.</summary>
    /// <param name="from">Only what counts from this day or a later one; null for all.</param>
    public async Task<Dictionary<int, List<Evidence>>> EvidenceAsync(
        IReadOnlyCollection<int> parties, int issue, DateOnly date, DateTimeOffset known, IReadOnlyDictionary<int, string> regionIso, CancellationToken cancellation, DateOnly? from = null)
    {
        await using var lease = await OpenAsync(cancellation);
        await using var command = lease.Connection.CreateCommand();
        command.CommandText =
            $"""
            SELECT {Columns}, p."PartyId", p."RegionId" FROM (SELECT {db.Provider.Part("j.value", 0)} AS party FROM {db.Provider.Elements("@parties")} j) k JOIN "PublishedCodings" p ON p."PartyId" = k.party AND p."IssueId" = @issue
            WHERE p."Day" >= @from AND p."Earliest" <= @date AND p."RecordedFrom" <= @known AND p."RecordedTo" > @known ORDER BY p."Day" DESC, p."Id" DESC
            """;
        Add(command, "@parties", "[" + string.Join(',', parties.Select(id => FormattableString.Invariant($"[{id}]"))) + "]");
        Add(command, "@issue", issue);
        Add(command, "@from", from?.DayNumber ?? AnyDay);
        Add(command, "@date", date.DayNumber);
        Add(command, "@known", known.UtcTicks);
        var evidence = parties.ToDictionary(id => id, _ => new List<Evidence>());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (reader.Read())
            evidence[reader.GetInt32(ColumnCount)].Add(Read(reader, Iso(reader.GetInt32(ColumnCount + 1), regionIso)));
        return evidence;
    }

    /// <summary>
    /// The evidence that statements of any status would be if they were published at an instant, as the projection would give it; for the
    /// desk, to put before the same rule.
    /// </summary>
    public async Task<List<EvidenceOfCell>> EvidenceIfPublishedAsync(
        int process, IReadOnlyCollection<Statement> statements, DateTimeOffset at, IReadOnlyDictionary<int, string> regionIso, CancellationToken cancellation) =>
        [.. (await Projection.RowsIfPublishedAsync(db, process, statements, at, cancellation)).Select(row => new EvidenceOfCell(row.PartyId, row.IssueId, new()
        {
            CodingId = row.Id,
            Region = Iso(row.RegionId, regionIso),
            Day = DateOnly.FromDayNumber(row.Day),
            Earliest = DateOnly.FromDayNumber(row.Earliest),
            RecordedFrom = new(row.RecordedFrom, TimeSpan.Zero),
            Steps = row.StepFrom == 0 ? null : new StepRange(row.StepFrom, row.StepTo),
            State = (CodingState)row.State,
            Channel = (Channel)row.Channel,
            Grade = new((char)row.SourceGrade, row.Information),
            Statement = row.Statement,
            Origins = ReadOrigins(row.Origins),
            Copied = row.Copied,
        }))];

    /// <summary>
    /// Who has news on what: pairs of party and issue with a coding that counts from a day after <paramref name="since"/> up to the date, or
    /// that PeaceTracker has shown since an instant, with the first day of such a coding. On no other pair, and before that day, can a position
    /// have moved, or become known to have.
    /// </summary>
    public async Task<Dictionary<(int Party, int Issue), DateOnly>> NewsAsync(
        IReadOnlyCollection<int> parties, IReadOnlyCollection<int> issues, DateOnly since, DateTimeOffset recordedSince, DateOnly date, DateTimeOffset known, CancellationToken cancellation)
    {
        var news = await db.PublishedCodings.AsNoTracking()
            .Where(row => parties.Contains(row.PartyId) && issues.Contains(row.IssueId) && row.Day <= date.DayNumber
                && row.RecordedFrom <= known.UtcTicks && row.RecordedTo > known.UtcTicks
                && (row.Day > since.DayNumber || row.RecordedFrom >= recordedSince.UtcTicks))
            .GroupBy(row => new { row.PartyId, row.IssueId })
            .Select(pair => new { pair.Key.PartyId, pair.Key.IssueId, First = pair.Min(row => row.Day) })
            .ToListAsync(cancellation);
        return news.ToDictionary(pair => (pair.PartyId, pair.IssueId), pair => DateOnly.FromDayNumber(pair.First));
    }

    /// <summary>Ids of the issues on which any statement of any party of the process is coded, as known then.</summary>
    public async Task<HashSet<int>> CollectedIssuesAsync(int process, DateTimeOffset known, CancellationToken cancellation) =>
        await db.Issues.AsNoTracking()
            // By party as well: the index starts with it, so each look is a seek, and the first row found ends it.
            .Where(issue => db.Parties.Any(party => party.ProcessId == process && db.PublishedCodings.Any(row =>
                row.PartyId == party.Id && row.IssueId == issue.Id && row.RecordedFrom <= known.UtcTicks && row.RecordedTo > known.UtcTicks)))
            .Select(issue => issue.Id)
            .ToHashSetAsync(cancellation);

    /// <summary>Ids of the regions of an issue that any published coding names, as known then.</summary>
    public async Task<List<int>> NamedRegionsAsync(int issue, DateTimeOffset known, CancellationToken cancellation) =>
        await db.Regions.AsNoTracking()
            // By party as well, though it is not asked for: the index starts with it, so each look is a seek.
            .Where(region => db.Parties.Any(party => party.ProcessId == region.ProcessId && db.PublishedCodings.Any(row =>
                row.PartyId == party.Id && row.IssueId == issue && row.RegionId == region.Id && row.RecordedFrom <= known.UtcTicks && row.RecordedTo > known.UtcTicks)))
            .Select(region => region.Id)
            .ToListAsync(cancellation);

    /// <summary>The words that go with codings, by id of the coding. Only published codings are found.</summary>
    public async Task<Dictionary<long, CodingWords>> WordsAsync(IReadOnlyCollection<long> codings, CancellationToken cancellation)
    {
        var ids = codings.Select(id => (int)id).ToList();
        return await db.PublishedCodings.AsNoTracking()
            .Where(row => ids.Contains(row.Id))
            .Join(db.Set<Coding>(), row => row.Id, coding => coding.Id, (row, coding) => coding)
            .Join(db.Statements, coding => coding.StatementId, statement => statement.Id, (coding, statement) => new { coding.Id, coding.Condition, coding.Reason, statement.MadeOn })
            .ToDictionaryAsync(row => (long)row.Id, row => new CodingWords(row.Condition, row.Reason, row.MadeOn), cancellation);
    }

    /// <summary>Newest rows of one party, issue and region.</summary>
    /// <param name="CompleteAfter">Every row after this day is among them; null when all rows are.</param>
    private sealed record Bucket(List<Evidence> Rows, DateOnly? CompleteAfter)
    {
        public static readonly Bucket Empty = new([], null);
    }

    /// <param name="command"><see cref="NewestSql"/>, which stays prepared from one round to the next.</param>
    /// <param name="wanted">Its parameter for the places.</param>
    /// <param name="buckets">Is given what is read.</param>
    /// <param name="seeks">Place to the earliest day wanted; null for as few rows as may do.</param>
    private static async Task NewestAsync(
        DbCommand command, DbParameter wanted, Dictionary<(int Party, int Issue, int Region), Bucket> buckets, Dictionary<(int Party, int Issue, int Region), int?> seeks,
        IReadOnlyDictionary<int, string> regionIso, CancellationToken cancellation)
    {
        var places = seeks.Keys.ToArray();
        var json = new StringBuilder("[");
        foreach (var ((party, issue, place), floor) in seeks)
            json.Append(json.Length == 1 ? "" : ",").Append(CultureInfo.InvariantCulture, $"[{party},{issue},{place},").Append(CultureInfo.InvariantCulture, $"{floor}").Append(floor is null ? "null]" : "]");
        wanted.Value = json.Append(']').ToString();
        // A place without rows has none at all, or none back to the day asked for.
        foreach (var (place, floor) in seeks)
            buckets[place] = new([], CompleteAfter(floor ?? AnyDay));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var current = Bucket.Empty;
        string? region = null;
        var last = -1;
        // SQLite answers on this thread whatever is asked, so awaiting each row would cost and give nothing.
        while (reader.Read())
        {
            var key = reader.GetInt32(ColumnCount);
            if (key != last)
            {
                last = key;
                var place = places[key];
                region = Iso(place.Region, regionIso);
                current = buckets[place];
                // Rows of a place come together, but nothing promises it: what is there already is kept.
                if (current.Rows.Count == 0)
                    buckets[place] = current = new([], CompleteAfter(reader.GetInt32(ColumnCount + 1)));
            }

            current.Rows.Add(Read(reader, region));
        }

        foreach (var place in places)
            buckets[place].Rows.Sort(PositionRule.NewestFirst);

        static DateOnly? CompleteAfter(int oldest) => oldest == AnyDay ? null : DateOnly.FromDayNumber(oldest - 1);
    }

    /// <summary>
    /// The newest rows of many cells in one statement, in whole days, in no order, each with the place of its cell in the list and the day
    /// it reaches back to (0 when that is the beginning). The benchmark measures this very text against the reader.
    /// </summary>
    /// <remarks>
    /// A cell that comes with a day gives every row back to it. Otherwise the days that lie whole within the <see cref="FirstRows"/> newest
    /// rows, or the newest day when none does. Sorting here would copy every row once more; the lists a cell are short and nearly in order.
    /// </remarks>
    internal static string NewestSql(IProvider provider, EvidenceFilter filter)
    {
        var newest = $"SELECT q.\"Day\" FROM \"PublishedCodings\" q WHERE {Wanted("q", Part(0), Part(1), Part(2))} ORDER BY q.\"Day\" DESC LIMIT 1";
        return
            $"WITH k AS MATERIALIZED (SELECT j.key, {Part(0)} AS party, {Part(1)} AS issue, {Part(2)} AS region, coalesce({Part(3)}, {provider.Smaller($"({newest})", $"({newest} OFFSET @rows - 1) + 1")}, 0) AS oldest FROM {provider.Elements("@seeks")} j) " +
            $"SELECT {Columns}, k.key, k.oldest FROM k JOIN \"PublishedCodings\" p ON {Wanted("p", "k.party", "k.issue", "k.region")} AND p.\"Day\" >= k.oldest";

        string Part(int part) => provider.Part("j.value", part);

        string Wanted(string row, string party, string issue, string region) =>
            $"{row}.\"PartyId\" = {party} AND {row}.\"IssueId\" = {issue} AND {row}.\"RegionId\" = {region} AND {row}.\"Day\" <= @date AND {row}.\"RecordedFrom\" <= @known AND {row}.\"RecordedTo\" > @known" +
            (filter.WeakestChannel == Channel.Analyst ? "" : $" AND {row}.\"Channel\" <= @channel") +
            (filter.LowestSource is null ? "" : $" AND {row}.\"SourceGrade\" <= @letter AND {row}.\"SourceGrade\" <> 70") +
            (filter.LowestInformation is null ? "" : $" AND {row}.\"Information\" <= @digit AND {row}.\"Information\" <> 6");
    }

    private static string? Iso(int region, IReadOnlyDictionary<int, string> regionIso) => region == PublishedCoding.WholeCountry ? null : regionIso[region];

    private static Evidence Read(DbDataReader row, string? region)
    {
        var recordedTo = row.GetInt64(4);
        var stepFrom = row.GetInt32(5);
        return new()
        {
            CodingId = row.GetInt32(0),
            Region = region,
            Day = DateOnly.FromDayNumber(row.GetInt32(1)),
            Earliest = DateOnly.FromDayNumber(row.GetInt32(2)),
            RecordedFrom = new(row.GetInt64(3), TimeSpan.Zero),
            RecordedTo = recordedTo == long.MaxValue ? null : new DateTimeOffset(recordedTo, TimeSpan.Zero),
            Steps = stepFrom == 0 ? null : new StepRange(stepFrom, row.GetInt32(6)),
            State = (CodingState)row.GetInt32(7),
            Channel = (Channel)row.GetInt32(8),
            Grade = new((char)row.GetInt32(9), row.GetInt32(10)),
            Statement = row.GetInt32(11),
            Origins = ReadOrigins(row.GetString(12)),
            Copied = row.GetInt32(13),
        };
    }

    private static int[] ReadOrigins(string text)
    {
        // A draft may cite nothing yet.
        return text.Length == 0 ? [] : text.Contains(' ', StringComparison.Ordinal) ? Array.ConvertAll(text.Split(' '), Number) : [Number(text)];

        static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static DbParameter Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
        return parameter;
    }

    private async Task<Lease> OpenAsync(CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        return new(db.Database.GetDbConnection(), db);
    }

    /// <summary>Gives the connection back to EF Core, which counts who holds it open.</summary>
    private sealed record Lease(DbConnection Connection, PeaceTrackerDbContext Db) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Db.Database.CloseConnectionAsync();
    }
}
