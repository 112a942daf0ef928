using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Web.Accounts;

namespace PeaceTracker.Testing;

/// <summary>An account made for a test, with what its person knows.</summary>
/// <param name="Totp">Secret of the authenticator app, base 32; null without one.</param>
public sealed record TestAccount(int Id, string SignInName, string Password, string? Totp)
{
    /// <summary>What the app shows at a moment.</summary>
    public string Code(DateTimeOffset at) => new Totp(Base32Encoding.ToBytes(Totp)).ComputeTotp(at.UtcDateTime);
}

/// <summary>Accounts and signing in, by the ways a person has.</summary>
public static class SignIns
{
    private static int number;

    /// <summary>A fresh account with these roles; an admin, and who else is asked for, has an authenticator app.</summary>
    public static async Task<TestAccount> AddAccountAsync(this IServiceProvider services, IReadOnlyList<string> roles, bool totp = false)
    {
        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var authenticator = scope.ServiceProvider.GetRequiredService<Authenticator>();
        var own = Interlocked.Increment(ref number);
        var account = new Account { UserName = FormattableString.Invariant($"person-{own}"), Name = FormattableString.Invariant($"Person {own}"), CreatedAt = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow() };
        if (totp || roles.Contains(Roles.Admin))
        {
            account.TotpSecret = authenticator.NewSecret();
            account.TwoFactorEnabled = true;
        }

        var password = FormattableString.Invariant($"seven boats on a quiet river {own}");
        Check(await users.CreateAsync(account, password));
        Check(await users.AddToRolesAsync(account, roles));
        return new(account.Id, account.UserName, password, account.TotpSecret is null ? null : authenticator.Secret(account));

        static void Check(IdentityResult result)
        {
            if (!result.Succeeded)
                throw new InvalidOperationException(string.Join("; ", result.Errors.Select(error => error.Description)));
        }
    }

    /// <summary>A browser of a fresh account with these roles, signed in by the form: cookies are kept, redirects are shown.</summary>
    public static async Task<HttpClient> SignInAsync(this PeaceTrackerApp app, params string[] roles) =>
        await app.SignInAsync(await app.Services.AddAccountAsync(roles));

    /// <summary>The same for an account there is.</summary>
    public static async Task<HttpClient> SignInAsync(this PeaceTrackerApp app, TestAccount account)
    {
        var client = app.Browser();
        using var answer = await client.PostFormAsync("/account/sign-in", new() { ["name"] = account.SignInName, ["password"] = account.Password });
        if (account.Totp is null)
        {
            Expect(answer, "/desk");
            return client;
        }

        Expect(answer, "/account/sign-in/code?return=%2Fdesk");
        using var second = await client.PostFormAsync("/account/sign-in/code", new() { ["code"] = account.Code(app.Clock.GetUtcNow()) });
        Expect(second, "/desk");
        return client;

        static void Expect(HttpResponseMessage answer, string way)
        {
            // First to what changed of how one signs in, where something did.
            if (answer.Headers.Location?.OriginalString is var led && led != way && led != $"/account?return={Uri.EscapeDataString(way)}#changes")
                throw new InvalidOperationException($"Signing in answered {(int)answer.StatusCode} and leads to {answer.Headers.Location}, not to {way}.");
        }
    }

    /// <summary>A browser without an account, on an address with TLS: cookies are kept, redirects are shown.</summary>
    public static HttpClient Browser(this PeaceTrackerApp app) => app.CreateClient(new() { BaseAddress = new("https://localhost"), AllowAutoRedirect = false, HandleCookies = true });

    /// <summary>Opens a page, fills in the first form in its content that has these fields, with the values it came with for all others, and sends it.</summary>
    /// <param name="form">Selects another form, such as <c>form[action='/account/sign-out']</c>.</param>
    public static async Task<HttpResponseMessage> PostFormAsync(this HttpClient client, string page, Dictionary<string, string> fields, string? form = null)
    {
        var document = await client.GetPageAsync(page);
        var found = document.QuerySelectorAll<IHtmlFormElement>(form ?? "main form[method=post]")
            .FirstOrDefault(one => fields.Keys.All(name => one.Elements.Any(element => element.GetAttribute("name") == name)))
            ?? throw new InvalidOperationException($"{page} has no form with the fields {string.Join(", ", fields.Keys)}.");
        return await client.SendFormAsync(found, fields);
    }

    /// <summary>What a one-time link opens, as the script of its page opens it.</summary>
    /// <param name="link">From the root: the page, and behind "#" the token.</param>
    public static async Task<IDocument> OpenLinkAsync(this HttpClient client, string link, int status = 200)
    {
        var (page, token) = link.Split('#') is [var one, var two] ? (one, two) : throw new ArgumentException("It has no token.", nameof(link));
        using var opened = await client.PostFormAsync(page, new() { ["token"] = token });
        return await opened.ReadPageAsync(page, status);
    }

    /// <summary>Opens a one-time link, fills in the form it leads to, and sends it.</summary>
    public static async Task<HttpResponseMessage> PostLinkFormAsync(this HttpClient client, string link, Dictionary<string, string> fields) =>
        await client.SendFormAsync((await client.OpenLinkAsync(link)).QuerySelector<IHtmlFormElement>("main form[method=post]")!, fields);

    /// <summary>The first form in the content of a page.</summary>
    public static async Task<IHtmlFormElement> FormAsync(this HttpClient client, string page) => (await client.GetPageAsync(page)).QuerySelector<IHtmlFormElement>("main form[method=post]")!;

    /// <summary>Sends a form where it says, with other fields than it has too.</summary>
    public static Task<HttpResponseMessage> SendFormAsync(this HttpClient client, IHtmlFormElement form, Dictionary<string, string> fields) =>
        client.PostAsync(new Uri(form.GetAttribute("action")!, UriKind.Relative), form.Content(fields));

    /// <summary>What a browser would send: the values given, and what the form came with. A reason that is asked for is given, as nothing is saved without.</summary>
    private static FormUrlEncodedContent Content(this IHtmlFormElement form, Dictionary<string, string> fields)
    {
        var own = form.Elements.Where(element => element.GetAttribute("name") is { } name && !fields.ContainsKey(name)).SelectMany(Values);
        return new([.. fields, .. own]);

        static IEnumerable<KeyValuePair<string, string>> Values(IElement element)
        {
            var name = element.GetAttribute("name")!;
            return element switch
            {
                IHtmlInputElement { Type: "checkbox" or "radio" } box => box.IsChecked ? [new(name, box.Value)] : [],
                IHtmlInputElement { Name: "why", Value: "" } input when input.GetAttribute("aria-required") == "true" => [new(name, "It was wrong.")],
                IHtmlInputElement input => [new(name, input.Value)],
                IHtmlSelectElement select => select.SelectedOptions.Select(option => KeyValuePair.Create(name, option.Value)),
                IHtmlTextAreaElement text => [new(name, text.Value)],
                _ => [],
            };
        }
    }
}
