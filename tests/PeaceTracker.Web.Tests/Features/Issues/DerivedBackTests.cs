using System.Globalization;
using System.Text.Json;
using PeaceTracker.Testing;
using PeaceTracker.Web.Tests.Features.Statements;

namespace PeaceTracker.Web.Tests.Features.Issues;

/// <summary>An issue with more codings than a page derives its history from (decision 0047); files, which have all of it, say what the pages must show.</summary>
public sealed class DerivedBackTests(DerivedBackTests.Deriving app, PeaceTrackerApp whole) : IClassFixture<DerivedBackTests.Deriving>, IClassFixture<PeaceTrackerApp>
{
    private const int Derived = 12;

    public sealed class Deriving : PeaceTrackerApp
    {
        public Deriving() => Settings = new Dictionary<string, string> { ["Lists:History"] = Derived.ToString(CultureInfo.InvariantCulture) };
    }

    [Theory]
    [InlineData("nato-membership", "")]
    [InlineData("territory", "")]
    [InlineData("territory", "region=UA-43")]
    [InlineData("territory", "parties=russia,ukraine&evidence=on-record")]
    [InlineData("security-guarantees", "date=2025-09-30")]
    [InlineData("sanctions", "known=2026-11-25")]
    public async Task Pages_walked_to_the_first_have_every_change_once_as_the_file_has_it(string issue, string query)
    {
        using var client = app.Visitor();
        using var other = whole.Visitor();
        using var file = await StatementsTests.JsonAsync(other, $"/ukraine/issues/{issue}.json?{query}");
        var all = file.RootElement.GetProperty("changes").EnumerateArray().Select(row => string.Join(" | ", Texts(row))).ToList();
        Assert.NotEmpty(all);
        using var same = await StatementsTests.JsonAsync(client, $"/ukraine/issues/{issue}.json?{query}");
        Assert.Equal(all, same.RootElement.GetProperty("changes").EnumerateArray().Select(row => string.Join(" | ", Texts(row))));

        var walked = new List<string>();
        var pages = 0;
        for (var address = $"/ukraine/issues/{issue}?{query}"; address is not null; pages++)
        {
            using var page = await client.GetPageAsync(address);
            walked.AddRange(page.QuerySelectorAll(".scroll.wide tbody tr").Select(row => string.Join(" | ",
                row.Children.Where((_, cell) => cell < row.Children.Length - 2).Skip(1)
                    .Select((cell, place) => issue == "territory" && place == 1 ? cell.Words().Split(", ").Length.ToString(CultureInfo.InvariantCulture) : cell.Words())
                    .Append(string.Join(',', row.QuerySelectorAll("a[data-st]").Select(link => link.GetAttribute("data-st")))))));
            var earlier = page.QuerySelectorAll("#view a").SingleOrDefault(link => link.TextContent == "Show the earlier ones");
            if (pages == 0)
                Assert.Contains("Earlier changes are not on this page, and not counted.", page.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
            address = earlier?.GetAttribute("href");
            Assert.InRange(pages, 0, 100);
        }

        Assert.Equal(all, walked);
        Assert.True(pages > 1);

        // The page names regions, the file gives their codes: how many there are is compared.
        IEnumerable<string> Texts(JsonElement row) =>
        [
            row.GetProperty("party_name").GetString()!,
            .. issue == "territory" ? [row.GetProperty("regions").GetArrayLength().ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
            row.GetProperty("from").GetString()!, row.GetProperty("to").GetString()!, row.GetProperty("change").GetString()!,
            string.Join(',', row.GetProperty("statements").EnumerateArray().Select(number => number.GetInt32())),
        ];
    }

    [Theory]
    [InlineData("nato-membership")]
    [InlineData("territory")]
    public async Task What_is_drawn_and_where_the_parties_stand_is_what_the_whole_record_says(string issue)
    {
        using var client = app.Visitor();
        using var other = whole.Visitor();
        using var page = await client.GetPageAsync($"/ukraine/issues/{issue}");
        var first = page.QuerySelectorAll("#chart svg a").Select(mark => mark.GetAttribute("href")).ToList();
        Assert.NotEmpty(first);
        using var complete = await other.GetPageAsync($"/ukraine/issues/{issue}");
        Assert.Equal(complete.QuerySelectorAll("#positions + .scroll td").Select(cell => cell.Words()), page.QuerySelectorAll("#positions + .scroll td").Select(cell => cell.Words()));
        Assert.ProperSubset(complete.QuerySelectorAll("#chart svg a").Select(mark => mark.GetAttribute("href")).ToHashSet(), first.ToHashSet());
        Assert.Contains("More was said in this time than can be drawn: the chart begins on ", page.QuerySelector("#view")!.Words(), StringComparison.Ordinal);
        // Who spoke before the days that are drawn has not been silent.
        Assert.Equal(Silent(complete.QuerySelector("#view")!.Words()), Silent(page.QuerySelector("#view")!.Words()));

        static string Silent(string words) => words.Contains("No statement found: ", StringComparison.Ordinal) ? words[words.IndexOf("No statement found: ", StringComparison.Ordinal)..][..60] : "";
    }
}
