using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Codebook;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.Samples;

/// <summary>Blind double coding: a sample is drawn, a second person codes it without seeing the first codings, and the two are compared.</summary>
[Authorize(Policies.Edit)]
public sealed class SamplesController(PeaceTrackerDbContext db, CodingSamples samples, ProcessReader processes, Ledger ledger) : Controller
{
    [HttpGet("/{process}/desk/samples")]
    public async Task<IActionResult> Index(string process, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        return View(await IndexModelAsync(contents, new DrawForm(), cancellation));
    }

    [Authorize(Policies.Review)]
    [HttpPost("/{process}/desk/samples")]
    public async Task<IActionResult> Draw(string process, DrawForm form, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NotFound();
        var coders = await CodersAsync(cancellation);
        if (!int.TryParse(form.Size, NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size is < 1 or > CodingSample.Largest)
            ModelState.AddModelError("size", FormattableString.Invariant($"Give a number of statements from 1 to {CodingSample.Largest}."));
        if (!int.TryParse(form.Coder, NumberStyles.None, CultureInfo.InvariantCulture, out var coder) || coders.All(one => one.Id != coder))
            ModelState.AddModelError("coder", "Choose who codes the statements a second time.");
        if (!ModelState.IsValid)
            return this.Again(nameof(Index), await IndexModelAsync(contents, form, cancellation));
        CodingSample? sample = null;
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                sample = await samples.DrawAsync(contents.Process.Id, size, coder, User.AccountId(), seed, changes.At, cancellation) ?? throw new NothingToDrawException();
                changes.Note(sample, "draw", process);
                return $"/{process}/desk/samples";
            });
        }
        catch (NothingToDrawException)
        {
            ModelState.AddModelError("coder", "There is no published statement with a coding that this person did not write.");
            return this.Again(nameof(Index), await IndexModelAsync(contents, form, cancellation));
        }
    }

    [Takes("unit")]
    [HttpGet("/{process}/desk/samples/{sample:int}")]
    public async Task<IActionResult> Show(string process, int sample, int? unit, CancellationToken cancellation)
    {
        if (await UnitAsync(process, sample, unit, cancellation) is not { } model)
            return NotFound();
        return View(model with { Form = UnitForm.Of(model.Drawn?.Unit) });
    }

    [HttpPost("/{process}/desk/samples/{sample:int}")]
    public async Task<IActionResult> Code(string process, int sample, UnitForm form, CancellationToken cancellation)
    {
        if (!int.TryParse(form.Unit, NumberStyles.None, CultureInfo.InvariantCulture, out var order) || await UnitAsync(process, sample, order, cancellation) is not { Drawn: { } drawn } model)
            return NotFound();
        var issue = model.Contents.Issue(drawn.First.Issue);
        var answer = form.Read(issue.Scale, (name, problem) => ModelState.AddModelError(name, problem));
        if (answer is not var (from, to, state, channel) || !ModelState.IsValid)
            return this.Again(nameof(Show), model with { Form = form });
        string? meanwhile = null;
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var row = (await samples.FindAsync(model.Contents.Process.Id, sample, cancellation))!;
                var coded = row.Units.Single(one => one.Order == order);
                var stands = UnitForm.Of(coded).Answer;
                if (row.ClosedAt is null && stands != form.Seen)
                    meanwhile = stands;
                if (row.ClosedAt is not null || meanwhile is not null)
                    throw new StaleFormException();
                (coded.StepFrom, coded.StepTo, coded.State, coded.Channel, coded.CodedAt) = (from, to, state, channel, changes.At);
                if (row.Units.All(one => one.CodedAt is not null))
                    row.ClosedAt = changes.At;
                changes.Note(row, row.ClosedAt is null ? "code" : "close", process);
                return row.ClosedAt is null ? $"/{process}/desk/samples/{sample}" : $"/{process}/desk/samples";
            });
        }
        catch (StaleFormException) when (meanwhile is not null)
        {
            // Only its coder codes a sample: it was another window.
            ModelState.AddModelError("step-1", $"You coded this in another window meanwhile: {meanwhile}. What you chose here is still chosen: send it again to put it in its place.");
            form.Seen = meanwhile;
            var answered = this.Again(nameof(Show), model with { Form = form });
            answered.StatusCode = StatusCodes.Status409Conflict;
            return answered;
        }
    }

    [Authorize(Policies.Review)]
    [HttpGet("/{process}/desk/samples/{sample:int}/adjudication")]
    public async Task<IActionResult> Adjudication(string process, int sample, CancellationToken cancellation) =>
        await AdjudicationAsync(process, sample, cancellation) is { } model ? View(model) : NotFound();

    [Authorize(Policies.Review)]
    [HttpPost("/{process}/desk/samples/{sample:int}/adjudication")]
    public async Task<IActionResult> Adjudicate(string process, int sample, AdjudicationForm form, CancellationToken cancellation)
    {
        if (!int.TryParse(form.Unit, NumberStyles.None, CultureInfo.InvariantCulture, out var order) || await AdjudicationAsync(process, sample, cancellation) is not { } model || model.Units.All(one => one.Unit.Order != order))
            return NotFound();
        var name = FormattableString.Invariant($"u{order}");
        if (!Enum.TryParse<Adjudication>(form.Decision, out var decision) || !Enum.IsDefined(decision))
            ModelState.AddModelError(name + "-FirstStands", "Choose what is made of the difference.");
        if (Reasons.Problem(form.Reason, "Say why, in a sentence.") is { } problem)
            ModelState.AddModelError(name + "-reason", problem);
        // Nobody judges their own coding, the first no more than the second.
        if (model.Units.Single(one => one.Unit.Order == order).Statement.Editor == User.AccountId())
            ModelState.AddModelError(name + "-reason", "You wrote this statement: somebody else decides on its coding.");
        if (!ModelState.IsValid)
            return this.Again(nameof(Adjudication), model with { Sent = form });
        try
        {
            return await DecideAsync(model, sample, order, decision, form, name);
        }
        catch (StaleFormException)
        {
            var now = (await AdjudicationAsync(process, sample, cancellation))!;
            var theirs = now.Units.Single(one => one.Unit.Order == order).Unit;
            ModelState.AddModelError(name + "-reason", $"Somebody else decided this meanwhile: {AdjudicationModel.InWords(theirs.Adjudication!.Value)}. {theirs.AdjudicationReason} Yours is still here: send it again to decide anew.");
            var answer = this.Again(nameof(Adjudication), now with { Sent = form });
            answer.StatusCode = StatusCodes.Status409Conflict;
            return answer;
        }
    }

    private Task<ActionResult> DecideAsync(AdjudicationModel model, int sample, int order, Adjudication decision, AdjudicationForm form, string name)
    {
        var process = model.Contents.Process.Slug;
        return this.WriteAsync(ledger, async changes =>
        {
            var row = (await samples.FindAsync(model.Contents.Process.Id, sample, HttpContext.RequestAborted))!;
            var unit = row.Units.Single(one => one.Order == order);
            if (AdjudicationModel.Decided(unit) != form.Seen)
                throw new StaleFormException();
            (unit.Adjudication, unit.AdjudicationReason, unit.Adjudicator) = (decision, form.Reason.Trim(), User.AccountId());
            changes.Note(row, "adjudicate", process, form.Reason.Trim());
            return FormattableString.Invariant($"/{process}/desk/samples/{sample}/adjudication#{name}");
        });
    }

    private async Task<SamplesModel> IndexModelAsync(ProcessContents contents, DrawForm form, CancellationToken cancellation)
    {
        var reviewer = User.IsInRole(Roles.Reviewer);
        var account = User.AccountId();
        var rows = await samples.All(contents.Process.Id).Where(row => reviewer || row.Coder == account).Include(row => row.Units).OrderByDescending(row => row.Number).Take(SamplesModel.Most).AsNoTracking().ToListAsync(cancellation);
        var names = await db.Users.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        return new(contents, account, reviewer, rows, names, await CodersAsync(cancellation), form);
    }

    /// <summary>Whoever may code: editors and reviewers who can sign in.</summary>
    private async Task<List<(int Id, string Name)>> CodersAsync(CancellationToken cancellation) =>
        [.. (await (
            from account in db.Users
            where account.DisabledAt == null && db.UserRoles.Any(held => held.UserId == account.Id && db.Roles.Any(role => role.Id == held.RoleId && (role.Name == Roles.Editor || role.Name == Roles.Reviewer)))
            orderby account.Name
            select new { account.Id, account.Name }).ToListAsync(cancellation)).Select(row => (row.Id, row.Name))];

    /// <summary>Null for everybody but the second coder: who has seen the first codings beside the statement does not code blind.</summary>
    private async Task<UnitModel?> UnitAsync(string process, int number, int? order, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents
            || await samples.FindAsync(contents.Process.Id, number, cancellation) is not { } sample || sample.Coder != User.AccountId())
            return null;
        var units = await samples.UnitsAsync(sample, cancellation);
        var drawn = order is { } asked ? units.SingleOrDefault(one => one.Unit.Order == asked) : units.FirstOrDefault(one => one.Unit.CodedAt is null);
        if (order is not null && drawn is null)
            return null;
        var source = drawn is null || drawn.Statement.Citations.Count == 0 ? null
            : await db.Sources.AsNoTracking().Include(row => row.Publisher).SingleOrDefaultAsync(row => row.ProcessId == contents.Process.Id && row.Number == drawn.Statement.Citations[0].Source, cancellation);
        return new(contents, sample, drawn, source, sample.Units.Count(one => one.CodedAt is not null), new());
    }

    /// <summary>Null while the sample is being coded, and for its second coder: nobody judges their own codings.</summary>
    private async Task<AdjudicationModel?> AdjudicationAsync(string process, int number, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents
            || await samples.FindAsync(contents.Process.Id, number, cancellation) is not { ClosedAt: not null } sample || sample.Coder == User.AccountId())
            return null;
        return new(contents, sample, await samples.UnitsAsync(sample, cancellation), await db.Users.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Name, cancellation), new());
    }

    private sealed class NothingToDrawException : Exception;
}
