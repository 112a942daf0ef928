using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Desk;

/// <summary>
/// What is shown as a possible duplicate while a statement is entered: the same party and issue within seven days, an overlapping passage at the
/// same address, or a quotation that is alike by 0.6 or more, whatever it is about.
/// </summary>
public sealed class DuplicateTests(DeskApp app) : IClassFixture<DeskApp>
{
    private const string Words = "We do not trade the course set out in our constitution";

    /// <summary>A text whose paragraph is a passage, and nobody's words.</summary>
    private const string Silent = "Briefing\n\nThe assets were spoken of.";

    [Theory]
    [InlineData("10 Nov 2026", "same party on the same issue, on the same day")]
    [InlineData("17 Nov 2026", "same party on the same issue, 7 days apart")]
    [InlineData("3 Nov 2026", "same party on the same issue, 7 days apart")]
    [InlineData("18 Nov 2026", null)]
    [InlineData("2 Nov 2026", null)]
    public async Task The_same_party_and_issue_count_within_seven_days(string said, string? why)
    {
        var number = await SavedAsync(await app.Services.AddSourceAsync(Silent), Plain("10 Nov 2026"));
        var near = await NearAsync(await app.Services.AddSourceAsync(Silent), Plain(said), number);
        if (why is null)
            Assert.Null(near);
        else
            Assert.Contains(why, near!.Words(), StringComparison.Ordinal);
        await DiscardAsync(number);
    }

    [Fact]
    public async Task Another_party_or_issue_in_the_same_week_does_not_count()
    {
        var number = await SavedAsync(await app.Services.AddSourceAsync(Silent), Plain("10 Nov 2026"));
        foreach (var (field, value) in new[] { ("party", "russia"), ("issue", "sanctions") })
            Assert.Null(await NearAsync(await app.Services.AddSourceAsync(Silent), new(Plain("10 Nov 2026")) { [field] = value }, number));
        await DiscardAsync(number);
    }

    /// <summary>Nine of fifteen pieces of three letters are shared: 0.6. With one letter more it is nine of sixteen.</summary>
    [Theory]
    [InlineData("abcdefghijmn", true)]
    [InlineData("abcdefghijmno", false)]
    public async Task A_quotation_counts_from_six_tenths_on_whatever_it_is_about(string words, bool counts)
    {
        var number = await SavedAsync(await app.Services.AddSourceAsync("Heading\n\nabcdefghijkl"), Quoting("abcdefghijkl"));
        // Another party, issue, source and year.
        var near = await NearAsync(await app.Services.AddSourceAsync($"Heading\n\n{words}", date: "2024-05-05"), Elsewhere(words, "5 May 2024"), number);
        Assert.Equal(counts, near is not null);
        if (counts)
            Assert.Contains("Its words are nearly the same.", near?.Words() ?? "", StringComparison.Ordinal);
        await DiscardAsync(number);
    }

    [Fact]
    public async Task An_overlapping_passage_of_the_same_source_counts_for_another_party_and_issue()
    {
        var source = await app.Services.AddSourceAsync();
        var number = await SavedAsync(source, Quoting(Words));
        // Less than half of the words are the same: the passage alone tells.
        var near = await NearAsync(source, Elsewhere("in our constitution\", she added, and called for talks on guarantees", "20 Nov 2026"), number);
        Assert.Contains("the same passage of this source", near!.Words(), StringComparison.Ordinal);
        Assert.Contains($"From: Briefing {source}", near!.Words(), StringComparison.Ordinal);
        Assert.Contains(Words, near!.QuerySelector("blockquote")!.TextContent, StringComparison.Ordinal);
        // The words beside it are another passage.
        Assert.Null(await NearAsync(source, Elsewhere("called for talks on guarantees", "20 Nov 2026"), number));
        await DiscardAsync(number);
    }

    [Fact]
    public async Task It_counts_in_a_corrected_text_too_where_the_words_stand_or_a_person_found_them()
    {
        var source = await app.Services.AddSourceAsync();
        var number = await SavedAsync(source, Quoting(Words));
        var citation = (await app.OnlyAsync(number)).Citations[0].Id;
        await AddTextAsync(source, 2, DeskSamples.Text.Replace("Briefing at the ministry", "A briefing at the ministry", StringComparison.Ordinal));
        Assert.Contains("the same passage of this source", (await NearAsync(source, Elsewhere("in our constitution\", she added", "20 Nov 2026"), number))!.Words(), StringComparison.Ordinal);

        // Reworded: only a person could find it again.
        var reworded = DeskSamples.Text.Replace(Words, "We never trade what the basic law says", StringComparison.Ordinal);
        await AddTextAsync(source, 3, reworded);
        var there = Elsewhere("what the basic law says\", she added", "20 Nov 2026");
        Assert.Null(await NearAsync(source, there, number));
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
            db.Add(new Anchor { ProcessId = 1, CitationId = citation, TextNumber = 3, Position = reworded.IndexOf("We never trade", StringComparison.Ordinal), Length = "We never trade what the basic law says".Length, Editor = 1, At = PeaceTrackerApp.Start });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        Assert.Contains("the same passage of this source", (await NearAsync(source, there, number))!.Words(), StringComparison.Ordinal);
        await DiscardAsync(number);
    }

    [Fact]
    public async Task It_counts_in_another_source_with_the_same_address_in_another_dress()
    {
        var (first, second, third) = (await app.Services.AddSourceAsync(), await app.Services.AddSourceAsync(), await app.Services.AddSourceAsync());
        await AddressAsync(first, "https://www.example.org/briefing?utm_source=feed");
        await AddressAsync(second, "http://example.org/briefing#top");
        await AddressAsync(third, "https://example.org/another");
        var number = await SavedAsync(first, Quoting(Words));
        var part = Elsewhere("in our constitution\", she added, and called for talks on guarantees", "20 Nov 2026");
        Assert.Contains($"the same passage, in source No. {first} of the same address", (await NearAsync(second, part, number))!.Words(), StringComparison.Ordinal);
        Assert.Null(await NearAsync(third, part, number));
        await DiscardAsync(number);
    }

    [Fact]
    public async Task With_the_same_quotation_a_further_source_is_the_first_choice()
    {
        var number = await SavedAsync(await app.Services.AddSourceAsync(), Quoting(Words));
        var week = await SavedAsync(await app.Services.AddSourceAsync(Silent), Plain("20 Nov 2026"));
        var fields = Plain("20 Nov 2026");
        // In other letters and with other marks, as another paper prints it.
        fields["quote"] = "We do not trade the course, set out in our Constitution!";
        var page = await ShownAsync(await app.Services.AddSourceAsync("Briefing\n\nWe do not trade the course, set out in our Constitution!", date: "2026-11-21"), fields);
        var near = page.QuerySelectorAll("#questions [id^=near-]");
        Assert.Equal([$"near-{number}", $"near-{week}"], near.Select(one => one.Id).Take(2));
        Assert.Contains("Its words are the same.", near[0].Words(), StringComparison.Ordinal);
        // Before the question why it differs, and marked as the main choice, which no other is.
        Assert.Equal(["attach", $"differs-{number}"], near[0].QuerySelectorAll("button, input").Select(one => one.GetAttribute("name")));
        Assert.Equal([$"{number}"], page.QuerySelectorAll("#questions button.main").Select(one => one.GetAttribute("value")));
        Assert.NotNull(near[0].QuerySelector($"a[href='/ukraine/desk/statements/{number}']"));
        await DiscardAsync(number);
        await DiscardAsync(week);
    }

    [Fact]
    public async Task Three_are_shown_at_most_and_none_stands_in_the_way_of_a_draft()
    {
        var numbers = new List<int>();
        for (var one = 0; one < 4; one++)
            numbers.Add(await SavedAsync(await app.Services.AddSourceAsync(), Quoting(Words)));
        var page = await ShownAsync(await app.Services.AddSourceAsync(), Quoting(Words));
        Assert.Equal(3, page.QuerySelectorAll("#questions [id^=near-]").Length);
        foreach (var number in numbers)
            await DiscardAsync(number);
    }

    /// <summary>A statement in a text.</summary>
    private static Dictionary<string, string> Quoting(string words) => new(DeskApp.Coded(words, words == Words ? "para 3" : "para 2", "frozen-assets", "2"));

    /// <summary>The same words or others, of another party on another issue.</summary>
    private static Dictionary<string, string> Elsewhere(string words, string said) => new(DeskApp.Coded(words, "", "elections", "2")) { ["party"] = "russia", ["said"] = said };

    /// <summary>A statement without a quotation.</summary>
    private static Dictionary<string, string> Plain(string said) => new()
    {
        ["paragraph"] = "para 2",
        ["party"] = "ukraine",
        ["issue"] = "frozen-assets",
        ["step"] = "2",
        ["said"] = said,
        ["summary"] = "Ukraine speaks of frozen assets.",
        ["go"] = "draft",
    };

    private async Task<int> SavedAsync(int source, Dictionary<string, string> fields)
    {
        using var answer = await DeskApp.PostAsync(app.Editor, source, fields);
        return DeskApp.Saved(answer);
    }

    private async Task DiscardAsync(int number)
    {
        using var gone = await app.Editor.PostFormAsync($"/ukraine/desk/statements/{number}", [], $"form[action='/ukraine/desk/statements/{number}/discard']");
        Assert.Empty(await app.RevisionsAsync(number));
    }

    private async Task<IDocument> ShownAsync(int source, Dictionary<string, string> fields)
    {
        using var shown = await DeskApp.PostAsync(app.Editor, source, new(fields) { ["go"] = "show" });
        return await DeskApp.ReadAsync(shown);
    }

    /// <summary>What is shown of a statement; null when it is not.</summary>
    private async Task<IElement?> NearAsync(int source, Dictionary<string, string> fields, int number) => (await ShownAsync(source, fields)).QuerySelector($"#near-{number}");

    private async Task AddTextAsync(int source, int number, string text)
    {
        Assert.True(SourceText.TryNormalise(text, out var normal, out _));
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        db.Add(new SourceText { ProcessId = 1, Source = source, Number = number, Text = normal, Sha256 = SourceText.Hash(normal), At = PeaceTrackerApp.Start, Editor = 1 });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private async Task AddressAsync(int number, string address)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        var source = await db.Sources.IgnoreQueryFilters().SingleAsync(row => row.Number == number, TestContext.Current.CancellationToken);
        db.Entry(source).Property(row => row.Address).CurrentValue = address;
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
