using System.Buffers.Binary;
using System.Net;
using AngleSharp.Html.Parser;
using PeaceTracker.Testing;
using PeaceTracker.Web.Files;

namespace PeaceTracker.Web.Tests.Files;

/// <summary>What the line under a page offers: files in other forms, and a frame for other sites.</summary>
public sealed class OtherFormsTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Cited { get; } =
    [
        "/ukraine/positions?date=2025-08-31", "/ukraine/positions/russia/neutrality", "/ukraine/positions/russia/territory", "/ukraine/positions/russia/territory?region=UA-65",
        "/ukraine/issues/territory?region=UA-14&from=2024", "/ukraine/distance?parties=russia,ukraine,france&sort=group", "/ukraine/territory?proposal=us-28-points-november-2025", "/ukraine/territory/donetsk",
        "/ukraine/compare?p=russian-terms-june-2024,russian-terms-august-2025&show=all", "/ukraine/compare", "/ukraine/statements?q=neutrality&order=relevance", "/ukraine/statements/36",
        "/ukraine/proposals/us-28-points-november-2025", "/ukraine/events/alaska-summit", "/ukraine/parties/russia", "/ukraine/changes?since=2025-06-01",
    ];

    [Theory]
    [MemberData(nameof(Cited))]
    public async Task Every_form_a_page_offers_is_there_and_says_where_it_is_from(string address)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address);
        var permanent = page.QuerySelector("a.permanent")!.GetAttribute("data-address")!;
        Assert.Contains(permanent, page.QuerySelector("p.cite")!.TextContent, StringComparison.Ordinal);
        var links = page.QuerySelectorAll(".take a:not(.permanent)").ToList();
        Assert.Superset(Footnote.Formats.Select(one => one.Name).Concat(["CSV", "JSON", "XLSX"]).ToHashSet(), links.Select(link => link.TextContent).ToHashSet());
        foreach (var link in links)
        {
            using var answer = await client.GetAsync(new Uri(link.GetAttribute("href")!, UriKind.Relative), Cancellation);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{link.TextContent}: {link.GetAttribute("href")}");
            if (Footnote.Formats.Any(one => one.Name == link.TextContent))
                Assert.Contains(permanent, (await answer.Content.ReadAsStringAsync(Cancellation)).Replace("\\u0026", "&", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        // What is cited gives the page again.
        using var again = await client.GetPageAsync(permanent[permanent.IndexOf("/ukraine", StringComparison.Ordinal)..]);
        Assert.Equal(page.QuerySelector("h1")!.TextContent, again.QuerySelector("h1")!.TextContent);
    }

    [Theory]
    [InlineData("/ukraine/issues/nato-membership")]
    [InlineData("/ukraine/distance")]
    [InlineData("/ukraine/territory")]
    public async Task A_picture_has_title_source_and_licence_and_its_dots_are_two_a_pixel(string address)
    {
        using var client = app.Visitor();
        var svg = System.Xml.Linq.XDocument.Parse(await client.GetStringAsync(new Uri(address + ".svg", UriKind.Relative), Cancellation)).Root!;
        var words = string.Join('\n', svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value));
        Assert.Contains("Source: PeaceTracker", words, StringComparison.Ordinal);
        Assert.Contains("CC BY 4.0", words, StringComparison.Ordinal);
        Assert.Contains($"localhost{address}?date=", words.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        using var answer = await client.GetAsync(new Uri(address + ".png", UriKind.Relative), Cancellation);
        Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
        var png = await answer.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        Assert.Equal(2 * Measure("width"), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), 1.0);
        Assert.Equal(2 * Measure("height"), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)), 1.0);

        double Measure(string name) => double.Parse(svg.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("/ukraine/statements/36?known=2026-11-25", "Withdrawing from the east is not an option")]
    [InlineData("/ukraine/positions/russia/nato-membership?date=2025-08-31", "Given up by declaration")]
    [InlineData("/ukraine/positions/ukraine/territory?date=2025-08-31", "Donetsk")]
    [InlineData("/ukraine/compare?p=russian-terms-june-2024,russian-terms-august-2025", "Putin's terms of June 2024")]
    [InlineData("/ukraine/compare", "nothing that can be shown by itself")]
    [InlineData("/ukraine/issues/nato-membership?from=2024", null)]
    [InlineData("/ukraine/distance?a=russia&b=ukraine", null)]
    [InlineData("/ukraine/territory?proposal=us-28-points-november-2025", null)]
    public async Task A_frame_shows_the_part_and_its_source_to_any_site_without_cookie_and_script(string address, string? words)
    {
        using var client = app.Visitor();
        using var answer = await client.GetAsync(new Uri("/embed" + address, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors *", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        using var frame = await client.GetPageAsync("/embed" + address);
        Assert.Empty(frame.QuerySelectorAll("script, form, nav, input"));
        Assert.Contains("PeaceTracker, Russia-Ukraine talks", frame.QuerySelector("footer")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("CC BY 4.0", frame.QuerySelector("footer")!.TextContent, StringComparison.Ordinal);
        var home = frame.QuerySelector("footer a")!.GetAttribute("href")!;
        Assert.StartsWith(address.Split('?')[0] + "?", home, StringComparison.Ordinal);
        Assert.Contains("known=", home, StringComparison.Ordinal);
        if (words is not null)
        {
            Assert.Contains(words, frame.QuerySelector("main")!.Words(), StringComparison.Ordinal);
            return;
        }

        var picture = await client.GetStringAsync(new Uri(frame.QuerySelector("main img")!.GetAttribute("src")!, UriKind.Relative), Cancellation);
        Assert.Contains("<svg", picture, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ukraine/statements/36")]
    [InlineData("/ukraine/issues/nato-membership.svg")]
    [InlineData("/account/sign-in")]
    [InlineData("/nowhere")]
    public async Task Nothing_else_may_be_framed(string address)
    {
        using var client = app.Visitor();
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_code_to_copy_frames_what_the_page_shows()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/positions/russia/territory?region=UA-65&date=2025-08-31");
        var codes = page.QuerySelectorAll(".embed-code textarea").Select(area => area.TextContent).ToList();
        Assert.Equal(2, codes.Count);
        var frames = codes.ConvertAll(code => new HtmlParser().ParseDocument(code).QuerySelector("iframe")!);
        Assert.All(frames, frame => Assert.Equal("Position of Russia on Territory: Kherson", frame.GetAttribute("title")));
        Assert.Contains("known=", frames[0].GetAttribute("src")!, StringComparison.Ordinal);
        Assert.EndsWith("/embed/ukraine/positions/russia/territory?region=UA-65", frames[1].GetAttribute("src")!, StringComparison.Ordinal);
        using var answer = await client.GetAsync(new Uri(new Uri(frames[0].GetAttribute("src")!).PathAndQuery, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/embed/ukraine/statements/999999", 404)]
    [InlineData("/embed/ukraine/statements/36?date=tomorrow", 400)]
    [InlineData("/embed/ukraine/proposals/us-28-points-november-2025", 404)]
    [InlineData("/embed/nowhere/positions", 404)]
    public async Task A_frame_that_cannot_show_what_was_asked_has_no_frame_of_the_site_in_it(string address, int status)
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync(address, status);
        Assert.NotNull(page.QuerySelector("h1"));
        Assert.Empty(page.QuerySelectorAll("script, form, header, nav"));
        Assert.Equal("_blank", page.QuerySelector("base")!.GetAttribute("target"));
        Assert.All(page.QuerySelectorAll("a"), link => Assert.DoesNotContain("/embed/", link.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_views_of_one_page_have_keys_of_their_own_in_a_bibliography()
    {
        using var client = app.Visitor();
        var keys = new List<string>();
        foreach (var query in new[] { "", "?date=2022-12-31", "?date=2025-08-31", "?date=2025-08-31&evidence=on-record", "?date=2025-08-31&since=2022-12-31" })
        {
            foreach (var format in new[] { "bib", "csl" })
            {
                var text = await client.GetStringAsync(new Uri($"/ukraine/positions.{format}{query}", UriKind.Relative), TestContext.Current.CancellationToken);
                keys.Add(format + System.Text.RegularExpressions.Regex.Match(text, "@misc\\{([^,]+),|\"id\": \"([^\"]+)\"").Value);
            }
        }

        Assert.Equal(10, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Contains("peacetracker-ukraine-positions-", key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_everybody_may_read_pages_elsewhere_may_too_and_nothing_else()
    {
        using var client = app.Visitor();
        foreach (var (address, open) in new[] { ("/api/v1/ukraine/positions", true), ("/api/v1/ukraine/statements?limit=1", true), ("/ukraine/positions/ukraine/neutrality.svg", true), ("/ukraine/positions", false), ("/account/sign-in", false), ("/ukraine/statements.csv", false) })
        {
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal((address, open), (address, answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) && origins.Single() == "*"));
            Assert.Equal(open ? "cross-origin" : "same-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        }

        // With a token it is the work of a person.
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/ukraine/desk/statements");
        request.Headers.Authorization = new("Bearer", "nothing");
        using var own = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.False(own.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_frame_of_what_is_not_there_says_so()
    {
        using var client = app.Visitor();
        foreach (var (address, status) in new[] { ("/embed/ukraine/statements/999999", 404), ("/embed/ukraine/positions/russia/nowhere", 404), ("/embed/ukraine/statements/36?date=yesterday", 400), ("/embed/ukraine/parties", 404) })
        {
            using var page = await client.GetPageAsync(address, status);
            Assert.NotEmpty(page.QuerySelector("main")!.Words());
        }
    }
}
