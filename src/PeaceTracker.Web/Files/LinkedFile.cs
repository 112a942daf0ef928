using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Files;

/// <summary>A model that is given as linked data.</summary>
internal interface ILinked
{
    /// <summary>The things it tells of, each with its <c>@id</c> and <c>@type</c>; read while the file is written.</summary>
    /// <param name="origin">Scheme and host of the addresses.</param>
    IAsyncEnumerable<IReadOnlyDictionary<string, object?>> Linked(string origin, CancellationToken cancellation);
}

/// <summary>
/// Things as JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/): what was claimed in the words of schema.org, where it stands in those of the
/// Web Annotation model (https://www.w3.org/TR/annotation-vocab/). The context is part of the file, so that it means the same without the net.
/// </summary>
internal static class LinkedFile
{
    public const string ContentType = "application/ld+json; charset=utf-8";

    public const string Schema = "https://schema.org/", Annotation = "http://www.w3.org/ns/oa#";

    /// <summary>Bytes that may wait before they are sent.</summary>
    private const int Chunk = 1 << 16;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, object> Context = new()
    {
        ["schema"] = Schema,
        ["oa"] = Annotation,
        ["xsd"] = "http://www.w3.org/2001/XMLSchema#",
        ["edtf"] = "http://id.loc.gov/datatypes/edtf/",
    };

    /// <summary>A thing named by its address.</summary>
    public static Dictionary<string, object?> Named(string address) => new() { ["@id"] = address };

    /// <summary>A value with a type of its own.</summary>
    public static Dictionary<string, object?> Typed(string value, string type) => new() { ["@value"] = value, ["@type"] = type };

    /// <summary>Words in a language, a BCP 47 tag.</summary>
    public static Dictionary<string, object?> Words(string text, string language) => new() { ["@value"] = text, ["@language"] = language };

    public static async Task WriteAsync(PipeWriter body, HttpContext http, View view, ILinked model, CancellationToken cancellation)
    {
        var origin = FileHead.Origin(http);
        await using var json = new Utf8JsonWriter(body, new() { Indented = true, Encoder = Options.Encoder });
        var sent = 0L;
        json.WriteStartObject();
        Write("@context", Context);
        Write("@id", origin + view.Permalink);
        Write("@type", "schema:Dataset");
        Write("schema:name", view.Contents.Process.Title);
        Write("schema:license", Named(view.Contents.Process.LicenceAddress));
        Write("schema:version", View.Instant(view.Known));
        Write("schema:temporalCoverage", $"../{View.Iso(view.Date)}");
        json.WriteStartArray("schema:hasPart");
        await foreach (var thing in model.Linked(origin, cancellation))
        {
            JsonSerializer.Serialize(json, Known(thing), Options);
            if (json.BytesCommitted - sent > Chunk)
            {
                await json.FlushAsync(cancellation);
                sent = json.BytesCommitted;
                await body.FlushAsync(cancellation);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
        await body.FlushAsync(cancellation);

        void Write(string name, object value)
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value, Options);
        }
    }

    /// <summary>Without what is not known: linked data has no word for nothing.</summary>
    private static object Known(object value) => value switch
    {
        IReadOnlyDictionary<string, object?> thing => thing.Where(pair => pair.Value is not null and not System.Collections.ICollection { Count: 0 }).ToDictionary(pair => pair.Key, pair => Known(pair.Value!)),
        string text => text,
        System.Collections.IEnumerable several => several.Cast<object>().Select(Known).ToList(),
        _ => value,
    };
}
