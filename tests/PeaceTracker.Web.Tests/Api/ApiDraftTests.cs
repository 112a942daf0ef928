using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Api;

/// <summary>Drafts by a program that bears a token.</summary>
public sealed class ApiDraftTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string Address = "/api/v1/ukraine/desk/statements";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_sent_becomes_a_draft_as_a_row_of_an_import_does_and_nothing_of_it_is_public()
    {
        var (program, editor) = await ProgramAsync();
        using var answer = await SendAsync(program, await RowAsync("2026-09-01"), "one");
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        var made = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
        var number = made["statement"]!.GetValue<int>();
        Assert.Equal((FormattableString.Invariant($"{Address}/{number}"), "draft", "2026-09-01"), (answer.Headers.Location!.OriginalString, made["status"]!.GetValue<string>(), made["said"]!.GetValue<string>()));
        var row = await StatementAsync(number);
        Assert.Equal((StatementStatus.Draft, (int?)editor.Id, "2026-09-01", Channel.OnRecord, 2), (row.Status, row.Editor, row.MadeOn.Text, row.Channel, row.Information));
        Assert.Equal(("ukraine", "elections", 2, CodingState.Stated), (row.Codings.Single().Party, row.Codings.Single().Issue, row.Codings.Single().StepFrom!.Value, row.Codings.Single().State));
        using var reader = app.Visitor();
        using var hidden = await reader.GetAsync(FormattableString.Invariant($"/api/v1/ukraine/statements/{number}"), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        // It is in the log with the pseudonym of the editor, and can be sent to review by hand.
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>();
        var pseudonym = await db.Users.Where(account => account.Id == editor.Id).Select(account => account.Pseudonym).SingleAsync(Cancellation);
        Assert.True(await db.Revisions.AnyAsync(entry => entry.Key == FormattableString.Invariant($"ukraine/{number}") && entry.Action == "draft" && entry.Actor == pseudonym, Cancellation));
        var whole = JsonNode.Parse(await program.GetStringAsync(answer.Headers.Location, Cancellation))!;
        Assert.Equal(("ukraine", "elections", "2"), (whole["columns"]!["party"]!.GetValue<string>(), whole["columns"]!["issue"]!.GetValue<string>(), whole["columns"]!["step"]!.GetValue<string>()));
    }

    [Fact]
    public async Task The_same_sending_has_its_effect_once_and_a_key_is_good_for_one_thing()
    {
        var (program, editor) = await ProgramAsync();
        var row = await RowAsync();
        using var first = await SendAsync(program, row, "a-key");
        using var second = await SendAsync(program, row, "a-key");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created, first.Headers.Location), (first.StatusCode, second.StatusCode, second.Headers.Location));
        Assert.Equal(await first.Content.ReadAsStringAsync(Cancellation), await second.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(1, await OwnAsync(editor));
        row["issue"] = "sanctions";
        using var other = await SendAsync(program, row, "a-key");
        await RefusedAsync(other, 422, "Idempotency-Key");
        using var without = await SendAsync(program, row, null);
        await RefusedAsync(without, 400, "Idempotency-Key");
        using var bad = await SendAsync(program, row, "no key");
        await RefusedAsync(bad, 400, "Idempotency-Key");
        Assert.Equal(1, await OwnAsync(editor));
        // The key of one editor is not that of another.
        var (colleague, _) = await ProgramAsync();
        using var theirs = await SendAsync(colleague, await RowAsync(), "a-key");
        Assert.NotEqual(first.Headers.Location, theirs.Headers.Location);
        Assert.Equal(HttpStatusCode.Created, theirs.StatusCode);
    }

    [Theory]
    [InlineData("source", "99999", "source")]
    [InlineData("said", "31 February 2026", "said")]
    [InlineData("said", "01.03.04", "said")]
    [InlineData("party", "Ruritania", "party")]
    [InlineData("issue", null, "issue")]
    [InlineData("step", "77", "step")]
    [InlineData("channel", "rumour", "channel")]
    [InlineData("information", "9", "information")]
    [InlineData("flags", "nonsense", "flags")]
    [InlineData("date", "2026-09-01", "date")]
    [InlineData("Said on a day", "x", "Said on a day")]
    public async Task What_is_wrong_is_told_by_column_and_nothing_is_made(string column, string? value, string told)
    {
        var (program, editor) = await ProgramAsync();
        var row = await RowAsync();
        row[column] = value;
        using var answer = await SendAsync(program, row, "one");
        await RefusedAsync(answer, 422, told);
        Assert.Equal(0, await OwnAsync(editor));
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("[]", 400)]
    [InlineData("{\"said\": ", 400)]
    [InlineData("{}", 422)]
    [InlineData("{\"said\": {\"day\": 1}}", 422)]
    public async Task What_is_no_object_with_columns_is_refused(string content, int status)
    {
        var (program, _) = await ProgramAsync();
        using var answer = await SendAsync(program, content, "one", "application/json");
        await RefusedAsync(answer, status, null);
    }

    [Fact]
    public async Task What_is_no_JSON_no_UTF_8_or_too_long_is_refused()
    {
        var (program, _) = await ProgramAsync();
        using var form = await SendAsync(program, "said=2026", "one", "application/x-www-form-urlencoded");
        await RefusedAsync(form, 415, null);
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new ByteArrayContent([0x7B, 0x22, 0xFF, 0x22, 0x7D]) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("Idempotency-Key", "two");
        using var letters = await program.SendAsync(request, Cancellation);
        await RefusedAsync(letters, 400, null);
        using var tooLong = await SendAsync(program, $"{{\"notes\": \"{new string('x', 300_000)}\"}}", "three", "application/json");
        await RefusedAsync(tooLong, 413, null);
    }

    [Fact]
    public async Task What_is_on_record_is_not_made_again_and_what_is_like_it_only_when_it_is_said_to_be_another()
    {
        var (program, editor) = await ProgramAsync();
        var row = await RowAsync("2026-06-01");
        row["paragraph"] = "para 3";
        row["quote"] = "We do not trade the course set out in our constitution";
        using var first = await SendAsync(program, row, "one");
        Assert.True(first.StatusCode == HttpStatusCode.Created, await first.Content.ReadAsStringAsync(Cancellation));
        using var same = await SendAsync(program, row, "two");
        await RefusedAsync(same, 409, null);
        row["said"] = "2026-06-03";
        using var near = await SendAsync(program, row, "three");
        await RefusedAsync(near, 409, "keep-near");
        row["keep-near"] = true;
        using var kept = await SendAsync(program, row, "four");
        Assert.Equal(HttpStatusCode.Created, kept.StatusCode);
        Assert.Equal(2, await OwnAsync(editor));
    }

    [Fact]
    public async Task Own_drafts_are_walked_without_gap_or_repetition_and_those_of_others_are_not_there()
    {
        var (program, editor) = await ProgramAsync();
        var (stranger, _) = await ProgramAsync();
        var mine = new List<int>();
        for (var day = 1; day <= 5; day++)
            mine.Add(await app.Services.SaveAsync(editor, new() { MadeOn = $"2026-07-0{day}" }));
        var walked = new List<int>();
        for (var next = Address + "?limit=2"; next is not null;)
        {
            var part = JsonNode.Parse(await program.GetStringAsync(next, Cancellation))!;
            walked.AddRange(part["statements"]!.AsArray().Select(row => row!["statement"]!.GetValue<int>()));
            next = part["next"]?.GetValue<string>();
        }

        mine.Reverse();
        Assert.Equal(mine, walked);
        Assert.Empty(JsonNode.Parse(await stranger.GetStringAsync(Address, Cancellation))!["statements"]!.AsArray());
        using var theirs = await stranger.GetAsync(FormattableString.Invariant($"{Address}/{mine[0]}"), Cancellation);
        await RefusedAsync(theirs, 404, null);
        using var limit = await program.GetAsync(Address + "?limit=0", Cancellation);
        await RefusedAsync(limit, 400, "limit");
    }

    [Fact]
    public async Task A_token_that_is_wrong_expired_revoked_or_of_a_closed_account_is_401_and_one_of_no_scope_or_role_403()
    {
        var (program, editor) = await ProgramAsync();
        using var bare = app.Visitor();
        using var none = await bare.GetAsync(Address, Cancellation);
        Assert.Equal("Bearer realm=\"PeaceTracker\"", none.Headers.WwwAuthenticate.ToString());
        await RefusedAsync(none, 401, null);
        using var wrong = Bearing("pt_" + new string('x', 43));
        using var unknown = await wrong.GetAsync(Address, Cancellation);
        Assert.Contains("error=\"invalid_token\"", unknown.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        await RefusedAsync(unknown, 401, null);
        using var other = Bearing(await IssueAsync(editor, "another"));
        using var scope = await other.GetAsync(Address, Cancellation);
        Assert.Contains("error=\"insufficient_scope\", scope=\"drafts\"", scope.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        await RefusedAsync(scope, 403, null);
        var auditor = await app.Services.AddAccountAsync(["Auditor"]);
        using var role = Bearing(await IssueAsync(auditor, ApiToken.Drafts));
        using var unfit = await role.GetAsync(Address, Cancellation);
        await RefusedAsync(unfit, 403, null);

        // Each way a token ends.
        var (revoked, first) = await ProgramAsync();
        await ChangeAsync(db => db.ApiTokens.Where(row => row.AccountId == first.Id).ExecuteDeleteAsync(Cancellation));
        using var gone = await revoked.GetAsync(Address, Cancellation);
        await RefusedAsync(gone, 401, null);
        var (closed, second) = await ProgramAsync();
        await ChangeAsync(db => db.Users.Where(row => row.Id == second.Id).ExecuteUpdateAsync(row => row.SetProperty(one => one.DisabledAt, PeaceTrackerApp.Start), Cancellation));
        using var disabled = await closed.GetAsync(Address, Cancellation);
        await RefusedAsync(disabled, 401, null);
        await using var later = new PeaceTrackerApp();
        var third = await later.Services.AddAccountAsync(["Editor"]);
        using var old = later.Visitor();
        old.DefaultRequestHeaders.Authorization = new("Bearer", await IssueAsync(third, ApiToken.Drafts, later));
        Assert.Equal(HttpStatusCode.OK, (await old.GetAsync(Address, Cancellation)).StatusCode);
        later.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await old.GetAsync(Address, Cancellation)).StatusCode);

        Task ChangeAsync(Func<PeaceTrackerDbContext, Task> change) => OnStoreAsync(async db =>
        {
            await change(db);
            return 0;
        });
    }

    [Fact]
    public async Task A_session_does_not_do_here_and_a_token_opens_nothing_else()
    {
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        using var browser = await app.SignInAsync(editor);
        using var read = await browser.GetAsync(Address, Cancellation);
        await RefusedAsync(read, 401, null);
        using var write = await SendAsync(browser, await RowAsync(), "one");
        await RefusedAsync(write, 401, null);
        using var program = Bearing(await IssueAsync(editor, ApiToken.Drafts));
        using var page = await program.GetAsync("/account", Cancellation);
        Assert.Equal("/account/sign-in?return=%2Faccount", page.Headers.Location!.OriginalString);
        using var desk = await program.GetAsync("/ukraine/desk/statements/10001", Cancellation);
        Assert.StartsWith("/account/sign-in", desk.Headers.Location!.OriginalString, StringComparison.Ordinal);
        // What readers see is the same with a token, and none is looked at.
        using var open = await program.GetAsync("/api/v1/ukraine/parties", Cancellation);
        Assert.True(open.Headers.CacheControl!.NoCache);
    }

    [Fact]
    public async Task The_day_a_token_was_used_last_is_on_the_page_of_the_account()
    {
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        using var program = Bearing(await IssueAsync(editor, ApiToken.Drafts));
        using var used = await program.GetAsync(Address, Cancellation);
        using var browser = await app.SignInAsync(editor);
        Assert.Contains("last used on 25 November 2026", (await browser.GetPageAsync("/account/tokens")).Body!.TextContent, StringComparison.Ordinal);
    }

    private async Task<(HttpClient Program, TestAccount Editor)> ProgramAsync()
    {
        var editor = await app.Services.AddAccountAsync(["Editor"]);
        return (Bearing(await IssueAsync(editor, ApiToken.Drafts)), editor);
    }

    private HttpClient Bearing(string token)
    {
        var client = app.Visitor();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private async Task<string> IssueAsync(TestAccount account, string scope, PeaceTrackerApp? other = null)
    {
        await using var services = (other ?? app).Services.CreateAsyncScope();
        return await services.ServiceProvider.GetRequiredService<ApiTokens>().IssueAsync(account.Id, "A test", scope, TimeSpan.FromDays(1), Cancellation);
    }

    private static int days;

    /// <summary>All that is needed, from a source of its own and on a day of its own, so that it is like no other.</summary>
    private async Task<JsonObject> RowAsync(string? said = null) => new()
    {
        ["source"] = await app.Services.AddSourceAsync(),
        ["said"] = said ?? new DateOnly(2023, 1, 1).AddDays(30 * Interlocked.Increment(ref days)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["party"] = "Ukraine",
        ["issue"] = "elections",
        ["step"] = 2,
        ["channel"] = "on-record",
        ["information"] = 2,
        ["summary"] = "Says what has to be done before people can vote.",
        ["paragraph"] = "para 1",
    };

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, JsonObject row, string? key) => SendAsync(client, row.ToJsonString(), key, "application/json");

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string content, string? key, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new StringContent(content, Encoding.UTF8, type) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, Cancellation);
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, int status, string? column)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.True(answer.Headers.CacheControl?.NoStore, text);
        if (column is not null)
            Assert.Contains(JsonNode.Parse(text)!["faults"]!.AsArray(), fault => fault!["parameter"]!.GetValue<string>() == column && fault["expected"]!.GetValue<string>().Length > 0);
    }

    private Task<int> OwnAsync(TestAccount editor) => OnStoreAsync(db => db.Revisions.CountAsync(entry => entry.Action == "draft" && db.Users.Any(account => account.Id == editor.Id && account.Pseudonym == entry.Actor), Cancellation));

    private async Task<Statement> StatementAsync(int number)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<PeaceTracker.Data.Desk.DeskStatements>().RevisionsAsync(await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().Processes.Select(row => row.Id).SingleAsync(Cancellation), number, Cancellation)).Single();
    }

    private async Task<T> OnStoreAsync<T>(Func<PeaceTrackerDbContext, Task<T>> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>());
    }
}
