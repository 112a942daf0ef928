using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
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

    /// <summary>The rows of a list too long to hold, read while the file is written; null when <see cref="Rows"/> are all.</summary>
    public Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<object?>>>? Whole { get; init; }

    internal IAsyncEnumerable<IReadOnlyList<object?>> Read(CancellationToken cancellation) => Whole?.Invoke(cancellation) ?? Rows.ToAsyncEnumerable();

    /// <summary>Mark of the next page of a long list, the value of <c>after</c>; null on the last.</summary>
    public string? After { get; init; }
}

/// <summary>Answers a view as a page or as a file.</summary>
internal static class TakeAwayAnswer
{
    /// <summary>The page, or the file the address asks for.</summary>
    /// <param name="page">Name of the view; that of the action when null.</param>
    public static IActionResult Answer(this Controller controller, View view, object model, TakeAway takeAway, string? page = null)
    {
        // CSV has no place for the address of the next page.
        if (Next(controller.HttpContext, view, takeAway) is { } next)
            controller.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        return view.Format switch
        {
            "json" => new Written("application/json; charset=utf-8", http => JsonAsync(http, Head(http, view, takeAway), takeAway)),
            "csv" => new Written("text/csv; charset=utf-8", http => CsvAsync(http.Response.Body, Provenance(http, view, takeAway), takeAway, http.RequestAborted)),
            _ => controller.View(page, model),
        };
    }

    /// <summary>A file of what is no view of the record: it has no day, no licence and no permanent link.</summary>
    /// <param name="format">"json" or "csv".</param>
    public static IActionResult Answer(this Controller controller, string format, TakeAway takeAway) => format == "json"
        ? new Written("application/json; charset=utf-8", http => JsonAsync(http, new()
        {
            ["schema"] = takeAway.Schema,
            ["schema_version"] = TakeAway.SchemaVersion,
            ["filter"] = Filter(http),
        }, takeAway))
        : new Written("text/csv; charset=utf-8", http => CsvAsync(http.Response.Body, [], takeAway, http.RequestAborted));

    /// <summary>Address of the next part of a file; null for a page, and on the last part.</summary>
    private static string? Next(HttpContext http, View view, TakeAway takeAway) =>
        view.Format is { } format && takeAway.After is { } after
            ? Absolute(http, view.File(format, ("after", after)))
            : null;

    /// <summary>Bytes that may wait before they are sent.</summary>
    private const int Chunk = 1 << 16;

    // The file is not HTML; letters of every script stay readable.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly JsonSerializerOptions JsonOptions = new() { Encoder = Encoder };

    /// <summary>A file that is sent while it is written.</summary>
    private sealed class Written(string type, Func<HttpContext, Task> write) : IActionResult
    {
        public Task ExecuteResultAsync(ActionContext context)
        {
            context.HttpContext.Response.ContentType = type;
            return write(context.HttpContext);
        }
    }

    private static Dictionary<string, object?> Head(HttpContext http, View view, TakeAway takeAway) => new()
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
        ["without_effect"] = view.WithoutEffect.Count == 0 ? null : string.Join(',', view.WithoutEffect),
        ["next"] = Next(http, view, takeAway),
    };

    private static async Task JsonAsync(HttpContext http, Dictionary<string, object?> head, TakeAway takeAway)
    {
        // Into the buffers of the answer: the serializer flushes without waiting, which a stream to a reader does not allow.
        var body = http.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(body, new() { Indented = true, Encoder = Encoder });
        var sent = 0L;
        json.WriteStartObject();
        foreach (var (name, value) in head)
            Write(name, value);
        foreach (var table in takeAway.More.Prepend(takeAway))
        {
            json.WriteStartArray(table.Schema);
            await foreach (var row in table.Read(http.RequestAborted))
            {
                json.WriteStartObject();
                foreach (var (column, value) in table.Columns.Zip(row))
                    Write(column, JsonValue(value));
                json.WriteEndObject();
                if (json.BytesCommitted - sent > Chunk)
                {
                    // First out of the writer, which may not keep a buffer that has been sent.
                    await json.FlushAsync(http.RequestAborted);
                    sent = json.BytesCommitted;
                    await body.FlushAsync(http.RequestAborted);
                }
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted);
        await body.FlushAsync(http.RequestAborted);

        void Write(string name, object? value)
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value, JsonOptions);
        }
    }

    private static object? JsonValue(object? value) => value switch
    {
        DateOnly day => View.Iso(day),
        DateTimeOffset instant => View.Instant(instant),
        _ => value,
    };

    private static IReadOnlyList<(string Column, object? Value)> Provenance(HttpContext http, View view, TakeAway takeAway) =>
        [.. TakeAway.ProvenanceColumns.Zip<string, object?>([takeAway.Schema, TakeAway.SchemaVersion, view.Date, view.Since, view.Known, Filter(http), Absolute(http, view.Permalink), view.Contents.Process.LicenceAddress])];

    /// <param name="provenance">What every row ends with.</param>
    internal static async Task CsvAsync(Stream body, IReadOnlyList<(string Column, object? Value)> provenance, TakeAway takeAway, CancellationToken cancellation)
    {
        await using var text = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Chunk, leaveOpen: true);
        await using var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            NewLine = "\r\n",
            // A spreadsheet must not run a quotation that begins with "=".
            InjectionOptions = InjectionOptions.Escape,
        });
        foreach (var column in takeAway.Columns.Concat(provenance.Select(pair => pair.Column)))
            csv.WriteField(column);
        await csv.NextRecordAsync();
        await foreach (var row in takeAway.Read(cancellation))
        {
            foreach (var value in row.Concat(provenance.Select(pair => pair.Value)))
                csv.WriteField(CsvValue(value));
            // Sends when its buffer is full, and never waits for a slow reader on a thread.
            await csv.NextRecordAsync();
        }
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
