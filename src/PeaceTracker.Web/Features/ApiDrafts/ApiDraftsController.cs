using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Api;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;
using PeaceTracker.Web.Writing.Importing;

namespace PeaceTracker.Web.Features.ApiDrafts;

/// <summary>
/// Drafts of statements by a program, for the editor whose token it bears. What it sends is one row of an import, and is read and judged as one. It
/// publishes nothing. A browser sends no token of its own accord, so no form of another site can ask for this.
/// </summary>
[Authorize(Policies.Drafts)]
[IgnoreAntiforgeryToken]
public sealed class ApiDraftsController(ProcessReader processes, DeskStatements desk, StatementForms forms, ImportChecks checks, Ledger ledger) : Controller
{
    private const string Address = ApiRoutes.Prefix + "/{process}/desk/statements";

    private const int Part = 100;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>Own drafts, the newest first.</summary>
    [Takes("after", "limit")]
    [HttpGet(Address)]
    public async Task<IActionResult> Index([FromRoute] string process, [FromQuery] string? after, [FromQuery] string? limit, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        var (most, before) = (Part, int.MaxValue);
        var parts = new List<FaultPart>();
        if (limit is not null && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) && most is >= 1 and <= ListPart.Longest))
            parts.Add(new("limit", limit, ListPart.Takes));
        if (after is not null && Read(after) is not { } mark)
            parts.Add(new("after", after, "the mark in the address of the next part"));
        else if (after is not null)
            before = Read(after)!.Value;
        if (parts.Count > 0)
            return new Fault(400, "The address asks for something that cannot be shown", "Nothing was guessed in its place.") { Parts = parts, Suggestions = [new("Show the newest", $"/{process}/desk/statements")] }.ToResult(HttpContext);
        var own = User.AccountId();
        var rows = await desk.BeingWorkedOn(contents.Process.Id).AsNoTracking().Where(row => row.Editor == own && row.Number < before).OrderByDescending(row => row.Number).Take(most + 1).ToListAsync(cancellation);
        var next = rows.Count > most ? FileHead.Origin(HttpContext) + FormattableString.Invariant($"{ApiRoutes.Prefix}/{process}/desk/statements?after={Mark(rows[most - 1].Number)}&limit={most}") : null;
        if (next is not null)
            Response.Headers.Link = $"<{next}>; rel=\"next\"";
        return new JsonResult(new ApiDraftList([.. rows.Take(most).Select(row => Told(process, row))], next), Options);
    }

    [HttpGet(Address + "/{number:int}")]
    public async Task<IActionResult> Show([FromRoute] string process, [FromRoute] int number, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (await desk.OpenAsync(contents.Process.Id, number, cancellation) is not { } statement || statement.Editor != User.AccountId())
            return new Fault(404, FormattableString.Invariant($"There is no draft of yours with the number {number}"), "It may be another's, public by now, or thrown away.") { Suggestions = [new("List your drafts", $"{ApiRoutes.Prefix}/{process}/desk/statements")] }.ToResult(HttpContext);
        var around = await forms.ReadAsync(contents, statement.Citations[0].Source, cancellation);
        var columns = StatementForm.From(contents, statement, around!.People).ToFields().Where(pair => pair.Value.Length > 0).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary();
        return new JsonResult(Told(process, statement) with { Columns = columns }, Options);
    }

    /// <summary>Keeps one as a draft.</summary>
    [HttpPost(Address)]
    public async Task<IActionResult> Add([FromRoute] string process, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(process, cancellation) is not { } contents)
            return NoProcess(process);
        if (await ledger.DoneOrNewAsync(User.AccountId(), HttpContext.Features.Get<RequestKey>()!, cancellation) is { } before)
            return await MadeAsync(contents, before, cancellation);
        if (!Request.HasJsonContentType())
            return new Fault(415, "This is not JSON", "Send one object with the content type application/json. Nothing was changed.").ToResult(HttpContext);
        string text;
        try
        {
            using var reader = new StreamReader(Request.Body, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
            text = await reader.ReadToEndAsync(cancellation);
        }
        catch (DecoderFallbackException)
        {
            return new Fault(400, "This is not UTF-8", "JSON is sent in UTF-8. Nothing was changed.").ToResult(HttpContext);
        }

        if (JsonTable.One(text, out var problem) is not { } table)
            return new Fault(400, "This cannot be read", $"{problem}. Nothing was changed.").ToResult(HttpContext);
        var (choices, although, wrong) = Columns(table);
        if (wrong.Count > 0)
            return Refused(wrong);
        var row = await checks.OneAsync(contents, table, choices, cancellation);
        if (row.HasProblems)
            return Refused([.. row.Problems.Select(one => new FaultPart(one.Field, one.Now, one.Text))]);
        if (row.OnRecord is { } same)
            return new Fault(409, FormattableString.Invariant($"No. {same} says the same already"), "From the same source, with the same words, day, speaker and coding. Nothing was written.").ToResult(HttpContext);
        if (!although && row.Found!.Near.Where(one => one.Likely).ToList() is { Count: > 0 } near)
            return new Fault(409, "It may be on record already", $"Look at what it is like. When it is another one, send it with \"{KeepNear}\": true and a new {OnceFilter.KeyHeader}; how it differs is asked before it goes to review.")
            {
                Parts = [.. near.Select(one => new FaultPart(KeepNear, FormattableString.Invariant($"No. {one.Statement.Number}: {one.Why}"), "true, when it is another statement"))],
            }.ToResult(HttpContext);
        Statement? made = null;
        var written = await ledger.WriteAsync(HttpContext.Actor(), HttpContext.Features.Get<RequestKey>(), async changes =>
        {
            made = row.Found!.Build(await desk.NextNumberAsync(contents.Process.Id, contents.Process.Slug, cancellation), 1, User.AccountId());
            desk.Add(made);
            changes.Note(made, "draft", process);
            return FormattableString.Invariant($"{ApiRoutes.Prefix}/{process}/desk/statements/{made.Number}");
        }, cancellation);
        return made is null || written.Repeated ? await MadeAsync(contents, written.Location, cancellation) : Made(written.Location, Told(process, made));
    }

    /// <summary>In what is sent, beside the columns of an import: it is another statement than those it is like.</summary>
    public const string KeepNear = "keep-near";

    /// <summary>Which column each name is, by its own name alone: what a program means is not guessed.</summary>
    private static (ImportChoices Choices, bool Although, List<FaultPart> Wrong) Columns(TableRows table)
    {
        var (choices, although, wrong) = (new ImportChoices { Confirmed = true }, false, new List<FaultPart>());
        if (table.Rows.Count == 0)
            wrong.AddRange(ImportField.All.Where(field => field.Required).Select(field => new FaultPart(field.Name, "", field.Expected)));
        foreach (var (index, heading) in table.Headings.Index())
        {
            if (heading == KeepNear)
            {
                var given = table.Rows is [var row, ..] ? row.Cells[index] : "";
                although = given == "yes";
                if (given is not ("yes" or "no" or ""))
                    wrong.Add(new(KeepNear, given, "true or false"));
            }
            else if (ImportField.Of(heading) is not (var field, Exact: true))
                wrong.Add(new(heading, "", $"the name of a column: {string.Join(", ", ImportField.All.Where(one => !one.IsKept).Select(one => one.Name))}; of a further coding with its number, party-2"));
            else if (!choices.Columns.TryAdd(field, index))
                wrong.Add(new(heading, "", $"{field} once"));
        }

        return (choices, although, wrong);
    }

    private ActionResult Refused(IReadOnlyList<FaultPart> parts) =>
        new Fault(422, "No statement can be made of this", "Nothing was written, and nothing was guessed.") { Parts = parts }.ToResult(HttpContext);

    private ActionResult NoProcess(string process) => Fault.NotFound("process", process, [new("Go to the start page", "/")]).ToResult(HttpContext);

    /// <summary>What was made at the first sending, as it is now.</summary>
    private async Task<IActionResult> MadeAsync(ProcessContents contents, string location, CancellationToken cancellation)
    {
        var number = int.Parse(location[(location.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture);
        var statement = (await desk.RevisionsAsync(contents.Process.Id, number, cancellation)).LastOrDefault();
        return Made(location, statement is null ? new ApiDraft(number, "gone", "", "", [], Page(contents.Process.Slug, number)) : Told(contents.Process.Slug, statement));
    }

    private JsonResult Made(string location, ApiDraft draft)
    {
        Response.Headers.Location = location;
        return new(draft, Options) { StatusCode = StatusCodes.Status201Created };
    }

    private ApiDraft Told(string process, Statement row) => new(row.Number, Slug(row.Status), row.MadeOn.Text, row.Summary, [.. row.Parties], Page(process, row.Number));

    private string Page(string process, int number) => FileHead.Origin(HttpContext) + FormattableString.Invariant($"/{process}/desk/statements/{number}");

    private static string Slug(StatementStatus status) => status switch
    {
        StatementStatus.InReview => "in-review",
        _ => status.ToString().ToLowerInvariant(),
    };

    private static string Mark(int number) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(FormattableString.Invariant($"before {number}")));

    private static int? Read(string mark)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(mark)).Split(' ') is ["before", var digits] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
