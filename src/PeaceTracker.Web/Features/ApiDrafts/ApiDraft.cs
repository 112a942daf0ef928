using System.Text.Json.Serialization;

namespace PeaceTracker.Web.Features.ApiDrafts;

/// <summary>A draft as a program is told it; the OpenAPI document describes the same (ApiDescription).</summary>
public sealed record ApiDraft(
    [property: JsonPropertyName("statement")] int Statement,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("said")] string Said,
    [property: JsonPropertyName("summary")] string Summary,
    [property: JsonPropertyName("parties")] IReadOnlyList<string> Parties,
    [property: JsonPropertyName("page")] string Page)
{
    /// <summary>Of one draft alone.</summary>
    [JsonPropertyName("columns"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Columns { get; init; }
}

public sealed record ApiDraftList([property: JsonPropertyName("statements")] IReadOnlyList<ApiDraft> Statements, [property: JsonPropertyName("next")] string? Next);
