using System.Text.RegularExpressions;

namespace PeaceTracker.Web.Api;

/// <summary>
/// What docs/api.md says of addresses, parameters and columns, for the OpenAPI document: it is part of the program, so that both say the same.
/// </summary>
internal sealed partial class ApiText
{
    private readonly Dictionary<string, string> addresses = [];
    private readonly Dictionary<string, List<string>> parameters = [];
    private readonly Dictionary<(string Schema, string Column), string> columns = [];
    private readonly Dictionary<string, string> schemas = [];

    /// <summary>The schema whose columns a schema has where its own section says nothing of them.</summary>
    private readonly Dictionary<string, string> others = [];

    private ApiText(IEnumerable<string> lines)
    {
        var section = "";
        foreach (var line in lines)
        {
            if (line.StartsWith('#'))
            {
                section = line.TrimStart('#').Trim().Trim('`');
                continue;
            }

            if (Cells(line) is not [var first, var second, ..] cells || first.StartsWith("---", StringComparison.Ordinal))
            {
                // The first sentence under a schema says what a row is.
                if (line.Length > 0 && !line.StartsWith('|') && schemas.TryAdd(section, Plain(line)) && Other().Match(line) is { Success: true } other)
                    others.Add(section, other.Groups[1].Value);
                continue;
            }

            var names = Names().Matches(first).Select(match => match.Groups[1].Value).ToList();
            switch (section)
            {
                case "Addresses":
                    foreach (var name in names)
                        addresses.TryAdd(name, Plain(second));
                    break;
                case "Own parameters":
                    foreach (var name in names)
                        parameters.TryAdd(name, []);
                    foreach (var name in names)
                        parameters[name].Add($"{Plain(second)}: {Plain(cells[2])}");
                    break;
                default:
                    foreach (var name in names)
                        columns.TryAdd((section, name), Plain(second));
                    break;
            }
        }
    }

    /// <summary>Read once.</summary>
    public static ApiText Instance { get; } = Read();

    /// <summary>What is at an address; null where the document does not say.</summary>
    public string? Address(string template) => addresses.GetValueOrDefault(template);

    /// <summary>What a parameter of its own takes.</summary>
    public string? Parameter(string name) => parameters.TryGetValue(name, out var texts) ? string.Join(". ", texts) : null;

    public string? Schema(string name) => schemas.GetValueOrDefault(name);

    public string? Column(string schema, string column) =>
        columns.GetValueOrDefault((schema, column)) ?? (others.TryGetValue(schema, out var other) ? columns.GetValueOrDefault((other, column)) : null);

    private static ApiText Read()
    {
        using var stream = typeof(ApiText).Assembly.GetManifestResourceStream("api.md")!;
        using var reader = new StreamReader(stream);
        return new(reader.ReadToEnd().Split('\n'));
    }

    private static string[]? Cells(string line) => line.StartsWith('|') ? [.. line.Trim().Trim('|').Split(" | ").Select(cell => cell.Trim())] : null;

    private static string Plain(string text) => Link().Replace(text, "$1").Replace("`", "", StringComparison.Ordinal);

    [GeneratedRegex("(?:The columns of|are as in) `([a-z_]+)`")]
    private static partial Regex Other();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Names();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();
}
