using System.Text.RegularExpressions;

namespace PeaceTracker.Web.Files;

/// <summary>
/// The formats a reading address has after its last part. A route names groups of them, <c>.{format:files(table,picture)}</c>, and only here
/// stands what is in a group.
/// </summary>
internal sealed partial class FileFormats(string groups) : IRouteConstraint
{
    /// <summary>The name of the constraint in routes.</summary>
    public const string Constraint = "files";

    private static readonly Dictionary<string, string[]> Groups = new()
    {
        ["table"] = ["json", "csv", "xlsx"],
        ["cite"] = [.. Footnote.Formats.Select(one => one.Format)],
        ["picture"] = [PictureFile.Svg, PictureFile.Png],
        ["linked"] = ["jsonld"],
        ["network"] = ["graphml"],
        ["feed"] = ["atom"],
    };

    private readonly HashSet<string> formats = new(groups.Split(',').SelectMany(group => Groups[group]), StringComparer.OrdinalIgnoreCase);

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out var value) && value is string format && formats.Contains(format);

    /// <summary>The formats of a template, the first first; empty when it has none.</summary>
    public static IReadOnlyList<string> Of(string template) =>
        Suffix().Match(template) is { Success: true } match ? [.. match.Groups[1].Value.Split(',').SelectMany(group => Groups[group])] : [];

    /// <summary>The template of the page whose files a template gives.</summary>
    public static string Page(string template) => Suffix().Replace(template, "");

    [GeneratedRegex(@"\.\{format:files\(([a-z,]+)\)\}$")]
    private static partial Regex Suffix();
}
