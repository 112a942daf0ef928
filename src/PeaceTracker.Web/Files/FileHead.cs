using System.Reflection;
using PeaceTracker.Web.Api;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Files;

/// <summary>What a file says of itself: what it holds, which question it answers, and from where.</summary>
internal static class FileHead
{
    /// <summary>Columns every CSV row ends with, because a row must still say where it comes from when it is cut out of its file.</summary>
    public static readonly IReadOnlyList<string> ProvenanceColumns = ["schema", "schema_version", "as_of", "since", "known", "filter", "permalink", "licence", "program"];

    /// <summary>Name and version of the program that wrote the file: "PeaceTracker 1.0.0", after a plus the commit it was built from.</summary>
    public static string Program { get; } = $"PeaceTracker {typeof(FileHead).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion}";

    public static IReadOnlyList<(string Name, object? Value)> Of(HttpContext http, View view, TakeAway takeAway) =>
    [
        ("schema", takeAway.Schema.Name),
        ("schema_version", TakeAway.SchemaVersion),
        ("program", Program),
        ("process", view.Slug),
        ("as_of", view.Date),
        ("since", view.Since),
        ("known", view.Known),
        ("filter", Filter(http)),
        ("permalink", Origin(http) + view.Permalink),
        ("licence", view.Contents.Process.LicenceAddress),
        ("without_effect", view.WithoutEffect.Count == 0 ? null : string.Join(',', view.WithoutEffect)),
        ("next", Next(http, view, takeAway)),
    ];

    /// <summary>Of what is no view of the record: it has no day, no licence and no permanent link.</summary>
    public static IReadOnlyList<(string Name, object? Value)> Of(HttpContext http, TakeAway takeAway) =>
        [("schema", takeAway.Schema.Name), ("schema_version", TakeAway.SchemaVersion), ("program", Program), ("filter", Filter(http))];

    /// <summary>What every CSV row ends with.</summary>
    public static IReadOnlyList<(string Name, object? Value)> Provenance(IReadOnlyList<(string Name, object? Value)> head) =>
        [.. ProvenanceColumns.Select(column => head.First(pair => pair.Name == column))];

    /// <summary>Address of the next part of a file; null for a page, and on the last part.</summary>
    public static string? Next(HttpContext http, View view, TakeAway takeAway) =>
        view.Format is { } format && takeAway.After is { } after
            ? Origin(http) + (view.Api ? ApiRoutes.Prefix + view.With(("after", after)) : view.File(format, ("after", after)))
            : null;

    /// <summary>Scheme and host under which the site was asked.</summary>
    public static string Origin(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}";

    private static string Filter(HttpContext http) => http.Request.QueryString.HasValue
        ? string.Join('&', Uri.UnescapeDataString(http.Request.QueryString.Value![1..]).Split('&').Where(part => part.Split('=')[0] != CsvFile.MarkParameter))
        : "";
}
