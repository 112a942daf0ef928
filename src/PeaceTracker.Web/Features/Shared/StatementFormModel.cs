using Microsoft.AspNetCore.Mvc.ViewFeatures;
using PeaceTracker.Domain.Issues;
using PeaceTracker.Domain.Statements;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>What the form of a statement is printed from.</summary>
/// <param name="Address">Page of the form: unfinished forms are kept under it.</param>
/// <param name="Action">Where it is sent.</param>
public sealed record StatementFormModel(FormSurroundings Around, StatementForm Form, string Address, string Action)
{
    /// <summary>Of the record it was filled from; null for a new statement.</summary>
    public int? Version { get; init; }

    /// <summary>What the server found; null before anything was sent.</summary>
    public CheckedStatement? Found { get; init; }

    /// <summary>A published statement gets a further revision.</summary>
    public bool Amends { get; init; }

    /// <summary>The text stands beside the form, with a mark to choose each paragraph.</summary>
    public bool BesideText { get; init; }

    /// <summary>Address to go on at after saving; null for the usual one.</summary>
    public string? Then { get; init; }

    /// <summary>The unfinished form it was filled from; null when it is fresh.</summary>
    public (int Id, int Version)? Autosave { get; init; }

    /// <summary>Codings shown: one more than there are when another was asked for.</summary>
    public int Codings { get; init; } = 1;

    public ProcessContents Contents => Around.Contents;

    /// <summary>Issues by group, in the order of the codebook.</summary>
    public IEnumerable<IGrouping<string, Issue>> Groups => Contents.Issues.GroupBy(issue => issue.Group);

    /// <summary>Names and offices that can be typed as a speaker.</summary>
    public IEnumerable<string> Speakers => Around.Speakers;

    public CodingModel Coding(int number) => new(this, number);
}

/// <summary>One coding of the form.</summary>
public sealed record CodingModel(StatementFormModel Model, int Number)
{
    public Issue? Issue => Model.Contents.Issues.FirstOrDefault(issue => issue.Slug == Value("issue"));

    public string Name(string name) => StatementForm.Of(name, Number);

    public string Value(string name) => Model.Form[Name(name)];

    public bool Has(string name, string value) => Model.Form.Has(Name(name), value);

    public StepsModel Steps(Issue? issue) => new(issue, Number, issue is not null && issue.Slug == Value("issue") ? Value("step") : Value("step") is "silent" or "declined" or StatementForm.None ? Value("step") : "", Value("step-from"), Value("step-to"));
}

/// <summary>What can be said of a party on an issue.</summary>
/// <param name="Issue">Null before one is chosen.</param>
public sealed record StepsModel(Issue? Issue, int Number, string Chosen, string From, string To)
{
    public string Name(string name) => StatementForm.Of(name, Number);

    /// <summary>Value, key, label and meaning.</summary>
    public IEnumerable<(string Value, string Key, string Label, string Meaning)> Choices =>
    [
        .. Issue?.Scale.Steps.Select(step => (StatementForm.Number(step.Rank), StatementForm.Number(step.Rank), step.Label, step.Definition)) ?? [],
        ("silent", "0", "Silent", Words.Of(CodingState.Silent).Meaning),
        ("declined", "-", "Declined", Words.Of(CodingState.Declined).Meaning),
        .. Issue is null ? [] : ((string, string, string, string)[])[(StatementForm.Ambiguous, "/", "Ambiguous", "The wording allows several steps: choose the two at its ends.")],
        (StatementForm.None, "n", "No step", "It speaks of the issue and takes no step on it."),
    ];
}

/// <summary>What stands with the control of a field.</summary>
public static class FieldState
{
    public static string? Problem(this ViewDataDictionary data, string name) => data.ModelState.TryGetValue(name, out var entry) ? entry.Errors.FirstOrDefault()?.ErrorMessage : null;

    /// <summary>Says that nothing in the form is wrong, and what it asks has still to be answered.</summary>
    public static void SayItOnlyAsks(this ViewDataDictionary data) => data[nameof(OnlyAsks)] = true;

    /// <summary>What is said of the fields asks for an answer; none of them is wrong.</summary>
    public static bool OnlyAsks(this ViewDataDictionary data) => data[nameof(OnlyAsks)] is true;

    /// <summary>For <c>aria-invalid</c>.</summary>
    public static string? Invalid(this ViewDataDictionary data, string name) => data.Problem(name) is null || data.OnlyAsks() ? null : "true";

    /// <summary>For <c>aria-describedby</c>.</summary>
    public static string? Described(this ViewDataDictionary data, string name, bool hint = false) =>
        string.Join(' ', new[] { hint ? $"{name}-hint" : null, data.Problem(name) is null ? null : $"{name}-problem" }.OfType<string>()) is { Length: > 0 } ids ? ids : null;
}
