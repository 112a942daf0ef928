using System.Text.Json;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Sources;

/// <summary>Expected values come from the researched record and from the issue of the first release.</summary>
public sealed class SourcesTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    [Fact]
    public async Task The_seed_article_derives_from_the_agency_report()
    {
        using var client = app.Visitor();
        using var article = await JsonAsync("/ukraine/sources/1.json");
        var origin = Assert.Single(article.RootElement.GetProperty("derives_from").EnumerateArray());
        Assert.Equal(901, origin.GetProperty("number").GetInt32());
        Assert.Equal("reuters", origin.GetProperty("publisher").GetString());
        var page = await client.GetPageAsync("/ukraine/sources/1");
        Assert.NotNull(page.QuerySelector("#view a[href='/ukraine/sources/901']"));
        Assert.Contains("unreliable source", page.QuerySelector(".facts")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_agency_report_lists_what_copies_it()
    {
        using var report = await JsonAsync("/ukraine/sources/901.json");
        Assert.Empty(report.RootElement.GetProperty("derives_from").EnumerateArray());
        var copies = report.RootElement.GetProperty("derived").EnumerateArray().Select(row => row.GetProperty("number").GetInt32());
        Assert.Equal([1, 2, 3, 4, 6, 7, 8, 253], copies);
    }

    [Fact]
    public async Task A_flag_has_one_name_on_the_page_of_the_source_and_of_the_statement()
    {
        using var client = app.Visitor();
        // Record B456 rests on S230 alone, a page that retells others.
        using var source = await client.GetPageAsync("/ukraine/sources/230");
        using var statement = await client.GetPageAsync("/ukraine/statements/1456");
        var name = statement.QuerySelector("[data-flag=secondary-only] strong")!.Words();
        Assert.Contains(name, source.QuerySelectorAll(".said .tag").Select(tag => tag.Words()));
    }

    [Fact]
    public async Task A_source_whose_own_title_is_not_known_says_so()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/sources/901");
        Assert.Contains("Its own title is not known", page.QuerySelector(".lead")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_seed_article_is_shown_by_paragraph_and_every_paragraph_of_the_record_is_there()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/sources/1");
        var headings = page.QuerySelectorAll("#view h3").Select(heading => heading.Words());
        // Part A of the record cites the title and paragraphs 1 to 14.
        Assert.Equal(["Title", .. Enumerable.Range(1, 14).Select(number => FormattableString.Invariant($"Paragraph {number}"))], headings);
    }

    [Theory]
    [InlineData(0, "A001")]
    [InlineData(1, "A002 A003 A004 A005 A006")]
    [InlineData(2, "A007 A008 A009 A010 A011")]
    [InlineData(3, "A012 A013 A014 A015 A016 A017 A018 A019 A020 A021")]
    [InlineData(4, "A022 A023 A024 A025 A026")]
    [InlineData(5, "A027 A028 A029 A030 A031")]
    [InlineData(7, "A036 A037 A038")]
    [InlineData(11, "A009 A050 A051 A052 A053")]
    [InlineData(13, "A058 A059 A060 A061 A062 A063")]
    [InlineData(14, "A064")]
    public async Task A_paragraph_of_the_seed_article_holds_the_rows_the_record_has_for_it(int paragraph, string record)
    {
        using var article = await JsonAsync("/ukraine/sources/1.json");
        var found = article.RootElement.GetProperty("statements").EnumerateArray()
            .Where(row => row.GetProperty("paragraph_numbers").EnumerateArray().Any(number => number.GetInt32() == paragraph))
            .SelectMany(row => row.GetProperty("record").EnumerateArray().Select(id => id.GetString()!))
            .Where(id => id[0] == 'A')
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(record.Split(' '), found);
    }

    [Theory]
    [InlineData("/ukraine/sources/abc", 404)]
    [InlineData("/ukraine/sources/9999", 404)]
    [InlineData("/ukraine/sources?kind=copies", 400)]
    [InlineData("/ukraine/sources?grade=Q", 400)]
    [InlineData("/ukraine/sources?language=klingon", 400)]
    [InlineData("/ukraine/sources?statements=maybe", 400)]
    [InlineData("/ukraine/sources?after=zz", 400)]
    [InlineData("/ukraine/sources?after=!", 400)]
    public async Task What_cannot_be_shown_is_said_in_words_with_a_way_on(string address, int status)
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync(address, status);
        var onward = page.QuerySelector("main li a")!.GetAttribute("href")!;
        await client.GetPageAsync(onward);
    }

    [Fact]
    public async Task A_wrong_number_is_answered_with_the_nearest_ones()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/sources/900", 404);
        Assert.NotNull(page.QuerySelector("main a[href='/ukraine/sources/901']"));
    }

    [Fact]
    public async Task The_pages_of_the_list_hold_every_source_once()
    {
        var numbers = new List<int>();
        for (string? next = "/ukraine/sources.json"; next is not null;)
        {
            using var page = await JsonAsync(next);
            numbers.AddRange(page.RootElement.GetProperty("sources").EnumerateArray().Select(row => row.GetProperty("number").GetInt32()));
            next = page.RootElement.GetProperty("next").GetString() is { } address ? new Uri(address).PathAndQuery.Replace("/sources?", "/sources.json?", StringComparison.Ordinal) : null;
        }

        var seeds = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "seeds", "ukraine", "sources.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(numbers.Distinct().Order(), numbers);
        Assert.Equal(SeedNumbers(seeds).Order(), numbers);
    }

    [Fact]
    public async Task A_choice_is_kept_by_files_and_the_permanent_link()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/sources?kind=copy&grade=D&statements=with");
        using var file = await JsonAsync(page.QuerySelector(".take a[href*='.json']")!.GetAttribute("href")!);
        var rows = file.RootElement.GetProperty("sources").EnumerateArray().ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            Assert.Equal("copy", row.GetProperty("kind").GetString());
            Assert.Equal("D", row.GetProperty("grade").GetString());
            Assert.True(row.GetProperty("statements").GetInt32() > 0);
        });
        Assert.Equal(page.QuerySelectorAll("#view tbody tr").Length, rows.Count);
        var csv = await client.GetStringAsync(new Uri(page.QuerySelector(".take a[href*='.csv']")!.GetAttribute("href")!, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.All(rows, row => Assert.Contains(FormattableString.Invariant($"\n{row.GetProperty("number").GetInt32()},"), csv, StringComparison.Ordinal));
        Assert.Contains("kind=copy", file.RootElement.GetProperty("permalink").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_shown_that_was_not_published_at_the_instant_asked_for()
    {
        // The seeds are published on 25 November 2026.
        using var article = await JsonAsync("/ukraine/sources/1.json?known=2026-11-24");
        Assert.Empty(article.RootElement.GetProperty("statements").EnumerateArray());
        using var list = await JsonAsync("/ukraine/sources.json?known=2026-11-24&statements=with");
        Assert.Empty(list.RootElement.GetProperty("sources").EnumerateArray());
    }

    [Fact]
    public async Task A_day_before_the_talks_of_the_article_leaves_its_statements_out_and_says_how_many()
    {
        using var client = app.Visitor();
        var page = await client.GetPageAsync("/ukraine/sources/1?date=2000-01-01");
        Assert.Contains("None said by 1 January 2000", page.QuerySelector("#view [role=status]")!.Words(), StringComparison.Ordinal);
        Assert.Contains("left out by the date", page.QuerySelector("#view [role=status]")!.Words(), StringComparison.Ordinal);
    }

    /// <summary>A row of the seeds begins with its number; notes may run over several lines, which begin otherwise.</summary>
    private static IEnumerable<int> SeedNumbers(string csv) =>
        csv.Split('\n').Skip(1).Select(line => line.Split(',')[0]).Where(cell => int.TryParse(cell, out _)).Select(cell => int.Parse(cell, System.Globalization.CultureInfo.InvariantCulture));

    private async Task<JsonDocument> JsonAsync(string address)
    {
        using var client = app.Visitor();
        return JsonDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));
    }
}
