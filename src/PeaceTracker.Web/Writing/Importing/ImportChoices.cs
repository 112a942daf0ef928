using System.Text.Json;
using PeaceTracker.Domain.Text;

namespace PeaceTracker.Web.Writing.Importing;

/// <summary>What an editor said about a table: how it is read, what its columns are, and what stands in the place of which cells. The file itself is never changed.</summary>
public sealed record ImportChoices
{
    /// <summary>Name of <see cref="TableText.Encodings"/>; null while it was found out.</summary>
    public string? Encoding { get; init; }

    /// <summary>Name of <see cref="TableRows.Separators"/>; null while it was found out.</summary>
    public string? Separator { get; init; }

    /// <summary>The columns were looked at and confirmed.</summary>
    public bool Confirmed { get; init; }

    /// <summary>Field to index of its column, from 0.</summary>
    public Dictionary<string, int> Columns { get; init; } = [];

    /// <summary>Field to the text it has in every row, where no column gives it.</summary>
    public Dictionary<string, string> Same { get; init; } = [];

    /// <summary>Field without the number of a coding, to what is found in it, to what stands for that in every row.</summary>
    public Dictionary<string, Dictionary<string, string>> Repairs { get; init; } = [];

    /// <summary>Number of a row, to field, to what stands there instead.</summary>
    public Dictionary<int, Dictionary<string, string>> Edits { get; init; } = [];

    /// <summary>Numbers of the rows that became drafts; empty before.</summary>
    public IReadOnlyList<int> Taken { get; init; } = [];

    /// <summary>The columns by their headings; of two that name one field the first.</summary>
    public static ImportChoices Guess(IReadOnlyList<string> headings)
    {
        var choices = new ImportChoices();
        // A heading that is the name of a field goes before one that only suggests it.
        foreach (var (index, field, _) in headings.Select((heading, index) => (index, Of: ImportField.Of(heading))).Where(pair => pair.Of is not null).Select(pair => (pair.index, pair.Of!.Value.Field, pair.Of.Value.Exact)).OrderBy(pair => !pair.Exact))
            choices.Columns.TryAdd(field, index);
        return choices;
    }

    /// <summary>What stands in a field of a row.</summary>
    public string Value(TableRow row, string field)
    {
        if (Edits.Count > 0 && Edits.GetValueOrDefault(row.Number)?.GetValueOrDefault(field) is { } edited)
            return edited;
        var found = Found(row, field);
        return Repairs.Count == 0 ? found : Repairs.GetValueOrDefault(ImportField.Stem(field))?.GetValueOrDefault(found) ?? found;
    }

    /// <summary>What the file has in a field of a row, or what was said for all.</summary>
    public string Found(TableRow row, string field) =>
        LineBreaks.Plain(Columns.TryGetValue(field, out var index) ? row.Cells.ElementAtOrDefault(index) ?? "" : Same.GetValueOrDefault(field, "")).Trim();

    /// <summary>The fields that may have something in a row.</summary>
    public IEnumerable<string> FieldsOf(TableRow row) => Columns.Keys.Concat(Same.Keys).Concat(Edits.GetValueOrDefault(row.Number)?.Keys ?? Enumerable.Empty<string>());

    /// <summary>Something else was put there for this row alone.</summary>
    public bool IsEdited(TableRow row, string field) => Edits.GetValueOrDefault(row.Number)?.ContainsKey(field) == true;

    /// <summary>These choices with other columns: what was said of a field that is another column now is forgotten.</summary>
    public ImportChoices With(Dictionary<string, int> columns, Dictionary<string, string> same)
    {
        var changed = columns.Keys.Union(Columns.Keys).Union(same.Keys).Union(Same.Keys)
            .Where(field => columns.GetValueOrDefault(field, -1) != Columns.GetValueOrDefault(field, -1) || same.GetValueOrDefault(field) != Same.GetValueOrDefault(field)).ToHashSet();
        foreach (var field in changed)
        {
            Repairs.Remove(ImportField.Stem(field));
            foreach (var edits in Edits.Values)
                edits.Remove(field);
        }

        return this with { Confirmed = true, Columns = columns, Same = same };
    }

    public string ToJson() => JsonSerializer.Serialize(this);

    /// <exception cref="JsonException">It is not what <see cref="ToJson"/> gave.</exception>
    public static ImportChoices FromJson(string json) => JsonSerializer.Deserialize<ImportChoices>(json)!;
}
