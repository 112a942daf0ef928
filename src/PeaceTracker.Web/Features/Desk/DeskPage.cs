using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Desk;

/// <summary>What an editor finds at the desk.</summary>
public sealed class DeskPage(PeaceTrackerDbContext db, DeskStatements desk, SourceDesk texts, Autosaves autosaves, Imports imports, Recodings recodings, DeskDifferences differences, PairReader pairs, WordFinder finder)
{
    /// <summary>Rows of a list.</summary>
    public const int Most = 100;

    private const int MostSources = 20;

    /// <param name="asked">Words to look for in the lists; null for all there is.</param>
    public async Task<DeskModel> LoadAsync(ProcessContents contents, int account, string pseudonym, string? asked, CancellationToken cancellation)
    {
        var (process, slug) = (contents.Process.Id, contents.Process.Slug);
        var words = await finder.ReadAsync(contents, asked, cancellation);
        var mine = desk.BeingWorkedOn(process).AsNoTracking().Where(row => row.Editor == account);
        if (words is not null)
        {
            // What came in a table or by a recoding is found one by one.
            var found = await WordFinder.AtDeskAsync(contents, words, mine.OrderByDescending(row => row.Id), cancellation);
            mine = mine.Where(row => found.Contains(row.Id));
        }
        else
        {
            mine = recodings.WithoutDrafts(imports.WithoutDrafts(mine));
        }

        var own = await DeskStatements.WithDetails(mine).OrderByDescending(row => row.Id).Take(Most + 1).ToListAsync(cancellation);
        var forms = (await autosaves.OfAsync(account, null, Most, cancellation)).Where(row => row.Form.StartsWith($"/{slug}/", StringComparison.Ordinal)).ToList();
        var drafts = own.Where(row => row.Status == StatementStatus.Draft && row.Citations.Count > 0).CountBy(row => row.Citations[0].Source).ToDictionary();
        var pasted = await db.SourceTexts.AsNoTracking().Where(row => row.ProcessId == process && row.Editor == account).OrderByDescending(row => row.Id).Select(row => row.Source).Take(MostSources).ToListAsync(cancellation);
        var numbers = pasted.Concat(drafts.Keys).Distinct().Take(MostSources).ToList();
        var sources = await db.Sources.IgnoreQueryFilters().AsNoTracking().Include(row => row.Publisher).Where(row => row.ProcessId == process && numbers.Contains(row.Number)).ToListAsync(cancellation);
        bool Has(params string?[] texts) => words?.Finds(texts) != false;
        return new(
            slug,
            [.. forms.Select(UnfinishedForm.Of).Where(form => Has(form.Name, form.Words))],
            [.. own.Take(Most).Select(row => DeskLine.Of(contents, row, null))],
            own.Count > Most,
            [.. numbers.Select(number => (Source: sources.First(source => source.Number == number), Drafts: drafts.GetValueOrDefault(number))).Where(one => Has(one.Source.Title, one.Source.Author, one.Source.Publisher!.Name))],
            // Only lists of names are looked through.
            words is null ? await ChangedAsync(contents, account, pseudonym, cancellation) : [],
            words is null ? await texts.OrphansAsync(process, cancellation) : [],
            [.. (await AlignmentsAsync(contents, account, cancellation)).Where(work => Has(work.Titles))])
        {
            Words = asked,
            Samples = words is not null ? [] : await db.CodingSamples.AsNoTracking().Where(row => row.ProcessId == process && row.Coder == account && row.ClosedAt == null).OrderBy(row => row.Number)
                .Select(row => new SampleWork(row.Number, row.Units.Count(unit => unit.CodedAt != null), row.Units.Count)).ToListAsync(cancellation),
            Tables = [.. (await imports.WithDraftsAsync(process, account, MostSources, cancellation)).Select(table => (table.Id, table.FileName.Length > 0 ? table.FileName : "Pasted table", table.Drafts)).Where(table => Has(table.Item2))],
            Recodings = words is not null ? [] : [.. (await recodings.OfAsync(process, account, Most, cancellation)).Where(one => one.Drafts > 0).Select(one => (one.Recoding.Id, one.Drafts))],
        };
    }

    private async Task<IReadOnlyList<AlignmentWork>> AlignmentsAsync(ProcessContents contents, int account, CancellationToken cancellation)
    {
        var (process, slug) = (contents.Process.Id, contents.Process.Slug);
        var own = await pairs.OfAsync(process, await differences.BeingWorkedOn(process).AsNoTracking().Where(row => row.Editor == account).OrderBy(row => row.Id).ToListAsync(cancellation), cancellation);
        return [.. own.GroupBy(pair => pair.Texts.Address(slug))
            .Select(group => new AlignmentWork(group.Key, group.First().Texts.Titles, Count(group, StatementStatus.Draft), Count(group, StatementStatus.InReview), Count(group, StatementStatus.Returned)))
            .OrderByDescending(work => work.Returned > 0).ThenBy(work => work.Titles, StringComparer.Ordinal)];

        static int Count(IEnumerable<PairedClauses> group, StatementStatus status) => group.Count(pair => pair.Row.Status == status);
    }

    /// <summary>Own statements made public lately that somebody else changed after they were sent.</summary>
    private async Task<IReadOnlyList<ChangedByReviewer>> ChangedAsync(ProcessContents contents, int account, string pseudonym, CancellationToken cancellation)
    {
        var process = contents.Process;
        var published = await desk.All(process.Id).AsNoTracking().Where(row => row.Editor == account && row.PublishedAt != null)
            .OrderByDescending(row => row.PublishedAt).Select(row => new { row.Number, row.Reviewer, At = row.PublishedAt!.Value }).Take(MostSources).ToListAsync(cancellation);
        var reviewers = published.Select(row => row.Reviewer).OfType<int>().ToHashSet();
        var names = await db.Users.AsNoTracking().Where(row => reviewers.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        var changed = new List<ChangedByReviewer>();
        foreach (var row in published)
        {
            var key = FormattableString.Invariant($"{process.Slug}/{row.Number}");
            var log = await db.Revisions.AsNoTracking().Where(entry => entry.Kind == "statement" && entry.Key == key && entry.At <= row.At).OrderByDescending(entry => entry.Number).Take(Most).ToListAsync(cancellation);
            var mine = log.Find(entry => entry.Actor == pseudonym && entry.Snapshot.Length > 0);
            var theirs = log.Find(entry => entry.Actor != pseudonym && entry.Action == "edit" && entry.Number > (mine?.Number ?? long.MaxValue));
            if (mine is not null && theirs is not null && Differing(mine.Snapshot, theirs.Snapshot) is { Count: > 0 } fields)
                changed.Add(new(row.Number, row.Reviewer is { } id ? names.GetValueOrDefault(id, "a reviewer") : "a reviewer", row.At, fields));
        }

        return changed;
    }

    private static List<string> Differing(string before, string after)
    {
        string[] life = [nameof(Statement.Version), nameof(Statement.Status), nameof(Statement.SubmittedAt), nameof(Statement.HoldReason), nameof(Statement.ReturnReason), nameof(Statement.Day), nameof(Statement.Earliest)];
        using var old = JsonDocument.Parse(before);
        using var now = JsonDocument.Parse(after);
        return [.. now.RootElement.EnumerateObject()
            .Where(field => !life.Contains(field.Name) && (!old.RootElement.TryGetProperty(field.Name, out var was) || was.GetRawText() != field.Value.GetRawText()))
            .Select(field => string.Concat(field.Name.Select((letter, at) => at > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString())))];
    }
}

/// <summary>A source text with what is coded in it.</summary>
public sealed class WorkbenchReader(PeaceTrackerDbContext db, DeskStatements desk, SourceDesk sources)
{
    private const int MostCoded = 500;

    /// <summary>Statements that cite a source and are public or being worked on, the newest first; of an amended one the revision being worked on.</summary>
    public async Task<List<DeskLine>> CodedAsync(ProcessContents contents, int source, CancellationToken cancellation)
    {
        var process = contents.Process.Id;
        var rows = await DeskStatements.WithDetails(desk.All(process).AsNoTracking()
            .Where(row => !DeskStatements.Over.Contains(row.Status) && row.Citations.Any(citation => citation.Source == source)))
            .OrderByDescending(row => row.Id).Take(MostCoded).ToListAsync(cancellation);
        rows = [.. rows.GroupBy(row => row.Number).Select(group => group.First())];
        var editors = rows.Select(row => row.Editor).OfType<int>().ToHashSet();
        var names = await db.Users.AsNoTracking().Where(row => editors.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        return [.. rows.Select(row => DeskLine.Of(contents, row, row.Editor is { } id ? names.GetValueOrDefault(id) : null))];
    }

    public async Task<IReadOnlyList<CodedParagraph>> ParagraphsAsync(ProcessContents contents, SourceText? text, IReadOnlyList<DeskLine> coded, CancellationToken cancellation)
    {
        if (text is null)
            return [];
        var passages = await sources.PassagesAsync(contents.Process.Id, text.Source, cancellation);
        var marks = coded
            .SelectMany(line => line.Statement.Citations.Where(citation => citation.Source == text.Source && passages.ContainsKey(citation.Id)).Select(citation => (Line: line, passages[citation.Id].Start, End: passages[citation.Id].Start + passages[citation.Id].Length)))
            .OrderBy(mark => mark.Start).ThenBy(mark => mark.End).ToList();
        return [.. Paragraphs.Of(text.Text).Select(paragraph => new CodedParagraph(paragraph.Number, Runs(text.Text, paragraph.Start, paragraph.End, marks)))];
    }

    /// <summary>The text from one place to another, cut where passages begin and end. Where several overlap, the one that began first has the words.</summary>
    private static List<TextRun> Runs(string text, int start, int end, List<(DeskLine Line, int Start, int End)> marks)
    {
        var runs = new List<TextRun>();
        var at = start;
        foreach (var (line, from, to) in marks)
        {
            var (first, last) = (Math.Max(from, at), Math.Min(to, end));
            if (first >= last)
                continue;
            if (first > at)
                runs.Add(new(text[at..first], null));
            runs.Add(new(text[first..last], line));
            at = last;
        }

        if (at < end)
            runs.Add(new(text[at..end], null));
        return runs;
    }
}
