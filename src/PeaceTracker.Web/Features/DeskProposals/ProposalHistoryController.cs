using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.DeskProposals;

/// <summary>What became of a proposal and, once they were public, of its clauses, with names: for the desk only.</summary>
[Authorize(Policies.Edit)]
public sealed class ProposalHistoryController(ProcessReader processes, PeaceTrackerDbContext db, ProposalDesk proposals, DeskStatements statements, RecordHistory history, AccountNames names) : Controller
{
    /// <summary>What readers saw of a clause changed with these.</summary>
    private static readonly IReadOnlyList<string> Seen = [DeskStatements.Publication, DeskStatements.Withdrawal, DeskStatements.Undoing, "put back"];

    [Takes("diff")]
    [HttpGet("/{process}/desk/proposals/{proposal}/history")]
    public async Task<IActionResult> Index(string process, string proposal, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return Fault.NotFound("process", process, [new("Go to the start page", "/")]).ToResult(HttpContext);
        var id = contents.Process.Id;
        var all = await proposals.All(id).AsNoTracking().ToListAsync(cancellation);
        if (all.Find(row => row.Slug == proposal) is not { } found)
            return new Fault(404, $"There is no proposal \"{(proposal.Length <= 60 ? proposal : proposal[..60] + "...")}\"", "Choose one of the list. A proposal is never removed, so none had this name.") { Suggestions = [new("Proposals at the desk", $"/{process}/desk/proposals")] }.ToResult(HttpContext);
        var titles = all.ToDictionary(row => row.Slug, row => row.Title);
        var told = await history.OfAsync(Snapshots.Name(found, contents.Process.Slug), row => ProposalFields.Of(contents, titles, (Proposal)row), cancellation);
        var clauses = await ClausesAsync(contents, proposal, cancellation);
        var naming = await statements.All(id).Where(row => row.Proposal == proposal || row.RespondsTo == proposal || row.SaidAbout == proposal).Select(row => new { row.Number, row.Status }).ToListAsync(cancellation);
        var reviews = User.IsInRole(Roles.Reviewer);
        var address = $"/{process}/desk/proposals/{proposal}";
        return View("/Features/DeskProposals/History.cshtml", new ProposalHistoryModel(
            process,
            found,
            new($"{address}/history", [.. told.Concat(clauses).OrderByDescending(one => one.Entry).Take(RecordHistory.Most)], ProposalFields.Of(contents, titles, found))
            {
                Form = found.PublishedAt is null || reviews ? address : null,
                Inline = Request.Query["diff"] == "inline",
            },
            new(process, [.. naming.Select(row => (row.Number, row.Status))], reviews)));
    }

    /// <summary>Clauses are statements with histories of their own; what became of them in public is told here too.</summary>
    private async Task<IReadOnlyList<ToldRevision>> ClausesAsync(ProcessContents contents, string proposal, CancellationToken cancellation)
    {
        var numbers = await statements.All(contents.Process.Id).Where(row => row.Proposal == proposal).Select(row => row.Number).Distinct().ToListAsync(cancellation);
        var keys = numbers.ConvertAll(number => FormattableString.Invariant($"{contents.Process.Slug}/{number}"));
        var entries = await db.Revisions.AsNoTracking().Where(row => row.Kind == "statement" && keys.Contains(row.Key) && Seen.Contains(row.Action)).OrderBy(row => row.Number).ToListAsync(cancellation);
        var name = await names.ByActorAsync(entries.Select(row => row.Actor), cancellation);
        var told = new List<ToldRevision>();
        foreach (var group in entries.GroupBy(row => row.Key))
        {
            Statement? before = null;
            foreach (var entry in group)
            {
                if (Snapshots.ToStatement(entry.Snapshot) is not { } clause)
                    continue;
                if (entry.Actor != Revision.Seeds)
                    told.Add(new(entry.Number, $"{name[entry.Actor]} {Did(entry.Action, before is null)} {ClauseInWords(clause)} on {Reading.View.InstantInWords(entry.At)}")
                    {
                        Reason = entry.Reason ?? (entry.Action == DeskStatements.Publication && before is not null ? clause.AmendReason : null),
                        Changes = before is null || entry.Action != DeskStatements.Publication ? [] : StatementFields.Between(contents, before, clause),
                        More = (FormattableString.Invariant($"/{contents.Process.Slug}/desk/statements/{clause.Number}/history"), FormattableString.Invariant($"Desk history of No. {clause.Number}")),
                    });
                if (entry.Action is DeskStatements.Publication or "put back")
                    before = clause;
            }
        }

        return told;
    }

    private static string ClauseInWords(Statement clause) => FormattableString.Invariant($"{ClausePlace.InSentence(clause.Clause, clause.Number)} (No. {clause.Number})");

    private static string Did(string action, bool first) => action switch
    {
        DeskStatements.Withdrawal => "withdrew",
        DeskStatements.Undoing => "took back the approval of",
        "put back" => "put back",
        _ when first => "made public",
        _ => "approved a change of",
    };
}

/// <param name="Naming">Its clauses, and the statements that answer or speak of it.</param>
public sealed record ProposalHistoryModel(string Process, Proposal Proposal, RevisionList Revisions, Resting Naming);

/// <summary>A proposal as named texts, in the order of its form and with its words.</summary>
public static class ProposalFields
{
    /// <param name="titles">Slug to title, for what it comes from.</param>
    public static IReadOnlyList<(string Label, string Text)> Of(ProcessContents contents, IReadOnlyDictionary<string, string> titles, Proposal proposal) =>
    [
        ("Title", proposal.Title),
        ("Date", StatementFields.InWords(proposal.Date)),
        ("Put forward by", Parties(contents, proposal.Proponents)),
        ("Put to", Parties(contents, proposal.Addressees)),
        ("How it is known to whom it was put", proposal.AddresseesReason ?? ""),
        ("How the text became known", Words.OfProvenance(proposal.Provenance).Label),
        ("Summary", proposal.Summary),
        ("Comes from", string.Join('\n', proposal.Lineage.Select(link => $"{Words.OfDescent(link.Kind).Of} {titles.GetValueOrDefault(link.From, link.From)}"
            + $"{(link.Source is { } source ? FormattableString.Invariant($", source No. {source}") : "")}{(link.Note is { } note ? ", " + note : "")}"))),
        ("Sources", string.Join(", ", proposal.Sources.Select(number => FormattableString.Invariant($"No. {number}")))),
    ];

    private static string Parties(ProcessContents contents, IEnumerable<string> slugs) => string.Join(", ", slugs.Select(contents.PartyName).Order(StringComparer.Ordinal));
}
