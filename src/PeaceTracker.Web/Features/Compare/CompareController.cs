using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Embedding;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Hosting;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Compare;

/// <summary>Two to four proposals beside each other, clause by clause.</summary>
[AllowAnonymous]
public sealed class CompareController : Controller
{
    [Takes("p", "base", "show", "order", "words")]
    [WithoutEffect("since", "parties", "state")]
    [Gives<CompareModel>]
    [Gives<CompareChoice>]
    [Embeddable]
    [HttpGet("/{process}/compare")]
    [HttpGet("/{process}/compare.{format:files(table,cite)}")]
    public async Task<IActionResult> Index(View view, [FromServices] ComparePage page, CancellationToken cancellation)
    {
        // A form with several boxes of one name sends the name several times.
        if (string.IsNullOrWhiteSpace(Request.Query["p"].ToString().Replace(',', ' ')))
        {
            var choice = await page.ChoiceAsync(view, cancellation);
            return this.Answer(view, choice with { NothingTicked = Request.Query.ContainsKey("p") || Request.Query.ContainsKey("show") }, choice.TakeAway, "Choose");
        }

        var (model, fault) = await page.LoadAsync(view, Request.Query, cancellation);
        return model is null ? fault!.ToResult(HttpContext) : this.Answer(model.View, model, model.TakeAway);
    }
}
