using CsCheck;
using PeaceTracker.Domain.Sources;

namespace PeaceTracker.Domain.Tests.Sources;

public sealed class NormalisedAddressTests
{
    private static readonly Gen<string> Addresses = Gen.OneOf(
        "http://", "https://", "HTTP://", "https:/", "www.", "m.", "amp.", "example.org", "Пример.рф", "bücher.de", "t.me", "1.2.3.4", "[::1]", ":80", ":443", ":8080", "/", "//", "a", "%61", "%d0%b0", "ф", "..", "/./", "%2e%2E",
        "%2F", "%zz", "%", "?", "&", "=", "+", "utm_source=x", "b=2", "a=1", "ref=", "#", "@", ":", "\\", ";", "'", "\"", "<", "|", "^", "web.archive.org/web/20220329120000/", "archive.ph/20220329/", "2022", " ", "😀", "xn--", "-", "_", ".").Array[0, 12].Select(string.Concat);

    [Theory]
    [InlineData("https://example.org/news/1", "https://example.org/news/1")]
    [InlineData("http://example.org/news/1", "https://example.org/news/1")]
    [InlineData("example.org/news/1", "https://example.org/news/1")]
    [InlineData("//example.org/news/1", "https://example.org/news/1")]
    [InlineData("  https://example.org/news/1\n", "https://example.org/news/1")]
    [InlineData("HTTPS://WWW.Example.ORG/News/1", "https://example.org/News/1")]
    [InlineData("https://m.example.org/x", "https://example.org/x")]
    [InlineData("https://amp.example.org/x", "https://example.org/x")]
    [InlineData("https://www.m.example.org./x", "https://example.org/x")]
    [InlineData("https://m.me/x", "https://m.me/x")]
    [InlineData("https://www.com/x", "https://www.com/x")]
    [InlineData("http://example.org:80/x", "https://example.org/x")]
    [InlineData("https://example.org:443/x", "https://example.org/x")]
    [InlineData("example.org:8443/x", "https://example.org:8443/x")]
    [InlineData("https://example.org", "https://example.org")]
    [InlineData("https://example.org/", "https://example.org")]
    [InlineData("https://example.org/x/?", "https://example.org/x")]
    [InlineData("https://example.org/x#part", "https://example.org/x")]
    [InlineData("https://example.org/a/../x/./y", "https://example.org/x/y")]
    [InlineData("https://example.org/x?utm_source=a&utm_medium=b&UTM_Campaign=c&id=7", "https://example.org/x?id=7")]
    [InlineData("https://example.org/x?fbclid=a&gclid=b&yclid=c&mc_cid=d&mc_eid=e&ref=f&ref_src=g&igshid=h&spm=i&cmpid=j&CMP=k&ocid=l&at_medium=m&at_campaign=n", "https://example.org/x")]
    [InlineData("https://example.org/x?reference=1&refs=2", "https://example.org/x?reference=1&refs=2")]
    [InlineData("https://example.org/x?b=2&a=1", "https://example.org/x?a=1&b=2")]
    [InlineData("https://example.org/x?b=2&a=9&b=1", "https://example.org/x?a=9&b=2&b=1")]
    [InlineData("https://example.org/x?q=a+b", "https://example.org/x?q=a%20b")]
    [InlineData("https://example.org/%7euser/%61%2fb", "https://example.org/~user/a%2Fb")]
    [InlineData("https://example.org/путь?q=б", "https://example.org/%D0%BF%D1%83%D1%82%D1%8C?q=%D0%B1")]
    [InlineData("https://example.org/%d0%bf%d1%83%d1%82%d1%8c?q=%d0%b1", "https://example.org/%D0%BF%D1%83%D1%82%D1%8C?q=%D0%B1")]
    // Punycode as registries print it.
    [InlineData("http://Bücher.de/x", "https://xn--bcher-kva.de/x")]
    [InlineData("http://xn--bcher-kva.de/x", "https://xn--bcher-kva.de/x")]
    [InlineData("http://кремль.рф", "https://xn--e1ajeds9e.xn--p1ai")]
    [InlineData("https://web.archive.org/web/20220329120000/http://www.example.org:80/x/?utm_source=y#z", "https://example.org/x")]
    [InlineData("web.archive.org/web/20220329120000id_/https://example.org/x?b=1&a=2", "https://example.org/x?a=2&b=1")]
    [InlineData("https://web.archive.org/web/2022/http:/example.org/x", "https://example.org/x")]
    [InlineData("https://web.archive.org/web/2022/example.org/x", "https://example.org/x")]
    [InlineData("https://web.archive.org/web/2022/https://web.archive.org/web/2021/https://example.org/x", "https://example.org/x")]
    [InlineData("https://archive.ph/20220329120000/https://example.org/x", "https://example.org/x")]
    [InlineData("https://web.archive.org/web/*/example.org", "https://web.archive.org/web/*/example.org")]
    [InlineData("https://web.archive.org/web/2022/about", "https://web.archive.org/web/2022/about")]
    [InlineData("http://1.2.3.4/x", "https://1.2.3.4/x")]
    [InlineData("http://[2001:DB8::1]/x", "https://[2001:db8::1]/x")]
    public void Addresses_of_one_page_have_one_form(string text, string expected)
    {
        Assert.Equal(expected, NormalisedAddress.Of(text, out var reason));
        Assert.Null(reason);
    }

    [Theory]
    [InlineData(null, "no address")]
    [InlineData("  ", "no address")]
    [InlineData("see kremlin.ru", "a space")]
    [InlineData("https://example.org/a b", "%20")]
    [InlineData("https://example.org/a\0b", "a space or line break")]
    [InlineData("Ukrainska Pravda", "a space")]
    [InlineData("Pravda", "is no address")]
    [InlineData("https://localhost/x", "such as example.org")]
    [InlineData("https://", "is no address")]
    [InlineData("/news/1.html", "is no address")]
    [InlineData("https://user:word@example.org/x", "without a user")]
    [InlineData("mailto:somebody@example.org", "begins with mailto:")]
    [InlineData("ftp://example.org/x", "begins with ftp:")]
    [InlineData("javascript:alert(1)", "begins with javascript:")]
    [InlineData("data:text/html,x", "begins with data:")]
    [InlineData("https://exa mple.org", "a space")]
    public void What_is_no_address_of_a_page_says_why(string? text, string why)
    {
        Assert.Null(NormalisedAddress.Of(text, out var reason));
        Assert.StartsWith("Found ", reason, StringComparison.Ordinal);
        Assert.Contains(why, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_very_long_text_is_refused_without_repeating_it()
    {
        Assert.Null(NormalisedAddress.Of("https://example.org/" + new string('a', 100_000), out var reason));
        Assert.True(reason!.Length < 300);
    }

    [Fact]
    public void Normalising_twice_changes_nothing() =>
        Gen.OneOf<string>(Addresses, Addresses.Select(rest => "https://example.org/" + rest), Gen.String.Select(rest => "https://example.org/" + rest)).Sample(text =>
            NormalisedAddress.Of(text, out var reason) is { } once
                ? reason is null && NormalisedAddress.Of(once, out _) == once
                : reason!.StartsWith("Found ", StringComparison.Ordinal), iter: 5_000);

    [Fact]
    public void Tracking_fragment_and_scheme_never_part_two_addresses() =>
        Gen.Select(Gen.OneOf("a", "b/c", "ф", "%D1%84").Array[1, 4], Gen.OneOf("id=1", "q=x", "p=2").Array[0, 3]).Sample((path, query) =>
        {
            var rest = $"example.org/{string.Join('/', path)}";
            return NormalisedAddress.Of($"https://{rest}?{string.Join('&', query)}", out _)
                == NormalisedAddress.Of($"http://www.{rest}/?utm_source=x&{string.Join('&', query)}&fbclid=y#z", out _);
        });

    [Theory]
    [InlineData("https://example.org/x?utm_source=a&b=2&FBCLID=c&a=1#part", "https://example.org/x?b=2&a=1#part")]
    [InlineData("http://www.example.org/x/?fbclid=q", "http://www.example.org/x/")]
    [InlineData("https://example.org/x?%75tm_medium=a", "https://example.org/x")]
    [InlineData("https://example.org/x?a=utm_source=1&b", "https://example.org/x?a=utm_source=1&b")]
    [InlineData("https://example.org/x?", "https://example.org/x?")]
    [InlineData("https://example.org/x#?utm_source=a", "https://example.org/x#?utm_source=a")]
    public void Parameters_that_follow_a_reader_go_and_nothing_else_does(string address, string without) => Assert.Equal(without, NormalisedAddress.WithoutTracking(address));
}
