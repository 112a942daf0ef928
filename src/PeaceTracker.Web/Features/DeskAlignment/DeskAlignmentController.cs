using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.DeskAlignment;

/// <summary>An editor sets the clauses of two texts beside each other, says how they differ, and sends that to review.</summary>
[Authorize(Policies.Edit)]
public sealed class DeskAlignmentController(ProcessReader processes, DeskDifferences differences, AlignmentPage page, PairReader pairs, Ledger ledger) : Controller
{
    [Takes("base", "other")]
    [HttpGet("/{process}/desk/alignment")]
    public async Task<IActionResult> Choose([FromRoute] string process, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        var (one, other) = (Request.Query["base"].ToString(), Request.Query["other"].ToString());
        if (one.Length + other.Length == 0)
            return View(await page.ChoiceAsync(contents, cancellation));
        if (await page.TextsAsync(contents.Process.Id, one, other, cancellation) is { } texts)
            return LocalRedirect(texts.Address(process));
        ModelState.AddModelError("other", "Choose two different texts");
        return this.Again(nameof(Choose), await page.ChoiceAsync(contents, cancellation));
    }

    [Takes("clause", "suggestion", "label", "after", "done", "sent")]
    [HttpGet("/{process}/desk/alignment/{first}/{second}")]
    public async Task<IActionResult> Index([FromRoute] string process, [FromRoute] string first, [FromRoute] string second, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (await page.TextsAsync(contents.Process.Id, first, second, cancellation) is not { } texts)
            return NoTexts(process, first, second);
        if (texts.First.Slug != first)
            return LocalRedirect(texts.Address(process));
        var model = await page.LoadAsync(contents, texts, User.AccountId(), Number("clause"), Number("after"), Number("suggestion") ?? 0, cancellation);
        model = model with { Told = Said(model, Number("done")), Sent = Number("sent") };
        if (Number("label") is { } row)
        {
            if (Said(model, row) is not { Own: true, Row.Status: StatementStatus.Draft or StatementStatus.Returned } said)
                return Gone(texts.Address(process), 404, "This cannot be changed", "It was sent, decided or undone meanwhile, or it is the work of somebody else.");
            model = model with { Naming = said, Current = model.Current?.Said.Contains(said) == true ? model.Current : model.Clauses.First(clause => clause.Said.Contains(said)) };
        }

        return View(model);
    }

    /// <summary>Sets a clause beside another one: a suggestion, or one picked by its number.</summary>
    [HttpPost("/{process}/desk/alignment/{first}/{second}/pair")]
    public Task<IActionResult> Pair([FromRoute] string process, [FromRoute] string first, [FromRoute] string second, [FromForm] PairForm form, CancellationToken cancellation) =>
        SayAsync(process, first, second, form, pair: true, cancellation);

    /// <summary>Says that a clause has no counterpart in the other text.</summary>
    [HttpPost("/{process}/desk/alignment/{first}/{second}/none")]
    public Task<IActionResult> None([FromRoute] string process, [FromRoute] string first, [FromRoute] string second, [FromForm] PairForm form, CancellationToken cancellation) =>
        SayAsync(process, first, second, form, pair: false, cancellation);

    /// <summary>Sends every own draft between the two texts to review.</summary>
    [HttpPost("/{process}/desk/alignment/{first}/{second}/submit")]
    public async Task<IActionResult> Submit([FromRoute] string process, [FromRoute] string first, [FromRoute] string second, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (await page.TextsAsync(contents.Process.Id, first, second, cancellation) is not { } texts)
            return NoTexts(process, first, second);
        return await this.WriteAsync(ledger, async changes =>
        {
            var sent = 0;
            foreach (var row in await BetweenAsync(contents, texts, cancellation))
            {
                if (row.Status != StatementStatus.Draft || !row.IsBy(User.AccountId()))
                    continue;
                row.Submit(changes.At);
                changes.Note(row, "submit", process);
                sent++;
            }

            return FormattableString.Invariant($"{texts.Address(process)}?sent={sent}#item");
        });
    }

    /// <summary>Names the differences of a pair.</summary>
    [HttpPost("/{process}/desk/alignment/differences/{difference:int}")]
    public async Task<IActionResult> Label([FromRoute] string process, [FromRoute] int difference, [FromForm] LabelForm form, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        var labels = form.Label ?? [];
        if (labels.Any(label => !ClauseDifference.Labels.Contains(label)))
            ModelState.AddModelError("label", "Choose among the differences there are");
        if (form.Note?.Length > ClauseDifference.LongestNote)
            ModelState.AddModelError("note", FormattableString.Invariant($"Say it in {ClauseDifference.LongestNote} letters at most"));
        if (!ModelState.IsValid)
            return await LabelAgainAsync(contents, difference, form, 422, cancellation);
        return await ChangeAsync(contents, difference, form.Version, (changes, row, texts) =>
        {
            if (row.Status == StatementStatus.InReview)
                throw new StaleFormException();
            if (row.Ends && string.IsNullOrWhiteSpace(form.Note))
                throw new UnsaidException();
            row.Say([.. labels], form.Note);
            changes.Note(row, "label", process);
            var done = FormattableString.Invariant($"done={row.Id}#item");
            return Task.FromResult(FormattableString.Invariant($"{texts.Address(process)}?{(form.Go == "more" ? "clause" : "after")}={Asked(row, form.Clause)}&{done}"));
        }, status => LabelAgainAsync(contents, difference, form, status, cancellation), cancellation);
    }

    /// <summary>Undoes one's own draft.</summary>
    [HttpPost("/{process}/desk/alignment/differences/{difference:int}/undo")]
    public async Task<IActionResult> Undo([FromRoute] string process, [FromRoute] int difference, [FromForm] RowForm form, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        return await ChangeAsync(contents, difference, form.Version, (changes, row, texts) =>
        {
            if (row.Status == StatementStatus.InReview)
                throw new StaleFormException();
            differences.Discard(row);
            changes.Note(row, "discard", process);
            return Task.FromResult(FormattableString.Invariant($"{texts.Address(process)}?clause={Asked(row, form.Clause)}#item"));
        }, null, cancellation);
    }

    /// <summary>Takes back from review what one sent oneself.</summary>
    [HttpPost("/{process}/desk/alignment/differences/{difference:int}/take-back")]
    public async Task<IActionResult> TakeBack([FromRoute] string process, [FromRoute] int difference, [FromForm] RowForm form, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        return await ChangeAsync(contents, difference, form.Version, (changes, row, texts) =>
        {
            if (row.Status != StatementStatus.InReview)
                throw new StaleFormException();
            row.TakeBack();
            changes.Note(row, "take back", process);
            return Task.FromResult(FormattableString.Invariant($"{texts.Address(process)}?clause={Asked(row, form.Clause)}#item"));
        }, null, cancellation);
    }

    /// <summary>Begins a correction of what is public: named anew, or taken out. What is public stays until it is approved.</summary>
    [HttpPost("/{process}/desk/alignment/differences/{difference:int}/correct")]
    public async Task<IActionResult> Correct([FromRoute] string process, [FromRoute] int difference, [FromForm] CorrectForm form, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var row = await differences.FindAsync(contents.Process.Id, difference, cancellation);
                if (row is not { Status: StatementStatus.Published } || await differences.BuiltOnAsync(row, cancellation))
                    throw new StaleFormException();
                row.Expect(form.Version);
                var texts = (await pairs.OfAsync(contents.Process.Id, [row], cancellation)).SingleOrDefault()?.Texts ?? throw new StaleFormException();
                var correction = await differences.AddAsync(row.Correction(await differences.NextRevisionAsync(row, cancellation), User.AccountId(), ends: form.Ends == "yes"), cancellation);
                changes.Note(correction, "correct", process);
                return FormattableString.Invariant($"{texts.Address(process)}?label={correction.Id}");
            });
        }
        catch (StaleFormException)
        {
            return Gone($"/{process}/desk/alignment", await GoneOrChangedAsync(contents, difference, cancellation), "This is not public any more, or somebody corrects it already", "Nothing of yours was written.");
        }
    }

    private async Task<IActionResult> SayAsync(string process, string first, string second, PairForm form, bool pair, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (await page.TextsAsync(contents.Process.Id, first, second, cancellation) is not { } texts)
            return NoTexts(process, first, second);
        var model = await page.LoadAsync(contents, texts, User.AccountId(), form.Clause, null, 0, cancellation);
        if (model.Current is not { } current || current.Number != form.Clause)
            return Gone(texts.Address(process), 404, "There is no such clause", "It belongs to neither of the two texts, or is no longer on record.");
        var counterpart = pair ? Counterpart(current, form) : null;
        if (ModelState.IsValid && Contradicted(current, counterpart) is { } contradicted)
            ModelState.AddModelError("", contradicted);
        if (!ModelState.IsValid)
            return this.Again(nameof(Index), model with { Number = form.Number });
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                // Read again inside the turn: nobody else writes meanwhile.
                var now = (await BetweenAsync(contents, texts, cancellation)).Where(one => one.Of(current.Number)).ToList();
                var fresh = counterpart is null ? ClauseDifference.NoCounterpart(contents.Process.Id, current.Number, current.Other.Slug, User.AccountId())
                    : current.Text.Slug == texts.First.Slug ? ClauseDifference.Pair(contents.Process.Id, current.Number, counterpart.Number, User.AccountId())
                    : ClauseDifference.Pair(contents.Process.Id, counterpart.Number, current.Number, User.AccountId());
                if (string.Join(',', now.Select(one => FormattableString.Invariant($"{one.Id}:{one.Version}"))) != (form.Seen ?? "") || now.Exists(one => one.SameAs(fresh)))
                    throw new StaleFormException();
                var row = await differences.AddAsync(fresh, cancellation);
                changes.Note(row, counterpart is null ? "no counterpart" : "pair", process);
                return counterpart is null
                    ? FormattableString.Invariant($"{texts.Address(process)}?after={current.Number}&done={row.Id}#item")
                    : FormattableString.Invariant($"{texts.Address(process)}?clause={current.Number}&label={row.Id}");
            });
        }
        catch (StaleFormException)
        {
            var now = await page.LoadAsync(contents, texts, User.AccountId(), form.Clause, null, 0, cancellation);
            var at = now.Current!.Suggestions.ToList().FindIndex(one => one.Clause.Number == counterpart?.Number);
            var answer = View(nameof(Index), now with { Stale = true, At = Math.Max(at, 0), Number = at < 0 ? counterpart is null ? form.Number : form.Number ?? counterpart.Clause : null });
            answer.StatusCode = StatusCodes.Status409Conflict;
            return answer;
        }
    }

    /// <summary>The clause that is accepted or picked; what is wrong with a number goes into the model state.</summary>
    private Statement? Counterpart(AlignedClause current, PairForm form)
    {
        var all = current.Other.Clauses;
        var number = form.Number?.Trim() ?? "";
        if (form.Counterpart is { } accepted && number.Length == 0)
        {
            if (all.FirstOrDefault(clause => clause.Number == accepted) is { } known)
                return known;
            ModelState.AddModelError("", "That clause is no longer on record");
            return null;
        }

        var found = number.Length == 0 ? [] : all.Where(clause => clause.Clause is { } label && ClausePlace.Anchor(label, 0) == ClausePlace.Anchor(number, 0)).ToList();
        if (found.Count == 0 && int.TryParse(number.Replace("No.", "", StringComparison.OrdinalIgnoreCase).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var statement))
            found = [.. all.Where(clause => clause.Number == statement)];
        if (found is [var one])
        {
            if (!current.Said.Any(said => said.Row.Of(one.Number)))
                return one;
            ModelState.AddModelError("number", $"{ClausePlace.ToWords(one.Clause, one.Number)} is its counterpart already");
            return null;
        }

        ModelState.AddModelError("number", found.Count == 0
            ? $"There is no clause of that number in {current.Other.Title}: it has {string.Join(", ", all.Select(clause => clause.Clause ?? FormattableString.Invariant($"No. {clause.Number}")).Distinct())}"
            : $"Several statements stand at that place: give the number of one, {string.Join(", ", found.Select(clause => FormattableString.Invariant($"No. {clause.Number}")))}");
        return null;
    }

    /// <summary>Why both cannot be said; null when they can. What is public gives way when this is approved.</summary>
    private static string? Contradicted(AlignedClause current, Statement? counterpart) =>
        counterpart is null
            ? current.Said.Any(said => said.Row.IsOpen && !said.Row.Ends) ? $"{current.Name} has something said of it already: undo that first" : null
            : current.Said.Any(said => said.Row is { IsOpen: true, Against: not null }) ? $"{current.Name} is said to have no counterpart: undo that first" : null;

    /// <summary>One change of an own row that is as it was shown.</summary>
    /// <param name="again">Shows the form again with 409; null where there is nothing to lose.</param>
    private async Task<IActionResult> ChangeAsync(
        ProcessContents contents, int difference, int version, Func<ChangeSet, ClauseDifference, TextPair, Task<string>> change, Func<int, Task<IActionResult>>? again, CancellationToken cancellation)
    {
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var row = await differences.FindAsync(contents.Process.Id, difference, cancellation);
                if (row is null || !row.IsOpen)
                    throw new StaleFormException();
                if (!row.IsBy(User.AccountId()))
                    throw new NotOwnException();
                row.Expect(version);
                var texts = (await pairs.OfAsync(contents.Process.Id, [row], cancellation)).SingleOrDefault()?.Texts ?? throw new StaleFormException();
                return await change(changes, row, texts);
            });
        }
        catch (NotOwnException)
        {
            return Gone($"/{contents.Process.Slug}/desk/alignment", 403, "This is the work of somebody else", "Only who said it changes it before it is public; a reviewer can return it.");
        }
        catch (UnsaidException) when (again is not null)
        {
            ModelState.AddModelError("note", "Say why the two are no pair");
            return await again(422);
        }
        catch (StaleFormException)
        {
            return again is not null ? await again(409) : Gone($"/{contents.Process.Slug}/desk/alignment", await GoneOrChangedAsync(contents, difference, cancellation), "This was changed, sent or decided meanwhile", "Nothing of yours was written.");
        }
    }

    private async Task<IActionResult> LabelAgainAsync(ProcessContents contents, int difference, LabelForm form, int status, CancellationToken cancellation)
    {
        var process = contents.Process.Slug;
        var row = await differences.FindAsync(contents.Process.Id, difference, cancellation);
        var texts = row is null ? null : (await pairs.OfAsync(contents.Process.Id, [row], cancellation)).SingleOrDefault()?.Texts;
        if (row is null || texts is null || !row.IsBy(User.AccountId()) || row.Status is not (StatementStatus.Draft or StatementStatus.Returned))
            return Gone(texts?.Address(process) ?? $"/{process}/desk/alignment", row is null ? 404 : 409, "This was sent, decided or undone meanwhile", $"Nothing of yours was written. You had chosen: {(form.Label is { Count: > 0 } labels ? string.Join(", ", labels) : "no difference")}{(string.IsNullOrWhiteSpace(form.Note) ? "" : $"; and noted: {form.Note}")}");
        var model = await page.LoadAsync(contents, texts, User.AccountId(), form.Clause ?? row.Base, null, 0, cancellation);
        model = model with { Naming = Said(model, difference), Ticked = form.Label ?? [], Note = form.Note ?? "", Stale = status == 409 };
        if (status == 409)
        {
            var before = await differences.AtVersionAsync(row, process, form.Version, cancellation);
            var between = Writing.Conflict.Between(Fields(form.Label ?? [], form.Note), Fields(row.Label, row.Note), before is null ? null : Fields(before.Label, before.Note));
            ViewData[Writing.Conflict.Key] = between with { Label = name => name == "label" ? "Differences" : "Note" };
            model = model with { Ticked = between.Taken.Contains("label") ? row.Label : model.Ticked, Note = between.Taken.Contains("note") ? row.Note ?? "" : model.Note };
        }

        var answer = View(nameof(Index), model with { Current = model.Current?.Said.Contains(model.Naming!) == true ? model.Current : model.Clauses.First(clause => clause.Said.Contains(model.Naming!)) });
        answer.StatusCode = status;
        return answer;

        static Dictionary<string, string> Fields(IEnumerable<string> labels, string? note) => new()
        {
            ["label"] = string.Join(", ", ClauseDifference.Labels.Where(labels.Contains)),
            ["note"] = note ?? "",
        };
    }

    /// <summary>404 for what is not there, 409 for what is there and is no longer as it was.</summary>
    private async Task<int> GoneOrChangedAsync(ProcessContents contents, int difference, CancellationToken cancellation) =>
        await differences.FindAsync(contents.Process.Id, difference, cancellation) is null ? 404 : 409;

    private async Task<List<ClauseDifference>> BetweenAsync(ProcessContents contents, TextPair texts, CancellationToken cancellation)
    {
        var clauses = await differences.ClauseNumbersAsync(contents.Process.Id, cancellation);
        return await differences.BetweenAsync(
            contents.Process.Id, (texts.First.Slug, clauses.GetValueOrDefault(texts.First.Slug, [])), (texts.Second.Slug, clauses.GetValueOrDefault(texts.Second.Slug, [])), cancellation);
    }

    /// <summary>The clause the form was opened at, when the row speaks of it.</summary>
    private static int Asked(ClauseDifference row, int? clause) => clause is { } asked && row.Of(asked) ? asked : row.Base;

    private static SaidOfPair? Said(AlignmentModel model, int? row) => model.Clauses.SelectMany(clause => clause.Said).FirstOrDefault(said => said.Row.Id == row);

    private int? Number(string name) => int.TryParse(Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private ActionResult NoProcess(string process) => Fault.NotFound("process", process, [new("Go to the start page", "/")]).ToResult(HttpContext);

    private ActionResult NoTexts(string process, string first, string second) => Gone($"/{process}/desk/alignment", 404, "There are no two such texts", $"\"{first}\" or \"{second}\" is the name of none, or they are one.");

    private ActionResult Gone(string way, int status, string title, string detail) => new Fault(status, title, detail) { Suggestions = [new("Go to the clauses", way)] }.ToResult(HttpContext);

    private sealed class NotOwnException : Exception;

    private sealed class UnsaidException : Exception;
}

/// <param name="Clause">Number of the statement that is the clause.</param>
/// <param name="Counterpart">Number of the statement that is the suggestion accepted.</param>
/// <param name="Number">The clause picked, as somebody typed it.</param>
/// <param name="Seen">What was said of the clause when the form was opened.</param>
public sealed record PairForm(int Clause, int? Counterpart, string? Number, string? Seen);

/// <param name="Go">"more" to go on with a further counterpart of the same clause.</param>
/// <param name="Clause">The clause the form was opened at.</param>
public sealed record LabelForm(int Version, IReadOnlyList<string>? Label, string? Note, string? Go, int? Clause);

public sealed record RowForm(int Version, int? Clause);

/// <param name="Ends">"yes" when the pair is to be taken out.</param>
public sealed record CorrectForm(int Version, string? Ends);
