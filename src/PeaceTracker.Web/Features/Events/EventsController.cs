using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Events;

/// <summary>Summits, rounds, leaks and votes, and what was said and what moved around each.</summary>
[AllowAnonymous]
public sealed class EventsController : Controller
{
    [Takes("q")]
    [Gives<EventsModel>]
    [HttpGet("/{process}/events")]
    [HttpGet("/{process}/events.{format:files(table)}")]
    public async Task<IActionResult> Index(View view, string? q, [FromServices] EventsPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view.Taking(("q", q)), cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(model.View, model, model.TakeAway);
    }

    [WithoutEffect("state")]
    [Gives<EventModel>]
    [HttpGet("/{process}/events/{talksEvent}")]
    [HttpGet("/{process}/events/{talksEvent}.{format:files(table,cite)}")]
    public async Task<IActionResult> Show(View view, string talksEvent, [FromServices] EventPage page, CancellationToken cancellation)
    {
        var (model, fault) = await page.LoadAsync(view, talksEvent, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(view, model, model.TakeAway);
    }
}
