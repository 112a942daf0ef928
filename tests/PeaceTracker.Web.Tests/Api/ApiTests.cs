using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Api;

public sealed class ApiTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("positions?date=2025-08-31")]
    [InlineData("positions/ukraine/nato-membership")]
    [InlineData("statements?q=neutrality&limit=3")]
    [InlineData("statements/36")]
    [InlineData("search?q=Zelensky")]
    [InlineData("proposals/us-28-points-november-2025")]
    [InlineData("compare?p=us-paper-april-2025,russian-terms-june-2024")]
    [InlineData("changes?since=2025-01")]
    [InlineData("about/scales")]
    public async Task The_same_is_answered_as_in_the_file_of_the_page(string address)
    {
        using var client = app.Visitor();
        var known = $"{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}known=2026-11-25";
        var file = JsonNode.Parse(await client.GetStringAsync($"/ukraine/{address.Replace("?", ".json?", StringComparison.Ordinal)}{(address.Contains('?', StringComparison.Ordinal) ? "" : ".json")}{known}", Cancellation))!.AsObject();
        var answer = JsonNode.Parse(await client.GetStringAsync($"/api/v1/ukraine/{address}{known}", Cancellation))!.AsObject();
        var (next, apiNext) = (file["next"]?.GetValue<string>(), answer["next"]?.GetValue<string>());
        file.Remove("next");
        answer.Remove("next");
        Assert.Equal(file.ToJsonString(), answer.ToJsonString());
        Assert.Equal(next?.Replace("/ukraine/statements.json?", "/api/v1/ukraine/statements?", StringComparison.Ordinal), apiNext);
    }

    [Fact]
    public async Task A_long_list_is_walked_part_by_part_without_gap_or_repetition()
    {
        using var client = app.Visitor();
        var all = JsonDocument.Parse(await client.GetStringAsync("/api/v1/ukraine/statements", Cancellation)).RootElement.GetProperty("statements").EnumerateArray().Select(row => row.GetProperty("statement").GetInt32()).ToList();
        var walked = new List<int>();
        for (var next = "/api/v1/ukraine/statements?limit=70"; next is not null;)
        {
            using var answer = await client.GetAsync(next, Cancellation);
            var part = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
            walked.AddRange(part.GetProperty("statements").EnumerateArray().Select(row => row.GetProperty("statement").GetInt32()));
            next = part.GetProperty("next").GetString();
            Assert.Equal(next is null ? null : $"<{next}>; rel=\"next\"", answer.Headers.TryGetValues("Link", out var link) ? link.Single() : null);
        }

        Assert.Equal(all, walked);
    }

    [Theory]
    [InlineData("ukraine/positions?date=2025-13", 400)]
    [InlineData("ukraine/positions?party=ukraine", 400)]
    [InlineData("ukraine/statements?after=x", 400)]
    [InlineData("ukraine/statements/999999", 404)]
    [InlineData("atlantis/positions", 404)]
    [InlineData("ukraine/nowhere", 404)]
    public async Task What_cannot_be_answered_is_told_as_problem_details(string address, int status)
    {
        using var client = app.Visitor();
        using var answer = await client.GetAsync("/api/v1/" + address, Cancellation);
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("suggestions").EnumerateArray());
        foreach (var suggestion in problem.GetProperty("suggestions").EnumerateArray())
        {
            using var mended = await client.GetAsync(suggestion.GetProperty("address").GetString(), Cancellation);
            Assert.InRange((int)mended.StatusCode, 200, 302);
        }
    }

    [Fact]
    public async Task The_document_names_every_address_of_the_api_and_every_address_says_what_it_is()
    {
        using var client = app.Visitor();
        var document = JsonDocument.Parse(await client.GetStringAsync("/api/v1/openapi.json", Cancellation)).RootElement;
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = document.GetProperty("paths").EnumerateObject().ToDictionary(path => path.Name, path => path.Value);
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Where(route => route.StartsWith("/api/v1/{", StringComparison.Ordinal)).Distinct().ToList();
        Assert.Equal(routes.Select(route => route.Replace(":int", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal), paths.Keys.Order(StringComparer.Ordinal));
        Assert.All(paths, path => Assert.False(string.IsNullOrEmpty(path.Value.GetProperty("get").GetProperty("summary").GetString()), path.Key));
        var ids = paths.Values.SelectMany(path => path.EnumerateObject()).Select(operation => operation.Value.GetProperty("operationId").GetString()).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
        Assert.Empty(document.GetProperty("components").GetProperty("schemas").EnumerateObject().Where(schema => schema.Name != "Problem")
            .SelectMany(schema => schema.Value.GetProperty("properties").EnumerateObject().Where(column => !column.Value.TryGetProperty("description", out _)).Select(column => $"{schema.Name}.{column.Name}")));
    }
}
