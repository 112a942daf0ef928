using Microsoft.AspNetCore.Mvc.Razor;

namespace PeaceTracker.Web.Hosting;

/// <summary>A view stands in its feature's folder, or in Features/Shared.</summary>
internal static class ViewLocations
{
    public static void Configure(RazorViewEngineOptions options)
    {
        options.ViewLocationFormats.Clear();
        options.ViewLocationFormats.Add("/Features/{1}/{0}.cshtml");
        options.ViewLocationFormats.Add("/Features/Shared/{0}.cshtml");
    }
}
