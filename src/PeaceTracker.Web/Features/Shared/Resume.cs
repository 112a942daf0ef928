using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Data.Desk;
using PeaceTracker.Web.Accounts;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>In the header: the way back to the form that was kept last and not sent. Nothing where there is none, and on the page of that form.</summary>
[ViewComponent(Name = nameof(Resume))]
public sealed class Resume(Autosaves autosaves) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync()
    {
        // What answers a form reads nothing more once that was written: it would be told as failed although it is done.
        if (!HttpMethods.IsGet(HttpContext.Request.Method))
            return Content("");
        var kept = await autosaves.NewestAsync(HttpContext.User.AccountId(), HttpContext.RequestAborted);
        return kept is null || kept.Form.Split('?')[0] == HttpContext.Request.Path ? Content("") : View("/Features/Shared/_Resume.cshtml", UnfinishedForm.Of(kept));
    }
}
