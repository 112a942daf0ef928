using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.DeskRecodings;

/// <summary>One change in many published statements together: seen first, then amendments that go through review, and can be thrown away as one.</summary>
[Authorize(Policies.Edit)]
public sealed class DeskRecodingsController(ProcessReader processes, Recodings recodings, RecodingPage page, Ledger ledger) : Controller
{
    /// <summary>Letters of a reason, as in the form of an amendment.</summary>
    private const int LongestReason = 600;

    [HttpGet("/{process}/desk/recodings")]
    public async Task<IActionResult> Index(string process, CancellationToken cancellation) =>
        await processes.ReadAsync(process, cancellation) is { } contents ? View(await page.IndexAsync(contents, User.AccountId(), cancellation)) : NoProcess(process);

    /// <summary>Which statements, which field, and what would become of them; nothing is written.</summary>
    [Takes("q", "order", "party", "issue", "region", "channel", "grade", "year", "proposal", "response", "flag", "after", "limit", "field", "from", "to")]
    [WithoutEffect("known")]
    [HttpGet("/{process}/desk/recodings/new")]
    public async Task<IActionResult> New(View view, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, Request.Query, null, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : View(model);
    }

    /// <summary>Makes an amendment of every statement that was shown as ready, or of none.</summary>
    [Takes("q", "order", "party", "issue", "region", "channel", "grade", "year", "proposal", "response", "flag", "after", "limit", "field", "from", "to")]
    [WithoutEffect("known")]
    [HttpPost("/{process}/desk/recodings/new")]
    public async Task<IActionResult> Make(View view, string? reason, string? mark, CancellationToken cancellation)
    {
        var why = (reason ?? "").Trim();
        if (Reasons.Problem(why, "Say why: readers see it in the history of each statement") is { } wrong)
            ModelState.AddModelError("reason", wrong);
        else if (why.Length > LongestReason)
            ModelState.AddModelError("reason", FormattableString.Invariant($"Say it in {LongestReason} letters at most; these are {why.Length}"));
        var (shown, fault) = await page.LoadAsync(view, Request.Query, ModelState.IsValid ? why : null, cancellation);
        if (shown is null)
            return fault!.ToResult(HttpContext);
        if (shown.Ready.Count == 0)
            ModelState.AddModelError("", "Nothing would be changed. Choose what is to be put in the place of what");
        if (!ModelState.IsValid)
            return this.Again("New", shown with { Reason = reason ?? "" });
        var contents = view.Contents;
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                if ((await page.LoadAsync(view, Request.Query, why, cancellation)).Model is not { IsAsked: true } model || model.Mark != mark)
                    throw new StaleFormException();
                var recoding = new Recoding
                {
                    ProcessId = contents.Process.Id,
                    Account = User.AccountId(),
                    List = model.List,
                    Field = model.Field!.Name,
                    From = RecodedField.Given(model.From),
                    To = RecodedField.Given(model.To),
                    Reason = why,
                    At = changes.At,
                };
                await recodings.AddAsync(recoding, await page.BuildAsync(model, recoding.Account, cancellation), changes, contents.Process.Slug, cancellation);
                return $"{Address(contents.Process.Slug, recoding.Id)}?told=done";
            });
        }
        catch (StaleFormException)
        {
            return new Fault(409, "The record changed meanwhile", "Nothing was changed. Look again at what would be, and confirm that.") { Suggestions = [new("Look again", shown.View.With())] }.ToResult(HttpContext);
        }
    }

    /// <summary>What became of a recoding.</summary>
    [Takes("told", "sent")]
    [HttpGet("/{process}/desk/recodings/{recoding:int}")]
    public async Task<IActionResult> Show(string process, int recoding, CancellationToken cancellation)
    {
        var (contents, row) = await FindAsync(process, recoding, cancellation);
        return contents is null || row is null ? Missing(process, contents, recoding)
            : View("Done", await page.DoneAsync(contents, row, Told(), Request.Query.ContainsKey("sent"), cancellation));
    }

    /// <summary>Throws its amendments away, as far as nobody has decided on them.</summary>
    [HttpPost("/{process}/desk/recodings/{recoding:int}/undo")]
    public async Task<IActionResult> Undo(string process, int recoding, int version, string? mark, CancellationToken cancellation)
    {
        var (contents, found) = await FindAsync(process, recoding, cancellation);
        if (contents is null || found is null)
            return Missing(process, contents, recoding);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var row = await recodings.FindAsync(contents.Process.Id, User.AccountId(), recoding, cancellation) ?? throw new StaleFormException();
                row.Expect(version);
                if (row.UndoneAt is not null || !await recodings.UndoAsync(row, mark, changes, process, cancellation))
                    throw new StaleFormException();
                return $"{Address(process, recoding)}?told=undone";
            });
        }
        catch (StaleFormException)
        {
            return new Fault(409, "Its statements changed meanwhile", "Nothing was thrown away. Look at them again.") { Suggestions = [new("Look at the recoding", Address(process, recoding))] }.ToResult(HttpContext);
        }
    }

    /// <summary>Sends those of its drafts to review on which nothing is left to ask.</summary>
    [HttpPost("/{process}/desk/recodings/{recoding:int}/submit")]
    public async Task<IActionResult> Submit(string process, int recoding, [FromServices] DraftsToReview review, CancellationToken cancellation)
    {
        var (contents, found) = await FindAsync(process, recoding, cancellation);
        if (contents is null || found is null)
            return Missing(process, contents, recoding);
        var ready = await review.ReadyAsync(contents, recodings.Drafts(contents.Process.Id, User.AccountId(), recoding), cancellation);
        return await this.WriteAsync(ledger, async changes => FormattableString.Invariant($"{Address(process, recoding)}?sent={await review.SendAsync(contents, ready, changes, cancellation)}"));
    }

    private static string Address(string process, int recoding) => FormattableString.Invariant($"/{process}/desk/recodings/{recoding}");

    private async Task<(ProcessContents? Contents, Recoding? Recoding)> FindAsync(string process, int recoding, CancellationToken cancellation) =>
        await processes.ReadAsync(process, cancellation) is { } contents ? (contents, await recodings.FindAsync(contents.Process.Id, User.AccountId(), recoding, cancellation)) : (null, null);

    private string? Told() => Request.Query["told"].ToString() switch
    {
        "done" => "The amendments are written as drafts. What is public has not changed.",
        "undone" => "The recoding was undone.",
        _ => int.TryParse(Request.Query["sent"], NumberStyles.None, CultureInfo.InvariantCulture, out var sent) ? DraftsToReview.InWords(sent) : null,
    };

    private ActionResult Missing(string process, ProcessContents? contents, int recoding) => contents is null
        ? NoProcess(process)
        : new Fault(404, FormattableString.Invariant($"You have no recoding {recoding}"), "It is somebody else's, or there is none of this number.") { Suggestions = [new("Your recodings", $"/{process}/desk/recodings"), new("Go to the desk", $"/{process}/desk")] }.ToResult(HttpContext);

    private ActionResult NoProcess(string process) => Fault.NotFound("process", process, [new("Go to the start page", "/")]).ToResult(HttpContext);
}
