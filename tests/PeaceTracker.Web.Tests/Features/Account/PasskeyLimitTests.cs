using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Accounts;

/// <summary>How many passkeys an account has, and how they may be called. A browser does the rest (PasskeyTests of the browser).</summary>
public sealed class PasskeyLimitTests(PasskeyLimitTests.OwnApp app) : IClassFixture<PasskeyLimitTests.OwnApp>
{
    /// <summary>Without seeds: none of these tests reads the record.</summary>
    public sealed class OwnApp : PeaceTrackerApp
    {
        public OwnApp() => Seeds = "";
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_six_passkeys_added_at_once_to_nine_one_is_the_tenth()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        var browsers = new List<(HttpClient Client, Dictionary<string, string> Fields)>();
        for (var one = 0; one < 6; one++)
        {
            var client = await app.SignInAsync(account);
            browsers.Add((client, await AnswerAsync(client, "A key")));
        }

        for (var one = 0; one < 9; one++)
            await app.Services.AddPasskeyAsync(account);
        var answers = await Task.WhenAll(browsers.Select(browser => SendAsync(browser.Client, browser.Fields)));
        Assert.Equal(10, await CountAsync(account));
        Assert.Single(answers, status => status == HttpStatusCode.Redirect);
        // The first that is added ends the other sessions, before or after they are looked at.
        Assert.All(answers, status => Assert.True(status is HttpStatusCode.Redirect or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Unauthorized, $"{(int)status}"));
        browsers.ForEach(browser => browser.Client.Dispose());
    }

    [Fact]
    public async Task An_eleventh_passkey_is_refused_in_words()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        using var client = await app.SignInAsync(account);
        for (var one = 0; one < 10; one++)
            await app.Services.AddPasskeyAsync(account);
        using var content = new FormUrlEncodedContent(await AnswerAsync(client, "The eleventh"));
        using var refused = await client.PostAsync(new Uri("/account/passkeys", UriKind.Relative), content, Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("An account has 10 passkeys at most", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(10, await CountAsync(account));
    }

    [Fact]
    public async Task A_name_has_sixty_four_letters_at_most_when_a_passkey_is_added_and_when_it_is_renamed()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        using var client = await app.SignInAsync(account);
        foreach (var (name, status) in new[] { (new string('k', 65), HttpStatusCode.UnprocessableEntity), (" ", HttpStatusCode.UnprocessableEntity), (new string('k', 64), HttpStatusCode.OK) })
        {
            // With the first factor come the recovery codes.
            Assert.Equal((name, status), (name, await SendAsync(client, await AnswerAsync(client, name))));
        }

        var rename = (await client.GetPageAsync("/account/second-factor")).QuerySelector<IHtmlFormElement>("form[action='/account/passkeys/rename']")!;
        using (var refused = await client.SendFormAsync(rename, new() { ["name"] = new string('n', 65) }))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using (var taken = await client.SendFormAsync(rename, new() { ["name"] = new string('n', 64) }))
            Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        await using var scope = app.Services.CreateAsyncScope();
        var passkey = await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().UserPasskeys.SingleAsync(row => row.UserId == account.Id, Cancellation);
        Assert.Equal(new string('n', 64), passkey.Data.Name);
    }

    /// <summary>Of the registry of COSE: Ed25519, ECDSA, RSA with SHA-2; nothing with SHA-1.</summary>
    [Fact]
    public async Task Browsers_are_asked_for_public_keys_of_approved_algorithms_alone()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        using var client = await app.SignInAsync(account);
        var token = (await client.GetPageAsync("/account/second-factor")).QuerySelector<IHtmlInputElement>("input[name='form-token']")!.Value;
        using var content = new FormUrlEncodedContent([new("form-token", token)]);
        using var asked = await client.PostAsync(new Uri("/account/passkeys/options", UriKind.Relative), content, Cancellation);
        using var json = JsonDocument.Parse(await asked.Content.ReadAsStringAsync(Cancellation));
        var algorithms = json.RootElement.GetProperty("options").GetProperty("pubKeyCredParams").EnumerateArray().Select(one => one.GetProperty("alg").GetInt32()).ToList();
        Assert.NotEmpty(algorithms);
        Assert.Empty(algorithms.Except([-8, -7, -35, -36, -37, -38, -39, -257, -258, -259]));
    }

    /// <summary>Asks for a challenge, has it answered, and gives what the form then sends.</summary>
    private static async Task<Dictionary<string, string>> AnswerAsync(HttpClient client, string name)
    {
        var token = (await client.GetPageAsync("/account/second-factor")).QuerySelector<IHtmlInputElement>("input[name='form-token']")!.Value;
        using var content = new FormUrlEncodedContent([new("form-token", token)]);
        using var asked = await client.PostAsync(new Uri("/account/passkeys/options", UriKind.Relative), content, Cancellation);
        using var json = JsonDocument.Parse(await asked.Content.ReadAsStringAsync(Cancellation));
        return new()
        {
            ["challenge"] = json.RootElement.GetProperty("challenge").GetString()!,
            ["credential"] = SoftwarePasskey.Made(json.RootElement.GetProperty("options")),
            ["passkey-name"] = name,
            ["form-token"] = token,
        };
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await client.PostAsync(new Uri("/account/passkeys", UriKind.Relative), content, Cancellation);
        return answer.StatusCode;
    }

    private async Task<int> CountAsync(TestAccount account)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PeaceTrackerDbContext>().UserPasskeys.CountAsync(row => row.UserId == account.Id, Cancellation);
    }
}
