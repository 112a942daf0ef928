using System.Globalization;
using PeaceTracker.Domain.Reference;
using PeaceTracker.Domain.Text;
using PeaceTracker.Domain.Time;
using PeaceTracker.Web.Reading;

namespace PeaceTracker.Web.Features.Admin;

/// <summary>How a field is typed in.</summary>
public enum InputKind
{
    Line,
    Text,

    /// <summary>Several values, one a line.</summary>
    Lines,

    /// <summary>One of a list, or nothing.</summary>
    Choice,

    /// <summary>Any of a list, by boxes.</summary>
    Boxes,

    /// <summary>Yes or no, by one box.</summary>
    Tick,
}

/// <summary>A field of a form for reference data.</summary>
/// <param name="Name">Name and id; that of the column in the seeds where there is one.</param>
public sealed record Input(string Name, string Label, InputKind Kind = InputKind.Line)
{
    public string? Hint { get; init; }

    /// <summary>Values and words of a choice or of boxes.</summary>
    public IReadOnlyList<(string Value, string Text)> Options { get; init; } = [];

    /// <summary>Fields of one group stand together under this heading; null for those that stand alone.</summary>
    public string? Group { get; init; }

    public string? InputMode { get; init; }

    /// <summary>It holds a date, or nothing.</summary>
    public bool IsDate { get; init; }

    /// <summary>A value as a person reads it: the words of a list in the place of its slugs.</summary>
    public string InWords(string value) => Kind switch
    {
        InputKind.Tick => value.Length > 0 ? "yes" : "no",
        InputKind.Choice or InputKind.Boxes => string.Join(", ", Typed.Split(value).Select(one => Options.FirstOrDefault(option => option.Value == one).Text ?? one)),
        _ when IsDate && EdtfDate.TryParse(value, out var date, out _) => StatementFields.InWords(date),
        _ => value,
    };
}

/// <summary>What was typed into a form, by the names of its fields, and what is wrong with it.</summary>
public sealed class Typed
{
    private const char Separator = ';';

    /// <summary>Names and titles stand in lists, headings and tables.</summary>
    private const int LongestLine = 300;

    private const int LongestText = 20_000;

    private readonly IReadOnlyList<Input> inputs;
    private readonly List<(string Field, string Message)> problems = [];

    /// <summary>Takes the fields there are from what was sent; whatever else came with it is left.</summary>
    public Typed(IReadOnlyList<Input> inputs, IFormCollection form)
    {
        this.inputs = inputs;
        Values = inputs.ToDictionary(input => input.Name, input => input.Kind == InputKind.Boxes
            ? Join(input, [.. form[input.Name].OfType<string>()])
            : form[input.Name].ToString().ReplaceLineEndings("\n").Trim());
        foreach (var input in inputs.Where(input => input.Kind == InputKind.Choice && Text(input.Name).Length > 0 && input.Options.All(option => option.Value != Text(input.Name))))
            Problem(input.Name, "one of the list");
        foreach (var input in inputs.Where(input => input.Kind == InputKind.Boxes && form[input.Name].Any(value => input.Options.All(option => option.Value != value))))
            Problem(input.Name, "some of the list");
        foreach (var input in inputs)
        {
            if (Directions.Problem(Label(input.Name), Text(input.Name)) is { } turned)
                problems.Add((input.Name, turned));
            var longest = input.Kind == InputKind.Line ? LongestLine : LongestText;
            if (Text(input.Name) is { } text && text.Length > longest)
                Problem(input.Name, FormattableString.Invariant($"{longest:#,0} characters at most, and these are {text.Length:#,0}"));
        }
    }

    public IReadOnlyDictionary<string, string> Values { get; }

    public IReadOnlyList<(string Field, string Message)> Problems => problems;

    /// <summary>Values as one text, in the order of the list, so that equal choices are equal texts.</summary>
    public static string Join(Input input, IReadOnlyCollection<string> values) => string.Join(Separator, input.Options.Select(option => option.Value).Where(values.Contains));

    public static IReadOnlyList<string> Split(string text) => text.Split([Separator, '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>"" when nothing was typed.</summary>
    public string Text(string name) => Values.GetValueOrDefault(name, "");

    public string? Optional(string name) => Text(name) is { Length: > 0 } text ? text : null;

    public List<string> Several(string name) => [.. Split(Text(name)).Distinct()];

    public bool Ticked(string name) => Text(name).Length > 0;

    public int Number(string name)
    {
        if (int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        Problem(name, "a whole number");
        return 0;
    }

    public int? OptionalNumber(string name) => Text(name).Length == 0 ? null : Number(name);

    public List<int> Numbers(string name)
    {
        var parts = Text(name).Split([' ', ',', Separator, '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (!parts.All(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            Problem(name, "numbers with spaces between them");
            return [];
        }

        return [.. parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture)).Distinct()];
    }

    public EdtfDate? OptionalDate(string name)
    {
        if (Text(name).Length == 0)
            return null;
        var read = DateInput.Read(Text(name));
        if (read.Error is { } error)
            problems.Add((name, $"{Label(name)}: {error}"));
        return read.Date;
    }

    public void Problem(string name, string expected) =>
        problems.Add((name, Text(name) is { Length: > 0 and <= 60 } text && !text.Contains('\n') ? $"{Label(name)}: found \"{text}\", expected {expected}" : $"{Label(name)}: expected {expected}"));

    public void Refuse(string name, string message) => problems.Add((name, message));

    /// <summary>Says each rule that is broken at its field.</summary>
    /// <param name="field">Name of the input of a rule's field, where they differ.</param>
    public void Judge(IEnumerable<Breach> breaches, Func<string, string>? field = null)
    {
        foreach (var breach in breaches)
        {
            var name = field?.Invoke(breach.Field) ?? breach.Field;
            if (problems.TrueForAll(problem => problem.Field != name))
                Problem(name, breach.Expected);
        }
    }

    private string Label(string name) => inputs.FirstOrDefault(input => input.Name == name) is { } input ? input.Group is { } group ? $"{group}, {input.Label.ToLowerInvariant()}" : input.Label : name;
}

/// <summary>The form cannot be taken: what is wrong with it.</summary>
public sealed class RefusedException(IReadOnlyList<(string Field, string Message)> problems) : Exception("The form has problems.")
{
    public IReadOnlyList<(string Field, string Message)> Problems => problems;
}
