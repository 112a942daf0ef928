using System.Collections;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PeaceTracker.Domain.Codebook;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Processes;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Data.History;

/// <summary>
/// A record written down whole, for the revision log: every property but the keys the store gives its parts and what is kept only for finding, in the order of the class;
/// dates as EDTF, closed lists by name. What a record does not have, nothing, no and an empty list, is not written out, though it is in older entries.
/// </summary>
public static class Snapshots
{
    /// <summary>What <see cref="Name"/> calls a statement.</summary>
    public const string StatementKind = "statement";

    /// <summary>What <see cref="Name"/> calls a source.</summary>
    public const string SourceKind = "source";

    private static readonly string[] Keys =
    [
        "Id", nameof(Coding.StatementId), "PersonId", "ProposalId", "ProcessId", nameof(Source.NormalAddress), nameof(Source.NormalArchiveAddress),
        nameof(Statement.QuoteSize), nameof(Statement.QuoteShape), nameof(Citation.ExactSize), nameof(Citation.ExactShape),
    ];

    private static readonly JsonSerializerOptions Options = new()
    {
        // It is read by people as well: Ukrainian letters stay letters.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new EdtfJson(), new ScaleJson() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { WithoutKeysAndNothing } },
    };

    public static string Of(object row) => JsonSerializer.Serialize(row, row.GetType(), Options);

    /// <summary>A statement as a snapshot holds it, without the keys of the store; null for that of a removed one.</summary>
    public static Statement? ToStatement(string snapshot) => snapshot.Length == 0 ? null : JsonSerializer.Deserialize<Statement>(snapshot, Options);

    /// <summary>
    /// A record as a snapshot holds it, without the keys of the store; null for that of a removed one, and for one that was written down when
    /// records of its kind had other fields than they need now.
    /// </summary>
    /// <param name="kind">As <see cref="Name"/> names it.</param>
    public static object? ToRecord(string kind, string snapshot)
    {
        var type = kind switch
        {
            StatementKind => typeof(Statement),
            SourceKind => typeof(Source),
            "publisher" => typeof(Publisher),
            "proposal" => typeof(Proposal),
            "party" => typeof(Party),
            "person" => typeof(Person),
            "region" => typeof(Region),
            "event" => typeof(TalksEvent),
            "process" => typeof(PeaceProcess),
            "issue" => typeof(Issue),
            _ => throw new ArgumentException($"A {kind} is not read back.", nameof(kind)),
        };
        return Read(snapshot, type);
    }

    /// <summary>A record as a snapshot holds it, without the keys of the store; null as for <see cref="ToRecord"/>.</summary>
    internal static object? Read(string snapshot, Type type)
    {
        try
        {
            return snapshot.Length == 0 ? null : JsonSerializer.Deserialize(snapshot, type, Options);
        }
        catch (Exception error) when (error is JsonException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Kind and public key of a record, the same for all its revisions.</summary>
    /// <param name="process">Slug of the process it belongs to.</param>
    public static (string Kind, string Key) Name(object row, string process) => row switch
    {
        Statement statement => (StatementKind, FormattableString.Invariant($"{process}/{statement.Number}")),
        Source source => (SourceKind, FormattableString.Invariant($"{process}/{source.Number}")),
        SourceText text => ("text", FormattableString.Invariant($"{process}/{text.Source}/{text.Number}")),
        Anchor anchor => ("anchor", FormattableString.Invariant($"{process}/{anchor.CitationId}/{anchor.TextNumber}")),
        Publisher publisher => ("publisher", $"{process}/{publisher.Slug}"),
        Proposal proposal => ("proposal", $"{process}/{proposal.Slug}"),
        ClauseDifference { Against: { } against } none => ("difference", FormattableString.Invariant($"{process}/{none.Base}-none-{against}")),
        ClauseDifference difference => ("difference", FormattableString.Invariant($"{process}/{difference.Base}-{difference.Other}")),
        Party party => ("party", $"{process}/{party.Slug}"),
        Person person => ("person", $"{process}/{person.Slug}"),
        Region region => ("region", $"{process}/{region.Iso}"),
        TalksEvent talksEvent => ("event", $"{process}/{talksEvent.Slug}"),
        Discrepancy discrepancy => ("discrepancy", $"{process}/{discrepancy.Code}"),
        CodingSample sample => ("sample", FormattableString.Invariant($"{process}/{sample.Number}")),
        PeaceProcess of => ("process", of.Slug),
        Issue issue => ("issue", issue.Slug),
        CodebookVersion version => ("codebook", FormattableString.Invariant($"{version.Number}")),
        _ => throw new ArgumentException($"A {row.GetType().Name} has no place in the revision log.", nameof(row)),
    };

    private static void WithoutKeysAndNothing(JsonTypeInfo type)
    {
        for (var index = type.Properties.Count - 1; index >= 0; index--)
        {
            var property = type.Properties[index];
            if (Keys.Contains(property.Name) || property.AttributeProvider is PropertyInfo { SetMethod: null } || property.PropertyType == typeof(Publisher))
                type.Properties.RemoveAt(index);
            else if (!property.IsRequired)
                property.ShouldSerialize = property.PropertyType == typeof(bool) ? IsTrue : IsThere;
        }
    }

    private static bool IsTrue(object record, object? value) => value is true;

    private static bool IsThere(object record, object? value) => value is not (null or ICollection { Count: 0 });

    private sealed class EdtfJson : JsonConverter<EdtfDate>
    {
        public override EdtfDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => EdtfDate.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, EdtfDate value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }

    private sealed class ScaleJson : JsonConverter<Scale>
    {
        public override Scale Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(JsonSerializer.Deserialize<List<Step>>(ref reader)!);

        public override void Write(Utf8JsonWriter writer, Scale value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.Steps);
    }
}
