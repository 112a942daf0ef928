using System.Diagnostics.CodeAnalysis;
using System.Text;
using static System.FormattableString;

namespace PeaceTracker.Domain.Sources;

/// <summary>Where the words of an anchor stand in a text.</summary>
public abstract record AnchorPlace
{
    private AnchorPlace()
    {
    }

    /// <summary>The same words at the same place.</summary>
    public sealed record Found(int Start, int Length) : AnchorPlace;

    /// <summary>Surely the same words, at another place or with other white space. The length may differ from that of the quote.</summary>
    public sealed record Moved(int Start, int Length) : AnchorPlace;

    /// <summary>The words are not surely found: a person has to look.</summary>
    /// <param name="Reason">A sentence.</param>
    public sealed record Orphan(string Reason) : AnchorPlace;
}

/// <summary>A passage of a text, held by its words and what stands around them, so that it is found again in a corrected text.</summary>
/// <param name="Exact">The words, as they stand in the text; never blank.</param>
/// <param name="Prefix">What stands before them: some 32 characters from the beginning of a word on, more when only more tells them apart from equal words; empty at the beginning of the text.</param>
/// <param name="Suffix">The same behind them; empty at the end of the text.</param>
/// <param name="Start">Place of the first character in the text.</param>
/// <param name="Alone">The words stood once in the text they were taken from.</param>
public sealed record TextAnchor(string Exact, string Prefix, string Suffix, int Start, bool Alone)
{
    private const int Around = 32;
    private const int MostAround = 512;

    /// <summary>First place behind the words.</summary>
    public int End => Start + Exact.Length;

    /// <summary>Holds a passage of a text. White space at its ends is left out.</summary>
    /// <param name="text">The text as it is kept.</param>
    /// <param name="anchor">Null when the passage is refused.</param>
    /// <param name="error">Why the passage is refused and what to do; null when it is good.</param>
    public static bool TryOf(string text, int start, int length, [NotNullWhen(true)] out TextAnchor? anchor, [NotNullWhen(false)] out string? error) =>
        TryOf(text, new(text, breaks: true), start, length, out anchor, out error);

    /// <summary>The same for many passages of one text, which is made flat once.</summary>
    internal static bool TryOf(string text, FlatText flat, int start, int length, [NotNullWhen(true)] out TextAnchor? anchor, [NotNullWhen(false)] out string? error)
    {
        anchor = null;
        if (start < 0 || length < 0 || start > text.Length - length)
        {
            error = Invariant($"Found a passage of {length} characters from place {start} on in a text of {text.Length}. Expected one inside the text. Select the words anew.");
            return false;
        }

        var end = start + length;
        if (SourceText.IsBlank(text[start..end]))
        {
            error = "Found a passage without words. Select the words the statement rests on.";
            return false;
        }

        while (char.IsWhiteSpace(text[start]))
            start++;
        while (char.IsWhiteSpace(text[end - 1]))
            end--;
        if (Splits(text, start) || Splits(text, end))
        {
            error = "Found a passage that begins or ends inside a character. Select the words anew.";
            return false;
        }

        var exact = text[start..end];
        var (before, after) = Twins(flat, exact, start);
        for (var around = Around; ; around *= 2)
        {
            var (prefix, suffix) = (Before(text, start, around), After(text, end, around));
            // A deletion that takes these words away can change what stands before a later twin or behind an earlier one, but not both sides.
            // So it is enough that the other side tells each twin apart.
            if (!before.Exists(twin => flat.HasBefore(twin, prefix)) && !after.Exists(twin => flat.HasAfter(twin, exact, suffix)))
            {
                anchor = new(exact, prefix, suffix, start, before.Count + after.Count == 0);
                error = null;
                return true;
            }

            if (around >= MostAround)
            {
                error = Invariant($"These words stand in the text more than once with the same {MostAround} characters around them. Expected words that can be told apart. Select more words, up to a place where the text differs.");
                return false;
            }
        }
    }

    /// <summary>
    /// Finds the words in a text, which may be a corrected one. They are surely found where exactly one place has the words, what stood before
    /// them and what stood behind them; also where the words always stood once, and one of the two sides is as it was. Anything less is an orphan,
    /// since words like these may be those of somebody else. Runs of white space equal each other when both hold an empty line, and when neither
    /// does: words on two sides of an empty line have not become one sentence because what stood between was deleted. Nothing else is bridged.
    /// </summary>
    public AnchorPlace FindIn(string text) => FindIn(text, new FlatText(text, breaks: true));

    /// <summary>The same for many anchors in one text, which is made flat once.</summary>
    internal AnchorPlace FindIn(string text, FlatText flat)
    {
        var places = flat.PlacesOf(Exact);
        if (places.Count == 0)
            return new AnchorPlace.Orphan("The words are not in the text.");
        var whole = places.FindAll(place => flat.HasBefore(place, Prefix) && flat.HasAfter(place, Exact, Suffix));
        if (whole.Count == 1)
            return At(whole[0]);
        if (places.Count > 1)
            return new AnchorPlace.Orphan(Invariant($"The words stand {places.Count} times in the text, ") + (whole.Count == 0
                ? "nowhere with the same words before and behind them."
                : "more than once with the same words before and behind them."));
        if (!Alone)
            return new AnchorPlace.Orphan("The words stood several times in the text they were taken from, and once in this one, with other words before or behind them.");
        return flat.HasBefore(places[0], Prefix) || flat.HasAfter(places[0], Exact, Suffix)
            ? At(places[0])
            : new AnchorPlace.Orphan("The words stand in the text, but with other words before and behind them.");

        AnchorPlace At(int place)
        {
            var (start, length) = flat.Span(place, Exact);
            return start == Start && text.AsSpan(start, length).SequenceEqual(Exact)
                ? new AnchorPlace.Found(start, length)
                : new AnchorPlace.Moved(start, length);
        }
    }

    private static (List<int> Before, List<int> After) Twins(FlatText flat, string exact, int start)
    {
        var places = flat.PlacesOf(exact);
        var own = places.FindIndex(place => flat.Span(place, exact).Start == start);
        return (places[..own], places[(own + 1)..]);
    }

    private static string Before(string text, int start, int around)
    {
        // White space alone would say that nothing stands before.
        var edge = start;
        while (edge > 0 && char.IsWhiteSpace(text[edge - 1]))
            edge--;
        var from = Math.Max(0, start - around < edge ? start - around : edge - around);
        if (from > 0 && !char.IsWhiteSpace(text[from]) && !char.IsWhiteSpace(text[from - 1]))
        {
            var word = from;
            while (word < start && !char.IsWhiteSpace(text[word]))
                word++;
            // A word longer than all there is room for is cut.
            if (text[word..start].Any(c => !char.IsWhiteSpace(c)))
                from = word;
            else if (Splits(text, from))
                from++;
        }

        return text[from..start].TrimStart();
    }

    private static string After(string text, int end, int around)
    {
        var edge = end;
        while (edge < text.Length && char.IsWhiteSpace(text[edge]))
            edge++;
        var to = Math.Min(text.Length, end + around > edge ? end + around : edge + around);
        if (to < text.Length && !char.IsWhiteSpace(text[to]) && !char.IsWhiteSpace(text[to - 1]))
        {
            var word = to;
            while (word > end && !char.IsWhiteSpace(text[word - 1]))
                word--;
            if (text[end..word].Any(c => !char.IsWhiteSpace(c)))
                to = word;
            else if (Splits(text, to))
                to--;
        }

        return text[end..to].TrimEnd();
    }

    private static bool Splits(string text, int at) => at > 0 && at < text.Length && char.IsHighSurrogate(text[at - 1]) && char.IsLowSurrogate(text[at]);
}

/// <summary>Finds words that somebody typed in the text they are said to be from.</summary>
/// <param name="Anchor">The only place they stand at; null when they stand at several.</param>
/// <param name="Paragraphs">Numbers of the paragraphs in which they begin, each once.</param>
public sealed record QuoteCheck(TextAnchor? Anchor, IReadOnlyList<int> Paragraphs)
{
    /// <summary>
    /// Where a quote stands in a text; null when it does not, or is blank. Any run of white space equals any other. A place inside a longer word
    /// is none: "the war" is not quoted from "the warning".
    /// </summary>
    /// <param name="text">The text as it is kept.</param>
    /// <param name="among">Paragraphs to look in, when somebody named some; null for all.</param>
    /// <param name="at">Place of the first character, when it is known; null for anywhere.</param>
    public static QuoteCheck? Within(string text, string? quote, IReadOnlyCollection<int>? among = null, int? at = null)
    {
        if (SourceText.IsBlank(quote))
            return null;
        var exact = quote!.Trim();
        var flat = new FlatText(text, breaks: false);
        var starts = Sources.Paragraphs.Of(text).Select(paragraph => paragraph.Start).ToArray();
        var places = flat.PlacesOf(exact)
            .Select(place => flat.Span(place, exact))
            .Where(span => at is null || span.Start == at)
            .Where(span => !CutsWord(text, span.Start) && !CutsWord(text, span.Start + span.Length))
            .Select(span => (span.Start, span.Length, Paragraph: NumberAt(span.Start)))
            .Where(place => among is null || among.Contains(place.Paragraph))
            .ToList();
        if (places.Count == 0)
            return null;
        var anchor = places.Count == 1 && TextAnchor.TryOf(text, places[0].Start, places[0].Length, out var made, out _) ? made : null;
        return new(anchor, [.. places.Select(place => place.Paragraph).Distinct()]);

        // The paragraphs that begin up to the place; a search that does not find says where it would be, as the complement.
        int NumberAt(int place)
        {
            var index = Array.BinarySearch(starts, place);
            return index >= 0 ? index + 1 : ~index;
        }
    }

    /// <summary>Finds every place at which words stand in a text, start and length; none for blank words. Any run of white space equals any other.</summary>
    public static Func<string?, IReadOnlyList<(int Start, int Length)>> PlacesIn(string text)
    {
        var flat = new Lazy<FlatText>(() => new(text, breaks: false));
        return words => SourceText.IsBlank(words) ? [] : Of(words!.Trim());

        IReadOnlyList<(int Start, int Length)> Of(string exact) =>
            [.. flat.Value.PlacesOf(exact).Select(place => flat.Value.Span(place, exact)).Where(span => !CutsWord(text, span.Start) && !CutsWord(text, span.Start + span.Length))];
    }

    // Scripts without capitals, such as Chinese, do not set words apart.
    private static bool CutsWord(string text, int at) => at > 0 && at < text.Length && IsPart(text[at - 1]) && IsPart(text[at]);

    private static bool IsPart(char c) => char.IsLower(c) || char.IsUpper(c) || char.IsDigit(c);
}

/// <summary>A text in which each run of white space is one character, and the way back to the text itself.</summary>
internal sealed class FlatText
{
    private readonly string flat;
    private readonly List<int> origins = [];
    private readonly bool breaks;

    /// <param name="breaks">A run that holds an empty line is a line break; else it is a space like any other.</param>
    public FlatText(string text, bool breaks)
    {
        this.breaks = breaks;
        var builder = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            origins.Add(at);
            if (!char.IsWhiteSpace(text[at]))
            {
                builder.Append(text[at]);
                continue;
            }

            var first = at;
            while (at + 1 < text.Length && char.IsWhiteSpace(text[at + 1]))
                at++;
            builder.Append(breaks && text.AsSpan(first, at + 1 - first).Count('\n') > 1 ? '\n' : ' ');
        }

        flat = builder.ToString();
    }

    /// <summary>Flat places of words that neither begin nor end with white space, overlapping ones too.</summary>
    public List<int> PlacesOf(string words)
    {
        var wanted = Flatten(words);
        var places = new List<int>();
        for (var at = flat.IndexOf(wanted, StringComparison.Ordinal); at >= 0; at = flat.IndexOf(wanted, at + 1, StringComparison.Ordinal))
            places.Add(at);
        return places;
    }

    /// <summary>The words at a flat place, in the text itself.</summary>
    public (int Start, int Length) Span(int place, string words)
    {
        var start = origins[place];
        return (start, origins[place + Flatten(words).Length - 1] + 1 - start);
    }

    /// <summary>True when the prefix stands before the place; a blank one when nothing does.</summary>
    public bool HasBefore(int place, string prefix) => string.IsNullOrWhiteSpace(prefix)
        ? flat.AsSpan(0, place).IsWhiteSpace()
        : flat.AsSpan(0, place).EndsWith(Flatten(prefix), StringComparison.Ordinal);

    /// <summary>True when the suffix stands behind words at the place; a blank one when nothing does.</summary>
    public bool HasAfter(int place, string words, string suffix)
    {
        var rest = flat.AsSpan(place + Flatten(words).Length);
        return string.IsNullOrWhiteSpace(suffix) ? rest.IsWhiteSpace() : rest.StartsWith(Flatten(suffix), StringComparison.Ordinal);
    }

    private string Flatten(string text) => new FlatText(text, breaks).flat;
}
