using System.Net;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Features.Accounts;

/// <summary>Signing in with name, password and code, and out again.</summary>
public sealed class SignInTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    [Theory]
    [InlineData(Roles.Editor)]
    [InlineData(Roles.Reviewer)]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Auditor)]
    public async Task Who_signs_in_sees_the_own_account(string role)
    {
        using var client = await app.SignInAsync(role);
        var page = await client.GetPageAsync("/account");
        Assert.Contains(role, page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_cookie_is_bound_to_this_host_and_to_TLS_and_no_script_reads_it()
    {
        using var client = app.Browser();
        var cookie = SessionCookie(await SignInAsync(client, await app.Services.AddAccountAsync([Roles.Editor])));
        var words = cookie.Split("; ");
        Assert.StartsWith("__Host-pt=", words[0], StringComparison.Ordinal);
        Assert.Equal(["httponly", "path=/", "samesite=lax", "secure"], words[1..].Select(word => word.ToLowerInvariant()).Order());
    }

    [Fact]
    public async Task A_cookie_replayed_after_signing_out_opens_nothing()
    {
        using var client = app.Browser();
        var cookie = SessionCookie(await SignInAsync(client, await app.Services.AddAccountAsync([Roles.Editor]))).Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, await StatusWithAsync(cookie));
        using var signedOut = await client.PostFormAsync("/account", [], "form[action='/account/sign-out']");
        Assert.Equal("/", signedOut.Headers.Location!.OriginalString);
        Assert.Equal("\"cache\"", signedOut.Headers.GetValues("Clear-Site-Data").Single());
        Assert.Equal(HttpStatusCode.Redirect, await StatusWithAsync(cookie));
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient client, TestAccount account) =>
        await client.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password });

    private static string SessionCookie(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("__Host-pt=", StringComparison.Ordinal));

    /// <summary>What the account page answers to who holds just this cookie.</summary>
    private async Task<HttpStatusCode> StatusWithAsync(string cookie)
    {
        using var bare = app.CreateDefaultClient(new Uri("https://localhost"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account");
        request.Headers.Add("Cookie", cookie);
        using var answer = await bare.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
