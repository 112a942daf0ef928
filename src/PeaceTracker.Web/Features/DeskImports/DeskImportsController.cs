using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;
using PeaceTracker.Web.Writing.Importing;

namespace PeaceTracker.Web.Features.DeskImports;

/// <summary>Statements from a table: the file, its columns, what is wrong, and the drafts. Nothing of the record is written before it is confirmed.</summary>
[Authorize(Policies.Edit)]
public sealed class DeskImportsController(ProcessReader processes, Imports imports, ImportChecks checks, ImportPage page, Ledger ledger) : Controller
{
    /// <summary>A page comes after this long, checked or not: then it says how far it is, and goes on.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    [Takes("told", "q")]
    [HttpGet("/{process}/desk/imports")]
    public async Task<IActionResult> Index(string process, CancellationToken cancellation) =>
        await processes.ReadAsync(process, cancellation) is not { } contents ? NoProcess(process)
            : WordFinder.Check(Request.Query, $"/{process}/desk/imports") is { } fault ? fault.ToResult(HttpContext)
            : View(await page.IndexAsync(contents, User.AccountId(), null, Told(), WordFinder.Asked(Request.Query), cancellation));

    /// <summary>Takes a file or pasted cells, and keeps them for the account alone.</summary>
    [HttpPost("/{process}/desk/imports")]
    public async Task<IActionResult> Add(string process, IFormFile? file, string? pasted, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        var (id, account) = (contents.Process.Id, User.AccountId());
        var given = file is { Length: > 0 };
        if (given == !string.IsNullOrWhiteSpace(pasted))
            ModelState.AddModelError("file", given ? "Choose a file or paste cells, not both" : file is null ? "Choose a file, or paste cells" : "The file is empty. Choose a file with a heading and at least one row");
        var content = given ? await BytesAsync(file!, cancellation) : Encoding.UTF8.GetBytes((pasted ?? "").Trim('\r', '\n'));
        if (content is null || content.Length > Import.MaxLength)
            ModelState.AddModelError(given ? "file" : "pasted", string.Create(CultureInfo.InvariantCulture, $"It is longer than {Import.MaxLength:#,0} bytes. Bring it in in parts"));
        else if (given && TableText.Disagreement(file!.FileName, content) is { } disagreement)
            ModelState.AddModelError("file", disagreement);
        if (await imports.CountWaitingAsync(id, account, cancellation) >= Imports.MostWaiting)
            ModelState.AddModelError("", FormattableString.Invariant($"You have {Imports.MostWaiting} tables waiting. Bring some of them in, or throw some away"));
        if (!ModelState.IsValid)
            return this.Again("Index", await page.IndexAsync(contents, account, pasted, null, null, cancellation));
        var sha = Convert.ToHexStringLower(SHA256.HashData(content!));
        return await this.WriteAsync(ledger, async changes =>
        {
            if (await imports.DoneAsync(id, sha, cancellation) is { } done)
                return done.Account == account ? $"{Address(process, done.Id)}?told=again" : $"/{process}/desk/imports?told=again";
            if (await imports.WaitingAsync(id, account, sha, cancellation) is { } waiting)
                return Address(process, waiting);
            var import = new Import
            {
                ProcessId = id,
                Account = account,
                FileName = given ? Path.GetFileName(file!.FileName) is { Length: <= 200 } name ? name : "a file" : "",
                Content = content!,
                Sha256 = sha,
                Choices = Guessed(content!, new()).ToJson(),
                At = changes.At,
            };
            await imports.AddAsync(import, cancellation);
            return $"{Address(process, import.Id)}/columns";
        });
    }

    /// <summary>The columns of the template, without rows.</summary>
    [HttpGet("/{process}/desk/imports/template.csv")]
    public async Task<IActionResult> Template(string process, CancellationToken cancellation) =>
        await processes.ReadAsync(process, cancellation) is null ? NoProcess(process) : File("template.csv", ImportExample.Template());

    /// <summary>The template with a row for every state of a coding.</summary>
    [HttpGet("/{process}/desk/imports/example.csv")]
    public async Task<IActionResult> Example(string process, [FromServices] SourceDesk sources, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        var source = await sources.All(contents.Process.Id).Where(row => row.MergedInto == null).MinAsync(row => (int?)row.Number, cancellation) ?? 1;
        return File("example.csv", ImportExample.Of(contents, source));
    }

    [HttpGet("/{process}/desk/imports/{import:int}/columns")]
    public async Task<IActionResult> Columns(string process, int import, CancellationToken cancellation)
    {
        var (contents, row) = await FindAsync(process, import, cancellation);
        if (contents is null || row is null)
            return Missing(process, contents, import);
        return row.DoneAt is null ? View(ImportPage.Columns(contents, row, ImportChoices.FromJson(row.Choices))) : new SeeOther(Address(process, import));
    }

    /// <summary>Says what the columns are, or how the file is to be read.</summary>
    [HttpPost("/{process}/desk/imports/{import:int}/columns")]
    public async Task<IActionResult> Columns(string process, int import, int version, CancellationToken cancellation)
    {
        var (contents, row) = await FindAsync(process, import, cancellation);
        if (contents is null || row is null)
            return Missing(process, contents, import);
        var old = ImportChoices.FromJson(row.Choices);
        var shown = ImportPage.Columns(contents, row, old);
        var (encoding, separator) = (Request.Form["encoding"].ToString(), Request.Form["separator"].ToString() switch { "tab" => "\t", var other => other });
        ImportChoices choices;
        var again = shown.Problem is not null || (shown.Encoding.Length > 0 && encoding != shown.Encoding) || (shown.IsText && separator != shown.Separator);
        if (again)
        {
            // Other columns than those that were shown: they are guessed anew, and looked at before anything else.
            choices = Guessed(row.Content, new()
            {
                Encoding = TableText.Encodings.Any(one => one.Name == encoding) ? encoding : null,
                Separator = TableRows.Separators.Any(one => one.Name == separator) && separator != shown.Separator ? separator : null,
            });
        }
        else
        {
            choices = new();
            foreach (var column in shown.Columns)
            {
                if (Request.Form[FormattableString.Invariant($"column-{column.Index}")].ToString() is { Length: > 0 } field && ImportField.IsField(field) && !choices.Columns.TryAdd(field, column.Index))
                    ModelState.AddModelError(FormattableString.Invariant($"column-{column.Index}"), $"{StatementForm.Label(field)}: two columns are said to be it. Choose one");
            }

            foreach (var field in ImportField.All.Where(field => !choices.Columns.ContainsKey(field.Name)))
            {
                if (Request.Form[$"same-{field.Name}"].ToString().Trim() is { Length: > 0 } text)
                    choices.Same[field.Name] = text;
                else if (field.Required)
                    ModelState.AddModelError($"same-{field.Name}", $"{field.Label}: choose its column, or give what it is in every row");
            }
        }

        if (!ModelState.IsValid)
            return this.Again("Columns", ImportPage.Columns(contents, row, choices with { Encoding = old.Encoding, Separator = old.Separator }) with { Version = version });
        return await SaveAsync(contents, import, version, again ? choices : old.With(choices.Columns, choices.Same), again ? "/columns" : "", cancellation);
    }

    /// <summary>The dry run, or what became of the import.</summary>
    [Takes("told", "sent")]
    [HttpGet("/{process}/desk/imports/{import:int}")]
    public async Task<IActionResult> Show(string process, int import, CancellationToken cancellation)
    {
        var (contents, row) = await FindAsync(process, import, cancellation);
        if (contents is null || row is null)
            return Missing(process, contents, import);
        if (row.DoneAt is not null)
            return View("Done", await page.DoneAsync(contents, row, Told(), Request.Query.ContainsKey("sent"), cancellation));
        if (!ImportChoices.FromJson(row.Choices).Confirmed || await checks.CheckAsync(contents, row, Slice, cancellation) is not { } check)
            return new SeeOther($"{Address(process, import)}/columns");
        // Goes on by itself, with scripts or without; leaving the page stops it.
        if (!check.IsComplete)
            Response.Headers["Refresh"] = "0";
        return View("Check", ImportPage.Check(contents, row, check, Told()));
    }

    /// <summary>Puts other texts in the place of those that were not understood, and checks again.</summary>
    [HttpPost("/{process}/desk/imports/{import:int}/repairs")]
    public async Task<IActionResult> Repair(string process, int import, int version, CancellationToken cancellation)
    {
        var (contents, row) = await FindAsync(process, import, cancellation);
        if (contents is null || row is null)
            return Missing(process, contents, import);
        var choices = ImportChoices.FromJson(row.Choices);
        for (var index = 0; index < ImportPage.Most; index++)
        {
            var (field, found, text) = (Sent("field"), Sent("found"), Sent("text").Trim());
            if (text.Length == 0 || !ImportField.IsField(field))
                continue;
            var mended = int.TryParse(Sent("row"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? (In: choices.Edits.TryGetValue(number, out var edits) ? edits : choices.Edits[number] = [], Key: field)
                : (In: choices.Repairs.TryGetValue(ImportField.Stem(field), out var repairs) ? repairs : choices.Repairs[ImportField.Stem(field)] = [], Key: found);
            // What the file has needs no repair.
            if (text == found)
                mended.In.Remove(mended.Key);
            else
                mended.In[mended.Key] = text == ImportRepair.Empty && !ImportField.IsRequired(field) ? "" : text;

            string Sent(string name) => Request.Form[FormattableString.Invariant($"fix-{index}-{name}")].ToString().ReplaceLineEndings("\n");
        }

        foreach (var taken in Request.Form["take-back"])
        {
            if (taken?.ReplaceLineEndings("\n").Split('\n', 2) is not [var first, var second])
                continue;
            if (int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var edited))
                choices.Edits.GetValueOrDefault(edited)?.Remove(second);
            else
                choices.Repairs.GetValueOrDefault(first)?.Remove(second);
        }

        return await SaveAsync(contents, import, version, choices, "", cancellation);
    }

    /// <summary>Makes drafts of the rows: of all that were shown as ready, or of none.</summary>
    [HttpPost("/{process}/desk/imports/{import:int}/confirm")]
    public async Task<IActionResult> Confirm(string process, int import, int version, string? mark, CancellationToken cancellation)
    {
        var (contents, found) = await FindAsync(process, import, cancellation);
        if (contents is null || found is null)
            return Missing(process, contents, import);
        var account = User.AccountId();
        var near = Request.Form["near"].Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToHashSet();
        if (found.DoneAt is null && await checks.CheckAsync(contents, found, null, cancellation) is { } shown && shown.Mark == mark && !shown.Ready.Any() && !shown.Near.Any(one => near.Contains(one.Number)))
        {
            ModelState.AddModelError("near", "None is ready without being ticked. Tick those to bring in");
            return this.Again("Check", ImportPage.Check(contents, found, shown, null));
        }

        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var row = await imports.FindAsync(contents.Process.Id, account, import, cancellation) ?? throw new StaleFormException();
                row.Expect(version);
                if (row.DoneAt is not null || await checks.CheckAsync(contents, row, null, cancellation) is not { } check || check.Mark != mark)
                    throw new StaleFormException();
                var taken = check.Rows.Where(one => one.IsReady || (one.IsNear && near.Contains(one.Number))).ToList();
                if (taken.Count == 0)
                    throw new StaleFormException();
                await checks.BringInAsync(contents, row, check, taken, changes, null, cancellation);
                return $"{Address(process, import)}?told=done";
            });
        }
        catch (StaleFormException)
        {
            if (await imports.FindAsync(contents.Process.Id, account, import, cancellation) is { DoneAt: not null })
                return new SeeOther($"{Address(process, import)}?told=elsewhere");
            return new Fault(409, "The record or the table changed meanwhile", "Nothing was brought in. The rows are checked again: look at what was found, and confirm that.")
            {
                Suggestions = [new("Check again", Address(process, import))],
            }.ToResult(HttpContext);
        }
    }

    /// <summary>Throws away what the import brought in, as far as nobody has decided on it.</summary>
    [HttpPost("/{process}/desk/imports/{import:int}/undo")]
    public async Task<IActionResult> Undo(string process, int import, int version, string? mark, CancellationToken cancellation)
    {
        var (contents, found) = await FindAsync(process, import, cancellation);
        if (contents is null || found is null)
            return Missing(process, contents, import);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var row = await imports.FindAsync(contents.Process.Id, User.AccountId(), import, cancellation) ?? throw new StaleFormException();
                row.Expect(version);
                if (row.DoneAt is null || row.UndoneAt is not null || !await imports.UndoAsync(row, mark, changes, process, cancellation))
                    throw new StaleFormException();
                return $"{Address(process, import)}?told=undone";
            });
        }
        catch (StaleFormException)
        {
            return new Fault(409, "Its statements changed meanwhile", "Nothing was thrown away. Look at them again.") { Suggestions = [new("Look at the import", Address(process, import))] }.ToResult(HttpContext);
        }
    }

    /// <summary>Sends those of its drafts to review on which nothing is left to ask.</summary>
    [HttpPost("/{process}/desk/imports/{import:int}/submit")]
    public async Task<IActionResult> Submit(string process, int import, [FromServices] DraftsToReview review, CancellationToken cancellation)
    {
        var (contents, found) = await FindAsync(process, import, cancellation);
        if (contents is null || found is null)
            return Missing(process, contents, import);
        var ready = await review.ReadyAsync(contents, imports.Drafts(contents.Process.Id, User.AccountId(), import), cancellation);
        return await this.WriteAsync(ledger, async changes => FormattableString.Invariant($"{Address(process, import)}?sent={await review.SendAsync(contents, ready, changes, cancellation)}"));
    }

    /// <summary>Throws a table away of which nothing was brought in.</summary>
    [HttpPost("/{process}/desk/imports/{import:int}/discard")]
    public async Task<IActionResult> Discard(string process, int import, CancellationToken cancellation)
    {
        var (contents, found) = await FindAsync(process, import, cancellation);
        if (contents is null || found is null)
            return Missing(process, contents, import);
        return await this.WriteAsync(ledger, async _ =>
        {
            if (await imports.FindAsync(contents.Process.Id, User.AccountId(), import, cancellation) is not { DoneAt: null } row)
                throw new StaleFormException();
            imports.Remove(row);
            return $"/{process}/desk/imports?told=discarded";
        });
    }

    /// <summary>The rows that become no draft, as the file has them, each with what is wrong.</summary>
    [HttpGet("/{process}/desk/imports/{import:int}/rejected.csv")]
    public async Task<IActionResult> Rejected(string process, int import, CancellationToken cancellation)
    {
        var (contents, row) = await FindAsync(process, import, cancellation);
        if (contents is null || row is null)
            return Missing(process, contents, import);
        return await page.RejectedAsync(contents, row, cancellation) is { } rejected ? File("rejected.csv", rejected) : new SeeOther($"{Address(process, import)}/columns");
    }

    private static string Address(string process, int import) => FormattableString.Invariant($"/{process}/desk/imports/{import}");

    /// <summary>The columns as their headings name them; none while the file cannot be read.</summary>
    private static ImportChoices Guessed(byte[] content, ImportChoices read) =>
        TableText.Read(content, read.Encoding, out _) is { } text
            ? ImportChoices.Guess(TableRows.Read(text, read.Separator).Headings) with { Encoding = read.Encoding, Separator = read.Separator }
            : read;

    private static async Task<byte[]?> BytesAsync(IFormFile file, CancellationToken cancellation)
    {
        if (file.Length > Import.MaxLength)
            return null;
        using var memory = new MemoryStream((int)file.Length);
        await file.CopyToAsync(memory, cancellation);
        return memory.ToArray();
    }

    private async Task<IActionResult> SaveAsync(ProcessContents contents, int import, int version, ImportChoices choices, string then, CancellationToken cancellation)
    {
        var process = contents.Process.Slug;
        try
        {
            return await this.WriteAsync(ledger, async _ =>
            {
                var row = await imports.FindAsync(contents.Process.Id, User.AccountId(), import, cancellation) ?? throw new StaleFormException();
                row.Expect(version);
                if (row.DoneAt is not null)
                    throw new StaleFormException();
                row.Choices = choices.ToJson();
                return Address(process, import) + then;
            });
        }
        catch (StaleFormException)
        {
            return new Fault(409, "The table was worked on in another window", "Nothing of this form was taken. Open the table again: it shows what was said there.")
            {
                Suggestions = [new("Open the table", Address(process, import))],
            }.ToResult(HttpContext);
        }
    }

    private async Task<(ProcessContents? Contents, Import? Import)> FindAsync(string process, int import, CancellationToken cancellation) =>
        await processes.ReadAsync(process, cancellation) is { } contents ? (contents, await imports.FindAsync(contents.Process.Id, User.AccountId(), import, cancellation)) : (null, null);

    private string? Told() => Request.Query["told"].ToString() switch
    {
        "done" => "The drafts are written. Nobody but editors and reviewers sees them.",
        "elsewhere" => "It was brought in in another window before. This time nothing was written.",
        "again" => "This very file was brought in before. Nothing was created.",
        "undone" => "The import was undone.",
        "discarded" => "The table was thrown away.",
        _ => int.TryParse(Request.Query["sent"], NumberStyles.None, CultureInfo.InvariantCulture, out var sent) ? DraftsToReview.InWords(sent) : null,
    };

    private IActionResult File(string name, TakeAway table)
    {
        Response.Headers.ContentDisposition = $"attachment; filename={name}";
        return this.Answer("csv", table);
    }

    private ActionResult Missing(string process, ProcessContents? contents, int import) => contents is null
        ? NoProcess(process)
        : new Fault(404, FormattableString.Invariant($"You have no import {import}"), "It was thrown away, or it is somebody else's.") { Suggestions = [new("Your imports", $"/{process}/desk/imports"), new("Go to the desk", $"/{process}/desk")] }.ToResult(HttpContext);

    private ActionResult NoProcess(string process) => Fault.NotFound("process", process, [new("Go to the start page", "/")]).ToResult(HttpContext);
}
