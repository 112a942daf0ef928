using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Review;

/// <summary>Everything that ever became of a statement, drafts and names too: for the desk only.</summary>
[Authorize(Policies.Edit)]
public sealed class DeskHistoryController(ProcessReader processes, PeaceTrackerDbContext db, DeskStatements desk, AccountNames names) : Controller
{
    private const int MostEntries = 200;

    /// <param name="from">Number of the log entry compared with; that before the newest when null.</param>
    /// <param name="to">Number of the log entry looked at; the newest when null.</param>
    [Takes("from", "to")]
    [HttpGet("/{process}/desk/statements/{number:int}/history")]
    public async Task<IActionResult> Index(string process, int number, [FromQuery] long? from, [FromQuery] long? to, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        var key = FormattableString.Invariant($"{contents.Process.Slug}/{number}");
        var entries = await db.Revisions.AsNoTracking().Where(row => row.Kind == "statement" && row.Key == key).OrderByDescending(row => row.Number).Take(MostEntries).ToListAsync(cancellation);
        if (entries.Count == 0)
            return new Fault(404, FormattableString.Invariant($"There is no statement {number}"), "Nothing was ever written under that number.") { Suggestions = [new("Go to the desk", $"/{contents.Process.Slug}/desk")] }.ToResult(HttpContext);
        entries.Reverse();
        var revisions = await desk.RevisionsAsync(contents.Process.Id, number, cancellation);
        var name = await names.ByActorAsync(entries.Select(entry => entry.Actor), cancellation);
        var told = entries.Select(entry => new ToldEntry(entry, Snapshots.ToStatement(entry.Snapshot), name[entry.Actor])).ToList();
        var after = told.FindLast(entry => entry.Statement is not null && (to is null || entry.Entry.Number == to));
        var before = told.FindLast(entry => entry.Statement is not null && (from is null ? entry.Entry.Number < (after?.Entry.Number ?? 0) : entry.Entry.Number == from));
        if ((to is not null && after is null) || (from is not null && before is null))
            return new Fault(400, "There is no such entry to compare", "Nothing was guessed in its place.")
            {
                Parts = [.. new[] { (Name: "from", Value: from), (Name: "to", Value: to) }.Where(part => part.Value is { } value && told.TrueForAll(entry => entry.Entry.Number != value)).Select(part => new FaultPart(part.Name, part.Value!.Value.ToString(CultureInfo.InvariantCulture), "the number of an entry of this statement"))],
                Suggestions = [new("The whole history", FormattableString.Invariant($"/{contents.Process.Slug}/desk/statements/{number}/history"))],
            }.ToResult(HttpContext);
        var people = await names.ByIdAsync(revisions.SelectMany(row => new[] { row.Editor, row.Reviewer, row.WithdrawnBy, row.WithdrawalConfirmedBy }), cancellation);
        return View("/Features/Review/History.cshtml", new DeskHistoryModel(
            contents, number, revisions, people, told, before, after,
            after is null ? [] : StatementFields.Between(contents, before?.Statement, after.Statement!)));
    }
}

/// <summary>An entry of the log, told.</summary>
/// <param name="Statement">As it read afterwards; null when it was thrown away.</param>
/// <param name="Who">Name of the person.</param>
public sealed record ToldEntry(Revision Entry, Statement? Statement, string Who)
{
    /// <summary>"R. Reviewer published revision 2 on 25 November 2026 at 12:00 UTC: reason".</summary>
    public string Sentence => $"{Who} {Did}{(Statement is null ? "" : FormattableString.Invariant($" revision {Statement.Revision}"))} on {View.InstantInWords(Entry.At)}{(Entry.Reason is null ? "" : ": " + Entry.Reason)}";

    /// <summary>"Revision 2, published, 25 November 2026 at 12:00 UTC", for a choice of entries.</summary>
    public string Label => FormattableString.Invariant($"{Entry.Number}: revision {Statement?.Revision}, {Entry.Action}, {View.InstantInWords(Entry.At)}");

    private string Did => Entry.Action switch
    {
        "draft" => "saved",
        "submit" => "sent to review",
        "publish" => "approved",
        "amend" => "began",
        "return" => "returned",
        "hold" => "put on hold",
        "release" => "took off hold",
        "give way" => "put another in the place of",
        DeskStatements.Undoing => "took back the approval of",
        "take back" => "put into the queue again what is now",
        "second reading" => "added a second reading to",
        "withdraw" => "withdrew",
        "confirm withdrawal" => "confirmed the withdrawal of",
        "put back" => "put back",
        "discard" => "threw away",
        _ => $"did \"{Entry.Action}\" to",
    };
}

/// <param name="Entries">The first one first.</param>
/// <param name="Before">Null when the first entry is looked at.</param>
/// <param name="After">Null when nothing can be shown.</param>
public sealed record DeskHistoryModel(
    ProcessContents Contents, int Number, IReadOnlyList<Statement> Revisions, IReadOnlyDictionary<int, string> People, IReadOnlyList<ToldEntry> Entries,
    ToldEntry? Before, ToldEntry? After, IReadOnlyList<FieldChange> Changes)
{
    public string Name(int? account) => account is { } id ? People.GetValueOrDefault(id, "somebody") : "the researched record";
}
