using Microsoft.Playwright;
using PeaceTracker.Testing;

namespace PeaceTracker.Browser.Tests;

/// <summary>
/// The tasks of an editor with the keys and clicks they may take, from the home page: E1 to E5, E8 and E10 of the interface's targets, on a site
/// of its own. What is pasted or written is not counted with the keys, nor is the selection of a passage. E6, E7 and E9 stand with their pages.
/// </summary>
public sealed class EditorTaskTests(Site site) : IAsyncLifetime
{
    private const string Passage = "We do not trade the course set out in our constitution";

    private const string Second = "The ceasefire is to last for as long as the talks last, she said.";

    // At an address whose publisher is on record, and newer than anything coded of Ukraine on NATO.
    private const string Pasted =
        "https://www.pravda.com.ua/eng/news/2026/11/20/8017001/\nMinistry briefing\n\n20 November 2026. The minister said the country would not trade its course. \"" + Passage
        + "\", she added, and called for talks on guarantees that are to be signed before any of it is put to the vote.\n\n"
        + "The ceasefire is to last for as long as the talks last, she said.\n\nAsked about troop limits she declined to answer.";

    private ServedApp app = null!;
    private TestAccount editor = null!, reviewer = null!;

    public async ValueTask InitializeAsync()
    {
        app = await ServedApp.StartAsync();
        editor = await app.Services.AddAccountAsync(["Editor"]);
        reviewer = await app.Services.AddAccountAsync(["Reviewer"]);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task E1_to_E3_by_keys_alone_from_the_home_page_stay_within_their_targets_and_lose_nothing()
    {
        var page = await site.OpenAsAsync(editor, app);
        await page.GotoAsync("/");
        await Site.ReadyAsync(page);
        var hand = new Hand(page);
        await hand.PressAsync("g", "d");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Desk");
        await Site.ReadyAsync(page);
        await hand.PressAsync("n");
        await Assertions.Expect(page.Locator("#pasted")).ToBeFocusedAsync();
        await Site.ReadyAsync(page);
        await hand.PasteAsync(Pasted);
        await hand.PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Describe the source");
        // The tick that says that all guesses are right has the focus.
        await Assertions.Expect(page.Locator("input[name=confirmed][value=all]")).ToBeFocusedAsync();
        await hand.PressAsync("Space", "Enter");
        await Site.ArrivedAsync(page, "**/ukraine/desk/sources/10001");
        await Site.ReadyAsync(page);
        // The one selection: the paragraph, and what is quoted in its third sentence.
        var selecting = new Hand(page);
        await selecting.PressAsync("j", "j", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight");
        Assert.Equal(Passage, await page.EvaluateAsync<string>("String(getSelection())"));
        // S takes the selection and goes to the first empty field; letters choose in a list, digits on a scale.
        await hand.PressAsync("s");
        await Assertions.Expect(page.Locator("#quote")).ToHaveValueAsync(Passage);
        await hand.PressAsync("U", "k");
        await hand.PressAsync("Tab", "N");
        await hand.PressAsync("Tab", "4");
        await Assertions.Expect(page.Locator("#statement [name=step][value='4']")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("#questions")).ToContainTextAsync("Summary, composed from the coding");
        await hand.PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("Saved as draft No. 10001.");
        hand.Took("E1 by keys", atMostSeconds: 90, atMostClicks: 0, atMostKeys: 16);
        selecting.Took("its selection", atMostSeconds: 10, atMostKeys: 6);

        // E2: the next one, from where one was; party and issue stand as before, and the keys go on from the scale.
        hand = new(page);
        await Site.ReadyAsync(page);
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("ArrowRight");
        await hand.PressAsync("s");
        await Assertions.Expect(page.Locator("#quote")).ToHaveValueAsync(Second);
        await hand.PressAsync("Shift+Tab", "C");
        await hand.PressAsync("Tab", "2");
        await Assertions.Expect(page.Locator("#issue")).ToHaveValueAsync("ceasefire");
        await Assertions.Expect(page.Locator("#questions")).ToContainTextAsync("Summary, composed from the coding");
        await hand.PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("Saved as draft No. 10002.");
        hand.Took("E2 by keys", atMostSeconds: 30, atMostClicks: 0, atMostKeys: 8);

        // E3: silence on an issue, and the refusal to answer in the next paragraph.
        hand = new(page);
        await Site.ReadyAsync(page);
        await hand.PressAsync("0", "E", "Control+Enter");
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("Saved as draft No. 10003.");
        hand.Took("E3, silent", atMostSeconds: 15, atMostKeys: 5, atMostClicks: 0);
        hand = new(page);
        await Site.ReadyAsync(page);
        await hand.PressAsync("j", "-", "L", "Control+Enter");
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("Saved as draft No. 10004.");
        hand.Took("E3, declined", atMostSeconds: 15, atMostKeys: 5, atMostClicks: 0);

        await KeptAsync(page, "4");
        await page.GotoAsync("/ukraine/desk/statements/10002");
        await Assertions.Expect(page.Locator("#quote")).ToHaveValueAsync(Second);
        await Assertions.Expect(page.Locator("#party")).ToHaveValueAsync("ukraine");
        await page.GotoAsync("/ukraine/desk/statements/10003");
        await Assertions.Expect(page.Locator("#statement [name=step][value=silent]")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("#issue")).ToHaveValueAsync("elections");
        await page.GotoAsync("/ukraine/desk/statements/10004");
        await Assertions.Expect(page.Locator("#statement [name=step][value=declined]")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("#issue")).ToHaveValueAsync("force-limits");
        await Assertions.Expect(page.Locator("#paragraph")).ToHaveValueAsync("para 4");

        // All four are sent with one key press where the button is reached.
        await page.GotoAsync("/ukraine/desk/sources/10001");
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Submit all 4" }));
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("4 statements were sent to review.");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task E1_and_E2_with_a_mouse_from_the_home_page_stay_within_their_targets(bool known)
    {
        var page = await site.OpenAsAsync(editor, app);
        await page.GotoAsync("/");
        var hand = new Hand(page);
        await ToSourceAsync(page, hand, known ? Pasted : Pasted.Replace("www.pravda.com.ua", "news.example", StringComparison.Ordinal), known);
        await Site.ReadyAsync(page);
        await hand.SelectAsync(Passage);
        await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "New statement from the selection" }));
        await Assertions.Expect(page.Locator("#quote")).ToHaveValueAsync(Passage);
        await hand.PressAsync("U", "k");
        await hand.PressAsync("Tab", "N");
        await hand.ClickAsync(page.Locator("#statement [name=step][value='4']"));
        await Assertions.Expect(page.Locator("#questions")).ToContainTextAsync("Summary, composed from the coding");
        await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Save, next" }));
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("Saved as draft No. 10001.");
        // A publisher that is not on record is named, graded and explained as well.
        hand.Took(known ? "E1 with a mouse" : "E1 with a mouse and a publisher that is not on record", atMostSeconds: 90, atMostKeys: 16, atMostActs: known ? 16 : 18);

        hand = new(page);
        await Site.ReadyAsync(page);
        await hand.SelectAsync(Second);
        await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "New statement from the selection" }));
        await hand.PressAsync("Shift+Tab", "C");
        await hand.ClickAsync(page.Locator("#statement [name=step][value='2']"));
        await Assertions.Expect(page.Locator("#questions")).ToContainTextAsync("Summary, composed from the coding");
        await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Save, next" }));
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("Saved as draft No. 10002.");
        hand.Took("E2 with a mouse", atMostSeconds: 30, atMostActs: 8);
        await KeptAsync(page, "4");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task E1_and_E2_without_script_from_the_home_page_stay_within_their_targets()
    {
        var page = await site.OpenAsync(script: false, other: app);
        await Site.SignInAsync(page, editor, app.Clock.GetUtcNow());
        await page.GotoAsync("/");
        var hand = new Hand(page);
        await ToSourceAsync(page, hand, Pasted, true);
        await CodeAsync(Passage, "Party", ["U", "k", "Tab", "N"], "4", "Saved as draft No. 10001.");
        hand.Took("E1 without script", atMostSeconds: 90, atMostActs: 16);
        hand = new(page);
        await CodeAsync(Second, "Issue", ["C"], "2", "Saved as draft No. 10002.");
        hand.Took("E2 without script", atMostSeconds: 30, atMostActs: 8);
        await KeptAsync(page, "4");
        await page.GotoAsync("/ukraine/desk/statements/10002");
        await Assertions.Expect(page.Locator("#quote")).ToHaveValueAsync(Second);
        await page.Context.CloseAsync();

        async Task CodeAsync(string passage, string from, string[] keys, string step, string told)
        {
            await hand.ClickAsync(page.Locator("#quote"));
            await hand.PasteAsync(passage);
            await hand.ClickAsync(page.Locator("#statement").GetByText(from, new() { Exact = true }).First);
            await hand.PressAsync(keys);
            await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Show the steps of this issue" }).First);
            await hand.ClickAsync(page.Locator($"#statement [name=step][value='{step}']"));
            await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Save, next" }));
            // The summary that was composed is read, and sent.
            await Assertions.Expect(page.Locator(".problems")).ToContainTextAsync("this summary was composed from the coding");
            await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Save, next" }));
            await Assertions.Expect(page.Locator(".done")).ToContainTextAsync(told);
        }
    }

    [Fact]
    public async Task E1_and_E2_go_by_keys_alone_without_script()
    {
        var page = await site.OpenAsync(script: false, other: app);
        await Site.SignInAsync(page, editor, app.Clock.GetUtcNow());
        await page.GotoAsync("/");
        await PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Desk", Exact = true }));
        await PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Add from a source" }));
        await Assertions.Expect(page.Locator("#pasted")).ToBeFocusedAsync();
        await page.Keyboard.InsertTextAsync(Pasted);
        await PressAsync(page.Locator("main form button.main"));
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Describe the source");
        await PressAsync(page.Locator("input[name=confirmed][value=all]"), "Space");
        await PressAsync(page.Locator("main form button.main"));
        await Site.ArrivedAsync(page, "**/ukraine/desk/sources/10001");

        await CodeAsync(Passage, "para 2", "U", "N", "4", "Saved as draft No. 10001.");
        await KeptAsync(page, "4");
        await page.GotoAsync("/ukraine/desk/sources/10001");
        await CodeAsync(Second, "para 3", "U", "C", "2", "Saved as draft No. 10002.");
        await page.GotoAsync("/ukraine/desk/statements/10002");
        await Assertions.Expect(page.Locator("#quote")).ToHaveValueAsync(Second);
        await page.Context.CloseAsync();

        async Task CodeAsync(string passage, string place, string party, string issue, string step, string told)
        {
            await PressAsync(page.Locator($"input[name=paragraph][value='{place}']"), "Space");
            await TabToAsync(page, page.Locator("#quote"));
            await page.Keyboard.PressAsync("Control+a");
            await page.Keyboard.InsertTextAsync(passage);
            await TabToAsync(page, page.Locator("#party"));
            await page.Keyboard.TypeAsync(party + "k");
            await TabToAsync(page, page.Locator("#issue"));
            await page.Keyboard.TypeAsync(issue);
            // The steps of the issue come with the answer.
            await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Show the steps of this issue" }).First);
            await PressAsync(page.Locator($"#statement [name=step][value='{step}']"), "Space");
            await TabToAsync(page, page.Locator("#summary"));
            await page.Keyboard.PressAsync("Control+a");
            await page.Keyboard.InsertTextAsync("Keeps to what it has said.");
            await PressAsync(page.Locator("#statement button.main"));
            // What is asked back is answered and sent again.
            await page.Locator(".done, .problems").First.WaitForAsync();
            if (await page.Locator(".done").CountAsync() == 0)
                await PressAsync(page.Locator("#statement button.main"));
            await Assertions.Expect(page.Locator(".done")).ToContainTextAsync(told);
        }

        async Task PressAsync(ILocator where, string key = "Enter")
        {
            await TabToAsync(page, where);
            await page.Keyboard.PressAsync(key);
        }
    }

    [Fact]
    public async Task E4_a_slip_in_a_live_statement_is_mended_with_three_clicks_from_the_home_page_and_shown_once_another_agrees()
    {
        var page = await site.OpenAsAsync(editor, app);
        await page.GotoAsync("/");
        var hand = new Hand(page);
        await hand.ClickAsync(Cell(page, "nato-membership"));
        var acts = page.Locator("main table tbody tr").First.GetByRole(AriaRole.Link, new() { Name = "Amend No." });
        var number = (await acts.InnerTextAsync()).Split(' ')[^1];
        await hand.ClickAsync(acts);
        // The reason has the focus; the words are the one other thing to go to.
        await Assertions.Expect(page.Locator("#amend-reason")).ToBeFocusedAsync();
        await Site.ReadyAsync(page);
        await hand.WriteAsync("A slip of the pen.");
        await hand.ClickAsync(page.Locator("#summary"));
        await hand.PressAsync("Control+End");
        await hand.WriteAsync(" Mended.");
        await hand.PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("review");
        // The letters of words and reason are beside the target.
        hand.Took("E4", atMostSeconds: 20 + (hand.Letters * 0.2), atMostClicks: 3);
        using (var anyone = new HttpClient { BaseAddress = new(app.Address) })
            Assert.DoesNotContain("Mended.", await anyone.GetStringAsync(new Uri($"/ukraine/statements/{number}", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await page.Context.CloseAsync();

        // E8: from the home page to the item by keys; one key after it was read.
        var other = await site.OpenAsAsync(reviewer, app);
        await other.GotoAsync("/");
        await Site.ReadyAsync(other);
        hand = new(other);
        await hand.PressAsync("g", "r");
        await Assertions.Expect(other.Locator("h1")).ToHaveTextAsync("Review");
        await Site.ReadyAsync(other);
        await hand.PressAsync("j", "Enter");
        await Site.ArrivedAsync(other, $"**/ukraine/review/{number}#item");
        await Site.ReadyAsync(other);
        var deciding = new Hand(other);
        await deciding.PressAsync("a");
        await Assertions.Expect(other.Locator("#done")).ToContainTextAsync($"Approved No. {number}.");
        deciding.Took("E8, after reading", atMostSeconds: 20, atMostKeys: 1, atMostClicks: 0);
        hand.Took("E8, to the item", atMostSeconds: 20, atMostClicks: 0);
        await other.GotoAsync($"/ukraine/statements/{number}");
        await Assertions.Expect(other.Locator("main")).ToContainTextAsync("Mended.");
        await other.Context.CloseAsync();
    }

    [Fact]
    public async Task E5_a_live_statement_is_disputed_or_withdrawn_with_three_clicks_from_the_home_page()
    {
        var page = await site.OpenAsAsync(reviewer, app);
        await page.GotoAsync("/");
        var hand = new Hand(page);
        await hand.ClickAsync(Cell(page, "nato-membership"));
        await hand.ClickAsync(page.Locator("main table tbody tr").First.GetByRole(AriaRole.Link, new() { Name = "Dispute No." }));
        // The cursor waits where the reason is typed.
        await Assertions.Expect(page.GetByLabel("Why the words can be read that way")).ToBeFocusedAsync();
        await Site.ReadyAsync(page);
        await hand.WriteAsync("The text allows it.");
        await hand.ClickAsync(page.Locator("input[name=step]:not(:checked)").Nth(1));
        await hand.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#done")).ToContainTextAsync("waits for a third person with both readings.");
        hand.Took("E5, disputed", atMostSeconds: 20 + (hand.Letters * 0.2), atMostClicks: 3);

        await page.GotoAsync("/");
        hand = new(page);
        await hand.ClickAsync(Cell(page, "neutrality"));
        await hand.ClickAsync(page.Locator("main table tbody tr").First.GetByRole(AriaRole.Link, new() { Name = "Withdraw No." }));
        await Assertions.Expect(page.GetByLabel("Why")).ToBeFocusedAsync();
        await hand.WriteAsync("The paper took its report back.");
        await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Withdraw it now" }));
        await Assertions.Expect(page.Locator("#done")).ToContainTextAsync("Withdrawn: No.");
        hand.Took("E5, withdrawn", atMostSeconds: 20 + (hand.Letters * 0.2), atMostClicks: 3);
        await page.Context.CloseAsync();
    }

    /// <summary>Nobody marks a statement as superseded: a newer one that changes the step says so, and the position follows once it is approved.</summary>
    [Fact]
    public async Task E5_a_live_statement_is_superseded_by_a_newer_one_without_a_click_of_its_own()
    {
        var page = await site.OpenAsAsync(editor, app);
        await page.GotoAsync("/");
        var hand = new Hand(page);
        await ToSourceAsync(page, hand, Pasted, known: true);
        await Site.ReadyAsync(page);
        await hand.SelectAsync(Passage);
        await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "New statement from the selection" }));
        await hand.PressAsync("U", "k");
        await hand.PressAsync("Tab", "N");
        await hand.ClickAsync(page.Locator("#statement [name=step][value='3']"));
        await Assertions.Expect(page.Locator("#questions")).ToContainTextAsync("It changes a position");
        await Assertions.Expect(page.Locator("#change")).ToBeCheckedAsync();
        var superseded = await page.Locator("input[name=change-asked]").First.InputValueAsync();
        hand = new(page);
        await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Save, next" }));
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("Saved as draft No. 10001.");
        await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Submit your draft" }));
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("sent to review.");
        hand.Took("E5, superseded", atMostSeconds: 20, atMostClicks: 3, atMostKeys: 0);
        const string working = "/ukraine/positions/ukraine/nato-membership";
        await page.GotoAsync(working);
        await Assertions.Expect(Item(page, superseded)).ToContainTextAsync("Decides");
        await page.Context.CloseAsync();

        var other = await site.OpenAsAsync(reviewer, app);
        await other.GotoAsync("/ukraine/review/10001");
        await Site.ReadyAsync(other);
        await other.Keyboard.PressAsync("a");
        await Assertions.Expect(other.Locator("#done")).ToContainTextAsync("Approved No. 10001.");
        await other.GotoAsync(working);
        await Assertions.Expect(Item(other, "10001")).ToContainTextAsync("Decides");
        await Assertions.Expect(Item(other, superseded)).ToContainTextAsync("Set aside");
        await Assertions.Expect(Item(other, superseded)).ToContainTextAsync("for No. 10001");
        await other.Context.CloseAsync();

        static ILocator Item(IPage page, string number) => page.Locator("main table tbody tr").Filter(new() { HasText = $"No. {number}" }).First;
    }

    [Fact]
    public async Task E10_what_was_typed_up_to_two_seconds_before_a_crash_is_one_click_away()
    {
        var source = await app.Services.AddSourceAsync(editor: editor.Id);
        var page = await site.OpenAsAsync(editor, app);
        await page.Clock.InstallAsync();
        await page.GotoAsync($"/ukraine/desk/sources/{source}");
        await page.Locator("#summary").FillAsync("Says that the talks go on.");
        // Two seconds after the last key and not before leaving the field, as a crash leaves none.
        await page.Clock.RunForAsync(2_000);
        await Assertions.Expect(page.Locator("#save-state")).ToContainTextAsync("Saved");
        await page.Context.CloseAsync();

        var again = await site.OpenAsAsync(editor, app);
        await again.GotoAsync("/");
        var hand = new Hand(again);
        await hand.ClickAsync(again.GetByRole(AriaRole.Link, new() { Name = $"Resume: Statement from source No. {source}" }));
        await Assertions.Expect(again.Locator("#summary")).ToHaveValueAsync("Says that the talks go on.");
        hand.Took("E10", atMostSeconds: 5, atMostClicks: 1, atMostKeys: 0);
        // On its own page there is nothing to go back to.
        Assert.Equal(0, await again.Locator("header").GetByRole(AriaRole.Link, new() { Name = "Resume" }).CountAsync());
        await again.Context.CloseAsync();
    }

    [Fact]
    public async Task E10_who_types_without_a_pause_loses_no_more_than_two_seconds_either()
    {
        var source = await app.Services.AddSourceAsync(editor: editor.Id);
        var page = await site.OpenAsAsync(editor, app);
        await page.Clock.InstallAsync();
        await page.GotoAsync($"/ukraine/desk/sources/{source}");
        await page.Locator("#summary").FocusAsync();
        // Five letters a second for ten seconds; then the machine fails.
        for (var letter = 0; letter < 50; letter++)
        {
            await page.Keyboard.TypeAsync("m");
            await page.Clock.RunForAsync(200);
        }

        await Assertions.Expect(page.Locator("#save-state")).ToContainTextAsync("Saved");
        var again = await site.OpenAsAsync(editor, app);
        await again.GotoAsync("/ukraine/desk");
        await again.Locator("main").GetByRole(AriaRole.Link, new() { Name = $"Resume: Statement from source No. {source}" }).ClickAsync();
        Assert.InRange((await again.Locator("#summary").InputValueAsync()).Length, 40, 50);
        await again.Context.CloseAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Going_back_and_sending_again_makes_no_second_record()
    {
        var source = await app.Services.AddSourceAsync(editor: editor.Id);
        var page = await site.OpenAsAsync(editor, app);
        await page.GotoAsync($"/ukraine/desk/sources/{source}");
        await page.Locator("#party").SelectOptionAsync("ukraine");
        await page.Locator("#issue").SelectOptionAsync("elections");
        await page.Locator("#statement [name=step][value=silent]").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Site.ArrivedAsync(page, "**/ukraine/desk/statements/10001?saved=10001");
        await page.GoBackAsync();
        await Site.ReadyAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        // It leads where it led before.
        await Site.ArrivedAsync(page, "**/ukraine/desk/statements/10001?saved=10001");
        await page.GotoAsync("/ukraine/desk");
        Assert.Equal(1, await page.Locator("main a[href^='/ukraine/desk/statements/']").CountAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_form_that_comes_back_with_a_question_is_not_offered_a_second_time()
    {
        var source = await app.Services.AddSourceAsync(editor: editor.Id);
        var page = await site.OpenAsAsync(editor, app);
        await page.GotoAsync($"/ukraine/desk/sources/{source}");
        await Site.ReadyAsync(page);
        await page.Locator("#summary").FillAsync("Says that the talks go on.");
        await page.Locator("#summary").PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator(".problems")).ToContainTextAsync("There is a problem");
        await Assertions.Expect(page.Locator("#save-state")).ToContainTextAsync("Saved");
        await Assertions.Expect(page.Locator("#summary")).ToHaveValueAsync("Says that the talks go on.");
        Assert.Equal(0, await page.GetByText("What you typed here last").CountAsync());
        await page.GotoAsync("/ukraine/desk");
        Assert.Equal(1, await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Resume:" }).CountAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Pages_of_the_desk_pass_axe_have_valid_HTML_and_fit_a_narrow_screen()
    {
        var source = await app.Services.AddSourceAsync(editor: editor.Id);
        var number = await app.Services.SubmitAsync(editor, new() { Source = source, Quote = "Asked about troop limits", Text = DeskSamples.Text.Replace("minister", "officer", StringComparison.Ordinal) });
        var sources = new List<(string, string)>();
        var page = await site.OpenAsAsync(editor, app);
        foreach (var address in new[]
        {
            "/ukraine/desk", "/ukraine/desk/sources/new", $"/ukraine/desk/sources/{source}", $"/ukraine/desk/sources/{source}/edit", $"/ukraine/desk/sources/{source}/texts/new", $"/ukraine/desk/sources/{source}/texts/1",
            $"/ukraine/desk/statements/{number}", "/ukraine/desk/statements/1142/amend", "/ukraine/desk/sources/37", "/account", "/ukraine/desk/proposals/us-28-points-november-2025/history",
        })
            await LookAsync(address);
        // A history of two changes, with words of a long text struck out and put in.
        foreach (var day in new[] { "same", "next" })
        {
            await page.GotoAsync($"/ukraine/desk/sources/{source}/edit");
            await page.Locator("#notes").FillAsync($"The ministry put the whole of it on its page on the {day} evening, in two languages.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
            await Site.ArrivedAsync(page, $"**/desk/sources/{source}");
        }

        await LookAsync($"/ukraine/desk/sources/{source}/history");
        await Assertions.Expect(page.Locator(".revisions del")).ToHaveTextAsync("same");
        await LookAsync($"/ukraine/desk/sources/{source}/history?diff=inline");
        // The form with everything it can say.
        await page.GotoAsync($"/ukraine/desk/sources/{source}");
        await page.Locator("#quote").FillAsync("Words that are not there");
        await page.Locator("#party").SelectOptionAsync("ukraine");
        await page.Locator("#issue").SelectOptionAsync("nato-membership");
        await page.Locator("#statement [name=step][value='1']").CheckAsync();
        await page.Locator("#statement [name=information][value='5']").CheckAsync();
        await page.Locator("#said").FillAsync("sometime");
        await page.Locator("#said").PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator(".problems")).ToContainTextAsync("There is a problem");
        Assert.StartsWith("Error:", await page.TitleAsync(), StringComparison.Ordinal);
        await AxeTests.CheckAsync(page);
        // Two who change one statement: the loser sees both.
        await page.GotoAsync("/ukraine/desk/statements/1142/amend");
        await page.Locator("#amend-reason").FillAsync("A slip.");
        await page.Locator("#summary").FillAsync("What the one wrote.");
        var beside = await page.Context.NewPageAsync();
        await beside.GotoAsync("/ukraine/desk/statements/1142/amend");
        await beside.Locator("#amend-reason").FillAsync("Another slip.");
        await beside.Locator("#summary").FillAsync("What the other wrote.");
        await beside.GetByRole(AriaRole.Button, new() { Name = "Save and send to review" }).ClickAsync();
        await Assertions.Expect(beside.Locator(".done")).ToContainTextAsync("review");
        var late = await page.RunAndWaitForResponseAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Save and send to review" }).ClickAsync(), response => response.Request.Method == "POST" && response.Status != 200);
        Assert.Equal(409, late.Status);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("What the one wrote.");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("What the other wrote.");
        await AxeTests.CheckAsync(page);
        await page.Context.CloseAsync();
        await HtmlTests.CheckAsync(sources);

        async Task LookAsync(string address)
        {
            await page.SetViewportSizeAsync(1280, 900);
            await page.GotoAsync(address);
            await Site.ReadyAsync(page);
            await AxeTests.CheckAsync(page);
            await page.SetViewportSizeAsync(360, 800);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{address} is wider than 360 px.");
            sources.Add((address, await (await page.Context.APIRequest.GetAsync(address)).TextAsync()));
        }
    }

    /// <summary>The home page is the matrix; a cell with a position.</summary>
    private static ILocator Cell(IPage page, string issue) => page.Locator($".matrix td a[data-st][href*='/{issue}']:visible").First;

    /// <summary>From the home page to the text of a new source.</summary>
    private static async Task ToSourceAsync(IPage page, Hand hand, string pasted, bool known)
    {
        await hand.ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Desk", Exact = true }));
        await hand.ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Add from a source" }));
        await Assertions.Expect(page.Locator("#pasted")).ToBeFocusedAsync();
        await hand.PasteAsync(pasted);
        await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Go on" }));
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Describe the source");
        await hand.ClickAsync(page.Locator("input[name=confirmed][value=all]"));
        if (!known)
        {
            // That it is none on record is one of the guesses; who it is and how good nobody can guess.
            await hand.ClickAsync(page.Locator("#publisher-name"));
            await hand.WriteAsync("News Example");
            await hand.PressAsync("Tab", "n");
            await hand.PressAsync("Tab", "B");
            await hand.PressAsync("Tab");
            await hand.WriteAsync("Named authors, corrections.");
        }

        await hand.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Save and go on" }));
        await Site.ArrivedAsync(page, "**/ukraine/desk/sources/10001");
    }

    /// <summary>The first draft as it was coded: nothing of what was on the form got lost on the way.</summary>
    private static async Task KeptAsync(IPage page, string step)
    {
        await page.GotoAsync("/ukraine/desk/statements/10001");
        await Assertions.Expect(page.Locator("#quote")).ToHaveValueAsync(Passage);
        await Assertions.Expect(page.Locator("#own")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("#party")).ToHaveValueAsync("ukraine");
        await Assertions.Expect(page.Locator("#issue")).ToHaveValueAsync("nato-membership");
        await Assertions.Expect(page.Locator($"#statement [name=step][value='{step}']")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("#said")).ToHaveValueAsync("2026-11-20");
    }

    /// <summary>Goes to an element as a keyboard does. Radios of a group take one Tab together, and arrows within it.</summary>
    private static async Task TabToAsync(IPage page, ILocator where)
    {
        for (var presses = 0; presses < 200; presses++)
        {
            var at = await where.EvaluateAsync<string>(
                """
                element => {
                  const focused = document.activeElement;
                  return focused === element ? "there" : element.type === "radio" && focused.type === "radio" && focused.name === element.name && focused.form === element.form ? "beside" : "elsewhere";
                }
                """);
            if (at == "there")
                return;
            await page.Keyboard.PressAsync(at == "beside" ? "ArrowDown" : "Tab");
        }

        Assert.Fail($"No number of Tabs leads to {where}.");
    }
}
