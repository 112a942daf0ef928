using System.Text.Json;

namespace PeaceTracker.Web.Writing.Importing;

/// <summary>A list of objects (JSON) as a table: their names are the columns. A file of statements taken away from here has its codings and citations beside them (<see cref="TakenAway"/>).</summary>
internal static class JsonTable
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    /// <summary>It begins as a list or an object does, which no heading of a table does.</summary>
    public static bool IsOne(ReadOnlySpan<char> text)
    {
        var rest = text.TrimStart();
        return rest.Length > 1 && ((rest[0] == '[' && rest[1..].TrimStart() is ['{' or ']', ..]) || (rest[0] == '{' && rest[1..].TrimStart() is ['"' or '}', ..]));
    }

    /// <param name="problem">What is wrong and how to mend it, when null is given back.</param>
    public static (TableRows Table, string About)? Read(string text, out string? problem)
    {
        problem = null;
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Array)
                return (Objects(root.EnumerateArray()), "Read as a list of objects (JSON); the first object is row 1.");
            if (TakenAway.IsOne(root))
                return TakenAway.Read(root, out problem) is { } statements ? (statements, "Read as statements taken away from PeaceTracker (JSON), with their codings and citations; the first is row 1.") : null;
            problem = "Found one object. Expected a list of objects, [{...}, {...}], or the file of a list of statements from here";
        }
        catch (Exception error) when (Invalid(error) is { } found)
        {
            problem = $"{found}. Mend it there, or save it anew";
        }

        return null;
    }

    /// <summary>A value as the text of a cell; several with semicolons between. Null when it holds what no cell can.</summary>
    /// <exception cref="InvalidOperationException">It has half of a character in it.</exception>
    public static string? Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.Array when value.EnumerateArray().All(one => one.ValueKind is JsonValueKind.String or JsonValueKind.Number) => string.Join(';', value.EnumerateArray().Select(Cell)),
        _ => null,
    };

    /// <summary>One object as a table of one row, as a program sends it; of none when it is empty.</summary>
    /// <param name="problem">What is wrong, when null is given back.</param>
    public static TableRows? One(string text, out string? problem)
    {
        problem = null;
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return Objects([document.RootElement]);
            problem = $"Found {Kind(document.RootElement)}. Expected an object, {{\"said\": ..., \"party\": ...}}";
        }
        catch (Exception error) when (Invalid(error) is { } found)
        {
            problem = found;
        }

        return null;
    }

    private static TableRows Objects(IEnumerable<JsonElement> list)
    {
        var headings = new List<string>();
        var places = new Dictionary<string, int>();
        var rows = new List<TableRow>();
        foreach (var (number, item) in list.Select((item, index) => (index + 1, item)))
        {
            if (number > TableRows.MostByCommand)
                return new(headings, [], ",", TableRows.TooMany(TableRows.MostByCommand));
            var cells = new List<string>();
            if (item.ValueKind != JsonValueKind.Object)
            {
                rows.Add(new(number, cells, $"Found {Kind(item)}. Expected an object, {{\"said\": ..., \"party\": ...}}"));
                continue;
            }

            string? wrong = null;
            var given = new HashSet<string>();
            foreach (var property in item.EnumerateObject())
            {
                if (Name(property) is not { } name)
                {
                    wrong ??= "A name in it has half of a character. Write the whole character, or take it out";
                    continue;
                }

                string? cell;
                try
                {
                    cell = Cell(property.Value);
                }
                catch (InvalidOperationException)
                {
                    (cell, wrong) = ("", wrong ?? $"\"{name}\" has half of a character in it. Write the whole character, or take it out");
                }

                if (!given.Add(name))
                    wrong ??= $"\"{name}\" stands in it twice. Take one out";
                if (cell is null)
                    wrong ??= $"\"{name}\": found {Kind(property.Value)}. Expected a text, a number, yes or no, or a list of these";
                if (!places.TryGetValue(name, out var place))
                {
                    places[name] = place = headings.Count;
                    headings.Add(name);
                }

                while (cells.Count <= place)
                    cells.Add("");
                cells[place] = cell ?? "";
            }

            if (wrong is null && cells.TrueForAll(string.IsNullOrWhiteSpace))
                continue;
            rows.Add(new(number, cells, wrong ?? TableRows.NoText(headings, cells)));
        }

        return new(headings, [.. rows.Select(row => row with { Cells = [.. row.Cells, .. Enumerable.Repeat("", headings.Count - row.Cells.Count)] })], ",", rows.Count == 0 ? "The list is empty. Choose a file with at least one object" : null);
    }

    /// <summary>The name of a property; null when it has half of a character in it, which can be written in JSON and is no text.</summary>
    public static string? Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What is wrong with a text that is no JSON; null for another error.</summary>
    private static string? Invalid(Exception error) => error switch
    {
        JsonException { LineNumber: var line, BytePositionInLine: var place } => FormattableString.Invariant($"It is not valid JSON: line {line + 1}, place {place + 1}"),
        ArgumentException { InnerException: System.Text.EncoderFallbackException { Index: var place } } => FormattableString.Invariant($"It is not valid JSON: half of a character stands at place {place + 1}"),
        _ => null,
    };

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list in a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "nothing (null)",
        _ => "yes or no",
    };
}
