using PeaceTracker.Data;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Hosting;

/// <summary>While the store is closed to changes, reading goes on and whatever would change something is refused before it is begun.</summary>
internal static class ReadOnlySite
{
    /// <summary>Seconds after which a program may try again; nobody knows when it is over.</summary>
    private const string Later = "60";

    public static Task Refuse(HttpContext context, RequestDelegate next)
    {
        var method = context.Request.Method;
        return HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || context.GetEndpoint() is null || Reason(context) is null
            ? next(context)
            : ErrorPages.WriteAsync(context, Closed(context));
    }

    public static Fault Closed(HttpContext context)
    {
        context.Response.Headers.RetryAfter = Later;
        return new(503, "Nothing can be changed just now", $"{Because(Reason(context))} Nothing was changed, and reading goes on. What you typed is still in the form when you go back.");
    }

    /// <summary>For those who could change something, on top of their pages; null while they can, and on the page that says just this.</summary>
    public static string? Note(HttpContext context) => context.Response.StatusCode != StatusCodes.Status503ServiceUnavailable && Reason(context) is { } reason ? $"{Because(reason)} Meanwhile nothing can be changed, and nobody can sign in." : null;

    private static string Because(string? reason) => reason is { Length: > 0 } ? $"The site is closed to changes: {reason.TrimEnd('.')}." : "The site is closed to changes for a while.";

    private static string? Reason(HttpContext context) => context.RequestServices.GetRequiredService<ReadOnlyMark>().Reason;
}
