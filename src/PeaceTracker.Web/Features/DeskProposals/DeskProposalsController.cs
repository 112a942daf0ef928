using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.DeskProposals;

/// <summary>Proposals at the desk: from the text of a source to a proposal whose clauses are drafts, its description, and its clauses.</summary>
[Authorize(Policies.Edit)]
public sealed partial class DeskProposalsController(
    ProcessReader processes, ProposalDesk proposals, SourceDesk sources, DeskStatements desk, StatementForms forms, DraftsToReview review, Autosaves autosaves, Ledger ledger, TimeProvider clock) : Controller
{
    private const int MostRecent = 20;

    /// <summary>Fields that a form of <see cref="ProposalEntry.MostPieces"/> pieces can have, each with several tags; the usual limit is for small forms.</summary>
    private const int MostFields = 20_000;

    private const int LongestNumber = 60;
    private const int MostUnfinished = 3;

    [Takes("q")]
    [HttpGet("/{process}/desk/proposals")]
    public async Task<IActionResult> Index(string process, [FromServices] WordFinder finder, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (WordFinder.Check(Request.Query, $"/{process}/desk/proposals") is { } fault)
            return fault.ToResult(HttpContext);
        var words = await finder.ReadAsync(contents, WordFinder.Asked(Request.Query), cancellation);
        var rows = await proposals.All(contents.Process.Id).AsNoTracking().ToListAsync(cancellation);
        var counts = (await proposals.Clauses(contents.Process.Id).GroupBy(row => new { row.Proposal, row.Status }).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation))
            .ToLookup(row => row.Key.Proposal, row => (row.Key.Status, row.Count));
        return View(new DeskProposalsModel(process,
        [
            .. rows.Where(row => words?.Finds([row.Title, row.Summary, .. row.Proponents.Select(contents.PartyName)], row.Date) != false).OrderBy(row => row.PublishedAt is not null).ThenByDescending(row => row.Latest).ThenBy(row => row.Title, StringComparer.Ordinal)
                .Select(row => new DeskProposalLine(row, [.. counts[row.Slug].OrderBy(pair => pair.Status)])),
        ], WordFinder.Asked(Request.Query)));
    }

    [Takes("source", "resume")]
    [HttpGet("/{process}/desk/proposals/new")]
    public async Task<IActionResult> New(string process, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (Request.Query["source"].ToString() is not { Length: > 0 } asked)
            return View("Choose", new ChooseSourceModel(process, await RecentAsync(contents, cancellation)));
        if (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || await forms.ReadAsync(contents, number, cancellation) is not { } around)
            return NoSource(process, asked);
        if (Request.Query["resume"].ToString() is { Length: > 0 } resumed)
        {
            if (await this.ResumedAsync(autosaves, resumed, Address(process, number), cancellation) is not { } saved)
                return this.NoAutosave($"/{process}/desk");
            var typed = ProposalEntry.FromJson(saved.Fields);
            if (typed.IsCut && typed.TextNumber != (around.Text?.Number ?? 0))
                return await OtherTextAsync(around, typed, cancellation);
            // The pieces stand in the text they were cut from, and nowhere else.
            if (typed.IsCut && TextOf(around, typed) is { } cut && !typed.TryTake(cut))
                typed.Split(cut);
            ModelState.Clear();
            return View(await ModelAsync(around, typed, null, cancellation) with { Autosave = (saved.Id, saved.Version) });
        }

        var entry = new ProposalEntry(FormCollection.Empty)
        {
            Description = new() { Date = around.Source.Date?.Text ?? "" },
            TextNumber = around.Text?.Number ?? 0,
            Language = around.Source.Language ?? "",
            Channel = "",
            Information = "2",
        };
        var begun = (await autosaves.OfAsync(User.AccountId(), Address(process, number), MostUnfinished, cancellation)).Select(UnfinishedForm.Of).ToList();
        return View(await ModelAsync(around, entry, null, cancellation) with { Unfinished = begun });
    }

    /// <summary>Keeps what was typed and not sent, for the account alone.</summary>
    [Repeatable("It keeps the newest of what one window typed, and never writes over what another one did.")]
    [RequestFormLimits(ValueCountLimit = MostFields, ValueLengthLimit = 24 * 1024 * 1024)]
    [HttpPost("/{process}/desk/proposals/autosave")]
    public async Task<IActionResult> Autosave(string process, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is null)
            return NoProcess(process);
        var json = new ProposalEntry(Request.Form).ToJson();
        if (!int.TryParse(Request.Form["source"], NumberStyles.None, CultureInfo.InvariantCulture, out var source) || json.Length > Autosaves.MaxLength)
            return new Fault(422, "This cannot be kept", "It is no form of this desk, or longer than what is kept.").ToResult(HttpContext);
        return this.Answer(await autosaves.SaveAsync(User.AccountId(), Address(process, source), json, this.Autosaved(Request.Form), this.Window(Request.Form), Request.Form["once"].ToString(), cancellation));
    }

    /// <summary>Each step of the form: cuts the text, changes its pieces, and at last writes the proposal with its clauses as drafts.</summary>
    [RequestFormLimits(ValueCountLimit = MostFields, ValueLengthLimit = 24 * 1024 * 1024)]
    [HttpPost("/{process}/desk/proposals/new")]
    public async Task<IActionResult> Enter(string process, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        var asked = Request.Form["source"].ToString();
        if (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || await forms.ReadAsync(contents, number, cancellation) is not { } around)
            return NoSource(process, asked);
        var entry = new ProposalEntry(Request.Form);
        var go = Request.Form["go"].ToString();
        if (TextOf(around, entry) is not { } text)
            return await AgainAsync(around, entry, null, cancellation);
        if (entry.IsCut && go != "text")
        {
            // Places in one text are none in another.
            if (entry.TextNumber != (around.Text?.Number ?? 0))
                return await OtherTextAsync(around, entry, cancellation);
            if (!entry.TryTake(text))
            {
                ModelState.AddModelError("", "The pieces of this form do not fit the text. It was cut anew by its numbering");
                entry.Split(text);
                return await AgainAsync(around, entry, null, cancellation);
            }
        }

        if (entry.Cut is not null && entry.TryDo(go, out var look, out var error))
        {
            if (error is null)
                return View("New", await ModelAsync(around, entry, look, cancellation));
            ModelState.AddModelError(ProposalEntry.Name("place", look), error);
            return await AgainAsync(around, entry, look, cancellation);
        }

        if (go is not ("split" or "save"))
            return View("New", await ModelAsync(around, entry, null, cancellation));
        var read = await DescriptionAsync(contents, entry.Description, "", cancellation);
        Defaults(around, entry, read);
        if (entry.Cut is null)
        {
            entry.Split(text);
            if (entry.Cut!.Pieces.Count > ProposalEntry.MostPieces)
            {
                ModelState.AddModelError("text", FormattableString.Invariant($"Found {entry.Cut.Pieces.Count} clauses. Expected {ProposalEntry.MostPieces} at most. A text without numbering has a clause a paragraph: join paragraphs, or number what is a clause"));
                entry.Forget();
            }
            else if (ModelState.IsValid)
            {
                return View("New", await ModelAsync(around, entry, null, cancellation));
            }

            return await AgainAsync(around, entry, null, cancellation);
        }

        return await SaveAsync(around, entry, read, text, cancellation);
    }

    /// <param name="from">Number of an entry of the log: the description is filled in with how it read after it.</param>
    [Takes("saved", "sent", "from")]
    [HttpGet("/{process}/desk/proposals/{proposal}")]
    public async Task<IActionResult> Proposal(string process, string proposal, [FromQuery] long? from, [FromServices] RecordHistory history, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (await proposals.FindAsync(contents.Process.Id, proposal, cancellation) is not { } row)
            return NoProposal(process, proposal);
        var form = ProposalForm.Of(row);
        if (from is { } entry && !IsLocked(row))
        {
            if (await history.AtAsync(Snapshots.Name(row, contents.Process.Slug), entry, cancellation) is not (Domain.Proposals.Proposal then, var note))
                return RecordHistory.NoEntry(entry, $"/{process}/desk/proposals/{proposal}/history").ToResult(HttpContext);
            ViewData["Restored"] = note;
            form = ProposalForm.Of(then) with { Version = row.Version };
        }

        return View(await PageAsync(contents, row, form, cancellation));
    }

    /// <summary>Gives a proposal another description.</summary>
    [HttpPost("/{process}/desk/proposals/{proposal}")]
    public async Task<IActionResult> Describe(string process, string proposal, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (await proposals.FindAsync(contents.Process.Id, proposal, cancellation) is not { } row)
            return NoProposal(process, proposal);
        if (IsLocked(row))
            return new Fault(403, "This proposal is public", "Readers see it, so a reviewer changes it. Tell one what is wrong.") { Suggestions = [new("Go back to the proposal", $"/{process}/desk/proposals/{proposal}")] }.ToResult(HttpContext);
        var form = ProposalForm.Of(Request.Form);
        var why = this.Asked(Request.Form["why"], live: row.PublishedAt is not null);
        if (await DescriptionAsync(contents, form, proposal, cancellation) is null || !ModelState.IsValid)
            return this.Again("Proposal", await PageAsync(contents, row, form, cancellation));
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var record = (await proposals.FindAsync(contents.Process.Id, proposal, cancellation))!;
                record.Expect(form.Version);
                // Made public since it was looked at, or another lineage meanwhile: then it is looked at again.
                if (IsLocked(record) || await DescriptionAsync(contents, form, proposal, cancellation) is not { } fresh)
                    throw new StaleFormException();
                proposals.Change(record, fresh);
                changes.Note(record, "change", process, why);
                return $"/{process}/desk/proposals/{proposal}";
            });
        }
        catch (StaleFormException)
        {
            var theirs = (await proposals.FindAsync(contents.Process.Id, proposal, cancellation))!;
            var other = ProposalForm.Of(theirs);
            var before = await proposals.AtVersionAsync(theirs, process, form.Version, cancellation);
            var between = Writing.Conflict.Between(form.Fields(), other.Fields(), before is null ? null : ProposalForm.Of(before).Fields(), ProposalForm.PartOf);
            ViewData[Writing.Conflict.Key] = between.InWords((name, text) => ProposalForm.InWords(contents, name, text));
            ModelState.Clear();
            var answer = View("Proposal", await PageAsync(contents, theirs, form.Taking(between.Taken, other) with { Version = theirs.Version }, cancellation));
            answer.StatusCode = StatusCodes.Status409Conflict;
            return answer;
        }
    }

    /// <summary>Sends every own draft of a clause to review on which nothing is left to ask.</summary>
    [HttpPost("/{process}/desk/proposals/{proposal}/submit")]
    public async Task<IActionResult> Submit(string process, string proposal, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (await proposals.FindAsync(contents.Process.Id, proposal, cancellation) is null)
            return NoProposal(process, proposal);
        var ready = await review.ReadyAsync(contents, OwnDrafts(contents, proposal), cancellation);
        return await this.WriteAsync(ledger, async changes =>
            FormattableString.Invariant($"/{process}/desk/proposals/{proposal}?sent={await review.SendAsync(contents, ready, changes, cancellation)}"));
    }

    private IQueryable<Statement> OwnDrafts(ProcessContents contents, string proposal)
    {
        var account = User.AccountId();
        return proposals.Clauses(contents.Process.Id).Where(row => row.Proposal == proposal && row.Editor == account && row.Status == StatementStatus.Draft);
    }

    /// <summary>The text to be cut: that of the source, or what was pasted where it has none. Null when there is a problem.</summary>
    private string? TextOf(FormSurroundings around, ProposalEntry entry)
    {
        string text;
        if (around.Text is { } kept)
        {
            text = kept.Text;
        }
        else if (!SourceText.TryNormalise(entry.Pasted, out var normal, out var error))
        {
            ModelState.AddModelError("text", error);
            return null;
        }
        else if (normal.IndexOf('\uFFFD', StringComparison.Ordinal) is var lost and >= 0)
        {
            ModelState.AddModelError("text", FormattableString.Invariant($"Found a lost character (U+FFFD) in line {1 + normal.AsSpan(0, lost).Count('\n')}. Expected whole characters. Copy the text from its source anew"));
            return null;
        }
        else
        {
            text = normal;
        }

        if (text.Length <= ProposalEntry.MostCharacters)
            return text;
        ModelState.AddModelError("text", string.Create(CultureInfo.InvariantCulture, $"Found {text.Length:N0} characters. Expected {ProposalEntry.MostCharacters:N0} at most. Make a source of the part that is the text of the proposal"));
        return null;
    }

    private async Task<Proposal?> DescriptionAsync(ProcessContents contents, ProposalForm form, string slug, CancellationToken cancellation)
    {
        var all = await proposals.All(contents.Process.Id).AsNoTracking().Select(row => row.Slug).ToListAsync(cancellation);
        var later = slug.Length == 0 ? new HashSet<string>() : await proposals.DescendantsAsync(contents.Process.Id, slug, cancellation);
        return form.Read(contents, slug, all.Where(one => !later.Contains(one)).ToHashSet(), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), ModelState);
    }

    /// <summary>What all clauses share, beside the description.</summary>
    private void Defaults(FormSurroundings around, ProposalEntry entry, Proposal? read)
    {
        // As the form of a statement asks it, but before the work on the clauses.
        if (read?.Date.Earliest is { } earliest && around.Source.Date?.Latest is { } printed && earliest > printed && entry.Note.Trim().Length == 0)
            ModelState.AddModelError("date", $"Found {read.Date.ToWords()}, after the date of the source, {around.Source.Date.ToWords()}. Correct it, or say in the note to the reviewer how that can be");
        if (entry.ChannelOfAll.Length > 0 && Words.FromSlug<Channel>(entry.ChannelOfAll, Words.Of) is null)
            ModelState.AddModelError("channel", "Choose how the words reached the public");
        if (!int.TryParse(entry.Information, NumberStyles.None, CultureInfo.InvariantCulture, out var digit) || !Grade.IsInformation(digit))
            ModelState.AddModelError("information", "Choose how likely it is that the text reads so");
        if (entry.Language.Trim() is { Length: > 0 } language && !Tag().IsMatch(language))
            ModelState.AddModelError("language", "Language: expected a tag such as en, uk, ru or pt-BR. Leave it empty when it is that of the source");
    }

    private async Task<IActionResult> SaveAsync(FormSurroundings around, ProposalEntry entry, Proposal? read, string text, CancellationToken cancellation)
    {
        var (contents, process, source) = (around.Contents, around.Contents.Process.Slug, around.Source.Number);
        var cut = entry.Cut!;
        // A description with problems must not make each clause ask for its proposal.
        var slug = read is null ? "new" : await proposals.FreeSlugAsync(contents.Process.Id, read.Title, read.Date, cancellation);
        var whole = around with
        {
            Text = around.Text ?? new() { ProcessId = contents.Process.Id, Source = source, Number = 1, Text = text, Sha256 = SourceText.Hash(text), At = clock.GetUtcNow(), Editor = User.AccountId() },
            Names = around.Names with { Proposals = [.. around.Proposals, (slug, entry.Description.Title)] },
        };
        var checkedClauses = new List<(StatementForm Form, CheckedStatement Found)>();
        for (var index = 0; index < cut.Pieces.Count; index++)
        {
            if (cut.Pieces[index].Kind != PieceKind.Clause || !IsWhole(entry, index))
                continue;
            var form = entry.Statement(whole, index, slug);
            var found = await forms.CheckAsync(whole, form, null, null, cancellation, translateLater: true);
            foreach (var problem in found.Problems)
                Tell(entry, index, problem);
            checkedClauses.Add((form, found));
        }

        // What was suggested and not looked at is neither yes nor no.
        foreach (var piece in EntryModel.PiecesOf(contents, entry).Where(piece => piece.IsClause && piece.Tags.Any(tag => tag.Suggested) && !piece.Fields.Confirmed.Any() && !piece.Fields.NoneFits))
            ModelState.AddModelError(piece.N("none"), $"{piece.Title}: tick an issue it speaks of, or that none that is suggested fits");
        if (cut.Pieces.All(piece => piece.Kind != PieceKind.Clause))
            ModelState.AddModelError("", "No clause is left. Take one in again");
        if (!ModelState.IsValid)
            return await AgainAsync(around, entry, null, cancellation);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var newest = (await sources.TextAsync(contents.Process.Id, source, null, cancellation))?.Number ?? 0;
                if (newest != entry.TextNumber || await DescriptionAsync(contents, entry.Description, "", cancellation) is not { } fresh)
                    throw new StaleFormException();
                if (newest == 0)
                {
                    var (added, _) = await sources.AddTextAsync((await sources.FindAsync(contents.Process.Id, source, cancellation))!, text, null, User.AccountId(), changes.At, cancellation);
                    changes.Note(added, "paste", process);
                }

                // Another of this name may have come in between.
                var free = await proposals.FreeSlugAsync(contents.Process.Id, fresh.Title, fresh.Date, cancellation);
                var proposal = Entered(fresh, free, source);
                await proposals.AddAsync(proposal, cancellation);
                changes.Note(proposal, "draft", process);
                var first = await desk.NextNumberAsync(contents.Process.Id, contents.Process.Slug, cancellation);
                foreach (var (form, found) in checkedClauses)
                {
                    form["proposal"] = free;
                    var statement = found.Build(first++, 1, User.AccountId());
                    desk.Add(statement);
                    changes.Note(statement, "draft", process);
                }

                await autosaves.RemoveAsync(User.AccountId(), this.Autosaved(Request.Form)?.Id, this.Window(Request.Form), cancellation);
                return FormattableString.Invariant($"/{process}/desk/proposals/{free}?saved={checkedClauses.Count}");
            });
        }
        catch (StaleFormException)
        {
            return await forms.ReadAsync(contents, source, cancellation) is { } now && now.Text?.Number != entry.TextNumber
                ? await OtherTextAsync(now, entry, cancellation)
                : await AgainAsync(around, entry, null, cancellation);
        }
    }

    private static Proposal Entered(Proposal read, string slug, int source) => new()
    {
        ProcessId = read.ProcessId,
        Slug = slug,
        Record = read.Record,
        Title = read.Title,
        Date = read.Date,
        Latest = read.Latest,
        Proponents = read.Proponents,
        Provenance = read.Provenance,
        Summary = read.Summary,
        Addressees = read.Addressees,
        AddresseesReason = read.AddresseesReason,
        Lineage = read.Lineage,
        Sources = [source],
    };

    /// <summary>What only the pieces of one text can have wrong; the statement that each is has its own judge.</summary>
    private bool IsWhole(ProposalEntry entry, int index)
    {
        var (cut, before) = (entry.Cut!, ModelState.ErrorCount);
        var piece = cut.Pieces[index];
        var name = piece.Number.Length > 0 ? ClausePlace.ToWords(piece.Number, 0) : "Clause without a number";
        var field = ProposalEntry.Name("number", piece.At);
        if (piece.Number.Length > LongestNumber || piece.Number.Any(char.IsControl) || !piece.Number.Any(char.IsAsciiLetterOrDigit))
            ModelState.AddModelError(field, piece.Number.Length == 0 ? "A clause has no number. Give it one by which it can be named" : FormattableString.Invariant($"{name}: expected a number of {LongestNumber} characters at most with a digit or a Latin letter, as addresses have no others"));
        else if (cut.Pieces.Take(index).Any(other => other.Kind == PieceKind.Clause && other.Number.Length > 0 && ClausePlace.Anchor(other.Number, 0) == ClausePlace.Anchor(piece.Number, 0)))
            ModelState.AddModelError(field, $"{name}: another clause has this number. Each has its own, by which it can be named");
        if (SourceText.IsBlank(cut.WordsOf(index)))
            ModelState.AddModelError(field, $"{name}: it has no words. Leave it out, or join it");
        foreach (var tag in entry.Of(piece).Tags.Where(tag => !tag.Confirmed && tag.Step.Length > 0))
            ModelState.AddModelError(ProposalEntry.Name("step", piece.At, tag.Issue), $"{name}: a step is chosen on an issue that is not ticked. Tick the issue, or take the step back");
        if (entry.CodingsOf(piece) > StatementForm.Most)
            ModelState.AddModelError(field, FormattableString.Invariant($"{name}: found {entry.CodingsOf(piece)} codings. Expected {StatementForm.Most} at most. Tag fewer issues with a step"));
        return ModelState.ErrorCount == before;
    }

    /// <summary>A problem of the statement that a clause is, under the field of this form that it comes from, with the name of the clause.</summary>
    private void Tell(ProposalEntry entry, int index, Problem problem)
    {
        var piece = entry.Cut!.Pieces[index];
        var shared = problem.Field switch { "said" => "date", "channel" or "information" or "source" => problem.Field, _ => null };
        if (shared is not null)
        {
            // It is the same of every clause.
            if (ModelState[shared] is not { Errors.Count: > 0 })
                ModelState.AddModelError(shared, problem.Text);
            return;
        }

        var parts = problem.Field.Split('-');
        var coding = int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        var tags = entry.Of(piece).Confirmed.Where(tag => tag.Step.Length > 0).ToList();
        var tag = tags.ElementAtOrDefault((coding - 1) / Math.Max(1, entry.Description.Proponents.Count));
        var field = problem.Field switch
        {
            "summary" or "translation" => ProposalEntry.Name(problem.Field, piece.At),
            _ when tag is not null && parts[0] is "step" or "issue" or "party" or "basis" => ProposalEntry.Name("step", piece.At, tag!.Issue),
            _ when tag is not null && parts[0] == "reason" => ProposalEntry.Name("why", piece.At, tag.Issue),
            _ => ProposalEntry.Name("number", piece.At),
        };
        ModelState.AddModelError(field, $"{ClausePlace.ToWords(piece.Number, 0)}: {problem.Text}");
    }

    /// <summary>The text of the source was corrected while the form was open: it is cut anew, and what was typed goes with the numbers.</summary>
    private async Task<IActionResult> OtherTextAsync(FormSurroundings around, ProposalEntry entry, CancellationToken cancellation)
    {
        if (entry.Cut is null && await sources.TextAsync(around.Contents.Process.Id, around.Source.Number, entry.TextNumber, cancellation) is { } older)
            entry.TryTake(older.Text);
        else if (entry.Cut is null && SourceText.TryNormalise(entry.Pasted, out var pasted, out _))
            entry.TryTake(pasted);
        ModelState.Clear();
        ModelState.AddModelError("", "The text of the source was changed while this form was open. It was cut anew; what you typed went with the numbers of the clauses. Look through it and save again");
        if (TextOf(around, entry) is { } text)
            entry.Split(text);
        var answer = View("New", await ModelAsync(around, entry, null, cancellation));
        answer.StatusCode = StatusCodes.Status409Conflict;
        return answer;
    }

    private async Task<ViewResult> AgainAsync(FormSurroundings around, ProposalEntry entry, int? look, CancellationToken cancellation) =>
        this.Again("New", await ModelAsync(around, entry, look, cancellation));

    private async Task<EntryModel> ModelAsync(FormSurroundings around, ProposalEntry entry, int? look, CancellationToken cancellation) =>
        new(around, entry, await DescriptionModelAsync(around.Contents, entry.Description, "", cancellation), entry.Cut is null ? null : EntryModel.PiecesOf(around.Contents, entry), look)
        {
            Autosave = Request.HasFormContentType ? this.Autosaved(Request.Form) : null,
        };

    private static string Address(string process, int source) => FormattableString.Invariant($"/{process}/desk/proposals/new?source={source}");

    private async Task<DescriptionModel> DescriptionModelAsync(ProcessContents contents, ProposalForm form, string slug, CancellationToken cancellation)
    {
        var later = slug.Length == 0 ? new HashSet<string>() : await proposals.DescendantsAsync(contents.Process.Id, slug, cancellation);
        var all = await proposals.All(contents.Process.Id).AsNoTracking().OrderBy(row => row.Title).Select(row => new { row.Slug, row.Title }).ToListAsync(cancellation);
        return new(form, contents.Parties, [.. all.Where(row => !later.Contains(row.Slug)).Select(row => (row.Slug, row.Title))]);
    }

    private async Task<DeskProposalModel> PageAsync(ProcessContents contents, Proposal row, ProposalForm form, CancellationToken cancellation)
    {
        var clauses = await DeskStatements.WithDetails(proposals.Clauses(contents.Process.Id).AsNoTracking().Where(clause => clause.Proposal == row.Slug)).ToListAsync(cancellation);
        var told = int.TryParse(Request.Query["saved"], NumberStyles.None, CultureInfo.InvariantCulture, out var saved) ? FormattableString.Invariant($"Saved: {saved} {(saved == 1 ? "clause" : "clauses")} as drafts. Nothing of it is public.")
            : int.TryParse(Request.Query["sent"], NumberStyles.None, CultureInfo.InvariantCulture, out var sent) ? DraftsToReview.InWords(sent)
            : null;
        return new(contents, row, await DescriptionModelAsync(contents, form, row.Slug, cancellation), DeskClause.Of(contents, clauses), IsLocked(row), await OwnDrafts(contents, row.Slug).CountAsync(cancellation), told);
    }

    private async Task<IReadOnlyList<Source>> RecentAsync(ProcessContents contents, CancellationToken cancellation) =>
        await sources.All(contents.Process.Id).AsNoTracking().Where(row => row.Number >= DeskStatements.FirstNumber && row.MergedInto == null).OrderByDescending(row => row.Number).Take(MostRecent).ToListAsync(cancellation);

    private bool IsLocked(Proposal proposal) => proposal.PublishedAt is not null && !User.IsInRole(Roles.Reviewer);

    private ActionResult NoProcess(string process) => Fault.NotFound("process", process, [new("Go to the start page", "/")]).ToResult(HttpContext);

    private ActionResult NoSource(string process, string number) =>
        new Fault(404, $"There is no source No. {(number.Length <= 40 ? number : number[..40] + "...")}", "A proposal is entered from the text of a source. Check the number.") { Suggestions = [new("Choose a source", $"/{process}/desk/proposals/new"), new("Add a source", $"/{process}/desk/sources/new")] }.ToResult(HttpContext);

    private ActionResult NoProposal(string process, string proposal) =>
        new Fault(404, $"There is no proposal \"{(proposal.Length <= 60 ? proposal : proposal[..60] + "...")}\"", "Choose one of the list.") { Suggestions = [new("Proposals at the desk", $"/{process}/desk/proposals")] }.ToResult(HttpContext);

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\z")]
    private static partial Regex Tag();
}
