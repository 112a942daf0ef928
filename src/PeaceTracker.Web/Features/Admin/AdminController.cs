using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.History;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;
using FormConflict = PeaceTracker.Web.Writing.Conflict;

namespace PeaceTracker.Web.Features.Admin;

/// <summary>Reference data: what there is, and the form of each record.</summary>
[Authorize(Policies.Admin)]
public sealed class AdminController(ReferenceDesk desk, RecordHistory history, Ledger ledger) : Controller
{
    [HttpGet("/{process}/admin")]
    public async Task<IActionResult> Index(string process, CancellationToken cancellation) =>
        await desk.KnownAsync(process, cancellation) is { } known ? View(await desk.IndexAsync(known, cancellation)) : NoProcess(process).ToResult(HttpContext);

    [Takes("saved")]
    [HttpGet("/{process}/admin/{kind}")]
    public async Task<IActionResult> List(string process, string kind, string? saved, CancellationToken cancellation)
    {
        var (known, of, fault) = await FindAsync(process, kind, cancellation);
        return fault ?? View(await desk.ListAsync(known!, of!, saved, cancellation));
    }

    /// <param name="from">Number of an entry of the log: the form is filled in with how a record read after it that was removed since.</param>
    [Takes("from")]
    [HttpGet("/{process}/admin/{kind}/new")]
    public async Task<IActionResult> New(string process, string kind, [FromQuery] long? from, CancellationToken cancellation)
    {
        var (known, of, fault) = await FindAsync(process, kind, cancellation);
        return fault ?? await RestoredAsync(known!, of!, (await desk.FormAsync(known!, of!, null, cancellation))!, from, cancellation);
    }

    [HttpPost("/{process}/admin/{kind}/new")]
    public async Task<IActionResult> Add(string process, string kind, CancellationToken cancellation)
    {
        var (known, of, fault) = await FindAsync(process, kind, cancellation);
        if (fault is not null)
            return fault;
        var form = await Request.ReadFormAsync(cancellation);
        return await WriteAsync(known!, of!, null, form, cancellation);
    }

    /// <param name="from">Number of an entry of the log: the form is filled in with how the record read after it.</param>
    [Takes("from")]
    [HttpGet("/{process}/admin/{kind}/{key}")]
    public async Task<IActionResult> Edit(string process, string kind, string key, [FromQuery] long? from, CancellationToken cancellation)
    {
        var (known, of, fault) = await FindAsync(process, kind, cancellation);
        return fault ?? (await desk.FormAsync(known!, of!, key, cancellation) is { } model
            ? await RestoredAsync(known!, of!, model, from, cancellation)
            : (await history.Of(of!.Logged(process, key)).AnyAsync(cancellation) ? Removed(process, of!, key) : Missing(process, of!, key)).ToResult(HttpContext));
    }

    [HttpPost("/{process}/admin/{kind}/{key}")]
    public async Task<IActionResult> Change(string process, string kind, string key, CancellationToken cancellation)
    {
        var (known, of, fault) = await FindAsync(process, kind, cancellation);
        if (fault is not null)
            return fault;
        if (!await desk.IsOrWasAsync(known!, of!, key, cancellation))
            return Missing(process, of!, key).ToResult(HttpContext);
        var form = await Request.ReadFormAsync(cancellation);
        return await WriteAsync(known!, of!, key, form, cancellation);
    }

    [Authorize(Policies.Fresh)]
    [HttpGet("/{process}/admin/{kind}/{key}/remove")]
    public async Task<IActionResult> Remove(string process, string kind, string key, CancellationToken cancellation)
    {
        var (known, of, fault) = await FindAsync(process, kind, cancellation);
        return fault ?? (await desk.RemoveFormAsync(known!, of!, key, cancellation) is { } model ? View("Remove", model) : Missing(process, of!, key).ToResult(HttpContext));
    }

    [Authorize(Policies.Fresh)]
    [HttpPost("/{process}/admin/{kind}/{key}/remove")]
    public async Task<IActionResult> Remove(string process, string kind, string key, [FromForm] int version, [FromForm] string? why, CancellationToken cancellation)
    {
        var (known, of, fault) = await FindAsync(process, kind, cancellation);
        if (fault is not null)
            return fault;
        var reason = this.Asked(why, live: true);
        if (!ModelState.IsValid)
            return await desk.RemoveFormAsync(known!, of!, key, cancellation) is { } form ? this.Again("Remove", form) : Missing(process, of!, key).ToResult(HttpContext);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                await desk.RemoveAsync(known!, of!, key, version, reason, changes, cancellation);
                return $"/{process}/admin/{of!.Name}";
            });
        }
        catch (Exception error) when (error is HangingException or StaleFormException)
        {
            if (await desk.RemoveFormAsync(known!, of!, key, cancellation) is not { } model)
                return Missing(process, of!, key).ToResult(HttpContext);
            if (error is StaleFormException)
                ModelState.AddModelError("", "Somebody changed it meanwhile: look at it again before you remove it");
            var answer = View("Remove", model);
            answer.StatusCode = StatusCodes.Status409Conflict;
            return answer;
        }
    }

    [Takes("saved", "from")]
    [HttpGet("/{process}/admin/settings")]
    public async Task<IActionResult> Settings(string process, string? saved, [FromQuery] long? from, CancellationToken cancellation)
    {
        if (await desk.KnownAsync(process, cancellation) is not { } known)
            return NoProcess(process).ToResult(HttpContext);
        ViewData["Saved"] = saved == process;
        return await RestoredAsync(known, Kinds.Settings, (await desk.FormAsync(known, Kinds.Settings, process, cancellation))!, from, cancellation);
    }

    /// <summary>What became of a record, removed ones too.</summary>
    [Takes("diff")]
    [HttpGet("/{process}/admin/{kind}/{key}/history")]
    public async Task<IActionResult> History(string process, string kind, string key, CancellationToken cancellation)
    {
        var (known, of, fault) = await FindAsync(process, kind, cancellation);
        return fault ?? await HistoryAsync(known!, of!, key, cancellation);
    }

    [Takes("diff")]
    [HttpGet("/{process}/admin/settings/history")]
    public async Task<IActionResult> History(string process, CancellationToken cancellation) =>
        await desk.KnownAsync(process, cancellation) is { } known ? await HistoryAsync(known, Kinds.Settings, process, cancellation) : NoProcess(process).ToResult(HttpContext);

    [HttpPost("/{process}/admin/settings")]
    public async Task<IActionResult> Settings(string process, CancellationToken cancellation)
    {
        if (await desk.KnownAsync(process, cancellation) is not { } known)
            return NoProcess(process).ToResult(HttpContext);
        return await WriteAsync(known, Kinds.Settings, process, await Request.ReadFormAsync(cancellation), cancellation);
    }

    internal static Fault NoProcess(string process) => new(404, $"There is no process called \"{process}\"", "Check the address.");

    private async Task<ActionResult> HistoryAsync(Known known, ReferenceKind kind, string key, CancellationToken cancellation)
    {
        var process = known.Contents.Process.Slug;
        var told = await history.OfAsync(kind.Logged(process, key), row => kind.InWords(known, (IVersioned)row), cancellation);
        var model = await desk.HistoryAsync(known, kind, key, told, Request.Query["diff"] == "inline", cancellation);
        return model is null ? Missing(process, kind, key).ToResult(HttpContext) : View("History", model);
    }

    /// <summary>The form, with the fields as they were after an entry of the log where one is named.</summary>
    private async Task<ActionResult> RestoredAsync(Known known, ReferenceKind kind, ReferenceForm form, long? from, CancellationToken cancellation)
    {
        if (from is not { } entry)
            return View("Form", form);
        var process = known.Contents.Process.Slug;
        // A new one has no key of its own yet: it is that of the record that was removed.
        var key = form.Key ?? await history.KeyAsync(entry, cancellation) ?? "";
        if (await history.AtAsync(kind.Logged(process, key), entry, cancellation) is not (IVersioned row, var note))
            return RecordHistory.NoEntry(entry, form.Key is null ? $"/{process}/admin/{kind.Name}" : $"{form.Address}/history").ToResult(HttpContext);
        ViewData["Restored"] = note;
        var values = form.Key is null ? kind.ValuesAnew(row) : kind.Values(row);
        return View("Form", form with { Values = values, Inputs = kind.Inputs(known, values, form.Key is null) });
    }

    private async Task<ActionResult> WriteAsync(Known known, ReferenceKind kind, string? key, IFormCollection form, CancellationToken cancellation)
    {
        var process = known.Contents.Process.Slug;
        var typed = ReferenceDesk.Read(known, kind, key is null, form);
        var why = this.Asked(form["why"], live: key is not null);
        if (!ModelState.IsValid)
        {
            foreach (var (field, message) in typed.Problems)
                ModelState.AddModelError(field, message);
            return this.Again("Form", (await AsTypedAsync(typed.Values)) with { Version = int.TryParse(form["version"], out var sent) ? sent : null });
        }

        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                // What the form refers to is read again: nobody writes meanwhile.
                var now = (await desk.KnownAsync(process, cancellation))!;
                typed = ReferenceDesk.Read(now, kind, key is null, form);
                var saved = key is null
                    ? await desk.AddAsync(now, kind, typed, why, changes, cancellation)
                    : await desk.ChangeAsync(now, kind, key, int.TryParse(form["version"], out var version) ? version : 0, typed, why, changes, cancellation);
                return $"/{process}/admin/{kind.Name}?saved={Uri.EscapeDataString(saved)}";
            });
        }
        catch (RefusedException refused)
        {
            foreach (var (field, message) in refused.Problems)
                ModelState.AddModelError(field, message);
            return this.Again("Form", (await AsTypedAsync(typed.Values)) with { Version = int.TryParse(form["version"], out var version) ? version : null });
        }
        catch (StaleFormException)
        {
            ReferenceForm model;
            if (key is not null && await desk.FormAsync(known, kind, key, cancellation) is { } theirs)
            {
                var before = await desk.ValuesAtAsync(known, kind, key, int.TryParse(form["version"], out var opened) ? opened : 0, cancellation);
                var between = FormConflict.Between(typed.Values, Ordered(theirs.Values), before is null ? null : Ordered(before), ReferenceKind.PartOf);
                var merged = between.Taken.ToDictionary(name => name, name => theirs.Values.GetValueOrDefault(name, ""));
                model = (await AsTypedAsync(typed.Values.Where(pair => !merged.ContainsKey(pair.Key)).Concat(merged).ToDictionary())) with { Version = theirs.Version };
                var inputs = theirs.Inputs.UnionBy(model.Inputs, input => input.Name).ToDictionary(input => input.Name);
                ViewData[FormConflict.Key] = between.InWords((name, text) => inputs.TryGetValue(name, out var input) ? input.InWords(text) : text);
            }
            else
            {
                // What was typed is not lost with it.
                ModelState.AddModelError("", $"Somebody removed this {kind.One} meanwhile: sending the form adds it again");
                model = (await AsTypedAsync(typed.Values)) with { Key = null, Version = null };
            }

            var answer = View("Form", model);
            answer.StatusCode = StatusCodes.Status409Conflict;
            return answer;
        }

        // Boxes have the order of their list.
        Dictionary<string, string> Ordered(IReadOnlyDictionary<string, string> values)
        {
            var boxes = kind.Inputs(known, values, key is null).Where(input => input.Kind == InputKind.Boxes).ToDictionary(input => input.Name);
            return values.ToDictionary(pair => pair.Key, pair => boxes.TryGetValue(pair.Key, out var input) ? Typed.Join(input, [.. Typed.Split(pair.Value)]) : pair.Value);
        }

        async Task<ReferenceForm> AsTypedAsync(IReadOnlyDictionary<string, string> fields)
        {
            var inputs = kind.Inputs(known, fields, key is null);
            var stored = await desk.FormAsync(known, kind, key, cancellation);
            return new(process, kind, key, stored?.Title ?? $"New {kind.One}", null, inputs, fields, stored?.Hanging ?? []);
        }
    }

    private async Task<(Known? Known, ReferenceKind? Kind, ActionResult? Fault)> FindAsync(string process, string name, CancellationToken cancellation)
    {
        if (await desk.KnownAsync(process, cancellation) is not { } known)
            return (null, null, NoProcess(process).ToResult(HttpContext));
        return Kinds.All.FirstOrDefault(kind => kind.Name == name) is { } found
            ? (known, found, null)
            : (null, null, Fault.NotFound("kind of reference data", name, ProcessReader.Nearest(name, Kinds.All.Select(kind => kind.Name)).Select(near => new Suggestion(near, $"/{process}/admin/{near}"))).ToResult(HttpContext));
    }

    private static Fault Removed(string process, ReferenceKind kind, string key) =>
        new(404, $"The {kind.One} \"{key}\" was removed", "Its history tells by whom and why, and it can be added again from there.")
        {
            Suggestions = [new("Its history", $"/{process}/admin/{kind.Name}/{key}/history"), new($"All {kind.Name}", $"/{process}/admin/{kind.Name}")],
        };

    private static Fault Missing(string process, ReferenceKind kind, string key) =>
        Fault.NotFound(kind.One, key, [new($"All {kind.Name}", $"/{process}/admin/{kind.Name}")]);
}
