using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.DeskRecodings;

/// <summary>A field that can be changed in many statements together.</summary>
/// <param name="Name">As the form of a statement has it.</param>
/// <param name="OfCoding">Every coding has one.</param>
public sealed record RecodedField(string Name, bool OfCoding)
{
    /// <summary>In an address and in a form: nothing stands there, or is put there.</summary>
    public const string Empty = "(empty)";

    private const string Flags = "flags";

    public static readonly IReadOnlyList<RecodedField> All =
    [
        new("party", true), new("issue", true), new("step", true), new("basis", true), new("condition", true),
        new("speaker", false), new("attributed-to", false), new("channel", false), new("information", false), new("confidence", false), new("language", false),
        new("event", false), new("proposal", false), new("about", false), new("responds-to", false), new("response", false), new(Flags, false),
    ];

    /// <summary>A value as it stands in the form, of one as an address has it.</summary>
    public static string Given(string? sent) => sent is null or Empty ? "" : sent;

    public string Label => StatementForm.Label(Name);

    /// <summary>What can be put there; empty where it is typed.</summary>
    internal IReadOnlyList<(string Value, string Text)> Choices(ProcessContents contents, IReadOnlyList<(string Slug, string Title)> proposals) => Name switch
    {
        Flags => [.. StatementFlags.All.Select(flag => (flag.Slug, flag.Label))],
        // What rests on the channel is said there, not at the coding.
        "basis" => [.. FieldChoices.Of(contents, proposals, Name).Where(choice => choice.Value != "reported")],
        "step" => [.. Enumerable.Range(1, contents.Issues.Max(issue => issue.Scale.Count)).Select(step => (StatementForm.Number(step), $"step {StatementForm.Number(step)}")), .. new[] { CodingState.Silent, CodingState.Declined }.Select(state => (Words.Of(state).Slug, Words.Of(state).Label))],
        _ => FieldChoices.Of(contents, proposals, Name),
    };

    /// <summary>A value as readers know it.</summary>
    internal string InWords(ProcessContents contents, IReadOnlyList<(string Slug, string Title)> proposals, string value) =>
        value.Length == 0 ? (Name == Flags ? "without the flag" : "nothing") : Choices(contents, proposals).FirstOrDefault(choice => choice.Value == value).Text ?? value;

    /// <summary>What stands there; "" where nothing does.</summary>
    /// <param name="codings">Numbers of the codings that are meant.</param>
    internal IEnumerable<string> Values(StatementForm form, IReadOnlySet<int> codings) =>
        Name == Flags ? form.All(Flags).Prepend("")
        : OfCoding ? codings.Select(number => form[StatementForm.Of(Name, number)]).Distinct()
        : [form[Name]];

    /// <summary>Puts one value in the place of another.</summary>
    /// <param name="codings">As for <see cref="Values"/>.</param>
    /// <returns>False where the form has nothing to be changed.</returns>
    internal bool Put(StatementForm form, IReadOnlySet<int> codings, string from, string to)
    {
        if (from == to)
            return false;
        if (Name == Flags)
        {
            if (from.Length == 0 ? form.Has(Flags, to) : !form.Has(Flags, from))
                return false;
            form.Set(Flags, form.All(Flags).Where(flag => flag != from).Append(to).Where(flag => flag.Length > 0).Distinct());
            return true;
        }

        var names = OfCoding ? codings.Select(number => StatementForm.Of(Name, number)).Where(name => form[name] == from).ToList() : form[Name] == from ? [Name] : [];
        foreach (var name in names)
            form[name] = to;
        return names.Count > 0;
    }
}
