using Microsoft.AspNetCore.Mvc.Filters;
using PeaceTracker.Web.Hosting;

namespace PeaceTracker.Web.Reading;

/// <summary>Something the reader asked for that cannot be answered, in words, with the nearest right thing.</summary>
public sealed record Fault(int Status, string Title, string Detail)
{
    /// <summary>What was wrong, one entry a parameter; empty when the address itself is meant.</summary>
    public IReadOnlyList<FaultPart> Parts { get; init; } = [];

    public IReadOnlyList<Suggestion> Suggestions { get; init; } = [];

    public static Fault NotFound(string what, string slug, IEnumerable<Suggestion> suggestions) =>
        new(404, $"There is no {what} called \"{slug}\"", "Check the spelling, or choose one of these.") { Suggestions = [.. suggestions] };
}

/// <param name="Parameter">Name in the query.</param>
/// <param name="Found">What the address held.</param>
/// <param name="Expected">What would be right, in words.</param>
public sealed record FaultPart(string Parameter, string Found, string Expected)
{
    private const int MostLetters = 100;

    /// <summary>For a page: cut short, and with characters that cannot be seen or written there spelled out.</summary>
    public string FoundInWords
    {
        get
        {
            var text = string.Concat(Found.Take(MostLetters).Select(letter => char.IsControl(letter) ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"U+{(int)letter:X4}") : letter.ToString()));
            return Found.Length > MostLetters ? text + "..." : text;
        }
    }
}

/// <summary>A link that would work.</summary>
public sealed record Suggestion(string Text, string Address);

/// <summary>Answers with the fault a binder left behind, before the action runs.</summary>
internal sealed class FaultFilter : IActionFilter
{
    public void OnActionExecuting(ActionExecutingContext context)
    {
        if (context.HttpContext.Features.Get<Fault>() is { } fault)
            context.Result = fault.ToResult(context.HttpContext);
    }

    public void OnActionExecuted(ActionExecutedContext context)
    {
    }
}
