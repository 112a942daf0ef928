using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using PeaceTracker.Web.Api;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Api;

/// <summary>What the API is: its document, and a page that says it in words.</summary>
[AllowAnonymous]
public sealed class ApiController : Controller
{
    /// <summary>Goes to the document, which says all there is.</summary>
    [HttpGet("/api")]
    [HttpGet(ApiRoutes.Prefix)]
    public IActionResult Index() => Redirect(ApiRoutes.Prefix + "/openapi.json");

    [HttpGet(ApiRoutes.Prefix + "/openapi.json")]
    public async Task<IActionResult> Document([FromServices] ApiDescription api, CancellationToken cancellation)
    {
        var text = await api.Make(Server).SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellation);
        return EntityTag.IsKnown(HttpContext, EntityTag.Of(SHA256.HashData(Encoding.UTF8.GetBytes(text)))) ? new EmptyResult() : Content(text, "application/vnd.oai.openapi+json;version=3.1; charset=utf-8");
    }

    [WithoutEffect("date", "since", "known", "parties", "issues", "state", "evidence")]
    [HttpGet("/{process}/about/api")]
    public IActionResult Reference(View view, [FromServices] ApiDescription api) => View(new ApiModel(view, api.Make(Server)));

    private string Server => $"{Request.Scheme}://{Request.Host}";
}

/// <param name="Document">Of which the page is the words.</param>
public sealed record ApiModel(View View, OpenApiDocument Document);
