using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Writing;

/// <summary>A statement that may be the same as the one in the form.</summary>
/// <param name="Why">What they share, as a sentence.</param>
/// <param name="Differs">Why it is another one, as the editor says; "" while not answered.</param>
/// <param name="Likely">They share words, passage or day, and not only party, issue and week.</param>
/// <param name="Same">The words are the same, and those of another source: it is likely one statement with two sources.</param>
public sealed record NearStatement(Statement Statement, string SourceTitle, string Why, string Differs, bool Likely, bool Same)
{
    public bool IsPublished => Statement.Status == StatementStatus.Published;
}

/// <summary>A newer statement with another answer: what it does to the position.</summary>
/// <param name="Number">Of the statement that counts now.</param>
/// <param name="Text">A sentence.</param>
public sealed record Superseded(int Number, string Text);

/// <summary>What the server makes of a form.</summary>
/// <param name="Composed">The summary that stands when none is written; null while there is none.</param>
public sealed record CheckedStatement(
    IReadOnlyList<Problem> Problems, IReadOnlyList<Warning> Warnings, IReadOnlyList<NearStatement> Near, IReadOnlyList<Superseded> Supersedes, string? Composed, string? DateEcho, bool AttributedOnly)
{
    internal StatementReading? Reading { get; init; }

    internal string? Note { get; init; }

    /// <summary>It can be kept as a draft.</summary>
    public bool CanBeKept => Problems.Count == 0;

    /// <summary>The statement of the form; each call makes a new one.</summary>
    /// <exception cref="InvalidOperationException">There are problems.</exception>
    public Statement Build(int number, int revision, int? editor) =>
        CanBeKept ? Reading!.Build(number, revision, editor, Note) : throw new InvalidOperationException("A form with problems is no statement.");

    public Citation? CitationAt(int order) => Reading?.CitationAt(order);

    /// <summary>Whether what is found may be another with other statements in these places, from these sources, or with words that are like these.</summary>
    /// <param name="places">Each with the days on which it matters; null where it matters on all.</param>
    internal bool Touches(ILookup<(string Party, string Issue, string? Region), DateOnly?> places, IReadOnlySet<int> sources, IReadOnlySet<string> words) =>
        Reading is { } read && (read.Places.Any(place => places[place].Any(day => day is not { } drafted || read.Said?.Latest is not { } said || Math.Abs(drafted.DayNumber - said.DayNumber) <= NearStatements.Days)) || sources.Contains(read.Source) || (read.Given is { } said && words.Contains(said)));
}

/// <summary>Reads what forms of statements need, and checks them. The one judge of what may be kept.</summary>
public sealed class StatementForms(PeaceTrackerDbContext db, RecordCache cache, NearStatements near, TimeProvider clock)
{
    private const int Improbable = 5;
    private const int Jump = 3;
    private const int MostNear = 3;
    private const int MostCells = 8;

    /// <summary>Weights of what a statement shares with the form: the same words in another source, the same passage; then words that are alike, and the week.</summary>
    private const double SameWords = 4, SamePassage = 3;

    /// <summary>Null when there is no such source, published or not.</summary>
    /// <param name="beside">What stands around another source of the process, read while nobody wrote.</param>
    public async Task<FormSurroundings?> ReadAsync(ProcessContents contents, int source, CancellationToken cancellation, FormSurroundings? beside = null)
    {
        var process = contents.Process.Id;
        var found = await db.Sources.IgnoreQueryFilters().AsNoTracking().Include(row => row.Publisher).SingleOrDefaultAsync(row => row.ProcessId == process && row.Number == source, cancellation);
        if (found is null)
            return null;
        var text = await db.SourceTexts.AsNoTracking().Where(row => row.ProcessId == process && row.Source == source).OrderByDescending(row => row.Number).FirstOrDefaultAsync(cancellation);
        // What stands around every source of a process is read once where many are asked for.
        if (beside is not null)
            return beside with { Source = found, Text = text };
        return new(contents, found, text, await NamesAsync(contents, cancellation), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
    }

    /// <summary>What a form of the process can name beside what <paramref name="contents"/> has.</summary>
    public async Task<FormNames> NamesAsync(ProcessContents contents, CancellationToken cancellation) =>
        (await cache.ReadAsync<FormNames>(db, $"names of {contents.Process.Slug}", async () => await ReadNamesAsync(contents.Process.Id, cancellation)))!;

    private async Task<FormNames> ReadNamesAsync(int process, CancellationToken cancellation)
    {
        var people = await db.People.AsNoTracking().Include(row => row.Offices).Where(row => row.ProcessId == process).OrderBy(row => row.Name).ToListAsync(cancellation);
        var proposals = await db.Proposals.IgnoreQueryFilters().AsNoTracking().Where(row => row.ProcessId == process).OrderBy(row => row.Title).Select(row => new { row.Slug, row.Title }).ToListAsync(cancellation);
        var sources = await db.Sources.IgnoreQueryFilters().AsNoTracking().Where(row => row.ProcessId == process).Select(row => new { row.Number, row.MergedInto }).ToDictionaryAsync(row => row.Number, row => row.MergedInto, cancellation);
        var codebook = await db.CodebookVersions.AsNoTracking().MaxAsync(row => row.Number, cancellation);
        return new(people, [.. proposals.Select(row => (row.Slug, row.Title))], sources, codebook);
    }

    /// <summary>Reads a form by itself, as one of many: without what else the record says, which is asked about before review.</summary>
    /// <param name="based">As for <see cref="CheckAsync"/>.</param>
    public static CheckedStatement Read(FormSurroundings around, StatementForm form, Statement? based)
    {
        var reading = new StatementReading(around, form, based);
        return new(reading.Problems, [], [], [], reading.Composed, null, false) { Reading = reading };
    }

    /// <summary>Checks a form.</summary>
    /// <param name="based">The revision the form was filled from: what it does not show is kept. Null for a new statement.</param>
    /// <param name="before">What is public of the statement; null when it never was. What was unusual of that already is not asked again.</param>
    /// <param name="translateLater">A quotation may be kept as a draft without its translation, as one of many entered together.</param>
    public async Task<CheckedStatement> CheckAsync(FormSurroundings around, StatementForm form, Statement? based, Statement? before, CancellationToken cancellation, bool translateLater = false)
    {
        var reading = new StatementReading(around, form, based);
        var problems = reading.Problems.ToList();
        if (reading.Untranslated && !translateLater)
            problems.Add(new("translation", "Translate the quotation into English; the original is kept beside it"));
        // Drafts nobody has sent are asked about when they are sent: what is in review before them does not wait for them.
        var facts = await FactsAsync(around, form, reading, based?.Number ?? 0, based?.Status != StatementStatus.InReview, cancellation);
        if (before is not null)
        {
            var old = await FactsAsync(around, StatementForm.From(around.Contents, before, around.People), null, before.Number, true, cancellation);
            facts = (
                [.. facts.Warnings.Except(old.Warnings)],
                [.. facts.Near.Where(one => old.Near.All(other => other.Statement.Number != one.Statement.Number))],
                [.. facts.Supersedes.Except(old.Supersedes)]);
        }

        var shown = form.All("change-asked").Any(asked => facts.Supersedes.Any(one => StatementForm.Number(one.Number) == asked));
        var unchanged = shown && !form.Has("change", StatementForm.Yes);
        if (unchanged && form.Text("no-change") is null)
            problems.Add(new("no-change", "Say why another answer is no change of position"));
        var note = new ReviewerNote(
            form.Text("note") ?? "",
            [.. facts.Warnings.Where(warning => form.Has("checked", warning.Id)).Select(warning => warning.Text)],
            facts.Near.Where(one => one.Differs.Length > 0).ToDictionary(one => one.Statement.Number, one => one.Differs),
            unchanged ? form.Text("no-change") ?? "" : "");
        return new(
            problems, facts.Warnings, facts.Near, facts.Supersedes, reading.Composed, Domain.Time.DateInput.Read(form["said"]).Echo,
            form.Text("speaker") is not null && problems.All(problem => problem.Field != "speaker") && !reading.NamesSpeaker)
        {
            Reading = reading,
            Note = note.ToText(),
        };
    }

    /// <summary>What has still to be answered before it can go to review; empty when nothing has.</summary>
    public static IReadOnlyList<Problem> Unanswered(StatementForm form, CheckedStatement found) =>
    [
        .. found.Warnings.Where(warning => !form.Has("checked", warning.Id)).Select(warning => new Problem($"checked-{warning.Id}", $"Look at this and tick it: {warning.Text}")),
        .. found.Near.Where(one => one.Differs.Length == 0).Select(one => new Problem(
            FormattableString.Invariant($"differs-{one.Statement.Number}"), FormattableString.Invariant($"It looks like No. {one.Statement.Number}. Add it there as a further source, or say how it differs"))),
        .. form.Text("summary") is null && found.Composed is not null && form["composed"] != found.Composed
            ? (IEnumerable<Problem>)[new Problem("summary", "Nothing was written, so this summary was composed from the coding. Read it and send the form again, or write your own")]
            : [],
    ];

    private async Task<(IReadOnlyList<Warning> Warnings, IReadOnlyList<NearStatement> Near, IReadOnlyList<Superseded> Supersedes)> FactsAsync(
        FormSurroundings around, StatementForm form, StatementReading? read, int number, bool drafts, CancellationToken cancellation)
    {
        var reading = read ?? new StatementReading(around, form, null);
        var contents = around.Contents;
        var warnings = new List<Warning>();
        var supersedes = new List<Superseded>();
        if (reading.Information == Improbable)
            warnings.Add(new("information", $"Graded {Improbable}, {Words.OfInformation(Improbable)}."));
        if (form.Has("flags", "altered-quote"))
            warnings.Add(new("flags", "Flagged as an altered quote: the words shown are not authentic."));
        if (reading.Channel is { } channel && PositionRule.IsReported(channel) && channel != Channel.LeakedDocument && form.Text("quote") is not null && form.Has("own", StatementForm.Yes))
            warnings.Add(new("own", $"Shown as the party's own words, although the channel is {Words.Of(channel).Label}."));

        var cells = reading.Entries.Where(entry => entry.State is not null)
            .SelectMany(entry => entry.Regions.Select(region => (Entry: entry, Cell: new CodedPlace(entry.Party!.Id, entry.Issue!.Id, contents.Region(region)?.Id, entry.Party.Slug, entry.Issue.Slug, region))))
            .Take(MostCells).ToList();
        var day = reading.Said?.Latest;
        if (day is { } said)
        {
            foreach (var (entry, cell) in cells)
            {
                if (await near.NewestAsync(cell, number, withStep: false, cancellation) is not { } newest)
                    continue;
                var place = $"{entry.Party!.Name} on {entry.Issue!.Title}{(cell.Region is { } iso ? $", {contents.Region(iso)!.Name}" : "")}";
                if (said < newest.Day)
                    warnings.Add(new("said", FormattableString.Invariant($"{place}: older than No. {newest.Statement} of {View.Words(newest.Day)}, which goes on counting.")));
                // A leap is one over a silence, too.
                var last = entry.Steps is not null && newest.Steps is null ? await near.NewestAsync(cell, number, withStep: true, cancellation) : newest;
                if (entry.Steps is { } steps && last?.Steps is { } before && Gap.Between(steps, before).Least is >= Jump and var gap)
                    warnings.Add(new(StatementForm.Of("step", entry.Number), FormattableString.Invariant($"{place}: {gap} steps from No. {last.Statement}, which says {entry.Issue.Scale.Label(before)}.")));
                if (said > newest.Day && Changes(newest, entry))
                    supersedes.Add(new(newest.Statement, FormattableString.Invariant($"{place}: newer than No. {newest.Statement} and changes the position from {Answer(newest.Steps, newest.State)} to {Answer(entry.Steps, entry.State!.Value)}. No. {newest.Statement} then decides up to {View.Words(said.AddDays(-1))}, as far as nothing else does.")));
            }
        }

        var words = form.Text("quote");
        if (cells.Count == 0 && words is null && reading.Anchor is null)
            return (warnings, [], supersedes);
        var places = cells.ConvertAll(pair => pair.Cell);
        var sources = await near.AtAddressAsync(around.Source, cancellation);
        var candidates = await near.CandidatesAsync(contents.Process.Id, places, day, sources, words, number, cancellation);
        var passages = await PassagesAsync(around, reading, sources, candidates, cancellation);
        var found = candidates
            .Where(candidate => drafts || candidate.Status != StatementStatus.Draft)
            .Select(candidate => (Statement: candidate, Shares: Shared(around, form, words, places, day, candidate, passages.GetValueOrDefault(candidate.Id))))
            .Where(pair => pair.Shares is not null)
            .OrderByDescending(pair => pair.Shares!.Value.Weight).ThenByDescending(pair => pair.Statement.Day).ThenBy(pair => pair.Statement.Number)
            .Take(MostNear).ToList();
        var numbers = found.Select(pair => pair.Statement.Citations.FirstOrDefault()?.Source ?? 0).ToList();
        var titles = await near.TitlesAsync(contents.Process.Id, numbers, cancellation);
        return (
            warnings,
            [.. found.Select(pair => new NearStatement(
                pair.Statement, titles.GetValueOrDefault(pair.Statement.Citations.FirstOrDefault()?.Source ?? 0, ""), pair.Shares!.Value.Why,
                form.Text(FormattableString.Invariant($"differs-{pair.Statement.Number}")) ?? "", pair.Shares.Value.Weight >= 1, pair.Shares.Value.Weight >= SameWords))],
            supersedes);
    }

    private static bool Changes(CodedAnswer newest, StatementReading.Entry entry) =>
        newest.Steps is { } before && entry.Steps is { } steps ? Gap.Between(steps, before).Least > 0 : newest.Steps is not null || entry.Steps is not null || newest.State != entry.State;

    private static string Answer(StepRange? steps, CodingState state) => steps is { } range ? $"step {range}" : $"\"{Words.Of(state).Label}\"";

    /// <summary>
    /// Of each candidate that rests on a passage which overlaps the one of the form, the source of it. Places are compared in the newest text of
    /// the source: where a passage was chosen in it, was found again in it, or its words stand in it. Without a text the words are compared.
    /// </summary>
    private async Task<Dictionary<int, int>> PassagesAsync(FormSurroundings around, StatementReading reading, IReadOnlyList<int> sources, List<Statement> candidates, CancellationToken cancellation)
    {
        var cited = candidates.SelectMany(candidate => candidate.Citations.Where(citation => sources.Contains(citation.Source)).Select(citation => (Statement: candidate.Id, Citation: citation, Words: citation.Exact ?? candidate.Quote))).ToList();
        if (around.Text is { } text && reading.Anchor is { } anchor)
        {
            var anchored = await near.AnchoredAsync(around.Contents.Process.Id, text.Number, [.. cited.Where(one => one.Citation.Source == around.Source.Number).Select(one => one.Citation.Id)], cancellation);
            var find = QuoteCheck.PlacesIn(text.Text);
            cited = cited.FindAll(one => Places(one.Citation, one.Words).Any(place => place.Start < anchor.End && anchor.Start < place.Start + place.Length));

            IEnumerable<(int Start, int Length)> Places(Citation citation, string? words) =>
                citation.Source == around.Source.Number && citation.TextNumber == text.Number && citation is { Position: { } start, Exact: { } exact } ? [(start, exact.Length)]
                : anchored.TryGetValue(citation.Id, out var place) ? [place]
                : find(words);
        }
        else
        {
            cited = reading.Quote is { } quote ? cited.FindAll(one => one.Words is { } words && (QuoteCheck.PlacesIn(quote)(words).Count > 0 || QuoteCheck.PlacesIn(words)(quote).Count > 0)) : [];
        }

        return cited.GroupBy(one => one.Statement).ToDictionary(group => group.Key, group => group.First().Citation.Source);
    }

    /// <summary>What a statement shares with the one in the form, the weightiest first; null when it is not near.</summary>
    /// <param name="passage">Number of the source in which it rests on the same passage; 0 for none.</param>
    private static (double Weight, string Why)? Shared(FormSurroundings around, StatementForm form, string? words, IReadOnlyList<CodedPlace> cells, DateOnly? day, Statement other, int passage)
    {
        var same = words is null ? 0 : other.Citations.Select(citation => citation.Exact).Append(other.Quote).OfType<string>().Select(text => Similarity.Of(words, text)).DefaultIfEmpty(0).Max();
        // Two clauses of one text are two statements, however alike, unless they put one party on one issue by the same words.
        var clauses = form.Text("proposal") is { } proposal && proposal == other.Proposal && form.Text("clause") is { } clause && other.Clause is { } place && ClausePlace.Anchor(clause, 0) != ClausePlace.Anchor(place, 0);
        if (clauses && (passage == 0 || !cells.Any(cell => other.Codings.Any(coding => coding.Party == cell.Party && coding.Issue == cell.Issue))))
            return null;
        if (same == 1 && other.Citations.All(citation => citation.Source != around.Source.Number))
            return (SameWords, "Its words are the same.");
        if (passage > 0)
            return (SamePassage, passage == around.Source.Number ? "It rests on the same passage of this source." : FormattableString.Invariant($"It rests on the same passage, in source No. {passage} of the same address."));
        if (same >= Similarity.LikelyDuplicate)
            return (1 + same, "Its words are nearly the same.");
        if (day is not { } said)
            return null;
        var apart = Math.Abs(other.Day.DayNumber - said.DayNumber);
        if (apart > NearStatements.Days)
            return null;
        return cells.Any(cell => other.Codings.Any(coding => coding.Party == cell.Party && coding.Issue == cell.Issue && coding.Region == cell.Region))
            ? (1 - apart / 100.0, apart == 0 ? "The same party on the same issue, on the same day." : FormattableString.Invariant($"The same party on the same issue, {apart} {(apart == 1 ? "day" : "days")} apart."))
            : null;
    }
}
