using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ActionConstraints;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.OutputCaching.StackExchangeRedis;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Net.Http.Headers;
using PeaceTracker.Data;
using PeaceTracker.Data.Postgres;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Hosting;

/// <summary>
/// Keeps what everybody may read, compressed, for as long as it is true (ADR 0043): the state of the public record and the day (UTC) are part of
/// the key, so that what a publication changed is found no more from the next request on, and nothing has to be thrown out.
/// </summary>
internal sealed class PublicAnswers(PublicVersion record, TimeProvider clock, IResponseCompressionProvider packing) : IOutputCachePolicy
{
    /// <summary>The setting: how much is kept in all, 0 for nothing. What was not asked for longest gives way.</summary>
    private const string Megabytes = "Cache:Megabytes";

    /// <summary>Bytes of one answer, as it is sent; longer ones, such as files of whole lists, are sent while they are written.</summary>
    private const int Longest = 1024 * 1024;

    /// <summary>The parameter for words to look for, which are many and asked for once.</summary>
    private const string Words = "q";

    internal static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>Another build may show the same record in another way.</summary>
    private static readonly string Build = typeof(PublicAnswers).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    private static readonly object WasKeptMark = new();

    public static void Add(IServiceCollection services, IConfiguration settings)
    {
        var most = settings.GetValue(Megabytes, 64);
        services.AddSingleton<AnswersBeingMade>();
        services.AddOutputCache(options =>
        {
            (options.MaximumBodySize, options.SizeLimit, options.DefaultExpirationTimeSpan) = (Longest, most * 1024L * 1024, Kept);
            // Names and words are told apart by their letters, paths as routing does.
            options.UseCaseSensitivePaths = true;
        });
        if (Redis.Of(settings) is not null)
            Share(services);
        if (most > 0)
            services.AddOptions<OutputCacheOptions>().Configure<PublicVersion, TimeProvider, IResponseCompressionProvider>((options, record, clock, packing) => options.AddBasePolicy(new PublicAnswers(record, clock, packing)));
    }

    /// <summary>The two that keep answers become one.</summary>
    private static void Share(IServiceCollection services)
    {
        var here = services.Last(service => service.ServiceType == typeof(IOutputCacheStore));
        services.AddStackExchangeRedisOutputCache(options => options.InstanceName = Redis.Prefix);
        services.AddOptions<RedisOutputCacheOptions>().Configure<Redis>((options, redis) => options.ConnectionMultiplexerFactory = () => Task.FromResult(redis.Server));
        var shared = services.Last(service => service.ServiceType == typeof(IOutputCacheStore));
        services.RemoveAll<IOutputCacheStore>();
        services.AddSingleton<IOutputCacheStore>(all => new SharedAnswers(Made(here, all), Made(shared, all), all.GetRequiredService<Redis>()));

        static IOutputCacheStore Made(ServiceDescriptor service, IServiceProvider all) =>
            (IOutputCacheStore)(service.ImplementationFactory?.Invoke(all) ?? ActivatorUtilities.CreateInstance(all, service.ImplementationType!));
    }

    /// <summary>What is kept is sent before anything is looked at, compressed and with all its headers.</summary>
    public static void Use(WebApplication app)
    {
        var making = app.Services.GetRequiredService<AnswersBeingMade>();
        app.Use((http, next) => making.Any && MayBeKept(http.Request) && Key(http) is { } key ? WaitAsync(key, http, next) : next(http));
        app.UseOutputCache();

        async Task WaitAsync(string key, HttpContext http, RequestDelegate next)
        {
            await making.WaitAsync(key, http.RequestAborted);
            await next(http);
        }
    }

    /// <summary>What was asked for shows the record to everybody.</summary>
    public static bool IsOneFor(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<PublicAnswer>() is not null;

    /// <summary>The answer came out of the cache.</summary>
    public static bool WasKept(HttpContext context) => context.Items.ContainsKey(WasKeptMark);

    /// <summary>
    /// Before the address is looked up and anybody is signed in, which takes longer than to send what is kept: so nothing is looked for that could
    /// be for one person, and what may be kept is judged when it is made.
    /// </summary>
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;
        if (!MayBeKept(http.Request) || Version(record, clock) is not { } version)
            return ValueTask.CompletedTask;
        context.EnableOutputCaching = context.AllowCacheLookup = context.AllowCacheStorage = true;
        // It would let everybody wait for whoever is slow to take what they had made; see AnswersBeingMade.
        context.AllowLocking = false;
        var rules = context.CacheVaryByRules;
        rules.QueryKeys = "*";
        rules.VaryByValues["version"] = version;
        rules.VaryByValues["build"] = Build;
        // As it will be compressed.
        rules.VaryByValues["encoding"] = Packing(http, packing);
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.HttpContext.Items[WasKeptMark] = true;
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;
        if (http.Response.StatusCode != StatusCodes.Status200OK || http.Response.Headers.SetCookie.Count > 0 || Of(http) is not { } answer || !http.Request.Query.Keys.All(answer.Takes))
            context.AllowCacheStorage = false;
        return ValueTask.CompletedTask;
    }

    /// <summary>What was broken off while it was sent is not kept.</summary>
    public static void Forget(HttpContext http)
    {
        if (http.Features.Get<IOutputCacheFeature>() is { } cache)
            cache.Context.AllowCacheStorage = false;
    }

    /// <summary>
    /// Whoever has a page is told so before anything is read. Caches on the way may keep it, and ask each time; whoever is signed in is sent
    /// something else.
    /// </summary>
    public static Task Mark(HttpContext http, RequestDelegate next)
    {
        if (Of(http) is null || Version(http.RequestServices.GetRequiredService<PublicVersion>(), http.RequestServices.GetRequiredService<TimeProvider>()) is not { } version)
            return next(http);
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Cookie);
        if (Path.HasExtension(http.Request.Path.Value) || Api.ApiRoutes.IsAsked(http))
            return Make();
        var tag = EntityTag.Of(SHA256.HashData(Encoding.UTF8.GetBytes($"{Build} {version} {http.Request.Scheme} {http.Request.Host} {http.Request.Path}{http.Request.QueryString}")));
        // Only what was given out; an asterisk asks whether there is anything at all.
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(one => one.Compare(tag, useStrongComparison: false)))
        {
            EntityTag.Give(http, tag);
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        http.Features.Set(new PageTag(tag));
        return Make();

        Task Make()
        {
            if (http.Features.Get<IOutputCacheFeature>()?.Context.AllowCacheStorage == true && Key(http) is { } key)
                http.RequestServices.GetRequiredService<AnswersBeingMade>().Begin(key, http);
            return next(http);
        }
    }

    /// <summary>Files of whole lists, which take longest, are read from a standby where there is one.</summary>
    public static async Task ReadElsewhere(HttpContext http, RequestDelegate next)
    {
        if (Of(http) is not null && Path.HasExtension(http.Request.Path.Value))
            await http.RequestServices.GetRequiredService<Standby>().LookAsync(http.RequestAborted);
        await next(http);
    }

    private sealed record PageTag(EntityTagHeaderValue Tag);

    /// <summary>A page says by what it can be asked about again; what says that something is wrong does not.</summary>
    public sealed class TagFilter : IResultFilter
    {
        public void OnResultExecuting(ResultExecutingContext context)
        {
            if (context.Result is ViewResult { StatusCode: null or StatusCodes.Status200OK } && context.HttpContext.Response.StatusCode == StatusCodes.Status200OK && context.HttpContext.Features.Get<PageTag>() is { Tag: var tag })
                EntityTag.Give(context.HttpContext, tag);
        }

        public void OnResultExecuted(ResultExecutedContext context)
        {
        }
    }

    /// <summary>Null where the answer is not the same for everybody.</summary>
    private static PublicAnswer? Of(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.User.Identity?.IsAuthenticated != true && http.Request.Headers.Authorization.Count == 0 ? http.GetEndpoint()?.Metadata.GetMetadata<PublicAnswer>() : null;

    /// <summary>As the request shows it.</summary>
    private static bool MayBeKept(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Authorization.Count == 0 && !HasSession(request) && !request.Query.ContainsKey(Words) && !IsOfTheSite(request.Path);

    private static string Packing(HttpContext http, IResponseCompressionProvider packing) => packing.GetCompressionProvider(http)?.EncodingName ?? "";

    /// <summary>What an answer is kept under, but for the order of the names in its query; null while the store cannot be read.</summary>
    private static string? Key(HttpContext http) =>
        Version(http.RequestServices.GetRequiredService<PublicVersion>(), http.RequestServices.GetRequiredService<TimeProvider>()) is { } version
            ? $"{version} {Packing(http, http.RequestServices.GetRequiredService<IResponseCompressionProvider>())} {http.Request.Scheme} {http.Request.Host} {http.Request.PathBase}{http.Request.Path}{http.Request.QueryString}"
            : null;

    /// <summary>Of the record and the day; null while the store cannot be read.</summary>
    private static string? Version(PublicVersion record, TimeProvider clock) =>
        record.Current is { } version ? $"{version} {View.Iso(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime))}" : null;

    /// <summary>Whether it still holds is not asked.</summary>
    private static bool HasSession(HttpRequest request) => request.Headers.Cookie.Any(cookies => cookies?.Contains(AccountHosting.SessionCookie + "=", StringComparison.Ordinal) == true);

    /// <summary>Its own files are sent as they lie.</summary>
    private static bool IsOfTheSite(PathString path) => Path.GetExtension(path.Value) is ".css" or ".js" or ".woff2";

    /// <summary>Marks every address that shows the record to everybody.</summary>
    public sealed class Marking : IActionModelConvention
    {
        public void Apply(ActionModel action)
        {
            if (!action.Attributes.Concat(action.Controller.Attributes).OfType<AllowAnonymousAttribute>().Any() || action.Parameters.All(parameter => parameter.ParameterType != typeof(View)))
                return;
            IReadOnlyList<string> names = [.. ViewBinder.Parameters.Keys, .. action.Attributes.OfType<TakesAttribute>().SelectMany(attribute => attribute.Names), CsvFile.MarkParameter];
            foreach (var selector in action.Selectors.Where(selector => selector.ActionConstraints.OfType<HttpMethodActionConstraint>().All(methods => methods.HttpMethods.Contains(HttpMethods.Get))))
                selector.EndpointMetadata.Add(new PublicAnswer(names));
        }
    }

    /// <summary>On an endpoint: it shows the record to everybody.</summary>
    /// <param name="names">Of its query, in lower case.</param>
    private sealed class PublicAnswer(IReadOnlyList<string> names)
    {
        /// <summary>With another name, or words to look for, the answer is not kept.</summary>
        public bool Takes(string name) => name != Words && names.Contains(name);
    }
}
