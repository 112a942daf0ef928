using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using SmartReader;

namespace PeaceTracker.Web.Features.DeskSources;

/// <summary>What a web page says of itself, and its words without menus and advertisements. All of it is a guess until a person confirms it.</summary>
/// <param name="Date">As EDTF.</param>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Text">Paragraphs with empty lines between them; null when no article was found in the page.</param>
public sealed record Article(string? Title, string? Author, string? Date, string? Language, string? Text)
{
    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "ADDRESS", "ARTICLE", "ASIDE", "BLOCKQUOTE", "DD", "DIV", "DL", "DT", "FIGCAPTION", "FIGURE", "FOOTER", "H1", "H2", "H3", "H4", "H5", "H6", "HEADER", "HR", "LI", "MAIN", "OL", "P", "PRE", "SECTION", "TABLE", "TR", "UL",
    };

    /// <summary>Reads a page. Nothing it names is fetched.</summary>
    /// <param name="html">The page, in whatever encoding it names.</param>
    public static Article Read(string address, Stream html)
    {
        using var reader = new Reader(address, html) { MaxElemsToParse = 100_000 };
        var article = reader.GetArticle();
        var text = article.IsReadable && !string.IsNullOrWhiteSpace(article.Content) ? TextOf(article.Content) : "";
        return new(Line(article.Title), Line(article.Author), article.PublicationDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Line(article.Language), text.Length == 0 ? null : text);

        static string? Line(string? value) => string.Join(' ', (value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 and <= 500 } line ? line : null;
    }

    /// <summary>The words of a piece of HTML, a paragraph for each block.</summary>
    private static string TextOf(string html)
    {
        var paragraphs = new List<string>();
        var open = new StringBuilder();
        var body = new HtmlParser().ParseDocument(html).Body!;
        Walk(body);
        Close();
        return string.Join("\n\n", paragraphs);

        void Walk(INode node)
        {
            foreach (var child in node.ChildNodes)
            {
                if (child is IText text)
                    open.Append(text.Data);
                else if (child is IElement { TagName: "BR" })
                    open.Append('\u2028');
                else if (child is IElement element)
                {
                    var block = Blocks.Contains(element.TagName);
                    if (block)
                        Close();
                    else if (element.TagName is "TD" or "TH")
                        open.Append(' ');
                    Walk(element);
                    if (block)
                        Close();
                }
            }
        }

        void Close()
        {
            var lines = open.ToString().Split('\u2028').Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Where(line => line.Length > 0);
            if (string.Join('\n', lines) is { Length: > 0 } paragraph)
                paragraphs.Add(paragraph);
            open.Clear();
        }
    }
}
