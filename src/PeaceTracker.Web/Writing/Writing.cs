using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.History;
using PeaceTracker.Web.Accounts;

namespace PeaceTracker.Web.Writing;

/// <summary>How an action writes: through the ledger, as who is signed in, once a form.</summary>
public static class Writing
{
    /// <summary>Writes and goes on at the address that <paramref name="work"/> gives (303), or at the one the first sending led to.</summary>
    /// <inheritdoc cref="Ledger.WriteAsync"/>
    public static async Task<ActionResult> WriteAsync(this Controller controller, Ledger ledger, Func<ChangeSet, Task<string>> work)
    {
        var http = controller.HttpContext;
        var written = await ledger.WriteAsync(http.Actor(), http.Features.Get<RequestKey>(), work, http.RequestAborted);
        return new SeeOther(written.Location);
    }

    /// <summary>Makes a secret once, however often the form arrives.</summary>
    /// <param name="back">Where the form stands.</param>
    /// <returns>The secret, to be shown this once; null when it was made and shown before.</returns>
    public static async Task<string?> MakeOnceAsync(this Controller controller, Ledger ledger, Func<Task<string>> make, string back)
    {
        var http = controller.HttpContext;
        string? secret = null;
        await ledger.WriteAsync(http.Actor(), http.Features.Get<RequestKey>(), async _ =>
        {
            secret = await make();
            return back;
        }, http.RequestAborted);
        // What is shown once cannot be led to again: a repetition is told where it was made.
        http.Features[typeof(RequestKey)] = null;
        return secret;
    }

    /// <summary>Who is signed in.</summary>
    public static Actor Actor(this HttpContext http) => new(http.User.AccountId(), http.User.Pseudonym());

    /// <summary>Call it first inside the work: the record is as it was when the form was opened, or nothing is written.</summary>
    /// <param name="version">What the form carries.</param>
    /// <exception cref="StaleFormException">Somebody changed it meanwhile.</exception>
    public static void Expect(this IVersioned record, int version)
    {
        if (record.Version != version)
            throw new StaleFormException();
    }
}

/// <summary>After a change the browser reads the next page: going back or loading anew sends nothing twice.</summary>
public sealed class SeeOther(string location) : ActionResult
{
    public override void ExecuteResult(ActionContext context)
    {
        var local = context.HttpContext.RequestServices.GetRequiredService<Microsoft.AspNetCore.Mvc.Routing.IUrlHelperFactory>().GetUrlHelper(context);
        if (!local.IsLocalUrl(location))
            throw new InvalidOperationException("An answer leads to an address of this site only.");
        context.HttpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.HttpContext.Response.Headers.Location = location;
    }
}
