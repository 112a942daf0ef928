using Microsoft.EntityFrameworkCore;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Desk;

/// <summary>Where a coding belongs: the place a newer one takes.</summary>
/// <param name="Region">Null for the whole country, and on issues that are not regional.</param>
public sealed record CodedPlace(int PartyId, int IssueId, int? RegionId, string Party, string Issue, string? Region);

/// <summary>What a published coding answers.</summary>
/// <param name="Statement">Number of its statement.</param>
/// <param name="Steps">Null when the party is silent or declined.</param>
public sealed record CodedAnswer(int Statement, DateOnly Day, StepRange? Steps, CodingState State);

/// <summary>What stands close to a statement that is being written: each question is bounded, however many statements there are.</summary>
public sealed class NearStatements(PeaceTrackerDbContext db)
{
    /// <summary>Days to both sides within which two statements of a party on an issue may be one.</summary>
    public const int Days = 7;

    private const int Newest = 40;
    private const int FromSource = 200;
    private const int Together = 500;

    /// <summary>A record of so many statements is held whole: it is read once, and not a little for each question.</summary>
    private const int Whole = 3_000;

    /// <summary>Texts of the record that are held at once while all are compared.</summary>
    private const int AtOnce = 5_000;

    /// <summary>What was read for many statements that are looked at one after another; null where each is looked at alone.</summary>
    private NearFacts? held;

    /// <summary>
    /// From now on the same questions are answered out of what is held, and read for many at once where they are not: for as long as nothing
    /// else is written. The answers are the same.
    /// </summary>
    /// <param name="alike">Everything that will be asked about in words.</param>
    public async Task<NearFacts> HoldAsync(int process, AlikeTexts alike, CancellationToken cancellation)
    {
        var facts = new NearFacts();
        var found = new Dictionary<string, List<(int, double)>>(StringComparer.Ordinal);
        // One way through the store for all of them.
        await foreach (var part in db.Statements.AsNoTracking().Where(row => row.ProcessId == process && row.QuoteSize != null && !DeskStatements.Over.Contains(row.Status))
            .Select(row => new ValueTuple<int, string>(row.Id, row.Quote!)).AsAsyncEnumerable().Chunk(AtOnce).WithCancellation(cancellation))
            Keep(part);
        await foreach (var part in db.Set<Citation>().AsNoTracking().Where(row => row.ProcessId == process && row.ExactSize != null && db.Statements.Any(of => of.Id == row.StatementId && !DeskStatements.Over.Contains(of.Status)))
            .Select(row => new ValueTuple<int, string>(row.StatementId, row.Exact!)).AsAsyncEnumerable().Chunk(AtOnce).WithCancellation(cancellation))
            Keep(part);
        foreach (var (text, statements) in found)
            facts.Alike[text] = Likest(statements);
        await foreach (var row in db.Statements.AsNoTracking()
            .Where(row => row.ProcessId == process && (row.Status == StatementStatus.Draft || row.Status == StatementStatus.InReview || row.Status == StatementStatus.Returned))
            .SelectMany(row => row.Codings, (row, coding) => new { row.Number, row.Day, coding.Party, coding.Issue, coding.Region }).AsAsyncEnumerable().WithCancellation(cancellation))
            facts.AddOpen((row.Party, row.Issue, row.Region), row.Day, row.Number);
        var standing = db.Statements.AsNoTracking().Where(row => row.ProcessId == process && !DeskStatements.Over.Contains(row.Status));
        if (await standing.OrderBy(row => row.Id).Take(Whole + 1).CountAsync(cancellation) <= Whole)
        {
            facts.HoldAll(await WithParts(standing).ToListAsync(cancellation));
            foreach (var place in (await InPreference(db.PublishedCodings.AsNoTracking().Where(coding => coding.RecordedTo == long.MaxValue && db.Parties.Any(party => party.Id == coding.PartyId && party.ProcessId == process))).ToListAsync(cancellation))
                .GroupBy(coding => (coding.PartyId, coding.IssueId, coding.RegionId == PublishedCoding.WholeCountry ? null : (int?)coding.RegionId)))
                facts.Answers[place.Key] = [.. place.Select(Answer)];
        }

        held = facts;
        return facts;

        void Keep((int Statement, string Words)[] part)
        {
            var of = part.ToLookup(one => one.Words, one => one.Statement, StringComparer.Ordinal);
            foreach (var (words, text, share) in alike.Like(of.Select(same => same.Key)))
            {
                if (!found.TryGetValue(text, out var list))
                    found[text] = list = [];
                list.AddRange(of[words].Select(statement => (statement, share)));
            }
        }
    }

    /// <summary>Goes on with what was held, or with nothing held.</summary>
    public void Use(NearFacts? facts) => held = facts;

    /// <summary>The newest published coding, of one day first one with a step; null when there is none.</summary>
    /// <param name="except">Number of the statement itself.</param>
    /// <param name="withStep">Passes over those in which the party is silent or declined.</param>
    public async Task<CodedAnswer?> NewestAsync(CodedPlace cell, int except, bool withStep, CancellationToken cancellation)
    {
        if (held is not null)
            return (await AnswersAsync(held, cell, cancellation)).Find(row => row.Statement != except && (!withStep || row.Steps is not null));
        var row = await InPreference(InCell(cell).Where(coding => coding.Statement != except).Where(coding => !withStep || coding.StepFrom > 0)).FirstOrDefaultAsync(cancellation);
        return row is null ? null : Answer(row);
    }

    /// <summary>
    /// Statements that are public or being worked on and that may be the same as one from this source: of the same party on the same issue
    /// within <see cref="Days"/>; those with a passage of the source, or of one with the same address; and those whose words are like these,
    /// whatever they are about. With citations and codings.
    /// </summary>
    /// <param name="words">The quotation or passage; null without one.</param>
    /// <param name="except">Number of the statement itself.</param>
    public async Task<List<Statement>> CandidatesAsync(int process, IReadOnlyList<CodedPlace> cells, DateOnly? day, IReadOnlyList<int> sources, string? words, int except, CancellationToken cancellation)
    {
        var numbers = new HashSet<int>();
        foreach (var cell in cells)
        {
            if (day is not { } said)
                break;
            var (first, last) = (said.AddDays(-Days), said.AddDays(Days));
            if (held is not null)
            {
                numbers.UnionWith((await AnswersAsync(held, cell, cancellation)).Where(row => row.Day >= first && row.Day <= last).Reverse().Select(row => row.Statement).Take(Newest));
                numbers.UnionWith(held.Open((cell.Party, cell.Issue, cell.Region), first, last).OrderByDescending(row => row.Day).ThenByDescending(row => row.Number).Select(row => row.Number).Take(Newest));
                continue;
            }

            numbers.UnionWith(await InCell(cell).Where(coding => coding.Day >= first.DayNumber && coding.Day <= last.DayNumber).OrderBy(coding => coding.Day).Select(coding => coding.Statement).Take(Newest).ToListAsync(cancellation));
            numbers.UnionWith(await db.Statements.AsNoTracking()
                .Where(row => row.ProcessId == process && row.Day >= first && row.Day <= last
                    && (row.Status == StatementStatus.Draft || row.Status == StatementStatus.InReview || row.Status == StatementStatus.Returned)
                    && row.Codings.Any(coding => coding.Party == cell.Party && coding.Issue == cell.Issue && coding.Region == cell.Region))
                .OrderByDescending(row => row.Day).ThenByDescending(row => row.Number)
                .Select(row => row.Number).Take(Newest).ToListAsync(cancellation));
        }

        var cited = await HeldAsync(held?.Cited, string.Join(' ', sources), () => db.Set<Citation>().AsNoTracking()
            .Where(row => row.ProcessId == process && sources.Contains(row.Source) && row.Exact != null).OrderByDescending(row => row.Id).Select(row => row.StatementId).Take(FromSource).ToListAsync(cancellation));
        if (held is not null && words is not null)
            cited = [.. cited, .. held.Alike.GetValueOrDefault(words, [])];
        else if (TextShape.Of(words) is { } shape)
            cited = [.. cited, .. await AlikeAsync(process, words!, shape, cancellation)];
        if (numbers.Count == 0 && cited.Count == 0)
            return [];
        var rows = held is null ? await DetailsAsync([.. numbers], cited) : await held.DetailsAsync(numbers, cited, DetailsAsync);
        // An amendment being worked on is the statement the public sees.
        return [.. rows.Where(row => row.Number != except).GroupBy(row => row.Number).Select(group => group.OrderByDescending(row => row.Status == StatementStatus.Published).First()).OrderBy(row => row.Number)];

        Task<List<Statement>> DetailsAsync(IReadOnlyList<int> asked, IReadOnlyList<int> ids) => WithParts(db.Statements.AsNoTracking()
            .Where(row => row.ProcessId == process && (asked.Contains(row.Number) || ids.Contains(row.Id)) && !DeskStatements.Over.Contains(row.Status)))
            .ToListAsync(cancellation);
    }

    private static IQueryable<Statement> WithParts(IQueryable<Statement> statements) =>
        statements.Include(row => row.Citations.OrderBy(citation => citation.Order)).Include(row => row.Codings).AsSplitQuery();

    /// <summary>Numbers of the source and of those that have its address, or its copy in an archive, or it as theirs.</summary>
    public Task<List<int>> AtAddressAsync(Source source, CancellationToken cancellation) => HeldAsync(held?.AtAddress, source.Number, async () =>
    {
        var addresses = new[] { source.NormalAddress, source.NormalArchiveAddress }.OfType<string>().ToList();
        return addresses.Count == 0 ? [source.Number] :
            [source.Number, .. await db.Sources.IgnoreQueryFilters().AsNoTracking()
                .Where(row => row.ProcessId == source.ProcessId && row.Number != source.Number && (addresses.Contains(row.NormalAddress!) || addresses.Contains(row.NormalArchiveAddress!)))
                .OrderBy(row => row.Number).Select(row => row.Number).Take(Newest).ToListAsync(cancellation)];
    });

    /// <summary>Title of each of these sources, by its number.</summary>
    public async Task<Dictionary<int, string>> TitlesAsync(int process, IReadOnlyCollection<int> numbers, CancellationToken cancellation)
    {
        var titles = held?.Titles ?? [];
        var missing = numbers.Where(number => !titles.ContainsKey(number)).ToList();
        if (missing.Count > 0)
        {
            foreach (var row in await db.Sources.IgnoreQueryFilters().AsNoTracking().Where(row => row.ProcessId == process && missing.Contains(row.Number)).Select(row => new { row.Number, row.Title }).ToListAsync(cancellation))
                titles[row.Number] = row.Title;
        }

        return titles;
    }

    /// <summary>What is public in a place.</summary>
    private IQueryable<PublishedCoding> InCell(CodedPlace cell)
    {
        var region = cell.RegionId ?? PublishedCoding.WholeCountry;
        return db.PublishedCodings.AsNoTracking().Where(coding => coding.PartyId == cell.PartyId && coding.IssueId == cell.IssueId && coding.RegionId == region && coding.RecordedTo == long.MaxValue);
    }

    /// <summary>All answers in a place, in the order in which <see cref="NewestAsync"/> prefers them.</summary>
    private Task<List<CodedAnswer>> AnswersAsync(NearFacts facts, CodedPlace cell, CancellationToken cancellation) => HeldAsync(facts.Answers, (cell.PartyId, cell.IssueId, cell.RegionId), async () =>
        facts.IsWhole ? [] : (await InPreference(InCell(cell)).ToListAsync(cancellation)).ConvertAll(Answer));

    private static IQueryable<PublishedCoding> InPreference(IQueryable<PublishedCoding> codings) =>
        codings.OrderByDescending(coding => coding.Day).ThenByDescending(coding => coding.StepFrom > 0).ThenByDescending(coding => coding.Id);

    private static CodedAnswer Answer(PublishedCoding row) => new(row.Statement, DateOnly.FromDayNumber(row.Day), row.StepFrom > 0 ? new(row.StepFrom, row.StepTo) : null, (CodingState)row.State);

    private static async Task<TValue> HeldAsync<TKey, TValue>(Dictionary<TKey, TValue>? held, TKey key, Func<Task<TValue>> read)
        where TKey : notnull
    {
        if (held is null)
            return await read();
        if (!held.TryGetValue(key, out var value))
            held[key] = value = await read();
        return value;
    }

    /// <summary>Where a person or the rule found passages of citations in a text of their source, by the id of the citation.</summary>
    public async Task<Dictionary<int, (int Start, int Length)>> AnchoredAsync(int process, int text, IReadOnlyList<int> citations, CancellationToken cancellation) => citations.Count == 0 ? [] :
        (await db.Set<Anchor>().AsNoTracking()
            .Where(row => row.ProcessId == process && row.TextNumber == text && citations.Contains(row.CitationId) && row.Position != null && row.Length != null)
            .OrderBy(row => row.Id).Select(row => new { row.CitationId, Start = row.Position!.Value, Length = row.Length!.Value }).ToListAsync(cancellation))
        .GroupBy(row => row.CitationId).ToDictionary(group => group.Key, group => (group.Last().Start, group.Last().Length));

    /// <summary>Ids of statements with a quotation or passage like these words, the likest first. Reads the shapes of all, and the words of few.</summary>
    private async Task<List<int>> AlikeAsync(int process, string words, TextShape shape, CancellationToken cancellation)
    {
        var (least, most) = (shape.Least, shape.Most);
        var quoting = new List<int>();
        await foreach (var row in db.Statements.AsNoTracking().Where(row => row.ProcessId == process && row.QuoteSize >= least && row.QuoteSize <= most)
            .Select(row => new { row.Id, Size = row.QuoteSize!.Value, Counts = row.QuoteShape! }).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (shape.MayBeLike(new(row.Size, row.Counts)))
                quoting.Add(row.Id);
        }

        var citing = new List<int>();
        await foreach (var row in db.Set<Citation>().AsNoTracking().Where(row => row.ProcessId == process && row.ExactSize >= least && row.ExactSize <= most)
            .Select(row => new { row.Id, Size = row.ExactSize!.Value, Counts = row.ExactShape! }).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (shape.MayBeLike(new(row.Size, row.Counts)))
                citing.Add(row.Id);
        }

        var alike = new List<(int Statement, double Share)>();
        foreach (var ids in quoting.Chunk(Together))
            Keep(await db.Statements.AsNoTracking().Where(row => ids.Contains(row.Id) && !DeskStatements.Over.Contains(row.Status)).Select(row => new ValueTuple<int, string>(row.Id, row.Quote!)).ToListAsync(cancellation));
        foreach (var ids in citing.Chunk(Together))
        {
            Keep(await db.Set<Citation>().AsNoTracking().Where(row => ids.Contains(row.Id) && db.Statements.Any(of => of.Id == row.StatementId && !DeskStatements.Over.Contains(of.Status)))
                .Select(row => new ValueTuple<int, string>(row.StatementId, row.Exact!)).ToListAsync(cancellation));
        }

        return Likest(alike);

        void Keep(IEnumerable<(int Statement, string Words)> read) => alike.AddRange(read
            .Select(row => (row.Statement, Share: Similarity.Of(words, row.Words))).Where(row => row.Share >= Similarity.LikelyDuplicate));
    }

    private static List<int> Likest(IEnumerable<(int Statement, double Share)> alike) =>
        [.. alike.GroupBy(one => one.Statement).OrderByDescending(group => group.Max(one => one.Share)).ThenByDescending(group => group.Key).Take(Newest).Select(group => group.Key)];

    /// <summary>Gives the statements of an older store what is kept for finding; what is written since has it from the classes.</summary>
    internal static async Task FillShapesAsync(PeaceTrackerDbContext db, CancellationToken cancellation)
    {
        foreach (var row in await db.Statements.AsNoTracking().Where(row => row.Quote != null && row.QuoteSize == null).Select(row => new { row.Id, row.Quote }).ToListAsync(cancellation))
        {
            if (TextShape.Of(row.Quote) is { } shape)
                await db.Statements.Where(one => one.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.QuoteSize, (int?)shape.Size).SetProperty(one => one.QuoteShape, shape.Counts), cancellation);
        }

        foreach (var row in await db.Set<Citation>().AsNoTracking().Where(row => row.Exact != null && row.ExactSize == null).Select(row => new { row.Id, row.Exact }).ToListAsync(cancellation))
        {
            if (TextShape.Of(row.Exact) is { } shape)
                await db.Set<Citation>().Where(one => one.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.ExactSize, (int?)shape.Size).SetProperty(one => one.ExactShape, shape.Counts), cancellation);
        }
    }
}

/// <summary>What was read of a store while many statements are looked at; right for as long as nobody writes.</summary>
public sealed class NearFacts
{
    /// <summary>Statements that are kept at hand with their details.</summary>
    private const int MostDetails = 5_000;

    private readonly Dictionary<(string Party, string Issue, string? Region), List<(DateOnly Day, int Number)>> open = [];
    private readonly Dictionary<int, List<Statement>> byNumber = [];
    private readonly Dictionary<int, List<Statement>> byId = [];

    internal Dictionary<(int Party, int Issue, int? Region), List<CodedAnswer>> Answers { get; } = [];

    internal Dictionary<string, List<int>> Cited { get; } = [];

    internal Dictionary<int, List<int>> AtAddress { get; } = [];

    internal Dictionary<int, string> Titles { get; } = [];

    /// <summary>Words to the ids of statements with words like them.</summary>
    internal Dictionary<string, List<int>> Alike { get; } = new(StringComparer.Ordinal);

    internal void AddOpen((string Party, string Issue, string? Region) cell, DateOnly day, int number)
    {
        if (!open.TryGetValue(cell, out var list))
            open[cell] = list = [];
        list.Add((day, number));
        sorted = false;
    }

    private bool sorted;

    internal IEnumerable<(DateOnly Day, int Number)> Open((string Party, string Issue, string? Region) cell, DateOnly first, DateOnly last)
    {
        if (!sorted)
        {
            foreach (var list in open.Values)
                list.Sort();
            sorted = true;
        }

        if (!open.TryGetValue(cell, out var days))
            yield break;
        var from = days.BinarySearch((first, 0));
        for (var at = from < 0 ? ~from : from; at < days.Count && days[at].Day <= last; at++)
            yield return days[at];
    }

    /// <summary>Every statement that is public or being worked on is held: what is not among them is not there.</summary>
    internal bool IsWhole { get; private set; }

    /// <param name="statements">All that are public or being worked on, with their details.</param>
    internal void HoldAll(IReadOnlyList<Statement> statements)
    {
        foreach (var row in statements)
        {
            byId[row.Id] = [row];
            if (byNumber.TryGetValue(row.Number, out var others))
                others.Add(row);
            else
                byNumber[row.Number] = [row];
        }

        IsWhole = true;
    }

    internal async Task<List<Statement>> DetailsAsync(IReadOnlyCollection<int> numbers, IReadOnlyCollection<int> ids, Func<IReadOnlyList<int>, IReadOnlyList<int>, Task<List<Statement>>> read)
    {
        if (IsWhole)
            return [.. numbers.SelectMany(number => byNumber.GetValueOrDefault(number, [])).Concat(ids.SelectMany(id => byId.GetValueOrDefault(id, []))).DistinctBy(row => row.Id)];
        if (byNumber.Count + byId.Count > MostDetails)
        {
            byNumber.Clear();
            byId.Clear();
        }

        List<int> missingNumbers = [.. numbers.Where(number => !byNumber.ContainsKey(number))], missingIds = [.. ids.Where(id => !byId.ContainsKey(id)).Distinct()];
        if (missingNumbers.Count + missingIds.Count > 0)
        {
            var rows = await read(missingNumbers, missingIds);
            foreach (var number in missingNumbers)
                byNumber[number] = rows.FindAll(row => row.Number == number);
            foreach (var id in missingIds)
                byId[id] = rows.FindAll(row => row.Id == id);
        }

        return [.. numbers.SelectMany(number => byNumber[number]).Concat(ids.SelectMany(id => byId[id])).DistinctBy(row => row.Id)];
    }
}
