using System.Globalization;
using PeaceTracker.Testing;
using PeaceTracker.Web.Tests.Features.Statements;

namespace PeaceTracker.Web.Tests.Features.Issues;

/// <summary>An issue on which more was said than one page or one drawing can hold.</summary>
public sealed class LongIssueTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>, IAsyncLifetime
{
    private const int Statements = 430;
    private static readonly DateOnly First = new(2020, 1, 1);

    public async ValueTask InitializeAsync()
    {
        var (editor, reviewer) = (await app.Services.AddAccountAsync(["Editor"]), await app.Services.AddAccountAsync(["Reviewer"]));
        // A day each, to and fro between two steps, so that each is a change.
        await app.Services.PublishManyAsync(editor, reviewer,
        [
            .. Enumerable.Range(0, Statements).Select(index => new Draft
            {
                MadeOn = First.AddDays(index).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Step = 1 + (index % 2),
                Summary = FormattableString.Invariant($"Says what it said on day {index}."),
            }),
        ]);
    }

    [Fact]
    public async Task Pages_of_changes_leave_none_out_and_the_drawing_says_where_it_begins()
    {
        using var client = app.Visitor();
        using var file = await StatementsTests.JsonAsync(client, "/ukraine/issues/neutrality.json");
        var all = file.RootElement.GetProperty("changes").EnumerateArray().Select(row => Line(row.GetProperty("statements").EnumerateArray().Select(number => number.GetInt32().ToString(CultureInfo.InvariantCulture)))).ToList();
        Assert.True(all.Count > Statements);

        var walked = new List<string>();
        var pages = 0;
        for (var address = "/ukraine/issues/neutrality"; address is not null; pages++)
        {
            using var page = await client.GetPageAsync(address);
            var rows = page.QuerySelectorAll(".scroll.wide tbody tr");
            Assert.InRange(rows.Length, 1, 220);
            walked.AddRange(rows.Select(row => Line(row.QuerySelectorAll("a[data-st]").Select(link => link.GetAttribute("data-st")!))));
            var earlier = page.QuerySelectorAll("#view a").SingleOrDefault(link => link.TextContent == "Show the earlier ones");
            address = earlier?.GetAttribute("href");
        }

        Assert.Equal(all, walked);
        Assert.InRange(pages, 3, 5);

        using var days = await client.GetPageAsync("/ukraine/issues/neutrality?from=2020-01-01&to=2021-12-31");
        Assert.Contains("More was said in this time than can be drawn: the chart begins on ", days.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
        Assert.InRange(days.QuerySelectorAll("#chart svg a").Length, 200, 401);
        using var less = await client.GetPageAsync("/ukraine/issues/neutrality?from=2020-01-01&to=2020-12-31");
        Assert.DoesNotContain("than can be drawn", less.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
        using var fileOfDays = await StatementsTests.JsonAsync(client, "/ukraine/issues/neutrality.json?from=2020-01-01&to=2021-12-31");
        Assert.True(fileOfDays.RootElement.GetProperty("changes").GetArrayLength() >= Statements);

        static string Line(IEnumerable<string> numbers) => string.Join(',', numbers);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
