using System.Globalization;
using PeaceTracker.Testing;
using PeaceTracker.Web.Tests.Features.Statements;

namespace PeaceTracker.Web.Tests.Features.Positions;

/// <summary>A position with more behind it than one page lists.</summary>
public sealed class LongWorkingTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const int Statements = 430;
    private static readonly DateOnly First = new(2020, 1, 1);

    [Fact]
    public async Task The_working_of_a_position_is_cut_at_a_day_and_goes_on_without_a_gap_or_a_double()
    {
        // A day each, to and fro between two steps.
        await PublishAsync("russia", Statements, index => 1 + (index % 2));
        using var client = app.Visitor();
        using var file = await StatementsTests.JsonAsync(client, "/ukraine/positions/russia/neutrality.json");
        var all = file.RootElement.GetProperty("working").EnumerateArray().Select(row => (Number: row.GetProperty("statement").GetInt32(), Decides: row.GetProperty("decides").GetBoolean())).ToList();
        Assert.True(all.Count > Statements);

        var walked = new List<int>();
        var pages = 0;
        for (var address = "/ukraine/positions/russia/neutrality"; address is not null; pages++)
        {
            Assert.InRange(pages, 0, 5);
            using var page = await client.GetPageAsync(address);
            var rows = page.QuerySelectorAll("table.outcome tbody tr");
            Assert.InRange(rows.Length, 1, 210);
            var numbers = rows.Select(row => int.Parse(row.QuerySelector("th a")!.TextContent["No. ".Length..], CultureInfo.InvariantCulture)).ToList();
            if (pages == 0)
                Assert.Equal(all.Where(row => row.Decides).Select(row => row.Number), numbers.Zip(rows).Where(pair => pair.Second.QuerySelector("td:last-child")!.Words() == "Decides").Select(pair => pair.First));
            walked.AddRange(numbers);
            var days = page.QuerySelectorAll("#view ol[reversed] li").Select(row => row.Words()).ToList();
            Assert.NotEmpty(days);
            var earlier = page.QuerySelectorAll("#view a").SingleOrDefault(link => link.TextContent.StartsWith("look at the position on ", StringComparison.Ordinal));
            // Numbered only where the list goes back to the first.
            Assert.Equal(earlier is not null, page.QuerySelector("#view ol[reversed]")!.HasAttribute("class"));
            address = earlier?.GetAttribute("href");
        }

        Assert.Equal(all.Select(row => row.Number).Order(), walked.Order());
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task Since_when_a_position_holds_is_told_though_it_began_before_what_is_on_the_page()
    {
        await PublishAsync("ukraine", 250, index => index == 0 ? 1 : 2);
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/positions/ukraine/neutrality?date=2020-12-31");
        Assert.InRange(page.QuerySelectorAll("table.outcome tbody tr").Length, 200, 210);
        Assert.Contains("Held without a break since 2 January 2020.", page.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sentence_names_a_few_of_what_may_have_been_said_later_and_the_table_marks_all()
    {
        var (editor, reviewer) = (await app.Services.AddAccountAsync(["Editor"]), await app.Services.AddAccountAsync(["Reviewer"]));
        await app.Services.PublishManyAsync(editor, reviewer,
        [
            new Draft { Party = "ukraine", MadeOn = "2019", Step = 1, Summary = "Says it some day of the year." },
            .. Enumerable.Range(1, 8).Select(day => new Draft { Party = "ukraine", MadeOn = FormattableString.Invariant($"2019-12-0{day}"), Step = 2, Summary = FormattableString.Invariant($"Says something else on the {day}th.") }),
        ]);
        using var client = app.Visitor();
        using var page = await client.GetPageAsync("/ukraine/positions/ukraine/neutrality?date=2019-12-31");
        var sentence = Assert.Single(page.QuerySelectorAll("#view p").Select(one => one.Words()), text => text.Contains("displaces what may have been said after it", StringComparison.Ordinal));
        Assert.Contains("8 Dec 2019", sentence, StringComparison.Ordinal);
        Assert.Contains("4 Dec 2019", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("3 Dec 2019", sentence, StringComparison.Ordinal);
        Assert.Contains("; and 3 more, which the working marks as possibly later.", sentence, StringComparison.Ordinal);
        Assert.Equal(8, page.QuerySelectorAll("table.outcome td:last-child").Count(cell => cell.Words().EndsWith("Possibly later than what decides.", StringComparison.Ordinal)));
        using var file = await StatementsTests.JsonAsync(client, "/ukraine/positions/ukraine/neutrality.json?date=2019-12-31");
        Assert.Equal(8, file.RootElement.GetProperty("working").EnumerateArray().Count(row => row.GetProperty("possibly_later").GetBoolean()));
    }

    private async Task PublishAsync(string party, int count, Func<int, int> step)
    {
        var (editor, reviewer) = (await app.Services.AddAccountAsync(["Editor"]), await app.Services.AddAccountAsync(["Reviewer"]));
        await app.Services.PublishManyAsync(editor, reviewer,
        [
            .. Enumerable.Range(0, count).Select(index => new Draft
            {
                Party = party, MadeOn = First.AddDays(index).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Step = step(index),
                Summary = FormattableString.Invariant($"Says what it says on day {index}."),
            }),
        ]);
    }
}
