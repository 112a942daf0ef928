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

    /// <summary>The newest published coding, of one day first one with a step; null when there is none.</summary>
    /// <param name="except">Number of the statement itself.</param>
    /// <param name="withStep">Passes over those in which the party is silent or declined.</param>
    public async Task<CodedAnswer?> NewestAsync(CodedPlace cell, int except, bool withStep, CancellationToken cancellation)
    {
        var region = cell.RegionId ?? PublishedCoding.WholeCountry;
        var row = await db.PublishedCodings.AsNoTracking()
            .Where(coding => coding.PartyId == cell.PartyId && coding.IssueId == cell.IssueId && coding.RegionId == region && coding.RecordedTo == long.MaxValue && coding.Statement != except)
            .Where(coding => !withStep || coding.StepFrom > 0)
            .OrderByDescending(coding => coding.Day).ThenByDescending(coding => coding.StepFrom > 0).ThenByDescending(coding => coding.Id)
            .FirstOrDefaultAsync(cancellation);
        return row is null ? null : new(row.Statement, DateOnly.FromDayNumber(row.Day), row.StepFrom > 0 ? new(row.StepFrom, row.StepTo) : null, (CodingState)row.State);
    }

    /// <summary>
    /// Statements that are public or being worked on and that may be the same as one from this source: of the same party on the same issue
    /// within <see cref="Days"/>, the newest ones of these; those with a passage of the source, or of one with the same address; and those whose
    /// words are like these, whatever they are about. With citations and codings.
    /// </summary>
    /// <param name="words">The quotation or passage; null without one.</param>
    /// <param name="except">Number of the statement itself.</param>
    public async Task<List<Statement>> CandidatesAsync(int process, IReadOnlyList<CodedPlace> cells, DateOnly? day, IReadOnlyList<int> sources, string? words, int except, CancellationToken cancellation)
    {
        var numbers = new HashSet<int>();
        foreach (var cell in cells)
        {
            var region = cell.RegionId ?? PublishedCoding.WholeCountry;
            var published = db.PublishedCodings.AsNoTracking().Where(coding => coding.PartyId == cell.PartyId && coding.IssueId == cell.IssueId && coding.RegionId == region && coding.RecordedTo == long.MaxValue);
            numbers.UnionWith(await published.OrderByDescending(coding => coding.Day).ThenByDescending(coding => coding.Id).Select(coding => coding.Statement).Take(Newest).ToListAsync(cancellation));
            if (day is not { } said)
                continue;
            var (first, last) = (said.AddDays(-Days), said.AddDays(Days));
            numbers.UnionWith(await published.Where(coding => coding.Day >= first.DayNumber && coding.Day <= last.DayNumber).OrderBy(coding => coding.Day).Select(coding => coding.Statement).Take(Newest).ToListAsync(cancellation));
            numbers.UnionWith(await db.Statements.AsNoTracking()
                .Where(row => row.ProcessId == process && row.Day >= first && row.Day <= last
                    && (row.Status == StatementStatus.Draft || row.Status == StatementStatus.InReview || row.Status == StatementStatus.Returned)
                    && row.Codings.Any(coding => coding.Party == cell.Party && coding.Issue == cell.Issue && coding.Region == cell.Region))
                .OrderByDescending(row => row.Day).ThenByDescending(row => row.Number)
                .Select(row => row.Number).Take(Newest).ToListAsync(cancellation));
        }

        var cited = await db.Set<Citation>().AsNoTracking().Where(row => row.ProcessId == process && sources.Contains(row.Source) && row.Exact != null).OrderByDescending(row => row.Id).Select(row => row.StatementId).Take(FromSource).ToListAsync(cancellation);
        if (TextShape.Of(words) is { } shape)
            cited.AddRange(await AlikeAsync(process, words!, shape, cancellation));
        var rows = await db.Statements.AsNoTracking()
            .Where(row => row.ProcessId == process && (numbers.Contains(row.Number) || cited.Contains(row.Id)) && row.Number != except
                && !DeskStatements.Over.Contains(row.Status))
            .Include(row => row.Citations.OrderBy(citation => citation.Order)).Include(row => row.Codings).AsSplitQuery()
            .ToListAsync(cancellation);
        // An amendment being worked on is the statement the public sees.
        return [.. rows.GroupBy(row => row.Number).Select(group => group.OrderByDescending(row => row.Status == StatementStatus.Published).First()).OrderBy(row => row.Number)];
    }

    /// <summary>Numbers of the source and of those that have its address, or its copy in an archive, or it as theirs.</summary>
    public async Task<List<int>> AtAddressAsync(Source source, CancellationToken cancellation)
    {
        var addresses = new[] { source.NormalAddress, source.NormalArchiveAddress }.OfType<string>().ToList();
        return addresses.Count == 0 ? [source.Number] :
            [source.Number, .. await db.Sources.IgnoreQueryFilters().AsNoTracking()
                .Where(row => row.ProcessId == source.ProcessId && row.Number != source.Number && (addresses.Contains(row.NormalAddress!) || addresses.Contains(row.NormalArchiveAddress!)))
                .OrderBy(row => row.Number).Select(row => row.Number).Take(Newest).ToListAsync(cancellation)];
    }

    /// <summary>Where a person or the rule found passages of citations in a text of their source, by the id of the citation.</summary>
    public async Task<Dictionary<int, (int Start, int Length)>> AnchoredAsync(int process, int text, IReadOnlyList<int> citations, CancellationToken cancellation) =>
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

        return [.. alike.GroupBy(one => one.Statement).OrderByDescending(group => group.Max(one => one.Share)).ThenByDescending(group => group.Key).Take(Newest).Select(group => group.Key)];

        void Keep(IEnumerable<(int Statement, string Words)> read) => alike.AddRange(read
            .Select(row => (row.Statement, Share: Similarity.Of(words, row.Words))).Where(row => row.Share >= Similarity.LikelyDuplicate));
    }

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
