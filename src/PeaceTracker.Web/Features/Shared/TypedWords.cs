using Microsoft.AspNetCore.Http.Features;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>What somebody wrote into a form that cannot be shown again: the page that says so gives it back.</summary>
public static class TypedWords
{
    /// <summary>Fields in which people write at length. Others can be chosen again, and secrets are never given back.</summary>
    private static readonly string[] Names = ["quote", "translation", "summary", "text", "reason", "amend-reason", "why", "note", "notes", "pasted"];

    /// <summary>Empty where nothing was written, and for whom no form of this site is known to come: anybody can send anything from elsewhere.</summary>
    /// <param name="status">Of the answer.</param>
    public static IReadOnlyList<(string Label, string Text)> Of(HttpContext context, int status) =>
        context.User.Identity?.IsAuthenticated == true && status is 404 or 409 or 422 or 503 && context.Features.Get<IFormFeature>()?.Form is { } form
            ? [.. Names.Where(name => !string.IsNullOrWhiteSpace(form[name])).Select(name => (StatementForm.Label(name), form[name].ToString()))]
            : [];
}
