using Microsoft.AspNetCore.Mvc.ApplicationModels;
using PeaceTracker.Web.Files;

namespace PeaceTracker.Web.Embedding;

/// <summary>On an action: what it shows can stand in the page of another site.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EmbeddableAttribute : Attribute;

/// <summary>On an endpoint: it answers with the part that can stand elsewhere alone.</summary>
internal sealed class EmbedAnswer;

/// <summary>A model of which a part can stand in the page of another site, with its source.</summary>
public interface IEmbedded
{
    /// <summary>The partial view that shows the part, and the model of that.</summary>
    /// <param name="origin">Scheme and host of this site.</param>
    (string Partial, object Model) Part(string origin);
}

/// <summary>
/// Gives every address that is <see cref="EmbeddableAttribute">embeddable</see> a second one below <see cref="Prefix"/>: the same action and
/// model, without the frame of the site. Only there may other sites frame an answer.
/// </summary>
internal sealed class EmbedRoutes : IActionModelConvention
{
    public const string Prefix = "/embed";

    public void Apply(ActionModel action)
    {
        if (!action.Attributes.OfType<EmbeddableAttribute>().Any())
            return;
        foreach (var selector in action.Selectors.Where(selector => FileFormats.Of(selector.AttributeRouteModel!.Template!).Count == 0 && !selector.EndpointMetadata.OfType<Api.ApiAnswer>().Any()).ToList())
        {
            var answer = new SelectorModel(selector) { AttributeRouteModel = new() { Template = Prefix + selector.AttributeRouteModel!.Template } };
            answer.EndpointMetadata.Add(new EmbedAnswer());
            action.Selectors.Add(answer);
        }
    }

    /// <summary>The request is below the addresses that other sites may frame.</summary>
    public static bool IsAsked(HttpContext context) => context.Request.Path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase);
}
