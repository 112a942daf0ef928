using System.Net;
using System.Text.Json;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Reading;

/// <summary>Faults offer what was most likely meant, in the form that was asked for.</summary>
public sealed class FaultTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    [Theory]
    // A whole word of the name, then what only has as many letters.
    [InlineData("/ukraine/issues/nato", "/ukraine/issues/nato-membership", "/ukraine/issues/nato-enlargement")]
    [InlineData("/ukraine/issues/membership", "/ukraine/issues/nato-membership", "/ukraine/issues/eu-membership")]
    // A section mistyped, and a kind of file a page does not come as.
    [InlineData("/ukraine/isues", "/ukraine/issues")]
    [InlineData("/ukraine/statement", "/ukraine/statements")]
    [InlineData("/ukraine/about/methods", "/ukraine/about/method")]
    [InlineData("/ukraine/sourcs/1", "/ukraine/sources")]
    public async Task The_nearest_addresses_come_first(string address, params string[] offers)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address, 404);
        Assert.Equal(offers.Order(StringComparer.Ordinal), page.QuerySelectorAll("main li a").Take(offers.Length).Select(link => link.GetAttribute("href")!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Only_what_whoever_asks_can_open_is_offered()
    {
        using var visitor = app.Visitor();
        using var editor = await app.SignInAsync("Editor");
        string[] mistyped = ["/ukraine/dek", "/ukraine/desk/source/new", "/ukraine/desk/autosaves", "/ukraine/reviews", "/ukraine/admins", "/ukraine/review/batches", "/atlantis/isues"];
        foreach (var (client, name) in new[] { (visitor, "visitor"), (editor, "editor") })
        {
            foreach (var address in mistyped)
            {
                using var page = await client.GetPageAsync(address, 404);
                foreach (var offer in page.QuerySelectorAll("main li a").Select(link => link.GetAttribute("href")!))
                {
                    using var answer = await client.GetAsync(new Uri(offer, UriKind.Relative), TestContext.Current.CancellationToken);
                    Assert.True((int)answer.StatusCode < 400 && answer.Headers.Location?.OriginalString.StartsWith("/account", StringComparison.Ordinal) != true, $"{name} asked for {address} and was offered {offer}: {(int)answer.StatusCode} {answer.Headers.Location}");
                }
            }
        }

        Assert.Contains("/ukraine/desk", (await editor.GetPageAsync("/ukraine/dek", 404)).QuerySelectorAll("main li a").Select(link => link.GetAttribute("href")));
        Assert.DoesNotContain("/ukraine/desk", (await visitor.GetPageAsync("/ukraine/dek", 404)).QuerySelectorAll("main li a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task A_kind_of_file_a_page_does_not_come_as_leads_to_the_page()
    {
        using var client = app.Visitor();
        using var answer = await client.GetAsync(new Uri("/ukraine/positions.svg", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Open positions: /ukraine/positions", problem.RootElement.GetProperty("suggestions")[0].GetProperty("text").GetString());
        // With the ending it would be the same fault again.
        Assert.Equal("/ukraine/positions", problem.RootElement.GetProperty("suggestions")[0].GetProperty("address").GetString());
    }

    [Theory]
    [InlineData("/ukraine/positions?parties=&date=2025-08-31", "parties", "/ukraine/positions?date=2025-08-31")]
    [InlineData("/ukraine/positions?issues=%20", "issues", "/ukraine/positions")]
    [InlineData("/ukraine/issues/nato-membership?parties=", "parties", "/ukraine/issues/nato-membership")]
    [InlineData("/ukraine/statements?issues=", "issues", "/ukraine/statements")]
    public async Task Nobody_chosen_is_said_and_not_taken_for_the_usual_ones(string address, string parameter, string offer)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address, 400);
        Assert.StartsWith($"{parameter}: found nothing; expected the name of a", page.QuerySelector(".faults li")!.Words(), StringComparison.Ordinal);
        Assert.Equal(offer, page.QuerySelector("main li a")!.GetAttribute("href"));
        await client.GetPageAsync(offer);
    }

    [Theory]
    [InlineData("/ukraine/positions.json?evidence=zz", "/ukraine/positions.json?evidence=")]
    [InlineData("/ukraine/statements.csv?evidence=zz", "/ukraine/statements.csv?evidence=")]
    public async Task A_file_is_mended_as_a_file(string address, string offer)
    {
        using var client = app.Visitor();
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith(offer, problem.RootElement.GetProperty("suggestions")[0].GetProperty("address").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_kind_of_a_file_may_be_written_in_capitals()
    {
        using var client = app.Visitor();
        using var answer = await client.GetAsync(new Uri("/ukraine/positions.JSON", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task What_cannot_be_seen_is_spelled_out()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/positions?date=%00%07x", 400);
        Assert.Contains("U+0000U+0007x", page.QuerySelector(".faults")!.Words(), StringComparison.Ordinal);
    }
}
