using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.History;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Admin;

/// <summary>What forms refer to.</summary>
/// <param name="Sources">Numbers of the sources there are, public or not, each with the number it was merged into.</param>
/// <param name="Codes">Codes of the discrepancies.</param>
/// <param name="Items">Wikidata items of parties and people, each with the kind and the slug of what has it.</param>
/// <param name="Today">The day it is.</param>
public sealed record Known(
    ProcessContents Contents, IReadOnlyDictionary<int, int?> Sources, IReadOnlySet<string> Codes, IReadOnlyList<(string Kind, string Slug, string Item)> Items, DateOnly Today)
{
    /// <summary>The items of all but one.</summary>
    /// <param name="slug">Null when it is new.</param>
    public IReadOnlySet<string> ItemsOfOthers(string kind, string? slug) => Items.Where(one => (one.Kind, one.Slug) != (kind, slug)).Select(one => one.Item).ToHashSet();

    /// <summary>Every number is one of a source that may be cited.</summary>
    public void Cited(Typed typed, string name, IEnumerable<int> numbers)
    {
        foreach (var number in numbers)
        {
            if (!Sources.TryGetValue(number, out var mergedInto))
                typed.Refuse(name, FormattableString.Invariant($"There is no source No. {number}"));
            else if (mergedInto is { } kept)
                typed.Refuse(name, FormattableString.Invariant($"Source No. {number} is merged into No. {kept}: name that one"));
        }
    }
}

/// <summary>A kind of reference data: how its records are found and listed, what its form asks, and how a record is read from one.</summary>
public abstract class ReferenceKind
{
    /// <summary>Name in addresses: "parties".</summary>
    public abstract string Name { get; }

    /// <summary>"party".</summary>
    public abstract string One { get; }

    /// <summary>What they are, in a sentence.</summary>
    public abstract string About { get; }

    /// <summary>Name of the field that names a record in addresses.</summary>
    public virtual string KeyField => "slug";

    /// <summary>Properties that the form sets; everything else about a record stays.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>All of the process, with their parts, tracked.</summary>
    public abstract IQueryable<IVersioned> All(PeaceTrackerDbContext db, int process);

    public abstract string KeyOf(IVersioned row);

    public abstract string TitleOf(IVersioned row);

    /// <summary>Kind and key by which the log names a record, whether it is still there or not.</summary>
    public virtual (string Kind, string Key) Logged(string process, string key) => (One, $"{process}/{key}");

    /// <summary>What tells it from others in a list.</summary>
    public abstract string NoteOf(IVersioned row);

    /// <summary>The form.</summary>
    /// <param name="values">What is in it, which says how many groups of parts it has.</param>
    public abstract IReadOnlyList<Input> Inputs(Known known, IReadOnlyDictionary<string, string> values, bool isNew);

    /// <summary>A record as the fields of its form.</summary>
    public abstract Dictionary<string, string> Values(IVersioned row);

    /// <summary>What the form of a new record is filled in with to add one that was removed.</summary>
    public virtual Dictionary<string, string> ValuesAnew(IVersioned row) => Values(row);

    /// <summary>What people change of it on another page, in words.</summary>
    public virtual IReadOnlyList<(string Label, string Text)> Beside(IVersioned row) => [];

    /// <summary>A record as named texts, in the order of its form and with its words.</summary>
    public IReadOnlyList<(string Label, string Text)> InWords(Known known, IVersioned row)
    {
        var values = Values(row);
        var inputs = Inputs(known, values, false);
        return
        [
            .. inputs.Where(input => input.Group is null).Select(input => (input.Label, input.InWords(values.GetValueOrDefault(input.Name, "")))),
            // Parts that repeat are one field with a line each: a part that comes between two others moves none of them.
            .. inputs.Where(input => input.Group is not null).GroupBy(input => input.Group![..input.Group!.LastIndexOf(' ')]).Select(parts => (parts.Key + "s", string.Join('\n', parts.GroupBy(input => input.Group)
                .Select(part => string.Join(", ", part.Where(input => values.GetValueOrDefault(input.Name, "").Length > 0).Select(input => $"{input.Label.ToLowerInvariant()}: {input.InWords(values[input.Name])}")))
                .Where(line => line.Length > 0)))),
            .. Beside(row),
        ];
    }

    /// <summary>The record that was typed; what is wrong goes to <paramref name="typed"/>.</summary>
    /// <param name="old">The record that is changed; null for a new one.</param>
    public abstract IVersioned Read(Typed typed, IVersioned? old, Known known);

    /// <summary>Rules that need the store.</summary>
    public virtual Task CheckAsync(PeaceTrackerDbContext db, Data.Desk.DeskStatements statements, IVersioned old, IVersioned fresh, Typed typed, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Gives the parts of a record new content.</summary>
    /// <returns>True when something changed.</returns>
    public virtual bool ReplaceParts(PeaceTrackerDbContext db, IVersioned old, IVersioned fresh) => false;

    /// <summary>What else is written with a record that comes or goes.</summary>
    public virtual Task AlsoAsync(PeaceTrackerDbContext db, IVersioned row, bool added, Data.History.ChangeSet changes, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Null when there is none of that key.</summary>
    public async Task<IVersioned?> FindAsync(PeaceTrackerDbContext db, int process, string key, CancellationToken cancellation) =>
        (await All(db, process).ToListAsync(cancellation)).SingleOrDefault(row => KeyOf(row) == key);

    /// <summary>What a field belongs to: "office 2" for those of a part that repeats, which say something together only.</summary>
    public static string PartOf(string name) => name.Split('-') is [var part, var number, _, ..] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? $"{part} {number}" : name;

    /// <summary>Parts that repeat: those typed so far, and two empty ones.</summary>
    protected static int Parts(IReadOnlyDictionary<string, string> values, string prefix) =>
        2 + values.Where(pair => pair.Key.StartsWith(prefix + "-", StringComparison.Ordinal) && pair.Value.Length > 0)
            .Select(pair => int.TryParse(pair.Key.Split('-')[1], out var index) ? index : 0).DefaultIfEmpty(0).Max();

    /// <summary>Replaces the parts of a record one by one, so that those that stay keep their keys.</summary>
    protected static bool Replace<T>(PeaceTrackerDbContext db, IVersioned owner, string toBeTouched, List<T> parts, List<T> fresh, IReadOnlyList<string> columns) where T : class
    {
        for (var index = 0; index < Math.Min(parts.Count, fresh.Count); index++)
        {
            foreach (var column in columns)
                db.Entry(parts[index]).Property(column).CurrentValue = typeof(T).GetProperty(column)!.GetValue(fresh[index]);
        }

        var gone = parts.Skip(fresh.Count).ToList();
        db.RemoveRange(gone);
        foreach (var part in gone)
            parts.Remove(part);
        parts.AddRange(fresh.Skip(parts.Count));
        db.ChangeTracker.DetectChanges();
        var changed = gone.Count > 0 || parts.Exists(part => db.Entry(part).State != EntityState.Unchanged);
        // New parts alone would leave the record, and so its version, as they were.
        if (changed)
            db.Entry(owner).Property(toBeTouched).IsModified = true;
        return changed;
    }
}
