using Microsoft.AspNetCore.Mvc;
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
