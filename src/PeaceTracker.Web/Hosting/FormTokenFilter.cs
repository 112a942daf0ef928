using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Hosting;

/// <summary>Says in words that a form came without its token, or with that of somebody else.</summary>
internal sealed class FormTokenFilter : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
            context.Result = new Fault(400, "This form cannot be taken", "It is not from this site, or it was opened before you signed in or out. Nothing was changed. Go back, load the page anew and send it again.")
            {
                Suggestions = [new("Go to the start page", "/")],
            }.ToResult(context.HttpContext);
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}
