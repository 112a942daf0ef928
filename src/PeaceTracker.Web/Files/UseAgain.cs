using PeaceTracker.Web.Embedding;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Files;

/// <summary>How a page can be cited, followed, taken away and shown elsewhere, for the line under it.</summary>
/// <param name="Footnote">Null when the page is not cited.</param>
/// <param name="Formats">Files beside the tables, each with what it is called.</param>
/// <param name="Frame">Address of the part another site can show, with date and knowledge; null when there is none.</param>
/// <param name="LiveFrame">The same as it will stand on the day it is looked at.</param>
public sealed record UseAgain(Footnote? Footnote, IReadOnlyList<(string Format, string Name)> Formats, string? Frame, string? LiveFrame)
{
    /// <summary>Where the page finds it.</summary>
    public const string Key = "Use again";

    internal static UseAgain Of(HttpContext http, View view, object model)
    {
        var embedded = model is IEmbedded;
        var origin = FileHead.Origin(http) + EmbedRoutes.Prefix;
        return new(
            model is ICited cited ? Footnote.Of(http, view, cited) : null,
            [
                .. model is IDrawn ? [(PictureFile.Svg, "SVG"), (PictureFile.Png, "PNG")] : Array.Empty<(string, string)>(),
                .. model is ILinked ? [("jsonld", "JSON-LD")] : Array.Empty<(string, string)>(),
                .. model is INetworked ? [("graphml", "GraphML")] : Array.Empty<(string, string)>(),
                .. model is IFollowed ? [("atom", "feed")] : Array.Empty<(string, string)>(),
            ],
            embedded ? origin + view.Permalink : null,
            embedded ? origin + view.With(("date", null), ("known", null)) : null);
    }
}

/// <summary>What another site shows.</summary>
/// <param name="Part">Null when the address asks for nothing that could be shown alone.</param>
public sealed record Embed(View View, (string Partial, object Model)? Part);
