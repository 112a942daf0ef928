using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.WebUtilities;
using PeaceTracker.Web.Files;
using Quickenshtein;

namespace PeaceTracker.Web.Reading;

/// <summary>The names an action takes in the query besides the shared ones. Every other name is refused.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TakesAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = names;
}

/// <summary>Shared parameters an action checks, although nothing it shows can depend on them; the page and the JSON file say so when one is given.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WithoutEffectAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = names;
}

/// <summary>
/// Refuses names in the query that an address does not take, and names given twice that may appear once: a misspelt filter must not look
/// like a filter that found everything. Runs before anything is read, so that no action can forget it.
/// </summary>
internal sealed class QueryNamesFilter : IResourceFilter
{
    /// <summary>Lists: a form with several boxes of one name sends the name several times.</summary>
    private static readonly IReadOnlyList<string> MayRepeat = ["parties", "issues", "evidence", "p"];

    /// <summary>Names other sites use, which no count of letters would bring to ours.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.OrdinalIgnoreCase)
    {
        ["from"] = "since",
        ["after"] = "since",
        ["to"] = "date",
        ["until"] = "date",
        ["before"] = "date",
        ["as_of"] = "date",
        ["page"] = "after",
        ["offset"] = "after",
        ["search"] = "q",
        ["query"] = "q",
        ["country"] = "parties",
        ["topic"] = "issues",
    };

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var takes = context.ActionDescriptor.EndpointMetadata.OfType<TakesAttribute>().SelectMany(attribute => attribute.Names);
        var csv = context.RouteData.Values["format"] is string format && string.Equals(format, "csv", StringComparison.OrdinalIgnoreCase);
        if (Check(context.HttpContext.Request, [.. ViewBinder.Parameters.Keys, .. takes, .. csv ? [CsvFile.MarkParameter] : Array.Empty<string>()]) is { } fault)
            context.Result = Hosting.ErrorPages.ToResult(fault, context.HttpContext);
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }

    private static Fault? Check(HttpRequest request, IReadOnlyList<string> allowed)
    {
        var unknown = request.Query.Keys.Where(name => !allowed.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList();
        var repeated = request.Query
            .Where(pair => pair.Value.Count > 1 && !unknown.Contains(pair.Key) && !MayRepeat.Contains(pair.Key, StringComparer.OrdinalIgnoreCase))
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        if (unknown.Count + repeated.Count == 0)
            return null;

        var meant = unknown.ToDictionary(name => name, name => Meant(name, allowed), StringComparer.OrdinalIgnoreCase);
        // A mark is not a page number, and a name already there cannot be given twice: then only leaving out mends it.
        var renamed = meant
            .Where(pair => pair.Value is { } name && name != "after" && !request.Query.ContainsKey(name))
            .DistinctBy(pair => pair.Value)
            .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase);
        var suggestions = new List<Suggestion>();
        if (renamed.Count > 0)
            suggestions.Add(new(string.Join(", ", renamed.Select(pair => $"Use {pair.Value} in place of {pair.Key}")), Mended(renamed, [])));
        if (unknown.Count > 0)
            suggestions.Add(new($"Leave {string.Join(", ", unknown)} out", Mended([], [])));
        foreach (var (name, values) in repeated)
            suggestions.AddRange(values.Distinct().Where(value => !string.IsNullOrWhiteSpace(value)).Take(3).Select(value => new Suggestion($"Use {name}={value}", Mended(renamed, new() { [name] = value! }))));

        var near = meant.Values.OfType<string>().Distinct().ToList();
        return new(
            400,
            unknown.Count > 0 ? "This address takes no such parameter" : $"\"{string.Join("\" and \"", repeated.Keys)}\" may be given once only",
            $"{(near.Count > 0 ? $"Did you mean {string.Join(" and ", near)}? " : "")}Nothing was guessed in its place.")
        {
            Parts =
            [
                .. unknown.Select(name => new FaultPart(name, request.Query[name].ToString(), $"{(meant[name] is { } one ? $"the name {one}, or another" : "one")} of those taken here: {string.Join(", ", allowed)}")),
                .. repeated.Select(pair => new FaultPart(pair.Key, string.Join(" and ", pair.Value.ToArray()), "one value")),
            ],
            Suggestions = suggestions,
        };

        // Everything else in the query stays as it was asked.
        string Mended(Dictionary<string, string> names, Dictionary<string, string> chosen) => View.Readable(QueryHelpers.AddQueryString(
            request.Path.ToUriComponent(),
            request.Query
                .Where(pair => names.ContainsKey(pair.Key) || !unknown.Contains(pair.Key))
                .Select(pair => KeyValuePair.Create(
                    names.GetValueOrDefault(pair.Key, pair.Key),
                    chosen.TryGetValue(pair.Key, out var value) ? value : repeated.ContainsKey(pair.Key) ? pair.Value[0] : pair.Value))));
    }

    /// <summary>The name most likely meant; null when none is near.</summary>
    private static string? Meant(string name, IReadOnlyList<string> allowed)
    {
        if (Elsewhere.TryGetValue(name, out var known) && allowed.Contains(known))
            return known;
        var asked = name.Length > ProcessReader.LongestAsked ? name[..ProcessReader.LongestAsked] : name;
        // As a share of the longer name: three letters of difference say less in a long one.
        var (near, share) = allowed.Select(one => (one, Share: (double)Levenshtein.GetDistance(asked.ToLowerInvariant(), one) / Math.Max(one.Length, asked.Length))).MinBy(pair => pair.Share);
        return share < 0.5 ? near : null;
    }
}
