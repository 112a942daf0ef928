using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
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

    /// <summary>Number of its source; 0 while it has none.</summary>
    internal int Source { get; init; }

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

/// <summary>Something wrong in the same way in rows that are mended together; see <see cref="RowProblem"/>.</summary>
/// <param name="Row">The row, where one alone is mended.</param>
public sealed record RowsProblem(IReadOnlyList<int> Rows, string Field, string Found, string Now, string Text, int? Row);

/// <summary>A table as far as it was checked, against the record as it was then.</summary>
/// <param name="asOf">Number of the newest entry of the revision log.</param>
public sealed class ImportCheck(TableText text, TableRows table, ImportChoices choices, long asOf)
{
    private readonly List<CheckedRow> rows = [];

    public TableText Text => text;

    public TableRows Table => table;

    public ImportChoices Choices => choices;

    /// <summary>Number of the newest entry of the revision log that this is true of.</summary>
    public long AsOf { get; internal set; } = asOf;

    public IReadOnlyList<CheckedRow> Rows => rows;

    public bool IsComplete => rows.Count == table.Rows.Count;

    public IEnumerable<CheckedRow> Ready => rows.Where(row => row.IsReady);

    public IEnumerable<CheckedRow> Near => rows.Where(row => row.IsNear);

    public IEnumerable<CheckedRow> Same => rows.Where(row => !row.HasProblems && row.IsSame);

    public IEnumerable<CheckedRow> WithProblems => rows.Where(row => row.HasProblems);

    /// <summary>What is wrong, the same in the same field once, what mends most rows first.</summary>
    public IReadOnlyList<RowsProblem> Problems =>
    [
        .. WithProblems.SelectMany(row => row.Problems.Select(problem => (row.Number, Problem: problem)))
            .GroupBy(one => (one.Problem.Field, one.Problem.Found, one.Problem.Now, one.Problem.Text, Row: one.Problem.OfText ? 0 : one.Number))
            .Select(group => new RowsProblem([.. group.Select(one => one.Number).Distinct()], group.Key.Field, group.Key.Found, group.Key.Now, group.Key.Text, group.Key.Row == 0 ? null : group.Key.Row))
            .OrderByDescending(problem => problem.Rows.Count).ThenBy(problem => problem.Rows[0]),
    ];

    /// <summary>Digest of what was found, to tell whether what is confirmed is what was shown.</summary>
    public string Mark => SourceText.Hash(string.Join(';', rows.Select(row =>
        string.Create(CultureInfo.InvariantCulture, $"{row.Number} {(row.HasProblems ? 'p' : row.IsSame ? 's' : row.IsNear ? 'n' : 'r')}"))));

    internal SemaphoreSlim Turn { get; } = new(1);

    /// <summary>What the cells can name; null before the first row.</summary>
    internal Named? Named { get; set; }

    internal Dictionary<string, int?> Sources { get; } = [];

    internal Dictionary<int, FormSurroundings?> Around { get; } = [];

    /// <summary>Source to what its statements say, to their numbers.</summary>
    internal Dictionary<int, Dictionary<string, int>> OnRecord { get; } = [];

    /// <summary>What rows say to the first row that says it, by digest: there are many.</summary>
    internal Dictionary<UInt128, int> Said { get; } = [];

    /// <summary>Words, and party with issue and day, to the first row that has them; by digest.</summary>
    internal Dictionary<UInt128, int> NearBy { get; } = [];

    /// <summary>What is read of the record for all rows; null before the first and after the last.</summary>
    internal NearFacts? Facts { get; set; }

    /// <summary>The words of all rows.</summary>
    internal AlikeTexts? Words { get; set; }

    internal CheckedRow Replace(int index, CheckedRow row) => rows[index] = row;

    internal void Add(CheckedRow row) => rows.Add(row);
}

/// <summary>
/// Checks the rows of an import, each by the judge of the form (<see cref="StatementForms"/>). The same code looks before it is confirmed and when
/// it is: only what nothing that was written since can have changed is not looked for twice.
/// </summary>
public sealed class ImportChecks(PeaceTrackerDbContext db, DeskStatements desk, Imports imports, StatementForms forms, NearStatements near, SourceDesk sources, IMemoryCache cache, TimeProvider clock)
{
    /// <summary>Fewer letters are the same by chance.</summary>
    private const int FewLetters = 20;

    /// <summary>Texts of sources that are kept at hand; each may be long.</summary>
    private const int MostAround = 200;

    /// <summary>Rows that are looked at again one by one; more are with what is read for many at once.</summary>
    private const int FewRows = 20;

    /// <summary>Rows that are looked at again, and changes of others that are taken in, while the other writers wait; of more they are spared.</summary>
    private const int MostRowsInTurn = 100, MostChangesInTurn = 200;

    /// <summary>Changes of others that are taken in at all; with more everything is looked at as at first.</summary>
    private const int MostChanges = 5_000;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    /// <summary>Goes on checking for a while; asked again it goes on from there. Null when the file cannot be read as a table.</summary>
    /// <param name="slice">How long at most, but for the row it is at; null until it is done.</param>
    public async Task<ImportCheck?> CheckAsync(ProcessContents contents, Import import, TimeSpan? slice, CancellationToken cancellation)
    {
        var key = (nameof(ImportCheck), import.Id, import.Version);
        if (!cache.TryGetValue(key, out ImportCheck? check) || !await IsCurrentAsync(contents, check!, inTurn: false, cancellation))
        {
            var choices = ImportChoices.FromJson(import.Choices);
            if (TableText.Read(import.Content, choices.Encoding, out _) is not { } text || TableRows.Read(text, choices.Separator) is not { Problem: null } table)
                return null;
            check = await BeginAsync(text, table, choices, cancellation);
            cache.Set(key, check, new MemoryCacheEntryOptions { SlidingExpiration = Kept });
        }

        await GoOnAsync(contents, check!, slice, null, cancellation);
        return check;
    }

    /// <summary>A check of a table, of which no row is looked at yet.</summary>
    public async Task<ImportCheck> BeginAsync(TableText text, TableRows table, ImportChoices choices, CancellationToken cancellation) => new(text, table, choices, await NewestEntryAsync(cancellation));

    /// <summary>Looks at one row by itself, as a program sends it: by the same code, and without holding what many rows would ask for.</summary>
    public async Task<CheckedRow> OneAsync(ProcessContents contents, TableRows table, ImportChoices choices, CancellationToken cancellation) =>
        (await RowAsync(contents, new(new("", "", Told: true), table, choices, 0), table.Rows[0], cancellation)).Row;

    /// <summary>Looks at further rows.</summary>
    /// <param name="slice">How long at most, but for the row it is at; null until it is done.</param>
    /// <param name="progress">Is told how many are looked at.</param>
    public async Task GoOnAsync(ProcessContents contents, ImportCheck check, TimeSpan? slice, Action<int>? progress, CancellationToken cancellation)
    {
        // Two windows on one import go on with one check, not with two.
        await check.Turn.WaitAsync(cancellation);
        try
        {
            if (check.IsComplete)
                return;
            var began = clock.GetTimestamp();
            check.Words ??= new(check.Table.Rows.Select(row => check.Choices.Value(row, "quote")).Where(words => words.Length > 0).Distinct(StringComparer.Ordinal));
            if (check.Facts is null)
                check.Facts = await near.HoldAsync(contents.Process.Id, check.Words, cancellation);
            else
                near.Use(check.Facts);
            while (!check.IsComplete && (slice is null || clock.GetElapsedTime(began) < slice))
            {
                check.Add(Beside(check, await RowAsync(contents, check, check.Table.Rows[check.Rows.Count], cancellation)));
                progress?.Invoke(check.Rows.Count);
            }

            if (check.IsComplete)
                check.Facts = null;
        }
        finally
        {
            near.Use(null);
            check.Turn.Release();
        }
    }

    /// <summary>
    /// Whether a check is true of the record as it is now. Where others only wrote statements since, the rows these can bear on are looked at
    /// again first, by the same judge; so whoever brings in many rows waits for no quiet moment, and keeps nobody waiting.
    /// </summary>
    /// <param name="inTurn">The other writers wait: false is answered as well when it would take long.</param>
    public async Task<bool> IsCurrentAsync(ProcessContents contents, ImportCheck check, bool inTurn, CancellationToken cancellation)
    {
        var asOf = await NewestEntryAsync(cancellation);
        if (asOf == check.AsOf)
            return true;
        if (!check.IsComplete || asOf - check.AsOf > (inTurn ? MostChangesInTurn : MostChanges))
            return false;
        var since = check.AsOf;
        var entries = await db.Revisions.AsNoTracking().Where(row => row.Number > since && row.Number <= asOf).Select(row => new { row.Kind, row.Key }).ToListAsync(cancellation);
        var prefix = contents.Process.Slug + "/";
        if (entries.Exists(entry => entry.Kind is not (Snapshots.StatementKind or Snapshots.SourceKind)) || !await SourcesStandAsync(contents, check, NumbersOf(Snapshots.SourceKind), cancellation))
            return false;
        var numbers = NumbersOf(Snapshots.StatementKind);
        var changed = await DeskStatements.WithDetails(desk.All(contents.Process.Id).AsNoTracking().Where(row => numbers.Contains(row.Number))).ToListAsync(cancellation);
        // What is or was public bears on all answers of a place; a draft only on those of its days.
        var places = changed.SelectMany(row => row.Codings, (row, coding) => (Place: (coding.Party, coding.Issue, coding.Region), Day: row.PublishedAt is null ? row.Day : (DateOnly?)null)).ToLookup(one => one.Place, one => one.Day);
        var cited = changed.SelectMany(row => row.Citations).Select(citation => citation.Source).ToHashSet();
        foreach (var source in await sources.All(contents.Process.Id).AsNoTracking().Where(row => cited.Contains(row.Number)).ToListAsync(cancellation))
            cited.UnionWith(await near.AtAddressAsync(source, cancellation));
        var words = check.Words!.Like(changed.SelectMany(row => row.Citations.Select(citation => citation.Exact).Append(row.Quote)).OfType<string>()).Select(like => like.Text).ToHashSet(StringComparer.Ordinal);
        var touched = Enumerable.Range(0, check.Rows.Count).Where(index => check.Rows[index] is { Found: { } found } row
            && ((row.OnRecord is { } same && numbers.Contains(same)) || found.Near.Any(one => numbers.Contains(one.Statement.Number)) || found.Touches(places, cited, words))).ToList();
        if (inTurn && touched.Count > MostRowsInTurn)
            return false;
        foreach (var source in cited)
            check.OnRecord.Remove(source);
        try
        {
            if (touched.Count > FewRows)
                await near.HoldAsync(contents.Process.Id, check.Words!, cancellation);
            foreach (var index in touched)
            {
                var before = check.Rows[index];
                var (now, _, _) = await RowAsync(contents, check, check.Table.Rows[index], cancellation);
                // What was on record and is no longer may be said by two rows.
                if (before.OnRecord is not null && now.OnRecord is null)
                    return false;
                check.Replace(index, now.HasProblems || now.IsSame ? now : now with { LikeRow = before.LikeRow, NearRow = before.NearRow });
            }
        }
        finally
        {
            near.Use(null);
        }

        check.AsOf = asOf;
        return true;

        HashSet<int> NumbersOf(string kind) =>
            [.. entries.Where(entry => entry.Kind == kind && entry.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => int.Parse(entry.Key.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture))];
    }

    /// <summary>Whether the rows have the sources they had, though others wrote these: none of them is among those, and every address leads where it led.</summary>
    private async Task<bool> SourcesStandAsync(ProcessContents contents, ImportCheck check, HashSet<int> written, CancellationToken cancellation)
    {
        if (written.Count == 0)
            return true;
        foreach (var (asked, source) in check.Sources)
        {
            if ((source is { } number && written.Contains(number)) || await SourceAsync(contents, asked, cancellation) != source)
                return false;
        }

        return true;
    }

    /// <summary>Makes drafts of rows of a check that is current, as part of a change.</summary>
    /// <param name="taken">In their order.</param>
    /// <param name="progress">Is told now and then how many are written.</param>
    public async Task BringInAsync(ProcessContents contents, Import import, ImportCheck check, IReadOnlyList<CheckedRow> taken, ChangeSet changes, Action<int>? progress, CancellationToken cancellation)
    {
        imports.BringIn(
            import, taken.Select(row => (row.Number, (Func<int, Statement>)(number => row.Found!.Build(number, 1, import.Account)))),
            await desk.NextNumberAsync(contents.Process.Id, contents.Process.Slug, cancellation), changes, contents.Process.Slug, progress, cancellation);
        import.Choices = (check.Choices with { Taken = [.. taken.Select(row => row.Number)] }).ToJson();
        import.DoneAt = changes.At;
    }

    private async Task<long> NewestEntryAsync(CancellationToken cancellation) => await db.Revisions.AsNoTracking().MaxAsync(row => (long?)row.Number, cancellation) ?? 0;

    /// <summary>What becomes of a row by itself, with the statement it makes and what that says; null where it makes none.</summary>
    private async Task<(CheckedRow Row, Statement? Statement, string? Says)> RowAsync(ProcessContents contents, ImportCheck check, TableRow row, CancellationToken cancellation)
    {
        check.Named ??= new(contents, (await forms.NamesAsync(contents, cancellation)).Proposals, check.Sources);
        var asked = check.Choices.Value(row, "source");
        if (row.Problem is null && !check.Sources.ContainsKey(asked))
            check.Sources[asked] = await SourceAsync(contents, asked, cancellation);
        var read = new RowReading(check.Choices, row, check.Named);
        if (read.Source is not { } source || await AroundAsync(contents, check, source, cancellation) is not { } around)
            return (new(row.Number, [.. read.Problems, .. (await BesideAnyAsync(contents, check, read, cancellation)).Select(problem => Wrong(problem.Field, problem.Text))], null, null, null), null, null);
        var found = await forms.CheckAsync(around, read.Form, read.Kept, null, cancellation, translateLater: true);
        // What names nothing was said already; the form would say it once more.
        var problems = read.Problems
            .Concat(found.Problems.Select(problem => (Field: Cell(problem.Field), problem.Text)).Where(problem => read.Problems.All(one => one.Field != problem.Field)).Select(problem => Wrong(problem.Field, problem.Text)))
            .ToList();
        if (around.Source.MergedInto is { } kept)
            problems.Add(Wrong("source", FormattableString.Invariant($"This source was merged and goes under No. {kept}. Give that number")));
        if (problems.Count > 0)
            return (new(row.Number, problems, found, null, null), null, null);
        var statement = found.Build(DeskStatements.FirstNumber, 1, null);
        var says = Says(statement);
        if (!check.OnRecord.TryGetValue(source, out var known))
            check.OnRecord[source] = known = await KnownAsync(contents, source, check.Table.Rows.Count == 1 ? statement.Day : null, cancellation);
        return (new(row.Number, [], found, known.TryGetValue(says, out var number) ? number : null, null) { Source = source }, statement, says);

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

    /// <summary>A row beside those before it in the file; what it has is noted for those after it.</summary>
    private static CheckedRow Beside(ImportCheck check, (CheckedRow Row, Statement? Statement, string? Says) looked)
    {
        var row = looked.Row;
        if (looked.Statement is not { } statement || row.IsSame)
            return row;
        var says = Digest(string.Create(CultureInfo.InvariantCulture, $"{row.Source} {looked.Says}"));
        return check.Said.TryAdd(says, row.Number) ? row with { NearRow = NearRow(check, row.Number, statement) } : row with { LikeRow = check.Said[says] };
    }

    private static UInt128 Digest(string text) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan())));

    /// <summary>The earlier row with the same words or place; what this one has is noted for those after it.</summary>
    private static (int, string)? NearRow(ImportCheck check, int number, Statement statement)
    {
        (int, string)? near = null;
        // Letters alone: a full stop more makes no other words.
        var words = string.Concat((statement.Citations.FirstOrDefault()?.Exact ?? statement.Quote ?? "").Where(char.IsLetterOrDigit)).ToLowerInvariant();
        if (words.Length >= FewLetters && Digest(words) is var letters && !check.NearBy.TryAdd(letters, number))
            near = (check.NearBy[letters], "Its words are nearly the same.");
        foreach (var coding in statement.Codings)
        {
            var place = Digest(string.Create(CultureInfo.InvariantCulture, $"{coding.Party} {coding.Issue} {coding.Region} {statement.Day:O}"));
            if (!check.NearBy.TryAdd(place, number) && check.NearBy[place] != number)
                near ??= (check.NearBy[place], "The same party on the same issue, on the same day.");
        }

        return near;
    }

    /// <summary>The source with this number or this address; null when there is none, or several have the address.</summary>
    private async Task<int?> SourceAsync(ProcessContents contents, string asked, CancellationToken cancellation)
    {
        if (int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return await sources.All(contents.Process.Id).AnyAsync(row => row.Number == number, cancellation) ? number : null;
        return (await sources.AtAddressAsync(contents.Process.Id, asked, cancellation)).Where(source => source.MergedInto is null).ToList() is [var one] ? one.Number : null;
    }

    private async Task<FormSurroundings?> AroundAsync(ProcessContents contents, ImportCheck check, int source, CancellationToken cancellation)
    {
        if (check.Around.TryGetValue(source, out var around))
            return around;
        var beside = check.Around.Values.FirstOrDefault(one => one is not null);
        if (check.Around.Count >= MostAround)
            check.Around.Clear();
        return check.Around[source] = await forms.ReadAsync(contents, source, cancellation, beside);
    }

    /// <summary>What is wrong with a row that has no source, as far as it is not about the source: so that all of a table is mended in one go.</summary>
    private async Task<IEnumerable<Problem>> BesideAnyAsync(ProcessContents contents, ImportCheck check, RowReading read, CancellationToken cancellation)
    {
        if (await sources.All(contents.Process.Id).Where(row => row.MergedInto == null).MinAsync(row => (int?)row.Number, cancellation) is not { } first
            || (check.Around.Values.FirstOrDefault(one => one is not null) ?? await AroundAsync(contents, check, first, cancellation)) is not { } any)
            return [];
        return StatementForms.Read(any with { Text = null }, read.Form, read.Kept).Problems.Where(problem =>
            read.Problems.All(one => one.Field != problem.Field)
            && (problem.Field == "said" ? DateInput.Read(read.Form["said"]).Date is null : ImportField.IsField(problem.Field) && ImportField.Stem(problem.Field) is not ("source" or "paragraph" or "quote" or "language" or "translation" or "own" or "summary" or "cite-note")));
    }

    /// <summary>What the statements from a source say that are public or being worked on.</summary>
    /// <param name="day">Of the only row: what others say of other days is not read. Null for many rows.</param>
    private async Task<Dictionary<string, int>> KnownAsync(ProcessContents contents, int source, DateOnly? day, CancellationToken cancellation)
    {
        var rows = await desk.All(contents.Process.Id).AsNoTracking()
            .Where(row => !DeskStatements.Over.Contains(row.Status) && row.Citations.Any(citation => citation.Source == source && citation.Order == 0))
            .Where(row => day == null || row.Day == day)
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
