using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using PeaceTracker.Testing;
using PeaceTracker.Web.Features.DeskSources;

namespace PeaceTracker.Web.Tests.Features.DeskSources;

/// <summary>Nothing on this machine or its network is connected to, however it is named; a listener on loopback counts who comes.</summary>
public sealed class PublicWebTests : IDisposable
{
    private readonly Socket canary = new(SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
    private readonly CancellationTokenSource stop = new();
    private static readonly FetchingOptions Anywhere = new() { Enabled = true, Hosts = "*" };

    private readonly FakeTimeProvider clock = new();
    private readonly int port;
    private int connections;

    public PublicWebTests()
    {
        canary.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        canary.Listen();
        port = ((IPEndPoint)canary.LocalEndPoint!).Port;
        _ = ListenAsync();
    }

    public void Dispose()
    {
        stop.Cancel();
        canary.Dispose();
        stop.Dispose();
    }

    /// <summary>Each with the port of the canary for "PORT", which is among those taken here: it is the address that must be refused.</summary>
    public static readonly TheoryData<string> Hostile =
    [
        // Loopback, in every form a parser of addresses may take.
        "http://127.0.0.1:PORT/", "https://127.0.0.1:PORT/", "http://127.0.0.2:PORT/", "http://127.255.255.254:PORT/", "http://127.1:PORT/", "http://127.0.1:PORT/",
        "http://2130706433:PORT/", "http://0x7f000001:PORT/", "http://0x7F.0.0.1:PORT/", "http://0x7f.1:PORT/", "http://0177.0.0.1:PORT/", "http://017700000001:PORT/", "http://0177.1:PORT/", "http://127.0x0.0.1:PORT/",
        "http://127.0.0.1.:PORT/", "http://%31%32%37.0.0.1:PORT/", "http://127%2e0%2e0%2e1:PORT/",
        "http://１２７.0.0.1:PORT/", "http://127。0。0。1:PORT/", "http://①②⑦.⓪.⓪.①:PORT/", "http://１２７．０．０．１:PORT/",
        "http://localhost:PORT/", "https://localhost:PORT/", "http://LOCALHOST:PORT/", "http://localhost.:PORT/", "http://ｌｏｃａｌｈｏｓｔ:PORT/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/", "http://a.localhost:PORT/", "http://localhost.localdomain:PORT/", "http://ip6-localhost:PORT/",
        "http://[::1]:PORT/", "https://[::1]:PORT/", "http://[0:0:0:0:0:0:0:1]:PORT/", "http://[0000:0000:0000:0000:0000:0000:0000:0001]:PORT/", "http://[::1%25lo]:PORT/",
        "http://[::ffff:127.0.0.1]:PORT/", "http://[::ffff:7f00:1]:PORT/", "http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/", "http://[::127.0.0.1]:PORT/", "http://[64:ff9b::7f00:1]:PORT/", "http://[2002:7f00:1::]:PORT/",
        // Nowhere, and everywhere on this machine.
        "http://0.0.0.0:PORT/", "http://0:PORT/", "http://0x0:PORT/", "http://00000000:PORT/", "http://0.0.0.1:PORT/", "http://[::]:PORT/", "http://[::ffff:0.0.0.0]:PORT/",
        // What serves this machine, and its neighbours.
        "http://169.254.169.254:PORT/latest/meta-data/", "http://2852039166:PORT/", "http://0xA9FEA9FE:PORT/", "http://0251.0376.0251.0376:PORT/", "http://[::ffff:169.254.169.254]:PORT/", "http://[fd00:ec2::254]:PORT/", "http://169.254.1.1:PORT/",
        "http://10.0.0.1:PORT/", "http://10.255.255.255:PORT/", "http://167772161:PORT/", "http://172.16.0.1:PORT/", "http://172.31.255.254:PORT/", "http://192.168.0.1:PORT/", "http://192.168.1.1:PORT/",
        "http://100.64.0.1:PORT/", "http://100.127.255.254:PORT/", "http://[fe80::1]:PORT/", "http://[fc00::1]:PORT/", "http://[fd12:3456:789a::1]:PORT/", "http://[ff02::1]:PORT/", "http://[::ffff:10.0.0.1]:PORT/",
        "http://224.0.0.1:PORT/", "http://255.255.255.255:PORT/", "http://192.0.0.8:PORT/", "http://198.18.0.1:PORT/", "http://240.0.0.1:PORT/",
        // Users, other schemes, and what only looks like another host.
        "http://user@127.0.0.1:PORT/", "http://example.org@127.0.0.1:PORT/", "http://example.org:80@127.0.0.1:PORT/", "http://user:word@localhost:PORT/", "http://127.0.0.1:PORT@localhost:PORT/", "http://example.org%40127.0.0.1:PORT/",
        "http://127.0.0.1:PORT#@example.org/", "http://127.0.0.1:PORT\\@example.org/", "http:\\\\127.0.0.1:PORT/", "http:/127.0.0.1:PORT/", "http:127.0.0.1:PORT/", "//127.0.0.1:PORT/", "127.0.0.1:PORT",
        "file:///etc/passwd", "file://127.0.0.1:PORT/etc/passwd", "gopher://127.0.0.1:PORT/_x", "ftp://127.0.0.1:PORT/", "dict://127.0.0.1:PORT/x", "ldap://127.0.0.1:PORT/", "ws://127.0.0.1:PORT/", "jar:http://127.0.0.1:PORT/!/", "data:text/html,x", "javascript:fetch('http://127.0.0.1:PORT/')", "view-source:http://127.0.0.1:PORT/", "unix:/var/run/x",
        "", "http://", "http:///", "https://:PORT/", "http://[", "http://[::1", "not an address",
    ];

    [Fact]
    public async Task The_canary_counts_who_comes()
    {
        // The machine itself can be reached by this: what follows is refused, not broken.
        using var plain = new HttpClient();
        await Assert.ThrowsAnyAsync<Exception>(() => plain.GetAsync(new Uri($"http://127.0.0.1:{port}/"), TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<Exception>(() => plain.GetAsync(new Uri($"http://localhost:{port}/"), TestContext.Current.CancellationToken));
        Assert.True(Volatile.Read(ref connections) >= 2);
    }

    [Fact]
    public void There_are_enough_hostile_addresses_and_each_is_another() => Assert.True(Hostile.Select(row => row.Data).Distinct().Count() >= 100);

    [Fact]
    public async Task No_hostile_address_is_connected_to()
    {
        using var web = new PublicWeb(Anywhere, clock, PublicWeb.Guarded(), [port, 80, 443]);
        var own = Dns.GetHostName();
        var addresses = Hostile.Select(row => row.Data).Append($"http://{own}:PORT/").Append($"https://{own}:PORT/").Select(address => address.Replace("PORT", $"{port}", StringComparison.Ordinal)).ToList();
        // Side by side, as those that would be routed somewhere wait for nothing to come.
        var answers = await Task.WhenAll(addresses.Select(async address => (Address: address, Answer: await web.GetAsync(address, TestContext.Current.CancellationToken))));
        Assert.All(answers, one =>
        {
            Assert.Null(one.Answer.Page);
            Assert.False(string.IsNullOrEmpty(one.Answer.Problem), one.Address);
        });
        Assert.Equal(0, Volatile.Read(ref connections));
    }

    [Theory]
    [InlineData("http://127.0.0.1:PORT/")]
    [InlineData("http://localhost:PORT/")]
    [InlineData("//[::1]:PORT/x")]
    [InlineData("http://[::ffff:127.0.0.1]:PORT/")]
    [InlineData("http://169.254.169.254:PORT/latest/")]
    [InlineData("http://user@127.0.0.1:PORT/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1:PORT/")]
    public async Task A_public_page_that_leads_to_a_hostile_address_is_not_followed(string location)
    {
        using var outside = new Outside(location.Replace("PORT", $"{port}", StringComparison.Ordinal));
        using var web = new PublicWeb(Anywhere, clock, outside, [port, 80, 443]);
        var (page, problem) = await web.GetAsync("http://news.example/", TestContext.Current.CancellationToken);
        Assert.Null(page);
        Assert.NotNull(problem);
        Assert.Equal(1, outside.Asked);
        Assert.Equal(0, Volatile.Read(ref connections));
    }

    [Fact]
    public async Task Only_hosts_that_are_named_are_asked_with_all_below_them_and_none_behind_a_redirect()
    {
        using var outside = new Outside("http://elsewhere.example/");
        using var web = new PublicWeb(new() { Enabled = true, Hosts = "news.example  Президент.укр" }, clock, outside, [80, 443]);
        foreach (var address in new[] { "http://other.example/", "http://example/", "http://badnews.example/", "http://news.example.evil.example/", "http://93.184.215.14/" })
            Assert.Contains("fetches no pages of", (await web.GetAsync(address, TestContext.Current.CancellationToken)).Problem, StringComparison.Ordinal);
        Assert.Equal(0, outside.Asked);
        Assert.Contains("fetches no pages of elsewhere.example", (await web.GetAsync("http://NEWS.example./", TestContext.Current.CancellationToken)).Problem, StringComparison.Ordinal);
        Assert.Equal(1, outside.Asked);
        // Below a named one, and one in letters of its own: these are looked for, and are nowhere.
        foreach (var address in new[] { "http://www.news.example/", "http://президент.укр/" })
            Assert.Contains("does not answer", (await web.GetAsync(address, TestContext.Current.CancellationToken)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_that_may_fetch_from_nobody_knows_where_does_not_start()
    {
        var folder = Directory.CreateTempSubdirectory("peacetracker-test-").FullName;
        try
        {
            var (code, said) = await ProgramRun.OfAsync(new Dictionary<string, string> { ["Database:File"] = Path.Combine(folder, "site.db"), ["Fetching:Enabled"] = "true", ["Fetching:Hosts"] = " " }, [], TestContext.Current.CancellationToken);
            Assert.Equal(1, code);
            Assert.Contains("Fetching:Hosts names no host", said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Another_port_is_not_asked_also_not_behind_a_redirect()
    {
        using var outside = new Outside("http://news.example:8080/");
        using var web = new PublicWeb(Anywhere, clock, outside, [80, 443]);
        Assert.Contains("80 and 443", (await web.GetAsync("http://news.example:22/", TestContext.Current.CancellationToken)).Problem, StringComparison.Ordinal);
        Assert.Equal(0, outside.Asked);
        Assert.Contains("80 and 443", (await web.GetAsync("http://news.example/", TestContext.Current.CancellationToken)).Problem, StringComparison.Ordinal);
        Assert.Equal(1, outside.Asked);
    }

    [Fact]
    public async Task More_than_five_redirects_are_not_followed()
    {
        using var outside = new Outside("http://news.example/again");
        using var web = new PublicWeb(Anywhere, clock, outside, [80, 443]);
        Assert.Contains("more than five times", (await web.GetAsync("http://news.example/", TestContext.Current.CancellationToken)).Problem, StringComparison.Ordinal);
        Assert.Equal(6, outside.Asked);
    }

    [Theory]
    [InlineData("application/pdf", 100, "not that of a page with text")]
    [InlineData("image/png", 100, "not that of a page with text")]
    [InlineData("text/html", PublicWeb.MostBytes + 1, "larger than 2 MB")]
    [InlineData("text/html", PublicWeb.MostBytes, null)]
    [InlineData("text/plain", 100, null)]
    public async Task Only_pages_with_text_and_of_two_megabytes_at_most_are_read(string type, int length, string? problem)
    {
        using var outside = new Outside(null) { Answer = new ByteArrayContent(new byte[length]) { Headers = { ContentType = new(type) } } };
        using var web = new PublicWeb(Anywhere, clock, outside, [80, 443]);
        var answer = await web.GetAsync("https://news.example/", TestContext.Current.CancellationToken);
        if (problem is null)
            Assert.Equal(length, answer.Page!.Body.Length);
        else
            Assert.Contains(problem, answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_is_read_in_the_encoding_its_answer_names()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding("windows-1251").GetBytes("<p>Переговоры");
        using var outside = new Outside(null) { Answer = new ByteArrayContent(bytes) { Headers = { ContentType = new("text/html") { CharSet = "windows-1251" } } } };
        using var web = new PublicWeb(Anywhere, clock, outside, [80, 443]);
        Assert.Equal("\uFEFF<p>Переговоры", Encoding.UTF8.GetString((await web.GetAsync("https://news.example/", TestContext.Current.CancellationToken)).Page!.Body));
    }

    [Fact]
    public async Task Of_a_page_title_author_day_language_and_words_are_read_and_nothing_it_names_is_fetched()
    {
        // Written for this test in the form news pages have.
        var html = $"""
            <!DOCTYPE html><html lang="uk"><head><meta charset="utf-8"><title>Міністр відкинув обмін землями - Новини</title>
            <meta property="og:title" content="Міністр відкинув обмін землями"><meta name="author" content="Олена Петренко"><meta property="article:published_time" content="2025-08-20T12:30:00Z">
            <link rel="stylesheet" href="http://127.0.0.1:{port}/x.css"><script src="http://127.0.0.1:{port}/x.js"></script></head>
            <body><nav><a href="/">Головна</a> <a href="/b">Політика</a></nav><article><h1>Міністр відкинув обмін землями</h1>
            <p>Міністр заявив у середу, що країна не проміняє свій курс на перемир'я, хоч би що їй пропонували натомість, і що спершу мають бути гарантії.</p>
            <p>«Ми не торгуємо курсом, який записано в конституції», – додав він,<br>і закликав до розмов про гарантії з партнерами в Європі та за її межами.</p>
            <ul><li>Перший пункт плану, досить довгий, щоб його вважали текстом.</li><li>Другий пункт плану, так само довгий і теж текст.</li></ul>
            <img src="http://127.0.0.1:{port}/x.png"><iframe src="http://127.0.0.1:{port}/f"></iframe><object data="http://127.0.0.1:{port}/o"></object>
            <p>На запитання про обмеження війська, яке йому поставили двічі, він не відповів, і зустріч із пресою на цьому завершилася без жодного слова.</p>
            </article><footer>© Новини</footer></body></html>
            """;
        var article = Article.Read("https://news.example/1", new MemoryStream(Encoding.UTF8.GetBytes(html)));
        Assert.Equal(("Міністр відкинув обмін землями", "Олена Петренко", "2025-08-20", "uk"), (article.Title, article.Author, article.Date, article.Language));
        var paragraphs = article.Text!.Split("\n\n");
        Assert.Contains("Перший пункт плану, досить довгий, щоб його вважали текстом.", paragraphs);
        Assert.Contains("«Ми не торгуємо курсом, який записано в конституції», – додав він,\nі закликав до розмов про гарантії з партнерами в Європі та за її межами.", paragraphs);
        Assert.DoesNotContain("Головна", article.Text, StringComparison.Ordinal);
        await Task.Yield();
        Assert.Equal(0, Volatile.Read(ref connections));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body><p>Too little to be an article.</p></body></html>")]
    [InlineData("<html><body><script>var x = 1;</script></body></html>")]
    public void A_page_without_an_article_has_no_text(string html) => Assert.Null(Article.Read("https://news.example/1", new MemoryStream(Encoding.UTF8.GetBytes(html))).Text);

    private async Task ListenAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var visitor = await canary.AcceptAsync(stop.Token);
                Interlocked.Increment(ref connections);
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    /// <summary>The web outside as one host that always answers alike; everything else goes the real way.</summary>
    private sealed class Outside(string? location) : DelegatingHandler(PublicWeb.Guarded())
    {
        public int Asked { get; private set; }

        public HttpContent Answer { get; init; } = new StringContent("");

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.Host.TrimEnd('.') != "news.example")
                return base.SendAsync(request, cancellationToken);
            Asked++;
            var answer = new HttpResponseMessage(location is null ? HttpStatusCode.OK : HttpStatusCode.Found) { Content = Answer };
            answer.Headers.Location = location is null ? null : new Uri(location, UriKind.RelativeOrAbsolute);
            return Task.FromResult(answer);
        }
    }
}
