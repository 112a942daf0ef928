using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AngleSharp.Html.Dom;
using PeaceTracker.Testing;

namespace PeaceTracker.FaultTests;

/// <summary>Bodies that are far too large and requests that are not well formed: each is answered as a fault of who sent it, and nothing breaks.</summary>
public sealed class HostileRequestTests
{
    private const double MostMegabytes = 50;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_far_too_large_is_refused_before_it_is_read()
    {
        await using var store = await WrittenStore.MakeAsync();
        await using var site = await SiteProcess.StartAsync(store.File);
        await GoesOnAsync(site);
        var before = site.PeakMegabytes;
        const string Gigabyte = "1073741824";
        var draft = $"POST /api/v1/ukraine/desk/statements HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {store.Token}\r\nIdempotency-Key: large\r\nContent-Type: application/json\r\n";
        const string SignIn = "POST /account/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        Assert.Equal(413, await AnswerAsync(site, [Bytes($"{draft}Content-Length: {Gigabyte}\r\n\r\n"), .. Endless("a", 4)]));
        // Without its token a form is refused whatever else it has.
        Assert.Equal(400, await AnswerAsync(site, [Bytes($"{SignIn}Content-Length: {Gigabyte}\r\n\r\n"), .. Endless("a", 4)]));
        Assert.Equal(413, await AnswerAsync(site, [Bytes($"{draft}Transfer-Encoding: chunked\r\n\r\n"), .. Chunks(1024)]));
        Assert.Equal(400, await AnswerAsync(site, [Bytes($"{SignIn}Transfer-Encoding: chunked\r\n\r\n"), .. Chunks(1024)]));
        Assert.Equal(431, await AnswerAsync(site, [Bytes("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: "), .. Endless("a", 160)]));
        Assert.InRange(await AnswerAsync(site, [Bytes("GET /"), .. Endless("a", 160)]), 400, 431);

        using var program = new HttpClient { BaseAddress = site.Client.BaseAddress };
        program.DefaultRequestHeaders.Authorization = new("Bearer", store.Token);
        program.DefaultRequestHeaders.Add("Idempotency-Key", "deep");
        foreach (var (body, kind) in new[] { (new string('[', 10_000) + new string(']', 10_000), "application/json"), ($"{{\"summary\":{new string('[', 10_000)}{new string(']', 10_000)}}}", "application/json"), ("{\"summary\":\"" + new string('a', 500_000), "application/json") })
        {
            using var deep = await program.PostAsync(new Uri("/api/v1/ukraine/desk/statements", UriKind.Relative), new StringContent(body, Encoding.UTF8, kind), Cancellation);
            Assert.InRange((int)deep.StatusCode, 400, 422);
        }

        // Packed bodies are not unpacked.
        using (var packed = new ByteArrayContent([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]) { Headers = { ContentType = new("application/json"), ContentEncoding = { "gzip" } } })
        using (var answer = await program.PostAsync(new Uri("/api/v1/ukraine/desk/statements", UriKind.Relative), packed, Cancellation))
            Assert.InRange((int)answer.StatusCode, 400, 422);

        using var visitor = Visitors.Browser(site.Client.BaseAddress!);
        var form = await visitor.FormAsync("/account/sign-in");
        var token = form.Elements.OfType<IHtmlInputElement>().Single(field => field.Name == "form-token").Value;
        using (var many = new FormUrlEncodedContent([new("form-token", token), .. Enumerable.Range(0, 100_000).Select(one => new KeyValuePair<string, string>(FormattableString.Invariant($"k{one}"), "v"))]))
        using (var answer = await visitor.PostAsync(new Uri("/account/sign-in", UriKind.Relative), many, Cancellation))
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);

        Assert.InRange(site.PeakMegabytes, 0, before + MostMegabytes);
        await GoesOnAsync(site);
    }

    [Fact]
    public async Task No_malformed_request_is_an_error_of_ours()
    {
        await using var store = await WrittenStore.MakeAsync();
        await using var site = await SiteProcess.StartAsync(store.File, settings: new Dictionary<string, string> { ["Accounts:TriesPerAddress"] = "1000000" });
        using var visitor = Visitors.Browser(site.Client.BaseAddress!);
        var form = await visitor.FormAsync("/account/sign-in");
        var token = Uri.EscapeDataString(form.Elements.OfType<IHtmlInputElement>().Single(field => field.Name == "form-token").Value);
        var cookie = "Cookie: " + string.Join("; ", Visitors.CookiesOf(visitor).Select(one => $"{one.Key}={one.Value}"));
        var draft = "{\"source\":1,\"said\":\"2023-05-04\",\"party\":\"Ukraine\",\"issue\":\"elections\",\"step\":2,\"channel\":\"on-record\",\"summary\":\"Says what has to be done.\"}";
        (string Method, string Target, string Headers, string Body)[] asked =
        [
            .. new[]
            {
                "/ukraine/positions?date=2025-03-04&known=2025-06-01", "/ukraine/statements?q=said:2024+ceasefire+-troops&party=ukraine&issue=nato-membership", "/ukraine/statements/36", "/ukraine/statements.csv?party=russia",
                "/ukraine/changes.json?since=2025-01-01", "/ukraine/compare?a=ukraine&b=russia", "/ukraine/issues/nato-membership?view=history", "/ukraine/sources?q=treaty", "/ukraine/territory/regions/UA-43", "/search?q=%D0%BC%D0%B8%D1%80",
                "/api/v1/ukraine/statements?limit=20&after=3", "/embed/ukraine/positions", "/account/sign-in?return=%2Fdesk", "/ukraine/positions.svg", "/ukraine/changes.atom",
            }.Select(target => ("GET", target, "", "")),
            ("POST", "/account/sign-in", $"{cookie}\r\nContent-Type: application/x-www-form-urlencoded", $"name=anna&password=seven+boats+on+a+quiet+river&form-token={token}"),
            ("POST", "/account/sign-in", $"{cookie}\r\nContent-Type: multipart/form-data; boundary=xx", $"--xx\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nanna\r\n--xx\r\nContent-Disposition: form-data; name=\"form-token\"\r\n\r\n{Uri.UnescapeDataString(token)}\r\n--xx--\r\n"),
            ("POST", "/api/v1/ukraine/desk/statements", $"Authorization: Bearer {store.Token}\r\nIdempotency-Key: mutated\r\nContent-Type: application/json", draft),
        ];
        var random = new Random(14);
        var wrong = new List<string>();
        var answered = new Dictionary<int, int>();
        for (var index = 0; index < Rounds.Wanted * 200; index++)
        {
            var (method, target, headers, body) = asked[random.Next(asked.Length)];
            var sent = Mutated(Bytes(body), random, body.Length > 0 ? random.Next(0, 3) : 0);
            byte[] request =
            [
                .. Bytes(method), (byte)' ', .. Mutated(Bytes(target), random, random.Next(0, 4)), .. Bytes(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"),
                .. headers.Length > 0 ? [.. Mutated(Bytes(headers), random, random.Next(0, 2)), .. Bytes("\r\n")] : Array.Empty<byte>(),
                .. Bytes(FormattableString.Invariant($"Content-Length: {sent.Length}\r\n\r\n")), .. sent,
            ];
            var status = await AnswerAsync(site, [request]);
            answered[status] = answered.GetValueOrDefault(status) + 1;
            if (status >= 500)
                wrong.Add($"{status}: {Encoding.Latin1.GetString(request)}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(5)) + "\n" + string.Join('\n', site.Said.Split('\n').Where(line => line.Contains("Exception", StringComparison.Ordinal)).Distinct().Take(10)));
        // Not all of them were turned away at the door.
        Assert.True(answered.GetValueOrDefault(200) > Rounds.Wanted && answered.GetValueOrDefault(400) > Rounds.Wanted, string.Join(", ", answered));
        Assert.DoesNotContain(site.Said.Split('\n'), line => line.Contains("Z ERR]", StringComparison.Ordinal) || line.Contains("Z FTL]", StringComparison.Ordinal) || line.Contains("nhandled", StringComparison.Ordinal));
        await GoesOnAsync(site);
    }

    /// <summary>Bytes that are not UTF-8, overlong and lone halves, NUL, what turns the direction of words, what other languages take for commands.</summary>
    private static readonly byte[][] Nasty =
    [
        [0x00], [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x80, 0xae], [0x0d, 0x0a], [0x0a], [0x0d], [0x09], [0x1b, 0x5b],
        .. new[]
        {
            "%00", "%ff", "%c0%80", "%ed%a0%80", "%E2%80%AE", "%0d%0a", "%", "%zz", "%25", "%2f", "%5c..%5c", "../..", "//", "'", "\"", "\\", "`", "<script>", "{{7*7}}", "${jndi:x}", "' OR 1=1 --", "\"*", "NEAR(", "-", "*", "(", ")", "&", "=", "?", "#", ";", ",", "[", "]", "{", "}", ":", "\\u0000", "\\ud800",
            "99999999999999999999", "-1", "1e999", "NaN", "0x10", "2025-02-30", "9999-12-31", "0000-00-00", "null", "true", new string('a', 3000), new string('9', 400), string.Concat(Enumerable.Repeat("%D0%BC", 400)),
        }.Select(Bytes),
    ];

    private static byte[] Mutated(byte[] original, Random random, int times)
    {
        var bytes = original.ToList();
        for (; times > 0; times--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(4))
            {
                case 0 when at < bytes.Count:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 6), bytes.Count - at));
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                default:
                    bytes.InsertRange(at, Nasty[random.Next(Nasty.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static IEnumerable<byte[]> Endless(string letter, int times) => Enumerable.Repeat(Bytes(string.Concat(Enumerable.Repeat(letter, 64 * 1024))), times);

    private static IEnumerable<byte[]> Chunks(int times) => Enumerable.Repeat(Bytes("10000\r\n" + new string('a', 64 * 1024) + "\r\n"), times);

    /// <summary>What comes back to bytes that are sent as they are; the site may close before it has taken all of them.</summary>
    /// <returns>The status; 0 where the connection was closed without a word.</returns>
    private static async Task<int> AnswerAsync(SiteProcess site, IEnumerable<byte[]> request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", site.Client.BaseAddress!.Port, Cancellation);
        var stream = client.GetStream();
        var sending = Task.Run(
            async () =>
            {
                try
                {
                    foreach (var part in request)
                        await stream.WriteAsync(part, Cancellation);
                }
                catch (Exception error) when (error is IOException or ObjectDisposedException)
                {
                    // It has answered already, and what it answered may have been read.
                }
            },
            Cancellation);
        try
        {
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var line = await reader.ReadLineAsync(Cancellation);
            return line is { Length: > 12 } ? int.Parse(line.AsSpan(9, 3), CultureInfo.InvariantCulture) : 0;
        }
        catch (IOException)
        {
            return 0;
        }
        finally
        {
            client.Close();
            await sending;
        }
    }

    private static async Task GoesOnAsync(SiteProcess site)
    {
        using var answer = await site.Client.GetAsync(new Uri("/ukraine/positions", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
