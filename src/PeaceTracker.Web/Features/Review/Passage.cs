using Microsoft.EntityFrameworkCore;
using PeaceTracker.Data;
using PeaceTracker.Domain.Sources;
using PeaceTracker.Domain.Statements;

namespace PeaceTracker.Web.Features.Review;

/// <summary>The passage a citation names, in its text.</summary>
/// <param name="Before">The paragraph before it; null at the beginning.</param>
/// <param name="Opening">What stands before the passage in its paragraph.</param>
/// <param name="Words">The passage itself, character for character.</param>
/// <param name="Closing">What stands after it in the paragraph where it ends.</param>
/// <param name="After">The paragraph after it; null at the end.</param>
/// <param name="Paragraph">Number of the paragraph where it begins.</param>
public sealed record PassageInText(string? Before, string Opening, string Words, string Closing, string? After, int Paragraph);

/// <summary>A citation as a reviewer checks it.</summary>
/// <param name="Text">Null when the passage cannot be shown in its text; <paramref name="Missing"/> says why.</param>
/// <param name="Newer">The source has a newer text than the one the passage was chosen in.</param>
public sealed record CitedPassage(Citation Citation, Source Source, PassageInText? Text, string? Missing, bool Newer);

/// <summary>Finds the passages of citations in the texts of their sources.</summary>
public sealed class PassageReader(PeaceTrackerDbContext db)
{
    public async Task<IReadOnlyList<CitedPassage>> OfAsync(Statement statement, CancellationToken cancellation)
    {
        var numbers = statement.Citations.Select(citation => citation.Source).Distinct().ToList();
        var sources = await db.Sources.IgnoreQueryFilters().AsNoTracking().Include(row => row.Publisher).Where(row => row.ProcessId == statement.ProcessId && numbers.Contains(row.Number)).ToDictionaryAsync(row => row.Number, cancellation);
        var newest = await db.SourceTexts.AsNoTracking().Where(row => row.ProcessId == statement.ProcessId && numbers.Contains(row.Source))
            .GroupBy(row => row.Source).Select(group => new { Source = group.Key, Number = group.Max(row => row.Number) }).ToDictionaryAsync(row => row.Source, row => row.Number, cancellation);
        var passages = new List<CitedPassage>();
        foreach (var citation in statement.Citations)
        {
            var text = citation.TextNumber is { } number
                ? await db.SourceTexts.AsNoTracking().Where(row => row.ProcessId == statement.ProcessId && row.Source == citation.Source && row.Number == number).Select(row => row.Text).SingleOrDefaultAsync(cancellation)
                : null;
            var (found, missing) = Find(citation, text, newest.ContainsKey(citation.Source));
            passages.Add(new(citation, sources[citation.Source], found, missing, text is not null && newest[citation.Source] > citation.TextNumber));
        }

        return passages;
    }

    /// <summary>The passage with what stands around it, or why it cannot be shown.</summary>
    /// <param name="text">The text the citation was chosen in; null when there is none.</param>
    /// <param name="kept">Some text of the source is kept.</param>
    internal static (PassageInText? Found, string? Missing) Find(Citation citation, string? text, bool kept)
    {
        if (text is null || citation.Exact is not { Length: > 0 } exact)
            return (null, kept ? "No passage was chosen in the text of this source." : "No text of this source is kept: check the words at the source itself.");
        // A text never changes, so that the passage stands where it stood; only what was brought from elsewhere has to be looked for.
        var (start, length) = citation.Position is { } at and >= 0 && at <= text.Length - exact.Length && text.AsSpan(at, exact.Length).SequenceEqual(exact) ? (at, exact.Length) : new TextAnchor(exact, citation.Prefix ?? "", citation.Suffix ?? "", citation.Position ?? 0, Alone: false).FindIn(text) switch
        {
            AnchorPlace.Found found => (found.Start, found.Length),
            AnchorPlace.Moved moved => (moved.Start, moved.Length),
            _ => (-1, 0),
        };
        if (start < 0)
            return (null, "The passage is not found in the text it is said to be from.");
        var paragraphs = Paragraphs.Of(text);
        var first = paragraphs.Last(paragraph => paragraph.Start <= start);
        var last = paragraphs.Last(paragraph => paragraph.Start < start + length);
        return (
            new(
                paragraphs.FirstOrDefault(paragraph => paragraph.Number == first.Number - 1)?.In(text),
                text[first.Start..start],
                text.Substring(start, length),
                text[(start + length)..Math.Max(last.End, start + length)],
                paragraphs.FirstOrDefault(paragraph => paragraph.Number == last.Number + 1)?.In(text),
                first.Number),
            null);
    }
}
