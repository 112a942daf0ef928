using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Api;

/// <summary>
/// Every example in docs/api.md is sent, in their order: <c>http</c> is a request, which ends with the status of its answer, and <c>json</c> after it
/// what is in the answer among other things. There is no other kind of example.
/// </summary>
public sealed class ExampleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_example_in_the_document_is_answered_as_it_says()
    {
        var blocks = Blocks(await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "api.md"), Cancellation)).ToList();
        Assert.True(blocks.Count(block => block.Kind == "http") >= 6);
        Assert.All(blocks, block => Assert.Contains(block.Kind, (string[])["http", "json"]));
        await using var app = new PeaceTrackerApp();
        using var client = app.Visitor();
        string token;
        await using (var scope = app.Services.CreateAsyncScope())
            token = await scope.ServiceProvider.GetRequiredService<ApiTokens>().IssueAsync((await app.Services.AddAccountAsync(["Editor"])).Id, "Examples", ApiToken.Drafts, TimeSpan.FromDays(1), Cancellation);
        var (tag, body, asked) = ("", "", "");
        foreach (var (kind, text) in blocks)
        {
            if (kind == "json")
            {
                Assert.True(Has(JsonNode.Parse(body), JsonNode.Parse(text)), $"{asked}\nanswers\n{body}\nand not\n{text}");
                continue;
            }

            using var request = Request(text.Replace("pt_...", token, StringComparison.Ordinal).Replace("W/\"...\"", tag, StringComparison.Ordinal), out var status);
            using var answer = await client.SendAsync(request, Cancellation);
            (tag, body, asked) = (answer.Headers.ETag?.ToString() ?? "", await answer.Content.ReadAsStringAsync(Cancellation), text);
            Assert.True(answer.StatusCode == status, $"{text}\nanswers {(int)answer.StatusCode}\n{body}");
        }
    }

    private static IEnumerable<(string Kind, string Text)> Blocks(IEnumerable<string> lines)
    {
        string? kind = null;
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                if (kind is not null)
                    text.Append(line).Append('\n');
                continue;
            }

            if (kind is not null)
                yield return (kind, text.ToString());
            kind = kind is null ? line[3..].Trim() : null;
            text.Clear();
        }
    }

    private static HttpRequestMessage Request(string text, out HttpStatusCode status)
    {
        var lines = text.TrimEnd().Split('\n');
        status = (HttpStatusCode)int.Parse(lines[^1].TrimStart('#'), System.Globalization.CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(new(lines[0].Split(' ')[0]), new Uri(lines[0].Split(' ')[1], UriKind.Relative));
        var headers = lines[1..].TakeWhile(line => line.Length > 0).Select(line => line.Split(": ", 2)).ToList();
        var content = string.Join('\n', lines[(headers.Count + 1)..^1]).Trim();
        if (content.Length > 0)
            request.Content = new StringContent(content, Encoding.UTF8, headers.Single(header => header[0] == "Content-Type")[1]);
        foreach (var header in headers.Where(header => header[0] != "Content-Type"))
            request.Headers.Add(header[0], header[1]);
        return request;
    }

    /// <summary>The answer has all that the example has: of an object each member, of a list each item somewhere.</summary>
    private static bool Has(JsonNode? answer, JsonNode? example) => example switch
    {
        JsonObject members => answer is JsonObject all && members.All(member => all.ContainsKey(member.Key) && Has(all[member.Key], member.Value)),
        JsonArray items => answer is JsonArray all && items.All(item => all.Any(one => Has(one, item))),
        _ => JsonNode.DeepEquals(answer, example),
    };
}
