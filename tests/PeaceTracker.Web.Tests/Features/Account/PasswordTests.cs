using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;
using PeaceTracker.Web.Accounts;

namespace PeaceTracker.Web.Tests.Features.Accounts;

/// <summary>Which passwords are taken, and how one is changed.</summary>
public sealed class PasswordTests(PeaceTrackerApp app) : IClassFixture<PeaceTrackerApp>
{
    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("aaaa bbbb cccc dddd eeee")]
    [InlineData("п'ятнадцять літер і більше")]
    [InlineData("🕊️🕊️🌻🌻🌊🌊⛵⛵🏔️🏔️🌲🌲🌙🌙⭐")]
    [InlineData("nfzKq83 vpwm2 0x7Lr")]
    public void Length_counts_and_kinds_of_letters_do_not(string password) => Assert.Null(Passwords.Problem(password, "anna"));

    [Theory]
    [InlineData("fourteen chars")]
    [InlineData("🕊️🌻🌊⛵🏔️🌲🌙⭐🕊️🌻🌊⛵🏔️🌲")]
    [InlineData("")]
    public void Fourteen_characters_as_a_reader_counts_them_are_too_few(string password) =>
        Assert.Contains("15 characters", Passwords.Problem(password, "anna"), StringComparison.Ordinal);

    [Fact]
    public void A_hundred_and_twenty_eight_characters_are_taken_and_one_more_is_not()
    {
        var words = string.Concat(Enumerable.Range(0, 64).Select(number => (char)('a' + (number * 7 % 26)))) + string.Concat(Enumerable.Range(0, 64).Select(number => (char)('A' + (number * 11 % 26))));
        Assert.Null(Passwords.Problem(words, "anna"));
        Assert.Contains("128 characters", Passwords.Problem(words + "x", "anna"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("passwordpassword")]
    [InlineData("123456123456123456")]
    [InlineData("qwerty qwerty qwerty")]
    [InlineData("PeaceTracker Ukraine")]
    [InlineData("peace tracker admin 1")]
    [InlineData("anna-2026-anna-2026-anna")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa")]
    [InlineData("Password Admin Welcome")]
    [InlineData("sunshine sunshine")]
    [InlineData("admin football1 admin")]
    public void What_many_choose_and_the_words_of_the_site_are_refused(string password) =>
        Assert.Contains("first that are guessed", Passwords.Problem(password, "anna-2026"), StringComparison.Ordinal);

    [Fact]
    public void The_list_of_common_passwords_has_the_three_thousand_and_more_asked_for()
    {
        var common = Passwords.Common().ToHashSet();
        Assert.True(common.Count >= 3000);
        // Every one long enough to be taken at all is refused.
        var long_ = common.Where(word => word.Length >= Passwords.Shortest).ToList();
        Assert.NotEmpty(long_);
        Assert.All(long_, word => Assert.NotNull(Passwords.Problem(word, "anna")));
    }

    [Theory]
    [InlineData("🕊️🌻🌊⛵🏔️🌲🌙⭐🕊️🌻🌊⛵🏔️🌲🌙⭐ ok")]
    [InlineData("  leading and trailing spaces count  ")]
    [InlineData("sixty-four characters of quite ordinary words, and not one less!")]
    public async Task A_password_signs_in_exactly_as_it_was_chosen(string password)
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        using var client = await app.SignInAsync(account);
        using var other = await app.SignInAsync(account);
        using (var changed = await client.PostFormAsync("/account/password", new() { ["password-now"] = account.Password, ["password"] = password, ["password-again"] = password }))
            Assert.Equal("/account", changed.Headers.Location?.OriginalString);
        using var here = await client.GetAsync(new Uri("/account", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, here.StatusCode);
        using var there = await other.GetAsync(new Uri("/account", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, there.StatusCode);
        using var again = await app.SignInAsync(account with { Password = password });
        using var client2 = app.Browser();
        using var trimmed = await client2.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = password[..^1] });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, trimmed.StatusCode);
    }

    [Fact]
    public async Task A_password_that_cannot_be_taken_is_answered_at_its_field_and_nothing_changes()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        using var client = await app.SignInAsync(account);
        using (var weak = await client.PostFormAsync("/account/password", new() { ["password"] = "passwordpassword", ["password-again"] = "passwordpassword" }))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, weak.StatusCode);
            var html = await weak.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains("href=\"#password\"", html, StringComparison.Ordinal);
            Assert.DoesNotContain("value=\"passwordpassword\"", html, StringComparison.Ordinal);
        }

        using (var different = await client.PostFormAsync("/account/password", new() { ["password"] = "seven new words in a row", ["password-again"] = "eight new words in a row" }))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, different.StatusCode);
        using (var stranger = await client.PostFormAsync("/account/password", new() { ["password-now"] = "what somebody else would guess", ["password"] = "seven new words in a row", ["password-again"] = "seven new words in a row" }))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, stranger.StatusCode);
            Assert.Contains("href=\"#password-now\"", await stranger.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        using var again = await app.SignInAsync(account);
    }

    [Fact]
    public async Task A_changed_password_takes_back_the_tokens_of_programs()
    {
        var account = await app.Services.AddAccountAsync([Roles.Editor]);
        string token;
        await using (var scope = app.Services.CreateAsyncScope())
            token = await scope.ServiceProvider.GetRequiredService<ApiTokens>().IssueAsync(account.Id, "tables", ApiToken.Drafts, TimeSpan.FromDays(9), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, await ByTokenAsync());
        using var client = await app.SignInAsync(account);
        using (var changed = await client.PostFormAsync("/account/password", new() { ["password-now"] = account.Password, ["password"] = "seven new words in a row", ["password-again"] = "seven new words in a row" }))
            Assert.Equal("/account", changed.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, await ByTokenAsync());

        async Task<HttpStatusCode> ByTokenAsync()
        {
            using var program = app.Visitor();
            program.DefaultRequestHeaders.Authorization = new("Bearer", token);
            using var answer = await program.GetAsync(new Uri("/api/v1/ukraine/desk/statements", UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }
}
