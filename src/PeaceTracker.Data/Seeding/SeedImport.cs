using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Seeding;

/// <param name="Added">Rows that were added or altered.</param>
/// <param name="UnchangedStatements">Statements of the seeds that the store has already, word for word.</param>
internal sealed record SeedResult(int Added, int UnchangedStatements);

/// <summary>
/// Writes the seeds into the store, in one transaction. Running it again changes nothing. Reference rows (parties, sources, scales...)
/// follow the files until somebody changes them at the desk; a published statement is never overwritten, so a differing row is refused.
/// </summary>
internal sealed class SeedImport(PeaceTrackerDbContext db, RevisionLog log, TimeProvider clock)
{
    /// <summary>Records that people have changed since: the seeds leave them alone.</summary>
    private readonly HashSet<(string Kind, string Key)> atTheDesk = [];

    /// <summary>Of these, those that people have removed.</summary>
    private readonly HashSet<(string Kind, string Key)> removed = [];

    private string slug = "";

    private DateTimeOffset published;

    /// <param name="digest">Of the folder, kept with what was written.</param>
    /// <exception cref="SeedException">A file has a fault; nothing was written.</exception>
    public async Task<SeedResult> RunAsync(SeedFolder folder, string digest, CancellationToken cancellation)
    {
        var content = SeedContent.From(folder);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.Provider.TakeTurnAsync(cancellation);
        foreach (var name in await db.Revisions.Where(row => row.Actor != Revision.Seeds).Select(row => new { row.Kind, row.Key }).Distinct().ToListAsync(cancellation))
            atTheDesk.Add((name.Kind, name.Key));
        var written = await WriteCodebookAsync(content, cancellation);

        var unchanged = 0;
        foreach (var process in content.Processes)
        {
            var (added, same) = await WriteAsync(process, cancellation);
            written += added;
            unchanged += same;
        }

        if (written > 0)
            await Projection.RebuildAsync(db, cancellation);
        if (await db.SeedDigests.SingleOrDefaultAsync(cancellation) is { } last)
            last.Digest = digest;
        else
            db.Add(new SeedDigest { Digest = digest });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        db.ChangeTracker.Clear();
        return new(written, unchanged);
    }

    private async Task<int> WriteCodebookAsync(SeedContent content, CancellationToken cancellation)
    {
        var faults = new List<SeedFault>();
        var versions = await db.CodebookVersions.ToDictionaryAsync(row => row.Number, cancellation);
        foreach (var version in content.Versions)
        {
            if (!versions.TryGetValue(version.Number, out var old))
                db.Add(version);
            else if (!atTheDesk.Contains(Snapshots.Name(old, "")))
                db.Entry(old).CurrentValues.SetValues(version);
            else if (old != version)
                faults.Add(new("codebook/versions.csv", 0, "number", FormattableString.Invariant($"{version.Number}"), "a number above those of the store: an admin has made this version with another note"));
        }

        var issues = await db.Issues.ToDictionaryAsync(row => row.Slug, cancellation);
        foreach (var issue in content.Issues)
            Upsert(issues.GetValueOrDefault(issue.Slug), issue, null);
        var written = await db.SaveChangesAsync(cancellation);

        var current = await db.CurrentCodebookAsync(cancellation);
        var scales = await db.ScaleVersions.AsNoTracking().ToListAsync(cancellation);
        foreach (var issue in await db.Issues.AsNoTracking().ToListAsync(cancellation))
        {
            var newest = scales.Where(row => row.Issue == issue.Slug).MaxBy(row => row.Codebook);
            if (newest is not null && newest.Scale.Steps.SequenceEqual(issue.Scale.Steps))
                continue;
            if (newest?.Codebook == current)
                faults.Add(new("codebook/steps.csv", 0, "issue", issue.Slug, FormattableString.Invariant($"the scale of codebook version {current}, or a further row in codebook/versions.csv for the changed one")));
            else
                db.Add(new ScaleVersion(issue.Slug, current, issue.Scale));
        }

        return faults.Count == 0 ? written + await db.SaveChangesAsync(cancellation) : throw new SeedException(faults);
    }

    private async Task<(int Added, int Same)> WriteAsync(SeedContent.ProcessContent content, CancellationToken cancellation)
    {
        slug = content.Process.Slug;
        published = content.Statements.Count > 0 ? content.Statements.Min(row => row.PublishedAt!.Value) : clock.GetUtcNow();
        var process = await db.Processes.Include(row => row.NoSeats).SingleOrDefaultAsync(row => row.Slug == content.Process.Slug, cancellation);
        if (process is null)
        {
            process = content.Process;
            db.Add(process);
        }
        else
        {
            var seats = content.Process.NoSeats.ToList();
            if (Upsert(process, content.Process, null) && Shape(process.NoSeats) != Shape(seats))
            {
                db.RemoveRange(process.NoSeats);
                process.NoSeats.AddRange(seats);
            }
        }

        var written = await db.SaveChangesAsync(cancellation);
        var id = process.Id;

        var parties = await db.Parties.Where(row => row.ProcessId == id).ToDictionaryAsync(row => row.Slug, cancellation);
        foreach (var party in content.Parties)
            Upsert(parties.GetValueOrDefault(party.Slug), party, id);
        var regions = await db.Regions.Where(row => row.ProcessId == id).ToDictionaryAsync(row => row.Iso, cancellation);
        foreach (var region in content.Regions)
            Upsert(regions.GetValueOrDefault(region.Iso), region, id);
        var publishers = await db.Publishers.IgnoreQueryFilters().Where(row => row.ProcessId == id).ToDictionaryAsync(row => row.Slug, cancellation);
        foreach (var publisher in content.Publishers)
            UpsertPublic(publishers.GetValueOrDefault(publisher.Slug), publisher, id);
        var proposals = await db.Proposals.IgnoreQueryFilters().Where(row => row.ProcessId == id).Include(row => row.Lineage.OrderBy(link => link.Id)).ToDictionaryAsync(row => row.Slug, cancellation);
        foreach (var proposal in content.Proposals)
        {
            var old = proposals.GetValueOrDefault(proposal.Slug);
            if (UpsertPublic(old, proposal, id) && old is not null && Shape(old.Lineage) != Shape(proposal.Lineage))
            {
                db.RemoveRange(old.Lineage);
                old.Lineage.AddRange(proposal.Lineage);
            }
        }

        var events = await db.Events.Where(row => row.ProcessId == id).ToDictionaryAsync(row => row.Slug, cancellation);
        foreach (var talksEvent in content.Events)
            Upsert(events.GetValueOrDefault(talksEvent.Slug), talksEvent, id);
        var discrepancies = await db.Discrepancies.Where(row => row.ProcessId == id).ToDictionaryAsync(row => row.Code, cancellation);
        foreach (var discrepancy in content.Discrepancies)
            Upsert(discrepancies.GetValueOrDefault(discrepancy.Code), discrepancy, id);
        var people = await db.People.Where(row => row.ProcessId == id).Include(row => row.Offices).ToDictionaryAsync(row => row.Slug, cancellation);
        foreach (var person in content.People)
        {
            var old = people.GetValueOrDefault(person.Slug);
            if (Upsert(old, person, id) && old is not null && Shape(old.Offices) != Shape(person.Offices))
            {
                db.RemoveRange(old.Offices);
                old.Offices.AddRange(person.Offices);
            }
        }

        written += await db.SaveChangesAsync(cancellation);

        var publisherIds = await db.Publishers.IgnoreQueryFilters().Where(row => row.ProcessId == id).ToDictionaryAsync(row => row.Slug, row => row.Id, cancellation);
        var sources = await db.Sources.IgnoreQueryFilters().Where(row => row.ProcessId == id).ToDictionaryAsync(row => row.Number, cancellation);
        if (content.Sources.FirstOrDefault(pair => !publisherIds.ContainsKey(pair.Publisher)) is (not null, _) homeless)
            throw new SeedException([Gone("sources.csv", homeless.Source.Number, "publisher", homeless.Publisher)]);
        foreach (var (publisher, source) in content.Sources)
        {
            db.Entry(source).Property(row => row.PublisherId).CurrentValue = publisherIds[publisher];
            UpsertPublic(sources.GetValueOrDefault(source.Number), source, id);
        }

        written += await db.SaveChangesAsync(cancellation);

        var (added, same) = await WriteStatementsAsync(content, id, cancellation);
        written += added;

        var figures = await db.Figures.Where(row => row.ProcessId == id).OrderBy(row => row.Id).ToListAsync(cancellation);
        foreach (var figure in content.Figures)
            SetProcess(figure, id);
        if (Shape(figures) != Shape(content.Figures))
        {
            db.RemoveRange(figures);
            db.AddRange(content.Figures);
            written += await db.SaveChangesAsync(cancellation);
        }

        var differences = await db.ClauseDifferences.IgnoreQueryFilters().Where(row => row.ProcessId == id && row.Editor == null).OrderBy(row => row.Id).ToListAsync(cancellation);
        foreach (var difference in content.ClauseDifferences)
        {
            SetProcess(difference, id);
            db.Entry(difference).Property(row => row.PublishedAt).CurrentValue = published;
        }

        // A pair that people have corrected since is theirs, and what it was stays as it was shown.
        var (stored, fresh) = (differences.Where(OfSeeds).ToList(), content.ClauseDifferences.Where(OfSeeds).ToList());
        if (Shape(stored) != Shape(fresh))
        {
            db.RemoveRange(stored);
            db.AddRange(fresh);
            written += await db.SaveChangesAsync(cancellation);
        }

        return (written, same);

        bool OfSeeds(ClauseDifference row) => !atTheDesk.Contains(Snapshots.Name(row, slug));
    }

    private async Task<(int Added, int Same)> WriteStatementsAsync(SeedContent.ProcessContent content, int process, CancellationToken cancellation)
    {
        var stored = await db.Statements.AsNoTracking().Where(row => row.ProcessId == process)
            .Include(row => row.Citations.OrderBy(citation => citation.Order))
            .Include(row => row.Codings.OrderBy(coding => coding.Id))
            .Include(row => row.Quantities.OrderBy(quantity => quantity.Id))
            .AsSplitQuery()
            // What the desk made of it later stands in later revisions.
            .Where(row => row.Revision == 1)
            .ToDictionaryAsync(row => row.Number, cancellation);
        var same = 0;
        var added = new List<RevisionEntry>();
        var faults = new List<SeedFault>();
        foreach (var statement in content.Statements)
        {
            SetProcess(statement, process);
            foreach (var citation in statement.Citations)
                SetProcess(citation, process);
            foreach (var coding in statement.Codings)
                SetProcess(coding, process);
            if (!stored.TryGetValue(statement.Number, out var old))
            {
                faults.AddRange(Named(statement).Distinct().Where(name => removed.Contains((name.Kind, name.Kind == "issue" ? name.Key : $"{slug}/{name.Key}"))).Select(name => Gone("statements.csv", statement.Number, name.Kind, name.Key)));
                db.Add(statement);
                var (kind, key) = Snapshots.Name(statement, content.Process.Slug);
                added.Add(new("publish", kind, key, null, Snapshots.Of(statement)));
            }
            else if (Shape(old) == Shape(statement))
                same++;
            else
                faults.Add(new($"{content.Process.Slug}/statements.csv", 0, "number", FormattableString.Invariant($"{statement.Number}"), "the row, its citations and codings as they were published: what is published is never overwritten. Give the new wording a new number, or start from an empty database"));
        }

        if (faults.Count > 0)
            throw new SeedException(faults);
        var written = await db.SaveChangesAsync(cancellation);
        await log.AppendAsync(added, Revision.Seeds, clock.GetUtcNow(), cancellation);
        return (written, same);
    }

    private SeedFault Gone(string file, int number, string kind, string key) =>
        new($"{slug}/{file}", 0, "number", FormattableString.Invariant($"{number}"), $"a row that does without {kind} {key}: an admin has removed it. Add it again at the desk first");

    /// <summary>What a statement cannot do without.</summary>
    private static IEnumerable<(string Kind, string Key)> Named(Statement statement) =>
    [
        .. statement.Parties.Select(party => ("party", party)),
        .. new[] { ("person", statement.Speaker), ("event", statement.Event) }.Where(pair => pair.Item2 is not null).Select(pair => (pair.Item1, pair.Item2!)),
        .. statement.Codings.SelectMany(coding => new[] { ("issue", coding.Issue), ("region", coding.Region ?? "") }),
    ];

    /// <returns>False when people have changed or removed the record since: then it is left as it is.</returns>
    private bool Upsert<T>(T? old, T fresh, int? process) where T : class
    {
        var name = Snapshots.Name(fresh, slug);
        if (atTheDesk.Contains(name))
        {
            if (old is null)
                removed.Add(name);
            return false;
        }

        if (process is { } id)
            SetProcess(fresh, id);
        if (old is null)
        {
            db.Add(fresh);
            return true;
        }

        db.Entry(fresh).Property("Id").CurrentValue = db.Entry(old).Property("Id").CurrentValue;
        db.Entry(old).CurrentValues.SetValues(fresh);
        return true;
    }

    /// <summary>What the public sees from the moment on that the record was first published.</summary>
    private bool UpsertPublic<T>(T? old, T fresh, int process) where T : class
    {
        db.Entry(fresh).Property("PublishedAt").CurrentValue = published;
        return Upsert(old, fresh, process);
    }

    private void SetProcess(object row, int process) => db.Entry(row).Property("ProcessId").CurrentValue = process;

    /// <summary>What becomes of a row after it was first published is no difference to the seeds.</summary>
    private static readonly string[] Life =
        [nameof(Statement.Status), nameof(Statement.PublishedTo), nameof(Statement.WithdrawReason), nameof(Statement.Version), nameof(Statement.IsOpen), nameof(Coding.RecordedTo)];

    /// <summary>The content of a row without the keys the store gave it: equal shapes are equal rows.</summary>
    private static string Shape(object value)
    {
        var node = JsonSerializer.SerializeToNode(value)!;
        RemoveKeys(node);
        return node.ToJsonString();

        static void RemoveKeys(System.Text.Json.Nodes.JsonNode node)
        {
            if (node is System.Text.Json.Nodes.JsonObject row)
            {
                foreach (var key in (string[])["Id", nameof(Citation.StatementId), "PersonId", "ProposalId", "ProcessId", .. Life])
                    row.Remove(key);
                foreach (var (_, child) in row.ToList())
                {
                    if (child is not null)
                        RemoveKeys(child);
                }
            }
            else if (node is System.Text.Json.Nodes.JsonArray rows)
            {
                foreach (var child in rows)
                {
                    if (child is not null)
                        RemoveKeys(child);
                }
            }
        }
    }
}
