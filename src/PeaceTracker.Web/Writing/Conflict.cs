using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Writing;

/// <summary>A field that two people left with different texts.</summary>
/// <param name="Before">What both started from; null when that is not known.</param>
public sealed record Clash(string Name, string? Before, string Theirs, string Mine)
{
    /// <summary>What they made of it: compared word by word where it is long.</summary>
    public FieldChange Change => new(Name, Before ?? "", Theirs);
}

/// <summary>
/// Two people changed the same record. The form is shown again, with the version of the other one, so that sending it again is a decision and
/// nothing is lost: what the other one alone changed is taken into it, what oneself alone changed stays, and of what both changed one's own
/// text stands in the field and the others are shown.
/// </summary>
/// <param name="Clashes">Fields both changed, each in its own way; all that differ when it is not known what both started from.</param>
/// <param name="TakenOver">Fields the other one alone changed, with what stood in them and what stands in them now.</param>
/// <param name="IsMerge">It is known what both started from.</param>
public sealed record Conflict(IReadOnlyList<Clash> Clashes, IReadOnlyList<FieldChange> TakenOver, bool IsMerge)
{
    /// <summary>Where <c>_Field</c> and the conflict summary look for it.</summary>
    public const string Key = "Conflict";

    /// <summary>What a field is called.</summary>
    public Func<string, string> Label { get; init; } = StatementForm.Label;

    /// <summary>Name of the field to the text the other one left in it; only fields in which another stands.</summary>
    public IReadOnlyDictionary<string, string> Theirs => Clashes.ToDictionary(clash => clash.Name, clash => clash.Theirs);

    /// <summary>Names of <see cref="TakenOver"/>: the form is given the other one's content in these.</summary>
    public IReadOnlySet<string> Taken => TakenOver.Select(change => change.Label).ToHashSet();

    /// <param name="mine">Fields as sent; one that is missing is empty, here and in the others.</param>
    /// <param name="theirs">Fields as the record fills them now.</param>
    /// <param name="before">Fields as the record filled them at the version the form was opened at; null when that is not known.</param>
    /// <param name="partOf">
    /// What a field belongs to, for fields that say something only together: "coding 2". The other one's fields of it are taken over together
    /// or not at all. Null: each field stands alone.
    /// </param>
    public static Conflict Between(
        IReadOnlyDictionary<string, string> mine, IReadOnlyDictionary<string, string> theirs, IReadOnlyDictionary<string, string>? before = null, Func<string, string>? partOf = null)
    {
        if (before is null)
            return new([.. theirs.Where(pair => Text(mine, pair.Key) != pair.Value).Select(pair => new Clash(pair.Key, null, pair.Value, Text(mine, pair.Key)))], [], false);

        var names = theirs.Keys.Union(mine.Keys).Union(before.Keys).ToList();
        var part = Parts(names, partOf ?? (name => name), mine, theirs, before);
        var parts = names.ToLookup(part);
        var clashes = new List<Clash>();
        var taken = new List<FieldChange>();
        foreach (var name in names.Where(name => Text(theirs, name) != Text(before, name)))
        {
            if (parts[part(name)].All(one => Text(mine, one) == Text(before, one)))
                taken.Add(new(name, Text(before, name), Text(theirs, name)));
            else if (Text(mine, name) != Text(theirs, name))
                clashes.Add(new(name, Text(before, name), Text(theirs, name), Text(mine, name)));
        }

        return new(clashes, taken, true);
    }

    /// <summary>With texts as people read them in the place of slugs.</summary>
    public Conflict InWords(Func<string, string, string> words) => this with
    {
        Clashes = [.. Clashes.Select(clash => new Clash(clash.Name, clash.Before is { } text ? words(clash.Name, text) : null, words(clash.Name, clash.Theirs), words(clash.Name, clash.Mine)))],
        TakenOver = [.. TakenOver.Select(change => new FieldChange(change.Label, words(change.Label, change.Before), words(change.Label, change.After)))],
    };

    /// <summary>
    /// Numbered parts have no other name than their place. Once one of them went, what stands in a place may be another one, so all of the kind
    /// are then one part.
    /// </summary>
    private static Func<string, string> Parts(List<string> names, Func<string, string> partOf, params IReadOnlyDictionary<string, string>[] texts)
    {
        var counts = texts.Select(text => names.Where(name => Text(text, name).Length > 0).Select(partOf).Distinct().CountBy(Kind).ToDictionary()).ToList();
        var went = counts[^1].Where(pair => counts.Exists(count => count.GetValueOrDefault(pair.Key) < pair.Value)).Select(pair => pair.Key).ToHashSet();
        return name => partOf(name) is var part && Kind(part) is var kind && kind != part && went.Contains(kind) ? kind : part;

        static string Kind(string part) => part.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
    }

    private static string Text(IReadOnlyDictionary<string, string> fields, string name) => fields.GetValueOrDefault(name, "");
}

/// <summary>The record is no longer as it was when the form was opened.</summary>
public sealed class StaleFormException() : Exception("The record was changed after the form was opened.");
