using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Files;

/// <summary>A model that is cited in books and papers.</summary>
public interface ICited
{
    /// <summary>What it is called in a bibliography, without the day and without the name of the record.</summary>
    string CitedAs { get; }

    /// <summary>BCP 47: of the words quoted, where there are some; otherwise of the page.</summary>
    string CitedLanguage => "en";
}

/// <summary>How an answer is cited: every format is written from this one record.</summary>
/// <param name="Title">What the page is called.</param>
/// <param name="Record">The record it is part of: the title of the process.</param>
/// <param name="Date">The day looked at.</param>
/// <param name="Known">The instant whose knowledge counts; the version that is cited.</param>
/// <param name="Accessed">The day of asking.</param>
/// <param name="Address">The permanent link, whole.</param>
/// <param name="Language">BCP 47: of the words quoted, where there are some, else of the page.</param>
public sealed record Footnote(string Title, string Record, DateOnly Date, DateTimeOffset Known, DateOnly Accessed, string Address, string LicenceName, string LicenceAddress, string Language)
{
    /// <summary>Who publishes, and the name of the site.</summary>
    public const string Publisher = "PeaceTracker";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Footnote Of(HttpContext http, View view, ICited cited) => new(
        cited.CitedAs, view.Contents.Process.Title, view.Date, view.Known, DateOnly.FromDateTime(view.Now.UtcDateTime), FileHead.Origin(http) + view.Permalink,
        view.Contents.Process.LicenceName, view.Contents.Process.LicenceAddress, cited.CitedLanguage);

    private DateOnly KnownOn => DateOnly.FromDateTime(Known.UtcDateTime);

    private string Note => $"Positions and statements up to {View.Words(Date)}, as known on {View.InstantInWords(Known)}. {LicenceName}, {LicenceAddress}";

    /// <summary>As a line for a footnote.</summary>
    public string Text => $"{Publisher}, {Title}. {Record}, looked at {View.Words(Date)}, as known on {View.InstantInWords(Known)}. {LicenceName}. {Address}";

    public string Markdown => $"{Publisher}, {Marked(Title)}. *{Marked(Record)}*, looked at {View.Words(Date)}, as known on {View.InstantInWords(Known)}. [{Marked(LicenceName)}]({LicenceAddress}). <{Address}>";

    /// <summary>BibTeX in UTF-8: letters of every script stay as they are, and what TeX would take as a command is written as one.</summary>
    public string BibTeX => string.Join("\n",
        $"@misc{{{Key},",
        $"  author = {{{{{Publisher}}}}},",
        $"  title = {{{{{Tex(Title)}}}}},",
        $"  howpublished = {{{Tex(Record)}}},",
        $"  publisher = {{{Publisher}}},",
        $"  year = {{{KnownOn.Year.ToString(CultureInfo.InvariantCulture)}}},",
        $"  month = {KnownOn.ToString("MMM", CultureInfo.InvariantCulture).ToLowerInvariant()},",
        $"  date = {{{View.Iso(KnownOn)}}},",
        $"  url = {{{Address}}},",
        $"  urldate = {{{View.Iso(Accessed)}}},",
        $"  language = {{{Tex(Language)}}},",
        $"  note = {{{Tex(Note)}}}",
        "}") + "\n";

    /// <summary>RIS, a tag a line.</summary>
    public string Ris => string.Join("\r\n",
        "TY  - ELEC",
        $"AU  - {Publisher}",
        $"TI  - {Line(Title)}",
        $"T2  - {Line(Record)}",
        $"PB  - {Publisher}",
        $"PY  - {KnownOn.Year.ToString(CultureInfo.InvariantCulture)}",
        $"DA  - {KnownOn.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture)}",
        $"Y2  - {Accessed.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture)}",
        $"LA  - {Line(Language)}",
        $"N1  - {Line(Note)}",
        $"UR  - {Address}",
        "ER  - ") + "\r\n";

    /// <summary>CSL-JSON, as Zotero and pandoc read it.</summary>
    public string Csl => JsonSerializer.Serialize(new object[]
    {
        new Dictionary<string, object>
        {
            ["id"] = Key,
            ["type"] = "webpage",
            ["author"] = new[] { new { literal = Publisher } },
            ["title"] = Title,
            ["container-title"] = Record,
            ["publisher"] = Publisher,
            ["issued"] = Parts(KnownOn),
            ["accessed"] = Parts(Accessed),
            ["URL"] = Address,
            ["language"] = Language,
            ["version"] = $"as known {View.Instant(Known)}",
            ["note"] = Note,
        },
    }, Json);

    /// <summary>The formats of the group "cite", each with what it is called.</summary>
    public static readonly IReadOnlyList<(string Format, string Name)> Formats = [("txt", "text"), ("md", "Markdown"), ("bib", "BibTeX"), ("ris", "RIS"), ("csl", "CSL-JSON")];

    /// <summary>In one of <see cref="Formats"/>; null for any other.</summary>
    public (string ContentType, string Text)? In(string format) => format switch
    {
        "txt" => ("text/plain; charset=utf-8", Text + "\n"),
        "md" => ("text/markdown; charset=utf-8", Markdown + "\n"),
        "bib" => ("application/x-bibtex; charset=utf-8", BibTeX),
        "ris" => ("application/x-research-info-systems; charset=utf-8", Ris),
        "csl" => ("application/vnd.citationstyles.csl+json; charset=utf-8", Csl),
        _ => null,
    };

    /// <summary>
    /// "peacetracker-ukraine-statements-17-20261125": the path and the day of knowledge, in letters every program takes. What else the address asks for
    /// stands behind it as six digits of its digest, so that two views of one page can stand in one bibliography.
    /// </summary>
    private string Key
    {
        get
        {
            var address = new Uri(Address);
            var asked = string.Join('&', address.Query.TrimStart('?').Split('&').Where(part => !part.StartsWith("known=", StringComparison.Ordinal) && part != $"date={View.Iso(KnownOn)}"));
            var mark = asked.Length == 0 ? "" : "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked)))[..6];
            return string.Concat($"peacetracker{address.AbsolutePath}-{KnownOn:yyyyMMdd}{mark}".ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        }
    }

    private static Dictionary<string, object> Parts(DateOnly day) => new() { ["date-parts"] = new[] { new[] { day.Year, day.Month, day.Day } } };

    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Marked(string text) => string.Concat(Line(text).Select(letter => letter is '\\' or '*' or '_' or '[' or ']' or '<' or '>' or '`' or '#' ? $"\\{letter}" : letter.ToString()));

    /// <summary>Braces are written as commands: BibTeX counts them even behind a backslash.</summary>
    private static string Tex(string text)
    {
        var tex = new StringBuilder();
        foreach (var letter in Line(text))
            tex.Append(letter switch
            {
                '\\' => @"\textbackslash{}",
                '{' => @"\textbraceleft{}",
                '}' => @"\textbraceright{}",
                '^' => @"\textasciicircum{}",
                '~' => @"\textasciitilde{}",
                '$' or '&' or '%' or '#' or '_' => $"\\{letter}",
                _ => letter.ToString(),
            });
        return tex.ToString();
    }
}
