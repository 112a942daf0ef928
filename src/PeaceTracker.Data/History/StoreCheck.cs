using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.Search;
using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.History;

/// <summary>
/// Checks that the store is as people made it: the file is sound, the log is whole, every record reads as the log last says, and the
/// projection is what the statements give. Only reads, and all of it as of one moment.
/// </summary>
public sealed class StoreCheck(PeaceTrackerDbContext db, RevisionLog log)
{
    private const int Chunk = 500;

    /// <param name="noted">As for <see cref="RevisionLog.CheckAsync"/>.</param>
    /// <param name="progress">Is told the part that is looked at, and how far it is.</param>
    public async Task<StoreVerdict> RunAsync((long Count, string Seal)? noted, Action<string, long>? progress, CancellationToken cancellation)
    {
        // As long as a large store takes: whoever asked can stop it.
        db.Database.SetCommandTimeout(0);
        await using var look = await StoreLook.BeginAsync(db, cancellation);
        var faults = new List<StoreFault>();
        progress?.Invoke("file", 0);
        await foreach (var damage in db.Provider.DamagesAsync(cancellation))
            faults.Add(new("file", damage));
        var verdict = await log.CheckAsync(noted, count => progress?.Invoke("log", count), cancellation);
        faults.AddRange(verdict.Faults.Select(fault => new StoreFault("log", fault.What)));
        var records = await ReadAsync("records", RecordsAsync);
        var codings = await ReadAsync("projection", ProjectionAsync);
        await ReadAsync("words", WordsAsync);
        return new(verdict, records, codings, faults);

        async Task<int> ReadAsync(string part, Func<List<StoreFault>, Action<string, long>?, CancellationToken, Task<int>> check)
        {
            try
            {
                return await check(faults, progress, cancellation);
            }
            catch (Exception error) when (error is InvalidOperationException or FormatException or ArgumentException or InvalidCastException or JsonException or KeyNotFoundException)
            {
                // Written past the program: it cannot even be read as what it should be.
                faults.Add(new(part, $"Something cannot be read: {error.Message}"));
                return 0;
            }
        }
    }

    /// <summary>Every record of which the log tells is as it last says, and every statement is among them.</summary>
    private async Task<int> RecordsAsync(List<StoreFault> faults, Action<string, long>? progress, CancellationToken cancellation)
    {
        var told = Newest(cancellation);
        var slugs = await db.Processes.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Slug, cancellation);
        var records = 0;
        for (var last = 0; ;)
        {
            var rows = await DeskStatements.WithDetails(db.Statements.AsNoTracking()).Where(row => row.Id > last).OrderBy(row => row.Id).Take(Chunk).ToListAsync(cancellation);
            if (rows.Count == 0)
                break;
            last = rows[^1].Id;
            await CompareAsync(rows.Select(row => (Name(row, slugs[row.ProcessId]), (object)row)).ToList(), told, faults, mustBeTold: true, cancellation);
            records += rows.Count;
            progress?.Invoke("records", records);
        }

        // Reference rows that nobody has changed stand in the seeds and not in the log.
        var others = new List<object>();
        others.AddRange(await db.Sources.IgnoreQueryFilters().AsNoTracking().ToListAsync(cancellation));
        others.AddRange(await db.Anchors.AsNoTracking().ToListAsync(cancellation));
        others.AddRange(await db.SourceTexts.AsNoTracking().ToListAsync(cancellation));
        others.AddRange(await db.Publishers.IgnoreQueryFilters().AsNoTracking().ToListAsync(cancellation));
        others.AddRange(await db.Proposals.IgnoreQueryFilters().AsNoTracking().Include(row => row.Lineage).ToListAsync(cancellation));
        others.AddRange(await db.ClauseDifferences.IgnoreQueryFilters().AsNoTracking().ToListAsync(cancellation));
        others.AddRange(await db.Parties.AsNoTracking().ToListAsync(cancellation));
        others.AddRange(await db.People.AsNoTracking().Include(row => row.Offices).ToListAsync(cancellation));
        others.AddRange(await db.Regions.AsNoTracking().ToListAsync(cancellation));
        others.AddRange(await db.Events.AsNoTracking().ToListAsync(cancellation));
        others.AddRange(await db.Discrepancies.AsNoTracking().ToListAsync(cancellation));
        others.AddRange(await db.Processes.AsNoTracking().Include(row => row.NoSeats).ToListAsync(cancellation));
        others.AddRange(await db.CodingSamples.AsNoTracking().Include(row => row.Units.OrderBy(unit => unit.Order)).ToListAsync(cancellation));
        others.AddRange(await db.Issues.AsNoTracking().ToListAsync(cancellation));
        others.AddRange(await db.CodebookVersions.AsNoTracking().ToListAsync(cancellation));
        foreach (var part in others.Chunk(Chunk))
        {
            var named = part.Select(row => (Name(row, SlugOf(row)), row)).Where(pair => told.ContainsKey(pair.Item1)).ToList();
            await CompareAsync(named, told, faults, mustBeTold: false, cancellation);
            records += named.Count;
        }

        await FindingAsync(faults, cancellation);
        faults.AddRange(told.Keys.Order().Select(gone => new StoreFault("records", FormattableString.Invariant($"{Title(gone)} stands in the log (entry {told[gone]}) and not in the store."))));
        return records;

        string SlugOf(object row) => row.GetType().GetProperty("ProcessId")?.GetValue(row) is int process ? slugs.GetValueOrDefault(process, "") : "";
    }

    /// <summary>What is kept beside words and addresses to find them by is what they give.</summary>
    private async Task FindingAsync(List<StoreFault> faults, CancellationToken cancellation)
    {
        await foreach (var row in db.Statements.AsNoTracking().Select(row => new { row.Number, row.Revision, row.Quote, row.QuoteSize, row.QuoteShape }).AsAsyncEnumerable().WithCancellation(cancellation))
            Check(row.Quote, row.QuoteSize, row.QuoteShape, FormattableString.Invariant($"No. {row.Number}, revision {row.Revision}"));
        await foreach (var row in db.Set<Citation>().AsNoTracking().Select(row => new { row.Id, row.Source, row.Exact, row.ExactSize, row.ExactShape }).AsAsyncEnumerable().WithCancellation(cancellation))
            Check(row.Exact, row.ExactSize, row.ExactShape, FormattableString.Invariant($"Citation {row.Id} of source No. {row.Source}"));
        await foreach (var row in db.Sources.IgnoreQueryFilters().AsNoTracking().Select(row => new { row.Number, row.Address, row.NormalAddress, row.ArchiveAddress, row.NormalArchiveAddress }).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (row.NormalAddress != NormalisedAddress.Of(row.Address, out _) || row.NormalArchiveAddress != NormalisedAddress.Of(row.ArchiveAddress, out _))
                faults.Add(new("records", FormattableString.Invariant($"Source No. {row.Number}: the address it is found by is not that of its address.")));
        }

        void Check(string? words, int? size, byte[]? counts, string title)
        {
            var shape = TextShape.Of(words);
            if (shape?.Size != size || !(shape?.Counts ?? []).AsSpan().SequenceEqual(counts))
                faults.Add(new("records", $"{title}: what it is found by is not of its words."));
        }
    }

    /// <summary>Compares records with their newest entries, and takes those out of the list.</summary>
    private async Task CompareAsync(
        IReadOnlyList<((string Kind, string Key, int Revision) Name, object Row)> records, Dictionary<(string Kind, string Key, int Revision), long> told,
        List<StoreFault> faults, bool mustBeTold, CancellationToken cancellation)
    {
        var numbers = records.Where(record => told.ContainsKey(record.Name)).Select(record => told[record.Name]).ToList();
        var snapshots = await db.Revisions.AsNoTracking().Where(row => numbers.Contains(row.Number)).ToDictionaryAsync(row => row.Number, row => row.Snapshot, cancellation);
        foreach (var (name, row) in records)
        {
            if (!told.Remove(name, out var number))
            {
                if (mustBeTold)
                    faults.Add(new("records", $"{Title(name)} stands in the store and not in the log."));
                continue;
            }

            var differing = Differing(snapshots[number], Snapshots.Of(row));
            // That a source is public follows from a statement that cites it, which the log tells of: it is not noted for each source a second time.
            if (row is Source or Publisher or Proposal && JsonNode.Parse(snapshots[number])?[nameof(Source.PublishedAt)] is null)
                differing.Remove(nameof(Source.PublishedAt));
            if (differing.Count > 0)
                faults.Add(new("records", FormattableString.Invariant($"{Title(name)} is not as the log last says (entry {number}): {string.Join(", ", differing)}.")));
        }
    }

    /// <summary>The newest entry of every record that has not been removed.</summary>
    private Dictionary<(string Kind, string Key, int Revision), long> Newest(CancellationToken cancellation)
    {
        var newest = new Dictionary<(string Kind, string Key, int Revision), long>();
        // The open revision of a statement or of what is said of a pair: what is removed is always that one.
        var open = new Dictionary<(string Kind, string Key), int>();
        foreach (var entry in db.Revisions.AsNoTracking().OrderBy(row => row.Number).Select(row => new { row.Number, row.Kind, row.Key, row.Snapshot }))
        {
            cancellation.ThrowIfCancellationRequested();
            var hasRevisions = entry.Kind is Statements or Differences;
            if (entry.Snapshot.Length == 0)
            {
                newest.Remove((entry.Kind, entry.Key, hasRevisions ? open.GetValueOrDefault((entry.Kind, entry.Key)) : 0));
                continue;
            }

            var revision = 0;
            if (hasRevisions)
            {
                (revision, var status) = Read(entry.Snapshot);
                if (status is nameof(StatementStatus.Draft) or nameof(StatementStatus.InReview) or nameof(StatementStatus.Returned))
                    open[(entry.Kind, entry.Key)] = revision;
            }

            newest[(entry.Kind, entry.Key, revision)] = entry.Number;
        }

        return newest;

        // What somebody wrote in its place need not be JSON; the check of the seals has said so by now.
        static (int Revision, string? Status) Read(string snapshot)
        {
            try
            {
                using var json = JsonDocument.Parse(snapshot);
                return (json.RootElement.GetProperty(nameof(Statement.Revision)).GetInt32(), json.RootElement.GetProperty(nameof(Statement.Status)).GetString());
            }
            catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                return (-1, null);
            }
        }
    }

    private const string Statements = Snapshots.StatementKind;

    private const string Differences = "difference";

    private static (string Kind, string Key, int Revision) Name(object row, string process)
    {
        var (kind, key) = Snapshots.Name(row, process);
        return (kind, key, row is Statement statement ? statement.Revision : row is ClauseDifference difference ? difference.Revision : 0);
    }

    private static string Title((string Kind, string Key, int Revision) name) =>
        FormattableString.Invariant($"{char.ToUpperInvariant(name.Kind[0])}{name.Kind[1..]} {name.Key}{(name.Kind is Statements or Differences ? $", revision {name.Revision}" : "")}");

    /// <summary>Names of the properties in which two snapshots differ. One from before a property existed says nothing of it.</summary>
    private static List<string> Differing(string then, string now)
    {
        var (old, fresh) = (Fields(then), Fields(now));
        return old is null ? ["everything"] : [.. fresh!.Keys.Union(old.Keys).Where(name => old.GetValueOrDefault(name) != fresh.GetValueOrDefault(name))];

        static Dictionary<string, string>? Fields(string snapshot)
        {
            try
            {
                return JsonNode.Parse(snapshot) is JsonObject record
                    ? record.Select(field => (field.Key, Text: Canonical(field.Value))).Where(field => field.Text.Length > 0).ToDictionary(field => field.Key, field => field.Text)
                    : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }

        // Nothing, no and an empty list are one; parts stand in the order of their words, as the store keeps none.
        static string Canonical(JsonNode? node) => node switch
        {
            JsonObject record => "{" + string.Join(',', record.Select(field => (field.Key, Text: Canonical(field.Value))).Where(field => field.Text.Length > 0).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}:{field.Text}")) + "}",
            JsonArray { Count: 0 } => "",
            JsonArray list => "[" + string.Join(',', list[0] is JsonObject ? list.Select(Canonical).Order(StringComparer.Ordinal) : list.Select(Canonical)) + "]",
            JsonValue value when value.GetValueKind() is JsonValueKind.False => "",
            JsonValue value => value.ToJsonString(),
            _ => "",
        };
    }

    /// <summary>The projection is what a rebuilding would give; nothing is written.</summary>
    private async Task<int> ProjectionAsync(List<StoreFault> faults, Action<string, long>? progress, CancellationToken cancellation)
    {
        var count = 0;
        foreach (var process in await db.Processes.AsNoTracking().Select(row => row.Id).ToListAsync(cancellation))
        {
            const int many = 10 * Chunk;
            for (var last = 0; ;)
            {
                var statements = await db.Statements.AsNoTracking().Where(row => row.ProcessId == process && row.Id > last)
                    .Include(row => row.Citations).Include(row => row.Codings).AsSplitQuery().OrderBy(row => row.Id).Take(many).ToListAsync(cancellation);
                if (statements.Count == 0)
                    break;
                last = statements[^1].Id;
                var expected = await Projection.RowsAsync(db, process, statements, cancellation);
                var ids = expected.Select(row => row.Id).ToList();
                var found = (await db.PublishedCodings.AsNoTracking().Where(row => ids.Contains(row.Id)).ToListAsync(cancellation)).ToLookup(row => row.Id);
                foreach (var row in expected)
                {
                    var there = found[row.Id].ToList();
                    if (there.Count != 1 || Content(there[0]) != Content(row))
                        faults.Add(new("projection", FormattableString.Invariant($"The row of coding {row.Id} (No. {row.Statement}) {(there.Count == 0 ? "is missing" : "is not what its statement gives")}.")));
                }

                count += expected.Count;
                progress?.Invoke("projection", count);
            }
        }

        var all = await db.PublishedCodings.CountAsync(cancellation);
        if (all > count)
            faults.Add(new("projection", FormattableString.Invariant($"{all - count} rows of the projection belong to no published coding.")));
        return all;

        static string Content(PublishedCoding row) => string.Join('|', Properties.Select(property => Convert.ToString(property.GetValue(row), CultureInfo.InvariantCulture)));
    }

    private static readonly System.Reflection.PropertyInfo[] Properties = typeof(PublishedCoding).GetProperties();

    /// <summary>What is found by words is what making it anew would give, and the indexes hold a row for each; nothing is written.</summary>
    private async Task<int> WordsAsync(List<StoreFault> faults, Action<string, long>? progress, CancellationToken cancellation)
    {
        var (statements, sources) = (0, 0);
        for (var last = 0; ;)
        {
            var rows = await SearchIndex.EverShown(db, last).AsNoTracking().Take(Chunk).ToListAsync(cancellation);
            if (rows.Count == 0)
                break;
            last = rows[^1].Id;
            var ids = rows.ConvertAll(row => row.Id);
            var found = await db.StatementWords.AsNoTracking().Where(row => ids.Contains(row.StatementId)).ToDictionaryAsync(row => row.StatementId, cancellation);
            foreach (var row in rows)
            {
                if (!found.TryGetValue(row.Id, out var there) || !there.Same(StatementWords.Of(row)))
                    faults.Add(new("words", FormattableString.Invariant($"What No. {row.Number} is found by {(there is null ? "is missing" : "is not what it says")}.")));
            }

            statements += rows.Count;
            progress?.Invoke("words", statements);
        }

        for (var last = 0; ;)
        {
            var rows = await db.Sources.IgnoreQueryFilters().AsNoTracking().Include(row => row.Publisher).Where(row => row.Id > last).OrderBy(row => row.Id).Take(Chunk).ToListAsync(cancellation);
            if (rows.Count == 0)
                break;
            last = rows[^1].Id;
            var ids = rows.ConvertAll(row => row.Id);
            var found = await db.SourceWords.AsNoTracking().Where(row => ids.Contains(row.SourceId)).ToDictionaryAsync(row => row.SourceId, cancellation);
            foreach (var row in rows)
            {
                if (!found.TryGetValue(row.Id, out var there) || !there.Same(SourceWords.Of(row, row.Publisher!.Name)))
                    faults.Add(new("words", FormattableString.Invariant($"What source No. {row.Number} is found by {(there is null ? "is missing" : "is not what it says")}.")));
            }

            sources += rows.Count;
        }

        foreach (var (what, rows, count) in new[] { ("statements", await db.StatementWords.CountAsync(cancellation), statements), ("sources", await db.SourceWords.CountAsync(cancellation), sources) })
        {
            if (rows > count)
                faults.Add(new("words", FormattableString.Invariant($"{rows - count} rows of what {what} are found by belong to none.")));
        }

        return statements;
    }
}
