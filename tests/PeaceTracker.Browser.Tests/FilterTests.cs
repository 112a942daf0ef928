using Microsoft.Playwright;

namespace PeaceTracker.Browser.Tests;

/// <summary>The form above a view, with the script and without it.</summary>
public sealed class FilterTests(Site site)
{
    [Fact]
    public async Task A_changed_filter_updates_the_view_and_the_address_and_keeps_the_focus_and_Back_restores()
    {
        var page = await site.OpenAsync(Pages.Matrix);
        var before = await page.Locator("#view").InnerTextAsync();
        await page.EvaluateAsync("window.stayed = true");

        await page.FocusAsync("#state");
        await page.SelectOptionAsync("#state", "changed");
        await page.WaitForURLAsync("**state=changed**");
        await Assertions.Expect(page.Locator("#view [role=status]")).ToContainTextAsync("rows without a match are left out");
        Assert.True(await page.EvaluateAsync<bool>("window.stayed === true"), "The whole page was loaded again.");
        Assert.Equal("state", await page.EvaluateAsync<string>("document.activeElement.id"));
        // Nothing the visitor did not choose gets into the address.
        Assert.Equal("?date=2025-08-31&since=2024-06-30&state=changed", new Uri(page.Url).Query);

        await page.GoBackAsync();
        await page.WaitForURLAsync("**" + Pages.Matrix);
        await Assertions.Expect(page.Locator("#view [role=status]")).Not.ToContainTextAsync("rows without a match are left out");
        Assert.Equal(before, await page.Locator("#view").InnerTextAsync());
        await Assertions.Expect(page.Locator("#state")).ToHaveValueAsync("");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Parties_taken_out_stay_out_and_can_be_put_back()
    {
        var page = await site.OpenAsync(Pages.Matrix);
        var columns = page.Locator(".matrix thead th");
        var all = await columns.CountAsync();
        await page.Locator("summary", new() { HasText = "parties" }).ClickAsync();
        await page.Locator("[name=parties][value=france]").UncheckAsync();
        await Assertions.Expect(columns).ToHaveCountAsync(all - 1);
        await Assertions.Expect(page.Locator(".matrix thead")).Not.ToContainTextAsync("France");
        await page.Locator("[name=parties][value=france]").CheckAsync();
        await Assertions.Expect(columns).ToHaveCountAsync(all);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_form_works_without_scripts()
    {
        var page = await site.OpenAsync(Pages.Matrix, script: false);
        await page.SelectOptionAsync("#state", "changed");
        await page.Locator(".bar button").ClickAsync();
        Assert.Contains("state=changed", page.Url, StringComparison.Ordinal);
        Assert.Contains("rows without a match are left out", await page.Locator("#view [role=status]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("changed", await page.InputValueAsync("#state"));
        await page.Context.CloseAsync();
    }
}
