using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using Json.Schema;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Api;

/// <summary>
/// The document is a contract: whatever is asked of an address in it, the answer is one that the document announces, with a body as it says. A
/// thousand requests an address are made of right values, of values that are nearly right, and of nonsense; always the same ones.
/// </summary>
public sealed partial class ContractTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const int Requests = 1000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_requests_an_address_are_all_answered_as_the_document_says()
    {
        using var client = app.Visitor();
        var operations = Operation.Of(JsonNode.Parse(await client.GetStringAsync("/api/v1/openapi.json", Cancellation))!);
        var right = await RightValuesAsync(client);
        var token = await TokenAsync();
        var faults = new ConcurrentBag<string>();
        var answered = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(operations, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Cancellation }, async (operation, cancellation) =>
        {
            var generator = Sendings(operation, right);
            for (var number = 0U; number < Requests; number++)
            {
                var (address, content) = generator.Generate(new PCG(1, number), null, out _);
                using var request = new HttpRequestMessage(new(operation.Method), new Uri(address, UriKind.Relative)) { Content = content is null ? null : new StringContent(content, Encoding.UTF8, "application/json") };
                // Some have no token where one is needed, and some no key.
                if (operation.NeedsToken && number % 10 > 0)
                    request.Headers.Authorization = new("Bearer", token);
                if (content is not null && number % 20 != 3)
                    request.Headers.Add("Idempotency-Key", $"request-{number}");
                using var answer = await client.SendAsync(request, cancellation);
                var body = await answer.Content.ReadAsStringAsync(cancellation);
                if (operation.Fault((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), body) is { } fault)
                    faults.Add($"{operation.Name}, request {number}, {address} {content}: {fault}");
                else if (answer.IsSuccessStatusCode)
                    answered.Add(operation.Name);
            }
        });
        Assert.True(faults.IsEmpty, $"{faults.Count} answers break the contract, among them\n{string.Join('\n', faults.Order(StringComparer.Ordinal).DistinctBy(fault => fault.Split(", request ")[0] + fault.Split(": ", 2)[1]).Take(30))}");
        // Requests that are all refused would say nothing of answers.
        Assert.Empty(operations.Where(operation => answered.Count(name => name == operation.Name) < Requests / 20).Select(operation => operation.Name));
    }

    [Fact]
    public async Task An_answer_that_is_not_as_the_document_says_is_seen()
    {
        using var client = app.Visitor();
        var operations = Operation.Of(JsonNode.Parse(await client.GetStringAsync("/api/v1/openapi.json", Cancellation))!);
        var parties = Assert.Single(operations, operation => operation.Path == "/api/v1/{process}/parties");
        var body = await client.GetStringAsync("/api/v1/ukraine/parties", Cancellation);
        Assert.Null(parties.Fault(200, "application/json; charset=utf-8", body));
        Assert.NotNull(parties.Fault(500, "application/problem+json", body));
        Assert.NotNull(parties.Fault(418, "application/problem+json", body));
        Assert.NotNull(parties.Fault(200, "text/html", body));
        Assert.NotNull(parties.Fault(200, "application/json; charset=utf-8", body.Replace("\"as_of\": \"", "\"as_of\": \"on ", StringComparison.Ordinal)));
        Assert.NotNull(parties.Fault(200, "application/json; charset=utf-8", body.Replace("\"name\": \"Ukraine\"", "\"name\": 5", StringComparison.Ordinal)));
        Assert.NotNull(parties.Fault(200, "application/json; charset=utf-8", body.Replace("\"licence\"", "\"license\"", StringComparison.Ordinal)));
        Assert.NotNull(parties.Fault(400, "application/problem+json", """{"title": "No"}"""));
    }

    /// <summary>A token of an editor with some drafts.</summary>
    private async Task<string> TokenAsync()
    {
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        for (var day = 1; day <= 5; day++)
            await app.Services.SaveAsync(editor, new() { MadeOn = $"2026-10-0{day}", Summary = $"Said on day {day}." });
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ApiTokens>().IssueAsync(editor.Id, "Contract", ApiToken.Drafts, TimeSpan.FromDays(1), Cancellation);
    }

    /// <summary>For each parameter values that some answer names; with its place in the path where one name stands for several things.</summary>
    private static async Task<Dictionary<string, string[]>> RightValuesAsync(HttpClient client)
    {
        var parties = await ColumnAsync("parties", "parties", "party");
        var issues = await ColumnAsync("issues", "issues", "issue");
        var proposals = await ColumnAsync("proposals", "proposals", "proposal");
        var events = await ColumnAsync("events", "events", "event");
        var regions = await ColumnAsync("territory", "control", "region");
        var days = new[] { "2025-08-31", "2022-03", "2025", "2026-11-25", "1900-01-01", "2014-02-27" };
        return new()
        {
            ["process"] = ["ukraine"],
            ["party"] = parties,
            ["a"] = parties,
            ["b"] = parties,
            ["parties"] = [.. parties, "russia,ukraine", "united-states"],
            ["issue"] = issues,
            ["issues"] = [.. issues, "nato-membership,territory"],
            ["proposal"] = proposals,
            ["with"] = proposals,
            ["base"] = proposals,
            ["p"] = [.. proposals.Zip(proposals.Skip(1), (one, other) => $"{one},{other}")],
            ["talksEvent"] = events,
            ["region"] = [.. regions, "other"],
            ["territory/{region}"] = ["donetsk", "luhansk", "kherson", "zaporizhzhia", "crimea"],
            ["desk/statements/{number}"] = ["10001", "10002", "10003", "10004", "10005"],
            ["statements/{number}"] = await ColumnAsync("statements?limit=40", "statements", "statement"),
            ["sources/{number}"] = await ColumnAsync("sources?limit=40", "sources", "number"),
            ["date"] = days,
            ["since"] = [.. days, .. events],
            ["known"] = ["2026-11-25T12:00:00Z", "2026-11-25", "2026-11", "2026", "2026-11-25T11:00:00.5Z"],
            ["from"] = days,
            ["to"] = days,
            ["state"] = ["changed", "no-answer", "stated", "silent", "disputed", "ambiguous", "conditional"],
            ["evidence"] = ["on-record", "source-C", "grade-2", "official-document,source-B", "grade-1"],
            ["q"] = ["NATO", "28-point", "Minsk-2", "O'Brien", "\"", "*", "(", "Зеленський", "neutral*", "-NATO", "2022-03"],
            ["order"] = ["newest", "relevance", "text"],
            ["channel"] = ["on-record", "official-document", "report"],
            ["grade"] = ["1", "2", "A", "B"],
            ["year"] = ["2022", "2025"],
            ["response"] = ["accepted", "rejected"],
            ["flag"] = ["contradicted", "altered-quote"],
            ["kind"] = ["article", "transcript"],
            ["language"] = ["uk", "en", "not-recorded"],
            ["statements"] = ["with"],
            ["limit"] = ["1", "2", "7"],
            ["after"] = [.. (await Task.WhenAll(MarkAsync("statements"), MarkAsync("sources"), MarkAsync("proposals"), MarkAsync("responses"), MarkAsync("shares/codings"))).OfType<string>()],
            ["sort"] = ["gap", "change", "group"],
            ["regions"] = ["all"],
            ["minEvidence"] = ["1", "20", "1000"],
            ["show"] = ["all", "differ", "one-text", "not-comparable"],
            ["words"] = ["summaries"],
        };

        async Task<string[]> ColumnAsync(string address, string table, string column) =>
            [.. JsonNode.Parse(await client.GetStringAsync($"/api/v1/ukraine/{address}", Cancellation))![table]!.AsArray().Select(row => row![column]?.ToString()).OfType<string>().Distinct()];

        async Task<string?> MarkAsync(string list) =>
            JsonNode.Parse(await client.GetStringAsync($"/api/v1/ukraine/{list}?limit=1", Cancellation))!["next"]?.ToString() is { } next ? Uri.UnescapeDataString(After().Match(next).Groups[1].Value) : null;
    }

    /// <summary>Address and, where one is sent, content.</summary>
    private static Gen<(string Address, string? Content)> Sendings(Operation operation, Dictionary<string, string[]> right) => operation.Columns.Count == 0
        ? Addresses(operation, right).Select(address => (address, (string?)null))
        : Gen.Select(Addresses(operation, right), Contents(operation, right), (address, content) => (address, (string?)content));

    /// <summary>Mostly an object with all that is needed, and with more; some of it wrong. Now and then no object at all.</summary>
    private static Gen<string> Contents(Operation operation, Dictionary<string, string[]> right)
    {
        var needed = new Dictionary<string, string[]>
        {
            ["source"] = right["sources/{number}"],
            ["said"] = [.. Enumerable.Range(0, 60).Select(month => new DateOnly(2021, 1, 5).AddMonths(month).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), "2026-08", "3 July 2026"],
            ["party"] = ["russia", "ukraine", "united-states", "china", "france"],
            // Not of regions, which a coding would have to name.
            ["issue"] = ["elections", "sanctions", "neutrality", "nato-membership", "ceasefire"],
            ["step"] = ["1", "2", "3"],
            ["channel"] = ["on-record", "official-document"],
            ["paragraph"] = ["para 1", "para 2"],
            ["information"] = ["1", "2", "6"],
        };
        var wrong = Gen.OneOf<JsonNode?>(
            Nonsense.Select(text => (JsonNode?)JsonValue.Create(Uri.UnescapeDataString(text))), Gen.OneOf("-1", "1e400", "2.5", "true", "null", "{}", "[]", "[[1]]", "[null]", "\"\\u0000\"", "\"2026-13-45\"").Select(text => JsonNode.Parse(text)));
        var parts = operation.Columns.Select(name => Gen.Select(Gen.Int[0, 399], Gen.OneOf(needed.GetValueOrDefault(name, ["yes", "1", "russia", "NATO", "2-3"])), wrong, (dice, good, bad) =>
            dice < 3 ? Column(name, bad?.DeepClone()) : needed.ContainsKey(name) || dice < 5 ? Column(name, good) : Column(name, null)))
            .Append(Gen.Int[0, 9].Select(dice => dice < 8 ? Column("keep-near", true) : dice == 8 ? Column("partie", "x") : Column("", null)));
        var objects = parts.Aggregate(Gen.Const(Array.Empty<(string Name, JsonNode? Value)>()), (all, part) => Gen.Select(all, part, (left, one) => one.Value is null && one.Name != "note" ? left : [.. left, one]))
            .Select(pairs => new JsonObject(pairs.Where(pair => pair.Name.Length > 0).Select(pair => KeyValuePair.Create(pair.Name, pair.Value?.DeepClone()))).ToJsonString());
        return Gen.Int[0, 39].SelectMany<int, string>(dice => dice == 0 ? Gen.OneOf("", "[]", "{}", "{\"said\":", "null", "5", "{\"said\":\"2026\",\"said\":\"2025\"}", "\uFEFF{}", "[{\"said\": 1}]") : objects);
    }

    private static (string Name, JsonNode? Value) Column(string name, JsonNode? value) => (name, value);

    private static Gen<string> Addresses(Operation operation, Dictionary<string, string[]> right)
    {
        // A zero in a path is refused by the server itself, before there is a request.
        var places = operation.InPath.Aggregate(Gen.Const(operation.Path), (path, name) => Gen.Select(
            path, Value(right.Keys.FirstOrDefault(key => operation.Path.Contains(key, StringComparison.Ordinal) && key.EndsWith($"{{{name}}}", StringComparison.Ordinal)) ?? name, right, often: 12), (text, value) => text.Replace($"{{{name}}}", value.Replace("%00", "%01", StringComparison.Ordinal), StringComparison.Ordinal)));
        var parts = operation.InQuery.Select(name =>
        {
            // Short answers are as good as long ones; all else is left out most of the time.
            var (given, once) = (name == "limit" ? 9 : 2, Value(name, right, often: 11).Select(value => $"{Uri.EscapeDataString(name)}={value}"));
            return Gen.Select(Gen.Int[0, 9], once, once, Gen.Int[0, 39], (dice, one, other, twice) => dice >= given ? "" : twice == 0 ? $"{one}&{other}" : one);
        }).Append(Gen.Select(Gen.Int[0, 39], Nonsense, (dice, text) => dice == 0 ? $"{text}={text}" : ""));
        return Gen.Select(places, parts.Aggregate(Gen.Const(""), (all, part) => Gen.Select(all, part, (left, one) => one.Length == 0 ? left : left.Length == 0 ? "?" + one : $"{left}&{one}")), (path, query) => path + query);
    }

    /// <summary>A value as it stands in an address; <paramref name="often"/> of 14 times a right one.</summary>
    private static Gen<string> Value(string name, Dictionary<string, string[]> right, int often)
    {
        var values = Gen.OneOf(right.GetValueOrDefault(name) ?? throw new InvalidOperationException($"Add right values for {name}."));
        var near = Gen.Select(values, Gen.Int[0, 9], Gen.Int[0, 60], (value, way, at) => way switch
        {
            0 => value.ToUpperInvariant(),
            1 => value + " ",
            2 => "+" + value,
            3 => "-" + value,
            4 => "0" + value,
            5 => value + "," + value,
            6 => value + "0000000000",
            7 => value.Replace('-', '_'),
            8 => value.Remove(at % value.Length, 1) is { Length: > 0 } shorter ? shorter : "x",
            _ => value.Insert(at % value.Length, "'"),
        }).Select(Uri.EscapeDataString);
        return Gen.Int[0, 13].SelectMany(dice => dice < often ? values.Select(Uri.EscapeDataString) : dice < 13 - ((13 - often) / 2) ? near : Nonsense);
    }

    /// <summary>What nobody means: never "." or "..", which a client takes out of an address itself.</summary>
    private static readonly Gen<string> Nonsense = Gen.OneOf<string>(
        Gen.OneOf(
            "%00", "%FF", "%ED%A0%80", "%25", "%2F", "%5C..%5C", "%E2%80%AE", "%F0%9F%95%8A", "%0D%0A", "%26%3D", "NaN", "Infinity", "1e9", "0x10", "-1", "0", "-0", "2147483647", "2147483648", "9223372036854775808",
            "9999-12-31", "0001-01-01", "1899-12-31", "2024-02-30", "2025-00-00", "9999-12-31T23:59:59.999Z", "2026-11-25T12:00:00%2B02:00", "true", "null", "%7B%22a%22:1%7D", "%27%20or%201=1--", "%3Cscript%3E"),
        Gen.String[1, 40].Select(Uri.EscapeDataString),
        Gen.Select(Gen.Char['0', '9'], Gen.Int[1, 4000], (digit, times) => new string(digit, times)),
        Gen.Select(Gen.OneOf("я", "a", ",", " ", "\"", "-", "(", "é"), Gen.Int[1, 3000], (text, times) => Uri.EscapeDataString(string.Concat(Enumerable.Repeat(text, times)))));

    [GeneratedRegex("[?&]after=([^&]*)")]
    private static partial Regex After();

    /// <param name="Columns">Names of what is sent; none where nothing is.</param>
    private sealed record Operation(
        string Method, string Path, bool NeedsToken, IReadOnlyList<string> InPath, IReadOnlyList<string> InQuery, IReadOnlyList<string> Columns, IReadOnlyDictionary<int, IReadOnlyDictionary<string, JsonSchema>> Answers)
    {
        public string Name => $"{Method} {Path}";

        private static readonly EvaluationOptions Strictly = new() { RequireFormatValidation = true, OutputFormat = OutputFormat.List };

        /// <summary>Rows that stood in a right answer; that they are right says nothing new, and most come again and again.</summary>
        private readonly ConcurrentDictionary<(string Table, string Row), bool> right = new();

        public static IReadOnlyList<Operation> Of(JsonNode document) =>
        [
            .. from path in document["paths"]!.AsObject()
               from method in path.Value!.AsObject()
               let operation = method.Value!
               let parameters = operation["parameters"]!.AsArray().Select(parameter => (In: parameter!["in"]!.GetValue<string>(), Name: parameter["name"]!.GetValue<string>())).ToList()
               select new Operation(
                   method.Key.ToUpperInvariant(), path.Key, operation["security"] is not null, [.. parameters.Where(one => one.In == "path").Select(one => one.Name)], [.. parameters.Where(one => one.In == "query").Select(one => one.Name)],
                   operation["requestBody"] is null ? [] : [.. document["components"]!["schemas"]!["NewDraft"]!["properties"]!.AsObject().Select(property => property.Key).Where(name => name != "keep-near")],
                   operation["responses"]!.AsObject().ToDictionary(
                       answer => int.Parse(answer.Key, CultureInfo.InvariantCulture),
                       answer => (IReadOnlyDictionary<string, JsonSchema>)(answer.Value!["content"]?.AsObject() ?? []).ToDictionary(content => content.Key, content => Schema(document, content.Value!["schema"]!)))),
        ];

        /// <summary>In what an answer is not as the document says; null when it is.</summary>
        public string? Fault(int status, string? type, string body)
        {
            if (!Answers.TryGetValue(status, out var contents))
                return $"{status} is not among its answers: {(body.Length > 200 ? body[..200] : body)}";
            if (contents.Count == 0)
                return null;
            if (!contents.TryGetValue(type?.Split(';')[0] ?? "", out var schema))
                return $"{status} comes as {type}";
            JsonDocument answer;
            try
            {
                answer = JsonDocument.Parse(body);
            }
            catch (JsonException error)
            {
                return $"{status} is no JSON: {error.Message}";
            }

            using (answer)
            {
                var fresh = new List<(string Table, string Row)>();
                var told = new JsonObject(answer.RootElement.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, property.Value.ValueKind == JsonValueKind.Array ? New(property) : JsonNode.Parse(property.Value.GetRawText()))));
                var verdict = schema.Evaluate(JsonSerializer.SerializeToElement(told), Strictly);
                if (!verdict.IsValid)
                    return $"{status} is not as its schema says: {string.Join("; ", (verdict.Details ?? []).Where(detail => detail.Errors is { Count: > 0 }).Take(5).Select(detail => $"{detail.InstanceLocation} {string.Join(", ", detail.Errors!.Values)}"))}";
                foreach (var row in fresh)
                    right[row] = true;
                return null;

                JsonArray New(JsonProperty table)
                {
                    var rows = new JsonArray();
                    foreach (var row in table.Value.EnumerateArray())
                    {
                        var text = row.GetRawText();
                        if (right.ContainsKey((table.Name, text)))
                            continue;
                        fresh.Add((table.Name, text));
                        rows.Add(JsonNode.Parse(text));
                    }

                    return rows;
                }
            }
        }

        /// <summary>A schema of the document as one of its own, with all it refers to.</summary>
        private static JsonSchema Schema(JsonNode document, JsonNode schema)
        {
            var whole = schema.DeepClone().AsObject();
            whole["$schema"] = "https://json-schema.org/draft/2020-12/schema";
            whole["components"] = document["components"]!.DeepClone();
            return JsonSchema.FromText(whole.ToJsonString());
        }
    }
}
