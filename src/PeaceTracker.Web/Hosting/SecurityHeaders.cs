using PeaceTracker.Web.Api;
using PeaceTracker.Web.Embedding;

namespace PeaceTracker.Web.Hosting;

/// <summary>Headers every answer carries. No inline script, no inline style, no other host. The one text between script marks is no script: <see cref="LikelyPages"/>.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public static readonly string ContentSecurityPolicy =
        $"default-src 'none'; script-src 'self' {LikelyPages.Source}; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Of what other sites show in their pages: the same, but they may frame it, and it has neither scripts nor forms.</summary>
    public const string EmbedPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *";

    public Task InvokeAsync(HttpContext context)
    {
        Set(context);
        return next(context);
    }

    /// <summary>For an answer that was begun anew.</summary>
    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = EmbedRoutes.IsAsked(context) ? EmbedPolicy : ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // What everybody may read, pages elsewhere may too: without cookies, so that it is what everybody reads.
        var open = IsOpen(context.Request);
        headers["Cross-Origin-Resource-Policy"] = open ? "cross-origin" : "same-origin";
        if (open)
        {
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlExposeHeaders = "ETag, Link, Retry-After";
        }

        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }

    /// <summary>The API read without a token, and pictures to be shown elsewhere.</summary>
    private static bool IsOpen(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Headers.Authorization.Count == 0
        && (request.Path.StartsWithSegments(ApiRoutes.Prefix, StringComparison.OrdinalIgnoreCase) || Path.GetExtension(request.Path.Value) is ".svg" or ".png");
}
