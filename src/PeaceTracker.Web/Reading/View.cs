using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Parties;
using PeaceTracker.Domain.Positions;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Web.Reading;

/// <summary>
/// What an address asks to see: the same for every page, file and API call. Made by <see cref="ViewBinder"/>, which refuses what it does
/// not understand instead of guessing.
/// </summary>
[ModelBinder(typeof(ViewBinder))]
public sealed record View
{
    public required ProcessContents Contents { get; init; }

    /// <summary>Path of this answer without format suffix, as it stands in an address, for example <c>/ukraine/positions</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The day looked at; today when the address names none.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The day compared with; null compares with none.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>The instant (UTC) whose knowledge counts; now when the address names none.</summary>
    public required DateTimeOffset Known { get; init; }

    /// <summary>The instant (UTC) of asking.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Parties to show, alphabetical.</summary>
    public required IReadOnlyList<Party> Parties { get; init; }

    public required IReadOnlyList<Issue> Issues { get; init; }

    /// <summary>Slug of the state rows must hold, "changed" or "no-answer"; null shows all.</summary>
    public string? State { get; init; }

    public required EvidenceFilter Evidence { get; init; }

    /// <summary>Query values as given, the shared ones only.</summary>
    public required IReadOnlyDictionary<string, string> Given { get; init; }

    /// <summary>Shared parameters given although nothing shown here can depend on them.</summary>
    public IReadOnlyList<string> WithoutEffect { get; init; } = [];

    /// <summary>Asked for at the address of the API, which the next part of a list has too.</summary>
    public bool Api { get; init; }

    /// <summary>Asked for by a page of another site, which shows a part of it.</summary>
    public bool Embedded { get; init; }

    /// <summary>"json", "csv", "svg" and so on; null is the page.</summary>
    public string? Format { get; init; }

    /// <summary>The first day that can be asked for: long before any record, and far enough from the calendar's edge to count back from.</summary>
    public static readonly DateOnly FirstDay = new(1900, 1, 1);

    /// <summary>The day, or null when it lies before the first that can be asked for: such a day is not offered.</summary>
    public static DateOnly? Offered(DateOnly day) => day < FirstDay ? null : day;

    public string Slug => Contents.Process.Slug;

    /// <summary>On lists of what was said: only a coding can tell what fits.</summary>
    public bool AsksForCodings => State is not null || IsGiven("issues");

    /// <summary>"coded as silent, on Territory", for the lists that <see cref="AsksForCodings"/> narrows.</summary>
    public string CodingsInWords => string.Join(
        ", ",
        new[] { State is null ? null : $"coded as {State.Replace('-', ' ')}", IsGiven("issues") ? $"on {string.Join(", ", Issues.Select(issue => issue.Title))}" : null }.OfType<string>());

    public bool IsGiven(string parameter) => Given.ContainsKey(parameter);

    /// <summary>Those of these parameters that are given, for a form to carry along.</summary>
    public IReadOnlyList<(string Name, string Value)> Keep(params string[] names) => [.. names.Where(IsGiven).Select(name => (name, Given[name]))];

    /// <summary>The same with a page's own parameters among the given, so that its files, links and permanent link keep them; empty ones are not given.</summary>
    public View Taking(params (string Name, string? Value)[] own) => this with
    {
        Given = Given.Concat(own.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).Select(pair => KeyValuePair.Create(pair.Name, pair.Value!.Trim()))).ToDictionary(),
    };

    /// <summary>Address of a path of this process ("issues/nato-membership") under the same date, comparison, evidence and knowledge.</summary>
    public string Link(string path, params (string Name, string? Value)[] changes)
    {
        var kept = Given.Where(pair => pair.Key is "date" or "since" or "known" or "evidence");
        return Address($"/{Slug}/{path}", kept, changes);
    }

    /// <summary>This address with some parameters changed; null removes one.</summary>
    public string With(params (string Name, string? Value)[] changes) => Address(Path, Given, changes);

    /// <summary>This answer as a file, with some parameters changed; null removes one.</summary>
    public string File(string format, params (string Name, string? Value)[] changes) => Address($"{Path}.{format}", Given, changes);

    /// <summary>The address that gives this very answer for ever: date and knowledge spelled out.</summary>
    public string Permalink => With(("date", Iso(Date)), ("known", Instant(Known)));

    public static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>To the millisecond, which is left out when it is none.</summary>
    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>"25 November 2026 at 11:05 UTC".</summary>
    public static string InstantInWords(DateTimeOffset instant) => instant.UtcDateTime.ToString("d MMMM yyyy 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>"20 August 2025".</summary>
    public static string Words(DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>"20 Aug 2025".</summary>
    public static string ShortWords(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>The days from one to another as short as they can be said: "2025", "August 2025", "20 Aug 2025", "1 Aug 2025 to 20 Aug 2025".</summary>
    public static string ShortWords(DateOnly first, DateOnly last)
    {
        if (first == last)
            return ShortWords(first);
        var wholeMonths = first.Day == 1 && last.AddDays(1).Day == 1;
        if (wholeMonths && (first.Year, first.Month) == (last.Year, last.Month))
            return first.ToString("MMMM yyyy", CultureInfo.InvariantCulture);
        if (wholeMonths && first.Year == last.Year && (first.Month, last.Month) == (1, 12))
            return first.ToString("yyyy", CultureInfo.InvariantCulture);
        return $"{ShortWords(first)} to {ShortWords(last)}";
    }

    /// <summary>The evidence filter in words; null when everything counts.</summary>
    public string? EvidenceInWords
    {
        get
        {
            var parts = new List<string>();
            if (Evidence.WeakestChannel != Channel.Analyst)
                parts.Add($"{Domain.Statements.Words.Of(Evidence.WeakestChannel).Label} or stronger");
            if (Evidence.LowestSource is { } letter)
                parts.Add($"source graded {letter} or better");
            if (Evidence.LowestInformation is { } digit)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"information graded {digit} or better"));
            return parts.Count == 0 ? null : string.Join(", ", parts);
        }
    }

    private static string Address(string path, IEnumerable<KeyValuePair<string, string>> given, (string Name, string? Value)[] changes)
    {
        var query = new SortedDictionary<string, string?>(given.ToDictionary(pair => pair.Key, pair => (string?)pair.Value), StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            if (value is null)
                query.Remove(name);
            else
                query[name] = value;
        }

        return Readable(QueryHelpers.AddQueryString(path, query));
    }

    /// <summary>Commas and colons are legal in a query and far easier to read.</summary>
    internal static string Readable(string address) => address.Replace("%2C", ",", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal);
}
