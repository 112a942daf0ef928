using System.Globalization;
using System.Text.Json;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Web.Writing.Importing;

/// <summary>
/// Statements as they are taken away from here: the lists "statements", "codings", "citations" and "quantities" of one file as the columns of a table to
/// bring in, so that nothing of a statement is lost on the way but its number and its instants. Only the first list has to be there.
/// </summary>
internal static class TakenAway
{
    /// <summary>The list that has to be there.</summary>
    public const string Main = "statements";

    /// <summary>The lists that are read; any other says nothing of what was said.</summary>
    public static readonly IReadOnlyList<string> Lists = [Main, "codings", "citations", "quantities"];

    /// <summary>The columns of a file of one table that hold the other lists.</summary>
    public static IEnumerable<string> Cells => Lists.Where(list => list != Main);

    public static bool IsOne(JsonElement root) =>
        root.TryGetProperty("schema", out var schema) && schema.ValueKind == JsonValueKind.String && schema.ValueEquals(Main) && root.TryGetProperty(Main, out var rows) && rows.ValueKind == JsonValueKind.Array;

    /// <param name="problem">What is wrong and how to mend it, when null is given back.</param>
    public static TableRows? Read(JsonElement root, out string? problem)
    {
        problem = null;
        var lists = new Dictionary<string, List<Dictionary<string, string>>>();
        foreach (var list in Lists.Where(list => root.TryGetProperty(list, out _)))
        {
            lists[list] = [];
            if (root.GetProperty(list).ValueKind != JsonValueKind.Array)
            {
                problem = $"\"{list}\" is no list. Take the file away anew";
                return null;
            }

            foreach (var row in root.GetProperty(list).EnumerateArray())
            {
                if (Row(row, out var name) is not { } cells)
                {
                    problem = $"In the list \"{list}\", row {lists[list].Count + 1}, \"{name}\" has a value that the files from here do not have. Take the file away anew";
                    return null;
                }

                lists[list].Add(cells);
            }
        }

        return Read(lists);
    }

    /// <summary>The rows of a file of one table: the other lists stand in its cells.</summary>
    public static TableRows Read(IReadOnlyList<string> headings, IReadOnlyList<TableRow> rows, string separator)
    {
        var lists = Lists.ToDictionary(list => list, _ => new List<Dictionary<string, string>>());
        var problems = new Dictionary<string, string>();
        foreach (var row in rows)
        {
            // By its row: a number can stand in the file twice.
            var (key, statement) = (row.Number.ToString(CultureInfo.InvariantCulture), headings.Zip(row.Cells).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second));
            statement["statement"] = key;
            lists[Main].Add(statement);
            if (row.Problem is { } found)
                problems[key] = found;
            foreach (var list in Cells.Where(list => Of(statement, list).Length > 0))
            {
                if (Objects(statement[list]) is { } parts)
                    lists[list].AddRange(parts.Select(part => new Dictionary<string, string>(part) { ["statement"] = key }));
                else
                    problems.TryAdd(key, $"The cell of {list} is not as the file was taken away. Put it back as it was, or leave the row out");
            }
        }

        var read = Read(lists);
        return read with { Separator = separator, Rows = [.. read.Rows.Zip(rows, (made, row) => made with { Number = row.Number, Problem = problems.GetValueOrDefault(row.Number.ToString(CultureInfo.InvariantCulture)) ?? made.Problem })] };
    }

    /// <summary>A list of objects in a cell; null when it is none.</summary>
    private static List<Dictionary<string, string>>? Objects(string cell)
    {
        try
        {
            using var document = JsonDocument.Parse(cell);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                return null;
            var rows = document.RootElement.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Object ? Row(one, out _) : null).OfType<Dictionary<string, string>>().ToList();
            return rows.Count == document.RootElement.GetArrayLength() ? rows : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The cells of an object; null when one holds what no cell can.</summary>
    /// <param name="name">Of what cannot be read.</param>
    private static Dictionary<string, string>? Row(JsonElement row, out string name)
    {
        var cells = new Dictionary<string, string>();
        name = "";
        foreach (var property in row.ValueKind == JsonValueKind.Object ? row.EnumerateObject() : default)
        {
            name = JsonTable.Name(property) ?? "half of a character";
            try
            {
                if (JsonTable.Cell(property.Value) is not { } cell)
                    return null;
                cells[name] = cell;
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }

        return cells;
    }

    /// <param name="lists">Name of a list to its rows: name of a column to its text.</param>
    public static TableRows Read(IReadOnlyDictionary<string, List<Dictionary<string, string>>> lists)
    {
        ILookup<string, Dictionary<string, string>> By(string list) => lists.GetValueOrDefault(list, []).ToLookup(row => Of(row, "statement"));
        var (codings, citations, quantities) = (By("codings"), By("citations"), By("quantities"));
        var made = new List<Dictionary<string, string>>();
        foreach (var statement in lists[Main])
        {
            var number = Of(statement, "statement");
            made.Add(Row(statement, [.. codings[number]], [.. citations[number]], [.. quantities[number]]));
        }

        var headings = made.SelectMany(row => row.Keys).Distinct().ToList();
        if (made.Count > TableRows.MostByCommand)
            return new(headings, [], ",", TableRows.TooMany(TableRows.MostByCommand));
        return new(
            headings, [.. made.Select((row, index) => (Number: index + 1, Cells: headings.ConvertAll(heading => row.GetValueOrDefault(heading, "")))).Select(row => new TableRow(row.Number, row.Cells, TableRows.NoText(headings, row.Cells)))],
            ",", made.Count == 0 ? "The file has no statement. Take one away with at least one" : null);
    }

    private static Dictionary<string, string> Row(Dictionary<string, string> statement, List<Dictionary<string, string>> codings, List<Dictionary<string, string>> citations, List<Dictionary<string, string>> quantities)
    {
        var row = new Dictionary<string, string>();
        foreach (var (column, field) in new[]
        {
            ("made_on", "said"), ("channel", "channel"), ("quote", "quote"), ("quote_language", "language"), ("quote_translation", "translation"), ("attributed_to", "attributed-to"), ("summary", "summary"),
            ("parties", "also"), ("event", "event"), ("proposal", "proposal"), ("clause", "clause"), ("said_about", "about"), ("responds_to", "responds-to"), ("responds_to_clause", "responds-to-clause"),
            ("response", "response"), ("flags", "flags"), ("confidence", "confidence"), ("notes", "notes"), ("plover", "plover"), ("record", "record"),
        })
        {
            row[field] = Of(statement, column);
        }

        row["speaker"] = Of(statement, "office") is { Length: > 0 } office ? $"{Of(statement, "speaker_name")}, {office}" : Of(statement, "speaker_name");
        row["information"] = Of(statement, "grade") is [_, var digit, ..] ? digit.ToString() : "";
        row["own"] = row["quote"].Length > 0 ? "yes" : "";
        if (citations.Count == 0)
            citations = [.. Several(statement, "sources").Select(source => new Dictionary<string, string> { ["source"] = source })];
        for (var index = 0; index < citations.Count; index++)
        {
            row[StatementForm.Of("source", index + 1)] = Of(citations[index], "source");
            row[StatementForm.Of("paragraph", index + 1)] = Of(citations[index], "paragraph");
            row[StatementForm.Of("cite-note", index + 1)] = Of(citations[index], "note");
        }

        // The files name an issue that a statement speaks of and takes no step on among its issues; here it is a topic.
        row["topics"] = string.Join(Statement.TopicSeparator, Several(statement, "issues").Except(codings.Select(coding => Of(coding, "issue"))).Concat(Several(statement, "topic")));
        if (codings.Count == 0)
            (row["party"], row["issue"], row["step"]) = (row["also"].Split(';', StringSplitOptions.TrimEntries)[0] is { Length: > 0 } party ? party : StatementForm.None, StatementForm.None, StatementForm.None);
        for (var index = 0; index < codings.Count; index++)
        {
            var coding = codings[index];
            foreach (var (column, field) in new[] { ("party", "party"), ("issue", "issue"), ("region", "region"), ("condition", "condition"), ("reason", "reason"), ("special_status", "special"), ("record", "coding-record"), ("codebook", "codebook") })
                row[StatementForm.Of(field, index + 1)] = Of(coding, column);
            var (state, from, to) = (Of(coding, "state"), Of(coding, "step_from"), Of(coding, "step_to"));
            row[StatementForm.Of("step", index + 1)] = from.Length == 0 ? state : from == to ? from : $"{from}-{to}";
            row[StatementForm.Of("basis", index + 1)] = state == "inferred" ? state : "stated";
        }

        row["quantities"] = quantities.Count == 0 ? "" : JsonSerializer.Serialize(quantities.Select(quantity => new FigureNamed(Of(quantity, "measure"), Number(quantity, "low"), Number(quantity, "high"), Of(quantity, "unit"), Of(quantity, "note") is { Length: > 0 } note ? note : null)), FigureNamed.Json);
        return row;
    }

    private static string Of(Dictionary<string, string> row, string column) => row.GetValueOrDefault(column, "");

    private static string[] Several(Dictionary<string, string> row, string column) => Of(row, column).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static double? Number(Dictionary<string, string> row, string column) => double.TryParse(Of(row, column), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A figure a statement names, as a cell has it.</summary>
internal sealed record FigureNamed(string Measure, double? Low, double? High, string Unit, string? Note)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
