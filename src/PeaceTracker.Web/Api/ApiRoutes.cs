using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using PeaceTracker.Web.Files;

namespace PeaceTracker.Web.Api;

/// <summary>On an endpoint: it answers in JSON whatever is asked, as part of the API.</summary>
internal sealed class ApiAnswer;

/// <summary>
/// Gives every address that readers can take away as JSON a second one below <see cref="Prefix"/>: the same action, the same model, the same
/// file, so that page, file and API cannot disagree.
/// </summary>
internal sealed class ApiRoutes : IActionModelConvention
{
    public const string Prefix = "/api/v1";

    public void Apply(ActionModel action)
    {
        if (!action.Attributes.Concat(action.Controller.Attributes).OfType<AllowAnonymousAttribute>().Any())
            return;
        foreach (var selector in action.Selectors.Where(selector => FileFormats.Of(selector.AttributeRouteModel?.Template ?? "").Contains("json")).ToList())
        {
            var answer = new SelectorModel(selector) { AttributeRouteModel = new() { Template = Prefix + FileFormats.Page(selector.AttributeRouteModel!.Template!) } };
            answer.EndpointMetadata.Add(new ApiAnswer());
            action.Selectors.Add(answer);
        }
    }

    /// <summary>The request is to the API, to an address of it or to none.</summary>
    public static bool IsAsked(HttpContext context) => context.Request.Path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase);
}
