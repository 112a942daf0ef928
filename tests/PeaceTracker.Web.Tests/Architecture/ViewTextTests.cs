using System.Text.RegularExpressions;
using PeaceTracker.Testing;

namespace PeaceTracker.Web.Tests.Architecture;

/// <summary>What the content security policy would block, and what would go around the encoder, is in no view.</summary>
public sealed partial class ViewTextTests
{
    public static TheoryData<string> Views() => [.. Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "src", "PeaceTracker.Web", "Features"), "*.cshtml", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Views))]
    public void A_view_has_no_raw_text_and_no_inline_script_or_style(string view) =>
        Assert.DoesNotMatch(Forbidden(), File.ReadAllText(Path.Combine(Repository.Root, view)));

    [Theory]
    [InlineData("@Html.Raw(Model.Text)")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<style>p { color: red }</style>")]
    [InlineData("<p style=\"color: red\">")]
    [InlineData("<a onclick=\"go()\">")]
    [InlineData("<a href=\"javascript:go()\">")]
    public void What_is_forbidden_is_recognised(string text) => Assert.Matches(Forbidden(), text);

    /// <summary>cases.md A 4: what cannot be used now says why when it is tried; there is nothing greyed out without a reason.</summary>
    [Theory]
    [MemberData(nameof(Views))]
    public void No_control_is_greyed_out(string view) => Assert.DoesNotMatch(GreyedOut(), File.ReadAllText(Path.Combine(Repository.Root, view)));

    [Theory]
    [InlineData("<button disabled>")]
    [InlineData("<input type=\"text\" disabled=\"@(Model.Locked ? \"disabled\" : null)\">")]
    [InlineData("<fieldset aria-disabled=\"true\">")]
    public void What_is_greyed_out_is_recognised(string text) => Assert.Matches(GreyedOut(), text);

    [Theory]
    [MemberData(nameof(Views))]
    public void A_view_needs_nothing_that_browsers_no_longer_have(string view) => Assert.DoesNotMatch(Dead(), File.ReadAllText(Path.Combine(Repository.Root, view)));

    [Theory]
    [InlineData("<object data=\"a.swf\">")]
    [InlineData("<embed src=\"a.swf\">")]
    [InlineData("<applet code=\"A.class\">")]
    [InlineData("<frameset>")]
    [InlineData("<a href=\"a.xap\">")]
    public void What_browsers_no_longer_have_is_recognised(string text) => Assert.Matches(Dead(), text);

    [GeneratedRegex(@"<(object|embed|applet|frame|frameset|marquee|bgsound|keygen|isindex)\b|\.(swf|xap|class|jar)\b["")]|ActiveXObject|classid=", RegexOptions.IgnoreCase)]
    private static partial Regex Dead();

    [GeneratedRegex(@"<(button|input|select|textarea|fieldset|option|a)\b[^<]*?\s(aria-)?disabled\b", RegexOptions.IgnoreCase)]
    private static partial Regex GreyedOut();

    [GeneratedRegex(@"Html\.Raw|<script(?![^>]*\ssrc=)|<style|\sstyle\s*=|\son[a-z]+\s*=\s*[""']|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex Forbidden();
}
