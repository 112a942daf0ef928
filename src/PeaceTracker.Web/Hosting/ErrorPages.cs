using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Web.Api;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Hosting;

/// <summary>Status codes and unexpected errors as a page in words, or as problem details where a file was asked for.</summary>
internal static class ErrorPages
{
    public static async Task StatusAsync(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        var fault = status switch
        {
            404 => new Fault(404, "There is no page at this address", "The address may be mistyped, or the page was never here."),
            405 => new Fault(405, "This address cannot be used that way", "It only answers when it is read."),
            429 => new Fault(429, "Too many tries", "Wait five minutes, then try again. A passkey works meanwhile.") { Suggestions = [new("Sign in", "/account/sign-in")] },
            _ => new Fault(status, "The request could not be answered", "Something in the request was not as expected."),
        };
        if (status == 429)
            context.HttpContext.Response.Headers.RetryAfter = "300";
        await WriteAsync(context.HttpContext, fault with { Suggestions = [.. fault.Suggestions, .. await NearAsync(context.HttpContext), new("Go to the start page", "/")] });
    }

    private const string OfProcess = "{process}/";

    /// <summary>The pages with a fixed address most like the one asked for: a section mistyped, or a kind of file it does not come as. Only what whoever asks can open.</summary>
    private static async Task<IEnumerable<Suggestion>> NearAsync(HttpContext context)
    {
        var asked = context.Request.Path.Value!.Trim('/').Split('/');
        if (asked.Length < 2 || (await context.RequestServices.GetRequiredService<ProcessReader>().AllAsync(context.RequestAborted)).All(process => process.Slug != asked[0]))
            return [];
        var below = string.Join('/', asked[1..]);
        var pages = new List<string>();
        foreach (var endpoint in context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var route = endpoint.RoutePattern.RawText!.TrimStart('/');
            if (route.StartsWith(OfProcess, StringComparison.Ordinal) && route.IndexOf('{', 1) < 0 && !pages.Contains(route[OfProcess.Length..]) && await OpensAsync(context, endpoint))
                pages.Add(route[OfProcess.Length..]);
        }

        pages.Sort(StringComparer.Ordinal);
        var bare = Path.HasExtension(below) ? below[..^Path.GetExtension(below).Length] : below;
        // Of "sources/..." only the section can be mended; "about/..." holds pages of its own.
        var wanted = asked.Length == 2 || pages.Exists(page => page.StartsWith(asked[1] + "/", StringComparison.Ordinal)) ? bare : asked[1];
        return ProcessReader.Nearest(wanted, pages)
            .Take(pages.Contains(bare) ? 1 : 3)
            .Select(page => new Suggestion($"Open {page.Replace('/', ' ').Replace('-', ' ')}: /{asked[0]}/{page}", $"/{asked[0]}/{page}"));
    }

    /// <summary>Whoever asks may read what is there, without proving again who they are.</summary>
    private static async Task<bool> OpensAsync(HttpContext context, RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Get) == false)
            return false;
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return true;
        var services = context.RequestServices;
        var policy = await AuthorizationPolicy.CombineAsync(services.GetRequiredService<IAuthorizationPolicyProvider>(), endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>());
        return policy is not null && (await services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(context.User, policy)).Succeeded;
    }

    /// <summary>Says nothing of what broke; the log does.</summary>
    public static Task UnexpectedAsync(HttpContext context)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        // What was set before is gone with the answer that was begun.
        SecurityHeaders.Set(context);
        if (error is WritersWaitException)
            return WriteAsync(context, TooManyWait(context));
        if (error is DbUpdateConcurrencyException)
            return WriteAsync(context, ChangedMeanwhile);
        if (StoreTrouble.IsReadOnly(error) && context.RequestServices.GetRequiredService<ReadOnlyMark>().IsSet)
            return WriteAsync(context, ReadOnlySite.Closed(context));
        var full = StoreTrouble.IsFull(error);
        if (full || (error is not UnsureException && !StoreTrouble.Passes(error)))
        {
            if (StoreTrouble.Says(error) is not { } trouble)
                return WriteAsync(context, Unexpected);
            context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(ErrorPages)).LogCritical("{Trouble}", trouble);
            return WriteAsync(context, full ? NoRoom : Unusable);
        }

        context.Response.Headers.RetryAfter = "5";
        if (error is UnsureException)
            return WriteAsync(context, new(503, "It is not known whether this was done", "The store went away while it was written. Send the same form again in a few seconds: it has its effect once, whether it had arrived or not."));
        return WriteAsync(context, new(503, "The store is in use", "Something else holds it. Nothing was changed. Try again in a few seconds: what you typed is still in the form when you go back."));
    }

    /// <summary>What was read is no longer as it was when it was to be written.</summary>
    public static Fault ChangedMeanwhile => new(409, "Somebody else changed this meanwhile", "Nothing of yours was written. Open the form anew to see how it reads now.");

    /// <summary>More wait to write than are let wait.</summary>
    public static Fault TooManyWait(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "2";
        return new(503, "Many changes wait to be written", "Nothing was changed. Try again in a few seconds: what you typed is still in the form when you go back.");
    }

    private static Fault NoRoom =>
        new(507, "There is no room left to write", "The disk of the site is full. Nothing was changed, and reading goes on. Those who run the site have to make room; then send the same form again: what you typed is still in it when you go back.");

    private static Fault Unusable =>
        new(503, "The store cannot be used", "Its file or its disk has a fault, which those who run the site find in the log. Nothing was changed. What you typed is still in the form when you go back.");

    private static Fault Unexpected =>
        new(500, "Something went wrong on our side", "Nothing was changed. The error has been logged; please try again.") { Suggestions = [new("Go to the start page", "/")] };

    public static Task WriteAsync(HttpContext context, Fault fault) => fault.ToResult(context).ExecuteResultAsync(Action(context));

    /// <summary>A page from outside an action.</summary>
    public static Task WriteAsync(HttpContext context, string view, int status, object model)
    {
        KeepNot(context);
        return Page(view, status, model).ExecuteResultAsync(Action(context));
    }

    /// <summary>At the last moment: the tokens of forms on the page set a header of their own, and would complain.</summary>
    private static void KeepNot(HttpContext context) => context.Response.OnStarting(() =>
    {
        context.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    });

    private static ActionContext Action(HttpContext context) => new(context, context.GetRouteData(), new ActionDescriptor());

    private static ViewResult Page(string view, int status, object model) => new()
    {
        ViewName = view,
        StatusCode = status,
        ViewData = new(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = model },
    };

    /// <summary>The page or problem body of a fault.</summary>
    public static ActionResult ToResult(this Fault fault, HttpContext context)
    {
        KeepNot(context);
        var (extension, api) = (Path.GetExtension(context.Request.Path.Value) ?? "", ApiRoutes.IsAsked(context));
        if (extension.Length > 1 || api)
        {
            var problem = new ProblemDetails { Status = fault.Status, Title = fault.Title, Detail = fault.Detail, Instance = context.Request.Path.ToUriComponent() };
            problem.Extensions["faults"] = fault.Parts.Select(part => new { parameter = part.Parameter, found = part.Found, expected = part.Expected }).ToList();
            problem.Extensions["suggestions"] = fault.Suggestions.Select(suggestion => new { text = suggestion.Text, address = AsFile(suggestion.Address) }).ToList();
            return new ObjectResult(problem) { StatusCode = fault.Status, ContentTypes = { "application/problem+json" } };

            // Who asked for a file is offered the file, where the page of the same name is meant and comes as such a file.
            string AsFile(string address)
            {
                if (api)
                    return ApiRoutes.Prefix + address is var same && context.GetEndpoint() is not null && string.Equals(same.Split('?')[0], context.Request.Path.ToUriComponent(), StringComparison.OrdinalIgnoreCase) ? same : address;
                var query = address.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? at : address.Length;
                return context.GetEndpoint() is not null && string.Equals(address[..query] + extension, context.Request.Path.ToUriComponent(), StringComparison.OrdinalIgnoreCase) ? address.Insert(query, extension) : address;
            }
        }

        return Page("/Features/Shared/Fault.cshtml", fault.Status, fault);
    }
}
