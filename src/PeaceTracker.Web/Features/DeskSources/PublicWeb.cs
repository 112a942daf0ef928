using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Security.AntiSSRF;
using PeaceTracker.Data;

namespace PeaceTracker.Web.Features.DeskSources;

/// <summary>Whether pages may be fetched; section <c>Fetching</c> of the settings.</summary>
public sealed class FetchingOptions
{
    public const string Section = "Fetching";

    /// <summary>Off unless somebody decides that this machine may open addresses that editors name.</summary>
    public bool Enabled { get; set; }

    /// <summary>From where, with a space between them: hosts, each with all below it, or <c>*</c> for the whole public web.</summary>
    public string Hosts { get; set; } = "";

    private string[] Named => Array.ConvertAll(Hosts.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), LookedUp);

    /// <exception cref="DatabaseOptionsException">Pages may be fetched, and nobody decided from where.</exception>
    public static FetchingOptions Of(IConfiguration settings)
    {
        var options = settings.GetSection(Section).Get<FetchingOptions>() ?? new();
        return !options.Enabled || options.Named.Length > 0 ? options
            : throw new DatabaseOptionsException("The setting Fetching:Enabled is true, and Fetching:Hosts names no host. It has to name those pages may be fetched from, such as \"kremlin.ru president.gov.ua\", or * for the whole public web.");
    }

    /// <summary>A page of this host may be fetched.</summary>
    public bool Names(string host)
    {
        host = LookedUp(host);
        return Named.Any(named => named == "*" || host == named || host.EndsWith("." + named, StringComparison.Ordinal));
    }

    /// <summary>A name as it is looked up, also one in other letters than Latin ones.</summary>
    private static string LookedUp(string host) => Uri.TryCreate($"http://{host.ToLowerInvariant()}", UriKind.Absolute, out var named) ? named.IdnHost.TrimEnd('.') : host;
}

/// <param name="Address">Where it was found in the end.</param>
/// <param name="Html">False for a plain text.</param>
/// <param name="Body">As it came.</param>
public sealed record FetchedPage(Uri Address, bool Html, byte[] Body);

/// <summary>
/// Fetches pages that editors name, from the public web alone: no address of this machine, of its network or of what serves it is ever
/// connected to, whatever a name, a redirect or a second look-up of the name says.
/// </summary>
public sealed class PublicWeb : IDisposable
{
    /// <summary>Bytes of a page.</summary>
    public const int MostBytes = 2_000_000;

    private const int MostRedirects = 5;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private static readonly string[] Types = ["text/html", "application/xhtml+xml", "text/plain"];

    private readonly HttpMessageInvoker web;
    private readonly TimeProvider clock;
    private readonly FetchingOptions options;
    private readonly IReadOnlyList<int> ports;

    // Pages from the East still come in encodings that are not at hand by default.
    static PublicWeb() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public PublicWeb(FetchingOptions options, TimeProvider clock) : this(options, clock, Guarded(), [80, 443])
    {
    }

    /// <param name="web">What sends; for tests of what stands before it.</param>
    /// <param name="ports">Taken in addresses.</param>
    internal PublicWeb(FetchingOptions options, TimeProvider clock, HttpMessageHandler web, IReadOnlyList<int> ports)
    {
        (this.options, this.clock) = (options, clock);
        this.web = new(web, disposeHandler: true);
        this.ports = ports;
    }

    /// <summary>Connects to public addresses only, and to exactly the ones it has looked at.</summary>
    internal static HttpMessageHandler Guarded()
    {
        var policy = new AntiSSRFPolicy(PolicyConfigOptions.ExternalOnlyLatest) { AllowPlainTextHttp = true };
        var handler = policy.GetHandler();
        // Each step is looked at here first.
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.ConnectTimeout = Longest;
        handler.MaxResponseHeadersLength = 64;
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        return handler;
    }

    /// <summary>Fetches a page; of what goes wrong it says what and how to go on.</summary>
    public async Task<(FetchedPage? Page, string? Problem)> GetAsync(string address, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Longest, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await GetAsync(address, MostRedirects, both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, "The page did not come within five seconds. Paste its text instead.");
        }
        catch (Exception error) when (error is HttpRequestException or AntiSSRFException or SocketException or IOException or FormatException or ArgumentException or InvalidOperationException)
        {
            return (null, "The address could not be opened: it does not answer, or it is not on the public web. Paste the text instead.");
        }
    }

    private async Task<(FetchedPage? Page, string? Problem)> GetAsync(string address, int redirects, CancellationToken cancellation)
    {
        var uri = Uri.TryCreate(address, UriKind.Absolute, out var typed) ? typed : null;
        while (true)
        {
            if (Refuse(uri) is { } refused)
                return (null, refused);
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            request.Headers.Accept.ParseAdd("text/html, application/xhtml+xml, text/plain;q=0.5");
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("PeaceTracker", "1.0"));
            using var answer = await web.SendAsync(request, cancellation);
            if (answer.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
                && answer.Headers.Location is { } location)
            {
                if (redirects-- == 0)
                    return (null, "The address leads on more than five times. Open it in your browser and paste the address it ends at.");
                uri = new Uri(uri!, location);
                continue;
            }

            if (answer.StatusCode != HttpStatusCode.OK)
                return (null, FormattableString.Invariant($"The page answered with {(int)answer.StatusCode}. Open it in your browser and paste its text."));
            if (answer.Content.Headers.ContentType?.MediaType is not { } type || !Types.Contains(type, StringComparer.OrdinalIgnoreCase))
                return (null, "The address is not that of a page with text. Paste the text instead.");
            return await ReadAsync(answer.Content, cancellation) is { } body
                ? (new(uri!, !type.Equals("text/plain", StringComparison.OrdinalIgnoreCase), Utf8(body, answer.Content.Headers.ContentType.CharSet)), null)
                : (null, "The page is larger than 2 MB. Paste the part the statements rest on.");
        }
    }

    private string? Refuse(Uri? uri) =>
        uri is null || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) ? "Only addresses that begin with https:// or http:// are fetched."
        : !ports.Contains(uri.Port) ? "Only the usual ports of the web, 80 and 443, are fetched from."
        : uri.UserInfo.Length > 0 ? "An address with a user in it is not fetched."
        : uri.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6) ? "The address has no host that can be looked up."
        : !options.Names(uri.Host) ? $"This site fetches no pages of {uri.Host}. Paste the text instead, or ask those who run the site to allow it."
        : null;

    /// <summary>Null when there is more than is taken.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            if (body.Length + read > MostBytes)
                return null;
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>What the answer says of its encoding counts more than what the page says of itself; with a mark in front it is read so.</summary>
    private static byte[] Utf8(byte[] body, string? charset)
    {
        Encoding encoding;
        try
        {
            if (charset is null)
                return body;
            encoding = Encoding.GetEncoding(charset.Trim('"'));
        }
        catch (ArgumentException)
        {
            return body;
        }

        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(encoding.GetString(body))];
    }

    public void Dispose() => web.Dispose();
}
