using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Files;

/// <summary>Tables as one JSON object.</summary>
internal static class JsonFile
{
    public const string ContentType = "application/json; charset=utf-8";

    /// <summary>Bytes that may wait before they are sent.</summary>
    private const int Chunk = 1 << 16;

    // The file is not HTML; letters of every script stay readable.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly JsonSerializerOptions Options = new() { Encoder = Encoder };

    /// <param name="body">The buffers of the answer: the serializer flushes without waiting, which a stream to a reader does not allow.</param>
    public static async Task WriteAsync(PipeWriter body, IReadOnlyList<(string Name, object? Value)> head, TakeAway takeAway, CancellationToken cancellation)
    {
        await using var json = new Utf8JsonWriter(body, new() { Indented = true, Encoder = Encoder });
        var sent = 0L;
        json.WriteStartObject();
        foreach (var (name, value) in head)
            Write(json, name, value);
        foreach (var table in takeAway.More.Prepend(takeAway))
        {
            json.WriteStartArray(table.Schema.Name);
            await foreach (var row in table.Read(cancellation))
            {
                json.WriteStartObject();
                foreach (var (column, value) in table.Schema.Columns.Zip(row))
                    Write(json, column.Name, value);
                json.WriteEndObject();
                if (json.BytesCommitted - sent > Chunk)
                {
                    // First out of the writer, which may not keep a buffer that has been sent.
                    await json.FlushAsync(cancellation);
                    sent = json.BytesCommitted;
                    await body.FlushAsync(cancellation);
                }
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        await json.FlushAsync(cancellation);
        await body.FlushAsync(cancellation);
    }

    /// <summary>Rows as one text, a list of objects, without the first column, by which they belong to what they stand with; what is not known is left out. "" for no rows.</summary>
    public static string Text(Schema schema, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new() { Encoder = Encoder });
        var empty = true;
        json.WriteStartArray();
        foreach (var row in rows)
        {
            empty = false;
            json.WriteStartObject();
            foreach (var (column, value) in schema.Columns.Zip(row).Skip(1).Where(pair => pair.Second is not null))
                Write(json, column.Name, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Flush();
        return empty ? "" : Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, value switch
        {
            DateOnly day => View.Iso(day),
            DateTimeOffset instant => View.Instant(instant),
            _ => value,
        }, Options);
    }
}
