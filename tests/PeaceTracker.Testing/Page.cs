using AngleSharp;
using AngleSharp.Dom;

namespace PeaceTracker.Testing;

/// <summary>Reads an answer as a visitor's browser would.</summary>
public static class Page
{
    public static async Task<IDocument> GetPageAsync(this HttpClient client, string address, int status = 200)
    {
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative));
        return await response.ReadPageAsync(address, status);
    }

    public static async Task<IDocument> ReadPageAsync(this HttpResponseMessage response, string address, int status)
    {
        var html = await response.Content.ReadAsStringAsync();
        if ((int)response.StatusCode != status)
            throw new InvalidOperationException($"{address} answered {(int)response.StatusCode}, expected {status}: {html[..Math.Min(html.Length, 500)]}");
        return await BrowsingContext.New(Configuration.Default).OpenAsync(content => content.Content(html));
    }

    /// <summary>The visible text of an element with runs of white space folded.</summary>
    public static string Words(this IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
