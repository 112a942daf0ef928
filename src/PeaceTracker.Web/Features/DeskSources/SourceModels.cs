using PeaceTracker.Domain.Sources;

namespace PeaceTracker.Web.Features.DeskSources;

/// <summary>The one box a source begins with.</summary>
/// <param name="Process">Slug.</param>
/// <param name="Pasted">As typed.</param>
/// <param name="OnRecord">Sources with the address that was pasted.</param>
/// <param name="CanFetch">Pages may be fetched.</param>
public sealed record BoxModel(string Process, string? Pasted, IReadOnlyList<Source> OnRecord, bool CanFetch);

/// <summary>A text on record that is likely the pasted one.</summary>
/// <param name="Same">Every character is the same.</param>
public sealed record LikeModel(Source Source, bool Same, double Share);

/// <summary>The form of a source.</summary>
/// <param name="Process">Slug.</param>
/// <param name="Number">Null for a new one.</param>
/// <param name="Guesses">Field to what was guessed for it; empty when a person described the source.</param>
/// <param name="Languages">Tags on record, for choosing.</param>
public sealed record SourceFormModel(
    string Process, int? Number, SourceForm Form, IReadOnlyDictionary<string, string> Guesses, IReadOnlyList<Publisher> Publishers, IReadOnlyList<string> Languages)
{
    /// <summary>Texts on record that are likely the pasted one.</summary>
    public IReadOnlyList<LikeModel> Likes { get; init; } = [];

    /// <summary>Sources with the same address.</summary>
    public IReadOnlyList<Source> OnRecord { get; init; } = [];

    public bool CanFetch { get; init; }

    /// <summary>Of a source there is: it is public, and who looks may not change what is.</summary>
    public bool Locked { get; init; }

    /// <summary>Readers see it.</summary>
    public bool Live { get; init; }

    /// <summary>What saving would do to positions; null when that was not asked.</summary>
    public Effects? Effects { get; init; }

    public IReadOnlyList<(string Value, string Text)> PublisherChoices =>
        [("", "choose"), (SourceForm.NewPublisher, "A publisher not on record"), .. Publishers.Select(row => (row.Slug, $"{row.Name} ({row.Grade})"))];

    public bool IsConfirmed(string name) => Form.Confirmed.Contains(name) || Form.Confirmed.Contains(SourceForm.All);

    /// <summary>A guess as a person reads it.</summary>
    public string InWords(string name) => name switch
    {
        "publisher" when Guesses[name] == SourceForm.NewPublisher => "one that is not on record: describe it below",
        "date" => Domain.Time.DateInput.Read(Guesses[name]).Date?.ToWords() ?? Guesses[name],
        "derived-from" => "No. " + Guesses[name],
        _ => InWords(name, Guesses[name]),
    };

    /// <summary>What a field holds as a person reads it.</summary>
    public string InWords(string name, string value) => name switch
    {
        "publisher" => Publishers.FirstOrDefault(row => row.Slug == value)?.Name ?? value,
        "kind" => value.Replace('-', ' '),
        "grade" => value.Length == 0 ? "as its publisher" : value,
        _ => value,
    };

    public static string Label(string name) => name switch { "derived-from" => "Derived from", _ => char.ToUpperInvariant(name[0]) + name[1..] };
}

/// <summary>A list to choose from.</summary>
public sealed record Choice(string Name, string Label, string? Value, IReadOnlyList<(string Value, string Text)> Choices)
{
    public string? Hint { get; init; }
}

/// <summary>A field with the guess it may hold.</summary>
public sealed record Guessed(SourceFormModel Form, string Name);

/// <summary>A citation and what becomes of it in another text.</summary>
public sealed record CitedModel(int Citation, int Statement, string Status, Reanchored Found);

/// <summary>The form of a further text.</summary>
/// <param name="Last">Number of the newest text; 0 when there is none.</param>
/// <param name="Report">What becomes of the citations; null before that was asked.</param>
/// <param name="ReportOf">SHA-256 of the text that was reported on.</param>
public sealed record NewTextModel(string Process, Source Source, int Last, string? Text, string? Reason, IReadOnlyList<CitedModel>? Report, string? ReportOf)
{
    /// <summary>Somebody pasted another text meanwhile.</summary>
    public bool Stale { get; init; }
}

/// <summary>One text of a source.</summary>
/// <param name="Numbers">Of all texts.</param>
/// <param name="Difference">From the one before; null for the first.</param>
/// <param name="Orphans">Citations whose passages are not in it; empty when it is not the newest.</param>
public sealed record TextModel(
    string Process, Source Source, SourceText Text, IReadOnlyList<Paragraph> Paragraphs, string PastedBy, IReadOnlyList<int> Numbers, TextDifference? Difference, IReadOnlyList<OrphanedCitation> Orphans);

/// <summary>A citation to be found again by hand.</summary>
/// <param name="Before">What stands before the passage where it last was found.</param>
/// <param name="After">What stands behind it there.</param>
public sealed record OrphanModel(string Process, OrphanedCitation Orphan, string Before, string Passage, string After, string? Quote, string? Paragraph)
{
    /// <summary>Somebody pasted another text meanwhile.</summary>
    public bool Stale { get; init; }
}
