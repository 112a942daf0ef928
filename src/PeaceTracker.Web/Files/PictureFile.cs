using Microsoft.AspNetCore.Mvc;
using SkiaSharp;
using Svg.Skia;
using Svg.Skia.TypefaceProviders;

namespace PeaceTracker.Web.Files;

/// <summary>A model that has a picture which can stand alone: with its title, its source and its licence.</summary>
internal interface IDrawn
{
    /// <summary>The view component that draws it, and what that takes.</summary>
    /// <param name="origin">Scheme and host, so that its links work elsewhere.</param>
    (Type Component, object Arguments) Drawing(string origin);
}

/// <summary>A picture as a file of its own: SVG as it is drawn, or PNG made of that.</summary>
internal static class PictureFile
{
    public const string Svg = "svg", Png = "png";

    public static IActionResult Of(IDrawn drawn, string format, string origin)
    {
        var (component, arguments) = drawn.Drawing(origin);
        var svg = new ViewComponentResult { ViewComponentType = component, Arguments = arguments, ContentType = "image/svg+xml; charset=utf-8" };
        return format == Png ? new PngFile(svg) : svg;
    }
}

/// <summary>A drawing in dots, two a pixel of its own measure: sharp on paper and on dense screens.</summary>
internal sealed class PngFile(ViewComponentResult drawing) : IActionResult
{
    private const float Scale = 2;

    /// <summary>Dots of the largest picture: 160 MB while it is made.</summary>
    private const float MostDots = 40_000_000;

    // Of the program, not of the machine: a server has no fonts, and a picture must look the same wherever it was made.
    private static readonly List<ITypefaceProvider> Fonts = [Font("regular"), Font("semibold"), Font("italic")];

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        var body = response.Body;
        using var written = new MemoryStream();
        response.Body = written;
        try
        {
            await drawing.ExecuteResultAsync(context);
        }
        finally
        {
            response.Body = body;
        }

        written.Position = 0;
        using var png = Draw(written);
        response.ContentType = "image/png";
        await png.CopyToAsync(body, context.HttpContext.RequestAborted);
    }

    private static MemoryStream Draw(Stream written)
    {
        using var svg = new SKSvg();
        svg.Settings.TypefaceProviders = Fonts;
        var size = (svg.Load(written) ?? throw new InvalidDataException("The drawing cannot be read.")).CullRect;
        var scale = Math.Min(Scale, MathF.Sqrt(MostDots / (size.Width * size.Height)));
        var png = new MemoryStream();
        svg.Save(png, SKColors.White, SKEncodedImageFormat.Png, 100, scale, scale);
        png.Position = 0;
        return png;
    }

    private static CustomTypefaceProvider Font(string name) => new(typeof(PngFile).Assembly.GetManifestResourceStream($"fonts.{name}.ttf")!);
}
