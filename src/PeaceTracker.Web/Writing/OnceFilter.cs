using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.History;
using PeaceTracker.Web.Accounts;
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
/// Every form carries a key of its own (<c>_FormKeys</c>), so that a double click, a resend or the back button has one effect. This filter
/// reads it; the ledger keeps it. What the ledger refuses becomes an answer in words here.
/// </summary>
internal sealed class OnceFilter(Ledger ledger) : IAsyncResourceFilter, IAsyncAlwaysRunResultFilter
{
    /// <summary>Name of the field.</summary>
    public const string Field = "once";

    /// <summary>Name of the field with the antiforgery token.</summary>
    public const string TokenField = "form-token";

    public const int Length = 32;

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (!HttpMethods.IsPost(request.Method) || context.ActionDescriptor.EndpointMetadata.OfType<RepeatableAttribute>().Any())
        {
            await next();
            return;
        }

        var form = request.HasFormContentType ? await request.ReadFormAsync(context.HttpContext.RequestAborted) : FormCollection.Empty;
        if (form[Field] is not [{ Length: Length } key] || !key.All(char.IsAsciiHexDigit))
        {
            context.Result = new Fault(400, "This form cannot be taken", "It came without the key that every form here carries. Nothing was changed. Go back, load the page anew and send it again.").ToResult(context.HttpContext);
            return;
        }

        context.HttpContext.Features.Set(new RequestKey(key, Digest(form)));
        var executed = await next();
        if (executed.Exception is null || executed.ExceptionHandled)
            return;
        if (await DoneAsync(context.HttpContext) is { } location)
        {
            executed.ExceptionHandled = true;
            await new SeeOther(location).ExecuteResultAsync(context);
            return;
        }

        var fault = executed.Exception switch
        {
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
            context.Result = new SeeOther(location);
        await next();
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
