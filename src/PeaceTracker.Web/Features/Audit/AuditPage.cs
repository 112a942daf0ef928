using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Domain.History;
using PeaceTracker.Web.Accounts;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Audit;

/// <summary>What of the revision log is shown.</summary>
/// <param name="Actor">Pseudonym.</param>
/// <param name="Since">First day (UTC).</param>
/// <param name="Until">Last day (UTC).</param>
public sealed record AuditFilter(string? Kind, string? Key, string? Action, string? Actor, DateOnly? Since, DateOnly? Until)
{
    public static readonly IReadOnlyList<string> Names = ["kind", "key", "action", "actor", "since", "until"];

    /// <summary>Names and values as an address carries them, those given only.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Pairs =>
    [
        .. new (string Name, string? Value)[] { ("kind", Kind), ("key", Key), ("action", Action), ("actor", Actor), ("since", Text(Since)), ("until", Text(Until)) }
            .Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value)),
    ];

    public string With(string address, params (string Name, string? Value)[] more) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(address, Pairs.Concat(more.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value))));

    /// <summary>The filter and the mark an address names, or what is wrong with it.</summary>
    public static (AuditFilter? Filter, long? After, Fault? Fault) Of(IQueryCollection query)
    {
        var parts = new List<FaultPart>();
        var (since, until) = (Day("since"), Day("until"));
        long? after = null;
        if (Text("after") is { } mark)
        {
            if (long.TryParse(mark, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                after = number;
            else
                parts.Add(new("after", mark, "the mark of a page, a whole number"));
        }

        return parts.Count > 0
            ? (null, null, new(400, "The log cannot be narrowed that way", "Nothing was guessed in its place.") { Parts = parts, Suggestions = [new("The whole log", "/audit")] })
            : (new(Text("kind"), Text("key"), Text("action"), Text("actor"), since, until), after, null);

        string? Text(string name) => query[name].ToString().Trim() is { Length: > 0 } text ? text : null;

        DateOnly? Day(string name)
        {
            if (Text(name) is not { } text)
                return null;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;
            parts.Add(new(name, text, "a day such as 2026-11-25"));
            return null;
        }
    }

    public static string? Text(DateOnly? day) => day is { } one ? View.Iso(one) : null;

    /// <summary>The entries that fit, in no order.</summary>
    public IQueryable<Revision> Of(IQueryable<Revision> log)
    {
        if (Kind is not null)
            log = log.Where(row => row.Kind == Kind);
        if (Key is not null)
            log = log.Where(row => row.Key == Key);
        if (Action is not null)
            log = log.Where(row => row.Action == Action);
        if (Actor is not null)
            log = log.Where(row => row.Actor == Actor);
        if (Beginning(Since) is { } from)
            log = log.Where(row => row.At >= from);
        if (Beginning(Until?.AddDays(1)) is { } to)
            log = log.Where(row => row.At < to);
        return log;
    }

    internal static DateTimeOffset? Beginning(DateOnly? day) => day is { } one ? new DateTimeOffset(one.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;
}

/// <summary>A field of a record before and after an entry; a side is null where the record had no such field.</summary>
public sealed record SnapshotChange(string Field, string? Before, string? After)
{
    /// <summary>"Note to reviewer" for the field NoteToReviewer; files have the field itself.</summary>
    public string Label { get; } = AuditPage.InWords(Field);
}

/// <summary>An entry of the log as an auditor reads it.</summary>
/// <param name="Who">Name of the person.</param>
/// <param name="Changes">Against the entry before of the same record.</param>
public sealed record AuditRow(Revision Entry, string Who, long? Previous, IReadOnlyList<SnapshotChange> Changes);

public sealed record AuditModel(AuditFilter Filter, IReadOnlyList<AuditRow> Rows, long? After, IReadOnlyList<string> Kinds) : ITables
{
    public static readonly Schema Table = new("revisions_log", ["number: whole", "at: instant", "actor", "action", "kind", "key", "reason", "snapshot", "previous", "seal"]);

    public static IReadOnlyList<Schema> Tables => [Table];
}

/// <summary>Something that happened to an account, with names.</summary>
/// <param name="Act">In words: "sign in refused".</param>
public sealed record AccountRow(long Id, DateTimeOffset At, string Act, int? Account, string? Whose, int? ByAccount, string? By, string? Note);

public sealed record AccountsModel(AuditFilter Filter, IReadOnlyList<AccountRow> Rows, long? After) : ITables
{
    public static readonly Schema Table = new("account_events", ["id: whole", "at: instant", "act", "account: whole", "account_name", "by: whole", "by_name", "note"]);

    public static IReadOnlyList<Schema> Tables => [Table];
}

/// <summary>Reads the revision log for auditors.</summary>
public sealed partial class AuditPage(PeaceTrackerDbContext db, AccountNames names)
{
    private const int PageSize = 25;

    /// <summary>Entries of the same record that are looked through for the same revision.</summary>
    private const int LookBack = 6;

    public static readonly IReadOnlyList<string> Kinds = ["statement", "source", "text", "anchor", "publisher", "proposal", "difference", "party", "person", "region", "event", "discrepancy", "process", "issue", "codebook", "sample"];

    public async Task<AuditModel> LoadAsync(AuditFilter filter, long? after, CancellationToken cancellation)
    {
        var log = filter.Of(db.Revisions.AsNoTracking());
        if (after is { } mark)
            log = log.Where(row => row.Number < mark);
        var entries = await log.OrderByDescending(row => row.Number).Take(PageSize + 1).ToListAsync(cancellation);
        var next = entries.Count > PageSize ? entries[PageSize - 1].Number : (long?)null;
        entries = [.. entries.Take(PageSize)];
        var name = await names.ByActorAsync(entries.Select(row => row.Actor), cancellation);
        var rows = new List<AuditRow>();
        foreach (var entry in entries)
        {
            var earlier = await db.Revisions.AsNoTracking().Where(row => row.Kind == entry.Kind && row.Key == entry.Key && row.Number < entry.Number)
                .OrderByDescending(row => row.Number).Take(LookBack).ToListAsync(cancellation);
            // Two revisions of a statement take turns in the log: each is put beside itself.
            var own = RevisionOf(entry.Snapshot);
            var before = earlier.Find(row => own is not null && RevisionOf(row.Snapshot) == own) ?? (earlier.Count > 0 ? earlier[0] : null);
            rows.Add(new(entry, name[entry.Actor], before?.Number, Between(before?.Snapshot ?? "", entry.Snapshot)));
        }

        return new(filter, rows, next, Kinds);
    }

    /// <summary>The entries of a file, newest first, read while it is written.</summary>
    public IAsyncEnumerable<Revision> WholeAsync(AuditFilter filter) => filter.Of(db.Revisions.AsNoTracking()).OrderByDescending(row => row.Number).AsAsyncEnumerable();

    public async Task<AccountsModel> AccountsAsync(AuditFilter filter, long? after, CancellationToken cancellation)
    {
        var events = Accounts(filter);
        if (after is { } mark)
            events = events.Where(row => row.Id < mark);
        var rows = await events.OrderByDescending(row => row.Id).Take(PageSize + 1).ToListAsync(cancellation);
        var next = rows.Count > PageSize ? rows[PageSize - 1].Id : (long?)null;
        return new(filter, await NamedAsync([.. rows.Take(PageSize)], cancellation), next);
    }

    /// <summary>All of them, for a file; accounts are few.</summary>
    public async Task<IReadOnlyList<AccountRow>> AllAccountsAsync(AuditFilter filter, CancellationToken cancellation) =>
        await NamedAsync(await Accounts(filter).OrderByDescending(row => row.Id).ToListAsync(cancellation), cancellation);

    private IQueryable<AccountEvent> Accounts(AuditFilter filter)
    {
        var events = db.AccountEvents.AsNoTracking();
        if (AuditFilter.Beginning(filter.Since) is { } from)
            events = events.Where(row => row.At >= from);
        if (AuditFilter.Beginning(filter.Until?.AddDays(1)) is { } to)
            events = events.Where(row => row.At < to);
        return events;
    }

    private async Task<IReadOnlyList<AccountRow>> NamedAsync(IReadOnlyList<AccountEvent> events, CancellationToken cancellation)
    {
        var name = await names.ByIdAsync(events.SelectMany(row => new[] { row.AccountId, row.ByAccountId }), cancellation);
        return [.. events.Select(row => new AccountRow(row.Id, row.At, InWords(row.Act.ToString()).ToLowerInvariant(), row.AccountId, Name(row.AccountId), row.ByAccountId, Name(row.ByAccountId), row.Note))];

        string? Name(int? id) => id is { } one ? name.GetValueOrDefault(one, FormattableString.Invariant($"account {one}")) : null;
    }

    /// <summary>"PublishedAt" is "Published at".</summary>
    internal static string InWords(string name) => Capital().Replace(name, capital => capital.Index == 0 ? capital.Value : $" {capital.Value.ToLowerInvariant()}");

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();

    private static int? RevisionOf(string snapshot)
    {
        if (snapshot.Length == 0)
            return null;
        using var json = JsonDocument.Parse(snapshot);
        return json.RootElement.TryGetProperty("Revision", out var revision) && revision.ValueKind == JsonValueKind.Number ? revision.GetInt32() : null;
    }

    /// <summary>The fields that differ between two snapshots, in the order of the record; "" is a record that is not there.</summary>
    public static IReadOnlyList<SnapshotChange> Between(string before, string after)
    {
        var (old, fresh) = (Fields(before), Fields(after));
        return [.. fresh.Keys.Union(old.Keys).Select(name => new SnapshotChange(name, old.GetValueOrDefault(name), fresh.GetValueOrDefault(name))).Where(change => change.Before != change.After)];

        static Dictionary<string, string> Fields(string snapshot)
        {
            if (snapshot.Length == 0)
                return [];
            using var json = JsonDocument.Parse(snapshot);
            return json.RootElement.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null).ToDictionary(field => field.Name, field => field.Value.ToString());
        }
    }
}
