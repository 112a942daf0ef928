using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PeaceTracker.Testing;

/// <summary>Those who ask the sites.</summary>
public static class Visitors
{
    /// <summary>One who keeps cookies, also those for TLS alone, which ends before the instances; and takes them along from another site.</summary>
    public static HttpClient Browser(this Cluster _, HttpClient site, HttpClient? from = null) =>
        Browser(site.BaseAddress!, from, Cluster.Host);

    /// <summary>The same at the address of any site.</summary>
    public static HttpClient Browser(Uri address, HttpClient? from = null, string? host = null) =>
        new Keeping(new(from is Keeping { Cookies: var cookies } ? cookies : [])) { BaseAddress = address, DefaultRequestHeaders = { Host = host } };

    /// <summary>What such a one has kept.</summary>
    public static IReadOnlyDictionary<string, string> CookiesOf(HttpClient browser) => ((Keeping)browser).Cookies;

    /// <summary>Sends a draft, each of another day and with other words.</summary>
    public static async Task<HttpResponseMessage> PostDraftAsync(this HttpClient program, int source, int index, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/ukraine/desk/statements")
        {
            Content = JsonContent.Create(new JsonObject
            {
                ["source"] = source,
                ["said"] = new DateOnly(2023, 1, 1).AddDays(index % 1000).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["party"] = "Ukraine",
                ["issue"] = "elections",
                ["step"] = 2,
                ["channel"] = "on-record",
                ["information"] = 2,
                ["keep-near"] = true,
                ["summary"] = FormattableString.Invariant($"Says for the {index}th time what has to be done before people can vote."),
                ["paragraph"] = FormattableString.Invariant($"para {index + 1}"),
            }),
        };
        request.Headers.Add("Idempotency-Key", FormattableString.Invariant($"draft-{source}-{index}"));
        return await program.SendAsync(request, cancellation);
    }

    private sealed class Keeping(Dictionary<string, string> cookies) : HttpClient(new Cookie(cookies) { InnerHandler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false } })
    {
        public Dictionary<string, string> Cookies { get; } = cookies;
    }

    private sealed class Cookie(Dictionary<string, string> cookies) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (cookies.Count > 0)
                request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            var answer = await base.SendAsync(request, cancellationToken);
            foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
            {
                var parts = set.Split(';')[0].Split('=', 2);
                cookies[parts[0]] = parts[1];
            }

            return answer;
        }
    }
}
