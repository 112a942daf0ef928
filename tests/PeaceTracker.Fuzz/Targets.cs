using System.Runtime.InteropServices;
using System.Text;
using PeaceTracker.Domain.Proposals;
using PeaceTracker.Domain.Search;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Time;
using PeaceTracker.Web.Writing.Importing;

namespace PeaceTracker.Fuzz;

/// <summary>
/// What reads anything that anybody types or brings, each with what has to hold whatever that is. None may throw; what is taken has to be read as the same
/// again, and what is not has to be told why.
/// </summary>
public static class Targets
{
    private const byte Raw = 0xFF;

    // What is watched may not run before the first input comes.
    private static readonly Lazy<Spellings> Names = new(() => new([["Kyiv", "Kiev", "Київ"], ["Donbas", "Donbass"]], [("zelensky", ["Volodymyr Zelensky", "Зеленський"])]));

    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>
    {
        ["dates"] = bytes => Dates(Text(bytes)),
        ["search"] = bytes => Search(Text(bytes)),
        ["addresses"] = bytes => Addresses(Text(bytes)),
        ["anchors"] = Anchors,
        ["clauses"] = bytes => Clauses(Text(bytes)),
        ["tables"] = Tables,
        ["json"] = bytes => Json(Text(bytes)),
    };

    /// <summary>Does not hold for a date in years that no input of the corpus has: who looks for faults has to find this one.</summary>
    public static Action<byte[]> Control { get; } = bytes => Demand(DateInput.Read(Text(bytes)).Date is not { Earliest.Year: > 2030 }, "A control.");

    /// <summary>Inputs that once found something, or go where others do not: name of the target, name of the file, its bytes.</summary>
    public static IEnumerable<(string Target, string File, byte[] Bytes)> Corpus() =>
        from folder in Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "corpus"))
        from file in Directory.GetFiles(folder)
        select (Path.GetFileName(folder), Path.GetFileName(file), File.ReadAllBytes(file));

    private static void Dates(string text)
    {
        var input = DateInput.Read(text);
        Demand(input.Date is null != input.Error is null, "A date is taken or told why not.");
        if (input.Date is not { } date)
            return;
        Demand(EdtfDate.TryParse(date.Text, out var again, out _) && again.Equals(date), "What was understood can be read as EDTF.");
        Demand(DateInput.Read(date.Text).Date is { } typed && typed.Equals(date), "What was understood can be typed.");
        Demand(date.Earliest is not { } first || date.Latest is not { } last || first <= last, "It begins before it ends.");
        Demand(date.ToWords().Length > 0 && date.ToShortWords().Length > 0 && input.Echo is { Length: > 0 }, "It has words.");
    }

    private static void Search(string text)
    {
        var query = SearchQuery.Read(text);
        Demand(query.Terms.Count <= SearchQuery.MostTerms, "No more terms are read than are allowed.");
        Demand(query.Terms.All(term => term.Typed.Length > 0), "No term is empty.");
        foreach (var (start, length) in query.Places(text, Names.Value))
            Demand(start >= 0 && length > 0 && start + length <= text.Length, "A place is in the text.");
        new AskedWords(query, Names.Value).Finds([text, null, ""]);
    }

    private static void Addresses(string text)
    {
        var normal = NormalisedAddress.Of(text, out var reason);
        Demand(normal is null != reason is null, "An address is taken or told why not.");
        if (normal is not null)
            Demand(NormalisedAddress.Of(normal, out _) == normal, "Normalising twice changes nothing.");
        var without = NormalisedAddress.WithoutTracking(text);
        Demand(NormalisedAddress.WithoutTracking(without) == without, "Nothing is left to take off.");
    }

    /// <summary>The first two bytes choose the passage, the next two where the text is changed.</summary>
    private static void Anchors(byte[] bytes)
    {
        if (bytes.Length < 5)
            return;
        var typed = Text(bytes[4..]);
        if (!SourceText.TryNormalise(typed, out var text, out _))
            return;
        Demand(SourceText.TryNormalise(text, out var again, out _) && again == text, "A text that is kept is kept as it is.");
        var start = bytes[0] * text.Length / 256;
        var length = bytes[1] * (text.Length - start) / 256;
        if (!TextAnchor.TryOf(text, start, length, out var anchor, out var error))
        {
            Demand(error is { Length: > 0 }, "Who is refused is told why.");
            return;
        }

        Demand(anchor.FindIn(text) is AnchorPlace.Found found && found.Start == anchor.Start && text.AsSpan(found.Start, found.Length).SequenceEqual(anchor.Exact), "What is held is found in its own text.");
        var at = bytes[2] * text.Length / 256;
        var changed = text.Remove(at, bytes[3] * (text.Length - at) / 256);
        if (anchor.FindIn(changed) is AnchorPlace.Moved moved)
            Demand(moved.Start >= 0 && moved.Start + moved.Length <= changed.Length, "A place is in the text.");
        QuoteCheck.Within(text, anchor.Exact);
    }

    private static void Clauses(string text)
    {
        var split = ClauseSplit.Of(text);
        Demand(split.Clauses.All(clause => clause.Depth >= 0 && clause.FirstLine >= 0), "Every clause has a depth and a line.");
    }

    private static void Tables(byte[] bytes)
    {
        var text = TableText.Read(bytes, null, out var problem);
        Demand(text is null != problem is null, "A file is read or told why not.");
        if (text is null)
            return;
        var table = TableRows.Read(text, null);
        Demand(table.Rows.Count <= TableRows.Most, "No more rows are read than are allowed.");
        Demand(table.Rows.All(row => row.Problem is not null || row.Cells.Count == table.Headings.Count), "Every row has a cell for each heading, or says why not.");
        ImportChoices.Guess(table.Headings);
    }

    private static void Json(string text)
    {
        var table = JsonTable.One(text, out var problem);
        Demand(table is null != problem is null, "A body is read or told why not.");
        Demand(table is null || table.Rows.All(row => row.Cells.Count == table.Headings.Count), "Every row has a cell for each heading.");
    }

    /// <summary>UTF-8, or behind the byte FF the two bytes of each character as they are, halves of characters too.</summary>
    private static string Text(byte[] bytes) => bytes is [Raw, ..] ? new(MemoryMarshal.Cast<byte, char>(bytes.AsSpan(1))) : Encoding.UTF8.GetString(bytes);

    private static void Demand(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException(what);
    }
}
