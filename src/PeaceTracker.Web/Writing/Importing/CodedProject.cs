using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace PeaceTracker.Web.Writing.Importing;

/// <summary>
/// A coded project of other software (REFI-QDA: project.qde, alone or in a .qdpx with its texts) as a table: one row for every code on a passage. Of
/// a code that stands under another, the upper is the issue and the lower the step; of one that stands alone, both are named by it. What codes and
/// sources are here is said by an editor and never guessed.
/// </summary>
internal static class CodedProject
{
    private const string Internal = "internal://";

    /// <summary>Most characters that are read as XML; the longest interviews have some hundred thousand.</summary>
    private const int MostLetters = 64 << 20;

    private static readonly string[] Headings = ["source", "quote", "issue", "step", "code", "note to the reviewer"];

    public static bool IsOne(ReadOnlySpan<char> text) => text.TrimStart() is ['<', ..] && text[..Math.Min(text.Length, 4_000)].Contains("urn:QDA-XML:project", StringComparison.Ordinal);

    /// <param name="text">Of a part of the file by its name, such as "sources/x.txt"; null when it has none.</param>
    /// <param name="problem">What is wrong and how to mend it, when null is given back.</param>
    /// <exception cref="InvalidDataException">A text is not in its encoding.</exception>
    public static (TableRows Table, string About)? Read(string project, Func<string, string?> text, out string? problem)
    {
        problem = null;
        XElement root;
        try
        {
            // Nothing outside the file is ever read, and no entity is unfolded.
            using var reader = XmlReader.Create(new StringReader(project), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostLetters });
            root = XElement.Load(reader);
        }
        catch (XmlException error)
        {
            problem = FormattableString.Invariant($"The project is not valid XML: line {error.LineNumber}, place {error.LinePosition}. Export it anew, and choose that file");
            return null;
        }

        var codes = new Dictionary<string, (string Upper, string Name)>(StringComparer.OrdinalIgnoreCase);
        foreach (var code in root.Descendants().Where(element => element.Name.LocalName == "Code"))
            codes[Of(code, "guid")] = (code.Parent is { Name.LocalName: "Code" } upper ? Of(upper, "name") : Of(code, "name"), Of(code, "name"));

        var rows = new List<TableRow>();
        var pictures = 0;
        foreach (var source in root.Elements().Where(element => element.Name.LocalName == "Sources").Elements())
        {
            // A document in pages has its text in a part of its own.
            var holder = source.Name.LocalName == "TextSource" ? source : source.Elements().FirstOrDefault(element => element.Name.LocalName == "Representation");
            pictures += source.Descendants().Count(element => element.Name.LocalName.EndsWith("Selection", StringComparison.Ordinal) && element.Name.LocalName != "PlainTextSelection" && element.Elements().Any(one => one.Name.LocalName == "Coding"));
            if (holder is null)
                continue;
            var whole = Text(holder, text) is { } found ? new CountedText(found) : null;
            foreach (var passage in holder.Elements().Where(element => element.Name.LocalName == "PlainTextSelection"))
            {
                foreach (var reference in passage.Elements().Where(element => element.Name.LocalName == "Coding").Elements().Where(element => element.Name.LocalName == "CodeRef"))
                {
                    if (rows.Count == TableRows.MostByCommand)
                        return (new(Headings, [], ",", TableRows.TooMany(TableRows.MostByCommand)), "");
                    var (quote, wrong) = Quote(whole, passage);
                    if (!codes.TryGetValue(Of(reference, "targetGUID"), out var code))
                        wrong ??= "It has a code that the codebook of the project lacks. Export the project with its codebook";
                    string[] cells = [Of(source, "name"), quote, code.Upper ?? "", code.Name ?? "", code.Name is null || code.Upper == code.Name ? code.Name ?? "" : $"{code.Upper} / {code.Name}", passage.Elements().FirstOrDefault(element => element.Name.LocalName == "Description")?.Value ?? ""];
                    rows.Add(new(rows.Count + 1, cells, wrong ?? TableRows.NoText(Headings, cells)));
                }
            }
        }

        var left = pictures == 0 ? "" : FormattableString.Invariant($" {pictures} coded places in pictures, pages, sound or film are left out.");
        return (
            new(Headings, rows, ",", rows.Count == 0 ? $"The project has no coded passage of a text.{left} Choose one with coded texts" : null),
            $"Read as a coded project (REFI-QDA): a row for every code on a passage, the first is row 1.{left}");
    }

    /// <summary>The text of a source: in the project itself, or in a part of the file. Null when it is in neither.</summary>
    private static string? Text(XElement holder, Func<string, string?> text)
    {
        if (holder.Elements().FirstOrDefault(element => element.Name.LocalName == "PlainTextContent") is { } content)
            return content.Value;
        var path = Of(holder, "plainTextPath");
        return path.StartsWith(Internal, StringComparison.OrdinalIgnoreCase) ? text($"sources/{path[Internal.Length..]}") : null;
    }

    /// <summary>Places are counted in whole characters (code points) from 0; the end is the place behind the last.</summary>
    private static (string Quote, string? Problem) Quote(CountedText? text, XElement passage)
    {
        if (text is null)
            return ("", "The text of its source is not in the file. Export the project with its sources (.qdpx)");
        if (!int.TryParse(Of(passage, "startPosition"), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            || !int.TryParse(Of(passage, "endPosition"), NumberStyles.None, CultureInfo.InvariantCulture, out var end) || end < start)
        {
            return ("", $"Found the place \"{Of(passage, "startPosition")}\" to \"{Of(passage, "endPosition")}\". Expected two numbers, the lower first");
        }

        if (end > text.Count)
            return ("", FormattableString.Invariant($"The passage ends at character {end}, and the text of its source has {text.Count}. Export the project anew"));
        var words = text.Between(start, end).Trim();
        return words.Length == 0 ? ("", "The passage is blank. Take its code off, or choose words") : (words, null);
    }

    /// <summary>A text in which the places of whole characters are known.</summary>
    private sealed class CountedText
    {
        private readonly string text;

        /// <summary>Where each character begins, and the end; null where each is one unit.</summary>
        private readonly List<int>? places;

        public CountedText(string text)
        {
            this.text = text;
            if (!text.Any(char.IsSurrogate))
                return;
            places = [];
            for (var at = 0; at < text.Length; at += char.IsSurrogatePair(text, at) ? 2 : 1)
                places.Add(at);
            places.Add(text.Length);
        }

        public int Count => places is null ? text.Length : places.Count - 1;

        public string Between(int start, int end) => places is null ? text[start..end] : text[places[start]..places[end]];
    }

    private static string Of(XElement element, string name) => element.Attribute(name)?.Value ?? "";
}
