using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Mvc;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Files;

/// <summary>
/// The table behind a page. CSV and JSON are both written from it, so they cannot disagree with each other; the page shows the same model.
/// </summary>
/// <param name="Schema">Name of the kind of rows, for example <c>positions</c>; docs/api.md lists its columns.</param>
/// <param name="Columns">Names of the columns, in order.</param>
/// <param name="Rows">One value a column: text, whole number, day, instant, yes/no, a list of texts or numbers, or null for "not known".</param>
public sealed record TakeAway(string Schema, IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<object?>> Rows)
{
    /// <summary>Version of all schemas together; a column is only ever added within one version.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Columns every CSV row ends with, because a row must still say where it comes from when it is cut out of its file.</summary>
    public static readonly IReadOnlyList<string> ProvenanceColumns = ["schema", "schema_version", "as_of", "since", "known", "filter", "permalink", "licence"];

    /// <summary>Further tables of the same answer, in the JSON file only.</summary>
    public IReadOnlyList<TakeAway> More { get; init; } = [];

    /// <summary>Mark of the next page of a long list, the value of <c>after</c>; null on the last.</summary>
    public string? After { get; init; }
}

/// <summary>Answers a view as a page or as a file.</summary>
internal static class TakeAwayAnswer
{
    /// <summary>The page, or the file the address asks for.</summary>
    public static IActionResult Answer(this Controller controller, View view, object model, TakeAway takeAway)
    {
        // CSV has no place for the address of the next page.
        if (Next(controller.HttpContext, view, takeAway) is { } next)
            controller.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        return view.Format switch
        {
            "json" => new JsonResult(Json(controller.HttpContext, view, takeAway), JsonOptions) { ContentType = "application/json; charset=utf-8" },
            "csv" => new FileContentResult(Csv(controller.HttpContext, view, takeAway), "text/csv; charset=utf-8"),
            _ => controller.View(model),
        };
    }

    /// <summary>Address of the next part of a file; null for a page, and on the last part.</summary>
    private static string? Next(HttpContext http, View view, TakeAway takeAway) =>
        view.Format is { } format && takeAway.After is { } after
            ? Absolute(http, (view with { Given = new Dictionary<string, string>(view.Given) { ["after"] = after } }).File(format))
            : null;

    private static readonly System.Text.Json.JsonSerializerOptions JsonOptions = new()
    {
        WriteIndented = true,
        // The file is not HTML; letters of every script stay readable.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static Dictionary<string, object?> Json(HttpContext http, View view, TakeAway takeAway)
    {
        var answer = new Dictionary<string, object?>
        {
            ["schema"] = takeAway.Schema,
            ["schema_version"] = TakeAway.SchemaVersion,
            ["process"] = view.Slug,
            ["as_of"] = View.Iso(view.Date),
            ["since"] = view.Since is { } since ? View.Iso(since) : null,
            ["known"] = View.Instant(view.Known),
            ["filter"] = Filter(http),
            ["permalink"] = Absolute(http, view.Permalink),
            ["licence"] = view.Contents.Process.LicenceAddress,
            ["next"] = Next(http, view, takeAway),
            [takeAway.Schema] = Objects(takeAway),
        };
        foreach (var more in takeAway.More)
            answer[more.Schema] = Objects(more);
        return answer;
    }

    private static List<Dictionary<string, object?>> Objects(TakeAway takeAway) =>
        [.. takeAway.Rows.Select(row => takeAway.Columns.Zip(row).ToDictionary(pair => pair.First, pair => JsonValue(pair.Second)))];

    private static object? JsonValue(object? value) => value switch
    {
        DateOnly day => View.Iso(day),
        DateTimeOffset instant => View.Instant(instant),
        _ => value,
    };

    private static byte[] Csv(HttpContext http, View view, TakeAway takeAway)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            NewLine = "\r\n",
            // A spreadsheet must not run a quotation that begins with "=".
            InjectionOptions = InjectionOptions.Escape,
        }))
        {
            foreach (var column in takeAway.Columns.Concat(TakeAway.ProvenanceColumns))
                csv.WriteField(column);
            csv.NextRecord();
            object?[] provenance =
            [
                takeAway.Schema, TakeAway.SchemaVersion, view.Date, view.Since, view.Known, Filter(http), Absolute(http, view.Permalink), view.Contents.Process.LicenceAddress,
            ];
            foreach (var row in takeAway.Rows)
            {
                foreach (var value in row.Concat(provenance))
                    csv.WriteField(CsvValue(value));
                csv.NextRecord();
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string CsvValue(object? value) => value switch
    {
        null => "",
        bool yes => yes ? "yes" : "no",
        string text => text,
        System.Collections.IEnumerable several => string.Join(';', several.Cast<object?>().Select(CsvValue)),
        _ => Convert.ToString(JsonValue(value), CultureInfo.InvariantCulture) ?? "",
    };

    private static string Filter(HttpContext http) => http.Request.QueryString.HasValue ? Uri.UnescapeDataString(http.Request.QueryString.Value![1..]) : "";

    private static string Absolute(HttpContext http, string path) => $"{http.Request.Scheme}://{http.Request.Host}{path}";
}
