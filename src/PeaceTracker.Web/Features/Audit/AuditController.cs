using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.History;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.Audit;

/// <summary>What was done by whom, for auditors and admins.</summary>
[Authorize(Policies.Audit)]
public sealed class AuditController(AuditPage page, RunningCheck check) : Controller
{
    [Takes("kind", "key", "action", "actor", "since", "until", "after")]
    [HttpGet("/audit")]
    public async Task<IActionResult> Index(CancellationToken cancellation)
    {
        var (filter, after, fault) = AuditFilter.Of(Request.Query);
        return filter is null ? fault!.ToResult(HttpContext) : View(await page.LoadAsync(filter, after, cancellation));
    }

    [Takes("since", "until", "after")]
    [HttpGet("/audit/accounts")]
    public async Task<IActionResult> Accounts(CancellationToken cancellation)
    {
        var (filter, after, fault) = AuditFilter.Of(Request.Query);
        return filter is null ? fault!.ToResult(HttpContext) : View(await page.AccountsAsync(filter, after, cancellation));
    }

    /// <summary>The log as a file carries everything at once, so who takes it away has just proved who they are.</summary>
    [Authorize(Policies.Fresh)]
    [Takes("kind", "key", "action", "actor", "since", "until")]
    [Gives<AuditModel>]
    [HttpGet("/audit.{format:files(table)}")]
    public IActionResult File(string format)
    {
        var (filter, _, fault) = AuditFilter.Of(Request.Query);
        return filter is null ? fault!.ToResult(HttpContext) : this.Answer(format, new(
            AuditModel.Table,
            [])
        {
            Whole = cancellation => page.WholeAsync(filter).Select(row => (IReadOnlyList<object?>)[row.Number, row.At, row.Actor, row.Action, row.Kind, row.Key, row.Reason, row.Snapshot, row.Previous, row.Seal]),
        });
    }

    [Authorize(Policies.Fresh)]
    [Takes("since", "until")]
    [Gives<AccountsModel>]
    [HttpGet("/audit/accounts.{format:files(table)}")]
    public async Task<IActionResult> AccountsFile(string format, CancellationToken cancellation)
    {
        var (filter, _, fault) = AuditFilter.Of(Request.Query);
        return filter is null ? fault!.ToResult(HttpContext) : this.Answer(format, new(
            AccountsModel.Table,
            (await page.AllAccountsAsync(filter, cancellation)).Select(row => (IReadOnlyList<object?>)[row.Id, row.At, row.Act, row.Account, row.Whose, row.ByAccount, row.By, row.Note])));
    }

    [HttpGet("/audit/verify")]
    public async Task<IActionResult> Verify([FromServices] RevisionLog log, CancellationToken cancellation) =>
        View(new VerifyModel(check.State, await log.HeadAsync(cancellation), null, null));

    /// <summary>Begins a check, or goes to the one that runs; a short one is over when the answer comes.</summary>
    [Repeatable("reads only")]
    [HttpPost("/audit/verify")]
    public async Task<IActionResult> Verify([FromForm] string? noted, [FromServices] RevisionLog log, CancellationToken cancellation)
    {
        noted = noted?.Trim();
        var head = RevisionHead.Read(noted);
        if (!string.IsNullOrEmpty(noted) && head is null)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View(new VerifyModel(check.State, await log.HeadAsync(cancellation), noted, "A head is a number, a colon and a seal of 64 hexadecimal digits, as this page prints it. Correct it, or leave it empty"));
        }

        await check.BeginAsync(head);
        return new SeeOther("/audit/verify#result");
    }
}
