using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc.ActionConstraints;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using PeaceTracker.Data;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Api;

namespace PeaceTracker.Web.Hosting;

/// <summary>How much may be asked for at once, and how long reading may take.</summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Seconds after which making a page is given up.</summary>
    public double PageSeconds { get; set; } = 30;

    /// <summary>The same for a file, which may be a whole list that is read slowly.</summary>
    public double FileSeconds { get; set; } = 600;

    /// <summary>Searches for words that are worked on at once; 0 for one fewer than there are processors, and at least one: the one left is for what costs little.</summary>
    public int Searches { get; set; }

    /// <summary>Files and answers of the API that are made at once; those that are kept are not counted.</summary>
    public int Files { get; set; } = 8;

    /// <summary>Of either, for one address.</summary>
    public int EachVisitor { get; set; } = 3;

    /// <summary>How many may wait for their turn, of each kind; of one address a quarter.</summary>
    public int Waiting { get; set; } = 64;
}

/// <summary>
/// Keeps what costs most from taking the site down: few searches and files are made at once, in the order in which they were asked for, and
/// reading ends when it takes too long or nobody waits for it. What is kept is sent before this.
/// </summary>
internal static class HeavyWork
{
    private const string OfFiles = "files";

    public static void Add(IServiceCollection services, IConfiguration settings)
    {
        var limits = settings.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? new();
        var searches = limits.Searches > 0 ? limits.Searches : Math.Max(1, Environment.ProcessorCount - 1);
        services.AddRateLimiter(options =>
        {
            // First the turn among those of one address: who asks for much does not fill the other queue.
            options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                Limiter(http => SignInLimits.Prefix(http.Connection.RemoteIpAddress), _ => limits.EachVisitor, limits.Waiting / 4),
                Limiter(_ => "", kind => kind == Kind.Search ? searches : limits.Files, limits.Waiting));
            options.OnRejected = async (refused, _) => await TooMuchAsync(refused.HttpContext);
        });
        services.AddRequestTimeouts(options =>
        {
            options.DefaultPolicy = After(limits.PageSeconds);
            options.AddPolicy(OfFiles, After(limits.FileSeconds));
        });
    }

    public static void Use(WebApplication app)
    {
        app.UseRequestTimeouts();
        app.Use(NameBreakingOff);
        app.UseRateLimiter();
    }

    private enum Kind
    {
        Light,
        Search,
        File,
    }

    private static Kind Of(HttpContext http) =>
        !HttpMethods.IsGet(http.Request.Method) || http.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.Controllers.ControllerActionDescriptor>() is null ? Kind.Light
        : http.Request.Query["q"].Any(words => !string.IsNullOrWhiteSpace(words)) ? Kind.Search
        : Path.HasExtension(http.Request.Path.Value) || ApiRoutes.IsAsked(http) ? Kind.File
        : Kind.Light;

    private static PartitionedRateLimiter<HttpContext> Limiter(Func<HttpContext, string> whose, Func<Kind, int> most, int waiting) => PartitionedRateLimiter.Create<HttpContext, (Kind, string)>(http =>
        Of(http) is var kind && kind == Kind.Light
            ? RateLimitPartition.GetNoLimiter((kind, ""))
            : RateLimitPartition.GetConcurrencyLimiter((kind, whose(http)), _ => new() { PermitLimit = most(kind), QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }));

    private static RequestTimeoutPolicy After(double seconds) => new() { Timeout = TimeSpan.FromSeconds(seconds), TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable, WriteTimeoutResponse = TookTooLongAsync };

    /// <summary>SQLite says in its own way that it was broken off.</summary>
    private static async Task NameBreakingOff(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (Exception error) when (error is not OperationCanceledException && http.RequestAborted.IsCancellationRequested && StoreTrouble.WasBrokenOff(error))
        {
            throw new OperationCanceledException(error.Message, error, http.RequestAborted);
        }
    }

    private static Task TookTooLongAsync(HttpContext http)
    {
        SecurityHeaders.Set(http);
        http.Response.Headers.RetryAfter = "30";
        return ErrorPages.WriteAsync(http, new(503, "This takes too long", "Reading it was given up after the time one request may take. Ask for less, such as a shorter time or one issue, or try again later."));
    }

    private static Task TooMuchAsync(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "5";
        return ErrorPages.WriteAsync(http, new(503, "Much is asked for at once", "As many searches and files are being made, and wait, as there is room for. Try again in a few seconds."));
    }

    /// <summary>Files may take longer than pages; what is written is not given up in the midst.</summary>
    public sealed class Marking : IActionModelConvention
    {
        public void Apply(ActionModel action)
        {
            foreach (var selector in action.Selectors)
            {
                if (selector.ActionConstraints.OfType<HttpMethodActionConstraint>().Any(methods => !methods.HttpMethods.Contains(HttpMethods.Get)))
                    selector.EndpointMetadata.Add(new DisableRequestTimeoutAttribute());
                else if (selector.AttributeRouteModel?.Template is { } template && (Path.HasExtension(template) || template.StartsWith(ApiRoutes.Prefix, StringComparison.Ordinal)))
                    selector.EndpointMetadata.Add(new RequestTimeoutAttribute(OfFiles));
            }
        }
    }
}
