using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using static System.FormattableString;

namespace PeaceTracker.Domain.Sources;

/// <summary>One form for the addresses under which one page is reached, to find a source that is on record under another. Only for comparing: it need not open.</summary>
public static partial class NormalisedAddress
{
    /// <summary>Longer than any browser sends.</summary>
    private const int MaxLength = 8_000;

    /// <summary>Names of parameters that tell where a reader came from and not what is read; those that begin with "utm_" besides. In any case.</summary>
    private static readonly FrozenSet<string> Tracking = new[]
    {
        "_ga", "_gl", "_hsenc", "_hsmi", "_openstat", "__twitter_impression", "at_bbc_team", "at_campaign", "at_campaign_type", "at_custom1", "at_custom2",
        "at_custom3", "at_custom4", "at_format", "at_link_id", "at_link_origin", "at_link_type", "at_medium", "at_ptr_name", "cmp", "cmpid", "dclid", "fbclid",
        "gbraid", "gclid", "gclsrc", "gs_lcp", "igsh", "igshid", "mc_cid", "mc_eid", "mkt_tok", "msclkid", "ns_campaign", "ns_mchannel", "ns_source", "ocid",
        "ref", "ref_src", "ref_url", "s_cid", "smid", "smtyp", "spm", "taid", "traffic_source", "twclid", "wbraid", "xtor", "yclid", "ysclid",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The address in one form: https, host in small letters and in Punycode without "www.", "m." or "amp.", no usual port, no fragment, no tracking
    /// parameters, the other parameters by name, no slash at the end, only such characters in percent form as need it; of a copy in a web archive
    /// the address of what was copied. Normalising twice changes nothing.
    /// </summary>
    /// <param name="text">With or without http:// or https:// in front.</param>
    /// <param name="reason">Why the text is no address of a page and what to do; null when it is one.</param>
    public static string? Of(string? text, out string? reason)
    {
        var typed = (text ?? "").Trim();
        reason = typed.Length == 0 ? "Found no address. Give the address of the page, such as https://example.org/news/1."
            : typed.Length > MaxLength ? Invariant($"Found {typed.Length} characters. Expected the address of a page, of {MaxLength} at most. Copy it from the browser anew.")
            : typed.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) ? $"Found '{Shown(typed)}', which has a space or line break. Expected one address. Write a space in it as %20."
            : null;
        if (reason is not null)
            return null;

        // A wrapper taken off, or a percent sign decoded, may leave more to do; each turn makes the text shorter or is the last.
        var normal = Read(typed, out reason);
        for (string? before = null; normal is not null && normal != before;)
        {
            before = normal;
            normal = Archived().Match(normal) is { Success: true } archived && Read(archived.Groups["address"].Value, out _) is { } inner ? inner : Read(normal, out reason);
        }

        return normal;
    }

    /// <summary>
    /// The address as it is, without parameters that tell where a reader came from: they can tell readers who the editor is. Nothing else is
    /// changed, so that it opens as before.
    /// </summary>
    public static string WithoutTracking(string address)
    {
        var fragment = address.IndexOf('#', StringComparison.Ordinal) is var at and >= 0 ? address[at..] : "";
        var parts = address[..^fragment.Length].Split('?', 2);
        var kept = parts.Length == 1 ? [] : parts[1].Split('&').Where(parameter => !IsTracking(Percent(parameter).Split('=')[0])).ToList();
        return parts[0] + (kept.Count > 0 ? "?" + string.Join('&', kept) : "") + fragment;
    }

    private static string? Read(string typed, out string? reason)
    {
        var scheme = Scheme().Match(typed);
        if (scheme.Success && scheme.Groups["name"].Value.ToLowerInvariant() is not ("http" or "https"))
        {
            reason = $"Found '{Shown(typed)}', which begins with {scheme.Groups["name"].Value}:. Expected the address of a page, with https:// or http:// in front.";
            return null;
        }

        // An archive writes one slash where a proxy took the other.
        var address = "https://" + (scheme.Success || typed.StartsWith("//", StringComparison.Ordinal) ? typed[scheme.Length..].TrimStart('/', '\\') : typed);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || Host(uri) is not { } host || uri.UserInfo.Length > 0)
        {
            reason = $"Found '{Shown(typed)}', which is no address of a page. Expected a host such as example.org, without a user. Copy the address from the browser.";
            return null;
        }

        reason = null;
        var port = uri.Port is 80 or 443 ? "" : Invariant($":{uri.Port}");
        var path = Percent(uri.AbsolutePath).TrimEnd('/');
        var query = string.Join('&', (uri.Query.Length > 0 ? uri.Query[1..] : "").Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(parameter => Percent(parameter.Replace("+", "%20", StringComparison.Ordinal)))
            .Where(parameter => !IsTracking(parameter.Split('=')[0]))
            // By name only: the order of equal names may matter.
            .OrderBy(parameter => parameter.Split('=')[0], StringComparer.Ordinal));
        return $"https://{host}{port}{path}{(query.Length > 0 ? "?" + query : "")}";
    }

    private static bool IsTracking(string name) => name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase) || Tracking.Contains(name);

    /// <summary>Null when it is no public host.</summary>
    private static string? Host(Uri uri)
    {
        if (uri.HostNameType is UriHostNameType.IPv4)
            return uri.Host;
        if (uri.HostNameType is UriHostNameType.IPv6)
            return uri.Host.ToLowerInvariant();
        if (uri.HostNameType is not UriHostNameType.Dns)
            return null;
        string host;
        try
        {
            host = new IdnMapping().GetAscii(uri.Host.ToLowerInvariant().TrimEnd('.')).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }

        if (!host.Contains('.'))
            return null;
        // Only what leaves a host: m.me is one.
        while (Mirror().Match(host) is { Success: true } mirror)
            host = host[mirror.Length..];
        return host;
    }

    /// <summary>Percent signs only where they are needed, with capital digits: %d0%b0 is %D0%B0, %61 is a.</summary>
    private static string Percent(string escaped) => Escape().Replace(escaped, match =>
    {
        var value = (char)int.Parse(match.ValueSpan[1..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return char.IsAsciiLetterOrDigit(value) || value is '-' or '.' or '_' or '~' ? value.ToString() : match.Value.ToUpperInvariant();
    });

    private static string Shown(string typed)
    {
        var shown = new StringBuilder();
        foreach (var c in typed.Take(80))
            shown.Append(char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c);
        return typed.Length > 80 ? shown.Append("...").ToString() : shown.ToString();
    }

    // A name before a colon is a host with a port when only digits follow ("example.org:8080/x"), else a scheme ("mailto:x").
    [GeneratedRegex(@"^(?<name>[A-Za-z][A-Za-z0-9+.-]*):(?![0-9]{1,5}(/|\?|#|\z))")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^(www|m|amp)\.(?=[^.]+\.)")]
    private static partial Regex Mirror();

    [GeneratedRegex("%[0-9A-Fa-f]{2}")]
    private static partial Regex Escape();

    [GeneratedRegex(@"^https://(web\.archive\.org/web|archive\.(ph|is|today|md|fo|li|vn))/[0-9]{4,14}([a-z]{2}_)?/(?<address>.+)\z")]
    private static partial Regex Archived();
}
