using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.DeskSources;

/// <summary>What became of a source and of its texts, with names: for the desk only.</summary>
[Authorize(Policies.Edit)]
public sealed class SourceHistoryController(ProcessReader processes, PeaceTrackerDbContext db, SourceDesk sources, DeskStatements statements, RecordHistory history, AccountNames names) : Controller
{
    [Takes("diff")]
    [HttpGet("/{process}/desk/sources/{number:int}/history")]
    public async Task<IActionResult> Index(string process, int number, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return Fault.NotFound("process", process, [new("Go to the start page", "/")]).ToResult(HttpContext);
        var id = contents.Process.Id;
        if (await sources.All(id).AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, cancellation) is not { } source)
            return new Fault(404, FormattableString.Invariant($"There is no source No. {number}"), "Check the number: a source is never removed, so none had it.") { Suggestions = [new("Go to the desk", $"/{process}/desk"), new("See the public sources", $"/{process}/sources")] }.ToResult(HttpContext);
        var publishers = await sources.Publishers(id).AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        var told = await history.OfAsync(Snapshots.Name(source, contents.Process.Slug), row => SourceFields.Of((Source)row, publishers), cancellation);
        var texts = await TextsAsync(contents.Process.Slug, number, cancellation);
        var cited = await statements.All(id).Where(row => row.Citations.Any(citation => citation.Source == number)).Select(row => new { row.Number, row.Status }).ToListAsync(cancellation);
        var reviews = User.IsInRole(Roles.Reviewer);
        var address = FormattableString.Invariant($"/{process}/desk/sources/{number}");
        return View("/Features/DeskSources/History.cshtml", new SourceHistoryModel(
            process,
            source,
            new($"{address}/history", [.. told.Concat(texts).OrderByDescending(one => one.Entry)], SourceFields.Of(source, publishers))
            {
                Form = source.PublishedAt is null || reviews ? $"{address}/edit" : null,
                Inline = Request.Query["diff"] == "inline",
            },
            new(process, [.. cited.Select(row => (row.Number, row.Status))], reviews)));
    }

    /// <summary>Its texts are records of their own; each has a page that puts it beside the one before.</summary>
    private async Task<IEnumerable<ToldRevision>> TextsAsync(string process, int number, CancellationToken cancellation)
    {
        var prefix = FormattableString.Invariant($"{process}/{number}/");
        var entries = await db.Revisions.AsNoTracking().Where(row => row.Kind == "text" && row.Key.StartsWith(prefix)).OrderByDescending(row => row.Number).Take(RecordHistory.Most)
            // Without the snapshots: each holds a whole text.
            .Select(row => new { row.Number, row.At, row.Actor, row.Key, row.Reason }).ToListAsync(cancellation);
        var name = await names.ByActorAsync(entries.Select(row => row.Actor), cancellation);
        return entries.Select(entry => (Entry: entry, Text: entry.Key[prefix.Length..])).Select(one => new ToldRevision(one.Entry.Number, $"{name[one.Entry.Actor]} pasted text {one.Text} on {Reading.View.InstantInWords(one.Entry.At)}")
        {
            Reason = one.Entry.Reason,
            More = ($"/{process}/desk/sources/{prefix[(process.Length + 1)..]}texts/{one.Text}", $"Text {one.Text}, beside the one before"),
        });
    }
}

/// <param name="Cited">The statements that cite it.</param>
public sealed record SourceHistoryModel(string Process, Source Source, RevisionList Revisions, Resting Cited)
{
    /// <summary>It came with the researched record, which stays public.</summary>
    public bool OfTheRecord => Source.Number < DeskStatements.FirstNumber;
}

/// <summary>A source as named texts, in the order of its form and with its words.</summary>
public static class SourceFields
{
    /// <param name="publishers">Id to name.</param>
    public static IReadOnlyList<(string Label, string Text)> Of(Source source, IReadOnlyDictionary<int, string> publishers) =>
    [
        ("Title", source.Title),
        ("Its own title is not known", source.TitleDescribed ? "yes" : "no"),
        ("Publisher", publishers.GetValueOrDefault(source.PublisherId, "a publisher that is no longer on record")),
        ("Author", source.Author ?? ""),
        ("Date of publication", StatementFields.InWords(source.Date)),
        ("Language", source.Language ?? ""),
        ("Kind of source", source.Kind.Replace('-', ' ')),
        ("Grade", $"{source.Grade}: {Words.OfSource(source.Grade)}"),
        ("Derived from", Numbers(source.DerivedFrom)),
        ("Address", source.Address ?? ""),
        ("Address of a copy in an archive", source.ArchiveAddress ?? ""),
        ("Notes", source.Notes ?? ""),
        (RecordHistory.MergedInto, source.MergedInto is { } kept ? Numbers([kept]) : ""),
    ];

    private static string Numbers(IEnumerable<int> numbers) => string.Join(", ", numbers.Select(number => FormattableString.Invariant($"No. {number}")));
}
