using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.Desk;

/// <summary>Statements that are being worked on, and amendments of published ones.</summary>
[Authorize(Policies.Edit)]
public sealed class DeskStatementsController(ProcessReader processes, PeaceTrackerDbContext db, DeskStatements desk, StatementForms forms, Autosaves autosaves, Ledger ledger) : Controller
{
    private const string Page = "/Features/Desk/Statement.cshtml";

    [Takes("saved", "then", "resume")]
    [HttpGet("/{process}/desk/statements/{number:int}")]
    public async Task<IActionResult> Edit([FromRoute] string process, [FromRoute] int number, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return this.NoProcess(process);
        if (await desk.OpenAsync(contents.Process.Id, number, cancellation) is not { } open)
            return await desk.PublishedAsync(contents.Process.Id, number, cancellation) is null ? Missing(process, number) : Redirect(FormattableString.Invariant($"/{process}/statements/{number}"));
        return await ShowAsync(contents, open, null, null, cancellation);
    }

    [HttpPost("/{process}/desk/statements/{number:int}")]
    public async Task<IActionResult> Save([FromRoute] string process, [FromRoute] int number, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return this.NoProcess(process);
        var form = new StatementForm(Request.Form);
        if (await desk.OpenAsync(contents.Process.Id, number, cancellation) is not { } open || !MayChange(open))
            return await ConflictAsync(contents, number, form, cancellation);
        var go = Request.Form["go"].ToString();
        if (Version(form) != open.Version && go is not ("check" or "show" or "coding"))
            return await ConflictAsync(contents, number, form, cancellation);
        var around = (await forms.ReadAsync(contents, open.Citations[0].Source, cancellation))!;
        var found = await forms.CheckAsync(around, form, open, await BeforeAsync(open, cancellation), cancellation);
        if (go == "check")
            return Questions(FormOf(around, open, form, found));
        if (go is "show" or "coding")
            return await ShowAsync(contents, open, form, found, cancellation, go == "coding" ? 1 : 0);
        this.Judge(form, found, asks: go != "save");
        if (!ModelState.IsValid)
            return await AgainAsync(contents, open, form, found, cancellation);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                if (await desk.OpenAsync(contents.Process.Id, number, cancellation) is not { } row || !MayChange(row))
                    throw new StaleFormException();
                row.Expect(Version(form));
                desk.Replace(row, found.Build(number, row.Revision, row.Editor));
                var submits = go != "save" && row.Status != StatementStatus.InReview;
                if (submits)
                    row.Submit(changes.At);
                await autosaves.RemoveAsync(User.AccountId(), this.Autosaved(Request.Form)?.Id, this.Window(Request.Form), cancellation);
                changes.Note(row, submits ? "submit" : "edit", process);
                return Request.Form["then"] == "review" ? FormattableString.Invariant($"/{process}/review/{number}")
                    : submits ? $"/{process}/desk"
                    : FormattableString.Invariant($"/{process}/desk/statements/{number}?saved={number}");
            });
        }
        catch (StaleFormException)
        {
            return await ConflictAsync(contents, number, form, cancellation);
        }
    }

    [Takes("from", "resume")]
    [HttpGet("/{process}/desk/statements/{number:int}/amend")]
    public async Task<IActionResult> Amend([FromRoute] string process, [FromRoute] int number, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return this.NoProcess(process);
        if (await desk.OpenAsync(contents.Process.Id, number, cancellation) is { } open)
            return open.Editor == User.AccountId() ? Redirect(FormattableString.Invariant($"/{process}/desk/statements/{number}")) : await ShowAsync(contents, open, null, null, cancellation);
        if (await desk.AmendableAsync(contents.Process.Id, number, cancellation) is not { } published)
            return Missing(process, number);
        StatementForm? form = null;
        if (Request.Query["from"].ToString() is { Length: > 0 } asked)
        {
            var revisions = await desk.RevisionsAsync(contents.Process.Id, number, cancellation);
            if (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) || revisions.Find(row => row.Revision == revision && row.PublishedAt is not null) is not { } older)
                return new Fault(404, FormattableString.Invariant($"Statement {number} has no revision {asked} that was public"), "Choose one of these.")
                {
                    Suggestions = [.. revisions.Where(row => row.PublishedAt is not null).Select(row => new Suggestion(FormattableString.Invariant($"Revision {row.Revision}"), FormattableString.Invariant($"/{process}/desk/statements/{number}/amend?from={row.Revision}")))],
                }.ToResult(HttpContext);
            form = StatementForm.ToAmend(contents, older, await PeopleAsync(contents, cancellation));
            form["amend-reason"] = older.Revision == published.Revision && published.Status == StatementStatus.Published ? "" : FormattableString.Invariant($"Back to revision {older.Revision}: ");
        }

        return await ShowAsync(contents, published, form, null, cancellation);
    }

    [HttpPost("/{process}/desk/statements/{number:int}/amend")]
    public async Task<IActionResult> SaveAmendment([FromRoute] string process, [FromRoute] int number, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return this.NoProcess(process);
        var form = new StatementForm(Request.Form);
        if (await desk.AmendableAsync(contents.Process.Id, number, cancellation) is not { } published)
            return await ConflictAsync(contents, number, form, cancellation);
        var around = (await forms.ReadAsync(contents, published.Citations[0].Source, cancellation))!;
        var found = await forms.CheckAsync(around, form, published, published, cancellation);
        var go = Request.Form["go"].ToString();
        if (go == "check")
            return Questions(FormOf(around, published, form, found));
        if (go is "show" or "coding")
            return await ShowAsync(contents, published, form, found, cancellation, go == "coding" ? 1 : 0);
        if (Version(form) != published.Version)
            return await ConflictAsync(contents, number, form, cancellation);
        this.Judge(form, found, asks: go != "save");
        if (!ModelState.IsValid)
            return await AgainAsync(contents, published, form, found, cancellation);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var revisions = await desk.RevisionsAsync(contents.Process.Id, number, cancellation);
                if (revisions.Exists(row => row.IsOpen) || DeskStatements.Amendable(revisions) is not { } row)
                    throw new StaleFormException();
                row.Expect(Version(form));
                var amendment = found.Build(number, revisions[^1].Revision + 1, User.AccountId());
                desk.Add(amendment);
                if (go != "save")
                    amendment.Submit(changes.At);
                await autosaves.RemoveAsync(User.AccountId(), this.Autosaved(Request.Form)?.Id, this.Window(Request.Form), cancellation);
                changes.Note(amendment, "amend", process, amendment.AmendReason);
                return FormattableString.Invariant($"/{process}/desk/statements/{number}?saved={number}");
            });
        }
        catch (StaleFormException)
        {
            return await ConflictAsync(contents, number, form, cancellation);
        }
    }

    /// <summary>Takes an own statement back from review.</summary>
    [HttpPost("/{process}/desk/statements/{number:int}/take-back")]
    public async Task<IActionResult> TakeBack([FromRoute] string process, [FromRoute] int number, CancellationToken cancellation) =>
        await processes.ReadAsync(process, cancellation) is not { } contents ? this.NoProcess(process)
            : await OwnAsync(contents, number, cancellation) is null ? NotYours(process, number)
            : await LifeAsync(contents, number, "take back", row => row.TakeBack());

    /// <summary>Removes an own draft that never was public; the log keeps what it said.</summary>
    [HttpPost("/{process}/desk/statements/{number:int}/discard")]
    public async Task<IActionResult> Discard([FromRoute] string process, [FromRoute] int number, CancellationToken cancellation) =>
        await processes.ReadAsync(process, cancellation) is not { } contents ? this.NoProcess(process)
            : await OwnAsync(contents, number, cancellation) is null ? NotYours(process, number)
            : await LifeAsync(contents, number, "discard", row =>
            {
                if (row.Status == StatementStatus.InReview)
                    throw new StaleFormException();
                desk.Discard(row);
            });

    private async Task<ActionResult> LifeAsync(ProcessContents contents, int number, string action, Action<Statement> change)
    {
        var process = contents.Process.Slug;
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                if (await desk.OpenAsync(contents.Process.Id, number, HttpContext.RequestAborted) is not { } row || row.Editor != User.AccountId())
                    throw new StaleFormException();
                row.Expect(Version(new(Request.Form)));
                change(row);
                changes.Note(row, action, process);
                return action == "take back" ? FormattableString.Invariant($"/{process}/desk/statements/{number}") : $"/{process}/desk";
            });
        }
        catch (Exception error) when (error is StaleFormException or InvalidOperationException)
        {
            return new Fault(409, FormattableString.Invariant($"No. {number} is no longer as it was"), "It was changed, sent or decided on meanwhile. Nothing was done. Look at it again.")
            {
                Suggestions = [new(FormattableString.Invariant($"Open No. {number}"), FormattableString.Invariant($"/{process}/desk/statements/{number}")), new("Go to the desk", $"/{process}/desk")],
            }.ToResult(HttpContext);
        }
    }

    private async Task<Statement?> OwnAsync(ProcessContents contents, int number, CancellationToken cancellation) =>
        await desk.OpenAsync(contents.Process.Id, number, cancellation) is { } open && open.Editor == User.AccountId() ? open : null;

    /// <summary>Own ones that were not sent; those of others while they wait for review, for reviewers.</summary>
    private bool MayChange(Statement open) => open.Editor == User.AccountId()
        ? open.Status is StatementStatus.Draft or StatementStatus.Returned
        : open.Status == StatementStatus.InReview && User.IsInRole(Roles.Reviewer);

    private async Task<Statement?> BeforeAsync(Statement open, CancellationToken cancellation) =>
        open.Revision > 1 ? await desk.PublishedAsync(open.ProcessId, open.Number, cancellation) : null;

    private async Task<IReadOnlyList<Domain.Parties.Person>> PeopleAsync(ProcessContents contents, CancellationToken cancellation) =>
        await db.People.AsNoTracking().Where(row => row.ProcessId == contents.Process.Id).ToListAsync(cancellation);

    private static int Version(StatementForm form) => int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private StatementFormModel FormOf(FormSurroundings around, Statement row, StatementForm form, CheckedStatement? found, (int Id, int Version)? autosave = null, int further = 0)
    {
        var amends = !row.IsOpen;
        var address = FormattableString.Invariant($"/{around.Contents.Process.Slug}/desk/statements/{row.Number}{(amends ? "/amend" : "")}");
        return new(around, form, address, address)
        {
            Version = row.Version,
            Found = found,
            Amends = amends || row.Revision > 1,
            Then = (Request.HasFormContentType ? Request.Form["then"] : Request.Query["then"]) == "review" ? "review" : null,
            Autosave = autosave,
            Codings = form.Codings + further,
        };
    }

    /// <summary>A statement with its form, or as it reads when it is not for the one who asks to change.</summary>
    private async Task<ViewResult> ShowAsync(ProcessContents contents, Statement row, StatementForm? form, CheckedStatement? found, CancellationToken cancellation, int further = 0)
    {
        var process = contents.Process.Slug;
        var account = User.AccountId();
        var editor = row.Editor is { } id ? await db.Users.AsNoTracking().Where(user => user.Id == id).Select(user => user.Name).SingleOrDefaultAsync(cancellation) : null;
        var line = DeskLine.Of(contents, row, editor);
        var mine = row.IsOpen && row.Editor == account;
        var told = Request.Query["saved"].ToString().Length > 0 ? row.Status == StatementStatus.InReview ? "Saved and sent to review." : "Saved." : null;
        var revisions = row.IsOpen ? [] : (await desk.RevisionsAsync(row.ProcessId, row.Number, cancellation)).Where(one => one.PublishedAt is not null && one.Revision != row.Revision).Select(one => one.Revision).ToList();
        if (row.IsOpen && !MayChange(row))
            return View(Page, new DeskStatementModel(process, line, mine, false, null, StatementFields.Of(contents, row), [], told, []));

        var around = (await forms.ReadAsync(contents, row.Citations[0].Source, cancellation))!;
        // While the form goes to and fro it stays one of what it was filled from.
        var version = form?.Sent("version") == true && ViewData[Writing.Conflict.Key] is null ? Version(form) : row.Version;
        (int, int)? autosave = Request.HasFormContentType ? this.Autosaved(Request.Form) : null;
        var address = FormattableString.Invariant($"/{process}/desk/statements/{row.Number}{(row.IsOpen ? "" : "/amend")}");
        if (form is null && Request.Query["resume"].ToString() is { Length: > 0 } asked && await this.ResumedAsync(autosaves, asked, address, cancellation) is { } saved)
        {
            form = StatementForm.FromJson(saved.Fields);
            version = Version(form);
            autosave = (saved.Id, saved.Version);
        }

        form ??= row.IsOpen ? StatementForm.From(contents, row, around.People) : StatementForm.ToAmend(contents, row, around.People);
        var unfinished = (await autosaves.OfAsync(account, address, 5, cancellation)).Where(one => one.Id != autosave?.Item1).Select(UnfinishedForm.Of).ToList();
        return View(Page, new DeskStatementModel(process, line, mine, !row.IsOpen, FormOf(around, row, form, found, autosave, further) with { Version = version }, [], unfinished, told, revisions));
    }

    private async Task<IActionResult> AgainAsync(ProcessContents contents, Statement row, StatementForm form, CheckedStatement found, CancellationToken cancellation)
    {
        if (form.Text("summary") is null && found.Composed is { } composed && found.CanBeKept)
            form["summary"] = composed;
        var answer = await ShowAsync(contents, row, form, found, cancellation);
        answer.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return answer;
    }

    /// <summary>Somebody else was first: both are shown, and what was typed stays in the fields.</summary>
    private async Task<IActionResult> ConflictAsync(ProcessContents contents, int number, StatementForm form, CancellationToken cancellation)
    {
        var theirs = await desk.OpenAsync(contents.Process.Id, number, cancellation) ?? await desk.AmendableAsync(contents.Process.Id, number, cancellation);
        var mine = form.ToFields();
        if (theirs is null)
        {
            var gone = View("/Features/Desk/Kept.cshtml", new KeptTextModel(
                contents.Process.Slug, number, false,
                [.. mine.Where(pair => !StatementForm.IsOfTheForm(pair.Key) && pair.Value.Length > 0).Select(pair => new KeptField(StatementForm.Label(pair.Key), StatementForm.InWords(contents, pair.Key, pair.Value), ""))])
            { Gone = true });
            gone.StatusCode = StatusCodes.Status404NotFound;
            return gone;
        }

        ModelState.Clear();
        var people = await PeopleAsync(contents, cancellation);
        var other = Filled(theirs);
        ViewResult answer;
        if (theirs.IsOpen && !MayChange(theirs))
        {
            // In other hands for now: what was typed waits among the unfinished forms until it can be used.
            var address = FormattableString.Invariant($"/{contents.Process.Slug}/desk/statements/{number}{(theirs.Revision > 1 ? "/amend" : "")}");
            var known = this.Autosaved(Request.Form);
            var kept = known?.Id ?? (await autosaves.SaveAsync(User.AccountId(), address, form.ToJson(), null, this.Window(Request.Form), "", cancellation)).Row?.Id;
            var between = Writing.Conflict.Between(mine, other.ToFields());
            answer = View("/Features/Desk/Kept.cshtml", new KeptTextModel(
                contents.Process.Slug, number, kept is not null,
                [
                    .. mine.Keys.Union(between.Theirs.Keys).Where(name => !StatementForm.IsOfTheForm(name) && (mine.GetValueOrDefault(name, "").Length > 0 || between.Theirs.ContainsKey(name)))
                        .Select(name => new KeptField(
                            StatementForm.Label(name), StatementForm.InWords(contents, name, mine.GetValueOrDefault(name, "")),
                            between.Theirs.TryGetValue(name, out var text) ? StatementForm.InWords(contents, name, text) : null)),
                ]));
        }
        else
        {
            var before = await db.AtVersionAsync(theirs, contents.Process.Slug, Version(form), cancellation);
            var between = Writing.Conflict.Between(mine, other.ToFields(), before is null ? null : Filled(before).ToFields(), StatementForm.PartOf);
            foreach (var name in between.Taken)
                form.Take(name, other);
            // What they left in a coding or citation that this form has not is shown at its place, too.
            foreach (var name in between.Theirs.Keys.Where(name => !form.Sent(name) && (name.StartsWith("party-", StringComparison.Ordinal) || name.StartsWith("source-", StringComparison.Ordinal))))
                form[name] = "";
            ViewData[Writing.Conflict.Key] = between.InWords((name, text) => StatementForm.InWords(contents, name, text));
            answer = await ShowAsync(contents, theirs, form, null, cancellation);
        }

        answer.StatusCode = StatusCodes.Status409Conflict;
        return answer;

        StatementForm Filled(Statement row) => row.IsOpen ? StatementForm.From(contents, row, people) : StatementForm.ToAmend(contents, row, people);
    }

    private ActionResult Missing(string process, int number) =>
        new Fault(404, FormattableString.Invariant($"There is no statement {number} to work on"), "Check the number.") { Suggestions = [new("Go to the desk", $"/{process}/desk"), new("All statements", $"/{process}/statements")] }.ToResult(HttpContext);

    private ActionResult NotYours(string process, int number) =>
        new Fault(404, FormattableString.Invariant($"You have no open statement {number}"), "It was discarded or made public, or somebody else works on it.") { Suggestions = [new("Go to the desk", $"/{process}/desk")] }.ToResult(HttpContext);

    private PartialViewResult Questions(StatementFormModel model)
    {
        ViewData["Live"] = true;
        return PartialView("_Questions", model);
    }
}
