using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data.Desk;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.Desk;

/// <summary>What both controllers of the desk answer alike.</summary>
internal static class DeskAnswers
{
    public static ActionResult NoProcess(this Controller controller, string process) =>
        Fault.NotFound("process", process, [new("Go to the start page", "/")]).ToResult(controller.HttpContext);

    public static ActionResult NoAutosave(this Controller controller, string desk) =>
        new Fault(404, "This unfinished form is gone", "It was sent or thrown away, perhaps in another window.") { Suggestions = [new("Go to the desk", desk)] }.ToResult(controller.HttpContext);

    /// <summary>The unfinished form asked for; null when the account has none of this id at this address.</summary>
    public static async Task<Autosave?> ResumedAsync(this Controller controller, Autosaves autosaves, string asked, string address, CancellationToken cancellation) =>
        int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && await autosaves.FindAsync(controller.User.AccountId(), id, cancellation) is { } row && row.Form == address ? row : null;

    /// <summary>The unfinished form that what was sent was kept in; null when it was not.</summary>
    public static (int Id, int Version)? Autosaved(this Controller _, IFormCollection sent) =>
        int.TryParse(sent["autosave"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && int.TryParse(sent["autosave-version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? (id, version) : null;

    /// <summary>Says of the form what is wrong, or, where nothing is, what there still is to answer.</summary>
    /// <param name="asks">It is on its way to a reviewer; a draft keeps what is open.</param>
    public static void Judge(this Controller controller, StatementForm form, CheckedStatement found, bool asks)
    {
        var questions = found.CanBeKept && asks ? StatementForms.Unanswered(form, found) : [];
        if (controller.ModelState.IsValid && questions.Count > 0)
            controller.ViewData.SayItOnlyAsks();
        foreach (var problem in found.Problems.Concat(questions))
            controller.ModelState.AddModelError(problem.Field, problem.Text);
    }
}
