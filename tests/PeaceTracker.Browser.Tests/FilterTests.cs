using Microsoft.Playwright;

namespace PeaceTracker.Browser.Tests;

/// <summary>The form above a view, with the script and without it.</summary>
public sealed class FilterTests(Site site)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task More_filters_stand_side_by_side_inside_the_window(int width)
    {
        // A filter among them opens the list, whose proposals have long names.
        var page = await site.OpenAsync("/ukraine/statements?channel=report", width: width);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        var wrong = await page.EvaluateAsync<string[]>("""
            () => {
              const fields = [...document.querySelectorAll(".pick fieldset :is(select, input)")].map(e => [e.id, e.getBoundingClientRect()]);
              return fields.length < 9 ? ["fields missing"] : fields.filter(([, a]) => a.right > innerWidth || fields.some(([, b]) => a !== b && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)).map(([id]) => id);
            }
            """);
        var names = await page.EvaluateAsync<int>("[...document.querySelectorAll('.pick > summary, .pick legend')].filter(e => e.textContent === 'More filters' && e.getBoundingClientRect().width > 10).length");
        await page.Context.CloseAsync();
        Assert.Empty(wrong);
        Assert.Equal(1, names);
    }

    [Fact]
    public async Task A_changed_filter_updates_the_view_and_the_address_and_keeps_the_focus_and_Back_restores()
    {
        var page = await site.OpenAsync(Pages.Matrix);
        var before = await page.Locator("#view").InnerTextAsync();
        await page.EvaluateAsync("window.stayed = true");

        await page.FocusAsync("#state");
        await page.SelectOptionAsync("#state", "changed");
        await Site.ArrivedAsync(page, "**state=changed**");
        await Assertions.Expect(page.Locator("#view [role=status]")).ToContainTextAsync("rows without a match are left out");
        Assert.True(await page.EvaluateAsync<bool>("window.stayed === true"), "The whole page was loaded again.");
        Assert.Equal("state", await page.EvaluateAsync<string>("document.activeElement.id"));
        // Nothing the visitor did not choose gets into the address.
        Assert.Equal("?date=2025-08-31&since=2024-06-30&state=changed", new Uri(page.Url).Query);

        await page.GoBackAsync();
        await Site.ArrivedAsync(page, "**" + Pages.Matrix);
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
    public async Task Of_boxes_ticked_faster_than_the_answers_come_none_is_lost()
    {
        var page = await site.OpenAsync("/ukraine/positions");
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") complaints.Add(message.Text); };
        page.PageError += (_, error) => complaints.Add(error);
        await page.EvaluateAsync("for (const party of ['france', 'nato', 'russia']) document.querySelector(`[name=parties][value=${party}]`).click()");
        await Assertions.Expect(page.Locator(".matrix thead th")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator("[name=parties]:checked")).ToHaveCountAsync(3);
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("parties=european-states,ukraine,united-states|parties=european-states&parties=ukraine&parties=united-states"));
        await page.Context.CloseAsync();
        Assert.Empty(complaints);
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

    [Fact]
    public async Task A_date_being_typed_counts_when_the_field_is_left()
    {
        var page = await site.OpenAsync("/ukraine/positions");
        await page.EvaluateAsync("window.stayed = true");
        await page.FocusAsync("#date");
        // Key by key the field passes through the years 2, 20 and 202.
        await page.Keyboard.TypeAsync("06302024", new() { Delay = 30 });
        Assert.Equal("", new Uri(page.Url).Query);
        await page.FocusAsync("#since");
        await Site.ArrivedAsync(page, "**date=2024-06-30");
        await Assertions.Expect(page.Locator("#vt")).ToHaveTextAsync("Positions on 30 June 2024");
        Assert.Equal("since", await page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.True(await page.EvaluateAsync<bool>("window.stayed === true"), "The whole page was loaded again.");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_cannot_be_shown_is_said_in_place_of_the_view()
    {
        var page = await site.OpenAsync("/ukraine/positions?date=2024-06-30");
        await page.FillAsync("#since", "2025-01-01");
        await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("The address asks for something that cannot be shown");
        await Assertions.Expect(page.Locator("main .faults")).ToContainTextAsync("a day before the date looked at (2024-06-30)");
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("#vt")).ToHaveTextAsync("Positions on 30 June 2024");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_comparison_chosen_in_the_form_holds_for_the_links_of_the_page_and_offers_its_filter()
    {
        var page = await site.OpenAsync("/ukraine/positions");
        await page.FillAsync("#since", "2025-08-31");
        await page.FocusAsync("#date");
        await Site.ArrivedAsync(page, "**since=2025-08-31");
        await Assertions.Expect(page.Locator("#state option[value=changed]")).ToHaveCountAsync(1);
        await page.ClickAsync("header >> text=Issues");
        await Site.ArrivedAsync(page, "**/ukraine/issues?since=2025-08-31");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_region_drawn_is_kept_when_the_date_changes()
    {
        var page = await site.OpenAsync("/ukraine/issues/territory");
        await page.SelectOptionAsync("#region", "UA-65");
        await Site.ArrivedAsync(page, "**region=UA-65**");
        await page.FillAsync("#date", "2025-08-31");
        await page.FocusAsync("#since");
        await Site.ArrivedAsync(page, "**date=2025-08-31**");
        Assert.Contains("region=UA-65", page.Url, StringComparison.Ordinal);
        await Assertions.Expect(page.Locator("#region")).ToHaveValueAsync("UA-65");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task All_parties_taken_out_shows_the_usual_ones_with_their_boxes_ticked()
    {
        var page = await site.OpenAsync("/ukraine/positions?parties=france");
        await page.Locator("summary", new() { HasText = "party" }).ClickAsync();
        // Not unchecked: that looks whether the box is empty, and the answer may have ticked it again by then.
        await page.Locator("[name=parties][value=france]").ClickAsync();
        await Assertions.Expect(page.Locator(".matrix thead th")).ToHaveCountAsync(7);
        await Assertions.Expect(page.Locator("[name=parties]:checked")).ToHaveCountAsync(6);
        await page.Context.CloseAsync();
    }
}
