using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Changes;

/// <summary>Expected values come from the researched record, its statements and the chains in section 4 of its README.</summary>
public sealed class ChangesTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string Alaska = "date=2025-08-31&since=2024-06-30";
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task Russia_on_Kherson_and_Zaporizhzhia_moved_three_times_from_June_2024_to_August_2025()
    {
        using var file = await JsonAsync($"/ukraine/changes.json?{Alaska}&parties=russia&issues=territory");
        var south = file.RootElement.GetProperty("changes").EnumerateArray()
            .Where(row => row.GetProperty("regions").EnumerateArray().Any(region => region.GetString() is "UA-65" or "UA-23"))
            .Select(row => (
                row.GetProperty("date").GetString(), row.GetProperty("earliest").GetString(),
                row.GetProperty("step_from_from").GetInt32(), row.GetProperty("step_to_from").GetInt32(), string.Join(' ', row.GetProperty("statements").EnumerateArray().Select(number => number.GetInt32()))))
            .ToList();
        // A freeze is reported on 20 November 2024 (B168), the four regions in full again on 16 May 2025 (B234), the southern freeze in August 2025,
        // without a day (A020 Zaporizhzhia, A021 Kherson, one statement). What April 2025 reports (B195) is the same freeze.
        Assert.Equal([("2025-08-31", "2025-08-01", 5, 3, "20"), ("2025-05-16", "2025-05-16", 3, 5, "1234"), ("2024-11-20", "2024-11-20", 5, 3, "1168")], south);
    }

    [Fact]
    public async Task The_heading_says_how_many_of_the_changes_may_be_none()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync($"/ukraine/changes?{Alaska}");
        using var file = await JsonAsync($"/ukraine/changes.json?{Alaska}");
        var directions = file.RootElement.GetProperty("changes").EnumerateArray().Select(row => row.GetProperty("change").GetString()).ToList();
        var open = directions.Count(words => words == "may be unchanged");
        Assert.NotEqual(0, open);
        Assert.StartsWith($"{directions.Count} changes of position, {open} of which may be none, after", page.QuerySelector("#vt")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_a_sentence_with_both_positions_direction_day_and_statement()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync($"/ukraine/changes?{Alaska}&parties=russia&issues=territory");
        var words = page.QuerySelectorAll(".moves li").Select(item => item.Words()).ToList();
        Assert.Contains(words, text => text.StartsWith(
            "Russia on Territory, Donetsk, Kherson, Luhansk and Zaporizhzhia: from “Whole region under Russian control” (step 5) to “Divided at the front” (step 3, reported), 2 steps towards Ukraine's control restored, on 20 November 2024 (statement 1168)",
            StringComparison.Ordinal));
        Assert.NotNull(page.QuerySelector(".moves a[href='/ukraine/statements/1168?date=2025-08-31&since=2024-06-30']"));
    }

    [Fact]
    public async Task The_page_and_the_file_hold_the_same_changes_as_the_page_of_the_issue()
    {
        using var issue = await JsonAsync("/ukraine/issues/nato-membership.json?date=2025-08-31&from=2024-07-01&to=2025-08-31");
        var names = string.Join(',', issue.RootElement.GetProperty("positions").EnumerateArray().Select(row => row.GetProperty("party").GetString()));
        using var changes = await JsonAsync($"/ukraine/changes.json?{Alaska}&issues=nato-membership&parties={names}");
        Assert.NotEmpty(changes.RootElement.GetProperty("changes").EnumerateArray());
        Assert.Equal(
            issue.RootElement.GetProperty("changes").EnumerateArray().Select(row => row.ToString()),
            changes.RootElement.GetProperty("changes").EnumerateArray().Select(row => row.ToString()));
        using var client = app.Visitor();
        using var page = await client.GetPageAsync($"/ukraine/changes?{Alaska}&issues=nato-membership&parties={names}");
        Assert.Equal(changes.RootElement.GetProperty("changes").GetArrayLength(), page.QuerySelectorAll(".moves li").Length);
    }

    [Fact]
    public async Task What_was_said_on_the_day_of_since_is_not_new_and_on_the_date_is()
    {
        // B234 is of 16 May 2025.
        using var after = await JsonAsync("/ukraine/changes.json?since=2025-05-16&date=2025-05-20&parties=russia&issues=territory");
        Assert.Empty(after.RootElement.GetProperty("changes").EnumerateArray());
        using var on = await JsonAsync("/ukraine/changes.json?since=2025-05-15&date=2025-05-16&parties=russia&issues=territory");
        Assert.NotEmpty(on.RootElement.GetProperty("changes").EnumerateArray());
    }

    [Fact]
    public async Task Without_a_day_the_last_30_days_are_looked_at_and_the_files_say_so()
    {
        using var file = await JsonAsync("/ukraine/changes.json?date=2025-08-31");
        Assert.Equal("2025-08-01", file.RootElement.GetProperty("since").GetString());
        Assert.All(file.RootElement.GetProperty("changes").EnumerateArray(), row => Assert.True(string.CompareOrdinal(row.GetProperty("date").GetString(), "2025-08-01") > 0));
    }

    [Fact]
    public async Task Statements_published_together_are_one_line_with_their_number()
    {
        using var all = await JsonAsync("/ukraine/statements.json");
        var count = all.RootElement.GetProperty("statements").GetArrayLength();
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/changes");
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{count} statements published on 25 November 2026"), Assert.Single(page.QuerySelectorAll("#view h4")).Words());
        Assert.True(page.QuerySelectorAll("#view .moves li").Length <= 10);
        // All of them lie before these days, and are known by what was published in them.
        using var file = await JsonAsync("/ukraine/changes.json");
        Assert.Empty(file.RootElement.GetProperty("changes").EnumerateArray());
        var published = Assert.Single(file.RootElement.GetProperty("published").EnumerateArray());
        Assert.Equal(("2026-11-25", count), (published.GetProperty("day").GetString(), published.GetProperty("statements").GetInt32()));
        using var ever = await JsonAsync("/ukraine/changes.json?since=1900-01-01");
        Assert.Equal(ever.RootElement.GetProperty("changes").GetArrayLength(), published.GetProperty("changes_made_known").GetInt32());
    }

    /// <summary>Of a record that grew day by day only what is new is read; the pages of the issues, whose files derive all of it, say what there is.</summary>
    [Fact]
    public async Task Of_what_was_published_over_years_the_changes_are_those_that_deriving_everything_gives()
    {
        await using var own = new PeaceTrackerApp();
        await using (var scope = own.Services.CreateAsyncScope())
        {
            // Shown 40 days after it was said, but for each seventh statement, which the seeds brought on 25 November 2026. A day is so many ticks.
            Assert.True(await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Database.ExecuteSqlRawAsync(
                "UPDATE \"PublishedCodings\" SET \"RecordedFrom\" = (\"Day\" + 40) * 864000000000 WHERE \"Statement\" % 7 <> 0", TestContext.Current.CancellationToken) > 500);
        }

        using var client = own.Visitor();
        using var contents = await ReadAsync("/ukraine/positions.json");
        var parties = string.Join(',', contents.RootElement.GetProperty("positions").EnumerateArray().Select(row => row.GetProperty("party").GetString()).Distinct());
        var issues = contents.RootElement.GetProperty("positions").EnumerateArray().Select(row => row.GetProperty("issue").GetString()!).Distinct().ToList();
        var every = new List<string>();
        foreach (var issue in issues)
        {
            using var page = await ReadAsync($"/ukraine/issues/{issue}.json?parties={parties}");
            every.AddRange(page.RootElement.GetProperty("changes").EnumerateArray().Select(row => row.ToString()));
        }

        foreach (var since in new[] { "1990-01-01", "2022-05-31", "2024-12-31", "2026-06-30", "2026-10-26" })
        {
            using var file = await ReadAsync($"/ukraine/changes.json?parties={parties}&since={since}");
            var changes = file.RootElement.GetProperty("changes").EnumerateArray().Select(row => row.ToString()).Order(StringComparer.Ordinal).ToList();
            Assert.Equal(every.Where(row => string.CompareOrdinal(Field(row, "date"), since) > 0).Order(StringComparer.Ordinal), changes);
            var published = Assert.Single(file.RootElement.GetProperty("published").EnumerateArray());
            Assert.Equal(
                every.Count(row => string.CompareOrdinal(Field(row, "date"), since) <= 0 && Field(row, "known_from").StartsWith("2026-11-25", StringComparison.Ordinal)),
                published.GetProperty("changes_made_known").GetInt32());
            Assert.True(since == "1990-01-01" || published.GetProperty("changes_made_known").GetInt32() > 3);
        }

        async Task<JsonDocument> ReadAsync(string address) => JsonDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));

        static string Field(string row, string name)
        {
            using var json = JsonDocument.Parse(row);
            return json.RootElement.GetProperty(name).GetString()!;
        }
    }

    [Fact]
    public async Task Nothing_is_new_that_was_not_published_at_the_instant_asked_for()
    {
        using var file = await JsonAsync("/ukraine/changes.json?since=1900-01-01&known=2026-11-24");
        Assert.Empty(file.RootElement.GetProperty("changes").EnumerateArray());
        Assert.Empty(file.RootElement.GetProperty("published").EnumerateArray());
    }

    [Fact]
    public async Task A_long_list_is_cut_at_a_day_and_goes_on_without_a_gap_or_a_double()
    {
        using var client = app.Visitor();
        using var file = await JsonAsync("/ukraine/changes.json?since=2000-01-01");
        var total = file.RootElement.GetProperty("changes").GetArrayLength();
        Assert.True(total > 200);
        var seen = 0;
        var address = "/ukraine/changes?since=2000-01-01";
        for (var pages = 0; pages < 20 && address is not null; pages++)
        {
            using var page = await client.GetPageAsync(address);
            seen += page.QuerySelectorAll("h3 + .moves li").Length;
            address = page.QuerySelectorAll("#view .note a").FirstOrDefault(link => link.Words() == "Show the earlier ones")?.GetAttribute("href");
        }

        Assert.Equal(total, seen);
    }

    [Fact]
    public async Task The_feed_is_Atom_with_everything_an_entry_must_have()
    {
        using var client = app.Visitor();
        using var answer = await client.GetAsync(new Uri($"/ukraine/changes.atom?{Alaska}&parties=russia,ukraine", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("application/atom+xml", answer.Content.Headers.ContentType!.MediaType);
        var feed = XDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Root!;
        Assert.Equal(Atom + "feed", feed.Name);
        Assert.NotEmpty(feed.Element(Atom + "author")!.Element(Atom + "name")!.Value);
        AssertDated(feed);
        Assert.Equal("http://localhost/ukraine/changes.atom?date=2025-08-31&parties=russia,ukraine&since=2024-06-30", Link(feed, "self"));
        var entries = feed.Elements(Atom + "entry").ToList();
        Assert.NotEmpty(entries);
        Assert.True(entries.Count <= 120);
        foreach (var entry in entries)
        {
            AssertDated(entry);
            Assert.StartsWith("http://localhost/ukraine/", Link(entry, "alternate"), StringComparison.Ordinal);
            Assert.NotEmpty(entry.Element(Atom + "summary")!.Value);
            Assert.Equal("2026-11-25T00:00:00Z", entry.Element(Atom + "updated")!.Value);
        }

        Assert.Equal(entries.Count, entries.Select(entry => entry.Element(Atom + "id")!.Value).Distinct().Count());
        using var page = await client.GetPageAsync(new Uri(Link(entries[0], "alternate")).PathAndQuery);

        static void AssertDated(XElement element)
        {
            Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", Assert.Single(element.Elements(Atom + "id")).Value);
            Assert.NotEmpty(Assert.Single(element.Elements(Atom + "title")).Value);
            Assert.True(DateTimeOffset.TryParseExact(Assert.Single(element.Elements(Atom + "updated")).Value, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _));
        }
    }

    [Fact]
    public async Task An_entry_has_the_same_id_whatever_is_asked_for()
    {
        var wide = await IdsAsync($"/ukraine/changes.atom?{Alaska}");
        var narrow = await IdsAsync("/ukraine/changes.atom?date=2025-08-31&since=2025-05-01&parties=russia&issues=territory&known=2026-11-25");
        // Made known by what was published, though the feed looks at other days.
        var later = await IdsAsync("/ukraine/changes.atom?parties=russia&issues=territory");
        Assert.NotEmpty(narrow);
        Assert.Subset(wide.ToHashSet(), narrow.ToHashSet());
        Assert.Subset(later.ToHashSet(), narrow.ToHashSet());
        // A site that moves or has a second name does not show everything once more.
        Assert.Equal(narrow, await IdsAsync("/ukraine/changes.atom?date=2025-08-31&since=2025-05-01&parties=russia&issues=territory&known=2026-11-25", "another.example"));

        async Task<List<string>> IdsAsync(string address, string? host = null)
        {
            using var client = app.Visitor();
            client.DefaultRequestHeaders.Host = host;
            var feed = XDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));
            return [.. feed.Root!.Elements(Atom + "entry").Select(entry => entry.Element(Atom + "id")!.Value)];
        }
    }

    [Fact]
    public async Task What_was_said_before_the_days_asked_for_is_called_newly_known()
    {
        using var client = app.Visitor();
        var feed = XDocument.Parse(await client.GetStringAsync(new Uri("/ukraine/changes.atom?since=2025-08-01&parties=russia&issues=territory", UriKind.Relative), TestContext.Current.CancellationToken));
        var titles = feed.Root!.Elements(Atom + "entry").Select(entry => entry.Element(Atom + "title")!.Value).ToList();
        // Statement 1234 is of 16 May 2025, the reported terms of statement 3 of August.
        Assert.Contains(titles, title => title.StartsWith("Newly known: ", StringComparison.Ordinal) && title.Contains("16 May 2025", StringComparison.Ordinal));
        Assert.All(titles.Where(title => title.Contains("Aug 2025", StringComparison.Ordinal)), title => Assert.DoesNotContain("Newly known", title, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_feed_escapes_what_XML_would_read_as_its_own()
    {
        using var client = app.Visitor();
        var text = await client.GetStringAsync(new Uri("/ukraine/changes.atom?since=2024-06-30&date=2025-08-31&evidence=report", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("evidence=report&amp;since=2024-06-30", text, StringComparison.Ordinal);
        Assert.DoesNotContain("evidence=report&since", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_names_its_feed_with_the_same_filters()
    {
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/changes?parties=russia&issues=territory");
        Assert.Equal("/ukraine/changes.atom?issues=territory&parties=russia", page.QuerySelector("link[rel=alternate][type='application/atom+xml']")!.GetAttribute("href"));
        using var other = await client.GetPageAsync("/ukraine/figures");
        Assert.Null(other.QuerySelector("link[rel=alternate]"));
    }

    private static string Link(XElement element, string rel) =>
        Assert.Single(element.Elements(Atom + "link"), link => link.Attribute("rel")!.Value == rel).Attribute("href")!.Value;

    private async Task<JsonDocument> JsonAsync(string address)
    {
        using var client = app.Visitor();
        return JsonDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));
    }
}
