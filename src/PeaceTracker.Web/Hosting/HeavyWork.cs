using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;
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

    /// <summary>Pages of the record that are made at once; those that are kept are not counted. 0 for two for each processor, and eight with PostgreSQL, for which a page waits and no processor works.</summary>
    public int Pages { get; set; }

    /// <summary>Files and answers of the API that are made at once; those that are kept are not counted.</summary>
    public int Files { get; set; } = 8;

    /// <summary>Of searches, and of files, for one address.</summary>
    public int EachVisitor { get; set; } = 3;

    /// <summary>How many may wait for their turn to search, and to make a file, of one address a quarter; and four times as many for a page.</summary>
    public int Waiting { get; set; } = 64;
}

/// <summary>
/// Keeps what costs most from taking the site down: few searches and files are made at once, in the order in which they were asked for, and
/// reading ends when it takes too long or nobody waits for it. Of pages of the record, too, no more are begun than can be made soon: those that come when
/// as many wait are told so at once, instead of all becoming slow. What is kept is sent before this, and who signs in, writes or looks whether the site is up
/// does not wait behind readers.
/// </summary>
internal static class HeavyWork
{
    private const string OfFiles = "files";

    public static void Add(IServiceCollection services, IConfiguration settings, bool isFile)
    {
        var limits = settings.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? new();
        var searches = limits.Searches > 0 ? limits.Searches : Math.Max(1, Environment.ProcessorCount - 1);
        var pages = limits.Pages > 0 ? limits.Pages : (isFile ? 2 : 8) * Environment.ProcessorCount;
        services.AddRateLimiter(options =>
        {
            // First the turn among those of one address: who asks for much does not fill the other queue. Of pages all have one: a newsroom comes from one address.
            options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                Limiter(http => SignInLimits.Prefix(http.Connection.RemoteIpAddress), kind => kind == Kind.Page ? null : (limits.EachVisitor, limits.Waiting / 4)),
                Limiter(_ => "", kind => kind switch
                {
                    Kind.Search => (searches, limits.Waiting),
                    Kind.File => (limits.Files, limits.Waiting),
                    _ => (pages, limits.Waiting * 4),
                }));
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
        app.Use(SendAfterTurn);
        app.UseRateLimiter();
    }

    /// <summary>A page is made in memory and sent when its turn is over: who is slow to take it keeps nobody waiting.</summary>
    private static async Task SendAfterTurn(HttpContext http, RequestDelegate next)
    {
        if (Of(http) != Kind.Page)
        {
            await next(http);
            return;
        }

        var visitor = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var made = new MemoryStream();
        try
        {
            http.Response.Body = made;
            await next(http);
        }
        finally
        {
            http.Features.Set(visitor);
        }

        if (made.Length > 0)
            await visitor.Stream.WriteAsync(made.GetBuffer().AsMemory(0, (int)made.Length), http.RequestAborted);
    }

    private enum Kind
    {
        Light,
        Search,
        File,
        Page,
    }

    private static Kind Of(HttpContext http) =>
        !HttpMethods.IsGet(http.Request.Method) || http.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.Controllers.ControllerActionDescriptor>() is null ? Kind.Light
        : http.Request.Query["q"].Any(words => !string.IsNullOrWhiteSpace(words)) ? Kind.Search
        : Path.HasExtension(http.Request.Path.Value) || ApiRoutes.IsAsked(http) ? Kind.File
        : PublicAnswers.IsOneFor(http) ? Kind.Page
        : Kind.Light;

    /// <param name="most">How many at once, and how many may wait; null for as many as come.</param>
    private static PartitionedRateLimiter<HttpContext> Limiter(Func<HttpContext, string> whose, Func<Kind, (int AtOnce, int Waiting)?> most) => PartitionedRateLimiter.Create<HttpContext, (Kind, string)>(http =>
        Of(http) is var kind && kind != Kind.Light && most(kind) is var (atOnce, waiting)
            ? RateLimitPartition.GetConcurrencyLimiter((kind, whose(http)), _ => new() { PermitLimit = atOnce, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst })
            : RateLimitPartition.GetNoLimiter((Kind.Light, "")));

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
        return ErrorPages.WriteAsync(http, new(503, "Much is asked for at once", "As many answers are being made, and wait, as there is room for. Try again in a few seconds."));
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
