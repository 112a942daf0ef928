using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.History;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Api;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Writing;

/// <summary>A POST that may arrive twice without harm, and why.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class RepeatableAttribute(string because) : Attribute
{
    public string Because { get; } = because;
}

/// <summary>
/// Every form carries a key of its own (<c>_FormKeys</c>), and every sending of a program one in its head, so that a double click, a resend or the back button has one effect. This filter
/// reads it; the ledger keeps it. What the ledger refuses becomes an answer in words here.
/// </summary>
internal sealed class OnceFilter(Ledger ledger) : IAsyncResourceFilter, IAsyncAlwaysRunResultFilter
{
    /// <summary>Name of the field.</summary>
    public const string Field = "once";

    /// <summary>Name of the field with the antiforgery token.</summary>
    public const string TokenField = "form-token";

    public const int Length = 32;

    /// <summary>Where a program has it.</summary>
    public const string KeyHeader = "Idempotency-Key";

    private const int LongestKey = 64;

    /// <summary>Bytes a program can send at a time: a statement with its quotation is far shorter.</summary>
    private const int LongestBody = 256 * 1024;

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (!HttpMethods.IsPost(request.Method) || context.ActionDescriptor.EndpointMetadata.OfType<RepeatableAttribute>().Any())
        {
            await next();
            return;
        }

        var (key, refused) = ApiRoutes.IsAsked(context.HttpContext) ? await OfProgramAsync(context.HttpContext) : await OfFormAsync(context.HttpContext);
        if (key is null)
        {
            context.Result = refused!.ToResult(context.HttpContext);
            return;
        }

        context.HttpContext.Features.Set(key);
        var executed = await next();
        if (executed.Exception is null || executed.ExceptionHandled)
            return;
        if (await DoneAsync(context.HttpContext) is { } location)
        {
            executed.ExceptionHandled = true;
            await Led(context.HttpContext, location).ExecuteResultAsync(context);
            return;
        }

        var fault = executed.Exception switch
        {
            RequestReusedException when ApiRoutes.IsAsked(context.HttpContext) => new Fault(422, "This key was sent before with other content", "The first sending counts, and nothing of this one was written. Another thing needs a key of its own.") { Parts = [new(KeyHeader, context.HttpContext.Request.Headers[KeyHeader].ToString(), "a key that was not used before")] },
            RequestReusedException => new Fault(422, "This form was sent before with other content", "The first sending counts, and nothing of this one was written. Open the form anew to make a further change."),
            WritersWaitException => ErrorPages.TooManyWait(context.HttpContext),
            DbUpdateConcurrencyException or StaleFormException => ErrorPages.ChangedMeanwhile,
            _ => null,
        };
        if (fault is null)
            return;
        executed.ExceptionHandled = true;
        await fault.ToResult(context.HttpContext).ExecuteResultAsync(context);
    }

    /// <summary>
    /// What was done already is not refused because it is done: who clicks twice, or goes back and sends again, is led to where the first
    /// sending led.
    /// </summary>
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is IStatusCodeActionResult { StatusCode: >= 400 } && await DoneAsync(context.HttpContext) is { } location)
            context.Result = Led(context.HttpContext, location);
        await next();
    }

    /// <summary>Where the first sending led, as a form or a program is told it.</summary>
    private static ActionResult Led(HttpContext http, string location) => ApiRoutes.IsAsked(http) ? new CreatedResult(location, null) : new SeeOther(location);

    private static async Task<(RequestKey? Key, Fault? Refused)> OfFormAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        return form[Field] is [{ Length: Length } key] && key.All(char.IsAsciiHexDigit)
            ? (new(key, Digest(form)), null)
            : (null, new Fault(400, "This form cannot be taken", "It came without the key that every form here carries. Nothing was changed. Go back, load the page anew and send it again."));
    }

    /// <summary>A program makes the key itself, and keeps it until it knows that the sending arrived. It is good for one address.</summary>
    private static async Task<(RequestKey? Key, Fault? Refused)> OfProgramAsync(HttpContext http)
    {
        var request = http.Request;
        var sent = request.Headers[KeyHeader].ToString();
        var key = sent is ['"', .., '"'] and { Length: > 2 } ? sent[1..^1] : sent;
        if (key.Length is 0 or > LongestKey || !key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            return (null, new Fault(400, "A key is needed", "With it the same sending has its effect once, however often it arrives. Nothing was changed.") { Parts = [new(KeyHeader, sent, $"up to {LongestKey} letters, digits, hyphens and underscores, others for each thing that is sent")] });
        request.EnableBuffering(LongestBody, LongestBody);
        try
        {
            var body = Convert.ToHexStringLower(await SHA256.HashDataAsync(request.Body, http.RequestAborted));
            request.Body.Position = 0;
            return (new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Path} {key}")))[..Length], body), null);
        }
        catch (IOException)
        {
            return (null, new Fault(413, "This is too long", $"At most {LongestBody:N0} bytes are taken at a time. Nothing was changed."));
        }
    }

    private async Task<string?> DoneAsync(HttpContext http) =>
        http.Features.Get<RequestKey>() is { } request && http.User.AccountIdOrNull() is { } account ? await ledger.DoneAsync(account, request, http.RequestAborted) : null;

    /// <summary>A key for a form about to be shown.</summary>
    public static string NewKey() => RandomNumberGenerator.GetHexString(Length, lowercase: true);

    /// <summary>Says where a form is kept while it is typed, and not what is in it: another one after going back.</summary>
    private static readonly HashSet<string> OfTheKeeping = ["autosave", "autosave-version", "window"];

    /// <summary>Of everything sent but the key, the token, which is another one after each sign-in, and what is of the keeping.</summary>
    private static string Digest(IFormCollection form)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var (name, values) in form.Where(pair => pair.Key is not Field and not TokenField && !OfTheKeeping.Contains(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            foreach (var text in values.Prepend(name))
            {
                var bytes = Encoding.UTF8.GetBytes(text ?? "");
                BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
                hash.AppendData(length);
                hash.AppendData(bytes);
            }
        }

        Span<byte> buffer = stackalloc byte[4096];
        foreach (var file in form.Files)
        {
            using var content = file.OpenReadStream();
            for (int read; (read = content.Read(buffer)) > 0;)
                hash.AppendData(buffer[..read]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
