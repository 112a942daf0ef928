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
            foreach (var row in root.GetProperty(list).EnumerateArray())
            {
                var cells = new Dictionary<string, string>();
                foreach (var property in row.ValueKind == JsonValueKind.Object ? row.EnumerateObject() : default)
                {
                    if (Try(property.Value) is not { } cell)
                    {
                        problem = $"In the list \"{list}\", row {lists[list].Count + 1}, \"{property.Name}\" has a value that the files from here do not have. Take the file away anew";
                        return null;
                    }

                    cells[property.Name] = cell;
                }

                lists[list].Add(cells);
            }
        }

        return Read(lists);

        static string? Try(JsonElement value)
        {
            try
            {
                return JsonTable.Cell(value);
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }
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
