using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PeaceTracker.Testing;

namespace PeaceTracker.Browser.Tests;

/// <summary>E9 of the interface's targets, and the pages of a table, on a site of its own.</summary>
public sealed class ImportTests(Site site) : IAsyncLifetime
{
    private ServedApp app = null!;
    private TestAccount editor = null!;
    private int source;

    public async ValueTask InitializeAsync()
    {
        app = await ServedApp.StartAsync();
        editor = await app.Services.AddAccountAsync(["Editor"]);
        source = await app.Services.AddSourceAsync(text: null, editor: editor.Id);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task E9_of_200_rows_ten_are_wrong_and_nothing_is_written_before_it_is_confirmed(bool script)
    {
        var page = await site.OpenAsync(script: script, other: app);
        await Site.SignInAsync(page, editor, app.Clock.GetUtcNow());
        await page.GotoAsync("/");
        var before = await CountAsync();
        var hand = new Hand(page);
        await hand.ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Desk", Exact = true }));
        await hand.ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Bring in a table" }));
        await page.Locator("#file").SetInputFilesAsync(Table(200));
        await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Look at it" }));
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("What are the columns?");
        await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Check the rows" }));
        // It may show how far it is before.
        await Assertions.Expect(page.Locator(".lead")).ToContainTextAsync("190 ready, 10 rows with problems, 0 possible duplicates, 0 written", new() { Timeout = 60_000 });
        // One repair for nine rows, one for the tenth.
        await hand.ClickAsync(page.GetByText("9 rows, party: found"));
        await hand.PressAsync("T", "u");
        await Assertions.Expect(page.GetByLabel("9 rows, party: found \"Türkei\"")).ToHaveValueAsync("turkiye");
        var said = page.GetByLabel("Row 52, said on: found \"03/04/25\"");
        await hand.ClickAsync(said);
        await hand.PressAsync("Control+a");
        await hand.WriteAsync("3 Apr 2025");
        await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Check again" }));
        await Assertions.Expect(page.Locator(".lead")).ToContainTextAsync("200 ready, 0 rows with problems", new() { Timeout = 60_000 });
        Assert.Equal(before, await CountAsync());
        await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Bring in 200 drafts" }));
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("The drafts are written.", new() { Timeout = 60_000 });
        Assert.Equal(before + 200, await CountAsync());
        // A file is chosen with two clicks more.
        hand.Took("E9", atMostSeconds: 360 - 5, atMostClicks: 10, atMostKeys: 10);

        // And taken back as one.
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo: throw 200 statements away" }).ClickAsync();
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("The import was undone.", new() { Timeout = 60_000 });
        Assert.Equal(before, await CountAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Pages_of_a_table_pass_axe_have_valid_HTML_and_fit_a_narrow_screen()
    {
        var page = await site.OpenAsAsync(editor, app);
        var sources = new List<(string, string)>();
        await page.GotoAsync("/ukraine/desk/imports");
        await LookAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at it" }).ClickAsync();
        await Assertions.Expect(page.Locator(".problems")).ToContainTextAsync("Choose a file, or paste cells");
        await AxeTests.CheckAsync(page);
        await page.SetViewportSizeAsync(1280, 900);
        await page.Locator("#file").SetInputFilesAsync(Table(60));
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at it" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("What are the columns?");
        await LookAsync();
        await page.Locator("#column-0").SelectOptionAsync("");
        await page.Locator("#column-2").SelectOptionAsync("said");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the rows" }).ClickAsync();
        await Assertions.Expect(page.Locator(".problems")).ToContainTextAsync("choose its column, or give what it is in every row");
        await AxeTests.CheckAsync(page);
        await page.SetViewportSizeAsync(1280, 900);
        await page.Locator("#column-0").SelectOptionAsync("source");
        await page.Locator("#column-2").SelectOptionAsync("party");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the rows" }).ClickAsync();
        await Assertions.Expect(page.Locator("#bring")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await LookAsync();
        // While it is written the page says so, up to the moment it goes.
        await page.EvaluateAsync("() => addEventListener('pagehide', () => { sessionStorage.said = document.querySelector('form[action$=confirm] [role=status]').textContent; })");
        await page.GetByRole(AriaRole.Button, new() { Name = "Bring in" }).ClickAsync();
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("The drafts are written.");
        Assert.StartsWith("Writing the drafts.", await page.EvaluateAsync<string>("sessionStorage.said"), StringComparison.Ordinal);
        await LookAsync();
        await page.Context.CloseAsync();
        await HtmlTests.CheckAsync(sources);

        async Task LookAsync()
        {
            await page.SetViewportSizeAsync(1280, 900);
            await AxeTests.CheckAsync(page);
            var address = new Uri(page.Url).PathAndQuery;
            sources.Add((address, await (await page.Context.APIRequest.GetAsync(address)).TextAsync()));
        }
    }

    /// <summary>Rows of one source on days of their own; every 22nd party is written as another language has it, and row 52 has a date that can be read in two ways.</summary>
    private FilePayload Table(int rows)
    {
        var lines = Enumerable.Range(0, rows).Select(index => string.Create(
            CultureInfo.InvariantCulture,
            $"{source},{(index == 50 ? "03/04/25" : new DateOnly(2026, 11, 20).AddDays(-index).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))},{(index % 22 == 3 ? "Türkei" : "Italy")},elections,2,on-record,2,\"Words of the day, the {index + 1}th\",x"));
        var text = "source,said,party,issue,step,channel,information,quote,remark\r\n" + string.Join("\r\n", lines);
        return new() { Name = "statements.csv", MimeType = "text/csv", Buffer = [.. System.Text.Encoding.UTF8.GetPreamble(), .. System.Text.Encoding.UTF8.GetBytes(text)] };
    }

    private async Task<int> CountAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Data.Desk.DeskStatements>().All(1).CountAsync(TestContext.Current.CancellationToken);
    }
}
