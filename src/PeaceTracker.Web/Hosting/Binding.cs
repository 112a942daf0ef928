using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace PeaceTracker.Web.Hosting;

/// <summary>What an address names is taken from the address: a field of a form with the same name must not put itself in its place.</summary>
internal sealed class RouteParameters : IActionModelConvention
{
    public void Apply(ActionModel action)
    {
        foreach (var parameter in action.Parameters.Where(parameter => parameter.BindingInfo?.BindingSource is null && action.Selectors.Any(selector =>
            selector.AttributeRouteModel?.Template is { } template && (template.Contains($"{{{parameter.Name}}}", StringComparison.Ordinal) || template.Contains($"{{{parameter.Name}:", StringComparison.Ordinal)))))
        {
            parameter.BindingInfo ??= new();
            parameter.BindingInfo.BindingSource = BindingSource.Path;
        }
    }
}

/// <summary>What is left empty, or white space in an address, is that text where a form or an action says that its text is never null.</summary>
internal sealed class EmptyIsEmpty : IDisplayMetadataProvider
{
    public void CreateDisplayMetadata(DisplayMetadataProviderContext context)
    {
        if (context.Key.ModelType == typeof(string) && (context.Key switch
        {
            { PropertyInfo: { } property } => new NullabilityInfoContext().Create(property),
            { ParameterInfo: { } parameter } => new NullabilityInfoContext().Create(parameter),
            _ => null,
        })?.WriteState == NullabilityState.NotNull)
            context.DisplayMetadata.ConvertEmptyStringToNull = false;
    }
}
