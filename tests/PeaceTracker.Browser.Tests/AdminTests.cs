using Microsoft.Playwright;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.Browser.Tests;

/// <summary>Administration of reference data in a real browser. Each test leaves the record as it found it: the site is shared.</summary>
public sealed class AdminTests(Site site)
{
    private const string Scale = "/ukraine/admin/issues/neutrality/scale";

    [Fact]
    public async Task A_party_is_added_by_keyboard_alone()
    {
        var page = await SignInAsync();
        await page.GotoAsync("/ukraine/admin/parties");
        await page.Locator("a", new() { HasText = "Add a party" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Site.ArrivedAsync(page, "**/parties/new");
        await page.Locator("#name").FocusAsync();
        foreach (var text in new[] { "Ruritania by keys", "ruritania-keys", "RKY" })
        {
            await page.Keyboard.TypeAsync(text);
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Equal("kind", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.TypeAsync("state");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Site.ArrivedAsync(page, "**/parties?saved=ruritania-keys");
        await Assertions.Expect(page.Locator("[role=status]")).ToHaveTextAsync("Saved: Ruritania by keys.");
        await RemoveAsync(page, "/ukraine/admin/parties/ruritania-keys");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_party_is_added_without_script_and_what_is_wrong_is_said_first()
    {
        var page = await SignInAsync(script: false);
        await page.GotoAsync("/ukraine/admin/parties/new");
        await page.FillAsync("#name", "Ruritania");
        await page.FillAsync("#slug", "ruritania");
        await page.FillAsync("#monogram", "r");
        await page.SelectOptionAsync("#kind", "state");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".problems a")).ToHaveTextAsync("Monogram: found \"r\", expected two to four capital letters A to Z that no other party has");
        await page.Locator(".problems a").ClickAsync();
        await page.FillAsync("#monogram", "RUR");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Site.ArrivedAsync(page, "**/parties?saved=ruritania");
        await RemoveAsync(page, "/ukraine/admin/parties/ruritania");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_scale_is_previewed_and_changed_and_changed_back()
    {
        var page = await SignInAsync();
        await page.GotoAsync(Scale);
        var before = await page.Locator("#step-2-label").InputValueAsync();
        foreach (var label in new[] { before + " (renamed)", before })
        {
            await page.GotoAsync(Scale);
            await page.FillAsync("#step-2-label", label);
            await page.FillAsync("#note", "A word of the second step.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Show what would change" }).ClickAsync();
            await Assertions.Expect(page.Locator(".preview tbody tr").Nth(1).Locator("ins, del")).ToHaveCountAsync(1);
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Save as version \\d+ of the codebook$") }).ClickAsync();
            await Site.ArrivedAsync(page, "**" + Scale);
            await Assertions.Expect(page.Locator("#step-2-label")).ToHaveValueAsync(label);
        }

        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_issue_with_positions_is_not_removed_and_what_hangs_is_listed()
    {
        var page = await SignInAsync();
        await page.GotoAsync("/ukraine/admin/issues/nato-membership");
        await page.GetByRole(AriaRole.Link, new() { Name = "Remove this issue" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("NATO membership cannot be removed");
        await Assertions.Expect(page.Locator(".hanging li").First).ToContainTextAsync("codings");
        await Assertions.Expect(page.Locator("main button")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Two_sources_are_merged_and_parted_again()
    {
        var page = await SignInAsync();
        await page.GotoAsync("/ukraine/admin/merges");
        await page.FillAsync("#merged", "238");
        await page.FillAsync("#kept", "237");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what would change" }).ClickAsync();
        await page.FillAsync("#why", "One page, entered twice.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Merge No. 238 into No. 237" }).ClickAsync();
        await Site.ArrivedAsync(page, "**/admin/merges");
        await page.GotoAsync("/ukraine/sources/238");
        await Assertions.Expect(page.Locator("main .note").First).ToContainTextAsync("Merged into No. 237");
        await page.GotoAsync("/ukraine/admin/merges");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo the merge of No. 238 into No. 237" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("[role=status]")).ToHaveTextAsync("Undone. Everything is as it was before.");
        await page.GotoAsync("/ukraine/sources/238");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("Merged into");
        await page.Context.CloseAsync();
    }

    public static TheoryData<string> Looked =>
    [
        "/ukraine/admin", "/ukraine/admin/parties", "/ukraine/admin/parties/new", "/ukraine/admin/parties/coalition-of-the-willing", "/ukraine/admin/people/vladimir-putin",
        "/ukraine/admin/issues", "/ukraine/admin/issues/new", "/ukraine/admin/issues/territory", Scale, "/ukraine/admin/regions/UA-14", "/ukraine/admin/events/alaska-summit",
        "/ukraine/admin/publishers/daily8", "/ukraine/admin/settings", "/ukraine/admin/merges", "/ukraine/admin/merges?merged=234&kept=233", "/ukraine/admin/merges?merged=x&kept=1",
        "/ukraine/admin/parties/russia/remove", "/ukraine/admin/parties/russia/history", "/ukraine/admin/settings/history",
    ];

    [Theory]
    [MemberData(nameof(Looked))]
    public async Task Every_page_obeys_the_rules_of_axe_and_fits_a_narrow_screen(string address)
    {
        var page = await SignInAsync();
        await page.GotoAsync(address);
        await AxeTests.CheckAsync(page);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_form_with_problems_and_a_preview_obey_them_too()
    {
        var page = await SignInAsync();
        await page.GotoAsync("/ukraine/admin/people/new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".problems")).ToBeVisibleAsync();
        await AxeTests.CheckAsync(page);
        await page.GotoAsync(Scale);
        await page.FillAsync("#step-1-label", "Another label");
        await page.FillAsync("#note", "Why.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what would change" }).ClickAsync();
        await Assertions.Expect(page.Locator(".preview")).ToBeVisibleAsync();
        await AxeTests.CheckAsync(page);
        await page.Context.CloseAsync();
    }

    /// <summary>A fresh window of an admin.</summary>
    private async Task<IPage> SignInAsync(bool script = true)
    {
        var page = await site.OpenAsync(script: script);
        await Site.SignInAsync(page, await site.App.Services.AddAccountAsync([Roles.Admin]), site.App.Clock.GetUtcNow());
        return page;
    }

    private static async Task RemoveAsync(IPage page, string record)
    {
        await page.GotoAsync(record + "/remove");
        await page.FillAsync("#why", "A trial.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Site.ArrivedAsync(page, "**/ukraine/admin/parties");
    }
}
