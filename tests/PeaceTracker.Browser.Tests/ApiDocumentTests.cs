using System.Text.Json.Nodes;

namespace PeaceTracker.Browser.Tests;

/// <summary>The OpenAPI document, judged by a validator that is not ours, by the schema that the OpenAPI Initiative publishes.</summary>
public sealed class ApiDocumentTests(Site site)
{
    [Fact]
    public async Task The_document_is_valid_OpenAPI()
    {
        using var client = new HttpClient();
        var document = await client.GetStringAsync(new Uri(site.App.Address + "/api/v1/openapi.json"), TestContext.Current.CancellationToken);
        var (valid, said) = await CheckAsync(document);
        Assert.True(valid, said);
    }

    [Fact]
    public async Task A_document_that_is_not_valid_is_found_out()
    {
        using var client = new HttpClient();
        var document = JsonNode.Parse(await client.GetStringAsync(new Uri(site.App.Address + "/api/v1/openapi.json"), TestContext.Current.CancellationToken))!;
        document["paths"]!["/api/v1/{process}/parties"]!["get"]!["parameters"]!.AsArray()[0]!.AsObject().Remove("in");
        var (valid, said) = await CheckAsync(document.ToJsonString());
        Assert.False(valid);
        Assert.Contains("parameters/0", said, StringComparison.Ordinal);
    }

    private static async Task<(bool Valid, string Said)> CheckAsync(string document)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("peacetracker-api-").FullName, "openapi.json");
        await File.WriteAllTextAsync(file, document, TestContext.Current.CancellationToken);
        var answer = await Node.RunAsync("node_modules/@seriousme/openapi-schema-validator/bin/validate-api-cli.js", file);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        return answer;
    }
}
