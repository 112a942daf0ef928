using System.Text.Json;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Events;

/// <summary>Expected values come from the researched record.</summary>
public sealed class EventsTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    [Fact]
    public async Task The_Alaska_summit_is_shown_with_its_day_place_parties_and_sources()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/events/alaska-summit");
        Assert.Equal("Alaska summit", page.QuerySelector("h1")!.Words());
        var facts = page.QuerySelector(".facts")!.Words();
        // Record A007: 15 August 2025, Putin and Trump; the article itself gives no date.
        Assert.Contains("15 August 2025", facts, StringComparison.Ordinal);
        Assert.Contains("Alaska", facts, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector(".facts a[href='/ukraine/parties/russia']"));
        Assert.NotNull(page.QuerySelector(".facts a[href='/ukraine/parties/united-states']"));
        Assert.NotNull(page.QuerySelector(".facts a[href='/ukraine/sources/1']"));
    }

    [Fact]
    public async Task Positions_around_an_event_are_compared_14_days_before_and_after()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/events/alaska-summit");
        Assert.NotNull(page.QuerySelector("a[href*='positions?date=2025-08-29&since=2025-08-01']"));
        using var file = await JsonAsync("/ukraine/events/alaska-summit.json");
        var rows = file.RootElement.GetProperty("changes").EnumerateArray().ToList();
        Assert.Equal(rows.Count, page.QuerySelectorAll("#view tbody tr th").Length);
        // Each position once: whoever holds on 29 August what a statement of uncertain date says has not changed by it.
        Assert.Equal(rows.Count, rows.DistinctBy(row => (row.GetProperty("party").GetString(), row.GetProperty("issue").GetString(), row.GetProperty("region").GetString())).Count());
        using var matrix = await JsonAsync("/ukraine/positions.json?date=2025-08-29&since=2025-08-01");
        // Statements of August 2025 without a day count from 31 August, and may have been made in these days: A020, A021 on Kherson and Zaporizhzhia.
        var uncertain = file.RootElement.GetProperty("changes").EnumerateArray().Where(row => row.GetProperty("to_date").GetString() == "2025-08-31").ToList();
        Assert.All(uncertain, row => Assert.True(row.GetProperty("date_uncertain").GetBoolean()));
        Assert.Equal(
            ["UA-23", "UA-65"],
            uncertain.Where(row => row.GetProperty("party").GetString() == "russia" && row.GetProperty("issue").GetString() == "territory" && row.GetProperty("step_from").GetInt32() == 3)
                .Select(row => row.GetProperty("region").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(uncertain, row => Assert.Equal("2025-08-29", row.GetProperty("from_date").GetString()));
        Assert.All(uncertain, row => Assert.Equal("2025-08-01", row.GetProperty("stated_earliest").GetString()));
        // Ukraine on Donetsk and Luhansk: "freeze of the lines" of 21 August (B296, steps 1 to 3), and A034 of "2025-08?" (steps 1 to 2).
        var again = rows.Where(row => row.GetProperty("perhaps_later").GetArrayLength() > 0).ToList();
        Assert.Equal(["UA-09", "UA-14"], again.Select(row => row.GetProperty("region").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(again, row => Assert.Equal([34], row.GetProperty("perhaps_later").EnumerateArray().Select(number => number.GetInt32())));
        Assert.Equal(uncertain.Count + again.Count, page.QuerySelectorAll("#view tbody tr .tag").Length);
        Assert.All(page.QuerySelectorAll("#view tbody tr .tag"), tag => Assert.Contains("Aug 2025 (uncertain)", tag.ParentElement!.Words(), StringComparison.Ordinal));
        var moved = matrix.RootElement.GetProperty("positions").EnumerateArray().Count(cell => cell.GetProperty("change").GetString() != "none");
        Assert.Equal(moved, file.RootElement.GetProperty("changes").GetArrayLength() - uncertain.Count);
    }

    [Fact]
    public async Task Positions_around_an_event_never_look_past_the_day_asked_for()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/events/alaska-summit?date=2025-08-20");
        Assert.NotNull(page.QuerySelector("a[href*='positions?date=2025-08-20&since=2025-08-01']"));
        page = await client.GetPageAsync("/ukraine/events/alaska-summit?date=2025-08-10");
        Assert.Contains("The event lies after the day looked at", page.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statements_made_at_the_summit_carry_the_rows_of_the_record()
    {
        using var client = app.Visitor();
        using var file = await JsonAsync("/ukraine/events/alaska-summit.json");
        var statements = file.RootElement.GetProperty("statements").EnumerateArray().Select(row => row.GetProperty("statement").GetInt32()).ToList();
        // A007 is the meeting itself, A012 that neither leader disclosed its content.
        Assert.Contains(7, statements);
        Assert.Contains(12, statements);
        var page = await client.GetPageAsync("/ukraine/events/alaska-summit");
        Assert.Equal(statements.Count, page.QuerySelectorAll(".said li").Length);
    }

    [Fact]
    public async Task Events_are_listed_by_date_and_none_after_the_day_asked_for()
    {
        using var file = await JsonAsync("/ukraine/events.json?date=2025-08-15");
        var latest = file.RootElement.GetProperty("events").EnumerateArray().Select(row => row.GetProperty("latest").GetString()!).ToList();
        Assert.Equal(latest.OrderDescending(StringComparer.Ordinal), latest);
        Assert.All(latest, day => Assert.True(string.CompareOrdinal(day, "2025-08-15") <= 0));
        Assert.Equal("alaska-summit", file.RootElement.GetProperty("events")[0].GetProperty("event").GetString());
    }

    [Fact]
    public async Task Page_and_files_of_the_list_agree()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/events");
        using var file = await JsonAsync("/ukraine/events.json");
        var events = file.RootElement.GetProperty("events").EnumerateArray().Select(row => row.GetProperty("event").GetString()!).ToList();
        Assert.Equal(events.Select(slug => $"/ukraine/events/{slug}"), page.QuerySelectorAll("#view tbody th a").Select(link => link.GetAttribute("href")));
        var csv = await client.GetStringAsync(new Uri("/ukraine/events.csv", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.All(events, slug => Assert.Contains($"\n{slug},", csv, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Neighbouring_events_lead_there_and_back()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/events/alaska-summit");
        var next = await client.GetPageAsync(page.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal("/ukraine/events/alaska-summit", next.QuerySelector("a[rel=prev]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_misspelt_event_is_answered_with_the_nearest_ones()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/events/alaska-sumit", 404);
        Assert.Equal("/ukraine/events/alaska-summit", page.QuerySelector("main li a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Nothing_is_shown_that_was_not_published_at_the_instant_asked_for()
    {
        using var file = await JsonAsync("/ukraine/events/alaska-summit.json?known=2026-11-24");
        Assert.Empty(file.RootElement.GetProperty("statements").EnumerateArray());
        Assert.Empty(file.RootElement.GetProperty("changes").EnumerateArray());
    }

    private async Task<JsonDocument> JsonAsync(string address)
    {
        using var client = app.Visitor();
        return JsonDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));
    }
}
