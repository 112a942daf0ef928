using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Testing;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Hosting;

namespace PeaceTracker.Web.Tests.Features.Accounts;

/// <summary>What is known from breaches of other sites is not taken, where the site has a list of it.</summary>
public sealed class BreachedPasswordsTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData("\n", true)]
    [InlineData("\r\n", true)]
    [InlineData("\r\n", false)]
    public void Each_of_a_list_is_found_and_nothing_else(string newline, bool lastLineEnds)
    {
        foreach (var size in new[] { 1, 2, 3, 500 })
        {
            var known = Enumerable.Range(0, size).Select(number => $"a password of number {number}").ToList();
            var lines = string.Join(newline, Listed(known));
            File.WriteAllText(file, lastLineEnds ? lines + newline : lines);
            var list = new BreachedPasswords(new() { BreachedPasswords = file });
            Assert.Equal(known, known.Where(list.Has));
            Assert.DoesNotContain(Enumerable.Range(size, 500).Select(number => $"a password of number {number}"), list.Has);
        }
    }

    /// <summary>By <c>printf 'P@ssw0rd' | sha1sum</c>, in capitals.</summary>
    [Fact]
    public void The_hash_is_that_of_the_published_list()
    {
        File.WriteAllText(file, "21BD12DC183F740EE76F27B78EB39C8AD972A757:1\n");
        Assert.True(new BreachedPasswords(new() { BreachedPasswords = file }).Has("P@ssw0rd"));
    }

    [Fact]
    public void Without_a_list_none_is_known() => Assert.False(new BreachedPasswords(new()).Has("P@ssw0rd"));

    [Theory]
    [InlineData("")]
    [InlineData("P@ssw0rd\n")]
    [InlineData("21bd12dc183f740ee76f27b78eb39c8ad972a757:1\n")]
    [InlineData("\n21BD12DC183F740EE76F27B78EB39C8AD972A757:1\n")]
    public void A_file_that_is_no_such_list_is_told(string content)
    {
        File.WriteAllText(file, content);
        var error = Assert.Throws<DatabaseOptionsException>(() => new BreachedPasswords(new() { BreachedPasswords = file }));
        Assert.StartsWith($"The setting Accounts:BreachedPasswords names {file}, whose first line is no SHA-1", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<DatabaseOptionsException>(() => new BreachedPasswords(new() { BreachedPasswords = file + "-nowhere" }));
        Assert.StartsWith($"The setting Accounts:BreachedPasswords names {file}-nowhere, which cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_joins_with_one_and_nobody_changes_to_one()
    {
        const string Known = "seven grey horses in the rain", Own = "eight grey horses in the sun";
        File.WriteAllLines(file, Listed([Known, "another", "and one more"]));
        await using var app = new PeaceTrackerApp { Settings = new Dictionary<string, string> { ["Accounts:BreachedPasswords"] = file } };
        using var client = app.Browser();
        var token = await InviteAsync(app);
        using (var refused = await client.PostLinkFormAsync($"/account/invite#{token}", Joining(Known)))
            await ExpectRefusalAsync(refused);
        using (var joined = await client.PostLinkFormAsync($"/account/invite#{token}", Joining(Own)))
            Assert.Equal("/account", joined.Headers.Location?.OriginalString);
        using (var refused = await client.PostFormAsync("/account/password", new() { ["password-now"] = Own, ["password"] = Known, ["password-again"] = Known }))
            await ExpectRefusalAsync(refused);

        static Dictionary<string, string> Joining(string password) => new() { ["sign-in-name"] = "guest", ["password"] = password, ["password-again"] = password };

        static async Task ExpectRefusalAsync(HttpResponseMessage answer)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains("known from a breach", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    private static async Task<string> InviteAsync(PeaceTrackerApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NewAccounts>().InviteAsync(new("Guest", [Roles.Editor], null), TestContext.Current.CancellationToken);
    }

    /// <summary>Lines as the list has them.</summary>
#pragma warning disable CA5350 // Their order.
    private static IEnumerable<string> Listed(IEnumerable<string> passwords) =>
        passwords.Select((password, index) => $"{Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)))}:{(index * 977).ToString(CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal);
#pragma warning restore CA5350
}
