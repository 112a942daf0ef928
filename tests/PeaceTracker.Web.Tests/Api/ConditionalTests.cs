using System.Net;
using System.Text.Json.Nodes;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Api;

/// <summary>Whoever has an answer already is told so (RFC 9110, 13), and is never told so when anything in it changed.</summary>
public sealed class ConditionalTests
{
    /// <summary>A value for each name in a path.</summary>
    private static readonly Dictionary<string, string> Samples = new()
    {
        ["process"] = "ukraine",
        ["party"] = "russia",
        ["issue"] = "nato-membership",
        ["number"] = "1",
        ["proposal"] = "russian-terms-august-2025",
        ["region"] = "donetsk",
        ["talksEvent"] = "alaska-summit",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_address_says_whether_its_answer_changed()
    {
        await using var app = new PeaceTrackerApp();
        using var client = app.Visitor();
        var document = JsonNode.Parse(await client.GetStringAsync("/api/v1/openapi.json", Cancellation))!;
        // What needs a token is nobody's to keep: ApiDraftTests.
        var addresses = document["paths"]!.AsObject().Where(path => path.Value!["get"]!["security"] is null).Select(path => Samples.Aggregate(path.Key, (text, sample) => text.Replace($"{{{sample.Key}}}", sample.Value, StringComparison.Ordinal))).ToList();
        Assert.True(addresses.Count > 25);
        foreach (var address in addresses.Concat(["/api/v1/openapi.json", "/api/v1/ukraine/statements?limit=3", "/ukraine/positions.json", "/ukraine/positions.csv", "/ukraine/positions.xlsx"]))
        {
            var (status, tag, body) = await AskAsync(client, HttpMethod.Get, address);
            Assert.Equal((HttpStatusCode.OK, true), (status, body.Length > 0));
            Assert.StartsWith("W/\"", tag, StringComparison.Ordinal);
            // Time that passes changes nothing by itself.
            app.Clock.Advance(TimeSpan.FromSeconds(1.5));
            Assert.Equal((address, HttpStatusCode.NotModified, tag, ""), (address, (await AskAsync(client, HttpMethod.Get, address, tag)).Status, (await AskAsync(client, HttpMethod.Get, address, tag)).Tag, (await AskAsync(client, HttpMethod.Get, address, tag)).Body));
            Assert.Equal((HttpStatusCode.OK, tag), ((await AskAsync(client, HttpMethod.Get, address, "\"another\"")).Status, (await AskAsync(client, HttpMethod.Get, address, "not a tag")).Tag));
            Assert.Equal((HttpStatusCode.OK, tag, ""), await AskAsync(client, HttpMethod.Head, address));
            Assert.Equal(HttpStatusCode.NotModified, (await AskAsync(client, HttpMethod.Get, address, $"\"x\", {tag}")).Status);
        }
    }

    [Fact]
    public async Task What_is_published_changes_the_answers_it_is_in_and_what_is_not_changes_none()
    {
        await using var app = new PeaceTrackerApp();
        using var client = app.Visitor();
        string[] changing = ["/api/v1/ukraine/positions?parties=russia&issues=neutrality", "/api/v1/ukraine/statements", "/api/v1/ukraine/statements?limit=1", "/api/v1/ukraine/parties/russia", "/api/v1/ukraine/changes"];
        string[] staying = ["/api/v1/ukraine/proposals/russian-terms-august-2025", "/api/v1/ukraine/statements?known=2026-11-25T12:00:00Z"];
        var before = await TagsAsync();
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        var number = await app.Services.SubmitAsync(editor);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(before, await TagsAsync());
        await app.Services.PublishAsync(await app.Services.AddAccountAsync(["Reviewer"]), number);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var after = await TagsAsync();
        Assert.Equal(changing.Concat(staying).Select(address => (address, changing.Contains(address))), before.Keys.Select(address => (address, before[address] != after[address])));

        async Task<Dictionary<string, string>> TagsAsync()
        {
            var tags = new Dictionary<string, string>();
            foreach (var address in changing.Concat(staying))
                tags[address] = (await AskAsync(client, HttpMethod.Get, address)).Tag;
            return tags;
        }
    }

    [Fact]
    public async Task The_day_is_part_of_an_answer_that_names_none_and_the_question_is_part_of_every_one()
    {
        await using var app = new PeaceTrackerApp();
        using var client = app.Visitor();
        var (today, dated) = ((await AskAsync(client, HttpMethod.Get, "/api/v1/ukraine/parties")).Tag, (await AskAsync(client, HttpMethod.Get, "/api/v1/ukraine/parties?date=2025-08-31")).Tag);
        Assert.NotEqual(today, (await AskAsync(client, HttpMethod.Get, "/ukraine/parties.csv")).Tag);
        Assert.NotEqual((await AskAsync(client, HttpMethod.Get, "/ukraine/parties.csv?bom=yes")).Tag, (await AskAsync(client, HttpMethod.Get, "/ukraine/parties.csv")).Tag);
        Assert.NotEqual((await AskAsync(client, HttpMethod.Get, "/api/v1/ukraine/parties?known=2026-11-24")).Tag, today);
        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.NotEqual(today, (await AskAsync(client, HttpMethod.Get, "/api/v1/ukraine/parties")).Tag);
        Assert.Equal(dated, (await AskAsync(client, HttpMethod.Get, "/api/v1/ukraine/parties?date=2025-08-31")).Tag);
    }

    private static async Task<(HttpStatusCode Status, string Tag, string Body)> AskAsync(HttpClient client, HttpMethod method, string address, string? known = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        if (known is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.True(answer.Headers.CacheControl?.NoCache, address);
        return (answer.StatusCode, answer.Headers.ETag!.ToString(), await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
