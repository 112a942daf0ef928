using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data.Desk;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>A form begun and not sent.</summary>
/// <param name="Address">Of the form.</param>
/// <param name="Name">"Statement from source No. 77".</param>
public sealed record UnfinishedForm(int Id, string Address, string Name, DateTimeOffset At)
{
    public static UnfinishedForm Of(Autosave row)
    {
        var parts = row.Form.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return new(row.Id, row.Form, parts switch
        {
            [_, _, "sources", var number] => $"Statement from source No. {number}",
            [_, _, "statements", var number] => $"Statement No. {number}",
            [_, _, "statements", var number, "amend"] => $"Amendment of No. {number}",
            [_, _, "proposals", var source] when source.StartsWith(OfProposal, StringComparison.Ordinal) => $"Proposal from source No. {source[OfProposal.Length..]}",
            _ => row.Form,
        }, row.At)
        { Words = row.Form.Contains($"/{OfProposal}", StringComparison.Ordinal) ? Title(row.Fields) : Beginning(StatementForm.FromJson(row.Fields)) };
    }

    private const string OfProposal = "new?source=";

    private static string Title(string fields)
    {
        using var typed = JsonDocument.Parse(fields);
        return typed.RootElement.TryGetProperty("title", out var title) && title[0].GetString() is { Length: > 0 } text ? $"\"{text}\"" : "";
    }

    private static string Beginning(StatementForm form)
    {
        var words = form.Text("quote") ?? form.Text("summary") ?? "";
        return string.Join(", ", new[] { form.Text("party"), form.Text("issue"), words.Length == 0 ? null : $"\"{Extract.Of(words, 60)}\"" }.OfType<string>());
    }

    /// <summary>The beginning of what was typed, to tell one from another; "" when nothing tells.</summary>
    public string Words { get; init; } = "";

    public string Resume => FormattableString.Invariant($"{Address}{(Address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}resume={Id}");

    public string Clock => At.UtcDateTime.ToString("d MMM yyyy, HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>How forms that are kept while they are typed are found again.</summary>
internal static class UnfinishedForms
{
    public static ActionResult NoAutosave(this Controller controller, string desk) =>
        new Fault(404, "This unfinished form is gone", "It was sent or thrown away, perhaps in another window.") { Suggestions = [new("Go to the desk", desk)] }.ToResult(controller.HttpContext);

    /// <summary>The unfinished form asked for; null when the account has none of this id at this address.</summary>
    public static async Task<Autosave?> ResumedAsync(this Controller controller, Autosaves autosaves, string asked, string address, CancellationToken cancellation) =>
        int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && await autosaves.FindAsync(controller.User.AccountId(), id, cancellation) is { } row && row.Form == address ? row : null;

    /// <summary>Key of the window the form is typed in; "" for none.</summary>
    public static string Window(this Controller _, IFormCollection sent) => sent["window"] is [{ Length: OnceFilter.Length } key] ? key : "";

    /// <summary>What came of keeping it, for the script of the form.</summary>
    public static IActionResult Answer(this Controller controller, (Data.Desk.Autosaved Done, Autosave? Row) saved) => saved.Done == Data.Desk.Autosaved.TooMany
        ? controller.StatusCode(StatusCodes.Status409Conflict, new { done = "too-many" })
        : controller.Json(new { done = saved.Done.ToString().ToLowerInvariant(), id = saved.Row?.Id, version = saved.Row?.Version, at = saved.Row?.At.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture) });

    /// <summary>The unfinished form that what was sent was kept in; null when it was not.</summary>
    public static (int Id, int Version)? Autosaved(this Controller _, IFormCollection sent) =>
        int.TryParse(sent["autosave"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && int.TryParse(sent["autosave-version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? (id, version) : null;
}
