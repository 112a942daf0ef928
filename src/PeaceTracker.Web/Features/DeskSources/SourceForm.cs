using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Text;
using PeaceTracker.Domain.Time;

namespace PeaceTracker.Web.Features.DeskSources;

/// <summary>Everything the forms of a source send, as typed. A field a form does not have is null.</summary>
public sealed partial record SourceForm
{
    /// <summary>Choice of a publisher that is not on record.</summary>
    public const string NewPublisher = "new";

    /// <summary>In <see cref="Step"/>: the described source is to be saved.</summary>
    public const string Save = "save";

    /// <summary>In <see cref="Confirmed"/>: every guess.</summary>
    public const string All = "all";

    private const int LongestLine = 500;

    public string? Step { get; init; }

    /// <summary>An address, a text, or an address in the first line and a text below it.</summary>
    public string? Pasted { get; init; }

    /// <summary>A new source is meant although one with its address is on record.</summary>
    public string? Anyway { get; init; }

    public string? Address { get; init; }

    public string? Text { get; init; }

    public string? Title { get; init; }

    /// <summary>"yes": the title describes the source.</summary>
    [FromForm(Name = "title-described")]
    public string? TitleDescribed { get; init; }

    /// <summary>Slug, or <see cref="NewPublisher"/>.</summary>
    public string? Publisher { get; init; }

    [FromForm(Name = "publisher-name")]
    public string? PublisherName { get; init; }

    [FromForm(Name = "publisher-kind")]
    public string? PublisherKind { get; init; }

    [FromForm(Name = "publisher-grade")]
    public string? PublisherGrade { get; init; }

    [FromForm(Name = "publisher-reason")]
    public string? PublisherReason { get; init; }

    public string? Author { get; init; }

    public string? Date { get; init; }

    public string? Language { get; init; }

    public string? Kind { get; init; }

    /// <summary>Empty: the publisher's.</summary>
    public string? Grade { get; init; }

    [FromForm(Name = "derived-from")]
    public string? DerivedFrom { get; init; }

    [FromForm(Name = "archive-address")]
    public string? ArchiveAddress { get; init; }

    public string? Notes { get; init; }

    /// <summary>Names of guesses that were ticked as right, or <see cref="All"/>.</summary>
    public List<string> Confirmed { get; init; } = [];

    /// <summary>"yes": what the change would do to positions was read.</summary>
    public string? Seen { get; init; }

    public int Version { get; init; }

    /// <summary>A source as its form shows it.</summary>
    public static SourceForm Of(Source source) => Of(source, source.Publisher);

    /// <param name="publisher">Null when it is no longer on record: then one is to be chosen.</param>
    public static SourceForm Of(Source source, Publisher? publisher) => new()
    {
        Address = source.Address,
        Title = source.Title,
        TitleDescribed = source.TitleDescribed ? "yes" : null,
        Publisher = publisher?.Slug,
        Author = source.Author,
        Date = source.Date?.Text,
        Language = source.Language,
        Kind = source.Kind,
        Grade = source.Grade == publisher?.Grade ? null : source.Grade.ToString(),
        DerivedFrom = string.Join(", ", source.DerivedFrom.Select(number => number.ToString(CultureInfo.InvariantCulture))),
        ArchiveAddress = source.ArchiveAddress,
        Notes = source.Notes,
        Version = source.Version,
    };

    /// <summary>The fields that describe a source, by name; for guesses and for conflicts.</summary>
    public Dictionary<string, string> Fields() => new()
    {
        ["title"] = Title ?? "",
        ["title-described"] = TitleDescribed ?? "",
        ["publisher"] = Publisher ?? "",
        ["author"] = Author ?? "",
        ["date"] = Date ?? "",
        ["language"] = Language ?? "",
        ["kind"] = Kind ?? "",
        ["grade"] = Grade ?? "",
        ["derived-from"] = DerivedFrom ?? "",
        ["address"] = Address ?? "",
        ["archive-address"] = ArchiveAddress ?? "",
        ["notes"] = (Notes ?? "").ReplaceLineEndings("\n"),
    };

    /// <summary>A title that describes says nothing without the title, and the grade is read against the publisher's.</summary>
    public static string PartOf(string name) => name switch { "title-described" => "title", "grade" => "publisher", _ => name };

    /// <summary>With what another form has in these fields.</summary>
    public SourceForm Taking(IReadOnlySet<string> names, SourceForm other) => this with
    {
        Title = names.Contains("title") ? other.Title : Title,
        TitleDescribed = names.Contains("title-described") ? other.TitleDescribed : TitleDescribed,
        Publisher = names.Contains("publisher") ? other.Publisher : Publisher,
        Author = names.Contains("author") ? other.Author : Author,
        Date = names.Contains("date") ? other.Date : Date,
        Language = names.Contains("language") ? other.Language : Language,
        Kind = names.Contains("kind") ? other.Kind : Kind,
        Grade = names.Contains("grade") ? other.Grade : Grade,
        DerivedFrom = names.Contains("derived-from") ? other.DerivedFrom : DerivedFrom,
        Address = names.Contains("address") ? other.Address : Address,
        ArchiveAddress = names.Contains("archive-address") ? other.ArchiveAddress : ArchiveAddress,
        Notes = names.Contains("notes") ? other.Notes : Notes,
    };

    /// <summary>What the date was understood as; null when it is not.</summary>
    public string? DateEcho => string.IsNullOrWhiteSpace(Date) ? null : DateInput.Read(Date).Echo;

    /// <summary>What was pasted into the one box, taken apart: an address alone, or first in a line of its own, and the text.</summary>
    public (string? Address, string? Text) TakeApart()
    {
        var typed = (Pasted ?? "").Trim();
        var end = typed.IndexOfAny(['\r', '\n']);
        var first = end < 0 ? typed : typed[..end].Trim();
        if (first.Length == 0)
            return (null, null);
        // One word with a dot and letters behind it is an address also without https:// in front; a whole text never is.
        var isAddress = NormalisedAddress.Of(first, out _) is not null && (SchemeInFront().IsMatch(first) || end < 0);
        return isAddress ? (WithScheme(first), end < 0 ? null : typed[end..].Trim()) : (null, Pasted);
    }

    /// <summary>Reads the fields; what is wrong goes into the problems, each under the name of its field.</summary>
    /// <param name="number">Of the source.</param>
    /// <returns>The source, and its publisher when that is a new one; null when there is a problem.</returns>
    public (Source Source, Publisher? New)? Read(int process, int number, IReadOnlyList<Publisher> publishers, IReadOnlyCollection<int> sources, DateOnly today, ModelStateDictionary problems)
    {
        var title = Line("title", "Title", Title, required: "Give the title, or a few words that describe the source");
        var author = Line("author", "Author", Author);
        var date = ReadDate(today, problems);
        var address = ReadAddress("address", Address, problems);
        var archive = ReadAddress("archive-address", ArchiveAddress, problems);
        var language = (Language ?? "").Trim();
        if (language.Length > 0 && !Tag().IsMatch(language))
            problems.AddModelError("language", $"Language: found '{Short(language)}'. Expected a tag such as en, uk, ru or pt-BR. Leave it empty when you do not know");
        if (Kind is not { } kind || !Source.Kinds.Contains(kind))
            problems.AddModelError("kind", "Choose what kind of source it is");
        var publisher = publishers.FirstOrDefault(row => row.Slug == Publisher);
        var fresh = Publisher == NewPublisher ? ReadPublisher(process, publishers, address, problems) : null;
        if (publisher is null && Publisher != NewPublisher)
            problems.AddModelError("publisher", "Choose the publisher, or \"A publisher not on record\" at the top of the list");
        if (!string.IsNullOrEmpty(Grade) && Letter(Grade) is null)
            problems.AddModelError("grade", "Choose a grade from A to F, or the publisher's");
        var derived = ReadDerivedFrom(number, sources, problems);
        if (Notes is { Length: > 20_000 })
            problems.AddModelError("notes", FormattableString.Invariant($"Notes: found {Notes.Length} characters. Expected 20,000 at most"));
        if (!problems.IsValid)
            return null;
        return (new()
        {
            ProcessId = process,
            Number = number,
            PublisherId = publisher?.Id ?? 0,
            Publisher = fresh,
            Title = title!,
            TitleDescribed = TitleDescribed == "yes",
            Author = author,
            Date = date,
            Address = address,
            ArchiveAddress = archive,
            Language = language.Length == 0 ? null : language,
            Kind = Kind!,
            Grade = Letter(Grade) ?? (fresh ?? publisher)!.Grade,
            Notes = string.IsNullOrWhiteSpace(Notes) ? null : Notes.Trim(),
            DerivedFrom = derived,
        }, fresh);

        string? Line(string name, string label, string? value, string? required = null)
        {
            var line = (value ?? "").Trim();
            if (line.Length == 0 && required is not null)
                problems.AddModelError(name, required);
            if (line.Length > LongestLine)
                problems.AddModelError(name, FormattableString.Invariant($"{label}: found {line.Length} characters. Expected {LongestLine} at most"));
            if (line.Any(char.IsControl))
                problems.AddModelError(name, $"{label}: found a line break or control character. Expected one line");
            if (Directions.Problem(label, line) is { } turned)
                problems.AddModelError(name, turned);
            return line.Length == 0 ? null : line;
        }
    }

    /// <summary>The pasted text in the form it is kept in; null when there is none, or when it is refused, which is then among the problems.</summary>
    /// <param name="field">Where it was pasted.</param>
    public string? ReadText(ModelStateDictionary problems, string field, bool required = false)
    {
        if (!required && string.IsNullOrWhiteSpace(Text))
            return null;
        string? problem;
        if (!SourceText.TryNormalise(Text, out var normal, out var error))
            problem = error;
        // What was half a character when it was sent arrives as this.
        else if (normal.IndexOf('\uFFFD', StringComparison.Ordinal) is var lost and >= 0)
            problem = FormattableString.Invariant($"Found a lost character (U+FFFD) in line {1 + normal.AsSpan(0, lost).Count('\n')}. Expected whole characters. Copy the text from its source anew, or put the right character in its place");
        else if (normal.Length > SourceText.MaxLength)
            problem = string.Create(CultureInfo.InvariantCulture, $"Found {normal.Length:N0} characters. Expected {SourceText.MaxLength:N0} at most. Paste the part the statements rest on, and say so in the notes");
        else
            return normal;
        problems.AddModelError(field, problem);
        return null;
    }

    private EdtfDate? ReadDate(DateOnly today, ModelStateDictionary problems)
    {
        if (string.IsNullOrWhiteSpace(Date))
            return null;
        var read = DateInput.Read(Date);
        if (read.Error is not null)
            problems.AddModelError("date", $"Date: {read.Error}");
        else if (read.Date!.Earliest > today)
            problems.AddModelError("date", $"Date: found {read.Date.ToWords()}, which is yet to come. Expected the day it was published");
        return read.Date;
    }

    private static string? ReadAddress(string name, string? value, ModelStateDictionary problems)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        if (NormalisedAddress.Of(value, out var reason) is null)
            problems.AddModelError(name, reason!);
        var address = WithScheme(value.Trim());
        // An archive keeps a page under the whole address it was called by.
        return name == "address" ? NormalisedAddress.WithoutTracking(address) : address;
    }

    private List<int> ReadDerivedFrom(int number, IReadOnlyCollection<int> sources, ModelStateDictionary problems)
    {
        var derived = new List<int>();
        foreach (var part in (DerivedFrom ?? "").Split([' ', ',', ';', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(part => !part.Equals("No.", StringComparison.OrdinalIgnoreCase)))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var parent))
                problems.AddModelError("derived-from", $"Derived from: found '{Short(part)}'. Expected numbers of sources, separated by commas");
            else if (parent == number)
                problems.AddModelError("derived-from", "Derived from: a source does not derive from itself. Take its own number out");
            else if (!sources.Contains(parent))
                problems.AddModelError("derived-from", FormattableString.Invariant($"Derived from: there is no source No. {parent}. Look its number up in the list of sources"));
            else if (!derived.Contains(parent))
                derived.Add(parent);
        }

        return derived;
    }

    private Publisher? ReadPublisher(int process, IReadOnlyList<Publisher> publishers, string? address, ModelStateDictionary problems)
    {
        var name = (PublisherName ?? "").Trim();
        if (name.Length is 0 or > 200 || name.Any(char.IsControl))
            problems.AddModelError("publisher-name", name.Length == 0 ? "Give the name of the publisher" : "Name of the publisher: expected one line of 200 characters at most");
        else if (Directions.Problem("Name of the publisher", name) is { } turned)
            problems.AddModelError("publisher-name", turned);
        else if (publishers.FirstOrDefault(row => string.Equals(PlainLetters.Of(row.Name), PlainLetters.Of(name), StringComparison.Ordinal)) is { } known)
            problems.AddModelError("publisher-name", $"{known.Name} is on record: choose it in the list of publishers");
        if (PublisherKind is null || !Domain.Sources.Publisher.Kinds.Contains(PublisherKind))
            problems.AddModelError("publisher-kind", "Choose what kind of publisher it is");
        if (Letter(PublisherGrade) is not { } grade)
            problems.AddModelError("publisher-grade", "Choose how reliable the publisher is");
        else if (string.IsNullOrWhiteSpace(PublisherReason) || PublisherReason.Length > 2_000)
            problems.AddModelError("publisher-reason", "Say in a sentence why the publisher has this grade: it is shown to readers");
        else if (problems.IsValid)
            return new() { ProcessId = process, Slug = Slug(), Name = name, Kind = PublisherKind!, Grade = grade, Reason = PublisherReason.Trim() };
        return null;

        string Slug()
        {
            var slug = NoSlug().Replace(PlainLetters.Of(name), "-").Trim('-');
            // A name in another script has none of these letters; its address does.
            if (slug.Length < 2)
                slug = NoSlug().Replace(Guesses.HostOf(address) ?? "publisher", "-").Trim('-');
            slug = slug[..Math.Min(slug.Length, 60)].Trim('-');
            var unique = slug;
            for (var next = 2; unique == NewPublisher || publishers.Any(row => row.Slug == unique); next++)
                unique = FormattableString.Invariant($"{slug}-{next}");
            return unique;
        }
    }

    private static char? Letter(string? grade) => grade is [>= 'A' and <= 'F' and var letter] ? letter : null;

    private static string WithScheme(string address) => SchemeInFront().IsMatch(address) ? address : "https://" + address.TrimStart('/');

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";

    [GeneratedRegex("^https?://", RegexOptions.IgnoreCase)]
    private static partial Regex SchemeInFront();

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\z")]
    private static partial Regex Tag();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoSlug();
}
