using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PeaceTracker.Web.Writing;

/// <summary>Something unusual about a statement that its editor has to look at and that does not stop it.</summary>
/// <param name="Field">Name of the field it is about.</param>
/// <param name="Text">A sentence. A tick belongs to this text: another number or another date is another warning.</param>
public sealed record Warning(string Field, string Text)
{
    /// <summary>Value of its tick.</summary>
    public string Id => IdOf(Text);

    public static string IdOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}

/// <summary>What a note to the reviewer holds: the editor's own words, and what the editor answered to the form. One text, so that the reviewer reads it all.</summary>
/// <param name="Text">Own words; "" without any.</param>
/// <param name="Checked">Texts of warnings that were looked at.</param>
/// <param name="Differs">Number of a statement it looks like to why it is another one.</param>
/// <param name="NoChange">Why another step is no change of position; "" when it is one.</param>
public sealed record ReviewerNote(string Text, IReadOnlyList<string> Checked, IReadOnlyDictionary<int, string> Differs, string NoChange)
{
    private const string CheckedMark = "Checked: ";
    private const string DiffersMark = "Not the same as No. ";
    private const string NoChangeMark = "No change of position: ";

    public static ReviewerNote Parse(string? note)
    {
        var text = new List<string>();
        var looked = new List<string>();
        var differs = new Dictionary<int, string>();
        var noChange = "";
        foreach (var line in (note ?? "").Split('\n'))
        {
            if (line.StartsWith(CheckedMark, StringComparison.Ordinal))
                looked.Add(line[CheckedMark.Length..]);
            else if (line.StartsWith(NoChangeMark, StringComparison.Ordinal))
                noChange = line[NoChangeMark.Length..];
            else if (line.StartsWith(DiffersMark, StringComparison.Ordinal) && line.IndexOf(": ", StringComparison.Ordinal) is var colon and > 0
                && int.TryParse(line[DiffersMark.Length..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                differs[number] = line[(colon + 2)..];
            else
                text.Add(line);
        }

        return new(string.Join('\n', text).Trim(), looked, differs, noChange);
    }

    /// <summary>As it is kept; null when it says nothing.</summary>
    public string? ToText()
    {
        IEnumerable<string> lines =
        [
            Text,
            .. Differs.OrderBy(pair => pair.Key).Select(pair => FormattableString.Invariant($"{DiffersMark}{pair.Key}: {OneLine(pair.Value)}")),
            NoChange.Length == 0 ? "" : NoChangeMark + OneLine(NoChange),
            .. Checked.Select(text => CheckedMark + text),
        ];
        return string.Join('\n', lines.Where(line => line.Length > 0)) is { Length: > 0 } note ? note : null;

        static string OneLine(string text) => text.ReplaceLineEndings(" ");
    }
}
