using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Domain.History;
using PeaceTracker.Domain.Reference;
using PeaceTracker.Web.Features.Shared;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.Admin;

/// <summary>A list, an index line or a form names its process by this.</summary>
/// <param name="Slug">Of the process.</param>
public sealed record AdminIndex(string Slug, IReadOnlyList<(ReferenceKind Kind, int Count)> Kinds, int Merges);

/// <param name="Saved">Title of the record that was just saved; null when none was.</param>
public sealed record AdminList(string Slug, ReferenceKind Kind, IReadOnlyList<(string Key, string Title, string Note)> Rows, string? Saved);

/// <param name="Key">Of the record that is changed; null for a new one.</param>
/// <param name="Version">Of the record; null for a new one.</param>
/// <param name="Hanging">What hangs on it.</param>
public sealed record ReferenceForm(
    string Slug, ReferenceKind Kind, string? Key, string Title, int? Version, IReadOnlyList<Input> Inputs, IReadOnlyDictionary<string, string> Values, IReadOnlyList<Hanging> Hanging)
{
    /// <summary>Where it is sent.</summary>
    public string Address => Kind == Kinds.Settings ? $"/{Slug}/admin/settings" : $"/{Slug}/admin/{Kind.Name}/{Key ?? "new"}";
}

/// <param name="Hanging">What hangs on it: it can be removed when this is empty.</param>
public sealed record RemoveForm(string Slug, ReferenceKind Kind, string Key, string Title, int Version, IReadOnlyList<Hanging> Hanging);

/// <param name="Title">Null when it was removed.</param>
/// <param name="Form">Address of its form.</param>
/// <param name="Hanging">What hangs on it.</param>
public sealed record ReferenceHistory(string Slug, ReferenceKind Kind, string Key, string? Title, string Form, RevisionList Revisions, IReadOnlyList<Hanging> Hanging);

/// <summary>Something hangs on the record that was to go.</summary>
public sealed class HangingException() : Exception("What something hangs on is not removed.");

/// <summary>Reads and writes reference data of every kind; writing happens inside <see cref="Ledger.WriteAsync"/>.</summary>
public sealed class ReferenceDesk(PeaceTrackerDbContext db, ProcessReader processes, DeskStatements statements, TimeProvider clock)
{
    public async Task<Known?> KnownAsync(string slug, CancellationToken cancellation)
    {
        if (await processes.ReadAsync(slug, cancellation) is not { } contents)
            return null;
        var id = contents.Process.Id;
        return new(
            contents,
            await db.Sources.IgnoreQueryFilters().AsNoTracking().Where(row => row.ProcessId == id).Select(row => new { row.Number, row.MergedInto }).ToDictionaryAsync(row => row.Number, row => row.MergedInto, cancellation),
            (await db.Discrepancies.AsNoTracking().Where(row => row.ProcessId == id).Select(row => row.Code).ToListAsync(cancellation)).ToHashSet(),
            [
                .. contents.Parties.Where(party => party.Wikidata is not null).Select(party => ("party", party.Slug, party.Wikidata!)),
                .. (await db.People.AsNoTracking().Where(row => row.ProcessId == id && row.Wikidata != null).Select(row => new { row.Slug, row.Wikidata }).ToListAsync(cancellation)).Select(row => ("person", row.Slug, row.Wikidata!)),
            ],
            DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
    }

    public async Task<AdminIndex> IndexAsync(Known known, CancellationToken cancellation)
    {
        var process = known.Contents.Process;
        var counts = new List<(ReferenceKind, int)>();
        foreach (var kind in Kinds.All)
            counts.Add((kind, await kind.All(db, process.Id).CountAsync(cancellation)));
        return new(process.Slug, counts, await db.SourceMerges.CountAsync(row => row.ProcessId == process.Id && row.UndoneAt == null, cancellation));
    }

    public async Task<AdminList> ListAsync(Known known, ReferenceKind kind, string? saved, CancellationToken cancellation)
    {
        var process = known.Contents.Process;
        var rows = await kind.All(db, process.Id).AsNoTracking().ToListAsync(cancellation);
        return new(process.Slug, kind, [.. rows.Select(row => (kind.KeyOf(row), kind.TitleOf(row), kind.NoteOf(row)))], rows.Find(row => kind.KeyOf(row) == saved) is { } one ? kind.TitleOf(one) : null);
    }

    /// <summary>The form of a record as it is.</summary>
    /// <param name="key">Null for a new one.</param>
    /// <returns>Null when there is no such record.</returns>
    public async Task<ReferenceForm?> FormAsync(Known known, ReferenceKind kind, string? key, CancellationToken cancellation)
    {
        var process = known.Contents.Process;
        if (key is null)
            return new(process.Slug, kind, null, $"New {kind.One}", null, kind.Inputs(known, new Dictionary<string, string>(), true), new Dictionary<string, string>(), []);
        if (await kind.FindAsync(db, process.Id, key, cancellation) is not { } row)
            return null;
        var values = kind.Values(row);
        var hanging = kind == Kinds.Settings ? [] : await db.HangingOnAsync(row, cancellation);
        return new(process.Slug, kind, key, kind.TitleOf(row), row.Version, kind.Inputs(known, values, false), values, hanging);
    }

    /// <param name="told">What the log tells of it.</param>
    /// <returns>Null when there is and was no such record.</returns>
    public async Task<ReferenceHistory?> HistoryAsync(Known known, ReferenceKind kind, string key, IReadOnlyList<ToldRevision> told, bool inline, CancellationToken cancellation)
    {
        var process = known.Contents.Process;
        var row = await kind.FindAsync(db, process.Id, key, cancellation);
        if (row is null && told.Count == 0)
            return null;
        var form = kind == Kinds.Settings ? $"/{process.Slug}/admin/settings" : $"/{process.Slug}/admin/{kind.Name}/{key}";
        var revisions = new RevisionList($"{form}/history", told, row is null ? [] : kind.InWords(known, row)) { Form = row is null ? $"/{process.Slug}/admin/{kind.Name}/new" : form, Inline = inline };
        return new(process.Slug, kind, key, row is null ? null : kind.TitleOf(row), form, revisions, row is null || kind == Kinds.Settings ? [] : await db.HangingOnAsync(row, cancellation));
    }

    /// <summary>The fields of a record as they were at a version of it; null when that is not known.</summary>
    public async Task<Dictionary<string, string>?> ValuesAtAsync(Known known, ReferenceKind kind, string key, int version, CancellationToken cancellation)
    {
        var process = known.Contents.Process;
        return await kind.FindAsync(db, process.Id, key, cancellation) is { } row && await db.AtVersionAsync(row, process.Slug, version, cancellation) is { } then ? kind.Values(then) : null;
    }

    public async Task<RemoveForm?> RemoveFormAsync(Known known, ReferenceKind kind, string key, CancellationToken cancellation)
    {
        var process = known.Contents.Process;
        return await kind.FindAsync(db, process.Id, key, cancellation) is { } row
            ? new(process.Slug, kind, key, kind.TitleOf(row), row.Version, await db.HangingOnAsync(row, cancellation))
            : null;
    }

    /// <summary>There is such a record, or there was one that somebody removed.</summary>
    public async Task<bool> IsOrWasAsync(Known known, ReferenceKind kind, string key, CancellationToken cancellation)
    {
        var process = known.Contents.Process;
        var logged = kind.Logged(process.Slug, key);
        return await kind.FindAsync(db, process.Id, key, cancellation) is not null
            || await db.Revisions.AnyAsync(row => row.Kind == logged.Kind && row.Key == logged.Key, cancellation);
    }

    /// <summary>What was sent, by the fields the form has: as many parts as were sent.</summary>
    public static Typed Read(Known known, ReferenceKind kind, bool isNew, IFormCollection form) =>
        new(kind.Inputs(known, form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()), isNew), form);

    /// <exception cref="RefusedException">The form has problems.</exception>
    public async Task<string> AddAsync(Known known, ReferenceKind kind, Typed typed, string? why, ChangeSet changes, CancellationToken cancellation)
    {
        var row = kind.Read(typed, null, known);
        await CheckKeyAsync(known, kind, kind.KeyOf(row), typed, cancellation);
        Refuse(typed);
        await AddAsync(known, kind, row, why, changes, cancellation);
        return kind.KeyOf(row);
    }

    /// <exception cref="RefusedException">The form has problems.</exception>
    /// <exception cref="StaleFormException">Somebody changed or removed it meanwhile.</exception>
    /// <returns>The key it has now.</returns>
    public async Task<string> ChangeAsync(Known known, ReferenceKind kind, string key, int version, Typed typed, string? why, ChangeSet changes, CancellationToken cancellation)
    {
        var process = known.Contents.Process;
        var old = await kind.FindAsync(db, process.Id, key, cancellation) ?? throw new StaleFormException();
        old.Expect(version);
        var fresh = kind.Read(typed, old, known);
        await kind.CheckAsync(db, statements, old, fresh, typed, cancellation);
        var renamed = kind.KeyOf(fresh) != key;
        if (renamed)
        {
            await CheckKeyAsync(known, kind, kind.KeyOf(fresh), typed, cancellation);
            if ((await db.HangingOnAsync(old, cancellation)).Count > 0)
                typed.Refuse(kind.KeyField, $"It is part of addresses, and something hangs on this {kind.One}: it stays \"{key}\"");
        }

        Refuse(typed);
        if (renamed)
        {
            // Nothing hangs on it: one record goes and another comes, so that the history of an address is that of one record.
            db.Remove(old);
            changes.Note(old, "remove", process.Slug, why);
            await db.SaveChangesAsync(cancellation);
            await AddAsync(known, kind, fresh, why, changes, cancellation);
            return kind.KeyOf(fresh);
        }

        var entry = db.Entry(old);
        foreach (var column in kind.Columns)
            entry.Property(column).CurrentValue = fresh.GetType().GetProperty(column)!.GetValue(fresh);
        kind.ReplaceParts(db, old, fresh);
        db.ChangeTracker.DetectChanges();
        if (entry.State == EntityState.Modified)
            changes.Note(old, "change", process.Slug, why);
        return key;
    }

    /// <exception cref="HangingException">Something hangs on it.</exception>
    /// <exception cref="StaleFormException">Somebody changed or removed it meanwhile.</exception>
    public async Task RemoveAsync(Known known, ReferenceKind kind, string key, int version, string? why, ChangeSet changes, CancellationToken cancellation)
    {
        var process = known.Contents.Process;
        var old = await kind.FindAsync(db, process.Id, key, cancellation) ?? throw new StaleFormException();
        old.Expect(version);
        if ((await db.HangingOnAsync(old, cancellation)).Count > 0)
            throw new HangingException();
        db.Remove(old);
        changes.Note(old, "remove", process.Slug, why);
        await kind.AlsoAsync(db, old, added: false, changes, cancellation);
    }

    private async Task AddAsync(Known known, ReferenceKind kind, IVersioned row, string? why, ChangeSet changes, CancellationToken cancellation)
    {
        db.Add(row);
        changes.Note(row, "add", known.Contents.Process.Slug, why);
        await kind.AlsoAsync(db, row, added: true, changes, cancellation);
    }

    private async Task CheckKeyAsync(Known known, ReferenceKind kind, string key, Typed typed, CancellationToken cancellation)
    {
        if (await kind.FindAsync(db, known.Contents.Process.Id, key, cancellation) is { } other)
            typed.Refuse(kind.KeyField, $"\"{key}\" is {kind.TitleOf(other)} already: choose another");
    }

    private static void Refuse(Typed typed)
    {
        if (typed.Problems.Count > 0)
            throw new RefusedException(typed.Problems);
    }
}
