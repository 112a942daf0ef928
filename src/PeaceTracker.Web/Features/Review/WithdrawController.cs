using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.Review;

/// <summary>Takes a published statement down at once, and asks somebody else to confirm it (ADR 0026).</summary>
[Authorize(Policies.Review)]
[Authorize(Policies.Fresh)]
public sealed class WithdrawController(ProcessReader processes, DeskStatements desk, Ledger ledger) : Controller
{
    private const string Page = "/Features/Review/Withdraw.cshtml";

    [HttpGet("/{process}/review/{number:int}/withdraw")]
    public async Task<IActionResult> Index(string process, int number, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        return await ShowAsync(contents, number, null, 200, cancellation);
    }

    [HttpPost("/{process}/review/{number:int}/withdraw")]
    public async Task<IActionResult> Index(string process, int number, [FromForm] WithdrawForm form, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        if (Reasons.Problem(form.Reason, "Say why it is withdrawn: readers will see it") is { } problem)
        {
            ModelState.AddModelError("reason", problem);
            return await ShowAsync(contents, number, form, 422, cancellation);
        }

        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var published = await desk.PublishedAsync(contents.Process.Id, number, cancellation) ?? throw new StaleFormException();
                published.Expect(form.Version);
                await desk.WithdrawAsync(published, changes, User.AccountId(), form.Reason!.Trim(), cancellation);
                return FormattableString.Invariant($"/{contents.Process.Slug}/review?done={number}#item");
            });
        }
        catch (StaleFormException)
        {
            return await ShowAsync(contents, number, form, 409, cancellation);
        }
    }

    private async Task<IActionResult> ShowAsync(ProcessContents contents, int number, WithdrawForm? form, int status, CancellationToken cancellation)
    {
        var published = await desk.PublishedAsync(contents.Process.Id, number, cancellation);
        if (published is null)
            return new Fault(status == 200 || (await desk.RevisionsAsync(contents.Process.Id, number, cancellation)).Count == 0 ? 404 : 409, FormattableString.Invariant($"Statement {number} is not public"), "Only what is public can be withdrawn. Nothing was changed.")
            {
                Suggestions = [new("Go to the queue", $"/{contents.Process.Slug}/review")],
            }.ToResult(HttpContext);
        var answer = View(Page, new WithdrawModel(contents, published, form?.Reason, status == 409));
        answer.StatusCode = status;
        return answer;
    }
}

/// <param name="Reason">Readers see it on the page of the statement.</param>
public sealed record WithdrawForm(int Version, string? Reason);

public sealed record WithdrawModel(ProcessContents Contents, Statement Statement, string? Reason, bool Stale);
