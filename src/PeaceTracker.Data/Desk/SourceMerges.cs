using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Desk;

/// <summary>
/// Makes two numbers of one source one, and undoes it (decision 0028). What is published goes on citing the number it cites; the merged
/// number keeps its page and counts as the kept one. All writing happens inside <see cref="Ledger.WriteAsync"/>.
/// </summary>
public sealed class SourceMerges(PeaceTrackerDbContext db, DeskStatements statements)
{
    private const string Act = "merge sources", Undo = "undo merge";

    /// <summary>Null when there is no source of one of the numbers.</summary>
    public async Task<MergePlan?> PlanAsync(int process, int merged, int kept, CancellationToken cancellation)
    {
        var sources = await SourcesAsync(process, cancellation);
        if (!sources.TryGetValue(merged, out var from) || !sources.TryGetValue(kept, out var to))
            return null;
        var open = await Citing(statements.BeingWorkedOn(process), merged).Select(row => row.Number).Distinct().Order().ToListAsync(cancellation);
        var published = await Citing(statements.All(process).Where(row => row.PublishedAt != null), merged).Select(row => row.Number).Distinct().Order().ToListAsync(cancellation);
        var lists = (await db.HangingOnAsync(from, cancellation))
            .Where(hanging => hanging.Kind is not "statement" and not "control figure" and not "text" and not "merge")
            .SelectMany(hanging => hanging.Keys, (hanging, key) => (hanging.Kind, key))
            .ToList();
        return new(from, to, Problems(from, to, sources), open, published, lists);
    }

    /// <exception cref="InvalidOperationException">The plan has problems.</exception>
    public async Task<SourceMerge> MergeAsync(int process, string slug, int merged, int kept, string? reason, ChangeSet changes, CancellationToken cancellation)
    {
        var sources = await SourcesAsync(process, cancellation);
        var (from, to) = (sources[merged], sources[kept]);
        if (Problems(from, to, sources) is [var problem, ..])
            throw new InvalidOperationException(problem);
        var before = Ways(sources);
        var record = new Changes([], [], [], [], []);

        var open = await DeskStatements.WithDetails(Citing(statements.BeingWorkedOn(process), merged)).ToListAsync(cancellation);
        foreach (var statement in open)
        {
            foreach (var citation in statement.Citations.Where(citation => citation.Source == merged))
            {
                int? text = citation.TextNumber is { } number ? await TextAtAsync(process, number, merged, kept, record.Texts, changes.At, cancellation) : null;
                record.Citations.Add(new(citation.Id, citation.TextNumber, text));
                Set(db.Entry(citation), nameof(Citation.Source), kept);
                Set(db.Entry(citation), nameof(Citation.TextNumber), text);
            }

            db.Entry(statement).Property(row => row.Summary).IsModified = true;
            changes.Note(statement, Act, slug, reason);
        }

        // Where a passage was found again is said of texts by their numbers at the merged source.
        var moved = record.Citations.ConvertAll(citation => citation.Id);
        record.Anchors.AddRange(await db.Anchors.AsNoTracking().Where(row => moved.Contains(row.CitationId)).ToListAsync(cancellation));
        await db.Anchors.Where(row => moved.Contains(row.CitationId)).ExecuteDeleteAsync(cancellation);

        foreach (var source in sources.Values.Where(source => source.Number != merged && source.DerivedFrom.Contains(merged)))
            Rename(source, source.DerivedFrom, source.Number == kept ? null : kept);
        foreach (var row in await db.Events.Where(row => row.ProcessId == process && row.Sources.Contains(merged)).ToListAsync(cancellation))
            Rename(row, row.Sources, kept);
        foreach (var row in await db.Discrepancies.Where(row => row.ProcessId == process && row.Sources.Contains(merged)).ToListAsync(cancellation))
            Rename(row, row.Sources, kept);
        foreach (var row in await db.Proposals.IgnoreQueryFilters().Include(row => row.Lineage).Where(row => row.ProcessId == process && (row.Sources.Contains(merged) || row.Lineage.Any(link => link.Source == merged))).ToListAsync(cancellation))
        {
            Rename(row, row.Sources, kept);
            foreach (var link in row.Lineage.Where(link => link.Source == merged))
                Repoint(row, link, link.Id);
        }

        foreach (var row in await db.People.Include(row => row.Offices).Where(row => row.ProcessId == process && row.Offices.Any(office => office.Source == merged)).ToListAsync(cancellation))
        {
            foreach (var office in row.Offices.Where(office => office.Source == merged))
                Repoint(row, office, office.Id);
            changes.Note(row, Act, slug, reason);
        }

        // Both are one, so what was known of either is known of the one that is left.
        var models = to.DerivedFrom.Union(from.DerivedFrom).Where(number => number != merged && number != kept).ToList();
        if (!models.SequenceEqual(to.DerivedFrom))
            List(to, to.DerivedFrom, models);
        Set(db.Entry(from), nameof(Source.MergedInto), (int?)kept);
        changes.Note(from, Act, slug, reason);
        if (db.Entry(to).State == EntityState.Modified && !record.Noted.Contains(to))
            changes.Note(to, Act, slug, reason);
        var merge = new SourceMerge { ProcessId = process, Merged = merged, Kept = kept, At = changes.At, Reason = reason, Changes = JsonSerializer.Serialize(record) };
        db.Add(merge);
        await db.SaveChangesAsync(cancellation);
        await RefreshAsync(process, before, cancellation);
        return merge;

        void Rename(object row, List<int> list, int? name)
        {
            if (list.Contains(merged))
                List(row, list, [.. list.Select(number => number == merged ? name : number).OfType<int>().Distinct()]);
            if (record.Noted.Add(row))
                changes.Note(row, Act, slug, reason);
        }

        void List(object row, List<int> list, List<int> after)
        {
            var entry = db.Entry(row);
            record.Lists.Add(new(row.GetType().Name, (int)entry.Property("Id").CurrentValue!, [.. list], after));
            Set(entry, ListOf(row), after);
        }

        void Repoint(object owner, object part, int id)
        {
            record.Parts.Add(new(part.GetType().Name, id));
            Set(db.Entry(part), "Source", (int?)kept);
            Touch(owner);
        }
    }

    /// <summary>Puts everything back that the merge changed and nobody has changed since.</summary>
    /// <returns>Rows that were changed since and stay as they are.</returns>
    /// <exception cref="InvalidOperationException">It was undone already, or a later merge builds on it.</exception>
    public async Task<int> UndoAsync(SourceMerge merge, string slug, string? reason, ChangeSet changes, CancellationToken cancellation)
    {
        if (await ObstacleAsync(merge, cancellation) is { } obstacle)
            throw new InvalidOperationException(obstacle);
        var process = merge.ProcessId;
        var record = JsonSerializer.Deserialize<Changes>(merge.Changes)!;
        var sources = await SourcesAsync(process, cancellation);
        var before = Ways(sources);
        var left = 0;

        var open = await DeskStatements.WithDetails(Citing(statements.BeingWorkedOn(process), merge.Kept)).ToListAsync(cancellation);
        var citations = open.SelectMany(statement => statement.Citations, (statement, citation) => (statement, citation)).ToDictionary(pair => pair.citation.Id);
        foreach (var moved in record.Citations)
        {
            // What was published meanwhile stays as it was published.
            if (!citations.TryGetValue(moved.Id, out var pair) || pair.citation.Source != merge.Kept || pair.citation.TextNumber != moved.After)
            {
                left++;
                continue;
            }

            Set(db.Entry(pair.citation), nameof(Citation.Source), merge.Merged);
            Set(db.Entry(pair.citation), nameof(Citation.TextNumber), moved.Before);
            db.Entry(pair.statement).Property(row => row.Summary).IsModified = true;
            await db.Anchors.Where(row => row.CitationId == moved.Id).ExecuteDeleteAsync(cancellation);
            db.AddRange(record.Anchors.Where(row => row.CitationId == moved.Id));
        }

        foreach (var statement in open.Where(statement => db.Entry(statement).State == EntityState.Modified))
            changes.Note(statement, Undo, slug, reason);

        var events = await db.Events.Where(row => row.ProcessId == process).ToDictionaryAsync(row => row.Id, cancellation);
        var discrepancies = await db.Discrepancies.Where(row => row.ProcessId == process).ToDictionaryAsync(row => row.Id, cancellation);
        var proposals = await db.Proposals.IgnoreQueryFilters().Include(row => row.Lineage).Where(row => row.ProcessId == process).ToDictionaryAsync(row => row.Id, cancellation);
        var people = await db.People.Include(row => row.Offices).Where(row => row.ProcessId == process).ToListAsync(cancellation);
        var byId = sources.Values.ToDictionary(row => row.Id);
        var noted = new HashSet<object>();
        foreach (var (table, id, was, became) in Enumerable.Reverse(record.Lists))
        {
            object? row = table switch
            {
                nameof(Source) => byId.GetValueOrDefault(id),
                nameof(Domain.Processes.TalksEvent) => events.GetValueOrDefault(id),
                nameof(Domain.Processes.Discrepancy) => discrepancies.GetValueOrDefault(id),
                _ => proposals.GetValueOrDefault(id),
            };
            if (row is null)
            {
                left++;
                continue;
            }

            var entry = db.Entry(row);
            var now = (List<int>)entry.Property(ListOf(row)).CurrentValue!;
            // Changed since: only what the merge put in goes out, and what it took out comes back.
            Set(entry, ListOf(row), now.SequenceEqual(became) ? was : [.. now.Except(became.Except(was)).Union(was.Except(became))]);
            noted.Add(row);
        }

        foreach (var (_, id) in record.Parts.Where(part => part.Table == nameof(Domain.Proposals.ProposalLink)))
        {
            if (proposals.Values.SelectMany(row => row.Lineage, (row, link) => (row, link)).FirstOrDefault(pair => pair.link.Id == id && pair.link.Source == merge.Kept) is ({ } owner, { } part))
                Repoint(owner, part);
            else
                left++;
        }

        foreach (var (_, id) in record.Parts.Where(part => part.Table == nameof(Domain.Parties.Office)))
        {
            if (people.SelectMany(row => row.Offices, (row, office) => (row, office)).FirstOrDefault(pair => pair.office.Id == id && pair.office.Source == merge.Kept) is ({ } owner, { } part))
                Repoint(owner, part);
            else
                left++;
        }

        var from = sources[merge.Merged];
        Set(db.Entry(from), nameof(Source.MergedInto), (int?)null);
        noted.Add(from);
        foreach (var row in noted)
            changes.Note(row, Undo, slug, reason);
        await db.SaveChangesAsync(cancellation);
        foreach (var number in record.Texts)
        {
            if (!await db.Set<Citation>().AnyAsync(row => row.ProcessId == process && row.Source == merge.Kept && row.TextNumber == number, cancellation))
                await db.SourceTexts.Where(row => row.ProcessId == process && row.Source == merge.Kept && row.Number == number).ExecuteDeleteAsync(cancellation);
        }

        merge.UndoneAt = changes.At;
        db.Update(merge);
        await db.SaveChangesAsync(cancellation);
        await RefreshAsync(process, before, cancellation);
        return left;

        void Repoint(object owner, object part)
        {
            Set(db.Entry(part), "Source", (int?)merge.Merged);
            Touch(owner);
            noted.Add(owner);
        }
    }

    /// <summary>Why a merge cannot be undone, in words; null when it can.</summary>
    public async Task<string?> ObstacleAsync(SourceMerge merge, CancellationToken cancellation)
    {
        if (merge.UndoneAt is not null)
            return "It was undone already.";
        int[] both = [merge.Merged, merge.Kept];
        var later = await db.SourceMerges.AsNoTracking()
            .Where(row => row.ProcessId == merge.ProcessId && row.Id > merge.Id && row.UndoneAt == null && (both.Contains(row.Merged) || both.Contains(row.Kept)))
            .OrderByDescending(row => row.Id).FirstOrDefaultAsync(cancellation);
        return later is null ? null : FormattableString.Invariant($"No. {later.Merged} was merged into No. {later.Kept} after it: undo that first.");
    }

    private static List<string> Problems(Source from, Source to, Dictionary<int, Source> sources)
    {
        if (from.Number == to.Number)
            return ["These are one number: name two."];
        var problems = new List<string>();
        foreach (var source in new[] { from, to }.Where(source => source.MergedInto is not null))
            problems.Add(FormattableString.Invariant($"No. {source.Number} is merged into No. {source.MergedInto} already: name that one."));
        if (from.PublishedAt is not null && to.PublishedAt is null)
            problems.Add(FormattableString.Invariant($"No. {from.Number} is public and No. {to.Number} is not: merge the other way round, so that the number people know is kept."));
        if (problems.Count > 0)
            return problems;

        var models = to.DerivedFrom.Union(from.DerivedFrom).Where(number => number != from.Number && number != to.Number).ToList();
        if (to.PublishedAt is not null && models.Where(number => sources[number].PublishedAt is null).ToList() is [var hidden, ..])
            problems.Add(FormattableString.Invariant($"No. {from.Number} derives from No. {hidden}, which is not public yet, and No. {to.Number} is: publish something from it first, or take it out of the derivations."));
        var derivedFrom = sources.Values.ToDictionary(row => row.Number, row => (IReadOnlyList<int>)(row.Number == to.Number ? models : [.. row.DerivedFrom.Select(number => number == from.Number ? to.Number : number)]));
        derivedFrom[from.Number] = [];
        try
        {
            Origins.Of(sources.Keys, derivedFrom);
        }
        catch (ArgumentException)
        {
            problems.Add(FormattableString.Invariant($"One of them derives from the other by way of further sources, so that No. {to.Number} would derive from itself: they are not one source, or a derivation is wrong."));
        }

        return problems;
    }

    /// <summary>The number under which the kept source holds this text of the merged one; a copy when it has none.</summary>
    private async Task<int> TextAtAsync(int process, int number, int merged, int kept, List<int> copied, DateTimeOffset at, CancellationToken cancellation)
    {
        var text = await db.SourceTexts.AsNoTracking().SingleAsync(row => row.ProcessId == process && row.Source == merged && row.Number == number, cancellation);
        var there = await db.SourceTexts.AsNoTracking().Where(row => row.ProcessId == process && row.Source == kept).Select(row => new { row.Number, row.Sha256 }).ToListAsync(cancellation);
        if (there.Find(row => row.Sha256 == text.Sha256) is { } same)
            return same.Number;
        var next = there.Select(row => row.Number).DefaultIfEmpty(0).Max() + 1;
        db.Add(new SourceText
        {
            ProcessId = process,
            Source = kept,
            Number = next,
            Text = text.Text,
            Sha256 = text.Sha256,
            At = at,
            Editor = text.Editor,
            Reason = FormattableString.Invariant($"Text {number} of source {merged}, which is the same source."),
        });
        await db.SaveChangesAsync(cancellation);
        copied.Add(next);
        return next;
    }

    private async Task RefreshAsync(int process, Dictionary<int, string> before, CancellationToken cancellation)
    {
        var after = Ways(await SourcesAsync(process, cancellation));
        await Projection.RenewAsync(db, process, [.. after.Where(pair => before.GetValueOrDefault(pair.Key) != pair.Value).Select(pair => pair.Key)], cancellation);
    }

    /// <summary>What each source comes to: its origins and how far they are.</summary>
    private static Dictionary<int, string> Ways(Dictionary<int, Source> sources)
    {
        var derivedFrom = sources.Values.ToDictionary(row => row.Number, row => (IReadOnlyList<int>)row.DerivedFrom);
        var mergedInto = sources.Values.Where(row => row.MergedInto is not null).ToDictionary(row => row.Number, row => row.MergedInto!.Value);
        return sources.Keys.ToDictionary(number => number, number => Origins.Of([number], derivedFrom, mergedInto) is var (roots, copied) ? $"{string.Join(' ', roots.Order())}/{copied}" : "");
    }

    private Task<Dictionary<int, Source>> SourcesAsync(int process, CancellationToken cancellation) =>
        db.Sources.IgnoreQueryFilters().Where(row => row.ProcessId == process).ToDictionaryAsync(row => row.Number, cancellation);

    private static IQueryable<Statement> Citing(IQueryable<Statement> rows, int source) => rows.Where(row => row.Citations.Any(citation => citation.Source == source));

    private static string ListOf(object row) => row is Source ? nameof(Source.DerivedFrom) : "Sources";

    private static void Set(EntityEntry entry, string property, object? value) => entry.Property(property).CurrentValue = value;

    /// <summary>A change of a part is one of the whole.</summary>
    private void Touch(object owner) => db.Entry(owner).Property(owner is Domain.Parties.Person ? "Name" : "Title").IsModified = true;

    /// <param name="Texts">Numbers of the texts copied to the kept source.</param>
    /// <param name="Anchors">Of the moved citations, in texts of the merged source.</param>
    private sealed record Changes(List<MovedCitation> Citations, List<int> Texts, List<Anchor> Anchors, List<ChangedList> Lists, List<ChangedPart> Parts)
    {
        [System.Text.Json.Serialization.JsonIgnore]
        public HashSet<object> Noted { get; } = [];
    }

    /// <param name="Before">Number of the text in which its passage was chosen.</param>
    private sealed record MovedCitation(int Id, int? Before, int? After);

    private sealed record ChangedList(string Table, int Id, List<int> Before, List<int> After);

    /// <summary>A line of descent or an office that named the merged source as its proof.</summary>
    private sealed record ChangedPart(string Table, int Id);
}
