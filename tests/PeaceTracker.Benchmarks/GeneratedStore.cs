using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Search;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;
using PeaceTracker.Testing;

namespace PeaceTracker.Benchmarks;

/// <summary>
/// An invented process with a given number of published codings: 12 parties, 16 issues (two by 27 regions), 2,000 days. The same number
/// gives the same rows on every machine. Made once by the site's own migrations and kept under <c>artifacts/</c>; a change to this file
/// or to the migrations makes a new one.
/// </summary>
internal sealed class GeneratedStore : IAsyncDisposable
{
    public const string Slug = "generated";
    private const int ProcessId = 1;
    private const int PartyCount = 12;
    private const int IssueCount = 16;
    private const int RegionalIssueCount = 2;
    private const int RegionCount = 27;
    private const int DayCount = 2000;
    private const int StepCount = 5;
    private const int ClauseCount = 28;
    private static readonly DateOnly FirstDay = new(2020, 6, 1);

    private static readonly DateTimeOffset Published = new(FirstDay, new(12, 0), TimeSpan.Zero);

    private readonly ServiceProvider services;

    private GeneratedStore(string file)
    {
        File = file;
        services = Services(file);
    }

    public string File { get; }

    public static DateOnly LastDay { get; } = FirstDay.AddDays(DayCount - 1);

    /// <summary>When everything generated has been published.</summary>
    public static DateTimeOffset Known { get; } = new(LastDay.AddDays(60), new(12, 0), TimeSpan.Zero);

    /// <summary>Days to look at, so that one lucky day does not decide.</summary>
    public static IReadOnlyList<DateOnly> Days { get; } = [.. new[] { 0, 31, 97, 180, 365, 500, 700 }.Select(back => LastDay.AddDays(-back))];

    public static IReadOnlyDictionary<int, string> RegionIso { get; } = Enumerable.Range(1, RegionCount).ToDictionary(id => id, Iso);

    /// <summary>Every party on every issue: the whole country of a regional one.</summary>
    public static IReadOnlyList<CellKey> Cells { get; } =
        [.. from issue in Enumerable.Range(1, IssueCount) from party in Enumerable.Range(1, PartyCount) select new CellKey(party, issue, null)];

    /// <summary>The same and a cell for each region of the regional issues.</summary>
    public static IReadOnlyList<CellKey> CellsWithRegions { get; } =
    [
        .. Cells,
        .. from issue in Enumerable.Range(1, RegionalIssueCount) from region in Enumerable.Range(1, RegionCount) from party in Enumerable.Range(1, PartyCount)
           select new CellKey(party, issue, region),
    ];

    public AsyncServiceScope Scope() => services.CreateAsyncScope();

    public async Task<T> ReadAsync<T>(Func<PositionReader, PeaceTrackerDbContext, Task<T>> read)
    {
        await using var scope = Scope();
        return await read(scope.ServiceProvider.GetRequiredService<PositionReader>(), scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>());
    }

    /// <summary>How many statements there are.</summary>
    public long Statements
    {
        get
        {
            using var connection = Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT max(Id) FROM Statements";
            return (long)command.ExecuteScalar()!;
        }
    }

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }

    /// <summary>The kept store of this size; made when there is none.</summary>
    public static async Task<GeneratedStore> OpenAsync(int codings)
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "benchmarks");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, FormattableString.Invariant($"{codings}-{ContentKey()}.db"));
        if (!System.IO.File.Exists(file))
        {
            Console.WriteLine(FormattableString.Invariant($"Making a store of {codings:N0} codings: {Path.GetFileName(file)}"));
            var unfinished = file + ".unfinished";
            foreach (var left in Directory.GetFiles(folder, Path.GetFileName(unfinished) + "*"))
                System.IO.File.Delete(left);
            await MakeAsync(unfinished, codings);
            System.IO.File.Move(unfinished, file);
        }

        return new(file);
    }

    private static ServiceProvider Services(string file)
    {
        var services = new ServiceCollection();
        services.AddPeaceTrackerData(new() { File = file, Seeds = "" }, Repository.Root);
        return services.BuildServiceProvider();
    }

    private static string ContentKey()
    {
        using var context = Services("none.db");
        using var scope = context.CreateScope();
        var key = string.Join('\n', scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Database.GetMigrations())
            + System.IO.File.ReadAllText(Path.Combine(Repository.Root, "tests", "PeaceTracker.Benchmarks", "GeneratedStore.cs"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..12];
    }

    private static async Task MakeAsync(string file, int codings)
    {
        var random = new Random(20260101);
        var sources = MakeSources(random, Math.Max(40, codings / 50));
        await using (var services = Services(file))
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
            await db.Database.MigrateAsync();
            await AddSurroundingsAsync(db, sources, ProposalCount(codings));
        }

        SqliteConnection.ClearAllPools();
        InsertStatements(file, codings, sources, random);
    }

    private static string PartySlug(int id) => FormattableString.Invariant($"party-{id:00}");

    private static string IssueSlug(int id) => FormattableString.Invariant($"issue-{id:00}");

    /// <summary>2,000 proposals at a million codings; the first two have 28 clauses each, the others half as many.</summary>
    private static int ProposalCount(int codings) => Math.Max(20, codings / 500);

    public static string ProposalSlug(int id) => FormattableString.Invariant($"proposal-{id:0000}");

    private static string Iso(int id) => FormattableString.Invariant($"GG-{id:00}");

    private static List<Source> MakeSources(Random random, int count)
    {
        var sources = new List<Source>(count);
        for (var number = 1; number <= count; number++)
        {
            var parents = new List<int>();
            // One in six retells something older, and a few retell two things.
            if (number > 10 && random.Next(6) == 0)
            {
                parents.Add(random.Next(Math.Max(1, number - 200), number));
                if (random.Next(8) == 0 && random.Next(1, number) is var second && !parents.Contains(second))
                    parents.Add(second);
            }

            sources.Add(new()
            {
                ProcessId = ProcessId,
                Number = number,
                PublisherId = 1,
                Title = FormattableString.Invariant($"Generated source {number}"),
                Kind = "news",
                PublishedAt = Published,
                Grade = "AABBBBBCCCDEFF"[random.Next(14)],
                DerivedFrom = parents,
            });
        }

        return sources;
    }

    private static async Task AddSurroundingsAsync(PeaceTrackerDbContext db, List<Source> sources, int proposals)
    {
        db.Add(new CodebookVersion(1, FirstDay, "Generated"));
        db.Add(new PeaceProcess
        {
            Id = ProcessId,
            Slug = Slug,
            Title = "Generated process",
            Summary = "Invented for measuring.",
            PrincipalPair = [PartySlug(1), PartySlug(2)],
            DefaultParties = [.. Enumerable.Range(1, PartyCount).Select(PartySlug)],
            OldAfterDays = OldAfterDays,
            LastSearched = EdtfDate.On(LastDay),
            LicenceName = "CC0",
            LicenceAddress = "https://creativecommons.org/publicdomain/zero/1.0/",
        });
        await db.SaveChangesAsync();
        db.AddRange(Enumerable.Range(1, PartyCount).Select(id => new Party
        {
            Id = id,
            ProcessId = ProcessId,
            Slug = PartySlug(id),
            Name = FormattableString.Invariant($"Party {id:00}"),
            Monogram = "P" + (char)('A' + id),
            Kind = "state",
        }));
        db.AddRange(Enumerable.Range(1, IssueCount).Select(id => new Issue
        {
            Id = id,
            Slug = IssueSlug(id),
            Title = FormattableString.Invariant($"Issue {id:00}"),
            Question = "Which step?",
            Group = "security",
            Regional = id <= RegionalIssueCount,
            Order = id,
            Scale = new(Enumerable.Range(1, StepCount).Select(rank => new Step(rank, FormattableString.Invariant($"Step number {rank}"), "Invented."))),
        }));
        db.AddRange(Enumerable.Range(1, RegionCount).Select(id => new Region
        {
            Id = id,
            ProcessId = ProcessId,
            Iso = Iso(id),
            Slug = FormattableString.Invariant($"region-{id:00}"),
            Name = FormattableString.Invariant($"Region {id:00}"),
            NameLocal = FormattableString.Invariant($"Region {id:00}"),
            Code = FormattableString.Invariant($"R{id:00}"),
            Row = 1 + (id / 9),
            Column = 1 + (id % 9),
            Kind = "oblast",
        }));
        db.AddRange(Enumerable.Range(1, proposals).Select(id => new Proposal
        {
            ProcessId = ProcessId,
            Slug = ProposalSlug(id),
            Record = "",
            PublishedAt = Published,
            Title = FormattableString.Invariant($"Proposal {id:0000}"),
            Date = EdtfDate.On(FirstDay.AddDays(id * DayCount / (proposals + 1))),
            Latest = FirstDay.AddDays(id * DayCount / (proposals + 1)),
            Proponents = [PartySlug(1 + (id % PartyCount))],
            Addressees = [PartySlug(1 + ((id + 1) % PartyCount)), PartySlug(1 + ((id + 2) % PartyCount))],
            Provenance = "official",
            Summary = "Invented.",
        }));
        db.Add(new Publisher { Id = 1, ProcessId = ProcessId, Slug = "publisher", Name = "Publisher", Kind = "news", Grade = 'B', Reason = "Invented.", PublishedAt = Published });
        await db.SaveChangesAsync();
        db.AddRange(sources);
        await db.SaveChangesAsync();
    }

    public const int OldAfterDays = 180;

    private static void InsertStatements(string file, int codings, List<Source> sources, Random random)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, ForeignKeys = false }.ToString());
        connection.Open();
        Run("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; PRAGMA temp_store = MEMORY;");
        using (var transaction = connection.BeginTransaction())
        {
            // Sorting an index at the end is much faster than growing it row by row; the definitions stay those of the migrations.
            var indexes = new List<(string Name, string Sql)>();
            using (var command = connection.CreateCommand())
            {
                command.CommandText = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";
                using var reader = command.ExecuteReader();
                while (reader.Read())
                    indexes.Add((reader.GetString(0), reader.GetString(1)));
            }

            foreach (var (name, _) in indexes)
                Run($"DROP INDEX \"{name}\"");
            InsertRows(connection, codings, sources, random);
            foreach (var (_, sql) in indexes)
                Run(sql);
            transaction.Commit();
        }

        // As the site does when it has filled a store.
        Run("ANALYZE");
        Run("PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE);");

        void Run(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    private static void InsertRows(SqliteConnection connection, int codings, List<Source> sources, Random random)
    {
        using var statement = new Insert(
            connection, "Statements",
            ["Id", "ProcessId", "Number", "Record", "Parties", "AttributedTo", "MadeOn", "Earliest", "Day", "Channel", "Summary", "Quote", "QuoteLanguage", "Information", "Flags", "Proposal", "Clause", "RespondsTo", "Response", "Status", "PublishedAt", "Version", "Revision"]);
        using var citation = new Insert(connection, "Citation", ["StatementId", "ProcessId", "Order", "Source", "Paragraph"]);
        using var coding = new Insert(
            connection, "Coding",
            ["Id", "StatementId", "ProcessId", "Party", "Issue", "Region", "StepFrom", "StepTo", "State", "Condition", "SpecialStatus", "Reason", "Codebook", "RecordedFrom", "RecordedTo"]);
        using var words = new Insert(connection, "StatementWords", ["StatementId", "Day", "Quarter", "Summary", "Quote", "Translation", "Notes", "Facets"]);
        using var published = new Insert(
            connection, "PublishedCodings",
            ["Id", "PartyId", "IssueId", "RegionId", "Day", "Earliest", "RecordedFrom", "RecordedTo", "StepFrom", "StepTo", "State", "Channel", "SourceGrade", "Information", "Statement", "Origins", "Copied"]);

        var derivedFrom = sources.ToDictionary(row => row.Number, row => (IReadOnlyList<int>)row.DerivedFrom);
        var expected = codings * 3 / 4;
        var codingId = 0;
        for (var id = 1; codingId < codings; id++)
        {
            // Most statements are recorded as they are made; one in seven is found later. Talks make more noise towards the end.
            var progress = random.Next(7) == 0 ? random.NextDouble() : Math.Min(1, (double)id / expected);
            var madeOn = FirstDay.AddDays((int)((DayCount - 1) * Math.Sqrt(progress)));
            var (edtf, earliest, day) = Date(random, madeOn);
            var publishedAt = new DateTimeOffset(day.AddDays(random.Next(0, 30)), new(12, 0), TimeSpan.Zero).UtcTicks;
            var party = Skewed(random, PartyCount);
            var channel = (Channel)Pick(random, "00012333333333445556777");
            var information = Pick(random, "111222223334566");
            var script = random.Next(Scripts.Length);
            var responds = random.Next(100) == 0;
            var proposals = ProposalCount(codings);
            string? clauseOf = id <= 2 * ClauseCount ? ProposalSlug(1 + ((id - 1) / ClauseCount)) : random.Next(25) == 0 ? ProposalSlug(random.Next(3, proposals + 1)) : null;
            var (summary, quote) = (Sentence(random, Scripts[0].Words, RareWord(random)), Sentence(random, Scripts[script].Words));
            statement.Add(
                id, ProcessId, id, "[]", JsonSerializer.Serialize(new[] { PartySlug(party) }), "A spokesperson", edtf, Text(earliest), Text(day), channel.ToString(),
                summary, quote, Scripts[script].Language, information, "[]",
                clauseOf, clauseOf is null ? null : FormattableString.Invariant($"{1 + ((id - 1) % ClauseCount)}"),
                responds ? ProposalSlug(random.Next(1, proposals + 1)) : null, responds ? nameof(ResponseKind.CounterProposed) : null,
                nameof(StatementStatus.Published), publishedAt, 1, 1);

            var cited = new HashSet<int>();
            for (var count = Pick(random, "1111111122223"); count > 0; count--)
                cited.Add(1 + (int)(sources.Count * Math.Clamp(progress + ((random.NextDouble() - 0.5) / 20), 0, 0.99999)));
            var order = 0;
            foreach (var source in cited)
                citation.Add(id, ProcessId, order++, source, FormattableString.Invariant($"para {random.Next(1, 30)}"));
            var (origins, copied) = Origins.Of(cited, derivedFrom);
            var letter = cited.Min(source => sources[source - 1].Grade);

            var firstIssue = Skewed(random, IssueCount);
            var twice = random.Next(3) == 0 && codingId + 2 <= codings;
            var said = new Statement
            {
                Id = id,
                ProcessId = ProcessId,
                Number = id,
                Parties = [PartySlug(party)],
                AttributedTo = "A spokesperson",
                MadeOn = EdtfDate.On(day),
                Earliest = earliest,
                Day = day,
                Channel = channel,
                Summary = summary,
                Quote = quote,
                Information = information,
                Status = StatementStatus.Published,
                Proposal = clauseOf,
            };
            foreach (var issue in (int[])(twice ? [firstIssue, 1 + (firstIssue % IssueCount)] : [firstIssue]))
            {
                codingId++;
                int? region = issue <= RegionalIssueCount && random.Next(4) > 0 ? Skewed(random, RegionCount) : null;
                var state = (CodingState)Pick(random, "0000000000000011223345");
                int? from = state is CodingState.Silent or CodingState.Declined ? null : random.Next(1, StepCount);
                var to = state == CodingState.Ambiguous ? from + 1 : from;
                // One coding in a hundred was taken back after a while.
                long? recordedTo = random.Next(100) == 0 ? publishedAt + TimeSpan.FromDays(100).Ticks : null;
                coding.Add(
                    codingId, id, ProcessId, PartySlug(party), IssueSlug(issue), region is { } place ? Iso(place) : null, from, to, state.ToString(),
                    state == CodingState.Conditional ? Sentence(random, Scripts[0].Words) : null, 0, state == CodingState.Inferred ? Sentence(random, Scripts[0].Words) : null,
                    1, publishedAt, recordedTo);
                said.Codings.Add(new() { ProcessId = ProcessId, Party = PartySlug(party), Issue = IssueSlug(issue), State = state });
                published.Add(
                    codingId, party, issue, region ?? PublishedCoding.WholeCountry, day.DayNumber, earliest.DayNumber, publishedAt, recordedTo ?? long.MaxValue,
                    from ?? 0, to ?? 0, (int)state, (int)channel, (int)letter, information, id, string.Join(' ', origins.Order()), copied);
            }

            var found = StatementWords.Of(said);
            words.Add(id, found.Day, found.Quarter, found.Summary, found.Quote, found.Translation, found.Notes, found.Facets);
        }
    }

    /// <summary>One of 20,000 words, of which each stands in few statements.</summary>
    public static string RareWord(Random random) => FormattableString.Invariant($"place{random.Next(20_000)}");

    private static (string Edtf, DateOnly Earliest, DateOnly Day) Date(Random random, DateOnly day)
    {
        switch (random.Next(50))
        {
            case < 3:
                var month = new DateOnly(day.Year, day.Month, 1);
                return (day.ToString("yyyy-MM", CultureInfo.InvariantCulture), month, month.AddMonths(1).AddDays(-1));
            case 3:
                var end = day.AddDays(random.Next(1, 10));
                return ($"{Text(day)}/{Text(end)}", day, end);
            case 4:
                return (Text(day) + "~", day, day);
            default:
                return (Text(day), day, day);
        }
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>One of the digits; a digit written more often comes more often.</summary>
    private static int Pick(Random random, string digits) => digits[random.Next(digits.Length)] - '0';

    /// <summary>1 to <paramref name="count"/>, low numbers several times as often as high ones.</summary>
    private static int Skewed(Random random, int count) => 1 + (int)(count * Math.Pow(random.NextDouble(), 1.6));

    private static readonly (string Language, string[] Words)[] Scripts =
    [
        ("en", "the talks about a line of contact will go on until both sides have agreed which forces leave first and who watches the roads while they do so".Split(' ')),
        ("uk", "перемовини про лінію зіткнення триватимуть доки обидві сторони не погодять порядок відведення сил і спосіб спостереження за дорогами".Split(' ')),
        ("ru", "переговоры о линии соприкосновения продолжатся пока обе стороны не согласуют порядок отвода сил и способ наблюдения за дорогами".Split(' ')),
        ("ar", "ستستمر المحادثات حول خط التماس حتى يتفق الطرفان على ترتيب انسحاب القوات ومن يراقب الطرق خلال ذلك".Split(' ')),
        ("ka", "მოლაპარაკება შეხების ხაზის შესახებ გაგრძელდება სანამ ორივე მხარე არ შეთანხმდება ძალების გაყვანის წესზე".Split(' ')),
    ];

    private static string Sentence(Random random, string[] words, string? also = null)
    {
        var text = new StringBuilder(also is null ? "" : also + " ");
        for (var left = random.Next(24, 45); left > 0; left--)
            text.Append(words[random.Next(words.Length)]).Append(left > 1 ? ' ' : '.');
        return text.ToString();
    }

    /// <summary>One prepared insert.</summary>
    private sealed class Insert : IDisposable
    {
        private readonly SqliteCommand command;

        public Insert(SqliteConnection connection, string table, string[] columns)
        {
            command = connection.CreateCommand();
            command.CommandText = $"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(name => $"\"{name}\""))}) VALUES ({string.Join(", ", columns.Select(name => "$" + name))})";
            foreach (var name in columns)
                command.Parameters.Add(new("$" + name, null));
        }

        public void Add(params object?[] values)
        {
            for (var index = 0; index < values.Length; index++)
                command.Parameters[index].Value = values[index] ?? DBNull.Value;
            command.ExecuteNonQuery();
        }

        public void Dispose() => command.Dispose();
    }
}
