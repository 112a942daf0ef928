using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.Desk;

/// <summary>The home of an editor, and the workbench: a source beside the form of a statement.</summary>
[Authorize(Policies.Edit)]
public sealed class DeskController(ProcessReader processes, DeskStatements desk, SourceDesk texts, StatementForms forms, Autosaves autosaves, Ledger ledger) : Controller
{
    [Takes("q")]
    [HttpGet("/{process}/desk")]
    public async Task<IActionResult> Index([FromRoute] string process, [FromServices] DeskPage page, CancellationToken cancellation) =>
        await processes.ReadAsync(process, cancellation) is not { } contents ? this.NoProcess(process)
            : WordFinder.Check(Request.Query, $"/{process}/desk") is { } fault ? fault.ToResult(HttpContext)
            : View(await page.LoadAsync(contents, User.AccountId(), User.Pseudonym(), WordFinder.Asked(Request.Query), cancellation));

    [Takes("party", "issue", "channel", "said", "saved", "added", "sent", "resume")]
    [HttpGet("/{process}/desk/sources/{number:int}")]
    public async Task<IActionResult> Source([FromRoute] string process, [FromRoute] int number, [FromServices] WorkbenchReader reader, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return this.NoProcess(process);
        if (await forms.ReadAsync(contents, number, cancellation) is not { } around)
            return NoSource(process, number);
        var form = await BeginAsync(around, cancellation);
        (int, int)? resumed = null;
        if (Request.Query["resume"].ToString() is { Length: > 0 } asked)
        {
            if (await this.ResumedAsync(autosaves, asked, Address(process, number), cancellation) is not { } saved)
                return this.NoAutosave($"/{process}/desk");
            form = StatementForm.FromJson(saved.Fields);
            resumed = (saved.Id, saved.Version);
        }

        return View(await PageAsync(reader, around, form, null, resumed, 0, cancellation));
    }

    /// <summary>Keeps a new statement as a draft; asks back what has to be known before.</summary>
    [HttpPost("/{process}/desk/sources/{number:int}/statements")]
    public async Task<IActionResult> Add([FromRoute] string process, [FromRoute] int number, [FromServices] WorkbenchReader reader, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return this.NoProcess(process);
        if (await forms.ReadAsync(contents, number, cancellation) is not { } around)
            return NoSource(process, number);
        var sent = new StatementForm(Request.Form);
        var quick = Request.Form["quick"] == StatementForm.Yes;
        var form = quick ? await QuickAsync(around, sent, cancellation) : sent;
        var go = quick ? "next" : Request.Form["go"].ToString();
        var found = await forms.CheckAsync(around, form, null, null, cancellation);
        if (go == "check")
            return Questions(FormOf(around, form, found));
        if (go is "show" or "coding")
            return View("Source", await PageAsync(reader, around, form, found, Autosaved(), go == "coding" ? 1 : 0, cancellation));
        if (form.Text("attach") is { } attached)
            return await AttachAsync(contents, around, form, found, attached, reader, cancellation);
        if (quick && contents.Issues.FirstOrDefault(issue => issue.Slug == form["issue"]) is { Regional: true } regional)
            ModelState.AddModelError("region", $"{regional.Title} is coded by region: tick the regions it is about below, or send this form as it is when it is about the whole country");
        if (around.Source.MergedInto is { } kept)
            ModelState.AddModelError("", FormattableString.Invariant($"This source was merged and goes under No. {kept}: take the statement from that one"));
        this.Judge(form, found, asks: go != "draft" || quick);
        if (!ModelState.IsValid)
            return this.Again("Source", await PageAsync(reader, around, Composed(form, found), found, Autosaved(), 0, cancellation) with { Quick = quick ? sent : null });
        return await this.WriteAsync(ledger, async changes =>
        {
            var statement = found.Build(await desk.NextNumberAsync(contents.Process.Id, contents.Process.Slug, cancellation), 1, User.AccountId());
            desk.Add(statement);
            await autosaves.RemoveAsync(User.AccountId(), Autosaved()?.Id, this.Window(Request.Form), cancellation);
            changes.Note(statement, "draft", process);
            return go == "draft" ? FormattableString.Invariant($"/{process}/desk/statements/{statement.Number}?saved={statement.Number}") : Next(process, number, form, "saved", statement.Number);
        });
    }

    /// <summary>Sends every own draft from the source to review on which nothing is left to ask.</summary>
    [HttpPost("/{process}/desk/sources/{number:int}/submit")]
    public async Task<IActionResult> Submit([FromRoute] string process, [FromRoute] int number, [FromServices] DraftsToReview review, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return this.NoProcess(process);
        if (await forms.ReadAsync(contents, number, cancellation) is null)
            return NoSource(process, number);
        var ready = await review.ReadyAsync(contents, Drafts(contents, User.AccountId(), number), cancellation);
        return await this.WriteAsync(ledger, async changes =>
            FormattableString.Invariant($"/{process}/desk/sources/{number}?sent={await review.SendAsync(contents, ready, changes, cancellation)}"));
    }

    /// <summary>Keeps what was typed and not sent, for the account alone.</summary>
    [Repeatable("It keeps the newest of what one window typed, and never writes over what another one did.")]
    [HttpPost("/{process}/desk/autosave")]
    public async Task<IActionResult> Autosave([FromRoute] string process, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is null)
            return this.NoProcess(process);
        var address = Request.Form["form"].ToString();
        var form = new StatementForm(Request.Form);
        var json = form.ToJson();
        if (!IsForm(process, address) || json.Length > Autosaves.MaxLength)
            return new Fault(422, "This cannot be kept", "It is no form of this desk, or longer than what is kept.").ToResult(HttpContext);
        return this.Answer(await autosaves.SaveAsync(User.AccountId(), address, json, Autosaved(), this.Window(Request.Form), Request.Form["once"].ToString(), cancellation));
    }

    /// <summary>Throws an unfinished form away.</summary>
    [HttpPost("/{process}/desk/autosave/{id:int}/discard")]
    public async Task<IActionResult> Discard([FromRoute] string process, [FromRoute] int id, CancellationToken cancellation) =>
        await processes.ReadAsync(process, cancellation) is null ? this.NoProcess(process)
            : await autosaves.FindAsync(User.AccountId(), id, cancellation) is null ? this.NoAutosave($"/{process}/desk")
            : await this.WriteAsync(ledger, async _ =>
            {
                await autosaves.RemoveAsync(User.AccountId(), id, "", cancellation);
                return $"/{process}/desk";
            });

    private static string Address(string process, int number) => FormattableString.Invariant($"/{process}/desk/sources/{number}");

    /// <summary>The address is that of a form of this desk.</summary>
    private static bool IsForm(string process, string address) => address.Split('/') switch
    {
        ["", var slug, "desk", "sources" or "statements", var number] => slug == process && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        ["", var slug, "desk", "statements", var number, "amend"] => slug == process && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        _ => false,
    };

    /// <summary>Stays on the source with what the next statement most likely shares.</summary>
    private static string Next(string process, int number, StatementForm form, string done, int statement) => Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(Address(process, number), new Dictionary<string, string?>
    {
        ["party"] = form.Text("party"),
        ["issue"] = form.Text("issue"),
        ["channel"] = form.Text("channel"),
        ["said"] = form.Text("said"),
        [done] = StatementForm.Number(statement),
    }.Where(pair => pair.Value is not null));

    private (int Id, int Version)? Autosaved() => this.Autosaved(Request.Form);

    /// <summary>With the composed summary in the field, where one was shown for the first time.</summary>
    private static StatementForm Composed(StatementForm form, CheckedStatement found)
    {
        if (form.Text("summary") is null && found.Composed is { } composed && found.CanBeKept)
            form["summary"] = composed;
        return form;
    }

    private IQueryable<Statement> Drafts(ProcessContents contents, int account, int source) => desk.BeingWorkedOn(contents.Process.Id)
        .Where(row => row.Editor == account && row.Status == StatementStatus.Draft && row.Citations.Any(citation => citation.Source == source && citation.Order == 0));

    private static StatementFormModel FormOf(FormSurroundings around, StatementForm form, CheckedStatement? found, (int Id, int Version)? autosave = null, int further = 0)
    {
        var address = Address(around.Contents.Process.Slug, around.Source.Number);
        return new(around, form, address, address + "/statements") { Found = found, BesideText = true, Autosave = autosave, Codings = form.Codings + further };
    }

    private async Task<WorkbenchModel> PageAsync(WorkbenchReader reader, FormSurroundings around, StatementForm form, CheckedStatement? found, (int Id, int Version)? autosave, int further, CancellationToken cancellation)
    {
        var contents = around.Contents;
        var coded = await reader.CodedAsync(contents, around.Source.Number, cancellation);
        var account = User.AccountId();
        var slug = contents.Process.Slug;
        var told = int.TryParse(Request.Query["saved"], NumberStyles.None, CultureInfo.InvariantCulture, out var saved) ? FormattableString.Invariant($"Saved as draft No. {saved}.")
            : int.TryParse(Request.Query["added"], NumberStyles.None, CultureInfo.InvariantCulture, out var added) ? FormattableString.Invariant($"Added to No. {added} as a further source.")
            : int.TryParse(Request.Query["sent"], NumberStyles.None, CultureInfo.InvariantCulture, out var sent) ? DraftsToReview.InWords(sent)
            : null;
        var ready = coded.Where(line => line.Statement.Status == StatementStatus.Draft && line.Statement.Editor == account && line.Statement.Citations[0].Source == around.Source.Number).Select(line => line.Number).Order().ToList();
        return new(
            slug, around.Source, around.Text, await reader.ParagraphsAsync(contents, around.Text, coded, cancellation), coded, ready,
            [.. (await autosaves.OfAsync(account, Address(slug, around.Source.Number), 5, cancellation)).Where(row => row.Id != autosave?.Id).Select(UnfinishedForm.Of)],
            FormOf(around, form, found, autosave, further), told, await texts.OrphansAsync(contents.Process.Id, cancellation, around.Source.Number));
    }

    /// <summary>A fresh form: what the address gives from the statement before, else what the source and the record make likely.</summary>
    private async Task<StatementForm> BeginAsync(FormSurroundings around, CancellationToken cancellation)
    {
        var contents = around.Contents;
        var query = Request.Query;
        var account = User.AccountId();
        var source = around.Source;
        var party = query["party"].ToString();
        var issue = query["issue"].ToString();
        if (party.Length == 0 || issue.Length == 0)
        {
            var last = await desk.BeingWorkedOn(contents.Process.Id).AsNoTracking().Where(row => row.Editor == account).OrderByDescending(row => row.Id).Include(row => row.Citations).Include(row => row.Codings).AsSplitQuery().FirstOrDefaultAsync(cancellation);
            var here = last?.Citations.Any(citation => citation.Source == source.Number) == true ? last.Codings.FirstOrDefault()?.Party : null;
            if (party.Length == 0)
                party = here ?? Likely(around) ?? last?.Codings.FirstOrDefault()?.Party ?? "";
            if (issue.Length == 0)
                issue = last?.Codings.FirstOrDefault()?.Issue ?? "";
        }

        var form = new StatementForm
        {
            ["party"] = party,
            ["issue"] = issue,
            ["basis"] = "stated",
            ["said"] = query["said"].ToString() is { Length: > 0 } said ? said : source.Date?.Text ?? "",
            ["channel"] = query["channel"].ToString() is { Length: > 0 } channel ? channel : Words.Of(ChannelOf(source.Kind)).Slug,
            ["information"] = "2",
            ["language"] = source.Language ?? "en",
            ["own"] = StatementForm.Yes,
        };
        return form;
    }

    /// <summary>The party that the source itself belongs to, by its names among those of the publisher; null when none or several do.</summary>
    private static string? Likely(FormSurroundings around)
    {
        var publisher = $" {around.Source.Publisher!.Name} ";
        var named = around.Contents.Parties.Where(party => party.Aliases.Prepend(party.Name).Any(name => publisher.Contains($" {name} ", StringComparison.OrdinalIgnoreCase))).ToList();
        return around.Source.Publisher.Kind is "official" or "document" && named is [var one] ? one.Slug : null;
    }

    private static Channel ChannelOf(string kind) => kind switch
    {
        "official-document" => Channel.OfficialDocument,
        "report" => Channel.Report,
        _ => Channel.OnRecord,
    };

    /// <summary>The row for silence and refusal: three fields, and what a fresh form has.</summary>
    private async Task<StatementForm> QuickAsync(FormSurroundings around, StatementForm sent, CancellationToken cancellation)
    {
        var form = await BeginAsync(around, cancellation);
        form["source"] = sent["source"];
        form["party"] = sent["party"];
        form["issue"] = sent["issue"];
        form["step"] = sent["step"];
        form["paragraph"] = sent.Text("paragraph") is not { } place ? sent["step"] == "silent" ? StatementReading.WholeText : ""
            : int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var paragraph) ? FormattableString.Invariant($"para {paragraph}") : place;
        // What is kept stands in the row: party, issue, and which of the two.
        if ((await forms.CheckAsync(around, form, null, null, cancellation)).Composed is { } composed)
            form["composed"] = composed;
        return form;
    }

    /// <summary>Adds the passage to another statement as a further citation, in an amendment that goes to review.</summary>
    private async Task<IActionResult> AttachAsync(ProcessContents contents, FormSurroundings around, StatementForm form, CheckedStatement found, string attached, WorkbenchReader reader, CancellationToken cancellation)
    {
        var account = User.AccountId();
        foreach (var problem in found.Problems.Where(problem => problem.Field is "quote" or "paragraph"))
            ModelState.AddModelError(problem.Field, problem.Text);
        var number = int.TryParse(attached, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 0;
        var open = await desk.OpenAsync(contents.Process.Id, number, cancellation);
        if (open is not null && open.Editor != account)
            ModelState.AddModelError("", FormattableString.Invariant($"Somebody else works on No. {number}: nothing can be added to it now. Say how yours differs, or come back later"));
        else if (open is null && await desk.PublishedAsync(contents.Process.Id, number, cancellation) is null)
            ModelState.AddModelError("", $"There is no statement No. {attached} to add it to");
        if (!ModelState.IsValid)
            return this.Again("Source", await PageAsync(reader, around, form, found, Autosaved(), 0, cancellation));
        return await this.WriteAsync(ledger, async changes =>
        {
            var revisions = await desk.RevisionsAsync(contents.Process.Id, number, cancellation);
            var latest = revisions.Find(row => row.IsOpen) ?? revisions.Find(row => row.Status == StatementStatus.Published) ?? throw new StaleFormException();
            if (latest.IsOpen && latest.Editor != account)
                throw new StaleFormException();
            var reason = FormattableString.Invariant($"A further source: No. {around.Source.Number}.");
            var further = latest.Amendment(latest.IsOpen ? latest.Revision : revisions[^1].Revision + 1, account, latest.IsOpen ? latest.AmendReason! : reason);
            further.Citations.Add(found.CitationAt(further.Citations.Count)!);
            if (latest.IsOpen)
            {
                desk.Replace(latest, further);
                changes.Note(latest, "edit", contents.Process.Slug, reason);
            }
            else
            {
                desk.Add(further);
                further.Submit(changes.At);
                changes.Note(further, "amend", contents.Process.Slug, reason);
            }

            await autosaves.RemoveAsync(account, Autosaved()?.Id, this.Window(Request.Form), cancellation);
            return Next(contents.Process.Slug, around.Source.Number, form, "added", number);
        });
    }

    private ActionResult NoSource(string process, int number) =>
        new Fault(404, FormattableString.Invariant($"There is no source No. {number}"), "Check the number.") { Suggestions = [new("Add a source", $"/{process}/desk/sources/new"), new("Go to the desk", $"/{process}/desk")] }.ToResult(HttpContext);

    private PartialViewResult Questions(StatementFormModel model)
    {
        ViewData["Live"] = true;
        return PartialView("_Questions", model);
    }
}
