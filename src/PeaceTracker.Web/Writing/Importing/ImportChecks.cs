using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Writing.Importing;

/// <summary>What became of a row.</summary>
/// <param name="Number">As a spreadsheet counts.</param>
/// <param name="Found">What the form's judge says; null while it has no source.</param>
/// <param name="OnRecord">Number of the statement that says the same already; null when none does.</param>
/// <param name="LikeRow">Number of the earlier row that says the same; null when none does.</param>
public sealed record CheckedRow(int Number, IReadOnlyList<RowProblem> Problems, CheckedStatement? Found, int? OnRecord, int? LikeRow)
{
    /// <summary>The earlier row that it likely repeats, and what they share; null when there is none.</summary>
    public (int Number, string Why)? NearRow { get; init; }

    /// <summary>Somebody will have to answer something before it can go to review.</summary>
    public bool Asks => Found is { } found && (found.Warnings.Count > 0 || found.Near.Count > 0);

    /// <summary>It is on record, or in the file, already: nothing is made of it.</summary>
    public bool IsSame => OnRecord is not null || LikeRow is not null;

    public bool HasProblems => Problems.Count > 0;

    /// <summary>It is likely the same as a statement on record. What only speaks of the same matter in the same week is asked about before review, as of any draft.</summary>
    public bool IsNear => !IsSame && !HasProblems && (NearRow is not null || Found!.Near.Any(near => near.Likely));

    /// <summary>It becomes a draft without further ado.</summary>
    public bool IsReady => !IsSame && !HasProblems && !IsNear;
}

/// <summary>A table as far as it was checked, against the record as it was then.</summary>
/// <param name="asOf">Number of the newest entry of the revision log.</param>
public sealed class ImportCheck(TableText text, TableRows table, ImportChoices choices, long asOf)
{
    private readonly List<CheckedRow> rows = [];

    public TableText Text => text;

    public TableRows Table => table;

    public ImportChoices Choices => choices;

    public long AsOf => asOf;

    public IReadOnlyList<CheckedRow> Rows => rows;

    public bool IsComplete => rows.Count == table.Rows.Count;

    public IEnumerable<CheckedRow> Ready => rows.Where(row => row.IsReady);

    public IEnumerable<CheckedRow> Near => rows.Where(row => row.IsNear);

    public IEnumerable<CheckedRow> Same => rows.Where(row => !row.HasProblems && row.IsSame);

    public IEnumerable<CheckedRow> WithProblems => rows.Where(row => row.HasProblems);

    /// <summary>Digest of what was found, to tell whether what is confirmed is what was shown.</summary>
    public string Mark => SourceText.Hash(string.Join(';', rows.Select(row =>
        string.Create(CultureInfo.InvariantCulture, $"{row.Number} {(row.HasProblems ? 'p' : row.IsSame ? 's' : row.IsNear ? 'n' : 'r')}"))));

    internal SemaphoreSlim Turn { get; } = new(1);

    internal IReadOnlyList<(string Slug, string Title)>? Proposals { get; set; }

    internal Dictionary<string, int?> Sources { get; } = [];

    internal Dictionary<int, FormSurroundings?> Around { get; } = [];

    /// <summary>Source to what its statements say, to their numbers.</summary>
    internal Dictionary<int, Dictionary<string, int>> OnRecord { get; } = [];

    internal Dictionary<string, int> Said { get; } = [];

    /// <summary>Words, and party with issue and day, to the first row that has them.</summary>
    internal Dictionary<string, int> NearBy { get; } = [];

    internal void Add(CheckedRow row) => rows.Add(row);
}

/// <summary>
/// Checks the rows of an import, each by the judge of the form (<see cref="StatementForms"/>). The same code looks before it is confirmed and when
/// it is: only what was found against the very same record is not looked for twice.
/// </summary>
public sealed class ImportChecks(PeaceTrackerDbContext db, DeskStatements desk, StatementForms forms, SourceDesk sources, IMemoryCache cache, TimeProvider clock)
{
    /// <summary>Fewer letters are the same by chance.</summary>
    private const int FewLetters = 20;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    /// <summary>Goes on checking for a while; asked again it goes on from there. Null when the file cannot be read as a table.</summary>
    /// <param name="slice">How long at most, but for the row it is at; null until it is done.</param>
    public async Task<ImportCheck?> CheckAsync(ProcessContents contents, Import import, TimeSpan? slice, CancellationToken cancellation)
    {
        var asOf = await db.Revisions.AsNoTracking().MaxAsync(row => (long?)row.Number, cancellation) ?? 0;
        var key = (nameof(ImportCheck), import.Id, import.Version);
        if (!cache.TryGetValue(key, out ImportCheck? check) || check!.AsOf != asOf)
        {
            var choices = ImportChoices.FromJson(import.Choices);
            if (TableText.Read(import.Content, choices.Encoding, out _) is not { } text || TableRows.Read(text.Text, choices.Separator) is not { Problem: null } table)
                return null;
            check = new(text, table, choices, asOf);
            cache.Set(key, check, new MemoryCacheEntryOptions { SlidingExpiration = Kept });
        }

        // Two windows on one import go on with one check, not with two.
        await check.Turn.WaitAsync(cancellation);
        try
        {
            var began = clock.GetTimestamp();
            while (!check.IsComplete && (slice is null || clock.GetElapsedTime(began) < slice))
                check.Add(await RowAsync(contents, check, check.Table.Rows[check.Rows.Count], cancellation));
        }
        finally
        {
            check.Turn.Release();
        }

        return check;
    }

    private async Task<CheckedRow> RowAsync(ProcessContents contents, ImportCheck check, TableRow row, CancellationToken cancellation)
    {
        check.Proposals ??= [.. (await db.Proposals.IgnoreQueryFilters().AsNoTracking().Where(proposal => proposal.ProcessId == contents.Process.Id)
            .Select(proposal => new { proposal.Slug, proposal.Title }).ToListAsync(cancellation)).Select(proposal => (proposal.Slug, proposal.Title))];
        var asked = check.Choices.Value(row, "source");
        if (row.Problem is null && !check.Sources.ContainsKey(asked))
            check.Sources[asked] = await SourceAsync(contents, asked, cancellation);
        var read = new RowReading(check.Choices, row, new(contents, check.Proposals, check.Sources));
        if (read.Source is not { } source || await AroundAsync(contents, check, source, cancellation) is not { } around)
            return new(row.Number, read.Problems, null, null, null);
        var found = await forms.CheckAsync(around, read.Form, null, null, cancellation, translateLater: true);
        // What names nothing was said already; the form would say it once more.
        var problems = read.Problems
            .Concat(found.Problems.Select(problem => (Field: Cell(problem.Field), problem.Text)).Where(problem => read.Problems.All(one => one.Field != problem.Field)).Select(problem => Wrong(problem.Field, problem.Text)))
            .ToList();
        if (around.Source.MergedInto is { } kept)
            problems.Add(Wrong("source", FormattableString.Invariant($"This source was merged and goes under No. {kept}. Give that number")));
        if (problems.Count > 0)
            return new(row.Number, problems, found, null, null);
        var statement = found.Build(DeskStatements.FirstNumber, 1, null);
        var says = Says(statement);
        if (!check.OnRecord.TryGetValue(source, out var known))
            check.OnRecord[source] = known = await KnownAsync(contents, source, cancellation);
        if (known.TryGetValue(says, out var number))
            return new(row.Number, [], found, number, null);
        if (!check.Said.TryAdd(string.Create(CultureInfo.InvariantCulture, $"{source} {says}"), row.Number))
            return new(row.Number, [], found, null, check.Said[string.Create(CultureInfo.InvariantCulture, $"{source} {says}")]);
        return new(row.Number, [], found, null, null) { NearRow = NearRow(check, row.Number, statement) };

        // Two steps stand in one cell.
        static string Cell(string field) => field.StartsWith("step-from", StringComparison.Ordinal) || field.StartsWith("step-to", StringComparison.Ordinal)
            ? field.Replace("-from", "", StringComparison.Ordinal).Replace("-to", "", StringComparison.Ordinal)
            : ImportField.IsField(field) ? field : "";

        RowProblem Wrong(string field, string text)
        {
            var now = check.Choices.Value(row, field);
            // What the judge of the form says is about the row as a whole, but for a date nobody can read.
            return new(field, check.Choices.Found(row, field), now, text, field == "said" && now.Length > 0 && DateInput.Read(now).Date is null && check.Choices.Found(row, field).Length > 0 && !check.Choices.IsEdited(row, field));
        }
    }

    /// <summary>The earlier row with the same words or place; what this one has is noted for those after it.</summary>
    private static (int, string)? NearRow(ImportCheck check, int number, Statement statement)
    {
        (int, string)? near = null;
        // Letters alone: a full stop more makes no other words.
        var words = string.Concat((statement.Citations.FirstOrDefault()?.Exact ?? statement.Quote ?? "").Where(char.IsLetterOrDigit)).ToLowerInvariant();
        if (words.Length >= FewLetters && !check.NearBy.TryAdd(words, number))
            near = (check.NearBy[words], "Its words are nearly the same.");
        foreach (var coding in statement.Codings)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{coding.Party} {coding.Issue} {coding.Region} {statement.Day:O}");
            if (!check.NearBy.TryAdd(place, number) && check.NearBy[place] != number)
                near ??= (check.NearBy[place], "The same party on the same issue, on the same day.");
        }

        return near;
    }

    /// <summary>The source with this number or this address; null when there is none, or several have the address.</summary>
    private async Task<int?> SourceAsync(ProcessContents contents, string asked, CancellationToken cancellation)
    {
        if (int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return await sources.FindAsync(contents.Process.Id, number, cancellation) is null ? null : number;
        return (await sources.AtAddressAsync(contents.Process.Id, asked, cancellation)).Where(source => source.MergedInto is null).ToList() is [var one] ? one.Number : null;
    }

    private async Task<FormSurroundings?> AroundAsync(ProcessContents contents, ImportCheck check, int source, CancellationToken cancellation)
    {
        if (!check.Around.TryGetValue(source, out var around))
            check.Around[source] = around = await forms.ReadAsync(contents, source, cancellation);
        return around;
    }

    /// <summary>What the statements from a source say that are public or being worked on.</summary>
    private async Task<Dictionary<string, int>> KnownAsync(ProcessContents contents, int source, CancellationToken cancellation)
    {
        var rows = await desk.All(contents.Process.Id).AsNoTracking()
            .Where(row => !DeskStatements.Over.Contains(row.Status) && row.Citations.Any(citation => citation.Source == source && citation.Order == 0))
            .Include(row => row.Citations.OrderBy(citation => citation.Order)).Include(row => row.Codings).AsSplitQuery().ToListAsync(cancellation);
        return rows.GroupBy(Says).ToDictionary(group => group.Key, group => group.Min(row => row.Number));
    }

    /// <summary>What makes two statements from one source the same: day, words or place, speaker and coding; where nothing is coded also the summary.</summary>
    private static string Says(Statement statement)
    {
        var first = statement.Citations.FirstOrDefault();
        var codings = statement.Codings
            .Select(coding => string.Create(CultureInfo.InvariantCulture, $"{coding.Party} {coding.Issue} {coding.Region} {coding.StepFrom}-{coding.StepTo} {coding.State} {coding.SpecialStatus} {coding.Condition}"))
            .Order(StringComparer.Ordinal).ToList();
        return string.Join('\u001f', [
            statement.MadeOn.Text, statement.Channel.ToString(), statement.Speaker ?? statement.AttributedTo ?? "", string.Join(' ', statement.Parties.Order(StringComparer.Ordinal)),
            string.Join(' ', (first?.Exact ?? statement.Quote ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), first?.Exact is null && statement.Quote is null ? first?.Paragraph ?? "" : "",
            statement.Proposal ?? "", statement.Clause ?? "", statement.RespondsTo ?? "", statement.RespondsToClause ?? "", statement.Response?.ToString() ?? "", codings.Count == 0 ? statement.Summary : "", .. codings]);
    }
}
