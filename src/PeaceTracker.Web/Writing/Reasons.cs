using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Domain.Text;

namespace PeaceTracker.Web.Writing;

/// <summary>What people give as the reason of an act: some of it is public, and all of it stays in the log.</summary>
public static class Reasons
{
    public const int Longest = 2000;

    /// <summary>What is wrong with a reason; null when it can be taken.</summary>
    /// <param name="missing">What to say when there is none; null where it may be left out.</param>
    public static string? Problem(string? reason, string? missing) =>
        string.IsNullOrWhiteSpace(reason) ? missing
        : reason.Length > Longest ? FormattableString.Invariant($"Say it in {Longest:#,0} letters at most; these are {reason.Length:#,0}")
        : Directions.Problem("Reason", reason);

    /// <summary>The reason a form gives for a change of a record: it stands in the form again when that comes back, and what is wrong with it is told there.</summary>
    /// <param name="live">Readers see the record: then there must be one.</param>
    public static string? Asked(this Controller controller, string? sent, bool live)
    {
        var why = string.IsNullOrWhiteSpace(sent) ? null : sent.Trim();
        controller.ViewData["why"] = why;
        if (Problem(why, live ? "Say why it is changed: readers see it changed, and the history keeps the reason" : null) is { } problem)
            controller.ModelState.AddModelError("why", problem);
        return why;
    }
}
