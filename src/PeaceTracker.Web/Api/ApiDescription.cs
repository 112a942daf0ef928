using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing.Importing;

namespace PeaceTracker.Web.Api;

/// <summary>The API as an OpenAPI document (https://spec.openapis.org/oas/v3.1.1.html), made of what the routes themselves say.</summary>
public sealed partial class ApiDescription(EndpointDataSource endpoints)
{
    private const string Json = "application/json", Problem = "application/problem+json", ProblemSchema = "Problem", Token = "token";

    /// <param name="server">Where the API is, for example <c>https://example.org</c>.</param>
    public OpenApiDocument Make(string server)
    {
        var document = new OpenApiDocument
        {
            Info = new()
            {
                Title = "PeaceTracker",
                Version = "1",
                Description = "Who holds which position in peace talks, since when, how it moved, and the evidence behind every one. The same answers as the pages and files of the site; within version 1 addresses, parameters and columns are only ever added.",
            },
            Servers = [new() { Url = server }],
            Paths = [],
            Components = new()
            {
                Schemas = new Dictionary<string, IOpenApiSchema> { [ProblemSchema] = Problems() },
                SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme> { [Token] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token that an editor made on the page of the account, with the scope drafts." } },
            },
        };
        foreach (var endpoint in Read())
        {
            var template = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            document.Paths.Add(Constraint().Replace(template, "{$1}"), new OpenApiPathItem { Operations = new() { [HttpMethod.Get] = Operation(document, endpoint, template) } });
        }

        DescribeDrafts(document);
        return document;
    }

    /// <summary>What is written: its addresses are pages of nobody, so that nothing else says what they take.</summary>
    private static void DescribeDrafts(OpenApiDocument document)
    {
        OpenApiSchema Of(JsonSchemaType type, string description) => new() { Type = type, Description = description };
        var (text, json) = (JsonSchemaType.String, Json);
        var properties = new Dictionary<string, IOpenApiSchema>
        {
            ["statement"] = Of(JsonSchemaType.Integer, "its number, which no other gets"),
            ["status"] = Of(text, "draft, in-review, returned; what became of it later, when it is asked for by the key it was made with"),
            ["said"] = Of(text, "the day, EDTF"),
            ["summary"] = Of(text, "one sentence"),
            ["parties"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = text }, Description = "slugs" },
            ["page"] = new OpenApiSchema { Type = text, Format = "uri", Description = "where a person goes on with it" },
        };
        document.Components!.Schemas!["Draft"] = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "A draft of a statement.", Properties = properties, Required = properties.Keys.ToHashSet() };
        document.Components.Schemas["DraftInFull"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A draft with all it says.",
            Properties = new Dictionary<string, IOpenApiSchema>(properties) { ["columns"] = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema { Type = text }, Description = "column to text, as the form of the desk has it" } },
            Required = properties.Keys.Append("columns").ToHashSet(),
        };
        document.Components.Schemas["Drafts"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "Own drafts, the newest first.",
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["statements"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference("Draft", document), Description = "one a draft" },
                ["next"] = new OpenApiSchema { Type = text | JsonSchemaType.Null, Format = "uri", Description = "address of the next part; null on the last" },
            },
            Required = new HashSet<string> { "statements", "next" },
        };
        document.Components.Schemas["NewDraft"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "The columns of an import as one object. What a further coding or source has bears its number: party-2, source-2. Several values are a list, or stand with semicolons between.",
            Properties = ImportField.All.ToDictionary(field => field.Name, field => (IOpenApiSchema)Of(text | JsonSchemaType.Number | JsonSchemaType.Boolean | JsonSchemaType.Array | JsonSchemaType.Null, field.Expected))
                .Append(new("keep-near", Of(JsonSchemaType.Boolean, "true: it is another statement than those on record it is like"))).ToDictionary(),
            Required = ImportField.All.Where(field => field.Required).Select(field => field.Name).ToHashSet(),
        };
        (string Status, string Description, string Schema)[] refusals =
        [
            ("400", "Something in the request cannot be understood.", ProblemSchema), ("401", "No token, or one that is not good.", ProblemSchema),
            ("403", "The token is not for this.", ProblemSchema), ("404", "There is no such thing.", ProblemSchema),
        ];
        var process = new OpenApiParameter { Name = "process", In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = text } };
        var list = ApiRoutes.Prefix + "/{process}/desk/statements";
        document.Paths.Add(list, new OpenApiPathItem
        {
            Operations = new()
            {
                [HttpMethod.Get] = Operation("desk_statements", "own drafts, the newest first", [process, Asked("after", "the mark in the address of the next part"), Asked("limit", Files.ListPart.Takes)], ("200", "The drafts.", "Drafts")),
                [HttpMethod.Post] = Writing(Operation(
                    "desk_statements_add", "makes a draft of what is sent, as of a row of an import; twice with one key makes one",
                    [process, new() { Name = "Idempotency-Key", In = ParameterLocation.Header, Required = true, Description = "up to 64 letters, digits, hyphens and underscores, others for each statement", Schema = new OpenApiSchema { Type = text } }],
                    ("201", "The draft.", "Draft"), ("409", "It is on record, or like something that is.", ProblemSchema), ("413", "It is too long.", ProblemSchema), ("415", "It is not JSON.", ProblemSchema), ("422", "No statement can be made of it; each column that is wrong is in `faults`.", ProblemSchema))),
            },
        });
        document.Paths.Add(list + "/{number}", new OpenApiPathItem
        {
            Operations = new() { [HttpMethod.Get] = Operation("desk_statements_number", "one own draft, with all it says", [process, new() { Name = "number", In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } }], ("200", "The draft.", "DraftInFull")) },
        });

        OpenApiParameter Asked(string name, string takes) => new() { Name = name, In = ParameterLocation.Query, Description = takes, Schema = new OpenApiSchema { Type = text } };

        OpenApiOperation Writing(OpenApiOperation operation)
        {
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { [json] = new OpenApiMediaType { Schema = new OpenApiSchemaReference("NewDraft", document) } } };
            return operation;
        }

        OpenApiOperation Operation(string id, string summary, IReadOnlyList<OpenApiParameter> parameters, params IReadOnlyList<(string Status, string Description, string Schema)> answers)
        {
            var operation = new OpenApiOperation
            {
                OperationId = id,
                Summary = summary,
                Parameters = [.. parameters],
                Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Token, document)] = [] }],
                Responses = [],
            };
            foreach (var (status, description, schema) in answers.Concat(refusals))
            {
                operation.Responses[status] = new OpenApiResponse
                {
                    Description = description,
                    Content = new Dictionary<string, OpenApiMediaType> { [schema == ProblemSchema ? Problem : json] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(schema, document) } },
                };
            }

            return operation;
        }
    }

    private IEnumerable<RouteEndpoint> Read() => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<ApiAnswer>() is not null)
        .OrderBy(endpoint => endpoint.RoutePattern.RawText, StringComparer.Ordinal);

    private static OpenApiOperation Operation(OpenApiDocument document, RouteEndpoint endpoint, string template)
    {
        var page = template[ApiRoutes.Prefix.Length..];
        var tables = endpoint.Metadata.OfType<GivesAttribute>().Select(gives => gives.Tables).ToList();
        var id = Sign().Replace(page.Replace("{process}", "", StringComparison.Ordinal), "_").Trim('_') is { Length: > 0 } name ? name : "process";
        return new()
        {
            OperationId = id,
            Summary = ApiText.Instance.Address(page),
            Parameters = [.. endpoint.RoutePattern.Parameters.Select(InPath), .. Query(endpoint)],
            Responses = new()
            {
                ["200"] = new OpenApiResponse
                {
                    Description = "The answer, the same as the file of the page.",
                    Headers = new Dictionary<string, IOpenApiHeader> { ["ETag"] = Header("Names what is answered; sent back in If-None-Match it asks whether that changed."), ["Link"] = Header("The next part of a long list, rel=\"next\"; absent on the last.") },
                    Content = new Dictionary<string, OpenApiMediaType> { [Json] = new OpenApiMediaType { Schema = tables.Count == 1 ? Answer(document, id, tables[0]) : new OpenApiSchema { OneOf = [.. tables.Select(one => (IOpenApiSchema)Answer(document, id, one))] } } },
                },
                ["304"] = new OpenApiResponse { Description = "What If-None-Match names is still the answer.", Headers = new Dictionary<string, IOpenApiHeader> { ["ETag"] = Header("The same.") } },
                ["400"] = Refusal(document, "The query asks for something that cannot be understood; what was found and what would be right is in `faults`."),
                ["404"] = Refusal(document, "There is no such thing; what is near is in `suggestions`."),
            },
        };
    }

    private static OpenApiHeader Header(string description) => new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static OpenApiResponse Refusal(OpenApiDocument document, string description) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType> { [Problem] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(ProblemSchema, document) } },
    };

    private static OpenApiParameter InPath(Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart part) => new()
    {
        Name = part.Name,
        In = ParameterLocation.Path,
        Required = true,
        Schema = new OpenApiSchema { Type = part.ParameterPolicies.Any(policy => policy.Content == "int") ? JsonSchemaType.Integer : JsonSchemaType.String },
    };

    private static IEnumerable<IOpenApiParameter> Query(RouteEndpoint endpoint)
    {
        var without = endpoint.Metadata.GetMetadata<WithoutEffectAttribute>()?.Names ?? [];
        var own = endpoint.Metadata.GetMetadata<TakesAttribute>()?.Names ?? [];
        return own.Select(name => (Name: name, Text: ApiText.Instance.Parameter(name)))
            .Concat(ViewBinder.Parameters.Select(pair => (Name: pair.Key, Text: (string?)(without.Contains(pair.Key) ? $"{pair.Value}; checked, and without effect here" : pair.Value))))
            .Select(one => new OpenApiParameter { Name = one.Name, In = ParameterLocation.Query, Description = one.Text, Schema = new OpenApiSchema { Type = JsonSchemaType.String } })
            .Append(new OpenApiParameter { Name = "If-None-Match", In = ParameterLocation.Header, Description = "The ETag of an answer that is at hand", Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
    }

    /// <summary>The object an address answers with: what it says of itself, and a list for every table.</summary>
    private static OpenApiSchema Answer(OpenApiDocument document, string operation, IReadOnlyList<Schema> tables)
    {
        var text = JsonSchemaType.String;
        var properties = new Dictionary<string, IOpenApiSchema>
        {
            ["schema"] = new OpenApiSchema { Type = text },
            ["schema_version"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["program"] = new OpenApiSchema { Type = text },
            ["process"] = new OpenApiSchema { Type = text },
            ["as_of"] = new OpenApiSchema { Type = text, Format = "date" },
            ["since"] = new OpenApiSchema { Type = text | JsonSchemaType.Null, Format = "date" },
            ["known"] = new OpenApiSchema { Type = text, Format = "date-time" },
            ["filter"] = new OpenApiSchema { Type = text },
            ["permalink"] = new OpenApiSchema { Type = text, Format = "uri" },
            ["licence"] = new OpenApiSchema { Type = text, Format = "uri" },
            ["without_effect"] = new OpenApiSchema { Type = text | JsonSchemaType.Null },
            ["next"] = new OpenApiSchema { Type = text | JsonSchemaType.Null, Format = "uri" },
        };
        foreach (var table in tables)
            properties[table.Name] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Row(document, operation, table) };
        return new() { Type = JsonSchemaType.Object, Properties = properties, Required = properties.Keys.ToHashSet() };
    }

    /// <summary>The rows of a table, described once for all addresses that have it. One with the name of another and columns of its own goes by its address too.</summary>
    private static OpenApiSchemaReference Row(OpenApiDocument document, string operation, Schema table)
    {
        var known = document.Components!.Schemas!;
        var name = known.TryGetValue(table.Name, out var other) && !other.Properties!.Keys.SequenceEqual(table.Columns.Select(column => column.Name)) ? $"{operation}_{table.Name}" : table.Name;
        known.TryAdd(name, Row(table));
        return new(name, document);
    }

    private static OpenApiSchema Row(Schema table)
    {
        var columns = table.Columns.ToDictionary(column => column.Name, column => (IOpenApiSchema)Value(column.Kind, ApiText.Instance.Column(table.Name, column.Name)));
        return new() { Type = JsonSchemaType.Object, Description = ApiText.Instance.Schema(table.Name), Properties = columns, Required = columns.Keys.ToHashSet() };
    }

    private static OpenApiSchema Value(ColumnKind kind, string? description)
    {
        OpenApiSchema Of(JsonSchemaType type, string? format = null) => new() { Type = type | JsonSchemaType.Null, Format = format, Description = description };
        OpenApiSchema List(JsonSchemaType type) => new() { Type = JsonSchemaType.Array | JsonSchemaType.Null, Items = new OpenApiSchema { Type = type }, Description = description };
        return kind switch
        {
            ColumnKind.Whole => Of(JsonSchemaType.Integer),
            ColumnKind.Fractional => Of(JsonSchemaType.Number),
            ColumnKind.Day => Of(JsonSchemaType.String, "date"),
            ColumnKind.Instant => Of(JsonSchemaType.String, "date-time"),
            ColumnKind.YesNo => Of(JsonSchemaType.Boolean),
            ColumnKind.Texts => List(JsonSchemaType.String),
            ColumnKind.Wholes => List(JsonSchemaType.Integer),
            _ => Of(JsonSchemaType.String),
        };
    }

    /// <summary>Problem details of RFC 9457, with what was found and what would be right.</summary>
    private static OpenApiSchema Problems()
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        OpenApiSchema List(params string[] names) => new()
        {
            Type = JsonSchemaType.Array,
            Items = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = names.ToDictionary(name => name, _ => (IOpenApiSchema)text), Required = names.ToHashSet() },
        };
        return new()
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["title"] = text,
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                ["detail"] = text,
                ["instance"] = text,
                ["faults"] = List("parameter", "found", "expected"),
                ["suggestions"] = List("text", "address"),
            },
            Required = new HashSet<string> { "title", "status", "detail", "instance", "faults", "suggestions" },
        };
    }

    [GeneratedRegex(@"\{([a-zA-Z]+):[^}]*\}")]
    private static partial Regex Constraint();

    [GeneratedRegex("[^a-zA-Z]+")]
    private static partial Regex Sign();
}
