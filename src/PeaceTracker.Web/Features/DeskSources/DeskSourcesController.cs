using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.DeskSources;

/// <summary>Sources at the desk: from an address or a text to a source that can be coded, its description, and its texts.</summary>
[Authorize(Policies.Edit)]
public sealed class DeskSourcesController(ProcessReader processes, SourceDesk sources, Ledger ledger, FetchingOptions fetching, TimeProvider clock) : Controller
{
    [HttpGet("/{process}/desk/sources/new")]
    public async Task<IActionResult> New(string process, CancellationToken cancellation) =>
        await processes.ReadAsync(process, cancellation) is null ? NoProcess(process) : View(new BoxModel(process, null, [], fetching.Enabled));

    /// <summary>Looks at what was pasted, or saves the source that the form then describes.</summary>
    [HttpPost("/{process}/desk/sources/new")]
    public async Task<IActionResult> New(string process, [FromForm] SourceForm form, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (form.Step == SourceForm.Save)
            return await SaveAsync(contents, form, cancellation);
        var (address, text) = form.TakeApart();
        if (address is null && text is null)
            ModelState.AddModelError("pasted", "Paste the address of a page, or a text");
        else if (text is not null)
            (form with { Text = text }).ReadText(ModelState, "pasted");
        var onRecord = form.Anyway is null ? await sources.AtAddressAsync(contents.Process.Id, address, cancellation) : [];
        if (!ModelState.IsValid)
            return this.Again(new BoxModel(process, form.Pasted, [], fetching.Enabled));
        return onRecord.Count > 0
            ? View(new BoxModel(process, form.Pasted, onRecord, fetching.Enabled))
            : View("Confirm", await GuessAsync(contents, new() { Address = address, Text = text, Anyway = form.Anyway }, null, cancellation));
    }

    /// <summary>Fetches the page at the address and fills in what it says of itself.</summary>
    [HttpPost("/{process}/desk/sources/new/fetch")]
    public async Task<IActionResult> Fetch(string process, [FromForm] SourceForm form, [FromServices] PublicWeb web, CancellationToken cancellation)
    {
        if (!fetching.Enabled)
            return NotFound();
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        var address = form.Pasted is null ? form.Address : form.TakeApart().Address;
        if (string.IsNullOrWhiteSpace(address))
        {
            ModelState.AddModelError(form.Pasted is null ? "address" : "pasted", "Give the address of the page to fetch");
            return form.Pasted is null ? this.Again("Confirm", await FormAsync(contents, form, PostedGuesses(), cancellation)) : this.Again("New", new BoxModel(process, form.Pasted, [], true));
        }

        if (form.Anyway is null && await sources.AtAddressAsync(contents.Process.Id, address, cancellation) is { Count: > 0 } onRecord)
            return View("New", new BoxModel(process, form.Pasted ?? address, onRecord, true));
        var (page, problem) = await web.GetAsync(address, cancellation);
        if (page is null)
        {
            ModelState.AddModelError("address", problem!);
            return this.Again("Confirm", await GuessAsync(contents, form with { Address = address, Pasted = null }, null, cancellation));
        }

        var article = page.Html
            ? Article.Read(page.Address.AbsoluteUri, new MemoryStream(page.Body))
            : new Article(null, null, null, null, System.Text.Encoding.UTF8.GetString(page.Body).TrimStart('\uFEFF'));
        return View("Confirm", await GuessAsync(contents, form with { Address = address, Pasted = null, Text = string.IsNullOrWhiteSpace(form.Text) ? article.Text : form.Text }, article, cancellation));
    }

    /// <param name="from">Number of an entry of the log: the form is filled in with how the source read after it.</param>
    [Takes("from")]
    [HttpGet("/{process}/desk/sources/{number:int}/edit")]
    public async Task<IActionResult> Edit(string process, int number, [FromQuery] long? from, [FromServices] RecordHistory history, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (await sources.FindAsync(contents.Process.Id, number, cancellation) is not { } source)
            return NoSource(process, number);
        var form = SourceForm.Of(source, source.Publisher);
        if (from is { } entry && !IsLocked(source))
        {
            if (await history.AtAsync(Snapshots.Name(source, contents.Process.Slug), entry, cancellation) is not (Source then, var note))
                return RecordHistory.NoEntry(entry, $"/{process}/desk/sources/{number}/history").ToResult(HttpContext);
            ViewData["Restored"] = note;
            form = SourceForm.Of(then, await sources.Publishers(contents.Process.Id).SingleOrDefaultAsync(row => row.Id == then.PublisherId, cancellation)) with { Version = source.Version };
        }

        return View(await EditFormAsync(contents, source, form, null, cancellation));
    }

    [HttpPost("/{process}/desk/sources/{number:int}/edit")]
    public async Task<IActionResult> Edit(string process, int number, [FromForm] SourceForm form, [FromServices] SourceEffects effects, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (await sources.FindAsync(contents.Process.Id, number, cancellation) is not { } source)
            return NoSource(process, number);
        if (IsLocked(source))
            return new Fault(403, "This source is public", "Readers see it, so a reviewer changes it. Tell one what is wrong.") { Suggestions = [new("Go back to the source", $"/{process}/desk/sources/{number}")] }.ToResult(HttpContext);
        var (read, all) = await ReadAsync(contents, form, number, cancellation);
        var why = this.Asked(Request.Form["why"], live: source.PublishedAt is not null);
        Effects? effect = null;
        if (read is not null)
        {
            if (await sources.CircleAsync(contents.Process.Id, number, read.Value.Source.DerivedFrom, cancellation) is { } circle)
            {
                ModelState.AddModelError("derived-from", $"Derived from: this runs in a circle, {string.Join(", which derives from ", circle.Select(of => FormattableString.Invariant($"No. {of}")))}. Take out one of them");
            }
            else
            {
                effect = await effects.OfAsync(contents, read.Value.Source, source.PublishedAt is not null, all.Where(row => row.PublishedAt is null).Select(row => row.Number).ToHashSet(), cancellation);
                if (!effect.None && form.Seen is null)
                    ModelState.AddModelError("seen", "Read what this changes for readers, and tick that you have");
            }
        }

        if (!ModelState.IsValid)
            return this.Again(await EditFormAsync(contents, source, form, effect, cancellation));
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                var record = (await sources.FindAsync(contents.Process.Id, number, cancellation))!;
                record.Expect(form.Version);
                // Made public since it was looked at: then other people decide.
                if (IsLocked(record))
                    throw new StaleFormException();
                await sources.ChangeAsync(record, await ReadAgainAsync(contents, form, number, changes, cancellation), changes.At, cancellation);
                changes.Note(record, "change", process, why);
                return $"/{process}/desk/sources/{number}";
            });
        }
        catch (StaleFormException)
        {
            var theirs = (await sources.FindAsync(contents.Process.Id, number, cancellation))!;
            var publishers = await PublishersAsync(contents, cancellation);
            var before = await sources.AtVersionAsync(theirs, process, form.Version, cancellation) is { } old && publishers.FirstOrDefault(row => row.Id == old.PublisherId) is { } then ? SourceForm.Of(old, then).Fields() : null;
            var other = SourceForm.Of(theirs);
            var between = Writing.Conflict.Between(form.Fields(), other.Fields(), before, SourceForm.PartOf);
            var merged = form.Taking(between.Taken, other) with { Version = theirs.Version };
            ModelState.Clear();
            var model = await EditFormAsync(contents, theirs, merged, effect, cancellation);
            ViewData[Writing.Conflict.Key] = between.InWords(model.InWords);
            var answer = View(model);
            answer.StatusCode = StatusCodes.Status409Conflict;
            return answer;
        }
    }

    [HttpGet("/{process}/desk/sources/{number:int}/texts/new")]
    public async Task<IActionResult> NewText(string process, int number, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (await sources.FindAsync(contents.Process.Id, number, cancellation) is not { } source)
            return NoSource(process, number);
        var last = await sources.TextAsync(contents.Process.Id, number, null, cancellation);
        return View(new NewTextModel(process, source, last?.Number ?? 0, last?.Text, null, null, null));
    }

    /// <summary>Shows what becomes of the citations in the text, or saves it when that was shown for this very text.</summary>
    [HttpPost("/{process}/desk/sources/{number:int}/texts/new")]
    public async Task<IActionResult> NewText(string process, int number, [FromForm] TextForm form, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (await sources.FindAsync(contents.Process.Id, number, cancellation) is not { } source)
            return NoSource(process, number);
        var last = await sources.TextAsync(contents.Process.Id, number, null, cancellation);
        var text = new SourceForm { Text = form.Text }.ReadText(ModelState, "text", required: true);
        if (text is not null && last?.Text == text)
            ModelState.AddModelError("text", FormattableString.Invariant($"This is text {last.Number}, character for character. Correct it, or go back"));
        var reason = (form.Reason ?? "").Trim();
        if (last is not null && reason.Length is 0 or > 1_000)
            ModelState.AddModelError("reason", reason.Length == 0 ? "Say why it differs from the text before" : "Reason: expected 1,000 characters at most");
        if (!ModelState.IsValid)
            return this.Again(new NewTextModel(process, source, last?.Number ?? 0, form.Text, form.Reason, null, null));

        var hash = SourceText.Hash(text!);
        var stale = form.Last != (last?.Number ?? 0);
        var report = stale || form.ReportOf != hash ? await ReportAsync(contents, number, text!, cancellation) : [];
        if (stale || report.Count > 0)
            return Report(report, last?.Number ?? 0);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                if ((await sources.TextAsync(contents.Process.Id, number, null, cancellation))?.Number is var newest && (newest ?? 0) != form.Last)
                    throw new StaleFormException();
                var (added, anchors) = await sources.AddTextAsync(source, text!, last is null ? null : reason, User.AccountId(), changes.At, cancellation);
                changes.Note(added, "paste", process, added.Reason);
                foreach (var anchor in anchors)
                    changes.Note(anchor, "anchor", process);
                return FormattableString.Invariant($"/{process}/desk/sources/{number}/texts/{added.Number}");
            });
        }
        catch (StaleFormException)
        {
            stale = true;
            var newest = await sources.TextAsync(contents.Process.Id, number, null, cancellation);
            return Report(await ReportAsync(contents, number, text!, cancellation), newest?.Number ?? 0);
        }

        ViewResult Report(IReadOnlyList<CitedModel> of, int newest)
        {
            var answer = View(new NewTextModel(process, source, newest, form.Text, form.Reason, of, hash) { Stale = stale });
            answer.StatusCode = stale ? StatusCodes.Status409Conflict : StatusCodes.Status200OK;
            return answer;
        }
    }

    [HttpGet("/{process}/desk/sources/{number:int}/texts/{text:int}")]
    public async Task<IActionResult> Text(string process, int number, int text, [FromServices] PeaceTrackerDbContext db, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (await sources.FindAsync(contents.Process.Id, number, cancellation) is not { } source)
            return NoSource(process, number);
        var numbers = await sources.Texts(contents.Process.Id, number).Select(row => row.Number).Order().ToListAsync(cancellation);
        if (await sources.TextAsync(contents.Process.Id, number, text, cancellation) is not { } shown)
            return new Fault(404, FormattableString.Invariant($"Source No. {number} has no text {text}"), numbers.Count == 0 ? "None was pasted yet." : "Choose one of these.")
            {
                Suggestions = [.. numbers.Select(one => new Suggestion(FormattableString.Invariant($"Text {one}"), FormattableString.Invariant($"/{process}/desk/sources/{number}/texts/{one}"))), new("Paste a text", FormattableString.Invariant($"/{process}/desk/sources/{number}/texts/new"))],
            }.ToResult(HttpContext);
        var before = numbers.Where(one => one < text).Select(one => (int?)one).LastOrDefault();
        var difference = before is null ? null : TextDifference.Between((await sources.TextAsync(contents.Process.Id, number, before, cancellation))!.Text, shown.Text);
        var by = await db.Users.AsNoTracking().Where(row => row.Id == shown.Editor).Select(row => row.Name).SingleOrDefaultAsync(cancellation) ?? "an account that is gone";
        var orphans = text == numbers[^1] ? await sources.OrphansAsync(contents.Process.Id, cancellation, number) : [];
        return View(new TextModel(process, source, shown, Paragraphs.Of(shown.Text), by, numbers, difference, orphans));
    }

    [HttpGet("/{process}/desk/sources/{number:int}/citations/{citation:int}")]
    public async Task<IActionResult> Anchor(string process, int number, int citation, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        return await OrphanAsync(contents, number, citation, null, null, cancellation) is { } model ? View(model) : NoOrphan(process, number);
    }

    [HttpPost("/{process}/desk/sources/{number:int}/citations/{citation:int}")]
    public async Task<IActionResult> Anchor(string process, int number, int citation, [FromForm] AnchorForm form, [FromServices] PeaceTrackerDbContext db, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (await OrphanAsync(contents, number, citation, form.Quote, form.Paragraph, cancellation) is not { } model)
            return NoOrphan(process, number);
        var newest = (await sources.TextAsync(contents.Process.Id, number, null, cancellation))!;
        var anchor = ReadQuote(newest, form);
        if (anchor is null)
            return this.Again(model);
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                if ((await sources.TextAsync(contents.Process.Id, number, null, cancellation))!.Number != form.Text)
                    throw new StaleFormException();
                var row = new Anchor { ProcessId = contents.Process.Id, CitationId = citation, TextNumber = form.Text, Position = anchor.Start, Length = anchor.Exact.Length, Editor = User.AccountId(), At = changes.At };
                db.Add(row);
                changes.Note(row, "anchor", process);
                return FormattableString.Invariant($"/{process}/desk/sources/{number}/texts/{form.Text}#p{Paragraphs.At(Paragraphs.Of(newest.Text), anchor.Start)}");
            });
        }
        catch (StaleFormException)
        {
            if (await OrphanAsync(contents, number, citation, form.Quote, form.Paragraph, cancellation) is not { } again)
                return NoOrphan(process, number);
            var answer = View(again with { Stale = true });
            answer.StatusCode = StatusCodes.Status409Conflict;
            return answer;
        }
    }

    private async Task<IActionResult> SaveAsync(ProcessContents contents, SourceForm form, CancellationToken cancellation)
    {
        var process = contents.Process.Slug;
        var guesses = PostedGuesses();
        await ReadAsync(contents, form, 0, cancellation);
        var text = form.ReadText(ModelState, "text");
        var fields = form.Fields();
        foreach (var name in Guesses.Names.Where(name => guesses.GetValueOrDefault(name) is { Length: > 0 } guess && guess == fields[name] && !form.Confirmed.Contains(name) && !form.Confirmed.Contains(SourceForm.All)))
            ModelState.AddModelError(name, $"{SourceFormModel.Label(name)} is a guess: tick that it is right, or change it");
        var onRecord = form.Anyway is null ? await sources.AtAddressAsync(contents.Process.Id, form.Address, cancellation) : [];
        if (onRecord.Count > 0)
            ModelState.AddModelError("address", FormattableString.Invariant($"Address: source No. {onRecord[0].Number} has it. Open that one, or say above that you mean another"));
        if (!ModelState.IsValid)
            return this.Again("Confirm", (await FormAsync(contents, form, guesses, cancellation)) with { OnRecord = onRecord });
        try
        {
            return await this.WriteAsync(ledger, async changes =>
            {
                if (form.Anyway is null && (await sources.AtAddressAsync(contents.Process.Id, form.Address, cancellation)).Count > 0)
                    throw new StaleFormException();
                var source = await ReadAgainAsync(contents, form, await sources.NextNumberAsync(contents.Process.Id, cancellation), changes, cancellation);
                sources.Add(source);
                changes.Note(source, "add", process);
                if (text is not null)
                    changes.Note((await sources.AddTextAsync(source, text, null, User.AccountId(), changes.At, cancellation)).Text, "paste", process);
                return FormattableString.Invariant($"/{process}/desk/sources/{source.Number}");
            });
        }
        catch (StaleFormException)
        {
            onRecord = await sources.AtAddressAsync(contents.Process.Id, form.Address, cancellation);
            if (onRecord.Count > 0)
                ModelState.AddModelError("address", FormattableString.Invariant($"Address: somebody has just added source No. {onRecord[0].Number} with it. Open that one, or say above that you mean another"));
            return this.Again("Confirm", (await FormAsync(contents, form, guesses, cancellation)) with { OnRecord = onRecord });
        }
    }

    /// <summary>The form with a guess in each field that is empty and can be guessed.</summary>
    private async Task<SourceFormModel> GuessAsync(ProcessContents contents, SourceForm form, Article? article, CancellationToken cancellation)
    {
        var model = await FormAsync(contents, form, new Dictionary<string, string>(), cancellation);
        var known = await sources.All(contents.Process.Id).AsNoTracking().Where(row => row.Address != null).Select(row => new { row.Address, row.Publisher!.Slug }).ToListAsync(cancellation);
        var text = form.Text ?? "";
        var host = Guesses.HostOf(form.Address);
        var publisher = Guesses.PublisherAt(host, known.Select(row => (row.Address, row.Slug)))
            ?? (host is not null && known.All(row => Guesses.HostOf(row.Address) != host) ? SourceForm.NewPublisher : null);
        var guesses = new Dictionary<string, string?>
        {
            ["title"] = article?.Title ?? Guesses.Title(text),
            ["publisher"] = publisher,
            ["author"] = article?.Author,
            ["date"] = article?.Date ?? Guesses.Date(form.Address, text),
            ["language"] = Guesses.Language(text) ?? (article?.Language is { } tag && model.Languages.Contains(tag.Split('-')[0]) ? tag.Split('-')[0] : null),
            ["kind"] = model.Likes.Count > 0 ? "copy" : model.Publishers.FirstOrDefault(row => row.Slug == publisher)?.Kind is "official" or "document" ? "official-document" : "article",
            ["derived-from"] = (model.Likes.Count > 0 ? model.Likes[0] : null)?.Source.Number.ToString(CultureInfo.InvariantCulture),
        };
        var fields = form.Fields();
        var made = guesses.Where(guess => !string.IsNullOrEmpty(guess.Value) && fields[guess.Key].Length == 0).ToDictionary(guess => guess.Key, guess => guess.Value!);
        string? Or(string? typed, string name) => string.IsNullOrEmpty(typed) ? made.GetValueOrDefault(name) : typed;
        return model with
        {
            Guesses = made,
            Form = form with
            {
                Title = Or(form.Title, "title"),
                Publisher = Or(form.Publisher, "publisher"),
                Author = Or(form.Author, "author"),
                Date = Or(form.Date, "date"),
                Language = Or(form.Language, "language"),
                Kind = Or(form.Kind, "kind"),
                DerivedFrom = Or(form.DerivedFrom, "derived-from"),
            },
        };
    }

    private async Task<SourceFormModel> FormAsync(ProcessContents contents, SourceForm form, IReadOnlyDictionary<string, string> guesses, CancellationToken cancellation)
    {
        var likes = SourceText.TryNormalise(form.Text, out var text, out _) ? (await sources.LikeAsync(contents.Process.Id, text, cancellation)).Take(3).ToList() : [];
        var numbers = likes.ConvertAll(like => like.Source);
        var alike = await sources.All(contents.Process.Id).AsNoTracking().Where(row => numbers.Contains(row.Number)).ToDictionaryAsync(row => row.Number, cancellation);
        return new(contents.Process.Slug, null, form, guesses, await PublishersAsync(contents, cancellation), await LanguagesAsync(contents, cancellation))
        {
            Likes = [.. likes.Select(like => new LikeModel(alike[like.Source], like.Same, like.Share))],
            CanFetch = fetching.Enabled,
        };
    }

    private async Task<SourceFormModel> EditFormAsync(ProcessContents contents, Source source, SourceForm form, Effects? effects, CancellationToken cancellation) =>
        new(contents.Process.Slug, source.Number, form, new Dictionary<string, string>(), await PublishersAsync(contents, cancellation), await LanguagesAsync(contents, cancellation))
        {
            Locked = IsLocked(source),
            Live = source.PublishedAt is not null,
            Effects = effects,
        };

    private async Task<((Source Source, Publisher? New)? Read, List<(int Number, DateTimeOffset? PublishedAt)> All)> ReadAsync(ProcessContents contents, SourceForm form, int number, CancellationToken cancellation)
    {
        var all = (await sources.All(contents.Process.Id).Select(row => new { row.Number, row.PublishedAt }).ToListAsync(cancellation)).ConvertAll(row => (row.Number, row.PublishedAt));
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return (form.Read(contents.Process.Id, number, await PublishersAsync(contents, cancellation), all.ConvertAll(row => row.Number), today, ModelState), all);
    }

    /// <summary>Reads the form with nothing else being written meanwhile, and writes its publisher when that is a new one.</summary>
    /// <exception cref="StaleFormException">What was right a moment ago no longer is: the problems say what.</exception>
    private async Task<Source> ReadAgainAsync(ProcessContents contents, SourceForm form, int number, ChangeSet changes, CancellationToken cancellation)
    {
        if ((await ReadAsync(contents, form, number, cancellation)).Read is not { } read)
            throw new StaleFormException();
        if (read.New is { } publisher)
        {
            await sources.AddAsync(publisher, cancellation);
            changes.Note(publisher, "add", contents.Process.Slug);
        }

        return read.Source;
    }

    private async Task<IReadOnlyList<Publisher>> PublishersAsync(ProcessContents contents, CancellationToken cancellation) =>
        [.. (await sources.Publishers(contents.Process.Id).AsNoTracking().ToListAsync(cancellation)).OrderBy(row => row.Name, StringComparer.OrdinalIgnoreCase)];

    private async Task<IReadOnlyList<string>> LanguagesAsync(ProcessContents contents, CancellationToken cancellation) =>
        await sources.All(contents.Process.Id).Where(row => row.Language != null).Select(row => row.Language!).Distinct().Order().ToListAsync(cancellation);

    private Dictionary<string, string> PostedGuesses() => Guesses.Names
        .Select(name => (Name: name, Value: Request.Form[$"guess-{name}"].ToString()))
        .Where(guess => guess.Value.Length > 0)
        .ToDictionary(guess => guess.Name, guess => guess.Value);

    private async Task<IReadOnlyList<CitedModel>> ReportAsync(ProcessContents contents, int number, string text, CancellationToken cancellation) =>
        (await sources.ReanchorAsync(contents.Process.Id, number, text, cancellation)).ConvertAll(one => new CitedModel(one.Citation, one.Statement, Status(one.Status), one.Found));

    private async Task<OrphanModel?> OrphanAsync(ProcessContents contents, int number, int citation, string? quote, string? paragraph, CancellationToken cancellation)
    {
        const int around = 400;
        if ((await sources.OrphansAsync(contents.Process.Id, cancellation, number)).Find(one => one.Citation == citation) is not { } orphan)
            return null;
        var older = (await sources.TextAsync(contents.Process.Id, number, orphan.Passage.Text, cancellation))!.Text;
        var (start, end) = (orphan.Passage.Start, orphan.Passage.Start + orphan.Passage.Length);
        return new(contents.Process.Slug, orphan, older[Math.Max(0, start - around)..start], older[start..end], older[end..Math.Min(older.Length, end + around)], quote, paragraph);
    }

    /// <summary>The passage a person means; null with the problem when that is not plain.</summary>
    private TextAnchor? ReadQuote(SourceText text, AnchorForm form)
    {
        int? paragraph = null;
        if (!string.IsNullOrWhiteSpace(form.Paragraph))
        {
            if (int.TryParse(form.Paragraph, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
                paragraph = number;
            else
                ModelState.AddModelError("paragraph", "Paragraph: expected the number that stands beside it, such as 12");
        }

        if (SourceText.IsBlank(form.Quote))
            ModelState.AddModelError("quote", "Paste the words from the text that the statement rests on");
        if (!ModelState.IsValid)
            return null;
        var found = QuoteCheck.Within(text.Text, form.Quote, paragraph is { } only ? [only] : null);
        if (found?.Anchor is { } anchor)
            return anchor;
        ModelState.AddModelError("quote", found is null
            ? FormattableString.Invariant($"These words are not in {(paragraph is null ? "" : FormattableString.Invariant($"paragraph {paragraph} of "))}text {text.Number}. Copy them from the text, character for character")
            : found.Paragraphs.Count > 1
                ? $"These words stand in paragraphs {string.Join(", ", found.Paragraphs.Select(one => one.ToString(CultureInfo.InvariantCulture)))}. Say which paragraph is meant, or copy more words"
                : "These words stand more than once in the paragraph. Copy more words around them");
        return null;
    }

    private bool IsLocked(Source source) => source.PublishedAt is not null && !User.IsInRole(Roles.Reviewer);

    private static string Status(StatementStatus status) => status switch { StatementStatus.InReview => "in review", _ => status.ToString().ToLowerInvariant() };

    private ActionResult NoProcess(string process) => Fault.NotFound("process", process, [new("Go to the start page", "/")]).ToResult(HttpContext);

    private ActionResult NoSource(string process, int number) =>
        new Fault(404, FormattableString.Invariant($"There is no source No. {number}"), "Check the number.") { Suggestions = [new("Add a source", $"/{process}/desk/sources/new"), new("See the public sources", $"/{process}/sources")] }.ToResult(HttpContext);

    private ActionResult NoOrphan(string process, int number) =>
        new Fault(404, "No such citation waits to be found again", "Its passage is found, or somebody else has chosen it meanwhile.") { Suggestions = [new("Go to the source", FormattableString.Invariant($"/{process}/desk/sources/{number}"))] }.ToResult(HttpContext);
}

/// <param name="Text">As pasted.</param>
/// <param name="Reason">Why it differs from the one before.</param>
/// <param name="Last">Number of the newest text when the form was made.</param>
/// <param name="ReportOf">SHA-256 of the text for which the citations were shown.</param>
public sealed record TextForm(string? Text, string? Reason, int Last, [FromForm(Name = "report-of")] string? ReportOf);

/// <param name="Quote">Words in the newest text.</param>
/// <param name="Paragraph">Number of the paragraph meant.</param>
/// <param name="Text">Number of the newest text when the form was made.</param>
public sealed record AnchorForm(string? Quote, string? Paragraph, int Text);
