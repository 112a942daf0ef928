using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Accounts;

public sealed partial class TokenTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    private const string Page = "/account/tokens";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_shown_once_and_the_store_has_its_hash_alone()
    {
        var editor = await app.Services.AddAccountAsync([Roles.Editor]);
        using var client = await app.SignInAsync(editor);
        var token = await MakeAsync(client, "Loader", "30");
        Assert.Matches("^pt_[A-Za-z0-9_-]{43}$", token);
        var row = Assert.Single(await RowsAsync(editor));
        Assert.Equal((Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token))), "Loader", "drafts", PeaceTrackerApp.Start.AddDays(30)), (Convert.ToHexString(row.Hash), row.Name, row.Scope, row.ExpiresAt));
        // The store is read as bytes: nothing of the token is in any table, log or index.
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(app.DatabaseFile)!, "test.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, Cancellation);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(token[ApiToken.Prefix.Length..])));
        }

        var page = (await client.GetPageAsync(Page)).Body!.TextContent;
        Assert.Contains("Loader", page, StringComparison.Ordinal);
        Assert.Contains("not used yet", page, StringComparison.Ordinal);
        Assert.DoesNotContain("pt_", page, StringComparison.Ordinal);
        Assert.Contains(await ActsAsync(editor), act => act == AccountAct.TokenMade);
    }

    [Fact]
    public async Task The_form_sent_twice_makes_one_and_does_not_show_it_again()
    {
        var editor = await app.Services.AddAccountAsync([Roles.Editor]);
        using var client = await app.SignInAsync(editor);
        var form = (await client.GetPageAsync(Page)).QuerySelector<IHtmlFormElement>("form[action='/account/tokens']")!;
        using var first = await client.SendFormAsync(form, new() { ["name"] = "Loader", ["days"] = "1" });
        using var second = await client.SendFormAsync(form, new() { ["name"] = "Loader", ["days"] = "1" });
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode));
        Assert.DoesNotContain("pt_", await second.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Single(await RowsAsync(editor));
    }

    [Theory]
    [InlineData("", "30", "name")]
    [InlineData("Loader", "", "days")]
    [InlineData("Loader", "0", "days")]
    [InlineData("Loader", "366", "days")]
    [InlineData("Loader", "-1", "days")]
    [InlineData("Loader", "1.5", "days")]
    public async Task What_is_no_name_or_no_number_of_days_is_asked_again(string name, string days, string field)
    {
        var editor = await app.Services.AddAccountAsync([Roles.Reviewer]);
        using var client = await app.SignInAsync(editor);
        using var answer = await client.PostFormAsync(Page, new() { ["name"] = name, ["days"] = days });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains($"id=\"{field}-problem\"", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(await RowsAsync(editor));
    }

    [Fact]
    public async Task Only_the_own_tokens_are_listed_and_taken_back()
    {
        var (one, other) = (await app.Services.AddAccountAsync([Roles.Editor]), await app.Services.AddAccountAsync([Roles.Editor]));
        using var client = await app.SignInAsync(one);
        using var stranger = await app.SignInAsync(other);
        await MakeAsync(client, "Loader", "365");
        await MakeAsync(stranger, "Harvester", "365");
        Assert.DoesNotContain("Loader", (await stranger.GetPageAsync(Page)).Body!.TextContent, StringComparison.Ordinal);
        var id = Assert.Single(await RowsAsync(one)).Id;
        using var refused = await stranger.PostFormAsync(Page, new() { ["id"] = $"{id}" }, "form[action='/account/tokens/revoke']");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Single(await RowsAsync(one));
        using var taken = await client.PostFormAsync(Page, [], "form[action='/account/tokens/revoke']");
        Assert.Equal(Page, taken.Headers.Location!.OriginalString);
        Assert.Empty(await RowsAsync(one));
        Assert.Contains(await ActsAsync(one), act => act == AccountAct.TokenRevoked);
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("end-sessions")]
    [InlineData("roles")]
    public async Task What_an_admin_ends_ends_the_tokens_too(string act)
    {
        var editor = await app.Services.AddAccountAsync([Roles.Editor]);
        using var client = await app.SignInAsync(editor);
        await MakeAsync(client, "Loader", "365");
        using var admin = await app.SignInAsync(Roles.Admin);
        var page = $"/admin/users/{editor.Id}";
        var form = (await admin.GetPageAsync(page)).QuerySelector<IHtmlFormElement>($"form[action='{page}/{act}']")!;
        foreach (var box in form.QuerySelectorAll<IHtmlInputElement>("input[name=roles]"))
            box.IsChecked = box.Value == Roles.Auditor;
        using var answer = await admin.SendFormAsync(form, []);
        Assert.Equal(page, answer.Headers.Location!.OriginalString);
        Assert.Empty(await RowsAsync(editor));
    }

    private static async Task<string> MakeAsync(HttpClient client, string name, string days)
    {
        using var answer = await client.PostFormAsync(Page, new() { ["name"] = name, ["days"] = days });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Shown().Match(await answer.Content.ReadAsStringAsync(Cancellation)).Groups[1].Value;
    }

    private async Task<List<ApiToken>> RowsAsync(TestAccount account)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().ApiTokens.AsNoTracking().Where(row => row.AccountId == account.Id).ToListAsync(Cancellation);
    }

    private async Task<List<AccountAct>> ActsAsync(TestAccount account)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().AccountEvents.AsNoTracking().Where(row => row.AccountId == account.Id).Select(row => row.Act).ToListAsync(Cancellation);
    }

    [GeneratedRegex("<code>(pt_[^<]*)</code>")]
    private static partial Regex Shown();
}
