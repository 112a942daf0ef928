using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Html;

namespace PeaceTracker.Web.Hosting;

/// <summary>
/// Tells a browser which pages it may fetch ahead (speculation rules, https://html.spec.whatwg.org/multipage/speculative-loading.html): the one
/// whose link is being pressed, so that most of it is there when the finger or the button is let go. Files are not: they can be long. A page
/// fetched while a link is only looked at could be minutes old when it is shown, and a correction missed (ADR 0048).
/// </summary>
public static class LikelyPages
{
    /// <summary>Paths of files have a dot, paths of pages none.</summary>
    private const string Rules = """{"prefetch":[{"where":{"and":[{"href_matches":"/*"},{"not":{"href_matches":"/*.*"}}]},"eagerness":"conservative"}]}""";

    /// <summary>For the head of a page. Made here and not in a view, which may have no text that is not encoded; this one is always the same.</summary>
    public static readonly IHtmlContent Element = new HtmlString($"<script type=\"speculationrules\">{Rules}</script>");

    /// <summary>What the policy names it by, so that no other text between these marks is taken.</summary>
    internal static readonly string Source = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Rules)))}'";
}
