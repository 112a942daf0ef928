using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Data.Desk;

/// <summary>A text on record that is, or nearly is, another one.</summary>
/// <param name="Source">Number of its source.</param>
/// <param name="Same">Every character is the same.</param>
/// <param name="Share">How alike the beginnings are, from <see cref="Similarity.LikelyDuplicate"/> to 1.</param>
public sealed record TextLikeness(int Source, bool Same, double Share);

/// <summary>A public coding whose evidence would be another.</summary>
/// <param name="Coding">Id of the coding.</param>
/// <param name="Statement">Number of its statement.</param>
/// <param name="Party">Id.</param>
/// <param name="Issue">Id.</param>
public sealed record EvidenceChange(int Coding, int Statement, int Party, int Issue, char SourceGrade, IReadOnlyList<int> Origins, int Copied);

/// <summary>
/// The desk's door to sources, their publishers and texts, whether public or not. Only for people who are signed in. All writing happens
/// inside <see cref="Ledger.WriteAsync"/>.
/// </summary>
public sealed class SourceDesk(PeaceTrackerDbContext db)
{
    /// <summary>Characters from the beginning by which texts are compared: enough to know a report, and few enough to look at all.</summary>
    private const int Beginning = 2_000;

    private static readonly IReadOnlyList<StatementStatus> Current = [StatementStatus.Published, StatementStatus.Draft, StatementStatus.InReview, StatementStatus.Returned];

    /// <summary>What a form can change of a source.</summary>
    private static readonly HashSet<string> Content =
    [
        nameof(Source.PublisherId), nameof(Source.Title), nameof(Source.TitleDescribed), nameof(Source.Author), nameof(Source.Date), nameof(Source.Address), nameof(Source.NormalAddress),
        nameof(Source.ArchiveAddress), nameof(Source.NormalArchiveAddress), nameof(Source.Language), nameof(Source.Kind), nameof(Source.Grade), nameof(Source.Notes), nameof(Source.DerivedFrom),
    ];

    /// <summary>Every source with its publisher.</summary>
    public IQueryable<Source> All(int process) => db.Sources.IgnoreQueryFilters().Include(row => row.Publisher).Where(row => row.ProcessId == process);

    /// <summary>Every publisher.</summary>
    public IQueryable<Publisher> Publishers(int process) => db.Publishers.IgnoreQueryFilters().Where(row => row.ProcessId == process);

    public Task<Source?> FindAsync(int process, int number, CancellationToken cancellation) => All(process).SingleOrDefaultAsync(row => row.Number == number, cancellation);

    /// <summary>A source as it read at a version; null when that is not known.</summary>
    public Task<Source?> AtVersionAsync(Source source, string process, int version, CancellationToken cancellation) => db.AtVersionAsync(source, process, version, cancellation);

    /// <summary>Sources with this address, in whatever form it was written, as their own or as that of their copy in an archive.</summary>
    public async Task<List<Source>> AtAddressAsync(int process, string? address, CancellationToken cancellation) =>
        NormalisedAddress.Of(address, out _) is { } normal
            ? await All(process).AsNoTracking().Where(row => row.NormalAddress == normal || row.NormalArchiveAddress == normal).OrderBy(row => row.Number).ToListAsync(cancellation)
            : [];

    /// <summary>Texts on record that are likely the same words, most alike first, one a source.</summary>
    /// <param name="text">Normalised.</param>
    public async Task<List<TextLikeness>> LikeAsync(int process, string text, CancellationToken cancellation)
    {
        var (hash, beginning) = (SourceText.Hash(text), text[..Math.Min(text.Length, Beginning)]);
        var found = new List<TextLikeness>();
        await foreach (var row in db.SourceTexts.AsNoTracking().Where(row => row.ProcessId == process)
            .Select(row => new { row.Source, row.Sha256, Start = row.Text.Substring(0, Beginning) }).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (row.Sha256 == hash)
                found.Add(new(row.Source, true, 1));
            else if (Similarity.Of(beginning, row.Start) is >= Similarity.LikelyDuplicate and var share)
                found.Add(new(row.Source, false, share));
        }

        return [.. found.GroupBy(one => one.Source).Select(group => group.OrderByDescending(one => one.Same).ThenByDescending(one => one.Share).First()).OrderByDescending(one => one.Same).ThenByDescending(one => one.Share).ThenBy(one => one.Source)];
    }

    /// <summary>A number no source has.</summary>
    public async Task<int> NextNumberAsync(int process, CancellationToken cancellation) =>
        Math.Max(DeskStatements.FirstNumber, 1 + (await All(process).MaxAsync(row => (int?)row.Number, cancellation) ?? 0));

    public void Add(Source source) => db.Add(source);

    /// <summary>Adds a publisher at once, so that a source can name it.</summary>
    public async Task AddAsync(Publisher publisher, CancellationToken cancellation)
    {
        db.Add(publisher);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>The newest text of a source, or the one with a number; null when there is none.</summary>
    public Task<SourceText?> TextAsync(int process, int source, int? number, CancellationToken cancellation) =>
        Texts(process, source).Where(row => number == null || row.Number == number).OrderByDescending(row => row.Number).FirstOrDefaultAsync(cancellation);

    /// <summary>Every text of a source.</summary>
    public IQueryable<SourceText> Texts(int process, int source) => db.SourceTexts.AsNoTracking().Where(row => row.ProcessId == process && row.Source == source);

    /// <summary>Adds a text to a source, and of each citation of the source that has a passage where it stands in this text, or that it is not surely there.</summary>
    /// <param name="text">Normalised.</param>
    /// <param name="reason">Why it differs from the one before; null for the first.</param>
    /// <param name="editor">Id of the account.</param>
    public async Task<(SourceText Text, IReadOnlyList<Anchor> Anchors)> AddTextAsync(Source source, string text, string? reason, int editor, DateTimeOffset at, CancellationToken cancellation)
    {
        var last = await Texts(source.ProcessId, source.Number).MaxAsync(row => (int?)row.Number, cancellation) ?? 0;
        var added = new SourceText { ProcessId = source.ProcessId, Source = source.Number, Number = last + 1, Text = text, Sha256 = SourceText.Hash(text), At = at, Editor = editor, Reason = reason };
        var anchors = (await ReanchorAsync(source.ProcessId, source.Number, text, cancellation)).ConvertAll(one => new Anchor
        {
            ProcessId = source.ProcessId,
            CitationId = one.Citation,
            TextNumber = added.Number,
            Position = one.Found.Place switch { AnchorPlace.Found found => found.Start, AnchorPlace.Moved moved => moved.Start, _ => null },
            Length = one.Found.Place switch { AnchorPlace.Found found => found.Length, AnchorPlace.Moved moved => moved.Length, _ => null },
            Reason = (one.Found.Place as AnchorPlace.Orphan)?.Reason,
            At = at,
        });
        db.Add(added);
        db.AddRange(anchors);
        return (added, anchors);
    }

    /// <summary>What would become of the citations of a source in a further text of it: those of statements that are public or being worked on, and that have a passage.</summary>
    /// <param name="text">Normalised.</param>
    public async Task<List<(int Citation, int Statement, StatementStatus Status, Reanchored Found)>> ReanchorAsync(int process, int source, string text, CancellationToken cancellation)
    {
        var cited = await CitedAsync(process, source, cancellation);
        var found = new List<(int, int, StatementStatus, Reanchored)>();
        foreach (var group in cited.GroupBy(one => one.Passage.Text).OrderBy(group => group.Key))
            found.AddRange(group.Zip(await InAsync(process, source, group.Key, [.. group.Select(one => one.Passage)], text, cancellation), (one, place) => (one.Citation, one.Statement, one.Status, place)));
        return found;
    }

    /// <summary>Citations whose passage is not surely found in the newest text of their source: work to do. Ordered by source and statement.</summary>
    /// <param name="source">Number of one source; null for all.</param>
    public async Task<List<OrphanedCitation>> OrphansAsync(int process, CancellationToken cancellation, int? source = null)
    {
        var behind = (await CitedAsync(process, source, cancellation)).FindAll(one => one.Passage.Text < one.Newest);
        var numbers = behind.Select(one => one.Source).Distinct().ToList();
        var titles = await All(process).Where(row => numbers.Contains(row.Number)).ToDictionaryAsync(row => row.Number, row => row.Title, cancellation);
        var orphans = new List<OrphanedCitation>();
        foreach (var one in behind.Where(one => one.Reason is not null))
            orphans.Add(Orphan(one, one.Reason!));
        // Cited from an older text after the newest was pasted: nobody has looked yet.
        foreach (var group in behind.Where(one => one.Reason is null).GroupBy(one => (one.Source, one.Passage.Text)))
        {
            var newest = (await TextAsync(process, group.Key.Source, null, cancellation))!.Text;
            var places = await InAsync(process, group.Key.Source, group.Key.Text, [.. group.Select(one => one.Passage)], newest, cancellation);
            orphans.AddRange(group.Zip(places).Where(pair => pair.Second.Place is AnchorPlace.Orphan).Select(pair => Orphan(pair.First, ((AnchorPlace.Orphan)pair.Second.Place).Reason)));
        }

        return [.. orphans.OrderBy(one => one.Source).ThenBy(one => one.Statement).ThenBy(one => one.Citation)];

        OrphanedCitation Orphan(Cited one, string reason) => new(one.Citation, one.Statement, one.Status, one.Source, titles[one.Source], one.Passage, one.Words, one.Newest, reason);
    }

    /// <summary>Where the passages stand in the newest text of a source, by citation; orphans are missing.</summary>
    public async Task<Dictionary<int, Passage>> PassagesAsync(int process, int source, CancellationToken cancellation)
    {
        var cited = await CitedAsync(process, source, cancellation);
        var passages = cited.Where(one => one.Passage.Text == one.Newest).ToDictionary(one => one.Citation, one => one.Passage);
        foreach (var group in cited.Where(one => one.Passage.Text < one.Newest && one.Reason is null).GroupBy(one => one.Passage.Text))
        {
            var newest = (await TextAsync(process, source, null, cancellation))!;
            foreach (var (one, found) in group.Zip(await InAsync(process, source, group.Key, [.. group.Select(one => one.Passage)], newest.Text, cancellation)))
            {
                if (found.Place is AnchorPlace.Found at)
                    passages[one.Citation] = new(newest.Number, at.Start, at.Length);
                else if (found.Place is AnchorPlace.Moved to)
                    passages[one.Citation] = new(newest.Number, to.Start, to.Length);
            }
        }

        return passages;
    }

    /// <summary>The way back from what a source would derive from to itself; null when there is none. See <see cref="Origins.Circle"/>.</summary>
    public async Task<IReadOnlyList<int>?> CircleAsync(int process, int number, IReadOnlyCollection<int> derivedFrom, CancellationToken cancellation) =>
        derivedFrom.Count == 0 ? null : Origins.Circle(number, derivedFrom, await DerivedFromAsync(db, process, cancellation));

    /// <summary>What would change in the public evidence if a source were as given: its grade and what it derives from decide.</summary>
    public async Task<List<EvidenceChange>> EffectAsync(Source instead, CancellationToken cancellation)
    {
        var process = instead.ProcessId;
        var statements = await Projection.CitingAsync(db, process, [.. Origins.WithCopies([instead.Number], await DerivedFromAsync(db, process, cancellation))], cancellation);
        var before = (await Projection.RowsAsync(db, process, statements, cancellation)).ToDictionary(row => row.Id);
        return
        [
            .. (await Projection.RowsAsync(db, process, statements, cancellation, instead))
                .Where(row => row.RecordedTo == long.MaxValue && before[row.Id] is var old && (old.SourceGrade, old.Origins, old.Copied) != (row.SourceGrade, row.Origins, row.Copied))
                .Select(row => new EvidenceChange(
                    row.Id, row.Statement, row.PartyId, row.IssueId, (char)row.SourceGrade,
                    [.. row.Origins.Split(' ').Select(origin => int.Parse(origin, System.Globalization.CultureInfo.InvariantCulture))], row.Copied)),
        ];
    }

    /// <summary>
    /// Gives a source new content, and to the statements that rest on it or its copies new rows in the projection where they change. What a
    /// public source newly derives from, and its publisher, are public with it.
    /// </summary>
    /// <param name="source">Read from here.</param>
    /// <param name="fresh">The new content; what it is, its number and its life are not looked at.</param>
    /// <exception cref="InvalidOperationException">It would derive from itself.</exception>
    public async Task ChangeAsync(Source source, Source fresh, DateTimeOffset at, CancellationToken cancellation)
    {
        if (await CircleAsync(source.ProcessId, source.Number, fresh.DerivedFrom, cancellation) is not null)
            throw new InvalidOperationException("A source does not derive from itself.");
        var bears = source.Grade != fresh.Grade || !source.DerivedFrom.SequenceEqual(fresh.DerivedFrom);
        foreach (var property in db.Entry(source).Properties.Where(property => Content.Contains(property.Metadata.Name)))
            property.CurrentValue = typeof(Source).GetProperty(property.Metadata.Name)!.GetValue(fresh);
        if (fresh.Publisher is { } publisher)
            db.Entry(source).Property(row => row.PublisherId).CurrentValue = publisher.Id;
        await db.SaveChangesAsync(cancellation);
        if (source.PublishedAt is not null)
            await ShowAsync(db, source.ProcessId, [source.Number], at, cancellation);
        if (bears)
            await Projection.RenewAsync(db, source.ProcessId, [.. Origins.WithCopies([source.Number], await DerivedFromAsync(db, source.ProcessId, cancellation))], cancellation);
    }

    /// <summary>Makes sources public that are not yet, with their publishers and with what they copy: their line of descent is part of the evidence.</summary>
    internal static async Task ShowAsync(PeaceTrackerDbContext db, int process, IEnumerable<int> numbers, DateTimeOffset at, CancellationToken cancellation)
    {
        var sources = await db.Sources.IgnoreQueryFilters().Where(row => row.ProcessId == process).Select(row => new { row.Number, row.PublisherId, row.DerivedFrom, row.MergedInto, row.PublishedAt }).ToDictionaryAsync(row => row.Number, cancellation);
        var shown = numbers.ToHashSet();
        var reach = new Queue<int>(shown);
        while (reach.TryDequeue(out var number))
        {
            foreach (var model in sources[number].DerivedFrom.Concat(sources[number].MergedInto is { } kept ? [kept] : []).Where(shown.Add))
                reach.Enqueue(model);
        }

        var hidden = shown.Where(number => sources[number].PublishedAt is null).ToList();
        var publishers = shown.Select(number => sources[number].PublisherId).Distinct().ToList();
        if (hidden.Count > 0)
            await db.Sources.IgnoreQueryFilters().Where(row => row.ProcessId == process && hidden.Contains(row.Number)).ExecuteUpdateAsync(set => set.SetProperty(row => row.PublishedAt, at), cancellation);
        await db.Publishers.IgnoreQueryFilters().Where(row => publishers.Contains(row.Id) && row.PublishedAt == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.PublishedAt, at), cancellation);
    }

    /// <summary>
    /// The reverse of <see cref="ShowAsync"/>: hides sources that came through the desk, with what they copy and their publishers, as far as
    /// nothing public rests on them.
    /// </summary>
    /// <param name="standing">The statements whose showing counts.</param>
    /// <returns>What was hidden, as it may have been read before.</returns>
    internal static async Task<IReadOnlyList<object>> HideAsync(
        PeaceTrackerDbContext db, int process, IEnumerable<int> numbers, IQueryable<Statement> standing, CancellationToken cancellation)
    {
        var sources = await db.Sources.IgnoreQueryFilters().Where(row => row.ProcessId == process).ToDictionaryAsync(row => row.Number, cancellation);
        var proposals = await db.Proposals.AsNoTracking().Include(row => row.Lineage).Where(row => row.ProcessId == process).ToListAsync(cancellation);
        var kept = WithModels(
        [
            .. await standing.SelectMany(row => row.Citations).Select(row => row.Source).Distinct().ToListAsync(cancellation),
            .. proposals.SelectMany(row => row.Sources.Concat(row.Lineage.Select(link => link.Source).OfType<int>())),
            .. (await db.Events.AsNoTracking().Where(row => row.ProcessId == process).Select(row => row.Sources).ToListAsync(cancellation)).SelectMany(row => row),
            .. (await db.Discrepancies.AsNoTracking().Where(row => row.ProcessId == process).Select(row => row.Sources).ToListAsync(cancellation)).SelectMany(row => row),
            .. (await db.Figures.AsNoTracking().Where(row => row.ProcessId == process).Select(row => (int?)row.Source).ToListAsync(cancellation)).OfType<int>(),
            .. (await db.People.AsNoTracking().Where(row => row.ProcessId == process).ToListAsync(cancellation)).SelectMany(row => row.Offices).Select(row => (int?)row.Source).OfType<int>(),
            .. sources.Keys.Where(number => number < DeskStatements.FirstNumber),
        ]);
        var hidden = WithModels([.. numbers]).Where(number => !kept.Contains(number) && sources[number].PublishedAt is not null).Select(number => sources[number]).ToList();
        var ids = hidden.Select(row => row.Id).ToList();
        await db.Sources.IgnoreQueryFilters().Where(row => ids.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.PublishedAt, (DateTimeOffset?)null), cancellation);
        // What is public now leaves out those just hidden.
        var without = hidden.Select(row => row.PublisherId).Distinct().ToList();
        var publishers = await db.Publishers.Where(row => without.Contains(row.Id) && !db.Sources.Any(source => source.PublisherId == row.Id)).ToListAsync(cancellation);
        var theirs = publishers.Select(row => row.Id).ToList();
        await db.Publishers.Where(row => theirs.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.PublishedAt, (DateTimeOffset?)null), cancellation);
        return [.. hidden, .. publishers];

        HashSet<int> WithModels(HashSet<int> found)
        {
            var reach = new Queue<int>(found);
            while (reach.TryDequeue(out var number))
            {
                foreach (var model in sources[number].DerivedFrom.Concat(sources[number].MergedInto is { } into ? [into] : []).Where(found.Add))
                    reach.Enqueue(model);
            }

            return found;
        }
    }

    /// <summary>Gives the sources of an older store what is kept for finding; what is written since has it from the class.</summary>
    internal static async Task FillNormalAddressesAsync(PeaceTrackerDbContext db, CancellationToken cancellation)
    {
        foreach (var source in await db.Sources.IgnoreQueryFilters().AsNoTracking().Where(row => row.NormalAddress == null && row.NormalArchiveAddress == null && (row.Address != null || row.ArchiveAddress != null)).ToListAsync(cancellation))
        {
            await db.Sources.IgnoreQueryFilters().Where(row => row.Id == source.Id).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.NormalAddress, source.NormalAddress).SetProperty(row => row.NormalArchiveAddress, source.NormalArchiveAddress), cancellation);
        }
    }

    /// <summary>What each source rests on: one that was merged, on the number it goes under now.</summary>
    private static async Task<Dictionary<int, IReadOnlyList<int>>> DerivedFromAsync(PeaceTrackerDbContext db, int process, CancellationToken cancellation) =>
        (await db.Sources.IgnoreQueryFilters().Where(row => row.ProcessId == process).Select(row => new { row.Number, row.DerivedFrom, row.MergedInto }).ToListAsync(cancellation))
            .ToDictionary(row => row.Number, row => (IReadOnlyList<int>)(row.MergedInto is { } kept ? [kept] : row.DerivedFrom));

    private async Task<IReadOnlyList<Reanchored>> InAsync(int process, int source, int older, IReadOnlyList<Passage> passages, string newer, CancellationToken cancellation) =>
        Reanchored.Of((await TextAsync(process, source, older, cancellation))!.Text, [.. passages.Select(passage => (passage.Start, passage.Length))], newer);

    /// <summary>A citation with a passage.</summary>
    /// <param name="Passage">Where it last was surely found.</param>
    /// <param name="Newest">Number of the newest text of the source.</param>
    /// <param name="Reason">Why it was not found in the newest; null when it was, or when nobody has looked.</param>
    private sealed record Cited(int Citation, int Statement, StatementStatus Status, int Source, string Words, Passage Passage, int Newest, string? Reason);

    private async Task<List<Cited>> CitedAsync(int process, int? source, CancellationToken cancellation)
    {
        var newest = await db.SourceTexts.Where(row => row.ProcessId == process && (source == null || row.Source == source))
            .GroupBy(row => row.Source).Select(group => new { Source = group.Key, Number = group.Max(row => row.Number) }).ToDictionaryAsync(row => row.Source, row => row.Number, cancellation);
        var citations = await db.Statements.AsNoTracking()
            .Where(row => row.ProcessId == process && Current.Contains(row.Status))
            .SelectMany(row => row.Citations, (row, citation) => new { row.Number, row.Status, Citation = citation })
            .Where(row => row.Citation.TextNumber != null && row.Citation.Position != null && row.Citation.Exact != null && (source == null || row.Citation.Source == source))
            .ToListAsync(cancellation);
        var looked = await db.Anchors.AsNoTracking().Where(row => row.ProcessId == process)
            .Join(db.Set<Citation>(), row => row.CitationId, citation => citation.Id, (row, citation) => new { Anchor = row, Citation = citation })
            .Where(row => source == null || row.Citation.Source == source)
            .OrderBy(row => row.Anchor.Id)
            .ToListAsync(cancellation);
        // What was found of a passage holds for whatever cites it: a revision of a statement has citations of its own.
        var anchors = looked.ToLookup(row => Key(row.Citation), row => row.Anchor);
        return
        [
            .. citations.OrderBy(row => row.Number).ThenBy(row => row.Citation.Id).Select(row =>
            {
                var citation = row.Citation;
                var held = anchors[Key(citation)].GroupBy(anchor => anchor.TextNumber).Select(group => group.Last()).OrderBy(anchor => anchor.TextNumber).ToList();
                var last = held.FindLast(anchor => anchor.Position is not null);
                var passage = last is null ? new Passage(citation.TextNumber!.Value, citation.Position!.Value, citation.Exact!.Length) : new(last.TextNumber, last.Position!.Value, last.Length!.Value);
                return new Cited(citation.Id, row.Number, row.Status, citation.Source, citation.Exact!, passage, newest[citation.Source], held.Find(anchor => anchor.TextNumber == newest[citation.Source])?.Reason);
            }),
        ];

        static (int Source, int? Text, int? Position, string? Exact) Key(Citation citation) => (citation.Source, citation.TextNumber, citation.Position, citation.Exact);
    }
}
